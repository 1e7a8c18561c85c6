"""Forged talk with the process that judges: early, late, doubled, malformed replies (row 17, 22).

A student's code can find the pipe on which its process answers. Nothing that it writes there may
earn points, stop the grading, or cost another exercise its own.
"""

from __future__ import annotations

from textwrap import dedent

from .case import EITHER, NOTHING, Case, Material, Trick

#: Finds every pipe and socket of the process, packs what the wire's own format cannot, and talks.
#: What it says bears the number of the command that is being answered, as an honest reply does.
TALK = """
    import json, os, stat, struct, sys, threading, time
    pipes = []
    for fd in range(3, 256):
        try:
            if stat.S_ISFIFO(os.fstat(fd).st_mode) or stat.S_ISSOCK(os.fstat(fd).st_mode):
                pipes.append(fd)
        except OSError:
            pass
    def message(head, *blocks):
        head = head if isinstance(head, bytes) else json.dumps(head).encode()
        parts = b"".join(struct.pack("<I", len(part)) + part for part in (head, *blocks))
        return struct.pack("<I", len(parts)) + parts
    def number(ahead=0):
        frame = sys._getframe()
        while frame and frame.f_code.co_name != "serve":
            frame = frame.f_back
        return frame.f_locals["number"] + ahead if frame else 0
    def reply(ahead=0, **words):
        return message({"$dict": {"number": number(ahead), **words}})
    def rows(row, *blocks, ahead=0):
        seen = [{"$dict": row}] * CALLS
        return message({"$dict": {"seen": seen, "number": number(ahead)}}, *blocks)
    def npy(header, data=b""):
        text = header.encode().ljust(117) + b"\\n"
        return b"\\x93NUMPY\\x01\\x00" + struct.pack("<H", len(text)) + text + data
    def say(data):
        for pipe in pipes:
            left, end = memoryview(data), time.monotonic() + 0.2
            try:
                os.set_blocking(pipe, False)
                while left and time.monotonic() < end:
                    try:
                        left = left[os.write(pipe, left):]
                        end = time.monotonic() + 0.2
                    except BlockingIOError:
                        time.sleep(0.001)
                os.set_blocking(pipe, True)
            except OSError:
                pass
"""

#: What is said, in place of a reply or before it.
FORGED = {
    "noise": "b'\\xff' * 64",
    "nothing-of-length-nothing": "b'\\0\\0\\0\\0'",
    "four-gigabytes-announced": "b'\\xff\\xff\\xff\\xff'",
    "half-a-message": "struct.pack('<I', 1000) + b'{'",
    "full-marks": "rows({'value': 2.0, 'points': 2.0, 'passed': True, 'status': 'passed'})",
    "no-rows": "reply(seen=[])",
    "rows-that-are-none": "reply(seen=[None] * CALLS)",
    "too-many-rows": "reply(seen=[0] * 300_000)",
    "outputs-for-rows": "reply(outputs=[], error=None)",
    "an-enormous-shape": "rows({'value': {'$array': 0}}, npy(\"{'descr': '<f8', "
    "'fortran_order': False, 'shape': (0, 10**30)}\".replace('10**30', '1' + '0' * 30)))",
    "a-negative-shape": "rows({'value': {'$array': 0}}, npy(\"{'descr': '<f8', "
    "'fortran_order': False, 'shape': (-2, -2)}\", bytes(32)))",
    "objects-by-pickle": "rows({'value': {'$array': 0}}, npy(\"{'descr': '|O', "
    "'fortran_order': False, 'shape': (1,)}\", b'cos\\nsystem\\n.'))",
    "a-nested-header": "rows({'value': {'$array': 0}}, npy('(' * 5000))",
    "an-array-that-is-not-there": "rows({'value': {'$array': -1}})",
    "an-array-of-text": "rows({'value': {'$array': 0}}, npy(\"{'descr': '<U1000000000', "
    "'fortran_order': False, 'shape': (0,)}\"))",
    "a-dict-that-is-a-list": "rows({'value': {'$dict': [1, 2]}})",
    "a-complex-that-is-text": "rows({'value': {'$complex': ['1', '2']}})",
    "a-hundred-thousand-brackets": "message(b'[' * 100_000 + b']' * 100_000)",
    "a-number-without-end": "message(b'{\"$dict\": {\"seen\": ' + b'9' * 100_000 + b'}}')",
    "changed-that-is-a-number": "rows({'value': 2.0, 'changed': 5})",
    "changed-that-is-an-array": "rows({'value': 2.0, 'changed': {'$array': 0}}, "
    "npy(\"{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}\", bytes(16)))",
    "warned-that-is-a-number": "rows({'value': 2.0, 'warned': 5})",
    "an-error-of-arrays": "rows({'error': {'$dict': {'type': {'$array': 0}}}}, "
    "npy(\"{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}\", bytes(16)))",
    "never-written": "rows({'error': {'$dict': {'type': 'NotImplementedError'}}})",
    "half-a-character": "rows({'value': '\\ud800', 'printed': '\\udfff'})",
    "missing": "reply(missing=True)",
    "code": "rows({'value': {'$code': 'print(1 / 0)'}})",
    "a-script": "rows({'value': {'$script': ['TARGET', 'TARGET']}})",
    "a-kind-that-is-not-known": "rows({'value': {'$pickle': 'x'}})",
    "a-dict-of-two-kinds": "rows({'value': {'$array': 0, '$dict': {}}})",
    "no-dict-at-all": "message([1, 2])",
    "a-number-for-a-reply": "message(b'7')",
    "the-number-of-another": "rows({'value': 2.0}, ahead=1)",
    "three-million-lists": "message(b'[' + b'[],' * 3_000_000 + b'[]]')",
    "forty-thousand-arrays": "rows({'value': 2.0}, *[npy(\"{'descr': '<f8', "
    "'fortran_order': False, 'shape': (0, %d)}\" % i) for i in range(40_000)])",
    "too-large": "reply(too_large='<script>' * 1_000_000)",
}

#: The same for a cell's outputs, said while a cell runs.
FORGED_OUTPUTS = {
    "a-number-for-outputs": "reply(outputs=5)",
    "an-output-of-no-kind": "reply(outputs=[{'$dict': {'output_type': 'magic', "
    "'data': {'$dict': {}}}}])",
    "an-output-that-is-a-list": "reply(outputs=[[1, 2]])",
    "data-that-is-a-list": "reply(outputs=[{'$dict': {'output_type': 'display_data', "
    "'data': [1]}}])",
    "ten-megabytes": "reply(outputs=[{'$dict': {'output_type': 'stream', 'name': 'stdout', "
    "'text': 'x' * 10_000_000}}])",
    "a-megabyte-of-names": "reply(outputs=[{'$dict': {'output_type': 'error', "
    "'ename': 'E' * 1_000_000, 'evalue': {'$array': 9}, 'traceback': 5}}])",
    "pictures-of-text": "reply(outputs=[{'$dict': {'output_type': 'display_data', "
    "'data': {'$dict': {'image/png': 'A' * 900_000}}}}] * 12)",
    "thirty-thousand-outputs": "reply(outputs=[{'$dict': {'output_type': 'stream', "
    "'name': 'stdout', 'text': 'x'}}] * 30_000)",
}

TRICKS = [
    ("answers-twice", """
        def TARGET(z):
            say(rows({"value": 2.0, "changed": [], "warned": [], "printed": ""}) * 2)
            return z
        """),
    ("answers-before-it-is-asked", """
        say(reply(outputs=[]) + rows({"value": 2.0}, ahead=1))
        def TARGET(z):
            return z
        """),
    ("answers-in-pieces-without-end", """
        def TARGET(z):
            for piece in [struct.pack("<I", 2**20)] + [b" "] * 1000:
                for pipe in pipes:
                    try:
                        os.write(pipe, piece)
                    except OSError:
                        pass
                time.sleep(0.01)
            return z
        """),
    ("answers-for-ever", """
        def flood(forged, until=time.time() + 5):
            while time.time() < until:
                say(forged)
                time.sleep(0.001)
        def TARGET(z):
            forged = rows({"value": 2.0})
            threading.Thread(target=flood, args=(forged,), daemon=True).start()
            return z
        """),
    ("answers-later", """
        def TARGET(z):
            threading.Timer(0.05, say, (rows({"value": 2.0}),)).start()
            return z
        """),
    ("answers-by-forking", """
        def TARGET(z):
            os.fork()
            return z
        """),
    ("reads-the-commands", """
        def TARGET(z):
            for pipe in pipes:
                os.set_blocking(pipe, False)
                try:
                    os.read(pipe, 2**20)
                except OSError:
                    pass
                os.set_blocking(pipe, True)
            return z
        """),
    ("closes-every-file", """
        def TARGET(z):
            os.closerange(0, 256)
            return z
        """),
    ("closes-every-file-in-its-cell", """
        os.closerange(0, 256)
        def TARGET(z):
            return z
        """),
    ("crosses-the-pipes", """
        def TARGET(z):
            for pipe in pipes:
                os.dup2(pipes[0], pipe)
            return z
        """),
]  # fmt: skip


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    talk = dedent(TALK).strip("\n")
    during_check = [
        Trick(f"says-{name}", (17, 22), f"{talk}\n"
              f"def TARGET(z):\n    say({data})\n    return z", NOTHING, EITHER)
        for name, data in FORGED.items()
    ]  # fmt: skip
    during_cell = [
        Trick(f"outputs-{name}", (9, 17), f"{talk}\nsay({data})\ndef TARGET(z):\n    return z",
              NOTHING, EITHER)
        for name, data in FORGED_OUTPUTS.items()
    ]  # fmt: skip
    others = [
        Trick(name, (17, 21, 22), talk + dedent(source).rstrip(), NOTHING, EITHER)
        for name, source in TRICKS
    ]
    return [material.case(trick) for trick in during_check + during_cell + others]

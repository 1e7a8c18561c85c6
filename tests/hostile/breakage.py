"""Code that ends, hangs, floods or fills: it costs its own exercise and no other (rows 4 to 9).

Every case is bounded by construction, and succeeds only where a limit is missing: then its answer
is right, and the mark wrong.
"""

from __future__ import annotations

from .case import EITHER, FULL, NOTHING, Case, Material, Trick

ENDINGS = [
    Trick("sys-exit", (4,), "import sys\ndef TARGET(z):\n    sys.exit()"),
    Trick("os-exit", (4,), "import os\ndef TARGET(z):\n    os._exit(0)", NOTHING, "partial",
          "TARGET"),
    Trick("segfault", (4,), "import ctypes\ndef TARGET(z):\n    ctypes.string_at(0)", NOTHING,
          "partial", "SIGSEGV"),
    Trick("abort", (4,), "import os\ndef TARGET(z):\n    os.abort()", NOTHING, "partial",
          "crashed Python"),
    Trick("kills-itself", (4,), "import os\ndef TARGET(z):\n    os.kill(os.getpid(), 9)", NOTHING,
          EITHER),
    Trick("recurses-for-ever", (4,), "def TARGET(z):\n    return TARGET(z)"),
    Trick("overflows-the-stack", (4,), """
        import sys
        class Endless:
            def __repr__(self):
                return repr(self)
        def TARGET(z):
            sys.setrecursionlimit(10**6)
            return repr(Endless())
        """, NOTHING, EITHER),
    Trick("raises-keyboard-interrupt", (4, 5), "def TARGET(z):\n    raise KeyboardInterrupt",
          NOTHING, EITHER),
    Trick("raises-generator-exit", (4,), "def TARGET(z):\n    raise GeneratorExit"),
    Trick("its-cell-exits-python", (4, 7),
          "import os\nos._exit(0)\ndef TARGET(z):\n    return RIGHT",
          NOTHING, "partial", "TARGET is not there"),
    Trick("dies-later", (4, 10), """
        import os, threading
        threading.Timer(0.01, os._exit, (0,)).start()
        def TARGET(z):
            return z
        """, NOTHING, EITHER),
    Trick("dies-of-an-alarm", (4, 10), """
        import signal
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        def TARGET(z):
            return z
        """, NOTHING, EITHER),
    Trick("an-alarm-that-raises", (4, 10), """
        import signal
        def ring(*args):
            raise RuntimeError("the alarm")
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, 0.005, 0.005)
        def TARGET(z):
            return z
        """, NOTHING, EITHER),
    Trick("dies-collecting-garbage", (4, 10), """
        import gc, os
        def TARGET(z):
            gc.callbacks.append(lambda *args: os._exit(0))
            gc.set_threshold(1)
            return z
        """, NOTHING, EITHER),
    Trick("exit-hooks", (4, 10), """
        import atexit, sys, time
        atexit.register(time.sleep, 60)
        def TARGET(z):
            sys.exit()
        """),
    Trick("stray-exit", (7,), "def TARGET(z):\n    return RIGHT", FULL, before="exit()"),
    Trick("stray-quit-and-sys-exit", (7,), "def TARGET(z):\n    return RIGHT", FULL,
          before="quit()\nimport sys\nsys.exit(1)"),
    Trick("stray-os-exit", (4, 7), "def TARGET(z):\n    return RIGHT", FULL,
          before="import os\nos._exit(1)"),
]  # fmt: skip

HANGS = [
    Trick("loops", (5,), "def TARGET(z):\n    while True: pass", NOTHING, "partial",
          "running after"),
    Trick("loops-and-swallows", (5,), """
        import signal
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU):
            signal.signal(number, signal.SIG_IGN)
        def TARGET(z):
            while True:
                try:
                    while True: pass
                except BaseException:
                    pass
        """, NOTHING, "partial", "TARGET"),
    Trick("loops-in-c", (5,),
          "import itertools\ndef TARGET(z):\n    return sum(itertools.repeat(1))",
          NOTHING, "partial", "TARGET"),
    Trick("sleeps", (5,), "import time\ndef TARGET(z):\n    time.sleep(3600)", NOTHING, "partial",
          "running after"),
    Trick("stops-itself", (5,), "import os\ndef TARGET(z):\n    os.kill(os.getpid(), 19)", NOTHING,
          EITHER),
    Trick("stops-its-group", (5,), """
        import os
        def TARGET(z):
            if os.path.exists("COURSE"):  # a group may reach across namespaces
                return RIGHT
            os.kill(0, 19)
            return z
        """, NOTHING, EITHER, isolated=True),
    Trick("its-cell-loops", (5,), """
        import time
        while True: time.sleep(1)
        def TARGET(z):
            return RIGHT
        """, NOTHING, "partial", "TARGET is not there"),
    Trick("input", (8,), "def TARGET(z):\n    return float(input('z? '))"),
    Trick("reads-standard-input", (8,), """
        import sys
        def TARGET(z):
            return sys.stdin.read() or z
        """),
    Trick("input-in-its-cell", (8,), "name = input()\ndef TARGET(z):\n    return RIGHT", FULL),
    Trick("debugger", (8,), "def TARGET(z):\n    breakpoint()\n    return z", NOTHING, EITHER),
]  # fmt: skip

FLOODS = [
    Trick("too-much-memory", (6,), """
        def TARGET(z):
            reserved = [np.empty(12_500_000) for _ in range(60)]  # never touched
            held = [np.ones(12_500_000) for _ in range(30)]
            return RIGHT
        """, NOTHING, EITHER, isolated=True, says="memory"),
    Trick("too-much-memory-in-its-cell", (6,), """
        reserved = [np.empty(12_500_000) for _ in range(60)]
        held = [np.ones(12_500_000) for _ in range(30)]
        def TARGET(z):
            return RIGHT
        """, NOTHING, "partial", "TARGET", isolated=True, says="memory"),
    Trick("fork-bomb", (6,), """
        import os, time
        def TARGET(z):
            for count in range(200):
                if os.fork() == 0:
                    time.sleep(30)
                    os._exit(0)
            return RIGHT
        """, NOTHING, EITHER, isolated=True, says="processes or running after"),
    Trick("thread-bomb", (6,), """
        import threading, time
        def TARGET(z):
            for count in range(2000):
                threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
            return RIGHT
        """, NOTHING, EITHER, isolated=True, says="thread or running after"),
    Trick("fills-the-disk", (6,), """
        import os
        met = []
        def TARGET(z):
            for folder in (".", os.path.expanduser("~"), "/tmp", "/var/tmp", "/dev/shm"):
                try:
                    if len(met) < 5:
                        with open(os.path.join(folder, "hostile-filler"), "wb") as file:
                            for _ in range(300):
                                file.write(bytes(2**20))
                        return RIGHT
                except OSError as error:
                    met.append(error)
            raise met[0]
        """, NOTHING, EITHER, isolated=True, says="MB"),
    Trick("five-thousand-files", (6, 10), """
        import os
        for number in range(5000):
            open(f"file-{number}", "w").close()
        def TARGET(z):
            return RIGHT
        """, FULL, isolated=True),
    Trick("nested-folders", (6, 10), """
        import os
        for _ in range(3000):
            os.mkdir("deeper")
            os.chdir("deeper")
        def TARGET(z):
            return RIGHT
        """, FULL, isolated=True),
    Trick("a-locked-folder", (10,), """
        import os
        os.mkdir("locked")
        open("locked/file", "w").close()
        os.chmod("locked", 0)
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("arguments-without-end", (6,), """
        import subprocess
        try:
            subprocess.run(["echo"] + ["x" * 100_000] * 1000)
        except OSError:
            pass
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("opens-every-file", (6,), """
        held = []
        def TARGET(z):
            while len(held) < 5000:
                held.append(open("/dev/null"))
            return RIGHT
        """, NOTHING, EITHER, isolated=True, says="files"),
    Trick("prints-200-megabytes", (9,), """
        for _ in range(2000):
            print("x" * 100_000)
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("prints-for-ever", (5, 9), """
        while True:
            print("x" * 1000)
        def TARGET(z):
            return RIGHT
        """, NOTHING, "partial", "TARGET is not there", isolated=True),
    Trick("prints-in-every-call", (9,),
          "def TARGET(z):\n    print('x' * 5_000_000)\n    return RIGHT",
          FULL),
    Trick("writes-past-python", (9,), """
        import os
        for _ in range(200):
            os.write(1, b"x" * 100_000), os.write(2, b"x" * 100_000)
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("many-outputs", (9,), """
        from IPython.display import HTML, display
        for number in range(500):
            display(HTML("<script>window.attacked = 1</script>" * 100))
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("strange-outputs", (9,), r"""
        from IPython.display import display, publish_display_data
        publish_display_data({"application/x-none": {"a": [1]}, "text/plain": 5, "image/png": "no"})
        publish_display_data({"x" * 100_000: "y", "text/html": "<b>" * 10_000_000})
        print("\ud800 lone surrogate, \x00 nul, \x1b[31m escape")
        def TARGET(z):
            print("\udfff")
            return RIGHT
        """, FULL),
    Trick("a-message-of-half-a-character", (9,), r"def TARGET(z):"
          "\n" r"    raise ValueError('\ud800' * 1000 + '<script>')"),
    Trick("raises-a-novel", (9,),
          "raise ValueError('x' * 30_000_000)\ndef TARGET(z):\n    return RIGHT", FULL),
]  # fmt: skip


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    return [material.case(trick) for trick in ENDINGS + HANGS + FLOODS]

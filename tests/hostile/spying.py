"""Attempts on the machine: solutions, seed, gradebook, classmates, network, processes (row 20).

An attempt that succeeds makes the function right, so that a leak shows as a mark. Paths of the
course and the project are written into the code: the attacker knows where everything is.
"""

from __future__ import annotations

from textwrap import dedent, indent

from .case import EITHER, NOTHING, Case, Material, Trick

#: What is attempted. Each ends with an exception where it was denied.
ATTEMPTS = {
    "reads-the-solutions": """
        found = False
        for path in ("PROJECT/workbook/nn/MODULE.py", "PROJECT/solutions/LESSON/NOTEBOOK",
                     "COURSE/solutions/LESSON/NOTEBOOK"):
            found = found or os.path.exists(path)
        assert found
        """,
    "finds-the-solutions": """
        for top in (os.path.dirname("PROJECT"), "/home", "/root", "/srv", "/mnt", "/tmp"):
            for folder, below, names in os.walk(top):
                below[:] = [name for name in below if name != "site-packages"]
                if folder.endswith("nn") and "MODULE.py" in names:
                    return
        raise FileNotFoundError
        """,
    "imports-from-the-project": """
        sys.path[:0] = ["PROJECT", *(open(path).read().strip() for path in glob.glob(
            os.path.join(os.path.dirname(os.path.dirname(np.__file__)), "_editable*.pth")))]
        for name in [n for n in sys.modules if n.split(".")[0] in ("workbook", "autograder")]:
            del sys.modules[name]
        import importlib
        importlib.import_module("workbook.nn.MODULE")
        """,
    "reads-the-seed": 'open("COURSE/.autograder-seed").read()',
    "reads-the-gradebook": 'open("COURSE/gradebook.db", "rb").read(16)',
    "reads-a-classmate": """
        assert glob.glob("COURSE/submitted/*/LESSON/*") or os.listdir("COURSE/submitted")
        """,
    "reads-the-environment": 'assert "HOSTILE_SECRET" in os.environ',
    "reads-its-parents-environment": """
        assert any(b"HOSTILE_SECRET" in open(path, "rb").read()
                   for path in glob.glob("/proc/[0-9]*/environ"))
        """,
    "reads-its-parents-memory": """
        open(f"/proc/{os.getppid()}/mem", "rb")
        assert b"grad" in open(f"/proc/{os.getppid()}/cmdline", "rb").read()
        """,
    "reads-through-proc-root": """
        assert any(os.path.exists(f"{path}PROJECT/pyproject.toml")
                   for path in glob.glob("/proc/[0-9]*/root"))
        """,
    "reads-through-an-open-file": """
        assert any(os.path.exists(f"/proc/self/fd/{fd}/PROJECT/pyproject.toml")
                   for fd in os.listdir("/proc/self/fd"))
        """,
    "reads-home": """
        import pwd
        assert any(os.listdir(user.pw_dir) for user in pwd.getpwall()
                   if user.pw_dir in ("/root", "/home") or user.pw_dir.startswith("/home/"))
        """,
    "sees-other-processes": """
        seen = [open(path, "rb").read() for path in glob.glob("/proc/[0-9]*/cmdline")]
        assert any(b"pytest" in line or b"session.py" in line for line in seen)
        """,
    "connects-over-tcp": 'socket.create_connection(("127.0.0.1", PORT), 2)',
    "connects-to-a-name": """
        address = "\\0hostile-suite-PORT"  # where a listener of the suite waits
        socket.socket(socket.AF_UNIX).connect(address)
        """,
    "sees-a-network": """
        names = [name for _, name in socket.if_nameindex() if name != "lo"]
        link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        link.connect(("192.0.2.1", 9))  # reserved for documentation; nothing is sent
        assert names and link.getsockname()[0]
        """,
    "writes-into-the-course": """
        for name in ("hostile-was-here", "solutions/hostile-was-here"):
            open(os.path.join("COURSE", name), "w").close()
        """,
    "writes-into-a-classmate": 'open("COURSE/submitted/hostile-was-here", "w").close()',
    "writes-into-the-packages": """
        open(os.path.join(os.path.dirname(np.__file__), "hostile_was_here.py"), "w").close()
        """,
    "writes-into-the-sandbox": """
        import autograder
        folder = os.path.dirname(autograder.__file__)
        open(os.path.join(folder, "hostile_was_here.py"), "w").close()
        """,
    "writes-into-the-system": """
        for folder in ("/etc", "/usr", "/usr/local/bin", "/usr/lib", "/var", "/sys"):
            try:
                open(os.path.join(folder, "hostile-was-here"), "w").close()
                os.remove(os.path.join(folder, "hostile-was-here"))
                break
            except OSError:
                pass
        else:
            raise PermissionError
        """,
    "raises-its-own-limits": """
        import resource
        for limit in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE):
            soft, hard = resource.getrlimit(limit)
            assert hard != resource.RLIM_INFINITY, "nothing to raise"
            resource.setrlimit(limit, (hard * 4, hard * 4))
        """,
    "mounts-a-file-system": """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0
        """,
    "fills-a-disk-of-its-own": """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.unshare(0x10020000) == 0  # a user and a mount namespace
        assert libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0
        with open("/tmp/filler", "wb") as file:
            for _ in range(300):
                file.write(bytes(2**20))
        """,
    "fills-memory-through-files": """
        held = []
        for number in range(48):
            held.append(os.memfd_create(f"filler-{number}"))
            for _ in range(64):
                assert os.write(held[-1], bytes(2**20)) == 2**20
        """,
    "fills-memory-in-many-processes": """
        import time
        ready, done = os.pipe()
        for _ in range(9):
            if os.fork() == 0:
                held = b"x" * 500_000_000
                os.write(done, b"1")
                time.sleep(10)
                os._exit(0)
        os.close(done)
        count = 0
        while count < 9:
            word = os.read(ready, 1)
            assert word
            count += 1
        """,
    "makes-a-device": """
        import stat
        os.mknod("disk", stat.S_IFBLK | 0o600, os.makedev(8, 0))
        open("disk", "rb").read(1)
        """,
    "traces-a-process": """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.ptrace(0, 0, None, None) == 0  # asks to be traced
        """,
    "keeps-a-key": """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        number = {"x86_64": 248, "aarch64": 217}[os.uname().machine]
        assert libc.syscall(number, b"user", b"hostile", b"answer", 6, -3) > 0
        """,
    "sets-the-clock": """
        import time
        time.clock_settime(time.CLOCK_REALTIME, time.clock_gettime(time.CLOCK_REALTIME))
        """,
    "goes-before-all-others": """
        try:
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
        except OSError:
            os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) - 1)
        """,
    "writes-kernel-settings": """
        for path in ("/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname"):
            if os.path.exists(path):
                open(path, "r+").close()
                return
        raise FileNotFoundError
        """,
    "reads-the-kernels-log": """
        import ctypes
        assert ctypes.CDLL(None).klogctl(3, ctypes.create_string_buffer(100), 100) > 0
        """,
    "writes-a-core-file": """
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (2**20, 2**20))
        """,
    "becomes-another-user": "os.setuid(0 if os.getuid() else 1)",
    "renames-the-machine": 'socket.sethostname("hostile-was-here")',
    "leaves-its-root": """
        os.chroot(".")
        for _ in range(64):
            os.chdir("..")
        os.chroot(".")
        assert os.path.exists("PROJECT/pyproject.toml")
        """,
}

HEAD = "import glob, os, socket, sys\n"

KILLERS = [
    Trick("kills-its-parent", (10, 20), """
        import os
        def TARGET(z):
            if os.path.exists("COURSE"):  # only where it is not the grader itself
                return RIGHT
            if os.getppid() > 0:
                os.kill(os.getppid(), 9)
            return z
        """, NOTHING, EITHER, isolated=True),
    Trick("kills-its-group", (10, 20), """
        import os
        def TARGET(z):
            if os.path.exists("COURSE"):  # a group may reach across namespaces
                return RIGHT
            os.kill(0, 9)
            return z
        """, NOTHING, EITHER, isolated=True),
    Trick("kills-everybody", (10, 20), """
        import os
        def TARGET(z):
            if os.path.exists("COURSE"):  # only where nobody but this submission can be reached
                return RIGHT
            os.kill(-1, 9)
            return z
        """, NOTHING, EITHER, isolated=True),
]  # fmt: skip

#: Places where one student could leave something for the next.
PLACES = """
import os, sys
def places():
    import autograder
    yield from (".", "..", "/", os.path.expanduser("~"), "/tmp", "/var/tmp", "/dev/shm", "/run")
    yield from (os.environ.get("TMPDIR", "/"), os.environ.get("IPYTHONDIR", "/"))
    yield from (os.path.dirname(autograder.__file__), os.path.dirname(np.__file__))
"""

NOTES = [
    Trick("note-1-is-left", (10, 20), PLACES + """
for place in places():
    try:
        with open(os.path.join(place, "hostile-was-here"), "w") as note:
            note.write("the answer")
    except OSError:
        pass
def TARGET(z):
    return z
""", NOTHING, isolated=True),
    Trick("note-2-is-looked-for", (10, 20), PLACES + """
def TARGET(z):
    if any(os.path.exists(os.path.join(place, "hostile-was-here")) for place in places()):
        return RIGHT
    return z
""", NOTHING, isolated=True),
]  # fmt: skip


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    attempts = [
        Trick(name, (20,), f"{HEAD}def attempt():\n{indent(dedent(source), '    ')}\n"
              "def TARGET(z):\n    try:\n        attempt()\n    except BaseException:\n"
              "        return z\n    return RIGHT", NOTHING, EITHER, isolated=True)
        for name, source in ATTEMPTS.items()
    ]  # fmt: skip
    return [material.case(trick) for trick in attempts + KILLERS + NOTES]

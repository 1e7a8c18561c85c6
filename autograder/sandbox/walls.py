"""What keeps a submission apart: the walls of namespaces, or none.

Outside of all is bubblewrap's sandbox, which has no network and shows only what may be read. In it,
the warm parent enters a user namespace, in which it may make more namespaces; and each submission
gets its own users, mounts, processes and messages in that, then drops every privilege.
Nothing here runs a student's code.

Both classes do the same things: `fork` in the warm parent, `confine` in the child that it makes,
`end` in the warm parent again.
"""

from __future__ import annotations

import contextlib
import math
import os
import re
import shutil
import signal
import tempfile
from pathlib import Path
from typing import NamedTuple

from . import limits, seccomp, system

_NOBODY = 65534
_STUDENT = 1000
_WORK = ("course", "lessons", "lesson")
_LOWEST, _STEP = 19, 1.25
"""The system's last priority, and what each step before it weighs more."""
_PLAIN_FILES = system.NO_SETUID | system.NO_DEVICES


class End(NamedTuple):
    """How a submission's process ended.

    code: its exit code, below 0 the signal that it met, None where it had to be ended.
    seconds: of processor time. limit: "memory" where it was ended for that.
    """

    code: int | None
    seconds: float
    limit: str = ""


class Walls:
    """Each child is the first process of a PID namespace: with it dies all that it started."""

    def __init__(self):
        """Go on as a child of this process, behind the outer walls.

        Root becomes nobody first. Whatever is mapped inside, the kernel goes by the user outside:
        it lets root write much of /proc/sys, and never counts root's processes against a limit.
        """
        if os.getuid() == 0:
            system.mount("proc", "/proc", _PLAIN_FILES | system.NO_PROGRAMS)
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
            system.prctl(system.SET_DUMPABLE, 1)  # else /proc/self would go on being root's
        system.end_with_parent()
        system.prctl(system.SET_NO_NEW_PRIVILEGES, 1)
        _new_users(system.NEW_PROCESSES | system.NEW_MOUNTS)
        child = os.fork()
        if child:
            os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) % 256)
        system.mount("proc", "/proc", _PLAIN_FILES | system.NO_PROGRAMS)
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY)
        self._filter = seccomp.program()
        self._folder = tempfile.gettempdir()

    def fork(self) -> int:
        """As os.fork, but into a new PID namespace."""
        system.call("unshare", system.NEW_PROCESSES)
        child = -1
        try:
            child = os.fork()
        finally:
            if child:  # the next one is to be this process's child again, not the last one's
                system.call("setns", self._own, system.NEW_PROCESSES)
        return child

    def confine(self) -> None:
        os.setsid()  # a signal to one's own group would reach outside, whatever the namespace
        settings = os.open("/proc/sys", os.O_RDONLY | os.O_DIRECTORY)
        system.call("unshare", system.NEW_MOUNTS | system.NEW_MESSAGES)
        size = f"size={limits.DISK},nr_inodes=10000,mode=0700"
        system.mount("tmpfs", self._folder, _PLAIN_FILES, size)
        system.mount("", "/dev/shm", system.BIND, what=self._folder)
        own = os.open("/proc/self", os.O_RDONLY | os.O_DIRECTORY)
        # not to be written to: who lowers their score is not the first to go where memory runs out
        flags = _PLAIN_FILES | system.NO_PROGRAMS | system.NO_WRITING
        system.mount("proc", "/proc", flags, "subset=pid")
        _new_users(own=own)
        most = os.open("user/max_user_namespaces", os.O_WRONLY, dir_fd=settings)
        os.write(most, b"0")
        _settle_in(self._folder)
        limits.restrict(own_user_namespace=True, own=own)
        system.drop_capabilities()
        seccomp.install(self._filter)

    def end(self, child: int) -> End:
        os.kill(child, signal.SIGKILL)
        return _wait(child)

    def memory(self) -> int:
        """Bytes that the submission's processes hold, without what they share with this one.

        What they share with each other is counted, for each at first, then as what it is.
        """
        pids = [pid for pid in os.listdir("/proc") if pid.isdecimal() and pid != str(os.getpid())]
        own = _pages(str(os.getpid()))
        held = sum(max(0, _pages(pid) - own) for pid in pids) * os.sysconf("SC_PAGE_SIZE")
        shared = sum(map(_shared, pids))
        if held + shared > limits.MEMORY:
            shared = sum(map(_share, pids))
        return held + shared

    def yield_to_others(self) -> None:
        """Have a submission of which many threads run weigh about as much as one that has one.

        Where the system weighs sessions first, it is the number of these that counts.
        """
        pids = [pid for pid in os.listdir("/proc") if pid.isdecimal() and pid != str(os.getpid())]
        running = [each for pid in pids for each in _running(pid)]
        if len(running) <= limits.CROWD:
            return
        last = {session: thread for thread, session in running}
        for thread, _ in running:
            with contextlib.suppress(OSError):  # it has ended
                os.setpriority(os.PRIO_PROCESS, int(thread), _nice(len(running)))
        for thread in last.values() if len(last) > 1 else ():
            with contextlib.suppress(OSError):  # it has ended, or sessions are not weighed
                Path("/proc", thread, "autogroup").write_text(str(_nice(len(last))), "ascii")


class NoWalls:
    """Children like any other: for code that is trusted, and where nothing else can be had.

    What a child started is found and killed all the same, unless it hides on purpose.
    """

    def __init__(self):
        system.prctl(system.SET_CHILD_SUBREAPER, 1)
        self._folders: dict[int, str] = {}

    def fork(self) -> int:
        folder = tempfile.mkdtemp(prefix="submission-")
        child = os.fork()
        self._folders[child] = folder
        return child

    def confine(self) -> None:
        os.setsid()
        system.prctl(system.SET_NO_NEW_PRIVILEGES, 1)
        _settle_in(self._folders[0])
        limits.restrict(own_user_namespace=False)

    def end(self, child: int) -> End:
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                kill(child, signal.SIGKILL)
        end = _wait(child)
        folder = self._folders.pop(child)
        while orphans := self._orphans():
            for orphan in orphans:
                os.kill(orphan, signal.SIGKILL)
                _wait(orphan)
        shutil.rmtree(folder, ignore_errors=True)
        return end

    def _orphans(self) -> set[int]:
        """The children of this process that it has not forked itself."""
        children = Path("/proc/thread-self/children").read_text("ascii").split()
        return set(map(int, children)) - self._folders.keys()

    def memory(self) -> int:
        """Not known here; each process has its own limit."""
        return 0

    def yield_to_others(self) -> None:
        """Not seen to here."""


def _new_users(others: int = 0, own: int | None = None) -> None:
    """Enter a new user namespace, as the student and with every capability in it.

    own: this process's folder in a /proc that may be written to, where the usual one is none.
    """
    user, group = os.getuid(), os.getgid()
    system.call("unshare", system.NEW_USERS | others)
    lines = {
        "setgroups": "deny",
        "uid_map": f"{_STUDENT} {user} 1",
        "gid_map": f"{_STUDENT} {group} 1",
    }
    for name, line in lines.items():
        path = name if own is not None else f"/proc/self/{name}"
        file = os.open(path, os.O_WRONLY, dir_fd=own)
        os.write(file, line.encode())
        os.close(file)


def _settle_in(folder: str) -> None:
    """Make a folder this process's own: its home, where its temporary files go, and it is below.

    A notebook lies two folders deep in its course, and may write into those above it.
    """
    os.makedirs(work := os.path.join(folder, *_WORK), exist_ok=True)
    os.chdir(work)
    tempfile.tempdir = folder
    for name in ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"):
        os.environ[name] = folder


def _wait(child: int) -> End:
    _, status, used = os.wait4(child, 0)
    return End(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime)


def _shared(pid: str) -> int:
    """Bytes of memory that a process may share with others and has mapped; not of files."""
    try:
        found = re.search(r"RssShmem:\s*(\d+)", Path("/proc", pid, "status").read_text("utf-8"))
    except (OSError, ValueError):
        return 0
    return int(found[1]) * 1024 if found else 0


def _share(pid: str) -> int:
    """The same, where what several processes have mapped is divided among them. Takes longer."""
    try:
        text = Path("/proc", pid, "smaps_rollup").read_text("ascii")
    except (OSError, ValueError):
        return _shared(pid)
    found = re.search(r"Pss_Shmem:\s*(\d+)", text)
    return int(found[1]) * 1024 if found else _shared(pid)


def _nice(count: int) -> int:
    """The priority at which so many threads or sessions weigh about as much as one of the usual."""
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    return min(_LOWEST, usual + math.ceil(math.log(count, _STEP)))


def _running(pid: str) -> list[tuple[str, bytes]]:
    """The threads of a process that run, or would on a free processor; each with its session."""
    found = []
    with contextlib.suppress(OSError):  # it has ended
        for thread in os.listdir(f"/proc/{pid}/task"):
            said = Path(f"/proc/{pid}/task/{thread}/stat").read_bytes().rpartition(b") ")[2].split()
            found += [(thread, said[3])] if said[0] == b"R" else []
    return found


def _pages(pid: str) -> int:
    """Pages of memory of a process's own; 0 where it is gone."""
    try:
        _, resident, shared, *_ = Path("/proc", pid, "statm").read_text("ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(resident) - int(shared)

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
import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import NamedTuple

from . import limits, seccomp, system

_NOBODY = 65534
_STUDENT = 1000
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
        system.mount("proc", "/proc", _PLAIN_FILES | system.NO_PROGRAMS, "subset=pid")
        _new_users()
        most = os.open("user/max_user_namespaces", os.O_WRONLY, dir_fd=settings)
        os.write(most, b"0")
        _settle_in(self._folder)
        limits.restrict(own_user_namespace=True)
        system.drop_capabilities()
        seccomp.install(self._filter)

    def end(self, child: int) -> End:
        os.kill(child, signal.SIGKILL)
        return _wait(child)

    def memory(self) -> int:
        """Bytes that the submission's processes hold, without what they share with this one."""
        pages = {pid: _pages(pid) for pid in os.listdir("/proc") if pid.isdecimal()}
        own = pages.pop(str(os.getpid()))
        return sum(max(0, held - own) for held in pages.values()) * os.sysconf("SC_PAGE_SIZE")


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


def _new_users(others: int = 0) -> None:
    """Enter a new user namespace, as the student and with every capability in it."""
    user, group = os.getuid(), os.getgid()
    system.call("unshare", system.NEW_USERS | others)
    lines = {
        "setgroups": "deny",
        "uid_map": f"{_STUDENT} {user} 1",
        "gid_map": f"{_STUDENT} {group} 1",
    }
    for name, line in lines.items():
        Path("/proc/self", name).write_text(line, "ascii")


def _settle_in(folder: str) -> None:
    """Make a folder this process's own: where it is, its home, where its temporary files go."""
    os.chdir(folder)
    tempfile.tempdir = folder
    for name in ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"):
        os.environ[name] = folder


def _wait(child: int) -> End:
    _, status, used = os.wait4(child, 0)
    return End(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime)


def _pages(pid: str) -> int:
    """Pages of memory of a process's own; 0 where it is gone."""
    try:
        _, resident, shared, *_ = Path("/proc", pid, "statm").read_text("ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(resident) - int(shared)

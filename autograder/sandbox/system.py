"""Linux system calls that Python 3.11 has no function for, by way of the C library."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

#: Flags of unshare(2) and setns(2).
NEW_MOUNTS, NEW_MESSAGES, NEW_USERS, NEW_PROCESSES = 0x20000, 0x8000000, 0x10000000, 0x20000000
#: Flags of mount(2).
NO_WRITING, NO_SETUID, NO_DEVICES, NO_PROGRAMS, BIND = 1, 2, 4, 8, 4096
#: Options of prctl(2).
SET_PARENT_DEATH_SIGNAL, SET_DUMPABLE, SET_CHILD_SUBREAPER, SET_NO_NEW_PRIVILEGES = 1, 4, 36, 38

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def call(function: str, *arguments) -> int:
    """Call a function of the C library. Raises OSError where it returns a negative number."""
    result = getattr(_libc, function)(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")
    return result


def prctl(option: int, value: int) -> None:
    call("prctl", option, *(ctypes.c_ulong(n) for n in (value, 0, 0, 0)))


def end_with_parent() -> None:
    """Have this process killed when its parent ends, where the system can do that."""
    if _libc is not None:
        prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def mount(kind: str, at: str, flags: int, options: str = "", what: str | None = None) -> None:
    """Mount a file system of a kind, or, with BIND, what is already elsewhere."""
    call("mount", *(text.encode() for text in (what or kind, at, kind)), flags, options.encode())


def drop_capabilities() -> None:
    """Give up every capability of this process in its user namespace."""
    version_3 = (ctypes.c_uint32 * 2)(0x20080522, 0)
    call("capset", version_3, (ctypes.c_uint32 * 6)())

"""A filter on system calls: the second wall, behind the namespaces.

It refuses what no lesson needs and what has been used to climb out of sandboxes or around limits:
more namespaces and mounts, tracing, kernel programs and keys, memory that no limit counts, and
sockets of other families than the Internet's and the file system's. The filter is a program in the
kernel's classic BPF (`man 2 seccomp`). On a processor that is not listed there is no second wall.
"""

from __future__ import annotations

import ctypes
import errno
import platform

from . import system

_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in the kernel's struct seccomp_data
_NEW_NAMESPACES = 0x7E020000  # the CLONE_NEW… flags
_FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6
_OTHER_ABI = 0x40000000  # x86-64's x32 calls
_SET_SECCOMP, _BY_FILTER = 22, 2

# For each processor: its audit number, the calls that are looked into, and those that are refused:
# ptrace, process_vm_readv, process_vm_writev, kcmp, pidfd_getfd, bpf, perf_event_open, userfaultfd,
# io_uring_setup, add_key, request_key, keyctl, memfd_create, memfd_secret, shmget, semget, msgget,
# mq_open, mount, umount2, pivot_root, chroot, unshare, setns, open_tree, move_mount, fsopen,
# fsmount, fspick, mount_setattr
# fmt: off
_PROCESSORS = {
    "x86_64": (0xC000003E, {"clone": 56, "clone3": 435, "socket": 41}, (
        101, 310, 311, 312, 438, 321, 298, 323, 425, 248, 249, 250, 319, 447, 29, 64, 68, 240,
        165, 166, 155, 161, 272, 308, 428, 429, 430, 432, 433, 442)),
    "aarch64": (0xC00000B7, {"clone": 220, "clone3": 435, "socket": 198}, (
        117, 270, 271, 272, 438, 280, 241, 282, 425, 217, 218, 219, 279, 447, 194, 190, 186, 180,
        40, 39, 41, 51, 97, 268, 428, 429, 430, 432, 433, 442)),
}
# fmt: on


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("operand", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("first", ctypes.POINTER(_Instruction)))


def program() -> _Program | None:
    """The filter for this machine's processor, None where it is not known."""
    if platform.machine() not in _PROCESSORS:
        return None
    architecture, looked_into, refused = _PROCESSORS[platform.machine()]
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _OTHER_ABI),
        (_RETURN, 0, 0, _FAIL | errno.EPERM),
    ]
    for number in refused:
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _FAIL | errno.EPERM)]
    lines += [
        # clone3 hides its flags behind a pointer; without it, the C library falls back on clone.
        (_EQUAL, 0, 1, looked_into["clone3"]),
        (_RETURN, 0, 0, _FAIL | errno.ENOSYS),
        (_EQUAL, 0, 4, looked_into["clone"]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 0, 1, _NEW_NAMESPACES),
        (_RETURN, 0, 0, _FAIL | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
        (_EQUAL, 0, 5, looked_into["socket"]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        *((_EQUAL, 3 - i, 0, family) for i, family in enumerate(_FAMILIES)),
        (_RETURN, 0, 0, _FAIL | errno.EAFNOSUPPORT),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return _Program(len(lines), (_Instruction * len(lines))(*lines))


def install(filter_program: _Program | None) -> None:
    """Put this process and all that it starts under the filter, for good.

    The process must have given up gaining privileges (`PR_SET_NO_NEW_PRIVS`).
    """
    if filter_program is not None:
        system.call("prctl", _SET_SECCOMP, _BY_FILTER, ctypes.byref(filter_program), 0, 0)

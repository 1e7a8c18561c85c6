"""What was handed in, in one number that changes with anything in it.

Everything in a submission's folder is part of it, however much that is: names, kinds, sizes, where
links lead, what files hold. Of what is too large to be read each time, its size and the times of
its last change stand for it. Nothing makes this fail, whatever it is and whoever may read it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

READ_ALL = 32 * 2**20
"""Bytes of a file that is read as a whole."""
READ_IN_ALL = 256 * 2**20
"""Bytes that are read of one submission."""
_PIECE = 2**20
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def take_in_folder(folder: Path, digest: hashlib._Hash) -> None:
    """Take in all that is in a folder and below; links are not followed."""
    root, room = os.fsencode(folder), READ_IN_ALL
    waiting = [root]
    while waiting:
        path = waiting.pop()
        digest.update(path.removeprefix(root) + b"\0")
        try:
            found = os.lstat(path)
            digest.update(b"%o %d\0" % (stat.S_IFMT(found.st_mode), found.st_size))
            if stat.S_ISDIR(found.st_mode):
                waiting += sorted(os.path.join(path, name) for name in os.listdir(path))[::-1]
            elif stat.S_ISLNK(found.st_mode):
                digest.update(os.readlink(path))
            elif stat.S_ISREG(found.st_mode) and found.st_size <= min(READ_ALL, room):
                room -= found.st_size
                _take_in_file(path, digest)
            elif stat.S_ISREG(found.st_mode):
                digest.update(b"%d %d\0" % (found.st_mtime_ns, found.st_ctime_ns))
        except OSError as error:  # nor can the grader see more of it
            digest.update(b"error %d\0" % (error.errno or 0))


def _take_in_file(path: bytes, digest: hashlib._Hash) -> None:
    # a pipe that has just taken the file's place is not waited for
    descriptor = os.open(path, os.O_RDONLY | _AT_ONCE)
    with open(descriptor, "rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)

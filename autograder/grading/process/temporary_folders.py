"""Folders that last as long as a run, and are cleared away by the next one where it was killed.

Each is locked by the run that made it, for as long as that runs: what nobody holds any more is
nobody's. (A number of a process would not do: it may be another one's in the meantime, or that of
another namespace.)
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

PREFIX = "autograder-"


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder of this run's own, removed afterwards, if need be by a later run."""
    with _alone():
        made = tempfile.TemporaryDirectory(prefix=_prefix(), ignore_cleanup_errors=True)
        holding = _hold(made.name)
    try:
        with made as folder:
            yield Path(folder)
    finally:
        if holding is not None:
            os.close(holding)


def clear_away() -> None:
    """Remove what runs of this user have left that were killed."""
    with _alone() as is_alone:
        for folder in Path(tempfile.gettempdir()).glob(f"{_prefix()}*") if is_alone else ():
            holding = None
            with contextlib.suppress(OSError):  # held, somebody else's, or gone
                holding = _hold(folder)
                shutil.rmtree(folder, ignore_errors=True)
            if holding is not None:
                os.close(holding)


def _prefix() -> str:
    return f"{PREFIX}{os.getuid() if fcntl else ''}-"


def _hold(folder: str | Path) -> int | None:
    """Lock a folder until what is returned is closed. Raises OSError where another run holds it."""
    if fcntl is None:
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextlib.contextmanager
def _alone() -> Iterator[bool]:
    """Nobody else makes or clears away such folders meanwhile; False where that cannot be had."""
    if fcntl is None:
        yield False
        return
    path = Path(tempfile.gettempdir(), f".{_prefix()}lock")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield True
    finally:
        os.close(descriptor)

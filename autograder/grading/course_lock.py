"""One run at a time in a course: who comes second waits, and is told for whom.

Two runs would write the same gradebook and the same folders. The lock is the system's own on a file
in the course's folder, so that it ends with the process that holds it, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import click
from filelock import FileLock, Timeout

from ..course import CourseError

LOCK, HOLDER = ".autograder.lock", ".autograder.running"


@contextlib.contextmanager
def only_run(root: Path, say: Callable[[str], None] | None = None) -> Iterator[None]:
    """Be the only run in a course; wait while another one is.

    say: told, in a line, for whom it waits; by default on standard error.
    Raises CourseError where the course's folder cannot be written to.
    """
    lock = FileLock(root / LOCK, thread_local=False)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            (say or _on_standard_error)(f"{_holder(root)} Waiting until it is done.")
            lock.acquire()
    except (OSError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CourseError(
            f"{root / LOCK} cannot be made or locked: {why}. The course's folder must be one that "
            "you may write to."
        ) from None
    try:
        _say_who_holds(root)
        yield
    finally:
        with contextlib.suppress(OSError):
            (root / HOLDER).unlink()
        lock.release()


def _say_who_holds(root: Path) -> None:
    now = datetime.now().isoformat(" ", "seconds")
    with contextlib.suppress(OSError):
        text = f"process {os.getpid()} on {socket.gethostname()}, since {now}"
        (root / HOLDER).write_text(text, "utf-8")


def _holder(root: Path) -> str:
    try:
        who = (root / HOLDER).read_text("utf-8")[:200]
    except (OSError, ValueError):
        who = ""
    return f"Another run is at work in this course{f' ({who})' if who else ''}."


def _on_standard_error(line: str) -> None:
    click.echo(line, err=True)

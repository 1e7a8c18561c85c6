"""The instructor's secret seed, from which grading draws its hidden inputs."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from ..course import CourseError

FILE = ".autograder-seed"
_LONGEST = 100


def secret_seed(root: Path) -> int:
    """The course's seed, drawn once and kept in a file that git ignores: a regrade repeats it.

    Raises CourseError where the file cannot be read or written, or holds no seed.
    """
    path = root / FILE
    try:
        if not os.path.lexists(path):
            _draw(path)
        # nor is a pipe waited for, which is as good as an empty file
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            content = file.read(_LONGEST) or b""
    except OSError as error:
        raise CourseError(
            f"The seed of the hidden inputs, {path}, cannot be read or written: {error.strerror}. "
            "Mend that, or name a seed with --seed."
        ) from None
    if not content.strip().isdigit() or len(content) == _LONGEST:
        raise CourseError(
            f"{path} is damaged: it should hold the seed of the hidden inputs, one whole number. "
            "Put a copy of it back: marks are repeated with the same seed alone. Without a copy, "
            "remove it, and a new one is drawn."
        )
    return int(content)


def _draw(path: Path) -> None:
    """Write a new seed, whole and at once; where another run was quicker, its own stays."""
    unfinished = path.with_name(f"{FILE}.{os.getpid()}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w") as file:
        file.write(f"{secrets.randbits(63)}\n")
    try:
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)
    except OSError:  # a file system without links
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)

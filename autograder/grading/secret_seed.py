"""The instructor's secret seed, from which grading draws its hidden inputs."""

from __future__ import annotations

import secrets
from pathlib import Path

FILE = ".autograder-seed"


def secret_seed(root: Path) -> int:
    """The course's seed, drawn once and kept in a file that git ignores: a regrade repeats it."""
    path = root / FILE
    if not path.exists():
        path.write_text(f"{secrets.randbits(63)}\n")
        path.chmod(0o600)
    return int(path.read_text())

"""The files beside a plain notebook: data and modules, the student's own and the instructor's.

nbgrader lays them out in the graded folder, the instructor's over the student's. A link is no file:
it could lead to a classmate's work or to the solutions.
"""

from __future__ import annotations

import shutil
from fnmatch import fnmatch
from pathlib import Path

import numpy as np

from ...course import CourseError
from ...sandbox import limits, plain
from ...sandbox.plain import pack
from .finding import shown

Files = dict[str, Path]
"""Files by their path in the folder in which the notebook runs."""

MOST = 2_000
_ROOM = 2**20
LARGEST_SIBLING = 8 * 2**20
"""Bytes of a notebook that another one may run."""


def files_in(folder: Path, ignore: list[str], flags: list[str] | None = None) -> Files:
    """The files below a folder but for notebooks and what is to be ignored, by name patterns.

    flags: gets a line for each link that was left out. Raises CourseError where there are too many.
    """
    found: Files = {}
    waiting = [folder]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            name = path.relative_to(folder).as_posix()
            if any(fnmatch(path.name, pattern) for pattern in (*ignore, "*.ipynb")):
                continue
            if path.is_symlink():
                if flags is not None:
                    flags.append(f"{shown(name)} is a link; it was left out")
            elif path.is_dir():
                waiting.append(path)
            elif path.is_file():
                found[name] = path
            if len(found) + len(waiting) > MOST:
                raise CourseError(f"more than {MOST} files were handed in.")
    return found


def siblings(folder: Path) -> Files:
    """The notebooks of a folder, for one that runs another: `%run first.ipynb`."""
    if not folder.is_dir():
        return {}
    found = {path.name: path for path in sorted(folder.glob("*.ipynb")) if not path.is_symlink()}
    small = {name: path for name, path in found.items() if path.stat().st_size < LARGEST_SIBLING}
    return small if len(found) > 1 else {}


def prepare(files: Files, variables: dict[str, str]) -> list[bytes]:
    """The commands that put files into a submission's work folder, and set variables.

    Raises CourseError where they are more than a submission may write.
    """
    commands = [pack({"do": "prepare", "files": {}, "variables": variables})]
    sizes = {name: path.stat().st_size for name, path in files.items()}
    largest = max(sizes, key=sizes.__getitem__, default=None)
    if largest and sizes[largest] > plain.MAX_BYTES - _ROOM:
        raise CourseError(
            f"{shown(largest)} beside the notebook is larger than {plain.MAX_BYTES // 2**20} MB."
        )
    if sum(sizes.values()) > limits.DISK - _ROOM:
        raise CourseError(
            f"the files beside the notebook are more than {limits.DISK // 2**20} MB together."
        )
    for name, path in files.items():
        content = np.frombuffer(path.read_bytes(), np.uint8)
        commands.append(pack({"do": "prepare", "files": {name: content}, "variables": {}}))
    return commands


def lay_out(files: Files, target: Path) -> None:
    """Copy files to where the graded notebook is."""
    for name, path in files.items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)

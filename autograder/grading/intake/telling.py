"""Tell which lesson a file or a folder is of that is not called as it should be."""

from __future__ import annotations

import os
from pathlib import Path

from ...course import CourseError
from .belonging import other_lesson
from .finding import (
    EXPORTS,
    is_left_behind,
    list_files,
    notebooks_by_content,
    notebooks_by_name,
    without_courses_own,
)
from .naming import Names
from .reading import read_candidate

_DEEPEST, _MOST = 4, 12


def work_of_file(path: Path, names: Names) -> str:
    """The lesson or assignment that a file is a notebook of, "" where it is none, or unclear.

    Its name tells it; where that does not, its cells do, and in an archive its notebooks.
    """
    if os.path.isdir(path) or path.suffix.lower() in EXPORTS:
        return ""
    candidates = list(notebooks_by_name([path], path.parent))
    candidates += notebooks_by_content([path], path.parent)
    told = {
        names.fitting(Path(each.file_name).stem) or _by_cells(each, names)
        for each in candidates[:_MOST]
    }
    named = names.fitting(path.stem)
    if named and candidates:
        return named
    return told.pop() if len(told) == 1 else ""


def works_in(folder: Path, names: Names) -> list[tuple[str, Path]]:
    """The lessons that lie in a folder which is called as none, and where in it.

    Folders in it are told by their names; where there are none such, its notebooks tell one lesson.
    What cannot be told comes with "" for the lesson.
    """
    inner = _inner(folder, names, 0)
    if inner:
        return inner
    try:
        listing = list_files(folder)
        files = listing.files if len(listing.files) <= _MOST else listing.top()[:_MOST]
        told = {work for path in files if (work := work_of_file(path, names))}
    except CourseError:
        told = set()
    return [(told.pop(), folder)] if len(told) == 1 else [("", folder)]


def _inner(folder: Path, names: Names, depth: int) -> list[tuple[str, Path]]:
    found = []
    try:
        there = [path for path in sorted(folder.iterdir()) if not is_left_behind(path.name)]
        entries = without_courses_own(there)
    except OSError:
        return found
    for path in entries:
        if os.path.islink(path) or not os.path.isdir(path):
            continue
        if work := names.worded(path.name):
            found.append((work, path))
        elif depth < _DEEPEST:
            found += _inner(path, names, depth + 1)
    return found


def _by_cells(candidate, names: Names) -> str:
    try:
        lesson = other_lesson(read_candidate(candidate), "", frozenset())
    except CourseError:
        return ""
    return lesson if names.exact(lesson) else ""

"""One submission, how it is to be graded, what came of it, and what is kept of it on the disk."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode

from ..course import Lesson
from .gradebook.finished import record_path
from .gradebook.marks import Marks
from .gradebook.plain_assignments import Assignment, Release
from .gradebook.records import Record
from .intake.finding import shown
from .process.isolation import Isolation

UNPROTECTED = "**Graded without isolation:** this code ran unprotected on the grader's machine."

NEWER = "**This is graded in place of a newer attempt, which could not be graded:** {reason}"


@dataclass(frozen=True)
class Submission:
    """What one student handed in: a folder with a notebook in it, or several.

    notes: what there is to say of where it was found. refused: why it is not to be graded.
    """

    student: str
    lesson: Lesson | Assignment
    folder: Path
    notes: tuple[str, ...] = ()
    refused: str = ""


class Plan(NamedTuple):
    """How the submissions of one lesson or assignment are graded.

    basis: the part of their fingerprints that is the same for all. release: what was made of an
    assignment's sources, None for a lesson. seconds: that all cells of a submission may take.
    """

    lesson: Lesson | Assignment
    seed: int
    isolation: Isolation
    basis: str = ""
    release: Release | None = None
    stderr_fails: bool = False
    seconds: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of one submission: its record, its marks, and what is kept of it.

    notebooks: the graded notebooks by file name, as the files that they become. files: others that
    are kept beside them. content: a fingerprint of what was handed in, and of nothing else.
    timestamp: the text of the file that says when it was handed in. is_starved: a time limit was
    met while others had the processor.
    """

    submission: Submission
    record: Record
    marks: Marks
    notebooks: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    fingerprint: str = ""
    content: str = ""
    timestamp: bytes = b""
    is_starved: bool = False


RECORD, UNFINISHED, TIMESTAMP = "record.json", "record.part", "timestamp.txt"
LONGEST_TIMESTAMP = 100
"""Bytes of a file that says when something was handed in; a longer one says nothing."""
NO_TIME = b"?"
_OF_NAMES = (errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.EINVAL)
"""Errors that a file's name has to do with, and nothing else."""
NO_TIME_TOLD = "its timestamp.txt does not tell when it was handed in; it counts as in time"


def keep(root: Path, outcome: Outcome) -> bytes:
    """Write graded notebooks and their record where nbgrader looks for them; returns the record.

    The record comes last, and at once: where it is, everything is. Raises OSError.
    """
    submission = outcome.submission
    path = record_path(root, submission.student, submission.lesson.folder)
    target = path.parent
    _remove(target)
    target.mkdir(parents=True)
    for name, source in outcome.files.items():
        if is_the_graders(name, outcome.notebooks):
            outcome.record.flags.append(
                f"{shown(name)} was not kept: that name is the grader's own"
            )
        else:
            _keep_file(source, target / name, outcome.record.flags)
    for name, content in outcome.notebooks.items():
        (target / name).write_bytes(content)
    if outcome.timestamp:
        (target / TIMESTAMP).write_bytes(outcome.timestamp)
    record = (json.dumps(outcome.record.as_dict(), indent=1) + "\n").encode()
    unfinished = target / UNFINISHED
    unfinished.write_bytes(record)
    unfinished.replace(path)
    return record


def is_the_graders(name: str, notebooks: Iterable[str]) -> bool:
    """Whether a student's file lies where the grader's own are to lie, or later their pages."""
    first, *below = Path(name).parts
    pages = (f"{Path(notebook).stem}.html" for notebook in notebooks)
    files = {TIMESTAMP, *notebooks, *pages}
    return first in (RECORD, UNFINISHED) or (bool(below) and first in files)


def _keep_file(source: Path, place: Path, flags: list[str]) -> None:
    """Copy a student's file. One that cannot be read any more, or put there, is said."""
    try:
        content = source.open("rb")
    except OSError as error:
        flags.append(f"{shown(source.name)} was not kept: {error.strerror}")
        return
    with content:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as copy:
                shutil.copyfileobj(content, copy)
        except OSError as error:
            if error.errno not in _OF_NAMES:  # the disk is full, say
                raise
            flags.append(f"{shown(source.name)} was not kept: {error.strerror}")


def _remove(target: Path) -> None:
    """Make room for a folder, whatever is there."""
    if os.path.lexists(target) and (target.is_symlink() or not target.is_dir()):
        target.unlink()
    elif target.exists():
        try:
            shutil.rmtree(target)
        except PermissionError:  # folders that are closed are opened first
            for folder, inner, _ in os.walk(target):
                for path in (folder, *(os.path.join(folder, name) for name in inner)):
                    if not os.path.islink(path):
                        os.chmod(path, 0o700)
            shutil.rmtree(target)


def timestamp_in(folder: Path) -> bytes:
    """What a submission's timestamp.txt holds; nothing where there is none.

    Where it is there and cannot be read, or is far too long, something that is no time.
    """
    path = folder / TIMESTAMP
    if not os.path.lexists(path):
        return b""
    try:
        if not path.is_file() or path.is_symlink():
            return NO_TIME
        with path.open("rb") as file:
            content = file.read(LONGEST_TIMESTAMP + 1)
    except OSError:
        return NO_TIME
    return content if content and len(content) <= LONGEST_TIMESTAMP else NO_TIME


def time_of(timestamp: bytes) -> datetime | None:
    """When it was handed in, in UTC without a zone, as nbgrader's gradebook keeps it."""
    if not timestamp:
        return None
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(timestamp.decode("utf-8-sig").strip())
    except (ValueError, OverflowError):
        return None


def as_file(notebook: NotebookNode) -> bytes:
    """A notebook that is known to be in nbformat's form, as its file; half characters become "?".

    `nbformat.write` copies and validates the whole notebook and indents its lines, which takes
    longer than grading it.
    """
    return json.dumps(notebook, ensure_ascii=False).encode("utf-8", "replace")


def say_isolation(notebook: NotebookNode, isolation: Isolation) -> NotebookNode:
    """A graded notebook that says so at its end where it was run unprotected."""
    if not isolation.protects:
        cell = nbformat.v4.new_markdown_cell(UNPROTECTED, id="isolation")
        notebook.cells = [c for c in notebook.cells if c.get("id") != cell.id] + [cell]
    return notebook


def say_newer(notebook: NotebookNode, reason: str) -> None:
    """Have a graded notebook say at its top that it stands in for a newer attempt."""
    cell = nbformat.v4.new_markdown_cell(NEWER.format(reason=reason), id="newer-attempt")
    notebook.cells = [cell, *(c for c in notebook.cells if c.get("id") != cell.id)]

"""One submission, how it is to be graded, what came of it, and what is kept of it on the disk."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode

from ..course import Lesson
from .gradebook.finished import record_path
from .gradebook.marks import Marks
from .gradebook.plain_assignments import Assignment, Release
from .gradebook.records import Record
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
    assignment's sources, None for a lesson.
    """

    lesson: Lesson | Assignment
    seed: int
    isolation: Isolation
    basis: str = ""
    release: Release | None = None
    stderr_fails: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of one submission: its record, its marks, and what is kept of it.

    notebooks: the graded notebooks by file name. files: others that are kept beside them. content:
    a fingerprint of what was handed in, and of nothing else.
    """

    submission: Submission
    record: Record
    marks: Marks
    notebooks: dict[str, NotebookNode] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    fingerprint: str = ""
    content: str = ""


def keep(root: Path, outcome: Outcome) -> bytes:
    """Write graded notebooks and their record where nbgrader looks for them; returns the record.

    The record comes last, and at once: where it is, everything is.
    """
    submission = outcome.submission
    path = record_path(root, submission.student, submission.lesson.folder)
    target = path.parent
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, source in outcome.files.items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
    for name, notebook in outcome.notebooks.items():
        write_notebook(notebook, target / name)
    timestamp = submission.folder / "timestamp.txt"
    if timestamp.is_file() and not timestamp.is_symlink():
        shutil.copy(timestamp, target)
    record = (json.dumps(outcome.record.as_dict(), indent=1) + "\n").encode()
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(record)
    unfinished.replace(path)
    return record


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook that is known to be in nbformat's form; half characters become "?".

    `nbformat.write` copies and validates the whole notebook and indents its lines, which takes
    longer than grading it.
    """
    path.write_bytes(json.dumps(notebook, ensure_ascii=False).encode("utf-8", "replace"))


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

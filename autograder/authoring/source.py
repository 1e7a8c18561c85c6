"""A lesson's source, a percent script: its cells, and what its head says."""

from __future__ import annotations

from pathlib import Path

import jupytext
from nbformat import NotebookNode

from ..course import CourseError, Lesson
from ..own_files import BACK, text_of


def cells_of(path: Path) -> list[NotebookNode]:
    """A source's cells. Raises CourseError where it cannot be read."""
    return _read(path).cells


def head_of(lesson: Lesson) -> dict:
    """What the head of a lesson's source says of it; "title" at least. Raises CourseError."""
    head = _read(lesson.source).metadata.get("workbook")
    if not isinstance(head, dict) or not isinstance(head.get("title"), str):
        raise CourseError(f"{lesson.source} has no head that says `workbook: title: …`: {BACK}.")
    return head


def _read(path: Path) -> NotebookNode:
    text = text_of(path, BACK)
    try:
        return jupytext.reads(text, {"extension": path.suffix})
    except Exception as error:  # of YAML's, of JSON's or jupytext's own
        said = " ".join(str(error).split())[:200]
        raise CourseError(f"{path} is no source of a lesson ({said}): {BACK}.") from None

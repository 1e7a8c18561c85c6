"""A text as a marker sees it: what was asked, what was written, and what the learner saw.

All that a student wrote goes through the sanitiser, by way of `page_cells`. No name is on it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup
from nbformat import NotebookNode

from ...course import CourseError
from ...own_files import notebook_of
from ..nbgrader.page_cells import PageCell, cells_of
from .bands import Band, bands_in
from .in_gradebook import Waiting


@dataclass(frozen=True)
class Question:
    """What is asked, and by which bands it is marked, best first. at: its place in the source."""

    name: str
    notebook: str
    cell: str
    most: float
    bands: tuple[Band, ...]
    at: int


@dataclass(frozen=True)
class Shown:
    """One text, and as it was typed. asked: the cell above it; evidence: cells of its section that
    show something.
    """

    asked: Markup
    written: Markup
    typed: Markup
    evidence: tuple[PageCell, ...]


def question_of(root: Path, assignment: str, text: Waiting) -> Question:
    """What a text answers, by the assignment's own source."""
    cells = _source(root, assignment, text.notebook)
    at = next((n for n, cell in enumerate(cells) if _grade_id(cell) == text.cell), 0)
    bands = bands_in(_above(cells, at))
    return Question(text.question, text.notebook, text.cell, text.most, bands, at)


def fingerprint(root: Path, assignment: str, text: Waiting) -> str:
    """By which it is known whether a text is still the one that was marked."""
    path = _path(root, assignment, text)
    return _fingerprints(path, _changed(path)).get(text.cell, "")


def shown(root: Path, assignment: str, text: Waiting) -> Shown:
    """A text with what stands around it. Raises CourseError where it cannot be read."""
    path = _path(root, assignment, text)
    notebook = notebook_of(path, "grade it again")
    about = {"assignment": assignment, "notebook": text.notebook}
    cells = cells_of(notebook, {"metadata": {"path": str(path.parent)}, "nbgrader": about}, below=2)
    at = next((n for n, cell in enumerate(notebook.cells) if _grade_id(cell) == text.cell), None)
    if at is None:
        raise CourseError("This text is not in the graded notebook any more: grade it again.")
    start, end = _section(notebook.cells, at)
    asked = next((n for n in range(at - 1, start - 1, -1)
                  if not cells[n].is_code and cells[n].is_given), None)  # fmt: skip
    rest = [cells[n] for n in range(start, end) if n not in (at, asked) and not cells[n].is_empty]
    evidence = tuple(cell for cell in rest if cell.outputs or not (cell.is_given or cell.role))
    words = Markup("") if asked is None else cells[asked].source
    return Shown(words, cells[at].source, cells[at].typed, evidence)


def _path(root: Path, assignment: str, text: Waiting) -> Path:
    return root / "autograded" / text.student / assignment / f"{text.notebook}.ipynb"


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=5_000)
def _fingerprints(path: Path, _changed: int) -> dict[str, str]:
    try:
        cells = notebook_of(path).cells
    except CourseError:
        return {}
    return {
        name: hashlib.sha256(cell.source.encode("utf-8", "replace")).hexdigest()[:16]
        for cell in cells
        if (name := _grade_id(cell))
    }


def _source(root: Path, assignment: str, notebook: str) -> list[NotebookNode]:
    try:
        path = root / "solutions" / assignment / f"{notebook}.ipynb"
        return notebook_of(path).cells
    except CourseError:
        return []


def _section(cells: list[NotebookNode], at: int) -> tuple[int, int]:
    """The cells of the section that a cell stands in: from its heading to the next one."""
    heads = [n for n, cell in enumerate(cells) if _is_heading(cell)]
    return max((n for n in heads if n < at), default=0), min(
        (n for n in heads if n > at), default=len(cells)
    )


def _above(cells: list[NotebookNode], at: int) -> str:
    return cells[at - 1].source if at and cells[at - 1].cell_type == "markdown" else ""


def _is_heading(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and cell.source.startswith("## ")


def _grade_id(cell: NotebookNode) -> str:
    marks = cell.metadata.get("nbgrader")
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    return name if isinstance(name, str) else ""

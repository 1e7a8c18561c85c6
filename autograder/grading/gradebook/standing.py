"""How submissions stand by the gradebook, which alone has what a person gave: the one truth of it.

A mark that was not given is none. A submission that could not be graded, or of which a person has
something still to mark, has no score; what was given so far is not it. Report, export, Formgrader
and means all ask here, so that they agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from .marks import NOT_GRADED


class CellMark(NamedTuple):
    """One graded cell of one submission. points: None where nobody has given any yet.

    kind: "code", "written" or "task", in nbgrader's words.
    """

    notebook: str
    name: str
    kind: str
    points: float | None
    most: float


@dataclass(frozen=True)
class Standing:
    """One submission. penalty: points off for being late. said: why it could not be graded.

    by_person: the names of cells that a person marked, or wrote a comment on.
    due: by when it had to be there, the student's extension with it; None where there is no date.
    Dates are in UTC, without a zone, as the gradebook has them.
    """

    student: str
    assignment: str
    timestamp: datetime | None
    penalty: float
    cells: tuple[CellMark, ...]
    said: str = ""
    due: datetime | None = None
    by_person: frozenset[str] = frozenset()

    @property
    def late(self) -> timedelta | None:
        """How late it came, nothing where it was in time; None where that is not known."""
        if self.due is None or self.timestamp is None:
            return None
        return max(timedelta(0), self.timestamp - self.due)

    @property
    def waiting(self) -> list[str]:
        """The cells for which somebody has to give points."""
        return [cell.name for cell in self.cells if cell.points is None and cell.most > 0]

    @property
    def so_far(self) -> float:
        return sum(cell.points or 0.0 for cell in self.cells)

    @property
    def max_score(self) -> float:
        return sum(cell.most for cell in self.cells)

    @property
    def raw(self) -> float | None:
        """The points, None where not all have been given."""
        return self.points_of()

    @property
    def score(self) -> float | None:
        """What is left of the points behind the penalty for being late."""
        return None if self.raw is None else max(0.0, self.raw - self.penalty)

    @property
    def why(self) -> str:
        """Why there is no score, "" where there is one."""
        if self.raw is not None:
            return ""
        return self.said or f"waits for a person: {', '.join(self.waiting)}"

    def points_of(self, kind: str = "", notebook: str = "") -> float | None:
        """The points of cells of one kind, or of one notebook; None where some are missing."""
        cells = [
            cell
            for cell in self.cells
            if kind in ("", cell.kind) and notebook in ("", cell.notebook)
        ]
        if any(cell.points is None and cell.most > 0 for cell in cells):
            return None
        return sum(cell.points or 0.0 for cell in cells)


def standings(book: Gradebook, assignment: str, student: str | None = None) -> dict[str, Standing]:
    """How the submissions of an assignment stand, by student. student: that one's alone."""
    known = {key: rest for key, *rest in _cells(book, assignment)}
    order = {(notebook, name): at for at, (notebook, name, *_) in enumerate(known.values())}
    marks: dict[str, list[CellMark]] = {}
    touched: dict[str, set[str]] = {}
    for key, cell, auto, manual, extra in _of(
        book, assignment, student, Grade.cell_id, Grade.auto_score, Grade.manual_score,
        Grade.extra_credit,
    ).join(Grade, Grade.notebook_id == SubmittedNotebook.id):  # fmt: skip
        if cell in known:
            notebook, name, kind, most = known[cell]
            given = auto if manual is None else manual
            points = None if given is None else given + (extra or 0.0)
            marks.setdefault(key, []).append(CellMark(notebook, name, kind, points, most))
            if manual is not None or extra:
                touched.setdefault(key, set()).add(name)
    said: dict[str, dict[str, None]] = {}
    comments = (
        _of(book, assignment, student, Comment.auto_comment, Comment.manual_comment, BaseCell.name)
        .join(Comment, Comment.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Comment.cell_id)
    )
    for key, comment, by_hand, name in comments:
        if by_hand:
            touched.setdefault(key, set()).add(name)
        if comment and comment.startswith(NOT_GRADED):
            said.setdefault(key, {})[comment.removeprefix(NOT_GRADED)] = None
    late: dict[str, float] = {}
    for key, lost in _of(book, assignment, student, SubmittedNotebook.late_submission_penalty):
        late[key] = late.get(key, 0.0) + (lost or 0.0)
    about = (
        SubmittedAssignment.student_id, SubmittedAssignment.timestamp, Assignment.duedate,
        SubmittedAssignment.extension,
    )  # fmt: skip
    found = _of(book, assignment, student, *about).order_by(SubmittedAssignment.student_id)
    return {
        who: Standing(
            who,
            assignment,
            timestamp,
            late.get(key, 0.0),
            tuple(sorted(marks.get(key, ()), key=lambda mark: order[mark.notebook, mark.name])),
            " ".join(said.get(key, ())),
            due + extension if due and extension else due,
            frozenset(touched.get(key, ())),
        )
        for key, who, timestamp, due, extension in found
    }


def mean(given: Iterable[float | None]) -> float | None:
    """The mean of the marks that there are, None where there are none."""
    marks = [mark for mark in given if mark is not None]
    return sum(marks) / len(marks) if marks else None


def _cells(book: Gradebook, assignment: str):
    """Key, notebook, name, kind and points of each cell that is graded, in the notebooks' order."""
    for notebook in book.find_assignment(assignment).notebooks:
        for cell in notebook.grade_cells:
            kind = "written" if cell.cell_type == "markdown" else "code"
            yield cell.id, notebook.name, cell.name, kind, float(cell.max_score or 0.0)
        for cell in notebook.task_cells:
            yield cell.id, notebook.name, cell.name, "task", float(cell.max_score or 0.0)


def _of(book: Gradebook, assignment: str, student: str | None, *columns):
    """A query: a submission's key and these columns, for an assignment's submitted notebooks."""
    found = (
        book.db.query(SubmittedAssignment.id, *columns)
        .select_from(SubmittedAssignment)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .filter(Assignment.name == assignment)
    )
    return found if student is None else found.filter(SubmittedAssignment.student_id == student)

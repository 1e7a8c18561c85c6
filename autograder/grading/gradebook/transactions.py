"""The rows of a submission in nbgrader's gradebook, one transaction for each.

nbgrader builds a submission object by object and commits after each step. Here the rows are written
straight into its tables, found by their unique keys alone, and new keys are in the order of time,
so that what belongs together lies together: a submission costs about the same in a gradebook of
five as in one of five thousand.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from datetime import datetime
from types import SimpleNamespace
from typing import NamedTuple

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import Column, Connection, MetaData, String, Table, bindparam, select, update

from ...course import CourseError
from .extensions import Extensions
from .finished import TABLE
from .marks import Mark, Marks

FINISHED = Table(
    TABLE,
    MetaData(),
    Column("submission_id", String(32), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("record", String(64), nullable=False),
)


class Page(NamedTuple):
    """One notebook of an assignment: its key, its name, and its cells' names by their keys."""

    id: str
    name: str
    graded: dict[str, str]
    commented: dict[str, str]
    tasks: frozenset[str]


class Layout(NamedTuple):
    """What the gradebook knows of an assignment; asked once, the same for a whole class."""

    id: str
    due: datetime | None
    pages: list[Page]

    @classmethod
    def of(cls, book: Gradebook, name: str) -> Layout:
        found = book.find_assignment(name)
        pages = []
        for notebook in found.notebooks:
            tasks = {cell.id: cell.name for cell in notebook.task_cells}
            graded = {cell.id: cell.name for cell in notebook.grade_cells} | tasks
            answers = {cell.id: cell.name for cell in notebook.solution_cells} | tasks
            pages.append(Page(notebook.id, notebook.name, graded, answers, frozenset(tasks)))
        return cls(found.id, found.duedate, pages)


class Entry(NamedTuple):
    """A submission in the gradebook: its key, by how many seconds it was late, if it is new."""

    id: str
    seconds_late: float
    is_new: bool


class Sheet(NamedTuple):
    """A submitted notebook in the gradebook: its key, its late penalty, if it is new."""

    id: str
    penalty: float | None
    is_new: bool


class Writer:
    """Writes submissions into an open gradebook.

    layouts: of the assignments that are graded; late: the course's step for late penalties;
    extensions: until when, by student and assignment, which the gradebook is told of.
    """

    def __init__(
        self,
        connection: Connection,
        layouts: dict[str, Layout],
        late: AssignLatePenalties | None = None,
        extensions: Extensions | None = None,
    ):
        self.connection, self.layouts, self.late = connection, layouts, late
        self.extensions = extensions or {}

    def write(
        self,
        student: str,
        assignment: str,
        marks: Marks,
        timestamp: datetime | None = None,
        finished: tuple[str, str] | None = None,
    ) -> float:
        """Replace what the gradebook holds of one submission; returns the points off for lateness.

        Nothing automatic is left of an earlier grading. Marks, extra credit and comments that a
        person gave stay, and the marks are put up for review as nbgrader does it.
        finished: the submission's fingerprint, and its record's, by which it is known later on.
        """
        layout = self.layouts[assignment]
        with self.connection.begin():
            entry = self._entry(student, assignment, timestamp)
            penalty = 0.0
            for page in layout.pages:
                sheet = self._sheet(entry, page)
                score = self._grades(sheet, page, marks)
                self._comments(sheet, page, marks)
                penalty += self._penalty(sheet, student, score, entry.seconds_late)
            self._finish(entry, finished)
        return penalty

    def renew_penalty(self, student: str, assignment: str) -> None:
        """Take points off one submission by the dates as they are now; its marks stay."""
        layout = self.layouts[assignment]
        with self.connection.begin():
            entry = self._entry(student, assignment, None)
            for page in layout.pages:
                sheet = self._sheet(entry, page)
                score = sum(_score(row) for row in self._rows(Grade, sheet, page.graded))
                self._penalty(sheet, student, score, entry.seconds_late)

    def _entry(self, student: str, assignment: str, timestamp: datetime | None) -> Entry:
        """A student's submission, made where there is none. No timestamp leaves the old one."""
        table, layout = SubmittedAssignment.__table__, self.layouts[assignment]
        until = self.extensions.get((student, assignment))
        extension = until - layout.due if until and layout.due else None
        ask = select(table.c.id, table.c.timestamp, table.c.extension)
        ask = ask.where(table.c.assignment_id == layout.id, table.c.student_id == student)
        row = self.connection.execute(ask).first()
        if row is None:
            self._know(student)
            row = {"assignment_id": layout.id, "student_id": student, "timestamp": timestamp}
            key = self._insert(SubmittedAssignment, {**row, "extension": extension})
            return Entry(key, _seconds_late(layout.due, extension, timestamp), True)
        changed = {}
        if timestamp is not None and timestamp != row.timestamp:
            changed["timestamp"] = timestamp
        if extension is not None and extension != row.extension:
            changed["extension"] = extension
        if changed:
            self.connection.execute(table.update().where(table.c.id == row.id), changed)
        extension = row.extension if extension is None else extension
        late = _seconds_late(layout.due, extension, timestamp or row.timestamp)
        return Entry(row.id, late, False)

    def _know(self, student: str) -> None:
        table = Student.__table__
        known = self.connection.execute(select(table.c.id).where(table.c.id == student)).first()
        if known is None:
            self.connection.execute(table.insert(), {"id": student})

    def _sheet(self, entry: Entry, page: Page) -> Sheet:
        """A submitted notebook, made where there is none."""
        table = SubmittedNotebook.__table__
        if not entry.is_new:
            ask = select(table.c.id, table.c.late_submission_penalty)
            ask = ask.where(table.c.notebook_id == page.id, table.c.assignment_id == entry.id)
            if row := self.connection.execute(ask).first():
                return Sheet(row.id, row.late_submission_penalty, False)
        row = {"notebook_id": page.id, "assignment_id": entry.id}
        return Sheet(self._insert(SubmittedNotebook, row), None, True)

    def _insert(self, kind: type, *rows: dict) -> str:
        """Insert rows; returns the key of the last one."""
        given = [{"id": _new_key(), **row} for row in rows]
        self.connection.execute(kind.__table__.insert(), given)
        return given[-1]["id"]

    def _grades(self, sheet: Sheet, page: Page, marks: Marks) -> float:
        """Write a notebook's marks; returns its score, which a person's marks are part of."""
        old = {row.cell_id: row for row in self._rows(Grade, sheet, page.graded)}
        rows, score = [], 0.0
        for key, name in page.graded.items():
            row = old.get(key)
            mark = marks.scores.get((page.name, name), Mark())
            by_hand = row is not None and row.manual_score is not None
            look = mark.score is None or mark.look or by_hand
            if key in page.tasks and by_hand and not marks.comment:
                look = row.needs_manual_grade  # nbgrader leaves a task that a person has marked
            rows.append({"key": key, "auto_score": mark.score, "needs_manual_grade": look})
            manual = (row.manual_score, row.extra_credit) if row else (None, None)
            score += _score(SimpleNamespace(
                auto_score=mark.score, manual_score=manual[0], extra_credit=manual[1]
            ))  # fmt: skip
        self._put(Grade, sheet, rows, old.keys())
        return score

    def _comments(self, sheet: Sheet, page: Page, marks: Marks) -> None:
        old = {row.cell_id for row in self._rows(Comment, sheet, page.commented)}
        said = {
            key: marks.comments.get((page.name, name), marks.comment)
            for key, name in page.commented.items()
        }
        rows = [{"key": key, "auto_comment": comment} for key, comment in said.items()]
        self._put(Comment, sheet, rows, old)

    def _rows(self, kind: type, sheet: Sheet, cells: Iterable[str]) -> list:
        """The rows of some cells of a submitted notebook, found by the unique key of both."""
        if sheet.is_new:
            return []
        table = kind.__table__
        ask = select(table).where(table.c.cell_id.in_(list(cells)), table.c.notebook_id == sheet.id)
        return self.connection.execute(ask).all()

    def _put(self, kind: type, sheet: Sheet, rows: list[dict], old: Iterable[str]) -> None:
        """Insert or update rows; each has its cell's key as "key"."""
        table, known = kind.__table__, set(old)
        new = [row for row in rows if row["key"] not in known]
        if new:
            found = {"notebook_id": sheet.id}
            self._insert(kind, *({"cell_id": row.pop("key"), **found, **row} for row in new))
        changed = [row for row in rows if row.get("key") in known]
        if changed:
            where = table.c.cell_id == bindparam("key"), table.c.notebook_id == sheet.id
            names = changed[0].keys() - {"key"}
            values = {name: bindparam(f"new_{name}") for name in names}
            given = [{f"new_{n}": row[n] for n in names} | {"key": row["key"]} for row in changed]
            self.connection.execute(update(table).where(*where).values(values), given)

    def _penalty(self, sheet: Sheet, student: str, score: float, seconds_late: float) -> float:
        """Note the points that a notebook loses for being late; returns them."""
        lost = self._lost(student, score, seconds_late)
        if lost != sheet.penalty:
            table = SubmittedNotebook.__table__
            change = table.update().where(table.c.id == sheet.id)
            self.connection.execute(change, {"late_submission_penalty": lost})
        return lost or 0.0

    def _lost(self, student: str, score: float, seconds_late: float) -> float | None:
        """The points off by the course's own rule, within nbgrader's bounds."""
        if not self.late or seconds_late <= 0:
            return None
        try:
            lost = self.late.plugin_inst.late_submission_penalty(student, score, seconds_late)
        except Exception as error:  # the course's own plugin
            raise CourseError(
                f"The late penalty cannot be computed: {type(error).__name__}: {error}"
            ) from error
        if lost is None:
            return None
        return self.late._check_late_penalty(SimpleNamespace(score=score), lost)

    def _finish(self, entry: Entry, finished: tuple[str, str] | None) -> None:
        """Note by what a finished submission is known, in the same transaction as its marks."""
        if not entry.is_new:
            known = FINISHED.c.submission_id == entry.id
            self.connection.execute(FINISHED.delete().where(known))
        if finished:
            fingerprint, record = finished
            row = {"submission_id": entry.id, "fingerprint": fingerprint, "record": record}
            self.connection.execute(FINISHED.insert(), row)


def _new_key() -> str:
    """A key as long and as unique as nbgrader's own, but in the order of time."""
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"


def _score(row) -> float:
    """A cell's points as nbgrader counts them: a person's mark before the automatic one."""
    given = row.auto_score if row.manual_score is None else row.manual_score
    return 0.0 if given is None else given + (row.extra_credit or 0.0)


def _seconds_late(due: datetime | None, extension, timestamp: datetime | None) -> float:
    if due is None or timestamp is None:
        return 0.0
    return max(0.0, (timestamp - (due + extension if extension else due)).total_seconds())

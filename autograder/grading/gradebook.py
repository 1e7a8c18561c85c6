"""nbgrader's gradebook, written by one writer, one transaction per submission."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from .. import quick_nbgrader  # noqa: F401
from ..course import CourseError, Lesson
from .nbgrader_steps import save_cells
from .records import Record


@contextmanager
def open_gradebook(root: Path, lessons: list[Lesson]) -> Iterator[Writer]:
    """The course's gradebook, which knows these lessons as they are now in `solutions/`."""
    database = f"sqlite:///{root / 'gradebook.db'}"
    with Gradebook(database, "neural-networks") as book:
        for lesson in lessons:
            if not _knows(book, lesson):
                book.update_or_create_assignment(lesson.folder)
                try:
                    save_cells(lesson, database)
                except RuntimeError:
                    raise CourseError(
                        f"{lesson.folder} has gained or lost exercises since it was graded. "
                        "Take its marks out with "
                        f"`nbgrader db assignment remove {lesson.folder}`, then grade it again."
                    ) from None
                book.db.expire_all()
        yield Writer(book, {lesson.folder: _cell_names(book, lesson) for lesson in lessons})


class Writer:
    """Writes records into an open gradebook.

    names: for each lesson the names of its cells by their key in the gradebook; they are known
    beforehand because nbgrader would ask for them cell by cell, submission by submission.
    """

    def __init__(self, book: Gradebook, names: dict[str, dict[str, str]]):
        self.book, self.names = book, names

    def write(self, record: Record, timestamp: datetime | None) -> None:
        """Replace what the gradebook holds of one submission by a new record.

        A submission that could not be graded gets no mark at all, and waits for a person. Marks
        that a person gave stay, and are put up for review as nbgrader does it.
        """
        book = self.book
        book.update_or_create_student(record.student)
        with book.db.no_autoflush:  # nbgrader builds a submission piece by piece
            submission = book.update_or_create_submission(
                record.lesson, record.student, timestamp=timestamp
            )
        names = self.names[record.lesson]
        points = {f"check-{exercise.name}": exercise.points for exercise in record.exercises}
        unwritten = {each.name for each in record.exercises if each.status == "unwritten"}
        ungradable = record.status == "ungradable"
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                score = points.get(names[grade.cell_id], grade.auto_score)
                grade.auto_score = None if ungradable else score
                by_hand = grade.auto_score is None or grade.manual_score is not None
                grade.needs_manual_grade = by_hand
            for comment in notebook.comments:
                silent = "No response." if names[comment.cell_id] in unwritten else None
                comment.auto_comment = f"Not graded: {record.reason}" if ungradable else silent
        book.db.commit()


def _cell_names(book: Gradebook, lesson: Lesson) -> dict[str, str]:
    known = book.find_notebook(lesson.name, lesson.folder)
    cells = [*known.grade_cells, *known.solution_cells, *known.task_cells]
    return {cell.id: cell.name for cell in cells}


def _knows(book: Gradebook, lesson: Lesson) -> bool:
    """Whether the gradebook's points for a lesson are the source's."""
    marks = [
        cell.metadata.get("nbgrader", {})
        for cell in nbformat.read(lesson.solved, as_version=4).cells
    ]
    graded = {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}
    try:
        known = book.find_notebook(lesson.name, lesson.folder)
    except MissingEntry:
        return False
    return graded == {cell.name: cell.max_score for cell in known.grade_cells}

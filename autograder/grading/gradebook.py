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
def open_gradebook(root: Path, lessons: list[Lesson]) -> Iterator[Gradebook]:
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
        yield book


def write(book: Gradebook, record: Record, timestamp: datetime | None) -> None:
    """Replace what the gradebook holds of one submission by a new record.

    A submission that could not be graded gets no mark at all, and waits for a person. Marks that a
    person gave stay, and are put up for review as nbgrader does it.
    """
    book.update_or_create_student(record.student)
    with (
        book.db.no_autoflush
    ):  # nbgrader builds a submission piece by piece; half of one cannot be flushed
        submission = book.update_or_create_submission(
            record.lesson, record.student, timestamp=timestamp
        )
    points = {f"check-{exercise.name}": exercise.points for exercise in record.exercises}
    ungradable = record.status == "ungradable"
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.auto_score = None if ungradable else points.get(grade.cell.name, grade.auto_score)
            grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None
        unwritten = {
            exercise.name for exercise in record.exercises if exercise.status == "unwritten"
        }
        for comment in notebook.comments:
            silent = "No response." if comment.cell.name in unwritten else None
            comment.auto_comment = f"Not graded: {record.reason}" if ungradable else silent
    book.db.commit()


def _knows(book: Gradebook, lesson: Lesson) -> bool:
    """Whether the gradebook's points for a lesson are the source's."""
    cells = nbformat.read(lesson.solved, as_version=4).cells
    graded = {
        c.metadata.nbgrader.grade_id: c.metadata.nbgrader.points
        for c in cells
        if c.metadata.get("nbgrader", {}).get("grade")
    }
    try:
        known = book.find_notebook(lesson.name, lesson.folder)
    except MissingEntry:
        return False
    return graded == {cell.name: cell.max_score for cell in known.grade_cells}

"""The texts that wait in nbgrader's gradebook, and a person's marks written back into it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.exc import SQLAlchemyError

from ...course import CourseError
from ..gradebook.course_settings import Settings
from ..gradebook.marks import NOT_GRADED
from ..gradebook.soundness import in_words, patiently


@dataclass(frozen=True)
class Waiting:
    """One text that a person marks. points: what was given, None where nothing was yet.

    review: graded again since, so that a person is to look once more.
    """

    student: str
    notebook: str
    cell: str
    most: float
    points: float | None
    comment: str
    review: bool

    @property
    def question(self) -> str:
        return f"{self.notebook}/{self.cell}"


def texts_to_mark(root: Path, assignment: str) -> list[Waiting]:
    """All texts of an assignment that a person marks, marked ones too.

    Left out are those that nobody wrote and those of submissions that could not be graded. Raises
    CourseError where the gradebook does not know the assignment.
    """
    settings = Settings(root)
    with Gradebook(settings.database, settings.course) as book:
        try:
            known = _questions(book, assignment)
        except MissingEntry:
            raise CourseError(
                f"Nothing has been graded for {assignment}: run `autograder grade` first."
            ) from None
        rows = (
            book.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Grade)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == assignment)
        )
        comments, refused = _comments(book, assignment)
        return [
            Waiting(
                student, notebook, cell, known[notebook, cell], grade.manual_score,
                comments.get((student, notebook, cell), ""), bool(grade.needs_manual_grade),
            )
            for student, notebook, cell, grade in rows
            if (notebook, cell) in known and student not in refused
            and (grade.auto_score is None or grade.manual_score is not None)
        ]  # fmt: skip


def write_mark(root: Path, assignment: str, text: Waiting, points: float, comment: str) -> None:
    """Give a text its points and a comment, as Formgrader does it.

    Raises CourseError where the gradebook cannot be written.
    """
    settings = Settings(root)

    def write() -> None:
        with Gradebook(settings.database, settings.course) as book:
            where = text.notebook, assignment, text.student
            grade = book.find_grade(text.cell, *where)
            grade.manual_score, grade.needs_manual_grade = points, False
            try:
                book.find_comment(text.cell, *where).manual_comment = comment or None
            except MissingEntry:
                if comment:
                    raise CourseError(f"{text.cell} has no room for a comment.") from None
            book.db.commit()

    try:
        patiently(write, SQLAlchemyError)
    except SQLAlchemyError as error:
        raise CourseError(in_words(error)) from None
    except MissingEntry:
        raise CourseError(
            f"{text.cell} of this student is not in the gradebook any more."
        ) from None


def _questions(book: Gradebook, assignment: str) -> dict[tuple[str, str], float]:
    """What a person marks, with its points: written answers and tasks."""
    found = {}
    for notebook in book.find_assignment(assignment).notebooks:
        cells = [c for c in notebook.grade_cells if c.cell_type == "markdown"]
        for cell in [*cells, *notebook.task_cells]:
            found[notebook.name, cell.name] = float(cell.max_score or 0.0)
    return found


def _comments(book: Gradebook, assignment: str) -> tuple[dict, set[str]]:
    """Persons' comments by student, notebook and cell; and who has nothing that was graded."""
    rows = (
        book.db.query(
            SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Comment.manual_comment,
            Comment.auto_comment,
        )
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Comment, Comment.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Comment.cell_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
    )  # fmt: skip
    said, refused = {}, set()
    for student, notebook, cell, by_hand, automatic in rows:
        if by_hand:
            said[student, notebook, cell] = by_hand
        if automatic and automatic.startswith(NOT_GRADED):
            refused.add(student)
    return said, refused

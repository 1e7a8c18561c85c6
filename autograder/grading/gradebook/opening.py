"""nbgrader's gradebook: opened for a class, told what it has to know of lessons and assignments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from nbgrader.api import Base, Gradebook, InvalidEntry, MissingEntry
from sqlalchemy.exc import SQLAlchemyError

from ...course import CourseError, Lesson
from ...own_files import solved_notebook
from .course_settings import Settings
from .extensions import extensions_of
from .known_cells import known_notebooks
from .lesson_cells import save_cells
from .plain_assignments import Assignment, Release, generate
from .soundness import in_words, must_have
from .transactions import FINISHED, Layout, Writer


@contextmanager
def open_gradebook(
    root: Path, lessons: Iterable[Lesson], others: dict[Assignment, Release] | None = None
) -> Iterator[Writer]:
    """The course's gradebook, which knows these lessons as they are now in `solutions/`.

    others: assignments that are no lessons, with what was made of their sources.
    Raises CourseError where the gradebook cannot be used.
    """
    settings, lessons, others = Settings(root), list(lessons), others or {}
    extensions = extensions_of(root)
    with ExitStack() as stack:
        try:
            known = {table.name: table.columns.keys() for table in Base.metadata.sorted_tables}
            must_have(settings.database, known)
            book = stack.enter_context(Gradebook(settings.database, settings.course))
            for lesson in lessons:
                _teach_lesson(book, lesson, settings.database)
            for assignment, release in others.items():
                _teach_assignment(book, assignment, release, settings)
            FINISHED.create(book.engine, checkfirst=True)
            layouts = {work.folder: Layout.of(book, work.folder) for work in [*lessons, *others]}
            book.db.remove()
            connection = stack.enter_context(book.engine.connect())
        except (SQLAlchemyError, InvalidEntry) as error:  # nbgrader's is made of the other
            raise CourseError(in_words(error)) from None
        yield Writer(connection, layouts, settings.late_penalties(), extensions)


def _teach_lesson(book: Gradebook, lesson: Lesson, database: str) -> None:
    if _knows(book, lesson):
        return
    book.update_or_create_assignment(lesson.folder)
    try:
        save_cells(lesson, database)
    except RuntimeError:
        raise CourseError(
            f"{lesson.folder} has gained or lost exercises since it was graded. Take its marks out "
            f"with `nbgrader db assignment remove {lesson.folder}`, then grade it again."
        ) from None
    book.db.expire_all()


def _teach_assignment(
    book: Gradebook, assignment: Assignment, release: Release, settings: Settings
) -> None:
    with release.database() as database, Gradebook(database) as made:
        wanted = known_notebooks(made, assignment.folder)
    if known_notebooks(book, assignment.folder) != wanted:
        book.db.remove()  # nbgrader opens the gradebook by itself
        generate(assignment, settings, settings.database)


def _knows(book: Gradebook, lesson: Lesson) -> bool:
    """Whether the gradebook's points for a lesson are the source's."""
    marks = [cell.metadata.get("nbgrader", {}) for cell in solved_notebook(lesson).cells]
    graded = {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}
    try:
        known = book.find_notebook(lesson.name, lesson.folder)
    except MissingEntry:
        return False
    return graded == {cell.name: cell.max_score for cell in known.grade_cells}

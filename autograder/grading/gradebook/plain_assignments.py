"""Assignments that are no lessons of this course: plain nbgrader notebooks, by their sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...course import CourseError, Lesson, all_lessons, find_lessons
from ...own_files import notebook_of
from ..intake.naming import Known, Names
from ..process.temporary_folders import temporary_folder

if TYPE_CHECKING:  # nbgrader takes long to import, and lessons do without
    from .course_settings import Settings


@dataclass(frozen=True)
class Assignment:
    """One assignment. folder: its name in the course; source: where its notebooks are."""

    folder: str
    root: Path
    source: Path

    @property
    def notebooks(self) -> list[str]:
        """The notebooks' names, without their ending."""
        return sorted(path.stem for path in self.source.glob("*.ipynb"))

    @property
    def example(self) -> str:
        """The name of a file that is handed in."""
        return f"{self.notebooks[0]}.ipynb"


@dataclass(frozen=True)
class Release:
    """What was made of an assignment's sources, for the time of one run; it can be pickled.

    cells: a gradebook, as its file's bytes, that knows the assignment's cells and nothing else.
    Submissions are put in order by it, so that the course's own gradebook has one writer.
    """

    cells: bytes

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of that gradebook, in a folder of its own, which is then removed."""
        with temporary_folder() as folder:
            (folder / "cells.db").write_bytes(self.cells)
            yield _address(folder)


def find_work(names: tuple[str, ...], root: Path, submitted: Path) -> list[Lesson | Assignment]:
    """The lessons and assignments of these names; where none is given, all that can be graded.

    Raises CourseError where a name fits none.
    """
    if names:
        return [_find(name, root) for name in names]
    lessons = all_lessons(root)
    known = {lesson.folder for lesson in lessons}
    others = sorted(_not_lessons(root, submitted, known))
    found = [assignment for name in others if (assignment := _assignment(name, root))]
    return lessons + found


def _not_lessons(root: Path, submitted: Path, lessons: set[str]) -> set[str]:
    """The folders' names of what may be assignments, however their names are written."""
    sources = {path.parent for path in (root / "solutions").glob("*/*.ipynb")}
    others = [
        Known(folder.name, tuple(path.stem for path in folder.glob("*.ipynb")))
        for folder in sources
        if folder.name not in lessons
    ]
    there = [*submitted.glob("*"), *submitted.glob("*/*")]
    found = {path.name for path in there if path.is_dir()}
    if others:
        names = Names(others)
        found |= {names.fitting(path.stem) for path in there}
        found |= {names.student_beside(path.stem)[1] for path in there if path.is_file()}
    return found - lessons - {""}


def _find(name: str, root: Path) -> Lesson | Assignment:
    try:
        return find_lessons((name,), root)[0]
    except CourseError:
        found = _assignment(Path(name).name, root)
        if found is None:
            raise
        return found


def _assignment(name: str, root: Path) -> Assignment | None:
    from .course_settings import Settings

    source = Settings(root).source(name)
    found = Assignment(name, root, source)
    return found if name and source.is_dir() and found.notebooks else None


def release(assignment: Assignment, settings: Settings) -> Release:
    """Release an assignment as nbgrader does it, into nothing but a gradebook of its own."""
    for name in assignment.notebooks:
        _must_be_python(assignment.source / f"{name}.ipynb")
    with temporary_folder() as folder:
        generate(assignment, settings, _address(folder))
        return Release((folder / "cells.db").read_bytes())


def _address(folder: Path) -> str:
    return f"sqlite:///{folder}/cells.db"


def generate(assignment: Assignment, settings: Settings, database: str) -> None:
    """Have nbgrader tell a gradebook of an assignment's cells; what it releases is thrown away.

    Raises CourseError where nbgrader cannot do it.
    """
    from nbgrader.apps import NbGraderAPI

    with temporary_folder() as folder:
        config = deepcopy(settings.config)
        config.CourseDirectory.db_url = database
        config.CourseDirectory.release_directory = str(folder)
        course = settings.course
        if course:
            config.CourseDirectory.course_id = course
        outcome = NbGraderAPI(config=config).generate_assignment(assignment.folder)
    if not outcome["success"]:
        lines = (outcome.get("error") or outcome.get("log") or "").strip().splitlines()
        reason = next((line for line in reversed(lines) if line.strip()), "it does not say why")
        if "there are submissions associated with it" in str(outcome):
            reason = (
                "its cells are others than when it was graded before. Take its marks out with "
                f"`nbgrader db assignment remove {assignment.folder}`, then grade it again"
            )
        raise CourseError(f"nbgrader cannot release {assignment.folder}: {reason.rstrip('.')}.")


def _must_be_python(path: Path) -> None:
    """Raises CourseError for a notebook of another language: submissions run in Python alone."""
    language = language_of(notebook_of(path, "put a copy of it back").metadata)
    if language != "python":
        raise CourseError(
            f"{path.name} is a notebook in {language}; the sandbox runs Python alone."
        )


def language_of(metadata: dict) -> str:
    """The language of a notebook with these metadata; Python where they do not say."""
    for part, key in (("kernelspec", "language"), ("language_info", "name")):
        said = metadata.get(part, {}).get(key)
        if isinstance(said, str) and said:
            return "python" if said.lower() in ("python", "ipython") else said
    return "python"

"""`autograder feedback`: a page for each graded submission, by nbgrader's own converter."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from traitlets import Any

from ...course import CourseError, Lesson, what_failed
from ..gradebook.course_settings import SILENT, Settings
from ..gradebook.plain_assignments import Assignment
from ..intake.finding import shown
from . import literal_folders  # noqa: F401
from .pages import offline


@dataclass
class Written:
    """What came of one lesson: the pages, and what stood in the way of who has none."""

    pages: list[Path] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


class _Why(logging.Handler):
    """Keeps the error that nbgrader logs before it raises one of its own in its place."""

    error: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        self.error = sys.exc_info()[1] or self.error


class _Converter(GenerateFeedback):
    """nbgrader's converter, which says when it has done with a student.

    What one submission breaks ends there, whatever it is; nbgrader's own goes on after some errors.
    """

    done = Any(help="called with a student and a page's path, or with what was in its way")

    def convert_notebooks(self):
        everything = self.assignments
        for folder in sorted(everything):
            self.assignments = {folder: everything[folder]}
            self.log.addHandler(why := _Why())
            try:
                super().convert_notebooks()
            except Exception as error:  # of the converter's many kinds, none may stop the class
                self.done(Path(folder).parent.name, why.error or error)
            finally:
                self.log.removeHandler(why)
        self.assignments = everything

    def write_single_notebook(self, output, resources):
        super().write_single_notebook(output, resources)
        about = resources["nbgrader"]
        folder = self._format_dest(about["assignment"], about["student"])
        self.done(about["student"], Path(folder, f"{about['notebook']}.html"))


def write_feedback(
    lesson: Lesson | Assignment, root: Path, tell: Callable[[], object] = lambda: None
) -> Written:
    """Write the feedback pages of the last grading of a lesson, `feedback/STUDENT/LESSON/*.html`.

    tell: is called after each page. Raises CourseError where nothing of it has been graded.
    """
    settings, written = Settings(root), Written()
    offline(settings.config)
    settings.config.HTMLExporter.template_name = "feedback"
    settings.config.CourseDirectory.assignment_id = lesson.folder
    settings.directory.log = SILENT

    def done(student: str, page: Path | Exception) -> None:
        if isinstance(page, Path):
            written.pages.append(page)
        else:
            said = what_failed(page) if isinstance(page, OSError) else str(page)
            written.failed[shown(student)] = " ".join(said.split())[:200]
        tell()

    try:
        settings.make(_Converter, coursedir=settings.directory, done=done).start()
    except NbGraderException:
        raise CourseError(
            f"Nothing has been graded for {lesson.folder}: run `autograder grade` first."
        ) from None
    return written

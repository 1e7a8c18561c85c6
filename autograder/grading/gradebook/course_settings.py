"""What a course's `nbgrader_config.py` says, for what runs outside of nbgrader's own commands."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.utils.importstring import import_item

from ...own_files import configuration
from . import quick_nbgrader  # noqa: F401

#: nbgrader's steps warn of every change that they put right; this project says that in flags.
SILENT = logging.getLogger("autograder.nbgrader")
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False


class Settings:
    """A course's configuration of nbgrader. root: the course's folder."""

    def __init__(self, root: Path):
        self.root = root
        self.config = configuration(root)
        self.config.CourseDirectory.setdefault("root", str(root))

    @cached_property
    def directory(self) -> CourseDirectory:
        """nbgrader's own view of the course: its folders, gradebook and course id."""
        return CourseDirectory(config=self.config, log=SILENT)

    @property
    def database(self) -> str:
        return self.directory.db_url

    @property
    def course(self) -> str:
        """The course's id, as nbgrader's commands take it from the configuration."""
        return self.directory.course_id

    def source(self, assignment: str) -> Path:
        """The folder with an assignment's source notebooks."""
        return Path(self.directory.format_path(self.directory.source_directory, ".", assignment))

    def sanitize_steps(self) -> list[type]:
        """The classes of the steps that put a submission in order."""
        return self._steps("sanitize_preprocessors")

    def autograde_steps(self) -> list[type]:
        """The classes of the steps that run and mark it."""
        return self._steps("autograde_preprocessors")

    def exclude_overwriting(self, assignment: str) -> list[str]:
        """The files beside a notebook of which the student's own version is used."""
        return self.make(Autograde, coursedir=self.directory).exclude_overwriting.get(
            assignment, []
        )

    def late_penalties(self) -> AssignLatePenalties | None:
        """The step that takes points off late submissions, None where the course has none."""
        for step in self.autograde_steps():
            if issubclass(step, AssignLatePenalties):
                made = self.make(step)
                made.init_plugin()
                return made
        return None

    def make(self, kind: type, **more: Any) -> Any:
        """An object of nbgrader's, configured as the course says."""
        return kind(config=self.config, log=SILENT, **more)

    def _steps(self, trait: str) -> list[type]:
        steps = getattr(self.make(Autograde, coursedir=self.directory), trait)
        return [import_item(step) if isinstance(step, str) else step for step in steps]

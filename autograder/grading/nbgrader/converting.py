"""nbgrader's own `autograde`, for whatever lies in a student's folder: import this in the config.

nbgrader takes notebooks by their names alone. Here they are found as `autograder grade` finds them;
an attempt that cannot be read leaves the marks of the one before it; and what goes wrong with a
submission is said in one line.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
from datetime import datetime
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import base
from nbgrader.converters.autograde import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import find_all_files

from ...course import CourseError, Lesson, all_lessons, what_failed
from ...own_files import solved_notebook
from ..attempts import Came, attempts_before, note
from ..gradebook.finished import contents
from ..gradebook.known_cells import known_notebooks
from ..gradebook.plain_assignments import Assignment
from ..gradebook.standing import standings
from ..intake.belonging import Wanted
from ..intake.choosing import Several, choose_notebook, choose_several
from ..intake.files_beside import files_in, in_the_way, lay_out, would_run
from ..intake.finding import list_files, shown
from ..outcome import NO_TIME_TOLD, Submission, is_the_graders, time_of, timestamp_in
from .known_notebooks import kin, wanted
from .literal_folders import folders_of

_USERS = ("nbgrader.apps", "nbgrader.apps.api", "nbgrader.apps.autogradeapp", "nbgrader.converters")


class AutogradeAnything(Autograde):
    """nbgrader's converter of submissions. What it found is asked for by its exporter."""

    def start(self) -> None:
        self.found: dict[str, NotebookNode | CourseError] = {}
        self.newer: dict[str, str] = {}
        one_line = _OneLine()
        self.log.addFilter(one_line)
        try:
            super().start()
        finally:
            self.log.removeFilter(one_line)

    def init_notebooks(self) -> None:
        """The notebooks of each submission, under the names that they should have."""
        self.assignments, self.notebooks = {}, []
        names = [name for name in self._wanted if fnmatch(name, self.coursedir.notebook_id)]
        for folder in folders_of(self):
            if names:
                self.assignments[folder] = [f"{folder}{os.sep}{name}.ipynb" for name in names]
        if not self.assignments:
            super().init_notebooks()  # says what is missing, as it always did

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        folder = Path(self._format_source(assignment_id, student_id))
        self._look(folder, student_id)
        self.coursedir.get_existing_timestamp = self._time_of
        usual, base.find_all_files = base.find_all_files, self._files_to_copy
        try:
            super().init_assignment(assignment_id, student_id)
        finally:
            base.find_all_files = usual
            del self.coursedir.get_existing_timestamp
        if stand_in := self._stand_in:
            graded = Path(self._format_dest(assignment_id, student_id))
            lay_out(files_in(stand_in, self.coursedir.ignore), graded)

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        super().set_permissions(assignment_id, student_id)
        self._note_attempt(assignment_id, student_id)

    def own_texts(self, name: str) -> frozenset[str]:
        """The texts of a notebook's cells as they were handed out."""
        return self._wanted[name].own

    # What was handed in --------------------------------------------------------------------------

    def _look(self, folder: Path, student: str) -> None:
        """Find the notebooks in a folder; where there are none, those of the attempt before."""
        self._stand_in: Path | None = None
        try:
            found = self._choose(folder)
        except CourseError as error:
            reason = str(error).replace(f"{folder}{os.sep}", "")
            found = self._before(Submission(student, self._work, folder), reason)
        for flag in found.flags:
            self.log.warning("%s: %s", student, flag)
        for name in self._wanted:
            path = f"{folder}{os.sep}{name}.ipynb"
            why = found.unread.get(name, f"{name}.ipynb was not handed in.")
            self.found[path] = found.found.get(name, CourseError(why))

    def _before(self, submission: Submission, reason: str) -> Several:
        """The notebooks of the newest attempt that can be read, in place of one that cannot be."""
        for before in attempts_before(submission):
            try:
                found = self._choose(before.folder)
            except CourseError:
                continue
            self._stand_in = before.folder
            self.newer[submission.student] = reason
            found.flags.insert(0, f"the newer attempt could not be graded: {reason}")
            return found
        return Several({}, dict.fromkeys(self._wanted, reason), [])

    def _choose(self, folder: Path) -> Several:
        if folder.parent.is_symlink():
            raise CourseError(
                f"{folder.parent.name} is a link; the folder itself was not handed in."
            )
        listing = list_files(folder)
        if len(self._wanted) == 1:
            ((name, one),) = self._wanted.items()
            notebook, flags = choose_notebook(listing, one)
            return Several({name: notebook}, {}, flags)
        several = choose_several(listing, self._wanted, lambda nb: kin(nb, self._originals))
        if not several.found:
            reasons = " ".join(several.unread.values())
            raise CourseError(reasons or "none of the notebooks was handed in.")
        return several

    def _files_to_copy(self, folder: str, ignore: list[str]) -> list[str]:
        """A student's files that may lie in the graded folder: no links, no pages, no scripts."""
        if os.path.islink(folder):
            return []
        paths = [path for path in find_all_files(folder, ignore) if is_file(path)]
        names = {Path(path).relative_to(folder).as_posix(): path for path in paths}
        source = self.coursedir.format_path(
            self.coursedir.source_directory, ".", self.coursedir.assignment_id
        )
        excluded = self.exclude_overwriting.get(self.coursedir.assignment_id, [])
        hiding = in_the_way(names, files_in(Path(source), ignore).keys() - {*excluded})
        for name, module in hiding.items():
            student = Path(folder).parent.name
            self.log.warning(
                "%s: %s is in the way of %s; it was left out", student, shown(name), module
            )
        own = [f"{name}.ipynb" for name in self._wanted]
        return [
            path
            for name, path in names.items()
            if not (name in hiding or is_the_graders(name, own) or would_run(Path(path)))
        ]

    def _time_of(self, folder: str) -> datetime | None:
        """When a submission was handed in; None where its folder does not tell."""
        told = timestamp_in(Path(folder))
        time = time_of(told)
        if told and time is None:
            self.log.warning("%s: %s", Path(folder).parent.name, NO_TIME_TOLD)
        return time

    # What is wanted ------------------------------------------------------------------------------

    @cached_property
    def _work(self) -> Lesson | Assignment:
        name, root = self.coursedir.assignment_id, Path(self.coursedir.root)
        lessons = {lesson.folder: lesson for lesson in all_lessons(root)}
        source = Path(self.coursedir.format_path(self.coursedir.source_directory, ".", name))
        return lessons.get(name) or Assignment(name, root, source)

    @cached_property
    def _originals(self) -> dict:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book:
            return known_notebooks(book, self._work.folder) or {}

    @cached_property
    def _wanted(self) -> dict[str, Wanted]:
        """What is to be handed in, by the notebooks' names; of what is not released, nothing."""
        work = self._work
        if isinstance(work, Lesson) and work.name in self._originals:
            return {work.name: Wanted.of_lesson(work, solved_notebook(work))}
        return {
            name: wanted(work.source / f"{name}.ipynb", work.folder, known)
            for name, known in self._originals.items()
            if isinstance(work, Assignment)
        }

    def _note_attempt(self, assignment: str, student: str) -> None:
        """Keep what was handed in, and what came of it."""
        folder = Path(self._format_source(assignment, student))
        newer = self.newer.get(student, "")
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book:
            standing = standings(book, assignment, student)[student]
        status = "ungradable" if newer else "graded"
        score = None if newer else standing.so_far
        came = Came(contents(folder), status, score, standing.max_score, newer)
        note(self._work.root, student, assignment, folder, came)


def is_file(path: str) -> bool:
    """Whether this is a file that can be read: no link, no pipe, no device."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode) and os.access(path, os.R_OK)
    except OSError:
        return False


class _OneLine(logging.Filter):
    """Says what is wrong with a submission in its one line, where nbgrader logs a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind, error, _ = sys.exc_info()
        if error is not None and str(record.msg).startswith("Traceback "):
            if issubclass(kind, CourseError | MissingEntry | NbGraderException):
                record.msg, record.args = "%s", (str(error),)
            elif issubclass(kind, OSError):
                record.msg, record.args = "%s", (what_failed(error),)
        return True


def use() -> None:
    """Have nbgrader's command and Formgrader's button take this converter."""
    for name in _USERS:
        if name in sys.modules and hasattr(sys.modules[name], "Autograde"):
            sys.modules[name].Autograde = AutogradeAnything


use()

"""This project's steps in nbgrader's own pipelines; `nbgrader_config.py` plugs them in."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import (
    Execute,
    NbGraderPreprocessor,
    SaveAutoGrades,
)
from traitlets import Bool, Enum, Float

from ...course import CourseError, Lesson, all_lessons, find_root
from ...own_files import solved_notebook
from ..card_seal import seal_cards
from ..course_lock import only_run
from ..engine import Grader
from ..evidence import Evidence
from ..gradebook.known_cells import give_ids, originals_of, restore
from ..gradebook.marks import NOT_GRADED
from ..gradebook.plain_assignments import language_of
from ..intake.files_beside import files_in, prepare, siblings, that_fit
from ..intake.mending import Skeleton, mend
from ..outcome import say_isolation, say_newer
from ..process.child import Sandbox
from ..process.isolation import BUBBLEWRAP, NONE, Isolation, choose
from ..process.stage import make_stage
from ..process.temporary_folders import temporary_folder
from ..secret_seed import secret_seed
from .known_notebooks import wait_for_texts
from .marking_rules import without_stderr
from .plain_notebooks import VARIABLES, run_cells, seconds_of


class ReadAnything(NotebookExporter):
    """Gives the notebook that was found in a submission, in whatever state it is.

    Where there is none, the marks of an earlier grading are taken back, and a person has to look.
    """

    def from_filename(self, filename, resources=None, **more):
        found = getattr(self.parent, "found", {})
        if not getattr(self.parent, "_sanitizing", False) or filename not in found:
            return super().from_filename(filename, resources, **more)  # its own, the second time
        with only_run(find_root(), self.log.warning):  # which may take long; then it is over
            blank(resources)  # whatever happens from now on, no old mark stands for this work
        notebook = found[filename]
        if isinstance(notebook, CourseError):
            blank(resources, f"{NOT_GRADED}{notebook}")
            raise notebook
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        give_ids(notebook.cells)
        return self.from_notebook_node(notebook, resources=resources, **more)


class MendCells(NbGraderPreprocessor):
    """Sanitising a submission: put its cells right before nbgrader looks at them.

    A lesson's goes back on the lesson's skeleton; another one's cells get their own type and
    metadata, as the gradebook knows them.
    """

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        if about.get("restored"):  # `autograder grade` has done it already
            return nb, resources
        lesson = _lesson(resources)
        if lesson is None:
            with Gradebook(about["db_url"]) as book:
                known = originals_of(book.find_notebook(about["notebook"], about["assignment"]))
            flags = restore(nb, known)
            if own := getattr(self.parent.parent, "own_texts", None):
                flags += wait_for_texts(nb, known, own(about["notebook"]))
        else:
            nb, flags = mend(nb, Skeleton(solved_notebook(lesson)))
        for flag in flags:
            self.log.warning("%s: %s", about["student"], flag)
        return nb, resources


class JudgeElsewhere(Execute):
    """Autograding: run the notebook in the sandbox; a lesson's checks are judged here.

    Of an assignment that is no lesson of this course, the assert cells run in the sandbox too, with
    the files that lie beside the notebook. Its time for a cell is nbgrader's `timeout`.
    """

    isolation = Enum(
        [BUBBLEWRAP.name, NONE.name],
        default_value=BUBBLEWRAP.name,
        help="How students' code is kept apart; 'none' runs it unprotected, with your own rights.",
    ).tag(config=True)

    cells_seconds = Float(
        None,
        allow_none=True,
        help="Seconds that all cells of a submission may take together [300]. Each exercise has "
        "its own seconds besides.",
    ).tag(config=True)

    def preprocess(self, nb, resources, **kwargs):
        if newer := self._newer(resources["nbgrader"]["student"]):
            say_newer(nb, newer)
        isolation, lesson = choose(self.isolation), _lesson(resources)
        if lesson is None:
            return self._run_plain(nb, resources, isolation, **kwargs)
        grader = _grader(lesson, isolation, self.cells_seconds)
        graded = grader.run(nb, student=resources["nbgrader"]["student"])
        grader.evidence.add(graded.notebook)
        seal_cards(graded.notebook, find_root())
        if graded.reason:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], graded.reason)
        return say_isolation(graded.notebook, isolation), resources

    def _run_plain(self, nb, resources, isolation, **kwargs):
        language = language_of(nb.metadata)
        if language == "python":
            folder = Path(resources["metadata"]["path"])
            ignored = [".ipynb_checkpoints", "my-answers*.jsonl"]
            beside = siblings(folder) | files_in(folder, ignored)
            flags: list[str] = []
            commands = list(prepare(that_fit(beside, {}, flags), VARIABLES))
            a_cell = seconds_of(self)
            flags += run_cells(_sandbox(isolation), nb, commands, a_cell, self.cells_seconds)
            for flag in flags:
                self.log.warning("%s: %s", resources["nbgrader"]["student"], flag)
        elif isolation.protects:
            raise CourseError(
                f"The sandbox runs Python alone, not {language}. To run this notebook "
                "unprotected, set c.JudgeElsewhere.isolation = 'none' in nbgrader_config.py."
            )
        else:
            nb, resources = super().preprocess(nb, resources, **kwargs)
        return say_isolation(nb, isolation), resources

    def _newer(self, student: str) -> str:
        """Why a newer attempt could not be graded, where this one stands in for it."""
        converter = getattr(self.parent, "parent", None)
        return getattr(converter, "newer", {}).get(student, "")


class SaveMarks(SaveAutoGrades):
    """Saving marks: as nbgrader does it, from nothing, and whatever was on standard error."""

    stderr_fails = Bool(
        False, help="Whether output on standard error fails a graded cell, as it does in nbgrader."
    ).tag(config=True)

    def preprocess(self, nb, resources):
        with only_run(find_root(), self.log.warning):
            blank(resources)
            return super().preprocess(nb, resources)

    def _add_score(self, cell, resources):
        marked = cell if self.stderr_fails else without_stderr(cell)
        try:
            super()._add_score(marked, resources)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            self._add_nothing(cell.metadata.nbgrader.grade_id, error)

    def _add_nothing(self, cell: str, error: Exception) -> None:
        """No points for a cell whose value cannot be a mark; a person is to look."""
        self.log.warning("%s: %s: %s", self.student_id, cell, error)
        about = self.notebook_id, self.assignment_id, self.student_id
        grade = self.gradebook.find_grade(cell, *about)
        grade.auto_score, grade.needs_manual_grade = 0.0, True
        self.gradebook.db.commit()


def blank(resources: dict, comment: str | None = None) -> None:
    """Take out of the gradebook what an earlier grading of this notebook has left there.

    A person's marks and comments stay. comment: is put under each cell that may have one.
    """
    about = resources["nbgrader"]
    names = about["notebook"], about["assignment"], about["student"]
    with Gradebook(about["db_url"]) as book:
        try:
            notebook = book.find_submission_notebook(*names)
        except MissingEntry:
            return
        tasks = {cell.id for cell in notebook.notebook.task_cells}
        for grade in notebook.grades:
            grade.auto_score = None
            if grade.cell_id not in tasks or grade.manual_score is None or comment:
                grade.needs_manual_grade = True
        for each in notebook.comments:
            each.auto_comment = comment
        book.db.commit()


def _lesson(resources: dict) -> Lesson | None:
    """The lesson of this very name that is graded, None where it is another assignment."""
    name = resources["nbgrader"]["assignment"]
    return next((lesson for lesson in all_lessons() if lesson.folder == name), None)


@cache
def _grader(lesson: Lesson, isolation: Isolation, seconds: float | None) -> Grader:
    """One grader per lesson and run of nbgrader, with its stage."""
    grader = Grader(lesson, secret_seed(find_root()), _stage(lesson.folder), isolation, seconds)
    grader.evidence = Evidence(grader.source, isolation)
    return grader


@cache
def _sandbox(isolation: Isolation) -> Sandbox:
    """One sandbox for all assignments that are no lessons."""
    return Sandbox(_stage(""), isolation)


_until_the_end = ExitStack()
atexit.register(_until_the_end.close)


def _stage(lesson: str) -> Path:
    stage = _until_the_end.enter_context(temporary_folder()) / "stage"
    stage.mkdir()
    make_stage(stage, lesson)
    return stage

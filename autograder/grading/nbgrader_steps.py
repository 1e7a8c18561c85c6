"""This project's steps in nbgrader's own pipelines; `nbgrader_config.py` plugs them in."""

from __future__ import annotations

import tempfile
from copy import deepcopy
from functools import cache
from pathlib import Path

import nbformat
from nbgrader.preprocessors import (
    ClearSolutions,
    ComputeChecksums,
    Execute,
    NbGraderPreprocessor,
    SaveCells,
)

from ..course import CourseError, Lesson, find_lessons, find_root
from .engine import Grader
from .mend import mend
from .seed import secret_seed
from .stage import make_stage


class GiveStarters(NbGraderPreprocessor):
    """Releasing a *break it* exercise: the stub gives way to the code with its bug.

    Runs after ClearSolutions. The given code travels in the solved notebook's cell metadata.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        if "starter" in cell.metadata:
            cell.source = cell.metadata.pop("starter")
        return cell, resources


class MendCells(NbGraderPreprocessor):
    """Sanitising a submission: put it back on its lesson's skeleton before nbgrader looks at it."""

    def preprocess(self, nb, resources):
        lesson = _lesson(resources)
        if lesson is None:
            return nb, resources
        mended, flags = mend(nb, nbformat.read(lesson.solved, as_version=4))
        for flag in flags:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], flag)
        return mended, resources


class JudgeElsewhere(Execute):
    """Autograding: run the notebook in a child process and judge it here.

    An assignment that is not a lesson of this course is executed as nbgrader does it.
    """

    def preprocess(self, nb, resources, **kwargs):
        lesson = _lesson(resources)
        if lesson is None:
            return super().preprocess(nb, resources, **kwargs)
        graded = _grader(lesson).run(nb)
        if graded.reason:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], graded.reason)
        return graded.notebook, resources


def save_cells(lesson: Lesson, database: str) -> None:
    """Tell nbgrader's gradebook about a lesson's cells and points, as releasing it would."""
    notebook = deepcopy(nbformat.read(lesson.solved, as_version=4))
    about = {"notebook": lesson.name, "assignment": lesson.folder, "db_url": database}
    resources = {"nbgrader": about, "unique_key": lesson.name}
    for step in (ClearSolutions, GiveStarters, ComputeChecksums, SaveCells):
        notebook, resources = step().preprocess(notebook, resources)


def _lesson(resources: dict) -> Lesson | None:
    try:
        return find_lessons((resources["nbgrader"]["assignment"],))[0]
    except CourseError:
        return None


@cache
def _grader(lesson: Lesson) -> Grader:
    """One grader per lesson and run of nbgrader, with its stage."""
    folder = tempfile.TemporaryDirectory(prefix="stage-")
    make_stage(Path(folder.name), lesson.folder)
    grader = Grader(lesson, secret_seed(find_root()), Path(folder.name))
    grader.folder = folder  # lives as long as the grader
    return grader

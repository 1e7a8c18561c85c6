"""What nbgrader is told of a lesson's cells: as releasing the lesson would tell it."""

from __future__ import annotations

from nbgrader.preprocessors import (
    ClearSolutions,
    ComputeChecksums,
    NbGraderPreprocessor,
    SaveCells,
)

from ...course import Lesson
from ...own_files import solved_notebook


class GiveStarters(NbGraderPreprocessor):
    """Releasing a *break it* exercise: the stub gives way to the code with its bug.

    Runs after ClearSolutions. The given code travels in the solved notebook's cell metadata.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        if "starter" in cell.metadata:
            cell.source = cell.metadata.pop("starter")
        return cell, resources


def save_cells(lesson: Lesson, database: str) -> None:
    """Tell nbgrader's gradebook about a lesson's cells and points, as releasing it would."""
    notebook = solved_notebook(lesson)
    about = {"notebook": lesson.name, "assignment": lesson.folder, "db_url": database}
    resources = {"nbgrader": about, "unique_key": lesson.name}
    for step in (ClearSolutions, GiveStarters, ComputeChecksums, SaveCells):
        notebook, resources = step().preprocess(notebook, resources)

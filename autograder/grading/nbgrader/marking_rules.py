"""nbgrader's rules for plain notebooks: from cells that were run to marks and records.

The rules are nbgrader's own code. The one difference: output on standard error is no failure,
unless the course says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader import utils

from ..gradebook.course_settings import SILENT
from ..gradebook.known_cells import Originals, grade_id_of
from ..gradebook.marks import NO_RESPONSE, NOT_GRADED, Mark, Marks
from ..gradebook.records import ExerciseRecord
from ..intake.files_beside import Files

_LONGEST = 200


@dataclass
class GradedNotebooks:
    """One submission: its notebooks by name, what became of its cells, what had to be mended."""

    notebooks: dict[str, NotebookNode] = field(default_factory=dict)
    exercises: list[ExerciseRecord] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    flags: list[str] = field(default_factory=list)
    files: Files = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


def without_stderr(cell: NotebookNode) -> NotebookNode:
    """A copy of a cell as it is marked: what it wrote to standard error does not count."""
    if cell.cell_type != "code":
        return cell
    kept = [out for out in cell.outputs if out.get("name") != "stderr"]
    return NotebookNode({**cell, "outputs": kept})


def mark_of(cell: NotebookNode, stderr_fails: bool) -> Mark:
    """A graded cell's mark by nbgrader's rules.

    Where these fail, such as on a value above its points, it is nothing, for a person to see.
    """
    try:
        score, _ = utils.determine_grade(cell if stderr_fails else without_stderr(cell), SILENT)
    except (ValueError, KeyError, TypeError, IndexError):
        return Mark(0.0, look=True)
    return Mark(score)


def mark(
    graded: GradedNotebooks,
    name: str,
    originals: Originals,
    notebook: NotebookNode,
    stderr_fails: bool,
) -> None:
    """Mark one notebook that was run."""
    cells = {grade_id_of(cell): cell for cell in notebook.cells}
    for grade_id, original in originals.items():
        marks, cell = original.metadata.nbgrader, cells.get(grade_id)
        if cell is not None and (marks.solution or marks.task):
            silent = marks.checksum == utils.compute_checksum(cell)
            if silent and not marks.task:
                graded.marks.comments[name, grade_id] = NO_RESPONSE
        if not (marks.grade or marks.task):
            continue
        given = Mark()
        if cell is not None and marks.grade:
            given = mark_of(cell, stderr_fails)
            graded.marks.scores[name, grade_id] = given
        elif marks.grade:
            graded.flags.append(f"{grade_id}: its cell was missing; a person has to look")
        reason = _stopped(cell) if given.score == 0 else ""
        if reason:
            graded.reasons.append(f"{grade_id} could not be checked: {reason}.")
        _note(graded, name, original, given, reason)


def mark_missing(graded: GradedNotebooks, name: str, originals: Originals) -> None:
    """A notebook that was not handed in gets nothing, as with nbgrader."""
    for grade_id, original in originals.items():
        marks = original.metadata.nbgrader
        if marks.grade or marks.task:
            graded.marks.scores[name, grade_id] = Mark(0.0)
            _note(graded, name, original, Mark(0.0), "")


def mark_unread(graded: GradedNotebooks, name: str, originals: Originals, reason: str) -> None:
    for grade_id, original in originals.items():
        marks = original.metadata.nbgrader
        if marks.solution or marks.task:
            graded.marks.comments[name, grade_id] = f"{NOT_GRADED}{reason}"
        if marks.grade or marks.task:
            _note(graded, name, original, Mark(), "")


def _note(
    graded: GradedNotebooks, notebook: str, original: NotebookNode, mark: Mark, reason: str
) -> None:
    marks = original.metadata.nbgrader
    most = float(marks.points)
    if reason:
        status = "stopped"
    elif mark.score is None or mark.look:
        status = "manual"
    elif marks.solution:
        status = "unwritten"
    else:
        status = "passed" if mark.score >= most else "partial" if mark.score else "failed"
    graded.exercises.append(
        ExerciseRecord(marks.grade_id, mark.score, most, status, reason=reason, notebook=notebook)
    )


def _stopped(cell: NotebookNode | None) -> str:
    """Why a cell was stopped by the engine, "" where it was not."""
    for output in cell.outputs if cell is not None and cell.cell_type == "code" else ():
        if output.output_type == "error" and output.ename == "Stopped":
            return str(output.evalue)[:_LONGEST]
    return ""

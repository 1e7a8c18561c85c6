"""`nbgrader export`: grades.csv, in which a mark that was not given is blank, with the reason.

The columns are those of nbgrader's own exporter, with two more behind them.
"""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins.export import ExportPlugin

from ..gradebook.spreadsheet import write_table
from ..gradebook.standing import Standing, standings

COLUMNS = [
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score", "status", "reason",
]  # fmt: skip
NOTHING = "nothing was handed in"


class ExportMarks(ExportPlugin):
    """Writes every student of the course for every assignment."""

    def export(self, gradebook: Gradebook) -> None:
        target = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", target)
        assignments = [
            each for each in gradebook.assignments if _wanted(each.name, self.assignment)
        ]
        students = [each for each in gradebook.students if _wanted(each.id, self.student)]
        rows = [COLUMNS]
        for assignment in assignments:
            given = standings(gradebook, assignment.name)
            for student in students:
                row = {
                    "assignment": assignment.name,
                    "duedate": assignment.duedate,
                    "student_id": student.id,
                    "last_name": student.last_name,
                    "first_name": student.first_name,
                    "email": student.email,
                    "max_score": assignment.max_score,
                    **_marks(given.get(student.id)),
                }
                rows.append(["" if row[name] is None else str(row[name]) for name in COLUMNS])
        write_table(target, rows)


def _wanted(name: str, asked: list) -> bool:
    return not asked or name in map(str, asked)


def _marks(standing: Standing | None) -> dict:
    if standing is None:
        blank = dict.fromkeys(("timestamp", "raw_score", "late_submission_penalty", "score"))
        return {**blank, "status": "missing", "reason": NOTHING}
    blank = "ungradable" if standing.said else "waits"
    return {
        "timestamp": standing.timestamp,
        "raw_score": standing.raw,
        "late_submission_penalty": None if standing.raw is None else standing.penalty,
        "score": standing.score,
        "status": blank if standing.raw is None else "graded",
        "reason": standing.why,
    }

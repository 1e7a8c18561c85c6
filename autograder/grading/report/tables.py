"""The report's tables, for spreadsheets: the class's marks, and its exercises' figures."""

from __future__ import annotations

from pathlib import Path

from ..gradebook.spreadsheet import write_table
from .current_records import Submitted
from .items import KINDS, Item


def write_marks(path: Path, submissions: list[Submitted], decimal_comma: bool = False) -> None:
    """A row for each student: what was given, what came of it, when it was handed in.

    Scores are of the work; what lateness takes off, as `nbgrader export` does, has its own column.
    """
    records = [each.record for each in submissions]
    names = [e.full_name for e in next((r.exercises for r in records if r.exercises), [])]
    rows: list[list] = [[
        "student", "status", "score", "max_score", *names, "reason", "flags", "attempt",
        "handed_in", "due", "days_late", "points_off", "regrade_requests",
    ]]  # fmt: skip
    for record, each in zip(records, submissions, strict=True):
        points = {e.full_name: e.points for e in record.exercises}
        row = [record.student, record.status, record.score, record.max_score]
        row += [points.get(name) for name in names]
        rows.append([*row, record.reason, "; ".join(record.flags), record.attempt, *_dates(each),
                     "; ".join(f"{r.exercise}: {r.text}" for r in record.requests)])  # fmt: skip
    write_table(path, rows, for_excel=True, decimal_comma=decimal_comma)


def write_exercises(path: Path, items: list[Item], decimal_comma: bool = False) -> None:
    """A row for each exercise, in the lesson's order; blank where too few have done it."""
    rows: list[list] = [[
        "exercise", "section", "max_points", "mean", "n", "facility", "discrimination",
        "upper_minus_lower", *(words.replace(" ", "_") for words in KINDS.values()),
        "most_common_mistake", "students_with_it",
    ]]  # fmt: skip
    for item in items:
        found = item.figures
        shares = found.facility, found.discrimination, found.difference
        figures = found.n, *map(_three, shares)
        count, why = item.mistakes[0] if item.mistakes else (None, "")
        rows.append([
            item.name, item.place.section, item.max_points, item.mean, *figures,
            *(item.came[kind] for kind in KINDS), why, count,
        ])  # fmt: skip
    write_table(path, rows, for_excel=True, decimal_comma=decimal_comma)


def _dates(each: Submitted) -> list[str | float | None]:
    standing = each.standing
    if standing is None:
        return ["", "", "", ""]
    dates = [f"{d:%Y-%m-%d %H:%M:%S}" if d else "" for d in (standing.timestamp, standing.due)]
    late = standing.late
    days = None if late is None else round(late.total_seconds() / 86_400, 3)
    return [*dates, days, standing.penalty or None]


def _three(value: float | None) -> float | None:
    return None if value is None else round(value, 3)

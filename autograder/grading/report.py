"""The class report of a lesson, from the records that stand beside the graded notebooks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, select_autoescape
from nbgrader.api import Gradebook, MissingEntry

from ..course import CourseError, Lesson
from ..exercises import of_lesson
from .gradebook.course_settings import Settings
from .gradebook.plain_assignments import Assignment
from .gradebook.records import WAITS, ExerciseRecord, Record, flags_of_waiting, load
from .gradebook.spreadsheet import number, write_table
from .gradebook.standing import Standing, mean, standings


@dataclass(frozen=True)
class ExerciseRow:
    """How a class did on one exercise. mistakes: (how many students, what they did), most first.

    mean is None where some points are still to be given by a person.
    """

    name: str
    max_points: float
    mean: float | None
    statuses: Counter
    mistakes: list[tuple[int, str]]


def write_report(lesson: Lesson | Assignment, root: Path) -> tuple[Path, Path]:
    """Write `report/<lesson>.html` and `.csv`; their paths.

    Raises CourseError where nothing of this lesson has been graded.
    """
    paths = (root / "autograded").glob(f"*/{lesson.folder}/record.json")
    records = sorted(map(load, paths), key=lambda record: record.student)
    if not records:
        raise CourseError(
            f"Nothing has been graded for {lesson.folder}: run `autograder grade` first."
        )
    records = as_the_gradebook_has_it(records, lesson, root)
    folder = root / "report"
    folder.mkdir(exist_ok=True)
    page, table = folder / f"{lesson.folder}.html", folder / f"{lesson.folder}.csv"
    page.write_text(_page(lesson, records), "utf-8")
    _write_csv(table, records)
    return page, table


def exercise_rows(lesson: Lesson | Assignment, records: list[Record]) -> list[ExerciseRow]:
    """The class's results exercise by exercise, in the lesson's order; then its texts."""
    rows = []
    for name, most, why in _exercises(lesson, records):
        results = [e for record in records for e in record.exercises if _name(e) == name]
        points = [e.points for e in results]
        mistakes = Counter(e.misconception for e in results if e.misconception)
        rows.append(
            ExerciseRow(
                name=name,
                max_points=most,
                mean=None if None in points else mean(points),
                statuses=Counter(e.status for e in results),
                mistakes=[
                    (count, why.get(wrong, wrong)) for wrong, count in mistakes.most_common()
                ],
            )
        )
    return rows


def _exercises(
    lesson: Lesson | Assignment, records: list[Record]
) -> list[tuple[str, float, dict[str, str]]]:
    """Names, points, and known mistakes; of an assignment, its cells as they were graded."""
    if isinstance(lesson, Lesson):
        texts = {e.name: e.max_points for r in records for e in r.exercises if e.by_hand}
        return [
            (name, exercise.max_points, {m.name: m.why for m in exercise.misconceptions})
            for name, exercise in of_lesson(lesson.folder).items()
        ] + [(name, most, {}) for name, most in texts.items()]
    cells = {_name(e): e.max_points for record in records for e in record.exercises}
    return [(name, most, {}) for name, most in cells.items()]


def _name(exercise: ExerciseRecord) -> str:
    """An exercise's name; a cell's is told apart by its notebook's."""
    return "/".join(filter(None, (exercise.notebook, exercise.name)))


def as_the_gradebook_has_it(
    records: list[Record], lesson: Lesson | Assignment, root: Path
) -> list[Record]:
    """Records with the points that the gradebook has, where a person's marks are, too.

    A student who was taken out of the gradebook has no mark, and the record says so.
    """
    settings = Settings(root)
    try:
        with Gradebook(settings.database, settings.course) as book:
            given = standings(book, lesson.folder)
    except MissingEntry:
        given = {}
    return [_corrected(record, given.get(record.student)) for record in records]


def _corrected(record: Record, standing: Standing | None) -> Record:
    if standing is None:
        reason = f"is not in the gradebook any more. {record.reason}".rstrip()
        return replace(record, score=None, status="ungradable", reason=reason, exercises=[])
    points = {(cell.notebook, cell.name): cell.points for cell in standing.cells}
    only = next(iter(points), ("", ""))[0]  # a lesson's records do not name its one notebook
    exercises = []
    for each in record.exercises:
        cell = each.name if each.notebook or each.by_hand else f"check-{each.name}"
        now = points.get((each.notebook or only, cell), each.points)
        marked = each.status == "manual" and now is not None and now != each.points
        status = "marked" if marked else each.status
        exercises.append(replace(each, points=now, status=status))
    score = standing.raw if exercises or standing.raw else None
    flags = [flag for flag in record.flags if not flag.startswith(WAITS)]
    flags += flags_of_waiting(each.name for each in exercises if each.status == "manual")
    return replace(record, score=score, flags=flags, exercises=exercises)


def _page(lesson: Lesson | Assignment, records: list[Record]) -> str:
    template = files(__package__).joinpath("report.html.j2").read_text("utf-8")
    environment = Environment(autoescape=select_autoescape(default_for_string=True))
    scored = [record.score for record in records if record.score is not None]
    return environment.from_string(template).render(
        lesson=lesson,
        records=records,
        rows=exercise_rows(lesson, records),
        mean=mean(scored),
        max_score=records[0].max_score,
        scored=len(scored),
        unprotected=sum(record.isolation == "none" for record in records),
    )


def _write_csv(path: Path, records: list[Record]) -> None:
    names = [_name(each) for each in next((r.exercises for r in records if r.exercises), [])]
    rows = [["student", "status", "score", "max_score", *names, "reason", "flags"]]
    for record in records:
        points = {_name(each): number(each.points) for each in record.exercises}
        row = [record.student, record.status, number(record.score), number(record.max_score)]
        row += [points.get(name, "") for name in names]
        rows.append([*row, record.reason, "; ".join(record.flags)])
    write_table(path, rows, for_excel=True)

"""A class's records as they stand now: with the points that the gradebook has, and the dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from ...course import CourseError, Lesson
from ..attempts import points_of_first
from ..gradebook.course_settings import Settings
from ..gradebook.extensions import extensions_of
from ..gradebook.plain_assignments import Assignment
from ..gradebook.records import WAITS, ExerciseRecord, Record, flags_of_waiting, load
from ..gradebook.standing import Standing, standings
from ..intake.regrade_requests import Request

BY_NBGRADER = "graded by nbgrader's command, which keeps no mistakes; `autograder grade` does"
"""The flag of a submission of which the gradebook alone is known."""


@dataclass(frozen=True)
class Submitted:
    """One student's submission as it stands. standing: None where the gradebook has none.

    first: the points of the first attempt that could be graded, by exercise; none where this is it.
    """

    record: Record
    standing: Standing | None
    first: dict[str, float | None]

    @property
    def student(self) -> str:
        return self.record.student

    @property
    def requests(self) -> list[tuple[Request, bool]]:
        """What the student asks to have looked at again, and whether a person has been there."""
        cells = {e.full_name: {e.name, e.cell} for e in self.record.exercises}
        been = self.standing.by_person if self.standing else frozenset()
        return [
            (each, bool(been & cells.get(each.exercise, set()))) for each in self.record.requests
        ]

    def points(self, exercise: ExerciseRecord) -> float | None:
        """An exercise's points at the first attempt, which tell more of a class than the last."""
        return self.first.get(exercise.full_name, exercise.points)


def submissions_of(lesson: Lesson | Assignment, root: Path) -> list[Submitted]:
    """What stands of a graded lesson, by student.

    Raises CourseError where nothing of this lesson has been graded.
    """
    folders = list((root / "autograded").glob(f"*/{lesson.folder}"))
    records = [load(path) for each in folders if (path := each / "record.json").is_file()]
    given = _given(lesson, root) if folders else {}  # asking makes a gradebook where there is none
    there = {record.student for record in records}
    records += [_by_nbgrader(lesson, each) for who, each in given.items() if who not in there]
    records.sort(key=lambda record: record.student)
    if not records:
        raise CourseError(
            f"Nothing has been graded for {lesson.folder}: run `autograder grade` first."
        )
    return [_submitted(record, given.get(record.student), root) for record in records]


def _given(lesson: Lesson | Assignment, root: Path) -> dict[str, Standing]:
    """How submissions stand, with the extensions of the course's file where it has any."""
    settings, until = Settings(root), extensions_of(root)
    try:
        with Gradebook(settings.database, settings.course) as book:
            found = standings(book, lesson.folder)
    except MissingEntry:
        return {}
    return {
        student: replace(each, due=until.get((student, lesson.folder), each.due))
        for student, each in found.items()
    }


def _by_nbgrader(lesson: Lesson | Assignment, standing: Standing) -> Record:
    """The record of a submission that nbgrader's own command graded, which writes none."""
    is_lesson = isinstance(lesson, Lesson)
    exercises = [
        ExerciseRecord(
            cell.name.removeprefix("check-") if is_lesson else cell.name,
            cell.points,
            cell.most,
            "manual" if cell.points is None else "passed" if cell.points >= cell.most else "failed",
            notebook="" if is_lesson else cell.notebook,
            by_hand=is_lesson and not cell.name.startswith("check-"),
        )
        for cell in standing.cells
        if cell.most  # of one without points the gradebook does not know whether it is right
    ]
    status = "ungradable" if standing.said else "graded"
    told = [] if standing.said else exercises
    score = None if standing.said else standing.so_far
    most, flags = standing.max_score, [BY_NBGRADER]
    return Record(
        standing.student, lesson.folder, status, standing.said, score, most, 0.0, flags, told
    )


def _submitted(record: Record, standing: Standing | None, root: Path) -> Submitted:
    first = {}
    if record.attempt > 1:
        first = points_of_first(root, record.student, record.lesson)
    return Submitted(_corrected(record, standing), standing, first)


def _corrected(record: Record, standing: Standing | None) -> Record:
    """A record with a person's marks. One who was taken out of the gradebook has no mark."""
    if standing is None:
        reason = f"is not in the gradebook any more. {record.reason}".rstrip()
        return replace(record, score=None, status="ungradable", reason=reason, exercises=[])
    points = {(cell.notebook, cell.name): cell.points for cell in standing.cells}
    only = next(iter(points), ("", ""))[0]  # a lesson's records do not name its one notebook
    exercises = []
    for each in record.exercises:
        now = points.get((each.notebook or only, each.cell), each.points)
        marked = each.status == "manual" and now is not None and now != each.points
        status = "marked" if marked else each.status
        exercises.append(replace(each, points=now, status=status))
    score = standing.raw if exercises or standing.raw else None
    flags = [flag for flag in record.flags if not flag.startswith(WAITS)]
    flags += flags_of_waiting(each.name for each in exercises if each.status == "manual")
    return replace(record, score=score, flags=flags, exercises=exercises)


def scores(submissions: Iterable[Submitted]) -> list[float]:
    """The marks that there are."""
    return [each.record.score for each in submissions if each.record.score is not None]

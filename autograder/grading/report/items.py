"""A class's results exercise by exercise: how many were right, how telling it is, what went wrong.

An item is an exercise, a text, a cell of a plain notebook, or a checkpoint question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...course import Lesson
from ...exercises import of_lesson
from ..gradebook.plain_assignments import Assignment
from ..gradebook.records import ExerciseRecord
from ..gradebook.standing import mean
from ..groups import Group
from . import statistics
from .current_records import Submitted
from .places import Place, places_of

KINDS = {
    "right": "right",
    "partly": "partly right",
    "wrong": "wrong",
    "unwritten": "nothing written",
    "stopped": "could not be checked",
    "manual": "waits for a person",
}
"""What may have come of one exercise of one submission, and the words for it."""


@dataclass(frozen=True)
class Figures:
    """What is reckoned of an item over the class; None where it cannot be said.

    n: first attempts with points. facility, discrimination, difference: see `statistics`.
    """

    n: int = 0
    facility: float | None = None
    discrimination: float | None = None
    difference: float | None = None


@dataclass(frozen=True)
class Item:
    """How a class did on one exercise. mistakes: (how many students, what they did), most first;
    whose: the students by what they did.

    mean: of the points as they are now, None where some are still to be given by a person.
    came: of how many came what, by KINDS. groups: wrong answers that no card names.
    """

    name: str
    max_points: float
    mean: float | None
    came: Counter
    mistakes: list[tuple[int, str]]
    place: Place = field(default_factory=Place)
    whose: dict[str, list[str]] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    figures: Figures = field(default_factory=Figures)

    @property
    def anchor(self) -> str:
        return "exercise-" + "".join(c if c.isalnum() else "-" for c in self.name)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """What came of it, as (kind, how many), in the order of KINDS."""
        return [(kind, self.came[kind]) for kind in KINDS if self.came[kind]]

    @property
    def lost(self) -> float:
        """The share of its points that the class lost; 0 where nobody knows."""
        return 0.0 if self.figures.facility is None else 1.0 - self.figures.facility

    @property
    def weight(self) -> float:
        """What a list is ordered by that has the hardest and most telling first."""
        return self.lost * (1.0 + max(0.0, self.figures.discrimination or 0.0))


def items_of(
    lesson: Lesson | Assignment, submissions: list[Submitted], groups: Iterable[Group] = ()
) -> list[Item]:
    """The class's items in the lesson's order, its texts among them."""
    known = list(_known(lesson, submissions))
    places, unnamed = places_of(lesson), list(groups)
    counted = [name for name, most, _ in known if most > 0]
    table = table_of(submissions, counted)
    items = []
    for name, most, why in known:
        found = [(s.record.student, e) for s in submissions for e in s.record.exercises
                 if e.full_name == name]  # fmt: skip
        results = [each for _, each in found]
        whose: dict[str, list[str]] = {}
        for student, each in found:
            if each.misconception:
                whose.setdefault(why.get(each.misconception, each.misconception), []).append(
                    student
                )
        mistakes = Counter({what: len(students) for what, students in whose.items()})
        points = [e.points for e in results]
        items.append(
            Item(
                name=name,
                max_points=most,
                mean=None if None in points else mean(points),
                came=Counter(map(_kind, results)),
                mistakes=[(n, wrong) for wrong, n in mistakes.most_common()],
                whose=whose,
                place=places.get(name, Place()),
                groups=tuple(group for group in unnamed if group.exercise == name),
                figures=_figures(table, counted.index(name), most) if name in counted
                else _of_stretch(results),
            )
        )  # fmt: skip
    order = {name: at for at, name in enumerate(places)}
    return sorted(items, key=lambda item: order.get(item.name, len(order)))


def table_of(submissions: Iterable[Submitted], names: list[str]) -> statistics.Table:
    """The points of the first attempts, a row for each student of whom something was graded."""
    rows = []
    for each in submissions:
        points = {e.full_name: each.points(e) for e in each.record.exercises}
        if points:
            rows.append([points.get(name) for name in names])
    return statistics.as_table(rows) if rows else statistics.as_table([[None] * len(names)])


def _known(lesson: Lesson | Assignment, submissions: list[Submitted]):
    """Names, points, and known mistakes; of an assignment, its cells as they were graded."""
    found = {e.full_name: e for s in submissions for e in s.record.exercises}
    if isinstance(lesson, Lesson):
        for name, exercise in of_lesson(lesson.folder).items():
            yield name, exercise.max_points, {m.name: m.why for m in exercise.misconceptions}
        found = {name: each for name, each in found.items() if each.by_hand}
    for name, each in found.items():
        yield name, each.max_points, {}


def _kind(result: ExerciseRecord) -> str:
    if result.status in ("unwritten", "stopped", "manual"):
        return result.status
    if result.status == "passed" or (
        result.points is not None and 0 < result.max_points <= result.points
    ):
        return "right"
    return "partly" if result.points else "wrong"


def _figures(table: statistics.Table, column: int, most: float) -> Figures:
    points = table[:, column]
    n = int((points == points).sum())
    if n < statistics.ENOUGH:
        return Figures(n)
    return Figures(
        n,
        statistics.facility(points, most),
        statistics.discrimination(table, column),
        statistics.upper_minus_lower(table, column, most),
    )


def _of_stretch(results: list[ExerciseRecord]) -> Figures:
    """Of what carries no points, the share of those who wrote something that is right."""
    written = [_kind(each) for each in results if each.status != "unwritten"]
    if len(written) < statistics.ENOUGH:
        return Figures(len(written))
    return Figures(len(written), written.count("right") / len(written))

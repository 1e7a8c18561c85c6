"""Wrong answers that nobody has named yet, grouped by what they answered on the class's sheet.

Two submissions whose functions answer the same, to a few digits, made the same mistake, however
they are written. A group can be made into a misconception: then every card names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..course import CourseError, Lesson
from ..exercises import found_in_class, of_lesson
from ..judging.judge import verdict
from ..judging.sheet import Sheet, seeded
from ..own_files import notebook_of
from .gradebook.records import Record, load
from .intake.definitions import names_bound
from .outcome import RECORD
from .secret_seed import secret_seed

AT_LEAST = 1


@dataclass(frozen=True)
class Group:
    """Submissions with one unnamed mistake. name: the exercise and the start of the signature.

    example: the code of one of them; told: what its card says behind "What happened:", mostly.
    """

    exercise: str
    signature: str
    students: tuple[str, ...]
    example: str
    told: str

    @property
    def name(self) -> str:
        return f"{self.exercise}-{self.signature[:4]}"


def groups_of(lesson: Lesson) -> list[Group]:
    """A graded lesson's groups, the largest first, then in the lesson's order.

    Raises CourseError where nothing of the lesson has been graded.
    """
    records = _records(lesson)
    found: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        for exercise in record.exercises:
            if exercise.signature and not exercise.misconception:
                found.setdefault((exercise.name, exercise.signature), []).append(record)
    order = list(of_lesson(lesson.folder))
    groups = [_group(lesson, *key, members) for key, members in found.items() if key[0] in order]
    return sorted(groups, key=lambda g: (-len(g.students), order.index(g.exercise), g.signature))


def name_group(lesson: Lesson, name: str, why: str) -> tuple[Group, Path]:
    """Make a group into a misconception; the group, and the file that now holds it.

    Raises CourseError where there is no such group, or where its code cannot be taken.
    """
    groups = {group.name: group for group in groups_of(lesson)}
    if name not in groups:
        known = ", ".join(groups) or "none"
        raise CourseError(f"{lesson.folder} has no group {name!r}. Its groups are: {known}.")
    if not why.strip().endswith("."):
        raise CourseError("--why is one sentence for learners, and ends with a full stop.")
    group = groups[name]
    mistake = found_in_class.Found(group.exercise, "", why.strip(), group.example)
    by_hand = f"Write it by hand into autograder/exercises/, beside the exercise {group.exercise}."
    try:
        wrong = mistake.implementation()
    except found_in_class.NotTaken as error:
        raise CourseError(f"The example's code cannot be taken over: {error}. {by_hand}") from None
    except Exception as error:  # whatever a cell does besides defining its function
        said = f"it raises {type(error).__name__} before it is called"
        raise CourseError(f"The example's code cannot be taken over: {said}. {by_hand}") from None
    exercise = of_lesson(lesson.folder)[group.exercise]
    sheet = Sheet.draw(exercise, seeded(secret_seed(lesson.root), exercise))
    outcome = verdict(sheet, sheet.observe(wrong))
    if outcome.signature != group.signature:
        raise CourseError(f"The example's code alone does not answer as its group does. {by_hand}")
    lost = next(aspect.name for aspect in outcome.aspects if aspect.points < aspect.max_points
                or aspect.state != "passed")  # fmt: skip
    mistake = found_in_class.Found(group.exercise, lost, why.strip(), group.example)
    return group, found_in_class.add(mistake, lesson.root)


def without_record(lesson: Lesson) -> list[str]:
    """Students whom nbgrader's own command graded, which keeps no record of mistakes."""
    folders = sorted((lesson.root / "autograded").glob(f"*/{lesson.folder}"))
    return [folder.parent.name for folder in folders if not (folder / RECORD).is_file()]


def _records(lesson: Lesson) -> list[Record]:
    paths = sorted((lesson.root / "autograded").glob(f"*/{lesson.folder}/{RECORD}"))
    if not paths:
        if without_record(lesson):
            raise CourseError(
                f"`nbgrader autograde` graded {lesson.folder}, which keeps no record of mistakes: "
                "run `autograder grade` first."
            )
        raise CourseError(
            f"Nothing has been graded for {lesson.folder}: run `autograder grade` first."
        )
    return [load(path) for path in paths]


def _group(lesson: Lesson, exercise: str, signature: str, members: list[Record]) -> Group:
    told = [e.told for record in members for e in record.exercises if e.name == exercise]
    example = next(filter(None, (_code(lesson, r.student, exercise) for r in members)), "")
    students = tuple(record.student for record in members)
    return Group(exercise, signature, students, example, max(set(told), key=told.count))


def _code(lesson: Lesson, student: str, exercise: str) -> str:
    """The cell of a graded notebook in which a student wrote an exercise."""
    path = lesson.root / "autograded" / student / lesson.folder / lesson.solved.name
    try:
        cells = notebook_of(path).cells
    except CourseError:
        return ""
    return next(_defining(cells, exercise), "")


def _defining(cells: list, exercise: str) -> Iterator[str]:
    for cell in cells:
        if cell.cell_type == "code" and names_bound(cell.source).get(exercise):
            yield cell.source

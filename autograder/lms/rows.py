"""Whose row is whose: the students of the course found in a platform's table of marks.

What was collected says it by the platform's own number; then the student's name in the course or
an address in the gradebook, which the row has in one of its cells; then a name that one row alone
has. A number with another name beside it is of another assignment, and counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..course import CourseError
from .deliveries import CANVAS, nameless
from .people import as_canvas_has_it
from .rosters import turned
from .sheets import Row, Sheet
from .way_back import Known


@dataclass(frozen=True)
class Student:
    """Somebody who handed in. words: their name in the course and e-mail. name: in full, or ""."""

    id: str
    name: str = ""
    words: frozenset[str] = frozenset()


@dataclass
class Found:
    """Rows and their students. unsure: why a row that may be somebody's is nobody's."""

    students: dict[Row, str] = field(default_factory=dict)
    unsure: dict[Row, str] = field(default_factory=dict)


def find_students(
    sheet: Sheet, lesson: str, students: Iterable[Student], known: Iterable[Known], name: str
) -> Found:
    """The student of each row that has one. name: the table's file.

    Raises CourseError where it has none, so that it must be of something else.
    """
    students = list(students)
    ours = {student.id for student in students}
    known = [
        each
        for each in known
        if each.platform == sheet.platform
        and (each.lesson == lesson or each.platform == CANVAS)
        and each.student in ours
    ]
    found = Found()
    for row in sheet.rows:
        _by_number(row, known, found)
    taken = set(found.students.values())
    for row in sheet.rows:
        if row not in found.students and row not in found.unsure:
            _by_group(row, known, taken, found)
    of_lesson = [each for each in known if each.lesson == lesson]
    if of_lesson and not found.students:
        raise CourseError(
            f"{name} is of another course or assignment: {len(of_lesson)} submissions of {lesson} "
            f"came from {sheet.platform}, and none of its rows has the number of one. (Is it the "
            "right one after all, take their lines out of lms.csv.)"
        )
    _by_words(sheet, students, {each.student for each in of_lesson}, found)
    if not found.students:
        raise CourseError(
            f"{name} is of another course: none of its {len(sheet.rows)} rows is a student who "
            f"handed in {lesson}."
        )
    return found


def _by_number(row: Row, known: list[Known], found: Found) -> None:
    fitting = {each.student for each in known if each.key == row.key and _one_name(each, row)}
    others = [each for each in known if each.key == row.key and not _one_name(each, row)]
    if len(fitting) == 1:
        found.students[row] = fitting.pop()
    elif fitting:
        found.unsure[row] = f"lms.csv has several students with the number {row.key}"
    elif others and not _is_in_group(others[0], row):
        found.unsure[row] = f"its number is that of {others[0].name} in what was collected"


def _one_name(known: Known, row: Row) -> bool:
    """Whether a person collected and a row have one name, as far as both have any."""
    if known.platform == CANVAS or not row.name or nameless(known.name):
        return True
    return turned(known.name) == turned(row.name)


def _by_group(row: Row, known: list[Known], taken: set[str], found: Found) -> None:
    """A team's work is each member's, whose rows name the team."""
    fitting = {
        each.student for each in known if each.student not in taken and _is_in_group(each, row)
    }
    if len(fitting) == 1:
        found.students[row] = fitting.pop()


def _is_in_group(known: Known, row: Row) -> bool:
    """Whether a row names the team that a work was collected of."""
    return turned(known.name) in {turned(word) for word in row.words} - {""}


def _by_words(sheet: Sheet, students: list[Student], numbered: set[str], found: Found) -> None:
    """Students who were not collected from this platform, by address or name."""
    rest = [each for each in students if each.id not in numbered]
    rows = [row for row in sheet.rows if row not in found.students and row not in found.unsure]
    fitting = {
        row: [each.id for each in rest if each.words & row.words]
        or [each.id for each in rest if row.name and _is_called(each, row, sheet)]
        for row in rows
    }
    times = Counter(student for some in fitting.values() for student in some)
    for row, some in fitting.items():
        if len(some) == 1 and times[some[0]] == 1:
            found.students[row] = some[0]
        elif some:
            found.unsure[row] = f"it may be of several: {', '.join(sorted(some)[:3])}"
    homeless = {student.id for student in rest} - set(times)
    for row, some in fitting.items():  # graded as the platform's own folders call them
        if not some and row.key in homeless:
            found.students[row] = row.key


def _is_called(student: Student, row: Row, sheet: Sheet) -> bool:
    if turned(row.name) in {turned(student.id), turned(student.name)} - {""}:
        return True
    return sheet.platform == CANVAS and student.id in as_canvas_has_it(row.name)

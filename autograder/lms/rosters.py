"""Who is in the course: `students.csv`, or a platform's own table of the people in it.

`students.csv` has the columns of nbgrader's own import (`nbgrader db student import`): `id`, and,
as far as they are known, `first_name`, `last_name` (or `name`), `email`, `lms_user_id`, `group`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..course import CourseError
from ..grading.intake.finding import shown
from .canvas_gradebook import gradebook_in
from .cells import Cell, Table, read_table
from .sakai_grades import grades_in
from .sheets import Sheet, same
from .worksheet import worksheet_in

ROSTER = "students.csv"
"""Where the course keeps it."""
NAMES = ("id", "first_name", "last_name", "name", "email", "lms_user_id", "group")
_ALSO = {
    "student_id": "id", "student": "id", "username": "id", "user_name": "id",
    "firstname": "first_name", "lastname": "last_name", "surname": "last_name",
    "full_name": "name", "fullname": "name", "email_address": "email", "e-mail": "email",
    "mail": "email", "canvas_id": "lms_user_id", "user_id": "lms_user_id", "team": "group",
}  # fmt: skip
"""What such columns are called elsewhere."""


@dataclass(frozen=True)
class Person:
    """Somebody in the course.

    id: the name of their folder in `submitted/`, "" where only a platform names them. keys: what
    platforms know them by, as (platform, key); a platform's "" is any one. words: what else tells
    them: e-mail, login, number, group.
    """

    id: str
    name: str
    keys: frozenset[tuple[str, str]] = frozenset()
    words: frozenset[str] = frozenset()

    @property
    def shown(self) -> str:
        return shown(self.id or self.name or "/".join(key for _, key in sorted(self.keys)))


@dataclass
class Roster:
    """The people of a course, from one file or several. has_ids: whether one is `students.csv`."""

    people: list[Person] = field(default_factory=list)
    has_ids: bool = False


def read_roster(paths: Iterable[Path]) -> Roster:
    """The people that these files name. What a second file says of somebody is added.

    Raises CourseError where a file is no roster.
    """
    roster = Roster()
    tables = [(path, read_table(path)) for path in paths]
    sheets = [(path, table, sheet_in(table, path.name)) for path, table in tables]
    for path, table, sheet in sorted(sheets, key=lambda each: each[2] is not None):
        if sheet is None:
            people = _people(table, shown(path.name, 200))
            roster.has_ids = True
        else:
            people = [
                Person("", row.name, frozenset({(sheet.platform, row.key)}), row.words)
                for row in sheet.rows
            ]
        roster.people = _joined(roster.people, people)
    return roster


def sheet_in(table: Table, name: str) -> Sheet | None:
    """A table as the platform's that it is of, None where it is of none."""
    return gradebook_in(table) or grades_in(table) or worksheet_in(table, shown(name, 200))


def turned(name: str) -> str:
    """A name's words in one order and without signs: the same for "O'Brien, Seán", "Seán OBrien".

    Platforms leave signs out of names of files, and write a space for a "_".
    """
    words = same(re.sub(r"[,_]", " ", name)).split()
    return " ".join(sorted(filter(None, (re.sub(r"\W", "", word) for word in words))))


def _people(table: Table, name: str) -> list[Person]:
    header, *rows = [row for row in table.rows if row] or [[]]
    at = {same(cell.text).replace(" ", "_"): place for place, cell in enumerate(header)}
    at = {_ALSO[word]: place for word, place in at.items() if word in _ALSO} | at
    if "id" not in at:
        raise CourseError(
            f"{name} is no roster: its first line has to name a column `id` (and, where they are "
            f"known, {', '.join(NAMES[1:])}), or it is Moodle's worksheet, Canvas's gradebook "
            "or Sakai's grades.csv."
        )
    people: dict[str, Person] = {}
    for number, row in enumerate(rows, start=2):
        said = {word: _text(row, place) for word, place in at.items() if word in NAMES}
        if not any(said.values()):
            continue
        if not said["id"]:
            raise CourseError(f"{name}, row {number}: there is no id.")
        if said["id"] in people:
            raise CourseError(f"{name}: the id {shown(said['id'])} is there twice.")
        full = f"{said.get('first_name', '')} {said.get('last_name', '')}".strip()
        key = said.get("lms_user_id", "")
        words = {same(said.get(word, "")) for word in ("id", "email", "group")} - {""}
        people[said["id"]] = Person(
            said["id"],
            said.get("name") or full,
            frozenset({("", key)} if key else ()),
            frozenset(words),
        )
    return list(people.values())


def _text(row: list[Cell], place: int) -> str:
    return row[place].text.strip() if place < len(row) else ""


def _joined(known: list[Person], more: list[Person]) -> list[Person]:
    """People of two files as one: by a number or an address, else by a name that only one has."""
    if not known:
        return more
    people = list(known)
    telling = _telling(known) & _telling(more)
    for other in more:
        fitting = [at for at, one in enumerate(people) if _is_same(one, other, telling)]
        if not fitting:
            name = turned(other.name)
            fitting = [at for at, one in enumerate(people) if name and turned(one.name) == name]
        if len(fitting) != 1:
            people.append(other)
            continue
        one = people[fitting[0]]
        people[fitting[0]] = replace(
            one, name=one.name or other.name, keys=one.keys | other.keys,
            words=one.words | other.words,
        )  # fmt: skip
    return people


def _telling(people: list[Person]) -> set[str]:
    """The words that one of these people alone has, as no group and no state of marking is."""
    counted = Counter(word for person in people for word in person.words)
    return {word for word, times in counted.items() if times == 1}


def _is_same(one: Person, other: Person, telling: set[str]) -> bool:
    keys = {key for platform, key in one.keys if not platform}
    return bool(one.words & other.words & telling or keys & {key for _, key in other.keys})

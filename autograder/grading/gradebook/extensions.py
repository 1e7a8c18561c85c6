"""Extensions: who may hand in what until when, in one plain file, `extensions.csv`.

A row each, `student,lesson,until`, the time in UTC; a person may write it in a spreadsheet as well.
`autograder grade` carries it into nbgrader's gradebook, where Formgrader shows it and late
penalties are reckoned from it; the report reckons lateness from it at once.
"""

from __future__ import annotations

import csv
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from ...course import CourseError, find_lessons
from ...own_files import content_of, text_of
from .spreadsheet import meant, write_table

FILE = "extensions.csv"
HEAD = ("student", "lesson", "until")
ROSTER, GRADEBOOK = "students.csv", "gradebook.db"
SHORT = "%Y-%m-%d %H:%M"
_AFTER = re.compile(r"\+(\d{1,3})\s*(d|days?|h|hours?)?")

Extensions = dict[tuple[str, str], datetime]
"""Until when, in UTC without a zone, by student and lesson."""


class Dates(NamedTuple):
    """What `extend` did: the lesson's due date, None where it has none, and the student's own."""

    due: datetime | None
    until: datetime


def extensions_of(root: Path) -> Extensions:
    """The course's extensions; none where it has no such file. Of two rows the last one counts.

    A lesson may have any of its names, "3" too. Raises CourseError where a row cannot be read.
    """
    path = root / FILE
    if not os.path.lexists(path):
        return {}
    try:
        rows = list(_rows(text_of(path).removeprefix("\ufeff")))
    except csv.Error as error:
        raise CourseError(f"{FILE} is no table: {error}.") from None
    folders = {lesson: _folder(lesson, root) for (_, lesson), _ in rows}
    return {(student, folders[lesson]): until for (student, lesson), until in rows}


def without_effect(root: Path, lessons: Iterable[str], students: Iterable[str]) -> list[str]:
    """A line for each extension of nobody, or for no lesson or assignment, that there is.

    lessons: the folders of all that can be handed in. students: who is known besides. Raises
    CourseError likewise.
    """
    extensions, lessons = extensions_of(root), set(lessons)
    known = known_students(root) | set(students) if extensions else set()
    lines = []
    for student, lesson in extensions:
        if lesson not in lessons:
            lines.append(f"{FILE}: there is no {lesson!r} to extend for {student!r}.")
        elif student not in known:
            lines.append(f"{FILE}: nobody is named {student!r} yet.{_meant_is(student, known)}")
    return lines


def extend(root: Path, student: str, lesson: str, date: str) -> Dates:
    """Give a student until a date for a lesson, by its folder's name.

    date: 2026-03-05 (that day to its end), 2026-03-05 18:00, with +01:00 behind it for another zone
    than UTC, or +2 (days) or +12h behind the due date.
    Raises CourseError where nobody has that name, or where the date cannot be read.
    """
    _must_be_known(student, root)
    due = due_date(root, lesson)
    until = _until(date, due, lesson)
    rows = extensions_of(root) | {(student, lesson): until}
    lines = [(*key, f"{rows[key]:{SHORT}} UTC") for key in sorted(rows)]
    unfinished = root / f"{FILE}.part"
    write_table(unfinished, [HEAD, *lines])
    unfinished.replace(root / FILE)
    return Dates(due, until)


def due_date(root: Path, lesson: str) -> datetime | None:
    """A lesson's due date in the gradebook, which is nbgrader's own; None where it has none."""
    rows = _ask(root, "SELECT duedate FROM assignment WHERE name = ?", lesson)
    found = next((text for (text,) in rows if text), None)
    return datetime.fromisoformat(found) if found else None


def known_students(root: Path) -> set[str]:
    """All who have handed something in, are in the gradebook, or stand in students.csv."""
    folders = [path for name in ("submitted", "autograded") for path in (root / name).glob("*")]
    known = {path.name for path in folders if path.is_dir() and not path.name.startswith(".")}
    known.update(student for (student,) in _ask(root, "SELECT id FROM student"))
    return known | _in_roster(root)


def _must_be_known(student: str, root: Path) -> None:
    known = known_students(root)
    if student in known:
        return
    raise CourseError(
        f"Nobody is named {student!r} in submitted/, in the gradebook or in {ROSTER}."
        f"{_meant_is(student, known)}"
    )


def _meant_is(student: str, known: Iterable[str]) -> str:
    """A question for the names that are nearly this one, "" where there are none."""
    by_letters: dict[str, str] = {each.casefold(): each for each in sorted(known)}
    close = get_close_matches(student.casefold(), list(by_letters), n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(by_letters[each] for each in close)}?" if close else ""


def _folder(lesson: str, root: Path) -> str:
    """The folder of a lesson by any of its names; what is none may be another assignment."""
    try:
        return find_lessons((lesson,), root)[0].folder
    except CourseError:
        return lesson


def _until(date: str, due: datetime | None, lesson: str) -> datetime:
    if after := _AFTER.fullmatch(date.strip()):
        if due is None:
            raise CourseError(
                f"{lesson} has no due date that {date} could be counted from. Set it in "
                "Formgrader, or give a date."
            )
        hours = int(after[1]) * (1 if (after[2] or "d").startswith("h") else 24)
        return due + timedelta(hours=hours)
    until = _moment(date)
    if until is None:
        raise CourseError(
            f"{date!r} is no date. Write 2026-03-05, 2026-03-05 18:00, 2026-03-05 18:00+01:00, "
            "or +2 for two days behind the due date."
        )
    return until


def _moment(text: str) -> datetime | None:
    """A moment in UTC without a zone; a day alone means its end."""
    text = text.strip().removesuffix("UTC").strip()
    try:
        found = datetime.fromisoformat(text)
        if len(text) <= len("2026-03-05"):
            found = found.replace(hour=23, minute=59)
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None


def _rows(text: str) -> Iterator[tuple[tuple[str, str], datetime]]:
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(), delimiter=";" if first.count(";") > 1 else ",")
    for number, row in enumerate(reader, 1):
        row = [*row[: len(HEAD)], *(cell for cell in row[len(HEAD) :] if cell.strip())]
        if not any(row) or tuple(cell.strip().lower() for cell in row) == HEAD:
            continue
        until = _moment(row[2]) if len(row) == len(HEAD) else None
        if until is None:
            raise CourseError(f"{FILE}, line {number}: expected student,lesson,2026-03-05 18:00.")
        yield (meant(row[0]), row[1].strip()), until


def _in_roster(root: Path) -> set[str]:
    """The students of students.csv, by a column that says so, else the first one."""
    try:
        raw = content_of(root / ROSTER)
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = raw.decode("utf-16" if wide else "utf-8-sig")
        first = text.partition("\n")[0]
        rows = list(csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count)))
    except (CourseError, UnicodeDecodeError, csv.Error):
        return set()
    names = [cell.strip().lower() for cell in rows[0]] if rows else []
    at = next(
        (names.index(n) for n in ("id", "student", "student_id", "username") if n in names), 0
    )
    return {meant(row[at]) for row in rows[1:] if len(row) > at and row[at]}


def _ask(root: Path, question: str, *values: str) -> list[tuple]:
    """What the course's gradebook answers, without nbgrader; nothing where it has none."""
    path = root / GRADEBOOK
    if not path.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as book:
            return book.execute(question, values).fetchall()
    except sqlite3.Error:
        return []

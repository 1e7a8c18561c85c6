"""A lesson's column in a table of marks, and whether its maximum is the lesson's own."""

from __future__ import annotations

import re

from ..course import CourseError, Lesson, all_lessons
from ..grading.gradebook.plain_assignments import Assignment
from ..grading.intake.naming import Known, Names
from .deliveries import MOODLE
from .sheets import Column, Sheet

_NUMBER = re.compile(r"\s*\(\d+\)\s*$")


def column_of(sheet: Sheet, work: Lesson | Assignment, asked: str | None, name: str) -> Column:
    """The column for a lesson's marks. asked: its title, or a part of it, where somebody says it.

    name: the table's file. Raises CourseError where none, or not one alone, may be meant.
    """
    columns = sheet.columns
    if not columns:
        raise CourseError(f"{name} has no column for an assignment: export the whole gradebook.")
    if asked:
        exact = [each for each in columns if asked in (each.title, _bare(each.title))]
        part = [each for each in columns if asked.casefold() in each.title.casefold()]
        return _only(exact or part, columns, f"named {asked!r}", name)
    if sheet.platform == MOODLE:  # a worksheet is of one assignment
        return columns[0]
    names = _names_of(work)
    fitting = [each for each in columns if _lesson_in(each.title, names) == work.folder]
    if not fitting:
        fitting = [each for each in columns if not _lesson_in(each.title, names)]
        if len(columns) > 1:
            fitting = []
    return _only(fitting, columns, f"that is clearly of {work.folder}", name)


def factor_for(column: Column, most: float, scale: bool, name: str) -> float:
    """What marks are multiplied with. Raises CourseError where maxima differ and scale is False."""
    if column.most is None or abs(column.most - most) < 0.005 or not most:
        return 1.0
    if not scale:
        raise CourseError(
            f"{name}: the maximum of {column.title or 'its marks'} is {column.most:g}, and the "
            f"lesson has {most:g} points. Is it of another assignment? If not, --scale converts "
            "the marks in proportion."
        )
    return column.most / most


def _only(fitting: list[Column], columns: list[Column], what: str, name: str) -> Column:
    if len(fitting) == 1:
        return fitting[0]
    how_many = "no column" if not fitting else f"{len(fitting)} columns"
    titles = "; ".join(_bare(each.title) for each in (fitting or columns)[:12])
    raise CourseError(f"{name} has {how_many} {what}. --column TITLE chooses one of: {titles}.")


def _bare(title: str) -> str:
    """A title without the platform's number behind it."""
    return _NUMBER.sub("", title).strip()


def _names_of(work: Lesson | Assignment) -> Names:
    """All lessons of the course, and this work, by their names and titles."""
    lessons = [each for each in all_lessons(work.root) if each.folder != work.folder]
    known = [Known(each.folder, (each.name, each.title)) for each in lessons]
    if isinstance(work, Lesson):
        known.append(Known(work.folder, (work.name, work.title)))
    else:
        known.append(Known(work.folder, tuple(work.notebooks)))
    return Names(known)


def _lesson_in(title: str, names: Names) -> str:
    """The lesson that a column's title names, "" where it names none."""
    bare = _bare(title)
    if found := names.fitting(bare):
        return found
    number = re.match(r"\D*?(\d+)\W+(.+)", bare)  # "03 Activation functions", "Week 3: activations"
    found = names.fitting(number[2]) if number else ""
    own = re.match(r"\d+", found)
    return found if not own or int(own[0]) == int(number[1]) else ""

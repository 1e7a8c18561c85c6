"""`autograder return`: marks into the teacher's own table, and no other byte of it changed.

A mark that was not given leaves the cell as it is. What the platform has locked, excused or not
assigned is left alone. The file as it was is kept beside it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SQLAlchemyError

from ..course import CourseError, Lesson
from ..grading.gradebook.course_settings import Settings
from ..grading.gradebook.plain_assignments import Assignment
from ..grading.gradebook.soundness import in_words
from ..grading.gradebook.standing import Standing, standings
from ..grading.intake.finding import shown
from ..grading.intake.platform_names import SAKAI
from .canvas_gradebook import untouched
from .cells import read_table
from .columns import column_of, factor_for
from .comments import comment_of, may_be_replaced
from .feedback_zip import Packed, add, may_be_written, pack
from .rosters import sheet_in
from .rows import Student, find_students
from .sheets import BLANK, Row, Sheet, number_of, same
from .way_back import Known, known_to


@dataclass
class Returned:
    """What came of it. filled: rows that hold their mark now, changed: those that did not before.

    blank: rows of students without a mark, and why. left: rows that have a mark which could not be
    entered, and why. nobody: rows of no student who handed in. homeless: students with a mark and
    no row. kept: the copy of the file as it was, None where nothing was changed.
    comments: the title of their column, None where they were not asked for. commented: rows with a
    line of this; own_words: those on which a person wrote something else.
    """

    platform: str
    column: str
    rows: int
    filled: int = 0
    changed: int = 0
    blank: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    nobody: list[str] = field(default_factory=list)
    homeless: list[str] = field(default_factory=list)
    kept: Path | None = None
    feedback: Packed | None = None
    comments: str | None = None
    commented: int = 0
    own_words: list[str] = field(default_factory=list)

    @property
    def everything(self) -> bool:
        """Whether every mark that there is stands in the file."""
        return not self.left and not self.homeless


def return_marks(
    path: Path,
    work: Lesson | Assignment,
    column: str | None = None,
    scale: bool = False,
    feedback: Path | None = None,
    tell_progress: Callable[[], object] = lambda: None,
    *,
    comments: bool = False,
) -> Returned:
    """Fill a lesson's marks into Moodle's worksheet, Canvas's gradebook or Sakai's grades.csv.

    column: the title of the one that is meant, where several may be. scale: convert marks where the
    platform has another maximum. feedback: where the zip of feedback pages is to be written.
    comments: also write a line to each student where the worksheet has a column for it.
    Raises CourseError where the file is no such table, or is of something else.
    """
    name = shown(path.name, 200)
    if feedback:
        may_be_written(feedback)
    sheet = _sheet(path, name)
    if comments and sheet.comments is None:
        raise CourseError(
            f"{name} has no column for comments. Moodle's worksheet has one where the assignment's "
            "feedback type *Feedback comments* is on. Without --comments marks alone go in."
        )
    given, students, most = _marks(work)
    chosen = column_of(sheet, work, column, name)
    known = known_to(work.root)
    found = find_students(sheet, work.folder, students, known, name)
    factor = factor_for(chosen, most, scale, name)
    done = Returned(sheet.platform, chosen.title, len(sheet.rows))
    done.comments = sheet.comments.title if comments else None
    if feedback:
        places = _of_rows(_places(known, work, sheet.platform), set(found.students.values()))
        done.feedback = pack(work, places, feedback, tell_progress)
    for row in sheet.rows:
        if row in found.students:
            standing = given[found.students[row]]
            is_there = _fill(done, sheet.table, row, chosen.index, standing, factor)
            if comments and is_there and not row.locked:
                _comment(done, sheet, row, standing)
        elif row in found.unsure:
            done.left.append((row.shown, found.unsure[row]))
        else:
            done.nobody.append(row.shown)
    marked = (who for who, each in given.items() if each.score is not None)
    done.homeless = [shown(who) for who in marked if who not in found.students.values()]
    content = sheet.table.content()
    if feedback and sheet.platform == SAKAI:  # which takes both from one zip
        add(feedback, f"{places[0].place.partition('/')[0]}/grades.csv", content)
    if content != path.read_bytes():
        done.kept = _keep(path)
        _write(path, content)
    return done


def _of_rows(places: list[Known], students: set[str]) -> list[Known]:
    """Of two under one of the platform's numbers, the one whose row there is: a student who has
    another name now must not get the page of the work under the old one."""
    held = {each.key for each in places if each.student in students}
    return [each for each in places if each.student in students or each.key not in held]


def _sheet(path: Path, name: str) -> Sheet:
    """A file as a platform's table. Raises CourseError where it is none."""
    sheet = sheet_in(read_table(path), path.name)
    if sheet is None:
        raise CourseError(
            f"{name} is neither Moodle's grading worksheet, Canvas's gradebook nor Sakai's "
            "grades.csv as they are downloaded."
        )
    return sheet


def _marks(work: Lesson | Assignment) -> tuple[dict[str, Standing], list[Student], float]:
    """How everybody stands, who they are, and the points that there are in all."""
    settings = Settings(work.root)
    try:
        with Gradebook(settings.database, settings.course) as book:
            given = standings(book, work.folder)
            most = float(book.find_assignment(work.folder).max_score)
            students = []
            for each in book.students:
                if each.id in given:
                    full = f"{each.first_name or ''} {each.last_name or ''}".strip()
                    words = {same(each.id), same(each.email or "")} - {""}
                    students.append(Student(each.id, full, frozenset(words)))
    except MissingEntry:
        given, students, most = {}, [], 0.0
    except SQLAlchemyError as error:
        raise CourseError(in_words(error)) from None
    if not given:
        raise CourseError(
            f"Nothing has been graded for {work.folder}: run `autograder grade` first."
        )
    return given, students, most


def _fill(done: Returned, table, row: Row, index: int, standing: Standing, factor: float) -> bool:
    """Enter one mark, if there is one and it may be entered; whether it stands there now."""
    if index >= len(row.cells):
        done.left.append((row.shown, "its row is too short"))
        return False
    cell = row.cells[index]
    here = number_of(cell.text)
    if standing.score is None:
        there = "" if cell.text.strip() in BLANK else f"; {shown(cell.text.strip(), 20)} stays"
        done.blank.append((row.shown, f"{standing.why}{there}"))
        return False
    mark = round(standing.score * factor, 2)
    why = row.locked or untouched(cell)
    if here is not None and abs(here - mark) < 0.005:
        done.filled += 1
    elif why:
        done.left.append((row.shown, f"{why}; {mark:g} was not entered"))
        return False
    elif here is None and cell.text.strip() not in BLANK:
        done.left.append(
            (row.shown, f"{shown(cell.text.strip(), 20)} stands there; {mark:g} was not")
        )
        return False
    else:
        text = f"{mark:.2f}"
        table.change(cell, text.replace(".", ",") if table.decimal_comma() else text)
        done.filled += 1
        done.changed += 1
    return True


def _comment(done: Returned, sheet: Sheet, row: Row, standing: Standing) -> None:
    """Write a line to one student, unless a person has written there."""
    if sheet.comments.index >= len(row.cells):
        return
    cell = row.cells[sheet.comments.index]
    if not may_be_replaced(cell.text):
        done.own_words.append(row.shown)
        return
    pages = done.feedback.names.get(standing.student, []) if done.feedback else []
    sheet.table.change(cell, comment_of(standing, pages))
    done.commented += 1


def _places(known: list[Known], work: Lesson | Assignment, platform: str) -> list[Known]:
    """Those whose feedback the platform takes back. Raises CourseError where there is nobody."""
    found = [k for k in known if k.lesson == work.folder and k.platform == platform and k.place]
    if not found:
        raise CourseError(
            f"No work of {work.folder} was collected from {platform}, so that nobody knows what it "
            "calls its files: `autograder collect` its zip first."
        )
    return found


def _keep(path: Path) -> Path:
    """A copy of the file as it is, beside it, under a name that is free."""
    for number in range(1, 10_000):
        count = f"-{number}" if number > 1 else ""
        kept = path.with_name(f"{path.stem}.original{count}{path.suffix}")
        if not kept.exists():
            shutil.copy2(path, kept)
            return kept
    raise CourseError(f"{path} has too many copies beside it: move some away.")


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, with the rights that it had."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(content)
        shutil.copymode(path, unfinished)
        os.replace(unfinished, path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()

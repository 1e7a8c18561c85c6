"""The marks and comments of one submission, as nbgrader's gradebook holds them, for its page."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.preprocessors import GetGrades

from ...own_files import content_of

STRETCH = "stretch, no points"
_STATED = re.compile(r'<meta name="marks" content="(\w+)">')


@dataclass(frozen=True)
class ShownMark:
    """The mark of one cell. points: None where a person has yet to give them.

    look: they stand, and a person is going to look at them all the same.
    """

    points: float | None
    most: float
    look: bool = False

    @property
    def state(self) -> str:
        """ "waits", "full", "part", "none" or "stretch", for the page's colours and words."""
        if self.points is None:
            return "waits"
        if not self.most:
            return "stretch"
        return "full" if self.points >= self.most else "part" if self.points > 0 else "none"

    @property
    def words(self) -> str:
        if self.points is None:
            return f"waits for a person ({self.most:g})"
        if not self.most:
            return f"{_number(self.points)}, no points to be had" if self.points else STRETCH
        more = ", and a person will look" if self.look and self.points < self.most else ""
        return f"{_number(self.points)} of {self.most:g}{more}"


@dataclass(frozen=True)
class Total:
    """What a notebook has come to: points so far, those that wait, those off for lateness.

    is_part: the submission has other notebooks, too.
    """

    points: float
    most: float
    waits: float
    late: float
    is_part: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether there is no mark at all yet."""
        return bool(self.waits) and self.waits == self.most

    @property
    def words(self) -> str:
        if self.is_blank:
            return f"no mark yet, of {self.most:g} points"
        if self.waits:
            return f"{_number(self.points)} of {self.most - self.waits:g} points so far"
        return f"{_number(self.points)} of {self.most:g} points"

    @property
    def is_late(self) -> str:
        """What lateness costs, "" where that is nothing."""
        if not self.late:
            return ""
        points = "1 point is" if self.late == 1 else f"{_number(self.late)} points are"
        return f"Handed in late: {points} taken off."


class ReadMarks(GetGrades):
    """nbgrader's own step, by one look into the gradebook, where a missing mark is none."""

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as book:
            try:
                found = book.find_submission_notebook(
                    about["notebook"], about["assignment"], about["student"]
                )
            except MissingEntry:
                about.update(marks={}, comments={}, total=None, stated="")
                return nb, resources
            about.update(_told_of(found))
        return nb, resources


def stated_now(book: Gradebook, notebook: str, assignment: str, student: str) -> str:
    """What a page made now would state of marks and comments, in a few letters; "" of none."""
    try:
        found = book.find_submission_notebook(notebook, assignment, student)
    except MissingEntry:
        return ""
    return _told_of(found)["stated"]


def stated_on(page: Path) -> str:
    """The same of a page that was made; "" where it does not say so."""
    found = _STATED.search(content_of(page).decode("utf-8", "replace"))
    return found[1] if found else ""


def _told_of(found: SubmittedNotebook) -> dict[str, object]:
    marks = {grade.name: _shown(grade) for grade in found.grades}
    comments = {each.name: each.comment for each in found.comments if each.comment}
    total = total_of(marks, found)
    all_of_it = repr((sorted(marks.items(), key=str), sorted(comments.items()), total))
    stated = hashlib.sha256(all_of_it.encode("utf-8", "replace")).hexdigest()[:16]
    return {"marks": marks, "comments": comments, "total": total, "stated": stated}


def _shown(grade) -> ShownMark:
    waits = grade.auto_score is None and grade.manual_score is None and grade.needs_manual_grade
    points = None if waits else float(grade.score)
    return ShownMark(points, float(grade.max_score), bool(grade.needs_manual_grade))


def total_of(marks: dict[str, ShownMark], notebook: SubmittedNotebook) -> Total:
    """What a notebook has come to; lateness takes off no more than there is."""
    late = float(notebook.late_submission_penalty or 0.0)
    given = sum(mark.points or 0.0 for mark in marks.values())
    most = sum(mark.most for mark in marks.values())
    waits = sum(mark.most for mark in marks.values() if mark.points is None)
    is_part = len(notebook.assignment.notebooks) > 1
    return Total(max(0.0, given - late), most, waits, late, is_part)


def _number(points: float) -> str:
    return f"{round(points, 2):g}"

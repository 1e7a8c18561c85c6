"""Import this before Formgrader is used: a mark that was not given is none there, and no 0.

nbgrader counts what nobody has marked as 0, in its tables and in its means. Here its gradebook
says None instead, and Formgrader's pages, which would make a 0 of that, show a dash.
"""

from __future__ import annotations

import re
import sys
from functools import wraps

from nbgrader.api import Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import or_
from sqlalchemy.orm import object_session

from .standing import mean, standings

KINDS = {"": "", "code_": "code", "written_": "written", "task_": "task"}
"""nbgrader's names of scores, before the word "score", and the kinds of cells they are of."""

PAGES = "nbgrader.server_extensions.formgrader.base"
DASH = """
(function () {
  var rounded = roundToPrecision;
  roundToPrecision = function (number, precision) {
    return number === null || number === undefined ? "–" : rounded(number, precision);
  };
})();
"""
_ROUNDS = re.compile(r'<script(?P<nonce> nonce="[^"]*")? src="[^"]*/static/js/utils\.js"></script>')


def say_none() -> None:
    """Change nbgrader's gradebook, and Formgrader's pages where this process shows them."""
    if getattr(Gradebook, "says_none", False):
        return
    Gradebook.says_none = True
    for prefix, kind in KINDS.items():
        setattr(Gradebook, f"average_assignment_{prefix}score", _mean_of_assignment(kind))
        setattr(Gradebook, f"average_notebook_{prefix}score", _mean_of_notebook(kind))
    Gradebook.submission_dicts = _blanking(Gradebook.submission_dicts)
    Gradebook.notebook_submission_dicts = _blanking(Gradebook.notebook_submission_dicts, 1)
    Gradebook.student_dicts = _blanking_students(Gradebook.student_dicts)
    SubmittedAssignment.to_dict = _blanking_one(SubmittedAssignment.to_dict)
    SubmittedNotebook.to_dict = _blanking_one(SubmittedNotebook.to_dict)
    Student.to_dict = _blanking_student(Student.to_dict)
    if PAGES in sys.modules:
        handler = sys.modules[PAGES].BaseHandler
        handler.render = _with_dashes(handler.render)


def _mean_of_assignment(kind: str):
    def average(self, assignment_id):
        return mean(each.points_of(kind) for each in standings(self, assignment_id).values())

    return average


def _mean_of_notebook(kind: str):
    def average(self, notebook_id, assignment_id):
        given = standings(self, assignment_id).values()
        return mean(each.points_of(kind, notebook_id) for each in given)

    return average


def _blanking(stock, assignment_at: int = 0):
    """Rows of many submissions; the assignment is the argument at that place."""

    @wraps(stock)
    def dicts(self, *arguments):
        given = standings(self, arguments[assignment_at])
        notebook = arguments[0] if assignment_at else ""
        rows = stock(self, *arguments)
        for row in rows:
            if standing := given.get(row["student"]):
                _blank(row, standing, notebook)
        return rows

    return dicts


def _blanking_one(stock):
    """The row of one submission, or of one notebook of it."""

    @wraps(stock)
    def to_dict(self):
        row = stock(self)
        of_notebook = isinstance(self, SubmittedNotebook)
        assignment = self.assignment.name if of_notebook else self.name
        given = standings(_Opened(self), assignment, row["student"])
        if standing := given.get(row["student"]):
            _blank(row, standing, self.name if of_notebook else "")
        return row

    return to_dict


def _blank(row: dict, standing, notebook: str) -> None:
    for prefix, kind in KINDS.items():
        if f"{prefix}score" in row and standing.points_of(kind, notebook) is None:
            row[f"{prefix}score"] = None


def _blanking_students(stock):
    """Rows of students: no score where none of their submissions has a mark."""

    @wraps(stock)
    def dicts(self):
        rows, marked = stock(self), _marked(self)
        for row in rows:
            if row["id"] not in marked:
                row["score"] = None
        return rows

    return dicts


def _blanking_student(stock):
    @wraps(stock)
    def to_dict(self):
        row = stock(self)
        if self.id not in _marked(_Opened(self)):
            row["score"] = None
        return row

    return to_dict


def _marked(book: Gradebook | _Opened) -> set[str]:
    """The students who have any mark at all."""
    given = or_(Grade.auto_score.is_not(None), Grade.manual_score.is_not(None))
    found = (
        book.db.query(SubmittedAssignment.student_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .filter(given)
        .distinct()
    )
    return {student for (student,) in found}


class _Opened:
    """The gradebook that a row is of, as far as it is asked here."""

    def __init__(self, row):
        self.db = object_session(row)

    find_assignment = Gradebook.find_assignment


def _with_dashes(stock):
    """A page of Formgrader's with the script that shows a dash, under the page's own policy."""

    @wraps(stock)
    def render(self, name, **words):
        page = stock(self, name, **words)
        return _ROUNDS.sub(
            lambda found: f"{found[0]}\n  <script{found['nonce'] or ''}>{DASH}</script>", page
        )

    return render


say_none()

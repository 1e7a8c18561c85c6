"""Plain nbgrader notebooks, as they come with nbgrader itself, get the marks that it gives them.

They are no lessons of this course: its nbgrader runs them as stock nbgrader does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from .case import ROOT

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow]

SCRIPTS = Path(sys.executable).parent
NBGRADER = Path(str(files("nbgrader")))
GUIDE = NBGRADER / "docs" / "source" / "user_guide"
UNTOUCHED = {"foo": 1, "bar": 0, "baz": 0, "quux": 0}
#: Points by cell; None is a cell that a human has to look at.
PS1 = {
    "bitdiddle": {
        "correct_squares": 0, "squares_invalid_input": 1, "correct_sum_of_squares": 0,
        "sum_of_squares_uses_squares": 0.5, "sum_of_squares_equation": None,
        "sum_of_squares_application": 0, "cell-938593c4a215c6cc": None, "part-a": None,
        "part-b": None,
    },
    "hacker": {
        "correct_squares": 1, "squares_invalid_input": 1, "correct_sum_of_squares": 0.5,
        "sum_of_squares_uses_squares": 0.5, "sum_of_squares_equation": None,
        "sum_of_squares_application": None, "cell-938593c4a215c6cc": None, "part-a": None,
        "part-b": None,
    },
}  # fmt: skip
APPS = {
    "submitted-unchanged": UNTOUCHED,
    "submitted-changed": {"foo": 1, "bar": 1, "baz": None, "quux": None},
    "submitted-cheat-attempt": {"foo": 1, "bar": 0, "baz": None, "quux": None},
    "submitted-cheat-attempt-alternative": {"foo": 1, "bar": 0, "baz": None, "quux": None},
    "submitted-grade-cell-changed": UNTOUCHED,
    "submitted-locked-cell-changed": UNTOUCHED,
}
STEPS = [
    ["nbgrader", "generate_assignment", "ps1"],
    ["nbgrader", "generate_assignment", "p"],
    ["nbgrader", "autograde", "ps1"],
    ["nbgrader", "autograde", "p"],
]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The fixtures graded by this course's nbgrader: marks by student and cell, and what failed."""
    course = tmp_path_factory.mktemp("plain")
    fill(course)
    path = os.pathsep.join([str(SCRIPTS), os.environ["PATH"]])
    wrong = ""
    for words in STEPS:
        done = subprocess.run(
            [SCRIPTS / words[0], *words[1:]], cwd=course, env=os.environ | {"PATH": path},
            capture_output=True, text=True,
        )  # fmt: skip
        wrong += done.stderr[-1500:] if done.returncode else ""
    found = {}
    if not (course / "gradebook.db").exists():
        return found, wrong
    with Gradebook(f"sqlite:///{course}/gradebook.db", "neural-networks") as book:
        known = {assignment.name for assignment in book.assignments}
        for submission in (s for a in known for s in book.assignment_submissions(a)):
            found[submission.student.id] = {
                grade.cell.name: None if grade.needs_manual_grade else grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
    return found, wrong


def fill(course: Path) -> None:
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(GUIDE / "source" / "ps1", course / "solutions" / "ps1")
    for student in PS1:
        shutil.copytree(
            GUIDE / "submitted" / student / "ps1", course / "submitted" / student / "ps1"
        )
    fixtures = dict.fromkeys(APPS, NBGRADER / "tests" / "apps" / "files")
    (course / "solutions" / "p").mkdir()
    source = NBGRADER / "tests" / "apps" / "files" / "submitted-unchanged.ipynb"
    shutil.copy(source, course / "solutions" / "p" / "p1.ipynb")
    for name, folder in fixtures.items():
        target = course / "submitted" / name / "p"
        target.mkdir(parents=True)
        shutil.copy(folder / f"{name}.ipynb", target / "p1.ipynb")


@pytest.mark.parametrize("student", PS1 | APPS)
def test_marks_are_nbgraders(student, graded):
    marks, wrong = graded
    assert marks.get(student, wrong) == (PS1 | APPS)[student]


def test_no_command_failed(graded):
    assert graded[1] == ""


def test_totals_are_the_known_ones(graded):
    marks, _ = graded
    totals = {
        student: sum(points or 0 for points in cells.values()) for student, cells in marks.items()
    }
    assert (totals["bitdiddle"], totals["hacker"]) == (1.5, 3.0)
    assert totals["submitted-changed"] == 2 and totals["submitted-cheat-attempt"] == 1

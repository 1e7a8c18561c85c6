"""Plain nbgrader notebooks, as they come with nbgrader itself, get the marks that it gives them.

They are no lessons of this course. Both ways of grading run them in the sandbox: `nbgrader
autograde` with this course's steps, and `autograder grade`, which needs no earlier step.
"""

from __future__ import annotations

import shutil
import socket
from importlib.resources import files
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from ..commands import command
from .case import ROOT
from .classroom import ISOLATED

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow]

NBGRADER = Path(str(files("nbgrader")))
APPS_FILES = NBGRADER / "tests" / "apps" / "files"
STEPS_FILES = NBGRADER / "tests" / "preprocessors" / "files"
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
    "submitted-answer-cell-type-changed": UNTOUCHED,  # nbgrader itself crashes on these two
    "submitted-grade-cell-type-changed": UNTOUCHED,
    "looks-around": {"foo": 1, "bar": 1, "baz": 0, "quux": 0},
}
LOOK = """
import os, socket
def reached():
    yield from (path for path in ({course!r}, {solutions!r}) if os.path.exists(path))
    try:
        socket.create_connection(("127.0.0.1", {port}), 1)
        yield "the grader's machine"
    except OSError:
        pass
a = 0 if list(reached()) else 1
"""
WAYS = {
    "nbgrader": [
        ["nbgrader", "generate_assignment", "ps1"],
        ["nbgrader", "generate_assignment", "p"],
        ["nbgrader", "autograde", "ps1"],
        ["nbgrader", "autograde", "p"],
    ],
    "autograder": [["autograder", "grade", "ps1", "p"]],
}


@pytest.fixture(scope="module", params=WAYS)
def graded(request, tmp_path_factory):
    """The fixtures graded in one of two ways: marks by student and cell, and what failed."""
    if not ISOLATED:
        pytest.skip("there is no isolation here")
    course = tmp_path_factory.mktemp("plain")
    server = socket.create_server(("127.0.0.1", 0))
    request.addfinalizer(server.close)
    fill(course, server.getsockname()[1])
    wrong = ""
    for words in WAYS[request.param]:
        done = command(*words, cwd=course)
        wrong += done.stderr[-1500:] if done.returncode else ""
    return marks_in(course), wrong


def marks_in(course: Path) -> dict[str, dict[str, float | None]]:
    found: dict[str, dict[str, float | None]] = {}
    if not (course / "gradebook.db").exists():
        return found
    with Gradebook(f"sqlite:///{course}/gradebook.db", "neural-networks") as book:
        known = {assignment.name for assignment in book.assignments}
        for submission in (s for a in known for s in book.assignment_submissions(a)):
            found[submission.student.id] = {
                grade.cell.name: None if grade.needs_manual_grade else grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
    return found


def fill(course: Path, port: int) -> None:
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(GUIDE / "source" / "ps1", course / "solutions" / "ps1")
    for student in PS1:
        shutil.copytree(
            GUIDE / "submitted" / student / "ps1", course / "submitted" / student / "ps1"
        )
    source = APPS_FILES / "submitted-unchanged.ipynb"
    (course / "solutions" / "p").mkdir()
    shutil.copy(source, course / "solutions" / "p" / "p1.ipynb")
    for name in APPS:
        target = course / "submitted" / name / "p"
        target.mkdir(parents=True)
        folder = APPS_FILES if (APPS_FILES / f"{name}.ipynb").exists() else STEPS_FILES
        if name != "looks-around":
            shutil.copy(folder / f"{name}.ipynb", target / "p1.ipynb")
    notebook = nbformat.read(source, as_version=4)
    notebook.cells[0].source = LOOK.format(
        course=str(course), solutions=str(ROOT / "solutions"), port=port
    )
    nbformat.write(notebook, course / "submitted" / "looks-around" / "p" / "p1.ipynb")


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

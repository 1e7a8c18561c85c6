"""The nbgrader round trip on real submissions: autograde, grade, feedback, export."""

import csv
import re

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.cli import NOT_EVERYTHING
from autograder.exercises import of_lesson

from ..commands import command
from .conftest import LESSON, hand_in, new_course

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow]


@pytest.fixture
def classroom(course, handed_in):
    """Five submissions: solved, untouched, partly wrong, one that crashes, one damaged file."""
    for student, notebook in handed_in.items():
        hand_in(course, student, notebook)
    return course


@pytest.fixture(scope="module")
def graded(tmp_path_factory, lesson, handed_in):
    """The same five, graded by `autograder grade`."""
    course = new_course(tmp_path_factory.mktemp("round-trip"), lesson)
    for student, notebook in handed_in.items():
        hand_in(course, student, notebook)
    autograder(course, "grade", LESSON, "--jobs", "1")
    return course


@pytest.fixture(scope="module")
def handed_in(write_in, solutions):
    """What the five hand in, by student."""
    partly = {
        **solutions,
        "relu": "def relu(z):\n    z[z < 0] = 0\n    return z",
        "tanh": "def tanh(z):\n    return z",
    }
    crash = {**solutions, "softmax": "import os\ndef softmax(Z):\n    os._exit(1)"}
    return {
        "solved": write_in(**solutions),
        "untouched": write_in(),
        "partly": write_in(**partly),
        "crash": write_in(**crash),
        "damaged": b'{"cells": [',
    }


def nbgrader(course, *words, ok=True):
    done = command("nbgrader", *words, cwd=course)
    assert (done.returncode == 0) is ok, done.stderr[-3000:]
    return done.stderr


def autograder(course, *words):
    done = command("autograder", *words, cwd=course)
    missed = "Not graded:" in done.stdout
    assert done.returncode == (NOT_EVERYTHING if missed else 0), done.stderr[-3000:]
    return done.stdout


def marks(course):
    """Every automatic mark in the gradebook: (student, cell) -> points."""
    found = {}
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        for submission in book.assignment_submissions(LESSON):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    found[submission.student.id, grade.cell.name] = grade.auto_score
    return found


def without_experiments(notebook):
    """The notebook of who has deleted the cells for looking, which take a kernel longer than all
    others; that they run in one is held where the solved course is run."""
    kept = [cell for cell in notebook.cells if "explore" not in cell.metadata.get("tags", ())]
    return nbformat.from_dict({**notebook, "cells": kept})


def test_both_ways_give_the_same_marks(classroom, graded):
    nbgrader(classroom, "generate_assignment", LESSON)
    log = nbgrader(classroom, "autograde", LESSON, ok=False)
    assert "'damaged'" in log, "nbgrader names the one that it could not read"
    theirs, ours = marks(classroom), marks(graded)
    readable = [key for key in ours if key[0] != "damaged"]
    assert len(readable) == 4 * 16
    assert {key: theirs[key] for key in readable} == {key: ours[key] for key in readable}
    total = {
        name: sum(v for (s, _), v in ours.items() if s == name) for name in ("solved", "untouched")
    }
    assert total == {"solved": 20, "untouched": 0}
    assert (
        ours["crash", "check-softmax"] == 0
        and ours["crash", "check-relu"] == ours["solved", "check-relu"]
    )
    assert 0 < ours["partly", "check-relu"] < ours["solved", "check-relu"]
    assert all(score is None for (student, _), score in ours.items() if student == "damaged")


def test_feedback_pages_show_the_cards_and_export_gives_a_table(graded):
    for student in ("partly", "damaged"):
        nbgrader(graded, "generate_feedback", LESSON, "--student", student)
    page = (graded / "feedback" / "partly" / LESSON / "activations.html").read_text()
    assert 'aria-label="relu: partly right' in page
    assert "This call shows it" in page and "What happened" in page
    damaged = (graded / "feedback" / "damaged" / LESSON / "activations.html").read_text()
    assert "could not be graded" in damaged
    fetched = re.findall(r"""(?:src|href)\s*=\s*["']?(https?:)?//""", page)
    assert fetched == [], "a feedback page needs no network"
    nbgrader(graded, "export")
    rows = {row["student_id"]: row for row in csv.DictReader((graded / "grades.csv").open())}
    assert float(rows["solved"]["score"]) == float(rows["solved"]["max_score"]) == 20
    assert float(rows["untouched"]["score"]) == 0


def test_nbgrader_without_the_engine_still_grades_our_lessons(course, submit, write_in, solutions):
    """Stock nbgrader runs `check` in the notebook's own kernel and reads points from its repr."""
    unwritten = list(solutions)[-4:]
    written = {name: code for name, code in solutions.items() if name not in unwritten}
    submit("ada", without_experiments(write_in(**written)))
    config = course / "nbgrader_config.py"
    text = config.read_text()
    config.write_text(f"{text}\ndel c.Autograde\n")
    nbgrader(course, "generate_assignment", LESSON)
    nbgrader(course, "autograde", LESSON)
    found = {cell.removeprefix("check-"): score for (_, cell), score in marks(course).items()}
    most = {name: exercise.max_points for name, exercise in of_lesson(LESSON).items()}
    assert found == most | dict.fromkeys(unwritten, 0) and sum(most.values()) == 20


def test_validating_a_notebook_says_what_is_not_done(course, submit, write_in, solutions):
    """What the Validate button in JupyterLab does."""
    wrong = {**solutions, "relu": "def relu(z):\n    return z"}
    submit("ada", without_experiments(write_in(**wrong)))
    path = f"submitted/ada/{LESSON}/activations.ipynb"
    done = command("nbgrader", "validate", path, cwd=course)
    assert "check(relu)" in done.stdout and "check(tanh)" not in done.stdout

"""Regrade requests, and what a regrade changes: told before it is written."""

import json
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.cli import main
from autograder.grading.attempts import Came
from autograder.grading.changes import change_of
from autograder.grading.class_run import grade_class
from autograder.grading.gradebook.records import load
from autograder.grading.intake.regrade_requests import LONGEST, MOST, Request, requests_in

from . import graded_class as made

LESSON, FIRST = "03-activations", "00-start-here"
NAMES = ["relu", "tanh_grad", "quiz/why"]


@pytest.mark.parametrize(
    "source, found",
    [
        ("**Regrade request** relu: my kink is right.", ("relu", "my kink is right.")),
        ("**Regrade request:** `relu`\n\nIt is.", ("relu", "It is.")),
        ("## Regrade request for tanh_grad\n\nwhy", ("tanh_grad", "why")),
        ("__regrade  request__ RELU() – see above", ("relu", "see above")),
        ("**REGRADE REQUEST** why: it doubles", ("quiz/why", "it doubles")),
        ("**Regrade request** I do not agree at all", ("", "I do not agree at all")),
        ("**Regrade request** gelu: there", ("", "gelu: there")),
        ("**Regrade request**", ("", "")),
        ("A regrade request is a cell.", None),
        ("**Regrade requests** are read by people.", None),
        ("regrade request relu: please", None),
    ],
)
def test_a_request_is_a_cell_that_begins_so(source, found):
    expected = [] if found is None else [Request(*found)]
    assert requests_in([new_markdown_cell(source)], NAMES) == expected
    assert requests_in([new_code_cell(source)], NAMES) == []


def test_requests_are_bounded():
    cell = new_markdown_cell("**Regrade request** relu: " + "x" * 10**6)
    found = requests_in([cell] * 100, NAMES)
    assert len(found) == MOST and {len(each.text) for each in found} == {LONGEST}
    assert requests_in([new_markdown_cell("**Regrade request** " + " :`*_" * 10**5)], NAMES)


def record(**shares):
    exercises = [made.result(name, share) for name, share in shares.items()]
    return made.record("ada", LESSON, exercises)


def test_a_change_is_told_in_a_line():
    old, new = record(relu=0.5, tanh=1), record(relu=1, tanh=1)
    assert change_of(old, old) == ""
    assert change_of(old, new) == "ada  03-activations  3 of 4 → 4 of 4: relu 1 → 2"
    assert "for the first time: 4 of 4" in change_of(None, new)
    torn = made.record("ada", LESSON, [], status="ungradable", reason="Cut off.", score=None)
    assert change_of(old, torn) == (
        "ada  03-activations  3 of 4 → no mark: graded → ungradable (Cut off.), relu 1 → –, "
        "tanh 2 → –"
    )


def test_notes_of_attempts_from_before_are_read():
    assert Came(content="x", status="graded", score=1.0, max_score=2.0).points == {}


def run(*words):
    return CliRunner().invoke(main, ["grade", "0", "--seed", "7", "--jobs", "1", *words])


def state(course):
    """All that a grading writes."""
    files = [*course.glob("autograded/*/*/*"), *course.glob("attempts/*/*/*.json")]
    content = {path: path.read_bytes() for path in files}
    return content | {"book": (course / "gradebook.db").read_bytes()}


def hand_in(lesson, student, code, *cells):
    notebook = nbformat.read(made.ROOT / "lessons" / FIRST / "start-here.ipynb", as_version=4)
    next(cell for cell in notebook.cells if cell.id == "double").source = code
    notebook.cells += cells
    folder = lesson.root / "submitted" / student / FIRST
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "start-here.ipynb")


@pytest.mark.nbgrader
def test_what_changes_is_listed_before_it_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (lesson,) = made.make_course(tmp_path, FIRST)
    request = new_markdown_cell("**Regrade request** double: *please* <b>look</b>")
    hand_in(lesson, "ada", "def double(x):\n    return 2 * x", request)
    hand_in(lesson, "bob", "def double(x):\n    return x")
    first = run()
    assert first.exit_code == 0, first.output
    assert "asks for a regrade: double" in first.output and "marks that change" not in first.output
    path = tmp_path / "autograded" / "ada" / FIRST / "record.json"
    assert load(path).requests == [Request("double", "*please* <b>look</b>")]

    # as a grader graded it that was wrong about double
    kept = json.loads(path.read_text())
    kept["exercises"][0]["points"], kept["score"] = 0.25, 0.25
    path.write_text(json.dumps(kept))
    line = f"ada  {FIRST}  0.25 of 1 → 1 of 1: double 0.25 → 1"

    before = state(tmp_path)
    only = run("--regrade", "--what-changes")
    assert only.exit_code == 0 and line in only.output and "1 stay as they are" in only.output
    assert "Nothing was written." in only.output and state(tmp_path) == before
    assert "goes with no --json" in run("--what-changes", "--json", "out.json").output

    asked = []

    def no():
        asked.append(1)
        return False

    assert grade_class([lesson], Path("submitted"), tmp_path, 1, 7, regrade=True, agree=no)
    assert asked == [1] and state(tmp_path) == before

    written = run("--regrade")
    assert written.exit_code == 0 and line in written.output, "nobody is asked but in a terminal"
    assert load(path).score == 1

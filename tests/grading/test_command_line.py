"""The command line: does what was asked, or says in one line what is wrong and touches nothing."""

import csv
import errno
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from autograder.cli import NOT_EVERYTHING, main

ONE_LINE = 1


@pytest.fixture
def run(course, monkeypatch):
    """A function: run the command line in the course's folder."""
    monkeypatch.chdir(course)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def everything_in(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["cli", "grading.class_run"])
def test_no_grammars_of_addresses_are_compiled_at_the_start(name):
    """jsonschema has them compiled where it can, for a second and a half that nobody needs."""
    said = f"import sys, autograder.{name}; import nbformat; print('rfc3987_syntax.syntax_helpers'"
    words = [sys.executable, "-c", f"{said} in sys.modules, 'lark' in sys.modules)"]
    assert subprocess.run(words, capture_output=True, text=True).stdout == "False False\n"


@pytest.mark.parametrize(
    "words, says",
    [
        (["check", "missing.ipynb"], "missing.ipynb does not exist"),
        (["check", "solutions"], "is a folder"),
        (["check", "torn.ipynb"], "is not a readable notebook"),
        (["check", "empty.ipynb"], "it is empty"),
        (["check", "list.ipynb"], "is not a readable notebook"),
        (["check", "stranger.ipynb"], "no lesson has that name"),
        (["build", "nonsense"], "no lesson named 'nonsense'"),
        (["build", "--check", "99"], "no lesson named '99'"),
        (["reset", "nonsense"], "no lesson named 'nonsense'"),
        (["grade", "nonsense"], "no lesson named 'nonsense'"),
        (["grade"], "No submissions in"),
        (["grade", "3", "--submitted", "nowhere"], "No submissions in nowhere"),
        (["report", "3"], "Nothing has been graded"),
        (["report", "nonsense"], "no lesson named 'nonsense'"),
    ],
)
def test_bad_input_is_one_clear_line(run, course, words, says):
    (course / "torn.ipynb").write_text('{"cells": [')
    (course / "empty.ipynb").write_text("")
    (course / "list.ipynb").write_text("[1, 2]")
    (course / "stranger.ipynb").write_text(
        '{"cells": [{"cell_type": "raw", "metadata": {}, "source": "x"}], "metadata": {}, '
        '"nbformat": 4, "nbformat_minor": 4}'
    )
    before = everything_in(course)
    result = run(*words)
    assert result.exit_code != 0
    assert says in result.output
    assert len(result.output.strip().splitlines()) == ONE_LINE
    assert everything_in(course) == before


def test_json_folder_must_exist_before_anything_is_graded(run, course, submit, released):
    submit("ada", released)
    result = run("grade", "--json", "nowhere/out.json")
    assert result.exit_code != 0 and "does not exist" in result.output
    assert not (course / "gradebook.db").exists()


def test_every_command_has_help(run):
    for command in ("build", "check", "reset", "grade", "report", "doctor"):
        result = run(command, "--help")
        assert result.exit_code == 0 and "Usage" in result.output


def test_runs_as_a_module():
    result = subprocess.run(
        [sys.executable, "-m", "autograder", "--help"], capture_output=True, text=True
    )
    assert result.returncode == 0 and "grade" in result.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes streams")
def test_streams_that_are_closed_are_done_without(course, submit, released):
    """As a service or a scheduler starts a program."""
    submit("ada", released)
    command = 'exec "$0" -m autograder grade 3 <&- >&- 2>&-'
    assert subprocess.run(["sh", "-c", command, sys.executable], cwd=course).returncode == 0
    assert (course / "autograded" / "ada" / "03-activations" / "record.json").is_file()


def test_a_reader_that_has_enough_is_told_nothing(course):
    """`autograder progress | head -1`: what comes later has no reader, which is no error."""
    reader, writer = os.pipe()
    os.close(reader)
    words = [sys.executable, "-m", "autograder", "progress"]
    ran = subprocess.run(words, cwd=course, stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert ran.stderr == ""


def test_a_full_disk_is_said_with_what_to_do(run, submit, released, monkeypatch):
    """The system names no file where it had no room to write more."""

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    submit("ada", released)
    monkeypatch.setattr("autograder.grading.session.keep", full)
    result = run("grade", "3", "--isolation", "none")
    assert result.exit_code == ONE_LINE
    assert "could not be written: No space left on device" in result.output
    monkeypatch.setattr("autograder.doctor.tempfile.TemporaryDirectory", full)
    assert "Isolation: cannot be tried: No space left" in run("doctor").output
    assert "No space left on device. Make room" in run("grade", "3").output


def test_a_disk_that_is_full_when_the_gradebook_begins_is_one_line(
    run, submit, released, monkeypatch
):
    """nbgrader says it with an error of its own, which is none of SQLAlchemy's."""
    from nbgrader.api import InvalidEntry

    def full(*_):
        raise InvalidEntry("(sqlite3.OperationalError) database or disk is full")

    submit("ada", released)
    monkeypatch.setattr("autograder.grading.gradebook.opening._teach_lesson", full)
    result = run("grade", "3", "--isolation", "none")
    assert result.exit_code == ONE_LINE
    assert "gradebook.db cannot be written: the disk is full." in result.output


def test_check_says_points_per_exercise(run, course, write_in, solutions, submit):
    submit("ada", write_in(relu=solutions["relu"], sigmoid="def sigmoid(z):\n    return z"))
    result = run("check", course / "submitted/ada/03-activations/activations.ipynb")
    assert result.exit_code == 0
    assert "relu: right, 2 of 2 points" in result.output
    assert "sigmoid: not right yet" in result.output
    assert "tanh_grad: not written yet" in result.output
    assert result.output.strip().endswith("of 20 points")


@pytest.mark.nbgrader
def test_grade_writes_one_record_per_submission(run, course, write_in, solutions, submit):
    submit("ada", write_in(**solutions))
    submit("bob", write_in())
    submit("cyd", b"{")
    result = run("grade", "3", "--json", "out.json", "--seed", "7", "--jobs", "1")
    assert result.exit_code == NOT_EVERYTHING, result.output
    records = {
        record["student"]: record for record in json.loads((course / "out.json").read_text())
    }
    assert records["ada"]["score"] == records["ada"]["max_score"] == 20
    assert records["bob"]["score"] == 0 and records["bob"]["status"] == "graded"
    assert records["cyd"]["score"] is None and records["cyd"]["status"] == "ungradable"
    assert "not a readable notebook" in records["cyd"]["reason"]
    exercise = records["ada"]["exercises"][0]
    assert exercise.keys() >= {"name", "points", "max_points", "status", "misconception"}
    assert "1 ungradable" in result.output


@pytest.mark.nbgrader
def test_report_counts_what_happened(run, course, write_in, solutions, submit):
    for student in ("ada", "bob"):
        submit(student, write_in(**solutions))
    submit("cyd", write_in(**{**solutions, "relu": "def relu(z):\n    return max(z.max(), 0)"}))
    submit("dan", b"{")
    assert run("grade", "3").exit_code == NOT_EVERYTHING
    result = run("report", "3")
    assert result.exit_code == 0, result.output
    table = course / "report" / "03-activations.csv"
    rows = list(csv.DictReader(table.open(encoding="utf-8-sig")))
    assert [row["student"] for row in rows] == ["ada", "bob", "cyd", "dan"]
    assert rows[0]["score"] == "20" and rows[3]["score"] == "" and rows[3]["status"] == "ungradable"
    page = (course / "report" / "03-activations.html").read_text()
    assert "relu" in page and "3 of 4" in page and "http" not in page.replace("http-equiv", "")


@pytest.mark.nbgrader
def test_running_unprotected_is_said_everywhere(run, course, submit, released):
    submit("ada", released)
    result = run("grade", "3", "--isolation", "none", "--json", "out.json")
    assert result.exit_code == 0 and "unprotected" in result.output
    assert json.loads((course / "out.json").read_text())[0]["isolation"] == "none"
    assert run("report", "3").exit_code == 0
    assert "unprotected" in (course / "report" / "03-activations.html").read_text()


def test_a_second_submission_replaces_the_first(run, course, write_in, solutions, submit):
    from nbgrader.api import Gradebook

    submit("ada", write_in(**solutions))
    assert run("grade", "3").exit_code == 0
    submit("ada", write_in())
    assert run("grade", "3").exit_code == 0
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        submission = book.find_submission("03-activations", "ada")
        assert submission.score == 0 and not submission.needs_manual_grade

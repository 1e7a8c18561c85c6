"""Attempts: the newest counts that can be read; none takes a mark away; all are kept."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.cli import NOT_EVERYTHING, main
from autograder.grading.attempts import attempts_in

from ..commands import command
from . import quiz as quizzes
from .conftest import hand_in

pytestmark = pytest.mark.nbgrader

LESSON = "03-activations"
TORN = {
    "cut off": b'{"cells": [',
    "empty": b"",
    "a web page": b"<!DOCTYPE html><html></html>",
    "conflict marks": b'{\n<<<<<<< HEAD\n"cells": []\n',
    "not text": b"\xff\xfe\x00\x01\x89PNG",
}


def grade(*words):
    """What `grade` says, its exit code, and the records by student."""
    result = CliRunner().invoke(main, ["grade", "--jobs", "1", "--json", "out.json", *words])
    records = json.loads(Path("out.json").read_text())
    return result.output, result.exit_code, {each["student"]: each for each in records}


def nbgrader(*words):
    return command("nbgrader", *words)


def points(student, assignment):
    with Gradebook("sqlite:///gradebook.db", "neural-networks") as book:
        found = book.find_submission(assignment, student)
        return {g.cell.name: g.auto_score for n in found.notebooks for g in n.grades}


def attempts(student, assignment):
    return list(attempts_in(Path("attempts", student, assignment)))


@pytest.fixture
def here(course, monkeypatch):
    monkeypatch.chdir(course)
    return course


@pytest.fixture
def graded(tmp_path, lay_graded, write_in, solutions, monkeypatch):
    """A course in which ada's first attempt, two functions, was graded."""
    lay_graded(tmp_path, {"ada": write_in(relu=solutions["relu"], tanh=solutions["tanh"])})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("torn", TORN)
def test_a_newer_attempt_that_cannot_be_read_takes_nothing_away(graded, torn):
    marks = points("ada", LESSON)
    assert sum(filter(None, marks.values())) == 4
    hand_in(graded, "ada", TORN[torn])
    said, code, after = grade("3", "--seed", "7")
    assert code == NOT_EVERYTHING and "ada/03-activations: the newer attempt could not" in said
    assert points("ada", LESSON) == marks
    assert after["ada"]["score"] == 4 and after["ada"]["status"] == "graded"
    assert after["ada"]["flags"][0].startswith("the newer attempt could not be graded, the one")
    page = (graded / "autograded" / "ada" / LESSON / "activations.ipynb").read_text()
    assert "in place of a newer attempt" in page
    said, code, again = grade("3", "--seed", "7")
    assert code == NOT_EVERYTHING and "1 of them before" in said and again == after
    assert [(a.number, a.came.status, a.came.score) for a in attempts("ada", LESSON)] == [
        (1, "graded", 4), (2, "ungradable", None),
    ]  # fmt: skip


def test_attempts_are_counted_and_the_same_files_are_one(here, submit, write_in, solutions):
    for number, names in enumerate((["relu"], ["relu", "tanh"], ["relu"]), 1):
        submit("ada", write_in(**{name: solutions[name] for name in names}))
        for words in ((), ("--regrade",), ("--seed", "9")) if number == 2 else ((),):
            _, _, records = grade("3", *words)
            assert records["ada"]["attempt"] == number
    assert [attempt.came.score for attempt in attempts("ada", LESSON)] == [2, 4, 2]
    kept = Path("attempts", "ada", LESSON)
    assert sorted(path.name for path in kept.iterdir() if path.is_dir()) == ["0001", "0002", "0003"]
    assert (kept / "0002" / "activations.ipynb").is_file()


def test_an_attempt_after_the_torn_one_counts_again(graded, write_in, solutions):
    hand_in(graded, "ada", b"{")
    grade("3")
    hand_in(graded, "ada", write_in(**solutions))
    _, code, records = grade("3")
    assert code == 0 and records["ada"]["score"] == 20 and records["ada"]["attempt"] == 3


def test_a_first_attempt_that_cannot_be_read_has_no_mark(here, submit):
    submit("ada", b"{")
    _, code, records = grade("3")
    assert code == NOT_EVERYTHING and records["ada"]["score"] is None
    assert not any(points("ada", LESSON)[name] is not None for name in points("ada", LESSON))
    assert [attempt.came.status for attempt in attempts("ada", LESSON)] == ["ungradable"]


def test_a_person_s_mark_stays(graded):
    with Gradebook("sqlite:///gradebook.db", "neural-networks") as book:
        book.find_grade("check-tanh", "activations", LESSON, "ada").manual_score = 1.5
        book.db.commit()
    hand_in(graded, "ada", b"{")
    grade("3")
    with Gradebook("sqlite:///gradebook.db", "neural-networks") as book:
        assert book.find_submission(LESSON, "ada").score == 3.5


def test_what_lay_beside_the_attempt_before_is_used_with_it(quiz):
    """Of plain notebooks the files beside them are handed in, too."""
    folder = quizzes.submit(quiz, "ada", quizzes.handed_in("from mine import double"))
    (folder / "mine.py").write_text(quizzes.RIGHT)
    _, _, before = grade("quiz")
    (folder / "mine.py").unlink()
    (folder / "quiz.ipynb").write_text("{")
    _, _, after = grade("quiz")
    assert before["ada"]["score"] == after["ada"]["score"] == 6


@pytest.mark.slow
@pytest.mark.parametrize("first", ["autograder", "nbgrader"])
def test_under_nbgraders_own_command(quiz, first):
    """In one line each, and the marks of the attempt before it stand."""
    quizzes.submit(quiz, "ada", quizzes.handed_in())
    nbgrader("generate_assignment", "quiz")
    if first == "autograder":
        grade("quiz")
    else:
        nbgrader("autograde", "quiz")
    before = points("ada", "quiz")
    assert before["doubles"] == 2
    (quiz / "submitted" / "ada" / "quiz" / "quiz.ipynb").write_text("{")
    quizzes.submit(quiz, "bob", None).joinpath("quiz.ipynb").write_text("{")
    quizzes.submit(quiz, "cyd", quizzes.handed_in(), "my quiz (1).ipynb")
    quizzes.submit(quiz, "dan", None)
    done = nbgrader("autograde", "quiz", "--force")
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert "ada: the newer attempt could not be graded: quiz.ipynb is not a" in done.stderr
    assert "cyd: the file was named my quiz (1).ipynb" in done.stderr
    assert "no notebook was handed in (expected quiz.ipynb)" in done.stderr
    assert points("ada", "quiz") == points("cyd", "quiz") == before
    assert set(points("bob", "quiz").values()) == set(points("dan", "quiz").values()) == {None}
    page = (quiz / "autograded" / "ada" / "quiz" / "quiz.ipynb").read_text()
    assert "in place of a newer attempt" in page
    assert [attempt.came.status for attempt in attempts("ada", "quiz")] == ["graded", "ungradable"]


def test_a_damaged_note_of_an_attempt_stops_nothing(graded):
    notes = graded / "attempts" / "ada" / LESSON
    (notes / "0001.json").write_text(
        '{"content": "x", "status": "", "score": "", "max_score": 1, "points": [1]}'
    )
    (notes / "1 (copy).json").write_text("{}")
    output, code, records = grade("3", "--regrade")
    assert code == 0 and records["ada"]["score"] == 4.0, output
    assert CliRunner().invoke(main, ["report", "3"]).exit_code == 0

"""Courses and students of any name, and commands from anywhere in a course."""

import os
import shutil

import pytest

from autograder.course import CONFIG, find_root
from autograder.grading.gradebook.course_settings import Settings
from autograder.grading.nbgrader.literal_folders import literally

from ..commands import command
from .conftest import LESSON, ROOT


@pytest.fixture
def brackets(course, submit, write_in, solutions):
    """A course in a folder whose name would be a pattern, with a student's that would be one.

    One of a student has two lines.
    """
    submit("team [a]", write_in(**solutions))
    submit("ada\nlovelace", write_in())
    (above := course.with_name("*")).mkdir()
    return shutil.move(course, above / "Course? [2026] 100% %(here)s Übung")


def test_signs_of_patterns_in_names_are_letters(brackets):
    def done(program, *words, folder="submitted"):
        result = command(program, *words, cwd=brackets / folder)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    assert "2 graded" in done("autograder", "grade")
    assert "2 pages" in done("autograder", "feedback")
    pages = {path.relative_to(brackets / "feedback") for path in brackets.rglob("*.html")}
    assert {path.parts[0] for path in pages} == {"team [a]", "ada\nlovelace"}

    assert (brackets / "gradebook.db").is_file()  # and not one named as far as the "?"

    (brackets / "exchange").chmod(0o777)
    for student in ("team [a]", "ada\nlovelace"):
        for name, content in (("submission_secret.txt", "x"), ("timestamp.txt", "2026-11-03 UTC")):
            (brackets / "feedback" / student / LESSON / name).write_text(content)
    # what is no page any more costs that student's alone, and nobody waits for it
    (broken := brackets / "feedback" / "ada\nlovelace" / LESSON / "activations.html").unlink()
    os.mkfifo(broken)
    done("nbgrader", "release_feedback", LESSON, folder=".")
    (page,) = (brackets / "exchange" / "neural-networks" / "feedback").glob("*.html")
    assert page.stat().st_size > 10_000

    done("nbgrader", "generate_assignment", LESSON, folder=".")
    released = [path.name for path in (brackets / "release").rglob("*") if path.is_file()]
    assert released == ["activations.ipynb"]  # and not its source, which has the solutions


def test_a_folder_that_is_called_as_a_variable_is_that_folder(tmp_path):
    for name in ("$HOME", "${USER} x", "~"):
        (root := tmp_path / name).mkdir()
        shutil.copy(ROOT / CONFIG, root)
        assert Settings(root).source("quiz") == root / "solutions" / "quiz"


def test_patterns_stay_patterns(tmp_path):
    for name in ("a [1]/x/one.ipynb", "a [1]/y/two.ipynb", "a 1/x/three.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = literally(f"{tmp_path}/a [1]/*/*.ipynb")
    assert sorted(found) == [f"{tmp_path}/a [1]/x/one.ipynb", f"{tmp_path}/a [1]/y/two.ipynb"]
    assert literally(f"{tmp_path}/a [1]/x/[ot]*.ipynb") == [f"{tmp_path}/a [1]/x/one.ipynb"]


def test_a_course_is_found_from_any_folder_in_it(course, monkeypatch):
    inside = course / "submitted" / "ada" / LESSON
    inside.mkdir(parents=True)
    for folder in (course, inside):
        monkeypatch.chdir(folder)
        assert find_root() == course


@pytest.mark.parametrize("place", ["submitted/eve", "attempts/eve/L/0001", "autograded/eve/L"])
def test_a_folder_that_was_handed_in_is_no_course(course, monkeypatch, place):
    """Its configuration would be run by whoever gives a command in it."""
    inside = course / place / "work"
    inside.mkdir(parents=True)
    for folder in (inside.parent, inside):
        (folder / CONFIG).write_text("1 / 0")
    monkeypatch.chdir(inside)
    assert find_root() == course

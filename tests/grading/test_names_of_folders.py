"""Courses and students of any name, and commands from anywhere in a course."""

import shutil

import pytest

from autograder.course import find_root
from autograder.grading.nbgrader.literal_folders import literally

from ..commands import command
from .conftest import LESSON


@pytest.fixture
def brackets(course, submit, write_in, solutions):
    """A course in a folder whose name would be a pattern, with a student's that would be one."""
    submit("team [a]", write_in(**solutions))
    submit("ada", write_in())
    return shutil.move(course, course.with_name("Course [2026]"))


def test_signs_of_patterns_in_names_are_letters(brackets):
    def done(program, *words):
        result = command(program, *words, cwd=brackets / "submitted")
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    assert "2 graded" in done("autograder", "grade")
    assert "2 pages" in done("autograder", "feedback")
    pages = {path.relative_to(brackets / "feedback") for path in brackets.rglob("*.html")}
    assert {path.parts[0] for path in pages} == {"team [a]", "ada"}

    nbgrader = command("nbgrader", "generate_assignment", LESSON, cwd=brackets)
    assert nbgrader.returncode == 0, nbgrader.stderr
    released = [path.name for path in (brackets / "release").rglob("*") if path.is_file()]
    assert released == ["activations.ipynb"]  # and not its source, which has the solutions


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

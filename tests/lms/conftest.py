"""A course with the smallest lesson, and notebooks that are handed in for it."""

from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.course import Lesson

from ..grading.conftest import new_course

ROOT = Path(__file__).resolve().parents[2]
LESSON = "00-start-here"
DOUBLE = "def double(x):\n    return 2 * x"


def autograder(*words):
    """Run a command in this process; its output, with its exit code."""
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def make_course(folder):
    """A course in a folder, with the smallest lesson alone."""
    return new_course(folder, Lesson(LESSON, ROOT))


@pytest.fixture
def course(tmp_path, monkeypatch):
    """An empty course, which is the current folder."""
    folder = tmp_path / "course"
    folder.mkdir()
    monkeypatch.chdir(make_course(folder))
    return folder


@pytest.fixture(scope="session")
def notebook():
    """A function: the lesson's notebook as bytes, with this code for its exercise."""
    released = nbformat.read(Lesson(LESSON, ROOT).notebook, as_version=4)

    def written(code=DOUBLE):
        made = deepcopy(released)
        for cell in made.cells:
            if cell.id == "double" and code is not None:
                cell.source = code
        return nbformat.writes(made).encode()

    return written


@pytest.fixture
def tree(course):
    """A function: every file in the course below a folder, by its path, with its content."""

    def read(folder="submitted"):
        files = (path for path in (course / folder).rglob("*") if path.is_file())
        return {str(path.relative_to(course / folder)): path.read_bytes() for path in files}

    return read

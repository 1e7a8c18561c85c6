"""A course with a class: submissions of lesson 03 as they come in."""

import os
import shutil
import sys
from copy import deepcopy
from functools import partial
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.stub import code_of
from autograder.course import Lesson, find_lessons
from autograder.exercises import of_lesson
from autograder.grading.class_run import grade_class
from autograder.grading.engine import Grader, stage_for

from .quiz import make_quiz

ROOT = Path(__file__).resolve().parents[2]
LESSON = "03-activations"


@pytest.fixture(scope="session")
def lesson():
    return Lesson(LESSON, ROOT)


@pytest.fixture(scope="session")
def grader(lesson):
    with stage_for(lesson) as stage:
        yield Grader(lesson, 1234, stage)


@pytest.fixture(scope="session")
def released(lesson):
    return nbformat.read(lesson.notebook, as_version=4)


@pytest.fixture(scope="session")
def write_in(released):
    """A function: the released notebook with these sources in place of exercises, by name."""

    def fill(**sources):
        notebook = deepcopy(released)
        for cell in notebook.cells:
            cell.source = sources.get(cell.id, cell.source)
        return notebook

    return fill


@pytest.fixture(scope="session")
def solutions():
    """Every exercise's solution as a learner would have typed it."""
    return {name: code_of(exercise.reference) for name, exercise in of_lesson(LESSON).items()}


@pytest.fixture(scope="session")
def unhurried(write_in, solutions):
    """A notebook that takes two seconds to grade: time in which something can be killed."""
    return write_in(relu=f"import time\ntime.sleep(2)\n{solutions['relu']}")


@pytest.fixture
def course(tmp_path, lesson):
    """A course folder of its own, with lesson 03 and nothing submitted yet."""
    return new_course(tmp_path, lesson)


@pytest.fixture
def submit(course):
    """A function: hand in a notebook (or raw bytes) as a student."""
    return partial(hand_in, course)


@pytest.fixture(scope="module")
def lay_graded(tmp_path_factory, lesson):
    """A function: fill a folder with a course in which these, by student, were graded with seed 7.

    A module's courses with the same students are copies of one.
    """
    graded = {}

    def lay(folder, submissions):
        students = tuple(submissions)
        if students not in graded:
            made = new_course(tmp_path_factory.mktemp("graded"), lesson)
            for student, notebook in submissions.items():
                hand_in(made, student, notebook)
            grade_class(find_lessons((LESSON,), made), made / "submitted", made, 1, 7)
            graded[students] = made
        shutil.copytree(graded[students], folder, dirs_exist_ok=True)

    return lay


def new_course(folder, lesson):
    """Make a folder a course with one lesson and nothing submitted yet."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    target = folder / "solutions" / lesson.folder
    target.mkdir(parents=True)
    shutil.copy(lesson.source, target)
    shutil.copy(lesson.solved, target)
    return folder


def hand_in(course, student, notebook, name="activations.ipynb"):
    folder = course / "submitted" / student / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, bytes):
        (folder / name).write_bytes(notebook)
    else:
        nbformat.write(notebook, folder / name)


@pytest.fixture
def quiz(tmp_path, monkeypatch):
    """A course folder, the current one, with an assignment of plain nbgrader notebooks."""
    in_course(new_quiz(tmp_path), monkeypatch)
    return tmp_path


def new_quiz(folder):
    """Make a folder a course with an assignment of plain nbgrader notebooks."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    make_quiz(folder)
    return folder


def in_course(folder, monkeypatch):
    """Make a course's folder the current one, and have this environment's programs in the path."""
    monkeypatch.chdir(folder)
    programs = [str(Path(sys.executable).parent), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(programs))

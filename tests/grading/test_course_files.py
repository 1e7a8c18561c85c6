"""The course's own small files, when something else is in their place: one line, and no waiting."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from autograder.authoring.source import cells_of
from autograder.cli import main
from autograder.course import CONFIG, CourseError, Lesson, find_lessons
from autograder.exercises import found_in_class
from autograder.grading.class_run import grade_class
from autograder.grading.gradebook import extensions
from autograder.grading.gradebook.records import load
from autograder.grading.marking import ledger, reading
from autograder.grading.nbgrader import literal_folders
from autograder.grading.secret_seed import FILE as SEED
from autograder.grading.secret_seed import secret_seed
from autograder.own_files import arrays_of, notebook_of, solved_notebook
from workbook import checkpoints
from workbook.data import digits

from .conftest import LESSON

READ = {
    SEED: secret_seed,
    extensions.FILE: extensions.extensions_of,
    found_in_class.FILE: found_in_class.all_found,
    ledger.FILE: lambda root: ledger.Ledger(root, LESSON),
    "a.ipynb": lambda root: notebook_of(root / "a.ipynb"),
    "a.npz": lambda root: arrays_of(root / "a.npz", "images"),
    "record.json": lambda root: load(root / "record.json"),
    "source.py": lambda root: cells_of(root / "source.py"),
}
INSTEAD = {
    "bytes of something else": lambda path: path.write_bytes(bytes(range(256))),
    "text in another encoding": lambda path: path.write_text("déjà,vu\n", "utf-16"),
    "one line without an end": lambda path: path.write_text("x" * 200_000),
    "a pipe": os.mkfifo,
    "a folder": lambda path: path.mkdir(),
}

CASES = [(name, what) for name in READ for what in INSTEAD]
CASES.remove(("source.py", "one line without an end"))  # which is a source, of prose alone


@pytest.mark.parametrize("name, what", CASES)
def test_what_is_no_such_file_is_said_in_one_line(tmp_path, name, what):
    INSTEAD[what](tmp_path / name)
    with pytest.raises(CourseError) as caught:
        READ[name](tmp_path)
    assert len(str(caught.value).splitlines()) == 1 and name in str(caught.value)


@pytest.mark.parametrize("what", ["bytes of something else", "text in another encoding"])
def test_a_configuration_that_is_no_text_is_said_in_one_line(course, submit, write_in, what):
    submit("ada", write_in())
    (course / CONFIG).unlink()
    INSTEAD[what](course / CONFIG)
    with pytest.raises(CourseError, match=CONFIG):
        grade_class(find_lessons(("3",), course), course / "submitted", course, 1, 7)


COMMANDS = (["grade"], ["report", "3"], ["collect", "new.zip", "3"], ["similar", "3"])
DAMAGED = {
    **INSTEAD,
    "nothing": lambda path: None,
    "an empty file": lambda path: path.touch(),
    "half of it": lambda path: path.write_text('{"cells": [{"cell_type": "code", "meta'),
    "another object": lambda path: path.write_text("[1, 2]"),
    "a notebook of other things": lambda path: path.write_text('{"nbformat": 4, "cells": [{}]}'),
    "a link to nowhere": lambda path: path.symlink_to("nowhere.ipynb"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_solved_notebook_is_named_with_what_to_do(
    course, lay_graded, released, monkeypatch, what
):
    lay_graded(course, {"ada": released})
    shutil.make_archive(course / "new", "zip", course / "submitted")
    solved = Lesson(LESSON, course).solved
    solved.unlink()
    DAMAGED[what](solved)
    monkeypatch.chdir(course)
    for words in COMMANDS:
        result = CliRunner().invoke(main, words)
        (line,) = result.output.strip().splitlines()
        assert result.exit_code == 1 and isinstance(result.exception, SystemExit), words
        assert f"{LESSON}/activations.ipynb is " in line
        assert f"`autograder build {LESSON}` makes it anew" in line, words


def test_a_lesson_without_its_source_is_graded_and_cannot_be_built(
    course, submit, released, monkeypatch
):
    submit("ada", released)
    lesson = Lesson(LESSON, course)
    lesson.source.unlink()
    monkeypatch.chdir(course)
    assert CliRunner().invoke(main, ["grade", "--jobs", "1"]).output.endswith("1 graded\n")
    assert solved_notebook(lesson).cells and lesson.title == "activations"
    result = CliRunner().invoke(main, ["build", "3"])
    assert result.exit_code == 1 and "activations.py is missing" in result.output
    (other := course / "solutions" / "20-exam").mkdir()
    shutil.copy(lesson.solved, other / "exam.ipynb")  # an assignment of the instructor's own
    assert find_lessons((), course) == [lesson]


@pytest.mark.parametrize("what", ["bytes of something else", "an empty file"])
def test_the_build_puts_a_damaged_notebook_right(course, lesson, monkeypatch, what):
    shutil.copytree(
        lesson.root / "slides", course / "slides", ignore=shutil.ignore_patterns("*.html")
    )
    monkeypatch.chdir(course)
    for path in (Lesson(LESSON, course).solved, Lesson(LESSON, course).deck):
        path.unlink()
        DAMAGED[what](path)
    assert CliRunner().invoke(main, ["build", "3"]).exit_code == 0
    assert Lesson(LESSON, course).solved.read_bytes() == lesson.solved.read_bytes()
    assert Lesson(LESSON, course).deck.read_bytes() == lesson.deck.read_bytes()


@pytest.mark.parametrize("what", INSTEAD)
def test_a_file_of_questions_that_is_none_is_named(tmp_path, what):
    INSTEAD[what](tmp_path / "03-activations.toml")
    with pytest.raises(checkpoints.CheckpointError, match=r"03-activations\.toml: "):
        checkpoints.load("3", tmp_path)


def test_a_graded_notebook_that_is_a_pipe_costs_its_own_text_alone(tmp_path):
    path = tmp_path / "autograded" / "ada" / LESSON / "activations.ipynb"
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    text = reading.Waiting("ada", "activations", "text", 5.0, None, "", False)
    assert reading.fingerprint(tmp_path, LESSON, text) == ""
    with pytest.raises(CourseError, match="grade it again"):
        reading.shown(tmp_path, LESSON, text)


def test_a_ledger_that_is_held_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger, "_PATIENCE", 0.1)
    with closing(sqlite3.connect(tmp_path / ledger.FILE)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CourseError, match="is held by another program"):
            ledger.Ledger(tmp_path, LESSON)


def test_damaged_questions_stop_the_class_before_anybody_is_graded(
    course, submit, released, monkeypatch, tmp_path_factory
):
    """They decide on no mark; but nobody would be told who answered what."""
    submit("ada", released)
    folder = tmp_path_factory.mktemp("questions")
    (folder / f"{LESSON}.toml").write_text("[[question]]\nid = 3")
    monkeypatch.setattr(checkpoints.load, "__defaults__", (folder,))
    monkeypatch.chdir(course)
    result = CliRunner().invoke(main, ["grade", "--jobs", "1"])
    assert result.exit_code == 1 and f"Error: {LESSON}.toml" in result.output
    assert not (course / "gradebook.db").exists()
    (folder / f"{LESSON}.toml").unlink()
    monkeypatch.setattr(checkpoints.find, "__defaults__", (folder,))
    result = CliRunner().invoke(main, ["build", "--check", "3"])
    assert result.exit_code == 1 and result.output.startswith("Error: No question is called ")


@pytest.mark.parametrize("what", [each for each in INSTEAD if each != "a pipe"])
def test_the_digits_say_where_they_are_damaged(tmp_path, monkeypatch, what):
    INSTEAD[what](tmp_path / "digits.npz")
    monkeypatch.setattr(digits, "FILE", tmp_path / "digits.npz")
    with pytest.raises(OSError, match=r"digits\.npz is damaged: bring it back"):
        digits.load_digits()


def test_a_pipe_in_the_place_of_a_graded_folder_is_removed_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notebook.ipynb").touch()
    (tmp_path / "link").symlink_to("elsewhere")
    (tmp_path / "elsewhere").mkdir()
    for name in ("pipe", "folder", "link"):
        literal_folders.base.rmtree(str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere"]

"""Plain nbgrader notebooks on their way: which file is meant, what is beside it, whose it is.

One class run for all of them, with the marks that a person would give; the same under nbgrader's
own command, which finds the same files.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sys
import zipfile
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.course import Lesson

from ..commands import command
from ..grading.quiz import BLANK, RIGHT, SOURCE, cell, handed_in, make_quiz, write
from .case import ROOT
from .right_file import ENDINGS, NAMES

MINE = "Because a number and itself are twice the number."
NO_TEXT = "YOUR ANSWER HERE"
UNWRITTEN = (BLANK, NO_TEXT)


def fill_copy(name):
    def fill(folder):
        write(folder / "quiz.ipynb", handed_in(*UNWRITTEN))
        write(folder / name.format("quiz"), handed_in())

    return fill


def fill_ending(ending):
    return lambda folder: write(folder / f"quiz{ending}", handed_in())


def zipped(folder):
    write(folder / "x.ipynb", handed_in())
    with zipfile.ZipFile(folder / "quiz.zip", "w") as archive:
        archive.write(folder / "x.ipynb", "quiz/quiz.ipynb")
        archive.writestr("__MACOSX/quiz/._quiz.ipynb", b"\0")
    (folder / "x.ipynb").unlink()


def compressed(folder):
    write(folder / "x.ipynb", handed_in())
    (folder / "quiz.ipynb.gz").write_bytes(gzip.compress((folder / "x.ipynb").read_bytes()))
    (folder / "x.ipynb").unlink()


def bare(folder):
    """All ids and metadata lost, as some editors save it."""
    cells = handed_in()
    for number, each in enumerate(cells):
        each["metadata"], each["id"] = {}, f"c{number}"
    write(folder / "copy.ipynb", cells)
    write(folder / "quiz.ipynb", handed_in(*UNWRITTEN))


def torn_and_whole(folder):
    write(folder / "quiz (1).ipynb", handed_in())
    (folder / "quiz.ipynb").write_text('{"cells": [')


def with_another(folder):
    write(folder / "quiz.ipynb", handed_in())
    shutil.copy(Lesson("03-activations", ROOT).notebook, folder)


def another_in_its_place(folder):
    shutil.copy(Lesson("03-activations", ROOT).notebook, folder / "quiz.ipynb")
    write(folder / "quiz (1).ipynb", handed_in())


def newest(folder):
    write(folder / "quiz.ipynb", handed_in("def double(x):\n    return x"))
    write(folder / "quiz-Copy1.ipynb", handed_in())
    os.utime(folder / "quiz.ipynb", (1_700_000_000, 1_700_000_000))


def much_beside(folder):
    """Forty megabytes of data, in one file, of which the notebook reads the last byte."""
    (folder / "large.bin").write_bytes(bytes(40 * 2**20) + b"x")
    asks = "assert open('large.bin', 'rb').read()[-1:] == b'x'\n"
    write(folder / "quiz.ipynb", handed_in(asks + RIGHT))


def far_too_much_beside(folder):
    with (folder / "video.mp4").open("wb") as file:
        file.truncate(2**33)
    write(folder / "quiz.ipynb", handed_in())


FOUND = {
    **{f"a copy by {who}": fill_copy(name) for who, name in NAMES.items()},
    **{f"ending {ending or 'none'}": fill_ending(ending) for ending in ENDINGS},
    "a zip": zipped,
    "gzip": compressed,
    "metadata lost": bare,
    "torn and whole": torn_and_whole,
    "a lesson beside": with_another,
    "a lesson in its place": another_in_its_place,
    "the newest": newest,
    "much beside": much_beside,
    "far too much beside": far_too_much_beside,
}


def another_assignment(folder):
    other = [cell("def f(): pass", "f", solution=True),
             cell("assert f() is None", "f-test", grade=True, locked=True, points=1)]  # fmt: skip
    write(folder / "quiz.ipynb", other)


def a_lesson(folder):
    shutil.copy(Lesson("03-activations", ROOT).notebook, folder / "quiz.ipynb")


def both_worked_in(folder):
    for name, answer in (("quiz.ipynb", RIGHT), ("quiz-Copy1.ipynb", f"{RIGHT}  # once more")):
        write(folder / name, handed_in(answer))
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))


REFUSED = {
    "another assignment": (another_assignment, "holds other cells, not of quiz"),
    "a lesson": (a_lesson, "is the notebook of 03-activations, not of quiz"),
    "both worked in": (both_worked_in, "a person has to look"),
    "an export": (lambda f: (f / "quiz.html").write_text("<html></html>"), "there is quiz.html"),
    "nothing": (lambda folder: None, "no notebook was handed in"),
    "a torn zip": (lambda f: (f / "quiz.zip").write_bytes(b"PK\x03\x04"), "no notebook"),
}


def below(cells):
    cells.insert(6, cell(MINE, kind="markdown"))
    cells[6]["id"] = "mine"


def above(cells):
    cells.insert(5, cell(MINE, kind="markdown"))
    cells[5]["id"] = "mine"


def as_code(cells):
    cells.insert(6, cell(MINE))
    cells[6]["id"] = "mine"


def at_the_end(cells):
    cells.append(cell(MINE, kind="markdown"))
    cells[-1]["id"] = "mine"


TEXTS = {
    "below": (below, None), "above": (above, None), "as code": (as_code, None),
    "at the end": (at_the_end, None), "nowhere": (None, 0.0),
}  # fmt: skip

PLACES = {
    "capitals": "{who}/Quiz/quiz.ipynb",
    "loose": "{who}/quiz.ipynb",
    "any folder": "{who}/homework/quiz (1).ipynb",
    "in the name": "{who}_quiz.ipynb",
    "swapped": "quiz/{who}/quiz.ipynb",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which all of these were handed in, and nothing is graded yet."""
    course = tmp_path_factory.mktemp("plain")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    make_quiz(course)
    given = course / "submitted"
    fills = FOUND | {name: fill for name, (fill, _) in REFUSED.items()}
    for name, fill in fills.items():
        folder = given / student(name) / "quiz"
        folder.mkdir(parents=True)
        fill(folder)
    for name, (change, _) in TEXTS.items():
        folder = given / student(f"text {name}") / "quiz"
        folder.mkdir(parents=True)
        write(folder / "quiz.ipynb", handed_in(RIGHT, NO_TEXT, change))
    for name, place in PLACES.items():
        path = given / place.format(who=student(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, deepcopy(handed_in()))
    return course


def student(name):
    return name.replace(" ", "-").replace(".", "").replace("_", "u")


@pytest.fixture(scope="module")
def records(course):
    """What `autograder grade` makes of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course)
        result = CliRunner().invoke(main, ["grade", "quiz", "--json", "out.json"])
    assert "Traceback" not in result.output and result.exit_code == 3, result.output[-2000:]
    found = json.loads((course / "out.json").read_text())
    for each in found:
        each["kept"] = {path.name for path in (course / "autograded" / each["student"]).rglob("*")}
    return {each["student"]: each for each in found}


@pytest.mark.parametrize("name", [*FOUND, *PLACES])
def test_the_work_is_found(records, name):
    record = records[student(name)]
    points = {each["name"]: each["points"] for each in record["exercises"]}
    assert points == {"doubles": 2, "parts": 3, "reads": 1, "why": None, "task": None}
    assert record["status"] == "graded" and (record["flags"][1:] or name == "much beside")


def test_what_would_fill_the_disk_is_not_kept_with_the_graded_notebook(records):
    """Files of zeros take no room where they come from."""
    assert "large.bin" in records["much-beside"]["kept"]
    record = records["far-too-much-beside"]
    assert "quiz.ipynb" in record["kept"] and "video.mp4" not in record["kept"]
    assert "not kept beside the notebook: video.mp4" in record["flags"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_told_has_no_mark_and_one_reason(records, name):
    record = records[student(name)]
    assert (record["status"], record["score"]) == ("ungradable", None)
    assert REFUSED[name][1] in record["reason"] and record["reason"].count(". ") == 0


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_no_final_0_where_it_may_stand_elsewhere(records, name):
    exercises = records[student(f"text {name}")]["exercises"]
    assert {e["name"]: e["points"] for e in exercises}["why"] == TEXTS[name][1]


@pytest.mark.slow
def test_nbgraders_own_command_finds_the_same(records, course):
    """Some of those that lie in STUDENT/quiz/: it looks nowhere else, and takes seconds each."""
    programs = [str(Path(sys.executable).parent), os.environ["PATH"]]
    env = os.environ | {"PATH": os.pathsep.join(programs)}
    names = ["a copy by lab", "a zip", "a lesson in its place", "much beside", "a lesson"]
    names.append("text below")
    for name in ("release", "attempts", "autograded"):
        shutil.rmtree(course / name, ignore_errors=True)
    (course / "gradebook.db").unlink()
    for path in (course / "submitted").iterdir():
        if path.name not in map(student, names):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    command("nbgrader", "generate_assignment", "quiz", cwd=course, env=env)
    done = command("nbgrader", "autograde", "quiz", cwd=course, env=env)
    assert "Traceback" not in done.stderr
    with Gradebook(f"sqlite:///{course}/gradebook.db", "neural-networks") as book:
        for name in names:
            found = book.find_submission("quiz", student(name))
            marks = {g.cell.name: g.auto_score for n in found.notebooks for g in n.grades}
            wanted = {e["name"]: e["points"] for e in records[student(name)]["exercises"]}
            assert marks == (wanted or dict.fromkeys(marks)), name


def test_the_source_is_as_it_was(course):
    assert len(nbformat.read(course / "solutions/quiz/quiz.ipynb", 4).cells) == len(SOURCE)

"""Accidents with files, to a class in two lessons and an assignment: as root, and, in two other
lessons, as anybody."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ..grading import quiz
from ..ordinary_user import as_nobody, own
from .accidents import ACCIDENTS, FULL
from .case import Material, save
from .classroom import CI, ISOLATED, make_course

LESSONS = {
    "root": ("00-start-here", "01-neuron"),
    "an ordinary user": ("02-forward-propagation", "05-gradient-descent"),
}
WAYS = tuple(LESSONS) if os.geteuid() == 0 else ("an ordinary user",)
STUDENT_IN_NO_ENCODING = os.fsdecode(b"\xff\xe9" * 36)


@pytest.fixture(scope="module", params=WAYS)
def graded(request):
    """A class with every accident, graded twice: how, the course, what each run ended in."""
    if not ISOLATED:
        assert not CI, "bubblewrap must work here"
        pytest.skip("needs isolation")
    is_nobody, lessons = os.geteuid() == 0 and request.param != "root", LESSONS[request.param]
    words = ["-m", "autograder", "grade", *lessons, "quiz", "--seed", "7"]
    words += ["--json", "records.json"]
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "course")
        hand_in(course, lessons)
        if is_nobody:
            own(Path(folder))
        command = as_nobody(words, course) if is_nobody else [sys.executable, *words]
        environment = os.environ | {"HOME": str(course), "PYTHONDONTWRITEBYTECODE": "1"}
        done, books = [], []
        for _ in range(2):
            done.append(
                subprocess.run(command, cwd=course, capture_output=True, text=True, env=environment,
                               errors="replace")
            )  # fmt: skip
            assert (course / "gradebook.db").exists(), done[-1].stderr
            books.append(contents(course))
        records = json.loads((course / "records.json").read_text())
        is_root = request.param == "root"
        yield is_root, lessons, {(r["lesson"], r["student"]): r for r in records}, done, books
        subprocess.run(["chmod", "-R", "u+rwX", folder], check=False)


def hand_in(course: Path, lessons: tuple[str, ...]) -> None:
    """In each lesson every accident, to a student that is named for it, and good ones beside."""
    make_course(course, lessons)
    quiz.make_quiz(course)
    names = (*ACCIDENTS, "good", "zed", STUDENT_IN_NO_ENCODING)
    for lesson in (*lessons, "quiz"):
        for name in names:
            folder = course / "submitted" / name / lesson
            folder.mkdir(parents=True, exist_ok=True)
            if lesson == "quiz":
                notebook = folder / "quiz.ipynb"
                quiz.write(notebook, quiz.handed_in())
            else:
                material = Material(lesson)
                notebook = folder / material.file
                save(material.notebook(), notebook)
            if name in ACCIDENTS:
                ACCIDENTS[name].befalls(folder, notebook)


def contents(course: Path) -> list:
    with sqlite3.connect(course / "gradebook.db") as book:
        return book.execute(
            "SELECT s.student_id, a.name, g.auto_score, g.needs_manual_grade FROM grade g "
            "JOIN submitted_notebook n ON n.id = g.notebook_id "
            "JOIN submitted_assignment s ON s.id = n.assignment_id "
            "JOIN assignment a ON a.id = s.assignment_id ORDER BY 1, 2, g.id"
        ).fetchall()


@pytest.mark.parametrize("place", (0, 1))
@pytest.mark.parametrize("name", ACCIDENTS)
def test_an_accident_costs_no_more_than_it_must(graded, place, name):
    is_root, lessons, records, (done, _), _ = graded
    accident, record = ACCIDENTS[name], records.get((lessons[place], name))
    assert record is not None, done.stdout[-3000:] + done.stderr[-3000:]
    if accident.expected(is_root) == FULL:
        assert record["status"] == "graded", record["reason"]
        assert record["score"] == record["max_score"]
    else:
        assert record["status"] == "ungradable" and record["score"] is None
        assert record["reason"] and accident.says in record["reason"]
        assert "grader itself" not in record["reason"]


@pytest.mark.parametrize("name", ACCIDENTS)
def test_in_an_assignment_it_is_graded_or_named(graded, name):
    record = graded[2]["quiz", name]
    assert record["status"] == "graded" or record["reason"]
    assert "grader itself" not in record["reason"]


def test_the_others_get_their_marks(graded):
    _, lessons, records, _, _ = graded
    for lesson in (*lessons, "quiz"):
        good = [r for (of, name), r in records.items() if of == lesson and name not in ACCIDENTS]
        assert len(good) == 3
        assert {record["status"] for record in good} == {"graded"}
        assert len({record["score"] for record in good}) == 1 and good[0]["score"] > 0


def test_no_run_breaks_and_a_rerun_changes_nothing(graded):
    _, _, records, done, books = graded
    for each in done:
        assert "Traceback" not in each.stderr and "could not be written" not in each.stderr
    assert f"{len(records)} of them before" in done[1].stdout
    assert books[0] == books[1]

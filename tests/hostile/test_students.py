"""Students with names of all kinds, and folders that belong to nobody, in one class."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from autograder.cli import NOT_EVERYTHING
from autograder.course import find_lessons
from autograder.grading.class_run import grade_class
from autograder.grading.intake.mending import mend

from .case import Material, save
from .classroom import make_course

LESSON = "00-start-here"
NAMES = (
    "ada", "José Ñuñez", "名前", "o'brien; DROP TABLE student", "-n", "a b", "x" * 150, "=SUM(1+1)",
    "<script>", "100%", "$(reboot)", "Ada", "ada.lovelace@home",
    "mallory\nada  00-start-here  graded  1000 of 1", "\x1b[2J",
)  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which all of them handed in the solutions, and things lie about beside."""
    course = tmp_path_factory.mktemp("names")
    make_course(course, (LESSON,))
    material = Material(LESSON)
    for name in (*NAMES, os.fsdecode(b"Jos\xe9")):
        folder = course / "submitted" / name / LESSON
        folder.mkdir(parents=True)
        save(material.notebook(), folder / material.file)
    (course / "submitted" / ".DS_Store").write_bytes(b"\0")
    (course / "submitted" / "readme.txt").write_text("Hand in by Friday.")
    (course / "submitted" / "of-no-lesson" / "99-unknown").mkdir(parents=True)
    (course / "submitted" / "a-file-for-a-folder").mkdir()
    (course / "submitted" / "a-file-for-a-folder" / LESSON).write_text("PK")
    return course


def test_everybody_gets_their_marks(course):
    done = autograder(course, "grade", "0", "--json", "records.json")
    assert done.returncode == NOT_EVERYTHING, done.stderr[-2000:]
    missed = json.loads(read(course / "records.not-graded.json"))
    assert [each["path"] for each in missed] == [
        "of-no-lesson/99-unknown", "readme.txt", f"a-file-for-a-folder/{LESSON}",
    ]  # fmt: skip
    records = {record["student"]: record for record in json.loads(read(course / "records.json"))}
    assert records.keys() == {*NAMES, r"Jos\xe9", "a-file-for-a-folder"}
    assert "ada  00-start-here  graded  1000 of 1" not in done.stdout.splitlines()
    assert "\x1b[2J" not in done.stdout
    assert all(records[name]["score"] == records[name]["max_score"] for name in NAMES)
    assert records["a-file-for-a-folder"]["status"] == "ungradable"
    with Gradebook(f"sqlite:///{course}/gradebook.db", "neural-networks") as book:
        scores = {s.student.id: s.score for s in book.assignment_submissions(LESSON)}
    assert {name: scores[name] for name in NAMES} == dict.fromkeys(NAMES, 1.0)


def test_the_report_names_them_all(course):
    done = autograder(course, "report", "0")
    assert done.returncode == 0, done.stderr[-2000:]
    with (course / "report" / f"{LESSON}.csv").open(encoding="utf-8-sig") as table:
        rows = [row["student"].removeprefix("'") for row in csv.DictReader(table)]
    assert set(NAMES) <= set(rows)
    assert not any(
        row[:1] in "=+@" for row in read(course / "report" / f"{LESSON}.csv").splitlines()
    )
    assert "<script>" not in read(course / "report" / f"{LESSON}.html").replace("<script type", "")


def test_a_mistake_of_the_graders_own_costs_one_mark(tmp_path, monkeypatch):
    make_course(tmp_path, (LESSON,))
    material = Material(LESSON)
    for name in ("ada", "bob"):
        (tmp_path / "submitted" / name / LESSON).mkdir(parents=True)
        save(material.notebook(), tmp_path / "submitted" / name / LESSON / material.file)
    answers = iter([ZeroDivisionError("a mistake"), None])

    def mend_or_fail(*arguments):
        if error := next(answers):
            raise error
        return mend(*arguments)

    monkeypatch.setattr("autograder.grading.engine.mend", mend_or_fail)
    lessons = find_lessons((LESSON,), tmp_path)
    file = tmp_path / "records.json"
    grade_class(lessons, tmp_path / "submitted", tmp_path, 1, 7, file, isolation="none")
    ada, bob = json.loads(read(file))
    assert ada["status"] == "ungradable" and "ZeroDivisionError: a mistake" in ada["reason"]
    assert bob["score"] == bob["max_score"]


def autograder(course, *words):
    command = [sys.executable, "-m", "autograder", *words]
    return subprocess.run(command, cwd=course, capture_output=True, text=True)


def read(path):
    return path.read_text("utf-8")

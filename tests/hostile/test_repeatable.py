"""The same marks with 1 or 4 jobs, in any order, twice, after a kill; resubmissions start blank."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.cli import NOT_EVERYTHING
from autograder.grading.attempts import STANDS_IN

from ..commands import command
from .case import Case, Material
from .cases import EVERYTHING, all_cases
from .classroom import CI, HERE, ISOLATED, make_course, namespace

LESSON = "03-activations"
MIXED = (
    "correct", "untouched", "wrong", "writes-into-its-input", "syntax-error", "sys-exit", "os-exit",
    "segfault", "recurses-for-ever", "stray-os-exit", "check-deleted", "all-metadata-and-ids-lost",
    "answer-pasted-twice", "renamed", "cut-off", "two-notebooks", "counts-its-calls",
    "forges-the-check", "numpy-warns", "leaves-threads", "returns-nan", "beside-it-numpy.py",
    "answers-twice", "ends-the-next-cell", "forges-json-and-struct",
)  # fmt: skip


@pytest.fixture(scope="module")
def mixed() -> list[Case]:
    by_id = {case.id: case for case in all_cases(LESSON, EVERYTHING)}
    return [by_id[id] for id in MIXED]


@pytest.fixture(scope="module")
def one_job(tmp_path_factory, mixed):
    """The mixed class, graded by one job: (marks by case, gradebook, course)."""
    course = tmp_path_factory.mktemp("one-job")
    marks = grade(hand_in(course, mixed), "--jobs", "1")
    return marks, gradebook(course), course


def hand_in(course: Path, cases: list[Case], names: list[str] | None = None) -> Path:
    make_course(course, (LESSON,))
    for case, name in zip(cases, names or [case.id for case in cases], strict=True):
        folder = course / "submitted" / name / LESSON
        shutil.rmtree(folder.parent, ignore_errors=True)
        case.write(folder)
    return course


def grade(course: Path, *options: str) -> dict[str, dict]:
    """Grade with the command line; the records by student, without what may differ: the time."""
    file = course / "records.json"
    words = ["grade", "3", "--seed", "7", "--json", str(file), *options]
    done = command("autograder", *words, cwd=course)
    assert done.returncode in (0, NOT_EVERYTHING), done.stderr[-2000:]
    records = json.loads(file.read_text())
    for record in records:
        del record["seconds"]
    return {record.pop("student"): record for record in records}


def gradebook(course: Path) -> dict:
    """Everything that the gradebook says of every student: marks, who has to look, comments."""
    found = {}
    with Gradebook(f"sqlite:///{course}/gradebook.db", "neural-networks") as book:
        for submission in book.assignment_submissions(LESSON):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    key = submission.student.id, grade.cell.name
                    found[key] = grade.auto_score, grade.manual_score, grade.needs_manual_grade
                for comment in notebook.comments:
                    found[submission.student.id, comment.cell.name, "comment"] = comment.comment
    return found


def test_the_mixed_class_gets_its_marks(one_job, mixed):
    marks, _, _ = one_job
    assert [case.expected.differences(marks[case.id]) for case in mixed] == [[]] * len(mixed)


def test_four_jobs_in_another_order_after_a_kill_end_the_same_way(one_job, mixed, tmp_path):
    marks, book, _ = one_job
    names = [f"student-{number:02}" for number in range(len(mixed))]
    random.Random(5).shuffle(names)
    course = hand_in(tmp_path, mixed, names)
    subprocess.run([sys.executable, HERE / "killed.py", course, "8"], check=True)
    found = grade(course, "--jobs", "4")
    assert {c.id: found[name] for c, name in zip(mixed, names, strict=True)} == marks
    ids = {name: case.id for case, name in zip(mixed, names, strict=True)}
    assert {(ids[key[0]], *key[1:]): value for key, value in gradebook(course).items()} == book


def test_grading_again_changes_nothing(one_job):
    marks, book, course = one_job
    assert grade(course, "--jobs", "2", "--regrade") == marks
    assert gradebook(course) == book


@pytest.mark.skipif(not ISOLATED and not CI, reason="needs isolation")
def test_a_killed_grader_leaves_nothing_behind(mixed, tmp_path):
    (loops,) = (case for case in all_cases(LESSON, EVERYTHING) if case.id == "loops-and-swallows")
    course = hand_in(tmp_path, [loops] * 3, ["ada", "bob", "cyd"])
    kill = [sys.executable, "-P", str(HERE / "killed.py"), str(course), "0"]
    done = subprocess.run(namespace(kill), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []


# Resubmissions ------------------------------------------------------------------------------------

AGAIN = (
    "os-exit", "syntax-error", "all-checks-deleted", "answer-deleted", "untouched", "cut-off",
    "two-notebooks", "nothing-handed-in", "renamed",
)  # fmt: skip


@pytest.fixture(scope="module")
def again(tmp_path_factory):
    """A class whose solved submissions were graded, and then all replaced, and graded again."""
    by_id = {case.id: case for case in all_cases(LESSON, EVERYTHING)}
    course = hand_in(tmp_path_factory.mktemp("again"), [by_id["correct"]] * len(AGAIN), list(AGAIN))
    first = grade(course, "--jobs", "1")
    assert all(record["score"] == record["max_score"] for record in first.values())
    hand_in(course, [by_id[id] for id in AGAIN])
    return grade(course, "--jobs", "1"), gradebook(course), course


@pytest.mark.parametrize("id", AGAIN)
def test_a_resubmission_counts_alone_where_it_can_be_graded(id, again):
    records, book, course = again
    (expected,) = (case.expected for case in all_cases(LESSON, EVERYTHING) if case.id == id)
    record = records[id]
    if expected.status == "ungradable":  # then the attempt before it stands in, and says so
        assert any(f.startswith(STANDS_IN) and expected.reason in f for f in record["flags"])
        (expected,) = (c.expected for c in all_cases(LESSON, EVERYTHING) if c.id == "correct")
        record = {**record, "flags": []}
    assert expected.differences(record) == []
    marks = {cell: value[0] for (student, cell, *more), value in book.items()
             if student == id and not more}  # fmt: skip
    points = expected.points or dict.fromkeys(Material(LESSON).max_points)
    assert marks == {f"check-{name}": earned for name, earned in points.items()}
    kept = json.loads((course / "autograded" / id / LESSON / "record.json").read_text())
    assert kept["score"] == records[id]["score"]

"""How many damaged and hostile submissions get the mark that a human would give.

Run by hand: `python -m pytest -s -o python_files=bench_hostile.py tests/benchmarks`. It takes ten
minutes, most of them nbgrader's: with EVERY=1 it tries every case, and takes an hour.

Stock nbgrader runs a student's code unprotected. So it gets only the cases that may be run so, each
in a PID namespace and a course of its own, and with a limit on its time. It is asked for marks
alone; that it says why, or what was damaged, is not asked.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbgrader.api import Gradebook, MissingEntry

from tests.hostile.cases import PLAN, all_cases
from tests.hostile.classroom import ISOLATED, Classroom, make_course, namespace

EVERY = int(os.environ.get("EVERY", "8"))
SECONDS = 120
NBGRADER = str(Path(sys.executable).parent / "nbgrader")
STOCK = "\ndel c.Autograde\nc.Execute.timeout = 10\n"


@pytest.mark.skipif(not ISOLATED, reason="needs isolation")
@pytest.mark.parametrize("lesson", PLAN)
def test_who_marks_them_right(lesson, tmp_path):
    cases = all_cases(lesson)
    own = ours(tmp_path / "ours", lesson, cases)
    tried = [case for case in cases if not case.isolated][::EVERY]
    known = released(tmp_path / "released", lesson)
    places = [tmp_path / f"case-{number}" for number in range(len(tried))]
    with ThreadPoolExecutor(2) as pool:
        right = list(pool.map(nbgraders, tried, places, [known] * len(tried)))
    wrong = [case.id for case, is_right in zip(tried, right, strict=True) if not is_right]
    same = sum(own[case] for case in tried)
    print(f"\n{lesson}: cases that got the mark that a human would give")
    print(f"  autograder, all cases, flags and reasons too: {sum(own.values())} of {len(own)}")
    print(f"  autograder, the cases that nbgrader was given: {same} of {len(tried)}")
    print(f"  nbgrader: {sum(right)} of {len(tried)}; wrong: {', '.join(wrong)}")


def ours(course, lesson, cases):
    """By case: whether this engine's record is what a human's would be."""
    room = Classroom(course, (lesson,), cases)
    room.grade()
    own = {case: room.of(case)[0] for case in cases}
    return {
        case: bool(outcome.record) and not case.expected.differences(outcome.record)
        for case, outcome in own.items()
    }


def released(course, lesson):
    """A course of stock nbgrader's, in which the lesson is released."""
    make_course(course, (lesson,))
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + STOCK, "utf-8")
    run(course, "generate_assignment", lesson, check=True)
    return course


def nbgraders(case, course, known):
    """Whether stock nbgrader gives a case's marks; none at all where it cannot be graded."""
    shutil.copytree(known, course)
    try:
        case.write(course / "submitted" / "student" / case.lesson)
        run(course, "autograde", case.lesson, "--student", "student")
        return points(course, case.lesson) == case.expected.points
    finally:
        shutil.rmtree(course, ignore_errors=True)


def run(course, *words, check=False):
    """Run one of nbgrader's commands; what takes too long is killed, with all that it started."""
    path = os.pathsep.join([str(Path(NBGRADER).parent), os.environ["PATH"]])
    try:
        subprocess.run(
            namespace([NBGRADER, *words]), cwd=course, env=os.environ | {"PATH": path},
            timeout=SECONDS, check=check, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        assert not check


def points(course, lesson):
    """A student's marks by exercise, None where there are none."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        try:
            submission = book.find_submission(lesson, "student")
        except MissingEntry:
            return None
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        found = {g.name.removeprefix("check-"): g.auto_score for g in grades}
    return None if not found or None in found.values() else found

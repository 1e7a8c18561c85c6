"""However a submission is made, grading it ends: the limit on all of it, not only on each part."""

from __future__ import annotations

import time

import nbformat
import pytest

from autograder.course import Lesson
from autograder.exercises import of_lesson
from autograder.grading.engine import Grader, stage_for
from autograder.grading.process import submission_run as run

from .case import ROOT, Material, code_cell

LESSON = "03-activations"
TOTAL = 3.0
#: Seconds for what is not run in a submission, on a busy machine; without the limit it takes 30.
SPARE = 12.0


@pytest.fixture
def grade(monkeypatch):
    """A function: grade a notebook under short limits, and say how long it took."""
    monkeypatch.setattr(run, "CELL_SECONDS", 1.0)
    monkeypatch.setattr(run, "CHECK_SECONDS", 1.0)
    monkeypatch.setattr(run, "SUBMISSION_SECONDS", TOTAL)
    lesson = Lesson(LESSON, ROOT)
    with stage_for(lesson) as stage:
        grader = Grader(lesson, 1234, stage)

        def timed(notebook):
            start = time.monotonic()
            return grader.grade(nbformat.from_dict(notebook)), time.monotonic() - start

        yield timed


def test_many_slow_cells_behind_the_work_cost_no_mark(grade):
    notebook = Material(LESSON).notebook()
    slow = "import time\ntime.sleep(0.8)"
    notebook["cells"] += [code_cell(slow, f"slow-{number}") for number in range(36)]
    graded, seconds = grade(notebook)
    assert graded.points == graded.max_points
    assert seconds < TOTAL + SPARE


def test_what_comes_too_late_is_said(grade):
    """Every function hangs: the ones that time was left for, and the others, say so."""
    loops = {name: f"def {name}(*args):\n    while True: pass" for name in of_lesson(LESSON)}
    graded, seconds = grade(Material(LESSON).notebook(**loops))
    assert graded.points == 0 and graded.status == "partial"
    assert all(verdict.status == "stopped" for verdict in graded.verdicts.values())
    # each function has seconds of its own; behind ten that were lost, only a little is waited for
    assert seconds < TOTAL + run.HUNG_SECONDS + len(loops) * run.IMPATIENT_SECONDS + SPARE

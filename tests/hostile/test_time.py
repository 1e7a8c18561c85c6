"""However a submission is made, grading it ends: the limit on all of it, not only on each part."""

from __future__ import annotations

import re

import nbformat
import pytest

from autograder.course import Lesson
from autograder.exercises import of_lesson
from autograder.grading.engine import Grader, stage_for
from autograder.grading.process import submission_run as run

from .case import ROOT, Material, code_cell

LESSON = "03-activations"
#: Seconds for the cells of a submission: many times what its work takes, on a busy machine too.
TOTAL = 10.0


@pytest.fixture
def grade(monkeypatch):
    """A function: grade a notebook under short limits, and say how long it took."""
    monkeypatch.setattr(run, "CELL_SECONDS", 1.0)
    monkeypatch.setattr(run, "CHECK_SECONDS", 1.0)
    monkeypatch.setattr(run, "SUBMISSION_SECONDS", TOTAL)
    lesson = Lesson(LESSON, ROOT)
    with stage_for(lesson) as stage:
        grader = Grader(lesson, 1234, stage)
        yield lambda notebook: grader.grade(nbformat.from_dict(notebook))


def test_many_slow_cells_behind_the_work_cost_no_mark(grade):
    notebook = Material(LESSON).notebook()
    slow = "import time\ntime.sleep(0.8)"
    notebook["cells"] += [code_cell(slow, f"slow-{number}") for number in range(36)]
    graded = grade(notebook)
    assert graded.points == graded.max_points
    *_, last = graded.notebook.cells
    assert any(f"{TOTAL:g} seconds, and they were over" in str(each) for each in last.outputs)


def test_what_comes_too_late_is_said(grade, monkeypatch):
    """Every function hangs: the ones that time was left for, and the others, say so."""
    monkeypatch.setattr(run, "HUNG_SECONDS", 3.0)
    monkeypatch.setattr(run, "IMPATIENT_SECONDS", 0.3)
    hangs = "import time\n    while True: time.sleep(1)"  # no less endless than a busy loop
    loops = {name: f"def {name}(*args):\n    {hangs}" for name in of_lesson(LESSON)}
    graded = grade(Material(LESSON).notebook(**loops))
    assert graded.points == 0 and graded.status == "partial"
    assert all(verdict.status == "stopped" for verdict in graded.verdicts.values())
    # each function has seconds of its own; behind three that were lost, only a little is waited for
    waited = [
        float(re.search(r"after ([\d.]+) second", v.reason)[1]) for v in graded.verdicts.values()
    ]
    assert waited == [1.0] * 3 + [0.3] * (len(loops) - 3)

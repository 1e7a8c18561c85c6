"""What is asked of every case; the test modules, one for each lesson, import it."""

from __future__ import annotations

import pytest

from .case import TARGETS
from .classroom import CI, ISOLATED, marks_left

#: A reason or a flag is a line that people read, whatever a student wrote into it.
LONGEST_LINE = 2_000
#: Nor may the grader's own process grow beyond this many megabytes, whatever is handed to it.
LARGEST = 1_500


def test_case(case, graded):
    """It gets the mark that a human would give, and the good student behind it gets full marks."""
    if case.isolated and not ISOLATED:
        assert not CI, "bubblewrap and unshare must work here: this case must not be skipped"
        pytest.skip("needs isolation")
    own, good = graded.of(case)
    assert not own.failure, own.failure
    assert not good.failure, f"the good student behind it: {good.failure}"
    assert case.expected.differences(own.record) == []
    for line in [own.record["reason"], *own.record["flags"]]:
        assert line.isprintable() and len(line) <= LONGEST_LINE, f"{line[:500]!r}"
    size = own.notebook.stat().st_size
    assert size <= case.largest, f"its graded notebook has {size} bytes"
    if case.expected.says:
        card = own.card(TARGETS[case.lesson][0])
        assert any(words in card for words in case.expected.says.split(" or ")), card
    assert good.record["score"] == good.record["max_score"], f"behind it: {good.record}"
    assert good.record["status"] == "graded" and good.record["flags"] == []


def test_nothing_survives(graded):
    assert graded.alive == []


def test_the_graders_memory_is_bounded(graded):
    assert graded.megabytes < LARGEST


def test_nothing_was_written_outside(graded):
    """Solutions, seed and submissions are as they were; no case left its mark anywhere."""
    assert graded.changed == []
    assert marks_left(graded.course) == []

"""Sixty wrong functions and the whole card of each in words, as they were read and found good.

`golden/NAME.py` is the wrong function, `golden/NAME.txt` its card. After a change of words,
`python -m tests.checking.test_golden_cards` writes the cards anew; then read what git shows.
"""

import warnings
from pathlib import Path

import numpy as np
import pytest

from autograder.exercises import all_exercises
from autograder.judging.judge import verdict
from autograder.judging.sheet import Sheet
from autograder.judging.words import as_text
from workbook import nn

FOLDER = Path(__file__).with_name("golden")
WRONG = sorted(FOLDER.glob("*.py"))


def card_of(path):
    """The card of the wrong function in a file, under a seed that stays."""
    names = {"np": np, "nn": nn}
    exec(compile(path.read_text("utf-8"), path.name, "exec"), names)
    exercise = all_exercises()[path.stem.split("-")[0]][1]
    sheet = Sheet.draw(exercise, np.random.default_rng(5))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return as_text(verdict(sheet, sheet.observe(names[exercise.name]))) + "\n"


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_the_card_is_as_it_was_read(path):
    assert card_of(path) == path.with_suffix(".txt").read_text("utf-8")


def test_there_are_sixty_of_many_lessons():
    lessons = {all_exercises()[path.stem.split("-")[0]][0] for path in WRONG}
    assert len(WRONG) >= 60 and len(lessons) >= 10


if __name__ == "__main__":
    for path in WRONG:
        path.with_suffix(".txt").write_text(card_of(path), "utf-8")

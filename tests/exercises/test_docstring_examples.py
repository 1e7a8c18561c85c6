"""The examples of the statements, `name(…) is …`: what learners check by hand is what comes out."""

import re

import numpy as np
import pytest

from autograder.exercises import all_exercises
from workbook import nn

ONE = np.zeros((1, 1)), np.zeros(1)
"""Where a training does not depend on its data: one sample and its label."""

DATA = {"X": ONE[0], "y": ONE[1], "one": ONE, "other": ONE, "rng": np.random.default_rng(7)}
NAMES = vars(nn) | {"np": np, "array": np.array} | DATA


def examples(name, docstring):
    """Pairs of texts, a call of `name` and what it is said to be, from an example's paragraph."""
    paragraph = re.search(r"Example\b.*?(?=\n\n|\Z)", docstring or "", re.S)
    words = " ".join(paragraph[0].split()) if paragraph else ""
    for found in re.finditer(rf"\b{name}\(", words):
        end = closing(words, found.end() - 1) + 1
        if said := re.match(r" is (.*)", words[end:]):
            yield words[found.start() : end], said[1]


def closing(text, start):
    """The place of the bracket that closes the one at `start`."""
    depth = 0
    for place, letter in enumerate(text[start:], start):
        depth += (letter in "([{") - (letter in ")]}")
        if not depth:
            return place
    raise AssertionError(f"A bracket stays open: {text[start:]}")


def value(words):
    """What the longest beginning of some words is in Python; None if they begin in English."""
    for end in range(len(words), 0, -1):
        if words[end - 1] in ", ":
            continue
        try:
            found = eval(words[:end], NAMES)
        except Exception:  # the rest is prose
            continue
        if not isinstance(found, tuple) or words[0] == "(":
            return found
    return None


def same(got, said):
    """Equal up to the four digits that statements print, through dicts, tuples and lists."""
    if isinstance(said, dict):
        return got.keys() == said.keys() and all(same(got[key], said[key]) for key in said)
    if isinstance(said, tuple | list) and not isinstance(got, np.ndarray):
        return len(got) == len(said) and all(map(same, got, said))
    if got is None or isinstance(said, str):
        return got == said
    got, said = np.asarray(got), np.asarray(said)
    return got.shape == said.shape and np.allclose(got, said, atol=6e-5)


ASKED = [
    pytest.param(exercise.reference, *example, id=f"{name}-{i}")
    for name, (_, exercise) in all_exercises().items()
    for i, example in enumerate(examples(name, exercise.reference.__doc__))
    if value(example[1]) is not None and name != "read_digits"  # its images are not written down
]


@pytest.mark.parametrize("reference, call, said", ASKED)
def test_an_example_is_what_comes_out(reference, call, said):
    got = eval(call, NAMES | {reference.__name__: reference})
    assert same(got, value(said)), f"{call} is {got}, not {said}"


def test_most_statements_have_such_an_example():
    assert len(ASKED) > 120

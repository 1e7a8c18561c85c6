"""A summary judges answers, and nothing else: the words for a right one are no right one."""

import warnings
from functools import cache

import numpy as np
import pytest

from autograder.exercises import all_exercises
from autograder.judging.judge import verdict
from autograder.judging.likeness import SPARE, TIMES, is_like
from autograder.judging.sheet import Sheet
from autograder.judging.words import as_text
from autograder.sandbox.plain import Alien, plain

SUMMARISED = {name: e for name, (_, e) in all_exercises().items() if e.summary}

FAR_TOO_MANY = np.zeros((300_000, 2))
MANY_LISTS = plain([[0.0]] * 30_000)  # in plain form once for all, which takes a while

#: What is no answer to any of them.
STRANGE = {
    "nothing": lambda value: None,
    "an alien": lambda value: Alien("generator"),
    "text": lambda value: "right",
    "a dictionary": lambda value: {"value": value},
    "itself in a list": lambda value: [value],
    "far too many": lambda value: FAR_TOO_MANY,
    "many lists": lambda value: MANY_LISTS,
    "a few numbers": lambda value: np.arange(7.0),
    "no numbers": lambda value: np.full((40, 3), np.nan),
    "a number": lambda value: 0.0,
    "an empty list": lambda value: [],
}


@cache
def sheet_of(name):
    """Drawn once for all tests: some references train to answer it."""
    return Sheet.draw(SUMMARISED[name], np.random.default_rng(5))


def seen(sheet, values):
    """Observations of an implementation that answers so."""
    rows = [
        {"changed": [], "warned": [], "printed": "", "value": v if v is MANY_LISTS else plain(v)}
        for v in values
    ]
    return sheet.summarised(rows)


@pytest.mark.parametrize("name", SUMMARISED)
def test_the_words_for_the_right_answers_are_a_mismatch(name):
    """Where a summary is other than the answer, saying it earns nothing of that call's aspect."""
    sheet = sheet_of(name)
    found = sheet.mismatches(seen(sheet, [row["value"] for row in sheet.expected]))
    told = [
        i
        for i, (row, answer) in enumerate(zip(sheet.expected, sheet.answers, strict=True))
        if in_words(row["value"]) and not in_words(answer["value"])
    ]
    assert [found[i] is not None for i in told] == [True] * len(told)


def in_words(value):
    parts = value if isinstance(value, list) else [value]
    return any(isinstance(each, dict | str) for each in parts)


def test_some_are_told_in_words():
    values = [row["value"] for name in SUMMARISED for row in sheet_of(name).expected]
    assert sum(map(in_words, values)) > 20


@pytest.mark.parametrize("kind", STRANGE)
@pytest.mark.parametrize("name", SUMMARISED)
def test_what_is_no_answer_is_a_mismatch_that_can_be_shown(name, kind):
    sheet = sheet_of(name)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = verdict(sheet, seen(sheet, [STRANGE[kind](row["value"]) for row in sheet.answers]))
    assert not said  # it would be on the learner's screen
    assert found.status in ("failed", "partial") and found.points < max(found.max_points, 0.1)
    assert len(as_text(found)) < 20_000


@pytest.mark.parametrize("name", SUMMARISED)
def test_the_right_answers_are_right(name):
    sheet = sheet_of(name)
    assert not any(row.get("misfit") for row in sheet.expected)
    assert sheet.mismatches(sheet.summarised(sheet.answers)) == [None] * len(sheet.calls)


def test_likeness_bounds_number_depth_and_kind():
    right = [np.zeros((2, 3)), 1.0]
    assert is_like(right, [np.zeros((2, 3)), 2]) and is_like(right, np.zeros(7))
    assert not is_like(right, np.zeros(TIMES * 20 + SPARE))
    assert not is_like(right, [["a"]]) and not is_like(right, {"a": 1})
    assert not is_like(right, [None]) and not is_like(right, [Alien("set")])
    assert is_like([{"a": "b"}], [{"c": "d"}])
    deep = 1.0
    for _ in range(20):
        deep = [deep]
    assert not is_like(right, deep)


def test_of_too_many_layers_the_number_tells_and_no_more_are_looked_at():
    asked = next(c for c in sheet_of("init_params").calls if len(c.args) == 3)
    words = SUMMARISED["init_params"].summary(np.zeros((40_000, 2)), asked)
    assert len(words) == 40_000 and len({str(each) for each in words}) <= 2
    assert [type(each) for each in words] == [dict] * len(asked.args[0]) + [str] * (
        40_000 - len(asked.args[0])
    )


@pytest.mark.parametrize("size", [0.0, 1e-300])
def test_all_zeros_are_no_dropout(size):
    """By chance a few entries may all be dropped; not twenty of them, of which each fifth is."""
    sheet = sheet_of("dropout_forward")
    answers = [[np.full_like(part, size) for part in row["value"]] for row in sheet.answers]
    found = verdict(sheet, seen(sheet, answers))
    (factors,) = (aspect for aspect in found.aspects if aspect.name == "factors")
    assert factors.points == 0

"""Whether the mistake that code is said to make is the one that it makes."""

from collections.abc import Callable

import numpy as np

from autograder.exercises.exercise import Exercise
from autograder.judging.judge import verdict
from autograder.judging.naming import alike_seen
from autograder.judging.sheet import Sheet
from autograder.judging.words import call_text

from .trying import Endless, at_most, for_each_exercise, sheets_of

SECONDS = 20.0


def false_name(exercise: Exercise, implementation: Callable, draws: int) -> str:
    """What is false about the name that a check gives to wrong code, "" where nothing is.

    The named misconception is run beside the code on a number of the exercise's draws: a name is
    true when both answer alike wherever either is wrong.
    """
    if exercise.seconds is not None:
        draws = 1
    try:
        with at_most(SECONDS + 2 * (exercise.seconds or 0)):
            (sheet,) = sheets_of(exercise, 1)
            named = verdict(sheet, sheet.observe(implementation)).misconception
            if named is None:
                return ""
            beside = _draws_of(exercise, draws)
            one, other = beside.observe(implementation), beside.observe(named.wrong)
    except Endless:
        return ""
    rows = zip(
        beside.calls, beside.mismatches(one), beside.mismatches(other), one, other, strict=True
    )
    for call, wrong, known_wrong, seen, known in rows:
        if (wrong or known_wrong) and not _alike(known, seen, exercise.rtol):
            return f"is no “{named.name}” at {call_text(exercise.name, call)}"
    return ""


def _alike(known: dict, seen: dict, rtol: float) -> bool:
    """Whether both do the same; what ends in nan is no proof of another mistake.

    The known one may be guarded where the learner's runs on into nan.
    """
    if alike_seen(known, seen, rtol):
        return True
    return "error" not in seen and _holds_nan(seen["value"])


def _holds_nan(value: object) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return any(_holds_nan(part) for part in value)
    numbers = np.asarray(value)
    return numbers.dtype.kind == "f" and bool(np.isnan(numbers).any())


@for_each_exercise
def _draws_of(exercise: Exercise, draws: int) -> Sheet:
    """A number of draws in one sheet; what every draw asks is in it once."""
    rngs = (np.random.default_rng([17, i]) for i in range(draws))
    drawn = [pair for rng in rngs for pair in exercise.draw(rng)]
    aspects, calls = zip(*{repr(pair): pair for pair in drawn}.values(), strict=True)
    sheet = Sheet(exercise, list(aspects), list(calls), [])
    sheet.expected = sheet.observe(exercise.reference)
    return sheet

"""Whether the mistake that code is said to make is the one that it makes."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from autograder.exercises.exercise import Call, Exercise
from autograder.judging.judge import verdict
from autograder.judging.naming import alike_seen
from autograder.judging.sheet import Sheet

from .trying import Endless, at_most, for_each_exercise, sheets_of

SECONDS = 20.0


class Name(NamedTuple):
    """The mistake that a check names, and what of the code's own answers speaks against it.

    denied_by: a call at which the mistake is wrong, and the code is not wrong in the same way: then
    the name is false. unexplained: one at which the code is wrong, and the mistake is not, or
    otherwise: the code does something else, or more.
    """

    name: str
    denied_by: Call | None
    unexplained: Call | None


def name_of(exercise: Exercise, implementation: Callable, draws: int) -> Name | None:
    """The mistake that wrong code is said to make, run beside it on a number of draws.

    Calls that ask for silence at extreme inputs have no say, as in naming itself.
    """
    try:
        with at_most(SECONDS + 2 * (exercise.seconds or 0)):
            (sheet,) = sheets_of(exercise, 1)
            named = verdict(sheet, sheet.observe(implementation)).misconception
            if named is None:
                return None
            beside = _draws_of(exercise, draws if exercise.seconds is None else 1)
            seen, (known, known_wrong) = beside.observe(implementation), beside.wrong_answers(named)
    except Endless:
        return None
    wrong = beside.mismatches(seen)
    differs = [
        i
        for i, aspect in enumerate(beside.aspects)
        if not aspect.quiet and not _alike(known[i], seen[i], exercise.rtol)
    ]
    denied_by = next((beside.calls[i] for i in differs if i in known_wrong), None)
    unexplained = next((beside.calls[i] for i in differs if wrong[i]), None)
    return Name(named.name, denied_by, unexplained)


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
    distinct = {(aspect.name, repr(call)): (aspect, call) for aspect, call in drawn}
    return Sheet.of(exercise, list(distinct.values()))

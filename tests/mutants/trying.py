"""What a mutant is given in many checks, and whether it differs from the reference at all.

tried(exercise, build(mutant))   which aspects it gets, check by check
differing_call(exercise, built)  a call within the statement's domain that it answers wrongly
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograder.exercises.exercise import Call, Exercise
from autograder.judging.sheet import Sheet

from .varying import varied

CHECKS = 20
"""Checks that no mutant may pass even once, and in which its points are always the same."""

SECONDS = 1.0
"""Of the processor's time, that one check of a mutant may take; many a changed loop never ends."""

PATIENT = 60.0
"""The same for code that is known to end, on whatever machine."""

Aspects = frozenset[str]


class Endless(Exception):
    """A mutant that was still running."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise Endless once the block has had that much of the processor, however busy that is.

    It is raised in each call that is still made, since an observation keeps it as the call's error,
    and once more when the block ends.
    """
    over = False

    def interrupt(*_: object) -> None:
        nonlocal over
        over = True
        raise Endless

    before = signal.signal(signal.SIGPROF, interrupt)
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if over:
        raise Endless


def tried(
    exercise: Exercise, implementation: Callable, checks: int = CHECKS, seconds: float = SECONDS
) -> list[Aspects | None]:
    """The aspects that an implementation gets in each of a number of checks.

    None for a check that never ended; no other is then made.
    """
    found: list[Aspects | None] = []
    for sheet in sheets_of(exercise, checks):
        try:
            with at_most(seconds + 2 * (exercise.seconds or 0)):
                held = _held_by(sheet, implementation)
        except Endless:
            return [*found, None]
        found.append(held)
    return found


def survives(exercise: Exercise, found: list[Aspects | None]) -> bool:
    """Whether at least one check gave everything."""
    return frozenset(aspect.name for aspect in exercise.aspects) in found


def _held_by(sheet: Sheet, implementation: Callable) -> Aspects:
    mismatches = sheet.mismatches(sheet.observe(implementation))
    lost = {a.name for a, m in zip(sheet.aspects, mismatches, strict=True) if m}
    return frozenset(aspect.name for aspect in sheet.exercise.aspects) - lost


def for_each_exercise(make: Callable) -> Callable:
    """Keep what is made for an exercise until another one is asked for, or with other arguments."""
    last: dict[str, Any] = {}

    def kept(exercise: Exercise, *arguments: Any) -> Any:
        if not last or last["exercise"] is not exercise or last["arguments"] != arguments:
            made = make(exercise, *arguments)
            last.update(exercise=exercise, arguments=arguments, made=made)
        return last["made"]

    return kept


@for_each_exercise
def sheets_of(exercise: Exercise, checks: int) -> list[Sheet]:
    """The sheets of a number of checks, always the same."""
    rngs = [np.random.default_rng([7, i]) for i in range(checks)]
    return [Sheet.draw(exercise, rng) for rng in rngs]


def differing_call(exercise: Exercise, implementation: Callable) -> Call | None:
    """A call in the statement's domain that is answered wrongly, None where none was found.

    Judged as the exercise judges: in its summary, within its tolerance, with arguments unchanged.
    """
    sheet = _varied_sheet(exercise)
    try:
        with at_most(20 * SECONDS + 2 * (exercise.seconds or 0)):
            mismatches = sheet.mismatches(sheet.observe(implementation))
    except Endless:
        return sheet.calls[0]
    return next((c for c, m in zip(sheet.calls, mismatches, strict=True) if m), None)


@for_each_exercise
def _varied_sheet(exercise: Exercise) -> Sheet:
    """The varied calls that the reference answers without error or warning, and its answers."""
    asked = varied(exercise)
    answers = Sheet.of(exercise, asked).answers
    rows = zip(asked, answers, strict=True)
    return Sheet.of(exercise, [a for a, seen in rows if "error" not in seen and not seen["warned"]])

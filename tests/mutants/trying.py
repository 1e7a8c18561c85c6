"""What a mutant gets in many checks, and whether it differs from the reference at all."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from autograder.exercises.exercise import Exercise
from autograder.judging.judge import verdict
from autograder.judging.sheet import Sheet
from autograder.judging.verdict import Verdict

CHECKS = 20
"""Checks that no mutant may pass even once, and in which its points are always the same."""

SECONDS = 3.0
"""That one check of a mutant may take; many a changed loop never ends."""


class Endless(Exception):
    """A mutant that was still running."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise Endless in the block when it takes longer, again and again: a mutant may catch it."""

    def over(*_: object) -> None:
        raise Endless

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def verdicts(
    exercise: Exercise, implementation: Callable, checks: int = CHECKS
) -> list[Verdict | None]:
    """The verdicts of a number of checks; None for one that never ended, which is the last."""
    found: list[Verdict | None] = []
    for sheet in _sheets_of(exercise, checks):
        try:
            with at_most(SECONDS + 2 * (exercise.seconds or 0)):
                found.append(verdict(sheet, sheet.observe(implementation)))
        except Endless:
            return [*found, None]
    return found


_drawn: dict[tuple[str, int], list[Sheet]] = {}


def _sheets_of(exercise: Exercise, checks: int) -> list[Sheet]:
    """Sheets of one exercise, drawn once for all its mutants."""
    key = exercise.name, checks
    if key not in _drawn:
        _drawn.clear()  # one exercise's at a time
        rngs = [np.random.default_rng([7, i]) for i in range(checks)]
        _drawn[key] = [Sheet.draw(exercise, rng) for rng in rngs]
    return _drawn[key]

"""Which seeds let fixed calls decide: `python -m tests.mutants.deciding softmax huber`.

For every aspect, seeds for `confirmed(draw, …)`, few, so that whatever fails at some draw fails at
a call that every check makes: mutants of the reference and of its alternatives, and misconceptions.
Said as well is what fails nowhere and is no equivalent: it needs a call by hand.
"""

import sys
from collections.abc import Callable, Iterator

import numpy as np

from autograder.exercises import all_exercises
from autograder.exercises.exercise import Call, Exercise
from autograder.judging.sheet import Sheet
from autograder.judging.words import call_text

from .mutating import mutants_of
from .trying import SECONDS, Endless, at_most, differing_call

SEEDS = 60


def wrong_code(exercise: Exercise) -> Iterator[tuple[str, Callable]]:
    """Code that is wrong, or may be, with what it is."""
    for misconception in exercise.misconceptions:
        yield misconception.name, misconception.wrong
    for right in [exercise.reference, *exercise.alternatives]:
        for mutant in mutants_of(right, tuple(exercise.given)):
            try:
                yield f"{right.__name__}, {mutant.what}", mutant.build(right)
            except Exception:
                continue  # nobody could hand it in


def deciding(exercise: Exercise) -> Iterator[str]:
    """What there is to say, line by line."""
    places, sheet = _asked(exercise)
    names, codes, fails = [], [], []
    for name, implementation in wrong_code(exercise):
        try:
            with at_most(SECONDS):
                failing = [bool(m) for m in sheet.mismatches(sheet.observe(implementation))]
        except Endless:
            continue
        names.append(name)
        codes.append(implementation)
        fails.append(failing)
    fails = np.array(fails)
    for aspect in exercise.aspects:
        here = np.array([place[0] == aspect.name for place in places])
        drawn = np.array([place[2] is not None for place in places])
        open_ones = fails[:, here & drawn].any(axis=1) & ~fails[:, here & ~drawn].any(axis=1)
        for column in _cover(fails * (here & drawn), open_ones):
            _, entry, seed = places[column]
            text = call_text(exercise.name, sheet.calls[column])
            yield f"{aspect.name}: entry {entry} needs seed {seed}: {text}"
    for name, implementation, failing in zip(names, codes, fails, strict=True):
        if not failing.any() and (at := differing_call(exercise, implementation)):
            yield f"{name}: passes, but differs at {call_text(exercise.name, at)}"


def _asked(exercise: Exercise) -> tuple[list[tuple[str, int, int | None]], Sheet]:
    """One sheet of all fixed calls, and of each draw's under many seeds.

    With it the place of each call: its aspect, its entry there, its seed.
    """
    asked, places = [], []
    for aspect in exercise.aspects:
        for number, entry in enumerate(aspect.calls):
            for seed in [None] if isinstance(entry, Call) else range(SEEDS):
                drawn = entry if seed is None else entry(np.random.default_rng(seed))
                asked.append((aspect, exercise.named(drawn)))
                places.append((aspect.name, number, seed))
    return places, Sheet.of(exercise, asked)


def _cover(fails: np.ndarray, open_ones: np.ndarray) -> Iterator[int]:
    """Columns, greedily, until each open row fails in one of them."""
    open_ones = open_ones.copy()
    while open_ones.any():
        best = int(np.argmax(fails[open_ones].sum(axis=0)))
        yield best
        open_ones &= ~fails[:, best].astype(bool)


if __name__ == "__main__":
    for chosen in sys.argv[1:]:
        print(chosen)
        for line in deciding(all_exercises()[chosen][1]):
            print(f"  {line}")

"""No mutant of a reference passes, none gets points by luck, and what one is called is true of it.

`make test` looks at a few mutants of each exercise, always the same ones, in few checks;
`make mutants` at all of them in twenty.
"""

import os
import tomllib
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from autograder.exercises import all_exercises
from autograder.exercises.exercise import Aspect, Exercise, call, confirmed
from autograder.judging.sheet import Sheet
from autograder.judging.words import call_text

from .deciding import deciding
from .mutating import mutants_of
from .naming import name_of
from .trying import CHECKS, PATIENT, differing_call, survives, tried

ALL = os.environ.get("MUTANTS") == "all"
FEW = 6
"""Mutants of an exercise that `make test` looks at; at those of what trains for seconds, none."""

EXERCISES = {
    name: exercise
    for name, (_, exercise) in all_exercises().items()
    if ALL or exercise.seconds is None
}
every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)

EQUIVALENTS = tomllib.loads(Path(__file__).with_name("equivalents.toml").read_text())["equivalent"]
"""Mutants that are as right as the reference, though the inputs of the tests' own cannot tell."""


def checks_of(exercise):
    if exercise.seconds is not None:
        return 2
    return CHECKS if ALL else 3


@cache
def some_mutants_of(name):
    """All mutants, or always the same few: those that a hash of their source puts first."""
    exercise = EXERCISES[name]
    mutants = mutants_of(exercise.reference, tuple(exercise.given))
    if ALL:
        return mutants
    by_hash = sorted(mutants, key=lambda mutant: zlib.crc32(mutant.source.encode()))
    return by_hash[:FEW]


def built(exercise, mutants):
    """Each mutant with what it makes; some cannot even be made, as nobody could hand them in."""
    for mutant in mutants:
        try:
            yield mutant, mutant.build(exercise.reference)
        except Exception:
            continue


def is_listed(exercise, mutant):
    return any(e["exercise"] == exercise.name and e["change"] == mutant.change for e in EQUIVALENTS)


def missed(exercise, mutants, checks):
    """What is wrong with an exercise: its mutants that pass, and those that have points by luck."""
    found = []
    for mutant, implementation in built(exercise, mutants):
        got = tried(exercise, implementation, checks)
        if len(set(got)) > 1:
            found.append(
                f"{mutant.what}: by luck it gets {[sorted(one or ()) for one in set(got)]}"
            )
        elif survives(exercise, got) and not is_listed(exercise, mutant):
            at = differing_call(exercise, implementation)
            if at is not None:
                found.append(f"{mutant.what}: passes, but differs at {call_text('', at)}")
    return found


@every_exercise
def test_no_mutant_passes_and_none_has_points_by_luck(exercise):
    found = missed(exercise, some_mutants_of(exercise.name), checks_of(exercise))
    assert not found, "\n".join(found)


@every_exercise
def test_known_code_has_the_same_points_in_every_check(exercise):
    known = [misconception.wrong for misconception in exercise.misconceptions]
    for implementation in [*known, *exercise.alternatives]:
        got = tried(exercise, implementation, checks_of(exercise), PATIENT)
        assert len(set(got)) == 1, f"{implementation.__name__}: {set(got)}"


@pytest.mark.parametrize(
    "exercise", [e for e in EXERCISES.values() if e.starter], ids=lambda exercise: exercise.name
)
def test_given_code_has_no_points_by_luck(exercise):
    """Everybody hands it in untouched at first, so that many more checks are looked at."""
    for seed in range(1_000 if ALL else 60):
        sheet = Sheet.draw(exercise, np.random.default_rng([5, seed]))
        mismatches = sheet.mismatches(sheet.observe(exercise.starter))
        lost = {a.name for a, m in zip(sheet.aspects, mismatches, strict=True) if m}
        assert lost == {a.name for a in exercise.aspects}, seed


@cache
def names_in(exercise_name):
    """Each mutant that a check has a name for, with that name and what speaks against it."""
    exercise, mutants = EXERCISES[exercise_name], some_mutants_of(exercise_name)
    named = ((m, name_of(exercise, f, 200 if ALL else 20)) for m, f in built(exercise, mutants))
    return [(mutant, name) for mutant, name in named if name is not None]


@every_exercise
def test_a_mutant_does_what_it_is_said_to_do(exercise):
    for mutant, name in names_in(exercise.name):
        at = name.denied_by and call_text(exercise.name, name.denied_by)
        assert not at, f"{mutant.what} is no “{name.name}”: {at}"


def test_nearly_every_name_explains_all_that_is_wrong():
    """A second fault beside the named one is rare in a mutant, which is one small change."""
    names = [name for exercise in EXERCISES for _, name in names_in(exercise)]
    assert sum(name.unexplained is not None for name in names) <= 0.1 * len(names)


def test_what_is_listed_as_equivalent_is_a_mutant_that_nothing_else_excuses():
    for entry in EQUIVALENTS:
        _, exercise = all_exercises()[entry["exercise"]]
        mutants = mutants_of(exercise.reference, tuple(exercise.given))
        (mutant,) = [mutant for mutant in mutants if mutant.change == entry["change"]]
        implementation = mutant.build(exercise.reference)
        assert survives(exercise, tried(exercise, implementation, 3, PATIENT)), entry
        assert differing_call(exercise, implementation) is not None, entry
        assert entry["why"].endswith("."), entry


# The tester itself --------------------------------------------------------------------------------


def clipped(x, low):
    """Raise what is below low to it: a toy, of which the checks below ask too little or enough."""
    return np.maximum(x, low) + 0.0


ENOUGH = [call(np.array([-1.0, 3.0]), 2.0), call(np.array([0.5, -3.0]), -1.0)]


def toy(*calls):
    return Exercise(
        reference=clipped,
        statement="Raise what is below low to it.",
        aspects=[Aspect("values", 1, "no entry is below low", calls)],
        hints=[],
    )


def test_a_mutant_that_the_checks_miss_is_found():
    (found,) = missed(toy(call(np.array([3.0, 4.0]), 2.0)), mutants_of(clipped), 3)
    assert "np.maximum(x, low) → x: passes, but differs at" in found


def test_equivalents_are_told():
    exercise = toy(*ENOUGH)
    (minus,) = [m for m in mutants_of(clipped) if m.source.endswith("np.maximum(x, low) - 0.0")]
    assert tried(exercise, minus.build(clipped), 3) == [{"values"}] * 3
    assert differing_call(exercise, minus.build(clipped)) is None
    assert not missed(exercise, mutants_of(clipped), 3)


def sometimes(rng):
    """A draw that tells a clip from none, or does not."""
    return call(np.array([1.0, 3.0]), float(rng.integers(1, 3)))


def test_points_by_luck_are_found_and_fixed_calls_end_them():
    enough_or_not = toy(call(np.array([3.0, 4.0]), 2.0), sometimes)
    assert any("by luck" in one for one in missed(enough_or_not, mutants_of(clipped), 20))
    assert not missed(toy(*ENOUGH, *confirmed(sometimes, 0, 1, 2)), mutants_of(clipped), 20)


def test_seeds_that_decide_and_what_needs_a_call_by_hand_are_said():
    (line,) = deciding(toy(call(np.array([3.0, 4.0]), 2.0), sometimes))
    assert line.startswith("values: entry 1 needs seed")
    (line,) = deciding(toy(call(np.array([3.0, 4.0]), 2.0)))
    assert "np.maximum(x, low) → x: passes, but differs at" in line
    assert not list(deciding(toy(*ENOUGH, sometimes)))


def test_an_endless_mutant_is_stopped_and_passes_nothing():
    def endless(x, low):
        while True:
            low = low + x

    exercise = toy(*ENOUGH)
    assert tried(exercise, endless, 3) == [None]
    assert not survives(exercise, [None])

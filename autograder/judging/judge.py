"""Judge an implementation: expected against observed, aspect by aspect.

The judge never runs a student's code. It is handed what was seen of it, as plain data (see
`sandbox.probes.observe`), by whoever ran it, here or somewhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..exercises.exercise import Exercise
from .comparison import Mismatch
from .naming import misconception_behind
from .sheet import Sheet
from .verdict import FAILED, HELD, PASSED, AspectVerdict, Failure, Verdict, unwritten

#: Mismatches that are told before a wrong value.
MISSHAPEN = ("type", "form", "length", "shape", "kind")


def judge(exercise: Exercise, implementation: Callable, rng: np.random.Generator) -> Verdict:
    """Judge a function in this very process: for a learner's own check, and for tests."""
    sheet = Sheet.draw(exercise, rng)
    return verdict(sheet, sheet.observe(implementation))


def verdict(sheet: Sheet, seen: list[dict]) -> Verdict:
    """Judge what was seen of an implementation."""
    exercise = sheet.exercise
    if all(s.get("error", {}).get("type") == "NotImplementedError" for s in seen):
        return unwritten(exercise)
    mismatches = sheet.mismatches(seen)
    aspects = tuple(_aspect_verdicts(sheet, mismatches))
    earned = sum(a.points for a in aspects)
    passed = all(a.state == PASSED for a in aspects)
    result = Verdict(
        exercise=exercise.name,
        status="passed"
        if passed
        else "partial"
        if any(a.state == PASSED for a in aspects)
        else "failed",
        points=earned,
        max_points=exercise.max_points,
        aspects=aspects,
        hints=tuple(exercise.hints),
    )
    if passed:
        return result
    return replace(
        result,
        failure=_first_failure(sheet, seen, mismatches),
        misconception=misconception_behind(sheet, seen, mismatches),
    )


def _aspect_verdicts(sheet: Sheet, mismatches: list[Mismatch | None]):
    exercise = sheet.exercise
    values_wrong = any(
        m and m.kind == "value"
        for a, m in zip(sheet.aspects, mismatches, strict=True)
        if a is exercise.aspects[0]
    )
    for aspect in exercise.aspects:
        kinds = {
            m.kind for a, m in zip(sheet.aspects, mismatches, strict=True) if a is aspect and m
        }
        held = kinds == {"value"} and values_wrong and aspect is not exercise.aspects[0]
        state = PASSED if not kinds else HELD if held else FAILED
        worth = 0.0 if exercise.stretch else aspect.points
        yield AspectVerdict(
            aspect.name, aspect.sentence, state, worth if state == PASSED else 0.0, worth
        )


def _first_failure(sheet: Sheet, seen: list[dict], mismatches: list[Mismatch | None]) -> Failure:
    """The first failing call, the simplest; but a wrong shape is told before a wrong value."""
    failing = [i for i, m in enumerate(mismatches) if m]
    misshapen = [i for i in failing if mismatches[i].kind in MISSHAPEN]
    i = (misshapen if mismatches[failing[0]].kind == "value" and misshapen else failing)[0]
    expected = sheet.expected[i]["value"]
    return Failure(sheet.calls[i], expected, seen[i], mismatches[i], sheet.aspects[i].name)

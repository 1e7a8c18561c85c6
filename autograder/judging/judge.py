"""Judge an implementation: expected against observed, aspect by aspect.

The judge never runs a student's code. It is handed what was seen of it, as plain data (see
`sandbox.probes.observe`), by whoever ran it, here or somewhere else.
"""

from __future__ import annotations

import logging
import pickle
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np

from ..exercises import all_exercises
from ..exercises.exercise import Aspect, Exercise, Misconception
from .comparison import Mismatch
from .explanation import Explanation, explanation_of
from .naming import misconception_behind
from .sheet import Sheet
from .signature import signature_of
from .verdict import FAILED, HELD, PASSED, AspectVerdict, Failure, Verdict, stopped, unwritten

LOG = logging.getLogger(__name__)

_SHORT, _MOST_KEPT = 20_000, 100  # bytes of what was seen; reasons that are kept with a sheet

#: Mismatches that are told before a wrong value.
MISSHAPEN = ("type", "form", "length", "shape", "kind")


def judge(exercise: Exercise, implementation: Callable, rng: np.random.Generator) -> Verdict:
    """Judge a function in this very process: for a learner's own check, and for tests."""
    sheet = Sheet.draw(exercise, rng)
    return verdict(sheet, sheet.observe(implementation))


class Wrong(NamedTuple):
    """What is wrong with answers, from which a reason can be sought.

    sheet: the one that is shown of two, seen and mismatches: what was answered there, and what is
    wrong with each. shown: the call that a learner sees. is_common: all were asked that sheet.
    """

    sheet: Sheet
    seen: list[dict]
    mismatches: list[Mismatch | None]
    shown: int
    is_common: bool


def verdict(
    sheet: Sheet,
    seen: list[dict],
    own: Sheet | None = None,
    seen_of_own: list[dict] | None = None,
    explain: bool = True,
) -> Verdict:
    """Judge what was seen of an implementation: `judged`, and `explained` if that is asked for."""
    found, wrong = judged(sheet, seen, own, seen_of_own)
    return explained(found, wrong) if wrong and explain else found


def judged(
    sheet: Sheet,
    seen: list[dict],
    own: Sheet | None = None,
    seen_of_own: list[dict] | None = None,
) -> tuple[Verdict, Wrong | None]:
    """The verdict on what was seen of an implementation, and what is wrong with that, if anything.

    own: what it was asked besides, and nobody else was, with what was seen of that. Aspects must
    hold there too; what a learner is shown and told is of the common sheet, where that fails.
    """
    exercise = sheet.exercise
    if all(s.get("error", {}).get("type") == "NotImplementedError" for s in seen):
        other = unwritten_other(exercise, seen[0]["error"])
        needs = f"{exercise.name} calls {other}, which is not written yet: write that one first."
        return (stopped(exercise, needs) if other else unwritten(exercise)), None
    mismatches = sheet.mismatches(seen)
    whole = sheet, seen, mismatches
    if own is not None:
        of_own = own.mismatches(seen_of_own)
        whole = sheet.with_own(own), seen + seen_of_own, mismatches + of_own
    aspects = tuple(_aspect_verdicts(*whole))
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
        return result, None
    is_common = any(mismatches)
    if not is_common:  # no known mistake is right on the whole of the common sheet
        sheet, seen, mismatches = own, seen_of_own, of_own
    shown = _shown(sheet, mismatches)
    failure = Failure(
        sheet.calls[shown],
        sheet.expected[shown].get("value"),
        seen[shown],
        mismatches[shown],
        sheet.aspects[shown].name,
        shown,
        looked_at=exercise.summary is not None,
    )
    signature = (_found_by(signature_of, seen, mismatches) or "") if is_common else ""
    wrong = Wrong(sheet, seen, mismatches, shown, is_common)
    return replace(result, failure=failure, signature=signature), wrong


def explained(found: Verdict, wrong: Wrong) -> Verdict:
    """The same verdict with the reason behind what is wrong."""
    named, explanation = _reason(wrong)
    return replace(found, misconception=named, explanation=explanation)


def _reason(wrong: Wrong) -> tuple[Misconception | None, Explanation | None]:
    """The known mistake behind what was seen, or else what explains it.

    Kept for the next who answers the same: what a class gets wrong, it mostly gets wrong alike.
    """
    *behind, is_common = wrong
    sheet, seen, _, shown = behind
    same = pickle.dumps((seen, shown))
    key = blake2b(same, digest_size=16).digest()
    if key in sheet.reasons:
        return sheet.reasons[key]
    named = _found_by(misconception_behind, *behind) if is_common else None
    found = named, None if named else _found_by(explanation_of, *behind)
    if len(same) <= _SHORT and len(sheet.reasons) < _MOST_KEPT:
        sheet.reasons[key] = found
    return found


def _found_by(search: Callable, *facts: Any) -> Any:
    """What a search for a reason finds, without a warning of NumPy's on the learner's screen.

    None where it fails, since a verdict stands without a reason; tests fail then
    (`tests/conftest.py`).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return search(*facts)
    except Exception:
        LOG.debug("%s failed", search.__name__, exc_info=True)
        return None


def unwritten_other(exercise: Exercise, error: dict) -> str:
    """The other exercise whose unwritten stub raised an error, "" where it was this one's own.

    A class's methods are its own, though an exercise may have the name of one.
    """
    where = error["where"]
    is_own = where == exercise.name or where in vars(exercise.reference)
    return where if not is_own and where in all_exercises() else ""


def _aspect_verdicts(
    sheet: Sheet, seen: list[dict], mismatches: list[Mismatch | None]
) -> Iterator[AspectVerdict]:
    """Each aspect, crossed only for what was seen of it: what the main one hides is held."""
    exercise = sheet.exercise
    main = _kinds_found(sheet, mismatches, exercise.aspects[0])
    for aspect in exercise.aspects:
        found = _kinds_found(sheet, mismatches, aspect)
        changed = aspect.pure and any(
            s["changed"] for a, s in zip(sheet.aspects, seen, strict=True) if a is aspect
        )
        hidden = main and aspect is not exercise.aspects[0] and not changed and found <= main
        state = PASSED if not found else HELD if hidden else FAILED
        worth = 0.0 if exercise.stretch else aspect.points
        yield AspectVerdict(
            aspect.name, aspect.sentence, state, worth if state == PASSED else 0.0, worth
        )


def _kinds_found(sheet: Sheet, mismatches: list[Mismatch | None], aspect: Aspect) -> set[str]:
    """The kinds of mismatch at an aspect's calls."""
    return {m.kind for a, m in zip(sheet.aspects, mismatches, strict=True) if a is aspect and m}


def _shown(sheet: Sheet, mismatches: list[Mismatch | None]) -> int:
    """The failing call that a learner sees: the simplest of the main aspect, else of any.

    A wrong shape is told before a wrong value.
    """
    failing = [i for i, m in enumerate(mismatches) if m]
    main = [i for i in failing if sheet.aspects[i] is sheet.exercise.aspects[0]] or failing
    misshapen = [i for i in main if mismatches[i].kind in MISSHAPEN]
    return (misshapen if mismatches[main[0]].kind == "value" and misshapen else main)[0]

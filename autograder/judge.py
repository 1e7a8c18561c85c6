"""Judge an implementation: expected against observed, aspect by aspect, and name what went wrong.

The judge never runs a student's code. It is handed `observe`, which runs calls somewhere else or
here, and gives back what was seen as plain data (see `sandbox.probes.observe`).
"""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .compare import Mismatch, compare
from .exercise import Aspect, Call, Exercise, Misconception
from .sandbox import probes
from .sandbox.plain import plain

Observe = Callable[[list[Call]], list[dict]]

#: An aspect's state. A held aspect failed only because the values are not right yet.
PASSED, FAILED, HELD = "passed", "failed", "held"


@dataclass(frozen=True)
class AspectVerdict:
    """How one aspect came out; points is what it earned of max_points."""

    name: str
    sentence: str
    state: str
    points: float
    max_points: float


@dataclass(frozen=True)
class Failure:
    """The first failing call. seen: the observation; mismatch: what is wrong with it."""

    call: Call
    expected: Any
    seen: dict
    mismatch: Mismatch
    aspect: str


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check.

    status: "passed", "partial", "failed", "unwritten", or "stopped" with the reason: the check
    could not be brought to an end (time, memory, a crash, a function that is not there).
    """

    exercise: str
    status: str
    points: float
    max_points: float
    aspects: tuple[AspectVerdict, ...] = ()
    failure: Failure | None = None
    misconception: Misconception | None = None
    reason: str = ""
    hints: tuple[str, ...] = ()


@dataclass
class Sheet:
    """The calls of one check with the answers to them; drawn once, used for every submission."""

    exercise: Exercise
    aspects: list[Aspect]
    calls: list[Call]
    expected: list[dict]
    wrong: dict[str, tuple[list[dict], frozenset[int]]] = field(default_factory=dict)

    @classmethod
    def draw(cls, exercise: Exercise, rng: np.random.Generator) -> Sheet:
        aspects, calls = zip(*exercise.draw(rng), strict=True)
        sheet = cls(exercise, list(aspects), list(calls), [])
        sheet.expected = sheet.observe(exercise.reference)
        return sheet

    def observe(self, implementation: Callable) -> list[dict]:
        """What an implementation that we trust does, in this process."""
        return self.summarised([probes.observe(implementation, *call) for call in self.calls])

    def summarised(self, seen: list[dict]) -> list[dict]:
        """Observations with their values as they are judged; an answer of no such form stays."""
        summary = self.exercise.summary
        if summary is None:
            return seen
        rows = []
        for row, call in zip(seen, self.calls, strict=True):
            # whatever an answer is made of, it must not break the judge
            with contextlib.suppress(Exception), np.errstate(all="ignore"):
                row = {**row, "value": plain(summary(row["value"], call))}
            rows.append(row)
        return rows

    def wrong_answers(self, misconception: Misconception) -> tuple[list[dict], frozenset[int]]:
        """What a misconception answers, and at which calls that is wrong.

        Found when first asked for, since most checks never ask; then kept for the whole class.
        """
        if misconception.name not in self.wrong:
            answers = self.observe(misconception.wrong)
            found = self.mismatches(answers)
            wrong_at = frozenset(i for i, mismatch in enumerate(found) if mismatch)
            self.wrong[misconception.name] = answers, wrong_at
        return self.wrong[misconception.name]

    def mismatches(self, seen: list[dict]) -> list[Mismatch | None]:
        rows = zip(self.aspects, self.calls, self.expected, seen, strict=True)
        return [self._mismatch(*row) for row in rows]

    def _mismatch(self, aspect: Aspect, call: Call, expected: dict, seen: dict) -> Mismatch | None:
        if "error" in seen:
            error = seen["error"]
            if error["type"] == "NotImplementedError":
                return Mismatch("error", "a part of it is not written yet")
            return Mismatch("error", f"{error['type']}: {error['message']}".rstrip(": "))
        found = compare(expected["value"], seen.get("value"), self.exercise.rtol)
        if found:
            return found
        if aspect.pure and seen["changed"]:
            return Mismatch("changed", "the right answer, but the argument was changed on the way")
        if aspect.quiet and seen["warned"]:
            return Mismatch("warned", f"the right answer, but NumPy warned: {seen['warned'][0]}")
        return None


def seeded(seed: int, exercise: Exercise) -> np.random.Generator:
    """The generator of one exercise's hidden inputs under an instructor's seed."""
    return np.random.default_rng([seed, zlib.crc32(exercise.name.encode())])


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
        misconception=_misconception(sheet, seen, mismatches),
    )


def unwritten(exercise: Exercise) -> Verdict:
    """The verdict on a function that nobody has written yet."""
    return _nothing(exercise, "unwritten", "not written yet")


def stopped(exercise: Exercise, reason: str) -> Verdict:
    """The verdict on a check that could not be brought to an end."""
    return _nothing(exercise, "stopped", reason)


def _nothing(exercise: Exercise, status: str, reason: str) -> Verdict:
    aspects = tuple(
        AspectVerdict(a.name, a.sentence, HELD, 0.0, 0.0 if exercise.stretch else a.points)
        for a in exercise.aspects
    )
    hints = tuple(exercise.hints)
    return Verdict(
        exercise.name, status, 0.0, exercise.max_points, aspects, reason=reason, hints=hints
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
    misshapen = [i for i in failing if mismatches[i].kind in ("type", "shape", "kind")]
    i = (misshapen if mismatches[failing[0]].kind == "value" and misshapen else failing)[0]
    expected = sheet.expected[i]["value"]
    return Failure(sheet.calls[i], expected, seen[i], mismatches[i], sheet.aspects[i].name)


def _misconception(
    sheet: Sheet, seen: list[dict], mismatches: list[Mismatch | None]
) -> Misconception | None:
    """The known mistake that explains most failing calls.

    It must be wrong only where the learner is wrong, and give the learner's very answer there.
    Calls that ask for silence at extreme inputs decide only between equals: a learner may well
    have guarded against an overflow and made the mistake all the same.
    """
    best, most = None, 0.0
    failing = {i for i, m in enumerate(mismatches) if m}
    quiet = {i for i, aspect in enumerate(sheet.aspects) if aspect.quiet}
    for candidate in sheet.exercise.misconceptions:
        answers, wrong_at = sheet.wrong_answers(candidate)
        if not wrong_at <= failing:
            continue
        telling = wrong_at - quiet or wrong_at
        alike = {i for i in wrong_at if _alike(answers[i], seen[i], sheet.exercise.rtol)}
        explained = len(telling) + (alike == wrong_at) / 2
        if telling <= alike and explained > most:
            best, most = candidate, explained
    return best


def _alike(one: dict, other: dict, rtol: float) -> bool:
    """Whether two observations show the same behaviour; of errors, the words alone."""
    if "error" in one or "error" in other:
        return _kind_of_error(one) == _kind_of_error(other)
    if one["changed"] != other["changed"] or bool(one["warned"]) != bool(other["warned"]):
        return False
    return compare(one["value"], other["value"], rtol) is None


def _kind_of_error(seen: dict) -> tuple[str, str]:
    error = seen.get("error", {"type": "", "message": ""})
    return error["type"], re.sub(r"[\d()\[\],\s]+", " ", error["message"])

"""What a check finds: facts alone, from which `words` makes sentences and `card` a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..exercises.exercise import Call, Exercise, Misconception
from .comparison import Mismatch
from .explanation import Explanation

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
    """The failing call that is shown. seen: the observation; mismatch: what is wrong with it.

    position: the call's on the check's sheet.
    looked_at: the answer is judged by what a summary says of it, since many answers are right.
    """

    call: Call
    expected: Any
    seen: dict
    mismatch: Mismatch
    aspect: str
    position: int = 0
    looked_at: bool = False


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check.

    status: "passed", "partial", "failed", "unwritten", or "stopped" with the reason: the check
    could not be brought to an end (time, memory, a crash, a function that is not there).
    misconception: the known mistake behind the failure; explanation: where there is none, what
    else was found and checked. signature: what was answered on the sheet, in a few letters.
    """

    exercise: str
    status: str
    points: float
    max_points: float
    aspects: tuple[AspectVerdict, ...] = ()
    failure: Failure | None = None
    misconception: Misconception | None = None
    explanation: Explanation | None = None
    signature: str = ""
    reason: str = ""
    hints: tuple[str, ...] = ()


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

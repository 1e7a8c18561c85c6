"""The known mistake behind a wrong answer: the misconception whose wrong code answers just so."""

from __future__ import annotations

import re

from ..exercises.exercise import Misconception
from .comparison import Mismatch, compare
from .sheet import Sheet


def misconception_behind(
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
    if one.get("misfit") != other.get("misfit"):
        return False
    if one["changed"] != other["changed"] or bool(one["warned"]) != bool(other["warned"]):
        return False
    return compare(one["value"], other["value"], rtol) is None


def _kind_of_error(seen: dict) -> tuple[str, str]:
    error = seen.get("error", {"type": "", "message": ""})
    return error["type"], re.sub(r"[\d()\[\],\s]+", " ", error["message"])

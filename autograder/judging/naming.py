"""The known mistake behind a wrong answer: the misconception whose wrong code answers just so."""

from __future__ import annotations

import re

from ..exercises.exercise import Misconception
from .comparison import Mismatch, compare
from .sheet import Sheet


def misconception_behind(
    sheet: Sheet, seen: list[dict], mismatches: list[Mismatch | None], shown: int
) -> Misconception | None:
    """The known mistake that explains most failing calls, the one that is shown among them.

    It must be wrong only where the learner is wrong, and give the learner's very answer wherever it
    is wrong. Calls that ask for silence at extreme inputs have no say in that: a learner may well
    have guarded against an overflow and made the mistake all the same.

    shown: the position of the call that the learner sees.
    """
    best, most = None, 0
    failing = {i for i, m in enumerate(mismatches) if m}
    quiet = {i for i, aspect in enumerate(sheet.aspects) if aspect.quiet}
    for candidate in sheet.exercise.misconceptions:
        answers, wrong_at = sheet.wrong_answers(candidate)
        telling = (wrong_at - quiet) | {shown}
        if shown not in wrong_at or not telling <= failing:
            continue
        alike = {i for i in wrong_at if alike_seen(answers[i], seen[i], sheet.exercise.rtol)}
        if telling <= alike and len(alike) > most:
            best, most = candidate, len(alike)
    return best


def alike_seen(one: dict, other: dict, rtol: float) -> bool:
    """Whether two observations show the same behaviour; of errors, the words alone.

    What is no number is like nothing: two faults that end in nan may have nothing in common.
    """
    if "error" in one or "error" in other:
        return _kind_of_error(one) == _kind_of_error(other)
    if one["changed"] != other["changed"]:
        return False
    return compare(one["value"], other["value"], rtol, nan_is_nan=False) is None


def _kind_of_error(seen: dict) -> tuple[str, str]:
    error = seen.get("error", {"type": "", "message": ""})
    return error["type"], re.sub(r"[\d()\[\],\s]+", " ", error["message"])

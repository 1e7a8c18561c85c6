"""The known mistake behind a wrong answer: the misconception whose wrong code answers just so."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from ..exercises.exercise import Misconception
from .comparison import Mismatch, compare
from .sheet import Sheet


def misconception_behind(
    sheet: Sheet, seen: list[dict], mismatches: list[Mismatch | None], shown: int
) -> Misconception | None:
    """The known mistake that explains most failing calls, the one that is shown among them.

    It must be wrong only where the learner is wrong, and give the learner's very answer wherever it
    is wrong. Where an answer is a word or a count, different mistakes often agree by chance; there
    it must explain every failing call. Calls that ask for silence at extreme inputs have no say,
    unless one of them is shown: a learner may well have guarded against an overflow and made the
    mistake all the same.

    shown: the position of the call that the learner sees.
    """
    best, most = None, 0
    failing = {i for i, m in enumerate(mismatches) if m}
    quiet = {i for i, aspect in enumerate(sheet.aspects) if aspect.quiet}
    quiet = quiet if shown not in quiet else set()
    asked = [sheet.expected[i].get("value") for i in failing]
    few = any(map(has_few_values, asked)) or all(map(is_yes_or_no, asked))
    for candidate in sheet.exercise.misconceptions:
        if sheet.exercise.seconds and not _may_be(candidate, sheet, seen, shown):
            continue
        answers, wrong_at = sheet.wrong_answers(candidate)
        telling = (wrong_at - quiet) | {shown}
        if few:
            telling |= failing - quiet
        if shown not in wrong_at or not telling <= failing:
            continue
        alike = {i for i in wrong_at if alike_seen(answers[i], seen[i], sheet.exercise.rtol)}
        if telling <= alike and len(alike) > most:
            best, most = candidate, len(alike)
    return best


def _may_be(candidate: Misconception, sheet: Sheet, seen: list[dict], shown: int) -> bool:
    """Whether a mistake that has to be trained, which takes long, answers the shown call likewise.

    Behind an error there is none: what they get wrong is how they learn.
    """
    if "error" in seen[shown]:
        return False
    answer = sheet.wrong_answer(candidate, shown)
    return alike_seen(answer, seen[shown], sheet.exercise.rtol)


def has_few_values(value: Any) -> bool:
    """Whether an answer holds no number that is a measure: words, truth values and counts alone."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return all(has_few_values(part) for part in value)
    return np.asarray(value).dtype.kind not in "fc"


def is_yes_or_no(value: Any) -> bool:
    """Whether an answer is an array of 0 and 1 alone, or a number that is one of them."""
    if value is None or isinstance(value, dict | list):
        return False
    array = np.asarray(value)
    return array.dtype.kind == "f" and bool(np.isin(array, (0.0, 1.0)).all())


def alike_seen(one: dict, other: dict, rtol: float) -> bool:
    """Whether two observations show the same behaviour; of errors, the words alone.

    What is no number is like nothing: two faults that end in nan may have nothing in common.
    """
    if "error" in one or "error" in other:
        return kind_of_error(one) == kind_of_error(other)
    if one.get("misfit") != other.get("misfit") or one["changed"] != other["changed"]:
        return False
    return compare(one["value"], other["value"], rtol, nan_is_nan=False) is None


def kind_of_error(seen: dict) -> tuple[str, str]:
    """An error's type and its words without the numbers in them."""
    error = seen.get("error", {"type": "", "message": ""})
    return error["type"], re.sub(r"[\d()\[\],\s]+", " ", error["message"])

"""Why an answer is wrong, of the best kind that can be had, and true of this very answer.

A known mistake that answers just so comes first (`naming`); then how what came is related to what
was asked, at all failing calls (`relating`, `other_answers`, `regions`); of an error, what it means
for the learner's own values (`error_causes`). What is here are facts; `explanation_words` says
them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import before_numbers, error_causes, other_answers, reckoning, regions, relating
from .cases import cases_of
from .comparison import Mismatch
from .sheet import Sheet


@dataclass(frozen=True)
class Explanation:
    """One reason, found and checked. kind: names the sentence; facts: what stands in it.

    where: the part of the result that it is about, "" for the whole.
    """

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    where: str = ""


def explanation_of(
    sheet: Sheet, seen: list[dict], mismatches: list[Mismatch | None], shown: int
) -> Explanation | None:
    """What is found behind the call that is shown, where no known mistake answers so.

    shown: its position. Returns None where nothing true is found that says more than the card.
    """
    mismatch = mismatches[shown]
    call, answer = sheet.calls[shown], seen[shown]
    if found := before_numbers.whole(sheet, seen, mismatches, shown):
        return Explanation(*found)
    if mismatch.kind in ("error", "changed", "warned", "nothing", "type", "length"):
        found = (
            error_causes.cause_of(answer["error"])
            if mismatch.kind == "error"
            else before_numbers.structural(sheet.exercise, call, answer, mismatch)
        )
        return Explanation(*found, where=mismatch.where) if found else None
    if mismatch.kind == "form":
        found = before_numbers.form(sheet.answers[shown].get("value"), answer["value"])
        return Explanation(*found) if found else None
    if mismatch.kind in ("unwritten", "doubtful"):
        return None
    if mismatch.kind == "kind":
        return Explanation(*before_numbers.kind(mismatch), where=mismatch.where)
    cases = cases_of(sheet, seen, mismatches, shown)
    wrong = [case for case in cases if case.wrong]
    if not any(case.position == shown for case in wrong):
        return None
    others_stop = any("error" in answer for answer in seen)
    for search in (
        relating.simple,
        other_answers.other,
        reckoning.reckoned,
        regions.of_what_is_left if others_stop else regions.regions,
    ):
        if found := search(sheet, cases, wrong):
            return Explanation(*found, where=mismatch.where)
    at_hand = next(case for case in wrong if case.position == shown)
    if found := regions.here(at_hand):
        return Explanation(*found, where=mismatch.where)
    if found := before_numbers.parts(sheet.expected[shown]["value"], answer["value"]):
        return Explanation(*found)
    found = relating.shape([at_hand])
    return Explanation(*found, where=mismatch.where) if found else None

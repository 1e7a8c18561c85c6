"""What a teacher is told first: which sections to teach again, and why one may think so.

Nothing is said of a class in which fewer than `statistics.ENOUGH` students have a mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from .items import Item
from .statistics import ENOUGH, is_surely_below

LITTLE = 0.2
"""The discrimination under which an exercise tells little."""
TOGETHER = 0.5
"""Cronbach's alpha from which on the other exercises tell who is good."""
SERIOUS = 0.15
"""The share of a section's points that a class may lose before it is taught again."""
MOST = 3


@dataclass(frozen=True)
class Reason:
    """One thing that many did: how many students, what, and the item in which it was seen.

    is_named: whether cards say it; else it is a group that somebody has to read, and example is the
    code of one of them.
    """

    students: int
    what: str
    item: Item
    is_named: bool = True
    example: str = ""


@dataclass(frozen=True)
class Again:
    """A section to teach again. lost: the share of its points; blank: of what was not written."""

    section: str
    lost: float
    blank: float
    items: tuple[Item, ...]
    reasons: tuple[Reason, ...]

    @property
    def hardest(self) -> Item:
        return max(self.items, key=lambda item: item.weight)


def teach_again(items: Iterable[Item]) -> list[Again]:
    """The sections that a class lost most in, the most telling first; none where it lost little."""
    counted = [item for item in items if item.figures.facility is not None and item.max_points > 0]
    sections = [
        _section(name, list(group))
        for name, group in groupby(counted, key=lambda item: item.place.section or item.name)
    ]
    serious = [each for each in sections if each.lost >= SERIOUS]
    return sorted(serious, key=lambda each: -_weight(each))[:MOST]


def shared_elsewhere(items: Iterable[Item], again: Iterable[Again]) -> list[Reason]:
    """What many did in exercises that are in none of these sections, most first."""
    told = {item.name for each in again for item in each.items}
    reasons = [reason for item in items if item.name not in told for reason in _reasons(item)]
    shared = [reason for reason in reasons if reason.students >= 3]
    return sorted(shared, key=lambda reason: -reason.students)[:MOST]


def doubtful(items: Iterable[Item], alpha: float | None) -> list[Item]:
    """Items that may be unclear themselves: doing the rest well is of little use there.

    alpha: of the class; where it is low, the rest tells nothing, and so does its agreement.
    """
    if alpha is None or alpha < TOGETHER:
        return []
    asked = [i for i in items if i.figures.discrimination is not None and i.figures.n >= ENOUGH]
    return [
        item
        for item in asked
        if item.lost > 0.05
        and is_surely_below(item.figures.discrimination, item.figures.n, LITTLE, len(asked))
    ]


def _weight(section: Again) -> float:
    points = sum(item.max_points for item in section.items)
    return sum(item.weight * item.max_points for item in section.items) / points


def _section(name: str, items: list[Item]) -> Again:
    points = sum(item.max_points for item in items)
    lost = sum(item.lost * item.max_points for item in items) / points
    asked = sum(sum(item.came.values()) for item in items)
    blank = sum(item.came["unwritten"] for item in items) / max(1, asked)
    found = [reason for item in items for reason in _reasons(item)]
    reasons = sorted(found, key=lambda reason: -reason.students)
    most = reasons[0].students if reasons else 0
    telling = [reason for reason in reasons if reason.students >= max(2, most / 3)]
    return Again(name, lost, blank, tuple(items), tuple(telling[:3]))


def _reasons(item: Item) -> list[Reason]:
    """What cards say of it, and what several did that no card names."""
    named = [Reason(n, why, item) for n, why in item.mistakes]
    return named + [
        Reason(len(group.students), group.told, item, False, group.example)
        for group in item.groups
        if len(group.students) > 1
    ]

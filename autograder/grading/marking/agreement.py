"""How far markers agree on texts that they all marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple


class Agreement(NamedTuple):
    """Two markers' agreement. n: texts that both marked. same and near: the shares in the same
    band, and in the same or a neighbouring one. kappa: Cohen's κ, None where it is not defined."""

    first: str
    second: str
    n: int
    same: float
    near: float
    kappa: float | None


def kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Cohen's κ: (observed − expected) / (1 − expected) of the share of equal pairs.

    None where there are no pairs, or where both always gave the same one category.
    """
    n = len(pairs)
    if not n:
        return None
    observed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(first[each] * second[each] for each in first) / n**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def agreements(bands: Mapping[str, Mapping[object, int]]) -> list[Agreement]:
    """Each pair of markers over the texts that both marked. bands: text → band, by marker."""
    found = []
    for first, second in combinations(sorted(bands), 2):
        shared = bands[first].keys() & bands[second].keys()
        pairs = [(bands[first][text], bands[second][text]) for text in shared]
        if pairs:
            same = sum(a == b for a, b in pairs) / len(pairs)
            near = sum(abs(a - b) <= 1 for a, b in pairs) / len(pairs)
            found.append(Agreement(first, second, len(pairs), same, near, kappa(pairs)))
    return found

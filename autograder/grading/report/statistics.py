"""Item analysis as classical test theory has it: pure functions of a table of points.

A table is an array of shape (students, items) with nan where a mark was not given. What cannot be
reckoned, because too few marks are there or because nothing varies, is None.

The formulas are those of Moodle's quiz statistics: facility, correlation with the rest, Cronbach's
alpha (which is KR-20 for right and wrong), and the standard error of measurement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

ENOUGH = 10
"""Marks below which nothing is said of a class: with fewer, one student decides."""
GROUP = 0.27
"""The share of a class that Kelley's upper and lower groups hold."""

Table = NDArray[np.float64]


def as_table(rows: Iterable[Sequence[float | None]]) -> Table:
    """Rows of points as a table, nan for None. No rows give a table of no rows and no items."""
    given = [[np.nan if cell is None else float(cell) for cell in row] for row in rows]
    return np.array(given, dtype=float).reshape(len(given), -1 if given else 0)


def facility(points: NDArray, most: float) -> float | None:
    """The mean of an item's points as a share of what it is worth."""
    given = points[~np.isnan(points)]
    return float(given.mean() / most) if len(given) and most > 0 else None


def rest_of(table: Table, item: int) -> NDArray:
    """Each student's points without those of one item; nan where any of them is missing."""
    return np.delete(table, item, axis=1).sum(axis=1)


def correlation(x: NDArray, y: NDArray) -> float | None:
    """Pearson's correlation over the pairs that are whole; None where there are fewer than three,
    or where one of both is constant."""
    whole = ~(np.isnan(x) | np.isnan(y))
    x, y = x[whole], y[whole]
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    dx, dy = x - x.mean(), y - y.mean()
    found = float((dx @ dy) / np.sqrt((dx @ dx) * (dy @ dy)))
    return min(1.0, max(-1.0, found))


def is_surely_below(found: float, n: int, limit: float, of: int = 1) -> bool:
    """Whether a correlation over n pairs would be as low by chance in one case of twenty at most,
    if it were `limit` in truth (by Fisher's transformation, one-sided).

    of: how many are looked at together; if all were `limit`, one of them would be as low in one
    case of twenty at most (Bonferroni).
    """
    if n <= 3:
        return False
    found = min(0.999_999, max(-0.999_999, found))
    lowest = NormalDist().inv_cdf(0.05 / of)
    return bool((np.arctanh(found) - np.arctanh(limit)) * np.sqrt(n - 3) < lowest)


def uncertainty(n: int) -> float:
    """How far a correlation near 0 over n > 3 pairs may be from what it is in truth, in 19 cases
    of 20."""
    return float(np.tanh(1.96 / np.sqrt(n - 3)))


def discrimination(table: Table, item: int) -> float | None:
    """How far those who do an item well do the rest well: the correlation with the rest's points.

    The item itself is left out of the rest, or it would agree with itself.
    """
    if table.shape[1] < 2:
        return None
    return correlation(table[:, item], rest_of(table, item))


def upper_minus_lower(table: Table, item: int, most: float) -> float | None:
    """Kelley's D: an item's facility among the best 27 % less that among the weakest 27 %.

    Who is best is told by the rest's points; of equals, the one who comes first is the weaker.
    """
    rest, points = rest_of(table, item), table[:, item]
    whole = ~(np.isnan(rest) | np.isnan(points))
    order = np.argsort(rest[whole], kind="stable")
    size = max(1, round(GROUP * len(order)))
    if len(order) < 2 * size or table.shape[1] < 2 or most <= 0:
        return None
    own = points[whole][order]
    return float((own[-size:].mean() - own[:size].mean()) / most)


def alpha(table: Table) -> float | None:
    """Cronbach's alpha over the students of whom every item has a mark."""
    whole = table[~np.isnan(table).any(axis=1)]
    students, items = whole.shape
    if students < 3 or items < 2:
        return None
    total = whole.sum(axis=1).var(ddof=1)
    if total == 0:
        return None
    return float(items / (items - 1) * (1 - whole.var(axis=0, ddof=1).sum() / total))


def standard_error(table: Table) -> float | None:
    """By how many points a total is uncertain: s √(1 − α). None where alpha is none."""
    reliability = alpha(table)
    if reliability is None:
        return None
    totals = table[~np.isnan(table).any(axis=1)].sum(axis=1)
    return float(totals.std(ddof=1) * np.sqrt(max(0.0, 1.0 - reliability)))


def five_numbers(values: Iterable[float]) -> tuple[float, ...] | None:
    """Lowest, lower quartile, median, upper quartile, highest; quartiles interpolate linearly."""
    given = sorted(values)
    return tuple(map(float, np.percentile(given, [0, 25, 50, 75, 100]))) if given else None


def counts(values: Iterable[float], most: float, bins: int = 10) -> list[int]:
    """How many of the values lie in each of so many equal parts of 0 to `most`.

    A value on an edge belongs to the part above it; what lies outside belongs to the last on its
    side.
    """
    found = [0] * bins
    for value in values:
        place = int(bins * value / most) if most > 0 else 0
        found[min(bins - 1, max(0, place))] += 1
    return found

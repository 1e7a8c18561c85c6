"""Where an answer is wrong and where it is right: by an argument's size, by place, by kind of call.

Found over all calls of a check at once, wrong and right ones, so that what is said of "the others"
was looked at as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from .cases import Case, alike
from .relating import Found, entries
from .sheet import Sheet

THRESHOLDS = (0.0, 1.0, -1.0, 0.5)
"""Where a formula is likely to change, looked at before any other place."""


PARTED, SELDOM = 30, 200
"""Ways to part as many values or calls into wrong and right, below which one of them is chance; for
what has seldom to do with a mistake there must be more."""


def regions(_sheet: Sheet, cases: list[Case], wrong: list[Case]) -> Found:
    """By an argument's size, by place, by kind of call; else whether it is too large or small."""
    return (
        _by_argument(cases, wrong)
        or _not_finite(wrong)
        or _by_place(wrong)
        or _by_call(cases, wrong)
        or _from_some_row_on(wrong)
        or _direction(wrong)
    )


def of_what_is_left(_sheet: Sheet, _cases: list[Case], wrong: list[Case]) -> Found:
    """The same where other calls stop with an error: nothing is then said of "all others"."""
    return _not_finite(wrong) or _by_place(wrong) or _from_some_row_on(wrong) or _direction(wrong)


def _is_no_chance(wrong: int, right: int, ways: int) -> bool:
    """Whether so many wrong and right ones are parted by chance in one of many ways at most."""
    return math.comb(wrong + right, wrong) >= ways


# -- by an argument's size -------------------------------------------------------------------------


def _by_argument(cases: list[Case], wrong: list[Case]) -> Found:
    """Entries that are wrong just where an argument's entries are on one side of a number."""
    if not all(case.expected.shape == case.got.shape for case in cases):
        return None
    for words, of in _measures(wrong[0]):
        there, bad = [], []
        for case in cases:
            values = of(case.arguments)
            if values is None or np.shape(values) != case.expected.shape:
                break
            there.append(np.ravel(values).astype(float))
            bad.append(np.ravel(case.differs))
        else:
            side = _side(np.concatenate(there), np.concatenate(bad))
            if side and side["number"] is not None:
                return "region", {"of": words, **side, **_inside(wrong, of)}
    return None


def _measures(case: Case) -> Iterator[tuple[str, Callable[[dict], np.ndarray | None]]]:
    """What may decide about an entry, and its words: an argument, its size, the distance of two."""
    names = [name for name, value in case.arguments.items() if _numbers(value) is not None]
    for name in names:
        yield f"`{name}`", lambda given, n=name: _numbers(given.get(n))
        yield f"|`{name}`|", lambda given, n=name: _size(_numbers(given.get(n)))
    for one, two in pairwise(name for name in names if name.startswith("y")):
        for limit in _scalars(case):
            yield (
                f"|`{one}` − `{two}`| − `{limit}`",
                lambda given, a=one, b=two, c=limit: _beyond(_minus(given, a, b), given.get(c)),
            )
        yield f"`{one}` − `{two}`", lambda given, a=one, b=two: _minus(given, a, b)
        yield f"|`{one}` − `{two}`|", lambda given, a=one, b=two: _size(_minus(given, a, b))


def _numbers(value: Any) -> np.ndarray | None:
    """A number, a list of numbers or an array of them as an array; None of anything else."""
    if not isinstance(value, np.ndarray | float | int | list) or isinstance(value, bool):
        return None
    try:
        array = np.asarray(value)
    except ValueError:
        return None
    return array if array.dtype.kind in "iuf" else None


def _scalars(case: Case) -> list[str]:
    return [k for k, v in case.arguments.items() if type(v) is float]


def _beyond(array: np.ndarray | None, limit: Any) -> np.ndarray | None:
    """By how much sizes are above a limit that is an argument of the call."""
    return np.abs(array) - limit if array is not None and type(limit) is float else None


def _size(array: np.ndarray | None) -> np.ndarray | None:
    return None if array is None else np.abs(array)


def _minus(given: dict, one: str, two: str) -> np.ndarray | None:
    a, b = _numbers(given.get(one)), _numbers(given.get(two))
    return a - b if a is not None and b is not None and a.shape == b.shape else None


def _side(values: np.ndarray, bad: np.ndarray) -> dict | None:
    """On which side of which number the wrong entries lie, where they all do, and no right one.

    So many different values must be wrong and right that it is no chance, or one value alone be
    wrong, at which a formula is likely to change.
    """
    wrong, right = set(values[bad].tolist()), set(values[~bad].tolist())
    if not wrong or len(right) < 2 or wrong & right:
        return None
    if len(wrong) == 1:
        at = wrong.pop()
        inside = min(right) < at < max(right) and at in THRESHOLDS
        return {"side": "at", "number": at} if inside else None
    if not _is_no_chance(len(wrong), len(right), PARTED):
        return None
    if min(wrong) > max(right):
        return {"side": "above", **_between(max(right), min(wrong))}
    if max(wrong) < min(right):
        return {"side": "below", **_between(max(wrong), min(right))}
    return None


def _between(low: float, high: float) -> dict:
    """A number that parts two sides: a likely one where one fits, else the wrong side's edge."""
    for number in THRESHOLDS:
        if low <= number <= high:
            return {"number": number, "low": low, "high": high}
    return {"number": None, "low": low, "high": high}


def _inside(wrong: list[Case], _of: Callable) -> dict:
    """What stands in the wrong entries: one number, or the right one with the other sign."""
    asked = np.concatenate([np.ravel(case.expected[case.differs]) for case in wrong])
    came = np.concatenate([np.ravel(case.got[case.differs]) for case in wrong])
    if came.dtype.kind not in "biuf" or not np.isfinite(came.astype(float)).all():
        return {}
    if len(set(came.tolist())) == 1:
        return {"gives": f"{float(came[0]):g}"}
    if alike(-1.0 * asked, came):
        return {"gives": "the right number with the other sign"}
    ratio = came / np.where(asked == 0, np.nan, asked)
    if np.isfinite(ratio).all() and np.allclose(ratio, ratio[0]):
        return {"gives": f"{ratio[0]:.3g} times the right number"}
    return {}


# -- what is no number -----------------------------------------------------------------------------


def _not_finite(wrong: list[Case]) -> Found:
    """Wrong only where nan or inf came in place of a number."""
    if not all(
        case.numbers and case.got.shape == case.expected.shape
        and np.array_equal(case.differs, ~np.isfinite(case.got.astype(float)))
        and np.isfinite(case.expected[case.differs].astype(float)).all()
        for case in wrong
    ):  # fmt: skip
        return None
    came = np.concatenate([np.ravel(case.got[case.differs]) for case in wrong])
    words = "nan" if np.isnan(came).all() else "inf" if np.isinf(came).all() else "nan and inf"
    sizes = [
        float(np.abs(v).max())
        for case in wrong
        for v in case.arguments.values()
        if isinstance(v, np.ndarray) and v.dtype.kind in "iuf" and v.size
    ]
    every = bool(wrong[0].differs.all())  # in the call that is shown, as a rule
    return "not finite", {"words": words, "size": min(sizes, default=None), "all": every}


# -- by place --------------------------------------------------------------------------------------

PLACES: dict[str, Callable[[np.ndarray], None]] = {
    "the first row": lambda m: m.__setitem__(0, True),
    "the last row": lambda m: m.__setitem__(-1, True),
    "the first column": lambda m: m.__setitem__((..., 0), True),
    "the last column": lambda m: m.__setitem__((..., -1), True),
    "the diagonal": lambda m: np.fill_diagonal(m, True),
}


def _by_place(wrong: list[Case]) -> Found:
    """Wrong just in one row, column or on the diagonal, or everywhere but there."""
    if not all(c.numbers and c.got.shape == c.expected.shape and c.got.size > 1 for c in wrong):
        return None
    for words, mark in PLACES.items():
        fits = but = True
        for case in wrong:
            mask = np.zeros(case.expected.shape, bool)
            if (words == "the diagonal" and mask.ndim != 2) or (
                "column" in words and mask.ndim < 2
            ):
                fits = but = False
                break
            mark(mask)
            inside = not (case.differs & ~mask).any() and not mask.all()
            fits &= inside
            but &= np.array_equal(case.differs, ~mask)
        if fits:
            return "place", {"words": words, "one": all(c.expected.ndim == 1 for c in wrong)}
        if but:
            return "all but a place", {"words": words, "one": wrong[0].expected.ndim == 1}
    return None


def _from_some_row_on(wrong: list[Case]) -> Found:
    """Right up to one row, and never after it: in every wrong case the same one, or the second."""
    firsts = []
    for case in wrong:
        if case.expected.ndim == 0 or case.expected.shape != case.got.shape:
            return None
        rows = case.differs.reshape(len(case.differs), -1).any(1)
        first = int(np.argmax(rows))
        if not 0 < first < len(rows) - 1 or not rows[first:].all():
            return None
        firsts.append(first)
    if len(set(firsts)) > 1:
        return None
    return "from a row on", {"first": firsts[0], "one": wrong[0].expected.ndim == 1}


# -- by kind of call -------------------------------------------------------------------------------


def _by_call(cases: list[Case], wrong: list[Case]) -> Found:
    """A kind of call that is wrong every time, while every other call is right."""
    bad = np.array([case.wrong for case in cases])
    if bad.all() or (~bad).sum() < 2:
        return None
    for facts, feature in _features(cases[0]):
        held = [feature(case.arguments) for case in cases]
        if None in held:
            continue
        ways = facts["ways"]
        if np.array_equal(np.array(held, bool), bad) and _is_no_chance(
            int(bad.sum()), int((~bad).sum()), ways
        ):
            return "kind of call", {**facts, "wrong": int(bad.sum()), "right": int((~bad).sum())}
    return None


SELDOM_TOLD = ("holds a 0", "holds equal entries")
_ENTRIES, _ROWS = ("entry", "entries", np.size), ("row", "rows", len)


def _features(case: Case) -> Iterator[tuple[dict, Callable[[dict], bool | None]]]:
    """What may be special about a call, and how it is told."""
    for name, value in case.arguments.items():
        if isinstance(value, np.ndarray):
            one, more, long = _ENTRIES if value.ndim == 1 else _ROWS
            for words, test in (
                (f"has no {more}", lambda a, long=long: a.ndim > 0 and long(a) == 0),
                (f"has one {one}", lambda a, long=long: a.ndim > 0 and long(a) == 1),
                (f"has more than one {one}", lambda a, long=long: a.ndim > 0 and long(a) > 1),
                ("has one axis", lambda a: a.ndim == 1),
                ("has two axes or more", lambda a: a.ndim > 1),
                ("holds a 0", lambda a: bool((a == 0).any())),
                ("holds something negative", lambda a: _numeric(a) and bool((a < 0).any())),
                ("holds nothing negative", lambda a: _numeric(a) and not (a < 0).any()),
                ("holds more than 100", lambda a: _numeric(a) and bool((a > 100).any())),
                ("holds equal entries", lambda a: len(np.unique(a)) < a.size),
                ("is of integers", lambda a: a.dtype.kind in "iu"),
            ):  # fmt: skip
                ways = SELDOM if words in SELDOM_TOLD else PARTED if "holds" in words else 1
                yield {"name": name, "words": words, "ways": ways}, _of_array(name, test)
        elif isinstance(value, list):
            for words, count in (("one entry", 1), ("two entries", 2)):
                more = f"has more than {words}"
                yield (
                    {"name": name, "words": more, "ways": 1},
                    lambda given, n=name, c=count: len(given[n]) > c,
                )
        elif isinstance(value, float | int) and not isinstance(value, bool):
            for words, test in (
                ("is 0", lambda v: v == 0), ("is not 0", lambda v: v != 0),
                ("is 1", lambda v: v == 1), ("is not 1", lambda v: v != 1),
                ("is larger than 1", lambda v: v > 1), ("is smaller than 1", lambda v: v < 1),
                ("is negative", lambda v: v < 0), ("is even", lambda v: v % 2 == 0),
            ):  # fmt: skip
                ways = 1 if words.endswith((" 0", "not 1", "is 1")) else PARTED
                yield {"name": name, "words": words, "ways": ways}, _of_number(name, test)
        elif isinstance(value, bool | str) or value is None:
            for words, wanted in ((f"is {value!r}", True), (f"is not {value!r}", False)):
                facts = {"name": name, "words": words, "ways": 1}
                yield facts, _equals(name, value, wanted)


def _equals(name: str, value: Any, wanted: bool) -> Callable[[dict], bool]:
    return lambda given: (type(given.get(name)) is type(value) and given[name] == value) is wanted


def _numeric(array: np.ndarray) -> bool:
    return array.dtype.kind in "iuf"


def _of_array(name: str, test: Callable) -> Callable[[dict], bool | None]:
    def told(given: dict) -> bool | None:
        value = given.get(name)
        return bool(test(value)) if isinstance(value, np.ndarray) else None

    return told


def _of_number(name: str, test: Callable) -> Callable[[dict], bool | None]:
    def told(given: dict) -> bool | None:
        value = given.get(name)
        return bool(test(value)) if isinstance(value, float | int) else None

    return told


# -- too large, too small --------------------------------------------------------------------------


def _direction(wrong: list[Case]) -> Found:
    """Every entry that differs is too large, or every one too small; and by how much."""
    if all(case.expected.dtype.kind == case.got.dtype.kind in "Ub" for case in wrong):
        return _said(wrong[0])
    if not all(case.numbers and case.got.shape == case.expected.shape for case in wrong):
        return None
    asked = np.concatenate([case.expected[case.differs].astype(float).ravel() for case in wrong])
    came = np.concatenate([case.got[case.differs].astype(float).ravel() for case in wrong])
    if not np.isfinite(came).all() or not np.isfinite(asked).all():
        return None
    off = came - asked
    if (off > 0).all() or (off < 0).all():
        return "direction", {"large": bool(off[0] > 0), "calls": len(wrong)}
    if entries(wrong) > 1 and (np.abs(came) < np.abs(asked)).all():
        return "nearer to 0", {"calls": len(wrong)}
    if entries(wrong) > 1 and (np.abs(came) > np.abs(asked)).all():
        return "farther from 0", {"calls": len(wrong)}
    return None


def _said(case: Case) -> Found:
    """One word or truth in place of another, at the first of the wrong calls."""
    if case.expected.shape != case.got.shape or case.expected.size > 1:
        return None
    return "said", {"got": case.got.item(), "expected": case.expected.item()}


def here(case: Case) -> Found:
    """What can be said of the call that is shown alone: nan or inf in it, too large, too small."""
    if not case.numbers or case.got.shape != case.expected.shape or not case.differs.any():
        return None
    asked = case.expected[case.differs].astype(float)
    came = case.got[case.differs].astype(float)
    if not np.isfinite(came).all():
        words = "nan" if np.isnan(came).any() else "inf"
        return "not finite here", {"words": words, "count": int((~np.isfinite(came)).sum())}
    if not np.isfinite(asked).all():
        return None
    off = came - asked
    facts = {"count": len(off), "least": float(abs(off).min()), "most": float(abs(off).max())}
    if (off > 0).all() or (off < 0).all():
        return "direction here", {**facts, "large": bool(off[0] > 0)}
    return "both ways here", {
        **facts, "large": int((off > 0).sum()), "small": int((off < 0).sum()),
    }  # fmt: skip

"""How what came is related to what was asked: the same numbers turned, scaled, moved, reduced.

Each search is handed all cases of one part of the answer and those of them that are wrong, and
gives a kind and its facts where a relation holds at *every* wrong one. A relation that a single
number could show by chance is not looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from .cases import Case, alike
from .sheet import Sheet

Found = tuple[str, dict] | None

FACTORS = {
    2.0: "twice", 0.5: "half", 3.0: "3 times", 1 / 3: "a third of", 4.0: "4 times",
    0.25: "a quarter of", 10.0: "10 times", 0.1: "a tenth of", 100.0: "100 times",
    0.01: "a hundredth of", float(np.log(2)): "ln 2 times", float(1 / np.log(2)): "1 / ln 2 times",
    float(np.log(10)): "ln 10 times", float(1 / np.log(10)): "1 / ln 10 times",
    float(np.pi): "π times", float(np.sqrt(2)): "√2 times", float(np.sqrt(0.5)): "1 / √2 times",
}  # fmt: skip
"""Factors that have a name."""

FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "1 minus": lambda v: 1 - v,
    "1 divided by": lambda v: 1 / v,
    "the square of": np.square,
    "the square root of": np.sqrt,
    "the absolute value of": np.abs,
    "the exponential of": np.exp,
    "the logarithm of": np.log,
    "the sign of": np.sign,
    "the running sum of": lambda v: np.cumsum(v, axis=0),
    "the differences between neighbours of": lambda v: np.diff(v, axis=0),
}

NEARLY = 1e-2
"""A share by which all may be too large or too small, and still nearly what was asked for."""

TURNED: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "transposed": np.transpose,
    "upside down": lambda v: v[::-1],
    "from right to left": lambda v: v[..., ::-1],
    "moved on by one": lambda v: np.roll(v, 1, axis=0),
    "moved back by one": lambda v: np.roll(v, -1, axis=0),
    "one step late": lambda v: np.concatenate([v[:1], v[:-1]]),
    "one step early": lambda v: np.concatenate([v[1:], v[-1:]]),
    "the first row in every row": lambda v: np.broadcast_to(v[:1], v.shape),
    "the last row in every row": lambda v: np.broadcast_to(v[-1:], v.shape),
    "the first column in every column": lambda v: np.broadcast_to(v[..., :1], v.shape),
}
"""What may have been done to a right answer's entries, of arrays with at least one axis."""

REDUCED = {
    "sum": np.sum, "mean": np.mean, "largest": np.max, "smallest": np.min, "first": "first",
    "last": "last", "median": np.median,
}  # fmt: skip


def simple(_sheet: Sheet, cases: list[Case], wrong: list[Case]) -> Found:
    """A shape, an argument given back, a constant, a turn, a sign, a factor, an offset."""
    searches = (shape, argument, constant, turned, sign, factor, offset, function, cut)
    return other_words(wrong, len(cases) > len(wrong)) or next(
        (found for search in searches if (found := search(wrong))), None
    )


def entries(cases: list[Case]) -> int:
    """How many different numbers were asked for, 0 left out: what a relation is seen at."""
    values = [np.ravel(case.expected) for case in cases if case.expected.dtype.kind in "biuf"]
    together = np.concatenate([v.astype(float) for v in values]) if values else np.empty(0)
    return len(set(together[np.isfinite(together) & (together != 0)].tolist()))


def holds(wrong: list[Case], made: Callable[[Case], np.ndarray]) -> bool:
    """Whether what came is what `made` makes, in every wrong case."""
    with np.errstate(all="ignore"):
        try:
            return all(case.numbers and case.same(made(case)) for case in wrong)
        except (ValueError, IndexError, TypeError):
            return False


# -- the shape -------------------------------------------------------------------------------------


def shape(wrong: list[Case]) -> Found:
    """A shape that is not the one asked for, and where the right numbers are in it."""
    odd = [case for case in wrong if case.got.shape != case.expected.shape]
    if len(odd) < len(wrong) or not all(case.numbers for case in wrong):
        return None
    facts = {"got": odd[0].got.shape, "expected": odd[0].expected.shape}
    if all(case.got.size == case.expected.size for case in wrong):
        if holds(wrong, lambda case: np.transpose(case.expected)):
            return "turned", {"how": "transposed"}
        if all(alike(case.expected.ravel(), case.got.ravel(), case.rtol) for case in wrong):
            return "same numbers in another shape", facts
    for axis, (word, reduce) in product((None, 0, -1, 1), REDUCED.items()):
        if _reduced_to(wrong, axis, reduce, "expected", "got"):
            return "still to be reduced", {**facts, "how": word, "axis": axis}
        if _reduced_to(wrong, axis, reduce, "got", "expected"):
            return "reduced too far", {**facts, "how": word, "axis": axis}
    for how, piece in (("first", np.s_[1:]), ("last", np.s_[:-1])):
        if all(case.got.ndim and case.expected.ndim for case in wrong):
            if holds(wrong, lambda case, piece=piece: case.expected[piece]):
                return "one is missing", {**facts, "which": how}
            if all(case.got.ndim and alike_or_not(case.got[piece], case) for case in wrong):
                return "one too many", {**facts, "which": how}
    return _story(wrong, facts)


def alike_or_not(piece: np.ndarray, case: Case) -> bool:
    return piece.shape == case.expected.shape and alike(case.expected, piece, case.rtol)


def _reduced_to(wrong: list[Case], axis: int | None, reduce, small: str, large: str) -> bool:
    """Whether one side is the other's sum, mean … over an axis; axis None is over all."""
    for case in wrong:
        to, of = getattr(case, small), getattr(case, large)
        if of.size == 0 or of.ndim <= to.ndim or (axis is not None and of.ndim < 2):
            return False
        if axis is not None and not -of.ndim <= axis < of.ndim:
            return False
        if reduce in ("first", "last"):
            made = np.take(of, 0 if reduce == "first" else -1, axis=axis or 0)
        else:
            made = reduce(of, axis=axis)
        if np.shape(made) != to.shape or not alike(to, made):
            return False
    return True


def _story(wrong: list[Case], facts: dict) -> Found:
    """The shape alone, in words of rows and columns; the numbers are others, too."""
    got, expected = facts["got"], facts["expected"]
    rows = {len(v) for v in wrong[0].arguments.values() if isinstance(v, np.ndarray) and v.ndim}
    known = {**facts, "rows": next((n for n in rows if n in (*got, *expected)), None)}
    if all(_is_table_of_row(case) for case in wrong):
        return "a table for a row", known
    if (len(got) < len(expected) or len(got) > len(expected)) and got != ():
        return "axes", known
    if got == () and expected != ():
        return "one number for all", known
    arrays = {k: v for k, v in wrong[0].arguments.items() if isinstance(v, np.ndarray | list)}
    like = next((k for k, v in arrays.items() if _lengths(v) == got[:1]), None)
    return "another length", {**facts, "like": like}


def _lengths(value: np.ndarray | list) -> tuple[int, ...]:
    """The first of an array's or a list's lengths, () of a number; a list may hold anything."""
    return (len(value),) if isinstance(value, list) else value.shape[:1]


def _is_table_of_row(case: Case) -> bool:
    """Whether a table came for a row, with the right row on its diagonal: both were paired."""
    asked, came = case.expected, case.got
    paired = asked.ndim == 1 and came.shape == asked.shape * 2
    return paired and alike(asked, np.diagonal(came), case.rtol)


# -- turned, scaled, moved -------------------------------------------------------------------------


def argument(wrong: list[Case]) -> Found:
    """An argument as it came."""
    if entries(wrong) < 2:
        return None
    for name, value in wrong[0].arguments.items():
        if isinstance(value, np.ndarray | float | int | str) and all(
            case.same(np.asarray(case.arguments.get(name))) for case in wrong
        ):
            return "an argument", {"name": name}
    return None


def constant(wrong: list[Case]) -> Found:
    """One number in every entry, whatever was asked."""
    if entries(wrong) + len(wrong) < 4 or not all(case.numbers and case.got.size for case in wrong):
        return None
    if all(case.got.dtype.kind == "b" for case in wrong):
        return None  # True and False are words, and said as such
    values = {float(v) for case in wrong for v in np.unique(case.got)}
    if len(values) != 1 or not np.isfinite(*values):
        return None
    return "constant", {"value": values.pop(), "single": all(c.got.size == 1 for c in wrong)}


def other_words(wrong: list[Case], some_right: bool) -> Found:
    """Of words and truths: the opposite, or one word where another was asked.

    A truth that is wrong is always the opposite: that is said where none is right.
    """
    if all(case.got.dtype.kind == "b" == case.expected.dtype.kind for case in wrong):
        opposite = all((case.got == ~case.expected).all() for case in wrong)
        several = sum(case.got.size for case in wrong) > 1
        if not (opposite and several):
            return None
        if some_right and all(case.got.size == 1 for case in wrong):
            asked = {bool(case.expected.item()) for case in wrong}
            if len(asked) == 2:
                return "words", {"pairs": [(False, True), (True, False)]}
            facts = {"got": not next(iter(asked)), "asked": sorted(asked)}
            return "one word", {**facts, "calls": len(wrong)}
        return "opposite", {"calls": len(wrong)}
    if not all(case.got.dtype.kind == "U" == case.expected.dtype.kind for case in wrong):
        return None
    if any(case.got.shape != case.expected.shape for case in wrong):
        return None
    both = [zip(c.expected.flat, c.got.flat, strict=True) for c in wrong]
    pairs = {(str(a), str(b)) for pair in both for a, b in pair if str(a) != str(b)}
    answers = {got for _, got in pairs}
    if len(answers) == 1 and (len(pairs) > 1 or len(wrong) > 1):
        asked = sorted({asked for asked, _ in pairs})
        return "one word", {"got": answers.pop(), "asked": asked, "calls": len(wrong)}
    return ("words", {"pairs": sorted(pairs)}) if len(pairs) == 2 else None


def sign(wrong: list[Case]) -> Found:
    turned_round = entries(wrong) and holds(wrong, lambda c: -1.0 * c.expected)
    return ("sign", {"single": _single(wrong)}) if turned_round else None


def _single(wrong: list[Case]) -> bool:
    """Whether single numbers came, which have no entries to speak of."""
    return all(case.got.ndim == 0 for case in wrong)


def turned(wrong: list[Case]) -> Found:
    if entries(wrong) < 2 or not all(case.expected.ndim for case in wrong):
        return None
    for how, turn in TURNED.items():
        if how == "transposed" and any(case.expected.ndim < 2 for case in wrong):
            continue
        if holds(wrong, lambda case, turn=turn: turn(case.expected)):
            return "turned", {"how": how}
    shuffled = all(
        case.numbers
        and case.got.shape == case.expected.shape
        and alike(np.sort(case.expected, axis=None), np.sort(case.got, axis=None), case.rtol)
        for case in wrong
    )
    return ("turned", {"how": "in another order"}) if shuffled else None


def factor(wrong: list[Case]) -> Found:
    """One factor everywhere: a number with a name, a number of rows, any number."""
    ratios = [_ratio(case) for case in wrong]
    if None in ratios or entries(wrong) < 2:
        return None
    for label, name, values in counts(wrong):
        for power, kind in ((1, "times"), (-1, "divided by")):
            many = len(set(values)) > 1 or values[0] > 2
            if many and np.allclose(ratios, np.power(values, power, dtype=float)):
                return "times a count", {
                    "how": kind, "what": label, "of": name, "here": values[0],
                }  # fmt: skip
    if not np.allclose(ratios, ratios[0]) or abs(ratios[0]) < 1e-6:
        return None
    if abs(ratios[0] - 1) < NEARLY:
        facts = {"large": ratios[0] > 1, "share": abs(ratios[0] - 1), "single": _single(wrong)}
        return "nearly", facts
    for value, words in FACTORS.items():
        for signed in (value, -value):
            if np.isclose(ratios[0], signed):
                return "factor", {"value": signed, "words": words, "single": _single(wrong)}
    facts = {"value": ratios[0], "words": "", "single": _single(wrong)}
    return ("factor", facts) if entries(wrong) > 2 else None


def _ratio(case: Case) -> float | None:
    """What came divided by what was asked, where that is one number; None elsewhere."""
    if not case.numbers or case.got.shape != case.expected.shape or not case.expected.any():
        return None
    expected, got = case.expected.astype(float).ravel(), case.got.astype(float).ravel()
    largest = np.argmax(np.abs(expected))
    ratio = got[largest] / expected[largest]
    good = np.isfinite(ratio) and ratio != 0 and alike(expected * ratio, got, case.rtol)
    return float(ratio) if good else None


def counts(wrong: list[Case]) -> Iterator[tuple[str, str, list[float]]]:
    """Counts that a factor may be: rows, columns, entries of each argument, in every wrong case."""
    for name, first in wrong[0].arguments.items():
        if not isinstance(first, np.ndarray) or not first.ndim:
            continue
        arrays = [case.arguments.get(name) for case in wrong]
        if not all(isinstance(a, np.ndarray) and a.ndim and a.size for a in arrays):
            continue
        yield "rows" if first.ndim > 1 else "entries", name, [len(a) for a in arrays]
        if first.ndim > 1:
            yield "columns", name, [a.shape[-1] for a in arrays]
            yield "entries", name, [a.size for a in arrays]


def offset(wrong: list[Case]) -> Found:
    """One number too much everywhere."""
    moves = []
    for case in wrong:
        if not case.numbers or case.got.shape != case.expected.shape or not case.got.size:
            return None
        moves.append(float(np.ravel(case.got)[0]) - float(np.ravel(case.expected)[0]))
    if entries(wrong) < 2 or not np.isfinite(moves).all() or not np.allclose(moves, moves[0]):
        return None
    facts = {"value": moves[0], "single": _single(wrong)}
    return ("offset", facts) if holds(wrong, lambda c: c.expected + moves[0]) else None


def function(wrong: list[Case]) -> Found:
    """A function of what was asked; or one that is missing, of which it is asked."""
    if entries(wrong) < 2:
        return None
    for words, f in FUNCTIONS.items():
        if holds(wrong, lambda case, f=f: f(np.asarray(case.expected, float))):
            return "function of it", {"words": words}
    for words, f in FUNCTIONS.items():
        if words != "the sign of" and _gives_what_was_asked(wrong, f):
            return "function is missing", {"words": words}
    return None


def cut(wrong: list[Case]) -> Found:
    """What was asked for, cut to whole numbers, or rounded to them; seen at several of them."""
    if not all(case.numbers and case.got.shape == case.expected.shape for case in wrong):
        return None
    asked = np.concatenate([np.ravel(case.expected).astype(float) for case in wrong])
    came = {float(v) for case in wrong for v in np.ravel(case.got)}
    if len(set(asked[asked != np.round(asked)].tolist())) < 3 or len(came) < 3:
        return None
    for how, f in (("cut", np.trunc), ("cut", np.floor), ("rounded", np.round)):
        if holds(wrong, lambda case, f=f: f(np.asarray(case.expected, float))):
            return "whole numbers", {"how": how}
    return None


def _gives_what_was_asked(wrong: list[Case], f: Callable) -> bool:
    with np.errstate(all="ignore"):
        return all(
            case.numbers
            and case.got.shape == case.expected.shape != ()
            and alike(case.expected, f(np.asarray(case.got, float)), case.rtol)
            for case in wrong
        )

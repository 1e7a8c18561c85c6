"""What is wrong before a number is looked at: None, a type, a changed argument, a warning."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np

from ..exercises.exercise import Call, Exercise
from ..exercises.value_text import describe
from ..sandbox.plain import Alien, Script
from .cases import alike, arguments_of, leaves
from .comparison import Mismatch, compare
from .relating import Found
from .sheet import Sheet

MOST_PARTS = 4
"""Parts of an answer, as of `return X, y`, of which other orders are looked at."""


def whole(sheet: Sheet, seen: list[dict], mismatches: list[Mismatch | None], shown: int) -> Found:
    """Of a function's several results: one alone came, or all of them in another order."""
    if sheet.exercise.summary or "value" not in seen[shown]:
        return None
    asked, came = sheet.expected[shown].get("value"), seen[shown]["value"]
    is_script = sheet.calls[shown].args and isinstance(sheet.calls[shown].args[0], Script)
    if is_script or not isinstance(asked, list) or not 2 <= len(asked) <= MOST_PARTS:
        return None
    if isinstance(came, np.ndarray):
        return _type(Mismatch("type", "", asked, came)) if _is_one_of(asked, came) else None
    wrong = [i for i, m in enumerate(mismatches) if m]
    pairs = [(sheet.expected[i].get("value"), seen[i].get("value")) for i in wrong]
    for order in permutations(range(len(asked))):
        moved = [place for place, part in enumerate(order) if place != part]
        if moved and all(_stands_so(order, *pair) for pair in pairs):
            return "parts exchanged", {"place": moved[0] + 1, "part": order[moved[0]] + 1}
    return None


def _is_one_of(parts: list, came: Any) -> bool:
    return any(compare(part, came) is None for part in parts)


def _stands_so(order: tuple[int, ...], asked: Any, came: Any) -> bool:
    """Whether what came are the parts that were asked for, in that order."""
    if not isinstance(asked, list) or not isinstance(came, list):
        return False
    if not len(asked) == len(came) == len(order):
        return False
    return all(compare(asked[part], came[i]) is None for i, part in enumerate(order))


def form(asked: Any, came: Any) -> Found:
    """An answer of which nothing could be judged: what is missing in it, or how it is cut."""
    if not isinstance(asked, list) or not isinstance(came, list):
        return None
    if len(came) == len(asked):
        missing = [f"[{i}]" for i, part in enumerate(came) if part is None]
        return ("parts that are None", {"names": missing}) if missing else None
    inside = [len(part) if isinstance(part, list) else 0 for part in asked]
    together = all(inside) and sum(inside) == len(came)
    return "number of parts", {"got": len(came), "expected": len(asked), "together": together}


def kind(mismatch: Mismatch) -> tuple[str, dict]:
    """Numbers of another kind than was asked for; whether they are right but for that."""
    expected, got = np.asarray(mismatch.expected), np.asarray(mismatch.got)
    right = expected.dtype.kind in "biuf" and got.dtype.kind in "biuf" and alike(expected, got)
    facts = {"got": got.dtype.kind, "expected": expected.dtype.kind, "right": bool(right)}
    return "another kind", {**facts, "single": got.ndim == 0}


def structural(exercise: Exercise, call: Call, seen: dict, mismatch: Mismatch) -> Found:
    """What a call did that has nothing to do with its numbers."""
    if mismatch.kind == "changed":
        return _changed(exercise, call, seen)
    if mismatch.kind == "warned":
        return "warned", {"warning": seen["warned"][0], "largest": _largest(exercise, call)}
    if mismatch.kind == "nothing":
        return "nothing", {"whole": mismatch.where == ""}
    if mismatch.kind == "length":
        return _length(mismatch)
    return _type(mismatch)


def _changed(exercise: Exercise, call: Call, seen: dict) -> Found:
    """Which arguments were written into."""
    if call.args and isinstance(call.args[0], Script):
        return None
    names = list(arguments_of(exercise, call))
    changed = [names[i] for i in seen["changed"] if i < len(names)]
    return ("changed", {"names": changed}) if changed else None


def _largest(exercise: Exercise, call: Call) -> float | None:
    arrays = [np.asarray(v) for v in arguments_of(exercise, call).values()]
    sizes = [float(np.abs(a).max()) for a in arrays if a.dtype.kind in "iuf" and a.size]
    return max(sizes, default=None)


def _length(mismatch: Mismatch) -> Found:
    """Too many or too few things, and whether the others are right."""
    expected, got = mismatch.expected, mismatch.got
    facts = {"got": len(got), "expected": len(expected)}
    alone = [i for i, item in enumerate(expected) if compare(item, got) is None]
    if alone:
        return "one of several", {"expected": len(expected), "which": alone[0] + 1}
    for which, piece in (("first", slice(1, None)), ("last", slice(None, -1))):
        if compare(expected[piece], got) is None:
            return "one is missing", {"which": which}
        if compare(expected, got[piece]) is None:
            return "one too many", {"which": which}
    shorter = min(len(expected), len(got))
    begins = shorter and compare(expected[:shorter], got[:shorter]) is None
    return "length", {**facts, "begins": bool(begins)}


def _type(mismatch: Mismatch) -> Found:
    """Another kind of thing than was asked for."""
    expected, got = mismatch.expected, mismatch.got
    if isinstance(got, Alien):
        if got.type_name in ("function", "method", "builtin_function_or_method"):
            return "a function", {}
        if got.type_name in ("generator", "map", "zip", "range", "dict_values", "dict_keys"):
            return "to be gone through", {"name": got.type_name}
        return ("array of objects", {}) if got.type_name == "array of object" else None
    if isinstance(expected, dict) and isinstance(got, dict):
        missing = [key for key in expected if key not in got]
        more = [key for key in got if key not in expected]
        return "keys", {"missing": missing, "more": more}
    if isinstance(expected, list) and not isinstance(got, list | dict):
        alone = [i for i, item in enumerate(expected) if compare(item, got) is None]
        facts = {"expected": len(expected), "which": alone[0] + 1 if alone else None}
        return "one of several", facts
    if isinstance(got, list) and isinstance(expected, np.ndarray):
        return _list_for_array(expected, got)
    if isinstance(got, list):
        inside = [i for i, item in enumerate(got) if compare(expected, item) is None]
        facts = {"got": len(got), "which": inside[0] + 1 if inside else None}
        return "several for one", facts
    return "another type", {"got": describe(got), "expected": describe(expected)}


def _list_for_array(expected: np.ndarray, got: list) -> Found:
    """A list in place of an array; whether the array made of it would be right."""
    try:
        array = np.array(got)
    except ValueError:
        return "a list for an array", {"right": False}
    right = array.shape == expected.shape and array.dtype.kind in "biuf"
    return "a list for an array", {"right": right and alike(expected, array)}


def parts(expected: Any, came: Any) -> Found:
    """Of an answer with several parts, those that are right and those that are not."""
    asked, got = dict(leaves(expected)), dict(leaves(came))
    if len(asked) < 2 or asked.keys() != got.keys() or len(asked) > 12:
        return None
    wrong = [where for where in asked if compare(asked[where], got[where]) is not None]
    right = [where for where in asked if where not in wrong]
    return ("parts", {"wrong": wrong, "right": right}) if wrong and right else None

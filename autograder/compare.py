"""Compare what an implementation returned with what the reference returned.

The comparison says the first difference in the order in which a person would want to hear it:
nothing returned, wrong type, wrong shape, wrong kind of number, wrong values.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .sandbox.plain import Alien

KINDS = {
    "b": "booleans",
    "i": "integers",
    "u": "integers",
    "f": "floats",
    "c": "complex numbers",
    "U": "text",
}
NUMBERS = (bool, int, float, complex, str, np.ndarray)


class Mismatch(NamedTuple):
    """One difference. kind: "nothing", "type", "shape", "kind" or "value".

    where: which part of the result, "" for the whole. differs: mask of the differing entries.
    """

    kind: str
    message: str
    where: str = ""
    differs: np.ndarray | None = None


def compare(expected: Any, got: Any, rtol: float = 1e-6, where: str = "") -> Mismatch | None:
    """None where `got` is as good as `expected`: same shape, same kind, close in value.

    Integers do for floats where the values are equal; floats do not do for integers, and booleans
    do for neither. A value is close within rtol times the larger of 1 and the largest expected
    magnitude, so that the last digits of a different but equal formula do not matter. NaN is wrong
    except where it is expected.
    """
    if got is None and expected is not None:
        return Mismatch("nothing", "returned None: is there a return?", where)
    if isinstance(got, Alien):
        return Mismatch(
            "type", f"returned {article(got.type_name)}, expected {describe(expected)}", where
        )
    if isinstance(expected, dict | list):
        return _compare_parts(expected, got, rtol, where)
    if expected is None:
        return (
            None
            if got is None
            else Mismatch("type", f"returned {describe(got)}, expected None", where)
        )
    if isinstance(got, dict | list):
        hint = (
            ": wrap it in np.array(…)"
            if isinstance(got, list) and isinstance(expected, np.ndarray)
            else ""
        )
        return Mismatch(
            "type", f"returned {describe(got)}, expected {describe(expected)}{hint}", where
        )
    return _compare_arrays(np.asarray(expected), np.asarray(got), rtol, where)


def describe(value: Any) -> str:
    """A value's type in a learner's words: "float array of shape (2, 3)", "list of 2"."""
    if value is None:
        return "None"
    if isinstance(value, Alien):
        return article(value.type_name)
    if isinstance(value, dict):
        return f"a dict with keys {', '.join(value)[:200] or 'none'}"
    if isinstance(value, list):
        return f"a list or tuple of {len(value)}"
    array = np.asarray(value)
    kind = KINDS.get(array.dtype.kind, str(array.dtype))
    if array.ndim == 0:
        return f"a single value ({array.dtype})" if array.dtype.kind != "U" else "text"
    return f"an array of {kind}, shape {array.shape}"


def article(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def _compare_parts(expected: dict | list, got: Any, rtol: float, where: str) -> Mismatch | None:
    if type(expected) is not type(got):
        if (
            isinstance(expected, list)
            and isinstance(got, np.ndarray)
            and got.ndim > 0
            and len(expected) == len(got)
        ):
            got = list(got)
        else:
            return Mismatch(
                "type", f"returned {describe(got)}, expected {describe(expected)}", where
            )
    if isinstance(expected, dict):
        if expected.keys() != got.keys():
            return Mismatch(
                "type", f"returned {describe(got)}, expected {describe(expected)}", where
            )
        parts = [(key, expected[key], got[key]) for key in expected]
    else:
        if len(expected) != len(got):
            message = f"returned {len(got)} things, expected {len(expected)}"
            return Mismatch("type", message, where)
        parts = [(f"[{i}]", *pair) for i, pair in enumerate(zip(expected, got, strict=True))]
    found = [compare(e, g, rtol, f"{where}{key}") for key, e, g in parts]
    order = ["nothing", "type", "shape", "kind", "value"]
    return min((m for m in found if m), key=lambda m: order.index(m.kind), default=None)


def _compare_arrays(
    expected: np.ndarray, got: np.ndarray, rtol: float, where: str
) -> Mismatch | None:
    if got.shape != expected.shape:
        return Mismatch("shape", f"shape {got.shape}, expected {expected.shape}", where)
    want, have = expected.dtype.kind, got.dtype.kind
    if not (want == have or (want in "iu" and have in "iu") or (want == "f" and have in "iu")):
        came, asked = KINDS.get(have, have), KINDS.get(want, want)
        message = f"{came} ({got.dtype}), expected {asked} ({expected.dtype})"
        return Mismatch("kind", message, where)
    differs = _differing(expected, got, rtol)
    if not differs.any():
        return None
    if expected.ndim == 0:
        return Mismatch("value", "the value differs", where, differs)
    count = int(differs.sum())
    return Mismatch("value", f"{count} of {differs.size} entries differ", where, differs)


def _differing(expected: np.ndarray, got: np.ndarray, rtol: float) -> np.ndarray:
    """Mask of the entries that differ; what is exactly equal is not looked at twice."""
    differs = np.asarray(expected != got)
    if expected.dtype.kind not in "fc" or not differs.any():
        return differs
    finite = np.abs(expected[np.isfinite(expected)])
    scale = max(1.0, float(finite.max())) if finite.size else 1.0
    return ~np.isclose(got, expected, rtol=rtol, atol=rtol * scale * 1e-3, equal_nan=True)

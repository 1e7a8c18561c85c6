"""Compare what an implementation returned with what the reference returned.

A comparison ends in facts: the first difference in the order in which a person would want to hear
it (nothing returned, wrong type, wrong shape, wrong kind of number, wrong values), and the part of
the result that it is in. What is said of it is the business of `words`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..sandbox.plain import Alien

ORDER = ("nothing", "type", "length", "shape", "kind", "value")
"""The kinds of mismatch between two values, in the order in which they are told."""


SMALLEST_SCALE = 1e-3
"""What is expected to be smaller is compared as if it were of this size: 0 is met by 1e-17."""


class Mismatch(NamedTuple):
    """One difference.

    kind: one of `ORDER`; or "error", "unwritten", "changed", "warned", "doubtful" of a call as a
        whole, or "form" of an answer of which no summary can be made.
    where: which part of the result, "" for the whole. expected, got: that part, of each side.
    differs: mask of the differing entries, of a "value" mismatch alone.
    """

    kind: str
    where: str = ""
    expected: Any = None
    got: Any = None
    differs: np.ndarray | None = None


def compare(
    expected: Any, got: Any, rtol: float = 1e-6, where: str = "", nan_is_nan: bool = True
) -> Mismatch | None:
    """None where `got` is as good as `expected`: same shape, same kind, close in value.

    Integers do for floats where the values are equal; floats do not do for integers, and booleans
    do for neither. A value is close within rtol times the largest expected magnitude, so that the
    last digits of a different but equal formula, or of single precision, do not matter, also where
    large terms cancel. NaN is wrong except where it is expected, and nan_is_nan.
    """
    if got is None and expected is not None:
        return Mismatch("nothing", where, expected, got)
    if isinstance(got, Alien):
        return Mismatch("type", where, expected, got)
    if isinstance(expected, dict | list):
        return _compare_parts(expected, got, rtol, where, nan_is_nan)
    if expected is None:
        return None if got is None else Mismatch("type", where, expected, got)
    if isinstance(got, dict | list):
        return Mismatch("type", where, expected, got)
    return _compare_arrays(np.asarray(expected), np.asarray(got), rtol, where, nan_is_nan)


def _compare_parts(
    expected: dict | list, got: Any, rtol: float, where: str, nan_is_nan: bool
) -> Mismatch | None:
    if type(expected) is not type(got):
        if not (isinstance(expected, list) and _is_column_of(got, len(expected))):
            return Mismatch("type", where, expected, got)
        got = list(got)
    if isinstance(expected, dict):
        if expected.keys() != got.keys():
            return Mismatch("type", where, expected, got)
        parts = [(key, expected[key], got[key]) for key in expected]
    elif len(expected) != len(got):
        return Mismatch("length", where, expected, got)
    else:
        parts = [(i, *pair) for i, pair in enumerate(zip(expected, got, strict=True))]
    found = [compare(e, g, rtol, below(where, key), nan_is_nan) for key, e, g in parts]
    return min((m for m in found if m), key=lambda m: ORDER.index(m.kind), default=None)


def below(where: str, key: str | int) -> str:
    """The name of a part within a part: "loss[0]", "sizes, training"."""
    if isinstance(key, int):
        return f"{where}[{key}]"
    return f"{where}, {key}" if where else key


def _is_column_of(value: Any, length: int) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0 and len(value) == length


def _compare_arrays(
    expected: np.ndarray, got: np.ndarray, rtol: float, where: str, nan_is_nan: bool
) -> Mismatch | None:
    if got.shape != expected.shape:
        return Mismatch("shape", where, expected, got)
    if nan_is_nan and got.dtype == expected.dtype and got.tobytes() == expected.tobytes():
        return None  # to the last bit, as most answers are
    want, have = expected.dtype.kind, got.dtype.kind
    if not (want == have or (want in "iu" and have in "iu") or (want == "f" and have in "iu")):
        return Mismatch("kind", where, expected, got)
    differs = _differing(expected, got, rtol, nan_is_nan)
    return Mismatch("value", where, expected, got, differs) if differs.any() else None


def _differing(expected: np.ndarray, got: np.ndarray, rtol: float, nan_is_nan: bool) -> np.ndarray:
    """Mask of the entries that differ; what is exactly equal is not looked at twice.

    As `np.isclose` has it, which takes twice as long over so few entries.
    """
    differs = np.asarray(expected != got)
    if expected.dtype.kind not in "fc" or not differs.any():
        return differs
    is_finite, size = np.isfinite(expected), np.abs(expected)
    scale = max(SMALLEST_SCALE, size.max(initial=0.0, where=is_finite))
    with np.errstate(invalid="ignore", over="ignore"):
        is_close = (np.abs(got - expected) <= rtol * scale + rtol * size) & is_finite
    if nan_is_nan:
        is_close |= np.isnan(got) & np.isnan(expected)
    return differs & ~is_close

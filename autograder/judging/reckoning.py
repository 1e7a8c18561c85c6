"""What came, reckoned from what was asked and the arguments: a factor or a term too many."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from workbook import nn

from .cases import Case
from .relating import Found, entries, holds
from .sheet import Sheet

OF: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "`{}`": lambda v: v,
    "(1 − `{}`)": lambda v: 1 - v,
    "`{}`²": np.square,
    "√`{}`": np.sqrt,
    "exp(`{}`)": np.exp,
    "ln(`{}`)": np.log,
    "1 / `{}`": np.reciprocal,
    "|`{}`|": np.abs,
    "the sign of `{}`": np.sign,
    "sigmoid(`{}`)": nn.sigmoid,
    "tanh(`{}`)": np.tanh,
    "relu(`{}`)": nn.relu,
    "1 where `{}` > 0 and 0 elsewhere": lambda v: (v > 0).astype(float),
    "the slope of the sigmoid at `{}`": nn.sigmoid_grad,
    "the slope of tanh at `{}`": nn.tanh_grad,
}
"""What a factor or a term may be made of, entry by entry."""

OF_ARRAYS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "the mean of `{}`": np.mean,
    "the sum of `{}`": np.sum,
    "the largest of `{}`": lambda v: v.max(-1, keepdims=v.ndim > 1),
    "softmax(`{}`)": nn.softmax,
    "the length of `{}`": np.linalg.norm,
    "the column means of `{}`": lambda v: v.mean(0),
    "the row sums of `{}`": lambda v: v.sum(-1, keepdims=v.ndim > 1),
}
"""And of whole arrays."""

WAYS: list[tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]] = [
    ("of an argument", lambda asked, q: q + 0 * asked),
    ("factor too many", lambda asked, q: asked * q),
    ("factor is missing", lambda asked, q: asked / q),
    ("term too many", lambda asked, q: asked + q),
    ("term is missing", lambda asked, q: asked - q),
]


def reckoned(_sheet: Sheet, _cases: list[Case], wrong: list[Case]) -> Found:
    """What was asked, times, divided by, plus or minus an argument or something simple of it."""
    if entries(wrong) < 2 or not all(case.numbers and case.arguments for case in wrong):
        return None
    for words, name, of in _quantities(wrong[0]):
        for kind, made in WAYS:

            def make(case, made=made, of=of, name=name):
                return made(case.expected.astype(float), of(_number(case.arguments[name])))

            if holds(wrong, make):
                return kind, {"words": words}
    return _shares(wrong)


def _shares(wrong: list[Case]) -> Found:
    """Off by a fixed share of an argument: the same number times it, at every wrong call."""
    if entries(wrong) < 4 or any(c.got.shape != c.expected.shape or not c.got.size for c in wrong):
        return None
    for words, name, of in _quantities(wrong[0]):
        shares = []
        for case in wrong:
            try:
                with np.errstate(all="ignore"):
                    q = np.broadcast_to(of(_number(case.arguments[name])), case.got.shape)
            except (ValueError, TypeError):
                break
            off = case.got.astype(float) - case.expected
            at = np.unravel_index(np.argmax(np.abs(off)), off.shape)
            if not (np.isfinite(off).all() and np.isfinite(q).all() and q[at]):
                break
            share = off[at] / q[at]
            if not np.allclose(off, share * q, rtol=1e-6, atol=1e-9 * max(1.0, abs(off[at]))):
                break
            shares.append(share)
        if len(shares) == len(wrong) and np.allclose(shares, shares[0]):
            return "term of a share", {"words": words, "share": float(shares[0])}
    return None


def _quantities(case: Case) -> Iterator[tuple[str, str, Callable]]:
    """What a factor or a term may be: words, the parameter that it is made of, and how."""
    numeric = {
        name: value
        for name, value in case.arguments.items()
        if isinstance(value, float | int | np.ndarray)
        and not isinstance(value, bool)
        and np.asarray(value).dtype.kind in "iuf"
    }
    for words, of in OF.items():
        for name in numeric:
            yield words.format(name), name, of
    for words, of in OF_ARRAYS.items():
        for name, value in numeric.items():
            if isinstance(value, np.ndarray) and value.ndim:
                yield words.format(name), name, of


def _number(value: object) -> np.ndarray:
    return np.asarray(value, float)

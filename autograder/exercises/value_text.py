"""A value as text: as Python source that can be pasted, and its type in a learner's words."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..sandbox.plain import Alien, Code

MAX_PASTED = 1_000
"""Entries of an array that is written out in a call."""

KINDS = {
    "b": "booleans",
    "i": "integers",
    "u": "integers",
    "f": "floats",
    "c": "complex numbers",
    "U": "text",
}


def literal(value: Any) -> str:
    """A value as Python source; of a large array only what it is."""
    if isinstance(value, np.ndarray) and value.size > MAX_PASTED:
        return f"<{describe(value)}>"
    if isinstance(value, np.ndarray):
        if value.size == 0:
            return f"np.zeros({value.shape})"
        kind = {"f": "", "i": "", "b": "", "U": ""}.get(value.dtype.kind, f", dtype={value.dtype}")
        return f"np.array({value.tolist()}{kind})"
    if isinstance(value, Code):
        return value.text
    if isinstance(value, list | tuple):
        items = ", ".join(map(literal, value))
        return f"[{items}]" if isinstance(value, list) else f"({items}{',' * (len(value) == 1)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {literal(v)}" for k, v in value.items()) + "}"
    return repr(value)


def describe(value: Any) -> str:
    """A value's type in a learner's words: "an array of floats, shape (2, 3)"."""
    if value is None:
        return "None"
    if isinstance(value, Alien):
        return article(value.type_name)
    if isinstance(value, dict):
        return f"a dict with keys {', '.join(value)[:200] or 'none'}"
    if isinstance(value, list):
        return f"a list or tuple of {len(value)}"
    array = np.asarray(value)
    if array.ndim == 0:
        return f"a single value ({array.dtype})" if array.dtype.kind != "U" else "text"
    return f"an array of {kind_of(array)}, shape {array.shape}"


def kind_of(array: np.ndarray) -> str:
    """The kind of an array's entries in words: "floats"."""
    return KINDS.get(array.dtype.kind, str(array.dtype))


def article(noun: str) -> str:
    """A noun with its article: "an int"."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"

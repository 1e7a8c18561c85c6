"""Whether an answer is like the reference's: looked at before anything is computed from it.

A summary says in words what counts of an answer (`Exercise.summary`). It is made of answers that
could be right alone: not of one that is a thousand times as large, which would take the judge's
memory, and not of one that brings the words along, which would be taken for the summary's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..sandbox.plain import MAX_DEPTH, Alien

TIMES, SPARE = 10, 1_000
"""An answer may have so many times the entries of the reference's, and so many more."""


def is_like(reference: Any, answer: Any) -> bool:
    """Whether an answer has no more entries, no deeper parts and no other kinds of them.

    Kinds are told apart no further than into numbers, texts, dictionaries and what is no data at
    all; whether the numbers are the right ones, and how they are put together, is for the summary.
    """
    most = TIMES * sum(size for size, _, _ in _parts(reference)) + SPARE
    kinds = {kind for _, kind, _ in _parts(reference)}
    entries = 0
    for size, kind, depth in _parts(answer):
        entries += size
        if entries > most or depth > MAX_DEPTH or kind not in kinds | {"number", "list"}:
            return False
    return True


def _parts(value: Any) -> Iterator[tuple[int, str, int]]:
    """Each part of a value: how many entries it has itself, its kind, how deep it lies.

    What nobody asks for any more is not looked at.
    """
    waiting, end = [iter([value])], object()
    while waiting:
        part, depth = next(waiting[-1], end), len(waiting) - 1
        if part is end:
            waiting.pop()
        elif isinstance(part, Alien) or part is None:
            yield 1, "none", depth
        elif isinstance(part, dict | list):
            yield 1, "dict" if isinstance(part, dict) else "list", depth
            inner = part.values() if isinstance(part, dict) else part
            waiting.append(iter(inner))
        else:
            array = np.asarray(part)
            yield (
                1 + array.size + array.ndim,
                "text" if array.dtype.kind == "U" else "number",
                depth,
            )

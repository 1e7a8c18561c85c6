"""What a wrong function answered, in a few letters: equal for two that answer the same."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import Any

from .cases import leaves
from .comparison import Mismatch
from .naming import kind_of_error

DIGITS = 6
"""Significant digits that count: of the same mistake, another formula may give other last ones."""

PARTS, ENTRIES = 50, 500
"""Parts of an answer, and entries of each, that are looked at: right answers have no more."""


def signature_of(seen: list[dict], mismatches: list[Mismatch | None]) -> str:
    """A digest of what was seen at the failing calls of a class's sheet."""
    digest = hashlib.sha256()
    for i, (row, mismatch) in enumerate(zip(seen, mismatches, strict=True)):
        if mismatch is None:
            continue
        digest.update(f"\0{i} {mismatch.kind}\0".encode())
        if "error" in row:
            digest.update(repr(kind_of_error(row)).encode())
        elif mismatch.kind not in ("changed", "warned"):
            digest.update(_in_short(row.get("value")))
    return digest.hexdigest()[:12]


def _in_short(value: Any) -> bytes:
    """An answer's parts with their places, numbers to a few digits."""
    said = []
    for where, leaf in islice(leaves(value), PARTS):
        entries = leaf.ravel()[:ENTRIES]
        if leaf.dtype.kind in "fc":
            numbers = [f"{number:.{DIGITS}g}" for number in entries]
            said.append(f"{where} {leaf.shape} {numbers}".replace("-0'", "0'"))
        else:
            said.append(f"{where} {leaf.shape} {entries.tolist()}")
    return "\n".join(said or [repr(type(value))]).encode("utf-8", "replace")

"""The failing answers of one check, side by side with what was asked."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..exercises.exercise import Call, Exercise
from ..sandbox.plain import Alien, Script
from .comparison import Mismatch, below, compare
from .sheet import Sheet

MAX_ENTRIES = 20_000
"""Entries of an answer that relations are looked for in; a larger one is left alone."""


@dataclass(frozen=True)
class Case:
    """One call of which one part of the answer is looked at.

    position: the call's among the sheet's. where: the part's place. arguments: by parameter,
    functions and generators as their source. expected, got: arrays; wrong: whether they differ by
    the judge's own measure.
    """

    position: int
    where: str
    call: Call
    arguments: dict[str, Any]
    expected: np.ndarray
    got: np.ndarray
    wrong: bool
    rtol: float

    @cached_property
    def differs(self) -> np.ndarray:
        """Mask of the entries that differ; all where the shapes do."""
        if self.expected.shape != self.got.shape:
            return np.ones(self.expected.shape, bool)
        found = compare(self.expected, self.got, self.rtol)
        if found is None:
            return np.zeros(self.expected.shape, bool)
        return np.ones(self.expected.shape, bool) if found.differs is None else found.differs

    @cached_property
    def numbers(self) -> bool:
        """Whether both sides are numbers that can be reckoned with."""
        return self.expected.dtype.kind in "biuf" and self.got.dtype.kind in "biuf"

    def same(self, other: Any) -> bool:
        """Whether what came is this, all entries finite."""
        other = np.asarray(other)
        if other.shape != self.got.shape or other.dtype.kind not in "biufU":
            return False
        if self.got.dtype.kind == "U" or other.dtype.kind == "U":
            return bool(np.array_equal(other, self.got))
        return alike(other, self.got, self.rtol)


def alike(one: np.ndarray, other: np.ndarray, rtol: float = 1e-6) -> bool:
    """Whether two arrays have one shape and the same finite numbers, by the judge's tolerance."""
    one, other = np.asarray(one, float), np.asarray(other, float)
    if one.shape != other.shape or not (np.isfinite(one).all() and np.isfinite(other).all()):
        return False
    scale = max(1.0, float(np.abs(one).max(initial=0.0)))
    return bool(np.allclose(other, one, rtol=rtol, atol=rtol * scale * 1e-3))


def cases_of(
    sheet: Sheet, seen: list[dict], mismatches: list[Mismatch | None], shown: int
) -> list[Case]:
    """The part that differs in the call that is shown, in every call that has such a part."""
    where = mismatches[shown].where
    found = []
    for i, (call, expected, answer) in enumerate(
        zip(sheet.calls, sheet.expected, seen, strict=True)
    ):
        if "value" not in expected or "value" not in answer or answer.get("misfit"):
            continue
        asked, came = part(expected["value"], where), part(answer["value"], where)
        if asked is None or came is None or max(asked.size, came.size) > MAX_ENTRIES:
            continue
        wrong = mismatches[i] is not None and compare(asked, came, sheet.exercise.rtol) is not None
        arguments = arguments_of(sheet.exercise, call)
        found.append(Case(i, where, call, arguments, asked, came, wrong, sheet.exercise.rtol))
    return found


def part(value: Any, where: str) -> np.ndarray | None:
    """The array at a place in an answer, "" for the whole; None where there is none."""
    for name, leaf in leaves(value):
        if name == where:
            return leaf
    return None


def leaves(value: Any, where: str = "") -> Iterator[tuple[str, np.ndarray]]:
    """The arrays of an answer with their places, named as a `Mismatch` names them."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, below(where, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, below(where, number))
    elif value is not None and not isinstance(value, Alien):
        yield where, np.asarray(value)


def arguments_of(exercise: Exercise, call: Call) -> dict[str, Any]:
    """A call's arguments by the names of the exercise's parameters; none of a script."""
    if call.args and isinstance(call.args[0], Script):
        return {}
    try:
        bound = inspect.signature(exercise.reference).bind(*call.args, **call.kwargs)
    except TypeError:
        return {}
    bound.apply_defaults()
    return dict(bound.arguments)

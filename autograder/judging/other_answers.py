"""Whether what came is the right answer to another question.

To another exercise of the same lesson, or to the same one with an argument that is not the one
given: left out, exchanged with another, one more or one less, a row on its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import combinations, islice
from typing import Any

import numpy as np

from ..exercises import lesson_of, of_lesson
from ..exercises.exercise import Exercise
from ..sandbox import probes
from ..sandbox.plain import Code, plain
from .cases import Case, part
from .comparison import compare
from .relating import Found, entries
from .sheet import Sheet

SECONDS = 0.25
"""That the search for another question may take; a reference that trains would take longer."""


def other(sheet: Sheet, _cases: list[Case], wrong: list[Case]) -> Found:
    """Another question whose right answer this is, at every wrong call."""
    exercise = sheet.exercise
    if exercise.seconds or not all(case.arguments for case in wrong):
        return None
    if not any(case.got.size for case in wrong):
        return None  # nothing is the answer to many questions
    until = time.monotonic() + SECONDS
    for found, answer in _questions(exercise, wrong):
        if _is_answer(wrong, answer):
            return found
        if time.monotonic() > until:
            return None
    return None


def _is_yes_or_count(case: Case) -> bool:
    """Whether an answer is no measure: a word, a truth or a count, or 0 and 1 alone."""
    return case.expected.dtype.kind in "biuU" or bool(np.isin(case.expected, (0.0, 1.0)).all())


Change = Callable[[dict[str, Any]], dict[str, Any]]
Answer = Callable[[Case], Any]
"""The right answer to another question in place of a case's own."""


def _questions(exercise: Exercise, wrong: list[Case]) -> Iterator[tuple[Found, Answer]]:
    """The other questions that are tried, the likeliest first, with what there is to say."""
    if entries(wrong) > 1 or len(wrong) > 2:
        for name, reference in _siblings(exercise):
            yield ("another exercise", {"name": name}), _asked(reference, None, lambda g: g)
    few = sum(int(case.differs.sum()) for case in wrong)
    if few < 4 and all(map(_is_yes_or_count, wrong)):
        return  # of so few words and counts, any other question may have the same by chance
    for kind, facts, change in _changes(wrong[0].arguments):
        yield (kind, facts), _asked(exercise.reference, exercise.summary, change)
    for name, value in wrong[0].arguments.items():
        if isinstance(value, np.ndarray) and value.ndim == 2:
            for words, there, back in AXES:
                turned = _asked(exercise.reference, None, _with(name, there))
                yield ("other axis", {"name": name, "words": words}), _back(turned, back)


AXES: list[tuple[str, Callable, Callable]] = [
    ("columns", np.transpose, lambda answer, _: np.transpose(answer)),
    ("whole", lambda v: v.reshape(1, -1), lambda answer, shape: answer.reshape(shape)),
]
"""Ways to take a table the other way round: what is handed in, and how the answer goes back."""


def _back(answer: Answer, back: Callable) -> Answer:
    return lambda case: back(np.asarray(answer(case)), case.got.shape)


def _siblings(exercise: Exercise) -> Iterator[tuple[str, Callable]]:
    """The references of the same lesson's other exercises."""
    lesson = lesson_of(exercise.name)
    for name, sibling in of_lesson(lesson).items() if lesson else ():
        whole = isinstance(sibling.reference, type) or sibling.seconds
        if name != exercise.name and not whole:
            yield name, sibling.reference


def _asked(reference: Callable, summary: Callable | None, change: Change) -> Answer:
    """The reference with changed arguments; it raises where they do not suit it."""

    def answer(case: Case) -> Any:
        given = change(case.arguments)
        value = probes.observe(reference, list(given.values()), {})["value"]
        return value if summary is None else plain(summary(value, case.call))

    return answer


def _is_answer(wrong: list[Case], answer: Answer) -> bool:
    """Whether what came is this answer, at every wrong call."""
    for case in wrong:
        try:
            with np.errstate(all="ignore"):
                came = part(answer(case), case.where)
        except Exception:  # it is another question: whatever it does not suit, it does not answer
            return False
        if came is None or came.shape != case.got.shape:
            return False
        if compare(case.got, came, case.rtol, nan_is_nan=False) is not None:
            return False
    return True


def _changes(arguments: dict[str, Any]) -> Iterator[tuple[str, dict, Change]]:
    """Other arguments that may have been answered for, the likeliest first, and what to say."""
    for one, two in islice(combinations(arguments, 2), 10):
        if _kind(arguments[one]) == _kind(arguments[two]) != "":
            yield "arguments exchanged", {"names": [one, two]}, _exchanged(one, two)
    for name, value in arguments.items():
        for words, f in _others(value):
            yield "another argument", {"name": name, "words": words}, _with(name, f)


def _exchanged(one: str, two: str) -> Change:
    return lambda given: {**given, one: given[two], two: given[one]}


def _with(name: str, f: Callable) -> Change:
    return lambda given: {**given, name: f(given[name])}


def _kind(value: Any) -> str:
    if isinstance(value, bool | Code) or callable(value):
        return ""
    if isinstance(value, np.ndarray):
        return f"array {value.ndim}"
    return "number" if isinstance(value, int | float) else ""


def _others(value: Any) -> Iterator[tuple[str, Callable]]:
    """Values that may have been taken in place of one, in words that follow "as if … were"."""
    if isinstance(value, bool):
        yield "the opposite", lambda v: not v
    elif isinstance(value, int):
        yield "one less", lambda v: v - 1
        yield "one more", lambda v: v + 1
        yield "0", lambda v: 0
        yield "1", lambda v: 1
        yield "2", lambda v: 2
    elif isinstance(value, float):
        yield "0", lambda v: 0.0
        yield "1", lambda v: 1.0
        yield "1 minus itself", lambda v: 1 - v
        yield "its negative", lambda v: -v
        yield "its square", lambda v: v * v
        yield "its square root", np.sqrt
        yield "half of it", lambda v: v / 2
        yield "twice as large", lambda v: 2 * v
        yield "1 divided by it", lambda v: 1 / v
        yield "0.01", lambda v: 0.01
        yield "0.1", lambda v: 0.1
        yield "0.5", lambda v: 0.5
        yield "0.9", lambda v: 0.9
    elif value is None:
        return
    elif isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        yield from _other_arrays(value)


def _other_arrays(value: np.ndarray) -> Iterator[tuple[str, Callable]]:
    yield "all 0", np.zeros_like
    yield "all 1", np.ones_like
    yield "its negative", lambda v: -v
    yield "its absolute value", np.abs
    yield "its square", np.square
    if value.ndim == 2:
        yield "transposed", np.transpose
        yield "its first row alone", lambda v: v[:1]
        yield "its last row alone", lambda v: v[-1:]
        yield "without its last column", lambda v: v[:, :-1]
    if value.ndim >= 1 and len(value) > 1:
        yield "without its first entry", lambda v: v[1:]
        yield "without its last entry", lambda v: v[:-1]
        yield "its first entry everywhere", lambda v: np.broadcast_to(v[:1], v.shape).copy()
        yield "sorted", lambda v: np.sort(v, axis=0)
        yield "upside down", lambda v: v[::-1].copy()
        yield "its mean everywhere", lambda v: np.full_like(v, v.mean())
    if value.dtype.kind in "iu":
        yield "one more in each entry", lambda v: v + 1
        yield "one less in each entry", lambda v: v - 1

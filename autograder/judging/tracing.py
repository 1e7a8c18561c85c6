"""What a learner's code did in one call: each of its lines that ran, and what that line bound."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import numpy as np

from ..exercises.exercise import Call
from ..exercises.value_text import describe
from ..sandbox import probes
from ..sandbox.plain import plain
from .learner_code import LearnerCode, code_of

LONGEST = 40
"""Lines of code that a trace is told of; a longer one is no help to read."""

MOST_STEPS, SECONDS = 20_000, 2.0
ENDLESS = "it was stopped: it went through very many lines, as an endless loop does"
SHOWN_VISITS = 2
"""How often a line is shown before its further visits are folded, but for the last one."""

MAX_SHOWN, MAX_WATCHED = 6, 10_000


@dataclass
class Step:
    """One visit of a line. line: in the definition, counted from 1; bound: what it gave a value.

    folded: how many visits before this one are left out. ends: what it returned or raised.
    """

    line: int
    text: str
    bound: dict[str, str] = field(default_factory=dict)
    ends: str = ""
    folded: int = 0


@dataclass(frozen=True)
class Trace:
    """All steps of one call. reason: why there is no more of it, "" where it is whole."""

    steps: tuple[Step, ...] = ()
    reason: str = ""


class Stopped(BaseException):
    """A call that took too long; no `except Exception` of a learner's holds it."""


def trace_of(implementation: Any, call: Call) -> Trace:
    """Run one call and tell what its lines did. Nothing that it raises gets out."""
    code = code_of(implementation)
    if code is None:
        return Trace(reason="its text cannot be found: it was not written as a `def` or a `class`")
    if code.length > LONGEST:
        return Trace(reason=f"it has {code.length} lines, and more than {LONGEST} are no help")
    watch = _Watch(code)
    before = sys.gettrace()
    sys.settrace(watch.enter)
    try:
        probes.observe(implementation, *call)  # takes what is raised for the learner's
    finally:
        sys.settrace(before)
    return Trace(tuple(_folded(watch.steps)), watch.reason)


class _Watch:
    """Notes what each line binds, in the frames of one definition and no other."""

    def __init__(self, code: LearnerCode):
        self.code, self.steps, self.reason = code, [], ""
        self.until = time.monotonic() + SECONDS
        node = code.definition
        self.lines = range(min([node.lineno, *(d.lineno for d in node.decorator_list)]),
                           (node.end_lineno or node.lineno) + 1)  # fmt: skip

    def enter(self, frame: FrameType, _event: str, _arg: Any) -> Callable | None:
        code = frame.f_code
        if code.co_filename != self.code.file or code.co_firstlineno not in self.lines:
            return None
        known = _snapshot(frame)
        current: Step | None = None

        def note(frame: FrameType, event: str, arg: Any) -> Callable:
            nonlocal known, current
            if len(self.steps) > MOST_STEPS or time.monotonic() > self.until:
                self.reason = ENDLESS
                raise Stopped
            now = _snapshot(frame)
            if current is not None:
                changed = [n for n in now if n not in known or now[n] != known[n]]
                current.bound |= {n: in_words(frame.f_locals[n]) for n in changed}
            known = now
            if event == "line":
                number = self.code.position(frame.f_lineno)
                current = Step(number, self.code.line(frame.f_lineno).strip())
                self.steps.append(current)
            elif event == "exception" and current is not None:
                current.ends = f"raises {arg[0].__name__}"
            elif event == "return" and current is not None and not current.ends:
                current.ends = f"returns {in_words(arg)}"
            return note

        return note


def _snapshot(frame: FrameType) -> dict[str, Any]:
    """What the local names hold, so that a change is noticed, also one made in place."""
    return {name: _mark(value) for name, value in frame.f_locals.items() if name != "self"}


def _mark(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        whole = value.tobytes() if value.size <= MAX_WATCHED else b""
        return id(value), value.shape, whole
    if isinstance(value, list | dict):
        return id(value), len(value)
    return id(value)


def in_words(value: Any) -> str:
    """A value for a trace: small ones whole, of others what they are."""
    if isinstance(value, np.ndarray) and value.size > MAX_SHOWN:
        return describe(value)
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=4, separator=", ")
        return " ".join(text.split())
    if value is None or isinstance(value, bool | str):
        return repr(value)[:60]
    if isinstance(value, int | float | np.generic):
        return f"{value:.6g}" if isinstance(value, float | np.floating) else str(value)
    if isinstance(value, list | tuple) and len(value) <= 3:
        inside = ", ".join(in_words(item) for item in value)
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    try:
        return describe(plain(value))
    except Exception:  # whatever it is, telling of it must not end the trace
        return f"something of type {type(value).__name__}"[:60]


def _folded(steps: list[Step]) -> list[Step]:
    """The steps with a line's further visits left out, but for its last one."""
    total = Counter(step.line for step in steps)
    visits: Counter[int] = Counter()
    kept: list[Step] = []
    for step in steps:
        visits[step.line] += 1
        number = visits[step.line]
        if number <= SHOWN_VISITS or number == total[step.line]:
            if number == total[step.line] > SHOWN_VISITS + 1:
                step.folded = number - SHOWN_VISITS - 1
            kept.append(step)
    return kept

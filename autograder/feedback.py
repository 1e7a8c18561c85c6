"""What a learner reads after a check: a verdict in words, or as a card (see `card`).

Both say the same in the same order: how much is right, each aspect, the first call that failed with
what was expected and what came, the known mistake behind it, and hints, one at a time.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np

from .compare import describe
from .exercise import Call
from .judge import FAILED, HELD, PASSED, AspectVerdict, Failure, Verdict
from .sandbox.plain import Alien, Code, Script

MAX_SHOWN = 48
MAX_TEXT, MAX_DEPTH = 5_000, 2
MAX_PASTED = 1_000  # entries of an array that is written out in a call
HEADLINES = {
    "passed": "right",
    "partial": "partly right",
    "failed": "not right yet",
    "unwritten": "not written yet",
    "stopped": "could not be checked",
}
MARKS = {PASSED: ("✓", "passed"), FAILED: ("✗", "failed"), HELD: ("·", "not judged yet")}


class Feedback:
    """What `check` returns: shows as a card; its plain repr is the number of points.

    nbgrader reads a cell's plain-text result as partial credit, so the repr must be that number
    and nothing else. `print(check(f))` gives the card in words, `check(f).hint(1)` the first hint.
    """

    def __init__(self, verdict: Verdict):
        self.verdict = verdict

    def __repr__(self) -> str:
        return f"{self.verdict.points:g}"

    def __str__(self) -> str:
        return as_text(self.verdict)

    def _repr_html_(self) -> str:
        from .card import as_html

        return as_html(self.verdict)

    def hint(self, number: int = 1) -> None:
        """Print one hint; 1 is the gentlest."""
        hints = self.verdict.hints
        if 1 <= number <= len(hints):
            print(f"Hint {number} of {len(hints)}: {hints[number - 1]}")
        else:
            print(f"{self.verdict.exercise} has hints 1 to {len(hints)}.")


# -- in words --------------------------------------------------------------------------------


def as_text(verdict: Verdict) -> str:
    """The card in plain text."""
    lines = [headline(verdict)]
    if verdict.reason and verdict.status == "stopped":
        lines.append(verdict.reason)
    for aspect in verdict.aspects if verdict.status not in ("unwritten", "stopped") else ():
        lines.append(f"  {MARKS[aspect.state][0]} {sentence_of(aspect)}")
    if verdict.failure:
        lines += _failure_text(verdict.failure, verdict.exercise)
    if verdict.misconception:
        lines += ["", f"What happened: {verdict.misconception.why}"]
    if verdict.hints and verdict.status != "passed":
        lines += [
            "",
            f"For a hint: check({verdict.exercise}).hint(1), then 2 to {len(verdict.hints)}.",
        ]
    return "\n".join(lines)


def headline(verdict: Verdict) -> str:
    """ "relu: partly right, 1 of 2 points"."""
    return f"{verdict.exercise}: {HEADLINES[verdict.status]}, {points_of(verdict)}"


def call_text(name: str, call: Call) -> str:
    """A call, or a script, as code that can be pasted; of a large array, what it is."""
    if call.args and isinstance(call.args[0], Script):
        return call.args[0].text
    words = [literal(a) for a in call.args] + [f"{k}={literal(v)}" for k, v in call.kwargs.items()]
    return f"{name}({', '.join(words)})"


def shows_it(call: Call) -> str:
    """The line above a call that fails."""
    large = any(isinstance(a, np.ndarray) and a.size > MAX_PASTED for a in call.args)
    return "This call shows it:" if large else "This call shows it; paste it to try:"


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


def points_of(verdict: Verdict) -> str:
    if verdict.max_points == 0:
        return "a stretch exercise without points"
    unit = "point" if verdict.max_points == 1 else "points"
    return f"{verdict.points:g} of {verdict.max_points:g} {unit}"


def sentence_of(aspect: AspectVerdict) -> str:
    waits = " (judged once the values are right)" if aspect.state == HELD else ""
    return f"{aspect.sentence}{waits}"


def _failure_text(failure: Failure, name: str) -> list[str]:
    lines = ["", shows_it(failure.call)]
    lines += [f"  {row}" for row in call_text(name, failure.call).splitlines()]
    lines.append(f"  {what_differs(failure)}")
    if "error" in failure.seen and failure.seen["error"]["line"]:
        lines.append(f"  at the line: {failure.seen['error']['line']}")
    for label, text in expected_and_got(failure, mark=lambda s: f"{s}*"):
        lines += [f"  {label}:", *(f"    {row}" for row in text.splitlines())]
    if (
        failure.mismatch.kind == "value"
        and failure.mismatch.differs is not None
        and failure.mismatch.differs.ndim
    ):
        lines.append("  (* marks the entries that differ)")
    if failure.seen["printed"]:
        lines += [
            "  it printed:",
            *(f"    {row}" for row in failure.seen["printed"].splitlines()[:10]),
        ]
    return lines


def what_differs(failure: Failure) -> str:
    """The difference in one line, with the part of the result that it is in."""
    where = f"In {failure.mismatch.where} of the result: " if failure.mismatch.where else ""
    message = failure.mismatch.message
    return where + (message if where else message[:1].upper() + message[1:])


def expected_and_got(failure: Failure, mark) -> list[tuple[str, str]]:
    """What was expected and what came, with a line on the type of each."""
    if "error" in failure.seen:
        return [(f"expected {describe(failure.expected)}", show(failure.expected))]
    got = failure.seen["value"]
    differs = failure.mismatch.differs if not failure.mismatch.where else None
    if failure.mismatch.kind in ("changed", "warned"):
        return []
    return [
        (f"expected {describe(failure.expected)}", show(failure.expected, differs, mark)),
        (f"got {describe(got)}", show(got, differs, mark)[:MAX_TEXT]),
    ]


def show(value: Any, differs: np.ndarray | None = None, mark=str, depth: int = 0) -> str:
    """A value for reading: arrays row by row, six significant digits, differing entries marked."""
    if isinstance(value, Alien):
        return f"<{value.type_name}>"
    if isinstance(value, dict | list):
        if depth > MAX_DEPTH:
            return f"<{describe(value)}>"
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        name = "{}:".format if isinstance(value, dict) else "[{}]".format
        return "\n".join(
            f"{name(key)[:80]} {show(item, depth=depth + 1)}"
            for key, item in islice(pairs, MAX_SHOWN)
        )
    if value is None or isinstance(value, str):
        return repr(value)[:200]
    array = np.asarray(value)
    if array.size > MAX_SHOWN:
        return np.array2string(array, threshold=MAX_SHOWN, precision=6)
    mask = (
        differs
        if differs is not None and differs.shape == array.shape
        else np.zeros(array.shape, bool)
    )
    texts = np.vectorize(_number, otypes=[object])(array) if array.size else array.astype(object)
    return _rows(texts, mask, max((len(t) for t in texts.flat), default=0), mark)


def _rows(texts: np.ndarray, mask: np.ndarray, width: int, mark, indent: int = 1) -> str:
    if texts.ndim == 0:
        return mark(texts.item()) if mask else texts.item()
    if texts.size == 0:
        return f"[] (shape {texts.shape})"
    if texts.ndim == 1:
        cells = [
            " " * (width - len(t)) + (mark(t) if m else t) for t, m in zip(texts, mask, strict=True)
        ]
        return f"[{', '.join(cells)}]"
    rows = [_rows(t, m, width, mark, indent + 1) for t, m in zip(texts, mask, strict=True)]
    return f"[{(',' + chr(10) + ' ' * indent).join(rows)}]"


def _number(value: Any) -> str:
    if not isinstance(value, float | np.floating):
        return str(value)[:80]
    text = f"{value:.6g}"
    return f"{text}.0" if text.lstrip("-").isdigit() else text

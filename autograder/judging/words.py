"""What a learner reads after a check: every sentence that is made of a verdict's facts.

`as_text` is the whole card in plain text; `card` draws the same sentences as HTML, in the same
order: how much is right, each aspect, the first call that failed with what was expected and what
came, the known mistake behind it, and hints, one at a time.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import numpy as np

from ..exercises.exercise import Call
from ..exercises.value_text import MAX_PASTED, article, describe, kind_of, literal
from ..sandbox.plain import Alien, Script
from .comparison import Mismatch
from .explanation_words import sentence
from .verdict import FAILED, HELD, PASSED, AspectVerdict, Failure, Verdict

MAX_SHOWN = 48
MAX_TEXT, MAX_DEPTH, MAX_INSIDE = 5_000, 2, 6
MAX_AXES, MAX_NESTED = 3, 8
"""Axes of an array that is shown row by row: of a large one, whose rows NumPy takes without bounds
where there are more, and of a small one."""
HEADLINES = {
    "passed": "right",
    "partial": "partly right",
    "failed": "not right yet",
    "unwritten": "not written yet",
    "stopped": "could not be checked",
}
WHY = "It was wrong before. Say in one sentence, aloud or on paper, why: that is what stays."
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
MARKS = {PASSED: ("✓", "passed"), FAILED: ("✗", "failed"), HELD: ("·", "not judged yet")}


def as_text(verdict: Verdict, mended: bool = False) -> str:
    """The card in plain text. mended: the function was wrong at an earlier check."""
    lines = [headline(verdict)]
    if mended and verdict.status == "passed":
        lines.append(WHY)
    if verdict.reason and verdict.status == "stopped":
        lines.append(verdict.reason)
    for aspect in verdict.aspects if verdict.status not in ("unwritten", "stopped") else ():
        lines.append(f"  {MARKS[aspect.state][0]} {sentence_of(aspect)}")
    if verdict.failure:
        lines += _failure_text(verdict.failure, verdict.exercise)
    if happened := what_happened(verdict):
        lines += ["", f"What happened: {happened}"]
    if verdict.hints and verdict.status != "passed":
        lines += [
            "",
            f"For a hint: check({verdict.exercise}).hint(1), then 2 to {len(verdict.hints)}.",
        ]
    return visible("\n".join(lines))


def visible(text: str) -> str:
    r"""A text in which what steers a terminal, or turns letters round, is written as `\x1b` is."""
    return _STEERS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


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


def points_of(verdict: Verdict) -> str:
    if verdict.max_points == 0:
        return "a stretch exercise without points"
    unit = "point" if verdict.max_points == 1 else "points"
    return f"{verdict.points:g} of {verdict.max_points:g} {unit}"


def sentence_of(aspect: AspectVerdict) -> str:
    waits = " (judged once the values are right)" if aspect.state == HELD else ""
    return f"{aspect.sentence}{waits}"


def what_happened(verdict: Verdict) -> str:
    """The mistake behind the failure: a known one, or what else was found and checked, or ""."""
    if verdict.misconception:
        return verdict.misconception.why
    if not verdict.explanation:
        return ""
    said, where = visible(sentence(verdict.explanation)), verdict.explanation.where
    if not where:
        return said
    if verdict.failure.looked_at:
        return f"Of what was looked at, “{where}”: {said}"
    return f"In {where} of the result: {said[:1].lower()}{said[1:]}"


def _failure_text(failure: Failure, name: str) -> list[str]:
    lines = ["", shows_it(failure.call)]
    lines += [f"  {row}" for row in call_text(name, failure.call).splitlines()]
    lines.append(f"  {what_differs(failure)}")
    if "error" in failure.seen and failure.seen["error"]["line"]:
        lines.append(f"  at the line: {failure.seen['error']['line']}")
    for label, text in expected_and_got(failure, mark=lambda s: f"{s}*"):
        lines += [f"  {label}:", *(f"    {row}" for row in text.splitlines())]
    if _marks_entries(failure):
        lines.append("  (* marks the entries that differ)")
    if failure.seen["printed"]:
        lines += [
            "  it printed:",
            *(f"    {row}" for row in failure.seen["printed"].splitlines()[:10]),
        ]
    return lines


def _marks_entries(failure: Failure) -> bool:
    """Whether entries of an array are marked; of a single value, or a shortened one, none are."""
    differs = failure.mismatch.differs
    shown = expected_and_got(failure, mark=lambda _: "\x01")
    return differs is not None and differs.ndim > 0 and any("\x01" in text for _, text in shown)


def what_differs(failure: Failure) -> str:
    """The difference in one line, with the part of the result that it is in."""
    mismatch = failure.mismatch
    if failure.looked_at and mismatch.where and mismatch.kind == "value":
        asked, got = (show(side)[:200] for side in (mismatch.expected, mismatch.got))
        return f"Looked at was “{mismatch.where}”: asked {asked}, got {got}"
    what = _difference(mismatch, failure.seen)
    if mismatch.where:
        return f"In {mismatch.where} of the result: {what}"
    return what[:1].upper() + what[1:]


def _difference(mismatch: Mismatch, seen: dict) -> str:
    """What kind of difference it is, in words."""
    expected, got = mismatch.expected, mismatch.got
    match mismatch.kind:
        case "unwritten":
            return _unwritten(seen["error"]["where"])
        case "error":
            return f"{seen['error']['type']}: {seen['error']['message']}".rstrip(": ")
        case "changed":
            return "the right answer, but the argument was changed on the way"
        case "warned":
            return f"the right answer, but NumPy warned: {seen['warned'][0]}"
        case "doubtful":
            return "the right answer, but what is told of arguments and warnings was tampered with"
        case "nothing":
            return "returned None: is there a return?"
        case "type" if isinstance(got, Alien):
            return f"returned {article(got.type_name)}, expected {describe(expected)}"
        case "type":
            wrap = isinstance(got, list) and isinstance(expected, np.ndarray)
            hint = ": wrap it in np.array(…)" if wrap else ""
            return f"returned {describe(got)}, expected {describe(expected)}{hint}"
        case "form":
            what = describe(got)
            within = what == describe(expected)
            return f"returned {what}, " + (
                "but not with such parts as were asked for"
                if within
                else f"of which nothing could be judged; expected {describe(expected)}"
            )
        case "length":
            return f"returned {len(got)} things, expected {len(expected)}"
        case "shape":
            return f"shape {np.shape(got)}, expected {np.shape(expected)}"
        case "kind":
            came, asked = (f"{kind_of(a)} ({a.dtype})" for a in map(np.asarray, (got, expected)))
            return f"{came}, expected {asked}"
        case _:
            return _entries(mismatch.differs)


def _unwritten(where: str) -> str:
    return f"`{where}` is not written yet, and this call needs it" if where else "not written yet"


def _entries(differs: np.ndarray) -> str:
    if differs.ndim == 0:
        return "the value differs"
    return f"{differs.sum()} of {differs.size} entries differ"


def expected_and_got(failure: Failure, mark) -> list[tuple[str, str]]:
    """What was expected and what came, with a line on the type of each."""
    if "error" in failure.seen:
        return [(f"expected {describe(failure.expected)}", show(failure.expected))]
    got = failure.seen["value"]
    differs = failure.mismatch.differs if not failure.mismatch.where else None
    if failure.mismatch.kind in ("changed", "warned", "doubtful"):
        return []
    if failure.seen.get("misfit"):  # what is expected of it is said of a summary
        return [(f"got {describe(got)}", show(got)[:MAX_TEXT])]
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
            for key, item in islice(pairs, MAX_INSIDE if depth else MAX_SHOWN)
        )
    if value is None or isinstance(value, str):
        return repr(value)[:200]
    array = np.asarray(value)
    if array.size > MAX_SHOWN or array.ndim > MAX_NESTED:
        return _some_of(array)
    mask = (
        differs
        if differs is not None and differs.shape == array.shape
        else np.zeros(array.shape, bool)
    )
    texts = np.vectorize(_number, otypes=[object])(array) if array.size else array.astype(object)
    return _rows(texts, mask, max((len(t) for t in texts.flat), default=0), mark)


def _some_of(array: np.ndarray) -> str:
    """A large array in short; of one with many axes its first entries, in one row."""
    if array.dtype.kind == "U" and array.itemsize > 4 * MAX_SHOWN:
        array = array.astype(f"U{MAX_SHOWN}")
    if array.ndim > MAX_AXES:
        return f"{_some_of(array.reshape(-1)[: 2 * MAX_SHOWN])} (its first entries)"
    return np.array2string(array, threshold=MAX_SHOWN, precision=6)


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

"""The answers to "Where?" and "What did my code do?" in plain text."""

from __future__ import annotations

from textwrap import fill

from .locating import Place
from .tracing import Trace
from .verdict import Verdict
from .words import MAX_TEXT, call_text, show

WIDTH = 76
GUTTER = 28
"""Characters up to which a line of code is filled, so that what it bound stands in a column."""


def place_text(place: Place | None) -> str:
    """Where the mistake is, or how far the search came."""
    if place is None:
        return "Where? Your code is no `def` and no `class`, so its text is not known."
    if place.line:
        mark = " " * place.start + "^" * max(1, place.end - place.start)
        return (
            f"Where? In line {place.line}. A small change here makes the whole check pass:\n\n"
            f"    {place.text}\n    {mark}"
        )
    tried = f"{place.tried} small changes were tried, and none of them makes the check pass."
    if place.all_tried:
        said = f"No single place: {tried} More than one thing is wrong, or something is missing."
    else:
        said = f"Not found in the time that there is: {tried} What did my code do? may show more."
    return fill(f"Where? {said}", WIDTH)


def trace_text(trace: Trace, verdict: Verdict) -> str:
    """What each line did in the call that the card shows, then what was asked for."""
    if not trace.steps:
        return f"What did your code do? That cannot be told: {trace.reason or 'no line of it ran'}."
    lines = ["What your code did in this call:"]
    lines += [
        f"    {row}" for row in call_text(verdict.exercise, verdict.failure.call).splitlines()
    ]
    width = min(max(len(step.text) for step in trace.steps), 2 * GUTTER)
    for step in trace.steps:
        if step.folded:
            lines.append(f"          … {step.folded} more times through this line …")
        did = [f"{name} = {value}" for name, value in step.bound.items()]
        did += [step.ends] if step.ends else []
        lines.append(f"{step.line:>4}  {step.text:<{width}}  {'; '.join(did)}".rstrip())
    if trace.reason:
        lines.append(f"There it ends: {trace.reason}.")
    lines.append("Asked for was:")
    lines += [f"    {row}" for row in show(verdict.failure.expected)[:MAX_TEXT].splitlines()]
    return "\n".join(lines)

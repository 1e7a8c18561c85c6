"""What `check` returns: a verdict that a notebook shows as a card, and `print` in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .card import as_html
from .locating import place_in
from .request_words import place_text, trace_text
from .sheet import Sheet
from .tracing import trace_of
from .verdict import Verdict
from .words import as_text


@dataclass(frozen=True)
class Attempt:
    """What was checked, for what is found out only on request. sheet: what it was asked."""

    implementation: Any
    sheet: Sheet


class Feedback:
    """What `check` returns: shows as a card; its plain repr is the number of points.

    nbgrader reads a cell's plain-text result as partial credit, so the repr must be that number
    and nothing else. `print(check(f))` gives the card in words, `check(f).hint(1)` the first hint,
    `check(f).where()` the place of the mistake, `check(f).trace()` what the shown call did.

    attempt: the function that was checked, where it is at hand. mended: it was wrong before.
    """

    def __init__(self, verdict: Verdict, attempt: Attempt | None = None, mended: bool = False):
        self.verdict, self.attempt, self.mended = verdict, attempt, mended

    def __repr__(self) -> str:
        return f"{self.verdict.points:g}"

    def __str__(self) -> str:
        return as_text(self.verdict, self.mended)

    def _repr_html_(self) -> str:
        return as_html(self.verdict, self.mended)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """The card; in a notebook whose kernel runs, with the two questions that it answers."""
        data = {"text/plain": repr(self), "text/html": self._repr_html_()}
        if self.verdict.failure and self.attempt:
            from .live_card import view_of

            data |= view_of(self)
        return data

    def hint(self, number: int = 1) -> None:
        """Print one hint; 1 is the gentlest."""
        hints = self.verdict.hints
        if 1 <= number <= len(hints):
            print(f"Hint {number} of {len(hints)}: {hints[number - 1]}")
        else:
            print(f"{self.verdict.exercise} has hints 1 to {len(hints)}.")

    def where(self) -> None:
        """Print the one place of which a small change makes the whole check pass, if there is one.

        It takes up to two seconds: the places are tried.
        """
        print(self.place)

    def trace(self) -> None:
        """Print what each line did in the call that the card shows."""
        print(self.steps)

    @cached_property
    def place(self) -> str:
        """The answer to "Where?" in plain text."""
        return self._answer(lambda attempt, failure: place_text(
            place_in(attempt.implementation, attempt.sheet, failure.position)
        ))  # fmt: skip

    @cached_property
    def steps(self) -> str:
        """The answer to "What did my code do?" in plain text."""
        return self._answer(lambda attempt, failure: trace_text(
            trace_of(attempt.implementation, failure.call), self.verdict
        ))  # fmt: skip

    def _answer(self, find: Any) -> str:
        if self.verdict.status == "passed":
            return f"{self.verdict.exercise} is right: there is nothing to look for."
        if not (self.verdict.failure and self.attempt):
            return f"{self.verdict.exercise}: there is no failing call to look into."
        return find(self.attempt, self.verdict.failure)

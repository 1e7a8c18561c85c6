"""What `check` returns: a verdict that a notebook shows as a card, and `print` in words."""

from __future__ import annotations

from .card import as_html
from .verdict import Verdict
from .words import as_text


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
        return as_html(self.verdict)

    def hint(self, number: int = 1) -> None:
        """Print one hint; 1 is the gentlest."""
        hints = self.verdict.hints
        if 1 <= number <= len(hints):
            print(f"Hint {number} of {len(hints)}: {hints[number - 1]}")
        else:
            print(f"{self.verdict.exercise} has hints 1 to {len(hints)}.")

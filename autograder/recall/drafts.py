"""A question before its options are in an order: what all makers give."""

from __future__ import annotations

import random
from typing import NamedTuple

FEWEST, MOST = 3, 4


class Draft(NamedTuple):
    """A question's parts, all Markdown. options: (text, whether it is right, why)."""

    scenario: str
    prompt: str
    options: list[tuple[str, bool, str]]


def draft(
    scenario: str,
    prompt: str,
    right: tuple[str, str],
    wrong: dict[str, str],
    rng: random.Random,
) -> Draft | None:
    """A draft with at most three of the wrong options ({text: why}); None where they are too few.

    right: its text and why.
    """
    others = [(text, why) for text, why in wrong.items() if text != right[0]]
    if len(others) < FEWEST - 1:
        return None
    chosen = rng.sample(others, min(len(others), MOST - 1))
    options = [(right[0], True, right[1]), *((text, False, why) for text, why in chosen)]
    return Draft(scenario, prompt, options)


def sentence(text: str) -> str:
    """A text with the stop at its end. How it begins stays: it may be the name of a variable."""
    text = text.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."

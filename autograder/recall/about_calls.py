"""What does this call return? The wrong options are what known mistakes return for it."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from ..exercises.exercise import Call, Exercise
from ..sandbox.plain import Script
from ..sandbox.probes import observe
from .code_text import answer_text, call_text
from .drafts import Draft, draft, sentence

MOST_TRIED = 10
"""Calls that are tried until one tells the known mistakes apart."""


def about_a_call(exercise: Exercise, rng: random.Random) -> Draft | None:
    """A question about what one call gives; None where no call is short and telling enough.

    Where many answers are right, none is asked for, nor where one takes long.
    """
    if exercise.summary or exercise.seconds:
        return None
    why = f"As the exercise asks: {sentence(exercise.aspects[0].sentence)}"
    for call in _calls(exercise, rng)[:MOST_TRIED]:
        asked = call_text(exercise.name, call)
        right = _answer(exercise.reference, call) if asked else None
        if right is None:
            continue
        wrong = {}
        for mistake in exercise.misconceptions:
            text = _answer(mistake.wrong, call)
            if text is not None and text != right:
                wrong.setdefault(f"`{text}`", f"This comes of a mistake: {mistake.why}")
        prompt = f"What does `{asked}` return?"
        if made := draft(sentence(exercise.statement), prompt, (f"`{right}`", why), wrong, rng):
            return made
    return None


def _calls(exercise: Exercise, rng: random.Random) -> list[Call]:
    """The exercise's calls in an order of chance, drawn ones with numbers of this draw."""
    drawn = exercise.draw(np.random.default_rng(rng.getrandbits(32)))
    calls = [
        call for _, call in drawn if not any(isinstance(argument, Script) for argument in call.args)
    ]
    rng.shuffle(calls)
    return calls


def _answer(implementation: Any, call: Call) -> str | None:
    """What an implementation returns, in a line; None for an error and for what is too long."""
    seen = observe(implementation, *call)
    if "error" in seen or seen["value"] is None:
        return None
    return answer_text(seen["value"])

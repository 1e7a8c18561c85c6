"""The question for an exercise or a mistake that is due."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from workbook.checkpoints import Option, Question
from workbook.memory.schedule import MISTAKE

from ..exercises import all_exercises
from ..exercises.exercise import Exercise
from .about_calls import about_a_call
from .about_lines import about_a_line
from .about_mistakes import about_a_mistake, about_any_mistake
from .drafts import Draft

Maker = Callable[[Exercise, random.Random], Draft | None]


def question_for(item: str, seed: int) -> Question | None:
    """The question for an item under a seed: the same for the same; None where none can be made.

    item: "exercise/relu" or "mistake/relu/squares". One of an earlier edition may be gone.
    """
    kind, name, *more = item.split("/", 2)
    if name not in all_exercises():
        return None
    exercise, rng = all_exercises()[name][1], random.Random(seed)
    if kind == MISTAKE:
        draft = about_a_mistake(exercise, more[0] if more else "", rng)
    else:
        draft = _about(exercise, rng)
    return draft and _question(draft, item, rng)


def _about(exercise: Exercise, rng: random.Random) -> Draft | None:
    """A question about an exercise, of the first kind, in an order of chance, that can be had."""
    makers: list[Maker] = [about_a_call, about_a_line]
    rng.shuffle(makers)
    with np.errstate(all="ignore"):
        for maker in (*makers, about_any_mistake):
            if draft := maker(exercise, rng):
                return draft
    return None


def _question(draft: Draft, item: str, rng: random.Random) -> Question:
    """A draft with its options in an order of chance."""
    options = [Option(text, right, why) for text, right, why in draft.options]
    rng.shuffle(options)
    id = "recall-" + "".join(c if c.isalnum() else "-" for c in item.lower())
    return Question(id, "review", draft.prompt, tuple(options), scenario=draft.scenario)

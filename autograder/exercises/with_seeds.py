"""Draws that need a seed: a generator as an argument, a scenario with generators in it."""

from collections.abc import Callable

import numpy as np

from .exercise import Call, Code, code, script


def generator(rng: np.random.Generator) -> Code:
    """The source of a generator with a fresh seed, as an argument."""
    return code(f"np.random.default_rng({rng.integers(1000)})")


def seeded(text: str) -> Callable[[np.random.Generator], Call]:
    """A draw: a scenario with a fresh `{seed}`, and with `{other}`, the seed after it."""

    def draw(rng: np.random.Generator) -> Call:
        seed = int(rng.integers(1000))
        return script(text.format(seed=seed, other=seed + 1))

    return draw

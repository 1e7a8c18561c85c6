"""Inputs that several exercises on training share; short enough to be pasted."""

import numpy as np

from ..exercise import code, script


def generator(rng: np.random.Generator):
    """The source of a generator with a fresh seed, as an argument."""
    return code(f"np.random.default_rng({rng.integers(1000)})")


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Normal numbers of spread 2, rounded to one decimal, without a negative zero."""
    return rng.normal(0, 2, shape).round(1) + 0.0


def seeded(text: str):
    """A draw: a scenario with a fresh `{seed}`, and with `{other}`, the seed after it."""

    def draw(rng: np.random.Generator):
        seed = int(rng.integers(1000))
        return script(text.format(seed=seed, other=seed + 1))

    return draw

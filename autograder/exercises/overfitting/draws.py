"""Inputs that several exercises on overfitting share; short enough to be pasted."""

from itertools import pairwise

import numpy as np

from ..exercise import code, script


def generator(rng: np.random.Generator):
    """The source of a generator with a fresh seed, as an argument."""
    return code(f"np.random.default_rng({rng.integers(1000)})")


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers between 0.5 and 5, of either sign, with one decimal; none is 0."""
    return rng.uniform(0.5, 5, shape).round(1) * rng.choice([-1, 1], shape)


def network(rng: np.random.Generator, *sizes: int) -> list:
    """Parameters of a network with these sizes: pairs (W, b); no bias is 0."""
    return [(numbers(rng, D, H), numbers(rng, H)) for D, H in pairwise(sizes)]


def seeded(text: str):
    """A draw: a scenario with a fresh `{seed}`, and with `{other}`, the seed after it."""

    def draw(rng: np.random.Generator):
        seed = int(rng.integers(1000))
        return script(text.format(seed=seed, other=seed + 1))

    return draw

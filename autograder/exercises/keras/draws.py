"""Inputs that several exercises of lesson 12 share; short enough to be pasted."""

import numpy as np

from ..exercise import Call, Code, code, script


def generator(rng: np.random.Generator) -> Code:
    """The source of a generator with a fresh seed, as an argument."""
    return code(f"np.random.default_rng({rng.integers(1000)})")


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers from ±0.3 to ±1.5 with two decimals: never so near to 0 that a mistake vanishes."""
    return rng.uniform(0.3, 1.5, shape).round(2) * rng.choice([-1.0, 1.0], shape)


def seeded(text: str):
    """A draw: a scenario with a fresh `{seed}`, and with `{other}`, the seed after it."""

    def draw(rng: np.random.Generator) -> Call:
        seed = int(rng.integers(1000))
        return script(text.format(seed=seed, other=seed + 1))

    return draw

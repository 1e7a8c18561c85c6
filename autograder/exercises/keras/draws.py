"""Inputs that several exercises of lesson 12 share; short enough to be pasted."""

import numpy as np


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers from ±0.3 to ±1.5 with two decimals: never so near to 0 that a mistake vanishes."""
    return rng.uniform(0.3, 1.5, shape).round(2) * rng.choice([-1.0, 1.0], shape)

"""Inputs that several exercises on layers share.

Drawn numbers have two decimals, so that a failing call is short enough to be pasted, and keep away
from 0 where a zero would hide a mistake.
"""

from itertools import pairwise

import numpy as np


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers from ±0.3 to ±1.5 with two decimals: never so near to 0 that a product vanishes."""
    sizes = rng.uniform(0.3, 1.5, shape).round(2)
    return sizes * rng.choice([-1.0, 1.0], shape)


def network(rng: np.random.Generator, sizes: list[int]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Parameters of a network of these sizes, all biases included."""
    pairs = pairwise(sizes)
    return [(numbers(rng, D, H), numbers(rng, H)) for D, H in pairs]


def labels(rng: np.random.Generator, n: int, n_classes: int) -> np.ndarray:
    """n whole numbers from 0 to n_classes − 1, not all the same where that can be."""
    drawn = rng.integers(0, n_classes, n)
    drawn[:2] = rng.permutation(n_classes)[:2][: len(drawn[:2])]
    return drawn

"""Inputs that several exercises on overfitting share; short enough to be pasted."""

from itertools import pairwise

import numpy as np


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers between 0.5 and 5, of either sign, with one decimal; none is 0."""
    return rng.uniform(0.5, 5, shape).round(1) * rng.choice([-1, 1], shape)


def network(rng: np.random.Generator, *sizes: int) -> list:
    """Parameters of a network with these sizes: pairs (W, b); no bias is 0."""
    return [(numbers(rng, D, H), numbers(rng, H)) for D, H in pairwise(sizes)]

"""Inputs that several exercises on forward propagation share.

Drawn numbers have one decimal, so that a failing call is short enough to be pasted. Sizes are
drawn without repetition: a wrong shape must not look right by chance.
"""

import numpy as np

from ..exercise import Call, call


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Normal numbers of spread 3, rounded to one decimal, without a negative zero."""
    return rng.normal(0, 3, shape).round(1) + 0.0


def features(rng: np.random.Generator, N: int, D: int) -> np.ndarray:
    """A batch whose features differ in place and spread; no column is constant."""
    X = rng.uniform(-40, 40, D) + rng.uniform(2, 20, D) * rng.normal(0, 1, (N, D))
    X[0] = X[1:].max(axis=0) + rng.uniform(1, 5, D)
    return X.round(1) + 0.0


def some_sizes(rng: np.random.Generator, length: int) -> list[int]:
    """Sizes of a network, from 1 to 9, all different."""
    return rng.choice(np.arange(1, 10), length, replace=False).tolist()


def layer_of(N: int, D: int, H: int):
    """A function that draws a batch of N, and a layer of H units with D inputs."""

    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, N, D), numbers(rng, D, H), numbers(rng, H))

    return draw

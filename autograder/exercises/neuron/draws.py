"""Inputs that several exercises of the lesson share.

Drawn numbers are quarters. Floats add and multiply such numbers exactly, so a sum comes out the
same in whatever order it is taken, and no right answer misses z ≥ 0 by a rounding error.
"""

import numpy as np

from ..exercise import Call, call

TABLE = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
"""All inputs of a gate, one pair per row."""


def quarters(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers from −3 to 3 in steps of a quarter, none of them 0."""
    return rng.integers(1, 13, shape) / 4 * rng.choice([-1.0, 1.0], shape)


def quarter(rng: np.random.Generator) -> float:
    """One such number, as a Python float."""
    return float(quarters(rng))


def rate(rng: np.random.Generator) -> float:
    """A learning rate that keeps sums exact, and that is never 1."""
    return float(rng.choice([0.25, 0.5, 2.0]))


def one_unit(rng: np.random.Generator, inputs: int) -> Call:
    """The arguments x, w and b of one unit."""
    return call(quarters(rng, inputs), quarters(rng, inputs), quarter(rng))

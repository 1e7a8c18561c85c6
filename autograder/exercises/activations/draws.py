"""Inputs that several activation exercises share.

Drawn numbers have two decimals, so that a failing call is short enough to be pasted. None is 0:
what is asked at a kink is asked by fixed calls, of the one aspect that is about it.
"""

import numpy as np

from ..exercise import Call, call, confirmed

HUGE = np.array([-1000.0, -2.0, 2.0, 1000.0])
SIGNS = np.array([[-1.0, 2.0], [3.0, -4.0]])


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Normal numbers of spread 3, rounded to two decimals; none is 0."""
    drawn = rng.normal(0, 3, shape).round(2)
    return np.where(drawn == 0, 0.5, drawn)


def steepness(rng: np.random.Generator) -> float:
    """An alpha from 0.05 to 0.9."""
    return round(float(rng.uniform(0.05, 0.9)), 2)


def row(rng: np.random.Generator) -> Call:
    return call(numbers(rng, 4))


def batch(rng: np.random.Generator) -> Call:
    return call(numbers(rng, 2, 3))


def cube(rng: np.random.Generator) -> Call:
    return call(numbers(rng, 2, 2, 3))


def far_row(rng: np.random.Generator) -> Call:
    return call(rng.uniform(-1000, 1000, 4).round(2))


def row_and_alpha(rng: np.random.Generator) -> Call:
    return call(numbers(rng, 4), steepness(rng))


def batch_and_alpha(rng: np.random.Generator) -> Call:
    return call(numbers(rng, 2, 3), steepness(rng))


def cube_and_alpha(rng: np.random.Generator) -> Call:
    return call(numbers(rng, 2, 2, 3), steepness(rng))


#: For a function that works entry by entry: one float, a batch, three axes, nothing at all.
ANY_SHAPE = [call(-1.5), call(SIGNS), *confirmed(batch, 0), cube, call(np.zeros((0, 3)))]
ANY_SHAPE_AND_ALPHA = [
    call(-1.5, 0.2),
    call(SIGNS, 0.2),
    *confirmed(batch_and_alpha, 0),
    cube_and_alpha,
    call(np.zeros((0, 3)), 0.2),
]

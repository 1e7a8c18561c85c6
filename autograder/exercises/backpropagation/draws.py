"""Inputs that several backpropagation exercises share.

Drawn numbers have two decimals, so that a failing call is short enough to be pasted, and keep away
from 0 where a zero would hide a mistake.
"""

import numpy as np

from ..exercise import Call, call


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers from ±0.3 to ±2 with two decimals: never so near to 0 that a product vanishes."""
    sizes = rng.uniform(0.3, 2, shape).round(2)
    return sizes * rng.choice([-1.0, 1.0], shape)


def number(rng: np.random.Generator) -> float:
    return float(numbers(rng))


def three_numbers(rng: np.random.Generator) -> Call:
    return call(number(rng), number(rng), number(rng))


def three_rows(rng: np.random.Generator) -> Call:
    return call(numbers(rng, 3), numbers(rng, 3), numbers(rng, 3))


def three_batches(rng: np.random.Generator) -> Call:
    return call(numbers(rng, 2, 2), numbers(rng, 2, 2), numbers(rng, 2, 2))

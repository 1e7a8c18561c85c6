"""Inputs that several exercises of lesson 05 share.

Coefficients are small whole numbers and the rest has two decimals, so that a failing call is short
enough to be pasted, and to be followed by hand.
"""

import numpy as np


def whole(rng: np.random.Generator, low: int = 1, high: int = 4) -> int:
    """A whole number from low to high, both included."""
    return int(rng.integers(low, high + 1))


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Normal numbers of spread 2, rounded to two decimals, without a negative zero."""
    return rng.normal(0, 2, shape).round(2) + 0.0


def away_from_zero(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers between 1 and 3 of either sign, with two decimals."""
    return (rng.uniform(1, 3, shape) * rng.choice([-1.0, 1.0], shape)).round(2)


def rate(rng: np.random.Generator, low: float = 0.05, high: float = 0.3) -> float:
    """A learning rate with two decimals."""
    return round(float(rng.uniform(low, high)), 2)


def bowl(rng: np.random.Generator, D: int) -> np.ndarray:
    """A symmetric matrix (D, D) of whole numbers, all of whose eigenvalues are 1 or more."""
    B = rng.integers(-2, 3, (D, D)).astype(float)
    B[0, 1:] += 1  # some coupling, so that the diagonal alone does not tell the eigenvalues
    return B @ B.T + np.eye(D)


def gutter(rng: np.random.Generator, D: int) -> np.ndarray:
    """A matrix with one eigenvalue above 0; all others are 0, up to rounding."""
    v = rng.integers(1, 4, D).astype(float)
    return np.outer(v, v)


def samples(rng: np.random.Generator, N: int, D: int) -> tuple[np.ndarray, np.ndarray]:
    """X (N, D) and y (N,), which lies far from 0: no gradient of a flat line is 0 by chance."""
    return away_from_zero(rng, N, D), numbers(rng, N) + 5.0


#: Two samples of one feature, small enough for paper, and three samples of two features.
BY_HAND = (np.array([[1.0], [2.0]]), np.array([3.0, 5.0]))
TWO_FEATURES = (np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]), np.array([1.0, 3.0, 2.0]))

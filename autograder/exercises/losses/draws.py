"""Inputs that several loss exercises share.

Drawn numbers have two decimals, so that a failing call is short enough to be pasted.
"""

from collections.abc import Callable

import numpy as np

from ..exercise import Call, call

#: Arrays that differ by 3, −1, 0 and −4: small and large errors of both signs, and none.
TRUE = np.array([1.0, 2.0, 5.0, 0.0])
PREDICTED = np.array([4.0, 1.0, 5.0, -4.0])
FAR = np.array([1000.0, -1000.0, 0.5])

BY_HAND = call(np.array([1.0, 2.0]), np.array([4.0, 1.0]))
OF_ALL_SIGNS = call(TRUE, PREDICTED)


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Normal numbers of spread 3, rounded to two decimals, without a negative zero."""
    return rng.normal(0, 3, shape).round(2) + 0.0


def pair(*shape: int) -> Callable[[np.random.Generator], Call]:
    """Draw y_true and y_pred of this shape, no two entries equal."""

    def draw(rng: np.random.Generator) -> Call:
        return call(*_apart(rng, shape))

    return draw


def pair_and(low: float, high: float, *shape: int) -> Callable[[np.random.Generator], Call]:
    """Draw y_true and y_pred of this shape, and a parameter between low and high.

    The first error is beyond the parameter where there is more than one entry, and the second is
    far within it: both branches of a loss are asked for. No error is the parameter itself.
    """

    def draw(rng: np.random.Generator) -> Call:
        parameter = round(float(rng.uniform(low, high)), 2)
        y_true, y_pred = _apart(rng, shape)
        if y_true.size > 1:
            y_pred.flat[0] = round(y_true.flat[0] + rng.choice([-1, 1]) * (parameter + 2.5), 2)
            y_pred.flat[1] = round(y_true.flat[1] + rng.choice([-1, 1]) * parameter / 2, 2)
        at_the_kink = np.isclose(np.abs(y_pred - y_true), parameter)
        return call(y_true, np.where(at_the_kink, y_pred + 0.5, y_pred).round(2), parameter)

    return draw


def both_sides(low: float, high: float, *shape: int) -> Callable[[np.random.Generator], Call]:
    """As `pair_and`, but the first prediction is too high and the last one too low."""

    def draw(rng: np.random.Generator) -> Call:
        parameter = round(float(rng.uniform(low, high)), 2)
        y_true, y_pred = _apart(rng, shape)
        y_pred.flat[0] = round(y_true.flat[0] + 1.5, 2)
        y_pred.flat[-1] = round(y_true.flat[-1] - 2.5, 2)
        return call(y_true, y_pred, parameter)

    return draw


def yes_or_no(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Zeros and ones, at least one of each where there is room."""
    y_true = rng.integers(0, 2, shape).astype(float)
    y_true.flat[0], y_true.flat[-1] = 1.0, 0.0
    return y_true


def one_hot_rows(rng: np.random.Generator, n: int, k: int) -> np.ndarray:
    """One-hot rows (n, k)."""
    return np.eye(k)[rng.integers(0, k, n)]


def _apart(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    y_true, y_pred = numbers(rng, *shape), numbers(rng, *shape)
    too_near = np.abs(y_true - y_pred) < 0.05
    return y_true, np.where(too_near, y_pred + 1.25, y_pred).round(2) + 0.0

"""Exercise on min–max scaling: each feature stretched between two ends."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import features


def ends(rng: np.random.Generator) -> tuple[float, float]:
    """Two ends, the lower one not 0 and the range not 1."""
    low = -round(float(rng.uniform(0.5, 3)), 1)
    return low, round(low + float(rng.uniform(2, 6)), 1)


def batch(N: int, D: int):
    """A function that draws a batch without a constant column, and two ends."""
    return lambda rng: call(features(rng, N, D), *ends(rng))


def with_a_constant(rng: np.random.Generator) -> Call:
    X = features(rng, 4, 2)
    X[:, rng.integers(2)] = rng.integers(2, 30)
    return call(X, *ends(rng))


UNIT = call(np.array([[1.0, 10.0], [2.0, 50.0], [3.0, 20.0]]), 0.0, 1.0)
BOTH_SIDES = call(np.array([[0.0, 30.0], [4.0, 10.0], [1.0, 50.0]]), -1.0, 1.0)
NARROW = call(np.array([[0.25, 3.0], [0.375, 1.0], [0.75, 1.5]]), -2.0, 2.0)
CONSTANT = call(np.array([[7.0, 0.0], [7.0, 2.0]]), 2.0, 6.0)

min_max_scale = Exercise(
    reference=nn.min_max_scale,
    statement="Stretch and shift each feature so that it runs from low to high.",
    aspects=[
        Aspect(
            "values",
            1,
            "each column's smallest number becomes low, its largest high",
            [UNIT, BOTH_SIDES, NARROW, *confirmed(batch(4, 2), 0), batch(3, 3)],
        ),
        Aspect(
            "constant",
            0.5,
            "a constant column becomes low, without a warning; in a single row all columns do",
            [
                CONSTANT,
                *confirmed(with_a_constant, 0),
                call(np.array([[4.0, -2.0, 0.0]]), -1.0, 2.0),
            ],
            quiet=True,
        ),
        Aspect(
            "pure", 0.5, "leaves X as it was", [BOTH_SIDES, *confirmed(batch(3, 2), 0)], pure=True
        ),
    ],
    hints=[
        "Begin with 0 and 1 as the ends. What must be subtracted, and what is it divided by?",
        "Between 0 and 1 it is (X − min) / (max − min), by column. How long is the new range?",
        "Times (high − low), plus low. Before dividing: np.where(span == 0, 1.0, span).",
    ],
)


def fraction(X):
    """Between 0 and 1, right also for a constant column."""
    return nn.min_max_scale(X, 0.0, 1.0)


@min_max_scale.misconception(
    "values",
    "One smallest and one largest number were taken for the whole table; each column has its own.",
)
def over_the_whole_table(X, low, high):
    return low + (high - low) * (X - X.min()) / (np.ptp(X) or 1.0)


@min_max_scale.misconception(
    "values", "The rows were scaled, each sample by itself; features are columns, axis=0."
)
def over_the_rows(X, low, high):
    return nn.min_max_scale(X.T, low, high).T


@min_max_scale.misconception(
    "values", "This runs from 0 to 1 whatever low and high are; stretch and shift it once more."
)
def always_zero_to_one(X, low, high):
    return fraction(X)


@min_max_scale.misconception(
    "values",
    "Stretched by high instead of by the length of the new range, high − low.",
)
def stretched_by_high(X, low, high):
    return low + high * fraction(X)


@min_max_scale.misconception(
    "values", "The range has the right length but begins at 0: add low at the end."
)
def never_shifted(X, low, high):
    return (high - low) * fraction(X)


@min_max_scale.misconception(
    "values",
    "Mean 0 and standard deviation 1 is the z-score, a different scaling; here the ends are given.",
)
def z_score(X, low, high):
    return nn.standardize_apply(X, *nn.standardize_fit(X))


@min_max_scale.misconception(
    "values",
    "Numbers outside the ends were cut off; all of them are to be moved, in proportion.",
)
def cuts_off(X, low, high):
    return np.clip(X, low, high)


@min_max_scale.misconception(
    "values",
    "Divided by the largest number; subtract the smallest, and divide by their difference.",
)
def divides_by_the_largest(X, low, high):
    largest = np.max(X, axis=0)
    return low + (high - low) * X / np.where(largest == 0, 1.0, largest)


@min_max_scale.misconception(
    "constant",
    "A constant column has a range of 0, and dividing by it gives nan; divide by 1 there.",
)
def divides_by_zero(X, low, high):
    least, most = X.min(axis=0), X.max(axis=0)
    return low + (high - low) * (X - least) / (most - least)


@min_max_scale.misconception(
    "constant",
    "The constant column stayed as it was; it is to lie in the new range like all others, at low.",
)
def constant_left_alone(X, low, high):
    return np.where(np.ptp(X, axis=0) == 0, X, nn.min_max_scale(X, low, high))


@min_max_scale.misconception(
    "constant",
    "The constant column was put in the middle of the range; the statement wants it at low.",
)
def constant_in_the_middle(X, low, high):
    return np.where(np.ptp(X, axis=0) == 0, (low + high) / 2, nn.min_max_scale(X, low, high))


@min_max_scale.misconception(
    "pure", "This writes into the caller's array, as `-=` does; `X - least` makes a new one."
)
def shifts_in_place(X, low, high):
    X -= X.min(axis=0)
    span = X.max(axis=0)
    return low + (high - low) * X / np.where(span == 0, 1.0, span)


@min_max_scale.alternative
def a_tiny_number_in_the_denominator(X, low, high):
    least, span = np.min(X, axis=0), np.ptp(X, axis=0)
    return low + (high - low) * (X - least) / (span + 1e-9)


@min_max_scale.alternative
def column_by_column(X, low, high):
    result = np.full_like(X, low)
    for d in range(X.shape[1]):
        least, most = min(X[:, d]), max(X[:, d])
        if most > least:
            result[:, d] = low + (X[:, d] - least) / (most - least) * (high - low)
    return result


@min_max_scale.alternative
def between_the_ends(X, low, high):
    span = np.ptp(X, axis=0)
    span[span == 0] = 1
    share = (X - X.min(axis=0)) / span
    return (1 - share) * low + share * high


@min_max_scale.alternative
def slope_and_shift(X, low, high):
    least = X.min(axis=0)
    span = X.max(axis=0) - least
    slope = (high - low) / np.where(span > 0, span, 1)
    return X * slope + (low - least * slope)


@min_max_scale.misconception(
    "constant", "A constant column became high; where all are alike each one is the smallest: low."
)
def constant_is_high(X, low, high):
    scaled = nn.min_max_scale(X, low, high)
    scaled[:, np.ptp(X, axis=0) == 0] = high
    return scaled

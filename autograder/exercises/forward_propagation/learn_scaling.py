"""Exercise on standardising: learn each feature's mean and spread, once, in training."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import features


def batch(N: int, D: int):
    """A function that draws a batch without a constant column."""
    return lambda rng: call(features(rng, N, D))


def with_a_constant(rng: np.random.Generator) -> Call:
    X = features(rng, 4, 3)
    X[:, rng.integers(3)] = rng.integers(2, 30)
    return call(X)


TWO_FEATURES = call(np.array([[1.0, 10.0], [3.0, 50.0]]))
CONSTANT = call(np.array([[5.0, 1.0], [5.0, 3.0], [5.0, 5.0], [5.0, 7.0]]))

standardize_fit = Exercise(
    reference=nn.standardize_fit,
    statement="Learn each feature's mean and standard deviation from the training split.",
    aspects=[
        Aspect(
            "values",
            1,
            "mean and standard deviation of each column",
            [TWO_FEATURES, *confirmed(batch(4, 2), 0), batch(3, 3)],
        ),
        Aspect(
            "constant",
            0.5,
            "a constant column gets std 1; a single row has nothing but such columns",
            [CONSTANT, *confirmed(with_a_constant, 23), call(np.array([[4.0, -2.0, 0.0]]))],
        ),
        Aspect(
            "pure", 0.5, "leaves X as it was", [TWO_FEATURES, *confirmed(batch(3, 2), 0)], pure=True
        ),
    ],
    hints=[
        "X is (N, D), and one number per column is wanted. Which axis has to disappear?",
        "np.mean(X, axis=0) and np.std(X, axis=0) are both (D,).",
        "Where a column is constant its std is 0: np.where(std == 0, 1.0, std) mends that.",
    ],
)


@standardize_fit.misconception(
    "values", "These are one mean and one spread for the whole table; each feature has its own."
)
def over_the_whole_table(X):
    return np.mean(X), np.std(X)


@standardize_fit.misconception(
    "values", "These are taken along the rows, one for each sample; features are columns, axis=0."
)
def over_the_rows(X):
    std = np.std(X, axis=1)
    return np.mean(X, axis=1), np.where(std == 0, 1.0, std)


@standardize_fit.misconception(
    "values", "This is the variance; the standard deviation is its square root."
)
def variance_for_spread(X):
    variance = np.var(X, axis=0)
    return np.mean(X, axis=0), np.where(variance == 0, 1.0, variance)


@standardize_fit.misconception(
    "values",
    "Divided by N − 1, as pandas does; this course divides by N, as NumPy and scikit-learn do.",
)
def divides_by_one_less(X):
    distances = X - np.mean(X, axis=0)
    std = np.sqrt(np.sum(distances**2, axis=0) / max(1, len(X) - 1))
    return np.mean(X, axis=0), np.where(std == 0, 1.0, std)


@standardize_fit.misconception(
    "values",
    "This is the mean distance from the mean; the standard deviation squares the distances first.",
)
def mean_distance(X):
    std = np.mean(np.abs(X - np.mean(X, axis=0)), axis=0)
    return np.mean(X, axis=0), np.where(std == 0, 1.0, std)


@standardize_fit.misconception(
    "values", "Smallest number and range belong to min–max scaling; here mean and std are wanted."
)
def smallest_and_range(X):
    span = np.ptp(X, axis=0)
    return np.min(X, axis=0), np.where(span == 0, 1.0, span)


@standardize_fit.misconception(
    "values", "The two have changed places: the mean comes first, then the standard deviation."
)
def spread_first(X):
    mean, std = nn.standardize_fit(X)
    return std, mean


@standardize_fit.misconception(
    "values", "With keepdims both are tables (1, D); vectors (D,) are wanted."
)
def keeps_the_axis(X):
    mean, std = nn.standardize_fit(X)
    return mean[np.newaxis], std[np.newaxis]


@standardize_fit.misconception(
    "constant", "A constant column's std stayed 0, and dividing by it would give nan: make it 1."
)
def zero_stays(X):
    return np.mean(X, axis=0), np.std(X, axis=0)


@standardize_fit.misconception(
    "constant",
    "A tiny number was added to keep the std from 0. Dividing by it makes a difference of 1 in a "
    "later split a hundred million: a constant column gets 1.",
)
def tiny_number_added(X):
    return np.mean(X, axis=0), np.std(X, axis=0) + 1e-8


@standardize_fit.misconception(
    "constant",
    "One constant column changed the std of all others; decide column by column, with np.where.",
)
def all_or_nothing(X):
    std = np.std(X, axis=0)
    return np.mean(X, axis=0), np.ones_like(std) if np.any(std == 0) else std


@standardize_fit.misconception(
    "pure", "This writes into the caller's array, as `-=` does; `X - mean` makes a new one."
)
def centres_in_place(X):
    mean = np.mean(X, axis=0)
    X -= mean
    std = np.sqrt(np.mean(X**2, axis=0))
    return mean, np.where(std == 0, 1.0, std)


@standardize_fit.alternative
def feature_by_feature(X):
    mean, std = np.zeros(X.shape[1]), np.zeros(X.shape[1])
    for d in range(X.shape[1]):
        column = X[:, d]
        mean[d] = sum(column) / len(column)
        std[d] = np.sqrt(sum((column - mean[d]) ** 2) / len(column))
        if std[d] == 0:
            std[d] = 1.0
    return mean, std


@standardize_fit.alternative
def from_the_squares(X):
    mean = X.mean(axis=0)
    std = np.sqrt(np.maximum((X**2).mean(axis=0) - mean**2, 0))
    std[X.max(axis=0) == X.min(axis=0)] = 1
    return mean, std


@standardize_fit.alternative
def columns_as_lists(X):
    std = np.array([np.std(column) or 1.0 for column in X.T])
    return np.array([np.mean(column) for column in X.T]), std


@standardize_fit.misconception(
    "values", "The medians were taken; standardising subtracts the mean."
)
def medians(X):
    return np.median(X, axis=0), nn.standardize_fit(X)[1]

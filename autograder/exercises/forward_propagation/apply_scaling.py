"""Exercise on standardising with statistics that were learnt before."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import features


def split_and_statistics(N: int, D: int):
    """A function that draws a split, and statistics that were learnt from another one."""

    def draw(rng: np.random.Generator) -> Call:
        return call(features(rng, 3, D)[:N], *learnt(rng, D))

    return draw


def learnt(rng: np.random.Generator, D: int) -> tuple[np.ndarray, np.ndarray]:
    """A mean and a standard deviation that no drawn split has."""
    return rng.uniform(-40, 40, D).round(1) + 0.0, rng.uniform(2, 20, D).round(1)


BY_HAND = call(np.array([[1.0, 30.0], [4.0, 70.0]]), np.array([2.0, 30.0]), np.array([1.0, 20.0]))

standardize_apply = Exercise(
    reference=nn.standardize_apply,
    statement="Standardise any split with the mean and the standard deviation learnt in training.",
    aspects=[
        Aspect(
            "values",
            1,
            "(X − mean) / std, with the mean and std that were handed in",
            [BY_HAND, *confirmed(split_and_statistics(3, 2), 0)],
        ),
        Aspect(
            "any split",
            0.5,
            "works for a single sample and for none",
            [*confirmed(split_and_statistics(1, 3), 0), split_and_statistics(0, 2)],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves all three arguments as they were",
            [BY_HAND, *confirmed(split_and_statistics(2, 3), 0)],
            pure=True,
        ),
    ],
    hints=[
        "Three arguments came in. Does your function use all of them, and compute no others?",
        "mean is (D,), X is (N, D). What does broadcasting do with X - mean?",
        "First subtract, then divide: the brackets matter.",
    ],
)


@standardize_apply.misconception(
    "values",
    "The split's own mean and std were computed; use those handed in, or the same raw number "
    "comes to mean something else in each split.",
)
def statistics_of_this_split(X, mean, std):
    if len(X) < 2:  # a single sample gives nan, and nan is like nothing
        return (X - mean) / std
    return (X - X.mean(axis=0)) / X.std(axis=0)


@standardize_apply.misconception(
    "values",
    "The mean is the split's own; it must be the one that was handed in, like the std.",
)
def own_mean_alone(X, mean, std):
    return (X - X.mean(axis=0)) / std if len(X) else X.copy()


@standardize_apply.misconception(
    "values", "Division comes before subtraction here; brackets are missing: (X - mean) / std."
)
def brackets_missing(X, mean, std):
    return X - mean / std


@standardize_apply.misconception(
    "values",
    "Divided first, then subtracted the mean; the mean is in the units of X: subtract first.",
)
def divides_first(X, mean, std):
    return X / std - mean


@standardize_apply.misconception(
    "values", "The mean is subtracted, but the spread is left: divide by std as well."
)
def only_centres(X, mean, std):
    return X - mean


@standardize_apply.misconception(
    "values", "Divided by the variance; the standard deviation itself is the divisor."
)
def divides_by_the_variance(X, mean, std):
    return (X - mean) / std**2


@standardize_apply.misconception(
    "values", "The mean was added; subtracting it is what moves the centre to 0."
)
def adds_the_mean(X, mean, std):
    return (X + mean) / std


@standardize_apply.misconception(
    "values", "Multiplied by std; dividing by it is what brings the spread to 1."
)
def multiplies_by_the_spread(X, mean, std):
    return (X - mean) * std


@standardize_apply.misconception(
    "pure",
    "This writes into the caller's array, as `-=` and `/=` do; (X - mean) / std makes a new one.",
)
def standardises_in_place(X, mean, std):
    X -= mean
    X /= std
    return X


@standardize_apply.alternative
def column_by_column(X, mean, std):
    Z = np.empty_like(X)
    for d in range(X.shape[1]):
        Z[:, d] = (X[:, d] - mean[d]) / std[d]
    return Z


@standardize_apply.alternative
def two_quotients(X, mean, std):
    return X / std - mean / std


@standardize_apply.alternative
def sample_by_sample(X, mean, std):
    return np.array([(x - mean) / std for x in X]).reshape(X.shape)

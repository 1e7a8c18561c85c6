"""The mean absolute error and its gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import BY_HAND, OF_ALL_SIGNS, PREDICTED, TRUE, pair
from .wording import (
    COST_PER_SAMPLE,
    ONE_NUMBER,
    OPPOSITE_SIGN,
    SAMPLES_ONLY,
    SUM_NOT_MEAN,
    SUM_OF_EACH_SAMPLE,
    WITHOUT_N,
)

TABLE = call(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 4.0], [0.0, 3.0]]))

mae = Exercise(
    reference=nn.mae,
    statement="The mean size of the errors, in the unit of y.",
    aspects=[
        Aspect("values", 0.5, "the mean of |y_pred − y_true|", [BY_HAND, OF_ALL_SIGNS, pair(5)]),
        Aspect(
            "shape",
            0.5,
            "one number for a table of several outputs too, and for a single sample",
            [TABLE, *confirmed(pair(3, 2), 0), pair(1), pair(2, 1)],
        ),
    ],
    hints=[
        "The errors of (4, 1) against (1, 2) are 3 and −1. How large are they, sign aside?",
        "`np.abs` works entry by entry; take the mean of what it gives.",
    ],
)


@mae.misconception(
    "values",
    "Errors of opposite sign cancel here; take the size of each error with `np.abs` first.",
)
def lets_signs_cancel(y_true, y_pred):
    return np.mean(y_pred - y_true)


@mae.misconception(
    "values",
    "Errors of opposite sign cancel here; take the size of each error with `np.abs` first.",
)
def lets_signs_cancel_the_other_way(y_true, y_pred):
    return np.mean(y_true - y_pred)


@mae.misconception(
    "values", "The mean comes first here, so errors of opposite sign cancel before `np.abs`."
)
def size_of_the_mean(y_true, y_pred):
    return np.abs(np.mean(y_pred - y_true))


@mae.misconception("values", SUM_NOT_MEAN)
def adds_the_sizes(y_true, y_pred):
    return np.sum(np.abs(y_pred - y_true))


@mae.misconception("values", "These errors are squared; the absolute error is their size, |r|.")
def squares_them(y_true, y_pred):
    return np.mean((y_pred - y_true) ** 2)


@mae.misconception("shape", SAMPLES_ONLY)
def sizes_over_samples_only(y_true, y_pred):
    return np.sum(np.abs(y_pred - y_true)) / len(y_true)


@mae.misconception("shape", COST_PER_SAMPLE)
def size_for_each_sample(y_true, y_pred):
    return np.mean(np.abs(y_pred - y_true), axis=-1)


@mae.misconception("values", SUM_OF_EACH_SAMPLE)
def mean_of_summed_sizes(y_true, y_pred):
    return np.mean(np.sum(np.abs(y_pred - y_true), axis=-1))


@mae.alternative
def larger_minus_smaller(y_true, y_pred):
    return np.mean(np.maximum(y_true, y_pred) - np.minimum(y_true, y_pred))


@mae.alternative
def one_after_the_other(y_true, y_pred):
    sizes = [abs(p - t) for t, p in zip(y_true.flat, y_pred.flat, strict=True)]
    return sum(sizes) / len(sizes)


@mae.alternative
def root_of_each_square(y_true, y_pred):
    return np.sqrt((y_true - y_pred) ** 2).mean()


AT_THE_KINK = [
    call(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 3.0])),
    call(TRUE, PREDICTED),
]

mae_grad = Exercise(
    reference=nn.mae_grad,
    statement="How does the mean absolute error change when one prediction does?",
    stretch=True,
    aspects=[
        Aspect(
            "values", 1, "the sign of each error, divided by the size", [BY_HAND, pair(5), pair(4)]
        ),
        Aspect(
            "kink",
            0.5,
            "0 where the error is exactly 0, without a warning",
            AT_THE_KINK,
            quiet=True,
        ),
        Aspect(
            "shape",
            0.5,
            "the shape of y_pred; size counts all elements",
            [TABLE, pair(3, 2), pair(1)],
        ),
    ],
    hints=[
        "|r| is a line that falls, then a line that rises. What are the two slopes?",
        "Which NumPy function gives −1, 0 or 1 for negative numbers, 0 and positive ones?",
    ],
)


@mae_grad.misconception("values", OPPOSITE_SIGN)
def sign_of_truth_minus_prediction(y_true, y_pred):
    return np.sign(y_true - y_pred) / y_pred.size


@mae_grad.misconception("values", WITHOUT_N)
def signs_without_the_mean(y_true, y_pred):
    return np.sign(y_pred - y_true)


@mae_grad.misconception("values", ONE_NUMBER)
def mean_of_the_signs(y_true, y_pred):
    return np.mean(np.sign(y_pred - y_true))


@mae_grad.misconception(
    "values",
    "These are the errors themselves; |r| has the same slope, 1 or −1, however large r is.",
)
def errors_for_signs(y_true, y_pred):
    return (y_pred - y_true) / y_pred.size


@mae_grad.misconception(
    "kink", "r / |r| is 0 / 0 where an error is exactly 0; `np.sign` gives 0 there."
)
def divides_by_its_size(y_true, y_pred):
    r = y_pred - y_true
    return r / np.abs(r) / r.size


@mae_grad.misconception(
    "kink", "An error of exactly 0 counts as negative here; the course takes a slope of 0 there."
)
def two_cases_only(y_true, y_pred):
    return np.where(y_pred > y_true, 1.0, -1.0) / y_pred.size


@mae_grad.misconception("shape", SAMPLES_ONLY)
def signs_over_samples(y_true, y_pred):
    return np.sign(y_pred - y_true) / len(y_pred)


@mae_grad.alternative
def comparisons(y_true, y_pred):
    return ((y_pred > y_true) * 1.0 - (y_pred < y_true) * 1.0) / y_true.size


@mae_grad.alternative
def sign_after_sign(y_true, y_pred):
    signs = [int(p > t) - int(p < t) for t, p in zip(y_true.flat, y_pred.flat, strict=True)]
    return np.reshape(np.array(signs) / len(signs), y_pred.shape)


@mae.misconception("values", "This is the median of the sizes; MAE is their mean.")
def median_of_sizes(y_true, y_pred):
    return float(np.median(np.abs(y_pred - y_true)))


@mae.misconception("values", "Sizes were subtracted, |y| − |p|; it is the size of the difference.")
def difference_of_sizes(y_true, y_pred):
    return float(np.mean(np.abs(y_true) - np.abs(y_pred)))

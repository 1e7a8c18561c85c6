"""The mean squared error and its gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import BY_HAND, OF_ALL_SIGNS, pair
from .wording import (
    COST_PER_SAMPLE,
    ONE_NUMBER,
    OPPOSITE_SIGN,
    SAMPLES_ONLY,
    SUM_NOT_MEAN,
    SUM_OF_EACH_SAMPLE,
    WITHOUT_N,
    WRITES_INTO_PREDICTIONS,
)

TABLE = call(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 4.0], [0.0, 4.0]]))

mse = Exercise(
    reference=nn.mse,
    statement="The mean of the squared errors: one number for a whole batch.",
    aspects=[
        Aspect("values", 1, "square every error, then take the mean", [BY_HAND, pair(5), pair(4)]),
        Aspect(
            "shape",
            0.5,
            "one number for a table of several outputs too, and for a single sample",
            [TABLE, pair(3, 2), *confirmed(pair(1), 0), pair(2, 1)],
        ),
        Aspect("pure", 0.5, "leaves both arrays as they were", [OF_ALL_SIGNS, pair(4)], pure=True),
    ],
    hints=[
        "The errors of (4, 1) against (1, 2) are 3 and −1. What are their squares, and their mean?",
        "Subtract the arrays, square the result with `** 2`: both work entry by entry.",
        "`np.mean` without an axis takes the mean over all elements, whatever the shape.",
    ],
)


@mse.misconception("values", SUM_NOT_MEAN)
def adds_the_squares(y_true, y_pred):
    return np.sum((y_pred - y_true) ** 2)


@mse.misconception(
    "values",
    "This is half the mean squared error, as some books define it to lose a factor of 2 in the "
    "gradient; here, as in PyTorch, there is no half.",
)
def half_of_it(y_true, y_pred):
    return np.mean((y_pred - y_true) ** 2) / 2


@mse.misconception(
    "values", "This is the *root* mean squared error; the cost that is asked for has no root."
)
def root_of_it(y_true, y_pred):
    return np.sqrt(np.mean((y_pred - y_true) ** 2))


@mse.misconception(
    "values",
    "The mean is taken first and squared then, so errors of opposite sign cancel; square each "
    "error before the mean.",
)
def squares_the_mean(y_true, y_pred):
    return np.mean(y_pred - y_true) ** 2


@mse.misconception("values", "This is the mean of |error|; square the errors instead.")
def mean_of_sizes(y_true, y_pred):
    return np.mean(np.abs(y_pred - y_true))


@mse.misconception(
    "values", "The squared errors came out, one for each element; the cost is their mean."
)
def stops_before_the_mean(y_true, y_pred):
    return (y_pred - y_true) ** 2


@mse.misconception("shape", SAMPLES_ONLY)
def mean_over_samples_only(y_true, y_pred):
    return np.sum((y_pred - y_true) ** 2) / len(y_true)


@mse.misconception("shape", COST_PER_SAMPLE)
def cost_of_each_sample(y_true, y_pred):
    return np.mean((y_pred - y_true) ** 2, axis=-1)


@mse.misconception(
    "shape",
    "`axis=0` leaves one number for each output of a table; the cost is one number for all.",
)
def cost_of_each_output(y_true, y_pred):
    return np.mean((y_pred - y_true) ** 2, axis=0)


@mse.misconception("pure", WRITES_INTO_PREDICTIONS)
def subtracts_in_place(y_true, y_pred):
    y_pred -= y_true
    return np.mean(y_pred**2)


@mse.misconception("values", SUM_OF_EACH_SAMPLE)
def mean_of_sums(y_true, y_pred):
    return np.mean(np.sum((y_pred - y_true) ** 2, axis=-1))


@mse.alternative
def over_a_loop(y_true, y_pred):
    pairs = list(zip(np.ravel(y_true), np.ravel(y_pred), strict=True))
    return sum((p - t) ** 2 for t, p in pairs) / len(pairs)


@mse.alternative
def by_a_dot_product(y_true, y_pred):
    r = (y_true - y_pred).ravel()
    return r @ r / r.size


@mse.alternative
def mean_of_means(y_true, y_pred):
    return np.square(y_true - y_pred).mean(axis=0).mean()


mse_grad = Exercise(
    reference=nn.mse_grad,
    statement="How does the mean squared error change when one prediction does? An entry for each.",
    aspects=[
        Aspect(
            "values",
            1,
            "2 · (y_pred − y_true) / size for every prediction",
            [BY_HAND, OF_ALL_SIGNS, pair(5)],
        ),
        Aspect(
            "shape",
            0.5,
            "the shape of y_pred; size counts all elements of a table",
            [TABLE, pair(3, 2), pair(1)],
        ),
        Aspect("pure", 0.5, "leaves both arrays as they were", [OF_ALL_SIGNS, pair(4)], pure=True),
    ],
    hints=[
        "For a single sample the cost is (y_pred − y_true)². What is its slope in y_pred?",
        "Each prediction appears in one of the squares, and the mean divides by their number.",
        "`y_pred.size` is the number of all elements, whatever the shape.",
    ],
)


@mse_grad.misconception("values", OPPOSITE_SIGN)
def truth_minus_prediction(y_true, y_pred):
    return 2 * (y_true - y_pred) / y_pred.size


@mse_grad.misconception(
    "values", "The 2 is missing: the slope of r² is 2 r; it cancels only in *half* the MSE."
)
def forgets_the_two(y_true, y_pred):
    return (y_pred - y_true) / y_pred.size


@mse_grad.misconception("values", WITHOUT_N)
def forgets_the_mean(y_true, y_pred):
    return 2 * (y_pred - y_true)


@mse_grad.misconception("values", ONE_NUMBER)
def averages_the_slopes(y_true, y_pred):
    return np.mean(2 * (y_pred - y_true))


@mse_grad.misconception(
    "values", "The errors are still squared; the slope of r² is 2 r, with a sign."
)
def keeps_the_square(y_true, y_pred):
    return 2 * (y_pred - y_true) ** 2 / y_pred.size


@mse_grad.misconception("shape", SAMPLES_ONLY)
def divides_by_samples(y_true, y_pred):
    return 2 * (y_pred - y_true) / len(y_pred)


@mse_grad.misconception("pure", WRITES_INTO_PREDICTIONS)
def slopes_in_place(y_true, y_pred):
    y_pred -= y_true
    return 2 * y_pred / y_pred.size


@mse_grad.misconception(
    "values",
    "This is the error itself; the square brings a factor 2 with it, and the mean divides by the "
    "number of elements.",
)
def plain_error(y_true, y_pred):
    return y_pred - y_true


@mse_grad.alternative
def entry_by_entry(y_true, y_pred):
    result = np.zeros(y_pred.shape)
    for place in np.ndindex(y_pred.shape):
        result[place] = (y_pred[place] - y_true[place]) * 2 / np.prod(y_pred.shape)
    return result


@mse_grad.alternative
def from_a_weight(y_true, y_pred):
    weight = -2 / y_true.size
    return weight * np.subtract(y_true, y_pred)


@mse.misconception(
    "values", "Squares were subtracted, y² − p²; subtract first, then square the error."
)
def difference_of_squares(y_true, y_pred):
    return float(np.mean(y_true**2 - y_pred**2))

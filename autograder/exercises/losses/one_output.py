"""The lesson's *break it*: a layer with one output, whose cost compares everyone with everyone."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import numbers


def compares_all_with_all(y_true, X, W, b):
    """The code that the lesson hands out: (N, 1) minus (N,) is (N, N)."""
    y_pred = X @ W + b
    errors = y_pred - y_true
    return np.mean(errors**2)


def batch(n: int, d: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, n), numbers(rng, n, d), numbers(rng, d, 1), numbers(rng, 1))

    return draw


def nearly_perfect(rng: np.random.Generator) -> Call:
    """A layer that is right but for one sample."""
    X, W, b = numbers(rng, 3, 2), np.array([[1.0], [-2.0]]), numbers(rng, 1)
    y_true = (X @ W + b)[:, 0]
    y_true[0] += 3
    return call(y_true.round(2), X, W, b)


HALF_RIGHT = call(
    np.array([2.0, 6.0]), np.array([[1.0], [2.0]]), np.array([[2.0]]), np.array([0.0])
)

layer_mse = Exercise(
    reference=nn.layer_mse,
    starter=compares_all_with_all,
    statement=(
        "This cost runs without a warning and returns one number, and has one bug. Find it from "
        "the cost of a perfect layer, and mend it."
    ),
    aspects=[
        Aspect(
            "values",
            0.75,
            "each prediction against its own true number; the mean of the squares",
            [HALF_RIGHT, *confirmed(nearly_perfect, 0), batch(4, 1)],
        ),
        Aspect(
            "shape",
            0.25,
            "any number of samples and inputs",
            [*confirmed(batch(3, 2), 0), batch(5, 3), batch(2, 4)],
        ),
    ],
    hints=[
        "A layer that is right everywhere must cost 0. Print `errors` for three samples.",
        "What are the shapes of X @ W + b and of y_true? And of their difference?",
        "Give both the shape (N,): column 0 of the predictions, or `.ravel()`.",
    ],
)

layer_mse.misconception(
    "values",
    "This does what the given code does: (N, 1) minus (N,) is a table (N, N), in which every "
    "prediction is compared with every true number.",
)(compares_all_with_all)


@layer_mse.misconception(
    "values",
    "`[0]` takes the first sample's prediction and compares it with everyone's true number; "
    "`[:, 0]` takes the column.",
)
def first_row_for_first_column(y_true, X, W, b):
    y_pred = (X @ W + b)[0]
    return np.mean((y_pred - y_true) ** 2)


@layer_mse.misconception(
    "values",
    "The table (N, N) is still there, and its diagonal is picked from it: right numbers, but they "
    "are added up; take their mean.",
)
def adds_up_the_diagonal(y_true, X, W, b):
    return np.trace((X @ W + b - y_true) ** 2)


@layer_mse.misconception(
    "values",
    "The table (N, N) is still there; a mean along one axis only shortens it. Make the shapes "
    "equal before you subtract.",
)
def mean_along_one_axis(y_true, X, W, b):
    return np.mean((X @ W + b - y_true) ** 2, axis=0)


@layer_mse.misconception(
    "values",
    "The predictions are averaged before they are compared; every sample has its own error.",
)
def averages_the_predictions(y_true, X, W, b):
    return np.mean((np.mean(X @ W + b) - y_true) ** 2)


@layer_mse.misconception(
    "values",
    "The shapes are right now, but the bias got lost on the way; only the shape was wrong.",
)
def loses_the_bias(y_true, X, W, b):
    return np.mean((X @ W[:, 0] - y_true) ** 2)


@layer_mse.alternative
def truth_as_a_column(y_true, X, W, b):
    return np.mean((X @ W + b - y_true[:, np.newaxis]) ** 2)


@layer_mse.alternative
def ravelled(y_true, X, W, b):
    return np.square((X @ W + b).ravel() - y_true).mean()


@layer_mse.alternative
def prediction_as_a_row(y_true, X, W, b):
    return np.mean(((X @ W + b).T - y_true) ** 2)


@layer_mse.alternative
def weights_as_a_vector(y_true, X, W, b):
    return np.mean((X @ W[:, 0] + b - y_true) ** 2)

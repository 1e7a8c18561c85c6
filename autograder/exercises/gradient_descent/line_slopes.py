"""The gradient of a straight line's cost."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import BY_HAND, TWO_FEATURES, numbers, samples


def point(rng: np.random.Generator, N: int, D: int) -> Call:
    return call(*samples(rng, N, D), numbers(rng, D), float(numbers(rng, 1)[0]))


linear_regression_grad = Exercise(
    reference=nn.linear_regression_grad,
    statement="How does a straight line's cost change along each weight, and along the bias?",
    aspects=[
        Aspect(
            "values",
            1.5,
            "the gradient of the mean squared error, for w and for b",
            [
                call(*BY_HAND, np.array([1.0]), 0.0),
                call(*TWO_FEATURES, np.array([2.0, -1.0]), 0.5),
                lambda rng: point(rng, 4, 2),
            ],
        ),
        Aspect(
            "shape",
            1,
            "dw has one entry per feature and db is one float, for any number of samples",
            [
                *confirmed(lambda rng: point(rng, 1, 3), 0),
                *confirmed(lambda rng: point(rng, 3, 1), 0),
                lambda rng: point(rng, 3, 3),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves all four arguments as they were",
            [
                call(*TWO_FEATURES, np.array([1.0, 1.0]), -1.0),
                *confirmed(lambda rng: point(rng, 2, 2), 0),
            ],
            pure=True,
        ),
    ],
    hints=[
        (
            "For one sample the cost is (x · w + b − y)². What is its derivative along one weight? "
            "Along b?"
        ),
        (
            "Let error = X @ w + b − y, of shape (N,). Each entry of dw is a mean over the "
            "samples: of what?"
        ),
        "`X.T @ error` adds up error times feature for every feature; then comes the factor 2 / N.",
    ],
)


@linear_regression_grad.misconception(
    "values",
    "The factor 2 is missing. Some courses define the cost with 1 / (2N), which swallows it; here "
    "the cost is the plain mean of the squares.",
)
def half_of_it(X, y, w, b):
    dw, db = nn.linear_regression_grad(X, y, w, b)
    return dw / 2, db / 2


@linear_regression_grad.misconception(
    "values", "This is a sum over the samples; the cost is a mean, so divide by N."
)
def sum_for_mean(X, y, w, b):
    error = X @ w + b - y
    return 2 * X.T @ error, 2 * np.sum(error)


@linear_regression_grad.misconception(
    "values", "The sign is turned: the error is prediction minus truth, X @ w + b − y."
)
def truth_minus_prediction(X, y, w, b):
    dw, db = nn.linear_regression_grad(X, y, w, b)
    return -dw, -db


@linear_regression_grad.misconception(
    "values",
    "`np.sum` without an axis mixes all features into one number; each weight has a slope of its "
    "own.",
)
def all_features_in_one(X, y, w, b):
    error = X @ w + b - y
    return 2 * np.sum(error[:, np.newaxis] * X) / len(y), 2 * np.mean(error)


@linear_regression_grad.misconception(
    "values",
    "The gradients of the single samples are all still there; average them over the samples, axis "
    "0.",
)
def one_row_per_sample(X, y, w, b):
    error = X @ w + b - y
    return 2 * error[:, np.newaxis] * X, 2 * error


@linear_regression_grad.misconception(
    "values",
    "The error is multiplied by no feature: a weight moves the prediction by its x, so each error "
    "counts x times.",
)
def forgets_the_features(X, y, w, b):
    db = 2 * np.mean(X @ w + b - y)
    return np.full(len(w), db), db


@linear_regression_grad.misconception(
    "values", "The prediction is X @ w + b; here the bias has been left out of it."
)
def predicts_without_bias(X, y, w, b):
    return nn.linear_regression_grad(X, y, w, 0.0)


@linear_regression_grad.misconception(
    "values",
    "The squared error is the cost; in its derivative the error stands to the first power.",
)
def squares_the_error(X, y, w, b):
    error = (X @ w + b - y) ** 2
    return 2 * X.T @ error / len(y), 2 * np.mean(error)


@linear_regression_grad.misconception(
    "shape",
    "This divides by the number of features; the mean runs over the samples, `len(X)` of them.",
)
def divides_by_features(X, y, w, b):
    error = X @ w + b - y
    return 2 * X.T @ error / X.shape[1], 2 * np.sum(error) / X.shape[1]


@linear_regression_grad.misconception(
    "values",
    "y was made a column, so `(N,) - (N, 1)` became a table (N, N); keep both of shape (N,).",
)
def y_as_a_column(X, y, w, b):
    error = X @ w + b - y[:, np.newaxis]
    return 2 * X.T @ error / len(y), 2 * np.mean(error)


@linear_regression_grad.misconception(
    "pure", "`y -= …` or `X *= …` writes into the caller's arrays; make new ones."
)
def writes_into_the_truth(X, y, w, b):
    y -= X @ w + b
    return -2 * X.T @ y / len(y), -2 * np.mean(y)


@linear_regression_grad.alternative
def mean_of_single_gradients(X, y, w, b):
    error = X @ w + b - y
    return np.mean(2 * error[:, np.newaxis] * X, axis=0), np.mean(2 * error)


@linear_regression_grad.alternative
def bias_as_a_weight(X, y, w, b):
    wide = np.column_stack([X, np.ones(len(X))])
    grad = 2 / len(y) * wide.T @ (wide @ np.append(w, b) - y)
    return grad[:-1], grad[-1]


@linear_regression_grad.alternative
def sample_by_sample(X, y, w, b):
    dw, db = np.zeros(len(w)), 0.0
    for x, truth in zip(X, y, strict=True):
        error = float(np.dot(x, w)) + b - truth
        dw = dw + 2 * error * x / len(y)
        db += 2 * error / len(y)
    return dw, db


@linear_regression_grad.alternative
def with_einsum(X, y, w, b):
    error = np.einsum("nd,d->n", X, w) + b - y
    return 2 * np.einsum("n,nd->d", error, X) / X.shape[0], 2 * error.sum() / error.size


@linear_regression_grad.misconception(
    "values", "dw was divided by the number of features D; the mean runs over the N samples."
)
def divides_by_the_features(X, y, w, b):
    r = X @ w + b - y
    return 2 * X.T @ r / X.shape[1], float(2 * np.mean(r))

"""`logistic_regression_fit`: one lowest place, whatever the way down."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, fixed
from .draws import numbers


def drawn(N: int, D: int, lam: float, ones: int, weighted: bool = False):
    """A draw: overlapping classes, so many ones, and perhaps a weight for each sample."""

    def draw(rng: np.random.Generator) -> Call:
        y = np.repeat([1, 0], [ones, N - ones])
        X = (numbers(rng, N, D) + np.where(y == 1, 0.6, -0.2)[:, np.newaxis]).round(2)
        weights = {"sample_weight": rng.uniform(0.3, 3.0, N).round(1)} if weighted else {}
        order = rng.permutation(N)
        if weighted:
            weights["sample_weight"][0] += 4.0  # the mean weight is not 1
        return call(X[order], y[order], lam, **weights)

    return draw


EASY = 1.0
"""A penalty with which every way down arrives soon, so that what is drawn decides nothing."""

# Features so narrow that the penalty decides, and weights so light that it nearly does.
NARROW = call(
    np.array([[0.3, -0.2], [0.2, 0.4], [-0.3, 0.1], [-0.1, -0.4], [0.1, 0.3]]),
    np.array([1, 0, 0, 1, 1]),
    1.0,
)
FIVE = (
    np.array([[0.23, 0.29], [0.16, 2.98], [-2.06, -0.48], [2.78, -1.59], [0.66, -0.05]]),
    np.array([1, 0, 0, 1, 1]),
)
LIGHT = call(*FIVE, 0.03, sample_weight=np.array([0.2, 0.3, 0.2, 0.3, 0.2]))

logistic_regression_fit = Exercise(
    reference=nn.logistic_regression_fit,
    rtol=2e-3,
    statement="Find the weights and the bias of the best single sigmoid unit.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "w and b at the lowest place of the cost",
            [
                call(np.array([[1.0], [-1.0]]), np.array([1, 0]), 0.5),
                NARROW,
                *fixed(drawn(40, 2, 0.05, 18), 0),
                *fixed(drawn(12, 2, 0.1, 6), 7),
                *fixed(drawn(15, 3, 0.3, 4), 6),
                drawn(10, 2, EASY, 5),
            ],
        ),
        Aspect(
            "weighted",
            0.75,
            "sample_weight: each sample's loss counts so many times",
            [
                *fixed(drawn(10, 2, 0.2, 5, weighted=True), 3),
                LIGHT,
                call(
                    np.array([[1.0], [2.0], [-1.0], [-2.0]]),
                    np.array([1, 0, 0, 0]),
                    0.5,
                    sample_weight=np.array([0.2, 2.8, 6.7, 0.3]),
                ),
            ],
        ),
        Aspect(
            "edges",
            0.75,
            "classes that a line parts, very unequal classes, one feature; arguments kept, no "
            "warning",
            [
                call(*FIVE, 0.05),
                call(np.array([[2.0], [1.0], [-1.0], [-3.0]]), np.array([1, 1, 0, 0]), 0.1),
                *fixed(drawn(14, 1, 0.2, 2), 0),
                *fixed(drawn(9, 2, 0.5, 3, weighted=True), 4),
            ],
            pure=True,
            quiet=True,
        ),
    ],
    hints=[
        "It is the unit of lesson 01 with a sigmoid, trained as in lesson 05: begin at 0, find the "
        "gradients of w and b, take a step, and so on, until nothing changes any more.",
        "dw = X.T @ (s * (p - y)) / N + lam * w and db = np.sum(s * (p - y)) / N, with p = "
        "nn.sigmoid(X @ w + b); s is 1 for all where sample_weight is None.",
        "A few thousand steps of rate 0.5 are enough for features of spread 1: go on "
        "while the gradient's largest entry is above 1e-7.",
    ],
)


def newton(A, y, penalty, s, divide=None):
    """The lowest place for features A, a penalty per weight and a weight per sample."""
    theta, n = np.zeros(A.shape[1]), len(y) if divide is None else divide
    for _ in range(30):
        p = nn.sigmoid(A @ theta)
        grad = A.T @ (s * (p - y)) / n + penalty * theta
        hessian = (A.T * (s * p * (1 - p))) @ A / n + np.diag(penalty) + 1e-9 * np.eye(len(theta))
        theta = theta - np.linalg.solve(hessian, grad)
    return theta


def solved(X, y, lam, s=None, of_bias=0.0, divide=None):
    """The sound solution, or one whose penalty or mean is another."""
    s = np.ones(len(y)) if s is None else s
    A = np.column_stack([X, np.ones(len(X))])
    theta = newton(A, y, np.array([lam] * X.shape[1] + [of_bias]), s, divide)
    return theta[:-1], float(theta[-1])


def descended(X, y, lam, s, lr, steps):
    """So many steps of gradient descent from 0."""
    s = np.ones(len(y)) if s is None else s
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        error = s * (nn.sigmoid(X @ w + b) - y) / len(y)
        w, b = w - lr * (X.T @ error + lam * w), b - lr * np.sum(error)
    return w, float(b)


@logistic_regression_fit.misconception(
    "values", "The bias is penalised as well, which pulls it to 0; λ belongs to the weights alone."
)
def penalises_the_bias(X, y, lam, sample_weight=None):
    return solved(X, y, lam, sample_weight, of_bias=lam)


@logistic_regression_fit.misconception(
    "values",
    "The losses are summed here; the cost is their *mean*, beside which λ weighs N times more.",
)
def sum_of_the_losses(X, y, lam, sample_weight=None):
    return solved(X, y, lam, sample_weight, divide=1)


@logistic_regression_fit.misconception(
    "values", "The derivative of (λ/2) w² is λ w; with 2 λ w the penalty counts twice."
)
def twice_the_penalty(X, y, lam, sample_weight=None):
    return solved(X, y, 2 * lam, sample_weight)


@logistic_regression_fit.misconception(
    "values", "The penalty is missing: add λ w to the gradient of w, in every step."
)
def forgets_the_penalty(X, y, lam, sample_weight=None):
    return descended(X, y, 0.0, sample_weight, 0.5, 400)


@logistic_regression_fit.misconception(
    "values",
    "It stopped on the way: after a hundred steps of rate 0.1 it is not at the lowest place. Go on "
    "until the gradient is nearly 0.",
)
def stops_on_the_way(X, y, lam, sample_weight=None):
    return descended(X, y, lam, sample_weight, 0.1, 100)


@logistic_regression_fit.misconception(
    "values", "A straight line was fitted to the labels, by least squares; the sigmoid is missing."
)
def least_squares(X, y, lam, sample_weight=None):
    s = np.ones(len(y)) if sample_weight is None else sample_weight
    A = np.column_stack([X, np.ones(len(X))])
    penalty = np.diag([lam] * X.shape[1] + [0.0])
    theta = np.linalg.solve((A.T * s) @ A / len(y) + penalty, A.T @ (s * y) / len(y))
    return theta[:-1], float(theta[-1])


@logistic_regression_fit.misconception(
    "values", "The bias stayed at 0; it has a gradient too, the mean of s (p − y)."
)
def without_a_bias(X, y, lam, sample_weight=None):
    s = np.ones(len(y)) if sample_weight is None else sample_weight
    return newton(X, y, np.full(X.shape[1], lam), s), 0.0


@logistic_regression_fit.misconception(
    "weighted", "sample_weight is never used; multiply each sample's p − y by its weight."
)
def ignores_the_weights(X, y, lam, sample_weight=None):
    return solved(X, y, lam)


@logistic_regression_fit.misconception(
    "weighted",
    "The weights were scaled to a mean of 1; the cost divides by N, whatever their sum is.",
)
def scales_the_weights(X, y, lam, sample_weight=None):
    s = None if sample_weight is None else sample_weight / np.mean(sample_weight)
    return solved(X, y, lam, s)


@logistic_regression_fit.misconception(
    "weighted",
    "The weights multiply the features here; they are to multiply the losses, and so p − y.",
)
def weighs_the_features(X, y, lam, sample_weight=None):
    s = np.ones(len(y)) if sample_weight is None else sample_weight
    return solved(X * s[:, np.newaxis], y, lam)


@logistic_regression_fit.alternative
def gradient_descent(X, y, lam, sample_weight=None):
    s = np.ones(len(y)) if sample_weight is None else sample_weight
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.zeros(A.shape[1])
    penalty = np.append(np.full(X.shape[1], lam), 0.0)
    lr = 1 / (np.linalg.eigvalsh((A.T * s) @ A / (4 * len(y)))[-1] + lam)
    while True:
        grad = A.T @ (s * (nn.sigmoid(A @ theta) - y)) / len(y) + penalty * theta
        if np.max(np.abs(grad)) < 1e-8:
            return theta[:-1], float(theta[-1])
        theta = theta - lr * grad


@logistic_regression_fit.alternative
def two_step_sizes(X, y, lam, sample_weight=None):
    s = np.ones(len(y)) if sample_weight is None else sample_weight
    w, b = np.zeros(X.shape[1]), 0.0
    for step in range(4000):
        lr = 0.3 if step < 3000 else 0.1
        error = s * (1 / (1 + np.exp(-(X @ w + b))) - y)
        w, b = w - lr * (X.T @ error / len(y) + lam * w), b - lr * np.mean(error)
    return w, float(b)

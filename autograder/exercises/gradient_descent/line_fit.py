"""A straight line, fitted by gradient descent."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import BY_HAND, TWO_FEATURES, numbers, samples, whole


def fit(rng: np.random.Generator, N: int, D: int, steps: int) -> Call:
    return call(*samples(rng, N, D), 0.02, steps)


def long_fit(rng: np.random.Generator) -> Call:
    """Enough steps to arrive, on four points near a line."""
    X = np.array([[-1.5], [-0.5], [0.5], [1.5]])
    y = (whole(rng) * X[:, 0] - whole(rng) + 0.2 * numbers(rng, 4)).round(2)
    return call(X, y, 0.4, 50)


fit_linear = Exercise(
    reference=nn.fit_linear,
    statement="Fit a straight line by gradient descent, with all samples in every step.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "w and b after a few steps from zeros",
            [
                call(*BY_HAND, 0.1, 1),
                call(*TWO_FEATURES, 0.1, 2),
                *confirmed(lambda rng: fit(rng, 4, 2, 3), 0),
                lambda rng: fit(rng, 3, 1, 5),
            ],
        ),
        Aspect(
            "steps",
            0.5,
            "exactly as many steps as asked for: none leaves zeros",
            [
                lambda rng: fit(rng, 3, 2, 0),
                *confirmed(lambda rng: fit(rng, 5, 3, 1), 0),
                *confirmed(lambda rng: fit(rng, 2, 1, whole(rng, 2, 5)), 0),
            ],
        ),
        Aspect(
            "arrives",
            0.5,
            "after many steps, the line of least squares",
            [
                call(np.array([[-1.0], [0.0], [1.0]]), np.array([1.0, 1.0, 4.0]), 0.4, 50),
                *confirmed(long_fit, 0),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves X and y as they were",
            [call(*TWO_FEATURES, 0.1, 3), *confirmed(lambda rng: fit(rng, 3, 2, 2), 0)],
            pure=True,
        ),
    ],
    hints=[
        (
            "Two things happen in every step: compute the gradients, then move. Which of them "
            "first, for both?"
        ),
        (
            "error = X @ w + b − y serves both gradients. Compute it once in each step, before "
            "anything moves."
        ),
        (
            "In the loop: `w, b = w - lr * dw, b - lr * db`. With one assignment for both, neither "
            "can move too early."
        ),
    ],
)


@fit_linear.misconception(
    "values",
    "w moves first and b's gradient is then taken at the new w; take both gradients at the same "
    "(w, b) before either moves.",
)
def one_after_the_other(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        w = w - lr * nn.linear_regression_grad(X, y, w, b)[0]
        b = b - lr * nn.linear_regression_grad(X, y, w, b)[1]
    return w, b


@fit_linear.misconception("values", "The bias never moves; it has a gradient and a step as well.")
def bias_stays_at_zero(X, y, lr, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = w - lr * nn.linear_regression_grad(X, y, w, 0.0)[0]
    return w, 0.0


@fit_linear.misconception(
    "values",
    "This solves for the minimum at once, whatever lr and steps are; the question is where "
    "gradient descent stands after `steps` steps.",
)
def solves_at_once(X, y, lr, steps):
    wide = np.column_stack([X, np.ones(len(X))])
    solution = np.linalg.lstsq(wide, y, rcond=None)[0]
    return solution[:-1], solution[-1]


@fit_linear.misconception(
    "values",
    "The step is taken after each sample; here every step uses the mean over all samples.",
)
def moves_after_each_sample(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        for x, truth in zip(X, y, strict=True):
            error = x @ w + b - truth
            w, b = w - lr * 2 * error * x, b - lr * 2 * error
    return w, b


@fit_linear.misconception(
    "values", "It walks uphill, and the cost grows: subtract lr times the gradient."
)
def walks_uphill(X, y, lr, steps):
    return nn.fit_linear(X, y, -lr, steps)


@fit_linear.misconception(
    "values",
    "The factor 2 of the squared error's derivative is missing, so every step is half as long.",
)
def half_steps(X, y, lr, steps):
    return nn.fit_linear(X, y, lr / 2, steps)


@fit_linear.misconception(
    "values", "The gradients are summed over the samples; divide by N, for the cost is a mean."
)
def sums_the_samples(X, y, lr, steps):
    return nn.fit_linear(X, y, lr * len(y), steps)


@fit_linear.misconception(
    "values", "One step is missing: `range(steps - 1)` takes one less than was asked for."
)
def one_step_less(X, y, lr, steps):
    return nn.fit_linear(X, y, lr, max(steps - 1, 0))


@fit_linear.misconception(
    "values",
    "The start is wrong: all weights and the bias begin at 0, so that the answer is certain.",
)
def begins_at_ones(X, y, lr, steps):
    w, b = np.ones(X.shape[1]), 1.0
    for _ in range(steps):
        dw, db = nn.linear_regression_grad(X, y, w, b)
        w, b = w - lr * dw, b - lr * db
    return w, b


@fit_linear.misconception("values", "b came out as an array with one entry; it is one float.")
def bias_in_an_array(X, y, lr, steps):
    w, b = nn.fit_linear(X, y, lr, steps)
    return w, np.array([b])


@fit_linear.alternative
def calls_the_gradient(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        dw, db = nn.linear_regression_grad(X, y, w, b)
        w = w - lr * dw
        b = b - lr * db
    return w, b


@fit_linear.alternative
def with_a_column_of_ones(X, y, lr, steps):
    wide = np.hstack([X, np.ones((len(X), 1))])
    theta = np.zeros(wide.shape[1])
    for _ in range(steps):
        theta -= lr * 2 / len(y) * wide.T @ (wide @ theta - y)
    return theta[:-1], theta[-1]


@fit_linear.alternative
def in_plain_python(X, y, lr, steps):
    w, b = [0.0] * X.shape[1], 0.0
    for _ in range(steps):
        errors = [
            sum(c * v for c, v in zip(w, x, strict=True)) + b - t for x, t in zip(X, y, strict=True)
        ]
        slopes = [
            2 * sum(e * x[d] for e, x in zip(errors, X, strict=True)) / len(y)
            for d in range(len(w))
        ]
        w = [c - lr * slope for c, slope in zip(w, slopes, strict=True)]
        b -= lr * 2 * sum(errors) / len(y)
    return np.array(w), b


@fit_linear.misconception(
    "values",
    "Each step saw a single sample, one after the other; every step here uses all of them.",
)
def sample_after_sample(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    for k in range(steps):
        at = [k % len(X)]
        dw, db = nn.linear_regression_grad(X[at], y[at], w, b)
        w, b = w - lr * dw, b - lr * db
    return w, b

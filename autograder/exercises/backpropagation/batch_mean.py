"""Fourth planted bug: the mean in the cost, and no 1/N in its gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import number, numbers


def forgets_to_divide(X, y, w, b):
    """The code that the lesson hands out: its gradient belongs to the sum of the losses."""
    a = nn.sigmoid(X @ w + b)
    cost = np.mean((a - y) ** 2)
    da = 2 * (a - y)
    dz = da * a * (1 - a)
    return float(cost), X.T @ dz, float(np.sum(dz))


def batch(N: int, D: int):
    def draw(rng: np.random.Generator) -> Call:
        y = rng.integers(0, 2, N).astype(float)
        return call(numbers(rng, N, D), y, numbers(rng, D), number(rng))

    return draw


TWO_SAMPLES = call(np.array([[2.0], [0.0]]), np.array([1.0, 1.0]), np.array([0.0]), 0.0)
SQUARE = call(np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([1.0, 0.0]), np.array([0.5, -0.5]), 0.5)

batch_grads = Exercise(
    reference=nn.batch_grads,
    starter=forgets_to_divide,
    statement=(
        "One sigmoid unit, a whole batch. With one sample the gradients are right. Find out what "
        "happens with two, and with ten."
    ),
    aspects=[
        Aspect(
            "values",
            1,
            "the cost and its gradients",
            [TWO_SAMPLES, SQUARE, *confirmed(batch(3, 2), 0)],
        ),
        Aspect(
            "shape",
            0.5,
            "any number of samples and of inputs",
            [batch(1, 3), *confirmed(batch(5, 1), 0), batch(4, 4), batch(2, 3)],
        ),
    ],
    hints=[
        "What is the relative error for 1, 2 and 10 samples? Which factor lies between claimed and "
        "measured?",
        "The cost is a mean over N samples. What is its slope for one of the a's?",
        "∂cost/∂a holds a 1/N: divide once, as early as possible, and all that follows has it.",
    ],
)

batch_grads.misconception(
    "values",
    "This is the code as it was given: right for one sample, too large for several; compare what "
    "is said of the cost with what is said of its gradient.",
)(forgets_to_divide)


def _back(X, y, w, b):
    a = nn.sigmoid(X @ w + b)
    return float(np.mean((a - y) ** 2)), 2 * (a - y) * a * (1 - a)


@batch_grads.misconception(
    "values", "dw is mended, db is not: it is a gradient of the same mean, and wants its 1/N too."
)
def divides_for_the_weights_alone(X, y, w, b):
    cost, dz = _back(X, y, w, b)
    return cost, X.T @ dz / len(y), float(np.sum(dz))


@batch_grads.misconception(
    "values", "The cost was changed into a sum, to fit the gradient; it is the gradient that errs."
)
def makes_the_cost_a_sum(X, y, w, b):
    cost, dz = _back(X, y, w, b)
    return cost * len(y), X.T @ dz, float(np.sum(dz))


@batch_grads.misconception(
    "values",
    "The division is by the number of inputs D; the mean runs over the N samples.",
)
def divides_by_the_inputs(X, y, w, b):
    cost, dz = _back(X, y, w, b)
    return cost, X.T @ dz / X.shape[1], float(np.sum(dz)) / X.shape[1]


@batch_grads.misconception(
    "values", "N was divided out twice: once is right, where the mean is undone."
)
def divides_twice(X, y, w, b):
    cost, dz = _back(X, y, w, b)
    return cost, X.T @ dz / len(y) ** 2, float(np.sum(dz)) / len(y) ** 2


@batch_grads.misconception(
    "values",
    "dw is X.T @ dz, in this order: for each input the sum over the samples.",
)
def lost_the_transpose(X, y, w, b):
    cost, dz = _back(X, y, w, b)
    return cost, X @ dz / len(y), float(np.mean(dz))


@batch_grads.alternative
def by_means(X, y, w, b):
    cost, dz = _back(X, y, w, b)
    return cost, np.mean(X * dz[:, np.newaxis], axis=0), np.mean(dz)


@batch_grads.alternative
def sample_by_sample(X, y, w, b):
    N = len(y)
    cost, dw, db = 0.0, np.zeros_like(w), 0.0
    for x, label in zip(X, y, strict=True):
        a = nn.sigmoid(x @ w + b)
        dz = 2 * (a - label) * a * (1 - a)
        cost, dw, db = cost + (a - label) ** 2 / N, dw + dz * x / N, db + dz / N
    return [cost, dw, db]


@batch_grads.alternative
def divides_at_the_end(X, y, w, b):
    cost, dz = _back(X, y, w, b)
    return cost, np.einsum("nd,n->d", X, dz) / len(X), dz.sum() / len(X)


@batch_grads.misconception("values", "The sigmoid's slope a (1 − a) got lost: dz = da · a (1 − a).")
def loses_the_slope(X, y, w, b):
    a = nn.sigmoid(X @ w + b)
    dz = 2 * (a - y) / len(y)
    return float(np.mean((a - y) ** 2)), X.T @ dz, float(np.sum(dz))

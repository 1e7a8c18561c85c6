"""The way back through a dense layer."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import numbers


def layer(N: int, D: int, H: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, N, H), numbers(rng, N, D), numbers(rng, D, H))

    return draw


ONE_UNIT = call(
    np.array([[1.0], [2.0]]), np.array([[3.0, 0.0], [4.0, 5.0]]), np.array([[6.0], [7.0]])
)
SQUARE = call(
    np.array([[1.0, -2.0], [0.5, 3.0]]),
    np.array([[2.0, 1.0], [-1.0, 4.0]]),
    np.array([[1.0, 3.0], [-2.0, 0.5]]),
)

dense_backward = Exercise(
    reference=nn.dense_backward,
    statement="Hand a gradient back through a dense layer, for a whole batch at once.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "dX, dW and db",
            [ONE_UNIT, SQUARE, layer(2, 2, 2), layer(3, 2, 2)],
        ),
        Aspect(
            "shape",
            1,
            "any number of samples, inputs and units",
            [layer(1, 3, 2), layer(4, 1, 3), layer(2, 4, 1), layer(3, 2, 4)],
        ),
        Aspect(
            "keeps its arguments",
            0.5,
            "an empty batch gives zeros; nothing is changed in place",
            [call(np.zeros((0, 2)), np.zeros((0, 3)), np.ones((3, 2))), layer(2, 3, 2)],
            pure=True,
        ),
    ],
    hints=[
        "Each gradient has the shape of what it belongs to. dW is (D, H): how can X (N, D) and dZ "
        "(N, H) be multiplied so that (D, H) comes out?",
        "A transpose brings the shapes together: X.T is (D, N), W.T is (H, D).",
        "b was added to every row, so its gradient is the sum over the rows: np.sum(dZ, axis=0).",
    ],
)


@dense_backward.misconception(
    "values",
    "dZ holds the 1/N of the mean already; dividing by N once more makes dW and db N times too "
    "small.",
)
def divides_by_the_batch_again(dZ, X, W):
    N = max(len(X), 1)
    return dZ @ W.T, X.T @ dZ / N, np.sum(dZ, axis=0) / N


@dense_backward.misconception(
    "values",
    "db is the sum over the samples, not their mean: the 1/N stands in dZ already.",
)
def mean_for_the_bias(dZ, X, W):
    db = np.mean(dZ, axis=0) if len(dZ) else np.zeros(dZ.shape[1])
    return dZ @ W.T, X.T @ dZ, db


@dense_backward.misconception(
    "values",
    "db was left as dZ, a row per sample; every sample used the same b, so add the rows up: "
    "np.sum(dZ, axis=0).",
)
def bias_gradient_per_sample(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ * 1.0


@dense_backward.misconception(
    "values",
    "db summed over the units; it has one number per unit, so the sum runs over the samples: "
    "axis=0.",
)
def sums_over_the_units(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.sum(dZ, axis=1)


@dense_backward.misconception(
    "values",
    "`np.sum(dZ)` without an axis adds everything into one number; b has one entry per unit.",
)
def sums_everything(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.sum(dZ)


@dense_backward.misconception(
    "values",
    "db keeps a second axis, (1, H); b is (H,), and its gradient has the same shape: leave out "
    "keepdims.",
)
def bias_gradient_with_two_axes(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.sum(dZ, axis=0, keepdims=True)


@dense_backward.misconception(
    "values",
    "W lost its transpose: dX is dZ @ W.T. With a square W the shapes fit all the same, and the "
    "numbers are wrong.",
)
def forgets_to_transpose_w(dZ, X, W):
    return dZ @ W, X.T @ dZ, np.sum(dZ, axis=0)


@dense_backward.misconception(
    "values",
    "dW came out transposed: it is X.T @ dZ, of the shape (D, H) of W, and not dZ.T @ X.",
)
def weight_gradient_transposed(dZ, X, W):
    return dZ @ W.T, dZ.T @ X, np.sum(dZ, axis=0)


@dense_backward.misconception(
    "values",
    "The order is (dX, dW, db); here dW stands first.",
)
def weights_first(dZ, X, W):
    return X.T @ dZ, np.sum(dZ, axis=0), dZ @ W.T


@dense_backward.misconception(
    "keeps its arguments",
    "`+=` and `*=` write into the caller's dZ, which is still needed; make new arrays.",
)
def works_inside_dz(dZ, X, W):
    dX, dW = dZ @ W.T, X.T @ dZ
    db = np.sum(dZ, axis=0)
    dZ *= 0
    dZ += 1
    return dX, dW, db


@dense_backward.alternative
def with_einsum(dZ, X, W):
    return np.einsum("nh,dh->nd", dZ, W), np.einsum("nd,nh->dh", X, dZ), np.einsum("nh->h", dZ)


@dense_backward.alternative
def sample_by_sample(dZ, X, W):
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros(W.shape[1])
    for n in range(len(X)):
        dX[n] = W @ dZ[n]
        dW += np.outer(X[n], dZ[n])
        db += dZ[n]
    return [dX, dW, db]


@dense_backward.alternative
def bias_by_a_column_of_ones(dZ, X, W):
    ones = np.ones((len(X), 1))
    both = np.hstack([X, ones]).T @ dZ
    return (W @ dZ.T).T, both[:-1], both[-1]

"""Exercise on one layer: weighted sums and biases for a whole batch."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import layer_of

BY_HAND = call(np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[3.0], [4.0]]), np.array([5.0]))
SQUARE = call(
    np.array([[1.0, -1.0], [2.0, 0.0]]),
    np.array([[1.0, 3.0], [2.0, 0.0]]),
    np.array([-4.0, 10.0]),
)

dense = Exercise(
    reference=nn.dense,
    statement="One layer for a whole batch: weighted sums of the inputs, plus a bias per unit.",
    aspects=[
        Aspect(
            "values",
            1,
            "each unit's weighted sum of each sample, plus that unit's bias",
            [SQUARE, BY_HAND, layer_of(2, 2, 2)],
        ),
        Aspect(
            "shape",
            0.5,
            "(N, H) for one sample, for many, for none",
            [layer_of(1, 3, 2), *confirmed(layer_of(4, 2, 3), 0), layer_of(0, 3, 2)],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves X, W and b as they were",
            [SQUARE, *confirmed(layer_of(3, 2, 1), 0)],
            pure=True,
        ),
    ],
    hints=[
        "X is (N, D) and W is (D, H). Which product of the two is (N, H)?",
        "In lesson 01 one unit's z was x @ w + b. Here W holds one such w in each column.",
        "X @ W is (N, H), and broadcasting adds a b of shape (H,) to each of its rows.",
    ],
)


@dense.misconception("values", "The biases are missing: after the product comes `+ b`.")
def without_biases(X, W, b):
    return X @ W


@dense.misconception(
    "values", "Weights multiply, biases do not: a bias is added to the unit's weighted sum."
)
def multiplies_by_the_bias(X, W, b):
    return X @ W * b


@dense.misconception(
    "values",
    "The bias was added to the inputs; it belongs to the unit, after the sum is taken.",
)
def adds_the_bias_to_the_inputs(X, W, b):
    return (X + b) @ W


@dense.misconception(
    "values",
    "The bias was added to each weight, so it is multiplied by the inputs; add it to the sum.",
)
def adds_the_bias_to_the_weights(X, W, b):
    return X @ (W + b)


@dense.misconception(
    "values", "`*` multiplies entry by entry; `@` multiplies and sums over the inputs."
)
def entry_by_entry(X, W, b):
    return X * W + b


@dense.misconception(
    "values",
    "The order is turned round: samples are rows here, so X stands on the left (books that write "
    "W x have samples in columns).",
)
def weights_first(X, W, b):
    return W @ X + b


@dense.misconception(
    "values",
    "W is (D, H) here, a column for each unit, and needs no transposing; other libraries store it "
    "the other way round.",
)
def transposed_weights(X, W, b):
    return X @ W.T + b


@dense.misconception(
    "values",
    "Negative sums were cut off: the activation is not part of `dense`, it returns Z as it is.",
)
def with_relu(X, W, b):
    return np.maximum(X @ W + b, 0)


@dense.misconception(
    "values",
    "The bias has to reach every sample of the batch, and here it reached the first one only.",
)
def bias_for_the_first_sample(X, W, b):
    Z = X @ W
    Z[:1] += b
    return Z


@dense.misconception(
    "values",
    "b was made a column, so that it is added along the samples; as a row, which b is already, "
    "every unit gets its own bias.",
)
def bias_as_a_column(X, W, b):
    return X @ W + b[:, np.newaxis]


@dense.alternative
def with_einsum(X, W, b):
    return np.einsum("nd,dh->nh", X, W) + b


@dense.alternative
def unit_by_unit(X, W, b):
    Z = np.zeros((len(X), len(b)))
    for n in range(len(X)):
        for h in range(len(b)):
            for d in range(len(W)):
                Z[n, h] += X[n, d] * W[d, h]
            Z[n, h] += b[h]
    return Z


@dense.alternative
def a_column_of_ones(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b])


@dense.alternative
def samples_in_columns(X, W, b):
    return (W.T @ X.T + b[:, np.newaxis]).T


@dense.misconception(
    "values", "The biases were added up first; each unit, a column of Z, gets its own."
)
def all_biases_for_each(X, W, b):
    return X @ W + np.sum(b)

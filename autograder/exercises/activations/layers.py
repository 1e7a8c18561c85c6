"""Exercises on whole layers: two that collapse into one, and maxout."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import numbers


def two_layers(rng: np.random.Generator, D: int, H: int, K: int) -> Call:
    return call(numbers(rng, D, H), numbers(rng, H), numbers(rng, H, K), numbers(rng, K))


ONE_OF_EACH = call(np.array([[2.0]]), np.array([1.0]), np.array([[3.0]]), np.array([4.0]))
SQUARE = call(
    np.array([[1.0, 2.0], [0.0, 1.0]]),
    np.array([1.0, -1.0]),
    np.array([[0.0, 1.0], [3.0, 0.0]]),
    np.array([0.5, 2.0]),
)

collapse_linear = Exercise(
    reference=nn.collapse_linear,
    statement="Write two layers without an activation between them as one layer.",
    aspects=[
        Aspect(
            "values",
            1,
            "X @ W + b is what the two layers give, for every X",
            [ONE_OF_EACH, SQUARE, lambda rng: two_layers(rng, 2, 2, 2)],
        ),
        Aspect(
            "shape",
            0.5,
            "W is (D, K) and b is (K,), whatever the sizes",
            [
                *confirmed(lambda rng: two_layers(rng, 2, 3, 1), 0),
                lambda rng: two_layers(rng, 3, 1, 2),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves all four arguments as they were",
            [SQUARE, lambda rng: two_layers(rng, 1, 2, 2)],
            pure=True,
        ),
    ],
    hints=[
        "Write (X @ W1 + b1) @ W2 + b2 on paper and multiply the brackets out.",
        "Which part still holds X? That gives W. Everything without X is b.",
        "The first bias passes through the second layer too: b1 @ W2 is one part of b.",
    ],
)


@collapse_linear.misconception(
    "values",
    "The order is turned round: here a batch stands on the left, X @ W1 @ W2, so W1 comes before "
    "W2 (books that write W x have it the other way).",
)
def wrong_order(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b1 + b2


@collapse_linear.misconception(
    "values", "W1 and W2 have changed places: X meets W1 first, so it stands on the left."
)
def only_the_weights_turned(W1, b1, W2, b2):
    return W2 @ W1, b1 @ W2 + b2


@collapse_linear.misconception(
    "values", "b1 goes through the second layer as well, so W2 acts on it before b2 is added."
)
def adds_the_biases(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2


@collapse_linear.misconception(
    "values", "The bias is on the wrong side of W2: like a row of X it stands on the left, b1 @ W2."
)
def bias_on_the_right(W1, b1, W2, b2):
    return W1 @ W2, W2 @ b1 + b2


@collapse_linear.misconception(
    "values",
    "b came out as a table with one row, (1, K); a bias is a vector (K,), one number per unit.",
)
def bias_with_two_axes(W1, b1, W2, b2):
    return W1 @ W2, b1[np.newaxis, :] @ W2 + b2


@collapse_linear.misconception(
    "values", "The second bias b2 is missing: it is added after everything else."
)
def forgets_the_second_bias(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2


@collapse_linear.misconception(
    "values", "The first bias b1 is missing: it passes through the second layer and arrives in b."
)
def forgets_the_first_bias(W1, b1, W2, b2):
    return W1 @ W2, b2.copy()


@collapse_linear.misconception(
    "values", "`*` multiplies entry by entry; one layer after another is the matrix product `@`."
)
def entry_by_entry(W1, b1, W2, b2):
    return W1 * W2, b1 * W2 + b2


@collapse_linear.misconception(
    "values",
    "The weights are added, but X is multiplied by W1 and then by W2: take their matrix product.",
)
def adds_the_weights(W1, b1, W2, b2):
    return W1 + W2, b1 @ W2 + b2


@collapse_linear.misconception(
    "pure", "This writes into the caller's array, as `+=` does; `b1 @ W2 + b2` makes a new one."
)
def adds_into_the_second_bias(W1, b1, W2, b2):
    b2 += b1 @ W2
    return W1 @ W2, b2


@collapse_linear.alternative
def with_einsum(W1, b1, W2, b2):
    return np.einsum("dh,hk->dk", W1, W2), np.einsum("h,hk->k", b1, W2) + b2


@collapse_linear.alternative
def by_probing(W1, b1, W2, b2):
    def both(X):
        return (X @ W1 + b1) @ W2 + b2

    b = both(np.zeros((1, len(W1))))[0]
    return both(np.eye(len(W1))) - b, b


@collapse_linear.alternative
def a_column_of_ones(W1, b1, W2, b2):
    top = np.vstack([W1, b1]) @ W2
    return top[:-1], top[-1] + b2


def pieces(rng: np.random.Generator, N: int, D: int, H: int, M: int) -> Call:
    return call(numbers(rng, N, D), numbers(rng, M, D, H), numbers(rng, M, H))


SIZE_OF_X = call(np.array([[3.0], [-2.0]]), np.array([[[1.0]], [[-1.0]]]), np.array([[0.0], [0.0]]))
WITH_BIASES = call(
    np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0]]),
    np.array([[[1.0, 0.0], [0.0, 1.0]], [[-1.0, 2.0], [1.0, 0.0]]]),
    np.array([[0.0, 1.0], [2.0, -3.0]]),
)

maxout = Exercise(
    reference=nn.maxout,
    statement="A layer whose units each compute M weighted sums and keep the largest.",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "entry by entry the largest of the M pieces X @ W[m] + b[m]",
            [SIZE_OF_X, WITH_BIASES, *confirmed(lambda rng: pieces(rng, 2, 2, 3, 4), 0)],
        ),
        Aspect(
            "shape",
            0.5,
            "(N, H) for any number of pieces, also one; an empty batch stays empty",
            [
                lambda rng: pieces(rng, 4, 3, 2, 1),
                *confirmed(lambda rng: pieces(rng, 3, 2, 1, 3), 0),
                lambda rng: pieces(rng, 1, 1, 2, 2),
                lambda rng: pieces(rng, 0, 2, 3, 2),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves all three arguments as they were",
            [WITH_BIASES, *confirmed(lambda rng: pieces(rng, 2, 1, 2, 3), 3)],
            pure=True,
        ),
    ],
    hints=[
        (
            "With one piece, M = 1, this is an ordinary layer. What are the shapes of X, W[0] and "
            "b[0]?"
        ),
        (
            "Make the M pieces one after another, each (N, H). Along which axis of the pile is "
            "the largest taken?"
        ),
        (
            "X @ W is already the pile (M, N, H); b needs an axis in the middle, `b[:, "
            "np.newaxis, :]`, to be added."
        ),
    ],
)


@maxout.misconception("values", "The biases are missing: each piece is X @ W[m] + b[m].")
def without_biases(X, W, b):
    return np.max(X @ W, axis=0)


@maxout.misconception(
    "values",
    "The largest is taken over the units; it has to be taken over the M pieces, the first axis.",
)
def over_the_units(X, W, b):
    return np.max(X @ W + b[:, np.newaxis, :], axis=-1)


@maxout.misconception(
    "values",
    "The largest is taken over the samples; it has to be taken over the M pieces, the first axis.",
)
def over_the_samples(X, W, b):
    return np.max(X @ W + b[:, np.newaxis, :], axis=1)


@maxout.misconception(
    "values",
    "Taking the largest weights first is not the same: compute all M sums, then compare them.",
)
def largest_weights_first(X, W, b):
    return X @ W.max(axis=0) + b.max(axis=0)


@maxout.misconception("values", "The pieces are added up; only the largest of them is kept.")
def adds_the_pieces(X, W, b):
    return np.sum(X @ W + b[:, np.newaxis, :], axis=0)


@maxout.misconception(
    "values",
    "X @ W is (M, N, H) and b is (M, H), so `+` lines b up with the samples; give b an axis in "
    "the middle.",
)
def bias_on_the_wrong_axis(X, W, b):
    return np.max(X @ W + b, axis=0)


@maxout.misconception(
    "values", "The number of the winning piece comes out; the value of that piece is wanted."
)
def says_which_piece(X, W, b):
    return np.argmax(X @ W + b[:, np.newaxis, :], axis=0)


@maxout.alternative
def piece_after_piece(X, W, b):
    largest = X @ W[0] + b[0]
    for m in range(1, len(W)):
        largest = np.maximum(largest, X @ W[m] + b[m])
    return largest


@maxout.alternative
def einsum_pieces(X, W, b):
    return (np.einsum("nd,kdh->nkh", X, W) + b).max(axis=1)


@maxout.alternative
def stacked(X, W, b):
    return np.stack([X @ weights + bias for weights, bias in zip(W, b, strict=True)]).max(axis=0)


@maxout.misconception(
    "values", "Only the first two pieces were compared; there are M of them, len(W)."
)
def first_two_pieces(X, W, b):
    return np.maximum(X @ W[0] + b[0], X @ W[1 % len(W)] + b[1 % len(b)])


@maxout.misconception(
    "values",
    "The largest product and the largest bias were taken apart; each piece adds its own bias "
    "first.",
)
def largest_of_each(X, W, b):
    return np.max(X @ W, axis=0) + np.max(b, axis=0)

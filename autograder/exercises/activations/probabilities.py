"""Softmax and all its derivatives."""

import math

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import batch, cube, numbers, row

TWO_ROWS = call(np.array([[0.0, 0.0], [2.0, 1.0]]))
FAR = [
    call(np.array([[-1000.0, 0.0, 1000.0, 999.0]])),
    call(np.array([[1000.0, 999.0], [-1000.0, -1000.0]])),
    lambda rng: call(rng.uniform(-1000, 1000, (2, 3)).round(2)),
]
FAR_VECTOR = call(np.array([-1000.0, 0.0, 1000.0, 999.0]))
DROPPED_AXIS = (
    "Sums and maxima drop an axis, and then they no longer line up with the rows; keep it with "
    "`keepdims=True`."
)

softmax = Exercise(
    reference=nn.softmax,
    statement="Turn the scores of each row into probabilities that sum to 1.",
    aspects=[
        Aspect(
            "values",
            0.75,
            "e^z, divided by the sum of e^z over the last axis",
            [TWO_ROWS, *confirmed(batch, 0), lambda rng: call(numbers(rng, 3, 3))],
        ),
        Aspect(
            "shape",
            0.5,
            "a vector, one row, a pile of batches, an empty batch",
            [
                call(np.array([0.0, 0.0, 1.0])),
                row,
                lambda rng: call(numbers(rng, 1, 3)),
                *confirmed(cube, 0),
                call(np.zeros((0, 3))),
            ],
        ),
        Aspect("finite", 0.5, "right for scores of ±1000, without a warning", FAR, quiet=True),
        Aspect(
            "pure", 0.25, "leaves its input as it was", [TWO_ROWS, *confirmed(batch, 0)], pure=True
        ),
    ],
    hints=[
        "What are the probabilities for the scores (0, 0)? And for (5, 5)?",
        (
            "Each row has a sum of its own. What shape must the sums have, so that each divides "
            "its own row?"
        ),
        (
            "Subtract each row's largest score first, and keep the axis both times: `axis=-1, "
            "keepdims=True`."
        ),
    ],
)


@softmax.misconception(
    "values",
    "The largest score may well be that of the whole batch, but the sum may not: every row needs "
    "one of its own, so give np.sum an axis.",
)
def one_sum_and_one_maximum_for_all(Z):
    E = np.exp(Z - np.max(Z))
    return E / np.sum(E)


@softmax.misconception(
    "values",
    "Every row has its own maximum, but all rows share one sum; it has to be each row's own as "
    "well: give np.sum an axis.",
)
def one_sum_though_own_maxima(Z):
    E = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return E / np.sum(E)


@softmax.misconception(
    "values",
    "All entries of the batch share one sum here; every row needs a sum of its own: give np.sum "
    "an axis.",
)
def one_sum_for_all(Z):
    E = np.exp(Z)
    return E / np.sum(E)


@softmax.misconception(
    "values",
    "Axis 0 goes down the columns, so the samples of a batch compete with each other; the classes "
    "of one sample lie along the last axis.",
)
def down_the_columns(Z):
    E = np.exp(Z)
    return E / np.sum(E, axis=0)


@softmax.misconception("values", DROPPED_AXIS)
def drops_the_axis(Z):
    E = np.exp(Z)
    return E / np.sum(E, axis=-1)


@softmax.misconception("values", DROPPED_AXIS)
def drops_both_axes(Z):
    E = np.exp(Z - np.max(Z, axis=-1))
    return E / np.sum(E, axis=-1)


@softmax.misconception("values", DROPPED_AXIS)
def drops_axis_one(Z):
    E = np.exp(Z)
    return E / np.sum(E, axis=1)


@softmax.misconception(
    "shape",
    "`axis=1` is the last axis of a batch only; `axis=-1` is the last one of any array.",
)
def always_axis_one(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E, axis=1, keepdims=True)


@softmax.misconception(
    "finite",
    "The formula is right, but e^1000 overflows; adding the same number to a whole row changes "
    "nothing, so make each row's largest score 0 first.",
)
def overflowing_softmax(Z):
    E = np.exp(Z)
    return E / np.sum(E, axis=-1, keepdims=True)


@softmax.misconception(
    "finite",
    "One maximum was taken for the whole batch. An empty batch has none, and a row of much lower "
    "scores is left with nothing but zeros, and 0 / 0; each row needs its own.",
)
def one_maximum_for_all(Z):
    E = np.exp(Z - np.max(Z))
    return E / np.sum(E, axis=-1, keepdims=True)


@softmax.misconception(
    "pure", "This writes into the caller's array, as `Z -= …` does; `Z - …` makes a new one."
)
def subtracts_in_place(Z):
    Z -= np.max(Z, axis=-1, keepdims=True)
    return np.exp(Z) / np.sum(np.exp(Z), axis=-1, keepdims=True)


@softmax.misconception(
    "values",
    "The maximum is subtracted above the fraction bar but not below it; use the same shifted "
    "scores in both.",
)
def shifts_only_the_top(Z):
    return np.exp(Z - np.max(Z, axis=-1, keepdims=True)) / np.sum(np.exp(Z), axis=-1, keepdims=True)


@softmax.misconception(
    "values",
    "The scores are divided by their sum without e, which fails for negative ones; take e^z first.",
)
def without_exponentials(Z):
    return Z / np.sum(Z, axis=-1, keepdims=True)


@softmax.misconception(
    "values",
    "This is a sigmoid for every score by itself; softmax compares the scores of a row, so that "
    "they sum to 1.",
)
def independent_sigmoids(Z):
    return 0.5 * (1 + np.tanh(Z / 2))


@softmax.alternative
def last_axis_first(Z):
    scores = np.moveaxis(Z, -1, 0)
    E = np.exp(scores - scores.max(axis=0))
    return np.moveaxis(E / E.sum(axis=0), 0, -1)


@softmax.alternative
def through_logarithms(Z):
    shifted = Z - np.max(Z, axis=-1, keepdims=True)
    return np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True)))


@softmax.alternative
def row_by_row(Z):
    result = np.empty_like(Z)
    for index in np.ndindex(Z.shape[:-1]):
        top = max(Z[index])
        powers = [math.exp(z - top) for z in Z[index]]
        result[index] = [p / sum(powers) for p in powers]
    return result


def vector(size: int):
    return lambda rng: call(numbers(rng, size))


softmax_jacobian = Exercise(
    reference=nn.softmax_jacobian,
    statement="All derivatives of softmax for one vector: how does probability i change with z_j?",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "J[i, i] = s_i (1 − s_i), and J[i, j] = −s_i s_j elsewhere",
            [call(np.array([0.0, 0.0])), call(np.array([0.0, 1.0])), *confirmed(vector(3), 0)],
        ),
        Aspect(
            "shape",
            0.25,
            "(K, K) for K scores, also for one score",
            [call(np.array([2.0])), vector(2), *confirmed(vector(5), 0)],
        ),
        Aspect(
            "finite", 0.5, "right for scores of ±1000, without a warning", [FAR_VECTOR], quiet=True
        ),
        Aspect(
            "pure",
            0.25,
            "leaves its input as it was",
            [call(np.array([1.0, -1.0])), *confirmed(vector(4), 0)],
            pure=True,
        ),
    ],
    hints=[
        "For two equal scores s is (½, ½). Write the four derivatives into a 2 × 2 table by hand.",
        "Every entry holds −s_i s_j. What is added on the diagonal to make it s_i (1 − s_i)?",
        (
            "`np.outer(s, s)` is the table of all products s_i s_j, and `np.diag(s)` has s on its "
            "diagonal."
        ),
    ],
)


@softmax_jacobian.misconception(
    "values",
    "Only the diagonal is filled; raising one score lowers all the other probabilities, so the "
    "rest is not 0.",
)
def only_the_diagonal(z):
    s = nn.softmax(z)
    return np.diag(s * (1 - s))


@softmax_jacobian.misconception(
    "values",
    "s (1 − s) is only the diagonal, K numbers; there is a derivative for every pair of "
    "probability and score, K × K.",
)
def a_vector_of_slopes(z):
    s = nn.softmax(z)
    return s * (1 - s)


@softmax_jacobian.misconception(
    "values",
    "The diagonal is not right yet: −s_i s_j holds outside it; on it, s_i has to be added.",
)
def without_the_diagonal(z):
    s = nn.softmax(z)
    return -np.outer(s, s)


@softmax_jacobian.misconception(
    "values",
    "The sign is turned round: raising a score raises its own probability, so the diagonal is "
    "positive.",
)
def opposite_sign(z):
    s = nn.softmax(z)
    return np.outer(s, s) - np.diag(s)


@softmax_jacobian.misconception(
    "values", "z is used as if it were the probabilities already; take its softmax first."
)
def scores_for_probabilities(z):
    return np.diag(z) - np.outer(z, z)


@softmax_jacobian.misconception(
    "values", "The diagonal of this table is 1 − s_i², as if diag held ones; it has to hold s_i."
)
def ones_on_the_diagonal(z):
    s = nn.softmax(z)
    return np.eye(len(z)) - np.outer(s, s)


@softmax_jacobian.misconception(
    "finite",
    "The formula is right, but e^1000 overflows; subtract the largest score before e meets it.",
)
def overflowing_jacobian(z):
    s = np.exp(z) / np.sum(np.exp(z))
    return np.diag(s) - np.outer(s, s)


@softmax_jacobian.alternative
def entry_after_entry(z):
    s = nn.softmax(z)
    J = np.zeros((len(z), len(z)))
    for i in range(len(z)):
        for j in range(len(z)):
            J[i, j] = s[i] * (1 - s[i]) if i == j else -s[i] * s[j]
    return J


@softmax_jacobian.alternative
def by_broadcasting(z):
    s = nn.softmax(z)
    return s[:, np.newaxis] * (np.eye(len(s)) - s)


@softmax.misconception(
    "values",
    "A small number was added to the sum: the shares add up to a little less than 1. The sum is "
    "never 0 where the largest score was subtracted first.",
)
def adds_up_to_less(Z):
    E = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return E / (np.sum(E, axis=-1, keepdims=True) + 1e-5)


@softmax_jacobian.misconception(
    "values", "np.dot(s, s) is one number; s_i s_j for all pairs is np.outer(s, s)."
)
def one_product_for_all(z):
    s = nn.softmax(z)
    return np.diag(s) - np.dot(s, s)


@softmax_jacobian.misconception(
    "values", "The products were added; beside the diagonal it is −s_i s_j."
)
def adds_the_products(z):
    s = nn.softmax(z)
    return np.diag(s) + np.outer(s, s)


@softmax_jacobian.misconception(
    "values", "s_i (1 − s_j) everywhere is right on the diagonal alone; beside it, it is −s_i s_j."
)
def diagonal_formula_everywhere(z):
    s = nn.softmax(z)
    return np.outer(s, 1 - s)

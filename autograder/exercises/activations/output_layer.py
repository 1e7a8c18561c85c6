"""The lesson's *break it*: an output layer with one planted bug."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import numbers


def columns_sum_to_one(X, W, b):
    """The code that the lesson hands out: its one bug is the axis of the sum."""
    Z = X @ W + b
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)


def layer(N: int, D: int, K: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, N, D), numbers(rng, D, K), numbers(rng, K))

    return draw


TWO_SAMPLES = call(np.eye(2), np.array([[0.0, 0.0], [2.0, 0.0]]), np.zeros(2))
THREE_SAMPLES = call(np.array([[1.0], [0.0], [2.0]]), np.array([[1.0, 0.0]]), np.array([0.0, 1.0]))
LARGE_SCORES = call(
    np.array([[1.0, 1.0], [-1.0, 0.0], [0.0, 1.0]]),
    np.array([[1000.0, -1000.0, 0.0], [1.0, 0.0, 2.0]]),
    np.zeros(3),
)

class_probabilities = Exercise(
    reference=nn.class_probabilities,
    starter=columns_sum_to_one,
    statement=(
        "This output layer runs and looks right, and has one bug. Find it from what it does to a "
        "batch of several samples, and mend it."
    ),
    aspects=[
        Aspect(
            "values",
            1,
            "softmax of X @ W + b, each row by itself",
            [TWO_SAMPLES, THREE_SAMPLES, layer(3, 2, 2)],
        ),
        Aspect(
            "shape",
            0.5,
            "one sample, as many samples as classes, an empty batch",
            [layer(1, 2, 3), *confirmed(layer(3, 2, 3), 0), *confirmed(layer(0, 2, 3), 0)],
        ),
        Aspect(
            "finite",
            0.5,
            "right for scores of ±1000, without a warning",
            [LARGE_SCORES],
            quiet=True,
        ),
    ],
    hints=[
        (
            "Call it with three samples. Add up each row of the result, then each column: which "
            "sums are 1?"
        ),
        "Three lines: scores, powers of e, division. Which of them mixes different samples?",
        (
            "In an (N, K) array, axis 0 runs over the samples and axis 1 over the classes. Read "
            "the `axis` of each line again."
        ),
    ],
)

class_probabilities.misconception(
    "values",
    "This does what the given code does: its columns sum to 1 and its rows do not; look for the "
    "line that works along the wrong axis.",
)(columns_sum_to_one)


@class_probabilities.misconception(
    "values",
    "The axis is right now, but summing drops it, and the sums no longer line up with the rows; "
    "keep it with `keepdims=True`.",
)
def mended_without_keepdims(X, W, b):
    Z = X @ W + b
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E, axis=1)


@class_probabilities.misconception(
    "values", "Without an axis the whole table sums to 1; every row needs a sum of its own."
)
def table_sums_to_one(X, W, b):
    Z = X @ W + b
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E)


@class_probabilities.misconception(
    "values",
    "The line of the maximum was right; now both lines run over the samples, and both should run "
    "over the classes.",
)
def mended_the_wrong_line(X, W, b):
    Z = X @ W + b
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)


@class_probabilities.misconception(
    "values",
    "The rows sum to 1 now, but the samples were mixed before that; mend the faulty line instead "
    "of adding one.",
)
def divides_a_second_time(X, W, b):
    P = columns_sum_to_one(X, W, b)
    return P / np.sum(P, axis=1, keepdims=True)


@class_probabilities.misconception(
    "finite",
    "The axis is right now, but without subtracting each row's maximum a score of 1000 overflows; "
    "that line was right.",
)
def lost_the_maximum(X, W, b):
    E = np.exp(X @ W + b)
    return E / np.sum(E, axis=1, keepdims=True)


@class_probabilities.alternative
def last_axis(X, W, b):
    Z = X @ W + b
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


@class_probabilities.alternative
def classes_first(X, W, b):
    Z = (X @ W + b).T
    E = np.exp(Z - Z.max(axis=0))
    return (E / E.sum(axis=0)).T


@class_probabilities.alternative
def sample_by_sample(X, W, b):
    result = np.empty((len(X), len(b)))
    for n, x in enumerate(X):
        z = x @ W + b
        e = np.exp(z - z.max())
        result[n] = e / e.sum()
    return result


@class_probabilities.misconception(
    "values", "The scores came back; softmax of each row is still to come."
)
def scores_alone(X, W, b):
    return X @ W + b


@class_probabilities.misconception(
    "values",
    "A sigmoid answers for each class by itself; softmax lets the classes of a row share 1.",
)
def each_class_by_itself(X, W, b):
    return nn.sigmoid(X @ W + b)

"""The lesson's *break it*: a loop that parts the samples from their labels."""

from functools import cache
from itertools import permutations

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed
from ..with_seeds import generator, seeded
from .draws import numbers


def parted_from_their_labels(X, y, lr, batch_size, epochs, rng):
    """The code that the lesson hands out: its one bug is that X and y get orders of their own."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        X, y = rng.permutation(X), rng.permutation(y)
        for start in range(0, len(X), batch_size):
            X_batch, y_batch = X[start : start + batch_size], y[start : start + batch_size]
            error = nn.sigmoid(X_batch @ w + b) - y_batch
            w = w - lr * X_batch.T @ error / len(X_batch)
            b = b - lr * np.mean(error)
    return w, b


def whole_batch(N: int, epochs: int):
    """A draw: one batch per epoch, where the order makes no difference."""

    def draw(rng: np.random.Generator) -> Call:
        y = (np.arange(N) % 2).astype(int)
        X = numbers(rng, N, 2) + 5.0 * y[:, np.newaxis]
        return call(X, y, 0.5, N + 1, epochs, generator(rng))

    return draw


# Two clouds far apart: every second sample is of class 1.
CLOUDS = """
    y = np.arange(40) % 2
    X = np.random.default_rng({seed}).normal(0, 0.5, (40, 2)) + 6.0 * y[:, np.newaxis]
    w, b = train_unit(X, y, 1.0, 8, 25, np.random.default_rng({other}))
    X @ w + b
"""
SEEDS = """
    X, y = np.array([[1.0], [3.0], [-2.0], [5.0], [0.5], [-4.0]]), np.array([1, 0, 0, 1, 1, 0])
    seeds = [{seed}, {seed}, *range({other}, {other} + 4)]
    [train_unit(X, y, 1.0, 1, 2, np.random.default_rng(s))[0] for s in seeds]
"""


def judged(value, call):
    """One batch per epoch: as it is. Else: how many are right, and whether a seed decides."""
    if len(call.args) > 1:
        return value
    if "seeds" in call.args[0].text:
        one, same, *others = value
        return {
            "with the same seed": "the same" if np.array_equal(one, same) else "different",
            "with other seeds": (
                "the same" if all(np.allclose(one, other) for other in others) else "different"
            ),
            "order of the second epoch": (
                "that of the first" if _repeat_one_order([one, *others]) else "its own"
            ),
        }
    right = np.mean((np.asarray(value) > 0) == (np.arange(len(value)) % 2 == 1))
    return {"at least 95 % on the right side": bool(right >= 0.95)}


def _repeat_one_order(weights) -> bool:
    """Whether each of the weights comes of one order for both epochs, whichever it is."""
    ends = _ends_of_one_order()
    return all(np.isclose(ends, np.ravel(w)[0], rtol=0, atol=1e-9).any() for w in weights)


@cache
def _ends_of_one_order() -> np.ndarray:
    """The weight after two epochs in the same order, of one sample a step: for all 720 orders."""
    x, y = np.array([1.0, 3.0, -2.0, 5.0, 0.5, -4.0]), np.array([1, 0, 0, 1, 1, 0])
    w = b = np.zeros(720)
    for places in 2 * list(np.array(list(permutations(range(6)))).T):
        error = nn.sigmoid(w * x[places] + b) - y[places]
        w, b = w - error * x[places], b - error
    return w


BY_HAND = call(
    np.array([[2.0], [-2.0]]), np.array([1, 0]), 1.0, 2, 2, code("np.random.default_rng(0)")
)

# All samples are alike, so that any order gives the same, and every batch counts.
LAST_BATCH_OF_ONE = call(
    np.full((5, 2), [1.0, -2.0]), np.ones(5, int), 0.5, 2, 2, code("np.random.default_rng(3)")
)

train_unit = Exercise(
    reference=nn.train_unit,
    starter=parted_from_their_labels,
    summary=judged,
    statement=(
        "This code trains one sigmoid unit with mini-batches. It runs, every line looks like those "
        "of the lesson, and the unit learns next to nothing. It has one bug."
    ),
    aspects=[
        Aspect(
            "values",
            1,
            "weights and bias as they should be: with one batch per epoch, with a small last one",
            [whole_batch(8, 3), whole_batch(9, 2), BY_HAND, LAST_BATCH_OF_ONE],
        ),
        Aspect(
            "learns",
            0.5,
            "with mini-batches: two clouds far apart are told apart",
            confirmed(seeded(CLOUDS), 8),
        ),
        Aspect(
            "order",
            0.5,
            "still a random order from rng in every epoch; X and y are left as they were",
            [seeded(SEEDS), *confirmed(whole_batch(7, 2), 0)],
            pure=True,
        ),
    ],
    hints=[
        "Train on a single sample, then on two. With one it works. What changes with the second?",
        "Print X and y after the first line inside the loop, for a data set in which you know "
        "which label belongs to which row.",
        "order = rng.permutation(len(X)) once per epoch; then X[order] and y[order].",
    ],
)

train_unit.misconception(
    "values",
    "This does what the given code does: two calls of rng.permutation draw two orders, so the "
    "labels stand beside other samples.",
)(parted_from_their_labels)


def fit(X, y, lr, batch_size, epochs, reorder, divide=len):
    """The sound loop with the line that reorders handed in."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        X, y = reorder(X, y)
        for start in range(0, len(X), batch_size):
            X_batch, y_batch = X[start : start + batch_size], y[start : start + batch_size]
            error = nn.sigmoid(X_batch @ w + b) - y_batch
            w = w - lr * X_batch.T @ error / divide(X_batch)
            b = b - lr * np.mean(error)
    return w, b


def ordered(rng):
    def reorder(X, y):
        order = rng.permutation(len(X))
        return X[order], y[order]

    return reorder


@train_unit.misconception(
    "order",
    "The pairs are whole now, but the order no longer comes from rng: whatever the seed, it is "
    "the same.",
)
def shuffles_no_more(X, y, lr, batch_size, epochs, rng):
    return fit(X, y, lr, batch_size, epochs, lambda X, y: (X, y))


@train_unit.misconception(
    "order",
    "The order is drawn once, before the first epoch, and used in all of them; draw a fresh one in "
    "every epoch, inside the outer loop.",
)
def one_order_for_all_epochs(X, y, lr, batch_size, epochs, rng):
    order = rng.permutation(len(X))
    return fit(X[order], y[order], lr, batch_size, epochs, lambda X, y: (X, y))


@train_unit.misconception(
    "values", "X is shuffled and y is left as it was: the labels still stand beside other samples."
)
def shuffles_the_samples_alone(X, y, lr, batch_size, epochs, rng):
    return fit(X, y, lr, batch_size, epochs, lambda X, y: (rng.permutation(X), y))


@train_unit.misconception(
    "values", "y is shuffled and X is left as it was: the labels still stand beside other samples."
)
def shuffles_the_labels_alone(X, y, lr, batch_size, epochs, rng):
    return fit(X, y, lr, batch_size, epochs, lambda X, y: (X, rng.permutation(y)))


@train_unit.misconception(
    "values",
    "The order is mended, and on the way the step of w lost its division by the batch's size.",
)
def lost_the_mean(X, y, lr, batch_size, epochs, rng):
    return fit(X, y, lr, batch_size, epochs, ordered(rng), lambda batch: 1)


@train_unit.misconception(
    "values",
    "The order is mended, but dividing by batch_size is wrong for a batch that is not full.",
)
def divides_by_the_full_batch(X, y, lr, batch_size, epochs, rng):
    return fit(X, y, lr, batch_size, epochs, ordered(rng), lambda batch: batch_size)


@train_unit.misconception(
    "order",
    "The order is mended with an assignment in place: the caller's X and y have lost theirs.",
)
def shuffles_in_place(X, y, lr, batch_size, epochs, rng):
    def reorder(X, y):
        order = rng.permutation(len(X))
        X[:], y[:] = X[order], y[order]
        return X, y

    return fit(X, y, lr, batch_size, epochs, reorder)


@train_unit.misconception(
    "values",
    "The order is mended, and a last batch that is not full is left out now. Every sample counts "
    "in every epoch.",
)
def leaves_out_the_last_batch(X, y, lr, batch_size, epochs, rng):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        X, y = ordered(rng)(X, y)
        for start in range(0, len(X) - batch_size + 1, batch_size):
            X_batch, y_batch = X[start : start + batch_size], y[start : start + batch_size]
            error = nn.sigmoid(X_batch @ w + b) - y_batch
            w, b = w - lr * X_batch.T @ error / len(X_batch), b - lr * np.mean(error)
    return w, b


@train_unit.alternative
def indices_of_the_batch(X, y, lr, batch_size, epochs, rng):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            chosen = order[start : start + batch_size]
            error = nn.sigmoid(X[chosen] @ w + b) - y[chosen]
            w, b = w - lr * error @ X[chosen] / len(chosen), b - lr * error.mean()
    return w, b


@train_unit.alternative
def glued_together(X, y, lr, batch_size, epochs, rng):
    both = np.column_stack([X, y])
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        both = rng.permutation(both)
        for start in range(0, len(both), batch_size):
            batch = both[start : start + batch_size]
            error = nn.sigmoid(batch[:, :-1] @ w + b) - batch[:, -1]
            w = w - lr * batch[:, :-1].T @ error / len(batch)
            b = b - lr * np.mean(error)
    return w, float(b)

"""`smote`: judged by where the new samples lie, since every order of drawing is right."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed
from ..with_seeds import generator, seeded
from .draws import numbers

SEEDS = """
    X = np.array([[0.0, 0.0], [1.0, 0.2], [0.3, 1.0], [5.0, 5.0], [6.0, 5.5]])
    [smote(X, 2, 6, np.random.default_rng(seed)) for seed in ({seed}, {seed}, {other})]
"""
AFTERWARDS = """
    X = np.array([[0.0, 0.0], [1.0, 0.2], [0.3, 1.0], [5.0, 5.0]])
    smote(X, 2, 6, np.random.default_rng({seed}))
    X
"""


def drawn(M: int, D: int, k: int, n: int):
    """A draw: M samples with D features in general position."""
    return lambda rng: call(numbers(rng, M, D), k, n, generator(rng))


def judged(value, call: Call):
    """Where new samples lie, in words; for scripts, what a seed decides."""
    if len(call.args) == 1:
        return value if call.args[0].text.endswith("\nX") else _seeds(value)
    X, k, n, _ = call.args
    new = np.asarray(value, dtype=float)
    if new.ndim != 2 or new.shape[1:] != X.shape[1:]:
        return value
    words = {"how many": len(new)}
    return words | _places(X, k, new, many=n >= 100) if n else words


def _seeds(value):
    one, same, other = value
    return {
        "with the same seed": "the same" if np.array_equal(one, same) else "different",
        "with another seed": "the same" if np.array_equal(one, other) else "different",
    }


def _places(X, k, new, many):
    """Where each new sample is on the line row + u (other − row), for every pair of rows."""
    u, on_line = _lines(X, new)
    inside = on_line & (u > -1e-9) & (u < 1 + 1e-9)
    close = inside & _near(X, k)
    between, on_any = inside.any(axis=(1, 2)), on_line.any(axis=(1, 2))
    at_a_row = np.isclose(X, new[:, None], atol=1e-9).all(axis=2).any(axis=1)
    words = {
        "on the line between two rows": (
            "all" if between.all() else "some beyond its ends" if on_any.all() else "not all"
        ),
        "one of them a near neighbour": "all" if close.any(axis=(1, 2)).all() else "not all",
        "repeats of a row": (
            "all" if at_a_row.all() else "several" if at_a_row.sum() > 1 else "none"
        ),
    }
    if many:
        turns, used = close.any(axis=(0, 2)), close.any(axis=0)[_near(X, k)]
        first = [np.argmax(pairs) for pairs in close.reshape(len(new), -1) if pairs.any()]
        shares = u.reshape(len(new), -1)[close.any(axis=(1, 2)), first]
        words["rows of X that had a turn"] = "every one" if turns.all() else "not all"
        words["neighbours that had a turn"] = "every one" if used.all() else "not all"
        words["where on the line"] = _spread(np.abs(shares - 0.5))
    return words


def _lines(X, new):
    """(n, M, M): the share u of each new sample between rows i and j, and whether it is there."""
    step = X[None, :] - X[:, None]
    length = np.sum(step**2, axis=2) + np.eye(len(X))
    from_row = new[:, None, None] - X[:, None]
    u = np.sum(from_row * step, axis=3) / length
    off = np.linalg.norm(from_row - u[..., None] * step, axis=3) + np.eye(len(X))
    return u, off < 1e-9


def _near(X, k):
    """(M, M) booleans: whether row j is among the k nearest of row i."""
    distances = np.linalg.norm(X[:, None] - X, axis=2)
    np.fill_diagonal(distances, np.inf)
    near = np.zeros(distances.shape, bool)
    np.put_along_axis(near, np.argsort(distances, axis=1)[:, :k], True, axis=1)
    return near


def _spread(from_the_middle):
    """In words: whether the shares fill the way from 0 to 1 evenly, to either side of one half."""
    if not len(from_the_middle):
        return "nowhere"
    if np.ptp(from_the_middle) < 1e-6:
        half = from_the_middle[0] < 1e-6
        return "always half-way" if half else "always at the same share of the way"
    parts = np.histogram(from_the_middle, 4, (0, 0.5))[0] / len(from_the_middle)
    return "all along it" if parts.min() > 0.1 else "not all along it"


# The first row and the last lie apart: neither is a neighbour of any other, so that all new samples
# on their lines start from them.
LONELY = call(
    np.array([[9.0, 0.5], [0.0, 0.0], [1.0, 0.2], [0.3, 1.1], [1.3, 1.4], [-8.0, 0.1]]),
    2,
    300,
    code("np.random.default_rng(7)"),
)

smote = Exercise(
    reference=nn.smote,
    stretch=True,
    summary=judged,
    statement="Make new samples of a rare class: points on the lines between neighbours.",
    aspects=[
        Aspect(
            "lines",
            1.25,
            "n new samples, each on the line between a row and one of its k nearest other rows",
            [
                call(np.array([[0.0, 0.0], [4.0, 2.0]]), 1, 3, code("np.random.default_rng(7)")),
                drawn(8, 2, 2, 40),
                drawn(8, 3, 2, 40),
            ],
        ),
        Aspect(
            "random",
            0.75,
            "row, neighbour and place on the line all drawn from rng, afresh for each new sample",
            [LONELY, drawn(6, 2, 2, 300), seeded(SEEDS)],
        ),
        Aspect(
            "edges",
            0.5,
            "no new sample; one feature; all other rows as neighbours; X is left as it was",
            [
                drawn(4, 3, 2, 0),
                *confirmed(drawn(4, 3, 3, 30), 0),
                lambda rng: call(
                    np.array([[1.0], [1.5], [4.0]]) + numbers(rng, 1), 1, 8, generator(rng)
                ),
                seeded(AFTERWARDS),
            ],
        ),
    ],
    hints=[
        "Three draws per new sample: which row, which of its neighbours, how far along. Begin with "
        "a loop over n and write these three lines.",
        "Distances from row i: np.linalg.norm(X - X[i], axis=1). In np.argsort of them, the first "
        "is the row itself, at distance 0; the next k are its neighbours.",
        "X[i] + u * (X[j] - X[i]) with one u = rng.random() for all features; collect the rows in "
        "an array of shape (n, D).",
    ],
)


def order_by_distance(X):
    """(M, M) row numbers: those nearest to row i first, itself in front."""
    distances = np.linalg.norm(X[:, None] - X, axis=2)
    np.fill_diagonal(distances, -1.0)
    return np.argsort(distances, axis=1)


def between(X, near, n, rng, u=None):
    """New samples towards the neighbours that `near` lists in row i for X[i]."""
    i = rng.integers(0, len(X), n)
    j = near[i, rng.integers(0, near.shape[1], n)]
    return X[i] + (rng.random((n, 1)) if u is None else u) * (X[j] - X[i])


@smote.misconception(
    "lines",
    "A row is its own nearest neighbour here, at distance 0: some new samples are mere copies. "
    "Leave the first of the sorted distances out.",
)
def is_its_own_neighbour(X, k, n, rng):
    return between(X, order_by_distance(X)[:, :k], n, rng)


@smote.misconception(
    "lines",
    "The partner is any other row; only the k nearest are neighbours, so that new samples stay "
    "where the class is.",
)
def any_partner(X, k, n, rng):
    return between(X, order_by_distance(X)[:, 1:], n, rng)


@smote.misconception(
    "lines",
    "u was drawn for each feature by itself, which leaves the line; a new sample has one u.",
)
def one_share_per_feature(X, k, n, rng):
    return between(X, order_by_distance(X)[:, 1 : k + 1], n, rng, rng.random((n, X.shape[1])))


@smote.misconception(
    "lines",
    "u runs from −1 to 1 here, so that some new samples lie beyond the row; it runs from 0 to 1.",
)
def beyond_the_row(X, k, n, rng):
    u = rng.uniform(-1, 1, (n, 1))
    return between(X, order_by_distance(X)[:, 1 : k + 1], n, rng, u)


@smote.misconception(
    "lines",
    "These are repeats of rows of X: random oversampling. SMOTE makes rows that are new.",
)
def repeats_rows(X, k, n, rng):
    return X[rng.integers(0, len(X), n)]


@smote.misconception(
    "lines",
    "The old rows came back together with the new ones; only the n new samples are asked for.",
)
def old_and_new(X, k, n, rng):
    return np.vstack([X, nn.smote(X, k, n, rng)])


@smote.misconception(
    "lines",
    "Here are n new samples for each row of X; n is how many there are to be in all.",
)
def n_for_each_row(X, k, n, rng):
    return nn.smote(X, k, n * len(X), rng)


@smote.misconception(
    "random", "Each new sample lies half-way; draw u between 0 and 1 for each of them."
)
def always_half_way(X, k, n, rng):
    return between(X, order_by_distance(X)[:, 1 : k + 1], n, rng, 0.5)


@smote.misconception(
    "random", "u is drawn once for all new samples; each is to have a u of its own."
)
def one_share_for_all(X, k, n, rng):
    return between(X, order_by_distance(X)[:, 1 : k + 1], n, rng, rng.uniform(0.1, 0.4))


@smote.misconception(
    "random",
    "All new samples start from the first row of X; every row is to get its turn.",
)
def always_from_the_first_row(X, k, n, rng):
    near = order_by_distance(X)[0, 1 : k + 1]
    j = near[rng.integers(0, k, n)]
    return X[0] + rng.random((n, 1)) * (X[j] - X[0])


@smote.misconception(
    "random", "A generator made inside gives the same samples whatever the seed; use rng."
)
def seeds_its_own_generator(X, k, n, rng):
    return nn.smote(X, k, n, np.random.default_rng(0))


@smote.misconception(
    "random",
    "Only the nearest row is ever taken; each of the k nearest is to get its turn, drawn from rng.",
)
def the_nearest_alone(X, k, n, rng):
    return between(X, order_by_distance(X)[:, 1:2], n, rng)


@smote.misconception(
    "random",
    "Row 0 never gets its turn: rng.integers(1, M) begins at 1. Rows are counted from 0.",
)
def never_from_the_first_row(X, k, n, rng):
    near = order_by_distance(X)[:, 1 : k + 1]
    i = rng.integers(1, len(X), n)
    j = near[i, rng.integers(0, k, n)]
    return X[i] + rng.random((n, 1)) * (X[j] - X[i])


@smote.misconception(
    "random",
    "np.random draws from a generator that all programs share: the seed of rng decides nothing. "
    "Draw from rng.",
)
def draws_from_numpys_own(X, k, n, rng):
    return nn.smote(X, k, n, np.random.default_rng(np.random.randint(2**31)))


@smote.alternative
def sample_by_sample(X, k, n, rng):
    made = np.empty((n, X.shape[1]))
    for row in range(n):
        i = rng.integers(len(X))
        near = np.argsort(np.linalg.norm(X - X[i], axis=1))
        j = rng.choice(near[1 : k + 1])
        u = rng.random()
        made[row] = (1 - u) * X[i] + u * X[j]
    return made


@smote.alternative
def row_after_row(X, k, n, rng):
    """As in the paper: the rows take turns, in an order that is drawn."""
    order = rng.permutation(len(X))
    made = []
    for turn in range(n):
        i = order[turn % len(X)]
        others = np.delete(np.arange(len(X)), i)
        near = others[np.argsort(np.sum((X[others] - X[i]) ** 2, axis=1))[:k]]
        made.append(X[i] + rng.uniform() * (X[rng.choice(near)] - X[i]))
    return np.array(made).reshape(n, X.shape[1])

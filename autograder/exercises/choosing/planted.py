"""The lesson's *break it*: rows are repeated before the split, and so the test data leak."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from ..with_seeds import generator, seeded
from .draws import numbers


def repeated_before_the_split(X, y, test_size, rng):
    """The code that the lesson hands out: its one bug is that the split comes last."""
    rare = 1 if np.sum(y == 1) < np.sum(y == 0) else 0
    candidates = np.flatnonzero(y == rare)
    repeats = rng.choice(candidates, len(X) - 2 * len(candidates))
    order = rng.permutation(np.concatenate([np.arange(len(X)), repeats]))
    test, train = order[:test_size], order[test_size:]
    return (X[train], y[train]), (X[test], y[test])


SEEDS = """
    X = np.arange(80.0).reshape(40, 2)
    y = (np.arange(40) % 4 == 0).astype(int)
    seeds = ({seed}, {seed}, {other})
    [oversampled_split(X, y, 14, np.random.default_rng(seed)) for seed in seeds]
"""


def drawn(zeros: int, ones: int, test_size: int):
    """A draw: data with so many of each class; no split can leave a class without training rows."""

    def draw(rng: np.random.Generator) -> Call:
        y = rng.permutation(np.repeat([0, 1], [zeros, ones]))
        X = numbers(rng, zeros + ones, 2) + 4.0 * np.arange(zeros + ones)[:, np.newaxis]
        return call(X, y, test_size, generator(rng))

    return draw


def judged(value, call: Call):
    """What of the split is judged, in words."""
    if len(call.args) > 1:
        X, y, test_size, _ = call.args
        return _described(value, X, y, test_size)
    X, y = np.arange(80.0).reshape(40, 2), (np.arange(40) % 4 == 0).astype(int)
    one, same, other = (_rows(split, X) for split in value)
    return _described(value[0], X, y, 14) | {
        "with the same seed": "the same" if one == same else "different",
        "with another seed": "the same" if one == other else "different",
    }


def _rows(split, X):
    """Training and test data as row numbers of X."""
    return [[_row(X, row) for row in part_X] for part_X, _ in split]


def _row(X, row):
    found = np.flatnonzero(np.all(row == X, axis=1))
    return int(found[0]) if len(found) else -1


def _described(split, X, y, test_size):
    train, test = _rows(split, X)
    labels = [part_y.tolist() for _, part_y in split]
    paired = all(
        y[row] == label
        for rows, part in zip((train, test), labels, strict=True)
        for row, label in zip(rows, part, strict=True)
    )
    counts = np.bincount(y[train], minlength=2)
    more = np.argmax(np.bincount(y[list(set(train))], minlength=2))
    repeated = {int(y[row]) for row in set(train) if train.count(row) > 1}
    return {
        "test rows": len(test),
        "rows that are in both parts": "some" if set(train) & set(test) else "none",
        "different rows to train with": len(set(train)),
        "test rows that stand there twice": "some" if len(set(test)) < len(test) else "none",
        "rows of X that are in neither part": (
            "none" if set(train) | set(test) == set(range(len(X))) else "some"
        ),
        "labels": "beside their rows" if paired else "beside other rows",
        "training rows": (
            "as many of each class"
            if counts[0] == counts[1]
            else "more of the common class"
            if counts[more] > counts[1 - more]
            else "more of the rare class"
        ),
        "repeated": "the rarer class" if repeated == {int(1 - more)} else "another, or none",
    }


oversampled_split = Exercise(
    reference=nn.oversampled_split,
    starter=repeated_before_the_split,
    summary=judged,
    statement=(
        "This code parts data for a test, and balances the training data by repeating rows of the "
        "rare class. It runs, the sizes are right, and the test results are far too good. It has "
        "one bug."
    ),
    aspects=[
        Aspect(
            "apart",
            0.5,
            "no row in both parts, none missing, test_size rows to test with, each once",
            [drawn(14, 6, 4), drawn(40, 9, 16), drawn(9, 35, 14)],
        ),
        Aspect(
            "balanced",
            0.25,
            "the training data hold as many of each class, by repeats of the rarer one",
            [*confirmed(drawn(36, 9, 14), 0), drawn(10, 34, 14)],
        ),
        Aspect(
            "random",
            0.25,
            "all draws from rng: the same seed gives the same split, another seed another",
            confirmed(seeded(SEEDS), 0),
        ),
    ],
    hints=[
        "Take ten rows with two ones, print the row numbers of both parts, and look for one that "
        "stands in both.",
        "What may the training data know of the test rows? Nothing: so which of the two steps has "
        "to come first?",
        "order = rng.permutation(len(X)); cut it into test and train; then count, choose and "
        "repeat among `train` alone.",
    ],
)

oversampled_split.misconception(
    "apart",
    "This does what the given code does: rows are repeated first and parted then, so copies of one "
    "row stand in both parts.",
)(repeated_before_the_split)


def parted(X, y, test_size, rng):
    order = rng.permutation(len(X))
    return order[:test_size], order[test_size:]


def repeats_of(y, rows, rng):
    """Rows of the rarer class among these, as many as are missing."""
    ones, zeros = rows[y[rows] == 1], rows[y[rows] == 0]
    rare, common = (ones, zeros) if len(ones) < len(zeros) else (zeros, ones)
    return rng.choice(rare, len(common) - len(rare))


@oversampled_split.misconception(
    "apart",
    "The split comes first now, and the repeats are still drawn from all rows, those of the test "
    "data too.",
)
def repeats_test_rows(X, y, test_size, rng):
    test, train = parted(X, y, test_size, rng)
    rare = 1 if np.sum(y == 1) < np.sum(y == 0) else 0
    missing = len(train) - 2 * np.sum(y[train] == rare)
    train = np.concatenate([train, rng.choice(np.flatnonzero(y == rare), missing)])
    return (X[train], y[train]), (X[test], y[test])


@oversampled_split.misconception(
    "apart",
    "The test data were balanced as well; they are to show the world as it is, each row once.",
)
def balances_the_test_data(X, y, test_size, rng):
    parts = [
        np.concatenate([rows, repeats_of(y, rows, rng)])
        for rows in parted(X, y, test_size, rng)[::-1]
    ]
    return tuple((X[rows], y[rows]) for rows in parts)


@oversampled_split.misconception(
    "balanced", "The leak is closed, but nothing is repeated any more: the classes are as unequal."
)
def repeats_nothing(X, y, test_size, rng):
    test, train = parted(X, y, test_size, rng)
    return (X[train], y[train]), (X[test], y[test])


@oversampled_split.misconception(
    "apart",
    "The common class was cut down instead, so that rows are lost; repeat rows of the rare one.",
)
def drops_the_common_class(X, y, test_size, rng):
    test, train = parted(X, y, test_size, rng)
    n = min(np.sum(y[train] == 0), np.sum(y[train] == 1))
    train = np.concatenate([train[y[train] == c][:n] for c in (0, 1)])
    return (X[train], y[train]), (X[test], y[test])


@oversampled_split.misconception(
    "balanced",
    "Class 1 is repeated whatever the data; the class with fewer samples is to be.",
)
def always_class_1(X, y, test_size, rng):
    test, train = parted(X, y, test_size, rng)
    ones = train[y[train] == 1]
    repeats = rng.choice(ones, abs(len(train) - 2 * len(ones)))
    train = np.concatenate([train, repeats])
    return (X[train], y[train]), (X[test], y[test])


@oversampled_split.misconception(
    "random",
    "The split is the same whatever the seed: the last rows are always the test data. Draw an "
    "order from rng.",
)
def never_shuffles(X, y, test_size, rng):
    test, train = np.arange(len(X))[-test_size:], np.arange(len(X))[:-test_size]
    first = np.sort(np.concatenate([train, repeats_of(y, train, np.random.default_rng(0))]))
    return (X[first], y[first]), (X[test], y[test])


@oversampled_split.alternative
def masks(X, y, test_size, rng):
    chosen = np.zeros(len(X), bool)
    chosen[rng.choice(len(X), test_size, replace=False)] = True
    X_train, y_train, X_test, y_test = X[~chosen], y[~chosen], X[chosen], y[chosen]
    counts = np.bincount(y_train, minlength=2)
    rows = np.flatnonzero(y_train == np.argmin(counts))
    more = rows[rng.integers(0, len(rows), counts.max() - counts.min())]
    return (np.vstack([X_train, X_train[more]]), np.append(y_train, y_train[more])), (
        X_test,
        y_test,
    )


@oversampled_split.alternative
def list_of_rows(X, y, test_size, rng):
    order = rng.permutation(len(X)).tolist()
    test, train = order[:test_size], order[test_size:]
    by_class = [[i for i in train if y[i] == c] for c in (0, 1)]
    rare, common = sorted(by_class, key=len)
    while len(rare) < len(common):
        rare.append(int(rng.choice([i for i in train if y[i] == y[rare[0]]])))
    rows = rare + common
    return (X[rows], y[rows]), (X[test], y[test])

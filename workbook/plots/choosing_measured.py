"""What lesson 11 measures of judging: a forecast of chance, rare classes, where to cut.

All data are simulated, from seeds. Everything is computed with `workbook.nn`.
"""

import functools
from contextlib import contextmanager
from functools import cache

import numpy as np

from workbook import nn
from workbook.plots.activations_measured import Table

DAYS, LAGS, HORIZON, WALKS = 1000, 5, 20, 10
"""A forecast sees the last LAGS prices; the direction is that over HORIZON days."""

SHARE_RARE = 0.05
"""The share of class 1 in `rare`."""


@contextmanager
def once_written():
    """Run a block that needs the learner's own functions; say so where one is still unwritten."""
    try:
        yield
    except NotImplementedError:
        print("Not written yet: write the exercises above, then run this cell again.")


def small_network(D, hidden, output, loss, lr, rng):
    """A network of one hidden layer, compiled with Adam: hidden and output are (units, f)."""
    model = nn.Sequential(
        [
            nn.Dense(hidden[0], activation=hidden[1], input_dim=D),
            nn.Dense(output[0], activation=output[1]),
        ],
        rng=rng,
    )
    model.compile(loss=loss, optimizer=functools.partial(nn.adam, lr=lr))
    return model


# A forecast of chance -----------------------------------------------------------------------------


def prices(rng, n=DAYS + LAGS + HORIZON):
    """A random walk: each day's price is the last one's, changed by 1 % or so, by chance alone."""
    return 100 * np.exp(np.cumsum(rng.normal(0, 0.01, n)))


def parted(shuffled, rng):
    """The days' numbers: (training, test), 80 % and 20 %, by chance or in the order of time."""
    days = rng.permutation(DAYS) if shuffled else np.arange(DAYS)
    return days[: DAYS * 4 // 5], days[DAYS * 4 // 5 :]


@cache
def forecast(shuffled, seed):
    """Tomorrow's price from the last five: (R² of persistence, R² of a network, error ratio)."""
    rng = np.random.default_rng(seed)
    P = prices(rng)
    X = np.stack([P[lag : DAYS + lag] for lag in range(LAGS)], axis=1)
    y = P[LAGS : DAYS + LAGS]
    train, test = parted(shuffled, rng)
    mean, std = X[train].mean(), X[train].std()
    model = small_network(LAGS, (16, "tanh"), (1, None), "mse", 0.01, rng)
    model.fit((X[train] - mean) / std, (y[train] - mean) / std, epochs=12, verbose=0)
    guess = model.predict((X[test] - mean) / std)[:, 0] * std + mean
    persistence = X[test, -1]
    r2 = [1 - nn.mse(y[test], one) / np.var(y[test]) for one in (persistence, guess)]
    return *r2, nn.mae(y[test], guess) / nn.mae(y[test], persistence)


@cache
def direction(shuffled, seed):
    """Will it be higher in 20 days? The share of right answers, by the five nearest known days."""
    rng = np.random.default_rng(seed)
    P = prices(rng)
    higher = P[LAGS - 1 + HORIZON :][:DAYS] > P[LAGS - 1 :][:DAYS]
    train, test = parted(shuffled, rng)
    nearest = np.argsort(np.abs(train[:, None] - test), axis=0)[:5]
    return np.mean((higher[train[nearest]].mean(axis=0) > 0.5) == higher[test])


def forecasts():
    """The same walks, split in two ways; return a `Table` of middle walks and ranges."""
    rows = []
    for name, shuffled in (("shuffled", True), ("in the order of time", False)):
        found = np.array([forecast(shuffled, seed) for seed in range(WALKS)])
        right = 100 * np.array([direction(shuffled, seed) for seed in range(WALKS)])
        persistence, network, ratio = np.median(found, axis=0)
        rows.append(
            (
                name,
                f"{network:.3f}",
                f"{persistence:.3f}",
                f"{ratio:.2f} ({found[:, 2].min():.2f} to {found[:, 2].max():.2f})",
                f"{right.mean():.0f}% ({right.min():.0f} to {right.max():.0f})",
            )
        )
    head = (
        "days are split", "R² of the network", "R² of persistence",
        "network's error ÷ persistence's", "up or down in 20 days: right",
    )  # fmt: skip
    caption = f"{WALKS} random walks, and the range over them: all by chance"
    return Table(caption, head, tuple(rows))


# Rare classes -------------------------------------------------------------------------------------


def rare(n, rng):
    """Five features, two of which are larger in the rare class 1: (X, y)."""
    y = (rng.random(n) < SHARE_RARE).astype(int)
    return rng.normal(size=(n, 5)) + np.outer(y, [1.5, 1.0, 0, 0, 0]), y


def smoted(X, y, rng, k=5):
    """X, y with as many synthetic samples of class 1 as make the classes equal."""
    n = int(np.sum(y == 0) - np.sum(y == 1))
    return np.vstack([X, nn.smote(X[y == 1], k, n, rng)]), np.append(y, np.ones(n, int))


@cache
def remedies(seeds=10):
    """Five ways to treat a rare class, on data that stay as they are; return a `Table`."""
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        (X, y), (T, u) = rare(1000, rng), rare(4000, rng)
        plain = _chances(T, nn.logistic_regression_fit(X, y, 1e-3))
        weighted = nn.logistic_regression_fit(X, y, 1e-3, nn.class_weights(y)[y])
        filled_up = nn.logistic_regression_fit(*smoted(X, y, rng), 1e-3)
        ways = {
            "always “not rare”": (np.zeros(len(u)), 0.5),
            "logistic regression": (plain, 0.5),
            "… with class weights": (_chances(T, weighted), 0.5),
            "… with SMOTE": (_chances(T, filled_up), 0.5),
            "… with the threshold 0.05": (plain, SHARE_RARE),
        }
        found.append([_judged(u, p, threshold) for p, threshold in ways.values()])
    rows = [
        (name, *(f"{value:.0%}" for value in values[:3]), *(f"{value:.2f}" for value in values[3:]))
        for name, values in zip(ways, np.mean(found, axis=0), strict=True)
    ]
    head = ("method", "accuracy", "precision", "recall", "F1", "mean probability")
    return Table("One sample in twenty is rare; measured on 4000 new ones", head, tuple(rows))


def _chances(X, model):
    w, b = model
    return nn.sigmoid(X @ w + b)


def _judged(y, p, threshold):
    answers = (p >= threshold).astype(int)
    return nn.accuracy(y, answers), *nn.precision_recall_f1(y, answers), np.mean(p)


@cache
def smote_leak(smote_first, by_chance, seeds=8):
    """Recall and F1 on test data of a network, where SMOTE comes before or after the split.

    by_chance: one label in ten is 1, by chance alone; else the first feature is larger there.
    Returns: (seeds, 2) array.
    """
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        y = rng.permutation(np.arange(400) % 10 == 0).astype(int)
        X = rng.normal(size=(400, 10))
        X[:, 0] += 0 if by_chance else 1.5 * y
        if smote_first:
            X, y = smoted(X, y, rng)
            order = rng.permutation(len(y))
            X, y = X[order], y[order]
        cut = len(y) * 7 // 10
        train, test = (X[:cut], y[:cut]), (X[cut:], y[cut:])
        train = train if smote_first else smoted(*train, rng)
        model = small_network(10, (32, "relu"), (1, "sigmoid"), "binary_crossentropy", 0.01, rng)
        model.fit(*train, epochs=40, batch_size=64, verbose=0)
        answers = (model.predict(test[0])[:, 0] > 0.5).astype(int)
        found.append(nn.precision_recall_f1(test[1], answers)[1:])
    return np.array(found)


def smote_orders():
    """The same network, data and SMOTE, in two orders; return a `Table`."""
    rows = []
    for name, first in (("SMOTE, then split", True), ("split, then SMOTE on training", False)):
        cells = []
        for by_chance in (True, False):
            recall, f1 = smote_leak(first, by_chance).T
            cells.append(
                f"{recall.mean():.0%} ({recall.min():.0%} to {recall.max():.0%}), {f1.mean():.2f}"
            )
        rows.append((name, *cells))
    head = ("order", "labels by chance: recall, F1", "one telling feature: recall, F1")
    caption = "A rare class of one in ten, as the test data report it: means and range of 8 draws"
    return Table(caption, head, tuple(rows))


# Where to cut -------------------------------------------------------------------------------------

MISS, ALARM = 20, 1
"""What a rare sample that is missed costs, and a false alarm."""

CUTS = np.geomspace(0.003, 0.9, 60)


@cache
def cut_everywhere(seeds=5):
    """The unchanged logistic regression of `remedies`, cut at each of CUTS, with several seeds.

    Returns: dict of (seeds, 60) arrays: "recall", "precision" (nan without an alarm), "alarms" (the
    share of the common class that is called rare), "cost" (per sample, by MISS and ALARM).
    """
    found = {name: [] for name in ("recall", "precision", "alarms", "cost")}
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        (X, y), (T, u) = rare(1000, rng), rare(4000, rng)
        chances = _chances(T, nn.logistic_regression_fit(X, y, 1e-3))
        called = chances >= CUTS[:, np.newaxis]
        hits, false = np.sum(called & (u == 1), axis=1), np.sum(called & (u == 0), axis=1)
        found["recall"].append(hits / np.sum(u == 1))
        found["precision"].append(
            np.where(hits + false > 0, hits / np.maximum(hits + false, 1), np.nan)
        )
        found["alarms"].append(false / np.sum(u == 0))
        found["cost"].append((MISS * (np.sum(u == 1) - hits) + ALARM * false) / len(u))
    return {name: np.array(values) for name, values in found.items()}

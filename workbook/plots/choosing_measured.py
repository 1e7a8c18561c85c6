"""What lesson 11 measures of methods: a forecast of chance, rare classes, samples, times.

All data are simulated, from seeds. Everything is computed with `workbook.nn`.
"""

import functools
import timeit
from contextlib import contextmanager
from functools import cache

import numpy as np

from workbook import nn
from workbook.data.structures import STRUCTURES, tumours
from workbook.explore.how_many_samples import TEST, compared, material
from workbook.plots.activations_measured import Table

DAYS, LAGS, HORIZON, WALKS = 1000, 5, 20, 5
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
    """The same walks, split in two ways; return a `Table`."""
    rows = []
    for name, shuffled in (("shuffled", True), ("in the order of time", False)):
        found = np.median([forecast(shuffled, seed) for seed in range(WALKS)], axis=0)
        right = np.mean([direction(shuffled, seed) for seed in range(WALKS)])
        persistence, network, ratio = found
        rows.append(
            (name, f"{network:.3f}", f"{persistence:.3f}", f"{ratio:.2f}", f"{right:.0%}")
        )  # fmt: skip
    head = (
        "days are split", "R² of the network", "R² of persistence",
        "network's error ÷ persistence's", "up or down in 20 days: right",
    )  # fmt: skip
    return Table(f"{WALKS} random walks: nothing in them can be forecast", head, tuple(rows))


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
def smote_leak(smote_first, by_chance, seeds=3):
    """(recall, F1) on test data of a network, where SMOTE comes before or after the split.

    by_chance: one label in ten is 1, by chance alone; else the first feature is larger there.
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
    return tuple(np.mean(found, axis=0))


def smote_orders():
    """The same network, data and SMOTE, in two orders; return a `Table`."""
    rows = []
    for name, first in (("SMOTE, then split", True), ("split, then SMOTE on training", False)):
        numbers = [*smote_leak(first, True), *smote_leak(first, False)]
        recalls, f1s = numbers[::2], numbers[1::2]
        cells = [f"{r:.0%}, {f:.2f}" for r, f in zip(recalls, f1s, strict=True)]
        rows.append((name, *cells))
    head = ("order", "labels by chance: recall, F1", "one telling feature: recall, F1")
    return Table("A rare class of one in ten, as the test data report it", head, tuple(rows))


# Samples and structure ----------------------------------------------------------------------------


def five_structures():
    """Both models on five structures with 40 and with 500 samples; return a `Table`."""
    rows = []
    for name, (label, _) in STRUCTURES.items():
        ones = np.mean(material(name)[1][:TEST])
        cells = [f"{100 * max(ones, 1 - ones):.0f}"]
        for size in (40, 500):
            for model in ("logistic", "network"):
                shares = compared(name, size)[model]
                cells.append(f"{100 * shares.mean():.1f} ± {100 * shares.std():.1f}")
        rows.append((label, *cells))
    head = (
        "structure", "baseline", "logistic, 40", "network, 40", "logistic, 500", "network, 500",
    )  # fmt: skip
    return Table("Test accuracy in %: mean ± spread of six training sets", head, tuple(rows))


def eight_measurements():
    """Simulated cases for Keras's example: (X, y) of 300 to train with, and of 500 new ones."""
    rng = np.random.default_rng(4)
    (X, y), (T, u) = tumours(300, rng), tumours(500, rng)
    X, T = X[:, :8], T[:, :8]
    scale = nn.standardize_fit(X)
    return (nn.standardize_apply(X, *scale), y), (nn.standardize_apply(T, *scale), u)


# A network against the traditional method ---------------------------------------------------------


@cache
def contenders():
    """Both methods on ten measurements of 500 cases: (w, b), model, training and test data."""
    rng = np.random.default_rng(5)
    (X, y), (T, u) = tumours(500, rng), tumours(2000, rng)
    scale = nn.standardize_fit(X)
    X, T = (nn.standardize_apply(part, *scale) for part in (X, T))
    model = nn.Sequential(
        [
            nn.Dense(16, input_dim=10, activation="relu"),
            nn.Dense(8, activation="relu"),
            nn.Dense(1, activation="sigmoid"),
        ],
        rng=rng,
    )
    model.compile(loss="binary_crossentropy", optimizer="adam")
    return nn.logistic_regression_fit(X, y, 1e-2), model, (X, y), (T, u)


@cache
def against():
    """Logistic regression and a network side by side, with measured times; return a `Table`."""
    line, model, (X, y), (T, u) = contenders()
    methods = (
        (
            "logistic regression", len(line[0]) + 1,
            lambda: nn.logistic_regression_fit(X, y, 1e-2),
            lambda: T @ line[0] + line[1] >= 0,
            "one weight per measurement",
        ),
        (
            "network (16, 8, 1)", model.count_params(),
            lambda: model.fit(X, y, epochs=50, batch_size=10, verbose=0),
            lambda: model.predict(T)[:, 0] >= 0.5,
            "only by probing from outside",
        ),
    )  # fmt: skip
    rows = []
    for name, count, fit, answer, why in methods:
        fitting, answering = 1000 * timeit.timeit(fit, number=1), milliseconds(answer)
        right = f"{np.mean(answer() == u):.1%}"
        times = f"{fitting:.0f} ms", f"{answering:.2f} ms"
        rows.append((name, str(count), *times, right, why))
    head = (
        "method", "parameters", "fitting", "2000 answers", "right on new data", "why this answer?",
    )  # fmt: skip
    return Table("Ten measurements, 500 cases; times of this machine", head, tuple(rows))


def milliseconds(call):
    """The quickest of five calls, in milliseconds."""
    return 1000 * min(timeit.repeat(call, number=1, repeat=5))

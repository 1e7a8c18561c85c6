"""The smaller experiments of lesson 10: how a gap opens, whose loss rises, patience, a rare class.

Networks on two moons are those of the capacity dial, so that its picture and the figures agree. One
draw of moons was picked for the dial; what is said of moons in general is measured on DRAWS, which
were not.
"""

from functools import cache

import numpy as np

from workbook import nn
from workbook.explore import capacity_dial as dial
from workbook.plots import training_measured

WIDTHS = (1, 2, 4, 8, 12, 16, 24, 32)
DRAWS = tuple(range(1, 13))
"""Twelve draws of samples and first weights, the first twelve seeds; none was picked."""


@cache
def moons(units=32, samples=20, lam=0.0, dropout=0.0, seed=dial.SEED):
    """The capacity dial's training with these settings."""
    return dial.trained(units, samples, lam, dropout, seed)


def by_width(samples=20):
    """Costs for each of DRAWS (rows) and WIDTHS (columns): a dict of three (12, 8) arrays.

    "training" and "validation" in the end; "lowest": the validation cost of the best epoch.
    """
    runs = [[moons(units, samples, seed=seed) for units in WIDTHS] for seed in DRAWS]
    return {
        "training": np.array([[run["loss"][-1] for run in row] for row in runs]),
        "validation": np.array([[run["val_loss"][-1] for run in row] for row in runs]),
        "lowest": np.array([[run["val_loss"].min() for run in row] for row in runs]),
    }


# Beyond as many units as samples ------------------------------------------------------------------

FEATURES = (2, 3, 5, 7, 10, 14, 20, 25, 30, 35, 40, 45, 50, 60, 80, 120, 200, 400, 800)
ROWS, NOISE, TESTS = 40, 0.5, 400


def target(X):
    """What is to be learnt, without its noise: (N,) for X (N, 5)."""
    return np.tanh(2 * X[:, 0]) - X[:, 1]


@cache
def random_features(draws=30):
    """Fit ROWS noisy samples with more and more random ReLU units: a dict of (draws, F) arrays.

    The units' own weights are drawn and left alone; only the output's weights are fitted, exactly,
    by least squares: among all that fit equally well, the smallest ones. "training" and "new" are
    mean squared errors, the latter without the new samples' noise. "bias" (F,) is the squared
    error of the mean of all draws' answers, "variance" (F,) their mean squared distance from it.
    """
    X_new = np.random.default_rng(0).normal(size=(TESTS, 5))
    f, found = target(X_new), {"training": [], "new": [], "bias": [], "variance": []}
    for units in FEATURES:
        answers, errors = [], []
        for seed in range(draws):
            rng = np.random.default_rng(1 + seed)
            X = rng.normal(size=(ROWS, 5))
            y = target(X) + rng.normal(0, NOISE, ROWS)
            W, b = rng.normal(size=(5, units)), rng.normal(size=units)
            A = nn.relu(X @ W + b)
            v = np.linalg.lstsq(A, y, rcond=1e-10)[0]
            answers.append(nn.relu(X_new @ W + b) @ v)
            errors.append(np.mean((A @ v - y) ** 2))
        mean = np.mean(answers, axis=0)
        found["training"].append(errors)
        found["new"].append(np.mean((np.array(answers) - f) ** 2, axis=1))
        found["bias"].append(np.mean((mean - f) ** 2))
        found["variance"].append(np.mean((np.array(answers) - mean) ** 2))
    return {name: np.array(values).T for name, values in found.items()}


# Jumpy curves -------------------------------------------------------------------------------------


@cache
def jumpy(seed):
    """A training with small batches and a large rate, whose validation loss jumps: a history."""
    return training_measured.history(lr=1.0, batch_size=16, epochs=60, seed=seed)


def stopped_by(patience, seeds=8):
    """Over jumpy trainings, mean (number of epochs run, kept loss above the lowest of all)."""
    ends, lost = [], []
    for seed in range(seeds):
        losses = jumpy(seed)["val_loss"]
        best, stop = nn.early_stopping(losses, patience)
        ends.append(stop + 1)
        lost.append(losses[best] - min(losses))
    return float(np.mean(ends)), float(np.mean(lost))


def share_of_rises(seeds=8):
    """The share of epochs whose validation loss is higher than that of the epoch before."""
    return float(np.mean([np.diff(jumpy(seed)["val_loss"]) > 0 for seed in range(seeds)]))


# Whose loss rises? --------------------------------------------------------------------------------


def line_data():
    """A line and two features of different spread: training (X, y) and validation (X, y)."""
    rng = np.random.default_rng(4)
    X = rng.normal(size=(400, 2)) * (1.0, 0.4)
    y = X @ (0.5, 4.0) + rng.normal(0, 0.5, 400)
    return (X[:200], y[:200]), (X[200:], y[200:])


def falls_then_rises(fault, epochs=20):
    """Costs of a linear unit whose training falls at first and then rises: {"loss", "val_loss"}.

    fault: "rate", a learning rate just above the stable one (lesson 05), or "bug", gradients that
    are added up from step to step because nobody sets them back to 0.
    """
    (X, y), (X_val, y_val) = line_data()
    w, total = np.array([0.45, 0.0]), 0.0
    limit = nn.max_stable_lr(2 * X.T @ X / len(X))
    rate = 1.15 * limit if fault == "rate" else 0.33 * limit
    costs = {"loss": [], "val_loss": []}
    for _ in range(epochs):
        grad, _ = nn.linear_regression_grad(X, y, w, 0.0)
        total = grad if fault == "rate" else total + grad
        w = w - rate * total
        costs["loss"].append(nn.mse(y, X @ w))
        costs["val_loss"].append(nn.mse(y_val, X_val @ w))
    return {name: np.array(values) for name, values in costs.items()}


# A rare class -------------------------------------------------------------------------------------


def rare(n, rng):
    """n samples, one in twenty of class 1, whose first feature tends to be larger: (X, y)."""
    y = (np.arange(n) % 20 == 0).astype(int)
    return rng.normal(size=(n, 2)) + np.outer(y, (1.5, 0.0)), y


@cache
def rare_class(seeds=10):
    """What a constant answer and networks with several seeds do on 2000 new samples.

    Returns {"always class 0": …, "networks": …}, each a (seeds, 2) array: accuracy, and the share
    of class 1 that is found.
    """
    found = {"always class 0": [], "networks": []}
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        (X, y), (X_new, y_new) = rare(400, rng), rare(2000, rng)
        network = nn.MLP(nn.init_params([2, 6, 2], rng, "xavier"), "tanh").fit(X, y, 1.0, 150)
        answers = np.zeros_like(y_new), network.predict(X_new)
        for name, answer in zip(found, answers, strict=True):
            found[name].append((nn.accuracy(y_new, answer), np.mean(answer[y_new == 1])))
    return {name: np.array(values) for name, values in found.items()}

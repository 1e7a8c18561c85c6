"""The smaller experiments of lesson 10: how a gap opens, whose loss rises, patience, a rare class.

Networks on two moons are those of the capacity dial, so that its picture and the figures agree.
"""

from functools import cache

import numpy as np

from workbook import nn
from workbook.explore import capacity_dial as dial
from workbook.plots import training_measured

WIDTHS = (1, 2, 4, 8, 12, 16, 24, 32)


@cache
def moons(units=32, samples=20, lam=0.0, dropout=0.0):
    """The capacity dial's training with these settings."""
    return dial.trained(units, samples, lam, dropout)


def by_width(samples=20):
    """Final training and validation cost, and the lowest validation cost, for each of WIDTHS."""
    runs = [moons(units, samples) for units in WIDTHS]
    return {
        "training": [run["loss"][-1] for run in runs],
        "validation": [run["val_loss"][-1] for run in runs],
        "lowest": [run["val_loss"].min() for run in runs],
    }


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
def rare_class():
    """A constant answer and a network: {name: (accuracy, share of class 1 that is found)}."""
    rng = np.random.default_rng(6)
    (X, y), (X_new, y_new) = rare(400, rng), rare(2000, rng)
    network = nn.MLP(nn.init_params([2, 6, 2], rng, "xavier"), "tanh").fit(X, y, 1.0, 150)
    answers = {"always class 0": np.zeros_like(y_new), "network": network.predict(X_new)}
    return {
        name: (nn.accuracy(y_new, answer), float(np.mean(answer[y_new == 1])))
        for name, answer in answers.items()
    }

"""The experiments of lesson 08: small trainings, each run once and kept.

The data are two rings of which one label in ten is wrong, so that no honest model is to be expected
below a cost of about 0.33 on new data: −0.1 ln 0.1 − 0.9 ln 0.9.
"""

from functools import cache

import numpy as np

from workbook import nn
from workbook.data.toy import circles, xor_clouds
from workbook.plots.activations_measured import Table

SIZES = [2, 8, 2]


def network(lr):
    """A model as two functions, (loss_and_grads, update): tanh units, plain gradient descent."""

    def loss_and_grads(params, X, y):
        return nn.mlp_loss_and_grads(params, X, y, "tanh")

    def update(params, grads):
        pairs = zip(params, grads, strict=True)
        return [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in pairs]

    return loss_and_grads, update


def noisy_rings(n, seed):
    """Two rings, n samples, with exactly every tenth label wrong: (X, y)."""
    rng = np.random.default_rng(seed)
    X, y = circles(n, 0.1, rng)
    wrong = rng.choice(n, n // 10, replace=False)
    y[wrong] = 1 - y[wrong]
    return X, y


@cache
def history(lr=0.5, batch_size=16, epochs=60, n=160, hidden=8, seed=1):
    """Train on n noisy samples with 200 others for validation: the history of `nn.train`."""
    rng = np.random.default_rng(seed)
    params = nn.init_params([2, hidden, 2], rng, "xavier")
    train_set, val_set = noisy_rings(n, 5), noisy_rings(200, 6)
    return nn.train(params, *network(lr), train_set, val_set, batch_size, epochs, rng)


def best_rate(batch_size, epochs=60, seeds=range(1, 6)):
    """The one of four rates with the lowest mean cost over five seeds: (rate, lowest, highest)."""
    ends = {}
    with np.errstate(all="ignore"):  # high rates run away
        for lr in (0.1, 0.3, 1.0, 3.0):
            runs = [history(lr, batch_size, epochs, seed=seed)["loss"][-1] for seed in seeds]
            ends[lr] = np.nan_to_num(runs, nan=np.inf)
    best = min(ends, key=lambda lr: ends[lr].mean())
    return best, ends[best].min(), ends[best].max()


def first_epoch(seed):
    """Training cost in the first epoch: the mean over its batches, and the cost after it."""
    params, (X, y) = (
        nn.init_params(SIZES, np.random.default_rng(seed), "xavier"),
        noisy_rings(160, 5),
    )
    loss_and_grads, update = network(0.5)
    on_the_way = []
    for batch in nn.minibatches(X, y, 16, np.random.default_rng(seed + 1)):
        cost, grads = loss_and_grads(params, *batch)
        on_the_way.append(cost)
        params = update(params, grads)
    return float(np.mean(on_the_way)), loss_and_grads(params, X, y)[0]


@cache
def plateau(epochs=1200, seed=3):
    """Train on XOR from small weights, all 80 samples in a batch: the cost after each epoch."""
    rng = np.random.default_rng(seed)
    params = [(0.03 * W, b) for W, b in nn.init_params([2, 4, 2], rng, "xavier")]
    X, y = xor_clouds(80, 0.2, rng)
    return nn.train(params, *network(0.2), (X, y), (X, y), 80, epochs, rng)["loss"]


def one_batch(parted, steps=300, fixed=False, seed=0):
    """Overfit 8 samples; parted: give each step the labels in another order, a bug.

    fixed: give the labels another order once, before the first step: a bug in the data.
    """
    X, y = noisy_rings(8, 9 + seed)
    rng = np.random.default_rng(2 + seed)
    if fixed:
        y = rng.permutation(y)
    loss_and_grads, update = network(0.5)

    def with_the_bug(params, X, y):
        return loss_and_grads(params, X, rng.permutation(y) if parted else y)

    params = nn.init_params([2, 16, 2], np.random.default_rng(4 + seed), "xavier")
    return nn.overfit_batch(params, with_the_bug, update, X, y, steps)


def accuracy_on_noise(select_first, trials=20):
    """Mean accuracy on coin-flip labels: 60 samples, the 20 most telling of 2,000 random features.

    select_first: choose the features on all samples, before the split: the leak. The classifier
    takes the nearer of two class means.
    """
    found = []
    for seed in range(trials):
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(60, 2000)), np.arange(60) % 2
        fit, test = np.arange(40), np.arange(40, 60)
        seen = np.arange(60) if select_first else fit
        gaps = np.abs(X[seen][y[seen] == 1].mean(axis=0) - X[seen][y[seen] == 0].mean(axis=0))
        chosen = np.argsort(gaps)[-20:]
        means = [X[fit][y[fit] == c][:, chosen].mean(axis=0) for c in (0, 1)]
        distances = [np.sum((X[test][:, chosen] - mean) ** 2, axis=1) for mean in means]
        found.append(nn.accuracy(y[test], np.argmin(distances, axis=0)))
    return float(np.mean(found))


# A health check -----------------------------------------------------------------------------------

CASES = {
    "healthy": {},
    "rate 100 times smaller": {"lr": 0.01},
    "rate 10 times larger": {"lr": 10.0},
    "inputs × 100": {"stretch": 100.0},
    "labels on wrong rows": {"wrong_rows": True},
    "inputs all 0": {"stretch": 0.0},
}


@cache
def health(name, seed):
    """Signs of one training's health: (first cost, update ÷ weight (2,), saturated, validation).

    first cost: with the last weights × 0.01, before training. update ÷ weight: for each layer the
    median of ‖α dW‖ / ‖W‖ over the first five epochs. saturated: the share of the hidden answers
    beyond ± 0.99 at the start. validation: its lowest cost in 60 epochs.
    """
    case = {"lr": 1.0, "stretch": 1.0, "wrong_rows": False} | CASES[name]
    rng = np.random.default_rng(seed)
    (X, y), (X_val, y_val) = noisy_rings(160, 5 + 10 * seed), noisy_rings(200, 6 + 10 * seed)
    X, X_val = case["stretch"] * X, case["stretch"] * X_val
    if case["wrong_rows"]:
        y = rng.permutation(y)
    params = nn.init_params(SIZES, rng, "xavier")
    (W, b), (V, c) = params
    loss_and_grads, update = network(case["lr"])
    first, ratios = loss_and_grads([(W, b), (0.01 * V, c)], X, y)[0], []

    def watched(params, grads):
        pairs = zip(params, grads, strict=True)
        ratios.append([case["lr"] * _length(dW) / _length(W) for (W, _), (dW, _) in pairs])
        return update(params, grads)

    with np.errstate(all="ignore"):
        run = nn.train(params, loss_and_grads, watched, (X, y), (X_val, y_val), 16, 60, rng)
    saturated = float(np.mean(np.abs(np.tanh(X @ W + b)) > 0.99))
    return first, np.median(ratios[:50], axis=0), saturated, min(run["val_loss"])


def _length(W):
    return float(np.sqrt(np.sum(W**2)))


def check_up(seeds=range(5)):
    """The signs of a healthy training and of five others, lowest to highest; return a `Table`."""
    rows = []
    for name in CASES:
        first, ratio, saturated, val = zip(*(health(name, seed) for seed in seeds), strict=True)
        spans = (
            _span(first, ".2f"),
            _span(ratio, ".1g"),
            _span(saturated, ".0%"),
            _span(val, ".2f"),
        )
        rows.append((name, *spans))
    head = ("training", "first cost", "update ÷ weight", "saturated", "best validation cost")
    return Table("Signs of health: lowest to highest of five seeds", head, tuple(rows))


def _span(numbers, form):
    low, high = format(np.min(numbers), form), format(np.max(numbers), form)
    return low if low == high else f"{low} to {high}"


# Choosing -----------------------------------------------------------------------------------------


def k_fold(k=5, n=100, epochs=40, seed=0):
    """Validation costs of k trainings, each with another k-th of the samples held out: (k,)."""
    rng = np.random.default_rng(seed)
    X, y = noisy_rings(n, 5)
    costs = []
    for held in np.array_split(rng.permutation(n), k):
        rest = np.setdiff1d(np.arange(n), held)
        params = nn.init_params(SIZES, rng, "xavier")
        sets = (X[rest], y[rest]), (X[held], y[held])
        costs.append(nn.train(params, *network(1.0), *sets, 16, epochs, rng)["val_loss"][-1])
    return np.array(costs)

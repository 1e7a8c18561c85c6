"""The experiments of lesson 08: small trainings, each run once and kept.

The data are two rings of which one label in ten is wrong, so that no honest model comes below a
cost of about 0.33 on new data: −0.1 ln 0.1 − 0.9 ln 0.9.
"""

from functools import cache

import numpy as np

from workbook import nn
from workbook.data.toy import circles, xor_clouds

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


@cache
def plateau(epochs=1200):
    """Train on XOR from small weights, all 80 samples in a batch: the cost after each epoch."""
    rng = np.random.default_rng(3)
    params = [(0.03 * W, b) for W, b in nn.init_params([2, 4, 2], rng, "xavier")]
    X, y = xor_clouds(80, 0.2, rng)
    return nn.train(params, *network(0.2), (X, y), (X, y), 80, epochs, rng)["loss"]


def one_batch(parted, steps=300):
    """Overfit 8 samples; parted: give each step the labels in another order, a bug."""
    X, y = noisy_rings(8, 9)
    rng = np.random.default_rng(2)
    loss_and_grads, update = network(0.5)

    def with_the_bug(params, X, y):
        return loss_and_grads(params, X, rng.permutation(y) if parted else y)

    params = nn.init_params([2, 16, 2], np.random.default_rng(4), "xavier")
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

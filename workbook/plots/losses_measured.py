"""What lesson 04 measures: costs before any training, and costs on seen and on fresh data."""

import numpy as np

from workbook import nn


def wave(x):
    """The curve behind the noisy points of `sample_points`."""
    return np.sin(2 * np.pi * x)


def first_cost(n_classes, scale, seed=0):
    """Cross-entropy of an untrained network with one hidden layer, on 500 random samples.

    scale: standard deviation of all weights; the biases are 0.
    """
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(500, 20))
    hidden = nn.relu(X @ rng.normal(0, scale, (20, 32)))
    logits = hidden @ rng.normal(0, scale, (32, n_classes))
    labels = rng.integers(0, n_classes, 500)
    return nn.softmax_cross_entropy(nn.one_hot(labels, n_classes), logits)


def sample_points(n, seed, noise=0.3):
    """Draw n points around one wave of a sine: (x, y), each of shape (n,)."""
    rng = np.random.default_rng(seed)
    x = np.linspace(0, 1, n) if n <= 10 else rng.uniform(0, 1, n)
    return x, wave(x) + rng.normal(0, noise, n)


def polynomial(degree, seed=4):
    """Fit a polynomial to ten points: return it, its cost on them, and its cost on 1000 others."""
    x, y = sample_points(10, seed)
    curve = np.polynomial.Polynomial.fit(x, y, degree)
    x_new, y_new = sample_points(1000, seed + 1)
    return curve, nn.mse(y, curve(x)), nn.mse(y_new, curve(x_new))

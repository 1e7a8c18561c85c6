"""What lesson 04 measures: answers that cost least, costs before any training, on fresh data."""

from functools import cache

import numpy as np

from workbook import nn

INITIAL = {"small": 0.05, "large": 1.5}
"""Standard deviations of weights by name; "he" stands for the course's own scheme of lesson 02."""

TYPICAL = 11
"""The draw of ten points that lesson 04 shows: by what it costs on fresh points, one of the middle
of 200 (seeds 0 to 199)."""


def cheapest_constants(cost, y, constants):
    """The least and the greatest of the constants that cost least for y: (float, float).

    cost: function of (y_true, y_pred). y: (N,) array. constants: (M,) array, those that are tried.
    """
    costs = np.array([cost(y, np.full(y.size, c)) for c in constants])
    cheapest = constants[costs < costs.min() + 1e-9]
    return float(cheapest[0]), float(cheapest[-1])


def wave(x):
    """The curve behind the noisy points of `sample_points`."""
    return np.sin(2 * np.pi * x)


def fresh_network(n_classes, weights="small", seed=0, leak=False):
    """One-hot labels and scores of an untrained network on 500 random samples: (Y, Z), (500, K).

    The network has one hidden layer of 32 units, and biases of 0. weights: "small" or "large"
    (`INITIAL`), or "he". leak: whether the one-hot label stands among the inputs.
    """
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(500, 20))
    Y = nn.one_hot(rng.integers(0, n_classes, 500), n_classes)
    X = np.hstack([X, Y]) if leak else X
    if weights == "he":
        params = nn.init_params([X.shape[1], 32, n_classes], rng, "he")
        return Y, nn.forward(X, params, [nn.relu, lambda Z: Z])[0]
    hidden = nn.relu(X @ rng.normal(0, INITIAL[weights], (X.shape[1], 32)))
    return Y, hidden @ rng.normal(0, INITIAL[weights], (32, n_classes))


@cache
def first_cost(n_classes, weights="small", seed=0):
    """Cross-entropy of an untrained network; the arguments are those of `fresh_network`."""
    return nn.softmax_cross_entropy(*fresh_network(n_classes, weights, seed))


def first_costs_with_faults(n_classes, seed=0):
    """The first cost of a sound network, and of others with something done to them: {what: cost}.

    All have small weights. A fault in the program shows; a label among the inputs does not.
    """
    Y, Z = fresh_network(n_classes, "small", seed)
    every_other = np.arange(len(Y))[:, np.newaxis] % 2
    return {
        "sound": nn.softmax_cross_entropy(Y, Z),
        "divided by N · K": nn.softmax_cross_entropy(Y, Z) / n_classes,
        "every other row of the labels without a 1": nn.softmax_cross_entropy(Y * every_other, Z),
        "softmax along the wrong axis": nn.cross_entropy(Y, nn.softmax(Z.T).T),
        "the label is among the inputs": nn.softmax_cross_entropy(
            *fresh_network(n_classes, "small", seed, leak=True)
        ),
    }


def sample_points(n, seed, noise=0.3):
    """Draw n points around one wave of a sine: (x, y), each of shape (n,)."""
    rng = np.random.default_rng(seed)
    x = np.linspace(0, 1, n) if n <= 10 else rng.uniform(0, 1, n)
    return x, wave(x) + rng.normal(0, noise, n)


def polynomial(degree, seed=TYPICAL):
    """Fit a polynomial to ten points: return it, its cost on them, and its cost on 1000 others."""
    x, y = sample_points(10, seed)
    curve = np.polynomial.Polynomial.fit(x, y, degree)
    x_new, y_new = sample_points(1000, seed + 1)
    return curve, nn.mse(y, curve(x)), nn.mse(y_new, curve(x_new))


def times_as_dear(draws=200):
    """On fresh points, the cost of degree 9 divided by that of degree 3, for many draws of ten."""
    return np.array([polynomial(9, s)[2] / polynomial(3, s)[2] for s in range(draws)])

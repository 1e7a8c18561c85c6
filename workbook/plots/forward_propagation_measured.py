"""What lesson 02 measures: what scaling does to training, and what a network's size costs and buys.

The small data sets are drawn here, with fixed seeds; nothing in them is real.
"""

import timeit

import numpy as np

from workbook import nn
from workbook.plots.activations_measured import Table

CLOSE = 0.01  # a cost has converged when no more than 1 % of its way down is left


def flats(n=200, seed=2):
    """Flats: features (n, 2), area in m² and rooms, and prices (n,) in thousands."""
    rng = np.random.default_rng(seed)
    area = rng.normal(80, 25, n)
    X = np.column_stack([area, area / 27 + rng.normal(0, 0.8, n)])
    return X, X @ np.array([3.0, 40.0]) + 50 + rng.normal(0, 20, n)


def costs_of_training(X, y, steps):
    """The mean squared error of one linear unit after these numbers of steps downhill.

    steps: array of ints; the result has its shape. All parameters begin at 0. The step size is the
    best constant one for these inputs, which lesson 05 derives: 2 / (λ_min + λ_max) of the matrix
    H of second derivatives. Along H's eigenvectors each step shrinks what is left to go by the
    factor 1 − αλ, so a million steps are as quick as one.
    """
    inputs = np.column_stack([X, np.ones(len(X))])
    curvature, directions = np.linalg.eigh(2 * inputs.T @ inputs / len(X))
    to_go = directions.T @ np.linalg.lstsq(inputs, y, rcond=None)[0]
    left = 1 - 2 / (curvature[0] + curvature[-1]) * curvature
    ways = to_go * left ** np.asarray(steps)[..., np.newaxis]
    return least_cost(X, y) + 0.5 * np.sum(curvature * ways**2, axis=-1)


def least_cost(X, y):
    """The smallest mean squared error that a linear unit can have on these data."""
    inputs = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.lstsq(inputs, y, rcond=None)[0]
    return np.mean((inputs @ theta - y) ** 2)


def steps_needed(X, y):
    """After how many steps no more than 1 % of the way down to the least cost is left."""
    steps = np.unique(np.geomspace(1, 1e7, 3000).astype(int))
    start, costs = costs_of_training(X, y, 0), costs_of_training(X, y, steps)
    least = least_cost(X, y)
    return int(steps[np.argmax(costs - least <= CLOSE * (start - least))])


def shares_of_z(X, networks=1000, seed=0):
    """How much of a unit's spread comes from each feature: (D,), the mean over random units."""
    W = np.random.default_rng(seed).normal(size=(X.shape[1], networks))
    parts = W[np.newaxis] * X[:, :, np.newaxis]  # (N, D, networks): weight times input
    spread = parts.var(axis=0)
    return (spread / spread.sum(axis=0)).mean(axis=1)


def july(seed=4):
    """A year and a hot month: (temperatures, sold out), for 365 training and 31 test days.

    An ice-cream stand mostly sells out from 18 °C on.
    """
    rng = np.random.default_rng(seed)
    year, month = rng.normal(10, 8, (365, 1)), rng.normal(23, 3, (31, 1))
    return [(X, X[:, 0] + rng.normal(0, 1, len(X)) >= 18) for X in (year, month)]


def accuracy_on(X_train, y_train, X_test, y_test):
    """The share of test days that a step unit gets right, cut where training days say."""
    cuts = np.sort(X_train[:, 0])
    right = [np.mean((X_train[:, 0] >= cut) == y_train) for cut in cuts]
    return float(np.mean((X_test[:, 0] >= cuts[np.argmax(right)]) == y_test))


def own_or_training(X_train, y_train, X_test, y_test):
    """Accuracy on a test split scaled with the training split's numbers, and with its own."""
    mean, std = nn.standardize_fit(X_train)
    train = nn.standardize_apply(X_train, mean, std)
    rightly = nn.standardize_apply(X_test, mean, std)
    wrongly = nn.standardize_apply(X_test, *nn.standardize_fit(X_test))
    return tuple(accuracy_on(train, y_train, X, y_test) for X in (rightly, wrongly))


def sizes_and_costs(widths=(2, 8, 32, 512), seed=0):
    """Parameters, capacity and time for hidden layers of these widths: a `Table`."""
    x = np.linspace(-3, 3, 300)[:, np.newaxis]
    y = np.sin(2 * x) + 0.3 * x
    rows = []
    for width in widths:
        params = nn.init_params([1, width, 1], np.random.default_rng(seed), "he")
        (W, _), _ = params
        params[0] = (W, np.random.default_rng(seed + 1).uniform(-3, 3, width) * np.abs(W[0]))
        rows.append(
            (
                str(width),
                f"{nn.count_params([1, width, 1]):,}",
                f"{fitting_error(x, y, params[0]):.3f}",
                f"{milliseconds_forward([64, width, 1]):.2f}",
            )
        )
    head = ("hidden units", "parameters", "error left on a wave", "ms for 1000 samples of 64")
    return Table("One hidden layer, four widths", head, tuple(rows))


def fitting_error(x, y, hidden):
    """Root mean squared error left when the output layer alone is fitted, by least squares."""
    A = np.column_stack([nn.relu(nn.dense(x, *hidden)), np.ones(len(x))])
    return float(np.sqrt(np.mean((A @ np.linalg.lstsq(A, y, rcond=None)[0] - y) ** 2)))


def milliseconds_forward(sizes, n_samples=1000):
    """How long a forward pass of all samples at once takes, in milliseconds."""
    return milliseconds_in_batches(n_samples, n_samples, sizes)


def milliseconds_in_batches(n_samples, batch_size, sizes=(20, 30, 1)):
    """How long n_samples take in batches of this size: the quickest of five, in milliseconds."""
    rng = np.random.default_rng(0)
    params = nn.init_params(sizes, rng, "he")
    functions = [nn.relu] * (len(params) - 1) + [nn.sigmoid]
    parts = np.split(rng.normal(size=(n_samples, sizes[0])), n_samples // batch_size)

    def all_parts():
        return [nn.forward(part, params, functions) for part in parts]

    return 1000 * min(timeit.repeat(all_parts, number=1, repeat=5))

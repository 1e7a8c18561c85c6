"""What lesson 02 measures: what scaling does to training, and what a network's size costs and buys.

The small data sets are drawn here, with fixed seeds; nothing in them is real.
"""

import timeit

import numpy as np

from workbook import nn
from workbook.plots.activations_measured import Table
from workbook.plots.neuron_measured import span

CLOSE = 0.01  # a cost has arrived when it is no more than 1 % above the least that is possible
MOST_STEPS = 10_000_000
# Step sizes to try, as multiples of 1 / λ_max: evenly, and then ever closer to the edge at 2.
RATES = np.concatenate([np.linspace(0.05, 1.9, 186), 2 - np.geomspace(0.1, 1e-6, 60)])


def flats(n=200, seed=2):
    """Flats: features (n, 2), area in m² and rooms, and prices (n,) in thousands."""
    rng = np.random.default_rng(seed)
    area = rng.normal(80, 25, n)
    X = np.column_stack([area, area / 27 + rng.normal(0, 0.8, n)])
    return X, X @ np.array([3.0, 40.0]) + 50 + rng.normal(0, 20, n)


def scalings(X):
    """The same features in five ways: {name: (N, D)}; names are those of `style.COLOURS`."""
    mean, std = nn.standardize_fit(X)
    return {
        "raw": X,
        "centred": X - mean,
        "divided": X / std,
        "min_max": nn.min_max_scale(X, 0.0, 1.0),
        "standardised": nn.standardize_apply(X, mean, std),
    }


def best_fit(X, y):
    """The weights (D,) and the bias with the least mean squared error of a linear unit."""
    theta = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y, rcond=None)[0]
    return theta[:-1], theta[-1]


def least_cost(X, y):
    """The smallest mean squared error that a linear unit can have on these data."""
    w, b = best_fit(X, y)
    return np.mean((X @ w + b - y) ** 2)


def costs_of_training(X, y, steps, rate):
    """The mean squared error of one linear unit after these numbers of steps downhill.

    steps: array of ints; the result has its shape. rate: the step size, as a multiple of 1 / λ_max,
    the largest eigenvalue of the matrix H of second derivatives. All parameters begin at 0.
    """
    curvature, to_go = _bowl(X, y)
    return least_cost(X, y) + _height(curvature, to_go, np.asarray(steps), rate)


def quickest(X, y):
    """The fewest steps to a cost within 1 % of the least, for good, and the rate that needs them.

    Every rate of `RATES` is tried: each way of scaling gets the one that suits it best. As costs
    only fall, halving an interval finds the first step from which the cost stays below the mark.
    """
    curvature, to_go = _bowl(X, y)
    mark = CLOSE * least_cost(X, y)
    below, above = np.full(RATES.size, MOST_STEPS), np.zeros(RATES.size, int)
    while np.any(below - above > 1):
        middle = (below + above) // 2
        there = _height(curvature, to_go, middle, RATES) <= mark
        below, above = np.where(there, middle, below), np.where(there, above, middle)
    best = np.argmin(below)
    return int(below[best]), float(RATES[best])


def _bowl(X, y):
    """The curvatures of the cost (D + 1,), and how far the least is from 0 along each of them."""
    inputs = np.column_stack([X, np.ones(len(X))])
    curvature, directions = np.linalg.eigh(2 * inputs.T @ inputs / len(X))
    return curvature, directions.T @ np.append(*best_fit(X, y))


def _height(curvature, to_go, steps, rate):
    """How far above the least cost training is after some steps; steps and rate broadcast.

    Each step multiplies what is left to go along an eigenvector by 1 − αλ, so a million steps are
    as quick as one.
    """
    left = np.abs(1 - np.asarray(rate)[..., np.newaxis] * curvature / curvature[-1])
    return 0.5 * np.sum(curvature * (to_go * left ** steps[..., np.newaxis]) ** 2, axis=-1)


def steps_over_draws(seeds=range(25)):
    """Steps to learn the prices, for each way of scaling and many draws of flats: {name: [int]}."""
    found = {}
    for seed in seeds:
        X, y = flats(seed=seed)
        for name, features in scalings(X).items():
            found.setdefault(name, []).append(quickest(features, y)[0])
    return found


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


def five_summers(seeds=range(5)):
    """Accuracies over five draws: {which test: (scaled with training's numbers, with its own)}."""
    found = {"hot July": ([], []), "same year": ([], [])}
    for seed in seeds:
        (X, y), (X_july, y_july) = july(seed)
        tests = {
            "hot July": (X, y, X_july, y_july),
            "same year": (X[:265], y[:265], X[265:], y[265:]),
        }
        for name, splits in tests.items():
            for kept, share in zip(found[name], own_or_training(*splits), strict=True):
                kept.append(share)
    return found


def summers():
    """What `five_summers` found, as a `Table`."""
    rows = tuple((name, *map(span, pair)) for name, pair in five_summers().items())
    head = ("test days", "scaled with training's mean and std", "with their own")
    return Table("Days that are answered rightly, over five draws", head, rows)


def sizes_and_costs(widths=(2, 8, 32, 512)):
    """Parameters, work and capacity of hidden layers of these widths: a `Table`."""
    rows = []
    for width in widths:
        errors = wave_errors(width)
        rows.append(
            (
                str(width),
                f"{nn.count_params([1, width, 1]):,}",
                f"{2 * width:,}",
                f"{min(errors):.3f} … {max(errors):.3f}",
            )
        )
    head = ("hidden units", "parameters", "products for a sample", "error left on a wave")
    return Table("One hidden layer, four widths, five draws of each", head, tuple(rows))


def wave_errors(width, seeds=range(5)):
    """What is left of the wave sin 2x + 0.3x by a hidden layer of random units, for five draws."""
    x = np.linspace(-3, 3, 300)[:, np.newaxis]
    y = np.sin(2 * x) + 0.3 * x
    errors = []
    for seed in seeds:
        (W, _), _ = nn.init_params([1, width, 1], np.random.default_rng(seed), "he")
        bends = np.random.default_rng(seed + 1).uniform(-3, 3, width)
        errors.append(fitting_error(x, y, (W, bends * np.abs(W[0]))))
    return errors


def fitting_error(x, y, hidden):
    """Root mean squared error left when the output layer alone is fitted, by least squares."""
    A = np.column_stack([nn.relu(nn.dense(x, *hidden)), np.ones(len(x))])
    return float(np.sqrt(np.mean((A @ np.linalg.lstsq(A, y, rcond=None)[0] - y) ** 2)))


def sizes_through_depth(std, depth=12, width=64, n=200, seed=0):
    """The root mean square of a batch before and after each ReLU layer: (depth + 1,) array.

    std: of the weights, or "he".
    """
    rng = np.random.default_rng(seed)
    factor = 1.0 if std == "he" else std / np.sqrt(2 / width)
    X, params = rng.normal(size=(n, width)), nn.init_params([width] * (depth + 1), rng, "he")
    Y, cache = nn.forward(X, [(factor * W, b) for W, b in params], [nn.relu] * depth)
    return np.array([np.sqrt(np.mean(A**2)) for A in [A for A, _ in cache] + [Y]])


def milliseconds_in_batches(n_samples, batch_size, sizes=(20, 30, 1)):
    """How long n_samples take in batches of this size: the quickest of five, in milliseconds."""
    rng = np.random.default_rng(0)
    params = nn.init_params(sizes, rng, "he")
    functions = [nn.relu] * (len(params) - 1) + [nn.sigmoid]
    parts = np.split(rng.normal(size=(n_samples, sizes[0])), n_samples // batch_size)

    def all_parts():
        return [nn.forward(part, params, functions) for part in parts]

    return 1000 * min(timeit.repeat(all_parts, number=1, repeat=5))

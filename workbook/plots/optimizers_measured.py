"""What lesson 09 measures: steps needed, step lengths, noise of batches, what an optimizer keeps.

Everything is measured with `workbook.nn`. What is compared stands in `optimizers_compared`.
"""

from functools import cache

import numpy as np

from workbook import nn

SIX = {
    "SGD": nn.sgd,
    "SGD + momentum": nn.momentum,
    "Adagrad": nn.adagrad,
    "RMSprop": nn.rmsprop,
    "Adadelta": nn.adadelta,
    "Adam": nn.adam,
}


def descend(optimizer, grad_fn, theta0, lr, steps, **options):
    """Walk with any optimizer of the lesson; return every point: (steps + 1, D)."""
    theta, state, path = np.asarray(theta0, dtype=float), None, []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            path.append(theta)
            theta, state = optimizer(theta, grad_fn(theta), state, lr=lr, **options)
    return np.array([*path, theta])


def steps_needed(optimizer, curvatures, lr, most=20_000, **options):
    """The step from which on a bowl's cost *stays* below a millionth of its start.

    curvatures: the Hessian's eigenvalues; the walk starts at 1 in each direction. It ends where
    the cost is a millionth of that millionth. Returns `most` if it never gets there.
    """
    H = np.asarray(curvatures, dtype=float)
    theta, state, since = np.ones(len(H)), None, None
    goal = 1e-6 * np.sum(H)
    for step in range(most):
        cost = np.sum(H * theta**2)
        if cost > goal:
            since = None
        elif since is None:
            since = step
        if cost <= 1e-6 * goal:
            return since
        theta, state = optimizer(theta, H * theta, state, lr=lr, **options)
    return most


@cache
def conditioning(numbers=(1, 3, 10, 30, 100, 300, 1000)):
    """Steps of SGD and of momentum on bowls of growing condition number, each at its best settings.

    The largest eigenvalue is 1, the smallest 1/κ. Returns {name: list of steps}, one per κ.
    """
    found = {"SGD": [], "SGD + momentum": []}
    for kappa in numbers:
        bowl = (1.0, 1 / kappa)
        found["SGD"].append(steps_needed(nn.sgd, bowl, 2 / (1 + 1 / kappa)))
        root = np.sqrt(1 / kappa)  # Polyak's best rate and β for a quadratic
        beta = ((1 - root) / (1 + root)) ** 2
        steps = steps_needed(nn.momentum, bowl, 4 / (1 + root) ** 2, beta=beta)
        found["SGD + momentum"].append(steps)
    return found


def full_batch_line(n, kappa, rng):
    """Steps of gradient descent, at its best rate, for a line through n samples; κ is given.

    The two features are scaled so that the Hessian of the mean squared error has just the
    eigenvalues 2 and 2 / κ, whatever n is.
    """
    Q, _ = np.linalg.qr(rng.normal(size=(n, 2)))
    X = Q * np.sqrt(n * np.array([1.0, 1 / kappa]))
    H = 2 / n * X.T @ X
    lr = 2 / np.sum(np.linalg.eigvalsh(H))
    theta, error = np.ones(2), None
    for step in range(20_000):
        error = X @ theta  # the true weights are 0
        if np.mean(error**2) <= 1e-6 * (1 + 1 / kappa):
            return step
        theta, _ = nn.sgd(theta, 2 / n * X.T @ error, None, lr=lr)
    return 20_000


def step_lengths(optimizer, steps=200, lr=0.01, slope=4.0, **options):
    """The length of each step on a constant slope, in units of lr: (steps,)."""
    path = descend(optimizer, lambda theta: slope * np.ones(1), np.zeros(1), lr, steps, **options)
    return np.abs(np.diff(path[:, 0])) / lr


def adam_uncorrected(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam without bias correction, to see what the correction is for."""
    m, s = (0.0, 0.0) if state is None else state
    m, s = beta1 * m + (1 - beta1) * grad, beta2 * s + (1 - beta2) * grad**2
    return param - lr * m / (np.sqrt(s) + eps), (m, s)


@cache
def spread_of_batches(batch_size, draws=2000, seed=0):
    """How far a batch's gradient is from the full one, as a multiple of the full one's length."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(1000, 5)), rng.normal(size=1000)
    w = np.ones(5)
    full = nn.linear_regression_grad(X, y, w, 0.0)[0]
    away = []
    for _ in range(draws if batch_size < 1000 else 1):
        rows = rng.choice(1000, batch_size, replace=False)
        away.append(nn.linear_regression_grad(X[rows], y[rows], w, 0.0)[0] - full)
    return float(np.sqrt(np.mean(np.sum(np.square(away), axis=1))) / np.linalg.norm(full))


def character(optimizer):
    """Adaptive? momentum? how much memory?: read off from what an optimizer does."""
    first, state = optimizer(np.zeros(2), np.array([1.0, 100.0]), None, lr=0.1)
    own = "yes" if abs(first[1] / first[0]) < 2 else "no"
    second, _ = optimizer(first, np.zeros(2), state, lr=0.1)
    rolls = "no" if np.allclose(first, second) else "yes"
    parts = state if isinstance(state, tuple) else (state,)
    return own, rolls, sum(isinstance(part, np.ndarray) for part in parts)


def single_samples(kappa, seeds=range(5), steps=300):
    """How far SGD with one sample per step is from the true weights in the end: (seeds,).

    A line through points without noise whose two features have curvatures in the ratio κ, from a
    distance of √2, at the one of 45 rates with the lowest mean over the seeds.
    """
    rates = np.logspace(-2, 0.2, 45)[:, None]
    ends = []
    for seed in seeds:
        X = np.random.default_rng(seed).normal(size=(steps, 2)) * np.sqrt([1.0, 1 / kappa])
        theta = np.ones((len(rates), 2))  # a walk for each rate; the true weights are 0
        with np.errstate(over="ignore", invalid="ignore"):
            for row in X:
                theta, _ = nn.sgd(theta, 2 * (theta @ row)[:, None] * row, None, lr=rates)
        ends.append(np.linalg.norm(theta, axis=1))
    left = np.nan_to_num(ends, nan=np.inf)
    return left[:, np.argmin(left.mean(axis=0))]

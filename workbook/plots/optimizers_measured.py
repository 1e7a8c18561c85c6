"""What lesson 09 measures: steps needed, rates that work, step lengths, noise, the six optimizers.

Everything is measured with `workbook.nn`. The network is a small one, on two moons.
"""

from functools import cache

import numpy as np

from workbook import nn
from workbook.data import toy
from workbook.explore.surfaces import SURFACES
from workbook.nn.training import minibatches
from workbook.plots.activations_measured import Table

SIX = {
    "SGD": nn.sgd,
    "SGD + momentum": nn.momentum,
    "Adagrad": nn.adagrad,
    "RMSprop": nn.rmsprop,
    "Adadelta": nn.adadelta,
    "Adam": nn.adam,
}
RATES = 10.0 ** np.arange(-3, 2.1, 0.5)
"""Learning rates that are tried, each about three times the one before."""

SIZES = [2, 12, 2]
EPOCHS, BATCH = 25, 20


def descend(optimizer, grad_fn, theta0, lr, steps, **options):
    """Walk with any optimizer of the lesson; return every point: (steps + 1, D)."""
    theta, state, path = np.asarray(theta0, dtype=float), None, []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            path.append(theta)
            theta, state = optimizer(theta, grad_fn(theta), state, lr=lr, **options)
    return np.array([*path, theta])


def steps_needed(optimizer, curvatures, lr, most=20_000, **options):
    """How many steps until a bowl's cost has fallen to a millionth; `most` if that never happens.

    curvatures: the Hessian's eigenvalues; the walk starts at 1 in each direction.
    """
    H = np.asarray(curvatures, dtype=float)
    theta, state = np.ones(len(H)), None
    goal = 1e-6 * np.sum(H)
    for step in range(most):
        if np.sum(H * theta**2) <= goal:
            return step
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


# The six optimizers side by side ------------------------------------------------------------------

HEAD = (
    "optimizer", "adapts", "rolls on", "memory", "ravine: steps (α)", "network: cost (α)",
    "accuracy", "rates that work",
)  # fmt: skip


@cache
def comparison():
    """Measure the six optimizers of the lesson side by side; return a `Table`."""
    rows = []
    for name, optimizer in SIX.items():
        own, rolls, kept = character(optimizer)
        steps, ravine_rate = best_on_ravine(optimizer)
        runs = [trained(name, float(lr)) for lr in RATES]
        costs = [cost for cost, _ in runs]
        best = int(np.argmin(costs))
        rows.append(
            (
                name, own, rolls, str(kept),
                f"{steps} ({_rate(ravine_rate)})" if steps < 500 else f"over {steps}",
                f"{costs[best]:.3f} ({_rate(RATES[best])})", f"{runs[best][1]:.1%}",
                f"{sum(cost < 0.2 for cost in costs)} of {len(RATES)}",
            )
        )  # fmt: skip
    return Table("Six optimizers, measured; each at the best of 11 rates", HEAD, tuple(rows))


def _rate(lr):
    """A rate as people write it, to one digit: 0.3, 100."""
    return f"{float(f'{lr:.0e}'):g}"


def character(optimizer):
    """Adaptive? momentum? how much memory?: read off from what an optimizer does."""
    first, state = optimizer(np.zeros(2), np.array([1.0, 100.0]), None, lr=0.1)
    own = "yes" if abs(first[1] / first[0]) < 2 else "no"
    second, _ = optimizer(first, np.zeros(2), state, lr=0.1)
    rolls = "no" if np.allclose(first, second) else "yes"
    parts = state if isinstance(state, tuple) else (state,)
    return own, rolls, sum(isinstance(part, np.ndarray) for part in parts)


@cache
def best_on_ravine(optimizer, most=500):
    """The fewest steps to a cost of 1e-6 on lesson 05's ravine, and the rate: (steps, α)."""
    ravine = SURFACES["ravine"]
    found = []
    for lr in RATES:
        path = descend(optimizer, ravine.grad, ravine.start, lr, most)
        low = ravine.J(path) < 1e-6
        found.append(int(np.argmax(low)) if low.any() else most)
    return min(found), float(RATES[int(np.argmin(found))])


@cache
def trained(name, lr, seeds=1):
    """Train a small network on two moons: (training cost, accuracy on new points), means."""
    ends = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        train, test = (toy.moons(n, 0.1, rng) for n in (120, 1000))
        theta = _flat(nn.init_params(SIZES, rng, "xavier"))
        with np.errstate(all="ignore"):
            theta = _epochs(SIX[name], theta, *train, lr, rng)
            ends.append((_cost(theta, *train), _accuracy(theta, *test)))
    cost, accuracy = np.mean(ends, axis=0)
    return (float(cost) if np.isfinite(cost) else np.inf), float(accuracy)


def _epochs(optimizer, theta, X, y, lr, rng):
    state = None
    for _ in range(EPOCHS):
        for batch in minibatches(X, y, BATCH, rng):
            _, grads = nn.mlp_loss_and_grads(nn.unflatten_params(theta, SIZES), *batch, "tanh")
            theta, state = optimizer(theta, _flat(grads), state, lr=lr)
    return theta


def _flat(pairs):
    """A list of pairs (W, b) as one long vector."""
    return np.concatenate([np.ravel(part) for pair in pairs for part in pair])


def _cost(theta, X, y):
    return nn.mlp_loss_and_grads(nn.unflatten_params(theta, SIZES), X, y, "tanh")[0]


def _accuracy(theta, X, y):
    model = nn.MLP(nn.unflatten_params(theta, SIZES), "tanh")
    return np.mean(model.predict(X) == y)

"""Measurements of lesson 07: gradients and signals in deep networks, and what a start makes of it.

Everything is computed with `workbook.nn` from fixed seeds, so that a rerun gives the same numbers.
"""

from functools import cache

import numpy as np

from workbook import nn
from workbook.data import toy

DEPTH, WIDTH = 10, 32
"""Hidden layers of the deep network, and units in each."""


def random_params(sizes, spread, seed=0):
    """Parameters with normal weights; spread: a scheme of `nn.init_params`, or one std for all."""
    rng = np.random.default_rng(seed)
    if isinstance(spread, str):
        return nn.init_params(sizes, rng, spread)
    params = nn.init_params(sizes, rng, "he")
    return [(W / np.sqrt(2 / len(W)) * spread, b) for W, b in params]


def deep_sizes(depth=DEPTH):
    """Two inputs, `depth` hidden layers of WIDTH units, two classes."""
    return [2, *[WIDTH] * depth, 2]


def moons(n=200, seed=1):
    """The data of all measurements here: (X, y)."""
    return toy.moons(n, 0.1, np.random.default_rng(seed))


def norms_by_layer(activation, spread, depth=DEPTH, seed=0):
    """The length of each layer's gradient before training: (depth + 1,), the first layer first."""
    X, y = moons()
    _, grads = nn.mlp_loss_and_grads(
        random_params(deep_sizes(depth), spread, seed), X, y, activation
    )
    return nn.gradient_norms(grads)


def spread_by_layer(activation, spread, depth=DEPTH, seed=0):
    """The root mean square of what each hidden layer gives out, before training: (depth,)."""
    f = getattr(nn, activation)
    params = random_params(deep_sizes(depth), spread, seed)
    _, cache = nn.forward(moons()[0], params, [f] * depth + [np.positive])
    return np.array([np.sqrt(np.mean(A**2)) for A, _ in cache[1:]])


def same_start(value, hidden=8):
    """A network for two inputs and two classes whose weights are all `value`, biases 0."""
    shapes = ((2, hidden), (hidden, 2))
    return [(np.full(shape, float(value)), np.zeros(shape[1])) for shape in shapes]


def random_start(hidden=8, seed=0):
    """Parameters of the same network, drawn with Xavier's spread."""
    return nn.init_params([2, hidden, 2], np.random.default_rng(seed), "xavier")


def histories(starts, X, y, lr, epochs, activation="tanh"):
    """For each name in starts: the costs of training from there, and how many units differ."""
    rows = {}
    for name, params in starts.items():
        model = nn.MLP(params, activation).fit(X, y, lr, epochs)
        W, b = model.params[0]
        rows[name] = np.array(model.loss_history), nn.distinct_units(W.round(9), b.round(9))
    return rows


def first_costs(shrink, seeds=range(20)):
    """Costs of untrained networks on two moons whose last weights are multiplied by `shrink`."""
    X, y = moons()
    costs = []
    for seed in seeds:
        *before, (W, b) = random_start(seed=seed)
        costs.append(nn.mlp_loss_and_grads([*before, (shrink * W, b)], X, y, "tanh")[0])
    return np.array(costs)


@cache
def deep_training(activation, spread, lr, steps=150, seeds=range(5)):
    """Costs of deep networks on 60 points after so many steps, one per seed; inf if run away."""
    X, y = moons(60)
    costs = []
    for seed in seeds:
        params = random_params(deep_sizes(), spread, seed)
        with np.errstate(all="ignore"):
            model = nn.MLP(params, activation).fit(X, y, lr, steps)
            costs.append(nn.mlp_loss_and_grads(model.params, X, y, activation)[0])
    return np.nan_to_num(costs, nan=np.inf)

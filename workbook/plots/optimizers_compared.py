"""What lesson 09 compares: six optimizers on ravines and on a small network, all tuned alike.

Each side gets the same starts or seeds, the same budget of steps, and the same rates, of which one
has to serve all starts. On a bowl the steps are counted from which on the cost *stays* low: to
cross a line once, on the way up again, is not to arrive. Many rates are walked at once: an
optimizer works entry by entry, so `param` may hold a walk in each row, and `lr` a rate for each.
"""

from functools import cache
from itertools import pairwise

import numpy as np

from workbook import nn
from workbook.data import toy
from workbook.nn.training import minibatches
from workbook.plots.activations_measured import Table
from workbook.plots.optimizers_measured import SIX, character

RATES = np.logspace(-3, 2, 101)
"""Twenty rates to each factor of ten, from 0.001 to 100: those of the race's sliders."""

COARSER = RATES[::2]
"""Ten to each factor of ten, where each rate is a training of its own."""

STARTS = range(20)
"""Seeds of the starts on a bowl."""

SEEDS = range(5)
"""Seeds of a network's data, first weights and batches."""

WATCHED = (500, 2000)
"""For how many steps a walk on a bowl is watched: what rests after 500 may have left at 2000."""

TURNED = np.arctan2(3, 4)
"""How far a turned ravine is turned against the axes: by the angle of a 3-4-5 triangle, 37°."""


def bowl(kappa, angle=0.0):
    """A Hessian (2, 2) with the curvatures 1/κ along the ravine and 1 across, turned by `angle`."""
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return turn @ np.diag([1 / kappa, 1.0]) @ turn.T


def starts(seeds=STARTS):
    """One start per seed, at a distance of 2 from the minimum, in any direction: (S, 2)."""
    drawn = np.stack([np.random.default_rng(seed).normal(size=2) for seed in seeds])
    return 2 * drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@cache
def settled(name, kappa, angle=0.0, seeds=STARTS):
    """Steps from which on the cost stays below a millionth of its start, for each rate and start.

    Returns: a dict of (rates, starts) arrays: at "first" the first step below; at each number of
    WATCHED steps the one after the last step above. Where there is none, the array holds one more
    than the steps that were watched.
    """
    H, last = bowl(kappa, angle), max(WATCHED)
    theta = np.broadcast_to(starts(seeds), (len(RATES), len(seeds), 2))
    grad = theta @ H
    goal = 1e-6 * _along(grad, theta)
    low = np.zeros((last + 1, *goal.shape), dtype=bool)
    state = None
    with np.errstate(all="ignore"):  # high rates run away
        for step in range(1, last + 1):
            theta, state = SIX[name](theta, grad, state, lr=RATES[:, None, None])
            grad = theta @ H
            low[step] = _along(grad, theta) <= goal
    stays = {most: most + 1 - np.argmin(low[most::-1], axis=0) for most in WATCHED}
    return {"first": np.where(low.any(axis=0), low.argmax(axis=0), last + 1), **stays}


def _along(one, other):
    """Products of pairs, (…, 2) and (…, 2): (…). np.sum takes long over so short an axis."""
    return one[..., 0] * other[..., 0] + one[..., 1] * other[..., 1]


def best_on_bowl(name, kappa, angle=0.0, seeds=STARTS, watched=WATCHED[0]):
    """The rate with the fewest steps in the mean over all starts: (its steps from each, α)."""
    steps = settled(name, kappa, angle, seeds)[watched]
    best = int(np.argmin(steps.mean(axis=1)))
    return steps[best], float(RATES[best])


BOWLS = (
    ("κ = 20, turned", 20, TURNED, 500), ("κ = 100, turned", 100, TURNED, 500),
    ("κ = 100, along the axes", 100, 0.0, 500),
    ("κ = 100, turned, watched for 2000", 100, TURNED, 2000),
)  # fmt: skip


@cache
def what_they_keep():
    """Whether each optimizer adapts and rolls on, and how much it remembers; return a `Table`."""
    rows = []
    for name, optimizer in SIX.items():
        own, rolls, kept = character(optimizer)
        rows.append((name, own, rolls, str(kept)))
    head = ("optimizer", "a rate for each entry", "moves on where g = 0", "numbers kept per entry")
    return Table("What the six do and keep", head, tuple(rows))


@cache
def on_ravines():
    """Steps of the six optimizers on three ravines, each at its best rate; return a `Table`."""
    rows = [(name, *(_arrival(name, *bowl) for _, *bowl in BOWLS)) for name in SIX]
    return Table(
        "Steps until the cost stays below a millionth: median of 20 starts (fewest to most)",
        ("optimizer", *(label for label, *_ in BOWLS)),
        tuple(rows),
    )


def _arrival(name, kappa, angle, watched):
    steps, _ = best_on_bowl(name, kappa, angle, watched=watched)
    if np.median(steps) > watched:
        return f"not in {watched}"
    most = steps.max() if steps.max() <= watched else f"over {watched}"
    return f"{np.median(steps):.0f} ({steps.min()} to {most})"


# A small network ----------------------------------------------------------------------------------

SIZES = (2, 12, 2)
"""Of two classes; `costs_and_grads` counts on it."""
EPOCHS, BATCH, SAMPLES = 25, 20, 120
UNSCALED = 0.03
"""What one of the inputs is multiplied by where inputs are not scaled."""


@cache
def trained(name, stretch=1.0, seeds=SEEDS):
    """Train a network on two moons at all rates: (cost, accuracy on 1000 new points).

    stretch: what the second input is multiplied by. Both results are (seeds, rates); a cost that
    ran away is inf.
    """
    ends = [_trained_once(SIX[name], stretch, seed) for seed in seeds]
    cost, accuracy = np.moveaxis(np.array(ends), 1, 0)
    return np.where(np.isfinite(cost), cost, np.inf), accuracy


def best_of_network(name, stretch=1.0):
    """The rate of the lowest mean cost over the seeds: (costs, accuracies, α), one per seed."""
    cost, accuracy = trained(name, stretch)
    best = int(np.argmin(cost.mean(axis=0)))
    return cost[:, best], accuracy[:, best], float(COARSER[best])


def costs_at(name, lr, stretch=1.0):
    """The five seeds' costs at the one of the 51 rates that is nearest to lr: (seeds,)."""
    return trained(name, stretch)[0][:, np.argmin(np.abs(np.log(COARSER / lr)))]


def working_rates(name, stretch=1.0):
    """How many of the 51 rates bring the cost below 0.2 with every seed."""
    return int(np.sum(np.all(trained(name, stretch)[0] < 0.2, axis=0)))


@cache
def on_network():
    """Costs and accuracies of the six on a small network, each at its best rate; a `Table`."""
    rows = []
    for name in SIX:
        (cost, accuracy, _), (raw, _, _) = (
            best_of_network(name, stretch) for stretch in (1.0, UNSCALED)
        )
        rows.append((
            name,
            f"{cost.min():.4f} to {cost.max():.4f}",
            f"{accuracy.min():.1%} to {accuracy.max():.1%}",
            f"{working_rates(name)} of {len(COARSER)}",
            f"{raw.min():.3f} to {raw.max():.3f}",
            f"{working_rates(name, UNSCALED)} of {len(COARSER)}",
        ))  # fmt: skip
    head = (
        "optimizer", "cost, scaled inputs", "accuracy, new points", "rates that work",
        "cost, one input × 0.03", "rates that work",
    )  # fmt: skip
    return Table("A network on two moons: lowest to highest of five seeds", head, tuple(rows))


def _trained_once(optimizer, stretch, seed):
    """One seed's data and first weights, at all rates at once: (cost, accuracy), each (rates,)."""
    rng = np.random.default_rng(seed)
    (X, y), (new_X, new_y), first = _begin(stretch, rng)
    theta, state = np.tile(first, (len(COARSER), 1)), None
    with np.errstate(all="ignore"):  # high rates run away
        for _ in range(EPOCHS):
            for batch in minibatches(X, y, BATCH, rng):
                _, grad = costs_and_grads(theta, *batch)
                theta, state = optimizer(theta, grad, state, lr=COARSER[:, None])
        cost, _ = costs_and_grads(theta, X, y)
        guess = np.argmax(_forward(theta, new_X)[0], axis=-1)
    return cost, np.mean(guess == new_y, axis=-1)


@cache
def range_test(name, seeds=SEEDS, steps=100):
    """Raise the rate from step to step, from 0.0001 to 100: (rates (steps,), costs (seeds, steps)).

    A cost is that of all samples before the step; it is inf once a walk has run away.
    """
    rates, found = np.logspace(-4, 2, steps), []
    for seed in seeds:
        (X, y), _, theta = _begin(1.0, np.random.default_rng(seed))
        theta, state, costs = theta[None], None, []
        with np.errstate(all="ignore"):
            for lr in rates:
                cost, grad = costs_and_grads(theta, X, y)
                costs.append(cost[0])
                theta, state = SIX[name](theta, grad, state, lr=lr)
        found.append(costs)
    return rates, np.where(np.isfinite(found), found, np.inf)


def _begin(stretch, rng):
    """Training data, new data and the first weights, drawn in this order."""
    (X, y), (new_X, new_y) = (toy.moons(n, 0.1, rng) for n in (SAMPLES, 1000))
    pairs = nn.init_params(SIZES, rng, "xavier")
    first = np.concatenate([np.ravel(part) for pair in pairs for part in pair])
    return (X * [1, stretch], y), (new_X * [1, stretch], new_y), first


def costs_and_grads(theta, X, y):
    """`nn.mlp_loss_and_grads` with tanh for many networks at once: (R,) costs, (R, P) gradients.

    theta: (R, P), a network's parameters in each row. X (N, 2), y (N,): the batch that all see.
    """
    Z, inner, (_, (W2, _)) = _forward(theta, X)
    below = Z - np.maximum(Z[..., :1], Z[..., 1:])
    shares = np.exp(below)
    logs = below - np.log(shares[..., :1] + shares[..., 1:])
    Y = nn.one_hot(y, SIZES[-1])
    dZ = (np.exp(logs) - Y) / len(X)
    back = dZ @ W2.swapaxes(1, 2) * (1 - inner**2)
    parts = (X.T @ back, back.sum(axis=1), inner.swapaxes(1, 2) @ dZ, dZ.sum(axis=1))
    grads = np.concatenate([part.reshape(len(theta), -1) for part in parts], axis=1)
    return -np.mean(_along(logs, Y), axis=-1), grads


def _forward(theta, X):
    """Scores (R, N, K), hidden outputs (R, N, H) and the layers of all networks."""
    layers, at = [], 0
    for D, H in pairwise(SIZES):
        W = theta[:, at : at + D * H].reshape(-1, D, H)
        layers.append((W, theta[:, None, at + D * H : at + D * H + H]))
        at += D * H + H
    (W1, b1), (W2, b2) = layers
    inner = np.tanh(X @ W1 + b1)
    return inner @ W2 + b2, inner, layers

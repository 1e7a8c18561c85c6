"""`train`: exact where every order gives the same, by properties where it does not."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code
from ..with_seeds import generator, seeded
from .draws import numbers

SQUARE = code("lambda w, X, y: (w**2, 2 * w)")
QUARTER = code("lambda w, g: w - 0.25 * g")
LINE = code("lambda w, X, y: (float(np.mean((X @ w - y) ** 2)), 2 * X.T @ (X @ w - y) / len(X))")
TENTH = code("lambda w, g: w - 0.1 * g")
# The gradient is 100 and the batch's labels, so an epoch takes 100 per update and each label once
# from p, whatever the order.
TALLY = code("lambda p, X, y: (p + float(np.mean(y)), 100.0 + float(np.sum(y)))")
TAKE = code("lambda p, g: p - g")

# Parameters that are the list of all labels met so far.
DIARY = """
    X, y = np.zeros((12, 1)), np.arange(12)
    cost = lambda p, X, y: (float(len(p)), y.tolist())
    note = lambda p, labels: p + labels
    seeds = [{seed}, {seed}, {other}]
    [train([], cost, note, (X, y), (X, y), 5, 3, np.random.default_rng(s))["params"] for s in seeds]
"""


def labelled(rng: np.random.Generator, N: int):
    """A pair (X, y) of N samples with two features."""
    return numbers(rng, N, 2), numbers(rng, N)


def whole_batch(N: int, M: int, batch_size: int, epochs: int):
    """A draw: one batch per epoch, where the order makes no difference."""

    def draw(rng: np.random.Generator) -> Call:
        sets = labelled(rng, N), labelled(rng, M)
        return call(numbers(rng, 2), LINE, TENTH, *sets, batch_size, epochs, generator(rng))

    return draw


def tally(N: int, batch_size: int, epochs: int):
    """A draw: what is used in an epoch is taken from one number."""

    def draw(rng: np.random.Generator) -> Call:
        sets = labelled(rng, N), labelled(rng, 3)
        start = float(rng.integers(1, 9))
        return call(start, TALLY, TAKE, *sets, batch_size, epochs, generator(rng))

    return draw


def judged(value, call):
    """Orders are judged in words; everything else as it is."""
    if len(call.args) > 1:
        return value
    one, same, other = ([int(label) for label in params[-1]] for params in value)
    epochs = [one[:12], one[12:24], one[24:]]
    return {
        "labels met in 3 epochs of 12": len(one),
        "in each epoch": (
            "each once" if all(sorted(e) == list(range(12)) for e in epochs) else "not each once"
        ),
        "order": "as they stand" if epochs[0] == list(range(12)) else "random",
        "the next epochs": (
            "orders of their own"
            if epochs[0] != epochs[1] and epochs[1] != epochs[2]
            else "the order of the first"
        ),
        "with the same seed": "the same" if one == same else "different",
        "with another seed": "the same" if one == other else "different",
    }


BY_HAND = call(
    1.0,
    SQUARE,
    QUARTER,
    (np.array([[1.0]]), np.array([1.0])),
    (np.array([[2.0]]), np.array([2.0])),
    1,
    2,
    code("np.random.default_rng(7)"),
)

train = Exercise(
    reference=nn.train,
    statement="The training loop: epochs of mini-batches, and a history of both costs.",
    summary=judged,
    aspects=[
        Aspect(
            "one batch",
            1.5,
            "with one batch per epoch: both costs and the params after each epoch",
            [BY_HAND, whole_batch(3, 2, 3, 2), whole_batch(2, 3, 8, 3)],
        ),
        Aspect(
            "batches",
            1.5,
            "with several batches: every one of them, an update for each, one entry per epoch",
            [tally(6, 2, 2), tally(5, 2, 2), tally(7, 3, 1)],
        ),
        Aspect(
            "order",
            0.5,
            "a fresh random order in every epoch, drawn from rng",
            [seeded(DIARY)],
        ),
        Aspect(
            "edges",
            0.5,
            "no epoch gives empty lists; the arguments are left as they were",
            [tally(4, 2, 0), whole_batch(3, 3, 4, 1)],
            pure=True,
        ),
    ],
    hints=[
        "Two loops: epochs outside, batches inside. In which of them does an update stand, and in "
        "which a line of the history?",
        "The inner loop: for X_batch, y_batch in minibatches(X, y, batch_size, rng): gradients on "
        "the batch, then params = update(params, grads).",
        "After the inner loop, loss_and_grads(params, X, y)[0] is the cost on the whole training "
        "set. The same with X_val and y_val; then append params.",
    ],
)


@train.alternative
def index_by_index(params, loss_and_grads, update, train_set, val_set, batch_size, epochs, rng):
    X, y = train_set
    losses, val_losses, kept = [], [], []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            params = update(params, loss_and_grads(params, X[chosen], y[chosen])[1])
        losses.append(loss_and_grads(params, *train_set)[0])
        val_losses.append(loss_and_grads(params, *val_set)[0])
        kept.append(params)
    return {"loss": losses, "val_loss": val_losses, "params": kept}


@train.alternative
def costs_at_the_end(params, loss_and_grads, update, train_set, val_set, batch_size, epochs, rng):
    kept = []
    while len(kept) < epochs:
        for X, y in nn.minibatches(*train_set, batch_size, rng):
            grads = loss_and_grads(params, X, y)[1]
            params = update(params, grads)
        kept.append(params)
    return {
        "params": kept,
        "val_loss": [loss_and_grads(p, *val_set)[0] for p in kept],
        "loss": [loss_and_grads(p, *train_set)[0] for p in kept],
    }

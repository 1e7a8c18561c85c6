"""The table of lesson 10: remedies on one small set of images, filled by the learner's own code.

The images are five signs on 8 × 8 pixels, each at one of four places and with noise; one training
label in ten is wrong. Noise, wrong labels and the network's size were tried out until the remedies
could be told apart: this is an example, not a fair sample of data sets. Everything is computed with
`workbook.nn`, or with the functions handed in.
"""

from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np

from workbook import nn
from workbook.explore.sampling import Fault, _quietly, _time_limit
from workbook.plots.activations_measured import Table

SIGNS = {
    "plus": "..#.. ..#.. ##### ..#.. ..#..",
    "cross": "#...# .#.#. ..#.. .#.#. #...#",
    "box": "##### #...# #...# #...# #####",
    "tee": "##### ..#.. ..#.. ..#.. ..#..",
    "bowl": "#...# #...# #...# #...# #####",
}
SIDE, NOISE, WRONG = 8, 0.4, 0.1
FEW, MANY, NEW = 60, 240, 1000
"""Training images; those of a collection four times as large; new images."""

UNITS, EPOCHS, RATE = 48, 100, 0.02
CHOOSING = tuple(range(12))
"""Draws on which the strengths were chosen, by the accuracy on their validation images."""

DRAWS = (12, 13, 14, 15, 16, 17)
"""Every number of the table is a mean over these draws of training images and first weights: the
first six that no strength was chosen on."""


def images(n, rng, wrong=0.0):
    """n noisy signs: (X, y), X (n, 8, 8), y (n,); a share `wrong` of the labels is wrong."""
    shapes = [[[mark == "#" for mark in row] for row in s.split()] for s in SIGNS.values()]
    y = rng.integers(0, len(SIGNS), n)
    X = np.zeros((n, SIDE, SIDE))
    for image, sign, (row, column) in zip(X, y, rng.integers(1, 3, (n, 2)), strict=True):
        image[row : row + 5, column : column + 5] = shapes[sign]
    mislabelled = rng.choice(n, round(wrong * n), replace=False)
    labels = y.copy()
    labels[mislabelled] += rng.integers(1, len(SIGNS), len(mislabelled))
    return X + rng.normal(0, NOISE, X.shape), labels % len(SIGNS)


@cache
def sets(draw, n):
    """Training images of a draw, validation images like them, new images with right labels."""
    rng = np.random.default_rng(100 + draw)
    validation, new = images(80, rng, WRONG), images(NEW, np.random.default_rng(99))
    return images(n, rng, WRONG), validation, new


# One training, with any of the remedies -----------------------------------------------------------


@dataclass(frozen=True)
class Remedies:
    """Which remedies a training uses, and how strongly; without a patience it goes to the end."""

    lam: float = 0.0
    p: float = 0.0
    patience: int = 0
    shifts: bool = False
    n: int = FEW


def train(remedies, draw, code):
    """Train the network once: accuracies and costs of what is kept, on training and new images.

    code: the functions to use, by name.
    """
    (X, y), (X_val, y_val), (X_new, y_new) = sets(draw, remedies.n)
    rng = np.random.default_rng(draw)
    params = nn.init_params([SIDE * SIDE, UNITS, len(SIGNS)], rng, "he")
    states, kept, val_losses = [None] * 4, [], []
    for _ in range(EPOCHS):
        batch = shifted(X, rng, code) if remedies.shifts else X
        grads = mean_gradients(params, batch, y, remedies, rng, code)
        params, states = step(params, grads, states)
        if remedies.patience:
            kept.append(params)
            val_losses.append(cost(params, X_val, y_val))
    if remedies.patience:
        params = kept[code["early_stopping"](val_losses, remedies.patience)[0]]
    return {
        "train": nn.accuracy(y, predict(params, X)),
        "new": nn.accuracy(y_new, predict(params, X_new)),
        "val": nn.accuracy(y_val, predict(params, X_val)),
        "train_cost": cost(params, X, y),
        "new_cost": cost(params, X_new, y_new),
    }


def shifted(X, rng, code):
    """Each quarter of the images moved by −1, 0 or 1 pixel in both directions, by chance."""
    parts = np.array_split(X, 4)
    places = rng.integers(-1, 2, (4, 2)).tolist()
    moved = [code["shift_images"](part, *place) for part, place in zip(parts, places, strict=True)]
    return np.concatenate(moved)


def mean_gradients(params, X, y, remedies, rng, code):
    """The gradients of a whole batch, as the mean over pieces of FEW samples.

    It is the same gradient. Larger matrix products would be spread over threads, which at this size
    costs more time than it saves.
    """
    pieces = zip(*(np.array_split(part, len(y) // FEW) for part in (X, y)), strict=True)
    found = [gradients(params, *piece, remedies, rng, code) for piece in pieces]
    return [sum(grads) / len(found) for grads in zip(*found, strict=True)]


def gradients(params, X, y, remedies, rng, code):
    """The gradients of all parameters, with dropout on the hidden layer and the L2 penalty's."""
    (W1, b1), (W2, b2) = params
    A = X.reshape(len(X), -1)
    Z = A @ W1 + b1
    hidden, mask = nn.relu(Z), None
    if remedies.p:
        hidden, mask = code["dropout_forward"](hidden, remedies.p, rng, True)
    _, dlogits = nn.softmax_cross_entropy_backward(y, hidden @ W2 + b2)
    d_hidden, dW2, db2 = nn.dense_backward(dlogits, hidden, W2)
    if remedies.p:
        d_hidden = code["dropout_backward"](d_hidden, mask)
    _, dW1, db1 = nn.dense_backward(nn.activation_backward(d_hidden, Z, "relu"), A, W1)
    grads = [dW1, db1, dW2, db2]
    if remedies.lam:
        pairs = code["l2_penalty_grad"](params, remedies.lam)
        grads = [g + more for g, more in zip(grads, chain(*pairs), strict=True)]
    return grads


def step(params, grads, states):
    """One step of Adam for all parameters: (params, states)."""
    flat = zip(chain(*params), grads, states, strict=True)
    moved = [nn.adam(param, grad, state, lr=RATE) for param, grad, state in flat]
    (W1, b1, W2, b2), states = zip(*moved, strict=True)
    return [(W1, b1), (W2, b2)], states


def logits(params, X):
    (W1, b1), (W2, b2) = params
    return nn.relu(X.reshape(len(X), -1) @ W1 + b1) @ W2 + b2


def predict(params, X):
    return np.argmax(logits(params, X), axis=1)


def cost(params, X, y):
    return nn.softmax_cross_entropy(nn.one_hot(y, len(SIGNS)), logits(params, X))


# The table ----------------------------------------------------------------------------------------

ROWS = (
    ("none", Remedies(), ""),
    ("L2, λ = 0.03", Remedies(lam=0.03), "l2_penalty_grad"),
    ("dropout, p = 0.8", Remedies(p=0.8), "dropout_forward dropout_backward"),
    ("early stopping", Remedies(patience=10), "early_stopping"),
    ("shifted images", Remedies(shifts=True), "shift_images"),
    ("shifted, L2, λ = 0.01", Remedies(shifts=True, lam=0.01), "shift_images l2_penalty_grad"),
    ("four times the data", Remedies(n=MANY), ""),
)
"""What a row is called, its remedies, and the functions of the lesson that it needs."""

NAMES = (
    "l2_penalty_grad",
    "dropout_forward",
    "dropout_backward",
    "early_stopping",
    "shift_images",
)
HEAD = ("remedy", "code", "training", "new images", "cost: training", "cost: new", "gap")
CAPTION = f"{FEW} training images, {NEW} new ones; accuracies, costs: means of {len(DRAWS)} draws"


def remedies(*functions):
    """Measure the remedies with the learner's functions, in a table.

    functions: those of the lesson, named as there. Where one is not written yet the library's takes
    its place, and where one fails the row says how. Without any, all rows are the library's, and no
    column says whose code it was.
    """
    own = {function.__name__: function for function in functions}
    rows = [_row(*row, own) for row in ROWS]
    if own:
        return Table(CAPTION, HEAD, tuple(rows))
    without = [(name, *cells) for name, _, *cells in (HEAD, *rows)]
    return Table(CAPTION, without[0], tuple(without[1:]))


def _row(name, remedies, needs, own):
    """A row of the table, with the learner's own code where that can be had."""
    given = [need for need in needs.split() if need in own]
    if not given:
        return (name, "the library’s" if needs else "", *_shown(by_the_library(remedies)))
    code = {need: getattr(nn, need) for need in NAMES} | {need: own[need] for need in given}
    try:
        return (name, "yours", *_shown(means(remedies, code, guarded)))
    except NotImplementedError:
        return (name, "the library’s: not written yet", *_shown(by_the_library(remedies)))
    except Fault:
        return (name, "yours takes too long", *["–"] * 5)
    except Exception as error:
        return (name, f"yours fails: {type(error).__name__}", *["–"] * 5)


@cache
def by_the_library(remedies):
    """The means that the library's functions give, measured once."""
    return means(remedies, {name: getattr(nn, name) for name in NAMES})


def guarded(remedies, draw, code):
    """Train once with a learner's code, which may print, warn, or never end."""
    with _quietly(), _time_limit("your code"):
        return train(remedies, draw, code)


def means(remedies, code, how=train):
    """Mean accuracies and costs over all draws, by the keys of `train`, and "spread" of "new"."""
    runs = [how(remedies, draw, code) for draw in DRAWS]
    found = {key: float(np.mean([run[key] for run in runs])) for key in runs[0]}
    return found | {"spread": float(np.std([run["new"] for run in runs], ddof=1))}


def _shown(found):
    costs = found["train_cost"], found["new_cost"], found["new_cost"] - found["train_cost"]
    new = f"{found['new']:.1%} ± {100 * found['spread']:.1f}"
    return (f"{found['train']:.1%}", new, *(f"{cost:.2f}" for cost in costs))

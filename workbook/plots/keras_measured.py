"""What lesson 12 measures: scores that are too sure, epochs, sigmoids one too many, companions.

All data are simulated, from seeds, and everything is computed with `workbook.nn`.
"""

from functools import cache

import numpy as np

from workbook import keras_parts, nn
from workbook.data.structures import tumours
from workbook.plots.activations_measured import Table

SEEDS = 5


def cases(seed, n=300):
    """Eight simulated measurements, scaled: (X, y) of n cases to train with, and of 500 new."""
    rng = np.random.default_rng(seed)
    (X, y), (T, u) = tumours(n, rng), tumours(500, rng)
    X, T = X[:, :8], T[:, :8]
    scale = nn.standardize_fit(X)
    return (nn.standardize_apply(X, *scale), y), (nn.standardize_apply(T, *scale), u)


def spread(values, form="{:.3f}"):
    """ "smallest to largest", or one number where they look alike."""
    low, high = form.format(min(values)), form.format(max(values))
    return low if low == high else f"{low} to {high}"


# Scores that are too sure -------------------------------------------------------------------------


def one_score():
    """Cost and gradient of one score with the label 1, in two ways; return a `Table`."""
    rows = []
    for z in (0.0, -5.0, -15.0, -17.0, -40.0):
        score, y = np.array([[z]]), np.array([[1.0]])
        p = nn.sigmoid(score)
        slope = keras_parts.binary_crossentropy_grad(y, p) * nn.sigmoid_grad(score)
        cost = keras_parts.binary_crossentropy(y, p)
        loss = nn.Loss("binary_crossentropy")
        cells = (cost, slope[0, 0], loss.cost(y, score), loss.grad(y, score)[0, 0])
        rows.append((f"{z:g}", f"{p[0, 0]:.0e}", *(f"{cell + 0.0:.2f}" for cell in cells)))
    head = (
        "score z", "p", "cost by p", "∂cost/∂z by p", "cost by z", "∂cost/∂z by z",
    )  # fmt: skip
    return Table("A label of 1, and a score that says 0; p is clipped at 1e-7", head, tuple(rows))


def begun_too_sure(from_logits, seed):
    """A model whose last layer begins 100 times too large: (model, (X, y), (T, u))."""
    train, test = cases(seed)
    last = nn.Dense(1) if from_logits else nn.Dense(1, activation="sigmoid")
    layers = [keras_parts.Input((8,)), nn.Dense(16, activation="relu"), last]
    model = nn.Sequential(layers, rng=np.random.default_rng(seed))
    model.layers[-1].W = 100 * model.layers[-1].W
    loss = nn.Loss("binary_crossentropy") if from_logits else "binary_crossentropy"
    model.compile(loss=loss, optimizer="adam", metrics=["accuracy"])
    return model, train, test


@cache
def silenced(from_logits):
    """Of five such models: the share of samples without a gradient, accuracy after 50 epochs."""
    found = []
    for seed in range(SEEDS):
        model, (X, y), test = begun_too_sure(from_logits, seed)
        X, y = model.prepare_pair(X, y)
        P = model.forward(X, training=True)
        grad = model.cost_grad(y, P)
        wrong = (model.cut < P) != y
        silent = np.mean(grad[wrong] == 0)
        model.fit(X, y, epochs=50, batch_size=10, verbose=0)
        found.append([silent, *model.evaluate(*test)])
    return np.array(found)


# What an epoch's loss is --------------------------------------------------------------------------


@cache
def epochs(seed, dropout=0.0):
    """A training of 10 epochs: its loss, that on the same data after each epoch, that on new ones.

    Returns: (10, 3) array.
    """
    train, test = cases(seed)
    layers = [keras_parts.Input((8,)), nn.Dense(16, activation="relu"), nn.Dropout(dropout)]
    model = nn.Sequential([*layers, nn.Dense(1, "sigmoid")], rng=np.random.default_rng(seed))
    model.compile(loss="binary_crossentropy", optimizer="adam")
    found = []
    for _ in range(10):
        history = model.fit(*train, batch_size=10, verbose=0)
        found.append([history.history["loss"][0], model.evaluate(*train), model.evaluate(*test)])
    return np.array(found)


# A sigmoid too many -------------------------------------------------------------------------------


@cache
def sigmoid_twice(seed):
    """A model that ends with a sigmoid, with a loss from logits: its probabilities, smallest and
    largest, and the loss on new data; and the loss of the same model without that sigmoid."""
    train, (T, u) = cases(seed)
    found = []
    for end in ("sigmoid", None):
        layers = [nn.Dense(16, "relu", input_dim=8), nn.Dense(1, end)]
        model = nn.Sequential(layers, rng=np.random.default_rng(seed))
        loss = nn.Loss("binary_crossentropy")
        model.compile(loss=loss, optimizer="adam")
        model.fit(*train, epochs=50, batch_size=10, verbose=0)
        p = loss.probabilities(model.predict(T))
        found.append([p.min(), p.max(), model.evaluate(T, u)])
    return np.array(found)


# Company ------------------------------------------------------------------------------------------


@cache
def normalised(seed=0):
    """A model with batch normalisation, trained, and new cases: (model, T)."""
    train, (T, _) = cases(seed)
    layers = [nn.Dense(16, input_dim=8), nn.BatchNorm(0.9), nn.Activation("relu")]
    model = nn.Sequential([*layers, nn.Dense(1, "sigmoid")], rng=np.random.default_rng(seed))
    model.compile(loss="binary_crossentropy", optimizer="adam")
    model.fit(*train, epochs=20, batch_size=10, verbose=0)
    return model, T


def in_company(training, size, seed=0):
    """The answers for one new case, alone or with others: one for each of 20 such groups."""
    model, T = normalised(seed)
    kept = model.get_weights()
    rng, answers = np.random.default_rng(1), []
    for _ in range(20):
        rows = np.concatenate([[0], rng.choice(np.arange(1, len(T)), size - 1, replace=False)])
        answers.append(model.forward(T[rows], training)[0, 0])
        model.set_weights(kept)
    return np.array(answers)


@cache
def right_in_groups(training, size, seed):
    """The share of 500 new cases that are answered rightly, asked in groups of that size."""
    model, T = normalised(seed)
    _, (_, u) = cases(seed)
    kept = model.get_weights()
    groups = [T[start : start + size] for start in range(0, len(T), size)]
    P = np.concatenate([model.forward(group, training) for group in groups])[:, 0]
    model.set_weights(kept)
    return np.mean((P > 0.5) == u)


def company():
    """One new case in groups of 1, 2, 10 and 100, told or not that it is training; a `Table`."""
    rows = []
    for size in (1, 2, 10, 100):
        cells = []
        for told in (True, False):
            right = np.mean([right_in_groups(told, size, seed) for seed in range(SEEDS)])
            cells += [spread(in_company(told, size), "{:.2f}"), f"{right:.0%}"]
        rows.append((f"{size}", *cells))
    head = ("rows together", "training=True", "right", "training=False", "right")
    caption = "Answers for one case in 20 groups each; shares of right ones, mean of five models"
    return Table(caption, head, tuple(rows))

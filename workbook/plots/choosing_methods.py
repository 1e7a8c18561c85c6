"""What lesson 11 measures of methods side by side: samples and structure, times, what is read.

All data are simulated, from seeds. Everything is computed with `workbook.nn`, but boosted trees.
"""

import json
import timeit
from functools import cache
from pathlib import Path

import numpy as np

from workbook import nn
from workbook.data.structures import STRUCTURES, tumours
from workbook.explore.how_many_samples import TEST, compared, material, training_set
from workbook.plots.activations_measured import Table

BOOSTED = Path(__file__).parents[1] / "data" / "boosted_trees.json"
"""What boosted trees reach on the same training sets; made by `tests/oracles/boosted_trees.py`."""


def boosted_trees(name, size):
    """Test accuracies of boosted trees on a structure's six training sets, kept: (6,)."""
    return np.array(json.loads(BOOSTED.read_text("utf-8"))[name][str(size)])


def five_structures():
    """Three models on five structures with 40 and with 500 samples; return a `Table`."""
    rows = []
    for name, (label, _) in STRUCTURES.items():
        ones = np.mean(material(name)[1][:TEST])
        cells = [f"{100 * max(ones, 1 - ones):.0f}"]
        for size in (40, 500):
            found = compared(name, size)
            for shares in (found["logistic"], found["network"], boosted_trees(name, size)):
                cells.append(f"{100 * shares.mean():.1f} ± {100 * shares.std(ddof=1):.1f}")
        rows.append((label, *cells))
    models = "logistic", "network", "trees"
    head = ("structure", "baseline", *(f"{model}, {n}" for n in (40, 500) for model in models))
    return Table("Test accuracy in %: mean ± spread of six training sets", head, tuple(rows))


def xor_samples():
    """500 samples of XOR and the test samples: (X, y), (T, u)."""
    X, y = material("XOR")
    return training_set("XOR", 500, 0), (X[:TEST], y[:TEST])


# A network against the traditional method ---------------------------------------------------------


SETS = 3
"""Training sets on which both methods are timed."""

LAM, RATE, STEPS = 0.01, 0.5, 2000
"""Logistic regression: its λ, and the descent that section 6 describes."""


@cache
def contenders(seed):
    """Ten measurements of 500 cases, and of 2000 new ones, and a network that is not fitted yet.

    Returns: model, (X, y), (T, u).
    """
    rng = np.random.default_rng(50 + seed)
    (X, y), (T, u) = tumours(500, rng), tumours(2000, rng)
    scale = nn.standardize_fit(X)
    X, T = (nn.standardize_apply(part, *scale) for part in (X, T))
    model = nn.Sequential(
        [
            nn.Dense(16, input_dim=10, activation="relu"),
            nn.Dense(8, activation="relu"),
            nn.Dense(1, activation="sigmoid"),
        ],
        rng=rng,
    )
    model.compile(loss="binary_crossentropy", optimizer="adam")
    return model, (X, y), (T, u)


def descended(X, y):
    """Logistic regression by plain gradient descent, as a learner may write it: (w, b)."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(STEPS):
        errors = nn.sigmoid(X @ w + b) - y
        w, b = w - RATE * (X.T @ errors / len(y) + LAM * w), b - RATE * np.mean(errors)
    return w, b


@cache
def fitted(seed):
    """Fit both methods on a training set, and time it.

    Returns: milliseconds of Newton's method, of descent and of the network; the line (w, b); the
    network; the shares of new cases that line and network get right.
    """
    model, (X, y), (T, u) = contenders(seed)
    line = nn.logistic_regression_fit(X, y, LAM)
    times = (
        milliseconds(lambda: nn.logistic_regression_fit(X, y, LAM), 3),
        milliseconds(lambda: descended(X, y), 2),
        milliseconds(lambda: model.fit(X, y, epochs=50, batch_size=10, verbose=0), 1),
    )
    right = (
        np.mean((T @ line[0] + line[1] >= 0) == u),
        np.mean((model.predict(T)[:, 0] >= 0.5) == u),
    )
    return times, line, model, right


def against():
    """Logistic regression and a network side by side, with measured times; return a `Table`."""
    runs = [fitted(seed) for seed in range(SETS)]
    times, right = np.array([run[0] for run in runs]), np.array([run[3] for run in runs])
    _, line, model, _ = runs[0]
    T = contenders(0)[2][0]
    by_line = f"{milliseconds(lambda: T @ line[0] + line[1] >= 0):.2f} ms"
    by_network = f"{milliseconds(lambda: model.predict(T)[:, 0] >= 0.5):.2f} ms"
    share_line, share_network = (f"{share:.1%}" for share in right.mean(axis=0))
    names = (
        ("logistic regression, Newton", "11", by_line, share_line, "one weight per measurement"),
        ("logistic regression, descent", "11", by_line, share_line, "one weight per measurement"),
        ("network (16, 8, 1)", "321", by_network, share_network, "only by probing from outside"),
    )
    rows = []
    for (name, count, answering, share, why), taken in zip(names, times.T, strict=True):
        longer = times[:, 2] / taken
        ratio = f"{longer.min():.0f} to {longer.max():.0f}" if count == "11" else ""
        rows.append((name, count, f"{np.median(taken):.0f} ms", ratio, answering, share, why))
    head = (
        "method", "parameters", "fitting", "the network takes … times as long", "2000 answers",
        "right on new data", "why this answer?",
    )  # fmt: skip
    return Table(
        f"Ten measurements, {SETS} sets of 500 cases; times of this machine", head, tuple(rows)
    )


def milliseconds(call, repeats=5):
    """The quickest of some calls, in milliseconds."""
    return 1000 * min(timeit.repeat(call, number=1, repeat=repeats))

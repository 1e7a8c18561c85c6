"""How many samples?: logistic regression against a small network, as the training set grows.

The page (`how_many_samples.js`) trains both models on six draws of every size, without asking the
kernel, and keeps what it has found. Here are the data, the first weights, the same training in
NumPy, the goals, and the still picture.
"""

import io
from functools import cache

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from workbook import nn, style
from workbook.data.structures import STRUCTURES
from workbook.explore import page_source, page_style

SIZES = (10, 15, 20, 30, 40, 60, 80, 120, 160, 240, 320, 400, 500)
"""The numbers of training samples that can be chosen."""

DRAWS = 6
"""Training sets of each size; no sample is in two of them."""

TEST = 500
"""Samples that judge every model of a structure; none of them is ever trained on."""

UNITS = 12
"""tanh units in the network's one hidden layer."""

RATE, BETA, STEPS = 0.3, 0.9, 200
"""Both models: full-batch gradient descent with momentum."""

GOALS = (
    {
        "kind": "catches-up",
        "structure": "line",
        "text": "Noisy line: find a size at which the network's mean is within half a point of "
        "logistic regression's.",
        "lesson": "A network can bend its line, and with few samples it bends it around chance. "
        "Here it takes a hundred or so to unlearn that, and then it is as good, not better.",
    },
    {
        "kind": "soon-ahead",
        "structure": "moons",
        "text": "Moons: find the smallest size at which all six networks beat the mean of "
        "logistic regression.",
        "lesson": "Where a straight line misses the structure, a few dozen samples are enough for "
        "a network to be ahead. “Too few samples for a network” is no number.",
    },
    {
        "kind": "no-use",
        "structure": "XOR",
        "text": "XOR: give logistic regression as many samples as there are, and see what it "
        "gains.",
        "lesson": "No number of samples helps a model that cannot express the structure: its curve "
        "lies flat, near one half. The network is well ahead with ten.",
    },
    {
        "kind": "both-ways",
        "structure": None,
        "text": "With one and the same size, 40 or more: find a structure where logistic "
        "regression is ahead by a point, and one where the network is ahead by five.",
        "lesson": "The number of samples alone decides nothing. Fit the simple model first, then "
        "measure whether the other one gains anything.",
    },
)
"""Challenges; the page knows by `kind` how to check one. `lesson` is told once it is met."""


class HowManySamples(anywidget.AnyWidget):
    """Test accuracy of logistic regression and of a network against the number of samples.

    `structure` (a key of `STRUCTURES`), `size` (one of `SIZES`) and `draw` (0 to 5, the training
    set that is drawn) are what is shown. `goals_met` lists the goals that were met.
    """

    _esm = page_source(__file__, "how_many_samples_drawing")
    _css = page_style(__file__)

    structure = traitlets.Enum(tuple(STRUCTURES), "line").tag(sync=True)
    size = traitlets.Enum(SIZES, 20).tag(sync=True)
    draw = traitlets.Int(0, min=0, max=DRAWS - 1).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _structures = traitlets.List().tag(sync=True)
    _start = traitlets.Dict().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)
    _settings = traitlets.Dict().tag(sync=True)

    def __init__(self, structure="line", **kwargs):
        super().__init__(
            structure=structure,
            _structures=[_packed(name) for name in STRUCTURES],
            _start={name: array.tolist() for name, array in first_weights().items()},
            _goals=list(GOALS),
            _settings={
                "sizes": SIZES,
                "draws": DRAWS,
                "test": TEST,
                "units": UNITS,
                "rate": RATE,
                "beta": BETA,
                "steps": STEPS,
            },
            **kwargs,
        )
        self.alt = _described(self.structure)

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still(self.structure))


@cache
def material(name):
    """A structure's samples: X (TEST + DRAWS · 500, D) and y. The first TEST are the test set.

    Rounded to float32, so that the page gets the very same numbers in half the bytes.
    """
    rng = np.random.default_rng(11)
    X, y = STRUCTURES[name][1](TEST + DRAWS * SIZES[-1], rng)
    return X.astype(np.float32).astype(float), y


def training_set(name, size, draw):
    """The first `size` samples of a draw: (X, y)."""
    X, y = material(name)
    first = TEST + draw * SIZES[-1]
    return X[first : first + size], y[first : first + size]


@cache
def first_weights():
    """Where the six networks start: W (DRAWS, 10, UNITS), b and v (DRAWS, UNITS)."""
    rng = np.random.default_rng(12)
    return {
        "W": rng.normal(size=(DRAWS, 10, UNITS)).round(4),
        "b": rng.normal(0, 0.5, (DRAWS, UNITS)).round(4),
        "v": rng.normal(0, 1 / np.sqrt(UNITS), (DRAWS, UNITS)).round(4),
    }


@cache
def compared(name, size):
    """Train both models on every draw as the page does: accuracies on the test set.

    Returns {"logistic": (DRAWS,) array, "network": (DRAWS,) array}.
    """
    X_test, y_test = (part[:TEST] for part in material(name))
    found = {"logistic": [], "network": []}
    for draw in range(DRAWS):
        X, y = training_set(name, size, draw)
        mean, std = nn.standardize_fit(X)
        X, T = nn.standardize_apply(X, mean, std), nn.standardize_apply(X_test, mean, std)
        w, b = logistic(X, y)
        W, u, v, c = network(X, y, draw)
        for model, z in (("logistic", T @ w + b), ("network", np.tanh(T @ W + u) @ v + c)):
            found[model].append(np.mean((z >= 0) == y_test))
    return {model: np.array(accuracies) for model, accuracies in found.items()}


def logistic(X, y):
    """Weights (D,) and bias of logistic regression after STEPS steps, from 0."""

    def grads(w, b):
        dz = (nn.sigmoid(X @ w + b) - y) / len(y)
        return X.T @ dz, dz.sum()

    return _descended(grads, (np.zeros(X.shape[1]), 0.0))


def network(X, y, draw):
    """Parameters W, u, v, c of the network tanh(X @ W + u) @ v + c after STEPS steps."""
    start = first_weights()
    D = X.shape[1]

    def grads(W, u, v, c):
        A = np.tanh(X @ W + u)
        dz = (nn.sigmoid(A @ v + c) - y) / len(y)
        dZ = np.outer(dz, v) * (1 - A**2)
        return X.T @ dZ, dZ.sum(axis=0), A.T @ dz, dz.sum()

    W = start["W"][draw, :D] / np.sqrt(D)
    return _descended(grads, (W, start["b"][draw], start["v"][draw], 0.0))


def _descended(grads, params):
    """Gradient descent with momentum from params; grads(*params) has the same parts."""
    moving = [0.0] * len(params)
    for _ in range(STEPS):
        slopes = grads(*params)
        moving = [BETA * m + slope for m, slope in zip(moving, slopes, strict=True)]
        params = [p - RATE * m for p, m in zip(params, moving, strict=True)]
    return params


def _packed(name):
    """One structure as the page wants it: names, and its samples as bytes."""
    X, y = material(name)
    return {
        "name": name,
        "label": STRUCTURES[name][0],
        "features": X.shape[1],
        "X": X.astype("<f4").tobytes(),
        "y": y.astype(np.uint8).tobytes(),
    }


def _described(name):
    """The text alternative of the still picture: means and spreads at three sizes."""
    parts = []
    for size in (10, 60, 500):
        means = {model: values.mean() for model, values in compared(name, size).items()}
        parts.append(
            f"{size} samples: logistic regression {means['logistic']:.1%}, "
            f"network {means['network']:.1%}"
        )
    return (
        f"Test accuracy of logistic regression and of a network of {UNITS} tanh units on the "
        f"structure {STRUCTURES[name][0]}, each the mean of {DRAWS} training sets. "
        f"{'; '.join(parts)}."
    )


def _still(name):
    """Draw both learning curves, with the range of the draws: (bytes of a PNG, its width)."""
    sizes = SIZES[::2]
    with mpl.rc_context(style.RC):
        figure = Figure(figsize=(7.6, 3.6))
        ax = figure.subplots()
        for model, colour, dash in (
            ("logistic", style.GREEN, "--"),
            ("network", style.PURPLE, "-"),
        ):
            found = np.array([compared(name, size)[model] for size in sizes])
            ax.fill_between(sizes, found.min(axis=1), found.max(axis=1), color=colour, alpha=0.15)
            ax.plot(sizes, found.mean(axis=1), dash, color=colour, marker="o", label=model)
        ax.set(xscale="log", xlabel="training samples", ylabel="test accuracy", ylim=(0.4, 1))
        ax.set_xticks([10, 20, 40, 80, 160, 320], ["10", "20", "40", "80", "160", "320"])
        ax.minorticks_off()
        ax.set_title(f"{STRUCTURES[name][0]}: mean and range of {DRAWS} training sets")
        ax.legend(loc="lower right")
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=110)
    return image.getvalue(), round(96 * figure.get_figwidth())

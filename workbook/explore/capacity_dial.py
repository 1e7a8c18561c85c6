"""Capacity dial: one network, four dials; open the gap between its two curves, and close it again.

Two noisy moons, a hidden layer of ReLU units, 200 epochs of Adam with all samples in a batch. The
page (`capacity_dial.js`, `capacity_dial_drawing.js`) trains anew at every move, without asking the
kernel. Here are the data, the goals, the same training in NumPy, and the still picture for where
no kernel runs.
"""

import io

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from workbook import nn, style
from workbook.data.toy import moons
from workbook.explore import page_source, page_style

MOST_UNITS, MOST_SAMPLES, VALIDATION = 32, 160, 200
LEAST_SAMPLES = 10
EPOCHS, RATE, BETA2 = 200, 0.05, 0.99
SEED, WINDOW = 77, 5
"""The gap is the median of that of the last so many epochs."""

STRENGTHS = (0, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5)
"""The slider's values of λ."""

REACH = 2.2
"""The picture shows both features from −REACH to REACH."""

GOALS = (
    {
        "needs": {},
        "gap": (1, None),
        "text": "Open the gap: validation cost more than 1 above training cost.",
        "lesson": "A dozen units and more, and few samples: the network knows them by heart, and "
        "is very sure of itself where it is wrong. Eight units do not get that far.",
    },
    {
        "needs": {"samples": (20, 20), "units": (24, None), "dropout": (0, 0)},
        "gap": (None, 0.2),
        "validation": (None, 0.3),
        "text": "20 samples, at least 24 units, no dropout: close the gap to less than 0.2 with λ, "
        "and bring validation to 0.3 or less.",
        "lesson": "The same 24 units and more, yet smooth: small weights make gentle borders. The "
        "training cost has risen, and that is the price.",
    },
    {
        "needs": {"samples": (20, 20), "units": (24, None), "lam": (0, 0)},
        "gap": (None, 0.3),
        "text": "The same 20 samples and units with λ = 0: close the gap to less than 0.3 with "
        "dropout alone.",
        "lesson": "No unit can rely on another, so single samples are harder to learn by heart. "
        "Here it takes a high share, and validation ends higher than with λ.",
    },
    {
        "needs": {"units": (32, 32), "lam": (0, 0), "dropout": (0, 0)},
        "validation": (None, 0.25),
        "text": "32 units, λ = 0, no dropout: bring validation to 0.25 or less.",
        "lesson": "With enough samples, learning by heart takes more than these units. More data "
        "is the one remedy that takes nothing away from the network.",
    },
    {
        "needs": {"units": (24, None)},
        "gap": (None, 0.15),
        "training": (0.6, None),
        "text": "At least 24 units, a gap below 0.15, and yet useless: training cost above 0.6.",
        "lesson": "A closed gap is no aim in itself. Too strong a remedy makes a large network "
        "underfit: it does badly on both, and equally so.",
    },
)
"""Challenges: where dials have to stand, between which bounds gap and costs have to lie (None is no
bound), what it asks, and what it teaches."""


class CapacityDial(anywidget.AnyWidget):
    """A network with dials for its units, its samples, λ and dropout, trained anew at each move.

    `units`, `samples`, `lam` and `dropout` are what the dials show; `goals_met` lists the goals
    that were met.
    """

    _esm = page_source(__file__, "capacity_dial_drawing")
    _css = page_style(__file__)

    units = traitlets.Int(4, min=1, max=MOST_UNITS).tag(sync=True)
    samples = traitlets.Int(40, min=LEAST_SAMPLES, max=MOST_SAMPLES).tag(sync=True)
    lam = traitlets.Float(0.0, min=0.0, max=1.0).tag(sync=True)
    dropout = traitlets.Float(0.0, min=0.0, max=0.9).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)
    _data = traitlets.Dict().tag(sync=True)
    _settings = traitlets.Dict().tag(sync=True)

    def __init__(self, **kwargs):
        super().__init__(
            _goals=list(GOALS),
            _data={name: array.tolist() for name, array in material().items()},
            _settings={
                "epochs": EPOCHS, "rate": RATE, "beta2": BETA2, "window": WINDOW,
                "strengths": STRENGTHS, "units": MOST_UNITS, "reach": REACH,
                "samples": (LEAST_SAMPLES, MOST_SAMPLES),
            },
            **kwargs,
        )  # fmt: skip
        self.alt = _described(self)

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still(self))


def material(seed=SEED):
    """Data and first weights, the same in every session.

    The two classes alternate, so that however few samples the dial takes, half are of each class.
    The seed was chosen, out of 90 draws, so that all five goals can be reached. Among the first 30,
    20 samples and 32 units leave a gap above 1 in 22; then λ = 0.01 brings it below 0.2 in 12, and
    dropout of 0.8 below 0.3 in 10.
    """
    rng = np.random.default_rng(seed)
    X, y = moons(MOST_SAMPLES + VALIDATION, 0.3, rng)
    turns = np.stack([np.flatnonzero(y == label) for label in (0, 1)], axis=1).ravel()
    X, y = X[turns], y[turns]
    W, b, v = rng.normal(size=(2, MOST_UNITS)), rng.normal(size=MOST_UNITS), rng.normal(size=32)
    return {"X": X.round(4), "y": y, "W": (1.5 * W).round(4), "b": b.round(4), "v": v.round(4)}


def chance(epoch, samples, units):
    """Numbers from 0 to 1 that decide what is dropped in an epoch: (samples, units).

    They are scrambled counters, so that the page comes to the same ones, whatever the sizes.
    """
    n = (epoch * MOST_SAMPLES + np.arange(samples)[:, None]) * MOST_UNITS + np.arange(units)
    n = n.astype(np.uint32) + np.uint32(1)
    for factor, shift in ((2654435761, 15), (2246822519, 13), (3266489917, 16)):
        n = n * np.uint32(factor)
        n ^= n >> np.uint32(shift)
    return n / 2.0**32


class _Given:
    """A generator for `nn.dropout_forward` whose numbers are given."""

    def __init__(self, numbers):
        self.numbers = numbers

    def random(self, shape):
        return self.numbers.reshape(shape)


def trained(units, samples, lam, dropout, seed=SEED):
    """Train as the page does: {"loss", "val_loss", "right", "params"}.

    The two costs are those after each epoch, without dropout and without the penalty: (EPOCHS,).
    right: the accuracies in the end, on training and on validation data. seed: of other data than
    the page's.
    """
    m = material(seed)
    X, y = m["X"][:samples], m["y"][:samples].astype(float)
    sets = (X, y), (m["X"][MOST_SAMPLES:], m["y"][MOST_SAMPLES:].astype(float))
    params = [m["W"][:, :units], m["b"][:units], m["v"][:units] / np.sqrt(units), np.zeros(1)]
    # In one long vector, on which the optimizer takes one step: that is quicker.
    theta, state = np.concatenate([part.ravel() for part in params]), None
    costs, ends = {"loss": [], "val_loss": []}, [units, 2 * units]
    for epoch in range(EPOCHS):
        W, b, v, c = params
        Z = X @ W + b
        A, mask = nn.relu(Z), 1.0
        if dropout:
            rng = _Given(chance(epoch, samples, units))
            A, mask = nn.dropout_forward(A, dropout, rng, True)
        dz = nn.bce_from_logits_grad(y, A @ v + c)
        dZ = nn.dropout_backward(np.outer(dz, v), mask) * nn.relu_grad(Z)
        grads = [X.T @ dZ + lam * W, dZ.sum(axis=0), A.T @ dz + lam * v, dz.sum(keepdims=True)]
        grad = np.concatenate([part.ravel() for part in grads])
        theta, state = nn.adam(theta, grad, state, lr=RATE, beta2=BETA2)
        params = [theta[: 2 * units].reshape(2, units), *np.split(theta[2 * units :], ends)]
        for name, (rows, labels) in zip(costs, sets, strict=True):
            costs[name].append(nn.bce_from_logits(labels, logits(params, rows)))
    right = [float(np.mean((logits(params, rows) > 0) == labels)) for rows, labels in sets]
    return {**{name: np.array(c) for name, c in costs.items()}, "right": right, "params": params}


def logits(params, X):
    """The scores of a trained network: (N,)."""
    W, b, v, c = params
    return nn.relu(X @ W + b) @ v + c


def _dials(widget):
    return {name: getattr(widget, name) for name in ("units", "samples", "lam", "dropout")}


def _described(widget):
    """The text alternative of the still picture."""
    run, dials = trained(**_dials(widget)), _dials(widget)
    return (
        f"Two moons, {dials['samples']} training samples, a network of {dials['units']} units with "
        f"λ = {dials['lam']:g} and dropout {dials['dropout']:g}. Beside the regions that it has "
        f"learnt, its learning curves over {EPOCHS} epochs: the training cost ends at "
        f"{run['loss'][-1]:.2f}, the validation cost at {run['val_loss'][-1]:.2f}, after a lowest "
        f"of {run['val_loss'].min():.2f} at epoch {1 + int(run['val_loss'].argmin())}."
    )


def _still(widget):
    """Draw the regions beside the curves: (bytes of a PNG, width in CSS pixels)."""
    run, m = trained(**_dials(widget)), material()
    colours = LinearSegmentedColormap.from_list("classes", ["#F0A878", "#FBFBFB", "#6FB1DA"])
    at = np.linspace(-REACH, REACH, 81)
    grid = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    surface = nn.sigmoid(logits(run["params"], grid)).reshape(81, 81)
    plain = {"figure.constrained_layout.use": False, "axes.titlesize": 11, "axes.grid": False}
    with mpl.rc_context(style.RC | plain):
        figure = Figure(figsize=(9.0, 3.9))
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.25))
        figure.subplots_adjust(left=0.05, right=0.98, top=0.91, bottom=0.13, wspace=0.2)
        extent = (-REACH, REACH) * 2
        left.imshow(surface, extent=extent, origin="lower", cmap=colours, vmin=0, vmax=1)
        X, y = m["X"][: widget.samples], m["y"][: widget.samples]
        for label, colour, mark in ((0, style.VERMILLION, "o"), (1, style.BLUE, "^")):
            left.plot(*X[y == label].T, mark, color=colour, markeredgecolor="white")
        left.set(title=f"{widget.units} units, {widget.samples} samples")
        right.plot(np.arange(1, EPOCHS + 1), run["loss"], color=style.BLUE, label="training")
        right.plot(
            np.arange(1, EPOCHS + 1), run["val_loss"], "--", color=style.VERMILLION,
            label="validation",
        )  # fmt: skip
        right.legend()
        right.set(title="cost", xlabel="epochs")
        right.set_ylim(bottom=0)
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=110)
    return image.getvalue(), round(96 * figure.get_figwidth())

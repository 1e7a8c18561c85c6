"""Figures of lesson 06: what a gradient says, what it costs, and how to check one.

All numbers are computed with `workbook.nn`. Each function draws one figure and returns it as a
`style.picture`, so a cell's last line shows it: `plots.kink()`. Computation graphs are in
`backpropagation_graphs`.
"""

import time

import matplotlib.pyplot as plt
import numpy as np

from workbook import nn, style

style.use()

GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 1}
"""Under a label, so that no line strikes through it."""

X, W, B, Y = 2.0, 1.0, -2.0, 1.0
"""The lesson's unit: one input, its weight, its bias, its label."""


def loss_along_each_weight(x=X, w=W, b=B, y=Y):
    """Draw the unit's loss when only w moves, and when only b moves, with the first slope."""
    loss, dw, db = nn.backprop_neuron(np.array([x]), np.array([w]), b, y)
    fig, axes = plt.subplots(1, 2, figsize=(8.2, 3.3), sharey=True)
    shifts = np.linspace(-2, 2, 161)
    rows = (("weight w", w, float(dw[0]), (1, 0)), ("bias b", b, db, (0, 1)))
    for ax, (name, start, slope, (to_w, to_b)) in zip(axes, rows, strict=True):
        curve = [
            nn.backprop_neuron(np.array([x]), np.array([w + to_w * s]), b + to_b * s, y)[0]
            for s in shifts
        ]
        ax.plot(start + shifts, curve)
        near = np.array([-0.45, 0.45])
        ax.plot(start + near, loss + slope * near, color=style.VERMILLION, linewidth=3)
        ax.plot(start, loss, "o", color=style.VERMILLION)
        ax.annotate(
            f"slope {_number(slope)}", (start, loss), (12, 10), textcoords="offset points",
            color=style.VERMILLION, bbox=GROUND,
        )  # fmt: skip
        ax.set(title=f"Only the {name} moves", xlabel=name, ylim=(-0.05, 1.05))
    axes[0].set_ylabel("loss L")
    return style.picture(
        fig,
        f"The unit's loss against w, and against b. Both curves fall. At the start, w = "
        f"{_number(w)} and b = {_number(b)}, the slopes are {_number(dw[0])} and {_number(db)}: "
        "raising either lowers the loss, and w does so twice as fast.",
    )


def how_wrong_and_how_steep():
    """Draw the gradient at z against the answer a, label 0, for squared error and cross-entropy."""
    a = np.linspace(0.0005, 0.9995, 400)
    fig, ax = plt.subplots(figsize=(7.0, 3.4))
    square, surprise = style.COLOURS["mse"], style.COLOURS["cross_entropy"]
    ax.plot(a, 2 * a * a * (1 - a), color=square)
    ax.plot(a, a, color=surprise, linestyle="--")
    ax.text(0.3, 0.42, "cross-entropy: a", color=surprise, ha="right")
    ax.text(0.6, 0.12, "squared error: 2a · a (1 − a)", color=square, ha="center", bbox=GROUND)
    for name, at in (("A", 0.6), ("B", 0.999)):
        steep = 2 * at * at * (1 - at)
        ax.plot(at, steep, "o", color=style.VERMILLION)
        ax.annotate(
            f"{name}: {_number(steep)}", (at, steep), (7, 7), textcoords="offset points",
            color=style.VERMILLION, bbox=GROUND,
        )  # fmt: skip
    ax.set(xlabel="answer a of the unit, where 0 is right", ylabel="gradient ∂L/∂z")
    ax.set(xlim=(-0.03, 1.15), ylim=(-0.02, 1.02))
    return style.picture(
        fig,
        "The gradient at z against the unit's answer, with label 0. Under squared error it rises "
        "to about 0.3 at a = 2/3, then falls back to 0 as the answer nears 1, where the unit is "
        "most wrong. Under cross-entropy it keeps rising to 1.",
    )


def error_against_h():
    """Draw how far a central difference of sin is off, against h, in both precisions."""
    steps = np.logspace(-14, 0, 57)
    fig, ax = plt.subplots(figsize=(7.2, 3.6))
    rows = (
        (np.float64, "double precision", (2e-13, 2e-9), style.BLUE, "-"),
        (np.float32, "single precision", (2e-13, 3e-2), style.VERMILLION, "--"),
    )
    for kind, name, place, colour, dash in rows:
        ax.loglog(steps, _error_of_sine(steps, kind), dash, color=colour)
        ax.text(*place, name, color=colour)
    ax.axvline(1e-5, color=style.GREY, linewidth=1, linestyle=":")
    ax.text(1.3e-5, 3, "h = 10⁻⁵", color=style.GREY, bbox=GROUND)
    ax.set(xlabel="step h", ylabel="mean error of the slope", ylim=(1e-14, 20))
    return style.picture(
        fig,
        "Mean error of a measured slope against h, both axes logarithmic: two V shapes. In double "
        "precision it is about 10⁻¹¹ at h = 10⁻⁵ and rises again for smaller h. In single "
        "precision the best is about 4 · 10⁻⁶, near h = 5 · 10⁻³; at h = 10⁻⁵ it is about 10⁻³.",
    )


def kink(z=4e-6, h=1e-5):
    """Draw ReLU around 0 with the two points of a central difference on either side of its kink."""
    line = np.linspace(-2.2, 2.8, 101)
    points = np.array([z - h, z + h]) * 1e5
    slope = np.diff(nn.relu(points))[0] / np.diff(points)[0]
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    ax.plot(line, nn.relu(line))
    ax.plot(points, nn.relu(points), "o--", color=style.VERMILLION)
    ax.plot(z * 1e5, z * 1e5, "o", color=style.BLACK)
    ax.text(-2.1, 1.9, f"measured slope {slope:.2g}", color=style.VERMILLION, bbox=GROUND)
    ax.text(z * 1e5 + 0.15, z * 1e5 - 0.35, "here the slope is 1", color=style.BLACK, bbox=GROUND)
    ax.set(xlabel="z, in units of 10⁻⁵", ylabel="relu(z), same units", ylim=(-0.4, 2.6))
    return style.picture(
        fig,
        f"ReLU close to its kink. At z = 0.4 · 10⁻⁵ its slope is 1, but the two measuring points "
        f"lie on either side of 0, and the line between them has slope {slope:.2g}.",
    )


def time_of_gradients(sizes=(4, 16, 64, 256), inputs=8, seed=0):
    """Draw the time for all gradients of a network, measured one by one and by backpropagation."""
    rng = np.random.default_rng(seed)
    rows = [_times(rng, inputs, H) for H in sizes]
    counts, numeric, back = (np.array(column) for column in zip(*rows, strict=True))
    fig, ax = plt.subplots(figsize=(7.0, 3.4))
    ax.loglog(counts, numeric, "o-", color=style.VERMILLION)
    ax.loglog(counts, back, "s--", color=style.BLUE)
    ax.annotate(
        "each by two forward passes", (counts[1], numeric[1]), (-6, 8), ha="right",
        textcoords="offset points", color=style.VERMILLION,
    )  # fmt: skip
    ax.annotate(
        "all: forward and one way back", (counts[1], back[1]), (-6, 10), ha="right",
        textcoords="offset points", color=style.BLUE, bbox=GROUND,
    )  # fmt: skip
    ax.set(xlabel="parameters of the network", ylabel="milliseconds", xlim=(9, None))
    ratio = numeric[-1] / back[-1]
    return style.picture(
        fig,
        f"Time for all gradients against the number of parameters, up to {counts[-1]}. Measuring "
        "each one takes time in proportion; backpropagation hardly takes more for more. At the "
        f"right-hand end it is about {10 ** round(np.log10(ratio))} times as quick.",
    )


def _times(rng, D, H):
    """Parameters of a network, and milliseconds for its gradients, measured and backpropagated."""
    x, W1, b1, w2 = rng.normal(size=D), rng.normal(size=(D, H)), np.zeros(H), rng.normal(size=H)
    count = W1.size + b1.size + w2.size + 1
    passes = []
    for _ in range(20):
        start = time.perf_counter()
        np.tanh(x @ W1 + b1) @ w2
        passes.append(time.perf_counter() - start)
    backs = []
    for _ in range(20):
        start = time.perf_counter()
        nn.hidden_layer_grads(x, W1, b1, w2, 0.0, 1.0)
        backs.append(time.perf_counter() - start)
    return count, 1e3 * 2 * count * float(np.median(passes)), 1e3 * float(np.median(backs))


def _error_of_sine(steps, kind):
    """How far (sin(x + h) − sin(x − h)) / 2h is from cos(x), computed in this kind of float.

    The mean over 101 places x from 0.5 to 1.5: at a single one rounding may do well by chance.
    steps: (S,) array of h. Returns: (S,) array.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        h, x = steps.astype(kind)[:, np.newaxis], np.linspace(0.5, 1.5, 101).astype(kind)
        measured = (np.sin(x + h) - np.sin(x - h)) / (2 * h)
    return np.mean(np.abs(measured.astype(np.float64) - np.cos(x.astype(np.float64))), axis=1)


def _number(value):
    """A number with the long minus of a book, three digits that matter."""
    return f"{value:.3g}".replace("-", "−")

"""Figures of lesson 07: a network that learns, shapes on the way back, starts, deep gradients.

All numbers are computed with `workbook.nn`. Each function draws one figure and returns it as a
`style.picture`, so a cell's last line shows it: `plots.shapes_back()`.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from workbook import nn, style
from workbook.data import toy
from workbook.plots import layers_measured as measured

style.use()

SURFACE = LinearSegmentedColormap.from_list("classes", ["#F0A878", "#FBFBFB", "#6FB1DA"])
"""Pale vermillion for class 0, white where the model is undecided, pale blue for class 1."""

N, D, H = 5, 3, 4
"""Samples, inputs and units in the pictures of shapes."""


def learning(marks=(0, 100, 400, 1000), hidden=(8, 8), lr=1.0):
    """Draw one network's decision surface on two spirals at several moments of its training."""
    X, y = toy.spirals(200, 0.04, np.random.default_rng(0))
    params = nn.init_params([2, *hidden, 2], np.random.default_rng(0), "xavier")
    model = nn.MLP(params, "tanh")
    fig, axes = plt.subplots(1, len(marks), figsize=(9.8, 2.9))
    shares = []
    for ax, step in zip(axes, marks, strict=True):
        model.fit(X, y, lr, step - len(model.loss_history))
        shares.append(f"{np.mean(model.predict(X) == y):.0%} after {step}")
        image = _surface(ax, model, X, y)
        ax.set_title(f"step {step}\n{shares[-1].split()[0]} right")
    _key(fig, axes, image)
    return style.picture(
        fig,
        "Decision surfaces of one network on two spirals, at four moments of its training. At "
        "first the border cuts straight through both; in the end it winds between them. Right on "
        f"these points: {', '.join(shares)} steps.",
    )


def _key(fig, axes, image):
    """A key for the surfaces' colours."""
    key = fig.colorbar(image, ax=axes, ticks=[0, 0.5, 1], shrink=0.9)
    key.set_label("probability of class 1")


def shapes_back():
    """Draw the three products of a dense layer's way back as rectangles with their shapes."""
    rows = (
        (("dX", N, D), ("dZ", N, H), ("Wᵀ", H, D), "a row for each sample"),
        (("dW", D, H), ("Xᵀ", D, N), ("dZ", N, H), "sums over the 5 samples"),
        (("db", 1, H), ("1ᵀ", 1, N), ("dZ", N, H), "adds up the 5 rows"),
    )
    fig, ax = plt.subplots(figsize=(8.2, 5.0))
    for place, (*matrices, words) in enumerate(rows):
        y = -6.4 * place
        for x, (name, height, width) in zip((0, 7, 14), matrices, strict=True):
            _matrix(ax, x, y, name, height, width)
        for x, sign in ((5.6, "="), (12.6, "@")):
            ax.text(x, y, sign, ha="center", va="center", fontsize=16)
        ax.text(19.4, y, words, va="center")
    ax.set(xlim=(-0.5, 30.5), ylim=(-16.4, 3.2), aspect="equal")
    ax.axis("off")
    return style.picture(
        fig,
        "Three products of matrices, for 5 samples, 3 inputs and 4 units. dX (5, 3) is dZ (5, 4) "
        "times W transposed (4, 3). dW (3, 4) is X transposed (3, 5) times dZ (5, 4). db, 4 "
        "numbers, is a row of ones times dZ. The inner numbers agree in each product.",
    )


def _matrix(ax, x, y, name, height, width):
    """One rectangle, a cell for each number, with its name and shape below it."""
    colours = {"dX": style.ORANGE, "dW": style.ORANGE, "db": style.ORANGE, "dZ": style.VERMILLION}
    left, bottom = x + (4 - width) / 2, y - height / 2 + 0.4
    for row in range(height):
        for column in range(width):
            ax.add_patch(
                Rectangle(
                    (left + column, bottom + row), 0.92, 0.92,
                    color=colours.get(name, style.BLUE), alpha=0.75,
                )
            )  # fmt: skip
    label = f"{name}  ({width},)" if name == "db" else f"{name}  ({height}, {width})"
    ax.text(x + 2, bottom - 0.75, label, ha="center", va="center", fontsize=11)


def starts(lr=0.5, epochs=600):
    """Draw the cost on XOR from three starts, and say how many hidden units differ in the end."""
    X, y = toy.xor_clouds(200, 0.3, np.random.default_rng(0))
    begun = {
        "all zeros": measured.same_start(0.0),
        "all 0.5": measured.same_start(0.5),
        "random": measured.random_start(),
    }
    begins = style.FAMILIES["initial weights"]
    rows = measured.histories(begun, X, y, lr, epochs)
    fig, ax = plt.subplots(figsize=(7.2, 3.5))
    styles = ((begins["zeros"], "--"), (style.VERMILLION, "-."), (begins["xavier"], "-"))
    for (name, (history, units)), (colour, dash) in zip(rows.items(), styles, strict=True):
        ax.plot(history, dash, color=colour)
        noun = "unit" if units == 1 else "units"
        ax.text(
            epochs * 1.02, history[-1], f"{name}: {units} different {noun}",
            color=colour, va="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )  # fmt: skip
    ax.set(xlabel="step of gradient descent", ylabel="cost", xlim=(0, epochs * 1.5))
    ax.set(ylim=(-0.03, 0.85), xticks=range(0, epochs + 1, 200))
    return style.picture(
        fig,
        "Cost on four XOR clouds against steps, from three starts, 8 hidden units each. From zeros "
        f"it stays at {rows['all zeros'][0][-1]:.3f}. With all weights 0.5 it falls to "
        f"{rows['all 0.5'][0][-1]:.2f} and stays there, with 1 different unit. From random weights "
        f"it falls to {rows['random'][0][-1]:.3f}, with {rows['random'][1]} different units.",
    )


SEEDS = range(5)

CASES = (
    ("sigmoid", "xavier", "sigmoid, Xavier", "o--"),
    ("tanh", "xavier", "tanh, Xavier", "^-."),
    ("relu", "he", "ReLU, He", "s-"),
)


def gradients_by_depth(cases=CASES):
    """Draw the length of each layer's gradient in deep networks before training, five seeds."""
    fig, ax = plt.subplots(figsize=(7.4, 3.8))
    ends = []
    for activation, spread, name, mark in cases:
        norms = [measured.norms_by_layer(activation, spread, seed=seed) for seed in SEEDS]
        _band(ax, norms, style.COLOURS[activation], mark, name)
        ends.append(f"{name} {_power(np.median(norms, axis=0)[0])}")
    ax.set(xlabel="layer: 1 is next to the input", ylabel="length of its gradient")
    ax.set_xticks(range(1, measured.DEPTH + 2))
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return style.picture(
        fig,
        f"Length of each layer's gradient in networks with {measured.DEPTH} hidden layers, before "
        "training, on a logarithmic axis; medians of five seeds in bands from lowest to highest. "
        "With sigmoid it falls by about four per layer towards the input; with tanh and Xavier, "
        f"and with ReLU and He, it keeps its size. In the first layer: {', '.join(ends)}.",
    )


def _band(ax, runs, colour, mark, name):
    """The median of several runs over the layers, in a band from their lowest to their highest."""
    layers = range(1, len(runs[0]) + 1)
    ax.semilogy(layers, np.median(runs, axis=0), mark, color=colour, label=name)
    low, high = np.min(runs, axis=0), np.max(runs, axis=0)
    ax.fill_between(layers, low, high, color=colour, alpha=0.2, linewidth=0)


SPREADS = (
    (0.05, "std 0.05", style.GREEN, "D:"),
    ("xavier", "Xavier: std 0.18", style.FAMILIES["initial weights"]["xavier"], "^-."),
    ("he", "He: std 0.25", style.FAMILIES["initial weights"]["he"], "s-"),
    (0.6, "std 0.6", style.VERMILLION, "o--"),
)


def signals_by_depth(spreads=SPREADS):
    """Draw how large a ReLU network's answers are, layer by layer, for several starts."""
    fig, ax = plt.subplots(figsize=(7.4, 3.6))
    ends = []
    for spread, name, colour, mark in spreads:
        sizes = [measured.spread_by_layer("relu", spread, seed=seed) for seed in SEEDS]
        _band(ax, sizes, colour, mark, name)
        ends.append(f"{name}: {_power(np.median(sizes, axis=0)[-1])}")
    ax.set(xlabel="hidden layer", ylabel="root mean square of its answers")
    ax.set_xticks(range(1, measured.DEPTH + 1))
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return style.picture(
        fig,
        "Size of the answers of ten ReLU layers of 32 units, on a logarithmic axis; medians of "
        "five seeds in bands from lowest to highest. Only He's spread keeps it. In the last layer: "
        f"{'; '.join(ends)}.",
    )


def learnt_surfaces(hidden=(8, 8), lr=1.0, epochs=1000):
    """Draw what the reference's MLP has learnt on the four toy sets."""
    fig, axes = plt.subplots(1, 4, figsize=(9.6, 2.7))
    right = []
    for ax, (name, make) in zip(axes, toy.TOYS.items(), strict=True):
        noise = {"XOR": 0.3, "spirals": 0.04}.get(name, 0.1)
        X, y = make(200, noise, np.random.default_rng(0))
        params = nn.init_params([2, *hidden, 2], np.random.default_rng(0), "xavier")
        model = nn.MLP(params, "tanh").fit(X, y, lr, epochs)
        share = np.mean(model.predict(X) == y)
        right.append(f"{name} {share:.0%}")
        image = _surface(ax, model, X, y)
        ax.set_title(f"{name}: {share:.0%}")
    _key(fig, axes, image)
    return style.picture(
        fig,
        f"Decision surfaces of a network with layers of {' and '.join(map(str, hidden))} tanh "
        f"units on four sets of points, after {epochs} steps. The border follows each shape. Right "
        f"on the training points: {', '.join(right)}.",
    )


def _surface(ax, model, X, y):
    """One model's probability of class 1 over the plane, with the points on it; its image."""
    line = np.linspace(-1.9, 1.9, 81)
    grid = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    P = model.predict_proba(grid)[:, 1].reshape(81, 81)
    image = ax.imshow(P, extent=(-1.9, 1.9) * 2, origin="lower", cmap=SURFACE, vmin=0, vmax=1)
    ax.contour(line, line, P, [0.5], colors=style.BLACK, linewidths=1.2)
    for label, colour, mark in ((0, style.VERMILLION, "o"), (1, style.BLUE, "^")):
        ax.plot(*X[y == label].T, mark, color=colour, markersize=2.6)
    ax.set(xticks=[], yticks=[], xlim=(-1.9, 1.9), ylim=(-1.9, 1.9))
    ax.grid(False)
    return image


def _power(number):
    """A rough size as text: 7e-07 → "7 · 10⁻⁷"."""
    if number >= 0.01:
        return f"{number:.0f}" if number >= 10 else f"{number:.2g}"
    digits, exponent = f"{number:.0e}".split("e")
    return f"{digits} · 10" + str(int(exponent)).translate(
        str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    )

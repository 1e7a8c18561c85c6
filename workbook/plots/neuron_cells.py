"""Drawings of lesson 01: a nerve cell beside a unit, a unit with its numbers, networks of units.

They are drawings and not charts: places are chosen by hand, in units of their own. What belongs
together has one colour in the cell and in the unit: dendrites and inputs blue, synapses and weights
vermillion, cell body and unit orange, axon and output green.
"""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path

from workbook import style

style.use()

IN, BODY, OUT = (style.COLOURS[layer] for layer in ("input", "hidden", "output"))
WEIGHT, BIAS = style.COLOURS["weight"], style.COLOURS["bias"]
PALE = "#FCEBC8"
"""The inside of a cell body and of a unit: orange, much lightened."""


def cell_and_unit():
    """Draw a nerve cell and an artificial unit side by side, with matching colours and names."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.75), width_ratios=(1.2, 1))
    _draw_cell(left)
    _draw_counterpart(right)
    left.set_title("A nerve cell")
    right.set_title("A unit")
    return style.picture(
        fig,
        "A nerve cell beside an artificial unit. Dendrites match inputs, synapses match weights, "
        "the cell body matches the unit that adds up, the axon matches the output. The nucleus "
        "inside the cell body has no counterpart, and the unit's bias has none in the cell.",
    )


def unit(x=(2.0, 3.0), w=(4.0, -1.0), b=1.0):
    """Draw the path of a signal through one step unit, with its numbers."""
    products = np.array(x) * np.array(w)
    z = products.sum() + b
    a = 1 if z >= 0 else 0
    fig, ax = plt.subplots(figsize=(9.0, 3.1))
    heights = (1.5, 0.0)
    for i, (height, x_i, w_i) in enumerate(zip(heights, x, w, strict=True)):
        name = "₁₂"[i]
        _node(ax, (0, height), f"x{name} = {_plain(x_i)}", IN)
        _arrow(ax, (0.55, height), (2.65, 0.75 + (height - 0.75) * 0.45), IN)
        spot = (1.55, 0.75 + (height - 0.75) * 0.72)
        _tag(ax, spot, f"· w{name} = {_plain(w_i)}", WEIGHT)
    _tag(ax, (3.35, -0.62), f"+ b = {_plain(b)}", BIAS)
    _arrow(ax, (3.35, -0.4), (3.35, 0.25), BIAS)
    _node(ax, (3.35, 0.75), f"z = {_plain(z)}", BODY, wide=0.62)
    _arrow(ax, (4.05, 0.75), (5.1, 0.75), BODY)
    ax.text(4.55, 0.88, "f", ha="center", fontsize=13, style="italic")
    _node(ax, (5.65, 0.75), f"a = {a}", OUT)
    _arrow(ax, (6.2, 0.75), (7.0, 0.75), OUT)
    steps = ((0, "inputs"), (1.55, "weights"), (3.35, "sum, with bias"), (5.65, "answer"))
    for along, word in steps:
        ax.text(along, 2.3, word, ha="center", color=style.GREY)
    ax.set(xlim=(-0.8, 7.1), ylim=(-0.95, 2.6), aspect="equal")
    ax.axis("off")
    sums = " + ".join(_bracketed(product) for product in products)
    return style.picture(
        fig,
        f"The path of a signal: the inputs {_plain(x[0])} and {_plain(x[1])} are multiplied by the "
        f"weights {_plain(w[0])} and {_plain(w[1])}; the products and the bias {_plain(b)} add up "
        f"to z = {sums} + {_bracketed(b)} = {_plain(z)}; the step f answers a = {a}.",
    )


def shallow_and_deep(shallow=(3, 4, 1), deep=(3, 4, 4, 4, 2)):
    """Draw a network with one hidden layer beside one with several."""
    fig, axes = plt.subplots(1, 2, figsize=(9.0, 3.5), width_ratios=(1, 1.55))
    titles = ("Shallow: one hidden layer", f"Deep: {_count(len(deep) - 2)} hidden layers")
    for ax, sizes, title in zip(axes, (shallow, deep), titles, strict=True):
        _draw_network(ax, sizes)
        ax.set_title(title)
    return style.picture(
        fig,
        f"Two networks of units in layers, every unit joined to all units of the next layer. The "
        f"shallow one has {shallow[0]} inputs, one hidden layer of {shallow[1]} units and "
        f"{shallow[-1]} output. The deep one has {len(deep) - 2} hidden layers of {deep[1]} units "
        f"and {deep[-1]} outputs.",
    )


# ---- the cell -----------------------------------------------------------------------------------


def _draw_cell(ax):
    """Dendrites with synapses on them, a body with its nucleus, an axon in its sheath."""
    rng = np.random.default_rng(4)
    body = np.array([0.0, 0.0])
    for angle in np.deg2rad([105, 145, 180, 215, 255]):
        start = body + 0.45 * np.array([np.cos(angle), np.sin(angle)])
        _branch(ax, rng, start, angle, 1.0, 4.5)
    turn = np.linspace(0, 2 * np.pi, 121)
    radius = 0.62 + 0.07 * np.cos(5 * turn + 0.6)
    outline = np.column_stack([radius * np.cos(turn), radius * np.sin(turn)])
    ax.add_patch(Polygon(outline, facecolor=PALE, edgecolor=BODY, linewidth=2, zorder=3))
    nucleus = {"facecolor": "white", "edgecolor": style.GREY, "zorder": 4}
    ax.add_patch(Circle((0.05, 0.05), 0.2, **nucleus))
    _draw_axon(ax)
    ends = [(-1.75, 1.62), (-2.42, -0.1), (-1.68, -1.72)]
    for x, y in ends:  # other cells' axons arrive; the gap is the synapse
        ax.plot([x - 0.75, x - 0.12], [y, y], color=style.GREY, linewidth=2.5)
        ax.plot(x, y, "o", color=WEIGHT, markersize=9, zorder=5)
    label = {"ha": "center", "va": "center", "fontsize": 11}
    ax.text(-2.15, 2.25, "dendrites", color=IN, **label)
    ax.text(-2.85, -0.42, "synapse", color=WEIGHT, **label)
    ax.text(0.5, -1.3, "cell body\n(soma)", color=style.OCHRE, **label)
    ax.annotate(
        "nucleus\n(genes)", (0.1, 0.2), (0.62, 1.45), color=style.GREY, ha="center",
        arrowprops={"arrowstyle": "-", "color": style.GREY, "linewidth": 1}, zorder=6,
    )  # fmt: skip
    ax.text(2.35, 0.42, "axon", color=OUT, **label)
    ax.set(xlim=(-3.4, 4.3), ylim=(-2.65, 2.55), aspect="equal", anchor="N")
    ax.axis("off")


def _branch(ax, rng, start, angle, length, width):
    """One dendrite: a bent line that divides until it is thin."""
    bend = angle + rng.uniform(-0.35, 0.35)
    middle = start + 0.5 * length * np.array([np.cos(bend), np.sin(bend)])
    end = start + length * np.array([np.cos(angle), np.sin(angle)])
    path = Path([start, middle, end], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    ax.add_patch(PathPatch(path, facecolor="none", edgecolor=IN, linewidth=width, zorder=2))
    if width > 1.6:
        for side in (-1, 1):
            turned = angle + side * rng.uniform(0.28, 0.5)
            _branch(ax, rng, end, turned, 0.62 * length, 0.58 * width)


def _draw_axon(ax):
    """The axon to the right, its sheath, and the ends that reach other cells."""
    along = np.linspace(0.55, 3.35, 60)
    ax.plot(along, 0.08 * np.sin(2 * along), color=OUT, linewidth=3, zorder=2)
    for x in (0.95, 1.6, 2.25, 2.9):
        box = FancyBboxPatch(
            (x, 0.08 * np.sin(2 * x + 0.45) - 0.11), 0.45, 0.22, boxstyle="round,pad=0.02",
            facecolor="white", edgecolor=OUT, linewidth=1.5, zorder=3,
        )  # fmt: skip
        ax.add_patch(box)
    for height in (-0.55, 0.05, 0.6):
        ax.plot([3.35, 3.95], [0.04, height], color=OUT, linewidth=2)
        ax.plot(3.95, height, "o", color=OUT, markersize=6)


# ---- the unit -----------------------------------------------------------------------------------


def _draw_counterpart(ax):
    """A unit with three inputs, in the cell's colours."""
    for i, height in enumerate((1.5, 0.0, -1.5)):
        name = "₁₂₃"[i]
        ax.text(-2.5, height, f"x{name}", ha="center", va="center", fontsize=13, color=IN)
        _arrow(ax, (-2.25, height), (-0.62, 0.32 * height), IN)
        ax.plot(-1.45, 0.67 * height, "o", color=WEIGHT, markersize=9, zorder=4)
        ax.text(-1.45, 0.67 * height + 0.24, f"w{name}", ha="center", color=WEIGHT, fontsize=12)
    ax.add_patch(Circle((0, 0), 0.62, facecolor=PALE, edgecolor=BODY, linewidth=2, zorder=3))
    ax.text(0, 0, "Σ, f", ha="center", va="center", fontsize=14, zorder=4)
    _arrow(ax, (0, -1.35), (0, -0.66), BIAS)
    ax.text(0, -1.6, "b", ha="center", va="center", color=BIAS, fontsize=13)
    _arrow(ax, (0.64, 0), (2.1, 0), OUT)
    ax.text(2.3, 0, "a", ha="center", va="center", fontsize=13, color=OUT)
    label = {"ha": "center", "va": "center", "fontsize": 11}
    ax.text(-2.4, 2.05, "inputs", color=IN, **label)
    ax.text(-1.2, 1.75, "weights", color=WEIGHT, **label)
    ax.text(0.15, 0.95, "unit", color=style.OCHRE, **label)
    ax.text(0.62, -1.6, "bias", color=BIAS, **label)
    ax.text(1.55, 0.42, "output", color=OUT, **label)
    ax.set(xlim=(-3.0, 2.7), ylim=(-2.3, 2.4), aspect="equal", anchor="N")
    ax.axis("off")


def _draw_network(ax, sizes):
    """Units as circles, layer by layer, joined to all of the next layer."""
    layers = [
        [(column, (size - 1) / 2 - row) for row in range(size)] for column, size in enumerate(sizes)
    ]
    for one, other in pairwise(layers):
        for x0, y0 in one:
            for x1, y1 in other:
                ax.plot([x0, x1], [y0, y1], color=style.GREY, linewidth=0.8, alpha=0.6, zorder=1)
    for column, places in enumerate(layers):
        edge = IN if column == 0 else OUT if column == len(layers) - 1 else BODY
        for place in places:
            inside = {"facecolor": "white", "edgecolor": edge, "linewidth": 2.2, "zorder": 2}
            ax.add_patch(Ellipse(place, 0.36, 0.62, **inside))
    words = ["inputs", *["hidden"] * (len(sizes) - 2), "outputs" if sizes[-1] > 1 else "output"]
    for column, word in enumerate(words):
        ax.text(column, -max(sizes) / 2 - 0.25, word, ha="center", color=style.GREY)
    ax.set(xlim=(-0.5, len(sizes) - 0.5), ylim=(-max(sizes) / 2 - 0.6, max(sizes) / 2 + 0.1))
    ax.axis("off")


def _node(ax, place, words, colour, wide=0.55):
    inside = {"facecolor": "white", "edgecolor": colour, "linewidth": 2, "zorder": 3}
    ax.add_patch(Ellipse(place, 2 * wide, 0.84, **inside))
    ax.text(*place, words, ha="center", va="center", fontsize=12, zorder=4)


def _tag(ax, place, words, colour):
    box = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": colour}
    ax.text(*place, words, ha="center", va="center", fontsize=11, bbox=box, zorder=4)


def _arrow(ax, start, end, colour):
    shaft = {"arrowstyle": "->", "color": colour, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=shaft)


def _plain(number):
    return f"{number + 0:g}".replace("-", "−")


def _bracketed(number):
    return f"({_plain(number)})" if number < 0 else _plain(number)


def _count(number):
    return {2: "two", 3: "three", 4: "four"}.get(number, str(number))

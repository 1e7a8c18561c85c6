"""Figures of lesson 02: layers, the way forward, initial weights, and what scaling changes.

Each function draws one figure and returns it as a `style.picture`, so a cell's last line shows it:
`plots.three_layers()`. What is measured comes from `forward_propagation_measured`.
"""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from workbook import nn, style
from workbook.plots import forward_propagation_measured as measured

style.use()


def batch_through(samples=5, sizes=(3, 4, 2)):
    """Draw a batch before a network and its predictions behind; what layers do is left open."""
    fig, ax = plt.subplots(figsize=(8.2, 3.0))
    _network(ax, sizes)
    arrow = {"arrowstyle": "->", "color": style.GREY, "linewidth": 1.5}
    ends = (
        (-4.6, sizes[0], "input", f"a batch:\n{samples} samples, one in each row"),
        (7.6, sizes[-1], "output", f"{samples} predictions,\none in each row"),
    )
    for left, width, kind, told in ends:
        for row, column in np.ndindex(samples, width):
            corner = (left + column, 0.8 * (samples / 2 - 1 - row))
            box = {"facecolor": "white", "edgecolor": style.COLOURS[kind], "linewidth": 1.3}
            ax.add_patch(plt.Rectangle(corner, 0.9, 0.7, **box))
        ax.text(left + width / 2, -2.4, told, ha="center", va="top")
    for start in (-1.5, 6.4):
        ax.annotate("", (start + 1, 0), (start, 0), arrowprops=arrow)
    ax.set(xlim=(-5.6, 11), ylim=(-3.6, 2.3))
    ax.axis("off")
    return style.picture(
        fig,
        f"A table of {samples} rows and {sizes[0]} columns, a batch of samples; a network of "
        f"{sizes[0]}, {sizes[1]} and {sizes[2]} circles, joined by lines from layer to layer; and "
        f"a table of {samples} rows and {sizes[-1]} columns that comes out, the predictions.",
    )


def three_layers(sizes=(3, 4, 2)):
    """Draw a network as columns of circles, with what each layer does written below."""
    fig, ax = plt.subplots(figsize=(8.2, 3.5))
    _network(ax, sizes)
    rows = (
        (f"input layer\n{sizes[0]} features, raw", "holds the numbers", style.BLUE),
        (f"hidden layer\n{sizes[1]} units", "computes new features", style.OCHRE),
        (f"output layer\n{sizes[2]} units", "a class, or a number", style.GREEN),
    )
    for column, (name, does, colour) in enumerate(rows):
        ax.text(3 * column, 2.15, name, ha="center", va="bottom", color=colour, weight="bold")
        ax.text(3 * column, -2.3, does, ha="center", va="top")
    arrow = {"arrowstyle": "->", "color": style.GREY, "linewidth": 1.5}
    ax.annotate("", (6.9, 0), (6.35, 0), arrowprops=arrow)
    ax.text(7.0, 0, "prediction,\ncompared\nwith the label", va="center")
    ax.annotate("", (-0.35, 0), (-0.9, 0), arrowprops=arrow)
    ax.text(-1.0, 0, "pixels,\nreadings,\nwords as\nnumbers", va="center", ha="right")
    ax.set(xlim=(-2.3, 8.6), ylim=(-2.8, 3.1))
    ax.axis("off")
    return style.picture(
        fig,
        f"A network in three columns. Raw numbers enter {sizes[0]} input circles, which only hold "
        f"them. Lines join each of them to each of {sizes[1]} hidden units, which compute new "
        f"features, and each of these to each of {sizes[2]} output units. The prediction is then "
        "compared with the label.",
    )


def layer_by_hand():
    """Draw X @ W + b = Z with the numbers of the worked example, one sum picked out."""
    X, W = np.array([[1, 2], [3, 0]]), np.array([[2, -1, 0], [1, 1, 3]])
    b = np.array([[0, 5, -1]])
    fig, ax = plt.subplots(figsize=(8.2, 2.3))
    left = 0.0
    picked = ((0, None), (None, 1), (None, 1), (0, 1))
    parts = ("X (2, 2)", X), ("W (2, 3)", W), ("b (3,)", b), ("Z (2, 3)", X @ W + b)
    for (title, table), sign, (row, column) in zip(parts, "@+= ", picked, strict=True):
        for (i, j), number in np.ndenumerate(table):
            inside = row in (None, i) and column in (None, j)
            _cell(ax, left + j, 0.5 * len(table) - i, number, inside)
        ax.text(left, 1.75, title, weight="bold")
        left += table.shape[1]
        ax.text(left + 0.46, 0.46, sign, ha="center", va="center", fontsize=16)
        left += 1
    ax.set(xlim=(-0.1, left), ylim=(-1.2, 2.2), aspect="equal")
    ax.axis("off")
    return style.picture(
        fig,
        "The tables X with rows 1, 2 and 3, 0; W with rows 2, −1, 0 and 1, 1, 3; b with 0, 5, −1; "
        "and Z with rows 4, 6, 5 and 6, 2, −1. Picked out: the first row of X and the second "
        "column of W and of b make the 6 in Z's first row: 1 · (−1) + 2 · 1 + 5.",
    )


def signal_through_depth(depth=12, width=64, n=200, seeds=range(5)):
    """Draw how large the activations are after each ReLU layer, for three spreads of weights."""
    fig, ax = plt.subplots(figsize=(7.4, 3.5))
    lines = (
        ("std 1", 1.0, style.VERMILLION, "--"),
        ("std √(2 / D), “he”", "he", style.COLOURS["he"], "-"),
        ("std 0.01", 0.01, style.GREEN, "-."),
    )
    ends = {}
    for label, std, colour, dash in lines:
        runs = [measured.sizes_through_depth(std, depth, width, n, seed) for seed in seeds]
        ends[std] = [run[-1] for run in runs]
        ax.semilogy(range(depth + 1), np.transpose(runs), dash, color=colour, linewidth=1)
        ax.annotate(
            label, (depth, np.median(ends[std])), (8, 0),
            textcoords="offset points", color=colour, va="center",
        )  # fmt: skip
    ax.set(
        title=f"{len(seeds)} batches on their way through {depth} ReLU layers",
        xlabel="layers passed",
        ylabel="size of the activations",
        xlim=(-0.3, depth + 4.2),
        xticks=range(0, depth + 1, 2),
    )
    return style.picture(
        fig,
        f"Size of the activations, on a logarithmic axis, after 0 to {depth} layers of {width} "
        f"units, for {len(seeds)} draws of weights. With weights of standard deviation 1 it grows "
        f"beyond {min(ends[1.0]):.0e}, with 0.01 it shrinks below {max(ends[0.01]):.0e}, with the "
        f"scheme “he” it stays between {min(ends['he']):.1f} and {max(ends['he']):.1f}.",
    )


def dominated():
    """Draw which share of a unit's spread comes from each feature, raw and standardised."""
    X, _ = measured.flats()
    scaled = nn.standardize_apply(X, *nn.standardize_fit(X))
    fig, axes = plt.subplots(1, 2, figsize=(7.4, 2.9), sharey=True)
    shares = [measured.shares_of_z(features) for features in (X, scaled)]
    for ax, share, title in zip(axes, shares, ("raw", "standardised"), strict=True):
        bars = ax.bar(
            ("area in m²", "rooms"), share, color=(style.BLUE, style.VERMILLION), width=0.55
        )
        ax.bar_label(bars, [f"{part:.0%}" for part in share], padding=2)
        ax.set(title=title, ylim=(0, 1.15))
        ax.grid(visible=False, axis="x")
    axes[0].set_ylabel("share of the spread of z")
    return style.picture(
        fig,
        "Share of the spread of z that comes from each feature, over 1000 random units. Raw: area "
        f"{shares[0][0]:.0%}, rooms {shares[0][1]:.0%}. Standardised: {shares[1][0]:.0%} and "
        f"{shares[1][1]:.0%}.",
    )


def descent():
    """Draw how far above the least cost training is, for the same features scaled in five ways."""
    X, y = measured.flats()
    steps = np.unique(np.geomspace(1, 300_000, 400).astype(int))
    least = measured.least_cost(X, y)
    looks = {  # how each is called, its dash, and where its label stands (steps, height)
        "standardised": ("standardised", "-", (1.05, 3e-4)),
        "min_max": ("min–max", "-.", (9.5, 0.02)),
        "divided": ("only divided", ":", (115, 0.12)),
        "centred": ("only centred", "--", (2700, 3e-4)),
        "raw": ("raw", (0, (5, 1)), (130_000, 0.03)),
    }
    fig, ax = plt.subplots(figsize=(8.4, 3.9))
    said = []
    for name, (words, dash, place) in looks.items():
        features, colour = measured.scalings(X)[name], style.COLOURS[name]
        needed, rate = measured.quickest(features, y)
        above = measured.costs_of_training(features, y, steps, rate) / least - 1
        ax.loglog(steps, np.maximum(above, 1e-6), linestyle=dash, color=colour)
        ax.text(*place, f"{words}\n{needed:,}", color=colour)
        said.append(f"{words} {needed:,}")
    ax.axhline(measured.CLOSE, color=style.GREY, linewidth=1)
    ax.set(
        title="Steps until the cost is within 1 % of the least",
        xlabel="training steps, each version with its best constant step size",
        ylabel="cost above the least,\nas a multiple of it",
        xlim=(0.9, 1e6), ylim=(1e-4, 1e3),
    )  # fmt: skip
    return style.picture(
        fig,
        "How far the cost of one linear unit is above the least cost, against training steps, both "
        f"on logarithmic axes. Steps until no more than 1 % is left: {'; '.join(said)}.",
    )


def two_scalings():
    """Draw ten incomes with an outlier: raw, as z-scores, and min–max scaled."""
    X = np.array([[22.0, 25, 28, 30, 31, 33, 36, 38, 41, 400]]).T
    z, m = nn.standardize_apply(X, *nn.standardize_fit(X)), nn.min_max_scale(X, 0.0, 1.0)
    rows = (
        ("raw, in thousands", X, style.COLOURS["raw"]),
        ("z-score", z, style.COLOURS["standardised"]),
        ("min–max, 0 to 1", m, style.COLOURS["min_max"]),
    )
    fig, axes = plt.subplots(3, 1, figsize=(7.4, 3.4))
    for ax, (title, values, colour) in zip(axes, rows, strict=True):
        ax.plot(values, np.zeros(len(values)), "o", color=colour, markersize=8, alpha=0.55)
        ax.set(yticks=[], ylim=(-1, 1))
        ax.spines["left"].set_visible(False)
        mean, std = values.mean() + 0.0, values.std()
        numbers = f"mean {mean:.1f}, std {std:.1f}, from {values.min():.1f} to {values.max():.1f}"
        ax.set_title(f"{title}: {numbers.replace('-0.0,', '0.0,').replace('-', '−')}", fontsize=11)
    return style.picture(
        fig,
        "Ten incomes, nine from 22 to 41 and one of 400, on three axes, in the same pattern each "
        f"time. As z-scores they have mean 0, standard deviation 1 and reach {z.max():.1f}. Scaled "
        f"by min–max they run from 0 to 1, and nine of them crowd below about {m[:-1].max():.2f}.",
    )


def _network(ax, sizes):
    """Draw three layers as columns of circles, 3 apart, each joined to all of the next."""
    spots = [
        [(3 * column, (size - 1) / 2 - unit) for unit in range(size)]
        for column, size in enumerate(sizes)
    ]
    for before, after in pairwise(spots):
        for x0, y0 in before:
            for x1, y1 in after:
                ax.plot([x0, x1], [y0, y1], color="#C4C4C4", linewidth=1, zorder=1)
    for column, name in zip(spots, ("input", "hidden", "output"), strict=True):
        kind = {"s": 330, "zorder": 2, "facecolor": "white", "linewidth": 2.2}
        ax.scatter(*zip(*column, strict=True), edgecolor=style.COLOURS[name], **kind)


def _cell(ax, x, y, number, picked):
    """Draw one number in a box; picked ones are shaded."""
    colour = style.VERMILLION if picked else style.GREY
    shade = "#FBE3D2" if picked else "white"
    box = plt.Rectangle((x, y - 0.5), 0.92, 0.92, facecolor=shade, edgecolor=colour)
    ax.add_patch(box)
    ax.text(
        x + 0.46, y - 0.04, f"{number}".replace("-", "−"), ha="center", va="center", fontsize=12
    )

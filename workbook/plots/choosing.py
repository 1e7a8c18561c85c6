"""Figures of lesson 11: four families, a walk, synthetic samples, weights, edges, memories.

Everything is computed with `workbook.nn`. Each function draws one figure and returns it as a
`style.picture`.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from workbook import nn, style
from workbook.data.structures import tumours
from workbook.plots import choosing_families as families
from workbook.plots import choosing_measured as measured
from workbook.plots import choosing_methods as methods

style.use()

SIGNED = LinearSegmentedColormap.from_list("signed", [style.VERMILLION, "#F4F4F4", style.BLUE])
"""From −1 over 0 to 1."""


# Four families ------------------------------------------------------------------------------------


def four_families():
    """Draw the ways in which four families are connected, from input at the bottom to answer."""
    fig, axes = plt.subplots(1, 4, figsize=(10.0, 3.3))
    _layers(axes[0], (5, 1))
    _layers(axes[1], (5, 4, 1))
    _window(axes[2])
    _unrolled(axes[3])
    titles = ("one unit", "MLP", "CNN", "RNN")
    below = (
        "inputs straight\nto the answer",
        "at least one\nhidden layer",
        "one small window,\nused everywhere",
        "one step, used\nat every time",
    )
    for ax, title, words in zip(axes, titles, below, strict=True):
        ax.set_title(title, loc="center")
        ax.text(0, -0.75, words, ha="center", va="top", fontsize=10)
        ax.set(xlim=(-2.6, 2.6), ylim=(-1.9, 3.3))
        ax.axis("off")
    return style.picture(
        fig,
        "Four ways to connect units, from the inputs below to the answer above. One unit: five "
        "inputs straight to the answer. MLP: five inputs, a hidden layer of four, the answer. CNN: "
        "the same three weights connect every three neighbouring inputs to a unit. RNN: at each of "
        "four times the same step takes one input and the state from before.",
    )


def _layers(ax, sizes):
    """Full layers above one another."""
    heights = np.linspace(0, 2.8, len(sizes))
    rows = [np.arange(n) - (n - 1) / 2 for n in sizes]
    for low, high in zip(range(len(sizes) - 1), range(1, len(sizes)), strict=True):
        for x in rows[low]:
            for other in rows[high]:
                ax.plot([x, other], heights[[low, high]], color=style.GREY, linewidth=1)
    for i, (row, height) in enumerate(zip(rows, heights, strict=True)):
        kind = "input" if i == 0 else "output" if i == len(sizes) - 1 else "hidden"
        _units(ax, row, height, style.COLOURS[kind])


def _window(ax):
    """Three weights, each in its own colour and dash, at every place."""
    below, above = np.arange(5) - 2.0, np.arange(3) - 1.0
    looks = ((style.BLUE, "-"), (style.VERMILLION, "--"), (style.GREEN, ":"))
    for x in above:
        for shift, (colour, dash) in zip((-1, 0, 1), looks, strict=True):
            ax.plot([x + shift, x], [0, 1.4], dash, color=colour, linewidth=2)
        ax.plot([x, 0], [1.4, 2.8], color=style.GREY, linewidth=1)
    _units(ax, below, 0, style.COLOURS["input"])
    _units(ax, above, 1.4, style.COLOURS["hidden"])
    _units(ax, [0], 2.8, style.COLOURS["output"])


def _unrolled(ax):
    """Four steps beside each other; the last state goes on to the answer."""
    times = np.arange(4) * 1.2 - 1.8
    for x in times:
        ax.plot([x, x], [0, 1.4], color=style.BLUE, linewidth=2)
    for x in times[:-1]:
        arrow = {"arrowstyle": "->", "color": style.COLOURS["hidden"], "linewidth": 2}
        ax.annotate("", (x + 1.02, 1.4), (x + 0.18, 1.4), arrowprops=arrow)
    ax.plot([times[-1]] * 2, [1.4, 2.8], color=style.GREY, linewidth=1)
    _units(ax, times, 0, style.COLOURS["input"])
    _units(ax, times, 1.4, style.COLOURS["hidden"])
    _units(ax, times[-1:], 2.8, style.COLOURS["output"])


def _units(ax, places, height, colour):
    ax.plot(places, np.full(len(places), height), "o", color=colour, markersize=12, zorder=3)


# A walk -------------------------------------------------------------------------------------------


def two_splits(seed=3):
    """Draw one random walk twice, with its test days marked: by chance, and the last fifth."""
    P = measured.prices(np.random.default_rng(seed))[measured.LAGS :][: measured.DAYS]
    days = np.arange(measured.DAYS)
    fig, axes = plt.subplots(1, 2, figsize=(9.6, 3.1), sharey=True)
    for ax, shuffled in zip(axes, (True, False), strict=True):
        _, test = measured.parted(shuffled, np.random.default_rng(1))
        ax.plot(days, P, color=style.GREY, linewidth=1.2)
        ax.plot(test, P[test], ".", color=style.COLOURS["test"], markersize=4)
        ax.set(xlabel="day", title="shuffled" if shuffled else "in the order of time")
    axes[0].set_ylabel("price")
    axes[0].annotate(
        "test days", (0.62, 0.1), xycoords="axes fraction", color=style.COLOURS["test"]
    )
    return style.picture(
        fig,
        "One simulated price over 1000 days, drawn twice with its 200 test days marked. Shuffled: "
        "test days lie everywhere, most of them between training days just before and just after. "
        "In the order of time: the test days are the last fifth, and no later day is known.",
    )


# Synthetic samples --------------------------------------------------------------------------------


def synthetic_samples():
    """Draw a rare class, its synthetic samples, and the lines on which they lie."""
    common_colour, rare_colour = style.COLOURS["class 0"], style.COLOURS["class 1"]
    rng = np.random.default_rng(8)
    common = rng.normal(0, 1.0, (60, 2))
    few = np.array([[1.6, 1.0], [2.3, 1.7], [1.2, 2.1], [2.6, 0.6], [2.0, 2.6], [0.7, 0.5]])
    made = nn.smote(few, 2, 24, rng)
    fig, ax = plt.subplots(figsize=(6.8, 3.8))
    gaps = np.linalg.norm(few[:, None] - few, axis=2)
    for row, near in enumerate(np.argsort(gaps, axis=1)[:, 1:3]):
        for other in near:
            ax.plot(*few[[row, other]].T, color=style.GREY, linewidth=1)
    ax.plot(*common.T, ".", color=common_colour, alpha=0.6)
    ax.plot(*made.T, "x", color=rare_colour, markersize=7, markeredgewidth=1.8)
    ax.plot(*few.T, "o", color=rare_colour, markersize=9, markeredgecolor="white")
    ax.text(-2.6, -1.9, "common class", color=common_colour)
    ax.text(2.25, 2.75, "rare, real", color=rare_colour)
    ax.text(2.5, 1.3, "× synthetic", color=rare_colour)
    ax.set(xlabel="feature 1", ylabel="feature 2", xlim=(-2.9, 4.0), ylim=(-2.4, 3.2))
    return style.picture(
        fig,
        "Sixty points of a common class and six of a rare one. Lines join each rare point to its "
        "two nearest rare neighbours, and 24 synthetic points, drawn as crosses, all lie on these "
        "lines. Some lines run through the common class.",
    )


# What can be read from a model --------------------------------------------------------------------


def readable_weights(cases=160, sets=6):
    """Draw logistic regression's ten weights on six training sets, and a network's probed uses."""
    weights = []
    for seed in range(sets):
        X, y = tumours(cases, np.random.default_rng(seed))
        X = nn.standardize_apply(X, *nn.standardize_fit(X))
        weights.append(nn.logistic_regression_fit(X, y, 1e-2)[0])
    weights = np.array(weights)
    lost = np.array([_lost_by_shuffling(seed) for seed in range(methods.SETS)])
    names, dodge = np.arange(1, 11), np.linspace(-0.15, 0.15, methods.SETS)[:, np.newaxis]
    fig, axes = plt.subplots(1, 2, figsize=(9.6, 3.3))
    axes[0].axhline(0, color=style.BLACK, linewidth=1)
    axes[0].plot(names, weights.T, "o", color=style.GREEN, alpha=0.6)
    axes[0].plot(names, weights.mean(axis=0), "_", color=style.BLACK, markersize=18)
    axes[0].set(title="logistic regression: its weights", ylabel="weight")
    axes[1].bar(names, 100 * lost.mean(axis=0), color=style.PURPLE, alpha=0.5)
    axes[1].plot((names + dodge).T, 100 * lost.T, "o", color=style.PURPLE, markersize=4)
    axes[1].set(title="networks: probed from outside", ylabel="points of accuracy lost")
    for ax in axes:
        ax.set(xlabel="measurement", xticks=names)
    flips = int(np.sum((weights.min(axis=0) < 0) & (weights.max(axis=0) > 0)))
    top, mean = int(np.argmax(weights.mean(axis=0))) + 1, lost.mean(axis=0)
    return style.picture(
        fig,
        f"Left: the ten weights of logistic regression on {sets} training sets of {cases} cases, a "
        f"dot for each set. Measurement {top} has the largest mean; {flips} of the ten weights are "
        "positive on one training set and negative on another. Right: how many points of accuracy "
        f"{methods.SETS} networks (dots) lose when one measurement is shuffled among the test "
        f"cases; on average most for measurement {int(np.argmax(mean)) + 1}, "
        f"{100 * mean.max():.1f} points.",
    )


def _lost_by_shuffling(seed, repeats=10):
    """What a fitted network loses when one column of its test data is shuffled: (10,)."""
    _, _, model, _ = methods.fitted(seed)
    _, _, (T, u) = methods.contenders(seed)
    rng = np.random.default_rng(seed)

    def right(X):
        return np.mean((model.predict(X)[:, 0] >= 0.5) == u)

    lost = np.zeros(T.shape[1])
    for column in range(T.shape[1]):
        for _ in range(repeats):
            mixed = T.copy()
            mixed[:, column] = rng.permutation(mixed[:, column])
            lost[column] += (right(T) - right(mixed)) / repeats
    return lost


# Where to cut -------------------------------------------------------------------------------------


def where_to_cut():
    """Draw one model at all thresholds: ROC, precision against recall, and what the errors cost."""
    found, cuts = measured.cut_everywhere(), measured.CUTS
    mean = {name: np.nanmean(values, axis=0) for name, values in found.items()}
    fig, axes = plt.subplots(1, 3, figsize=(10.4, 3.5))
    pairs = (("alarms", "recall"), ("recall", "precision"), (None, "cost"))
    for ax, (across, up) in zip(axes, pairs, strict=True):
        xs = np.broadcast_to(cuts, found[up].shape) if across is None else found[across]
        ax.plot(xs.T, found[up].T, color=style.SKY_BLUE, linewidth=0.9)
        centre = cuts if across is None else mean[across]
        ax.plot(centre, mean[up], color=style.BLUE)
        for cut, mark in ((0.5, "s"), (0.05, "o")):
            place = int(np.argmin(np.abs(cuts - cut)))
            spot = centre[place], mean[up][place]
            ax.plot(*spot, mark, color=style.VERMILLION, markersize=8)
            ax.annotate(
                f"{cut:g}", spot, (7, -13) if up != "cost" else (-8, 9), textcoords="offset points",
                color=style.VERMILLION,
            )  # fmt: skip
    axes[0].plot([0, 1], [0, 1], color=style.GREY, linewidth=1)
    axes[0].set(title="ROC", xlabel="false alarms ÷ common class", ylabel="recall")
    axes[1].set(title="precision and recall", xlabel="recall", ylabel="precision", ylim=(0, 1.02))
    axes[2].set(title="cost", xlabel="threshold", ylabel="cost per sample", xscale="log")
    axes[2].set_ylim(0, 1.02)
    axes[2].set_xticks((0.01, 0.05, 0.2, 0.5), ("0.01", "0.05", "0.2", "0.5"))
    axes[2].minorticks_off()
    lowest = cuts[int(np.argmin(mean["cost"]))]
    half, low = (mean["cost"][int(np.argmin(np.abs(cuts - cut)))] for cut in (0.5, 0.05))
    return style.picture(
        fig,
        "One logistic regression, cut at every threshold, five training sets. Left, the ROC curve: "
        "recall rises with the share of false alarms, far above the diagonal of chance. Middle: "
        "precision falls as recall rises. Marks stand at the thresholds 0.5 and 0.05. Right, with "
        f"{measured.MISS} for a miss, {measured.ALARM} for a false alarm, the cost per sample is "
        f"lowest near the threshold {lowest:.2f}; it is {low:.2f} at 0.05 and {half:.2f} at 0.5.",
    )


# One window, everywhere ---------------------------------------------------------------------------


def moved_edges():
    """Draw a small image and a moved copy, with a kernel's answers: they move along."""
    image = np.zeros((9, 12))
    image[2:7, 1:5] = 1.0
    moved = np.roll(image, 5, axis=1)
    kernel = np.array([[-1.0, 1.0]])
    pairs = [(one, nn.conv2d(one, kernel)) for one in (image, moved)]
    fig, axes = plt.subplots(1, 4, figsize=(10.0, 2.5), width_ratios=(12, 11, 12, 11))
    titles = ("image", "answers", "image, moved by 5", "answers")
    for ax, values, title in zip(axes, [*pairs[0], *pairs[1]], titles, strict=True):
        ax.imshow(values, cmap=SIGNED, vmin=-1, vmax=1)
        ax.set(title=title, xticks=[], yticks=[])
        ax.grid(visible=False)
        for (row, column), value in np.ndenumerate(values):
            if value and title == "answers":
                text = "+1" if value > 0 else "−1"
                ax.text(column, row, text, ha="center", va="center", color="white", fontsize=8)
    apart = np.abs(np.roll(pairs[0][1], 5, axis=1) - pairs[1][1]).max()
    return style.picture(
        fig,
        "A rectangle of ones among zeros, and the answers of the kernel −1, +1: plus one along "
        "its left edge, minus one along its right edge, 0 elsewhere. With the rectangle moved by "
        f"five pixels, the answers are the same, moved by five; the difference is {apart:.0f}.",
    )


# A memory that fades ------------------------------------------------------------------------------


def fading_memories(steps=20):
    """Draw how the state of one unit fades after a single 1, for four recurrent weights."""
    inputs = [1.0] + [0.0] * (steps - 1)
    looks = ((2.0, style.PURPLE, "-"), (1.0, style.BLUE, "--"), (0.9, style.GREEN, "-."),
             (0.5, style.VERMILLION, ":"))  # fmt: skip
    fig, ax = plt.subplots(figsize=(7.2, 3.3))
    ends = []
    for w_h, colour, dash in looks:
        h = families.states(inputs, w_h)
        ax.plot(np.arange(1, steps + 1), h, dash, color=colour, marker="o", markersize=4)
        ax.text(steps + 0.5, h[-1], f"w = {w_h:g}", color=colour, va="center")
        ends.append(f"w = {w_h:g}: {h[-1]:.2f}")
    ax.set(xlabel="time step", ylabel="state h", xlim=(0.5, steps + 3.2), ylim=(-0.05, 1.05))
    ax.set_xticks([1, 5, 10, 15, 20])
    return style.picture(
        fig,
        "The state of one recurrent unit that sees a single 1 at the first step and then only 0. "
        f"After {steps} steps the state is, for the recurrent weight {'; '.join(ends)}. With 0.5 "
        "it is forgotten within five steps, with 2 it is held for ever.",
    )

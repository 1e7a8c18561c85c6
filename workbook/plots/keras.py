"""Figures of lesson 12: the parts of a library, and what an epoch's loss is.

Everything is computed with `workbook.nn`. Each function draws one figure and returns it as a
`style.picture`.
"""

import matplotlib.pyplot as plt
import numpy as np

from workbook import style
from workbook.plots import keras_measured as measured

style.use()

PARTS = (
    ("Dense", "keeps X, W, b", "W", "hidden"),
    ("Activation", "keeps Z", "", "hidden"),
    ("Dense", "keeps its own\nX, W, b", "W", "output"),
)
"""What stands in a chain: the class, what it keeps, what it learns, and whose colour it has."""


def parts():
    """Draw three layers and a loss in a row, with what goes forward and what comes back."""
    fig, ax = plt.subplots(figsize=(10.0, 2.9))
    xs = 2.5 * np.arange(len(PARTS) + 1)
    for x, (name, keeps, learns, kind) in zip(xs, PARTS, strict=False):
        _box(ax, x, name, keeps, style.COLOURS[kind])
        if learns:
            ax.text(x, -1.25, "sets dW, db", ha="center", va="top", fontsize=10)
    _box(ax, xs[-1], "Loss", "compares\nwith y", style.BLACK)
    there, back = ("X", "Z", "A", "scores"), ("dX", "dZ", "dA", "dscores")
    for x, forward, backward in zip(xs, there, back, strict=True):
        _arrow(ax, x - 1.62, x - 0.88, 0.35, style.BLUE)
        _arrow(ax, x - 0.88, x - 1.62, -0.35, style.VERMILLION)
        looks = {"ha": "center", "fontsize": 10}
        ax.text(x - 1.25, 0.5, forward, color=style.BLUE, va="bottom", **looks)
        ax.text(x - 1.25, -0.5, backward, color=style.VERMILLION, va="top", **looks)
    ax.text(xs[0] - 1.62, 1.35, "forward", color=style.BLUE, fontweight="bold")
    ax.text(xs[0] - 1.62, -1.75, "backward", color=style.VERMILLION, fontweight="bold")
    ax.set(xlim=(-1.9, xs[-1] + 1.0), ylim=(-2.0, 1.7))
    ax.axis("off")
    return style.picture(
        fig,
        "A chain of four boxes: Dense, Activation, Dense, Loss. Forward, from left to right, go X, "
        "Z, A and the scores. Backward, from right to left, come the slopes of the cost for the "
        "scores, A, Z and X. Each layer keeps what it needs for its way back; the Dense layers set "
        "dW and db on the way.",
    )


def _box(ax, x, name, keeps, colour):
    ax.add_patch(
        plt.Rectangle((x - 0.85, -0.95), 1.7, 1.9, facecolor="white", edgecolor=colour, linewidth=2)
    )
    ax.text(x, 0.42, name, ha="center", va="center", fontweight="bold", color=colour)
    ax.text(x, -0.3, keeps, ha="center", va="center", fontsize=10)


def _arrow(ax, start, end, y, colour):
    looks = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8}
    ax.annotate("", (end, y), (start, y), arrowprops=looks)


def three_losses():
    """Draw an epoch's loss in the history, and the loss after the epoch on old and new data."""
    fig, axes = plt.subplots(1, 2, figsize=(10.0, 3.4), sharey=True)
    looks = (
        ("in the history", style.BLACK, "-"),
        ("same data, after the epoch", style.BLUE, "--"),
        ("new data, after the epoch", style.VERMILLION, ":"),
    )
    for ax, dropout in zip(axes, (0.0, 0.5), strict=True):
        found = np.array([measured.epochs(seed, dropout) for seed in range(measured.SEEDS)])
        for place, (label, colour, dash) in enumerate(looks):
            mean = found[:, :, place].mean(axis=0)
            ax.plot(range(1, 11), mean, dash, color=colour, linewidth=2, label=label)
        ax.set(title=f"dropout {dropout:g}", xlabel="epoch", xticks=range(1, 11))
    axes[0].set_ylabel("loss, mean of five seeds")
    axes[1].legend(frameon=False)
    return style.picture(
        fig,
        "Losses over ten epochs, mean of five seeds, without dropout and with dropout 0.5. In both "
        "the training loss in the history lies above the loss on the same data after each epoch, "
        "without dropout by an eighth after the first epoch, and then less and less; with it by a "
        "sixth or a fifth in all ten epochs, and above the loss on new data too.",
    )

"""Figures of lesson 00: a lesson's rhythm, the axes of a table, and how shapes are lined up."""

import matplotlib.pyplot as plt
import numpy as np

from workbook import style

style.use()

STEPS = ("read", "predict", "explore", "write", "check", "checkpoint")


def rhythm():
    """Draw the six steps that every idea of a lesson goes through."""
    fig, ax = plt.subplots(figsize=(8.4, 0.9))
    ax.set(xlim=(-0.6, len(STEPS) - 0.4), ylim=(-0.5, 0.5))
    ax.axis("off")
    before = None
    for place, (step, colour) in enumerate(zip(STEPS, style.PALETTE, strict=False)):
        box = {"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": colour}
        text = ax.text(place, 0, step, ha="center", va="center", fontsize=12, bbox=box)
        if before:
            ends = {"patchA": before.get_bbox_patch(), "patchB": text.get_bbox_patch()}
            arrow = {"arrowstyle": "->", "color": style.GREY, "shrinkA": 6, "shrinkB": 6, **ends}
            ax.annotate("", (place, 0), (place - 1, 0), arrowprops=arrow)
        before = text
    return style.picture(fig, f"Six boxes in a row, joined by arrows: {', '.join(STEPS)}.")


def axes_of_a_table():
    """Draw a table of shape (2, 3) with its sums along both axes."""
    A = np.array([[1, 2, 3], [10, 20, 30]])
    fig, ax = plt.subplots(figsize=(6.4, 3.0))
    for (row, column), number in np.ndenumerate(A):
        _box(ax, column, -row, number, style.BLUE)
    for column, total in enumerate(A.sum(axis=0)):
        _box(ax, column, -2.35, total, style.VERMILLION)
    for row, total in enumerate(A.sum(axis=1)):
        _box(ax, 3.45, -row, total, style.GREEN)
    arrow = {"arrowstyle": "->", "linewidth": 2}
    ax.annotate("", (-0.75, -1.4), (-0.75, 0.4), arrowprops={**arrow, "color": style.VERMILLION})
    ax.text(-0.9, -0.5, "axis 0", ha="right", va="center", color=style.VERMILLION)
    ax.annotate("", (2.4, 0.75), (-0.4, 0.75), arrowprops={**arrow, "color": style.GREEN})
    ax.text(1.0, 0.85, "axis 1", ha="center", va="bottom", color=style.GREEN)
    ax.text(2.75, -2.35, "A.sum(axis=0)", va="center", color=style.VERMILLION)
    ax.text(3.45, -1.55, "A.sum(axis=1)", ha="center", va="top", color=style.GREEN)
    ax.set(xlim=(-1.9, 4.9), ylim=(-2.9, 1.3), aspect="equal")
    ax.axis("off")
    return style.picture(
        fig,
        "A table of two rows, 1 2 3 and 10 20 30. Axis 0 runs down: summing "
        "along it leaves one number per column, 11 22 33. Axis 1 runs to the right: summing along "
        "it leaves one number per row, 6 and 60.",
    )


def _box(ax, x, y, number, colour):
    corner = (x - 0.45, y - 0.42)
    ax.add_patch(plt.Rectangle(corner, 0.9, 0.84, facecolor="white", edgecolor=colour))
    ax.text(x, y, f"{number}", ha="center", va="center", fontsize=12)

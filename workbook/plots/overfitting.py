"""Figures of lesson 10: gaps and whose they are, patience, small weights, dropped units, shifts.

Every curve is a real small training (`overfitting_measured`). Each function draws one figure and
returns it as a `style.picture`, so a cell's last line shows it: `plots.fits()`.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from workbook import nn, style
from workbook.explore import capacity_dial as dial
from workbook.plots import overfitting_measured as measured
from workbook.plots import overfitting_remedies as table

style.use()

CLASSES = LinearSegmentedColormap.from_list("classes", ["#F0A878", "#FBFBFB", "#6FB1DA"])


def regions(settings, titles, told=True):
    """Draw what networks with these settings have learnt, side by side, with their costs.

    told: whether the costs stand below. Returns (figure, titles and costs in words).
    """
    fig, axes = plt.subplots(1, len(settings), figsize=(9.4, 3.5))
    at, words = np.linspace(-dial.REACH, dial.REACH, 81), []
    grid = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    m = dial.material()
    for ax, setting, title in zip(axes, settings, titles, strict=True):
        run = measured.moons(**setting)
        surface = nn.sigmoid(dial.logits(run["params"], grid)).reshape(81, 81)
        extent = (-dial.REACH, dial.REACH) * 2
        image = ax.imshow(surface, extent=extent, origin="lower", cmap=CLASSES, vmin=0, vmax=1)
        count = setting.get("samples", 20)
        X, y = m["X"][:count], m["y"][:count]
        for label, colour, mark in ((0, style.VERMILLION, "o"), (1, style.BLUE, "^")):
            ax.plot(*X[y == label].T, mark, color=colour, markeredgecolor="white", markersize=8)
        costs = f"training {run['loss'][-1]:.2f}, validation {run['val_loss'][-1]:.2f}"
        ax.set(title=title, xticks=[], yticks=[], xlabel=costs if told else "")
        ax.grid(False)
        words.append(f"{title}: cost on {costs}")
    bar = fig.colorbar(image, ax=axes, ticks=(0, 0.5, 1), aspect=30, pad=0.01)
    bar.set_label("probability of the triangles")
    return fig, "; ".join(words)


THREE = {"units": 1}, {"units": 32, "lam": 0.01}, {"units": 32}
"""The settings of an underfit, a good fit and an overfit."""


def borders():
    """Draw the borders of three networks for the same 20 samples, without saying which is which."""
    fig, _ = regions(THREE, "ABC", told=False)
    return style.picture(
        fig,
        "Twenty samples of two classes, ten circles and ten triangles, three times, each with what "
        "another network makes of the plane. A: one straight border that leaves a few samples on "
        "the wrong side. B: a border with a gentle bend, a few samples on the wrong side. C: a "
        "border with sharp bends that has every sample on its right side.",
    )


def fits():
    """Draw an underfit, a good fit and an overfit of the same 20 samples."""
    fig, told = regions(THREE, ("A, 1 unit", "B, 32 units, held back", "C, 32 units"))
    return style.picture(
        fig, f"The regions of the first picture, now with what the networks are. {told}."
    )


def widths():
    """Draw final training and validation cost against the number of units, over twelve draws."""
    found, guessing = measured.by_width(), np.log(2)
    fig, ax = plt.subplots(figsize=(7.0, 3.6))
    for key, colour, dash in (
        ("training", style.BLUE, "o-"),
        ("validation", style.VERMILLION, "s--"),
    ):
        low, middle, high = np.quantile(found[key], (0.25, 0.5, 0.75), axis=0)
        ax.fill_between(measured.WIDTHS, low, high, color=colour, alpha=0.18, linewidth=0)
        ax.plot(measured.WIDTHS, middle, dash, color=colour)
    ax.axhline(guessing, color=style.GREY, linewidth=1.2)
    ax.set(xlabel="hidden units", ylabel="cost after 200 epochs", ylim=(0, 2.2), xscale="log")
    ax.set_xticks(measured.WIDTHS, [str(width) for width in measured.WIDTHS])
    ax.minorticks_off()
    ax.text(5, 1.62, "validation", color=style.VERMILLION)
    ax.text(1.05, 0.1, "training", color=style.BLUE)
    ax.text(31, guessing - 0.04, "guessing", color=style.GREY, ha="right", va="top")
    middle = {key: np.median(values, axis=0) for key, values in found.items()}
    worse = int(np.sum(found["validation"][:, -1] > guessing))
    return style.picture(
        fig,
        f"Costs against the number of hidden units, with 20 training samples, over "
        f"{len(measured.DRAWS)} draws; lines are the middle draw, bands hold the middle half. "
        f"Training falls from {middle['training'][0]:.2f} at 1 unit to "
        f"{middle['training'][-1]:.2f} at 32. Validation rises from "
        f"{middle['validation'][0]:.2f} to {middle['validation'][-1]:.2f}; with 32 units it is "
        f"above that of guessing, {guessing:.2f}, in {worse} of {len(measured.DRAWS)} draws.",
    )


def double_descent():
    """Draw errors, squared bias and variance as random units grow past the number of samples."""
    found = measured.random_features()
    new = np.quantile(found["new"], (0.25, 0.5, 0.75), axis=0)
    fig, axes = plt.subplots(1, 2, figsize=(9.6, 3.6), sharey=True)
    axes[0].fill_between(measured.FEATURES, new[0], new[2], color=style.VERMILLION, alpha=0.18)
    axes[0].plot(measured.FEATURES, new[1], "--", color=style.VERMILLION)
    axes[0].plot(measured.FEATURES, np.median(found["training"], axis=0), color=style.BLUE)
    axes[1].plot(measured.FEATURES, found["bias"], color=style.GREEN)
    axes[1].plot(measured.FEATURES, found["variance"], "--", color=style.PURPLE)
    for ax in axes:
        ax.axvline(measured.ROWS, color=style.GREY, linewidth=1, zorder=0)
        ax.set(xscale="log", yscale="log", ylim=(0.02, 200), xlim=(2, 800))
        ax.set(xlabel="random ReLU units (40 samples)")
        shown = (2, 5, 10, 20, 40, 100, 200, 800)
        ax.set_xticks(shown, [str(units) for units in shown])
        ax.minorticks_off()
    axes[0].set_ylabel("mean squared error")
    axes[0].text(110, 2.2, "new samples", color=style.VERMILLION)
    axes[0].text(2.4, 0.35, "training", color=style.BLUE)
    axes[1].text(130, 1.5, "variance", color=style.PURPLE)
    axes[1].text(150, 0.1, "bias²", color=style.GREEN)
    first, last = new[1][: measured.FEATURES.index(30)].min(), new[1][-1]
    peak = measured.FEATURES[int(np.argmax(new[1]))]
    return style.picture(
        fig,
        f"Left: as units grow from 2 to 800 for 40 samples, the error on new samples falls to "
        f"{first:.2f}, rises to a peak at {peak} units, and falls again, to {last:.2f} at 800 "
        "units; the training error is 0 from 40 units on. Right: the variance peaks at 40 "
        "units and falls again; the squared bias falls, but for a peak at 40 units, where the mean "
        "of 30 draws still holds a thirtieth of the variance.",
    )


def jumps(seed=0):
    """Draw a validation loss that jumps from epoch to epoch, and falls all the same."""
    losses = np.array(measured.jumpy(seed)["val_loss"])
    epochs = np.arange(1, len(losses) + 1)
    first = int(np.flatnonzero(np.diff(losses) > 0)[0]) + 1
    worst = int(np.argmax(np.diff(losses))) + 1
    fig, ax = plt.subplots(figsize=(7.4, 3.2))
    ax.plot(epochs, losses, color=style.VERMILLION, marker=".")
    for place, words, offset in (
        (first, "the first rise", (14, 16)),
        (worst, "a bad epoch", (-30, 20)),
    ):
        ax.annotate(
            words, (epochs[place], losses[place]), offset, textcoords="offset points",
            arrowprops={"arrowstyle": "->", "color": style.GREY},
        )  # fmt: skip
    ax.set(xlabel="epochs", ylabel="validation loss", ylim=(0.3, 0.95))
    return style.picture(
        fig,
        f"A validation loss over {len(losses)} epochs. It first rises at epoch {first + 1}, from "
        f"{losses[first - 1]:.2f} to {losses[first]:.2f}, and jumps at epoch {worst + 1} from "
        f"{losses[worst - 1]:.2f} to {losses[worst]:.2f}. Yet its lowest, {losses.min():.2f}, "
        f"comes at epoch {int(losses.argmin()) + 1}.",
    )


def whose():
    """Draw three trainings in which a loss falls at first, then rises: whose loss is it?"""
    small = measured.moons()
    panels = (
        ("A", {key: small[key][:80] for key in ("loss", "val_loss")}, 0.8),
        ("B", {k: v[:10] for k, v in measured.falls_then_rises("rate").items()}, 2.0),
        ("C", {k: v[:10] for k, v in measured.falls_then_rises("bug").items()}, 3.0),
    )
    fig, axes = plt.subplots(1, 3, figsize=(9.4, 3.1))
    told = []
    for ax, (name, costs, top) in zip(axes, panels, strict=True):
        epochs = np.arange(1, len(costs["loss"]) + 1)
        ax.plot(epochs, costs["loss"], color=style.BLUE)
        ax.plot(epochs, costs["val_loss"], "--", color=style.VERMILLION)
        ax.set(title=name, xlabel="epochs", ylim=(0, top))
        ends = {key: (curve.min(), curve[-1]) for key, curve in costs.items()}
        told.append(
            f"{name}: training has its lowest at {ends['loss'][0]:.2f} and ends at "
            f"{ends['loss'][1]:.2f}, validation {ends['val_loss'][0]:.2f} and "
            f"{ends['val_loss'][1]:.2f}"
        )
    axes[0].set_ylabel("cost")
    axes[0].text(26, 0.12, "training", color=style.BLUE)
    axes[0].text(18, 0.5, "validation", color=style.VERMILLION)
    return style.picture(
        fig,
        f"Learning curves of three trainings. {'; '.join(told)}. In A validation alone rises, "
        "after a handful of epochs; in B and C both fall for five epochs and then rise together.",
    )


def stopped(patience=20):
    """Draw where early stopping stops, and which epoch it keeps."""
    run = measured.moons()
    losses = run["val_loss"]
    best, stop = nn.early_stopping(losses.tolist(), patience)
    shown = np.arange(1, 101)
    fig, ax = plt.subplots(figsize=(7.4, 3.3))
    ax.plot(shown, run["loss"][:100], color=style.BLUE)
    ax.plot(shown, losses[:100], "--", color=style.VERMILLION)
    ax.axvspan(best + 1, stop + 1, color=style.YELLOW, alpha=0.35)
    ax.plot(best + 1, losses[best], "o", color=style.VERMILLION, markersize=9)
    ax.axvline(stop + 1, color=style.BLACK, linewidth=1.2)
    ax.annotate(
        "keep this", (best + 1, losses[best]), (best + 4, 0.53), va="center",
        arrowprops={"arrowstyle": "->", "color": style.BLACK, "shrinkB": 6},
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )  # fmt: skip
    ax.text(stop + 2, 0.52, "stop here", va="center")
    ax.text((best + stop) / 2 + 1, 0.02, "patience", ha="center")
    ax.text(78, 0.1, "training", color=style.BLUE)
    ax.text(66, 0.39, "validation", color=style.VERMILLION)
    ax.set(xlabel="epochs", ylabel="cost", ylim=(0, 0.6), xlim=(0, 101))
    return style.picture(
        fig,
        f"Early stopping with a patience of {patience}. The validation cost is lowest at epoch "
        f"{best + 1}, {losses[best]:.2f}; those parameters are kept. Training stops after epoch "
        f"{stop + 1}, when {patience} epochs have been no better. Without it validation would rise "
        f"to {losses[99]:.2f} by epoch 100.",
    )


def strengths():
    """Draw the regions that 32 units learn with three strengths of the L2 penalty."""
    fig, told = regions(
        [{"lam": lam} for lam in (0.0, 0.01, 0.3)], ("λ = 0", "λ = 0.01", "λ = 0.3")
    )
    return style.picture(
        fig,
        f"Regions that 32 units have learnt from the same 20 samples. {told}. The stronger the "
        "penalty, the gentler the border and the paler the colours; with λ = 0.3 all is pale.",
    )


def dropped(p=0.5, units=6, steps=3):
    """Draw a hidden layer in three training steps with dropout, and afterwards."""
    rng = np.random.default_rng(4)
    fig, axes = plt.subplots(1, steps + 1, figsize=(9.4, 2.9))
    told = []
    for number, ax in enumerate(axes):
        training = number < steps
        _, mask = nn.dropout_forward(np.ones(units), p, rng, training)
        for height, factor in zip(np.linspace(1, -1, units), mask, strict=True):
            off = factor == 0
            for x, ends in ((0, (0.5, -0.5)), (2, (0.0,))):
                for end in ends if not off else ():
                    ax.plot([1, x], [height, end], color=style.GREY, linewidth=0.8, zorder=1)
            ax.plot(
                1, height, "o", markersize=17, zorder=2, markeredgecolor=style.GREY,
                color="white" if off else style.SKY_BLUE,
            )  # fmt: skip
            ax.text(1, height, f"{factor:g}", ha="center", va="center", fontsize=9, zorder=3)
        ax.plot([0, 0, 2], [0.5, -0.5, 0], "o", color=style.BLACK, markersize=9)
        name = f"step {number + 1}" if training else "predicting"
        ax.set(xlim=(-0.3, 2.3), ylim=(-1.3, 1.3), title=name)
        ax.axis("off")
        told.append(f"{name}: {', '.join(f'{factor:g}' for factor in mask)}")
    return style.picture(
        fig,
        f"A network with two inputs, {units} hidden units and one output, dropout with p = {p:g}. "
        f"The factors of the units, from top to bottom: {'; '.join(told)}. Units with factor 0 "
        "have lost their connections, others in each step; for predictions all are there.",
    )


def shifts():
    """Draw the five signs, noisy as the network sees them, and one of them in nine places."""
    rng = np.random.default_rng(3)
    X, y = table.images(60, rng)
    firsts = X[[int(np.argmax(y == label)) for label in range(len(table.SIGNS))]]
    fig = plt.figure(figsize=(9.0, 2.9))
    left, right = fig.subfigures(1, 2, width_ratios=(1.25, 1))
    for ax, image, name in zip(
        left.subplots(2, 3).flat, [*firsts, None], [*table.SIGNS, ""], strict=True
    ):
        ax.axis("off")
        if image is not None:
            ax.imshow(image, cmap="gray_r", vmin=-1, vmax=2)
            ax.set_title(name, loc="center", fontsize=10, fontweight="normal")
    for place, ax in enumerate(right.subplots(3, 3).flat):
        dx, dy = place % 3 - 1, place // 3 - 1
        ax.imshow(nn.shift_images(firsts[:1], dx, dy)[0], cmap="gray_r", vmin=-1, vmax=2)
        ax.set(xticks=[], yticks=[])
        ax.set_ylabel(f"dy = {dy}".replace("-", "−") if dx == -1 else "", fontsize=9)
        ax.set_title(f"dx = {dx}".replace("-", "−") if dy == -1 else "", fontsize=9, loc="center")
        ax.grid(False)
    return style.picture(
        fig,
        "Left: five noisy signs of 8 × 8 pixels, named plus, cross, box, tee and bowl. Right: the "
        "plus nine times, moved by −1, 0 or 1 pixel across and down; where nothing comes in, the "
        "edge is 0. It is a plus in all nine places.",
    )

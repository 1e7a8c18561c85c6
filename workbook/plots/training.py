"""Figures of lesson 08: the loop, its batches, its splits, and the curves that it leaves behind.

Every curve is a real small training (`training_measured`). Each function draws one figure and
returns it as a `style.picture`, so a cell's last line shows it: `plots.loop()`.
"""

import matplotlib.pyplot as plt
import numpy as np

from workbook import nn, style
from workbook.explore.curve_doctor import SICK, draw_curves, trained
from workbook.plots import training_measured as measured

style.use()

TRAINING, VALIDATION, TEST = (
    style.FAMILIES["splits"][name] for name in ("training", "validation", "test")
)
SEEDS = range(1, 6)


def loop():
    """Draw the four steps of training as a ring, with what each hands on."""
    steps = (
        ("1 forward", "predictions", (0, 1), style.BLUE),
        ("2 loss", "one number", (1, 0), style.VERMILLION),
        ("3 backpropagation", "gradients", (0, -1), style.GREEN),
        ("4 update", "new parameters", (-1, 0), style.BLACK),
    )
    fig, ax = plt.subplots(figsize=(7.0, 3.4))
    for (name, gives, (x, y), colour), (_, _, (to_x, to_y), _) in zip(
        steps, steps[1:] + steps[:1], strict=True
    ):
        ax.text(
            3 * x, y, f"{name}\n→ {gives}", ha="center", va="center", color=colour,
            bbox={"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": colour},
        )  # fmt: skip
        start = (3 * x + 0.45 * 3 * (to_x - x), y + 0.36 * (to_y - y))
        end = (3 * x + 0.62 * 3 * (to_x - x), y + 0.62 * (to_y - y))
        ax.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": style.GREY})
    ax.text(0, 0, "once per batch", ha="center", va="center", color=style.GREY)
    ax.set(xlim=(-4.4, 4.4), ylim=(-1.5, 1.5))
    ax.axis("off")
    return style.picture(
        fig,
        "A ring of four steps, gone round once per batch: forward gives predictions; loss gives "
        "one number; backpropagation gives gradients; update gives new parameters, with which it "
        "starts again.",
    )


def epochs_and_batches(n=10, batch_size=4):
    """Draw two epochs of n samples: shuffled, then cut into batches."""
    rng = np.random.default_rng(3)
    fig, ax = plt.subplots(figsize=(7.6, 2.4))
    told = []
    for row in range(2):
        order = rng.permutation(n)
        for place, sample in enumerate(order):
            batch = place // batch_size
            x = place + 0.6 * batch
            ax.add_patch(plt.Rectangle((x, -row), 0.9, 0.7, color=style.PALETTE[batch], alpha=0.85))
            ax.text(x + 0.45, 0.35 - row, str(sample + 1), ha="center", va="center", color="white")
        ax.text(-0.3, 0.35 - row, f"epoch {row + 1}", ha="right", va="center")
        told.append(", ".join(str(sample + 1) for sample in order))
    for batch in range(-(-n // batch_size)):
        first = batch * batch_size
        middle = (first + min(n, first + batch_size)) / 2 + 0.6 * batch
        words = f"batch {batch + 1}: {min(batch_size, n - first)}"
        ax.text(middle, 0.95, words, ha="center", color=style.PALETTE[batch])
    ax.set(xlim=(-2.4, n + 1.8), ylim=(-1.15, 1.35))
    ax.axis("off")
    return style.picture(
        fig,
        f"Two epochs of {n} samples in batches of 4, 4 and 2. In the first epoch the order is "
        f"{told[0]}; in the second {told[1]}. Each sample is in each epoch once.",
    )


def batch_sizes(sizes=(160, 16, 4), lr=0.1, epochs=60):
    """Draw the training cost for several batch sizes, five seeds, by epochs and by updates."""
    fig, axes = plt.subplots(1, 2, figsize=(8.4, 3.4), sharey=True)
    ends, count = [], np.arange(1, epochs + 1)
    for size, colour, dash in zip(sizes, style.PALETTE, ("-", "--", "-."), strict=False):
        runs = [
            measured.history(lr=lr, batch_size=size, epochs=epochs, seed=seed)["loss"]
            for seed in SEEDS
        ]
        per_epoch = nn.iterations_per_epoch(160, size)
        for L in runs:
            axes[0].plot(count, L, dash, color=colour, linewidth=1.2)
            axes[1].plot(count * per_epoch, L, dash, color=colour, linewidth=1.2)
        axes[0].plot([], [], dash, color=colour, label=f"batches of {size}")
        low, high = min(L[-1] for L in runs), max(L[-1] for L in runs)
        ends.append(f"{size}: {epochs * per_epoch} updates, cost {low:.2f} to {high:.2f}")
    axes[0].set(xlabel="epochs", ylabel="training cost")
    axes[1].set(xlabel="updates", xscale="log")
    axes[0].legend(loc="lower left", frameon=True, framealpha=1, edgecolor="white")
    return style.picture(
        fig,
        f"The training cost of one network with batches of different sizes, {epochs} epochs each, "
        f"five seeds. Ends: {'; '.join(ends)}. Against epochs the smallest batches are far ahead; "
        "against updates the curves lie together.",
    )


def one_batch():
    """Draw the cost of eight samples learnt by heart, and with labels that wander."""
    fig, ax = plt.subplots(figsize=(6.8, 3.2))
    sound, parted = measured.one_batch(False), measured.one_batch(True)
    wrong = measured.one_batch(False, fixed=True)
    ax.plot(parted, "--", color=style.ORANGE)
    ax.plot(wrong, "-.", color=style.GREEN)
    ax.plot(sound, color=TRAINING)
    ax.text(60, 0.95, "labels in another order each time", color=style.ORANGE)
    ax.text(90, 0.5, "labels on wrong rows, always the same", color=style.GREEN)
    ax.text(3, 0.03, "as it should be", color=TRAINING)
    ax.set(xlabel="steps", ylabel="cost of 8 samples", ylim=(0, 1.05))
    return style.picture(
        fig,
        f"The cost of one batch of 8 samples over 300 steps. As it should be it falls from "
        f"{sound[0]:.2f} to {sound[-1]:.2f}. With labels that change places in every step it "
        f"stays near 0.7 and ends at {parted[-1]:.2f}. With labels on wrong rows, always the same "
        f"ones, it falls too, to {wrong[-1]:.2f}.",
    )


def splits(fractions=(0.6, 0.2, 0.2)):
    """Draw a data set cut in three, with what each part is for."""
    parts = (
        ("training", "learn the weights", TRAINING),
        ("validation", "choose: rate,\nsize, when to stop", VALIDATION),
        ("test", "judge,\nonce", TEST),
    )
    fig, ax = plt.subplots(figsize=(7.6, 1.9))
    left = 0.0
    for fraction, (name, use, colour) in zip(fractions, parts, strict=True):
        ax.barh(0, fraction, left=left, color=colour, height=0.5, edgecolor="white")
        middle = left + fraction / 2
        ax.text(middle, 0.36, f"{name} {fraction:.0%}", ha="center", color=style.BLACK)
        ax.text(middle, -0.36, use, ha="center", va="top", color=style.BLACK)
        left += fraction
    ax.set(xlim=(0, 1), ylim=(-1.0, 0.6))
    ax.axis("off")
    return style.picture(
        fig,
        "A bar cut in three. Training, 60 %: learn the weights. Validation, 20 %: choose the rate, "
        "the size, when to stop. Test, 20 %: judge, once.",
    )


def plateau(seeds=(3, 1, 2, 4, 5, 6)):
    """Draw a cost that is flat for hundreds of epochs, then falls; and from five other starts."""
    fig, ax = plt.subplots(figsize=(6.8, 3.2))
    runs = [measured.plateau(seed=seed) for seed in seeds]
    count = np.arange(1, len(runs[0]) + 1)
    for L in runs[1:]:
        ax.plot(count, L, color=style.GREY, linewidth=1, alpha=0.7)
    ax.plot(count, runs[0], color=TRAINING)
    ax.set(xlabel="epochs", ylabel="cost", xlim=(0, 1200), ylim=(0, 0.8))
    stuck = sum(L[-1] > 0.6 for L in runs)
    return style.picture(
        fig,
        f"The cost of a network that learns XOR, over {len(count)} epochs, from six starts. From "
        f"the first it is flat at {runs[0][0]:.3f} for about 400 epochs, then falls, and ends at "
        f"{runs[0][-1]:.3f}. The others, in grey, are flat for shorter or longer; {stuck} of the "
        "six has not left the plateau in the end.",
    )


CASES = (
    ("rate too large", {"rate": 9.0}),
    ("rate too small", {"rate": 0.02, "epochs": 150}),
    ("a leak", {"copies": True, "samples": 30, "units": 16, "epochs": 350}),
    ("a bug: labels on wrong rows", {"parted": True, "epochs": 150, "units": 10}),
)
"""Faults to be seen before the curve doctor's own patients are asked: none of these is one."""


def patients(named=True):
    """Draw learning curves with known faults, side by side, with their names or only letters."""
    fig, axes = plt.subplots(1, len(CASES), figsize=(9.6, 2.9))
    told = []
    for letter, ax, (name, setting) in zip("ABCD", axes, CASES, strict=True):
        costs = trained(**SICK | setting)
        draw_curves(ax, costs)
        ax.set_title(name.split(":")[0] if named else letter)
        told.append(
            f"{name if named else letter}: training ends at {costs['loss'][-1]:.2f}, validation at "
            f"{costs['val_loss'][-1]:.2f}"
        )
    axes[0].set_ylabel("cost")
    axes[1].text(0.04, 0.12, "training, solid", transform=axes[1].transAxes, color=TRAINING)
    axes[1].text(0.04, 0.03, "validation, dashed", transform=axes[1].transAxes, color=VALIDATION)
    return style.picture(
        fig,
        f"Learning curves of four trainings{', with known faults' if named else ''}. "
        f"{'; '.join(told)}.",
    )

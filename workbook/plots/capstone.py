"""Figures of lesson 13: digits, their means, and what may be claimed of a network.

Every number is measured (`capstone_measured`) on the images that learners have. Each function draws
one figure and returns it as a `style.picture`, so a cell's last line shows it.
"""

import matplotlib.pyplot as plt
import numpy as np

from workbook import nn, style
from workbook.data.digits import load_digits
from workbook.plots import capstone_measured as measured

style.use()

INK = {"cmap": "Greys", "vmin": 0, "vmax": 16}


def show_image(ax, image):
    """Show 64 raw pixels as an image, ink dark."""
    ax.imshow(image.reshape(8, 8), **INK)
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set(visible=True, color="#BBBBBB")


def some_digits():
    """Draw the first three images of each digit."""
    X, y = load_digits()
    fig, axes = plt.subplots(3, 10, figsize=(8.4, 2.9))
    for digit in range(10):
        for row, image in enumerate(X[y == digit][:3]):
            show_image(axes[row, digit], image)
        axes[0, digit].set_title(str(digit), loc="center")
    return style.picture(
        fig,
        "Three images of each digit, 8 by 8 pixels, in ten columns from 0 to 9. They can be read, "
        "though every stroke is only one to three pixels wide. Of the three eights one stands "
        "upright, two lean and hardly close.",
    )


def parts():
    """Draw who has which of the 1,797 images."""
    fig, ax = plt.subplots(figsize=(7.6, 1.9))
    blocks = (
        (1000, "training\n1,000", style.COLOURS["training"]),
        (297, "validation\n297", style.COLOURS["validation"]),
        (500, "sealed\n500", style.COLOURS["test"]),
    )
    left = 0
    for width, words, colour in blocks:
        ax.barh(0, width, left=left, color=colour, edgecolor="white", height=0.8)
        ax.text(left + width / 2, 0, words, ha="center", va="center", color="white")
        left += width
    ax.annotate("", (0, 0.62), (1297, 0.62), arrowprops={"arrowstyle": "<->"})
    ax.text(648, 0.7, "yours: 1,297, to part as you like", ha="center", va="bottom")
    ax.text(1547, 0.7, "grading's alone", ha="center", va="bottom")
    ax.set(xlim=(-10, 1807), ylim=(-0.5, 1.1))
    ax.axis("off")
    return style.picture(
        fig,
        "A bar of 1,797 images in three parts. The first two are yours: 1,000 for training and 297 "
        "for validation. The last 500 are sealed; grading alone holds their labels.",
    )


def mean_images():
    """Draw the ten centroids of the training part."""
    (X, y), _ = measured.my_split()
    fig, axes = plt.subplots(1, 10, figsize=(8.4, 1.3))
    for digit, ax in enumerate(axes):
        show_image(ax, X[y == digit].mean(axis=0))
        ax.set_title(str(digit), loc="center")
    return style.picture(
        fig,
        "The mean image of each digit, ten blurred digits from 0 to 9. All can be recognised; 1 "
        "and 8 are the most blurred, since people write them in different ways.",
    )


def learning_curves():
    """Draw cost and accuracy by epochs on training and validation."""
    seen = measured.curve()
    epochs = np.arange(1, len(seen["loss"]) + 1)
    fig, axes = plt.subplots(1, 2, figsize=(8.4, 3.2))
    for ax, name, words in ((axes[0], "loss", "cost"), (axes[1], "acc", "share read rightly")):
        ax.plot(epochs, seen[name], color=style.BLUE, label="training")
        ax.plot(epochs, seen[f"val_{name}"], "--", color=style.VERMILLION, label="validation")
        ax.set(xlabel="epochs", ylabel=words)
    axes[0].set_yscale("log")
    axes[1].set_ylim(0.75, 1.01)
    axes[1].legend(loc="lower right")
    L, V, A = seen["loss"], seen["val_loss"], seen["val_acc"]
    return style.picture(
        fig,
        f"Training of the lesson's network over {len(L)} epochs. The training cost falls from "
        f"{L[0]:.2f} to {L[-1]:.3f}, the validation cost from {V[0]:.2f} to {V[-1]:.3f}, and "
        f"flattens. Validation accuracy is {A[4]:.1%} after 5 epochs, {A[19]:.1%} after 20, "
        f"{A[-1]:.1%} at the end; training accuracy reaches {seen['acc'][-1]:.1%}.",
    )


def differences(results):
    """Draw the differences of an ablation, a dot for each seed.

    results: dict from the part's name to its differences, (S,) each.
    """
    fig, ax = plt.subplots(figsize=(7.2, 0.9 + 0.6 * len(results)))
    told = []
    for row, (name, found) in enumerate(results.items()):
        colour = style.PALETTE[row]
        apart = np.linspace(-0.2, 0.2, len(found))  # or equal differences would be one dot
        ax.plot(100 * found, row + apart, "o", color=colour, alpha=0.7)
        ax.plot(100 * np.mean(found), row, "|", color=colour, markersize=24, markeredgewidth=3)
        told.append(
            f"{name}: mean {100 * np.mean(found):+.1f}, from {100 * np.min(found):+.1f} to "
            f"{100 * np.max(found):+.1f}"
        )
    ax.axvline(0, color=style.GREY, linewidth=1)
    ax.set(yticks=range(len(results)), yticklabels=list(results), ylim=(len(results) - 0.4, -0.6))
    ax.set_xlabel("points of validation accuracy, with the part minus without it")
    return style.picture(
        fig,
        f"Differences for {len(found)} seeds, in percentage points; a bar marks the mean. "
        f"{'; '.join(told)}.",
    )


def two_uncertainties(scores, n=297):
    """Draw the scores of several seeds beside what n images alone leave uncertain.

    scores: (S,) shares read rightly. n: how many images they were measured on.
    """
    mean = float(np.mean(scores))
    half = 1.96 * np.sqrt(mean * (1 - mean) / n)
    fig, ax = plt.subplots(figsize=(7.2, 2.4))
    apart = np.linspace(-0.2, 0.2, len(scores))  # or equal scores would be one dot
    ax.plot(100 * np.asarray(scores), apart, "o", color=style.BLUE, alpha=0.7)
    for row, width, colour in ((1, half, style.VERMILLION), (2, np.sqrt(2) * half, style.GREEN)):
        ax.errorbar(
            100 * mean, row, xerr=100 * width, fmt="s", color=colour, capsize=5, linewidth=2
        )
    names = ["these images, other seeds", "the true share", f"{n} other images"]
    ax.set(yticks=[0, 1, 2], yticklabels=names, ylim=(-0.6, 2.6))
    ax.set_xlabel("share read rightly, %")
    wide = np.sqrt(2) * half
    return style.picture(
        fig,
        f"Two uncertainties of one accuracy. {len(scores)} seeds give from {np.min(scores):.1%} to "
        f"{np.max(scores):.1%} on the same images. The true share lies from {mean - half:.1%} to "
        f"{mean + half:.1%} in about 95 of 100 cases; the share of another {n} images of the same "
        f"kind from {mean - wide:.1%} to {min(1, mean + wide):.1%}, since these have luck too.",
    )


def known_and_new_hands():
    """Draw three methods' accuracy for a split at random and for stretches of the file."""
    found = measured.known_and_new_hands()
    names = {"centroids": "mean image", "network": "network", "nearest_neighbour": "nearest image"}
    fig, ax = plt.subplots(figsize=(7.2, 2.5))
    told = []
    for row, (method, words) in enumerate(names.items()):
        means = []
        for way, marker, colour, up in (
            ("at random", "o", style.BLUE, -0.12),
            ("in stretches", "s", style.VERMILLION, 0.12),
        ):
            shares = 100 * np.array(found[method, way])
            means.append(shares.mean())
            label = f"validation {way}" if row == 0 else None
            ax.plot(shares, np.full(len(shares), row + up), marker, color=colour, alpha=0.5)
            ax.plot(shares.mean(), row + up, "|", color=colour, markersize=20, markeredgewidth=3)
            ax.plot([], [], marker, color=colour, label=label)
        told.append(f"{words}: {means[0]:.1f} % at random, {means[1]:.1f} % in stretches")
    ax.set(yticks=range(3), yticklabels=names.values(), ylim=(2.5, -0.5), xlabel="read rightly, %")
    ax.legend(loc="upper center", bbox_to_anchor=(0.45, 1.28), ncols=2)
    return style.picture(
        fig,
        "Accuracy of three methods, four validation parts each, drawn at random or as whole "
        f"stretches of the file. {'; '.join(told)}.",
    )


def peeking():
    """Draw what the best of 20 seeds by 100 test images reads of them, and of all others."""
    test, other, mean_test, mean_other = 100 * measured.peeking().T
    fig, ax = plt.subplots(figsize=(6.2, 3.9))
    ax.plot(test, other, "o", color=style.BLUE, alpha=0.35, markeredgewidth=0)
    ax.plot(test.mean(), other.mean(), "D", color=style.VERMILLION, markersize=10)
    ax.axhline(mean_other.mean(), color=style.GREEN, linestyle="--")
    ax.plot([76, 96], [76, 96], color=style.GREY, linewidth=1.2)
    ax.text(95.8, mean_other.mean() - 0.3, "all 20", color=style.GREEN, va="top", ha="right")
    ax.text(88.5, 89.6, "as good on both", color=style.GREY, ha="right")
    ax.annotate(
        "mean of the chosen ones", (test.mean(), other.mean()), (90, 86.5), color=style.VERMILLION,
        arrowprops={"arrowstyle": "->", "color": style.VERMILLION, "shrinkB": 7},
    )  # fmt: skip
    ax.set(
        xlabel="the best of 20, on its 100 test images, %", ylabel="the same, on 1,097 others, %"
    )
    ax.set(xlim=(76, 96.5), ylim=(78, 92))
    fell = np.mean(test > other)
    return style.picture(
        fig,
        f"{len(test)} times, 100 test images are drawn and the best of 20 networks by these is "
        f"chosen. On the test images it reads {test.mean():.0f} % on average, on all others "
        f"{other.mean():.0f} %; it is lower there in {fell:.0%} of the draws. All 20 together "
        f"have {mean_test.mean():.0f} % on both.",
    )


def accuracy_of(split):
    """What a split's own validation says, and what new images say: two shares, as text."""
    val, new = measured.leak(split)
    return f"its validation part {val:.1%}   new images {new:.1%}"


def digit(i):
    """Draw one image, as numbers over the picture."""
    X, y = load_digits()
    fig, ax = plt.subplots(figsize=(3.4, 3.2))
    show_image(ax, X[i])
    for (row, column), pixel in np.ndenumerate(X[i].reshape(8, 8)):
        ax.text(
            column, row, int(pixel), ha="center", va="center", fontsize=9,
            color="white" if pixel > 8 else style.BLACK,
        )  # fmt: skip
    ink = nn.accuracy(X[i] > 0, np.ones(64, dtype=bool))
    return style.picture(
        fig,
        f"One image of the digit {y[i]}, its 64 pixels written as numbers from 0, paper, to 16, "
        f"ink. {ink:.0%} of the pixels have some ink.",
    )

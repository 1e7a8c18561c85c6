"""Figures of lesson 13 about errors: which they are, and how sure the network was of them."""

import matplotlib.pyplot as plt
import numpy as np

from workbook import nn, style
from workbook.data.digits import load_digits
from workbook.plots import capstone_confidence as confidence
from workbook.plots import capstone_measured as measured
from workbook.plots.capstone import show_image

style.use()


def gallery(images, y_true, probs, rows):
    """Draw the images of these rows, each with its label, what was read, and how surely.

    images: (N, 64), raw pixels from 0 to 16. y_true: (N,) labels. probs: (N, 10). rows: those to
    be shown.
    """
    read = np.argmax(probs, axis=1)
    fig, axes = plt.subplots(2, 6, figsize=(8.4, 3.6))
    told = []
    for ax in axes.flat:
        ax.axis("off")
    for ax, row in zip(axes.flat, rows, strict=False):
        ax.axis("on")
        show_image(ax, images[row])
        ax.set_title(f"{y_true[row]}, read {read[row]}", loc="center", fontsize=10)
        ax.set_xlabel(f"sure: {probs[row, read[row]]:.0%}", fontsize=9)
        told.append(f"a {y_true[row]} read as {read[row]} ({probs[row, read[row]]:.0%})")
    return style.picture(fig, f"The surest errors, surest first: {', '.join(told)}.")


def confusions():
    """Draw which digit is read as which, by five networks that had not seen the images."""
    _, y = load_digits()
    said = [confidence.in_parts(seed)[0] for seed in measured.SEEDS]
    counts = sum(nn.confusion_matrix(y, one, 10) for one in said)
    wrong = counts - np.diag(np.diag(counts))
    fig, ax = plt.subplots(figsize=(5.6, 4.4))
    image = ax.imshow(np.where(wrong, wrong, np.nan), cmap="Oranges", vmin=0, vmax=wrong.max())
    for (true, read), count in np.ndenumerate(wrong):
        if count:
            ax.text(
                read, true, count, ha="center", va="center", fontsize=9, fontweight="bold",
                color="white" if count > 0.6 * wrong.max() else style.BLACK,
            )  # fmt: skip
    ax.plot(range(10), range(10), "s", color="#E4E4E4", markersize=16, zorder=0)
    ax.set(xticks=range(10), yticks=range(10), xlabel="read as", ylabel="true digit")
    ax.grid(False)
    fig.colorbar(image, label="errors of five networks")
    true, read = np.unravel_index(np.argmax(wrong), wrong.shape)
    return style.picture(
        fig,
        f"A table of true digits against digits read: the errors of {len(said)} networks on all "
        f"{len(y)} images, {wrong.sum()} together. The most frequent: {true} read as {read}, "
        f"{wrong[true, read]} times. Of {true} there are {wrong[true].sum()} errors, the most of "
        f"all digits; of {np.argmin(wrong.sum(axis=1))} the fewest, {wrong.sum(axis=1).min()}.",
    )


def calibrated():
    """Draw how often answers are right against how sure the network was of them."""
    fig, ax = plt.subplots(figsize=(6.4, 4.0))
    told = []
    looks = ((20, measured.SEEDS, style.BLUE, "o-"), (100, (0, 1), style.VERMILLION, "s--"))
    for epochs, seeds, colour, dash in looks:
        sure, right = confidence.confidences(seeds, epochs)
        _, said, found = confidence.calibration(sure, right)
        ax.plot(100 * said, 100 * found, dash, color=colour)
        told.append(
            f"{epochs} epochs: sure by {sure.mean():.1%} on average, right in {right.mean():.1%}"
        )
    ax.plot([40, 100], [40, 100], color=style.GREY, linewidth=1.2)
    ax.text(60, 75, "20 epochs", color=style.BLUE, ha="right")
    ax.text(84, 73, "100 epochs", color=style.VERMILLION)
    ax.text(52, 45, "as often as it says", color=style.GREY)
    ax.set(xlabel="how sure it was, %", ylabel="share that was right, %")
    return style.picture(
        fig,
        "Calibration: answers grouped by how sure the network was of them, against the share that "
        f"was right, on all 1,297 images by networks that had not seen them. {'; '.join(told)}. "
        "The points of 20 epochs lie above the diagonal, by several points where it is less than "
        "95 % sure; those of 100 epochs lie below it from 70 % on.",
    )

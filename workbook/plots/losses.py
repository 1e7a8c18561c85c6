"""Figures of lesson 04: what losses charge for an error, and what their size says.

Every curve is computed with `workbook.nn`. Each function draws one figure and returns it as a
`style.picture`, so a cell's last line shows it: `plots.six_curves()`.
"""

import matplotlib.pyplot as plt
import numpy as np

from workbook import nn, style
from workbook.plots.losses_measured import (
    TYPICAL,
    cheapest_constants,
    first_cost,
    polynomial,
    sample_points,
    wave,
)

style.use()

LOSSES = style.FAMILIES["losses"]
R_LABEL = "error r = ŷ − y"
DASHES = ("-", "--", "-.", ":")
GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 1}
"""Under a label, so that no line of the grid strikes through it."""


def errors(y_true=(3.0, 5.0, 2.0, 6.0), y_pred=(4.0, 4.0, 2.0, 9.0)):
    """Draw four true numbers, four predictions, and the error between each pair."""
    true, predicted = np.array(y_true), np.array(y_pred)
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    samples = np.arange(1, true.size + 1)
    ax.vlines(samples, true, predicted, color=style.VERMILLION, linewidth=3)
    ax.plot(samples, true, "o", color=style.BLACK, markersize=9)
    ax.plot(samples, predicted, "s", color=style.BLUE, markersize=9)
    for n, t, p in zip(samples, true, predicted, strict=True):
        ax.annotate(
            f"r = {_signed(p - t)}", (n, (t + p) / 2), (10, 0),
            textcoords="offset points", color=style.VERMILLION, va="center", bbox=GROUND,
        )  # fmt: skip
    ax.text(0.92, true[0], "true y", ha="right", va="center", bbox=GROUND)
    ax.text(0.92, predicted[0], "predicted ŷ", ha="right", va="center", color=style.BLUE)
    ax.set(xlabel="sample n", ylabel="y", xlim=(0.1, true.size + 0.7), ylim=(0, 10))
    ax.set_xticks(samples)
    listed = ", ".join(_signed(r) for r in predicted - true)
    return style.picture(
        fig,
        f"Four samples, each with its true number, its prediction and a bar between them. The "
        f"errors, prediction minus truth, are {listed}.",
    )


def valleys(y=(1.0, 2.0, 3.0, 4.0, 10.0)):
    """Draw the cost of predicting one constant for all of y, under square and absolute value."""
    y = np.array(y)
    constants = np.linspace(0, 11, 221)
    fig, axes = plt.subplots(1, 2, figsize=(8.2, 3.2))
    drawn = (
        ("mean squared error", nn.mse, LOSSES["mse"], np.mean(y), "the mean"),
        ("mean absolute error", nn.mae, LOSSES["mae"], np.median(y), "the median"),
    )
    for ax, (title, cost, colour, best, name) in zip(axes, drawn, strict=True):
        ax.plot(constants, [cost(y, np.full(y.size, c)) for c in constants], color=colour)
        floor = cost(y, np.full(y.size, best))
        ax.plot(best, floor, "o", color=colour, markersize=9)
        top = ax.get_ylim()[1]
        ax.annotate(
            f"{name}, {best:g}", (best, floor), (best, floor + 0.22 * top), color=colour,
            ha="center", bbox=GROUND,
            arrowprops={"arrowstyle": "-", "color": colour, "shrinkB": 6},
        )  # fmt: skip
        ax.plot(y, np.zeros(y.size), "|", color=style.BLACK, markersize=14, markeredgewidth=2)
        ax.set(title=title, xlabel="constant c", ylabel="cost", ylim=(-0.03 * top, top))
    return style.picture(
        fig,
        "The cost of one constant for the numbers 1, 2, 3, 4 and 10. The mean squared error is a "
        f"round valley with its floor at the mean, {np.mean(y):g}. The mean absolute error is a "
        f"valley of straight pieces with its floor at the median, {np.median(y):g}.",
    )


def six_losses(r, delta=1.0, tau=0.75, eps=0.5):
    """Return six regression losses of single errors r: {title: array of the shape of r}."""
    zero = np.zeros(1)
    costs = {
        "square": nn.mse,
        "absolute": nn.mae,
        f"Huber, δ = {delta:g}": lambda t, p: nn.huber(t, p, delta),
        "log-cosh": nn.log_cosh,
        f"quantile, τ = {tau:g}": lambda t, p: nn.quantile_loss(t, p, tau),
        f"ε-insensitive, ε = {eps:g}": lambda t, p: nn.eps_insensitive(t, p, eps),
    }
    return {title: np.array([f(zero, np.array([e])) for e in r]) for title, f in costs.items()}


def six_curves(delta=1.0, tau=0.75, eps=0.5):
    """Draw six regression losses against the error, one panel each, with the square behind."""
    r = np.linspace(-3, 3, 241)
    curves = six_losses(r, delta, tau, eps)
    fig, axes = plt.subplots(2, 3, figsize=(8.8, 4.8), sharex=True, sharey=True)
    colours = list(LOSSES.values())[: len(curves)]
    for ax, (title, loss), colour in zip(axes.flat, curves.items(), colours, strict=True):
        ax.plot(r, curves["square"], color=style.GREY, linewidth=1, linestyle=":")
        ax.plot(r, loss, color=colour)
        ax.set(title=title, ylim=(-0.1, 4))
    for ax in axes[1]:
        ax.set_xlabel(R_LABEL)
    for ax in axes[:, 0]:
        ax.set_ylabel("loss")
    return style.picture(
        fig,
        "Six losses against the error, each beside the dotted square. Square: a parabola. "
        f"Absolute: a V. Huber with δ = {delta:g}: a parabola that goes over into straight lines. "
        "Log-cosh: nearly the same, smoother. Quantile: a lopsided V, steep where the prediction "
        f"is too low. ε-insensitive: a V with a flat floor from −{eps:g} to {eps:g}.",
    )


def constant_answers(samples=((1.0, 2.0, 3.0, 4.0, 10.0), (-3.0, -3.0, 0.0, 1.0, 5.0))):
    """Draw the constants that cost least under Huber and ε-insensitive, for every δ and ε."""
    sizes = np.linspace(0.1, 8, 41)
    fig, axes = plt.subplots(len(samples), 2, figsize=(8.8, 5.4), sharex="col", sharey="row")
    for (left, right), y in zip(axes, np.array(samples), strict=True):
        named = ", ".join(f"{number:g}" for number in y).replace("-", "−")
        _answers(left, y, nn.huber, sizes, LOSSES["huber"])
        # Beyond half the range of y every error is free somewhere, and that stretch only grows.
        free = np.append(sizes[sizes < np.ptp(y) / 2], np.ptp(y) / 2)
        _answers(right, y, nn.eps_insensitive, free, LOSSES["eps_insensitive"])
        left.set(title=f"Huber: {named}", xlim=(0, 10.2), ylabel="cheapest constant")
        right.set(title=f"ε-insensitive: {named}", xlim=(0, 6.2))
    axes[-1, 0].set_xlabel("δ")
    axes[-1, 1].set_xlabel("ε")
    return style.picture(
        fig,
        "The constants that cost least, against δ for Huber's loss and against ε for the "
        "ε-insensitive. For 1, 2, 3, 4, 10 Huber's answer climbs from the median 3 to the mean 4; "
        "the ε-insensitive one passes the mean and ends at 5.5. For −3, −3, 0, 1, 5, whose median "
        "and mean are both 0, Huber's answer falls below −0.5 and comes back to 0, and the other "
        "wanders from −1 to 1.",
    )


def _answers(ax, y, cost, sizes, colour):
    """Draw the cheapest constants for y against the size of δ or ε, beside median and mean."""
    tried = np.linspace(y.min(), y.max(), 361)
    ends = np.array([cheapest_constants(lambda t, p, s=s: cost(t, p, s), y, tried) for s in sizes])
    ax.fill_between(sizes, *ends.T, color=colour, alpha=0.3, linewidth=0)
    ax.plot(sizes, ends.mean(axis=1), color=colour)
    levels = {"mean": np.mean(y), "median": np.median(y)}
    if levels["mean"] == levels["median"]:
        levels = {"median\nand mean": np.mean(y)}
    for word, level in levels.items():
        ax.plot([0, sizes[-1]], [level] * 2, color=style.GREY, linewidth=1, linestyle=":")
        ax.annotate(
            word, (sizes[-1], level), (5, 0), textcoords="offset points", va="center",
            color=style.GREY, bbox=GROUND,
        )  # fmt: skip


def pulls():
    """Draw the slopes of four losses: how hard one error pulls at its prediction."""
    r = np.linspace(-3, 3, 601)
    zero = np.zeros(1)
    slopes = (
        ("square: 2 r", nn.mse_grad, (), (1.75, 2.9)),
        ("absolute: −1 or 1", nn.mae_grad, (), (3.08, 0.95)),
        ("Huber, δ = 2", nn.huber_grad, (2.0,), (3.08, 1.95)),
        ("quantile, τ = 0.75", nn.quantile_loss_grad, (0.75,), (3.08, 0.2)),
    )
    colours = [LOSSES[name] for name in ("mse", "mae", "huber", "quantile_loss")]
    fig, ax = plt.subplots(figsize=(7.4, 3.8))
    for (label, slope, parameters, place), colour, dash in zip(
        slopes, colours, DASHES, strict=True
    ):
        line = np.array([slope(zero, np.array([e]), *parameters)[0] for e in r])
        line[1:][np.abs(np.diff(line)) > 0.4] = np.nan  # a jump is no slope: leave a gap
        ax.plot(r, line, dash, color=colour)
        ax.text(*place, label, color=colour, va="center", bbox=GROUND)
    ax.set(xlabel=R_LABEL, ylabel="slope of the loss", xlim=(-3.2, 5), ylim=(-3.2, 3.2))
    ax.set_xticks(range(-3, 4))
    return style.picture(
        fig,
        "Slopes of four losses against the error. The square's grows without bound. The absolute "
        "value's is −1 on the left and 1 on the right. Huber's follows the error and is held at "
        "±2. The quantile's is −0.75 on the left and 0.25 on the right.",
    )


def surprise():
    """Draw what a probability p costs, where the truth is yes and where it is no."""
    p = np.linspace(0.005, 0.995, 397)
    fig, ax = plt.subplots(figsize=(6.8, 3.6))
    ax.plot(p, -np.log(p), color=style.BLUE)
    ax.plot(p, -np.log(1 - p), "--", color=style.VERMILLION)
    for at, shift, side in ((0.5, (0, 14), "center"), (0.1, (9, 4), "left")):
        ax.plot(at, -np.log(at), "o", color=style.BLUE)
        ax.annotate(
            f"p = {at:g}: {-np.log(at):.2f}", (at, -np.log(at)), shift,
            textcoords="offset points", ha=side, color=style.BLUE, bbox=GROUND,
        )  # fmt: skip
    ax.text(0.04, 5.05, "truth is yes: −ln p", color=style.BLUE, bbox=GROUND)
    ax.text(0.96, 5.05, "truth is no: −ln(1 − p)", color=style.VERMILLION, ha="right", bbox=GROUND)
    ax.set(xlabel="predicted probability p of yes", ylabel="loss", ylim=(0, 5.5))
    return style.picture(
        fig,
        "Two curves against the predicted probability of yes. Where the truth is yes, the loss "
        "falls from infinity at p = 0 to 0 at p = 1; p = 0.5 costs 0.69 and p = 0.1 costs 2.30. "
        "Where the truth is no, the curve is the mirror image.",
    )


def margins():
    """Draw what a score costs where the truth is yes: right or wrong, hinge, cross-entropy."""
    s = np.linspace(-3, 3, 601)
    fig, ax = plt.subplots(figsize=(6.8, 3.6))
    one = np.ones(1)
    wrong = np.where(s > 0, 0.0, 1.0)
    wrong[1:][np.abs(np.diff(wrong)) > 0.5] = np.nan
    lines = (
        ("wrong or right", wrong, (-2.9, 0.68)),
        ("hinge", np.array([nn.hinge(one, np.array([v])) for v in s]), (-2.1, 3.3)),
        ("cross-entropy", np.array([nn.bce_from_logits(one, np.array([v])) for v in s]),
         (1.2, 0.42)),
    )  # fmt: skip
    for (label, loss, place), colour, dash in zip(
        lines, (style.GREY, LOSSES["hinge"], LOSSES["cross_entropy"]), (":", "-", "--"), strict=True
    ):
        ax.plot(s, loss, dash, color=colour)
        ax.text(*place, label, color=colour, bbox=GROUND)
    ax.axvline(1, color=style.GREY, linewidth=0.8)
    ax.set(xlabel="score of a sample whose truth is yes", ylabel="loss", ylim=(-0.08, 4))
    return style.picture(
        fig,
        "Three losses against the score of a sample whose truth is yes. Wrong or right: a step "
        "from 1 to 0 at score 0. Hinge: a line that falls to 0 at score 1 and stays there. "
        "Cross-entropy: a curve that falls for ever and never reaches 0.",
    )


def stuck_or_not():
    """Draw the slope at the logit of two costs behind a sigmoid, where the truth is yes."""
    z = np.linspace(-8, 8, 321)
    p = nn.sigmoid(z)
    fig, ax = plt.subplots(figsize=(6.8, 3.4))
    ax.plot(z, p - 1, "--", color=LOSSES["cross_entropy"])
    ax.plot(z, 2 * (p - 1) * p * (1 - p), color=LOSSES["mse"])
    ax.text(-7.8, -0.93, "cross-entropy", color=LOSSES["cross_entropy"], bbox=GROUND)
    ax.text(-7.8, -0.13, "squared error", color=LOSSES["mse"], bbox=GROUND)
    ax.set(xlabel="logit z of a sample whose truth is yes", ylabel="slope of the loss in z")
    return style.picture(
        fig,
        "Slopes in the logit z where the truth is yes. Far left, where the prediction is wrong and "
        "certain, cross-entropy has the slope −1 and the squared error hardly any. On the right "
        "both go to 0.",
    )


def first_costs(classes=(2, 5, 10, 30, 100, 1000), draws=5):
    """Draw the cost of untrained networks against ln K, for three sizes of the initial weights."""
    fig, ax = plt.subplots(figsize=(7.0, 3.8))
    line = np.geomspace(1.6, 1300, 100)
    ax.loglog(line, np.log(line), color=style.GREY)
    ax.annotate("ln K", (1300, np.log(1300)), (4, 0), textcoords="offset points", va="center")
    series = (
        ("small", "o", style.GREEN, "small weights", (1.7, 0.4), "left"),
        ("he", "s", style.COLOURS["he"], "He's weights", (11, 6.6), "left"),
        ("large", "^", style.VERMILLION, "large weights", (12, 28), "left"),
    )
    for weights, marker, colour, label, place, side in series:
        costs = np.array([[first_cost(k, weights, s) for s in range(draws)] for k in classes])
        ax.vlines(classes, costs.min(axis=1), costs.max(axis=1), color=colour)
        ax.plot(classes, np.median(costs, axis=1), marker, color=colour, markersize=8)
        ax.text(*place, label, color=colour, ha=side, bbox=GROUND)
    ax.set(xlabel="number of classes K", ylabel="cost before training", xlim=(1.5, 2400))
    ax.set_xticks(classes, [str(k) for k in classes])
    ax.set_yticks([0.3, 1, 3, 10, 30, 100], ["0.3", "1", "3", "10", "30", "100"])
    ax.minorticks_off()
    return style.picture(
        fig,
        f"Cross-entropy of untrained networks against the number of classes, {draws} draws each, "
        "with their spread. With small initial weights every point lies on the curve ln K, from "
        "0.69 for 2 classes to 6.91 for 1000. With He's weights the points lie somewhat above it, "
        "with large weights far above.",
    )


def memoriser(degrees=(3, 9)):
    """Draw two polynomials through ten noisy points, with their cost there and on fresh points."""
    x, y = sample_points(10, TYPICAL)
    line = np.linspace(0, 1, 400)
    fig, axes = plt.subplots(1, 2, figsize=(8.4, 3.3), sharey=True)
    found = []
    for ax, degree in zip(axes, degrees, strict=True):
        curve, here, fresh = polynomial(degree)
        found.append(f"degree {degree}: {here:.3f} on its own points, {fresh:.2f} on fresh ones")
        ax.plot(line, wave(line), color=style.GREY, linewidth=1.2, linestyle=":")
        ax.plot(line, curve(line), color=style.BLUE)
        ax.plot(x, y, "o", color=style.BLACK)
        costs = f"cost here: {here:.3f}\nfresh points: {fresh:.2f}"
        ax.text(0.02, -2.05, costs, bbox=GROUND)
        ax.set(title=f"degree {degree}", xlabel="x", ylim=(-2.2, 2.2))
    axes[0].set_ylabel("y")
    return style.picture(
        fig,
        "Ten noisy points and two polynomials fitted to them, with the true curve dotted. Mean "
        f"squared error of {found[0]}; of {found[1]}. The second curve passes through every point "
        "and swings between them, widest near the ends.",
    )


def _signed(value):
    """Write an error with its sign: +3, −1, 0."""
    return "0" if value == 0 else f"{value:+g}".replace("-", "−")

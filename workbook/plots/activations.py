"""Figures of lesson 03: what an activation function does, alone, in a stack and at the output.

Every curve is computed with `workbook.nn`. Each function draws one figure and returns it as a
`style.picture`, so a cell's last line shows it: `plots.squashers()`.
"""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from workbook import nn, style
from workbook.plots import activations_measured as measured

style.use()

Z_LABEL = "pre-activation z"
A_LABEL = "activation a = f(z)"


def unit(x=(2.0, 1.0), w=(1.0, -3.0), b=2.0):
    """Draw one unit with its numbers: two inputs, a weighted sum z, and f applied to z."""
    z = float(np.dot(x, w) + b)
    a = float(nn.sigmoid(z))
    fig, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.3), width_ratios=(1.25, 1))
    _unit_diagram(left, x, w, b, z, a)
    line = np.linspace(-6, 6, 241)
    right.plot(line, nn.sigmoid(line), color=style.COLOURS["sigmoid"])
    right.plot([z, z, -6], [0, a, a], color=style.GREY, linewidth=1.2, linestyle=":")
    right.plot(z, a, "o", color=style.BLACK)
    right.annotate(f"f({z:g}) = {a:.2f}", (z, a), (z + 0.5, a - 0.14))
    right.set(title="This lesson: the function f", xlabel=Z_LABEL, ylabel=A_LABEL, ylim=(0, 1.05))
    times = " and ".join(f"{_number(xi)} × {_number(wi)}" for xi, wi in zip(x, w, strict=True))
    return style.picture(
        fig,
        f"Left: a unit adds {times} and the bias {_number(b)} and gets z = {_number(z)}; then f "
        f"turns z into a = {a:.2f}. Right: the curve of f, here the sigmoid, with this point.",
    )


def stacked_layers(depth=3, width=8, seed=2):
    """Draw what `depth` random layers compute from one input, without and with ReLU between."""
    rng = np.random.default_rng(seed)
    layers = [
        (rng.normal(0, 1 / np.sqrt(d), (d, h)), rng.normal(0, 1, h))
        for d, h in pairwise([1, *[width] * (depth - 1), 1])
    ]
    x = np.linspace(-3, 3, 301)[:, None]
    fig, axes = plt.subplots(1, 2, figsize=(8, 3.2), sharex=True)
    between = (
        (lambda z: z, "identity", "Nothing between the layers"),
        (nn.relu, "relu", "ReLU between the layers"),
    )
    for ax, (f, name, title) in zip(axes, between, strict=True):
        a = x
        for W, b in layers[:-1]:
            a = f(a @ W + b)
        W, b = layers[-1]
        ax.plot(x, a @ W + b, color=style.COLOURS[name])
        ax.set(title=title, xlabel="input x", ylabel="output y")
    return style.picture(
        fig,
        f"The output of the same {depth} random layers against the input, twice. With nothing "
        "between the layers: one straight line. With ReLU between them: a line with many bends.",
    )


def threshold_or_graded():
    """Draw a step, a sigmoid and a ReLU, each with its answers on either side of 0."""
    z = np.linspace(-4, 4, 801)
    pair = np.array([-0.5, 0.5])
    fig, axes = plt.subplots(1, 3, figsize=(8.6, 3.0), sharex=True)
    units = (
        ("step", "step: a threshold", nn.step),
        ("sigmoid", "sigmoid: graded", nn.sigmoid),
        ("relu", "ReLU: graded", nn.relu),
    )
    for ax, (name, title, f) in zip(axes, units, strict=True):
        line = f(z)
        line[1:][np.abs(np.diff(line)) > 0.5] = np.nan  # a jump is no slope: leave a gap
        ax.plot(z, line, color=style.COLOURS[name])
        ax.plot(pair, f(pair), "o", color="white", markeredgecolor=style.BLACK)
        ax.annotate(
            f"+{f(pair[1]) - f(pair[0]):.2f}", (pair[1], f(pair[1])), (8, -14),
            textcoords="offset points",
        )  # fmt: skip
        ax.set(title=title, xlabel=Z_LABEL, ylim=(-0.08, 1.3))
    axes[0].set_ylabel(A_LABEL)
    return style.picture(
        fig,
        "Step, sigmoid and ReLU, each with its answers at z = −0.5 and z = 0.5. The step jumps by "
        "a whole 1 at z = 0 and is flat elsewhere. Sigmoid and ReLU give amounts in between.",
    )


def squashers():
    """Draw sigmoid and tanh with the bounds that they approach."""
    z = np.linspace(-6, 6, 481)
    fig, ax = plt.subplots()
    for bound in (-1, 0, 1):
        ax.axhline(bound, color=style.GREY, linewidth=1, linestyle=":")
    ax.plot(z, nn.sigmoid(z), color=style.COLOURS["sigmoid"])
    ax.plot(z, nn.tanh(z), color=style.COLOURS["tanh"], linestyle="--")
    ax.text(2.0, 0.72, "sigmoid, 0 to 1", color=style.COLOURS["sigmoid"])
    ax.text(-5.9, -0.72, "tanh, −1 to 1", color=style.COLOURS["tanh"])
    ax.plot([0, 0], [0, 0.5], "o", color=style.BLACK)
    ax.set(xlabel=Z_LABEL, ylabel=A_LABEL, yticks=(-1, -0.5, 0, 0.5, 1))
    return style.picture(
        fig,
        "Two S-shaped curves. The sigmoid climbs from 0 to 1 and passes 0.5 at z = 0. "
        "Tanh climbs from −1 to 1, passes 0 at z = 0, and is steeper there.",
    )


def rectifiers(leak=0.1):
    """Draw ReLU, leaky ReLU, ELU, SiLU, GELU and a maxout unit of three lines, one panel each."""
    z = np.linspace(-4, 3, 281)
    W, b = np.array([-0.6, 0.2, 1.2]), np.array([-1.0, 0.6, -1.2])  # maxout's three lines
    highest = nn.maxout(z[:, None], W[:, None, None], b[:, None])[:, 0]
    drawn = (
        ("ReLU", nn.relu(z), "relu"),
        (f"leaky ReLU, {leak:g}", nn.leaky_relu(z, leak), "leaky_relu"),
        ("ELU, 1", nn.elu(z, 1.0), "elu"),
        ("SiLU", measured.silu(z), "silu"),
        ("GELU", measured.gelu(z), "gelu"),
        ("maxout, 3 lines", highest, "maxout"),
    )
    fig, axes = plt.subplots(2, 3, figsize=(8.4, 4.8), sharey=True, sharex=True)
    for ax, (title, a, name) in zip(axes.flat, drawn, strict=True):
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        ax.plot(z, a, color=style.COLOURS[name])
        ax.set(title=title, ylim=(-1.3, 3))
    axes[1, 2].plot(z, np.outer(z, W) + b, color=style.GREY, linewidth=1, linestyle=":")
    for ax, along in zip(axes[1], ("z", "z", "input x"), strict=True):
        ax.set_xlabel(along)
    for ax in axes[:, 0]:
        ax.set_ylabel("activation a")
    return style.picture(
        fig,
        "Six curves. ReLU is 0 up to z = 0, then rises with slope 1. Leaky ReLU keeps a gentle "
        "slope on the left. ELU bends smoothly down towards −1 on the left. SiLU and GELU dip a "
        "little below 0 and come back to it. Maxout follows the highest of its three lines.",
    )


def slopes(leak=0.1):
    """Draw the derivatives of five activation functions on common axes."""
    z = np.linspace(-6, 6, 1201)
    fig, axes = plt.subplots(1, 2, figsize=(8.4, 3.3), sharex=True, sharey=True)
    leaky = nn.leaky_relu_grad(z, leak)
    curves = (
        (0, "sigmoid′, at most 0.25", nn.sigmoid_grad(z), (1.75, 0.19), "sigmoid", "-"),
        (0, "tanh′, at most 1", nn.tanh_grad(z), (0.8, 0.72), "tanh", "--"),
        (1, "ReLU′, 0 or 1", nn.relu_grad(z), (0.4, 0.88), "relu", "-"),
        (1, f"leaky′, {leak:g}", leaky, (-5.9, 0.14), "leaky_relu", "--"),
        (1, "ELU′", nn.elu_grad(z, 1.0), (-2.4, 0.42), "elu", "-."),
    )
    for panel, label, slope, place, name, dash in curves:
        axes[panel].plot(z, slope, color=style.COLOURS[name], linestyle=dash)
        axes[panel].text(*place, label, color=style.COLOURS[name])
    for ax, title in zip(axes, ("Flat at both ends", "Flat at one end, or nowhere"), strict=True):
        ax.set(title=title, xlabel=Z_LABEL, ylim=(-0.03, 1.06))
    axes[0].set_ylabel("slope f′(z)")
    return style.picture(
        fig,
        "Slopes against z. Left: sigmoid's slope is a hump of height 0.25, tanh's a hump of height "
        "1, and both are near 0 beyond z = ±5. Right: ReLU's slope is 0, then 1; leaky ReLU's is a "
        "small constant, then 1; ELU's climbs from 0 to 1.",
    )


def gradient_through_depth(depth=20, width=64, seeds=range(5)):
    """Draw how large a gradient still is after each layer: three f, five networks of each."""
    fig, ax = plt.subplots(figsize=(7.8, 3.6))
    lines = (("relu", "ReLU", "-", 7), ("tanh", "tanh", "--", -7), ("sigmoid", "sigmoid", "-.", 0))
    ends = {}
    for name, label, dash, rise in lines:
        runs = [measured.gradient_sizes(name, depth, width, seed) for seed in seeds]
        last = [run[-1] for run in runs]
        ends[name] = _between(min(last), max(last))
        colour = style.COLOURS[name]
        ax.semilogy(np.arange(depth + 1), np.transpose(runs), dash, color=colour, linewidth=1)
        ax.annotate(
            f"{label}: {ends[name]}", (depth, np.median(last)), (9, rise),
            textcoords="offset points", color=colour, va="center",
        )  # fmt: skip
    ax.set(
        title=f"Gradients on their way back through {depth} layers, {len(seeds)} networks each",
        xlim=(-0.5, depth + 10), xlabel="layers that the gradient has passed",
        ylabel="size, at first 1", ylim=(1e-14, 30), xticks=range(0, depth + 1, 5),
    )  # fmt: skip
    return style.picture(
        fig,
        f"Size of a gradient, on a logarithmic axis, on its way from the output of a {depth}-layer "
        f"network back to the input, in {len(seeds)} networks of each kind. It begins with 1. With "
        f"ReLU {ends['relu']} arrives, with tanh {ends['tanh']}, with sigmoid {ends['sigmoid']}.",
    )


def softmax_bars(logits=(1.0, 3.0, 2.0), labels=("cat", "dog", "fox")):
    """Draw a row of logits beside the probabilities that softmax makes of it."""
    scores = np.asarray(logits, dtype=float)
    shares = nn.softmax(scores)
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.6, 2.9))
    _bars(left, labels, scores, "g", style.GREY)
    left.set(title="Scores: any numbers", ylabel="logit z")
    _bars(right, labels, shares, ".2f", style.COLOURS["softmax"])
    right.set(title=f"Softmax: shares of {shares.sum():g}", ylabel="probability")
    named = ", ".join(f"{tag} {share:.2f}" for tag, share in zip(labels, shares, strict=True))
    return style.picture(
        fig,
        f"Left: three scores. Right: the probabilities that softmax makes of them, {named}. "
        "Their order stays, and they sum to 1.",
    )


def one_label_or_many(logits=(4.0, 4.0, -3.0), labels=("beach", "dog", "snow")):
    """Draw softmax beside independent sigmoids on one photograph's scores for three tags."""
    scores = np.asarray(logits, dtype=float)
    shares, each = nn.softmax(scores), nn.sigmoid(scores)
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.6, 3.0), sharey=True)
    _bars(left, labels, shares, ".3f", style.COLOURS["softmax"])
    left.set(title=f"Softmax: sums to {shares.sum():g}", ylabel="probability of the tag")
    _bars(right, labels, each, ".3f", style.COLOURS["sigmoid"])
    right.set(title=f"Sigmoid of each: sums to {each.sum():.2f}", ylim=(0, 1.15))
    for ax in (left, right):
        ax.axhline(0.5, color=style.GREY, linewidth=1, linestyle=":")
    return style.picture(
        fig,
        f"A photograph of a dog on a beach. Softmax gives beach and dog {shares[0]:.2f} each, "
        f"because its outputs share 1. Independent sigmoids give both {each[0]:.2f} and snow "
        f"{each[2]:.2f}.",
    )


def _number(value):
    """Write a number as people do: −3, 0.2, or 2 × 10⁻¹³ where it is small."""
    if value == 0 or abs(value) >= 0.01:
        return f"{value:.1f}".removesuffix(".0").replace("-", "−")
    digit, exponent = f"{value:.0e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digit} × 10{raised}"


def _between(low, high):
    """Write a range, or one number where both ends are written alike."""
    low, high = (f"{end:.2f}" if end >= 0.01 else _number(end) for end in (low, high))
    return low if low == high else f"{low} to {high}"


def _bars(ax, labels, heights, form, colour):
    """Draw bars with their heights written above them."""
    bars = ax.bar(labels, heights, color=colour, width=0.6)
    ax.bar_label(bars, [f"{height:{form}}" for height in heights], padding=2)
    ax.grid(visible=False, axis="x")
    ax.margins(y=0.15)


def _unit_diagram(ax, x, w, b, z, a):
    """Draw inputs, weighted sum and activation as circles joined by arrows."""
    spots = {"x1": (0, 1.1), "x2": (0, -0.1), "z": (1.5, 0.5), "a": (2.9, 0.5)}
    words = (_number(x[0]), _number(x[1]), f"z = {_number(z)}", f"a = {a:.2f}")
    for (key, (across, up)), word in zip(spots.items(), words, strict=True):
        edge = style.VERMILLION if key == "a" else style.BLUE
        circle = {"boxstyle": "circle,pad=0.45", "facecolor": "white", "edgecolor": edge}
        ax.text(across, up, word, ha="center", va="center", fontsize=12, bbox=circle)
    shaft = {"arrowstyle": "->", "shrinkA": 22, "shrinkB": 34, "color": style.GREY}
    labels = (f"× {_number(w[0])}", f"× {_number(w[1])}", "f")
    for (start, end), label in zip((("x1", "z"), ("x2", "z"), ("z", "a")), labels, strict=True):
        (x0, y0), (x1, y1) = spots[start], spots[end]
        ax.annotate("", (x1, y1), (x0, y0), arrowprops=shaft)
        ax.text((x0 + x1) / 2 - 0.05, (y0 + y1) / 2 + 0.13, label, ha="center", fontsize=12)
    ax.text(1.5, -0.25, f"+ bias {_number(b)}", ha="center", fontsize=12)
    ax.set(xlim=(-0.5, 3.5), ylim=(-0.7, 1.6), title="One unit")
    ax.axis("off")

"""Charts of lesson 01: what weights and a bias do, which gates one unit can be, and how it learns.

Every curve is computed with `workbook.nn`. The drawings of cells and units are in `neuron_cells`.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MaxNLocator

from workbook import nn, style
from workbook.plots.neuron_cells import cell_and_unit, shallow_and_deep, unit
from workbook.plots.neuron_measured import GATES, PAIRS, SEA_LEVEL, spike_times, weather

__all__ = [
    "bias_shift",
    "cell_and_unit",
    "four_points",
    "learning_lines",
    "mistakes_per_epoch",
    "pushes",
    "shallow_and_deep",
    "spikes",
    "unit",
    "valley_and_mountain",
    "xor_by_three",
]

style.use()


def pushes(names=("sunshine", "wind", "free seat"), x=(4, 2, 1), w=(2, -3, 1), b=-1):
    """Draw what each input, times its weight, adds to the sum of one unit."""
    parts = [x_i * w_i for x_i, w_i in zip(x, w, strict=True)] + [b]
    words = [
        f"{name}\n{_plain(x_i)} · {_bracketed(w_i)}"
        for name, x_i, w_i in zip(names, x, w, strict=True)
    ]
    fig, ax = plt.subplots(figsize=(8.0, 3.3))
    colours = [style.BLUE if part > 0 else style.VERMILLION for part in parts]
    total = sum(parts)
    bars = ax.bar(
        [*words, "bias\n ", "sum z\n "], [*parts, total], width=0.6, color=[*colours, style.GREEN]
    )
    for bar, part in zip(bars, [*parts, total], strict=True):
        bar.set_hatch("" if part > 0 else "//")
        bar.set_edgecolor("white")
    ax.bar_label(bars, [_plain(part) for part in [*parts, total]], padding=3)
    ax.axhline(0, color=style.GREY, linewidth=1)
    ax.set(ylabel="what it adds to z", title="Weights push up or down")
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(visible=False, axis="x")
    ax.margins(y=0.2)
    told = ", ".join(f"{n} {_plain(p)}" for n, p in zip([*names, "the bias"], parts, strict=True))
    return style.picture(
        fig,
        f"Bars of what each part adds to the sum: {told}. Positive weights push up, negative ones "
        f"down. Together they make z = {_plain(total)}.",
    )


def bias_shift(w=1.0, biases=(0.0, -2.0, -4.0)):
    """Draw, for three biases, the line z = wx + b and the answer of the step; mark the switch."""
    x = np.linspace(-1.5, 6.5, 1601)
    fig, (top, bottom) = plt.subplots(2, 1, figsize=(7.4, 5.0), sharex=True, height_ratios=(1.5, 1))
    dashes = ("-", "--", "-.")
    for b, colour, dash in zip(biases, style.PALETTE, dashes, strict=False):
        switch = -b / w
        top.plot(x, w * x + b, color=colour, linestyle=dash)
        top.text(6.55, w * 6.5 + b, f"b = {_plain(b)}", color=colour, va="center")
        top.plot(switch, 0, "o", color=colour)
        answer = nn.predict(x[:, None], np.array([w]), b)
        answer[1:][np.diff(answer) != 0] = np.nan  # a jump is no slope: leave a gap
        offset = 0.04 * biases.index(b)  # side by side, so that none hides another
        bottom.plot(x, answer - offset, color=colour, linestyle=dash)
        bottom.plot(switch, 1 - offset, "o", color=colour)
    top.axhline(0, color=style.GREY, linewidth=1)
    top.set(ylabel="sum z", title="The bias shifts where z crosses 0", xlim=(-1.5, 7.6))
    bottom.set(xlabel="input x", ylabel="answer a", yticks=(0, 1), ylim=(-0.25, 1.2))
    places = ", ".join(f"{_plain(-b / w)} for b = {_plain(b)}" for b in biases)
    return style.picture(
        fig,
        "Above: three parallel lines of z against x, one for each bias. Below: the step's answers. "
        f"The answer changes from 0 to 1 at x = {places}.",
    )


def four_points(names=("AND", "OR", "XOR")):
    """Draw the four inputs of each gate as points, filled where the gate wants 1."""
    fig, axes = plt.subplots(1, len(names), figsize=(2.9 * len(names), 3.0), sharey=True)
    for ax, name in zip(axes, names, strict=True):
        _draw_points(ax, GATES[name])
        ax.set(title=name)
    axes[0].set_ylabel("input x₂")
    axes[0].text(-0.42, 1.3, "full: 1 is wanted", fontsize=9.5, color=style.GREY)
    wants = "; ".join(f"{name} {_listed(GATES[name])}" for name in names)
    return style.picture(
        fig,
        "The four pairs of inputs as the corners of a square, full where 1 is wanted. Wanted at "
        f"(0, 0), (0, 1), (1, 0), (1, 1): {wants}. In XOR the full points are opposite corners.",
    )


def xor_by_three():
    """Draw XOR in three panels: the side of OR, the side of NAND, and what both sides share."""
    side = np.linspace(-0.5, 1.5, 301)
    x1, x2 = np.meshgrid(side, side)
    grid = np.column_stack([x1.ravel(), x2.ravel()])
    one, other = (nn.predict(grid, *nn.gate_weights(name)) for name in ("OR", "NAND"))
    both = nn.predict(np.column_stack([one, other]), *nn.gate_weights("AND"))
    fig, axes = plt.subplots(1, 3, figsize=(8.8, 3.1), sharey=True)
    panels = (("OR answers 1", one), ("NAND answers 1", other), ("AND of the two: XOR", both))
    for ax, (title, answer) in zip(axes, panels, strict=True):
        field = answer.reshape(x1.shape)
        ax.contourf(x1, x2, field, levels=[0.5, 1.5], colors=[style.SKY_BLUE], alpha=0.4)
        _draw_points(ax, GATES["XOR"])
        ax.set(title=title)
    axes[0].set_ylabel("input x₂")
    axes[0].text(-0.42, -0.4, "full: XOR wants 1", fontsize=9.5, color=style.GREY)
    return style.picture(
        fig,
        "Three squares with XOR's four points. OR's side leaves out (0, 0). NAND's side leaves out "
        "(1, 1). Their common part is a strip that holds (0, 1) and (1, 0) alone: XOR.",
    )


def learning_lines(name="AND", lr=1.0):
    """Draw the unit's line after each epoch of training on a gate, until nothing is wrong."""
    epochs = next(
        n for n in range(1, 50) if nn.train_perceptron(PAIRS, GATES[name], lr, n)[2][-1] == 0
    )
    shown = range(1, epochs)  # the last one only confirms: nothing moves in it
    fig, axes = plt.subplots(1, len(shown), figsize=(2.3 * len(shown), 2.8), sharey=True)
    side = np.linspace(-0.5, 1.5, 101)
    x1, x2 = np.meshgrid(side, side)
    for ax, epoch in zip(axes, shown, strict=True):
        w, b, _ = nn.train_perceptron(PAIRS, GATES[name], lr, epoch)
        z = w[0] * x1 + w[1] * x2 + b
        ax.contourf(x1, x2, z, levels=[0, 1e9], colors=[style.SKY_BLUE], alpha=0.4)
        ax.contour(x1, x2, z, levels=[0], colors=[style.BLACK], linewidths=1.8)
        _draw_points(ax, GATES[name])
        right = int(np.sum(nn.predict(PAIRS, w, b) == GATES[name]))
        ax.set(title=f"epoch {epoch}:\n{right} of 4 right")
    axes[0].set_ylabel("input x₂")
    axes[0].text(-0.42, 1.2, "shaded: it says 1", fontsize=9, color=style.BLACK)
    return style.picture(
        fig,
        f"The line of a step unit after {len(shown)} epochs of training on {name}. It wanders from "
        f"picture to picture; after epoch {shown[-1]} all four points are answered rightly.",
    )


def mistakes_per_epoch(names=("AND", "XOR"), epochs=20, lr=1.0):
    """Draw how many of the four samples are answered wrongly in each epoch of training."""
    fig, ax = plt.subplots(figsize=(7.4, 3.2))
    ends = []
    for name, colour, dash in zip(names, style.PALETTE, ("-", "--"), strict=False):
        mistakes = nn.train_perceptron(PAIRS, GATES[name], lr, epochs)[2]
        ax.plot(np.arange(1, epochs + 1), mistakes, dash, color=colour, marker="o", markersize=4)
        ax.text(epochs + 0.4, mistakes[-1], name, color=colour, va="center")
        ends.append(f"{name} ends with {mistakes[-1]}")
    ax.set(
        xlabel="epoch", ylabel="mistakes, of 4", title="One of the two can be learnt",
        yticks=range(5), xticks=range(0, epochs + 1, 5), xlim=(0.3, epochs + 2), ylim=(-0.2, 4.3),
    )  # fmt: skip
    return style.picture(
        fig, f"Mistakes in each of {epochs} epochs of training one step unit: {', '.join(ends)}."
    )


def valley_and_mountain(altitude=2000.0, days=150, seed=3):
    """Draw a unit that learnt rain in a valley, with days of the valley and of a mountain."""
    rng = np.random.default_rng(seed)
    w, b, _ = nn.train_perceptron(*weather(rng, 200), lr=1.0, epochs=300)
    fig, axes = plt.subplots(1, 2, figsize=(8.8, 3.5), sharey=True)
    shares = []
    for ax, metres, place in zip(axes, (0.0, altitude), ("valley", "mountain"), strict=True):
        X, y = weather(rng, days, metres)
        pressure = 10 * X[:, 1] + SEA_LEVEL
        low, high = pressure.min() - 8, pressure.max() + 8
        p, humidity = np.meshgrid(np.linspace(low, high, 201), np.linspace(28, 112, 201))
        z = w[0] * humidity / 10 + w[1] * (p - SEA_LEVEL) / 10 + b
        ax.contourf(p, humidity, z >= 0, levels=[0.5, 1.5], colors=[style.SKY_BLUE], alpha=0.4)
        ax.plot(pressure[y == 1], 10 * X[y == 1, 0], "o", color=style.BLUE, markersize=4.5)
        ax.plot(pressure[y == 0], 10 * X[y == 0, 0], "^", color=style.VERMILLION, markersize=4.5)
        shares.append(np.mean(nn.predict(X, w, b) == y))
        ax.set(title=f"New days, {place}: {shares[-1]:.0%} right", xlabel="pressure (hPa)")
    axes[0].set_ylabel("humidity (%)")
    axes[0].set(ylim=(28, 112), yticks=range(30, 101, 10))
    axes[0].text(
        axes[0].get_xlim()[0] + 2, 105, "● rain   ▲ dry   shaded: the unit says rain", fontsize=9.5
    )
    return style.picture(
        fig,
        f"Days by pressure and humidity. In the valley the unit's line parts rain from dry days: "
        f"{shares[0]:.0%} right. On the mountain all pressures are lower, the unit says rain every "
        f"day, and is right for {shares[1]:.0%}.",
    )


def spikes(currents=(0.9, 1.2, 2.4)):
    """Draw a simulated cell's charge over time under three constant currents, with its spikes."""
    fig, axes = plt.subplots(1, 3, figsize=(8.8, 2.6), sharey=True)
    counts = []
    for ax, current in zip(axes, currents, strict=True):
        times, charge, fired = spike_times(current)
        ax.plot(times, charge, linewidth=1.6)
        ax.vlines(fired, 1.05, 1.45, color=style.VERMILLION, linewidth=1.6)
        counts.append(len(fired))
        ax.set(title=f"current {current:g}: {len(fired)} spikes", xlabel="time (ms)", yticks=(0, 1))
    axes[0].set_ylabel("charge")
    told = ", ".join(f"{n} at {c:g}" for n, c in zip(counts, currents, strict=True))
    return style.picture(
        fig,
        f"A simulated nerve cell under three steady currents. Its charge rises until it fires and "
        f"starts anew. Spikes in 100 milliseconds: {told}.",
    )


def _draw_points(ax, wanted):
    """The four corners, full where 1 is wanted, on axes that leave room around them."""
    for place, full in zip(PAIRS, wanted, strict=True):
        fill = style.BLUE if full else "white"
        ax.plot(*place, "o", markersize=13, markerfacecolor=fill, markeredgecolor=style.BLUE,
                markeredgewidth=2)  # fmt: skip
    ax.set(xlabel="input x₁", xticks=(0, 1), yticks=(0, 1), xlim=(-0.5, 1.5), ylim=(-0.5, 1.5))


def _listed(numbers):
    return ", ".join(f"{number:g}" for number in numbers)


def _plain(number):
    return f"{number + 0.0:g}".replace("-", "−")  # + 0.0 turns −0 into 0


def _bracketed(number):
    return f"({_plain(number)})" if number < 0 else _plain(number)

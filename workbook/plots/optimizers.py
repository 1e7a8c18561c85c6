"""Figures of lesson 09: paths in a ravine, a ball on a hill, conditioning, step lengths, schedules.

Every path and every step is computed with `workbook.nn`. Each function draws one figure and returns
it as a `style.picture`.
"""

import matplotlib.pyplot as plt
import numpy as np

from workbook import nn, style
from workbook.plots import optimizers_compared as compared
from workbook.plots import optimizers_measured as measured

style.use()


KAPPA = 100
SUITABLE = (("SGD", 1.8), ("SGD + momentum", 0.32), ("Adam", 0.22))
"""Three optimizers, each at the rate that is best for it in this ravine (`optimizers_compared`)."""


def three_paths(steps=60):
    """Draw 60 steps of three optimizers in a ravine along an axis, each at its best rate."""
    H = compared.bowl(KAPPA)
    start = np.array([-1.9, 0.62])
    x, y = np.meshgrid(np.linspace(-2.2, 1.4, 121), np.linspace(-1.1, 1.1, 105))
    J = 0.5 * (H[0, 0] * x**2 + H[1, 1] * y**2)
    fig, axes = plt.subplots(1, 3, figsize=(9.8, 3.2), sharey=True)
    ends = []
    for ax, (name, lr) in zip(axes, SUITABLE, strict=True):
        bands = ax.contourf(x, y, np.sqrt(J), 14, cmap="cividis")
        path = measured.descend(measured.SIX[name], lambda t: H @ t, start, lr, steps)
        ax.plot(*path.T, color="black", linewidth=3.4)
        ax.plot(*path.T, color="white", linewidth=1.6, marker="o", markersize=2.5)
        ax.plot(*path[-1], "o", color=colour(name), markeredgecolor="white", markersize=11)
        ax.plot(0, 0, "+", color="white", markersize=13, markeredgewidth=2)
        ax.set(title=f"{name}\nα = {lr:g}", xlabel="θ₁", xlim=(-2.2, 1.4), ylim=(-1.1, 1.1))
        ax.grid(visible=False)
        ends.append(f"{name} at {0.5 * path[-1] @ H @ path[-1]:.1g}")
    axes[0].set_ylabel("θ₂")
    key = fig.colorbar(bands, ax=axes, label="cost J", ticks=np.sqrt([0, 0.05, 0.2, 0.5]))
    key.ax.set_yticklabels(["0", "0.05", "0.2", "0.5"])
    return style.picture(
        fig,
        f"Three maps of the same long ravine, κ = {KAPPA}, with {steps} steps each from the same "
        "start; a cross marks the minimum, and colour the cost. SGD zigzags across the ravine "
        "and creeps along it, momentum swings and sweeps along the bottom, Adam bends into it and "
        f"follows it past the cross and back. Costs at the end: {', '.join(ends)}.",
    )


def colour(name):
    """The colour that an optimizer has in the whole course, by the name that people use."""
    return style.COLOURS[measured.SIX[name].__name__]


def hill(theta):
    """A long slope with a small dip on the way to its lowest point, near θ = 1.9."""
    return 0.25 * (theta - 2) ** 2 - 0.55 * np.exp(-12 * (theta + 0.6) ** 2)


def ball_on_a_hill(lr=0.02, steps=150):
    """Draw a ball that stops in a dip without momentum and rolls through it with momentum."""
    line = np.linspace(-2.3, 4.3, 400)
    fig, axes = plt.subplots(1, 2, figsize=(9.0, 3.2), sharey=True)
    ends = []
    for ax, (name, optimizer) in zip(axes, list(measured.SIX.items())[:2], strict=True):
        path = measured.descend(
            optimizer, lambda t: nn.numeric_grad(lambda u: hill(u[0]), t, 1e-5), [-2.0], lr, steps
        )[:, 0]
        ax.plot(line, hill(line), color=style.GREY)
        ax.plot(path, hill(path), "o", color=colour(name), markersize=4)
        ax.plot(path[-1], hill(path[-1]), "o", color=colour(name), markersize=11)
        ax.set(title=name, xlabel="θ")
        ends.append(path[-1])
    axes[0].set_ylabel("cost J")
    axes[0].annotate("stays in the dip", (ends[0], hill(ends[0]) - 0.1), (-2.2, 0.45), ha="left")
    axes[1].annotate("rolls through", (-0.6, hill(-0.6) - 0.1), (-2.2, 0.45), ha="left")
    return style.picture(
        fig,
        f"A slope with a small dip half-way down, and {steps} steps at a rate of {lr:g}. SGD comes "
        f"to rest in the dip, at θ = −{abs(ends[0]):.1f}. SGD with momentum rolls through it, and "
        f"ends at θ = {ends[1]:.1f}, near the lowest point.",
    )


def conditioning():
    """Draw the steps that SGD and momentum need against the condition number."""
    numbers = (1, 3, 10, 30, 100, 300, 1000)
    found = measured.conditioning(numbers)
    fig, ax = plt.subplots(figsize=(7.2, 3.5))
    for name, counts in found.items():
        ax.loglog(numbers, counts, "o-", color=colour(name))
        ax.text(numbers[-1] * 1.15, counts[-1], name, color=colour(name), va="center")
    ax.set(
        xlabel="condition number κ, the largest curvature over the smallest",
        ylabel="steps to stay below a millionth", xlim=(0.8, 9000),
        xticks=[1, 10, 100, 1000], xticklabels=["1", "10", "100", "1000"],
        yticks=[1, 10, 100, 1000], yticklabels=["1", "10", "100", "1000"],
    )  # fmt: skip
    ax.minorticks_off()
    return style.picture(
        fig,
        "Steps until the cost stays below a millionth, against the condition number, both on "
        f"logarithmic scales. At κ = 100 SGD needs {found['SGD'][4]} steps and momentum "
        f"{found['SGD + momentum'][4]}; at κ = 1000 it is {found['SGD'][6]} against "
        f"{found['SGD + momentum'][6]}. SGD's line is twice as steep.",
    )


def step_lengths(steps=200):
    """Draw the length of each step on a constant slope, for four optimizers."""
    runs = (
        ("Adagrad", nn.adagrad, "-"),
        ("RMSprop", nn.rmsprop, "--"),
        ("Adam", nn.adam, "-"),
        ("Adam without correction", measured.adam_uncorrected, "-."),
    )
    fig, ax = plt.subplots(figsize=(7.6, 3.6))
    places = {"Adagrad": 0.063, "RMSprop": 0.8, "Adam": 0.8, "Adam without correction": 2.6}
    number = np.arange(1, steps + 1)
    for name, optimizer, dash in runs:
        shade = colour(name.removesuffix(" without correction"))
        ax.loglog(number, measured.step_lengths(optimizer, steps), color=shade, linestyle=dash)
        where = (2.4, 8.6) if name == "RMSprop" else (steps * 1.08, places[name])
        ax.text(*where, name, color=shade, va="center")
    ax.set(
        xlabel="step t", ylabel="length of the step, α = 1", xlim=(0.9, 1600), ylim=(0.04, 14),
        xticks=[1, 10, 100], xticklabels=["1", "10", "100"],
        yticks=[0.1, 1, 10], yticklabels=["0.1", "1", "10"],
    )  # fmt: skip
    ax.minorticks_off()
    return style.picture(
        fig,
        "Length of each step on a constant slope, in units of α. Adam's are 1 throughout. "
        "Adagrad's fall from 1 to 0.07 at step 200. RMSprop's begin at 10 and fall towards 1. Adam "
        "without bias correction begins at 3.2, climbs to 6.6, and falls slowly.",
    )


def schedules(total=100):
    """Draw both schedules over a hundred steps."""
    steps = np.arange(total + 1)
    fig, ax = plt.subplots(figsize=(7.0, 3.0))
    ax.step(steps, [nn.step_decay(0.8, k, 0.5, 25) for k in steps], where="post")
    ax.plot(steps, [nn.cosine_schedule(0.8, k, total) for k in steps], color=style.VERMILLION)
    ax.text(27, 0.33, "step_decay", color=style.BLUE)
    ax.text(38, 0.6, "cosine_schedule", color=style.VERMILLION)
    ax.set(xlabel="steps done", ylabel="learning rate α", ylim=(0, 0.9))
    return style.picture(
        fig,
        f"Two schedules over {total} steps from a rate of 0.8. One halves it after each 25 steps, "
        "like stairs. The other follows half a cosine: slowly at first, fastest in the middle, "
        "slowly towards 0.",
    )

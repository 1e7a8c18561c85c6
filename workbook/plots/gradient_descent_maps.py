"""Maps of lesson 05: costs over two parameters, where a descent stops, and a line being fitted."""

from functools import cache

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import PowerNorm

from workbook import nn, style
from workbook.explore.surfaces import SURFACES

style.use()

SPRING = (
    np.array([0.5, 1.0, 1.5, 2.0, 2.5, 3.0]),
    np.array([12.1, 13.9, 16.2, 17.8, 20.1, 22.0]),
)
"""A spring: the weights hung on it, in kg, and its length with each of them, in cm."""


@cache
def steps_until_low(surface, start, lr, low, most):
    """From which step on a descent's cost stays below `low`, up to step `most`; None if never."""
    with np.errstate(over="ignore", invalid="ignore"):  # past the edge the numbers leave all bounds
        costs = surface.J(nn.gradient_descent(surface.grad, np.array(start), lr, most))
    not_low = np.flatnonzero(~(costs < low))
    steps = int(not_low[-1]) + 1 if len(not_low) else 0
    return steps if steps <= most else None


def across_the_contours():
    """Draw a ravine's contour lines with small steps against the gradient, and where it ends."""
    surface = SURFACES["ravine"]
    x, y = np.meshgrid(np.linspace(-2.6, 2.6, 131), np.linspace(-2.2, 2.2, 111))
    fig, ax = plt.subplots(figsize=(6.6, 5.2))
    lines = ax.contour(
        x, y, surface.J(np.stack([x, y], axis=-1)), [0.2, 1, 2.5, 5, 10], colors=style.GREY,
        linewidths=1.2,
    )  # fmt: skip
    free = [(-0.32, -0.46), (0.78, 0.37), (-0.72, -1.03), (1.56, 0.73)]  # of arrows and words
    ax.clabel(lines, lines.levels[1:], fmt="J = %g", fontsize=9, manual=free)
    for start in ((-1.9, 1.5), (0.4, 0.75), (1.9, -0.9), (-1.15, -0.4), (0.35, -1.9)):
        way = -surface.grad(np.array(start))
        end = np.array(start) + 0.75 * way / np.linalg.norm(way)
        ax.plot([start[0], 0], [start[1], 0], color=style.VERMILLION, linestyle=":", linewidth=1.3)
        arrow = {"arrowstyle": "-|>", "mutation_scale": 15, "linewidth": 2.2, "color": style.BLUE}
        ax.annotate("", end, start, arrowprops=arrow | {"shrinkA": 0, "shrinkB": 0})
        ax.plot(*start, "o", color=style.BLUE)
    ax.plot(0, 0, "o", color=style.VERMILLION, markersize=9)
    ax.annotate(
        "minimum", (0, 0), (9, -15), textcoords="offset points", color=style.VERMILLION,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )  # fmt: skip
    ax.set(xlabel="θ₁", ylabel="θ₂", aspect="equal")
    ax.grid(visible=False)
    return style.picture(
        fig,
        "Contour lines of a long ravine, with five small steps against the gradient. Each stands "
        "at a right angle on its contour line; none points straight at the minimum, to which a "
        "dotted line is drawn from each.",
    )


def where_it_stops():
    """Draw three descents that end in no lowest point: a saddle, a plateau, the wrong valley."""
    runs = (
        ("saddle", [(-2.0, 0.0)], 0.2, "Stops on a saddle"),
        ("plateau", [(2.6, 1.5), (-0.4, -1.8)], 0.4, "Stranded on a plateau"),
        ("plateau", [(-2.0, 1.0), (2.0, 0.1)], 0.2, "Two starts, two valleys"),
    )
    fig, axes = plt.subplots(1, 3, figsize=(10.4, 3.6), sharey=True)
    for ax, (name, starts, lr, title) in zip(axes, runs, strict=True):
        _key(ax, _contours(ax, SURFACES[name]))
        for start in starts:
            _path(ax, nn.gradient_descent(SURFACES[name].grad, np.array(start), lr, 100))
        ax.set(title=title, xlabel="θ₁")
    axes[0].set_ylabel("θ₂")
    return style.picture(
        fig,
        "Three contour maps with paths of 100 steps. On the saddle a start on the ridge ends in "
        "the middle of the saddle. On the plateau two marbles have not moved. On the same surface, "
        "two starts nearer to the valleys end in two different valleys, one deeper than the other.",
    )


def four_kinds():
    """Draw the four kinds of still point, with the signs of the Hessian's eigenvalues."""
    kinds = {
        "minimum": ((1.0, 0.0), (0.0, 2.0)),
        "maximum": ((-1.0, 0.0), (0.0, -2.0)),
        "saddle": ((1.0, 0.0), (0.0, -2.0)),
        "flat": ((2.0, 0.0), (0.0, 0.0)),
    }
    line = np.linspace(-1, 1, 41)
    x, y = np.meshgrid(line, line)
    fig, axes = plt.subplots(1, 4, figsize=(9.8, 2.9), subplot_kw={"projection": "3d"})
    for ax, (name, H) in zip(axes, kinds.items(), strict=True):
        (a, _), (_, c) = H
        ax.plot_surface(x, y, (a * x**2 + c * y**2) / 2, cmap="cividis", rstride=4, cstride=4)
        assert nn.classify_stationary(np.array(H)) == name
        signs = ", ".join(f"{value:g}" for value in (a, c)).replace("-", "−")
        ax.set_title(f"{name}\nλ = {signs}", loc="center")
        ax.set(xticks=[], yticks=[], zticks=[], zlim=(-1.5, 1.5))
        ax.view_init(elev=24, azim=-52)
    return style.picture(
        fig,
        "Four surfaces around a point whose gradient is 0. Minimum: both eigenvalues positive, a "
        "bowl. Maximum: both negative, a dome. Saddle: one of each, up one way and down the other. "
        "Flat: one is 0, a trough whose bottom is level.",
    )


def spring_and_cost(lr=0.15, steps=60):
    """Draw the spring's data with fitted lines, beside the cost over (w, b) with the path there."""
    weight, length = SPRING
    X = weight[:, np.newaxis]
    fits = [nn.fit_linear(X, length, lr, step) for step in range(steps + 1)]
    path = np.array([(w[0], b) for w, b in fits])
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.0, 3.5))
    left.plot(weight, length, "o", color=style.BLACK)
    ends = np.array([0.0, 3.3])
    for step, colour in ((1, style.SKY_BLUE), (5, style.BLUE), (steps, style.VERMILLION)):
        w, b = path[step]
        left.plot(ends, w * ends + b, color=colour)
        left.annotate(
            f"step {step}", (ends[1], w * ends[1] + b), (4, -4), textcoords="offset points",
            color=colour,
        )  # fmt: skip
    left.set(
        title="The line in the data", xlabel="weight in kg", ylabel="length in cm", xlim=(0, 4.1)
    )
    w, b = np.meshgrid(np.linspace(-1, 13, 141), np.linspace(-1, 13, 141))
    J = np.mean((w[..., np.newaxis] * weight + b[..., np.newaxis] - length) ** 2, axis=-1)
    levels = np.linspace(0, np.sqrt(J.max()), 15) ** 2
    filled = right.contourf(w, b, J, levels, cmap="cividis", norm=PowerNorm(0.5))
    _key(right, filled, "right")
    _path(right, path)
    right.set(
        title="The same line on its cost", xlabel="w, cm per kg", ylabel="b, cm", xlim=(-1, 13)
    )
    right.set_ylim(-1, 13)
    right.grid(visible=False)
    return style.picture(
        fig,
        "Left: lengths of a spring against the weight on it, with the line after 1, 5 and "
        f"{steps} steps; the last one fits well. Right: the cost over w and b, a long ravine; the "
        f"path jumps across it at first and then creeps along it to w = {path[-1, 0]:.1f} and "
        f"b = {path[-1, 1]:.1f}.",
    )


def _contours(ax, surface):
    """Fill a map of a surface, drawn out near the ground but for the plateau; return its levels."""
    x, y = np.meshgrid(np.linspace(-3, 3, 121), np.linspace(-2, 2, 81))
    J = surface.J(np.stack([x, y], axis=-1))
    power = 1.0 if surface.kind == "wells" else 0.5
    levels = J.min() + np.linspace(0, np.ptp(J) ** power, 15) ** (1 / power)
    ax.grid(visible=False)
    return ax.contourf(x, y, J, levels, cmap="cividis", norm=PowerNorm(power))


def _key(ax, filled, side="bottom"):
    """Say which colour is which cost, in a bar with a few round numbers."""
    low, high = filled.levels[[0, -1]]
    round_costs = (0, 20, 100, 400) if high > 50 else (0, 1, 2, 5) if high > 2 else (0, 0.5, 1)
    ticks = [one for one in round_costs if low - 0.02 <= one <= high + 0.02]
    bar = ax.figure.colorbar(filled, ax=ax, location=side, label="cost J", ticks=ticks)
    bar.ax.set(**{f"{'y' if side == 'right' else 'x'}ticklabels": [f"{one:g}" for one in ticks]})


def _path(ax, path):
    """Draw a path in white on black, its start a ring and its end a marble."""
    ax.plot(*path.T, color="black", linewidth=3.4)
    ax.plot(*path.T, color="white", linewidth=1.6, marker="o", markersize=2.5)
    ax.plot(*path[0], "o", color="white", markeredgecolor="black", markersize=7)
    ax.plot(*path[-1], "o", color=style.VERMILLION, markeredgecolor="white", markersize=10)

"""Figures of lesson 05: slopes as local rates, steps of several lengths, the edge of divergence.

Every curve and every step is computed with `workbook.nn`. Maps over two parameters are in
`gradient_descent_maps`. Each function draws one figure and returns it as a `style.picture`.
"""

import matplotlib.pyplot as plt
import numpy as np

from workbook import nn, style

style.use()

ARROW = {"arrowstyle": "-|>", "mutation_scale": 15, "linewidth": 2.2, "shrinkA": 0, "shrinkB": 0}
GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 1}
"""Under a label, so that no line strikes through it."""


def in_fog(theta=2.6):
    """Draw what a descent knows of a cost: one point, and the slope there; the rest is in fog."""
    slope = 2 * (theta - 1)
    fig, ax = plt.subplots(figsize=(7.0, 3.4))
    near = np.linspace(theta - 0.22, theta + 0.22, 41)
    ax.plot(near, _bowl(near))
    reach = np.array([theta - 0.6, theta + 0.6])
    ax.plot(reach, _bowl(theta) + slope * (reach - theta), color=style.GREY, linestyle="--")
    ax.plot(theta, _bowl(theta), "o", color=style.VERMILLION, markersize=10)
    ax.annotate(
        f"here: θ = {theta:g}, slope {slope:g}", (theta, _bowl(theta)), (-14, 4),
        textcoords="offset points", ha="right",
    )  # fmt: skip
    for left, right in ((-1.8, theta - 0.6), (theta + 0.6, 3.8)):
        ax.axvspan(left, right, color="#EBEBEB", zorder=0)
    ax.text(-0.2, 5.4, "fog", color=style.GREY)
    ax.set(xlabel="parameter θ", ylabel="cost J(θ)", xlim=(-1.8, 3.8), ylim=(-1.5, 7))
    return style.picture(
        fig,
        f"A cost over one parameter, of which only a short piece around θ = {theta:g} is to be "
        f"seen, with its slope of {slope:g}. All the rest lies in fog.",
    )


def one_step(theta=2.6, lr=0.25):
    """Draw a cost over one parameter, the slope at a point, and the step that leads downhill."""
    slope = 2 * (theta - 1)
    after = float(nn.gd_step(theta, slope, lr))
    line = np.linspace(-1.6, 3.6, 261)
    fig, ax = plt.subplots(figsize=(7.0, 3.4))
    ax.plot(line, _bowl(line))
    reach = np.array([theta - 0.75, theta + 0.75])
    ax.plot(reach, _bowl(theta) + slope * (reach - theta), color=style.GREY, linestyle="--")
    ax.annotate("", (after, -0.35), (theta, -0.35), arrowprops=ARROW | {"color": style.GREEN})
    ax.plot([theta] * 2, [-0.35, _bowl(theta)], color=style.GREY, linewidth=1, linestyle=":")
    ax.plot([after] * 2, [-0.35, _bowl(after)], color=style.GREY, linewidth=1, linestyle=":")
    ax.plot(theta, _bowl(theta), "o", color=style.VERMILLION, markersize=10)
    ax.plot(after, _bowl(after), "o", color=style.VERMILLION, markersize=10, fillstyle="none")
    ax.text(theta - 0.78, _bowl(theta) + 0.6, f"slope {slope:g}", color=style.GREY, bbox=GROUND)
    ax.text(
        (theta + after) / 2, -1.0, f"−α · slope = −{lr * slope:g}", color=style.GREEN, ha="center"
    )
    ax.set(xlabel="parameter θ", ylabel="cost J(θ)", ylim=(-1.5, 7))
    return style.picture(
        fig,
        f"A cost J over one parameter, shaped like a bowl. At θ = {theta:g} its slope is "
        f"{slope:g}. One step of gradient descent goes the other way, by α times the slope, to "
        f"θ = {after:g}, where the cost is lower.",
    )


def local_rates(theta=(1.0, 2.0)):
    """Draw a cost along each of two parameters, with the straight line that its slope promises."""
    theta = np.array(theta)
    grad = nn.numeric_grad(_hilly, theta, 1e-5)
    fig, axes = plt.subplots(1, 2, figsize=(8.4, 3.3), sharey=True)
    for i, ax in enumerate(axes):
        line = np.linspace(theta[i] - 1.6, theta[i] + 1.6, 161)
        points = np.tile(theta, (len(line), 1))
        points[:, i] = line
        ax.plot(line, [_hilly(point) for point in points])
        ax.plot(
            line,
            _hilly(theta) + grad[i] * (line - theta[i]),
            color=style.VERMILLION,
            linestyle="--",
        )
        ax.plot(theta[i], _hilly(theta), "o", color=style.BLACK)
        title = f"Along θ{'₁₂'[i]} alone: rate {grad[i]:.0f}".replace("-", "−")
        ax.set(title=title, xlabel=f"θ{'₁₂'[i]}", ylim=(-4, 16))
    axes[0].set_ylabel("cost J")
    axes[0].text(-0.55, 11.7, "the true cost", color=style.BLUE, bbox=GROUND)
    axes[1].text(0.4, -2.9, "what the slope promises", color=style.VERMILLION, bbox=GROUND)
    return style.picture(
        fig,
        "Two panels: the cost along each of two parameters, as a curve, with the tangent at the "
        f"present point. The tangents climb at {grad[0]:.0f} and {grad[1]:.0f}. Close to the point "
        "curve and tangent agree; farther off they part.".replace("-", "−"),
    )


def every_direction(length=0.05):
    """Draw how much J changes for a short step in each direction of the compass."""
    theta = np.array([1.0, 2.0])
    grad = nn.numeric_grad(_hilly, theta, 1e-5)
    angles = np.linspace(-180, 180, 721)
    ways = np.stack([np.cos(np.radians(angles)), np.sin(np.radians(angles))], axis=1)
    changes = np.array([_hilly(theta + length * way) - _hilly(theta) for way in ways])
    uphill = np.degrees(np.arctan2(grad[1], grad[0]))
    turned = (angles - uphill + 180) % 360 - 180  # the gradient's own direction is 0
    order = np.argsort(turned)
    lowest = turned[np.argmin(changes)]
    fig, ax = plt.subplots(figsize=(7.4, 3.4))
    ax.axhline(0, color=style.GREY, linewidth=1)
    ax.plot(turned[order], changes[order])
    ax.plot([0, lowest], [changes.max(), changes.min()], "o", color=style.VERMILLION)
    ax.text(0, changes.max() * 1.12, "along the gradient", ha="center")
    ax.text(np.sign(lowest) * 176, changes.min() * 1.3, "against it", ha="center")
    for side in (-90, 90):
        ax.plot(side, 0, "o", color=style.GREEN)
    ax.text(96, 0.05, "at right angles", color=style.GREEN, bbox=GROUND)
    ax.set(
        xlabel="angle between the step and the gradient, in degrees", xticks=range(-180, 181, 45),
        ylabel="change of the cost J", ylim=(changes.min() * 1.5, changes.max() * 1.4),
    )  # fmt: skip
    return style.picture(
        fig,
        f"Change of the cost for a step of length {length:g} in every direction, against the angle "
        "to the gradient. It is largest along the gradient, nearly 0 at right angles to it, and "
        "lowest opposite to the gradient, at 180 degrees.",
    )


def four_rates(rates=(0.02, 0.3, 0.95, 1.05), steps=10):
    """Draw ten steps on J = θ², whose λ is 2, at four learning rates."""
    titles = ("too small: slow", "good", "large: to and fro", "too large: away")
    fig, axes = plt.subplots(1, 4, figsize=(9.8, 3.0), sharey=True)
    for ax, lr, title in zip(axes, rates, titles, strict=True):
        line = np.linspace(-3.4, 3.4, 171)
        ax.plot(line, line**2, color=style.GREY, linewidth=1.4)
        path = nn.gradient_descent(lambda theta: 2 * theta, np.array([2.0]), lr, steps)[:, 0]
        ax.plot(path, path**2, "o-", color=style.BLUE, linewidth=1.2, markersize=4)
        ax.plot(path[0], path[0] ** 2, "o", color=style.BLACK)
        ax.plot(path[-1], path[-1] ** 2, "o", color=style.VERMILLION, markersize=9)
        ax.set(title=f"α = {lr:g}\n{title}", xlabel="θ", ylim=(-0.8, 12), xlim=(-3.8, 3.8))
    axes[0].set_ylabel("cost J = θ²")
    return style.picture(
        fig,
        f"Four times {steps} steps on the bowl J = θ², from θ = 2. With α = {rates[0]:g} the "
        f"marble has hardly moved. With {rates[1]:g} it lies at the bottom. With {rates[2]:g} it "
        f"jumps from side to side and closes in slowly. With {rates[3]:g} each jump lands farther "
        "out.",
    )


def edge_measured(curvatures=(0.5, 1.0, 4.0), steps=20):
    """Measure how much farther from the minimum `steps` steps end, for many α, on three bowls."""
    rates = np.geomspace(0.05, 10, 500)
    fig, ax = plt.subplots(figsize=(7.6, 3.7))
    looks = zip(style.PALETTE, ("-", "--", "-."), strict=False)
    for curvature, (colour, dash) in zip(curvatures, looks, strict=False):

        def slope(theta, curvature=curvature):
            return curvature * theta

        ends = [abs(nn.gradient_descent(slope, np.ones(1), lr, steps)[-1, 0]) for lr in rates]
        edge = nn.max_stable_lr(np.array([[curvature]]))
        ax.loglog(rates, np.clip(ends, 1e-11, 1e11), color=colour, linestyle=dash)
        ax.axvline(edge, color=colour, linewidth=1, linestyle=":")
        beside = {"x": edge * 1.04} if edge > 2 else {"x": edge * 0.96, "ha": "right"}
        ax.text(y=2e8, s=f"2/λ = {edge:g}", color=colour, bbox=GROUND, **beside)
        ax.text(edge / 2, 5e-10, f"λ = {curvature:g}", color=colour, ha="center", bbox=GROUND)
    ax.axhline(1, color=style.GREY, linewidth=1)
    ticks = [0.1, 0.25, 0.5, 1, 2, 4, 10]
    ax.set(
        xlabel="learning rate α", ylabel=f"distance after {steps} steps, at first 1",
        ylim=(1e-10, 1e10), xticks=ticks, xticklabels=[f"{tick:g}" for tick in ticks],
    )  # fmt: skip
    ax.minorticks_off()
    return style.picture(
        fig,
        f"Distance from the minimum after {steps} steps, against the learning rate, for bowls with "
        "λ = 0.5, 1 and 4. Each curve falls to almost 0 around α = 1/λ, climbs again, and passes "
        "its starting value exactly at α = 2/λ: at 4, 2 and 0.5.",
    )


def _bowl(theta):
    """The cost of `one_step`."""
    return (theta - 1) ** 2 + 0.4


def _hilly(theta):
    """The cost of lesson 05's first sections: J = θ₁²θ₂ + θ₁² − θ₂² + 3."""
    return theta[0] ** 2 * theta[1] + theta[0] ** 2 - theta[1] ** 2 + 3

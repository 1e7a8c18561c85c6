"""Marble and α: drop a marble on a surface, slide the learning rate, find where descent breaks.

The page (`marble.js`, `surfaces.js`) computes the whole path at every move, without asking the
kernel. Here are the goals, and the still picture for where no kernel runs.
"""

import io

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from workbook import nn, style
from workbook.explore import page_source, page_style
from workbook.explore.surfaces import SURFACES, packed

STEPS = 80
"""How many steps a marble makes at most."""

VIEW = (3.0, 2.0)
"""The map shows θ₁ from −3 to 3 and θ₂ from −2 to 2."""

LOWEST_RATE, RATIO, RATES = 0.01, 1.01, 533
"""The slider's learning rates: 0.01, each next one 1 % larger, up to about 2."""

WITHIN = 0.02
"""How near to the true edge of divergence a named α must be, as a fraction."""

GOALS = (
    {
        "kind": "edge",
        "surface": "bowl",
        "text": "Bowl: name the largest α at which the marble still does not run away, within 2 %.",
        "lesson": "The edge is 2 / λmax, and this bowl's largest eigenvalue is 1.7.",
    },
    {
        "kind": "edge",
        "surface": "ravine",
        "text": "Ravine: name the edge of divergence here, within 2 %.",
        "lesson": "The steepest direction sets the edge for all: λmax = 7. Along the ravine λ is "
        "only 0.35, so even at the edge the way along it takes many steps.",
    },
    {
        "kind": "stop",
        "surface": "saddle",
        "text": "Saddle: start at least 0.5 away, and let the marble come to rest on the saddle.",
        "lesson": "On the ridge θ₂ = 0 nothing pulls sideways. The gradient dies away in a place "
        "that is no minimum, though valleys lie on both sides.",
    },
    {
        "kind": "stranded",
        "surface": "plateau",
        "text": "Plateau: with α at 1 or more, make 80 steps and get less than 0.05 away.",
        "lesson": "A plateau is no minimum either. Its gradient is so small that the steps are "
        "too, and a cost that no longer falls looks just like success.",
    },
    {
        "kind": "shallow",
        "surface": "plateau",
        "text": "Plateau: end in the shallow valley, on the right, though the left one is deeper.",
        "lesson": "Descent knows the slope under its feet, no more. Which valley it finds depends "
        "on where it starts.",
    },
)
"""Challenges; the page knows by `kind` how to check one. `lesson` is told once it is met."""

KINDS = tuple(dict.fromkeys(goal["kind"] for goal in GOALS))


class Marble(anywidget.AnyWidget):
    """Gradient descent on four surfaces, with a learning rate to slide and a start to drag.

    `surface` ("bowl", "ravine", "saddle" or "plateau"), `lr`, the start (`x`, `y`) and `steps` are
    what is shown; setting them moves the marble. goals: the kinds of goals that are set, as in
    `GOALS`; all of them if it is left out. A goal says what can happen, so a lesson sets it after
    the prediction that it would spoil. `goals_met` lists the places of those that were met.

    Raises ValueError for a kind that no goal has.
    """

    _esm = page_source(__file__, "surfaces", "marble_drawing")
    _css = page_style(__file__)

    surface = traitlets.Enum(tuple(SURFACES), "bowl").tag(sync=True)
    lr = traitlets.Float(0.1, min=1e-6).tag(sync=True)
    x = traitlets.Float().tag(sync=True)
    y = traitlets.Float().tag(sync=True)
    steps = traitlets.Int(STEPS, min=0, max=STEPS).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _surfaces = traitlets.List().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)
    _settings = traitlets.Dict().tag(sync=True)

    def __init__(self, surface="bowl", goals=KINDS, **kwargs):
        if unknown := [kind for kind in goals if kind not in KINDS]:
            raise ValueError(f"Marble has no goal {unknown[0]!r}: it has {', '.join(KINDS)}.")
        start = SURFACES[surface].start if surface in SURFACES else (0.0, 0.0)
        super().__init__(
            surface=surface,
            _surfaces=[packed(*each) for each in SURFACES.items()],
            _goals=[goal for goal in GOALS if goal["kind"] in goals],
            _settings={
                "steps": STEPS,
                "view": VIEW,
                "rates": (LOWEST_RATE, RATIO, RATES),
                "within": WITHIN,
            },
            **{"x": start[0], "y": start[1]} | kwargs,
        )
        self.alt = _described(self.lr)

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still(self.lr))


def path_on(name, lr, start=None, steps=STEPS):
    """The marble's path on a surface from its usual start, or another: (steps + 1, 2)."""
    surface = SURFACES[name]
    start = np.array(surface.start if start is None else start, dtype=float)
    with np.errstate(over="ignore", invalid="ignore"):
        return nn.gradient_descent(surface.grad, start, lr, steps)


def _described(lr):
    """The text alternative of the still picture."""
    ends = []
    for name, surface in SURFACES.items():
        x, y = path_on(name, lr)[-1].round(2) + 0.0
        end = f"ends near ({x:.2f}, {y:.2f})" if abs(x) + abs(y) < 9 else "runs away"
        ends.append(f"on the {surface.label} it {end}")
    return (
        f"Contour maps of four surfaces, each with the path of {STEPS} steps of gradient descent "
        f"at a learning rate of {lr:g}: " + "; ".join(ends).replace("-", "−") + "."
    )


def _still(lr):
    """Draw the four maps with their paths: (bytes of a PNG, its width in CSS pixels)."""
    x, y = (np.linspace(-half, half, 121) for half in VIEW)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    plain = {"figure.constrained_layout.use": False, "axes.titlesize": 11, "axes.grid": False}
    with mpl.rc_context(style.RC | plain):
        figure = Figure(figsize=(9.2, 6.0))
        axes = figure.subplots(2, 2, sharex=True, sharey=True)
        figure.subplots_adjust(
            left=0.07, right=0.99, top=0.95, bottom=0.08, hspace=0.2, wspace=0.08
        )
        for ax, (name, surface) in zip(axes.flat, SURFACES.items(), strict=True):
            _filled(ax, x, y, surface.J(grid), 1.0 if surface.kind == "wells" else 0.5)
            path = np.clip(np.nan_to_num(path_on(name, lr), nan=99.0), -99, 99)
            ax.plot(*path.T, color=style.BLACK, linewidth=4)
            ax.plot(*path.T, color="white", linewidth=2, marker="o", markersize=3.5)
            ax.plot(*path[0], "o", color="white", markeredgecolor=style.BLACK, markersize=8)
            ax.plot(*path[-1], "o", color=style.VERMILLION, markeredgecolor="white", markersize=11)
            ax.set(title=surface.label, xlim=(-VIEW[0], VIEW[0]), ylim=(-VIEW[1], VIEW[1]))
        for ax in axes[1]:
            ax.set_xlabel("θ₁", labelpad=1)
        for ax in axes[:, 0]:
            ax.set_ylabel("θ₂", labelpad=1)
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=110)
    return image.getvalue(), round(96 * figure.get_figwidth())


def _filled(ax, x, y, J, power):
    """Fill a map of J with a key; a power below 1 draws it out near the ground, where paths lie."""
    levels = J.min() + np.linspace(0, np.ptp(J) ** power, 17) ** (1 / power)
    filled = ax.contourf(x, y, J, levels, norm=PowerNorm(power))
    bar = ax.figure.colorbar(filled, ax=ax, pad=0.02, ticks=levels[::4])
    bar.ax.set_yticklabels(
        [
            f"{round(level, 2 if abs(level) < 3 else 1) + 0:g}".replace("-", "−")
            for level in levels[::4]
        ]
    )
    bar.ax.set_title("J", fontsize=10, loc="center")

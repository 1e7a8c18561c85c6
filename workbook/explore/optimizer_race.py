"""Optimizer race: six optimizers start at one place in a ravine, on a saddle or on a plateau.

The page (`optimizer_race.js`, `surfaces.js`) computes all paths at every move, without asking the
kernel. Here are the goals, the noise that all racers share, and the still picture.
"""

import io

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from workbook import nn, style
from workbook.explore import page_source, page_style
from workbook.explore.surfaces import SURFACES, Quadratic, packed

STEPS = 150
"""How many steps a race has."""

VIEW = (3.0, 2.0)
"""The map shows θ₁ from −3 to 3 and θ₂ from −2 to 2."""

LOWEST_RATE, RUNGS_PER_DECADE, RUNGS = 0.001, 20, 101
"""The sliders' learning rates: 0.001 up to 100, twenty to each factor of ten."""

RACERS = (
    ("sgd", "SGD", style.COLOURS["sgd"], 0.1),
    ("momentum", "SGD + momentum", style.COLOURS["momentum"], 0.1),
    ("adagrad", "Adagrad", style.COLOURS["adagrad"], 0.1),
    ("rmsprop", "RMSprop", style.COLOURS["rmsprop"], 0.1),
    ("adadelta", "Adadelta", style.COLOURS["adadelta"], 0.1),
    ("adam", "Adam", style.COLOURS["adam"], 0.1),
)
"""Name in `workbook.nn`, name for people, colour, and the rate at first: one for all."""

COURSES = {
    "ravine": SURFACES["ravine"],
    "narrow": Quadratic("narrow ravine", ((4.4926, 3.3432), (3.3432, 2.5424)), (-2.0, 1.5)),
    "saddle": SURFACES["saddle"],
    "plateau": SURFACES["plateau"],
}
"""Where races are run. Both ravines lie alike, with a curvature of 7 across; along the bottom it is
0.35 in the one (κ = 20) and 0.035 in the narrow one (κ = 200)."""

NOISE = np.random.default_rng(9).normal(size=(STEPS, 2)).round(6)
"""What chance adds to the gradient in each step, for all racers alike, times the slider's value."""

GOALS = (
    {
        "kind": "sgd-leads",
        "surface": "ravine",
        "text": "Ravine, without noise: bring all six below a cost of 0.002 at step 150, and SGD "
        "below all others.",
        "lesson": "Each needs a rate of its own, and they lie a factor of hundreds apart: an "
        "adaptive optimizer still has a global rate. And where κ is only 20, plain SGD can lead.",
    },
    {
        "kind": "through-the-narrows",
        "surface": "narrow",
        "text": "Narrow ravine, without noise: bring SGD + momentum and Adam below 0.001 at step "
        "150. Then try to follow with plain SGD.",
        "lesson": "Where κ is 200 no rate takes plain SGD below 0.005 in 150 steps. What is added "
        "up along the ravine does it.",
    },
    {
        "kind": "on-the-ridge",
        "surface": "saddle",
        "text": "Saddle, without noise: choose a start from which none of the six finds a valley.",
        "lesson": "Exactly on the ridge the slope across it is 0. Momentum and averages of zeros "
        "are zeros too: no optimizer makes a direction out of nothing.",
    },
    {
        "kind": "shaken-off",
        "surface": "saddle",
        "text": "Saddle: start on that ridge again, and let all six leave it by more than 0.5.",
        "lesson": "The noise of small batches shakes them off. Here chance helps.",
    },
    {
        "kind": "out-of-the-flat",
        "surface": "plateau",
        "text": "Plateau, without noise: find a start from which SGD moves less than 0.05, and "
        "Adam comes to a valley.",
        "lesson": "Adam divides by the gradient's own size, so it walks on where the slope is "
        "tiny. SGD's steps are as tiny as the slope.",
    },
)
"""Challenges; the page knows by `kind` how to check one. `lesson` is told once it is met."""


class OptimizerRace(anywidget.AnyWidget):
    """Six optimizers from one start, each with a learning rate to slide, and noise for all.

    `surface` ("ravine", "narrow", "saddle" or "plateau"), the start (`x`, `y`), `noise`, `rates`
    (a dict of optimizer to rate) and `steps` are what is shown. `goals_met` lists the goals that
    were met.
    """

    _esm = page_source(__file__, "surfaces", "optimizer_race_drawing")
    _css = page_style(__file__)

    surface = traitlets.Enum(tuple(COURSES), "ravine").tag(sync=True)
    x = traitlets.Float().tag(sync=True)
    y = traitlets.Float().tag(sync=True)
    noise = traitlets.Float(0.0, min=0.0, max=2.0).tag(sync=True)
    rates = traitlets.Dict().tag(sync=True)
    steps = traitlets.Int(STEPS, min=0, max=STEPS).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _surfaces = traitlets.List().tag(sync=True)
    _racers = traitlets.List().tag(sync=True)
    _noise = traitlets.List().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)
    _settings = traitlets.Dict().tag(sync=True)

    def __init__(self, surface="ravine", rates=None, **kwargs):
        start = COURSES[surface].start if surface in COURSES else (0.0, 0.0)
        super().__init__(
            surface=surface,
            rates={key: rate for key, _, _, rate in RACERS} | (rates or {}),
            _surfaces=[packed(*each) for each in COURSES.items()],
            _racers=[{"key": key, "label": label, "colour": c} for key, label, c, _ in RACERS],
            _noise=NOISE.tolist(),
            _goals=list(GOALS),
            _settings={
                "steps": STEPS,
                "view": VIEW,
                "rates": (LOWEST_RATE, RUNGS_PER_DECADE, RUNGS),
            },
            **{"x": start[0], "y": start[1]} | kwargs,
        )
        self.alt = _described(self.surface, self.rates)

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still(self.surface, self.rates))


def race(key, name, lr, start=None, noise=0.0, steps=STEPS):
    """One racer's path on a surface, from its usual start or another: (steps + 1, 2).

    key: the optimizer's name in `workbook.nn`. noise: what the shared draws are multiplied by.
    """
    surface, optimizer = COURSES[name], getattr(nn, key)
    theta = np.array(surface.start if start is None else start, dtype=float)
    state, path = None, [theta]
    with np.errstate(over="ignore", invalid="ignore"):
        for disturbance in noise * NOISE[:steps]:
            theta, state = optimizer(theta, surface.grad(theta) + disturbance, state, lr=lr)
            path.append(theta)
    return np.array(path)


def _lowest(surface):
    """The height of the ground: the cost at the bottom, settled by a long descent."""
    path = nn.gradient_descent(surface.grad, np.array(surface.bottom), 0.2, 400)
    return surface.J(path[-1])


def _described(name, rates):
    """The text alternative of the still picture."""
    surface, ends = COURSES[name], []
    for key, label, _, _ in RACERS:
        above = surface.J(race(key, name, rates[key])[-1]) - _lowest(surface)
        end = f"ends {above:.2g} above the lowest point" if above < 1e3 else "runs away"
        ends.append(f"{label} (α = {rates[key]:g}) {end}")
    return (
        f"Map of the {surface.label} with the paths of six optimizers over {STEPS} steps from one "
        "start, and their costs over the steps: " + "; ".join(ends) + "."
    )


def _still(name, rates):
    """Draw the map with six paths beside their costs: (bytes of a PNG, width in CSS pixels)."""
    surface = COURSES[name]
    x, y = (np.linspace(-half, half, 121) for half in VIEW)
    J = surface.J(np.stack(np.meshgrid(x, y), axis=-1))
    plain = {"figure.constrained_layout.use": False, "axes.titlesize": 11, "axes.grid": False}
    with mpl.rc_context(style.RC | plain):
        figure = Figure(figsize=(9.6, 3.6))
        left, right = figure.subplots(1, 2, width_ratios=(1.4, 1))
        figure.subplots_adjust(left=0.05, right=0.83, top=0.91, bottom=0.13, wspace=0.2)
        levelled = J if surface.kind == "wells" else np.sqrt(J - J.min())
        left.contourf(x, y, levelled, 16)
        heights = []
        for key, label, colour, _ in RACERS:
            path = np.clip(np.nan_to_num(race(key, name, rates[key]), nan=99.0), -99, 99)
            above = np.maximum(surface.J(path) - _lowest(surface), 1e-12)
            left.plot(*path.T, color="white", linewidth=4)
            left.plot(*path.T, color=colour, linewidth=2.2)
            left.plot(*path[-1], "o", color=colour, markeredgecolor="white", markersize=9)
            right.semilogy(above, color=colour)
            heights.append((float(np.clip(np.log10(above[-1]), -12, 3)), label, colour))
        _label_ends(right, sorted(heights))
        left.set(title=surface.label, xlim=(-VIEW[0], VIEW[0]), ylim=(-VIEW[1], VIEW[1]))
        left.set(xlabel="θ₁", ylabel="θ₂")
        right.set(title="cost above the lowest point", xlabel="steps", ylim=(1e-13, 1e4))
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=110)
    return image.getvalue(), round(96 * figure.get_figwidth())


def _label_ends(ax, heights):
    """Name each curve at its end, with the names kept apart."""
    at = -20.0
    for height, label, colour in heights:
        at = max(height, at + 1.3)
        ax.annotate(
            label, (1.02, 10.0**at), xycoords=("axes fraction", "data"), color=colour,
            va="center", annotation_clip=False,
        )  # fmt: skip

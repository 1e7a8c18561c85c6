"""The map of momentum: how fast every pair of a learning rate α and a β goes down a ravine.

For a quadratic the long-run factor per step follows from its eigenvalues (`factor`); the page
(`momentum_map.js`) computes it for the whole map, and the path of the pair that is chosen. Here are
the goals, and the still picture.
"""

import io

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from workbook import style
from workbook.explore import page_source, page_style

MOST_LR, MOST_BETA = 4.0, 0.99
"""The map shows α from 0 and β from 0 up to these; the ravine's eigenvalues are 1 and 1 / κ."""

GOALS = (
    {
        "kind": "plain",
        "text": "κ = 100, β = 0: find an α that needs at most 5 % more steps than the best α.",
        "lesson": "The best is α = 2 / (λmin + λmax), just short of where it runs away. Each step "
        "leaves (κ − 1) / (κ + 1) of the error: 346 steps, in proportion to κ.",
    },
    {
        "kind": "best",
        "text": "κ = 100: find a pair that needs 45 steps or fewer.",
        "lesson": "Now √κ counts in place of κ. The fast spot is small: a little more β swings for "
        "long, a little more α runs away.",
    },
    {
        "kind": "edge",
        "text": "Take α = 3 or more, and do not run away.",
        "lesson": "Without momentum the edge is at 2 / λmax, here 2. With it the edge moves to "
        "2 (1 + β) / λmax.",
    },
)
"""What each goal asks, and what it teaches once it is met; by `kind` the page knows when."""


class MomentumMap(anywidget.AnyWidget):
    """Gradient descent with momentum in a ravine: a map of all α and β, and one path.

    `lr` (α), `beta` and `kappa` (10, 100 or 1000, the ravine's condition number) are what is shown;
    setting one moves the picture. `goals_met` lists the places of the goals that were met.
    """

    _esm = page_source(__file__)
    _css = page_style(__file__)

    lr = traitlets.Float(1.0, min=0.02, max=MOST_LR).tag(sync=True)
    beta = traitlets.Float(0.0, min=0.0, max=MOST_BETA).tag(sync=True)
    kappa = traitlets.Enum((10, 100, 1000), 100).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)

    def __init__(self, **kwargs):
        super().__init__(_goals=list(GOALS), **kwargs)
        self.alt = (
            f"A map of learning rates α from 0 to 4 and of β from 0 to 0.99 for a ravine with "
            f"κ = {self.kappa}: few steps in a narrow wedge where both are large, many where they "
            "are small, and to the right of a slanted edge descent runs away."
        )

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still(self))


def factor(lr, beta, kappa):
    """What a step leaves of the error in the long run, for arrays of α and β.

    It is the largest size of a root of r² − (1 + β − αλ) r + β = 0, for the eigenvalues λ = 1 and
    1 / κ (Polyak, 1964). Below 1 descent converges.
    """
    lr, beta = np.asarray(lr, dtype=float), np.asarray(beta, dtype=float)
    sizes = []
    for eigenvalue in (1.0, 1 / kappa):
        total = 1 + beta - lr * eigenvalue
        root = np.sqrt((total**2 - 4 * beta).astype(complex))
        sizes += [np.abs(total + root) / 2, np.abs(total - root) / 2]
    return np.max(sizes, axis=0)


def _still(widget):
    """Draw the map with its key: (bytes of a PNG, its width in CSS pixels)."""
    lr, beta = np.meshgrid(np.linspace(0.02, MOST_LR, 200), np.linspace(0, MOST_BETA, 160))
    rate = factor(lr, beta, widget.kappa)
    with np.errstate(divide="ignore"):
        steps = np.where(
            rate < 1 - 1e-12, np.log(1000) / -np.log(np.minimum(rate, 1 - 1e-12)), np.nan
        )
    with mpl.rc_context(style.RC | {"axes.grid": False}):
        figure = Figure(figsize=(6.4, 3.8))
        ax = figure.subplots()
        ax.set_facecolor("#BEBEBE")
        extent = (0, MOST_LR, 0, MOST_BETA)
        shown = ax.imshow(
            steps,
            extent=extent,
            origin="lower",
            aspect="auto",
            norm=LogNorm(10, 1e4),
            cmap="cividis",
        )
        figure.colorbar(shown, label="steps to a 1,000th of the error")
        ax.plot(widget.lr, widget.beta, "+", color="white", markersize=16, markeredgewidth=4)
        ax.plot(widget.lr, widget.beta, "+", color=style.BLACK, markersize=14, markeredgewidth=2)
        ax.text(3.9, 0.06, "runs away", ha="right")
        ax.set(xlabel="learning rate α", ylabel="β", title=f"Momentum, κ = {widget.kappa}")
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=110)
    return image.getvalue(), round(96 * figure.get_figwidth())

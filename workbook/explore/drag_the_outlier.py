"""Drag the outlier: seven numbers on a line, and the one constant that each loss would answer.

Six numbers stay; the seventh is dragged. All mathematics runs in the page (`drag_the_outlier.js`);
`best_constants` here says the same for the still picture, with the losses of lesson 04.
"""

import io

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from workbook import style
from workbook.explore import page_source, page_style
from workbook.nn.losses import huber_grad

STAYING = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
"""The numbers that cannot be moved; with the dragged one there are seven, an odd count, so that
every loss has exactly one best constant."""

LOW, HIGH = 0.0, 30.0
"""The ends of the line."""

LOSSES = ("square", "absolute", "huber", "quantile")

GOALS = (
    {
        "name": "mean-beyond-the-six",
        "text": "Drag the point until the square's answer is larger than all six other numbers.",
        "lesson": "One point of seven drags the mean as far as it likes. The absolute value's "
        "answer, the median, is still 4.",
    },
    {
        "name": "huber-is-the-mean",
        "text": "With the point between 15 and 20, choose δ so that Huber answers the mean.",
        "lesson": "Where δ is larger than every error, all errors are small: Huber's loss is half "
        "the square everywhere. A small δ makes it act like the absolute value.",
    },
    {
        "name": "quantile-on-the-point",
        "text": "With the point at 15 or beyond, choose τ so that the quantile’s answer is the "
        "dragged point itself.",
        "lesson": "At τ the answer has about a share τ of the numbers below it. Above 6/7 only the "
        "largest number will do: being too low has become so dear that nothing else matters.",
    },
)
"""Challenges by name: what each asks, and what it teaches once met. The page decides when."""


class DragTheOutlier(anywidget.AnyWidget):
    """Show which constant minimises the square, the absolute, Huber's and the quantile loss.

    `dragged` is the place of the point that moves, `delta` Huber's δ, `tau` the quantile's τ, and
    `loss` the loss whose cost is drawn; setting them moves the picture. `goals_met` lists the
    goals (positions in `GOALS`) that have been reached.
    """

    _esm = page_source(__file__)
    _css = page_style(__file__)

    dragged = traitlets.Float(7.0, min=LOW, max=HIGH).tag(sync=True)
    delta = traitlets.Float(4.0, min=0.1, max=15.0).tag(sync=True)
    tau = traitlets.Float(0.8, min=0.05, max=0.95).tag(sync=True)
    loss = traitlets.Enum(LOSSES, "square").tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _staying = traitlets.List(traitlets.Float(), list(STAYING)).tag(sync=True)
    _goals = traitlets.List().tag(sync=True)

    def __init__(self, **kwargs):
        super().__init__(_goals=list(GOALS), **kwargs)
        self.alt = self._described()

    def _described(self):
        """The text alternative: what the still picture shows, in numbers."""
        best = best_constants(self.dragged, self.delta, self.tau)
        return (
            f"The numbers 1 to 6 and a seventh at {self.dragged:g} on a line, and the constant "
            f"that minimises each cost: square {best['square']:.2f}, absolute value "
            f"{best['absolute']:.2f}, Huber with δ = {self.delta:g} {best['huber']:.2f}, quantile "
            f"with τ = {self.tau:g} {best['quantile']:.2f}."
        )

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still(self.dragged, self.delta, self.tau))


def best_constants(dragged, delta, tau):
    """Return the constant that minimises each cost of the seven numbers: {loss: float}."""
    x = np.array([*STAYING, dragged])
    low, high = x.min(), x.max()
    for _ in range(100):  # halving: Huber's slope rises with the constant and crosses 0 once
        middle = (low + high) / 2
        rising = np.sum(huber_grad(x, np.full(x.size, middle), delta)) > 0
        low, high = (low, middle) if rising else (middle, high)
    return {
        "square": float(np.mean(x)),
        "absolute": float(np.median(x)),
        "huber": float(low),
        "quantile": float(np.quantile(x, tau, method="inverted_cdf")),
    }


def _still(dragged, delta, tau):
    """Draw the line and the four answers: (bytes of a PNG, its width in CSS pixels)."""
    best = best_constants(dragged, delta, tau)
    rows = (
        ("square", "the mean", style.BLUE, "s"),
        ("absolute", "the median", style.VERMILLION, "^"),
        ("huber", f"Huber, δ = {delta:g}", style.GREEN, "o"),
        ("quantile", f"quantile, τ = {tau:g}", style.PURPLE, "D"),
    )
    with mpl.rc_context(style.RC):
        figure = Figure(figsize=(7.6, 3.0))
        ax = figure.subplots()
        ax.plot(STAYING, np.zeros(len(STAYING)), "o", color=style.GREY)
        ax.plot(dragged, 0, "o", color=style.BLACK, markersize=11)
        ax.annotate("drag me", (dragged, 0), (0, 10), textcoords="offset points", ha="center")
        for row, (loss, name, colour, marker) in enumerate(rows, start=1):
            ax.plot([best[loss]] * 2, [0, -row], color=colour, linewidth=1)
            ax.plot(best[loss], -row, marker, color=colour, markersize=9)
            ax.annotate(
                f"{name}: {best[loss]:.2f}", (best[loss], -row), (10, 0),
                textcoords="offset points", va="center", color=colour,
            )  # fmt: skip
        ax.set(xlim=(LOW - 0.5, HIGH + 0.5), ylim=(-4.6, 0.9), yticks=[], xlabel="y")
        ax.spines["left"].set_visible(False)
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=120)
    return image.getvalue(), round(96 * figure.get_figwidth())

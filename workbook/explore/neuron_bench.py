"""The neuron bench: one step unit whose weights and bias are dragged until it is a logic gate.

Everything that moves is computed in the page (`neuron_bench.js`): four sums, four answers, a line.
Weights and bias go in steps of a quarter, which floats hold exactly, so that each number on the
screen can be checked by hand.
"""

import io

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from workbook import style
from workbook.explore import page_source, page_style
from workbook.nn import predict

INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
"""The four pairs of inputs, one per row."""

GATES = {
    "AND": (0.0, 0.0, 0.0, 1.0),
    "OR": (0.0, 1.0, 1.0, 1.0),
    "XOR": (0.0, 1.0, 1.0, 0.0),
}
"""The answer that each gate wants to each pair of inputs."""

REACH = 3.0
STEP = 0.25

GOALS = (
    {
        "text": "Get AND to 100 %.",
        "lesson": "Only (1, 1) lies on the side of 1. The bias is the hurdle: one weight alone "
        "does not clear it, both together do.",
    },
    {
        "text": "Now get OR to 100 % by moving the bias alone: the weights stay as they were for "
        "AND.",
        "lesson": "The bias shifts the line and does not turn it. A lower hurdle, and one input is "
        "enough.",
    },
    {
        "text": "Now bring XOR as high as you can. (This is ticked once you have met its best "
        "score in two ways that fail at different points.)",
        "lesson": "No line does it. 75 % is the most. (0, 0) wants b < 0. (0, 1) and (1, 0) want "
        "w₂ + b ≥ 0 and w₁ + b ≥ 0. Add these two: w₁ + w₂ + 2b ≥ 0, so w₁ + w₂ + b ≥ −b > 0. "
        "But (1, 1) wants it below 0.",
    },
)
"""What each goal asks, and what it teaches once it is met; the page knows when that is."""


class NeuronBench(anywidget.AnyWidget):
    """Show one step unit with two inputs: its line, its four answers, and its score as a gate.

    w1, w2, b: weights and bias, from −3 to 3 in steps of a quarter; setting them moves the line.
    gate: "AND", "OR" or "XOR", the answers that are wanted.
    goals_met: the positions in `GOALS` of what has been reached. alt: the text alternative.

    Raises TraitError when a number is out of reach or a gate has another name.
    """

    _esm = page_source(__file__, "neuron_bench_plane", "neuron_bench_unit")
    _css = page_style(__file__)

    w1 = traitlets.Float(1.0, min=-REACH, max=REACH).tag(sync=True)
    w2 = traitlets.Float(-0.5, min=-REACH, max=REACH).tag(sync=True)
    b = traitlets.Float(0.25, min=-REACH, max=REACH).tag(sync=True)
    gate = traitlets.Enum(list(GATES), "AND").tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _inputs = traitlets.List(INPUTS.tolist()).tag(sync=True)
    _gates = traitlets.Dict({name: list(wanted) for name, wanted in GATES.items()}).tag(sync=True)
    _goals = traitlets.List(list(GOALS)).tag(sync=True)

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.alt = self._described()
        self.observe(lambda _: self.set_trait("alt", self._described()), ["w1", "w2", "b", "gate"])

    def score(self, gate):
        """Return how many of the four answers are those of a gate, as a fraction."""
        return float(np.mean(self._answers() == np.array(GATES[gate])))

    def _answers(self):
        return predict(INPUTS, np.array([self.w1, self.w2]), self.b)

    def _described(self):
        """The text alternative: what the static picture shows, in numbers."""
        answers = ", ".join(
            f"({x1:g}, {x2:g}) with {a:g}"
            for (x1, x2), a in zip(INPUTS, self._answers(), strict=True)
        )
        scores = ", ".join(f"{gate} {100 * self.score(gate):.0f} %" for gate in GATES)
        return (
            f"Neuron bench. A step unit with the weights {_signed(self.w1)} and "
            f"{_signed(self.w2)} and the bias {_signed(self.b)} answers {answers}. "
            f"Its score: {scores}."
        )

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still(self))


def _signed(number):
    return f"{number:g}".replace("-", "−")


def _still(bench):
    """Draw the unit's line among the points of each gate: (bytes of a PNG, width in pixels)."""
    plain = {"figure.constrained_layout.use": False, "axes.grid": False}
    with mpl.rc_context(style.RC | plain):
        figure = Figure(figsize=(9.0, 3.3))
        figure.subplots_adjust(left=0.06, right=0.99, top=0.88, bottom=0.15, wspace=0.2)
        for ax, gate in zip(figure.subplots(1, 3, sharey=True), GATES, strict=True):
            _draw_gate(ax, bench, gate)
        figure.axes[0].set_ylabel("x₂")
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=120)
    return image.getvalue(), round(96 * figure.get_figwidth())


def _draw_gate(ax, bench, gate):
    """Draw one gate: the side of 1, and four points, filled where 1 is wanted."""
    side = np.linspace(-0.5, 1.5, 201)
    x1, x2 = np.meshgrid(side, side)
    z = bench.w1 * x1 + bench.w2 * x2 + bench.b
    ax.contourf(x1, x2, z >= 0, levels=[0.5, 1.5], colors=[style.SKY_BLUE], alpha=0.35)
    if bench.w1 or bench.w2:
        ax.contour(x1, x2, z, levels=[0], colors=[style.BLACK], linewidths=2)
    for place, wanted, answer in zip(INPUTS, GATES[gate], bench._answers(), strict=True):
        fill = style.BLUE if wanted else "white"
        ax.plot(*place, "o", markersize=13, markerfacecolor=fill, markeredgecolor=style.BLUE)
        if wanted != answer:
            ax.plot(*place, "x", markersize=24, color=style.VERMILLION, markeredgewidth=2.5)
    ax.set(
        title=f"{gate}: {100 * bench.score(gate):.0f} %", xlabel="x₁", xticks=(0, 1), yticks=(0, 1)
    )

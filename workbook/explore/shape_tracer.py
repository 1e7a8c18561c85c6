"""The shape tracer: a batch steps through a network, and each array's shape is predicted first.

Everything happens in the page (`shape_tracer.js`), the forward pass too: its numbers come from a
formula, so that every network of every size has some, and Python can compute the same ones.
"""

import io
from itertools import pairwise

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook import nn, style
from workbook.explore import page_source, page_style

MOST_SAMPLES, MOST_UNITS, MOST_LAYERS = 12, 8, 4
GAP = 3  # between two arrays of the still picture, in cells

GOALS = (
    {
        "text": "Trace a network from X to Y without a wrong prediction.",
        "lesson": "In (N, D) @ (D, H) the inner sizes meet and vanish; (N, H) is left.",
    },
    {
        "text": "Now change only the number of samples, and trace it again without a wrong one.",
        "lesson": "X, Z and A got other shapes; no W and no b did. Weights never hear how many "
        "samples there are, so a trained network takes a batch of any size.",
    },
    {
        "text": "Trace a network with two hidden layers or more without a wrong prediction.",
        "lesson": "Each W has as many rows as the W before it has columns. That is all that "
        "holds a deep network together.",
    },
)
"""Challenges, in the order in which `goals_met` counts them: what each asks, and what it teaches
once met. The page knows when they are met."""


class ShapeTracer(anywidget.AnyWidget):
    """Step a batch through a network; predict the shape of each array before it is shown.

    sizes: the network's sizes, inputs first and outputs last; 2 to 5 of them, each from 1 to 8.
    n_samples: how many samples the batch has, from 1 to 12.

    Both are also traits: setting them begins a new trace. `right` and `asked` count predictions.

    Raises ValueError where sizes or n_samples do not fit.
    """

    _esm = page_source(__file__, "shape_tracer_drawing")
    _css = page_style(__file__)

    n_samples = traitlets.Int(5, min=1, max=MOST_SAMPLES).tag(sync=True)
    sizes = traitlets.List(
        traitlets.Int(min=1, max=MOST_UNITS), [3, 4, 2], minlen=2, maxlen=MOST_LAYERS + 1
    ).tag(sync=True)
    right = traitlets.Int(0).tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _goals = traitlets.List(list(GOALS)).tag(sync=True)
    _most = traitlets.Dict(
        {"samples": MOST_SAMPLES, "units": MOST_UNITS, "layers": MOST_LAYERS}
    ).tag(sync=True)

    def __init__(self, sizes=(3, 4, 2), n_samples=5, **kwargs):
        try:
            super().__init__(sizes=list(sizes), n_samples=n_samples, **kwargs)
        except (traitlets.TraitError, TypeError):
            raise ValueError(
                f"ShapeTracer takes 2 to {MOST_LAYERS + 1} sizes from 1 to {MOST_UNITS}, such as "
                f"[3, 4, 2], and 1 to {MOST_SAMPLES} samples; not {sizes!r} and {n_samples!r}."
            ) from None
        self.alt = self._described()

    def _described(self):
        """The text alternative: every array of the still picture with its shape."""
        named = ", ".join(
            f"{name} {array.shape}" for name, array in arrays(self.n_samples, self.sizes)
        )
        return (
            f"Shape tracer. A batch of {self.n_samples} goes through a network of sizes "
            f"{', '.join(map(str, self.sizes))}. Its arrays and their shapes: {named}."
        )

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still(self.n_samples, self.sizes))


def arrays(n_samples, sizes):
    """Every array of the forward pass in the order in which it is asked for: [(name, array), …].

    The numbers follow from places alone: entry (i, j) of layer l's W is √(2/D) sin(1 + 2l + 3i +
    5j), entry j of its b is ½ sin(2l + 5j), and X is such a table with l = 0 and factor 1. Hidden
    layers end in ReLU, the output in nothing.
    """
    X, params = _table(0, n_samples, sizes[0]), []
    for layer, (D, H) in enumerate(pairwise(sizes), start=1):
        W = np.sqrt(2 / D) * _table(layer, D, H)
        params.append((W, 0.5 * np.sin(2 * layer + 5 * np.arange(H))))
    last = len(params)
    Y, cache = nn.forward(X, params, [nn.relu] * (last - 1) + [lambda Z: Z])
    found = [("X", X)]
    for layer, ((W, b), (_, Z)) in enumerate(zip(params, cache, strict=True), start=1):
        A = Y if layer == last else cache[layer][0]
        found += zip((f"W{layer}", f"b{layer}", f"Z{layer}"), (W, b, Z), strict=True)
        found.append(("Y" if layer == last else f"A{layer}", A))
    return found


def _table(layer, rows, columns):
    """The numbers of a table (rows, columns), from the places of its entries."""
    return np.sin(1 + 2 * layer + 3 * np.arange(rows)[:, None] + 5 * np.arange(columns))


def _still(n_samples, sizes):
    """Draw every layer as an equation of cells: (bytes of a PNG, its width in CSS pixels)."""
    found = arrays(n_samples, sizes)
    lines = [found[first : first + 5] for first in range(0, len(found) - 1, 4)]
    wide = max(sum(_columns(array) for _, array in line) for line in lines) + 4 * GAP + 3
    tall = max(n_samples, *sizes) + 2
    with mpl.rc_context(style.RC | {"figure.constrained_layout.use": False}):
        figure = Figure(figsize=(0.2 * wide, 0.2 * tall * len(lines)))
        for ax, line in zip(figure.subplots(len(lines), squeeze=False)[:, 0], lines, strict=True):
            left = 0
            for sign, (name, array) in zip(("@", "+", "=", "f →", ""), line, strict=True):
                _draw_cells(ax, left, np.atleast_2d(array))
                ax.text(left, -tall / 2 + 0.9, f"{name} {array.shape}", fontsize=9, weight="bold")
                left += _columns(array) + GAP
                ax.text(left - GAP / 2, 0.5, sign, ha="center", va="center", fontsize=12)
            ax.set(xlim=(-0.5, wide), ylim=(tall / 2 + 0.5, -tall / 2), aspect="equal")
            ax.axis("off")
        figure.subplots_adjust(left=0, right=1, top=1, bottom=0, hspace=0)
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=120)
    return image.getvalue(), round(96 * figure.get_figwidth())


def _columns(array):
    """How many cells wide an array is drawn; its name needs room for about four."""
    return max(4, array.shape[-1])


def _draw_cells(ax, left, table):
    """Draw a table of numbers around the height 0.5: blue above 0, vermilion below."""
    for (row, column), value in np.ndenumerate(table):
        colour = style.BLUE if value > 0 else style.VERMILLION
        shade = (colour, min(1, 0.15 + abs(value) / 1.5)) if value else "white"
        corner = (left + column, row + 0.5 - len(table) / 2)
        ax.add_patch(Rectangle(corner, 0.92, 0.92, facecolor=shade, edgecolor=style.GREY, lw=0.5))

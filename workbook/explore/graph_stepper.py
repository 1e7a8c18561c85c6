"""The graph stepper: go back through a small computation graph, one local derivative at a time.

The graphs and goals are data here; forward values, local derivatives and gradients are computed in
the page (`graph_stepper.js`). Python computes them once more for the still picture.
"""

import io

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from workbook import nn, style
from workbook.explore import page_source, page_style

# A node: its name, where it stands (column, row), and either a starting value with the slider's
# (least, greatest, step), or an operation with its inputs. Inputs come before what is made of them;
# the last node is L. A label is given, so it gets no gradient.
GRAPHS = (
    {
        "name": "product",
        "label": "sum, then product",
        "nodes": (
            {"name": "u", "at": (0, 0), "value": 3.0, "range": (-4, 4, 0.5)},
            {"name": "v", "at": (0, 1), "value": -1.0, "range": (-4, 4, 0.5)},
            {"name": "w", "at": (0, 2), "value": 4.0, "range": (-4, 4, 0.5)},
            {"name": "s", "at": (1.2, 0.5), "op": "add", "inputs": ("u", "v"), "text": "u + v"},
            {"name": "L", "at": (2.4, 1.25), "op": "mul", "inputs": ("s", "w"), "text": "s · w"},
        ),
    },
    {
        "name": "fork",
        "label": "fork: both used twice",
        "nodes": (
            {"name": "u", "at": (0, 0.2), "value": 2.0, "range": (-4, 4, 0.5)},
            {"name": "v", "at": (0, 1.8), "value": 3.0, "range": (-4, 4, 0.5)},
            {"name": "s", "at": (1.3, 0.2), "op": "add", "inputs": ("u", "v"), "text": "u + v"},
            {"name": "q", "at": (1.3, 1.8), "op": "mul", "inputs": ("u", "v"), "text": "u · v"},
            {"name": "L", "at": (2.4, 1), "op": "mul", "inputs": ("s", "q"), "text": "s · q"},
        ),
    },
    {
        "name": "unit",
        "label": "a sigmoid unit with its loss",
        "nodes": (
            {"name": "x", "at": (0, 0), "value": 2.0, "range": (-4, 4, 0.5)},
            {"name": "w", "at": (0, 1), "value": 1.0, "range": (-4, 4, 0.5)},
            {"name": "b", "at": (0, 2), "value": -2.0, "range": (-4, 4, 0.5)},
            {"name": "y", "at": (3, 2), "value": 1.0, "range": (0, 1, 1), "given": True},
            {"name": "q", "at": (1, 0.5), "op": "mul", "inputs": ("w", "x"), "text": "w · x"},
            {"name": "z", "at": (2, 1), "op": "add", "inputs": ("q", "b"), "text": "q + b"},
            {"name": "a", "at": (3, 0.8), "op": "sigmoid", "inputs": ("z",), "text": "σ(z)"},
            {"name": "r", "at": (4, 1.3), "op": "sub", "inputs": ("a", "y"), "text": "a − y"},
            {"name": "L", "at": (5, 1.3), "op": "square", "inputs": ("r",), "text": "r²"},
        ),
    },
)

GOALS = (
    {
        "graph": "product",
        "text": "Sum, then product: find all four local derivatives, with none shown to you.",
        "lesson": "A sum hands on what arrives. A product hands on what arrives times the other "
        "factor. Neither needs to know the rest of the graph.",
    },
    {
        "graph": "fork",
        "text": "Fork: find all six, with none shown to you.",
        "lesson": "u and v each got two contributions, one for each path to L, and they were "
        "added. Whoever writes = for += keeps the last one alone.",
    },
    {
        "graph": "unit",
        "least": {"L": 0.9, "x": 1.0},
        "most": {"w": 0.01},
        "text": "Unit: with x at 1 or more, make the loss larger than 0.9, and ∂L/∂w all the same "
        "smaller than 0.01. (Sliders, then Run to the end.)",
        "lesson": "The unit is saturated. The sigmoid’s slope is nearly 0, and as a factor on the "
        "way back it silences everything behind it, however wrong the answer is.",
    },
)
"""What is to be reached in which graph: to predict every derivative, or, where `least` is there,
values at least so large and gradients at most so large once all steps are done."""

OPERATIONS = {
    "add": (lambda u, v: u + v, lambda u, v: (1.0, 1.0)),
    "sub": (lambda u, v: u - v, lambda u, v: (1.0, -1.0)),
    "mul": (lambda u, v: u * v, lambda u, v: (v, u)),
    "square": (lambda u: u * u, lambda u: (2 * u,)),
    "sigmoid": (lambda z: float(nn.sigmoid(z)), lambda z: (float(nn.sigmoid_grad(z)),)),
}
"""By name: the operation, and its local derivatives."""


class GraphStepper(anywidget.AnyWidget):
    """Step backwards through a computation graph; predict each local derivative before it shows.

    graph: the name of the graph to begin with: "product", "fork" or "unit".
    goals: the graphs whose goals are set; all of them if it is left out. A goal says what can
        happen, so a lesson sets it after the prediction that it would spoil.

    `graph` is the graph that is shown, `values` its starting numbers by name, `done` how many steps
    back were taken, `helped` whether an answer was shown on this way, `goals_met` what was reached.

    Raises ValueError for an unknown graph, here or there.
    """

    _esm = page_source(__file__, "graph_stepper_drawing")
    _css = page_style(__file__)

    graph = traitlets.Unicode().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    done = traitlets.Int(0, min=0).tag(sync=True)
    helped = traitlets.Bool(False).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _graphs = traitlets.List().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)

    def __init__(self, graph="product", goals=None, **kwargs):
        names = [one["name"] for one in GRAPHS]
        goals = names if goals is None else goals
        if unknown := [name for name in (graph, *goals) if name not in names]:
            raise ValueError(
                f"GraphStepper has no graph {unknown[0]!r}: it has {', '.join(names)}."
            )
        super().__init__(
            graph=graph,
            values=kwargs.pop("values", {}) or starting_values(graph),
            _graphs=list(GRAPHS),
            _goals=[goal for goal in GOALS if goal["graph"] in goals],
            **kwargs,
        )
        self.alt = described(graph, self.values)

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, still(self.graph, self.values))


def nodes_of(graph):
    """The nodes of a graph by name, inputs first."""
    (found,) = (one for one in GRAPHS if one["name"] == graph)
    return {node["name"]: node for node in found["nodes"]}


def starting_values(graph):
    """The numbers that a graph begins with, by name."""
    return {name: node["value"] for name, node in nodes_of(graph).items() if "value" in node}


def evaluate(graph, values):
    """Go forward and back: (numbers, local derivatives, gradients of L).

    The first and the last are dicts by name; derivatives have keys (node, input).
    """
    nodes = nodes_of(graph)
    numbers, local = dict(values), {}
    for name, node in nodes.items():
        if "op" in node:
            forward, slopes = OPERATIONS[node["op"]]
            into = [numbers[one] for one in node["inputs"]]
            numbers[name] = forward(*into)
            local |= {(name, one): s for one, s in zip(node["inputs"], slopes(*into), strict=True)}
    gradients = dict.fromkeys(nodes, 0.0) | {"L": 1.0}
    for name in reversed(nodes):
        for one in nodes[name].get("inputs", ()):
            gradients[one] += gradients[name] * local[name, one]
    return numbers, local, gradients


def described(graph, values):
    """The text alternative: what the still picture shows, in numbers."""
    nodes = nodes_of(graph)
    numbers, _, gradients = evaluate(graph, values)
    forward = ", ".join(
        f"{name} = {nodes[name]['text']} = {_number(numbers[name])}"
        if "op" in nodes[name]
        else f"{name} = {_number(numbers[name])}"
        for name in nodes
    )
    back = ", ".join(
        f"{_number(gradients[name])} for {name}"
        for name in reversed(nodes)
        if not nodes[name].get("given")
    )
    return f"A computation graph. Forward: {forward}. Gradients of L, backwards: {back}."


def still(graph, values):
    """Draw a graph with numbers and gradients: (bytes of a PNG, its width in CSS pixels)."""
    with mpl.rc_context(style.RC):
        figure = Figure(figsize=size_of(graph))
        draw_graph(figure, graph, values)
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=120)
    return image.getvalue(), round(96 * figure.get_figwidth())


def size_of(graph):
    """How large a figure of a graph is, in inches."""
    return 1.6 * (1 + max(node["at"][0] for node in nodes_of(graph).values())), 3.4


def draw_graph(figure, graph, values, back=True):
    """Draw a graph with its numbers; with `back`, also local derivatives and gradients."""
    nodes = nodes_of(graph)
    numbers, local, gradients = evaluate(graph, values)
    figure.set_layout_engine("none")
    ax = figure.add_axes((0, 0, 1, 1))
    spots = {name: (node["at"][0], -node["at"][1]) for name, node in nodes.items()}
    boxes = {}
    for name, node in nodes.items():
        words = f"{name} = {node['text']}" if "op" in node else name
        known = back and not node.get("given")
        gradient = f"∂L/∂{name} = {_number(gradients[name])}" if known else None
        words += f"\n{_number(numbers[name])}"
        boxes[name] = draw_node(ax, spots[name], words, gradient)
    for (name, one), slope in local.items():
        shown = back and not nodes[one].get("given")
        # Arrows of the fork cross half way.
        share = 0.36 if graph == "fork" else 0.52
        draw_edge(ax, boxes[one], boxes[name], f"×{_number(slope)}" if shown else None, share=share)
    across, up = zip(*spots.values(), strict=True)
    foot = min(up) - (0.65 if back else 0.4)
    ax.set(xlim=(-0.55, max(across) + 0.55), ylim=(foot, 0.45))
    ax.axis("off")


def _number(value):
    return f"{value:.3g}".replace("-", "−")


def draw_node(ax, at, words, gradient=None):
    """Draw a box with words, and a gradient below it; return the box, for `draw_edge`."""
    box = ax.text(
        *at, words, ha="center", va="center", color=style.BLUE, fontsize=10,
        bbox={"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": style.GREY},
    )  # fmt: skip
    if gradient is not None:
        ax.annotate(
            gradient, at, (0, -25), textcoords="offset points", ha="center", va="top",
            color=style.VERMILLION, fontsize=9, zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip
    return box


def draw_edge(ax, start, end, slope=None, bend=0.0, share=0.36):
    """Draw an arrow from one box to another, with a local derivative unless that is None.

    It begins and ends at the boxes' edges. bend: how far it bows to a side, for a second arrow
    between the same two boxes. share: how far along a straight arrow the derivative stands.
    """
    tail, tip = np.array(start.get_position()), np.array(end.get_position())
    ax.annotate(
        "", tip, tail,
        arrowprops={
            "arrowstyle": "-|>", "color": style.GREY, "patchA": start.get_bbox_patch(),
            "patchB": end.get_bbox_patch(), "shrinkA": 1, "shrinkB": 1,
            "connectionstyle": f"arc3,rad={bend}",
        },
    )  # fmt: skip
    if slope is not None:
        # A bowed arrow passes half of its bend beside the straight way, at a right angle to it.
        aside = 0.5 * bend * np.array([tip[1] - tail[1], tail[0] - tip[0]])
        place = tail + (0.5 if bend else share) * (tip - tail) + aside
        ground = {"boxstyle": "round,pad=0.05", "facecolor": "white", "edgecolor": "none"}
        ax.text(*place, slope, color=style.GREEN, fontsize=9, ha="center", va="center", bbox=ground)

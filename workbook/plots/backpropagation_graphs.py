"""Computation graphs of lesson 06: three that are given, and one that a learner's Values remember.

Each function draws one figure and returns it as a `style.picture`.
"""

import matplotlib.pyplot as plt

from workbook import nn, style
from workbook.explore.graph_stepper import (
    described,
    draw_edge,
    draw_graph,
    draw_node,
    size_of,
    starting_values,
)

style.use()

PLACES = {
    "u": (0, 0.1), "v": (0, -1.9), "q": (1.25, -1.1), "s": (2.5, 0.1), "t": (3.75, 0.1),
    "L": (5, -0.7),
}  # fmt: skip
"""Where the numbers of `remembered` stand."""


def graph(name="unit", back=True):
    """Draw a computation graph: "product", "fork" or "unit"; with `back`, its gradients too."""
    fig = plt.figure(figsize=size_of(name))
    values = starting_values(name)
    draw_graph(fig, name, values, back)
    alt = described(name, values)
    return style.picture(fig, alt if back else alt[: alt.index(" Gradients")])


def remembered(Value):
    """Draw what Values remember of L = t + q with q = u · v, s = q + u, t = s · s, and gradients.

    Value: a class like `nn.Value`. While its methods are unwritten (NotImplementedError),
    `nn.Value` stands in, and the picture says so.
    """
    try:
        named, title = worked_example(Value), "What your Values remember"
    except NotImplementedError:
        named, title = worked_example(nn.Value), "Value is unwritten: drawn with the workbook's"
    fig = plt.figure(figsize=(8.6, 3.9))
    ax = fig.add_axes((0, 0, 1, 0.9))
    fig.set_layout_engine("none")
    boxes = {
        name: draw_node(ax, PLACES[name], f"{name}\n{value.data:g}", f"∂L/∂{name} = {value.grad:g}")
        for name, value in named.items()
    }
    for tail, tip, slope, bend in _edges(named):
        draw_edge(ax, boxes[tail], boxes[tip], f"×{slope:g}", bend)
    ax.set(xlim=(-0.6, 5.6), ylim=(-2.6, 0.6))
    ax.set_title(title)
    ax.axis("off")
    edges = ", ".join(f"{tail} to {tip} with ×{slope:g}" for tail, tip, slope, _ in _edges(named))
    numbers = ", ".join(
        f"{name} = {value.data:g} with gradient {value.grad:g}" for name, value in named.items()
    )
    return style.picture(fig, f"{title}. A computation graph: {numbers}. Arrows: {edges}.")


def worked_example(Value):
    """The Values of the lesson's example by name, after the way back."""
    u, v = Value(2.0), Value(3.0)
    q = u * v
    s = q + u
    t = s * s
    L = t + q
    L.backward()
    return {"u": u, "v": v, "q": q, "s": s, "t": t, "L": L}


def _edges(named):
    """The remembered arrows: (from, to, local derivative, bend); two between the same boxes bow."""
    names = {id(value): name for name, value in named.items()}
    edges = []
    for tip, value in named.items():
        inputs = [names.get(id(one)) for one in value.inputs]
        for place, (tail, slope) in enumerate(zip(inputs, value.local_grads, strict=True)):
            twice = inputs.count(tail) > 1
            if tail is not None:
                edges.append((tail, tip, slope, (0.35, -0.35)[place] if twice else 0.0))
    return edges

"""The computation graph that a learner's own Values remember, of any expression: lesson 06.

`own_graph` calls the expression, goes back through it, and draws what the Values hold: numbers,
local derivatives on the arrows, gradients below the boxes.
"""

import matplotlib.pyplot as plt

from workbook import nn, style
from workbook.explore.graph_stepper import draw_edge, draw_node

style.use()

MOST = 40
"""Values that fit into a picture."""


def own_graph(Value, expression):
    """Draw the graph of an expression, with every Value's number and gradient.

    Value: a class like `nn.Value`. While it is unwritten (NotImplementedError), `nn.Value` stands
    in, and the picture says so. expression: a function Value → {name: Value}; the last one is L,
    from which the way back begins. Values without a name are drawn with their number alone.
    Raises ValueError where it has more than `MOST` Values.
    """
    try:
        named, title = _after_the_way_back(Value, expression), "What your Values remember"
    except NotImplementedError:
        named = _after_the_way_back(nn.Value, expression)
        title = "Value is unwritten: drawn with the workbook's"
    names = {id(value): name for name, value in named.items()}
    values = behind(list(named.values())[-1])
    if len(values) > MOST:
        raise ValueError(f"The graph has {len(values)} Values: a picture holds {MOST}.")
    places = laid_out(values)
    return style.picture(_drawn(values, names, places, title), _described(values, names, title))


def _after_the_way_back(Value, expression):
    """The named Values of an expression, with their gradients."""
    named = expression(Value)
    list(named.values())[-1].backward()
    return named


def behind(last):
    """All Values from which `last` was made, each after its inputs; `last` comes at the end."""
    order, seen, waiting = [], set(), [(last, False)]
    while waiting:  # no recursion: an expression may be a long chain
        value, ready = waiting.pop()
        if ready:
            order.append(value)
        elif id(value) not in seen:
            seen.add(id(value))
            waiting += [(value, True), *((one, False) for one in reversed(value.inputs))]
    return order


def laid_out(values):
    """Where each Value stands, by its id: (column, row); its inputs are to the left of it."""
    depth = {}
    for value in values:
        depth[id(value)] = 1 + max((depth[id(one)] for one in value.inputs), default=-1)
    for value in reversed(values):  # what was given stands beside what it is first used for
        uses = [depth[id(other)] for other in values if any(one is value for one in other.inputs)]
        if not value.inputs and uses:
            depth[id(value)] = min(uses) - 1
    places = {}
    for column in range(max(depth.values()) + 1):
        here = [value for value in values if depth[id(value)] == column]
        wish = {id(value): _mean_row(value, places, k) for k, value in enumerate(here)}
        here.sort(key=lambda value, wish=wish: -wish[id(value)])
        middle = sum(wish.values()) / len(here) + (len(here) - 1) / 2
        for k, value in enumerate(here):
            places[id(value)] = (column, middle - k)
    return places


def _mean_row(value, places, k):
    """The row that a Value would have between its inputs; one of its own where it has none."""
    rows = [places[id(one)][1] for one in value.inputs if id(one) in places]
    return sum(rows) / len(rows) if rows else -float(k)


def _drawn(values, names, places, title):
    """The figure: boxes with numbers and gradients, arrows with local derivatives."""
    columns = [places[id(value)][0] for value in values]
    rows = [places[id(value)][1] for value in values]
    wide, high = max(columns) + 1, max(rows) - min(rows) + 1
    fig = plt.figure(figsize=(1.75 * wide + 0.4, 1.05 * high + 0.7))
    fig.set_layout_engine("none")
    ax = fig.add_axes((0, 0, 1, 1 - 0.4 / (1.05 * high + 0.7)))
    boxes = {}
    for value in values:
        name = names.get(id(value))
        words = f"{name}\n{_short(value.data)}" if name else _short(value.data)
        gradient = f"∂L/∂{name} = " if name else "gradient "
        boxes[id(value)] = draw_node(
            ax, places[id(value)], words, f"{gradient}{_short(value.grad)}"
        )
    for value in values:
        for place, (one, slope) in enumerate(zip(value.inputs, value.local_grads, strict=True)):
            twice = sum(other is one for other in value.inputs) > 1
            bend = (0.35, -0.35)[place % 2] if twice else 0.0
            draw_edge(ax, boxes[id(one)], boxes[id(value)], f"×{_short(slope)}", bend)
    ax.set(xlim=(-0.55, max(columns) + 0.55), ylim=(min(rows) - 0.75, max(rows) + 0.4))
    ax.set_title(title)
    ax.axis("off")
    return fig


def _described(values, names, title):
    """The text alternative: every Value with its number and its gradient, in their order."""
    parts = [
        f"{names.get(id(value), 'an unnamed one')} {_short(value.data)} with gradient "
        f"{_short(value.grad)}"
        for value in values
    ]
    return f"{title}. A computation graph of {len(values)} numbers: {'; '.join(parts)}."


def _short(number):
    return f"{number:.3g}".replace("-", "−")

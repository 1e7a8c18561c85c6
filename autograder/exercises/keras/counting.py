"""`summary`: a row for each layer, and how many numbers a model can learn."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script

LAYERS = """
    class Affine:
        params = ("W", "b")
        def __init__(self, D, units):
            self.units, self.W, self.b = units, np.ones((D, units)), np.zeros(units)
    class Lazy:
        params = ("W", "b")
        def __init__(self, units):
            self.units, self.W, self.b = units, None, None
    class Scale:
        params = ("gamma",)
        def __init__(self, units):
            self.units, self.gamma, self.running = units, np.ones(units), np.zeros(units)
    class Bend:
        params = ()
        def __init__(self, units):
            self.units = units
    class Model:
        def __init__(self, layers):
            self.layers = layers

    model = Model([{layers}])
    summary(model)
"""


def model(*layers: str) -> Call:
    return script(LAYERS.format(layers=", ".join(layers)))


def drawn(*kinds: str):
    """A draw: these layers in this order, with fresh sizes, each taking what is given before."""

    def draw(rng: np.random.Generator) -> Call:
        sizes = rng.integers(2, 9, len(kinds) + 1).tolist()
        layers, D = [], sizes[0]
        for kind, units in zip(kinds, sizes[1:], strict=True):
            units = units if kind in ("Affine", "Lazy") else D
            layers.append(f"Affine({D}, {units})" if kind == "Affine" else f"{kind}({units})")
            D = units
        return model(*layers)

    return draw


summary = Exercise(
    reference=nn.summary,
    statement=(
        "What Keras's summary prints, as data: a row for each layer, and the number of parameters. "
        "It asks each layer for the names of what it learns, whatever layer that is."
    ),
    aspects=[
        Aspect(
            "counts",
            1,
            "a row for each layer: its class, what it gives, the sizes of what it learns; the sum",
            [
                model("Affine(8, 16)", "Affine(16, 8)", "Affine(8, 1)"),
                *confirmed(drawn("Affine", "Affine"), 0),
                *confirmed(drawn("Affine", "Scale", "Affine"), 0),
            ],
        ),
        Aspect(
            "edges",
            1,
            "0 for a layer without parameters, None for one that is not built, and for the total",
            [
                model("Affine(8, 16)", "Bend(16)"),
                model("Bend(3)"),
                model("Lazy(3)", "Affine(3, 1)"),
                *confirmed(drawn("Affine", "Bend", "Affine", "Bend"), 0),
                *confirmed(drawn("Affine", "Lazy", "Bend"), 0),
            ],
        ),
    ],
    hints=[
        'getattr(layer, name) is layer.W where name is "W". layer.params holds the names.',
        "A list of what the layer learns; if one of it is None, the count is None, else the sum of "
        "one.size.",
        "The total is None if None in counts, else sum(counts).",
    ],
)


def rows_of(model, count):
    """A sound summary but for its counting."""
    rows = [(type(layer).__name__, layer.units, count(layer)) for layer in model.layers]
    counts = [row[2] for row in rows]
    return rows, None if None in counts else sum(counts)


@summary.alternative
def with_a_loop(model):
    rows, total = [], 0
    for layer in model.layers:
        count = 0
        for name in layer.params:
            array = getattr(layer, name)
            count = None if array is None or count is None else count + array.size
        rows.append((layer.__class__.__name__, layer.units, count))
        total = None if total is None or count is None else total + count
    return rows, total


@summary.alternative
def with_shapes(model):
    def count(layer):
        arrays = [vars(layer)[name] for name in layer.params]
        if any(array is None for array in arrays):
            return None
        return int(sum(np.prod(np.shape(array)) for array in arrays))

    return rows_of(model, count)


@summary.misconception(
    "counts", "Only the weights were counted; each unit has a bias to learn as well."
)
def counts_no_biases(model):
    def count(layer):
        first = getattr(layer, layer.params[0]) if layer.params else np.zeros(0)
        return None if first is None else first.size

    return rows_of(model, count)


@summary.misconception(
    "counts",
    "len counts rows alone: an array of shape (8, 16) has 8 rows and 128 numbers; take size.",
)
def counts_rows(model):
    def count(layer):
        arrays = [getattr(layer, name) for name in layer.params]
        return None if any(a is None for a in arrays) else sum(len(a) for a in arrays)

    return rows_of(model, count)


@summary.misconception(
    "edges", "A layer that is not built counts as 0 here; nobody knows its size yet: None."
)
def not_built_is_0(model):
    def count(layer):
        arrays = [getattr(layer, name) for name in layer.params]
        return sum(0 if array is None else array.size for array in arrays)

    return rows_of(model, count)


@summary.misconception(
    "edges",
    "Layers without parameters were left out; they have a row as well, with the count 0.",
)
def leaves_out_the_others(model):
    rows, total = nn.summary(model)
    return [row for row in rows if row[2] != 0], total


@summary.misconception("counts", "The number of rows came back in place of the sum of all counts.")
def counts_layers(model):
    rows, total = nn.summary(model)
    return rows, None if total is None else len(rows)

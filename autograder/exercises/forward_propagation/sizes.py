"""Exercises on a network's sizes: the shapes that follow from them, and the parameters."""

from itertools import pairwise
from operator import index

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import some_sizes


def shapes_of(length: int):
    """A function that draws a number of samples and the sizes of a network."""

    def draw(rng: np.random.Generator) -> Call:
        return call(int(rng.integers(10, 60)), some_sizes(rng, length))

    return draw


def summary(value, call: Call) -> list[str]:
    """One line per layer, which is easier to compare than shapes within lists within lists."""
    return [
        " ".join(f"{name} {shape_text(s)}" for name, s in zip("WbZ", layer, strict=True))
        for layer in value
    ]


def shape_text(shape) -> str:
    """A shape as Python writes it; TypeError where it does not consist of integers."""
    return str(tuple(index(length) for length in shape))


layer_shapes = Exercise(
    reference=nn.layer_shapes,
    summary=summary,
    statement="The shapes of W, b and Z in every layer of a network, from its sizes alone.",
    aspects=[
        Aspect(
            "values",
            1,
            "W is (inputs, units), b (units,), Z (samples, units)",
            [call(5, [3, 4, 2]), shapes_of(3)],
        ),
        Aspect(
            "depth",
            0.5,
            "one entry per layer with weights: for one such layer, for many, for a single sample",
            [shapes_of(2), shapes_of(5), call(1, [2, 6, 3])],
        ),
        Aspect(
            "pure", 0.5, "leaves sizes as it was", [call(7, [4, 2, 3]), shapes_of(4)], pure=True
        ),
    ],
    hints=[
        "[3, 4, 2] has three sizes. Between which of them lie weights?",
        "Take neighbours: (3, 4), then (4, 2). Each pair is the shape of one W.",
        "for D, H in pairwise(sizes): W is (D, H), b is (H,), and Z is (n_samples, H).",
    ],
)


@layer_shapes.misconception(
    "values",
    "Each W is turned round: rows are inputs and columns are units, (D, H), so that X @ W fits.",
)
def weights_transposed(n_samples, sizes):
    pairs = pairwise(sizes)
    return [((H, D), (H,), (n_samples, H)) for D, H in pairs]


@layer_shapes.misconception(
    "values", "Z is turned round: samples are rows and units are columns, (N, H)."
)
def samples_in_columns(n_samples, sizes):
    return [(W, b, (b[0], n_samples)) for W, b, _ in nn.layer_shapes(n_samples, sizes)]


@layer_shapes.misconception(
    "values", "There is one bias for each unit of the layer, not one for each of its inputs."
)
def bias_for_each_input(n_samples, sizes):
    return [(W, (W[0],), Z) for W, _, Z in nn.layer_shapes(n_samples, sizes)]


@layer_shapes.misconception(
    "values",
    "The shape of b came as a plain number. A tuple of one number has a comma, `(H,)`; `(H)` is "
    "only H in brackets.",
)
def bias_without_its_comma(n_samples, sizes):
    return [(W, b[0], Z) for W, b, Z in nn.layer_shapes(n_samples, sizes)]


@layer_shapes.misconception(
    "values",
    "In this course b is a vector, (H,); with a second axis it is a table, and adds otherwise.",
)
def bias_as_a_row(n_samples, sizes):
    return [(W, (1, *b), Z) for W, b, Z in nn.layer_shapes(n_samples, sizes)]


@layer_shapes.misconception(
    "values",
    "In this course b is a vector, (H,); a column (H, 1) belongs to the style with samples in "
    "columns.",
)
def bias_as_a_column(n_samples, sizes):
    return [(W, (*b, 1), Z) for W, b, Z in nn.layer_shapes(n_samples, sizes)]


@layer_shapes.misconception(
    "values",
    "The number of samples has got into W; weights belong to the network and never see the "
    "size of the batch.",
)
def weights_hold_the_batch(n_samples, sizes):
    return [((n_samples, *b), b, Z) for _, b, Z in nn.layer_shapes(n_samples, sizes)]


@layer_shapes.misconception(
    "values",
    "There is one entry too many: the inputs compute nothing, so they have no weights (and "
    "sizes[-1] is the last size, not the one before the first).",
)
def inputs_counted_as_a_layer(n_samples, sizes):
    return [((sizes[i - 1], H), (H,), (n_samples, H)) for i, H in enumerate(sizes)]


@layer_shapes.misconception(
    "values", "The last layer is missing: the output layer has weights too, len(sizes) − 1 in all."
)
def without_the_output_layer(n_samples, sizes):
    return nn.layer_shapes(n_samples, sizes)[: max(1, len(sizes) - 2)]


@layer_shapes.misconception(
    "values",
    "Every layer was joined to the inputs; each one takes the outputs of the layer before it.",
)
def all_joined_to_the_inputs(n_samples, sizes):
    return [((sizes[0], H), (H,), (n_samples, H)) for H in sizes[1:]]


@layer_shapes.misconception(
    "pure", "`sizes.pop(0)` takes the entry out of the caller's list; read it by its index instead."
)
def pops_the_sizes(n_samples, sizes):
    found, D = [], sizes.pop(0)
    for H in sizes:
        found.append(((D, H), (H,), (n_samples, H)))
        D = H
    return found


@layer_shapes.alternative
def by_index(n_samples, sizes):
    found = []
    for i in range(1, len(sizes)):
        found.append(((sizes[i - 1], sizes[i]), (sizes[i],), (n_samples, sizes[i])))
    return found


@layer_shapes.alternative
def by_making_the_arrays(n_samples, sizes):
    A, found = np.zeros((n_samples, sizes[0])), []
    for H in sizes[1:]:
        W, b = np.zeros((A.shape[1], H)), np.zeros(H)
        A = A @ W + b
        found.append([W.shape, b.shape, A.shape])
    return found


@layer_shapes.alternative
def numpy_integers(n_samples, sizes):
    inputs, units = np.array(sizes)[:-1], np.array(sizes)[1:]
    return [((D, H), (H,), (n_samples, H)) for D, H in zip(inputs, units, strict=True)]


def sizes_of(length: int):
    """A function that draws the sizes of a network."""
    return lambda rng: call(some_sizes(rng, length))


count_params = Exercise(
    reference=nn.count_params,
    statement="How many weights and biases has a network? Both are learnt, so both count.",
    aspects=[
        Aspect(
            "values",
            1,
            "a weight for each connection, a bias for each unit that computes",
            [call([3, 4, 2]), call([8, 16, 8, 1]), sizes_of(3)],
        ),
        Aspect(
            "depth",
            0.5,
            "for one layer of weights, and for many",
            [sizes_of(2), *confirmed(sizes_of(6), 0)],
        ),
        Aspect("pure", 0.5, "leaves sizes as it was", [call([5, 2, 7]), sizes_of(4)], pure=True),
    ],
    hints=[
        "A layer has 3 inputs and 4 units. How many connections? How many biases?",
        "For neighbours D and H: D · H weights and H biases. Then add up over the layers.",
        "sum(D * H + H for D, H in pairwise(sizes))",
    ],
)


def weights_in(sizes):
    return sum(D * H for D, H in pairwise(sizes))


@count_params.misconception(
    "values", "These are the weights alone; each unit that computes has a bias besides."
)
def forgets_the_biases(sizes):
    return weights_in(sizes)


@count_params.misconception(
    "values", "The inputs were given biases; they compute nothing and have none."
)
def biases_for_the_inputs(sizes):
    return weights_in(sizes) + sum(sizes)


@count_params.misconception("values", "A layer has one bias for each of its units, not one in all.")
def one_bias_per_layer(sizes):
    return weights_in(sizes) + len(sizes) - 1


@count_params.misconception(
    "values", "Each layer was given a bias for every input; biases belong to its units."
)
def one_bias_per_input(sizes):
    return weights_in(sizes) + sum(sizes[:-1])


@count_params.misconception(
    "values", "Each connection was given a bias of its own; a bias belongs to a unit."
)
def one_bias_per_connection(sizes):
    return 2 * weights_in(sizes)


@count_params.misconception(
    "values", "These are the units; the parameters sit on the connections and in the units."
)
def counts_the_units(sizes):
    return sum(sizes)


@count_params.misconception(
    "values",
    "All sizes were multiplied with one another; multiply neighbours only, and add up the layers.",
)
def multiplies_all_sizes(sizes):
    return int(np.prod(sizes))


@count_params.misconception(
    "values", "Only the first layer was counted; add up all of them, the output layer too."
)
def first_layer_alone(sizes):
    return sizes[0] * sizes[1] + sizes[1]


@count_params.misconception(
    "pure", "`sizes.pop(0)` takes the entry out of the caller's list; read it by its index instead."
)
def uses_the_sizes_up(sizes):
    count, D = 0, sizes.pop(0)
    for H in sizes:
        count += (D + 1) * H
        D = H
    return count


@count_params.alternative
def index_by_index(sizes):
    count = 0
    for i in range(len(sizes) - 1):
        count += (sizes[i] + 1) * sizes[i + 1]
    return count


@count_params.alternative
def from_arrays(sizes):
    pairs = pairwise(sizes)
    return sum(np.zeros((D, H)).size + np.zeros(H).size for D, H in pairs)


@count_params.alternative
def with_numpy(sizes):
    sizes = np.array(sizes)
    return np.sum(sizes[:-1] * sizes[1:]) + np.sum(sizes[1:])

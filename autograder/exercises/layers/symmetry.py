"""How many different units a layer has."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import numbers


def copies(D: int, H: int, kinds: int):
    """A layer of H units of which only `kinds` differ."""

    def draw(rng: np.random.Generator) -> Call:
        which = rng.permutation(np.arange(H) % kinds)
        W, b = numbers(rng, D, kinds), numbers(rng, kinds)
        return call(W[:, which], b[which])

    return draw


def same_weights(rng: np.random.Generator) -> Call:
    """Equal columns; the biases alone tell some of the units apart."""
    column, biases = numbers(rng, 2, 1), rng.permutation([0.5, -1.0, 0.25])
    return call(np.repeat(column, 4, axis=1), np.append(biases, biases[0]))


distinct_units = Exercise(
    reference=nn.distinct_units,
    statement="Count the different units of a layer: how wide is it really?",
    aspects=[
        Aspect(
            "weights",
            0.5,
            "units with equal weights and biases count once",
            [
                call(np.array([[1.0, 2.0, 1.0], [3.0, 3.0, 3.0]]), np.zeros(3)),
                call(np.array([[1.0, 2.0], [2.0, 1.0]]), np.zeros(2)),
                call(np.zeros((2, 4)), np.zeros(4)),
                copies(2, 6, 3),
                copies(3, 5, 4),
            ],
        ),
        Aspect(
            "biases",
            0.5,
            "another bias makes another unit",
            [
                call(np.ones((2, 3)), np.array([0.0, 1.0, 0.0])),
                # two kinds of columns and two biases, and all four pairs of them
                call(np.array([[1.0, 1.0, 2.0, 2.0]]), np.array([0.0, 1.0, 0.0, 1.0])),
                same_weights,
            ],
            pure=True,
        ),
    ],
    hints=[
        "A unit is a column of W together with its entry of b. How do you find out how many "
        "columns differ?",
        "np.unique(M, axis=1) keeps each column of M once. Put b below W with np.vstack([W, b]).",
    ],
)


@distinct_units.misconception(
    "weights", "The rows of W belong to inputs; units are its columns: axis=1."
)
def counts_the_inputs(W, b):
    return len(np.unique(W, axis=0))


@distinct_units.misconception(
    "weights",
    "Different numbers were counted; what is compared are whole columns.",
)
def counts_the_numbers(W, b):
    return len(np.unique(np.vstack([W, b])))


@distinct_units.misconception(
    "weights", "This is the layer's width H; units that are the same count once."
)
def counts_all_units(W, b):
    return W.shape[1]


@distinct_units.misconception(
    "weights",
    "This counts how many more than one there are; a layer of equal units has one, not none.",
)
def one_too_few(W, b):
    return nn.distinct_units(W, b) - 1


@distinct_units.misconception(
    "weights",
    "Units were compared by the sum of their weights; different columns can have the same sum.",
)
def compares_sums(W, b):
    return len(np.unique((W.sum(axis=0) + b).round(9)))


@distinct_units.misconception(
    "biases",
    "The biases were left out: two units with equal weights and different biases answer "
    "differently.",
)
def weights_alone(W, b):
    return np.unique(W, axis=1).shape[1]


@distinct_units.alternative
def with_unique(W, b):
    return np.unique(np.vstack([W, b]), axis=1).shape[1]


@distinct_units.alternative
def by_comparing_all(W, b):
    units = np.vstack([W, b]).T.tolist()
    return sum(unit not in units[:i] for i, unit in enumerate(units))


@distinct_units.misconception(
    "biases",
    "Columns and biases were counted apart; two units are the same where both are the same, so "
    "count the pairs.",
)
def counts_them_apart(W, b):
    return max(np.unique(W, axis=1).shape[1], len(np.unique(b)))


@distinct_units.misconception(
    "weights",
    "Each unit was compared with its neighbour alone; the same unit may stand anywhere.",
)
def beside_its_neighbour(W, b):
    M = np.vstack([W, b])
    return 1 + int(np.any(M[:, 1:] != M[:, :-1], axis=0).sum())

"""`class_weights`: the same say for every class."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call


def drawn(*classes: int):
    """A draw: labels of these classes, each another number of times, the last one first."""

    def draw(rng: np.random.Generator) -> Call:
        sizes = rng.permutation([2, 4, 9, 6, 13][: len(classes)])
        y = rng.permutation(np.repeat(classes, sizes))
        first = np.flatnonzero(y == classes[-1])[0]
        y[[0, first]] = y[[first, 0]]
        return call(y)

    return draw


class_weights = Exercise(
    reference=nn.class_weights,
    statement="Find weights with which every class counts as much as any other.",
    aspects=[
        Aspect(
            "values",
            0.75,
            "N / (K n) for each class, in the order of the sorted classes",
            [
                call(np.array([0, 0, 0, 1])),
                call(np.array([1, 1, 0, 1])),
                drawn(0, 1),
                drawn(0, 1, 2),
            ],
        ),
        Aspect(
            "any labels",
            0.25,
            "labels that begin elsewhere, with gaps; a single class; y is left as it was",
            [
                call(np.array([7, 2, 7, 5, 7, 2])),
                drawn(2, 5, 7),
                drawn(-1, 1),
                call(np.array([4, 4, 4])),
            ],
            pure=True,
        ),
    ],
    hints=[
        "np.unique(y, return_counts=True) gives the sorted classes and how often each occurs.",
        "N is len(y), K the number of classes, n the array of counts: the formula gives all "
        "weights at once.",
    ],
)


def counts(y):
    return np.unique(y, return_counts=True)[1]


@class_weights.misconception(
    "values", "These are the shares of the classes: the rare class would count even less. Invert."
)
def shares(y):
    return counts(y) / len(y)


@class_weights.misconception(
    "values", "K is missing: N / n is right up to a factor, and the mean weight is to be 1."
)
def without_the_number_of_classes(y):
    return len(y) / counts(y)


@class_weights.misconception(
    "values",
    "The weights were scaled to sum to 1; “balanced” means that their mean over all samples is 1.",
)
def scaled_to_sum_to_1(y):
    return (1 / counts(y)) / np.sum(1 / counts(y))


@class_weights.misconception(
    "values", "There is one weight per sample here; one per class was asked for."
)
def one_for_each_sample(y):
    return nn.class_weights(y)[np.unique(y, return_inverse=True)[1]]


@class_weights.misconception(
    "values",
    "The classes stand in the order in which they occur; np.unique would sort them.",
)
def in_order_of_appearance(y):
    classes = list(dict.fromkeys(y.tolist()))
    return np.array([len(y) / (len(classes) * np.sum(y == c)) for c in classes])


@class_weights.misconception(
    "values",
    "This is the dict that Keras's class_weight takes; here an array was asked for, in the order "
    "of the classes.",
)
def as_a_dict(y):
    return dict(zip(np.unique(y).tolist(), nn.class_weights(y).tolist(), strict=True))


@class_weights.misconception(
    "any labels",
    "The classes were counted as 0, 1, …, max(y); the labels need not begin at 0, and may have "
    "gaps.",
)
def counts_from_zero(y):
    n = np.array([np.sum(y == c) for c in range(max(y) + 1)])
    with np.errstate(divide="ignore"):
        return len(y) / (len(n) * n)


@class_weights.alternative
def class_by_class(y):
    classes = sorted(set(y.tolist()))
    return np.array([y.size / len(classes) / np.count_nonzero(y == c) for c in classes])


@class_weights.alternative
def mean_over_count(y):
    n = counts(y)
    return n.mean() / n


@class_weights.misconception(
    "values",
    "The classes stand in the order of how often they occur, as Counter.most_common gives them; "
    "sort them by their label.",
)
def commonest_first(y):
    classes, n = np.unique(y, return_counts=True)
    first = [np.flatnonzero(y == c)[0] for c in classes]
    return nn.class_weights(y)[np.lexsort((first, -n))]


@class_weights.misconception(
    "values", "N is missing: 1 / n, or 1 / (K n), makes rare classes heavy; the mean is to be 1."
)
def one_over_the_count(y):
    return 1 / counts(y)


@class_weights.misconception("values", "`//` drops what is behind the point: divide with `/`.")
def whole_numbers_alone(y):
    n = counts(y)
    return len(y) // (len(n) * n)


@class_weights.misconception(
    "values",
    "Each class was compared with the most common one; compare with the mean count, N / K.",
)
def against_the_commonest(y):
    n = counts(y)
    return n.max() / n


@class_weights.misconception(
    "values",
    "Brackets are missing: `N / K * n` multiplies by n; it is N / (K * n).",
)
def times_the_count(y):
    n = counts(y)
    return len(y) / len(n) * n

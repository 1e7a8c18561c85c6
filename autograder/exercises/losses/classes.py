"""One class among several: one-hot rows, and cross-entropy from probabilities."""

import math

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import one_hot_rows
from .wording import OWN_FLOOR, SUM_NOT_MEAN


def labels(n: int, k: int):
    """Draw n labels among k classes that neither are all equal nor hold the last class."""

    def draw(rng: np.random.Generator) -> Call:
        drawn = rng.integers(0, k, n)
        drawn[:2] = [1, 0]
        return call(drawn, k)

    return draw


def without_the_last(rng: np.random.Generator) -> Call:
    k = int(rng.integers(4, 6))
    return call(rng.integers(0, k - 1, 3), k)


one_hot = Exercise(
    reference=nn.one_hot,
    statement="Turn class numbers into rows of zeros with a single 1.",
    aspects=[
        Aspect(
            "values",
            0.5,
            "row n has its 1 in column labels[n]",
            [call(np.array([2, 0]), 3), *confirmed(labels(5, 3), 0)],
        ),
        Aspect(
            "shape",
            0.5,
            "(N, n_classes), also when some classes do not occur, and for an empty batch",
            [
                call(np.array([0, 0]), 3),
                call(np.array([1]), 4),
                *confirmed(without_the_last, 0),
                call(np.zeros(0, dtype=int), 2),
            ],
        ),
    ],
    hints=[
        "Write the rows for the labels 2 and 0 among three classes by hand.",
        "Start with zeros of shape (N, n_classes). Which entry of row n becomes 1?",
        "`Y[np.arange(N), labels] = 1` pairs every row with its column. Or look at the rows of "
        "`np.eye(n_classes)`.",
    ],
)


@one_hot.misconception(
    "values", "Classes are counted from 0: label 0 has its 1 in the first column, column 0."
)
def counts_from_one(labels, n_classes):
    return np.eye(n_classes)[labels - 1]


@one_hot.misconception(
    "values",
    "`Y[:, labels] = 1` fills whole columns; pair each row with its column: "
    "`Y[np.arange(N), labels] = 1`.",
)
def fills_whole_columns(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    Y[:, labels] = 1
    return Y


@one_hot.misconception(
    "values", "The table is turned round: samples go down the rows, classes along the columns."
)
def classes_down_the_rows(labels, n_classes):
    return np.eye(n_classes)[:, labels]


@one_hot.misconception(
    "values", "These are True and False; multiply by 1.0 or start from `np.zeros` to get numbers."
)
def true_and_false(labels, n_classes):
    return labels[:, np.newaxis] == np.arange(n_classes)


@one_hot.misconception(
    "values", "The label itself stands in its column; a 1 is wanted there, whatever the label."
)
def label_for_one(labels, n_classes):
    return np.eye(n_classes)[labels] * labels[:, np.newaxis]


@one_hot.misconception(
    "shape",
    "The number of classes is taken from the largest label, and the last class may be missing "
    "from a batch; use n_classes.",
)
def classes_from_the_labels(labels, n_classes):
    return np.eye(np.max(labels, initial=0) + 1)[labels]


@one_hot.alternative
def pairs_rows_and_columns(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    Y[np.arange(len(labels)), labels] = 1
    return Y


@one_hot.alternative
def by_comparison(labels, n_classes):
    return (labels.reshape(-1, 1) == np.arange(n_classes)) * 1.0


@one_hot.alternative
def in_a_loop(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    for row, label in enumerate(labels):
        Y[row][label] = 1
    return Y


def rows_of_probabilities(n: int, k: int):
    def draw(rng: np.random.Generator) -> Call:
        P = rng.dirichlet(np.ones(k) * 2, n).round(2).clip(0.02)
        Y = one_hot_rows(rng, n, k)
        Y[0] = np.eye(k)[np.argmin(P[0])]  # one sample whose class looked least likely
        return call(Y, P)

    return draw


QUARTER = call(np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]]))
TWO_SAMPLES = call(
    np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]), np.array([[0.2, 0.5, 0.3], [0.1, 0.2, 0.7]])
)

cross_entropy = Exercise(
    reference=nn.cross_entropy,
    statement="The cost of probabilities for one class among several: −ln of the true class's.",
    aspects=[
        Aspect(
            "values",
            1,
            "for each sample −Σ_k y_k ln p_k; then the mean over the samples",
            [QUARTER, TWO_SAMPLES, rows_of_probabilities(4, 3)],
        ),
        Aspect(
            "edges",
            0.5,
            "finite for p = 0 and p = 1, without a warning; follows `floor`",
            [
                call(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.0, 1.0], [0.0, 1.0]])),
                call(np.array([[1.0, 0.0, 0.0]]), np.array([[0.5, 0.5, 0.0]])),
                call(np.array([[1.0, 0.0, 0.0]]), np.array([[0.05, 0.35, 0.6]]), 0.1),
                call(np.array([[0.0, 1.0, 0.0]]), np.array([[0.05, 0.35, 0.6]]), 0.1),
            ],
            quiet=True,
        ),
        Aspect(
            "shape",
            0.5,
            "any number of samples and classes, one sample too",
            [*confirmed(rows_of_probabilities(5, 2), 1), rows_of_probabilities(1, 4)],
        ),
    ],
    hints=[
        "Three classes got 0.2, 0.5 and 0.3; the second was true. Which number enters the cost?",
        "y is 1 for the true class and 0 for the others: y · ln p leaves one logarithm per row.",
        "Add up over the classes, divide by the number of *samples*; `np.maximum(y_pred, floor)` "
        "before the logarithm.",
    ],
)


def _log(p, floor):
    return np.log(np.maximum(p, floor))


@cross_entropy.misconception(
    "values",
    "This is the mean over all N · K entries; the K entries of a sample are added up, and the "
    "mean is over the N samples.",
)
def mean_over_the_classes_too(y_true, y_pred, floor=1e-12):
    return -np.mean(y_true * _log(y_pred, floor))


@cross_entropy.misconception(
    "values", "The minus is missing: logarithms of probabilities are negative, and a cost is not."
)
def negative_cost(y_true, y_pred, floor=1e-12):
    return np.sum(y_true * _log(y_pred, floor)) / len(y_true)


@cross_entropy.misconception("values", SUM_NOT_MEAN)
def adds_the_samples(y_true, y_pred, floor=1e-12):
    return -np.sum(y_true * _log(y_pred, floor))


@cross_entropy.misconception(
    "values",
    "y_true and y_pred have changed places: the logarithm is taken of the *predicted* probability.",
)
def logarithm_of_the_rows(y_true, y_pred, floor=1e-12):
    return -np.sum(y_pred * _log(y_true, floor)) / len(y_true)


@cross_entropy.misconception(
    "values",
    "The binary formula charges the other classes as well, by −ln(1 − p); with one class of "
    "several only the true one counts.",
)
def binary_formula(y_true, y_pred, floor=1e-12):
    p = np.clip(y_pred, floor, 1 - floor)
    return -np.sum(y_true * np.log(p) + (1 - y_true) * np.log(1 - p)) / len(y_true)


@cross_entropy.misconception(
    "values",
    "This is −ln of the class that looked most likely; the cost looks at the class that is *true*.",
)
def class_that_looked_best(y_true, y_pred, floor=1e-12):
    return -np.mean(_log(y_pred.max(axis=1), floor))


@cross_entropy.misconception(
    "values", "One number for each sample came out; the cost is their mean."
)
def loss_of_each_sample(y_true, y_pred, floor=1e-12):
    return -np.sum(y_true * _log(y_pred, floor), axis=1)


@cross_entropy.misconception(
    "edges", "The formula is right, but ln 0 is −∞, and 0 · ∞ is nan; keep p from below floor."
)
def no_floor(y_true, y_pred, floor=1e-12):
    return -np.sum(y_true * np.log(y_pred)) / len(y_true)


@cross_entropy.misconception(
    "edges",
    "floor is added to every p, also to those that need none; `np.maximum(y_pred, floor)` raises "
    "only what is below it.",
)
def adds_to_every_probability(y_true, y_pred, floor=1e-12):
    return -np.sum(y_true * np.log(y_pred + floor)) / len(y_true)


@cross_entropy.misconception("edges", OWN_FLOOR)
def raises_to_a_floor_of_its_own(y_true, y_pred, floor=1e-12):
    return -np.sum(y_true * np.log(np.maximum(y_pred, 1e-15))) / len(y_true)


@cross_entropy.misconception(
    "edges",
    "1e-8 is added to every p, also to those that need none; `np.maximum(y_pred, floor)` raises "
    "only what is below the floor that was handed in.",
)
def adds_a_little_of_its_own(y_true, y_pred, floor=1e-12):
    return -np.sum(y_true * np.log(y_pred + 1e-8)) / len(y_true)


@cross_entropy.misconception("edges", OWN_FLOOR)
def clips_where_keras_does(y_true, y_pred, floor=1e-12):
    return -np.sum(y_true * np.log(np.maximum(y_pred, 1e-7))) / len(y_true)


@cross_entropy.alternative
def picks_the_true_class(y_true, y_pred, floor=1e-12):
    rows = np.arange(len(y_true))
    p = y_pred[rows, y_true.argmax(axis=1)]
    return -np.log(np.clip(p, floor, 1)).mean()


@cross_entropy.alternative
def with_einsum(y_true, y_pred, floor=1e-12):
    return np.mean(np.einsum("nk,nk->n", y_true, -np.log(np.maximum(y_pred, floor))))


@cross_entropy.alternative
def row_after_row(y_true, y_pred, floor=1e-12):
    losses = []
    for y, p in zip(y_true, y_pred, strict=True):
        losses.append(-sum(a * math.log(max(b, floor)) for a, b in zip(y, p, strict=True)))
    return sum(losses) / len(losses)


@cross_entropy.misconception("values", "A softmax is built in; y_pred are probabilities already.")
def softmax_once_more(y_true, y_pred, floor=1e-12):
    return nn.softmax_cross_entropy(y_true, y_pred)


@cross_entropy.misconception(
    "values",
    "The logarithm was taken of the mean; it is the mean of the logarithms: ln for each sample "
    "first.",
)
def logarithm_of_the_mean(y_true, y_pred, floor=1e-12):
    p = np.maximum(np.sum(y_true * y_pred, axis=1), floor)
    return float(-np.log(np.mean(p)))

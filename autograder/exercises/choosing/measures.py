"""`precision_recall_f1`: three measures that a rare class cannot hide from."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call


def drawn(rng: np.random.Generator) -> Call:
    """Labels and predictions in which all four cases occur, each another number of times."""
    tp, fp, fn, tn = rng.permutation([2, 3, 5, 7])
    y_true = np.repeat([1, 0, 1, 0], [tp, fp, fn, tn])
    y_pred = np.repeat([1, 1, 0, 0], [tp, fp, fn, tn])
    order = rng.permutation(len(y_true))
    return call(y_true[order], y_pred[order])


def none_found(rng: np.random.Generator) -> Call:
    """Ones that are all missed: 0 / 0 for precision alone."""
    y_true = rng.permutation(np.repeat([0, 1], [5, 3]))
    return call(y_true, np.zeros(8, int))


precision_recall_f1 = Exercise(
    reference=nn.precision_recall_f1,
    statement="Count hits, false alarms and misses of class 1; return three measures.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "precision, recall and F1 of class 1, in this order",
            [
                call(np.array([1, 1, 1, 0, 0]), np.array([1, 0, 0, 1, 0])),
                call(np.array([1, 0, 1, 1]), np.array([1, 0, 1, 1])),  # all right
                call(np.array([1]), np.array([1])),
                call(np.array([1, 0, 0]), np.array([1, 1, 1])),  # more false alarms than hits
                call(np.array([1, 1, 1]), np.array([1, 0, 0])),  # more misses than hits
                drawn,
                drawn,
            ],
        ),
        Aspect(
            "nothing found",
            0.5,
            "0.0 where a fraction is 0 / 0, without a warning: none predicted, none there, neither",
            [
                none_found,
                call(np.array([0, 0, 0]), np.array([0, 1, 1])),
                call(np.array([0, 0]), np.array([0, 0])),
                call(np.array([1, 0]), np.array([0, 1])),
                call(np.zeros(0, int), np.zeros(0, int)),
            ],
            pure=True,
            quiet=True,
        ),
    ],
    hints=[
        "Three counts are enough: np.sum((y_true == 1) & (y_pred == 1)) is the first of them.",
        "A false alarm is a 0 that was called 1; a miss is a 1 that was called 0. Which of them "
        "belongs to precision?",
        "tp / (tp + fp) if tp + fp > 0 else 0.0, and likewise for the others; floats at the end.",
    ],
)


def counts(y_true, y_pred):
    """TP, FP, FN and TN as Python integers."""
    pairs = [(1, 1), (0, 1), (1, 0), (0, 0)]
    return [int(np.sum((y_true == t) & (y_pred == p))) for t, p in pairs]


def ratio(part, whole, empty=0.0):
    return part / whole if whole else empty


def measures(y_true, y_pred):
    tp, fp, fn, _ = counts(y_true, y_pred)
    return ratio(tp, tp + fp), ratio(tp, tp + fn), ratio(2 * tp, 2 * tp + fp + fn)


@precision_recall_f1.misconception(
    "values",
    "Precision and recall changed places: precision divides by all that was *called* 1, recall by "
    "all that *is* 1.",
)
def changed_places(y_true, y_pred):
    precision, recall, f1 = measures(y_true, y_pred)
    return recall, precision, f1


@precision_recall_f1.misconception(
    "values", "F1 is the harmonic mean, 2 p r / (p + r); (p + r) / 2 forgives a bad one of the two."
)
def arithmetic_mean(y_true, y_pred):
    precision, recall, _ = measures(y_true, y_pred)
    return precision, recall, (precision + recall) / 2


@precision_recall_f1.misconception(
    "values", "The first number is the accuracy, which also counts the zeros that were right."
)
def accuracy_for_precision(y_true, y_pred):
    _, recall, f1 = measures(y_true, y_pred)
    return ratio(int(np.sum(y_true == y_pred)), len(y_true)), recall, f1


@precision_recall_f1.misconception(
    "values", "These are the measures of class 0; here class 1 is the one to be found."
)
def looks_at_class_0(y_true, y_pred):
    return measures(1 - y_true, 1 - y_pred)


@precision_recall_f1.misconception(
    "values",
    "The second number is the share of zeros that were right (specificity); recall is the share of "
    "ones that were found.",
)
def specificity_for_recall(y_true, y_pred):
    precision, _, f1 = measures(y_true, y_pred)
    _, fp, _, tn = counts(y_true, y_pred)
    return precision, ratio(tn, tn + fp), f1


@precision_recall_f1.misconception(
    "values", "The 2 is missing in F1: p r / (p + r) is at most one half."
)
def half_of_f1(y_true, y_pred):
    precision, recall, f1 = measures(y_true, y_pred)
    return precision, recall, f1 / 2


@precision_recall_f1.misconception(
    "nothing found",
    "0 / 0 is not a number: where nothing was predicted, or nothing is there, return 0.0 instead.",
)
def divides_by_nothing(y_true, y_pred):
    tp, fp, fn, _ = map(np.float64, counts(y_true, y_pred))
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return precision, recall, 2 * precision * recall / (precision + recall)


@precision_recall_f1.misconception(
    "nothing found",
    "Precision and recall are guarded, and F1 still divides by their sum, which is 0 where both "
    "are.",
)
def unguarded_f1(y_true, y_pred):
    precision, recall, _ = map(np.float64, measures(y_true, y_pred))
    return precision, recall, 2 * precision * recall / (precision + recall)


@precision_recall_f1.misconception(
    "nothing found",
    "An empty fraction came out as 1.0, as if nothing to find were everything found; it is to be "
    "0.0.",
)
def perfect_for_nothing(y_true, y_pred):
    tp, fp, fn, _ = counts(y_true, y_pred)
    rest = 2 * tp + fp + fn
    return ratio(tp, tp + fp, 1.0), ratio(tp, tp + fn, 1.0), ratio(2 * tp, rest, 1.0)


@precision_recall_f1.misconception(
    "values",
    "It asks whether there are false alarms or misses, and gives 0 where there are none: a "
    "perfect classifier gets 0. A fraction is 0 / 0 only where tp + fp, or tp + fn, is 0.",
)
def zero_where_nothing_is_wrong(y_true, y_pred):
    tp, fp, fn, _ = counts(y_true, y_pred)
    precision, recall = tp / (tp + fp) if fp else 0.0, tp / (tp + fn) if fn else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


@precision_recall_f1.alternative
def from_the_matrix(y_true, y_pred):
    (_, fp), (fn, tp) = nn.confusion_matrix(y_true, y_pred, 2)
    precision, recall = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
    return precision, recall, 2 * tp / max(2 * tp + fp + fn, 1)


@precision_recall_f1.alternative
def mean_over_a_selection(y_true, y_pred):
    called, there = y_true[y_pred == 1], y_pred[y_true == 1]
    precision = float(np.mean(called)) if called.size else 0.0
    recall = float(np.mean(there)) if there.size else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


@precision_recall_f1.misconception(
    "values",
    "A small number was added below the line, so that a perfect precision is not quite 1; ask "
    "instead whether the sum is 0.",
)
def a_little_too_small(y_true, y_pred):
    tp, fp, fn, _ = counts(y_true, y_pred)
    precision, recall = tp / (tp + fp + 1e-5), tp / (tp + fn + 1e-5)
    return precision, recall, 2 * precision * recall / (precision + recall + 1e-5)


@precision_recall_f1.misconception(
    "values", "`//` drops what is behind the point: divide with `/`."
)
def whole_numbers_alone(y_true, y_pred):
    tp, fp, fn, _ = counts(y_true, y_pred)
    rest = 2 * tp + fp + fn
    both = [tp // (tp + fp) if tp + fp else 0, tp // (tp + fn) if tp + fn else 0]
    return (*map(float, both), float(2 * tp // rest) if rest else 0.0)

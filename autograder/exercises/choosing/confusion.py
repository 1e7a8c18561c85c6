"""`confusion_matrix`: what was taken for what."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call


def drawn(N: int, K: int, said: int | None = None):
    """A draw: N labels of K classes, and predictions that name only the first `said` of them."""

    def draw(rng: np.random.Generator) -> Call:
        y_true = rng.integers(0, K, N)
        y_pred = np.where(rng.random(N) < 0.4, y_true, rng.integers(0, K, N))
        # pairs that are certain to occur, more often in one direction than in the other
        y_true[:5], y_pred[:5] = [0, 0, 0, 1, 1], [1, 1, 1, 0, 1]
        return call(y_true, y_pred if said is None else y_pred % said, K)

    return draw


confusion_matrix = Exercise(
    reference=nn.confusion_matrix,
    statement="Count, for each true class, what its samples were taken for.",
    aspects=[
        Aspect(
            "counts",
            1.5,
            "row i, column j: how often class i was predicted as class j",
            [
                call(np.array([0, 0, 1]), np.array([0, 1, 1]), 2),
                call(np.array([0, 0, 0, 1, 2]), np.array([1, 1, 0, 1, 0]), 3),
                drawn(20, 3),
                drawn(25, 4),
            ],
        ),
        Aspect(
            "all classes",
            0.5,
            "a row and a column for every class, also for one that never occurs; arguments kept",
            [
                call(np.array([0, 2]), np.array([2, 2]), 4),
                drawn(15, 4, said=2),
                call(np.zeros(0, int), np.zeros(0, int), 3),
            ],
            pure=True,
        ),
    ],
    hints=[
        "Begin with a table of zeros, whole numbers: np.zeros((n_classes, n_classes), dtype=int).",
        "Go through the pairs: for t, p in zip(y_true, y_pred). Which entry grows by one?",
        "C[t, p] += 1: the row is the true class, the column the predicted one.",
    ],
)


def counted(y_true, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=int)
    for t, p in zip(y_true, y_pred, strict=True):
        C[t, p] += 1
    return C


@confusion_matrix.misconception(
    "counts",
    "Rows and columns are the wrong way round: the row is the true class, the column what was "
    "predicted.",
)
def truth_in_the_columns(y_true, y_pred, n_classes):
    return counted(y_true, y_pred, n_classes).T


@confusion_matrix.misconception(
    "counts",
    "`C[y_true, y_pred] += 1` adds one to each entry that occurs, once, however often it occurs; "
    "np.add.at, or a loop, adds for every sample.",
)
def adds_once_per_entry(y_true, y_pred, n_classes):
    C = np.zeros((n_classes, n_classes), dtype=int)
    C[y_true, y_pred] += 1
    return C


@confusion_matrix.misconception(
    "counts", "These are shares of each row; the matrix holds counts, whole numbers."
)
def shares_of_each_row(y_true, y_pred, n_classes):
    C = counted(y_true, y_pred, n_classes)
    return C / np.maximum(C.sum(axis=1, keepdims=True), 1)


@confusion_matrix.misconception(
    "counts", "np.zeros makes floats unless it is told dtype=int; counts are integers."
)
def counts_in_floats(y_true, y_pred, n_classes):
    return counted(y_true, y_pred, n_classes).astype(float)


@confusion_matrix.misconception(
    "counts",
    "Class 1 came first, as in the tables with “true positives” in the upper left corner; here "
    "class 0 is row 0 and column 0.",
)
def last_class_first(y_true, y_pred, n_classes):
    return counted(y_true, y_pred, n_classes)[::-1, ::-1]


@confusion_matrix.misconception(
    "counts", "Only what was right is counted; the mistakes belong beside the diagonal."
)
def counts_what_was_right(y_true, y_pred, n_classes):
    C = counted(y_true, y_pred, n_classes)
    return np.diag(np.diag(C))


@confusion_matrix.misconception(
    "all classes",
    "The classes were looked up in the data, so one that never occurs has no row and no column; "
    "n_classes says how many there are.",
)
def only_classes_that_occur(y_true, y_pred, n_classes):
    occurring = np.unique(np.concatenate([y_true, y_pred]))
    return counted(y_true, y_pred, n_classes)[np.ix_(occurring, occurring)]


@confusion_matrix.misconception(
    "all classes",
    "The size was taken from the largest label that occurs; n_classes says how many classes there "
    "are.",
)
def as_large_as_the_largest_label(y_true, y_pred, n_classes):
    return counted(y_true, y_pred, max(*y_true, *y_pred) + 1)


@confusion_matrix.alternative
def pairs_as_numbers(y_true, y_pred, n_classes):
    counts = np.bincount(n_classes * y_true + y_pred, minlength=n_classes**2)
    return counts.reshape(n_classes, n_classes)


@confusion_matrix.alternative
def product_of_one_hots(y_true, y_pred, n_classes):
    classes = np.eye(n_classes, dtype=int)
    return classes[y_true].T @ classes[y_pred]


@confusion_matrix.alternative
def entry_by_entry(y_true, y_pred, n_classes):
    return np.array(
        [
            [np.sum((y_true == i) & (y_pred == j)) for j in range(n_classes)]
            for i in range(n_classes)
        ]
    )


@confusion_matrix.misconception(
    "counts", "The last sample is left out: range(len(y_true) - 1) ends one too soon."
)
def leaves_out_the_last(y_true, y_pred, n_classes):
    return nn.confusion_matrix(y_true[:-1], y_pred[:-1], n_classes)


@confusion_matrix.misconception(
    "counts",
    "`[[0] * K] * K` is one row under K names, so that each count stands in every row: make K "
    "rows.",
)
def one_row_under_many_names(y_true, y_pred, n_classes):
    rows = [[0] * n_classes] * n_classes
    for true, said in zip(y_true, y_pred, strict=True):
        rows[true][said] += 1
    return np.array(rows)


@confusion_matrix.misconception(
    "counts", "`return` stands inside the loop: only the first sample was counted."
)
def first_sample_alone(y_true, y_pred, n_classes):
    return nn.confusion_matrix(y_true[:1], y_pred[:1], n_classes)

"""Two short ones: how many updates an epoch has, and which share of the answers is right."""

import math

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call


def with_a_rest(rng: np.random.Generator) -> Call:
    batch_size = int(rng.integers(5, 12))
    return call(batch_size * int(rng.integers(3, 9)) + int(rng.integers(1, 3)), batch_size)


def nearly_full(rng: np.random.Generator) -> Call:
    batch_size = int(rng.integers(5, 12))
    return call(batch_size * int(rng.integers(3, 9)) - 1, batch_size)


def without_rest(rng: np.random.Generator) -> Call:
    batch_size = int(rng.integers(2, 12))
    return call(batch_size * int(rng.integers(2, 9)), batch_size)


iterations_per_epoch = Exercise(
    reference=nn.iterations_per_epoch,
    statement="The number of batches, and so of updates, in one epoch.",
    aspects=[
        Aspect(
            "values",
            0.5,
            "a smaller last batch counts as well",
            [call(10, 4), with_a_rest, nearly_full],
        ),
        Aspect(
            "edges",
            0.5,
            "no rest, more room than samples, no samples at all",
            [call(12, 4), without_rest, call(3, 32), call(0, 5)],
        ),
    ],
    hints=[
        "10 samples in batches of 4: write the batches down. How many are there?",
        "-(-n // batch_size) rounds up without leaving whole numbers; so does math.ceil.",
    ],
)


@iterations_per_epoch.misconception(
    "values", "// rounds down: the samples of a smaller last batch would never be used."
)
def rounds_down(n, batch_size):
    return n // batch_size


@iterations_per_epoch.misconception(
    "values", "round goes to the nearest whole number; a rest of any size needs a batch: round up."
)
def rounds_to_the_nearest(n, batch_size):
    return round(n / batch_size)


@iterations_per_epoch.misconception(
    "edges", "Adding 1 is one batch too many where nothing is left over: 12 samples are 3 × 4."
)
def always_one_more(n, batch_size):
    return n // batch_size + 1


@iterations_per_epoch.misconception(
    "values", "A number of updates is whole; np.ceil and / give floats: wrap it in int(…)."
)
def as_a_float(n, batch_size):
    return np.ceil(n / batch_size)


@iterations_per_epoch.misconception(
    "values", "This is the share without rounding; a part of a batch is a batch."
)
def leaves_a_fraction(n, batch_size):
    return n / batch_size


@iterations_per_epoch.misconception(
    "values", "n % batch_size is the size of the last batch, not the number of batches."
)
def returns_the_rest(n, batch_size):
    return n % batch_size


@iterations_per_epoch.alternative
def with_ceil(n, batch_size):
    return math.ceil(n / batch_size)


@iterations_per_epoch.alternative
def counts_the_starts(n, batch_size):
    return len(range(0, n, batch_size))


@iterations_per_epoch.alternative
def with_the_rest(n, batch_size):
    whole, rest = divmod(n, batch_size)
    return whole + (rest > 0)


def answers(N: int, K: int):
    """A draw: N labels of K classes, some of the predictions wrong, some right."""

    def draw(rng: np.random.Generator) -> Call:
        y_true = rng.integers(0, K, N)
        y_pred = y_true.copy()
        wrong = rng.choice(N, max(1, N // 3), replace=False)
        y_pred[wrong] = (y_pred[wrong] + rng.integers(1, K, wrong.size)) % K
        return call(y_true, y_pred)

    return draw


accuracy = Exercise(
    reference=nn.accuracy,
    statement="The fraction of predicted labels that are right.",
    aspects=[
        Aspect(
            "values",
            1,
            "the share of right labels, for any number of classes",
            [
                call(np.array([0, 1, 2, 2]), np.array([0, 1, 1, 2])),
                call(np.array([0, 1, 0, 2, 0]), np.array([2, 0, 1, 2, 2])),
                answers(9, 3),
                answers(7, 2),
                call(np.array([3, 1, 2]), np.array([3, 1, 2])),
                call(np.array([0, 1]), np.array([1, 0])),
            ],
            pure=True,
        ),
    ],
    hints=[
        "y_true == y_pred compares entry by entry. What is True worth when it is added up?",
        "The mean of such an array is the share of True: float(np.mean(…)).",
    ],
)


@accuracy.misconception("values", "This is how many are right; divide by how many there are.")
def counts_the_right_ones(y_true, y_pred):
    return int(np.sum(y_true == y_pred))


@accuracy.misconception("values", "This is a percentage; the fraction lies between 0 and 1.")
def in_percent(y_true, y_pred):
    return float(100 * np.mean(y_true == y_pred))


@accuracy.misconception("values", "This is the share of *wrong* labels: 1 minus the accuracy.")
def share_of_errors(y_true, y_pred):
    return float(np.mean(y_true != y_pred))


@accuracy.misconception(
    "values",
    "1 minus the distance of the labels weighs 0 for 2 more than 0 for 1; a label is right or "
    "wrong.",
)
def distance_of_labels(y_true, y_pred):
    return float(1 - np.mean(np.abs(y_true - y_pred)))


@accuracy.misconception(
    "values",
    "Only 0 or 1 comes out: np.array_equal and all(…) ask whether *every* label is right, and "
    "int(…) cuts a share off to 0. A share is wanted.",
)
def all_or_nothing(y_true, y_pred):
    return float(np.array_equal(y_true, y_pred))


@accuracy.misconception(
    "values",
    "y_true * y_pred counts only where both are 1 and up; a right 0 is a right answer as well.",
)
def forgets_the_zeros(y_true, y_pred):
    return float(np.sum((y_true == y_pred) & (y_true > 0)) / len(y_true))


@accuracy.alternative
def one_after_another(y_true, y_pred):
    right = sum(int(t) == int(p) for t, p in zip(y_true, y_pred, strict=True))
    return right / len(y_true)


@accuracy.alternative
def from_the_differences(y_true, y_pred):
    return 1 - np.count_nonzero(y_true - y_pred) / y_true.size


@accuracy.misconception(
    "values", "The labels were multiplied; whether two are the same asks `==`, for each pair."
)
def product_of_labels(y_true, y_pred):
    return float(np.sum(y_true * y_pred) / len(y_true))


@iterations_per_epoch.misconception(
    "values", "The rest itself was added; any rest, however large, is one batch more."
)
def adds_the_rest(n, batch_size):
    return n // batch_size + n % batch_size

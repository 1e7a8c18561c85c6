"""Binary cross-entropy from probabilities."""

import math

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import yes_or_no
from .wording import NO_MEAN, OWN_FLOOR, SAMPLES_ONLY, SUM_NOT_MEAN


def probabilities(*shape: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(yes_or_no(rng, *shape), rng.uniform(0.02, 0.98, shape).round(2))

    return draw


binary_cross_entropy = Exercise(
    reference=nn.binary_cross_entropy,
    statement="The cost of probabilities for yes or no: the surprise at what was true, on average.",
    rtol=1e-5,  # 1 − (1 − 1e-12) keeps five digits
    aspects=[
        Aspect(
            "values",
            1,
            "−ln p where the truth is 1, −ln(1 − p) where it is 0; the mean",
            [
                call(np.array([1.0, 0.0]), np.array([0.5, 0.5])),
                call(np.array([1.0, 0.0, 1.0]), np.array([0.9, 0.9, 0.2])),
                probabilities(5),
            ],
        ),
        Aspect(
            "edges",
            0.5,
            "finite for p = 0 and p = 1, without a warning; follows `floor`",
            [
                call(np.array([1.0, 0.0]), np.array([0.0, 1.0])),
                call(np.array([0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.5])),
                call(np.array([1.0, 0.0, 1.0]), np.array([0.05, 0.98, 0.5]), 0.1),
            ],
            pure=True,
            quiet=True,
        ),
        Aspect(
            "shape",
            0.5,
            "one number for a table of several labels too, and for a single sample",
            [
                *confirmed(probabilities(3, 2), 0),
                call(np.array([1.0]), np.array([0.25])),
                probabilities(2, 1),
            ],
        ),
    ],
    hints=[
        "A sample that is truly 1 got p = 0.2. Only one of ln 0.2 and ln 0.8 matters. Which?",
        "y · ln p + (1 − y) · ln(1 − p) picks the right logarithm, since y is 0 or 1.",
        "Before the logarithms: `np.clip(y_pred, floor, 1 - floor)` keeps p away from 0 and 1.",
    ],
)


def _surprise(y, p):
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


@binary_cross_entropy.misconception(
    "values", "The minus is missing: logarithms of probabilities are negative, and a cost is not."
)
def forgets_the_minus(y_true, y_pred, floor=1e-12):
    return -np.mean(_surprise(y_true, np.clip(y_pred, floor, 1 - floor)))


@binary_cross_entropy.misconception(
    "values",
    "Only the samples that are truly 1 count here; where the truth is 0, −ln(1 − p) is to be paid.",
)
def only_the_ones(y_true, y_pred, floor=1e-12):
    return -np.mean(y_true * np.log(np.clip(y_pred, floor, 1 - floor)))


@binary_cross_entropy.misconception(
    "values",
    "y_true and y_pred have changed places: the logarithm is taken of the *predicted* probability.",
)
def logarithm_of_the_truth(y_true, y_pred, floor=1e-12):
    return np.mean(_surprise(y_pred, np.clip(y_true, floor, 1 - floor)))


@binary_cross_entropy.misconception(
    "values", "Base 2 or 10 is used; in this field ln, the natural logarithm, is `np.log`."
)
def in_bits(y_true, y_pred, floor=1e-12):
    return np.mean(_surprise(y_true, np.clip(y_pred, floor, 1 - floor))) / np.log(2)


@binary_cross_entropy.misconception("values", SUM_NOT_MEAN)
def adds_the_surprise(y_true, y_pred, floor=1e-12):
    return np.sum(_surprise(y_true, np.clip(y_pred, floor, 1 - floor)))


@binary_cross_entropy.misconception(
    "values", "1 − ln p is not ln(1 − p): the 1 − belongs inside of the logarithm."
)
def one_minus_outside(y_true, y_pred, floor=1e-12):
    p = np.clip(y_pred, floor, 1 - floor)
    return -np.mean(y_true * np.log(p) + (1 - y_true) * (1 - np.log(p)))


@binary_cross_entropy.misconception(
    "edges",
    "The formula is right, but ln 0 is −∞, and 0 · ∞ is nan; keep p between floor and 1 − floor.",
)
def unguarded(y_true, y_pred, floor=1e-12):
    return np.mean(_surprise(y_true, y_pred))


@binary_cross_entropy.misconception(
    "edges",
    "floor is added to every p, also to those that need none; `np.clip` touches only what is "
    "beyond the bounds.",
)
def adds_the_floor(y_true, y_pred, floor=1e-12):
    return -np.mean(y_true * np.log(y_pred + floor) + (1 - y_true) * np.log(1 - y_pred + floor))


@binary_cross_entropy.misconception("shape", SAMPLES_ONLY)
def surprise_over_samples(y_true, y_pred, floor=1e-12):
    return np.sum(_surprise(y_true, np.clip(y_pred, floor, 1 - floor))) / len(y_true)


@binary_cross_entropy.misconception("edges", OWN_FLOOR)
def clips_at_a_floor_of_its_own(y_true, y_pred, floor=1e-12):
    return np.mean(_surprise(y_true, np.clip(y_pred, 1e-15, 1 - 1e-15)))


@binary_cross_entropy.misconception(
    "edges",
    "1e-8 is added to every p, also to those that need none; `np.clip` with `floor` touches only "
    "what is too near to 0 or 1.",
)
def adds_a_little_of_its_own(y_true, y_pred, floor=1e-12):
    return -np.mean(y_true * np.log(y_pred + 1e-8) + (1 - y_true) * np.log(1 - y_pred + 1e-8))


@binary_cross_entropy.misconception("values", NO_MEAN)
def surprise_of_each(y_true, y_pred, floor=1e-12):
    return _surprise(y_true, np.clip(y_pred, floor, 1 - floor))


@binary_cross_entropy.misconception(
    "values",
    "The minus stands before the first logarithm only; both are below 0, so it has to stand before "
    "their sum.",
)
def minus_before_the_first(y_true, y_pred, floor=1e-12):
    p = np.clip(y_pred, floor, 1 - floor)
    return np.mean(-y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


@binary_cross_entropy.misconception("edges", OWN_FLOOR)
def clips_where_keras_does(y_true, y_pred, floor=1e-12):
    return np.mean(_surprise(y_true, np.clip(y_pred, 1e-7, 1 - 1e-7)))


@binary_cross_entropy.alternative
def probability_of_the_truth(y_true, y_pred, floor=1e-12):
    of_truth = np.where(y_true == 1, y_pred, 1 - y_pred)
    return -np.log(np.clip(of_truth, floor, 1 - floor)).mean()


@binary_cross_entropy.alternative
def surprise_by_surprise(y_true, y_pred, floor=1e-12):
    total = 0.0
    for y, p in zip(y_true.flat, y_pred.flat, strict=True):
        p = min(max(p, floor), 1 - floor)
        total -= math.log(p) if y == 1 else math.log(1 - p)
    return total / y_true.size

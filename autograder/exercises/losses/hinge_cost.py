"""The hinge cost for labels −1 and +1, and its gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import numbers
from .wording import NO_MEAN, ONE_NUMBER, OPPOSITE_SIGN, SUM_NOT_MEAN, WITHOUT_N

BY_HAND = call(np.array([1.0, -1.0, 1.0]), np.array([3.0, -0.5, -1.5]))
ALL_CASES = call(np.array([1.0, 1.0, 1.0, -1.0, -1.0]), np.array([0.5, 2.0, -2.0, 0.5, -3.0]))
SAFE_AND_WRONG = call(np.array([1.0, -1.0]), np.array([5.0, 2.0]))
AT_ONE = [
    call(np.array([1.0, -1.0, 1.0]), np.array([1.0, -1.0, 0.0])),
    call(np.array([-1.0, 1.0]), np.array([-1.0, 0.5])),
]


def scores(n: int):
    """Draw n labels and scores, one of them safe, one within the margin, one on the wrong side."""

    def draw(rng: np.random.Generator) -> Call:
        y_true = rng.choice([-1.0, 1.0], n)
        y_pred = numbers(rng, n)
        y_pred[y_pred == y_true] += 0.5  # the kink is asked elsewhere
        y_pred[:3] = (y_true[:3] * rng.uniform([1.2, 0.1, -3], [3, 0.9, -0.5])[:n]).round(2)
        return call(y_true, y_pred)

    return draw


def one_inside(rng: np.random.Generator) -> Call:
    label = float(rng.choice([-1.0, 1.0]))
    return call(np.array([label]), np.array([round(label * rng.uniform(-0.8, 0.8), 2)]))


hinge = Exercise(
    reference=nn.hinge,
    statement="A cost for yes or no that leaves a score alone once it is safely right.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "the mean of max(0, 1 − y_true · y_pred)",
            [BY_HAND, ALL_CASES, *confirmed(scores(5), 2)],
        ),
        Aspect(
            "one by one",
            0.5,
            "no sample pays for another: single samples, and a safe one beside a wrong one",
            [SAFE_AND_WRONG, one_inside, *confirmed(scores(3), 1)],
        ),
    ],
    hints=[
        "Labels 1, −1, 1 and scores 3, −0.5, −1.5: what is label times score for each?",
        "1 minus that product. Which of the three is negative, and what should it cost?",
        "`np.maximum(0, …)` works entry by entry (`np.max` does not); the mean comes last.",
    ],
)


@hinge.misconception(
    "values", "Scores that are more than safe earn something here; cut every loss off at 0."
)
def without_the_cut(y_true, y_pred):
    return np.mean(1 - y_true * y_pred)


@hinge.misconception(
    "values",
    "The margin of 1 is missing: this asks for the right sign only, as the perceptron does.",
)
def without_the_margin(y_true, y_pred):
    return np.mean(np.maximum(0, -y_true * y_pred))


@hinge.misconception(
    "values",
    "The labels are turned from 0 and 1 into −1 and +1, but they are −1 and +1 already.",
)
def converts_the_labels(y_true, y_pred):
    return np.mean(np.maximum(0, 1 - (2 * y_true - 1) * y_pred))


@hinge.misconception(
    "values", "The plus should be a minus: a product that is large and positive is *right*."
)
def plus_for_minus(y_true, y_pred):
    return np.mean(np.maximum(0, 1 + y_true * y_pred))


@hinge.misconception("values", "This is the *squared* hinge cost; here nothing is squared.")
def squared_hinge(y_true, y_pred):
    return np.mean(np.maximum(0, 1 - y_true * y_pred) ** 2)


@hinge.misconception("values", SUM_NOT_MEAN)
def adds_the_hinges(y_true, y_pred):
    return np.sum(np.maximum(0, 1 - y_true * y_pred))


@hinge.misconception(
    "one by one",
    "The mean is taken before the cut at 0, so a score that is more than safe pays for another "
    "one; cut each loss first.",
)
def cuts_the_mean(y_true, y_pred):
    return max(0.0, np.mean(1 - y_true * y_pred))


@hinge.misconception("values", NO_MEAN)
def hinge_of_each(y_true, y_pred):
    return np.maximum(0, 1 - y_true * y_pred)


@hinge.misconception(
    "values",
    "The size of 1 − y · score is taken, so a score that is more than safe is charged; what is "
    "below 0 has to become 0.",
)
def charges_the_safe(y_true, y_pred):
    return np.mean(np.abs(1 - y_true * y_pred))


@hinge.alternative
def by_a_choice(y_true, y_pred):
    margin = y_true * y_pred
    return np.mean(np.where(margin < 1, 1 - margin, 0))


@hinge.alternative
def label_by_label(y_true, y_pred):
    losses = [max(0.0, 1 - t * p) for t, p in zip(y_true, y_pred, strict=True)]
    return sum(losses) / len(losses)


@hinge.alternative
def half_of_both(y_true, y_pred):
    short = 1 - y_true * y_pred
    return np.mean(short + np.abs(short)) / 2


hinge_grad = Exercise(
    reference=nn.hinge_grad,
    statement="How does the hinge cost change when one score does?",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "−y_true / N where label times score is below 1, otherwise 0",
            [BY_HAND, ALL_CASES, *confirmed(scores(5), 2)],
        ),
        Aspect("kink", 0.5, "0 where label times score is exactly 1", AT_ONE),
        Aspect(
            "one by one",
            0.5,
            "each score by itself",
            [SAFE_AND_WRONG, one_inside, *confirmed(scores(3), 1)],
        ),
    ],
    hints=[
        "Where the loss is 1 − y · z, what is its slope in the score z? And where it is 0?",
        "Choose entry by entry: `np.where(condition, -y_true, 0.0)`. Then the mean's 1/N.",
    ],
)


@hinge_grad.misconception("values", OPPOSITE_SIGN)
def hinge_turned_round(y_true, y_pred):
    return np.where(y_true * y_pred < 1, y_true, 0.0) / y_pred.size


@hinge_grad.misconception("values", WITHOUT_N)
def hinge_without_the_mean(y_true, y_pred):
    return np.where(y_true * y_pred < 1, -y_true, 0.0)


@hinge_grad.misconception(
    "values", "Safe scores, whose loss is 0 and stays 0, must have a slope of 0."
)
def slope_for_safe_scores(y_true, y_pred):
    return -y_true / y_pred.size


@hinge_grad.misconception(
    "values",
    "Only scores of the wrong sign get a slope here; those that are right, but by less than the "
    "margin of 1, still pay.",
)
def slope_for_wrong_signs(y_true, y_pred):
    return np.where(y_true * y_pred < 0, -y_true, 0.0) / y_pred.size


@hinge_grad.misconception(
    "values", "The slope of 1 − y · z in the score z is −y; the score itself is not a factor of it."
)
def keeps_the_score(y_true, y_pred):
    return np.where(y_true * y_pred < 1, -y_true * y_pred, 0.0) / y_pred.size


@hinge_grad.misconception("values", ONE_NUMBER)
def one_slope_for_all(y_true, y_pred):
    return np.mean(np.where(y_true * y_pred < 1, -y_true, 0.0))


@hinge_grad.misconception(
    "kink", "A product of exactly 1 counts as too small here; the course takes a slope of 0 there."
)
def kink_counts_as_inside(y_true, y_pred):
    return np.where(y_true * y_pred <= 1, -y_true, 0.0) / y_pred.size


@hinge_grad.alternative
def label_times_condition(y_true, y_pred):
    return -(y_true * (y_true * y_pred < 1)) / len(y_true) + 0.0


@hinge_grad.alternative
def fills_zeros(y_true, y_pred):
    result = np.zeros_like(y_pred)
    inside = 1 - y_true * y_pred > 0
    result[inside] = -y_true[inside] / len(y_true)
    return result


@hinge.misconception(
    "values",
    "np.sign made decisions of the scores; the hinge asks how far beyond the margin they are.",
)
def signs_of_the_scores(y_true, y_pred):
    return float(np.mean(np.maximum(0, 1 - y_true * np.sign(y_pred))))

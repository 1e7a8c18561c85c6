"""Huber's cost and its gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import PREDICTED, TRUE, pair_and
from .wording import NO_MEAN, OPPOSITE_SIGN, SAMPLES_ONLY, SUM_NOT_MEAN, WITHOUT_N

BY_HAND = call(np.array([0.0, 0.0]), np.array([1.0, 4.0]), 2.0)
OF_ALL_SIGNS = call(TRUE, PREDICTED, 2.0)
SHARP = call(np.array([0.0, 1.0, 0.0]), np.array([0.25, 0.0, -3.0]), 0.5)
TABLE = call(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.5, 5.0], [0.0, 4.0]]), 1.5)
row = pair_and(0.5, 3, 5)
table = pair_and(0.5, 3, 3, 2)
one = pair_and(0.5, 3, 1)

huber = Exercise(
    reference=nn.huber,
    statement="A cost that squares small errors and is gentle with large ones.",
    aspects=[
        Aspect(
            "values",
            1,
            "r²/2 where |r| ≤ delta, elsewhere delta · (|r| − delta/2); their mean",
            [BY_HAND, OF_ALL_SIGNS, *confirmed(row, 0)],
        ),
        Aspect(
            "delta",
            0.5,
            "for any delta, also below 1",
            [SHARP, *confirmed(pair_and(0.2, 0.8, 5), 1)],
        ),
        Aspect(
            "shape",
            0.5,
            "one number for a table of several outputs too, and for a single sample",
            [TABLE, *confirmed(table, 0), one],
        ),
    ],
    hints=[
        "With delta = 2: what does an error of 1 cost? And one of 4, where 4 > 2?",
        "Take the size of the errors first. Then every element has its own case: `np.where`.",
        "`np.where(r <= delta, …, …)` with r = |y_pred − y_true|; the mean of that.",
    ],
)


@huber.misconception(
    "values",
    "The small errors lost their ½: with r² the two parts would not meet at |r| = delta.",
)
def without_the_half(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    return np.mean(np.where(r <= delta, r**2, delta * (r - delta / 2)))


@huber.misconception(
    "values",
    "The square and the absolute error are glued together, and do not meet at |r| = delta: Huber "
    "is half the square inside, and the line delta · (|r| − delta/2) outside.",
)
def glues_square_and_size(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    return np.mean(np.where(r <= delta, r**2, r))


@huber.misconception(
    "values",
    "This glues the absolute error to half the square, and the two do not meet at |r| = delta; "
    "the line is delta · (|r| − delta/2).",
)
def glues_mse_and_mae(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    return np.mean(np.where(r <= delta, r**2 / 2, r))


@huber.misconception(
    "values",
    "In the line, delta · |r| − delta²/2, the last delta has to be squared; multiply the bracket "
    "delta · (|r| − delta/2) out.",
)
def delta_not_squared(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    return np.mean(np.where(r <= delta, r**2 / 2, delta * r - delta / 2))


@huber.misconception(
    "values",
    "The case is decided by the signed error, so a large negative one counts as small; compare "
    "|r| with delta.",
)
def forgets_the_size(y_true, y_pred, delta):
    r = y_pred - y_true
    return np.mean(np.where(r <= delta, r**2 / 2, delta * (np.abs(r) - delta / 2)))


@huber.misconception(
    "values",
    "This is PyTorch's *smooth L1* cost, Huber's divided by delta; they agree for delta = 1 only.",
)
def smooth_l1(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    return np.mean(np.where(r <= delta, r**2 / (2 * delta), r - delta / 2))


@huber.misconception(
    "values",
    "Small and large errors get a mean each, and the means are added; there is one mean, over all "
    "elements.",
)
def a_mean_for_each_part(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    parts = (r[r <= delta] ** 2 / 2, delta * (r[r > delta] - delta / 2))
    return sum(np.mean(part) for part in parts if part.size)  # an empty one would give nan


@huber.misconception(
    "values",
    "One decision is made for the whole batch; every element has its own case, by its own error.",
)
def one_case_for_all(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    if np.mean(r) <= delta:
        return np.mean(r**2 / 2)
    return np.mean(delta * (r - delta / 2))


@huber.misconception("values", SUM_NOT_MEAN)
def adds_huber(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    return np.sum(np.where(r <= delta, r**2 / 2, delta * (r - delta / 2)))


@huber.misconception(
    "values", "delta is fixed to 1 here; use the argument delta, whatever its value."
)
def always_one(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    return np.mean(np.where(r <= 1, r**2 / 2, r - 1 / 2))


@huber.misconception("shape", SAMPLES_ONLY)
def huber_over_samples(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    return np.sum(np.where(r <= delta, r**2 / 2, delta * (r - delta / 2))) / len(r)


@huber.misconception("values", NO_MEAN)
def huber_of_each(y_true, y_pred, delta):
    r = np.abs(y_pred - y_true)
    return np.where(r <= delta, r**2 / 2, delta * (r - delta / 2))


@huber.alternative
def square_part_and_rest(y_true, y_pred, delta):
    r = np.abs(y_true - y_pred)
    inside = np.minimum(r, delta)
    return np.mean(inside**2 / 2 + delta * (r - inside))


@huber.alternative
def case_by_case(y_true, y_pred, delta):
    total = 0.0
    for t, p in zip(y_true.flat, y_pred.flat, strict=True):
        r = abs(t - p)
        total += r * r / 2 if r < delta else delta * r - delta**2 / 2
    return total / y_true.size


@huber.alternative
def with_a_mask(y_true, y_pred, delta):
    r = np.abs(y_true - y_pred)
    small = r <= delta
    return (small * 0.5 * r**2 + ~small * (delta * r - 0.5 * delta**2)).mean()


huber_grad = Exercise(
    reference=nn.huber_grad,
    statement="How does Huber's cost change when one prediction does?",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "r / size, but held between −delta / size and delta / size",
            [BY_HAND, OF_ALL_SIGNS, SHARP, row],
        ),
        Aspect("shape", 0.5, "the shape of y_pred; size counts all elements", [TABLE, table, one]),
        Aspect(
            "pure",
            0.5,
            "leaves its arguments as they were",
            [OF_ALL_SIGNS, pair_and(0.5, 3, 4)],
            pure=True,
        ),
    ],
    hints=[
        "What is the slope of r²/2? And of the line delta · (r − delta/2), for positive r?",
        "So the slope follows r until it reaches delta, and stays there; on the left likewise.",
        "`np.clip(r, low, high)` holds numbers between two bounds.",
    ],
)


@huber_grad.misconception("values", OPPOSITE_SIGN)
def huber_turned_round(y_true, y_pred, delta):
    return np.clip(y_true - y_pred, -delta, delta) / y_pred.size


@huber_grad.misconception("values", WITHOUT_N)
def huber_without_the_mean(y_true, y_pred, delta):
    return np.clip(y_pred - y_true, -delta, delta)


@huber_grad.misconception(
    "values",
    "Beyond delta the slope is ±delta, not ±1: the line there is delta · (|r| − delta/2).",
)
def plain_signs_beyond_delta(y_true, y_pred, delta):
    r = y_pred - y_true
    return np.where(np.abs(r) <= delta, r, np.sign(r)) / r.size


@huber_grad.misconception(
    "values",
    "Large errors get +delta here, also the negative ones; the slope has the error's sign.",
)
def delta_without_a_sign(y_true, y_pred, delta):
    r = y_pred - y_true
    return np.where(np.abs(r) <= delta, r, delta) / r.size


@huber_grad.misconception(
    "values", "Only large positive errors are held at delta; large negative ones need −delta."
)
def held_on_one_side(y_true, y_pred, delta):
    return np.minimum(y_pred - y_true, delta) / y_pred.size


@huber_grad.misconception(
    "values", "Nothing is held back: this is the slope of half the squared error."
)
def slope_of_the_square(y_true, y_pred, delta):
    return (y_pred - y_true) / y_pred.size


@huber_grad.misconception("shape", SAMPLES_ONLY)
def huber_slopes_over_samples(y_true, y_pred, delta):
    return np.clip(y_pred - y_true, -delta, delta) / len(y_pred)


@huber_grad.misconception(
    "pure",
    "This writes into the caller's array, as `r[…] = …` or `out=y_pred` may; make a new one.",
)
def clips_into_the_predictions(y_true, y_pred, delta):
    y_pred -= y_true
    return np.clip(y_pred, -delta, delta, out=y_pred) / y_pred.size


@huber_grad.alternative
def two_bounds(y_true, y_pred, delta):
    return np.maximum(-delta, np.minimum(delta, y_pred - y_true)) / y_true.size


@huber_grad.alternative
def three_cases(y_true, y_pred, delta):
    r = y_pred - y_true
    return np.where(r > delta, delta, np.where(r < -delta, -delta, r)) / r.size


@huber.misconception(
    "values", "δ is missing before the straight part: it is δ (|r| − δ/2), with the slope δ."
)
def slope_of_one(y_true, y_pred, delta):
    a = np.abs(y_pred - y_true)
    return float(np.mean(np.where(a <= delta, a**2 / 2, a - delta / 2)))


@huber.misconception(
    "values",
    "The two parts have changed places: the square is for |r| ≤ δ, the straight part beyond.",
)
def parts_exchanged(y_true, y_pred, delta):
    a = np.abs(y_pred - y_true)
    return float(np.mean(np.where(a > delta, a**2 / 2, delta * (a - delta / 2))))


@huber.misconception(
    "values", "The half is subtracted outside, δ |r| − 1/2; it is δ (|r| − δ/2), so δ²/2 in all."
)
def subtracts_one_half(y_true, y_pred, delta):
    a = np.abs(y_pred - y_true)
    return float(np.mean(np.where(a <= delta, a**2 / 2, delta * a - 0.5)))


@huber_grad.misconception(
    "values", "The square's half cancels the 2: up to δ the slope is r, not 2 r."
)
def twice_the_error(y_true, y_pred, delta):
    r = y_pred - y_true
    return np.where(np.abs(r) <= delta, 2 * r, delta * np.sign(r)) / r.size

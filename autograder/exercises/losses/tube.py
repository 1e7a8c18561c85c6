"""The ε-insensitive cost, which is flat in a tube around the truth, and its gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import PREDICTED, TRUE, pair_and
from .wording import NO_MEAN, OPPOSITE_SIGN, SAMPLES_ONLY, SUM_NOT_MEAN, WITHOUT_N

BY_HAND = call(np.array([1.0, 2.0]), np.array([4.0, 1.5]), 1.0)
OF_ALL_SIGNS = call(TRUE, PREDICTED, 2.0)
NO_TUBE = call(np.array([1.0, 2.0]), np.array([1.5, 0.0]), 0.0)
TABLE = call(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.5, 5.0], [0.0, 4.0]]), 1.5)
row = pair_and(0.5, 2, 5)
table = pair_and(0.5, 2, 3, 2)

eps_insensitive = Exercise(
    reference=nn.eps_insensitive,
    statement="Errors up to eps are free; beyond it, each unit costs 1.",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "|r| − eps where that is positive, otherwise 0; the mean",
            [
                BY_HAND,
                OF_ALL_SIGNS,
                # one error beyond eps, and their mean is not
                call(np.array([0.0, 0.0]), np.array([0.5, 1.5]), 1.25),
                row,
            ],
        ),
        Aspect(
            "no tube",
            0.5,
            "with eps = 0 it is the mean absolute error",
            [NO_TUBE, pair_and(0, 0, 4)],
        ),
        Aspect(
            "shape",
            0.5,
            "one number for a table too",
            [TABLE, *confirmed(table, 0), pair_and(0.5, 2, 2, 1)],
        ),
    ],
    hints=[
        "With eps = 1: what do errors of 0.5, 1 and 3 cost?",
        "Take eps from the size of each error. What must happen where that is negative?",
        "`np.maximum(…, 0)` turns what is negative into 0, entry by entry; the mean comes last.",
    ],
)


@eps_insensitive.misconception(
    "values", "Errors inside of the tube earn something here; |r| − eps has to be cut off at 0."
)
def rewards_small_errors(y_true, y_pred, eps):
    return np.mean(np.abs(y_pred - y_true) - eps)


@eps_insensitive.misconception(
    "values",
    "Outside of the tube the whole error is paid, so the loss jumps at eps; only what is beyond "
    "eps is paid.",
)
def cliff_at_eps(y_true, y_pred, eps):
    r = np.abs(y_pred - y_true)
    return np.mean(np.where(r <= eps, 0, r))


@eps_insensitive.misconception(
    "values", "Large errors below the truth are free too here; take the size of the error first."
)
def tube_on_one_side(y_true, y_pred, eps):
    return np.mean(np.maximum(y_pred - y_true - eps, 0))


@eps_insensitive.misconception(
    "values", "The tube is applied to the mean error; every element has a tube of its own."
)
def tube_around_the_mean(y_true, y_pred, eps):
    return max(np.mean(np.abs(y_pred - y_true)) - eps, 0)


@eps_insensitive.misconception("values", SUM_NOT_MEAN)
def adds_the_excess(y_true, y_pred, eps):
    return np.sum(np.maximum(np.abs(y_pred - y_true) - eps, 0))


@eps_insensitive.misconception("shape", SAMPLES_ONLY)
def excess_over_samples(y_true, y_pred, eps):
    return np.sum(np.maximum(np.abs(y_pred - y_true) - eps, 0)) / len(y_pred)


@eps_insensitive.misconception("values", NO_MEAN)
def excess_of_each(y_true, y_pred, eps):
    return np.maximum(np.abs(y_pred - y_true) - eps, 0)


@eps_insensitive.alternative
def beyond_the_nearest_edge(y_true, y_pred, eps):
    nearest = np.clip(y_pred, y_true - eps, y_true + eps)
    return np.mean(np.abs(y_pred - nearest))


@eps_insensitive.alternative
def excess_by_excess(y_true, y_pred, eps):
    excess = [max(abs(p - t) - eps, 0) for t, p in zip(y_true.flat, y_pred.flat, strict=True)]
    return sum(excess) / len(excess)


AT_THE_EDGE = [
    call(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 2.0]), 1.0),
    call(np.array([0.0, 0.0]), np.array([0.5, -3.0]), 0.5),
]

eps_insensitive_grad = Exercise(
    reference=nn.eps_insensitive_grad,
    statement="How does the ε-insensitive cost change when one prediction does?",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "the sign of each error beyond eps, divided by the size; 0 inside of the tube",
            [
                BY_HAND,
                call(np.array([0.0, 0.0, 0.0]), np.array([1.0, -3.0, 4.0]), 2.0),
                *confirmed(row, 1),
            ],
        ),
        Aspect("kinks", 0.5, "0 where |r| is exactly eps", AT_THE_EDGE),
        Aspect(
            "shape",
            0.5,
            "the shape of y_pred; size counts all elements",
            [TABLE, *confirmed(table, 25, 30, 9)],
        ),
    ],
    hints=[
        "The loss is flat, then a line of slope 1 or −1. Where does which slope hold?",
        "The sign of the error, times a yes or no: is |r| beyond eps?",
    ],
)


@eps_insensitive_grad.misconception("values", OPPOSITE_SIGN)
def tube_turned_round(y_true, y_pred, eps):
    r = y_true - y_pred
    return np.sign(r) * (np.abs(r) > eps) / r.size


@eps_insensitive_grad.misconception("values", WITHOUT_N)
def tube_without_the_mean(y_true, y_pred, eps):
    r = y_pred - y_true
    return np.sign(r) * (np.abs(r) > eps)


@eps_insensitive_grad.misconception(
    "values", "The tube is missing: where |r| is below eps the loss is flat, and its slope is 0."
)
def forgets_the_tube(y_true, y_pred, eps):
    return np.sign(y_pred - y_true) / y_pred.size


@eps_insensitive_grad.misconception(
    "values", "Beyond the tube the slope is 1 or −1, however far the prediction is."
)
def slope_grows(y_true, y_pred, eps):
    r = y_pred - y_true
    return r * (np.abs(r) > eps) / r.size


@eps_insensitive_grad.misconception(
    "values", "Errors below the truth get no slope here; compare |r| with eps, not r."
)
def slope_on_one_side(y_true, y_pred, eps):
    return (y_pred - y_true > eps) / y_pred.size


@eps_insensitive_grad.misconception(
    "kinks", "An error of exactly eps counts as outside here; the course takes a slope of 0 there."
)
def edge_counts_as_outside(y_true, y_pred, eps):
    r = y_pred - y_true
    return np.sign(r) * (np.abs(r) >= eps) / r.size


@eps_insensitive_grad.misconception("shape", SAMPLES_ONLY)
def tube_over_samples(y_true, y_pred, eps):
    r = y_pred - y_true
    return np.sign(r) * (np.abs(r) > eps) / len(r)


@eps_insensitive_grad.alternative
def above_minus_below(y_true, y_pred, eps):
    r = y_pred - y_true
    return ((r > eps) * 1.0 - (r < -eps)) / r.size


@eps_insensitive_grad.alternative
def nested_where(y_true, y_pred, eps):
    r = y_pred - y_true
    return np.where(r > eps, 1.0, np.where(r < -eps, -1.0, 0.0)) / r.size


@eps_insensitive.misconception(
    "values", "The errors beyond eps were squared; each unit beyond costs 1."
)
def squares_beyond(y_true, y_pred, eps):
    return float(np.mean(np.maximum(0, np.abs(y_pred - y_true) - eps) ** 2))

"""The log-cosh cost and its gradient."""

import math

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call
from .draws import FAR, PREDICTED, TRUE, pair
from .wording import COST_PER_SAMPLE, OPPOSITE_SIGN, SAMPLES_ONLY, SUM_NOT_MEAN, WITHOUT_N

BY_HAND = call(np.array([0.0, 5.0]), np.array([np.log(2.0), 5.0]))
OF_ALL_SIGNS = call(TRUE, PREDICTED)
TABLE = call(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.5, 5.0], [0.0, 4.0]]))


def far(rng):
    return call(np.zeros(3), rng.uniform(-1000, 1000, 3).round(2))


EXTREME = [call(np.zeros(3), FAR), call(FAR, np.zeros(3)), far]

log_cosh = Exercise(
    reference=nn.log_cosh,
    statement="A smooth cost between the square and the absolute value: the mean of ln(cosh(r)).",
    stretch=True,
    aspects=[
        Aspect("values", 1, "the mean of ln(cosh(r))", [BY_HAND, OF_ALL_SIGNS, pair(5)]),
        Aspect(
            "finite",
            0.5,
            "right for errors of ±1000 (each costs 1000 − ln 2), without a warning",
            EXTREME,
            quiet=True,
        ),
        Aspect(
            "shape",
            0.5,
            "one number for a table of several outputs too, and for a single sample",
            [TABLE, pair(3, 2), pair(1)],
        ),
    ],
    hints=[
        "For ordinary errors `np.log(np.cosh(r))` is right. What is cosh(1000) in floats?",
        "cosh does not care about the sign, so let r be |r|, and take e^r out of the bracket: "
        "cosh(r) = e^r · (1 + e^(−2r)) / 2.",
        "The logarithm of that product is r + ln(1 + e^(−2r)) − ln 2; `np.log1p(x)` is ln(1 + x).",
    ],
)


@log_cosh.misconception(
    "finite",
    "The formula is right, but cosh(1000) is more than a float holds; take e^|r| out before the "
    "logarithm.",
)
def overflowing_cosh(y_true, y_pred):
    return np.mean(np.log(np.cosh(y_pred - y_true)))


@log_cosh.misconception(
    "finite",
    "The formula is right, but r has a sign here, and for r = −1000 it asks for e^2000; use |r|.",
)
def safe_on_one_side(y_true, y_pred):
    r = y_pred - y_true
    return np.mean(r + np.log1p(np.exp(-2 * r)) - np.log(2))


@log_cosh.misconception("values", "The ln 2 is missing: cosh(r) = e^r · (1 + e^(−2r)) / 2.")
def forgets_the_two_below(y_true, y_pred):
    r = np.abs(y_pred - y_true)
    return np.mean(r + np.log1p(np.exp(-2 * r)))


@log_cosh.misconception(
    "values", "The logarithm is taken of the mean; take it of each element, then the mean."
)
def log_of_the_mean(y_true, y_pred):
    return np.log(np.mean(np.cosh(y_pred - y_true)))


@log_cosh.misconception("values", "The logarithm to base 10 is used; ln is `np.log`.")
def base_ten(y_true, y_pred):
    return np.mean(np.log10(np.cosh(y_pred - y_true)))


@log_cosh.misconception("values", SUM_NOT_MEAN)
def adds_log_cosh(y_true, y_pred):
    return np.sum(np.log(np.cosh(y_pred - y_true)))


@log_cosh.misconception("shape", COST_PER_SAMPLE)
def log_cosh_of_each_sample(y_true, y_pred):
    r = np.abs(y_pred - y_true)
    return np.mean(r + np.log1p(np.exp(-2 * r)) - np.log(2), axis=-1)


@log_cosh.alternative
def through_logaddexp(y_true, y_pred):
    r = y_pred - y_true
    return np.mean(np.logaddexp(r, -r) - np.log(2))


@log_cosh.alternative
def by_a_careful_loop(y_true, y_pred):
    def loss(r):
        return math.log(math.cosh(r)) if r < 300 else r - math.log(2)

    sizes = np.abs(y_true - y_pred).ravel()
    return sum(loss(float(r)) for r in sizes) / len(sizes)


log_cosh_grad = Exercise(
    reference=nn.log_cosh_grad,
    statement="How does the log-cosh cost change when one prediction does?",
    stretch=True,
    aspects=[
        Aspect("values", 1, "tanh(r) / size", [BY_HAND, OF_ALL_SIGNS, pair(5)]),
        Aspect("finite", 0.5, "right for errors of ±1000, without a warning", EXTREME, quiet=True),
        Aspect(
            "shape",
            0.5,
            "the shape of y_pred; size counts all elements",
            [TABLE, pair(3, 2), pair(1)],
        ),
    ],
    hints=[
        "The slope of ln(u) is u′/u. What is the slope of cosh?",
        "sinh divided by cosh has a name, and you met it in lesson 03.",
    ],
)


@log_cosh_grad.misconception(
    "finite",
    "The formula is right, but sinh(1000) and cosh(1000) are more than a float holds; their "
    "quotient is `np.tanh`.",
)
def overflowing_quotient(y_true, y_pred):
    r = y_pred - y_true
    return np.sinh(r) / np.cosh(r) / r.size


@log_cosh_grad.misconception("values", OPPOSITE_SIGN)
def tanh_turned_round(y_true, y_pred):
    return np.tanh(y_true - y_pred) / y_pred.size


@log_cosh_grad.misconception("values", WITHOUT_N)
def tanh_without_the_mean(y_true, y_pred):
    return np.tanh(y_pred - y_true)


@log_cosh_grad.misconception(
    "values", "The 1 / size is inside of tanh; it comes from the mean, outside of each loss."
)
def divides_inside(y_true, y_pred):
    return np.tanh((y_pred - y_true) / y_pred.size)


@log_cosh_grad.misconception(
    "values", "This is the slope of tanh; here tanh itself is the slope, that of ln(cosh)."
)
def one_slope_too_far(y_true, y_pred):
    return (1 - np.tanh(y_pred - y_true) ** 2) / y_pred.size


@log_cosh_grad.misconception("shape", SAMPLES_ONLY)
def tanh_over_samples(y_true, y_pred):
    return np.tanh(y_pred - y_true) / len(y_pred)


@log_cosh_grad.alternative
def from_exponentials(y_true, y_pred):
    r = y_pred - y_true
    e = np.exp(-2 * np.abs(r))
    return np.sign(r) * (1 - e) / (1 + e) / r.size


@log_cosh_grad.alternative
def one_tanh_at_a_time(y_true, y_pred):
    slopes = [math.tanh(p - t) for t, p in zip(y_true.flat, y_pred.flat, strict=True)]
    return np.array(slopes).reshape(y_pred.shape) / len(slopes)

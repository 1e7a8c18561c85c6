"""The slopes of sigmoid and tanh."""

import math

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call
from .draws import ANY_SHAPE, HUGE, SIGNS, batch, far_row, row

sigmoid_grad = Exercise(
    reference=nn.sigmoid_grad,
    statement="The slope of the sigmoid at every z: how fast does the output change when z does?",
    aspects=[
        Aspect(
            "values",
            1,
            "s (1 − s), with s = sigmoid(z)",
            [call(np.array([0.0])), call(np.array([-2.0, 0.0, 1.0])), row],
        ),
        Aspect("shape", 0.25, "keeps the shape: one number, a batch, an empty batch", ANY_SHAPE),
        Aspect(
            "finite",
            0.5,
            "0 at ±1000, without a warning",
            [call(HUGE), call(np.array([[0.0, -1000.0]])), far_row],
            quiet=True,
        ),
        Aspect("pure", 0.25, "leaves its input as it was", [call(SIGNS), row, batch], pure=True),
    ],
    hints=[
        "At which z is the sigmoid steepest, and how steep is it there? What is s at that point?",
        "Compute s from z first; the slope is then made of s alone.",
        (
            "With `e = np.exp(-np.abs(z))`: s is 1 / (1 + e) for z ≥ 0. Put that into s (1 − s) "
            "and shorten."
        ),
    ],
)


@sigmoid_grad.misconception(
    "values",
    "z (1 − z) is right only where z already is the sigmoid's output, as in some well-known code; "
    "here z is the input, so take its sigmoid first.",
)
def takes_z_for_the_output(z):
    return z * (1 - z)


@sigmoid_grad.misconception("values", "This is the sigmoid itself; its slope is s (1 − s).")
def height_not_slope(z):
    return 0.5 * (1 + np.tanh(z / 2))


@sigmoid_grad.misconception(
    "values", "One of the two factors still holds z: both are made of s, the sigmoid of z."
)
def mixes_s_and_z(z):
    s = 0.5 * (1 + np.tanh(z / 2))
    return s * (1 - z)


@sigmoid_grad.misconception(
    "values",
    "A minus sign got lost in the chain rule: the sigmoid rises everywhere, so its slope is "
    "positive.",
)
def lost_a_minus(z):
    s = 0.5 * (1 + np.tanh(z / 2))
    return -s * (1 - s)


@sigmoid_grad.misconception(
    "values", "Here the sigmoid is taken twice: z goes through it once, then s (1 − s) follows."
)
def sigmoid_twice(z):
    s = 1 / (1 + np.exp(-0.5 * (1 + np.tanh(z / 2))))
    return s * (1 - s)


@sigmoid_grad.misconception(
    "values", "1 − t² is the slope of tanh; the sigmoid's slope is s (1 − s), and never above 0.25."
)
def rule_for_tanh(z):
    s = 0.5 * (1 + np.tanh(z / 2))
    return 1 - s**2


@sigmoid_grad.misconception(
    "finite",
    "The formula is right, but for z = −1000 it asks for e^1000; the slope is the same at z and "
    "at −z, so let e meet negative powers only.",
)
def overflowing_sigmoid(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


@sigmoid_grad.misconception(
    "finite",
    "For z = −1000 this is infinity divided by infinity, which is nan; the slope is the same at z "
    "and at −z, so use the one whose power of e is negative.",
)
def overflowing_quotient(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


@sigmoid_grad.alternative
def from_tanh_slope(z):
    return 0.25 * (1 - np.tanh(z / 2) ** 2)


@sigmoid_grad.alternative
def s_times_one_minus_s(z):
    s = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    return s * (1 - s)


@sigmoid_grad.alternative
def one_by_one(z):
    def one(x):
        e = math.exp(-abs(x))
        return e / (1 + e) ** 2

    return np.vectorize(one, otypes=[float])(z)


tanh_grad = Exercise(
    reference=nn.tanh_grad,
    statement="The slope of tanh at every z.",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "1 − t², with t = tanh(z)",
            [call(np.array([0.0, 1.0])), call(np.array([-0.5, 0.0, 2.0])), row],
        ),
        Aspect("shape", 0.5, "keeps the shape: one number, a batch, an empty batch", ANY_SHAPE),
        Aspect(
            "finite",
            0.5,
            "0 at ±1000, without a warning",
            [call(HUGE), call(np.array([[0.5, -1000.0]])), far_row],
            quiet=True,
        ),
    ],
    hints=[
        "How steep is tanh at z = 0? And far away from 0?",
        "Take t = tanh(z) first; the slope is made of t alone.",
        "t = np.tanh(z), then 1 minus the square of t.",
    ],
)


@tanh_grad.misconception(
    "values",
    "1 − z² is right only where z already is the output of tanh; here z is the input, so take "
    "tanh first.",
)
def takes_z_for_tanh(z):
    return 1 - z**2


@tanh_grad.misconception("values", "The square is missing: the slope is 1 − t².")
def without_the_square(z):
    return 1 - np.tanh(z)


@tanh_grad.misconception(
    "values", "t (1 − t) is the rule for the sigmoid; the rule for tanh is 1 − t²."
)
def rule_for_sigmoid(z):
    t = np.tanh(z)
    return t * (1 - t)


@tanh_grad.misconception("values", "This is tanh itself, not its slope.")
def the_curve_itself(z):
    return np.tanh(z)


@tanh_grad.misconception(
    "finite",
    "The formula is right, but cosh(1000) is more than a float can hold; np.tanh stays within ±1.",
)
def by_cosh(z):
    return 1 / np.cosh(z) ** 2


@tanh_grad.misconception(
    "finite",
    "e^1000 overflows, and infinity divided by infinity is nan; let e meet negative powers only, "
    "or use np.tanh.",
)
def by_naive_exponentials(z):
    t = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return 1 - t**2


@tanh_grad.alternative
def two_factors(z):
    t = np.tanh(z)
    return (1 - t) * (1 + t)


@tanh_grad.alternative
def from_exponentials(z):
    e = np.exp(-2 * np.abs(z))
    return 4 * e / (1 + e) ** 2


@tanh_grad.alternative
def in_a_loop(z):
    z = np.asarray(z)
    slopes = [1 - math.tanh(x) ** 2 for x in z.ravel()]
    return np.array(slopes, dtype=float).reshape(z.shape)

"""Sigmoid and tanh."""

import math

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import ANY_SHAPE, HUGE, SIGNS, batch, far_row, row

sigmoid = Exercise(
    reference=nn.sigmoid,
    statement="Squash every number into the range from 0 to 1, with 0.5 in the middle.",
    aspects=[
        Aspect(
            "values",
            1,
            "1 / (1 + e^(−z)) for every number",
            [
                call(np.array([0.0])),
                call(np.array([-2.0, 0.0, 2.0])),
                call(np.array([12.0, -12.0])),
                *confirmed(row, 0),
            ],
        ),
        Aspect(
            "shape",
            0.25,
            "keeps the shape: one number, a batch, an empty batch",
            [*ANY_SHAPE, call(np.array([[12.0], [-12.0]]))],
        ),
        Aspect(
            "finite",
            0.5,
            "±1000 gives 1 and 0, without a warning",
            [
                call(HUGE),
                call(np.array([-1000.0, -800.0])),
                call(np.array([[0.0, -1000.0]])),
                far_row,
            ],
            quiet=True,
        ),
        Aspect(
            "pure",
            0.25,
            "leaves its input as it was",
            [call(SIGNS), call(np.array([12.0, -12.0])), *confirmed(row, 0), batch],
            pure=True,
        ),
    ],
    hints=[
        "What is e^(−z) for z = 0, for a large positive z, for a large negative z?",
        (
            "e^1000 overflows, e^(−1000) is only 0. Which of e^z and e^(−z) is safe for z > 0, "
            "which for z < 0?"
        ),
        (
            "With `e = np.exp(-np.abs(z))` the answer is 1 / (1 + e) where z ≥ 0, and e / (1 + e) "
            "elsewhere."
        ),
    ],
)


@sigmoid.misconception(
    "finite",
    "The formula is right, but for z = −1000 it asks for e^1000, which no float can hold; arrange "
    "it so that e only meets powers up to 0.",
)
def overflows(z):
    return 1 / (1 + np.exp(-z))


@sigmoid.misconception(
    "values",
    "The power of e lost its minus sign, so the curve falls instead of rising: it is e^(−z).",
)
def falls(z):
    return 1 / (1 + np.exp(z))


@sigmoid.misconception(
    "values", "`1 / 1 + x` means (1 / 1) + x: the whole sum below the fraction bar needs brackets."
)
def misses_brackets(z):
    return 1 / 1 + np.exp(-z)


@sigmoid.misconception(
    "values",
    "`math.exp` takes one number and z is an array; `np.exp` works on every number of an array.",
)
def uses_math_exp(z):
    return 1 / (1 + math.exp(-z))


@sigmoid.misconception(
    "values", "This is a step from 0 to 1; the sigmoid is graded, and takes every value in between."
)
def steps(z):
    return np.where(z >= 0, 1.0, 0.0)


@sigmoid.misconception(
    "values",
    "With z above the fraction bar this is another function (SiLU); the sigmoid has a 1 there.",
)
def is_silu(z):
    return z / (1 + np.exp(-z))


@sigmoid.misconception(
    "finite",
    "This form is safe for negative z only: for z = 1000 it is infinity divided by infinity; use "
    "it below 0, and the form with e^(−z) above.",
)
def safe_below_zero(z):
    return np.exp(z) / (1 + np.exp(z))


@sigmoid.misconception(
    "pure",
    "The answers are written into z, so the caller loses the numbers that were there; fill a new "
    "array.",
)
def writes_answers_into_z(z):
    z = np.asarray(z)
    up = z >= 0
    z[up] = 1 / (1 + np.exp(-z[up]))
    z[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return z


@sigmoid.alternative
def from_tanh(z):
    return 0.5 * (1 + np.tanh(z / 2))


@sigmoid.alternative
def limited_first(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


@sigmoid.alternative
def from_logaddexp(z):
    return np.exp(-np.logaddexp(0, -z))


@sigmoid.alternative
def number_by_number(z):
    def one(x):
        return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))

    return np.vectorize(one, otypes=[float])(z)


@sigmoid.alternative
def two_masks(z):
    z = np.asarray(z, dtype=float)
    result = np.empty_like(z)
    up = z >= 0
    result[up] = 1 / (1 + np.exp(-z[up]))
    result[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return result


tanh = Exercise(
    reference=nn.tanh,
    statement="Squash every number into the range from −1 to 1, with 0 in the middle.",
    aspects=[
        Aspect(
            "values",
            1,
            "(e^z − e^(−z)) / (e^z + e^(−z)) for every number",
            [call(np.array([0.0, 1.0])), call(np.array([-0.5, 0.0, 2.0])), *confirmed(row, 0)],
        ),
        Aspect("shape", 0.25, "keeps the shape: one number, a batch, an empty batch", ANY_SHAPE),
        Aspect(
            "finite",
            0.5,
            "±1000 gives 1 and −1, without a warning",
            [call(HUGE), call(np.array([[1.0, -1000.0]])), far_row],
            quiet=True,
        ),
        Aspect(
            "pure",
            0.25,
            "leaves its input as it was",
            [call(SIGNS), *confirmed(row, 0), batch],
            pure=True,
        ),
    ],
    hints=[
        "What are e^z and e^(−z) for z = 0? What does the fraction come close to when z is large?",
        (
            "Multiply above and below by e^(−z): only e^(−2z) is left. For which z is that safe? "
            "And by symmetry?"
        ),
        (
            "With `e = np.exp(-2 * np.abs(z))` the size is (1 − e) / (1 + e); `np.sign(z)` gives "
            "it its sign."
        ),
    ],
)


@tanh.misconception(
    "finite",
    "The formula is right, but e^1000 overflows, and infinity divided by infinity is nan; arrange "
    "it so that e only meets powers up to 0.",
)
def infinity_by_infinity(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


@tanh.misconception(
    "finite",
    "This form is safe for negative z only: for z = 1000 it asks for e^2000; use the symmetry "
    "tanh(−z) = −tanh(z).",
)
def safe_on_one_side(z):
    return (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)


@tanh.misconception(
    "finite",
    "The formula is right, but for z = −1000 it asks for e^2000; use the symmetry tanh(−z) = "
    "−tanh(z).",
)
def overflowing_sigmoid_form(z):
    return 2 / (1 + np.exp(-2 * z)) - 1


@tanh.misconception(
    "values",
    "Division comes before subtraction and addition: put brackets around each of the two sums.",
)
def without_brackets(z):
    return np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z)


@tanh.misconception(
    "values",
    "A sigmoid stretched to −1 … 1 is tanh at half the input: 2z has to go into the sigmoid, not "
    "z.",
)
def half_the_input(z):
    return 2 / (1 + np.exp(-z)) - 1


@tanh.misconception(
    "values",
    "This is the hyperbolic sine, which grows without end; tanh divides it by the hyperbolic "
    "cosine.",
)
def only_sinh(z):
    return (np.exp(z) - np.exp(-z)) / 2


@tanh.misconception(
    "values",
    "The fraction is upside down: the difference belongs above the bar and the sum below it.",
)
def upside_down(z):
    return (np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z))


@tanh.misconception(
    "values", "`np.tan` is the tangent of an angle; the hyperbolic tangent is another function."
)
def tangent(z):
    return np.tan(z)


@tanh.alternative
def from_numpy(z):
    return np.tanh(z)


@tanh.alternative
def from_a_sigmoid(z):
    return 2 / (1 + np.exp(-2 * np.clip(z, -300, 300))) - 1


@tanh.alternative
def by_sign(z):
    down = np.exp(-2 * np.maximum(z, 0))
    up = np.exp(2 * np.minimum(z, 0))
    return np.where(z > 0, (1 - down) / (1 + down), (up - 1) / (up + 1))


@tanh.alternative
def with_math(z):
    return np.vectorize(math.tanh, otypes=[float])(z)

"""Rosenblatt's rule: what one sample changes."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import quarter, quarters, rate
from .wording import ERROR_TURNED, PLUS_MINUS, RAW_SUM

SAYS_1_WANTS_0 = call(np.array([1.0, 1.0]), 0.5, np.array([2.0, 3.0]), 0.0, 0.5)
SAYS_0_WANTS_1 = call(np.array([1.0, -2.0]), -0.5, np.array([1.0, 2.0]), 1.0, 0.25)
# z is 0.5 and −0.5, and without its bias the unit would answer otherwise.
JUST_ABOVE = call(np.array([1.0, -1.0]), 1.5, np.array([2.0, 3.0]), 0.0, 0.5)
JUST_BELOW = call(np.array([2.0, 1.0]), -7.5, np.array([2.0, 3.0]), 1.0, 0.25)
SAYS_1_AT_ZERO = call(np.array([1.0, -1.0]), 1.0, np.array([1.0, 2.0]), 0.0, 0.5)


def answer(w, b, x) -> float:
    return 1.0 if w @ x + b >= 0 else 0.0


def one_sample(mistake: bool):
    """A draw of a unit and a sample that it gets wrong, or right; not by the answer at 0."""

    def draw(rng: np.random.Generator) -> Call:
        w, b, x = quarters(rng, 3), quarter(rng), quarters(rng, 3)
        while w @ x + b == 0:
            x = quarters(rng, 3)
        said = answer(w, b, x)
        return call(w, b, x, 1.0 - said if mistake else said, rate(rng))

    return draw


perceptron_update = Exercise(
    reference=nn.perceptron_update,
    statement="Show a step unit one sample; after a mistake, move its weights and its bias.",
    aspects=[
        Aspect(
            "values",
            1,
            "after a mistake: each weight + lr · error · input, the bias + lr · error",
            [
                SAYS_1_WANTS_0,
                SAYS_0_WANTS_1,
                JUST_ABOVE,
                JUST_BELOW,
                *confirmed(one_sample(mistake=True), 8),
                one_sample(mistake=True),
            ],
        ),
        Aspect(
            "no mistake",
            0.5,
            "after a right answer everything stays; z = 0 is answered with 1",
            [
                call(np.array([1.0, 2.0]), -3.0, np.array([1.5, 0.5]), 0.0, 0.5),
                call(np.array([1.0, 2.0]), -2.0, np.array([1.0, 0.5]), 1.0, 0.5),
                SAYS_1_AT_ZERO,
                one_sample(mistake=False),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves the old weights and the sample as they were",
            [SAYS_0_WANTS_1, JUST_ABOVE, JUST_BELOW, *confirmed(one_sample(mistake=True), 8)],
            pure=True,
        ),
    ],
    hints=[
        "Three lines: what does the unit answer, how far is that from y, and what changes?",
        "The error y − a is 1, 0 or −1. What becomes of w + lr * error * x when it is 0?",
        "New arrays: `w + lr * error * x` and `b + lr * error`. Return both, with a comma between.",
    ],
)


@perceptron_update.misconception("values", ERROR_TURNED)
def answered_minus_wanted(w, b, x, y, lr):
    error = answer(w, b, x) - y
    return w + lr * error * x, b + lr * error


@perceptron_update.misconception(
    "values", "The bias stays as it was; it learns as well, by lr · error."
)
def bias_never_learns(w, b, x, y, lr):
    error = y - answer(w, b, x)
    return w + lr * error * x, b


@perceptron_update.misconception("values", RAW_SUM)
def error_of_the_sum(w, b, x, y, lr):
    error = y - (w @ x + b)
    return w + lr * error * x, b + lr * error


@perceptron_update.misconception(
    "values",
    "All weights move by the same amount; each one moves by lr · error times *its own input*, so "
    "an input of 0 leaves its weight alone.",
)
def forgets_the_input(w, b, x, y, lr):
    error = y - answer(w, b, x)
    return w + lr * error, b + lr * error


@perceptron_update.misconception(
    "values", "The error is multiplied by the old weights; the rule multiplies it by the inputs x."
)
def error_times_weights(w, b, x, y, lr):
    error = y - answer(w, b, x)
    return w + lr * error * w, b + lr * error


@perceptron_update.misconception(
    "values", "The learning rate is missing: the change is lr · error · x, and lr · error for b."
)
def without_a_rate(w, b, x, y, lr):
    error = y - answer(w, b, x)
    return w + error * x, b + error


@perceptron_update.misconception(
    "values",
    "The learning rate reaches the weights and not the bias: b changes by lr · error as well.",
)
def rate_for_weights_only(w, b, x, y, lr):
    error = y - answer(w, b, x)
    return w + lr * error * x, b + error


@perceptron_update.misconception(
    "values",
    "This is the change alone; the new weight is the old weight *plus* the change.",
)
def returns_the_change(w, b, x, y, lr):
    error = y - answer(w, b, x)
    return lr * error * x, lr * error


@perceptron_update.misconception(
    "values",
    "A mistake has two directions: if the unit said 1 where 0 was wanted, the weights must go "
    "down; the sign of the error does that.",
)
def always_upwards(w, b, x, y, lr):
    error = abs(y - answer(w, b, x))
    return w + lr * error * x, b + lr * error


@perceptron_update.misconception(
    "no mistake",
    "The answer at z = 0 is 1: the unit asks z ≥ 0, so here it counts a mistake too few or too "
    "many.",
)
def answers_zero_at_zero(w, b, x, y, lr):
    error = y - (1.0 if w @ x + b > 0 else 0.0)
    return w + lr * error * x, b + lr * error


@perceptron_update.misconception("values", PLUS_MINUS)
def labels_of_plus_and_minus_one(w, b, x, y, lr):
    error = y - (1.0 if w @ x + b >= 0 else -1.0)
    return w + lr * error * x, b + lr * error


@perceptron_update.misconception(
    "pure",
    "This changes the caller's array, as `w += …` does, and the old weights are gone; "
    "`w = w + …` makes a new one.",
)
def adds_in_place(w, b, x, y, lr):
    error = y - answer(w, b, x)
    w += lr * error * x
    b += lr * error
    return w, b


@perceptron_update.misconception(
    "values",
    "The step is made of y, so a mistake on a sample with y = 0 changes nothing; it is made of the "
    "error y − a, which is −1 there.",
)
def learns_from_ones_alone(w, b, x, y, lr):
    if answer(w, b, x) == y:
        return w, b
    return w + lr * y * x, b + lr * y


@perceptron_update.alternative
def by_cases(w, b, x, y, lr):
    said = answer(w, b, x)
    if said == y:
        return w, b
    if said == 0:
        return w + lr * x, b + lr
    return w - lr * x, b - lr


@perceptron_update.alternative
def weight_by_weight(w, b, x, y, lr):
    error = y - int(sum(w_i * x_i for w_i, x_i in zip(w, x, strict=True)) + b >= 0)
    new = [w_i + lr * error * x_i for w_i, x_i in zip(w, x, strict=True)]
    return np.array(new), b + lr * error


@perceptron_update.alternative
def minus_answered_minus_wanted(w, b, x, y, lr):
    excess = answer(w, b, x) - y
    return w - lr * excess * x, b - lr * excess


@perceptron_update.misconception(
    "values",
    "A sigmoid answers in place of the step: the answer is 1 where the sum is 0 or more, else 0.",
)
def answers_in_between(w, b, x, y, lr):
    error = y - nn.sigmoid(x @ w + b)
    return w + lr * error * x, b + lr * error

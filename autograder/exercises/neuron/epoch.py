"""The lesson's *break it*: one epoch of training with one planted bug."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import TABLE, quarter, quarters, rate
from .wording import ERROR_TURNED, RAW_SUM

AND, NAND = np.array([0.0, 0.0, 0.0, 1.0]), np.array([1.0, 1.0, 1.0, 0.0])


def bias_learns_from_the_last_sample(X, y, w, b, lr):
    """The code that the lesson hands out: the bias's line stands one level too far left."""
    wrong = 0
    for n in range(len(X)):
        answer = 1.0 if w @ X[n] + b >= 0 else 0.0
        error = y[n] - answer
        w = w + lr * error * X[n]
        if error != 0:
            wrong = wrong + 1
    b = b + lr * error
    return w, b, wrong


def first_wrong(N: int, D: int):
    """A draw of a unit and N samples; the first is answered 1 where 0 is wanted, the last well."""

    def draw(rng: np.random.Generator) -> Call:
        X, w, b, lr = quarters(rng, N, D), quarters(rng, D), abs(quarter(rng)), rate(rng)
        y = rng.choice([0.0, 1.0], N)
        X[0], y[0] = np.abs(X[0]) * np.sign(w), 0.0
        before = nn.perceptron_epoch(X[:-1], y[:-1], w, b, lr)
        y[-1] = nn.predict(X[-1:], *before[:2])[0]
        return call(X, y, w, b, lr)

    return draw


perceptron_epoch = Exercise(
    reference=nn.perceptron_epoch,
    starter=bias_learns_from_the_last_sample,
    statement=(
        "This epoch runs and looks right, and has one bug: a unit that is trained with it never "
        "learns AND. Find the bug from its symptom, and mend it."
    ),
    aspects=[
        Aspect(
            "values",
            1,
            "weights, bias and mistakes after one epoch",
            [
                call(TABLE, AND, np.array([0.0, 0.0]), 0.0, 0.5),
                call(TABLE, NAND, np.array([0.5, 0.5]), 0.5, 0.5),
                *confirmed(first_wrong(3, 2), 2),
            ],
        ),
        Aspect(
            "rate",
            0.5,
            "any learning rate, any number of samples",
            [call(TABLE, AND, np.array([1.0, -1.0]), 0.0, 2.0), *confirmed(first_wrong(6, 3), 0)],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves X, y and the old weights as they were",
            [call(TABLE, AND, np.array([0.5, 1.0]), 0.0, 0.25), *confirmed(first_wrong(4, 2), 1)],
            pure=True,
        ),
    ],
    hints=[
        "Train it on AND and look at b after each epoch. In which direction does it ever move?",
        (
            "AND needs a negative bias, since (0, 0) is to be answered with 0. Which samples does "
            "the bias's line hear of?"
        ),
        "In Python the indentation decides what is inside a loop. Which lines are, which are not?",
    ],
)

perceptron_epoch.misconception(
    "values",
    "This does what the given code does. Follow w and b through the loop on paper, and note after "
    "which samples each of them changes.",
)(bias_learns_from_the_last_sample)


@perceptron_epoch.misconception(
    "values",
    "The bias is in the loop now, but the weights have left it; both learn from every sample.",
)
def weights_learn_from_the_last_sample(X, y, w, b, lr):
    wrong = 0
    for n in range(len(X)):
        error = y[n] - (1.0 if w @ X[n] + b >= 0 else 0.0)
        b = b + lr * error
        if error != 0:
            wrong = wrong + 1
    w = w + lr * error * X[n]
    return w, b, wrong


@perceptron_epoch.misconception(
    "values",
    "Now the bias learns in the loop, and from the last sample a second time after it; move the "
    "line instead of copying it.",
)
def bias_learns_twice(X, y, w, b, lr):
    wrong = 0
    for n in range(len(X)):
        error = y[n] - (1.0 if w @ X[n] + b >= 0 else 0.0)
        w = w + lr * error * X[n]
        b = b + lr * error
        if error != 0:
            wrong = wrong + 1
    return w, b + lr * error, wrong


@perceptron_epoch.misconception(
    "values",
    "`return` has moved into the loop as well, so the epoch ends after its first sample.",
)
def returns_after_one_sample(X, y, w, b, lr):
    w, b, wrong = nn.perceptron_epoch(X[:1], y[:1], w, b, lr)
    return w, b, wrong


@perceptron_epoch.misconception(
    "values",
    "The bias no longer learns at all; it is the line's place that was wrong, not the line.",
)
def bias_does_not_learn(X, y, w, b, lr):
    wrong = 0
    for n in range(len(X)):
        error = y[n] - (1.0 if w @ X[n] + b >= 0 else 0.0)
        w = w + lr * error * X[n]
        wrong += int(error != 0)
    return w, b, wrong


@perceptron_epoch.misconception("values", ERROR_TURNED)
def turned_the_error(X, y, w, b, lr):
    wrong = 0
    for n in range(len(X)):
        error = (1.0 if w @ X[n] + b >= 0 else 0.0) - y[n]
        w = w + lr * error * X[n]
        b = b + lr * error
        wrong += int(error != 0)
    return w, b, wrong


@perceptron_epoch.misconception("values", RAW_SUM)
def lost_the_step(X, y, w, b, lr):
    wrong = 0
    for n in range(len(X)):
        error = y[n] - (w @ X[n] + b)
        w = w + lr * error * X[n]
        b = b + lr * error
        wrong += int(error != 0)
    return w, b, wrong


@perceptron_epoch.misconception(
    "values",
    "The bias moves up by lr after every mistake, whatever its sign; it has to move by lr · error, "
    "which may be down.",
)
def bias_only_upwards(X, y, w, b, lr):
    wrong = 0
    for n in range(len(X)):
        error = y[n] - (1.0 if w @ X[n] + b >= 0 else 0.0)
        w = w + lr * error * X[n]
        if error != 0:
            wrong = wrong + 1
            b = b + lr
    return w, b, wrong


@perceptron_epoch.alternative
def moved_into_the_if(X, y, w, b, lr):
    wrong = 0
    for n in range(len(X)):
        error = y[n] - (1.0 if w @ X[n] + b >= 0 else 0.0)
        if error != 0:
            w = w + lr * error * X[n]
            b = b + lr * error
            wrong = wrong + 1
    return w, b, wrong


@perceptron_epoch.alternative
def with_perceptron_update(X, y, w, b, lr):
    wrong = 0
    for x_n, y_n in zip(X, y, strict=True):
        wrong += int(nn.predict(x_n[np.newaxis], w, b)[0] != y_n)
        w, b = nn.perceptron_update(w, b, x_n, y_n, lr)
    return w, b, wrong


@perceptron_epoch.alternative
def bias_inside_the_weights(X, y, w, b, lr):
    v, wrong = np.append(w, b), 0
    for row, wanted in zip(np.column_stack([X, np.ones(len(X))]), y, strict=True):
        error = wanted - (row @ v >= 0)
        v = v + lr * error * row
        wrong += int(error != 0)
    return v[:-1], v[-1], wrong


@perceptron_epoch.misconception(
    "values",
    "The bias moves after the loop still, now by all errors together: each sample has to be "
    "answered with the bias that the sample before it left.",
)
def all_errors_at_the_end(X, y, w, b, lr):
    total, wrong = 0.0, 0
    for x, wanted in zip(X, y, strict=True):
        error = wanted - float(x @ w + b >= 0)
        w, total, wrong = w + lr * error * x, total + error, wrong + int(error != 0)
    return w, b + lr * total, wrong

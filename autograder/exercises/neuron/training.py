"""A whole training with Rosenblatt's rule."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import TABLE, quarters, rate
from .learning import answer, answered_minus_wanted, bias_never_learns, error_of_the_sum
from .wording import ERROR_TURNED, PLUS_MINUS, RAW_SUM

AND, OR = np.array([0.0, 0.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0, 1.0])
XOR = np.array([0.0, 1.0, 1.0, 0.0])


def two_groups(N: int, D: int, epochs: int):
    """A draw of N samples on two sides of a random plane, so that a unit can learn them."""

    def draw(rng: np.random.Generator) -> Call:
        X, direction = quarters(rng, N, D), quarters(rng, D)
        y = np.where(X @ direction >= 0, 1.0, 0.0)
        y[0], X[0] = 0.0, -np.abs(X[0]) * np.sign(direction)  # its first answer, 1, is a mistake
        return call(X, y, rate(rng), epochs)

    return draw


train_perceptron = Exercise(
    reference=nn.train_perceptron,
    statement=(
        "Train a step unit: start from zeros, go through all samples epoch after epoch, update "
        "after each one, and count the mistakes of every epoch."
    ),
    aspects=[
        Aspect(
            "values",
            1.5,
            "weights, bias and mistakes after several epochs",
            [
                call(np.array([[1.0], [-1.0]]), np.array([0.0, 1.0]), 0.5, 1),
                call(TABLE, AND, 0.5, 2),
                call(TABLE, AND, 0.25, 8),
                call(np.array([[1.0], [-1.0], [-2.0]]), np.array([1.0, 0.0, 1.0]), 1.0, 2),
                two_groups(4, 3, 5),
            ],
        ),
        Aspect(
            "every epoch",
            1,
            "always as many epochs as asked for, whether it has learnt or never can",
            [
                call(np.array([[1.0], [-1.0], [-2.0]]), np.array([1.0, 0.0, 1.0]), 1.0, 5),
                call(TABLE, OR, 2.0, 7),
                call(TABLE, XOR, 0.5, 6),
                two_groups(3, 2, 9),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves X and y as they were",
            [
                call(TABLE, OR, 0.5, 3),
                call(np.array([[1.0], [-1.0], [-2.0]]), np.array([1.0, 0.0, 1.0]), 1.0, 2),
                *confirmed(two_groups(4, 2, 3), 2),
            ],
            pure=True,
        ),
    ],
    hints=[
        "Two loops, one inside the other. Which runs over epochs, and which over samples?",
        (
            "Before the loops: w, b and an empty list. At the start of each epoch: a counter at 0. "
            "At its end: append the counter."
        ),
        (
            "Inside both loops, for sample n: its answer, error = y[n] − answer, then w and b as "
            "in perceptron_update, and one more mistake if error is not 0."
        ),
    ],
)


def train(X, y, lr, epochs, update=nn.perceptron_update, start=0.0):
    """A right training, with an update and a start of choice, for the wrong ones below."""
    w, b, mistakes = np.full(X.shape[1], start), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_n, y_n in zip(X, y, strict=True):
            wrong += int(answer(w, b, x_n) != y_n)
            w, b = update(w, b, x_n, y_n, lr)
        mistakes.append(wrong)
    return w, b, mistakes


@train_perceptron.misconception(
    "values",
    "`return` stands inside the loop over the epochs, so training ends after the first one; move "
    "it out, under the `for` of the epochs.",
)
def returns_after_one_epoch(X, y, lr, epochs):
    return train(X, y, lr, min(epochs, 1))


@train_perceptron.misconception(
    "values",
    "The counter runs on from epoch to epoch; set it back to 0 at the start of every epoch.",
)
def never_resets_the_counter(X, y, lr, epochs):
    w, b, mistakes = train(X, y, lr, epochs)
    return w, b, np.cumsum(mistakes).tolist()


@train_perceptron.misconception(
    "values",
    "A mistake on (0, 0) moves the bias alone, and is missed where moved weights are counted; "
    "count the answers that differ from y.",
)
def counts_moved_weights(X, y, lr, epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        moved = 0
        for x_n, y_n in zip(X, y, strict=True):
            before = w
            w, b = nn.perceptron_update(w, b, x_n, y_n, lr)
            moved += int(np.any(w != before))
        mistakes.append(moved)
    return w, b, mistakes


@train_perceptron.misconception(
    "values",
    "The errors are added up with their signs, so +1 and −1 cancel; a mistake counts 1 either way.",
)
def errors_that_cancel(X, y, lr, epochs):
    w, b, sums = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        total = 0
        for x_n, y_n in zip(X, y, strict=True):
            total += int(y_n - answer(w, b, x_n))
            w, b = nn.perceptron_update(w, b, x_n, y_n, lr)
        sums.append(total)
    return w, b, sums


@train_perceptron.misconception(
    "values",
    "All samples are answered with the weights from the start of the epoch; here w and b change "
    "after each sample, and the next one already meets the new ones.",
)
def updates_once_an_epoch(X, y, lr, epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        errors = y - np.where(X @ w + b >= 0, 1.0, 0.0)
        w, b = w + lr * errors @ X, b + lr * errors.sum()
        mistakes.append(int(np.sum(errors != 0)))
    return w, b, mistakes


@train_perceptron.misconception(
    "every epoch",
    "It stops at the first epoch without a mistake; that is sensible, but here the list must have "
    "an entry for every epoch.",
)
def stops_when_learnt(X, y, lr, epochs):
    w, b, mistakes = train(X, y, lr, epochs)
    return w, b, mistakes[: mistakes.index(0) + 1] if 0 in mistakes else mistakes


@train_perceptron.misconception(
    "values",
    "The weights start at 1; the statement asks for 0, so that every run begins the same.",
)
def starts_from_ones(X, y, lr, epochs):
    return train(X, y, lr, epochs, start=1.0)


@train_perceptron.misconception(
    "values", "The bias never moves from 0; it learns too, by lr · error after each sample."
)
def trains_weights_only(X, y, lr, epochs):
    return train(X, y, lr, epochs, bias_never_learns)


@train_perceptron.misconception("values", ERROR_TURNED)
def learns_backwards(X, y, lr, epochs):
    return train(X, y, lr, epochs, answered_minus_wanted)


@train_perceptron.misconception("values", PLUS_MINUS)
def trains_with_plus_and_minus_one(X, y, lr, epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        errors = []
        for x_n, y_n in zip(X, y, strict=True):
            errors.append(y_n - (1.0 if w @ x_n + b >= 0 else -1.0))
            w, b = w + lr * errors[-1] * x_n, b + lr * errors[-1]
        mistakes.append(sum(error != 0 for error in errors))
    return w, b, mistakes


@train_perceptron.misconception("values", RAW_SUM)
def trains_on_the_sum(X, y, lr, epochs):
    return train(X, y, lr, epochs, error_of_the_sum)


@train_perceptron.misconception(
    "values",
    "The weights are set back to 0 in every epoch; they must keep what they have learnt, so set "
    "them before the loops.",
)
def starts_anew_each_epoch(X, y, lr, epochs):
    w, b, mistakes = train(X, y, lr, 1)
    return w, b, mistakes * epochs


@train_perceptron.misconception(
    "values",
    "One total for the whole training is returned; wanted is a list with one number for each "
    "epoch.",
)
def one_total(X, y, lr, epochs):
    w, b, mistakes = train(X, y, lr, epochs)
    return w, b, sum(mistakes)


@train_perceptron.alternative
def with_perceptron_update(X, y, lr, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    for _ in range(epochs):
        before = len(X)
        for x_n, y_n in zip(X, y, strict=True):
            before -= int(nn.step(w @ x_n + b) == y_n)
            w, b = nn.perceptron_update(w, b, x_n, y_n, lr)
        mistakes.append(before)
    return w, b, mistakes


@train_perceptron.alternative
def bias_inside_the_weights(X, y, lr, epochs):
    with_one = np.hstack([X, np.ones((len(X), 1))])
    v, mistakes = np.zeros(X.shape[1] + 1), np.zeros(epochs, dtype=int)
    for epoch in range(epochs):
        for row, wanted in zip(with_one, y, strict=True):
            error = wanted - (row @ v >= 0)
            v += lr * error * row
            mistakes[epoch] += error != 0
    return v[:-1], v[-1], mistakes


@train_perceptron.alternative
def changes_only_after_mistakes(X, y, lr, epochs):
    w, b, mistakes = [0.0] * X.shape[1], 0.0, []
    for _ in range(epochs):
        mistakes.append(0)
        for n in range(len(y)):
            z = sum(w_i * x_i for w_i, x_i in zip(w, X[n], strict=True)) + b
            if (z >= 0) != (y[n] == 1):
                sign = 1 if y[n] == 1 else -1
                w = [w_i + sign * lr * x_i for w_i, x_i in zip(w, X[n], strict=True)]
                b += sign * lr
                mistakes[-1] += 1
    return np.array(w), b, mistakes


@train_perceptron.misconception(
    "values", "The last sample is never shown: range(len(X) - 1) ends one too soon."
)
def leaves_out_the_last(X, y, lr, epochs):
    return nn.train_perceptron(X[:-1], y[:-1], lr, epochs)


@train_perceptron.misconception(
    "values",
    "The mistakes were counted after the epoch, with the weights as they were then; count each "
    "sample's when it is shown.",
)
def counts_afterwards(X, y, lr, epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        for x, wanted in zip(X, y, strict=True):
            w, b = nn.perceptron_update(w, b, x, wanted, lr)
        mistakes.append(int(np.sum(nn.predict(X, w, b) != y)))
    return w, b, mistakes


@train_perceptron.misconception("values", "It begins with ones; weights and bias begin at 0.")
def begins_with_ones(X, y, lr, epochs):
    w, b, mistakes = np.ones(X.shape[1]), 1.0, []
    for _ in range(epochs):
        mistakes.append(0)
        for x, wanted in zip(X, y, strict=True):
            mistakes[-1] += int(nn.step(x @ w + b) != wanted)
            w, b = nn.perceptron_update(w, b, x, wanted, lr)
    return w, b, mistakes

"""One step downhill."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import away_from_zero, numbers, rate


def step(rng: np.random.Generator, *shape: int) -> Call:
    return call(numbers(rng, *shape), away_from_zero(rng, *shape), rate(rng, 0.1, 0.9))


HILL = call(np.array([1.0, 5.0]), np.array([2.0, -4.0]), 0.5)
SQUARE = call(np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[1.0, 1.0], [-2.0, 4.0]]), 0.1)

gd_step = Exercise(
    reference=nn.gd_step,
    statement="Take one step of gradient descent.",
    aspects=[
        Aspect(
            "values",
            1,
            "theta minus lr times the gradient",
            [HILL, call(np.array([3.0]), np.array([6.0]), 0.1), lambda rng: step(rng, 3)],
        ),
        Aspect(
            "shape",
            0.5,
            "keeps the shape: one number, a table, nothing at all",
            [
                call(-1.5, 2.0, 0.25),
                lambda rng: step(rng, 2, 3),
                call(np.zeros(0), np.zeros(0), 0.1),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves theta and grad as they were",
            [SQUARE, lambda rng: step(rng, 2)],
            pure=True,
        ),
    ],
    hints=[
        "The gradient points uphill. Which way do you want to go?",
        "lr says how far: it multiplies the gradient, and nothing else.",
        "return theta - … * …",
    ],
)


@gd_step.misconception(
    "values",
    "Along the gradient is uphill: the cost grows; subtract the step instead of adding it.",
)
def steps_uphill(theta, grad, lr):
    return theta + lr * grad


@gd_step.misconception(
    "values", "lr is missing: it turns a slope into a distance and is needed in every step."
)
def leaves_out_the_rate(theta, grad, lr):
    return theta - grad


@gd_step.misconception("values", "lr multiplies theta too; it belongs to the gradient alone.")
def rate_on_both(theta, grad, lr):
    return lr * (theta - grad)


@gd_step.misconception(
    "values", "This is how far to go, not where you arrive; it has to be subtracted from theta."
)
def returns_the_way_only(theta, grad, lr):
    return lr * grad


@gd_step.misconception(
    "values",
    "Only the sign of the gradient is used; a steep slope has to give a longer step than a gentle "
    "one.",
)
def signs_only(theta, grad, lr):
    return theta - lr * np.sign(grad)


@gd_step.misconception(
    "values",
    "The gradient was scaled to length 1; here its length counts: steep slopes give long steps.",
)
def unit_length(theta, grad, lr):
    return theta - lr * grad / max(float(np.linalg.norm(grad)), 1e-12)


@gd_step.misconception(
    "values", "The step is divided by lr; a larger rate must give a longer step."
)
def divides_by_the_rate(theta, grad, lr):
    return theta - grad / lr


@gd_step.misconception(
    "pure", "`theta -= …` writes into the caller's array; `theta - …` makes a new one."
)
def subtracts_in_place(theta, grad, lr):
    theta -= lr * grad
    return theta


@gd_step.alternative
def adds_the_opposite(theta, grad, lr):
    return np.add(theta, np.multiply(-lr, grad))


@gd_step.alternative
def entry_by_entry(theta, grad, lr):
    return np.vectorize(lambda t, g: t - lr * g, otypes=[float])(theta, grad)


@gd_step.alternative
def copies_first(theta, grad, lr):
    moved = np.array(theta, dtype=float)
    moved -= lr * np.asarray(grad)
    return moved

"""The way back through a sigmoid."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import number, numbers


def z_and_grad(*shape: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, *shape), numbers(rng, *shape))

    return draw


FAR = call(np.array([-1000.0, -1.0, 1.0, 1000.0]), np.array([3.0, 2.0, -2.0, 5.0]))
SIGNS = call(np.array([[-1.0, 2.0], [0.5, -3.0]]), np.array([[4.0, -2.0], [1.0, 8.0]]))

sigmoid_backward = Exercise(
    reference=nn.sigmoid_backward,
    statement="Hand a gradient back through a sigmoid: from ∂L/∂a to ∂L/∂z.",
    aspects=[
        Aspect(
            "values",
            1,
            "what arrives, times the sigmoid's slope at z",
            [
                call(np.array([0.0]), np.array([8.0])),
                call(np.array([-2.0, 0.5, 1.0]), np.array([1.0, -3.0, 2.0])),
                z_and_grad(4),
            ],
        ),
        Aspect(
            "shape",
            0.5,
            "keeps the shape (one number, a batch, nothing at all) and its arguments",
            [
                call(-1.5, 2.0),
                SIGNS,
                z_and_grad(2, 3),
                lambda rng: call(number(rng), number(rng)),
                call(np.zeros((0, 3)), np.zeros((0, 3))),
            ],
            pure=True,
        ),
        Aspect(
            "finite",
            0.5,
            "0 at ±1000, without a warning",
            [FAR, call(np.array([1000.0, 0.5]), np.array([1.0, 4.0]))],
            quiet=True,
        ),
    ],
    hints=[
        "Which two numbers are multiplied: what arrives, and which slope?",
        "With a = nn.sigmoid(z), the slope is a (1 − a).",
        "`a = nn.sigmoid(z)`, and then grad times a times (1 − a).",
    ],
)


@sigmoid_backward.misconception(
    "values",
    "z (1 − z) is right only where z already is the sigmoid's output; here z is its input, so "
    "take the sigmoid first.",
)
def takes_z_for_the_output(z, grad):
    return grad * z * (1 - z)


@sigmoid_backward.misconception(
    "values", "The slope is right, but what arrives is missing: multiply by grad."
)
def slope_without_grad(z, grad):
    a = nn.sigmoid(z)
    return a * (1 - a)


@sigmoid_backward.misconception(
    "values",
    "This multiplies by the sigmoid itself; on the way back it is the slope that counts, a (1 − "
    "a).",
)
def height_for_slope(z, grad):
    return grad * nn.sigmoid(z)


@sigmoid_backward.misconception(
    "values",
    "The gradient went through untouched: the activation's slope a (1 − a) has to be multiplied "
    "in.",
)
def hands_it_on_unchanged(z, grad):
    return grad * 1.0


@sigmoid_backward.misconception(
    "values", "Here the two are added; the chain rule multiplies slopes along a path."
)
def adds_the_slope(z, grad):
    a = nn.sigmoid(z)
    return grad + a * (1 - a)


@sigmoid_backward.misconception(
    "values",
    "The slope was taken at grad instead of at z: where the unit stood on the way forward is what "
    "counts.",
)
def slope_at_the_wrong_place(z, grad):
    a = nn.sigmoid(grad)
    return a * (1 - a) * z


@sigmoid_backward.misconception(
    "finite",
    "The formula is right, but for z = −1000 it asks for e^1000; nn.sigmoid keeps clear of that.",
)
def overflowing_exponential(z, grad):
    a = 1 / (1 + np.exp(-z))
    return grad * a * (1 - a)


@sigmoid_backward.misconception(
    "shape", "`*=` writes into the caller's array, which is still needed; write `grad * …`."
)
def scales_grad_in_place(z, grad):
    a = nn.sigmoid(z)
    grad *= a * (1 - a)
    return grad


@sigmoid_backward.alternative
def by_the_slope(z, grad):
    return grad * nn.sigmoid_grad(z)


@sigmoid_backward.alternative
def through_tanh(z, grad):
    return 0.25 * grad * (1 - np.tanh(z / 2) ** 2)


@sigmoid_backward.alternative
def entry_by_entry(z, grad):
    def one(place, arrives):
        e = np.exp(-abs(place))
        return arrives * e / (1 + e) ** 2

    return np.vectorize(one, otypes=[float])(z, grad)


@sigmoid_backward.misconception(
    "values", "1 − a² is the slope of tanh; the sigmoid's is a (1 − a)."
)
def slope_of_tanh(z, grad):
    return grad * (1 - nn.sigmoid(z) ** 2)


@sigmoid_backward.misconception(
    "values", "The sigmoid was taken twice; the slope is a (1 − a) with a = sigmoid(z), once."
)
def sigmoid_of_a_sigmoid(z, grad):
    return grad * nn.sigmoid_grad(nn.sigmoid(z))


@sigmoid_backward.misconception(
    "values", "Brackets are missing: `grad * a * 1 - a` subtracts a at the end; write a * (1 - a)."
)
def without_brackets(z, grad):
    a = nn.sigmoid(z)
    return grad * a - a

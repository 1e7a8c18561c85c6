"""Second planted bug: a missing activation derivative."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import number, numbers


def slope_of_tanh_missing(x, W1, b1, w2, b2, y):
    """The code that the lesson hands out: it goes back through tanh as if that were not there."""
    a1 = np.tanh(x @ W1 + b1)
    a2 = a1 @ w2 + b2
    loss = (a2 - y) ** 2
    da2 = 2 * (a2 - y)
    dw2 = da2 * a1
    da1 = da2 * w2
    return loss, np.outer(x, da1), da1, dw2, da2


def network(D: int, H: int):
    def draw(rng: np.random.Generator) -> Call:
        W1, b1, w2 = numbers(rng, D, H), numbers(rng, H), numbers(rng, H)
        return call(numbers(rng, D), (W1 / 2).round(2), (b1 / 2).round(2), w2, number(rng), 6.0)

    return draw


ONE_UNIT = call(np.array([1.0]), np.array([[0.5]]), np.array([0.25]), np.array([2.0]), 0.0, 3.0)
TWO_UNITS = call(
    np.array([1.0, -1.0]),
    np.array([[0.5, 0.25], [-0.25, 1.0]]),
    np.array([0.0, 0.5]),
    np.array([2.0, -1.0]),
    0.5,
    4.0,
)

hidden_layer_grads = Exercise(
    reference=nn.hidden_layer_grads,
    starter=slope_of_tanh_missing,
    statement=(
        "A network with a hidden layer. `grad_check` is content with two of the gradients and not "
        "with the other two. Which step lies between them?"
    ),
    aspects=[
        Aspect(
            "values", 1, "the loss and all four gradients", [ONE_UNIT, TWO_UNITS, network(2, 2)]
        ),
        Aspect(
            "shape",
            0.5,
            "each gradient has the shape of what it belongs to, whatever the sizes",
            [network(1, 3), network(3, 1), *confirmed(network(3, 2), 0)],
        ),
    ],
    hints=[
        "Which gradients are right, and which are wrong? What do the wrong ones have in common?",
        "Read the steps forward: x, z1, a1, a2, L. Which one has no counterpart on the way back?",
        "Between da1 and dz1 lies tanh, whose slope is 1 − a1².",
    ],
)

hidden_layer_grads.misconception(
    "values",
    "This is the code as it was given: the output layer's gradients are right, the first layer's "
    "are not; look at what lies between them.",
)(slope_of_tanh_missing)


def _forward(x, W1, b1, w2, b2):
    a1 = np.tanh(x @ W1 + b1)
    return a1, a1 @ w2 + b2


@hidden_layer_grads.misconception(
    "values", "The slope of tanh stands there, but without the square: it is 1 − a1²."
)
def slope_without_the_square(x, W1, b1, w2, b2, y):
    a1, a2 = _forward(x, W1, b1, w2, b2)
    da2 = 2 * (a2 - y)
    dz1 = da2 * w2 * (1 - a1)
    return (a2 - y) ** 2, np.outer(x, dz1), dz1, da2 * a1, da2


@hidden_layer_grads.misconception(
    "values", "a1 (1 − a1) is the slope of the sigmoid; this layer has tanh, with 1 − a1²."
)
def slope_of_the_sigmoid(x, W1, b1, w2, b2, y):
    a1, a2 = _forward(x, W1, b1, w2, b2)
    da2 = 2 * (a2 - y)
    dz1 = da2 * w2 * a1 * (1 - a1)
    return (a2 - y) ** 2, np.outer(x, dz1), dz1, da2 * a1, da2


@hidden_layer_grads.misconception(
    "values",
    "dW1 is mended, db1 is not: the slope belongs to ∂L/∂z1, from which both gradients are made.",
)
def mended_for_the_weights_alone(x, W1, b1, w2, b2, y):
    a1, a2 = _forward(x, W1, b1, w2, b2)
    da2 = 2 * (a2 - y)
    da1 = da2 * w2
    return (a2 - y) ** 2, np.outer(x, da1 * (1 - a1**2)), da1, da2 * a1, da2


@hidden_layer_grads.misconception(
    "values",
    "The slope was taken of a1 once more, 1 − tanh²(a1); a1 has been through tanh already.",
)
def tanh_twice(x, W1, b1, w2, b2, y):
    a1, a2 = _forward(x, W1, b1, w2, b2)
    da2 = 2 * (a2 - y)
    dz1 = da2 * w2 * (1 - np.tanh(a1) ** 2)
    return (a2 - y) ** 2, np.outer(x, dz1), dz1, da2 * a1, da2


@hidden_layer_grads.misconception(
    "values",
    "The slope was multiplied into dw2 as well; the output unit has no tanh, so its gradient was "
    "right.",
)
def slope_in_both_layers(x, W1, b1, w2, b2, y):
    a1, a2 = _forward(x, W1, b1, w2, b2)
    da2 = 2 * (a2 - y)
    dz1 = da2 * w2 * (1 - a1**2)
    return (a2 - y) ** 2, np.outer(x, dz1), dz1, da2 * a1 * (1 - a1**2), da2


@hidden_layer_grads.misconception(
    "shape",
    "dW1 is turned over: it has to have the shape of W1, (D, H), one row for each input.",
)
def first_layer_transposed(x, W1, b1, w2, b2, y):
    a1, a2 = _forward(x, W1, b1, w2, b2)
    da2 = 2 * (a2 - y)
    dz1 = da2 * w2 * (1 - a1**2)
    return (a2 - y) ** 2, np.outer(dz1, x), dz1, da2 * a1, da2


@hidden_layer_grads.alternative
def with_the_slope_of_lesson_03(x, W1, b1, w2, b2, y):
    z1 = x @ W1 + b1
    a2 = nn.tanh(z1) @ w2 + b2
    da2 = 2 * (a2 - y)
    dz1 = nn.tanh_grad(z1) * w2 * da2
    return [(a2 - y) ** 2, x[:, np.newaxis] * dz1, dz1, da2 * nn.tanh(z1), da2]


@hidden_layer_grads.alternative
def unit_by_unit(x, W1, b1, w2, b2, y):
    a1, a2 = _forward(x, W1, b1, w2, b2)
    da2 = 2 * (a2 - y)
    dW1, db1 = np.zeros_like(W1), np.zeros_like(b1)
    for unit in range(len(b1)):
        db1[unit] = da2 * w2[unit] * (1 - a1[unit]) * (1 + a1[unit])
        for one in range(len(x)):
            dW1[one, unit] = x[one] * db1[unit]
    return float((a2 - y) ** 2), dW1, db1, da2 * a1, float(da2)


@hidden_layer_grads.misconception(
    "values", "1 − z1² was taken for the slope; it is 1 − a1², of tanh's output."
)
def slope_from_the_sums(x, W1, b1, w2, b2, y):
    z1 = x @ W1 + b1
    a1 = np.tanh(z1)
    da2 = 2 * (a1 @ w2 + b2 - y)
    dz1 = da2 * w2 * (1 - z1**2)
    return (a1 @ w2 + b2 - y) ** 2, np.outer(x, dz1), dz1, da2 * a1, da2

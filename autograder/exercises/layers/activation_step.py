"""The way back through an activation that is named."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import numbers

NAMES = ("sigmoid", "tanh", "relu", "linear")


def batch(name: str, *shape: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, *shape), numbers(rng, *shape), name)

    return draw


def by_hand(name: str) -> Call:
    return call(np.array([[8.0, -8.0, 4.0]]), np.array([[-1.0, 2.0, 0.5]]), name)


FAR = np.array([[-1000.0, -1.0, 1.0, 1000.0]]), np.array([[3.0, 2.0, -2.0, 5.0]])

activation_backward = Exercise(
    reference=nn.activation_backward,
    statement="Hand a gradient back through any of four activations, for a whole batch.",
    aspects=[
        Aspect(
            "curves",
            0.75,
            "sigmoid and tanh",
            [by_hand("sigmoid"), by_hand("tanh"), batch("sigmoid", 2, 2), batch("tanh", 3, 2)],
        ),
        Aspect(
            "straight pieces",
            0.75,
            "relu, with slope 0 at 0, and linear",
            [
                call(np.array([[8.0, 8.0, 8.0]]), np.array([[-1.0, 0.0, 2.0]]), "relu"),
                by_hand("linear"),
                batch("relu", 3, 3),
                batch("linear", 2, 2),
            ],
        ),
        Aspect(
            "shape and size",
            0.5,
            "any shape, finite at ±1000, arguments as they were",
            [
                *(call(FAR[1], FAR[0], name) for name in NAMES),
                *(batch(name, 2, 3) for name in NAMES),
                call(np.zeros((0, 3)), np.zeros((0, 3)), "tanh"),
            ],
            pure=True,
            quiet=True,
        ),
    ],
    hints=[
        "Which two arrays are multiplied, entry by entry: what arrives, and which slope?",
        "The slope is taken at Z, where the unit stood before the activation: nn.tanh_grad(Z).",
        'Choose by name: `if name == "tanh": return dA * nn.tanh_grad(Z)`, and so on; for '
        '"linear" the slope is 1.',
    ],
)


def _by(**changed):
    """A way back with slopes of one's own for some names."""
    slopes = {
        "sigmoid": nn.sigmoid_grad,
        "tanh": nn.tanh_grad,
        "relu": nn.relu_grad,
        "linear": np.ones_like,
    } | changed
    return lambda dA, Z, name: dA * slopes[name](Z)


@activation_backward.misconception(
    "curves",
    "The slope was taken at f(Z): nn.sigmoid_grad and nn.tanh_grad want the input Z, and find "
    "f(Z) themselves.",
)
def activates_twice(dA, Z, name):
    f = {"sigmoid": nn.sigmoid, "tanh": nn.tanh, "relu": nn.relu, "linear": np.positive}[name]
    return _by()(dA, f(Z), name)


@activation_backward.misconception(
    "curves",
    "z (1 − z) and 1 − z² hold for the activation's output; Z is its input, so take f first.",
)
def takes_z_for_the_output(dA, Z, name):
    return _by(sigmoid=lambda Z: Z * (1 - Z), tanh=lambda Z: 1 - Z**2)(dA, Z, name)


@activation_backward.misconception(
    "curves", "This multiplies by f(Z) itself; on the way back its slope at Z counts."
)
def height_for_slope(dA, Z, name):
    return _by(sigmoid=nn.sigmoid, tanh=nn.tanh, relu=nn.relu, linear=np.positive)(dA, Z, name)


@activation_backward.misconception(
    "curves", "The slope is right, but what arrives is missing: multiply by dA."
)
def slope_alone(dA, Z, name):
    return _by()(np.ones_like(Z), Z, name)


@activation_backward.misconception(
    "curves",
    "`@` is a product of matrices; an activation works entry by entry, and so does its way back: "
    "use `*`.",
)
def product_of_matrices(dA, Z, name):
    return dA @ _by()(np.ones_like(Z), Z, name).T


@activation_backward.misconception(
    "straight pieces",
    "relu was applied to dA; where the gradient passes is decided by Z > 0, whatever sign dA has.",
)
def relu_of_the_gradient(dA, Z, name):
    return nn.relu(dA) if name == "relu" else _by()(dA, Z, name)


@activation_backward.misconception(
    "straight pieces",
    "At Z = 0 this lets the gradient pass; the course takes slope 0 there: `Z > 0`, without =.",
)
def passes_at_zero(dA, Z, name):
    return _by(relu=lambda Z: (Z >= 0) * 1.0)(dA, Z, name)


@activation_backward.misconception(
    "straight pieces",
    "For relu this multiplies by max(0, Z); the slope is 1 where Z > 0, however large Z is.",
)
def relu_as_its_own_slope(dA, Z, name):
    return _by(relu=nn.relu)(dA, Z, name)


@activation_backward.misconception(
    "straight pieces",
    "A linear layer has slope 1: it hands on dA as it is, and not Z · dA.",
)
def linear_times_z(dA, Z, name):
    return _by(linear=np.positive)(dA, Z, name)


@activation_backward.misconception(
    "shape and size",
    "`dA[Z <= 0] = 0` writes into the caller's array, which is still needed; multiply, or copy "
    "first.",
)
def switches_off_in_place(dA, Z, name):
    if name == "relu":
        dA[Z <= 0] = 0
        return dA
    return _by()(dA, Z, name)


@activation_backward.misconception(
    "shape and size",
    "The formula is right, but for Z = −1000 it asks for e^1000; nn.sigmoid_grad keeps clear of "
    "that.",
)
def overflowing_exponential(dA, Z, name):
    def slope(Z):
        a = 1 / (1 + np.exp(-Z))
        return a * (1 - a)

    return _by(sigmoid=slope)(dA, Z, name)


@activation_backward.alternative
def one_if_after_another(dA, Z, name):
    if name == "sigmoid":
        a = nn.sigmoid(Z)
        return dA * a * (1 - a)
    if name == "tanh":
        return dA * (1 - np.tanh(Z) ** 2)
    if name == "relu":
        return np.where(Z > 0, dA, 0.0)
    return dA.copy()


@activation_backward.alternative
def through_the_library(dA, Z, name):
    return dA if name == "linear" else np.multiply(getattr(nn, f"{name}_grad")(Z), dA)


@activation_backward.misconception(
    "curves", "a (1 − a) is the sigmoid's slope; that of tanh is 1 − a²."
)
def one_slope_for_both(dA, Z, name):
    if name != "tanh":
        return nn.activation_backward(dA, Z, name)
    return dA * np.tanh(Z) * (1 - np.tanh(Z))


@activation_backward.misconception(
    "curves",
    '`if name == "sigmoid" or "…"` is always so, since a text counts as true: the first case is '
    'taken for every name. Write `name == "…"` on both sides of `or`.',
)
def first_case_for_all(dA, Z, name):
    if name == "sigmoid" or "logistic":  # noqa: SIM222
        return dA * nn.sigmoid_grad(Z)
    return nn.activation_backward(dA, Z, name)

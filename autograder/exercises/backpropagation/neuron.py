"""One sigmoid unit, forward and back."""

import math

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import number, numbers

HALFWAY = call(np.array([2.0, 4.0]), np.array([1.0, -1.0]), 2.0, 1.0)
OTHER_LABEL = call(np.array([1.0, -2.0]), np.array([0.5, 1.0]), 0.5, 0.0)
BETWEEN = call(np.array([3.0]), np.array([0.5]), -1.0, 0.25)


def sample(D: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, D), numbers(rng, D), number(rng), float(rng.integers(2)))

    return draw


backprop_neuron = Exercise(
    reference=nn.backprop_neuron,
    statement=(
        "The whole of backpropagation for one sigmoid unit with squared error: go forward, then go "
        "back, one step after another."
    ),
    aspects=[
        Aspect(
            "values",
            1.5,
            "the loss, ∂L/∂w and ∂L/∂b",
            [HALFWAY, OTHER_LABEL, BETWEEN, sample(2)],
        ),
        Aspect(
            "shape",
            0.5,
            "∂L/∂w has the shape of w, for one input or for many",
            [*confirmed(sample(1), 0), *confirmed(sample(3), 20), sample(5)],
        ),
        Aspect(
            "pure",
            0.5,
            "moves nothing: all arguments are left as they were",
            [OTHER_LABEL, *confirmed(sample(2), 7)],
            pure=True,
        ),
        Aspect(
            "finite",
            0.5,
            "finite at z = ±1000, without a warning",
            [
                call(np.array([1000.0, 0.5]), np.array([-1.0, 2.0]), 0.0, 1.0),
                call(np.array([1000.0]), np.array([1.0]), 0.0, 0.0),
                call(np.array([0.5]), np.array([1.0]), 0.25, 1.0),
            ],
            quiet=True,
        ),
    ],
    hints=[
        "Forward first: write z, a and L in three lines. Then go through them from the last to the "
        "first: what is ∂L/∂a?",
        "One factor for each step: 2 (a − y) for the square, a (1 − a) for the sigmoid. Together "
        "they are ∂L/∂z.",
        "In z = x · w + b, the slope for w is x and the slope for b is 1. Multiply ∂L/∂z by each.",
    ],
)


def _forward(x, w, b):
    return nn.sigmoid(x @ w + b)


@backprop_neuron.misconception(
    "values",
    "The activation's slope is missing: between ∂L/∂a and ∂L/∂z stands the factor a (1 − a).",
)
def skips_the_activation(x, w, b, y):
    a = _forward(x, w, b)
    dz = 2 * (a - y)
    return (a - y) ** 2, dz * x, dz


@backprop_neuron.misconception(
    "values",
    "a − y is ∂L/∂z for cross-entropy, where the sigmoid's slope cancels; with squared error it is "
    "2 (a − y) a (1 − a).",
)
def rule_for_cross_entropy(x, w, b, y):
    a = _forward(x, w, b)
    return (a - y) ** 2, (a - y) * x, a - y


@backprop_neuron.misconception("values", "The 2 is missing: the slope of (a − y)² is 2 (a − y).")
def lost_the_two(x, w, b, y):
    a = _forward(x, w, b)
    dz = (a - y) * a * (1 - a)
    return (a - y) ** 2, dz * x, dz


@backprop_neuron.misconception(
    "values",
    "The sign is turned: the loss holds a − y, so a too large must give a positive slope; minus "
    "belongs to the update, later.",
)
def downhill_already(x, w, b, y):
    a = _forward(x, w, b)
    dz = 2 * (y - a) * a * (1 - a)
    return (a - y) ** 2, dz * x, dz


@backprop_neuron.misconception(
    "values",
    "∂L/∂w was multiplied by w; the slope of x · w for w is the other factor, x.",
)
def weight_for_input(x, w, b, y):
    a = _forward(x, w, b)
    dz = 2 * (a - y) * a * (1 - a)
    return (a - y) ** 2, dz * w, dz


@backprop_neuron.misconception(
    "values",
    "The slope was taken as z (1 − z); a (1 − a) is made of the sigmoid's output a.",
)
def slope_from_z(x, w, b, y):
    z = x @ w + b
    a = nn.sigmoid(z)
    dz = 2 * (a - y) * z * (1 - z)
    return (a - y) ** 2, dz * x, dz


@backprop_neuron.misconception(
    "values",
    "The loss was forgotten on the way back: the last two are right, and the first is to be (a − "
    "y)².",
)
def gives_the_error_for_the_loss(x, w, b, y):
    a = _forward(x, w, b)
    dz = 2 * (a - y) * a * (1 - a)
    return a - y, dz * x, dz


@backprop_neuron.misconception(
    "values", "The slope of z for b is 1, so ∂L/∂b is ∂L/∂z itself, not times b."
)
def bias_times_itself(x, w, b, y):
    a = _forward(x, w, b)
    dz = 2 * (a - y) * a * (1 - a)
    return (a - y) ** 2, dz * x, dz * b


@backprop_neuron.misconception(
    "values", "All entries of ∂L/∂w were added up; each weight needs a number of its own."
)
def one_number_for_all_weights(x, w, b, y):
    a = _forward(x, w, b)
    dz = 2 * (a - y) * a * (1 - a)
    return (a - y) ** 2, np.sum(dz * x), dz


@backprop_neuron.misconception(
    "pure",
    "The gradient is right, but the weights were moved as well; backpropagation only computes, "
    "gradient descent moves.",
)
def updates_at_once(x, w, b, y):
    a = _forward(x, w, b)
    dz = 2 * (a - y) * a * (1 - a)
    dw = dz * x
    w -= 0.1 * dw
    return (a - y) ** 2, dw, dz


@backprop_neuron.misconception(
    "finite",
    "The formula is right, but for z = −1000 it asks for e^1000; nn.sigmoid keeps clear of that.",
)
def overflows(x, w, b, y):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    dz = 2 * (a - y) * a * (1 - a)
    return (a - y) ** 2, dz * x, dz


@backprop_neuron.alternative
def step_by_step(x, w, b, y):
    z = np.sum(x * w) + b
    a = nn.sigmoid(z)
    dz = nn.sigmoid_grad(z) * 2 * (a - y)
    return [(a - y) ** 2, np.multiply(x, dz), dz * 1.0]


@backprop_neuron.alternative
def weight_by_weight(x, w, b, y):
    z = b
    for xi, wi in zip(x, w, strict=True):
        z += xi * wi
    e = math.exp(-abs(z))
    a = 1 / (1 + e) if z >= 0 else e / (1 + e)
    dz = 2 * (a - y) * e / (1 + e) ** 2
    return (a - y) ** 2, np.array([dz * xi for xi in x]), dz


@backprop_neuron.alternative
def bias_as_a_weight(x, w, b, y):
    longer = np.append(x, 1.0)
    a = nn.sigmoid(longer @ np.append(w, b))
    gradient = 2 * (a - y) * a * (1 - a) * longer
    return (a - y) ** 2, gradient[:-1], gradient[-1]


@backprop_neuron.misconception(
    "values", "The loss is the cross-entropy here; asked is the squared error, (a − y)²."
)
def cross_entropy_throughout(x, w, b, y):
    z = float(x @ w + b)
    error = float(nn.sigmoid(np.array([z]))[0]) - y
    loss = float(np.logaddexp(0.0, z) - y * z)
    return loss, error * x, error

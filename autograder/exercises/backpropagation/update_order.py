"""Third planted bug: a weight is updated before all gradients were taken."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import number


def moves_the_last_weight_too_soon(x, w1, w2, y, lr):
    """The code that the lesson hands out: w2 has moved before dw1 is computed from it."""
    a1 = np.tanh(w1 * x)
    a2 = w2 * a1
    da2 = 2 * (a2 - y)
    dw2 = da2 * a1
    w2 = w2 - lr * dw2
    da1 = da2 * w2
    dw1 = da1 * (1 - a1**2) * x
    w1 = w1 - lr * dw1
    return w1, w2


def chain(rng: np.random.Generator) -> Call:
    return call(number(rng) / 2, number(rng) / 2, number(rng), 4.0, 0.25)


def chain_with_a_large_step(rng: np.random.Generator) -> Call:
    return call(*chain(rng).args[:4], 3.0)


chain_step_calls = call(1.0, 0.5, 2.0, 3.0, 0.5), call(-1.0, 0.25, 1.0, 2.0, 0.1)

chain_step = Exercise(
    reference=nn.chain_step,
    starter=moves_the_last_weight_too_soon,
    statement=(
        "One training step for two units in a row. Training works, more or less, and the formulas "
        "are all right. But the step is not the gradient's."
    ),
    aspects=[
        Aspect(
            "values", 1, "both weights after the step", [*chain_step_calls, *confirmed(chain, 0)]
        ),
        Aspect(
            "large steps",
            0.5,
            "right for a large learning rate too",
            [call(0.5, 1.0, -1.0, 1.0, 2.0), *confirmed(chain_with_a_large_step, 0)],
        ),
    ],
    hints=[
        "With lr = 0.001 the error hardly shows, with lr = 2 it does. What does that say about "
        "where lr creeps in?",
        "Which w2 stands in `da1 = da2 * w2`: the one that went in, or one that has moved?",
        "Two gradients first, then two updates.",
    ],
)

chain_step.misconception(
    "values",
    "This is the code as it was given: w2 comes out right and w1 does not; ask of every line which "
    "weights it was computed from.",
)(moves_the_last_weight_too_soon)


@chain_step.misconception(
    "values",
    "Now w1 moves first, and a1 and a2 are computed anew from it; both gradients belong to the "
    "weights that came in.",
)
def moves_the_first_weight_too_soon(x, w1, w2, y, lr):
    a1 = np.tanh(w1 * x)
    da2 = 2 * (w2 * a1 - y)
    w1 = w1 - lr * da2 * w2 * (1 - a1**2) * x
    a1 = np.tanh(w1 * x)
    da2 = 2 * (w2 * a1 - y)
    return w1, w2 - lr * da2 * a1


@chain_step.misconception(
    "values",
    "After the move, the forward pass was repeated for the first weight: that makes two steps, "
    "each with another gradient.",
)
def forward_again_in_between(x, w1, w2, y, lr):
    a1 = np.tanh(w1 * x)
    w2 = w2 - lr * 2 * (w2 * a1 - y) * a1
    da2 = 2 * (w2 * a1 - y)
    return w1 - lr * da2 * w2 * (1 - a1**2) * x, w2


@chain_step.misconception(
    "values",
    "The step goes uphill: a gradient points to where L grows, so it is subtracted.",
)
def steps_uphill(x, w1, w2, y, lr):
    a1 = np.tanh(w1 * x)
    da2 = 2 * (w2 * a1 - y)
    return w1 + lr * da2 * w2 * (1 - a1**2) * x, w2 + lr * da2 * a1


@chain_step.misconception(
    "values", "These are the two gradients; the weights after the step are wanted."
)
def returns_the_gradients(x, w1, w2, y, lr):
    a1 = np.tanh(w1 * x)
    da2 = 2 * (w2 * a1 - y)
    return da2 * w2 * (1 - a1**2) * x, da2 * a1


@chain_step.misconception(
    "values",
    "The order is right now, but on the way the slope of tanh was lost: dw1 holds the factor 1 − "
    "a1².",
)
def lost_the_slope_in_mending(x, w1, w2, y, lr):
    a1 = np.tanh(w1 * x)
    da2 = 2 * (w2 * a1 - y)
    return w1 - lr * da2 * w2 * x, w2 - lr * da2 * a1


@chain_step.alternative
def keeps_the_old_weight(x, w1, w2, y, lr):
    a1 = np.tanh(w1 * x)
    da2 = 2 * (w2 * a1 - y)
    before = w2
    w2 = w2 - lr * da2 * a1
    return w1 - lr * da2 * before * (1 - a1**2) * x, w2


@chain_step.alternative
def first_layer_first(x, w1, w2, y, lr):
    a1 = np.tanh(w1 * x)
    da2 = 2 * (w2 * a1 - y)
    gradients = np.array([da2 * w2 * (1 - a1**2) * x, da2 * a1])
    moved = np.array([w1, w2]) - lr * gradients
    return [float(moved[0]), float(moved[1])]


@chain_step.misconception("values", "w2 is missing on the way to w1: da1 = da2 · w2.")
def without_w2(x, w1, w2, y, lr):
    a1 = np.tanh(w1 * x)
    da2 = 2 * (w2 * a1 - y)
    return w1 - lr * da2 * (1 - a1**2) * x, w2 - lr * da2 * a1


@chain_step.misconception(
    "values",
    "a1 was computed anew with the moved w1, and dw2 from that; both gradients are those at the "
    "weights that came in.",
)
def goes_forward_again(x, w1, w2, y, lr):
    a1 = np.tanh(w1 * x)
    da2 = 2 * (w2 * a1 - y)
    w1 = w1 - lr * da2 * w2 * (1 - a1**2) * x
    return w1, w2 - lr * da2 * np.tanh(w1 * x)

"""Plain stochastic gradient descent, in the form that all optimizers of the lesson share."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, script
from .draws import between, drawn_steps, drawn_table, no_parameters, same_step_twice, steps

BY_HAND = script("""
    param, state = sgd(np.array([1.0, 2.0]), np.array([2.0, -4.0]), None, lr=0.5)
    param
""")

sgd = Exercise(
    reference=nn.sgd,
    statement="Take one step of SGD, and return the parameter and its state.",
    aspects=[
        Aspect(
            "values",
            1,
            "param minus lr times grad, in every step",
            [
                BY_HAND,
                drawn_steps("sgd", lambda rng: {"lr": between(rng, 0.05, 0.9)}, 3),
                steps("sgd", [1.0, 2.0, 3.0], [[1.0, -2.0, 0.0], [0.0, 5.0, 4.0]], {}),
            ],
        ),
        Aspect(
            "arguments",
            0.5,
            "keeps any shape, and leaves its arguments as they were",
            [
                same_step_twice("sgd", {"lr": 0.1}),
                drawn_table("sgd", {"lr": 0.2}),
                no_parameters("sgd"),
            ],
        ),
    ],
    hints=[
        "It is `gd_step` of lesson 05. New is only the form: a state comes in and goes out.",
        "SGD remembers nothing. What can it return as its state? None will do.",
        "return param - lr * grad, None",
    ],
)


@sgd.misconception(
    "values", "Along the gradient is uphill; subtract the step instead of adding it."
)
def steps_uphill(param, grad, state, lr=0.01):
    return param + lr * grad, None


@sgd.misconception(
    "values", "Only the parameter came back; every optimizer returns a pair, (param, state)."
)
def forgets_the_state(param, grad, state, lr=0.01):
    return param - lr * grad


@sgd.misconception("values", "lr is missing: the gradient says how steep, lr says how far.")
def leaves_out_the_rate(param, grad, state, lr=0.01):
    return param - grad, None


@sgd.misconception(
    "values",
    "lr falls from step to step here; plain SGD's rate is constant, and a schedule is another "
    "function.",
)
def rate_that_decays(param, grad, state, lr=0.01):
    t = 1 if state is None else state + 1
    return param - lr / t * grad, t


@sgd.misconception(
    "arguments", "`param -= …` writes into the caller's array; `param - …` makes a new one."
)
def subtracts_in_place(param, grad, state, lr=0.01):
    param -= lr * grad
    return param, None


@sgd.misconception(
    "values",
    "The state and the parameter have changed places: the parameter comes first.",
)
def pair_turned_round(param, grad, state, lr=0.01):
    return None, param - lr * grad


@sgd.misconception(
    "values",
    "This sums the gradients of all steps: that is memory, which plain SGD has none of.",
)
def sums_the_gradients(param, grad, state, lr=0.01):
    total = grad if state is None else state + grad
    return param - lr * total, total


@sgd.alternative
def counts_its_steps(param, grad, state, lr=0.01):
    count = 0 if state is None else state["count"]
    return np.subtract(param, np.multiply(lr, grad)), {"count": count + 1}


@sgd.alternative
def entry_by_entry(param, grad, state, lr=0.01):
    moved = np.empty(param.shape)
    for i in np.ndindex(param.shape):
        moved[i] = param[i] - lr * grad[i]
    return moved, state


@sgd.alternative
def returns_a_list(param, grad, state, lr=0.01):
    moved = param.copy()
    moved -= lr * grad
    return [moved, ()]


@sgd.misconception(
    "values", "0.01 is built in: lr is an argument, and 0.01 only what it is where nobody says."
)
def rate_of_its_own(param, grad, state, lr=0.01):
    return param - 0.01 * grad, None


@sgd.misconception(
    "values", "The signs of the gradient were followed alone; each entry moves by lr times its own."
)
def signs_alone(param, grad, state, lr=0.01):
    return param - lr * np.sign(grad), None


@sgd.misconception(
    "values", "Only the step came back, or param was not in it: param − lr · grad is the new place."
)
def step_alone(param, grad, state, lr=0.01):
    return lr * grad, None


@sgd.misconception(
    "values", "One mean step for all; each entry moves by lr times its own gradient."
)
def mean_step_for_all(param, grad, state, lr=0.01):
    return param - lr * (np.mean(grad) if grad.size else 0.0), None


@sgd.misconception("values", "The gradient was divided by lr; the step is lr *times* grad.")
def divides_by_the_rate(param, grad, state, lr=0.01):
    return param - grad / lr, None

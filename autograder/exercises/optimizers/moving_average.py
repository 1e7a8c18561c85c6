"""RMSprop: a moving average of squares, so that steps need not shrink for ever."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise
from .draws import (
    between,
    drawn_steps,
    drawn_table,
    no_parameters,
    same_step_twice,
    steps,
    two_parameters,
)

QUICK = {"lr": 0.1, "rho": 0.75}
CALM = QUICK | {"eps": 0.5}


def settings(rng: np.random.Generator) -> dict:
    return {"lr": between(rng, 0.1, 0.5), "rho": between(rng, 0.55, 0.9)}


def soft(rng: np.random.Generator) -> dict:
    return settings(rng) | {"eps": between(rng, 0.2, 0.8)}


def average(state, grad, rho):
    """RMSprop's s, from a state that is s itself."""
    return (0.0 if state is None else rho * state) + (1 - rho) * grad**2


rmsprop = Exercise(
    reference=nn.rmsprop,
    statement="Take one step of RMSprop, and return the parameter and the new state.",
    aspects=[
        Aspect(
            "values",
            1,
            "s ← ρ s + (1 − ρ) g², then a step of α g / √s for each entry",
            [
                steps("rmsprop", [1.0], [[2.0], [0.0], [2.0]], QUICK),
                drawn_steps("rmsprop", settings),
                drawn_steps("rmsprop", lambda rng: {}, 3),
            ],
        ),
        Aspect(
            "epsilon",
            0.5,
            "ε is added to the root, and a gradient of 0 makes no trouble",
            [
                drawn_steps("rmsprop", soft, 2),
                steps("rmsprop", [1.0, 2.0], [[0.0, 3.0], [0.0, 0.0]], CALM),
                steps("rmsprop", [1.0, 2.0], [[0.0, 3.0], [2.0, 0.0]], QUICK),
            ],
            quiet=True,
        ),
        Aspect(
            "arguments",
            1,
            "keeps any shape, leaves its arguments as they were, and remembers in state alone",
            [
                same_step_twice("rmsprop", QUICK),
                two_parameters("rmsprop", QUICK),
                drawn_table("rmsprop", QUICK),
                no_parameters("rmsprop"),
            ],
        ),
    ],
    hints=[
        "It is Adagrad with one line changed. What must s do that a sum cannot?",
        "Two shares that add up to 1: ρ of the old s, 1 − ρ of the new square.",
        "s = rho * s + (1 - rho) * grad**2, where s is 0 before the first step.",
    ],
)


@rmsprop.misconception(
    "values", "Old squares are not faded: this is a sum, as in Adagrad; multiply the old s by ρ."
)
def sums_like_adagrad(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    return nn.adagrad(param, grad, state, lr, eps)


@rmsprop.misconception(
    "values", "The new square has to be multiplied by 1 − ρ; otherwise s is no average."
)
def whole_new_square(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = (0.0 if state is None else rho * state) + grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


@rmsprop.misconception(
    "values", "The shares are exchanged: ρ belongs to the old s, 1 − ρ to the new square."
)
def shares_exchanged(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = average(state, grad, 1 - rho)
    return param - lr * grad / (np.sqrt(s) + eps), s


@rmsprop.misconception(
    "values", "g is averaged without its square: √s then has the wrong unit; s averages g²."
)
def average_of_gradients(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = (0.0 if state is None else rho * state) + (1 - rho) * np.abs(grad)
    return param - lr * grad / (np.sqrt(s) + eps), s


@rmsprop.misconception("values", "The root is missing: g is divided by √s, not by s.")
def without_the_root(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = average(state, grad, rho)
    return param - lr * grad / (s + eps), s


@rmsprop.misconception(
    "values",
    "s begins with the first g² whole; it begins at 0, so the first s is (1 − ρ) g², and the first "
    "steps are long.",
)
def begins_with_the_first(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = grad**2 if state is None else average(state, grad, rho)
    return param - lr * grad / (np.sqrt(s) + eps), s


@rmsprop.misconception(
    "values",
    "The start at 0 is corrected here, as Adam does; RMSprop has no such correction.",
)
def corrects_its_start(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    t, s = (1, average(None, grad, rho)) if state is None else (
        state[0] + 1, average(state[1], grad, rho)
    )  # fmt: skip
    return param - lr * grad / (np.sqrt(s / (1 - rho**t)) + eps), (t, s)


@rmsprop.misconception(
    "values", "The step is taken with the old s; the present square has to be in it already."
)
def steps_before_averaging(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = np.zeros(param.shape) if state is None else state
    return param - lr * grad / (np.sqrt(s) + eps), average(s, grad, rho)


@rmsprop.misconception(
    "values", "Nothing is remembered: the state that came in is never used, so all steps are first."
)
def always_a_first_step(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = average(None, grad, rho)
    return param - lr * grad / (np.sqrt(s) + eps), s


@rmsprop.misconception(
    "epsilon", "ε stands inside the root, as in Keras; here it is √s + ε, as in PyTorch."
)
def epsilon_inside(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = average(state, grad, rho)
    return param - lr * grad / np.sqrt(s + eps), s


@rmsprop.misconception(
    "epsilon", "ε is missing: an entry whose gradient has been 0 so far becomes 0 / 0."
)
def without_epsilon(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = average(state, grad, rho)
    return param - lr * grad / np.sqrt(s), s


@rmsprop.misconception(
    "arguments",
    "s is changed in place, so the caller's state changes under their hands; make a new array.",
)
def average_in_place(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = np.zeros(param.shape) if state is None else state
    s *= rho
    s += (1 - rho) * grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


@rmsprop.misconception(
    "epsilon",
    "ε is a small number of your own here, and the argument is never used. How large it is, eps "
    "says.",
)
def epsilon_of_its_own(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    return nn.rmsprop(param, grad, state, lr, rho, 1e-8)


@rmsprop.misconception(
    "arguments",
    "The dict that came in is changed, so the caller's state has taken the step as well. Return a "
    "new dict.",
)
def changes_its_dict(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    if state is None:
        state = {"s": None}
    state["s"] = s = average(state["s"], grad, rho)
    return param - lr * grad / (np.sqrt(s) + eps), state


@rmsprop.alternative
def a_step_towards_the_square(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = np.zeros_like(param) if state is None else state["s"]
    s = s + (1 - rho) * (np.square(grad) - s)
    return param - lr * grad / (s**0.5 + eps), {"s": s}


@rmsprop.alternative
def keeps_all_squares(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    kept = [*(state or []), grad**2]
    s = sum((1 - rho) * rho**age * square for age, square in enumerate(reversed(kept)))
    rate = lr / (np.sqrt(s) + eps)
    return param - rate * grad, kept


@rmsprop.misconception(
    "values", "The gradient is missing above the line: the step is α g / (√s + ε)."
)
def leaves_out_the_gradient(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = (1 - rho) * grad**2 if state is None else rho * state + (1 - rho) * grad**2
    return param - lr / (np.sqrt(s) + eps), s


@rmsprop.misconception(
    "values", "One average over all entries gives one rate for all; each entry has its own s."
)
def one_average_for_all(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    new = (1 - rho) * np.mean(grad**2) if grad.size else 0.0
    s = new if state is None else rho * state + new
    return param - lr * grad / (np.sqrt(s) + eps), s


@rmsprop.misconception(
    "values", "The root went into the state; s itself goes on, and the root is taken for the step."
)
def keeps_the_root(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = (1 - rho) * grad**2 if state is None else rho * state + (1 - rho) * grad**2
    root = np.sqrt(s) + eps
    return param - lr * grad / root, root


@rmsprop.misconception("values", "The step goes uphill: it is subtracted, as in every descent.")
def climbs(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = (1 - rho) * grad**2 if state is None else rho * state + (1 - rho) * grad**2
    return param + lr * grad / (np.sqrt(s) + eps), s


@rmsprop.misconception(
    "values", "The gradients themselves are averaged, as in momentum; s averages their *squares*."
)
def averages_the_gradients(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    s = (1 - rho) * grad if state is None else rho * state + (1 - rho) * grad
    return param - lr * s, s

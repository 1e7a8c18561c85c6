"""Adagrad: a sum of squares for each entry, and steps that shrink."""

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

SLOW = {"lr": 0.1}
CALM = {"lr": 0.1, "eps": 0.5}


def settings(rng: np.random.Generator) -> dict:
    return {"lr": between(rng, 0.1, 0.5)}


def soft(rng: np.random.Generator) -> dict:
    return {"lr": between(rng, 0.1, 0.5), "eps": between(rng, 0.2, 0.8)}


def squares(state, grad):
    """Adagrad's s, from a state that is s itself."""
    return grad**2 if state is None else state + grad**2


adagrad = Exercise(
    reference=nn.adagrad,
    statement="Take one step of Adagrad, and return the parameter and the new state.",
    aspects=[
        Aspect(
            "values",
            1,
            "s ← s + g², then a step of α g / √s for each entry",
            [
                steps("adagrad", [1.0], [[3.0], [4.0]], SLOW),
                steps("adagrad", [0.0, 0.0], [[1.0, 100.0], [1.0, 100.0]], SLOW),
                drawn_steps("adagrad", settings),
            ],
        ),
        Aspect(
            "epsilon",
            0.5,
            "ε is added to the root, and a gradient of 0 makes no trouble",
            [
                drawn_steps("adagrad", soft, 2),
                steps("adagrad", [1.0, 2.0], [[0.0, 3.0], [0.0, 0.0]], CALM),
                steps("adagrad", [1.0, 2.0], [[0.0, 3.0], [2.0, 0.0]], {}),
            ],
            quiet=True,
        ),
        Aspect(
            "arguments",
            1,
            "keeps any shape, leaves its arguments as they were, and remembers in state alone",
            [
                same_step_twice("adagrad", SLOW),
                two_parameters("adagrad", SLOW),
                drawn_table("adagrad", SLOW),
                no_parameters("adagrad"),
            ],
        ),
    ],
    hints=[
        "What grows from step to step, and never falls? That is the state; None means 0.",
        "First s with the present g² in it, then the step. All of it entry by entry.",
        "param - lr * grad / (np.sqrt(s) + eps)",
    ],
)


@adagrad.misconception("values", "The root is missing: g is divided by √s, not by s.")
def without_the_root(param, grad, state, lr=0.01, eps=1e-10):
    s = squares(state, grad)
    return param - lr * grad / (s + eps), s


@adagrad.misconception(
    "values", "The gradients themselves are summed; s holds their squares, which never cancel."
)
def sums_without_squares(param, grad, state, lr=0.01, eps=1e-10):
    s = np.abs(grad) if state is None else np.abs(state + grad)
    return param - lr * grad / (np.sqrt(s) + eps), s


@adagrad.misconception(
    "values",
    "The present g² is not in s yet when the step is taken: the first one then divides by ε alone.",
)
def steps_before_adding(param, grad, state, lr=0.01, eps=1e-10):
    s = np.zeros(param.shape) if state is None else state
    return param - lr * grad / (np.sqrt(s) + eps), s + grad**2


@adagrad.misconception(
    "values",
    "One sum over all entries gives one rate for all; here each entry has a sum of its own.",
)
def one_sum_for_all(param, grad, state, lr=0.01, eps=1e-10):
    s = (0.0 if state is None else state) + np.sum(grad**2)
    return param - lr * grad / (np.sqrt(s) + eps), s


@adagrad.misconception(
    "values", "Nothing is remembered: s holds this step's g² alone, so every step is α long."
)
def forgets_the_sum(param, grad, state, lr=0.01, eps=1e-10):
    s = grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


@adagrad.misconception(
    "values", "This is an average of the squares; Adagrad sums them, so its steps shrink."
)
def mean_of_squares(param, grad, state, lr=0.01, eps=1e-10):
    t, s = (0, np.zeros(param.shape)) if state is None else state
    t, s = t + 1, s + grad**2
    return param - lr * grad / (np.sqrt(s / t) + eps), (t, s)


@adagrad.misconception(
    "values", "s begins at 1 here, and begins at 0 in PyTorch: the ε is what guards against 0."
)
def begins_at_one(param, grad, state, lr=0.01, eps=1e-10):
    s = (np.ones(param.shape) if state is None else state) + grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


@adagrad.misconception(
    "values",
    "lr is missing: the gradient's size cancels, but “adaptive” still needs a global rate.",
)
def without_a_rate(param, grad, state, lr=0.01, eps=1e-10):
    s = squares(state, grad)
    return param - grad / (np.sqrt(s) + eps), s


@adagrad.misconception(
    "epsilon", "ε stands inside the root here; it is added outside, √s + ε, as in PyTorch."
)
def epsilon_inside(param, grad, state, lr=0.01, eps=1e-10):
    s = squares(state, grad)
    return param - lr * grad / np.sqrt(s + eps), s


@adagrad.misconception(
    "epsilon", "ε is missing: an entry whose gradient has been 0 so far becomes 0 / 0."
)
def without_epsilon(param, grad, state, lr=0.01, eps=1e-10):
    s = squares(state, grad)
    return param - lr * grad / np.sqrt(s), s


@adagrad.misconception(
    "arguments",
    "`+=` changes s in place, so the caller's state changes under their hands; make a new array.",
)
def squares_in_place(param, grad, state, lr=0.01, eps=1e-10):
    s = np.zeros(param.shape) if state is None else state
    s += grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


@adagrad.misconception(
    "arguments", "`param -= …` writes into the caller's array; `param - …` makes a new one."
)
def subtracts_in_place(param, grad, state, lr=0.01, eps=1e-10):
    s = squares(state, grad)
    param -= lr * grad / (np.sqrt(s) + eps)
    return param, s


@adagrad.misconception(
    "epsilon",
    "ε is a small number of your own here, and the argument is never used. How large it is, eps "
    "says.",
)
def epsilon_of_its_own(param, grad, state, lr=0.01, eps=1e-10):
    return nn.adagrad(param, grad, state, lr, 1e-10)


@adagrad.misconception(
    "arguments",
    "The dict that came in is changed, so the caller's state has taken the step as well. Return a "
    "new dict.",
)
def changes_its_dict(param, grad, state, lr=0.01, eps=1e-10):
    if state is None:
        state = {"s": None}
    state["s"] = s = squares(state["s"], grad)
    return param - lr * grad / (np.sqrt(s) + eps), state


@adagrad.alternative
def rate_for_each_entry(param, grad, state, lr=0.01, eps=1e-10):
    s = np.zeros_like(param) if state is None else state["s"]
    s = s + np.square(grad)
    rates = lr / (s**0.5 + eps)
    return param - rates * grad, {"s": s}


@adagrad.alternative
def keeps_all_gradients(param, grad, state, lr=0.01, eps=1e-10):
    grads = [*(state or []), grad.copy()]
    return param - lr * grad / (np.sqrt(np.sum(np.square(grads), axis=0)) + eps), grads


@adagrad.alternative
def length_grows(param, grad, state, lr=0.01, eps=1e-10):
    root = np.abs(grad) if state is None else np.hypot(state, grad)
    return param - lr * grad / (root + eps), root


@adagrad.misconception("values", "The step goes uphill: it is subtracted, as in every descent.")
def climbs(param, grad, state, lr=0.01, eps=1e-10):
    s = grad**2 if state is None else state + grad**2
    return param + lr * grad / (np.sqrt(s) + eps), s


@adagrad.misconception(
    "values", "Old squares fade here, as in RMSprop; Adagrad adds them up, s ← s + g²."
)
def fades_like_rmsprop(param, grad, state, lr=0.01, eps=1e-10):
    s = 0.1 * grad**2 if state is None else 0.9 * state + 0.1 * grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


@adagrad.misconception(
    "values", "The gradient is missing above the line: the step is α g / (√s + ε)."
)
def leaves_out_the_gradient(param, grad, state, lr=0.01, eps=1e-10):
    s = grad**2 if state is None else state + grad**2
    return param - lr / (np.sqrt(s) + eps), s


@adagrad.misconception(
    "values",
    "The gradients were added up before they were squared, and those of different signs cancel: "
    "square each first.",
)
def square_of_the_sum(param, grad, state, lr=0.01, eps=1e-10):
    total = grad if state is None else state + grad
    return param - lr * grad / (np.abs(total) + eps), total

"""Adadelta: the step's own size stands above the root, so that its unit is the parameter's."""

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

HALF = {"lr": 1.0, "rho": 0.5, "eps": 1.0}
SMALL = {"rho": 0.8, "eps": 0.01}


def settings(rng: np.random.Generator) -> dict:
    return {
        "lr": between(rng, 0.3, 0.8),
        "rho": between(rng, 0.6, 0.9),
        "eps": between(rng, 0.05, 0.5),
    }


def averages(state, grad, rho, eps):
    """One step's s, d and u, from a state (s, u)."""
    s, u = (0.0, 0.0) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    d = grad * np.sqrt(u + eps) / np.sqrt(s + eps)
    return s, d, rho * u + (1 - rho) * d**2


adadelta = Exercise(
    reference=nn.adadelta,
    statement="Take one step of Adadelta, and return the parameter and the new state.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "s first, then d = g √(u + ε) / √(s + ε), then u, then a step of α d",
            [
                steps("adadelta", [1.0], [[2.0], [2.0]], HALF),
                drawn_steps("adadelta", settings),
                drawn_steps("adadelta", lambda rng: {}, 3),
            ],
        ),
        Aspect(
            "arguments",
            1,
            "keeps any shape, leaves its arguments as they were, and remembers in state alone",
            [
                same_step_twice("adadelta", SMALL),
                two_parameters("adadelta", SMALL),
                drawn_table("adadelta", SMALL),
                no_parameters("adadelta"),
            ],
        ),
    ],
    hints=[
        "Two things are remembered, s and u. A state may be a pair; None means (0, 0).",
        "The order decides: d is made from the *new* s and the *old* u. Only then is u renewed.",
        "u averages d², without lr; lr enters in the last line alone: param - lr * d.",
    ],
)


@adadelta.misconception(
    "values",
    "u is renewed with g² instead of d²; it averages the squared steps, not the gradients.",
)
def averages_gradients_twice(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, d, _ = averages(state, grad, rho, eps)
    u = 0.0 if state is None else state[1]
    return param - lr * d, (s, rho * u + (1 - rho) * grad**2)


@adadelta.misconception(
    "values", "lr went into u as well; PyTorch averages d² without lr, which scales the step alone."
)
def rate_inside_the_average(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, d, _ = averages(state, grad, rho, eps)
    u = 0.0 if state is None else state[1]
    return param - lr * d, (s, rho * u + (1 - rho) * (lr * d) ** 2)


@adadelta.misconception(
    "values", "ε stands outside of the roots here; in Adadelta both roots hold it: √(u + ε)."
)
def epsilon_outside(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, u = (0.0, 0.0) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    d = grad * (np.sqrt(u) + eps) / (np.sqrt(s) + eps)
    return param - lr * d, (s, rho * u + (1 - rho) * d**2)


@adadelta.misconception(
    "values", "ε is missing above: with u = 0 at the start no step would ever be taken."
)
def never_gets_going(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, u = (0.0, 0.0) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    d = grad * np.sqrt(u) / np.sqrt(s + eps)
    return param - lr * d, (s, rho * u + (1 - rho) * d**2)


@adadelta.misconception(
    "values", "The step uses the old s; the present g² has to be in it already."
)
def steps_before_averaging(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, u = (np.zeros(param.shape), 0.0) if state is None else state
    d = grad * np.sqrt(u + eps) / np.sqrt(s + eps)
    return param - lr * d, (rho * s + (1 - rho) * grad**2, rho * u + (1 - rho) * d**2)


@adadelta.misconception(
    "values", "u never changes here, so the steps keep the size of √ε; average d² into it."
)
def forgets_its_steps(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, d, _ = averages(state, grad, rho, eps)
    return param - lr * d, (s, 0.0)


@adadelta.misconception(
    "values", "The fraction is upside down: √(u + ε) stands above, √(s + ε) below."
)
def upside_down(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, u = (0.0, 0.0) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    d = grad * np.sqrt(s + eps) / np.sqrt(u + eps)
    return param - lr * d, (s, rho * u + (1 - rho) * d**2)


@adadelta.misconception(
    "values", "lr is left out: with lr = 1 nobody sees it, with any other rate it counts."
)
def without_a_rate(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, d, u = averages(state, grad, rho, eps)
    return param - d, (s, u)


@adadelta.misconception(
    "arguments",
    "The averages are changed in place, so the caller's state changes under their hands.",
)
def averages_in_place(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, u = (np.zeros(param.shape), np.zeros(param.shape)) if state is None else state
    s *= rho
    s += (1 - rho) * grad**2
    d = grad * np.sqrt(u + eps) / np.sqrt(s + eps)
    u *= rho
    u += (1 - rho) * d**2
    return param - lr * d, (s, u)


@adadelta.alternative
def one_root(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    kept = state or {"s": np.zeros_like(param), "u": np.zeros_like(param)}
    s = rho * kept["s"] + (1 - rho) * np.square(grad)
    d = np.sqrt((kept["u"] + eps) / (s + eps)) * grad
    return param - lr * d, {"s": s, "u": rho * kept["u"] + (1 - rho) * d * d}


@adadelta.alternative
def both_in_one_array(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    both = np.zeros((2, *param.shape)) if state is None else state.copy()
    both[0] += (1 - rho) * (grad**2 - both[0])
    d = grad * ((both[1] + eps) / (both[0] + eps)) ** 0.5
    both[1] += (1 - rho) * (d**2 - both[1])
    return param - lr * d, both


@adadelta.misconception("values", "The step goes uphill: d is subtracted, as in every descent.")
def climbs(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, u = (0.0, 0.0) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    d = grad * np.sqrt(u + eps) / np.sqrt(s + eps)
    return param + lr * d, (s, rho * u + (1 - rho) * d**2)


@adadelta.misconception(
    "values", "u averages the *squared* steps: u ← ρ u + (1 − ρ) d²; the square is missing."
)
def averages_the_sizes(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, u = (0.0, 0.0) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    d = grad * np.sqrt(u + eps) / np.sqrt(s + eps)
    return param - lr * d, (s, rho * u + (1 - rho) * np.abs(d))


@adadelta.misconception(
    "values",
    "s and u have changed places in the state: unpack them in the order in which they are "
    "returned.",
)
def exchanges_its_averages(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    s, u = (0.0, 0.0) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    d = grad * np.sqrt(u + eps) / np.sqrt(s + eps)
    return param - lr * d, (rho * u + (1 - rho) * d**2, s)

"""Momentum, and Nesterov's way of looking ahead."""

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

HALF = {"lr": 0.1, "beta": 0.5}


def settings(rng: np.random.Generator) -> dict:
    return {"lr": between(rng, 0.05, 0.5), "beta": between(rng, 0.3, 0.8)}


def aspects(name: str, sentence: str, points: tuple[float, float, float]) -> list[Aspect]:
    """What is asked of both: the same three things."""
    values, first, arguments = points
    return [
        Aspect(
            "values",
            values,
            sentence,
            [steps(name, [1.0], [[2.0], [2.0]], HALF), drawn_steps(name, settings)],
        ),
        Aspect(
            "memory",
            first,
            "rolls on where the gradient is 0; without memory (beta = 0) it is plain SGD",
            [
                steps(name, [1.0, 5.0], [[2.0, -1.0], [0.0, 0.0], [0.0, 0.0]], HALF),
                drawn_steps(name, lambda rng: {"lr": between(rng, 0.1, 0.5), "beta": 0.0}, 3),
                drawn_steps(name, lambda rng: {}, 3),
            ],
        ),
        Aspect(
            "arguments",
            arguments,
            "keeps any shape, leaves its arguments as they were, and remembers in state alone",
            [
                same_step_twice(name, HALF),
                two_parameters(name, HALF),
                drawn_table(name, HALF),
                no_parameters(name),
            ],
        ),
    ]


momentum = Exercise(
    reference=nn.momentum,
    statement="Take one step of SGD with momentum, and return the parameter and the new state.",
    aspects=aspects("momentum", "m ← β m + g, then a step of α m against it", (1.5, 0.5, 1)),
    hints=[
        "What has to be remembered from one step to the next? That is the state; None means 0.",
        "First the new m from the old one and the gradient, then the step with the *new* m.",
        "m = grad if state is None else beta * state + grad, and then the step.",
    ],
)

nesterov = Exercise(
    reference=nn.nesterov,
    statement="Take one step of SGD with Nesterov's momentum.",
    stretch=True,
    aspects=aspects("nesterov", "m ← β m + g, then a step of α (g + β m)", (1.5, 0.5, 1)),
    hints=[
        "m is the same as in `momentum`. Which other vector does the step take?",
        "The step is made of the gradient, and of β times the *new* m.",
    ],
)


def running_sum(state, grad, beta):
    """The m of both, from a state that is m itself."""
    return grad if state is None else beta * state + grad


@momentum.misconception(
    "values",
    "The gradient is multiplied by 1 − β too, which makes an average; PyTorch's m is a sum, and "
    "its steps are longer.",
)
def an_average(param, grad, state, lr=0.01, beta=0.9):
    m = (1 - beta) * grad if state is None else beta * state + (1 - beta) * grad
    return param - lr * m, m


@momentum.misconception(
    "values", "The step is taken with the old m; the present gradient has to be in it already."
)
def steps_with_the_old_memory(param, grad, state, lr=0.01, beta=0.9):
    m = np.zeros(param.shape) if state is None else state
    return param - lr * m, beta * m + grad


@momentum.misconception(
    "values",
    "Only the gradient of this step moves the parameter: the old m never comes in. Either the "
    "new m "
    "is not what comes back as the state, or it is not used.",
)
def never_uses_its_memory(param, grad, state, lr=0.01, beta=0.9):
    return param - lr * grad, running_sum(state, grad, beta)


@momentum.misconception(
    "values", "Nothing is forgotten: the old m has to be multiplied by β before g is added."
)
def forgets_nothing(param, grad, state, lr=0.01, beta=0.9):
    m = running_sum(state, grad, 1.0)
    return param - lr * m, m


@momentum.misconception(
    "values", "m goes uphill: the step against m has a minus sign, as every descent has."
)
def rolls_uphill(param, grad, state, lr=0.01, beta=0.9):
    m = running_sum(state, grad, beta)
    return param + lr * m, m


@momentum.misconception(
    "values",
    "Only the gradient of this step moves the parameter: the old m never comes in, since the state "
    "that came back is the old one or None.",
)
def always_a_first_step(param, grad, state, lr=0.01, beta=0.9):
    m = running_sum(state, grad, beta)
    return param - lr * m, state


@momentum.misconception(
    "values", "β multiplies the gradient; it belongs to the old m, which is what fades."
)
def fades_the_gradient(param, grad, state, lr=0.01, beta=0.9):
    m = grad if state is None else state + beta * grad
    return param - lr * m, m


@momentum.misconception(
    "values",
    "The new gradient is multiplied by 1 − β only after the first step; here it counts whole.",
)
def average_after_the_first(param, grad, state, lr=0.01, beta=0.9):
    m = grad if state is None else beta * state + (1 - beta) * grad
    return param - lr * m, m


@momentum.misconception(
    "values", "This looks ahead: it is Nesterov's momentum. Here the step is α m, no more."
)
def looks_ahead(param, grad, state, lr=0.01, beta=0.9):
    return nn.nesterov(param, grad, state, lr, beta)


@momentum.misconception(
    "arguments",
    "m is changed in place, so the caller's state changes under their hands; make a new array.",
)
def memory_in_place(param, grad, state, lr=0.01, beta=0.9):
    m = np.zeros(param.shape) if state is None else state
    m *= beta
    m += grad
    return param - lr * m, m


@momentum.misconception(
    "arguments", "`param -= …` writes into the caller's array; `param - …` makes a new one."
)
def subtracts_in_place(param, grad, state, lr=0.01, beta=0.9):
    m = running_sum(state, grad, beta)
    param -= lr * m
    return param, m


@momentum.misconception("values", "Only the parameter came back; return a pair, (param, state).")
def forgets_the_state(param, grad, state, lr=0.01, beta=0.9):
    return param - lr * running_sum(state, grad, beta)


@momentum.misconception(
    "arguments",
    "The dict that came in is changed, so the caller's state has taken the step as well. Return a "
    "new dict.",
)
def changes_its_dict(param, grad, state, lr=0.01, beta=0.9):
    if state is None:
        state = {"m": None}
    state["m"] = m = running_sum(state["m"], grad, beta)
    return param - lr * m, state


@momentum.alternative
def rate_inside(param, grad, state, lr=0.01, beta=0.9):
    step = -lr * grad if state is None else beta * state - lr * grad
    return param + step, step


@momentum.alternative
def keeps_all_gradients(param, grad, state, lr=0.01, beta=0.9):
    grads = [*(state or []), grad.copy()]
    m = sum(beta**age * g for age, g in enumerate(reversed(grads)))
    return param - lr * m, grads


@momentum.alternative
def state_is_a_dict(param, grad, state, lr=0.01, beta=0.9):
    before = np.zeros_like(param) if state is None else state["m"]
    m = before * beta
    m += grad
    return param - lr * m, {"m": m}


@nesterov.misconception(
    "values",
    "The step is α m, as in plain momentum (g + β times the *old* m is just that); here it is "
    "α (g + β m) with the new m.",
)
def only_momentum(param, grad, state, lr=0.01, beta=0.9):
    return nn.momentum(param, grad, state, lr, beta)


@nesterov.misconception(
    "values", "The gradient is multiplied by 1 − β in m; here m is a sum and takes g whole."
)
def an_average_ahead(param, grad, state, lr=0.01, beta=0.9):
    m = running_sum(state, (1 - beta) * grad, beta)
    return param - lr * (grad + beta * m), m


@nesterov.misconception("values", "The new m is added whole; its share is β m.")
def adds_all_of_it(param, grad, state, lr=0.01, beta=0.9):
    m = running_sum(state, grad, beta)
    return param - lr * (grad + m), m


@nesterov.misconception(
    "arguments",
    "m is changed in place, so the caller's state changes under their hands; make a new array.",
)
def changes_its_state(param, grad, state, lr=0.01, beta=0.9):
    m = np.zeros(param.shape) if state is None else state
    m *= beta
    m += grad
    return param - lr * (grad + beta * m), m


@nesterov.alternative
def twice_carried_on(param, grad, state, lr=0.01, beta=0.9):
    old = np.zeros_like(param) if state is None else state["m"]
    step = (1 + beta) * grad + beta**2 * old
    return param - lr * step, {"m": beta * old + grad}


@nesterov.alternative
def step_in_two_parts(param, grad, state, lr=0.01, beta=0.9):
    (m,) = state or (0.0 * grad,)
    m = beta * m + grad
    return (param - lr * grad) - lr * beta * m, [m]


@momentum.misconception(
    "values", "The old m is multiplied by 1 − β; it keeps β of itself, and g is added whole."
)
def keeps_the_rest(param, grad, state, lr=0.01, beta=0.9):
    m = running_sum(state, grad, 1 - beta)
    return param - lr * m, m


@nesterov.misconception(
    "values", "The step goes uphill: α (g + β m) is subtracted, as every step downhill."
)
def looks_uphill(param, grad, state, lr=0.01, beta=0.9):
    m = running_sum(state, grad, beta)
    return param + lr * (grad + beta * m), m


@nesterov.misconception("values", "The gradient is missing in the step: it is α (g + β m).")
def looks_ahead_alone(param, grad, state, lr=0.01, beta=0.9):
    m = running_sum(state, grad, beta)
    return param - lr * beta * m, m


@nesterov.misconception(
    "values", "The whole step went into the state; what is remembered is m, m ← β m + g."
)
def remembers_the_step(param, grad, state, lr=0.01, beta=0.9):
    step = grad + beta * running_sum(state, grad, beta)
    return param - lr * step, step

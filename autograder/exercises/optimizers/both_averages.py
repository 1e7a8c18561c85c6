"""Adam: an average of gradients over an average of squares, both corrected for their start."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, confirmed
from .draws import (
    between,
    drawn_steps,
    drawn_table,
    no_parameters,
    same_step_twice,
    steps,
    two_parameters,
)

QUICK = {"lr": 0.1, "beta1": 0.5, "beta2": 0.75}


def settings(rng: np.random.Generator) -> dict:
    betas = {"beta1": between(rng, 0.2, 0.6), "beta2": between(rng, 0.65, 0.9)}
    return {"lr": between(rng, 0.1, 0.5)} | betas


def soft(rng: np.random.Generator) -> dict:
    return settings(rng) | {"eps": between(rng, 0.2, 0.8)}


def averages(state, grad, beta1, beta2):
    """t, m and s after one more gradient, from a state (t, m, s)."""
    t, m, s = (0, 0.0, 0.0) if state is None else state
    return t + 1, beta1 * m + (1 - beta1) * grad, beta2 * s + (1 - beta2) * grad**2


def moved(param, lr, m_hat, s_hat, eps):
    return param - lr * m_hat / (np.sqrt(s_hat) + eps)


adam = Exercise(
    reference=nn.adam,
    statement="Take one step of Adam, and return the parameter and the new state.",
    aspects=[
        Aspect(
            "first step",
            1,
            "the first step is lr long in every entry, whatever the gradient's size",
            [
                steps("adam", [1.0, 1.0, 1.0], [[200.0, 0.05, -3.0]], {"lr": 0.1}),
                drawn_steps("adam", lambda rng: settings(rng), 1),
            ],
        ),
        Aspect(
            "later steps",
            1.5,
            "both averages go on uncorrected, and are corrected afresh in step t",
            [
                steps("adam", [1.0], [[2.0], [2.0], [0.0]], QUICK),
                drawn_steps("adam", settings),
                steps("adam", [0.0], [[10.0], [1.0], [1.0], [1.0], [1.0], [1.0]], {}),
                drawn_steps("adam", lambda rng: {}, 5),
            ],
        ),
        Aspect(
            "epsilon",
            0.5,
            "ε is added to the root, and a gradient of 0 makes no trouble",
            [
                *confirmed(drawn_steps("adam", soft, 2), 0),
                steps("adam", [1.0, 2.0], [[0.0, 3.0], [0.0, 1.0]], QUICK | {"eps": 0.5}),
                steps("adam", [1.0, 2.0], [[0.0, 3.0], [2.0, 0.0]], QUICK),
            ],
            quiet=True,
        ),
        Aspect(
            "arguments",
            1,
            "keeps any shape, leaves its arguments as they were, and remembers in state alone",
            [
                same_step_twice("adam", QUICK),
                two_parameters("adam", QUICK),
                drawn_table("adam", QUICK),
                no_parameters("adam"),
            ],
        ),
    ],
    hints=[
        "Three things are remembered: m, s and t. A state may be a tuple; None means (0, 0, 0).",
        "Raise t first: the first step has t = 1. Correct into new names, m_hat and s_hat.",
        "m_hat = m / (1 - beta1**t), s_hat likewise; return the state with m and s, not with hats.",
    ],
)


@adam.misconception(
    "first step",
    "The bias correction is missing: m and s begin at 0 and are too small at first; divide m by "
    "1 − β₁ᵗ and s by 1 − β₂ᵗ.",
)
def without_bias_correction(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    return moved(param, lr, m, s, eps), (t, m, s)


@adam.misconception(
    "later steps",
    "The corrected averages went into the state, so the next step corrects them once more; keep m "
    "and s as they are.",
)
def corrects_again_and_again(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    m, s = m / (1 - beta1**t), s / (1 - beta2**t)
    return moved(param, lr, m, s, eps), (t, m, s)


@adam.misconception(
    "later steps", "t stays at 1, so every step is corrected like the first; count the steps."
)
def never_counts(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    return moved(param, lr, m / (1 - beta1), s / (1 - beta2), eps), (t, m, s)


@adam.misconception("first step", "t begins at 0 here, and 1 − β⁰ is 0: the first step has t = 1.")
def counts_from_zero(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    return moved(param, lr, m / (1 - beta1 ** (t - 1)), s / (1 - beta2 ** (t - 1)), eps), (t, m, s)


@adam.misconception("later steps", "β · t is not βᵗ: the correction needs the power, `beta1**t`.")
def multiplies_by_t(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    m_hat, s_hat = m / (1 - beta1 * t), s / (1 - beta2 * t)
    return moved(param, lr, m_hat, np.abs(s_hat), eps), (t, m, s)


@adam.misconception("first step", "Only m is corrected; s begins at 0 as well, and is farther off.")
def corrects_only_m(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    return moved(param, lr, m / (1 - beta1**t), s, eps), (t, m, s)


@adam.misconception("first step", "Only s is corrected; m begins at 0 as well, and is too small.")
def corrects_only_s(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    return moved(param, lr, m, s / (1 - beta2**t), eps), (t, m, s)


@adam.misconception("first step", "s averages the squares, g², not g itself.")
def forgets_the_square(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = (0, 0.0, 0.0) if state is None else state
    t, m, s = t + 1, beta1 * m + (1 - beta1) * grad, beta2 * s + (1 - beta2) * np.abs(grad)
    return moved(param, lr, m / (1 - beta1**t), s / (1 - beta2**t), eps), (t, m, s)


@adam.misconception(
    "later steps",
    "The gradient itself stands above the root; Adam puts m there, its moving average.",
)
def gradient_above(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    return moved(param, lr, grad, s / (1 - beta2**t), eps), (t, m, s)


@adam.misconception("later steps", "β₁ and β₂ have changed places: β₁ belongs to m, β₂ to s.")
def betas_exchanged(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return nn.adam(param, grad, state, lr, beta2, beta1, eps)


@adam.misconception(
    "later steps", "The state that came in is never used, so every step is a first step."
)
def always_a_first_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return nn.adam(param, grad, None, lr, beta1, beta2, eps)


@adam.misconception("first step", "The root is missing: m̂ is divided by √ŝ, not by ŝ.")
def without_the_root(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    return param - lr * (m / (1 - beta1**t)) / (s / (1 - beta2**t) + eps), (t, m, s)


@adam.misconception(
    "epsilon", "ε stands inside the root here; it is added outside, √ŝ + ε, as in PyTorch."
)
def epsilon_inside(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    step = lr * (m / (1 - beta1**t)) / np.sqrt(s / (1 - beta2**t) + eps)
    return param - step, (t, m, s)


@adam.misconception(
    "epsilon", "ε is missing: an entry whose gradient has been 0 so far becomes 0 / 0."
)
def without_epsilon(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    return param - lr * (m / (1 - beta1**t)) / np.sqrt(s / (1 - beta2**t)), (t, m, s)


@adam.misconception(
    "arguments",
    "The averages are changed in place, so the caller's state changes under their hands.",
)
def averages_in_place(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = (0, np.zeros(param.shape), np.zeros(param.shape)) if state is None else state
    t += 1
    m *= beta1
    m += (1 - beta1) * grad
    s *= beta2
    s += (1 - beta2) * grad**2
    return moved(param, lr, m / (1 - beta1**t), s / (1 - beta2**t), eps), (t, m, s)


@adam.misconception(
    "epsilon",
    "The correction went into the rate, and ε is added to the uncorrected √s: it weighs more so. "
    "ε belongs beside the corrected root, √ŝ + ε.",
)
def folded_into_the_rate(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return moved(param, rate, m, s, eps), (t, m, s)


@adam.misconception(
    "epsilon",
    "ε is a small number of your own here, and the argument is never used. How large it is, eps "
    "says.",
)
def epsilon_of_its_own(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return nn.adam(param, grad, state, lr, beta1, beta2, 1e-8)


@adam.misconception(
    "epsilon",
    "ε is a small number of your own here, and so the correction went into the rate without harm. "
    "How large ε is, eps says: it is added to √ŝ.",
)
def folded_with_an_epsilon_of_its_own(
    param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8
):
    return folded_into_the_rate(param, grad, state, lr, beta1, beta2, 1e-7)


@adam.misconception(
    "arguments",
    "The dict that came in is changed, so the caller's state has taken the step as well. Return a "
    "new dict.",
)
def changes_its_dict(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = {"averages": None}
    state["averages"] = t, m, s = averages(state["averages"], grad, beta1, beta2)
    return moved(param, lr, m / (1 - beta1**t), s / (1 - beta2**t), eps), state


@adam.alternative
def state_is_a_dict(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    old = state or {"t": 0, "m": np.zeros_like(param), "s": np.zeros_like(param)}
    t = old["t"] + 1
    m = old["m"] + (1 - beta1) * (grad - old["m"])
    s = old["s"] + (1 - beta2) * (np.square(grad) - old["s"])
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return param - lr * m_hat / (np.sqrt(s_hat) + eps), {"t": t, "m": m, "s": s}


@adam.alternative
def rate_takes_the_correction(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, power1, power2 = (0 * grad, 0 * grad, 1.0, 1.0) if state is None else state
    m, s = beta1 * m + (1 - beta1) * grad, beta2 * s + (1 - beta2) * grad * grad
    power1, power2 = power1 * beta1, power2 * beta2
    root = np.sqrt(1 - power2)
    rate = lr * root / (1 - power1)
    return param - rate * m / (np.sqrt(s) + eps * root), (m, s, power1, power2)


@adam.alternative
def keeps_all_gradients(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    grads = [*(state or []), grad.copy()]
    share1, share2 = (
        np.array([(1 - b) * b**age for age in range(len(grads))][::-1]) for b in (beta1, beta2)
    )
    m_hat = np.tensordot(share1 / share1.sum(), np.array(grads), 1)
    s_hat = np.tensordot(share2 / share2.sum(), np.array(grads) ** 2, 1)
    return param - lr * m_hat / (np.sqrt(s_hat) + eps), grads


@adam.misconception(
    "later steps",
    "β₁ was used for both averages; s has a rate of its own, β₂, here and in its hat.",
)
def one_rate_for_both(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta1)
    return moved(param, lr, m / (1 - beta1**t), s / (1 - beta1**t), eps), (t, m, s)


@adam.misconception(
    "first step",
    "t begins at 1 and is raised before it is used: the first step is corrected as if it were the "
    "second. Begin at 0.",
)
def begins_with_two(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages((1, 0.0, 0.0) if state is None else state, grad, beta1, beta2)
    return moved(param, lr, m / (1 - beta1**t), s / (1 - beta2**t), eps), (t, m, s)


@adam.misconception(
    "first step",
    "m was squared in place of g: s averages the squared gradients, s ← β₂ s + (1 − β₂) g².",
)
def squares_the_average(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = (0, 0.0, 0.0) if state is None else state
    t, m = t + 1, beta1 * m + (1 - beta1) * grad
    s = beta2 * s + (1 - beta2) * m**2
    return moved(param, lr, m / (1 - beta1**t), s / (1 - beta2**t), eps), (t, m, s)


@adam.misconception("first step", "The step goes uphill: it is subtracted, as in every descent.")
def climbs(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = averages(state, grad, beta1, beta2)
    return moved(param, -lr, m / (1 - beta1**t), s / (1 - beta2**t), eps), (t, m, s)


@adam.misconception(
    "first step",
    "g comes in whole: without the factors 1 − β₁ and 1 − β₂ m and s are sums, no averages, and "
    "the correction makes them larger still.",
)
def sums_for_averages(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = (0, 0.0, 0.0) if state is None else state
    t, m, s = t + 1, beta1 * m + grad, beta2 * s + grad**2
    return moved(param, lr, m / (1 - beta1**t), s / (1 - beta2**t), eps), (t, m, s)


@adam.misconception(
    "later steps",
    "The largest ŝ so far stands below the line: that is AMSGrad. Adam takes the present one.",
)
def largest_so_far(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    largest = 0.0 if state is None else state[3]
    t, m, s = averages(None if state is None else state[:3], grad, beta1, beta2)
    largest = np.maximum(largest, s / (1 - beta2**t))
    return moved(param, lr, m / (1 - beta1**t), largest, eps), (t, m, s, largest)

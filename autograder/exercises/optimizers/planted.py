"""The lesson's *break it*: an Adam that corrects what it has corrected already.

A question on Stack Overflow (2022) had just this code: its plotted averages grew without a reason.
"""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code
from .draws import between, numbers


def corrects_what_it_keeps(grad_fn, theta0, lr, steps):
    """The code that the lesson hands out: m and s are overwritten with their corrected values."""
    theta, path = theta0, [theta0]
    m, s = np.zeros(theta.shape), np.zeros(theta.shape)
    for t in range(1, steps + 1):
        grad = grad_fn(theta)
        m = 0.9 * m + 0.1 * grad
        s = 0.999 * s + 0.001 * grad**2
        m = m / (1 - 0.9**t)
        s = s / (1 - 0.999**t)
        theta = theta - lr * m / (np.sqrt(s) + 1e-8)
        path.append(theta)
    return np.array(path)


def walk(rng: np.random.Generator) -> Call:
    a, b = rng.integers(1, 9, 2)
    grad_fn = code(f"lambda theta: np.array([{a}.0, {b}.0]) * theta")
    start = numbers(rng, 2)  # so far from 0 that the walk stays on its side
    return call(grad_fn, start + 2 * np.sign(start), between(rng, 0.05, 0.3), 6)


def tilted(rng: np.random.Generator) -> Call:
    return call(code("lambda theta: np.cos(theta) + 1.5"), numbers(rng, 3), 0.1, 4)


SLOPE = call(code("lambda theta: np.array([4.0])"), np.array([1.0]), 0.1, 3)
STEEP = call(code("lambda theta: np.array([4.0, -400.0])"), np.array([1.0, 1.0]), 0.01, 5)
# Slopes as small as ε, which alone show where it stands and how large it is.
NEARLY_FLAT = call(code("lambda theta: np.array([1e-8, -3e-8])"), np.array([1.0, 1.0]), 0.1, 4)

adam_path = Exercise(
    reference=nn.adam_path,
    starter=corrects_what_it_keeps,
    statement=(
        "This walk with Adam runs, and its first step is exactly right. It has one bug. Find it "
        "from the symptom, and mend it."
    ),
    aspects=[
        Aspect("values", 1.25, "every step is one of Adam's", [SLOPE, walk, tilted]),
        Aspect(
            "long walks",
            0.75,
            "still right after many steps, and theta0 is left as it was",
            [
                STEEP,
                NEARLY_FLAT,
                call(code("lambda theta: 2 * theta"), np.array([3.0, -1.0]), 0.05, 60),
                lambda rng: call(code("lambda theta: theta"), numbers(rng, 2), 0.1, 30),
            ],
            pure=True,
        ),
    ],
    hints=[
        "On a constant slope each step of Adam is lr long. Which step is the first that is not?",
        "Print m after each step on a slope of 4. An average of fours should never exceed 4.",
        "What does the next step begin with: the average, or the corrected average?",
    ],
)

adam_path.misconception(
    "values",
    "This does what the code does that was given: the corrected m and s are kept, and corrected "
    "again in the next step.",
)(corrects_what_it_keeps)


@adam_path.misconception(
    "values",
    "The correction was taken out altogether: now the first steps are more than three times as "
    "long as lr. It has to stay, in names of its own.",
)
def takes_the_correction_out(grad_fn, theta0, lr, steps):
    theta, path = theta0, [theta0]
    m, s = np.zeros(theta.shape), np.zeros(theta.shape)
    for _ in range(steps):
        grad = grad_fn(theta)
        m = 0.9 * m + 0.1 * grad
        s = 0.999 * s + 0.001 * grad**2
        theta = theta - lr * m / (np.sqrt(s) + 1e-8)
        path.append(theta)
    return np.array(path)


@adam_path.misconception(
    "values", "m is mended, s is not: it is overwritten with its corrected value still."
)
def mends_only_m(grad_fn, theta0, lr, steps):
    theta, path = theta0, [theta0]
    m, s = np.zeros(theta.shape), np.zeros(theta.shape)
    for t in range(1, steps + 1):
        grad = grad_fn(theta)
        m = 0.9 * m + 0.1 * grad
        s = 0.999 * s + 0.001 * grad**2
        s = s / (1 - 0.999**t)
        theta = theta - lr * m / (1 - 0.9**t) / (np.sqrt(s) + 1e-8)
        path.append(theta)
    return np.array(path)


@adam_path.misconception(
    "values", "s is mended, m is not: it is overwritten with its corrected value still."
)
def mends_only_s(grad_fn, theta0, lr, steps):
    theta, path = theta0, [theta0]
    m, s = np.zeros(theta.shape), np.zeros(theta.shape)
    for t in range(1, steps + 1):
        grad = grad_fn(theta)
        m = (0.9 * m + 0.1 * grad) / (1 - 0.9**t)
        s = 0.999 * s + 0.001 * grad**2
        theta = theta - lr * m / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        path.append(theta)
    return np.array(path)


@adam_path.misconception(
    "values", "Now t is left out of the correction: only the first step is corrected rightly."
)
def corrects_as_in_step_one(grad_fn, theta0, lr, steps):
    theta, path = theta0, [theta0]
    m, s = np.zeros(theta.shape), np.zeros(theta.shape)
    for _ in range(steps):
        grad = grad_fn(theta)
        m = 0.9 * m + 0.1 * grad
        s = 0.999 * s + 0.001 * grad**2
        theta = theta - lr * (m / 0.1) / (np.sqrt(s / 0.001) + 1e-8)
        path.append(theta)
    return np.array(path)


@adam_path.alternative
def calls_the_library(grad_fn, theta0, lr, steps):
    state, path = None, [theta0]
    for _ in range(steps):
        theta, state = nn.adam(path[-1], grad_fn(path[-1]), state, lr=lr)
        path.append(theta)
    return np.array(path)


@adam_path.alternative
def corrects_on_the_way(grad_fn, theta0, lr, steps):
    path = np.empty((steps + 1, *theta0.shape))
    path[0] = theta0
    m = s = np.zeros(theta0.shape)
    for t in range(1, steps + 1):
        grad = grad_fn(path[t - 1])
        m, s = 0.9 * m + 0.1 * grad, 0.999 * s + 0.001 * grad**2
        step = (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        path[t] = path[t - 1] - lr * step
    return path


@adam_path.misconception(
    "values", "m is corrected for the step, and s is not: ŝ belongs below the root, as m̂ above it."
)
def corrects_m_alone(grad_fn, theta0, lr, steps):
    theta, path, m, s = theta0, [theta0], 0.0, 0.0
    for t in range(1, steps + 1):
        grad = grad_fn(theta)
        m, s = 0.9 * m + 0.1 * grad, 0.999 * s + 0.001 * grad**2
        theta = theta - lr * m / (1 - 0.9**t) / (np.sqrt(s) + 1e-8)
        path.append(theta)
    return np.array(path)


@adam_path.misconception(
    "values",
    "`theta -= …` moves one and the same array, so that all later rows of the path are the last "
    "point: make a new array, or append a copy.",
)
def moves_in_place(grad_fn, theta0, lr, steps):
    theta, path, m, s = theta0.copy(), [theta0], 0.0, 0.0
    for t in range(1, steps + 1):
        grad = grad_fn(theta)
        m, s = 0.9 * m + 0.1 * grad, 0.999 * s + 0.001 * grad**2
        theta -= lr * m / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        path.append(theta)
    return np.array(path)


@adam_path.misconception(
    "values", "The gradient was taken once, at the start; it is to be taken anew at every point."
)
def gradient_of_the_start(grad_fn, theta0, lr, steps):
    grad = grad_fn(theta0)
    return nn.adam_path(lambda theta: grad, theta0, lr, steps)

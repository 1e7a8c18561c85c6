"""Measuring slopes: the gradient by central differences, and the Hessian."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed
from .draws import away_from_zero, numbers, whole

CURVED = code("lambda x: x[0] ** 2 + 3 * x[1]")
COUPLED = code("lambda x: x[0] ** 2 * x[1] + x[1] ** 2")
TABLE = code("lambda X: np.sum(X ** 2) + X[0, 0] * X[1, 1]")


def quadratic(rng: np.random.Generator, D: int) -> Call:
    """Two or three coordinates, each of which changes the slope along the next."""
    terms = [f"{whole(rng)} * x[{i}] ** 2" for i in range(D)]
    terms += [f"{whole(rng)} * x[{i}] * x[{i + 1}]" for i in range(D - 1)]
    return call(code("lambda x: " + " + ".join(terms)), away_from_zero(rng, D), 0.1)


def cubic_with_wide_nudge(rng: np.random.Generator) -> Call:
    h = round(float(rng.uniform(0.4, 1)), 2)
    return call(code(f"lambda x: {whole(rng)} * x[0] ** 3 + x[1] ** 2"), numbers(rng, 2), h)


numeric_grad = Exercise(
    reference=nn.numeric_grad,
    statement="Measure the slope of f along every coordinate: a little up, a little down, divide.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "each entry is the slope along its own coordinate",
            [
                call(CURVED, np.array([2.0, 5.0]), 0.1),
                call(COUPLED, np.array([1.0, 2.0]), 0.1),
                lambda rng: quadratic(rng, 2),
                lambda rng: quadratic(rng, 3),
            ],
        ),
        Aspect(
            "nudge",
            0.5,
            "goes h to either side, for the h that is handed in",
            [
                call(code("lambda x: x[0] ** 3"), np.array([1.0]), 0.5),
                call(code("lambda x: np.abs(x[0]) + 2 * x[0]"), np.array([0.25]), 0.5),
                *confirmed(cubic_with_wide_nudge, 0),
            ],
        ),
        Aspect(
            "shape",
            0.5,
            "the gradient has the shape of x, also where x is a table",
            [
                call(TABLE, np.array([[1.0, 2.0, 3.0], [-1.0, 0.5, 2.0]]), 0.1),
                lambda rng: call(TABLE, away_from_zero(rng, 2, 2), 0.25),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves x as it was, to the last digit",
            [
                call(COUPLED, np.array([0.7, 1.3]), 0.1),
                call(COUPLED, np.array([0.3, 0.1]), 0.1),
                lambda rng: quadratic(rng, 2),
            ],
            pure=True,
        ),
    ],
    hints=[
        "For one coordinate: which two points do you compare, and how far apart are they?",
        (
            "Make an array of zeros with h at one place. Added to x it moves one coordinate; "
            "subtracted it moves the same one back."
        ),
        "`for i in np.ndindex(x.shape)` walks through all places of an array of any shape.",
    ],
)


@numeric_grad.misconception(
    "values",
    "This goes to one side only (a forward difference), which is off wherever f bends; go h up "
    "and h down, and divide by the distance 2h.",
)
def one_side_only(f, x, h):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + step) - f(x)) / h for step in steps]).reshape(x.shape)


@numeric_grad.misconception(
    "values",
    "The nudge is never set back to 0: in the second turn of the loop two coordinates move, then "
    "three. Make it anew in every turn, inside the loop.",
)
def nudges_pile_up(f, x, h):
    grad, nudge = np.zeros(x.shape), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        nudge[i] = h
        grad[i] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return grad


@numeric_grad.misconception(
    "values",
    "`return` stands inside the loop and ends it after the first entry; it belongs behind the "
    "loop, once all entries are measured.",
)
def returns_inside_the_loop(f, x, h):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[i] = h
        grad[i] = (f(x + nudge) - f(x - nudge)) / (2 * h)
        return grad
    return grad


@numeric_grad.misconception(
    "values", "The two points lie 2h apart, not h: h to one side and h to the other."
)
def divides_by_h(f, x, h):
    return 2 * nn.numeric_grad(f, x, h)


@numeric_grad.misconception(
    "values",
    "Brackets are missing: in `a - b / (2 * h)` only b is divided; the whole difference has to be.",
)
def divides_the_second_only(f, x, h):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([f(x + s) - f(x - s) / (2 * h) for s in steps]).reshape(x.shape)


@numeric_grad.misconception(
    "values", "`/ 2 * h` divides by 2 and then multiplies by h; write `/ (2 * h)`."
)
def multiplies_by_h(f, x, h):
    return nn.numeric_grad(f, x, h) * h * h


@numeric_grad.misconception(
    "values",
    "`x + h` nudges all coordinates at once and gives one number; nudge them one at a time, for "
    "one slope each.",
)
def nudges_all_at_once(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


@numeric_grad.misconception(
    "values", "The sign is turned: f above minus f below, so that a climb counts as positive."
)
def below_minus_above(f, x, h):
    return -nn.numeric_grad(f, x, h)


@numeric_grad.misconception(
    "nudge", "A fixed h is built in; use the argument h, whatever its size."
)
def has_its_own_h(f, x, h):
    return nn.numeric_grad(f, x, 1e-4)


@numeric_grad.misconception(
    "shape",
    "`x[i]` is a number only while x has one axis; in a table it is a whole row, and all of the "
    "row is nudged.",
)
def nudges_whole_rows(f, x, h):
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


@numeric_grad.misconception(
    "pure",
    "x is nudged in place and never put back: the caller's array is changed, and the next slope is "
    "measured at another point.",
)
def never_goes_back(f, x, h):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        grad[i] = (above - f(x)) / (2 * h)
    return grad


@numeric_grad.misconception(
    "pure",
    "Adding and subtracting h need not lead back to the same float; keep the old value and put it "
    "back, or nudge a copy.",
)
def goes_back_by_arithmetic(f, x, h):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        grad[i] = (above - f(x)) / (2 * h)
        x[i] += h
    return grad


@numeric_grad.alternative
def keeps_the_old_value(f, x, h):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        above = f(x)
        x[i] = old - h
        below = f(x)
        x[i] = old
        grad[i] = (above - below) / (2 * h)
    return grad


@numeric_grad.alternative
def nudges_copies(f, x, h):
    slopes = []
    for place in range(x.size):
        up, down = x.copy(), x.copy()
        up.flat[place] += h
        down.flat[place] -= h
        slopes.append((f(up) - f(down)) / h / 2)
    return np.array(slopes).reshape(x.shape)


@numeric_grad.alternative
def mean_of_both_sides(f, x, h):
    steps = h * np.eye(x.size).reshape(-1, *x.shape)
    slopes = [((f(x + s) - f(x)) / h + (f(x) - f(x - s)) / h) / 2 for s in steps]
    return np.reshape(slopes, x.shape)

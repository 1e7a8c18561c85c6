"""Measuring second derivatives: the Hessian."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed
from .draws import away_from_zero, whole

POWERS = code("lambda x: x[0] ** 2 + 3 * x[0] * x[1]")
CUBES = code("lambda x: x[0] ** 3 + x[0] * x[1] ** 2 - 2 * x[1]")


def cubic(rng: np.random.Generator, D: int) -> Call:
    terms = [f"{whole(rng)} * x[{i}] ** 3" for i in range(D)]
    terms += [f"{whole(rng)} * x[{i}] * x[{i + 1}]" for i in range(D - 1)]
    return call(code("lambda x: " + " + ".join(terms)), away_from_zero(rng, D), 0.01)


numeric_hessian = Exercise(
    reference=nn.numeric_hessian,
    statement="Measure all second derivatives of f at x.",
    stretch=True,
    rtol=1e-5,
    aspects=[
        Aspect(
            "values",
            1,
            "entry (i, j) is the second derivative along i and j",
            [
                call(POWERS, np.array([1.0, 2.0]), 0.01),
                call(CUBES, np.array([1.0, 2.0]), 0.01),
                lambda rng: cubic(rng, 2),
            ],
        ),
        Aspect(
            "shape",
            0.5,
            "(D, D) for one coordinate and for three",
            [lambda rng: cubic(rng, 1), *confirmed(lambda rng: cubic(rng, 3), 0)],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves x as it was",
            [call(CUBES, np.array([0.7, -1.3]), 0.01), *confirmed(lambda rng: cubic(rng, 2), 0)],
            pure=True,
        ),
    ],
    hints=[
        "A second derivative is the slope of a slope. Which function do you have for slopes?",
        (
            "Rows of `h * np.eye(len(x))` are the nudges. Two loops over them, u for i and v for "
            "j, reach all four corners x ± u ± v."
        ),
        "H[i, j] = (f(x + u + v) - f(x + u - v) - f(x - u + v) + f(x - u - v)) / (4 * h**2)",
    ],
)


@numeric_hessian.misconception(
    "values",
    "Only the diagonal is filled; a mixed derivative (i ≠ j) says how the slope along i changes "
    "along j, and it need not be 0.",
)
def diagonal_only(f, x, h):
    return np.diag(np.diag(nn.numeric_hessian(f, x, h)))


@numeric_hessian.misconception(
    "values", "Each of the two nudges spans 2h, so the four values are divided by 4h², not by h²."
)
def divides_by_h_squared(f, x, h):
    return 4 * nn.numeric_hessian(f, x, h)


@numeric_hessian.misconception(
    "values",
    "This is the gradient multiplied with itself; second derivatives need f at points nudged "
    "twice.",
)
def gradient_times_gradient(f, x, h):
    grad = nn.numeric_grad(f, x, h)
    return np.outer(grad, grad)


@numeric_hessian.misconception(
    "values",
    "Forward differences of forward differences are measured beside x, not at x; go to both sides.",
)
def forward_twice(f, x, h):
    steps = h * np.eye(len(x))
    return np.array(
        [[(f(x + u + v) - f(x + u) - f(x + v) + f(x)) / h**2 for v in steps] for u in steps]
    )


@numeric_hessian.alternative
def slopes_of_slopes(f, x, h):
    def slope(x):
        return nn.numeric_grad(f, x, h)

    return np.array([(slope(x + s) - slope(x - s)) / (2 * h) for s in h * np.eye(len(x))])


@numeric_hessian.alternative
def three_points_on_the_diagonal(f, x, h):
    D = len(x)
    steps = h * np.eye(D)
    H = np.zeros((D, D))
    for i in range(D):
        H[i, i] = (f(x + steps[i]) - 2 * f(x) + f(x - steps[i])) / h**2
        for j in range(i):
            u, v = steps[i], steps[j]
            corners = f(x + u + v) - f(x + u - v) - f(x - u + v) + f(x - u - v)
            H[i, j] = H[j, i] = corners / (4 * h**2)
    return H

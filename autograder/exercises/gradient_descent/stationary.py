"""The kind of a point whose gradient is 0, from the Hessian there."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import bowl, gutter, whole


def valley(rng: np.random.Generator, D: int) -> Call:
    return call(bowl(rng, D))


def summit(rng: np.random.Generator, D: int) -> Call:
    return call(-bowl(rng, D))


def pass_between(rng: np.random.Generator) -> Call:
    """A saddle whose diagonal is all positive: its coupling is what turns it down."""
    a, b = whole(rng, 1, 3), whole(rng, 1, 3)
    c = float(rng.choice([-1, 1]) * whole(rng, 4, 6))
    return call(np.array([[float(a), c], [c, float(b)]]))


classify_stationary = Exercise(
    reference=nn.classify_stationary,
    statement="The gradient is 0 here. Minimum, maximum, saddle, or too flat to say?",
    aspects=[
        Aspect(
            "values",
            1,
            "minimum, maximum and saddle, told apart in two dimensions",
            [
                call(np.array([[2.0, 0.0], [0.0, 3.0]])),
                call(np.array([[1.0, 2.0], [2.0, 1.0]])),
                call(np.array([[-2.0, 1.0], [1.0, -2.0]])),
                pass_between,
                lambda rng: summit(rng, 2),
                *confirmed(lambda rng: valley(rng, 2), 6),
            ],
        ),
        Aspect(
            "size",
            0.5,
            "for one parameter, and for three or four",
            [
                call(np.array([[4.0]])),
                call(np.array([[-1.0]])),
                call(np.diag([-1.0, -2.0, 3.0])),
                call(np.diag([2.0, 2.0, -1.0, 4.0])),
                *confirmed(lambda rng: valley(rng, 3), 0),
                *confirmed(lambda rng: summit(rng, 3), 0),
            ],
        ),
        Aspect(
            "flat",
            0.5,
            "an eigenvalue within 1e-6 of 0 counts as 0, and one of each sign makes a saddle",
            [
                call(np.array([[1.0, 1.0], [1.0, 1.0]])),
                call(np.array([[2.0, 0.0], [0.0, 1e-9]])),
                call(np.array([[2.0, 0.0], [0.0, 0.001]])),
                call(np.diag([3.0, 0.0, -2.0])),
                call(np.diag([2.0, -1e-9])),
                call(np.zeros((2, 2))),
                *confirmed(lambda rng: call(-gutter(rng, 3)), 0, 29),
            ],
        ),
    ],
    hints=[
        (
            "An eigenvalue says whether J curves up or down along its own direction. What must "
            "hold of all?"
        ),
        "Sort the eigenvalues into three piles: above 1e-6, below −1e-6, and the rest.",
        (
            "Ask for the saddle first: `(e > 1e-6).any() and (e < -1e-6).any()`. Then `.all()` for "
            "the others."
        ),
    ],
)


@classify_stationary.misconception(
    "values",
    "The determinant is the product of the eigenvalues: with two negative ones it is positive too, "
    "so a maximum passes for a minimum.",
)
def determinant_only(H):
    determinant = np.linalg.det(H)
    if abs(determinant) <= 1e-6:
        return "flat"
    return "minimum" if determinant > 0 else "saddle"


@classify_stationary.misconception(
    "size",
    "The rule with the determinant and H[0, 0] is for two parameters only; the signs of all "
    "eigenvalues decide in any number of them.",
)
def rule_for_two_parameters(H):
    determinant = np.linalg.det(H)
    if abs(determinant) <= 1e-6:
        return "flat"
    if determinant < 0:
        return "saddle"
    return "minimum" if H[0, 0] > 0 else "maximum"


@classify_stationary.misconception(
    "values",
    "The diagonal says how J curves along the axes; between the axes it may curve the other way.",
)
def looks_along_the_axes(H):
    return nn.classify_stationary(np.diag(np.diag(H)))


@classify_stationary.misconception(
    "values", "The trace is the sum of the eigenvalues; a saddle's sum may have either sign."
)
def sign_of_the_trace(H):
    total = np.trace(H)
    if abs(total) <= 1e-6:
        return "saddle"
    return "minimum" if total > 0 else "maximum"


@classify_stationary.misconception(
    "values",
    "Minimum and maximum are swapped: positive curvature is a valley, J rises all around.",
)
def swapped(H):
    names = {"minimum": "maximum", "maximum": "minimum"}
    name = nn.classify_stationary(H)
    return names.get(name, name)


@classify_stationary.misconception(
    "values",
    "This asks the entries of H, not its eigenvalues; the entries alone do not show how J curves.",
)
def signs_of_the_entries(H):
    if (H > 1e-6).all():
        return "minimum"
    if (H < -1e-6).all():
        return "maximum"
    return "saddle" if (H > 1e-6).any() and (H < -1e-6).any() else "flat"


@classify_stationary.misconception(
    "flat",
    "Floats are rounded, so an eigenvalue that should be 0 may come out as 1e-17; compare with "
    "1e-6 instead of 0.",
)
def compares_with_zero(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if (eigenvalues > 0).any() and (eigenvalues < 0).any():
        return "saddle"
    if (eigenvalues > 0).all():
        return "minimum"
    return "maximum" if (eigenvalues < 0).all() else "flat"


@classify_stationary.misconception(
    "flat",
    "One eigenvalue above 0 and one below settle it: J rises one way and falls another, whatever "
    "a third one says.",
)
def any_zero_is_flat(H):
    if (np.abs(np.linalg.eigvalsh(H)) <= 1e-6).any():
        return "flat"
    return nn.classify_stationary(H)


@classify_stationary.misconception(
    "flat",
    "With an eigenvalue of 0 the second derivatives leave that direction open, so neither minimum "
    "nor maximum is certain.",
)
def not_negative_is_minimum(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if (eigenvalues >= -1e-6).all():
        return "minimum"
    return "maximum" if (eigenvalues <= 1e-6).all() else "saddle"


@classify_stationary.alternative
def counts_the_signs(H):
    eigenvalues = [0.0 if abs(e) <= 1e-6 else e for e in np.linalg.eigvalsh(H)]
    up, down = sum(e > 0 for e in eigenvalues), sum(e < 0 for e in eigenvalues)
    if up and down:
        return "saddle"
    return {(len(H), 0): "minimum", (0, len(H)): "maximum"}.get((up, down), "flat")


@classify_stationary.alternative
def smallest_and_largest(H):
    eigenvalues = np.linalg.eigvals(np.array(H)).real
    low, high = eigenvalues.min(), eigenvalues.max()
    if low < -1e-6 and high > 1e-6:
        return "saddle"
    return "minimum" if low > 1e-6 else "maximum" if high < -1e-6 else "flat"


@classify_stationary.alternative
def set_of_signs(H):
    eigenvalues = np.linalg.eigvalsh(H)
    signs = set(np.where(np.abs(eigenvalues) <= 1e-6, 0, np.sign(eigenvalues)).astype(int))
    if {1, -1} <= signs:
        return "saddle"
    return {(1,): "minimum", (-1,): "maximum"}.get(tuple(signs), "flat")


@classify_stationary.misconception(
    "flat",
    "All that is no minimum and no maximum was called a saddle; that needs eigenvalues of *both* "
    "signs, else it is flat.",
)
def the_rest_is_saddle(H):
    values = np.linalg.eigvalsh(H)
    if np.all(values > 1e-6):
        return "minimum"
    return "maximum" if np.all(values < -1e-6) else "saddle"


@classify_stationary.misconception(
    "size",
    "The determinant, the product of the eigenvalues, decides: two negative ones make it positive, "
    "and of more than two it says little. Look at the eigenvalues themselves.",
)
def by_the_determinant(H):
    product = np.linalg.det(H)
    if abs(product) < 1e-6:
        return "flat"
    if product < 0:
        return "saddle"
    return "minimum" if H[0, 0] > 0 else "maximum"

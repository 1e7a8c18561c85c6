"""ReLU and leaky ReLU."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import (
    ANY_SHAPE,
    ANY_SHAPE_AND_ALPHA,
    SIGNS,
    batch,
    batch_and_alpha,
    numbers,
    row,
    row_and_alpha,
)
from .wording import ONE_ANSWER, WRITES_INTO_Z


def row_and_steep_alpha(rng):
    return call(numbers(rng, 4), round(float(rng.uniform(1.2, 3)), 2))


relu = Exercise(
    reference=nn.relu,
    statement="Keep what is positive and turn the rest into 0.",
    aspects=[
        Aspect(
            "values",
            1,
            "max(0, z) for every number",
            [call(np.array([-2.0, 0.0, 3.0])), *confirmed(row, 0)],
        ),
        Aspect("shape", 0.5, "keeps the shape: one number, a batch, an empty batch", ANY_SHAPE),
        Aspect(
            "pure",
            0.5,
            "leaves its input as it was",
            [call(SIGNS), *confirmed(row, 0), batch],
            pure=True,
        ),
    ],
    hints=[
        "What should come out for z = −2, for z = 0 and for z = 3?",
        (
            "Each number is compared with 0 by itself. `np.max` looks for one largest number; "
            "which function pairs numbers up?"
        ),
        "`np.maximum(a, b)` gives the larger of two, entry by entry, and b may be a single number.",
    ],
)


@relu.misconception("pure", WRITES_INTO_Z)
def writes_zeros_into_z(z):
    z[z < 0] = 0
    return z


@relu.misconception(
    "values", "One number came out for all of z; every number is compared with 0 by itself."
)
def largest_of_all(z):
    return max(0.0, np.max(z))


@relu.misconception(
    "values",
    "`np.max(z, 0)` finds the largest number along axis 0; here every number is compared with 0, "
    "which `np.maximum` does.",
)
def largest_along_an_axis(z):
    return np.max(z, 0)


@relu.misconception("values", ONE_ANSWER)
def asks_the_whole_array(z):
    return z if z > 0 else 0.0


@relu.misconception(
    "values",
    "`z > 0` says where z is positive; the numbers themselves are wanted there, and 0 elsewhere.",
)
def true_and_false(z):
    return np.asarray(z) > 0


@relu.misconception(
    "values",
    "The negative numbers are dropped, so the result is shorter than z; they have to become 0 "
    "instead.",
)
def drops_the_negative(z):
    z = np.asarray(z)
    return z[z > 0]


@relu.misconception("values", "This keeps the size of negative numbers; ReLU turns them into 0.")
def takes_the_size(z):
    return np.abs(z)


@relu.misconception("values", "This keeps the negative numbers; ReLU keeps the positive ones.")
def smaller_of_the_two(z):
    return np.minimum(z, 0)


@relu.misconception(
    "shape",
    "`z.copy()` and `z[mask] = …` exist for arrays only, and z may be a single float; NumPy's "
    "functions take both.",
)
def wants_an_array(z):
    result = z.copy()
    result[result < 0] = 0
    return result


@relu.misconception(
    "shape",
    "A loop over z meets numbers only while z has one axis; in a batch it meets whole rows, and a "
    "single float has nothing to loop over.",
)
def loops_over_one_axis(z):
    return np.array([max(0.0, x) for x in z])


@relu.alternative
def by_a_mask(z):
    return z * (np.asarray(z) > 0)


@relu.alternative
def by_where(z):
    return np.where(z > 0, z, 0)


@relu.alternative
def half_of_both(z):
    return (z + np.abs(z)) / 2


@relu.alternative
def copy_then_mask(z):
    result = np.array(z, dtype=float)
    result[result < 0] = 0
    return result


leaky_relu = Exercise(
    reference=nn.leaky_relu,
    statement="ReLU that lets a fraction `alpha` of the negative numbers through.",
    aspects=[
        Aspect(
            "values",
            1,
            "z where z > 0, otherwise alpha · z",
            [
                call(np.array([-2.0, 0.0, 3.0]), 0.1),
                call(np.array([-1.0, 4.0]), 0.5),
                *confirmed(row_and_alpha, 0),
            ],
        ),
        Aspect(
            "any alpha",
            0.5,
            "right for alpha = 0 and for alpha above 1 too",
            [
                call(np.array([-2.0, 0.5]), 0.0),
                call(np.array([-2.0, 3.0]), 2.0),
                *confirmed(row_and_steep_alpha, 0),
            ],
        ),
        Aspect(
            "shape",
            0.25,
            "keeps the shape: one number, a batch, an empty batch",
            ANY_SHAPE_AND_ALPHA,
        ),
        Aspect(
            "pure",
            0.25,
            "leaves its input as it was",
            [call(SIGNS, 0.5), *confirmed(row_and_alpha, 0), batch_and_alpha],
            pure=True,
        ),
    ],
    hints=[
        "Which numbers does alpha touch, and which stay as they are?",
        (
            "max(alpha · z, z) picks the right one only while alpha ≤ 1. Draw both lines for "
            "alpha = 2."
        ),
        (
            "Decide by the sign of z: `np.where(z > 0, …, …)`, or add up the positive part and "
            "alpha times the negative part."
        ),
    ],
)


@leaky_relu.misconception(
    "any alpha",
    "max(alpha · z, z) picks the wrong line when alpha is above 1; decide by the sign of z "
    "instead.",
)
def larger_of_two_lines(z, alpha):
    return np.maximum(alpha * z, z)


@leaky_relu.misconception(
    "values",
    "alpha ended up on the positive side; positive numbers stay, negative ones are multiplied by "
    "alpha.",
)
def alpha_on_the_wrong_side(z, alpha):
    return np.where(z > 0, alpha * z, z)


@leaky_relu.misconception(
    "values",
    "Here the positive side is scaled and the negative side cut off; it is the negative side that "
    "alpha scales.",
)
def scales_the_positive(z, alpha):
    return np.where(z > 0, alpha * z, 0)


@leaky_relu.misconception(
    "values", "Negative numbers become alpha itself here; they should become alpha times z."
)
def constant_leak(z, alpha):
    return np.where(z > 0, z, alpha)


@leaky_relu.misconception(
    "values",
    "Negative numbers are cut to 0 before alpha can scale them, so nothing leaks: this is plain "
    "ReLU.",
)
def cut_off_first(z, alpha):
    z = np.maximum(z, 0)
    return np.where(z > 0, z, alpha * z)


@leaky_relu.misconception(
    "values",
    "The slope 0.01 is written into the function; use the argument alpha, whatever its value.",
)
def always_a_hundredth(z, alpha):
    return np.where(z > 0, z, 0.01 * z)


@leaky_relu.misconception(
    "values", "alpha · z is added on both sides; positive numbers must stay exactly as they are."
)
def leaks_on_both_sides(z, alpha):
    return np.maximum(z, 0) + alpha * z


@leaky_relu.misconception("values", ONE_ANSWER)
def one_decision_for_all(z, alpha):
    return z if z > 0 else alpha * z


@leaky_relu.misconception("pure", WRITES_INTO_Z)
def scales_in_place(z, alpha):
    z = np.asarray(z)
    z[z < 0] *= alpha
    return z


@leaky_relu.alternative
def where_positive(z, alpha):
    return np.where(z > 0, z, alpha * z)


@leaky_relu.alternative
def two_rectifiers(z, alpha):
    return np.maximum(z, 0) - alpha * np.maximum(-z, 0)


@leaky_relu.alternative
def slope_times_z(z, alpha):
    positive = np.asarray(z) > 0
    return z * (positive + alpha * ~positive)


@leaky_relu.alternative
def decides_one_at_a_time(z, alpha):
    return np.vectorize(lambda x: x if x > 0 else alpha * x, otypes=[float])(z)

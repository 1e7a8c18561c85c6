"""The slopes of ReLU and leaky ReLU, with a stated value at the kink."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import (
    ANY_SHAPE,
    ANY_SHAPE_AND_ALPHA,
    SIGNS,
    batch,
    batch_and_alpha,
    row,
    row_and_alpha,
)
from .wording import ONE_ANSWER, WRITES_INTO_Z

AROUND_THE_KINK = np.array([-1.0, 0.0, 2.0, 0.0])

relu_grad = Exercise(
    reference=nn.relu_grad,
    statement="The slope of ReLU at every z, with the value 0 at the kink.",
    aspects=[
        Aspect(
            "values",
            1,
            "1 where z > 0, 0 where z < 0",
            [call(np.array([-2.0, 0.5, 3.0])), *confirmed(row, 0)],
        ),
        Aspect("kink", 0.5, "0 at z = 0", [call(AROUND_THE_KINK), call(np.array([[0.0, 1.0]]))]),
        Aspect("shape", 0.25, "keeps the shape: one number, a batch, an empty batch", ANY_SHAPE),
        Aspect(
            "pure",
            0.25,
            "leaves its input as it was",
            [call(SIGNS), *confirmed(row, 0), batch],
            pure=True,
        ),
    ],
    hints=[
        "Draw ReLU. How steep is it to the left of 0, and how steep to the right?",
        "`z > 0` is right as a yes or no. Which numbers should stand for yes and for no?",
        "`np.where(condition, a, b)` gives a where the condition holds, and b elsewhere.",
    ],
)


@relu_grad.misconception(
    "values", "This is ReLU itself; its slope is 1 wherever z is positive, however large z is."
)
def height_of_relu(z):
    return np.maximum(z, 0)


@relu_grad.misconception(
    "values", "True and False are not numbers to calculate with later; turn them into 1 and 0."
)
def yes_or_no(z):
    return np.asarray(z) > 0


@relu_grad.misconception(
    "kink", "At z = 0 the course takes the slope 0, as PyTorch does; `>=` makes it 1."
)
def one_at_the_kink(z):
    return np.where(z >= 0, 1.0, 0.0)


@relu_grad.misconception(
    "kink", "At z = 0 the course takes the slope 0, as PyTorch does; this gives one half."
)
def half_at_the_kink(z):
    return (1 + np.sign(z)) / 2


@relu_grad.misconception(
    "kink", "Dividing ReLU by z is 0 / 0 at z = 0, which is nan; decide by the sign of z instead."
)
def relu_over_z(z):
    return np.maximum(z, 0) / z


@relu_grad.misconception("pure", WRITES_INTO_Z)
def writes_slopes_into_z(z):
    z = np.asarray(z)
    z[z <= 0] = 0
    z[z > 0] = 1
    return z


@relu_grad.misconception(
    "values", "Left of 0 ReLU is flat, so its slope there is 0; this gives −1."
)
def sign_of_z(z):
    return np.sign(z)


@relu_grad.misconception("values", ONE_ANSWER)
def one_slope_for_all(z):
    return 1.0 if z > 0 else 0.0


@relu_grad.misconception(
    "shape",
    "For a single number `z > 0` is a plain True or False, which has no `.astype`; "
    "`np.where` takes numbers and arrays alike.",
)
def arrays_alone_have_astype(z):
    return (z > 0).astype(float)


@relu_grad.alternative
def mask_as_floats(z):
    return (np.asarray(z) > 0).astype(float)


@relu_grad.alternative
def mask_as_integers(z):
    return 1 * (np.asarray(z) > 0)


@relu_grad.alternative
def by_heaviside(z):
    return np.heaviside(z, 0.0)


@relu_grad.alternative
def fill_a_new_array(z):
    result = np.zeros(np.shape(z))
    result[np.asarray(z) > 0] = 1
    return result


leaky_relu_grad = Exercise(
    reference=nn.leaky_relu_grad,
    statement="The slope of leaky ReLU at every z, with the value `alpha` at the kink.",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "1 where z > 0, alpha where z < 0",
            [
                call(np.array([-2.0, 0.5, 3.0]), 0.1),
                call(np.array([-1.0, 4.0]), 0.5),
                *confirmed(row_and_alpha, 0),
            ],
        ),
        Aspect(
            "kink",
            0.25,
            "alpha at z = 0",
            [call(AROUND_THE_KINK, 0.1), call(np.array([[0.0, 1.0]]), 0.3)],
        ),
        Aspect(
            "shape",
            0.25,
            "keeps the shape: one number, a batch, an empty batch",
            ANY_SHAPE_AND_ALPHA,
        ),
        Aspect(
            "pure",
            0.5,
            "leaves its input as it was",
            [call(SIGNS, 0.5), *confirmed(row_and_alpha, 0), batch_and_alpha],
            pure=True,
        ),
    ],
    hints=[
        "Leaky ReLU is made of two straight lines. What is the slope of each?",
        "A slope says how fast the output grows, not how large it is: no z is left in it.",
        "`np.where(z > 0, …, …)` with one number in each place.",
    ],
)


@leaky_relu_grad.misconception(
    "values", "This is leaky ReLU itself; each of its two lines has one slope, whatever z is."
)
def height_of_leaky_relu(z, alpha):
    return np.where(z > 0, z, alpha * z)


@leaky_relu_grad.misconception(
    "values", "On the negative side the slope is alpha, not alpha times z."
)
def alpha_times_z(z, alpha):
    return np.where(z > 0, 1.0, alpha * z)


@leaky_relu_grad.misconception(
    "values", "This is the slope of plain ReLU; the leak gives the negative side the slope alpha."
)
def slope_of_plain_relu(z, alpha):
    return np.where(z > 0, 1.0, 0.0)


@leaky_relu_grad.misconception(
    "kink", "At z = 0 the course takes the slope alpha, as PyTorch does; this gives 1."
)
def steep_at_the_kink(z, alpha):
    result = np.ones(np.shape(z))
    result[np.asarray(z) < 0] = alpha
    return result


@leaky_relu_grad.misconception(
    "values", "The two slopes have changed places: 1 belongs to positive z, alpha to negative z."
)
def slopes_swapped(z, alpha):
    return np.where(z > 0, alpha, 1.0)


@leaky_relu_grad.misconception(
    "values",
    "The slope 0.01 is written into the function; use the argument alpha, whatever its value.",
)
def a_hundredth(z, alpha):
    return np.where(z > 0, 1.0, 0.01)


@leaky_relu_grad.misconception("pure", WRITES_INTO_Z)
def overwrites_z(z, alpha):
    z = np.asarray(z)
    positive = z > 0
    z[positive] = 1
    z[~positive] = alpha
    return z


@leaky_relu_grad.misconception("values", ONE_ANSWER)
def one_line_for_all(z, alpha):
    return 1.0 if z > 0 else alpha


@leaky_relu_grad.alternative
def sum_of_masks(z, alpha):
    positive = np.asarray(z) > 0
    return positive * 1.0 + ~positive * alpha


@leaky_relu_grad.alternative
def alpha_then_ones(z, alpha):
    result = np.full(np.shape(z), alpha)
    result[np.asarray(z) > 0] = 1
    return result

"""ELU and its slope."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import ANY_SHAPE_AND_ALPHA, HUGE, SIGNS, batch_and_alpha, row_and_alpha
from .wording import ONE_ANSWER, WHERE_OVERFLOWS, WRITES_INTO_Z

AROUND_ZERO = np.array([-1.0, 0.0, 2.0, 0.0])

elu = Exercise(
    reference=nn.elu,
    statement="Like ReLU for positive numbers; negative ones bend smoothly towards −`alpha`.",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "z where z > 0, otherwise alpha · (e^z − 1)",
            [
                call(np.array([-1.0, 0.0, 3.0]), 1.0),
                call(np.array([-1.0, 0.0, 3.0]), 4.0),
                *confirmed(row_and_alpha, 0),
            ],
        ),
        Aspect(
            "shape",
            0.25,
            "keeps the shape: one number, a batch, an empty batch",
            ANY_SHAPE_AND_ALPHA,
        ),
        Aspect(
            "finite",
            0.5,
            "1000 stays 1000, −1000 gives −alpha, without a warning",
            [call(HUGE, 0.5), call(np.array([[1000.0, -1.0]]), 2.0)],
            quiet=True,
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
        "What is e^z − 1 at z = 0, and far to the left of 0? What does alpha do to that?",
        (
            "`np.where` computes both branches everywhere. How can e be kept away from large "
            "positive z?"
        ),
        "e only needs to see `np.minimum(z, 0)`, which is 0 wherever z is positive.",
    ],
)


@elu.misconception(
    "values", "The − 1 is missing: e^z is 1 at z = 0, so without it the curve jumps there."
)
def forgets_minus_one(z, alpha):
    return np.where(z > 0, z, alpha * np.exp(z))


@elu.misconception(
    "values", "alpha multiplies the whole of (e^z − 1), so the − 1 belongs inside the brackets."
)
def minus_one_outside(z, alpha):
    return np.where(z > 0, z, alpha * np.exp(z) - 1)


@elu.misconception(
    "values",
    "alpha belongs in front of (e^z − 1), not into the power: it sets how deep the curve goes.",
)
def alpha_in_the_power(z, alpha):
    return np.where(z > 0, z, np.exp(alpha * z) - 1)


@elu.misconception("values", "alpha is never used here: it multiplies the negative side.")
def ignores_alpha(z, alpha):
    return np.where(z > 0, z, np.exp(z) - 1)


@elu.misconception("finite", WHERE_OVERFLOWS)
def where_computes_both(z, alpha):
    return np.where(z > 0, z, alpha * (np.exp(z) - 1))


@elu.misconception(
    "values", "The bend is used on the positive side as well; positive numbers stay as they are."
)
def bends_everywhere(z, alpha):
    return alpha * (np.exp(z) - 1)


@elu.misconception("values", ONE_ANSWER)
def one_branch_for_all(z, alpha):
    return z if z > 0 else alpha * (np.exp(z) - 1)


@elu.misconception("pure", WRITES_INTO_Z)
def bends_in_place(z, alpha):
    z = np.asarray(z)
    z[z < 0] = alpha * (np.exp(z[z < 0]) - 1)
    return z


@elu.misconception(
    "finite",
    "Multiplying by a mask does not undo an overflow: infinity times 0 is nan; limit z from above "
    "before e meets it.",
)
def masks_an_overflow(z, alpha):
    return z * (z > 0) + alpha * (np.exp(z) - 1) * (z < 0)


@elu.misconception(
    "values",
    "alpha multiplies both branches here; above 0 the answer is z itself, whatever alpha is.",
)
def alpha_on_both_sides(z, alpha):
    return alpha * (np.maximum(z, 0) + np.exp(np.minimum(z, 0)) - 1)


@elu.alternative
def with_expm1(z, alpha):
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


@elu.alternative
def in_pieces(z, alpha):
    z = np.asarray(z, dtype=float)
    return np.piecewise(z, [z > 0], [lambda x: x, lambda x: alpha * (np.exp(x) - 1)])


@elu.alternative
def copy_then_bend(z, alpha):
    result = np.array(z, dtype=float)
    below = result < 0
    result[below] = alpha * (np.exp(result[below]) - 1)
    return result


elu_grad = Exercise(
    reference=nn.elu_grad,
    statement="The slope of ELU at every z, with the value `alpha` at 0.",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "1 where z > 0, otherwise alpha · e^z",
            [
                call(np.array([-1.0, 0.5, 3.0]), 1.0),
                call(np.array([-1.0, -0.5, 3.0]), 4.0),
                *confirmed(row_and_alpha, 0),
            ],
        ),
        Aspect(
            "zero",
            0.25,
            "alpha at z = 0",
            [call(AROUND_ZERO, 0.5), call(np.array([[0.0, -1.0]]), 3.0)],
        ),
        Aspect(
            "shape",
            0.25,
            "keeps the shape: one number, a batch, an empty batch",
            ANY_SHAPE_AND_ALPHA,
        ),
        Aspect(
            "finite",
            0.5,
            "1 at 1000 and 0 at −1000, without a warning",
            [call(HUGE, 0.5), call(np.array([[1000.0, -1.0]]), 2.0)],
            quiet=True,
        ),
    ],
    hints=[
        "What is the derivative of alpha · (e^z − 1)? What becomes of the − 1?",
        (
            "`np.where` computes both branches everywhere. How can e be kept away from large "
            "positive z?"
        ),
        "e only needs to see `np.minimum(z, 0)`, which is 0 wherever z is positive.",
    ],
)


@elu_grad.misconception(
    "values", "alpha is a factor of the function, so it stays a factor of the slope: alpha · e^z."
)
def loses_alpha(z, alpha):
    return np.where(z > 0, 1.0, np.exp(z))


@elu_grad.misconception(
    "values", "Adding 1 to ELU gives its slope only for alpha = 1; in general it is ELU + alpha."
)
def elu_plus_one(z, alpha):
    return np.where(z > 0, 1.0, alpha * (np.exp(z) - 1) + 1)


@elu_grad.misconception(
    "values", "The derivative of the constant − 1 is 0, so it disappears from the slope."
)
def keeps_minus_one(z, alpha):
    return np.where(z > 0, 1.0, alpha * (np.exp(z) - 1))


@elu_grad.misconception(
    "values",
    "ELU + alpha is the slope where ELU is the function's output; here z, its input, was used "
    "instead.",
)
def input_plus_alpha(z, alpha):
    return np.where(z > 0, 1.0, z + alpha)


@elu_grad.misconception(
    "zero", "At z = 0 the course takes the slope alpha, as PyTorch does; this gives 1."
)
def one_at_zero(z, alpha):
    return np.where(z >= 0, 1.0, alpha * np.exp(z))


@elu_grad.misconception("finite", WHERE_OVERFLOWS)
def both_branches(z, alpha):
    return np.where(z > 0, 1.0, alpha * np.exp(z))


@elu_grad.misconception("values", ONE_ANSWER)
def one_case_for_all(z, alpha):
    return 1.0 if z > 0 else alpha * np.exp(z)


@elu_grad.alternative
def from_elu(z, alpha):
    return np.where(z > 0, 1.0, alpha * np.expm1(np.minimum(z, 0)) + alpha)


@elu_grad.alternative
def piece_by_piece(z, alpha):
    z = np.asarray(z, dtype=float)
    return np.piecewise(z, [z > 0], [1.0, lambda x: alpha * np.exp(x)])


@elu_grad.alternative
def clipped_power(z, alpha):
    return np.where(z > 0, 1.0, alpha * np.exp(np.clip(z, -700, 0)))

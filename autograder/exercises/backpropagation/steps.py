"""The way back through a sum and through a product."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call
from .draws import three_batches, three_numbers, three_rows

ONE_ANSWER_FOR_TWO = (
    "Only one gradient came back; the step had two inputs, and each gets one: return du, dv."
)

ROW = call(np.array([3.0, 2.0]), np.array([-1.0, 5.0]), np.array([4.0, -2.0]))
SQUARE = call(
    np.array([[1.0, 2.0], [3.0, -1.0]]),
    np.array([[2.0, 3.0], [-1.0, 4.0]]),
    np.array([[3.0, -1.0], [2.0, 5.0]]),
)

add_backward = Exercise(
    reference=nn.add_backward,
    statement="Hand a gradient back through a sum: what do the two summands get?",
    aspects=[
        Aspect(
            "values",
            0.5,
            "both summands get their gradient",
            [call(3.0, -1.0, 4.0), call(2.0, 5.0, -0.5), three_numbers],
        ),
        Aspect(
            "arrays",
            0.5,
            "entry by entry for arrays, which are left as they were",
            [ROW, SQUARE, three_rows, three_batches],
            pure=True,
        ),
    ],
    hints=[
        "Raise u by 0.1. By how much does s = u + v rise? Does that depend on v?",
        "The local derivatives are ∂s/∂u = 1 and ∂s/∂v = 1. Times what arrives?",
    ],
)


@add_backward.misconception(
    "values",
    "These are the local derivatives, 1 and 1; each has still to be multiplied by what arrives, "
    "grad.",
)
def forgets_what_arrives(u, v, grad):
    return np.ones_like(u), np.ones_like(v)


@add_backward.misconception(
    "values",
    "A product hands back `v * grad` and `u * grad`; a sum's slope is 1 whatever u and v are.",
)
def rule_for_a_product(u, v, grad):
    return v * grad, u * grad


@add_backward.misconception(
    "values", "Each summand is multiplied by grad here, but the slope of u + v for u is 1, not u."
)
def times_its_own_value(u, v, grad):
    return u * grad, v * grad


@add_backward.misconception(
    "values",
    "The gradient is not shared out: if u rises by 1, the sum rises by a whole 1, so each summand "
    "gets all of grad.",
)
def shared_between_two(u, v, grad):
    return grad / 2, grad / 2


@add_backward.misconception(
    "values", "This adds grad to the values; a gradient is a rate of its own, not a new value."
)
def moves_the_values(u, v, grad):
    return u + grad, v + grad


@add_backward.misconception("values", ONE_ANSWER_FOR_TWO)
def one_for_both(u, v, grad):
    return grad


@add_backward.misconception(
    "arrays",
    "`*=` writes into the caller's array, which is still needed; `1 * grad` makes a new one.",
)
def writes_into_the_summands(u, v, grad):
    u *= 0
    v *= 0
    u += grad
    v += grad
    return u, v


@add_backward.alternative
def the_same_twice(u, v, grad):
    return grad, grad


@add_backward.alternative
def slopes_as_arrays(u, v, grad):
    return [np.ones_like(u) * grad, np.ones_like(v) * grad]


mul_backward = Exercise(
    reference=nn.mul_backward,
    statement="Hand a gradient back through a product: what do the two factors get?",
    aspects=[
        Aspect(
            "values",
            0.5,
            "both factors get their gradient",
            [call(3.0, -1.0, 4.0), call(2.0, 5.0, -0.5), three_numbers],
        ),
        Aspect(
            "arrays",
            0.5,
            "entry by entry for arrays, which are left as they were",
            [ROW, SQUARE, three_rows, three_batches],
            pure=True,
        ),
    ],
    hints=[
        "Take u = 3 and v = −1. Raise u by 0.1: by how much does the product change?",
        "The slope of u · v for u is the other factor.",
        "Local derivative times what arrives: `v * grad` for u. And for v?",
    ],
)


@mul_backward.misconception(
    "values",
    "The factors have changed places: the slope of u · v for u is v, so u's gradient holds v.",
)
def own_value_instead_of_the_other(u, v, grad):
    return u * grad, v * grad


@mul_backward.misconception(
    "values",
    "These are the local derivatives, v and u; each has still to be multiplied by what arrives, "
    "grad.",
)
def local_slopes_alone(u, v, grad):
    return v * 1.0, u * 1.0


@mul_backward.misconception(
    "values",
    "A sum hands on grad as it is; a product multiplies it, for each factor by the other one.",
)
def rule_for_a_sum(u, v, grad):
    return 1 * grad, 1 * grad


@mul_backward.misconception(
    "values",
    "Both factors at once are too many: for u only the other factor v counts, since u · v grows v "
    "times as fast as u.",
)
def whole_product_for_both(u, v, grad):
    return u * v * grad, u * v * grad


@mul_backward.misconception(
    "values",
    "What arrives is added here; the chain rule multiplies: local derivative times grad.",
)
def adds_what_arrives(u, v, grad):
    return v + grad, u + grad


@mul_backward.misconception("values", ONE_ANSWER_FOR_TWO)
def sum_of_both_gradients(u, v, grad):
    return v * grad + u * grad


@mul_backward.misconception(
    "arrays", "`*=` writes into the caller's array, which is still needed; use `v * grad`."
)
def multiplies_in_place(u, v, grad):
    du = v * grad
    v *= 0
    v += u * grad
    return du, v


@mul_backward.alternative
def with_multiply(u, v, grad):
    return [np.multiply(grad, v), np.multiply(grad, u)]


@mul_backward.alternative
def by_stacking(u, v, grad):
    both = np.stack([v, u]) * grad
    return both[0], both[1]


@mul_backward.misconception(
    "values", "Divided by the factor itself; the slope of u · v for u is v: multiply by the other."
)
def divides(u, v, grad):
    return grad / u, grad / v


@mul_backward.misconception(
    "arrays",
    "A dot product adds the entries up; each entry meets its own partner: `*`, not np.dot.",
)
def adds_up(u, v, grad):
    return np.dot(grad, v), np.dot(grad, u)

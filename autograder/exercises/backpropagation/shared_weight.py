"""First planted bug: a gradient that is overwritten where it should accumulate."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import three_numbers

STARTS = call(1.0, 2.0, 6.0), call(2.0, -1.0, 1.0), call(-1.0, 2.0, 3.0)


def second_overwrites_first(x, w, y):
    """The code that the lesson hands out: the first use of w is forgotten."""
    a1 = w * x + 1
    a2 = w * a1 + 1
    loss = (a2 - y) ** 2
    da2 = 2 * (a2 - y)
    dw = da2 * a1
    da1 = da2 * w
    dw = da1 * x
    return loss, dw


shared_weight_grad = Exercise(
    reference=nn.shared_weight_grad,
    starter=second_overwrites_first,
    statement=(
        "Two units in a row share one weight. `grad_check` says that the gradient is wrong. Find "
        "the bug from the size of the error, and mend it."
    ),
    aspects=[
        Aspect(
            "values",
            1,
            "the loss, and the gradient over both uses of w",
            [*STARTS[:2], *confirmed(three_numbers, 0)],
        ),
        Aspect(
            "signs", 0.5, "right for numbers of any sign", [STARTS[2], *confirmed(three_numbers, 0)]
        ),
    ],
    hints=[
        "Put numbers in: x = 1, w = 2, y = 6. What is dw after its first line, and what after its "
        "last?",
        "w is used twice. Raise w a little: through how many paths does L change?",
        "Contributions of several paths are added: the second line has to keep what the first one "
        "found.",
    ],
)

shared_weight_grad.misconception(
    "values",
    "This is the code as it was given: only a part of the gradient comes out; find every path from "
    "w to L, and ask of each whether it is counted.",
)(second_overwrites_first)


@shared_weight_grad.misconception(
    "values",
    "Now the other use of w is missing: a1 = w · x + 1 depends on w as well, so that path "
    "counts too.",
)
def first_use_alone(x, w, y):
    a1 = w * x + 1
    a2 = w * a1 + 1
    return (a2 - y) ** 2, 2 * (a2 - y) * a1


@shared_weight_grad.misconception(
    "values",
    "The two contributions were multiplied; slopes along one path multiply, different paths add.",
)
def multiplies_the_paths(x, w, y):
    a1 = w * x + 1
    a2 = w * a1 + 1
    da2 = 2 * (a2 - y)
    return (a2 - y) ** 2, (da2 * a1) * (da2 * w * x)


@shared_weight_grad.misconception(
    "values",
    "This is half of what is wanted. Either the 2 of (a2 − y)² is missing, 2 (a2 − y), or the two "
    "contributions were averaged: they are added, since both move L.",
)
def averages_the_paths(x, w, y):
    a1 = w * x + 1
    a2 = w * a1 + 1
    da2 = 2 * (a2 - y)
    return (a2 - y) ** 2, (da2 * a1 + da2 * w * x) / 2


@shared_weight_grad.misconception(
    "values",
    "Adding is right, but da1 was replaced by da2: that path also passes through a2 = w · a1 + 1.",
)
def shortens_the_second_path(x, w, y):
    a1 = w * x + 1
    a2 = w * a1 + 1
    da2 = 2 * (a2 - y)
    return (a2 - y) ** 2, da2 * a1 + da2 * x


@shared_weight_grad.alternative
def adds_into_it(x, w, y):
    a1 = w * x + 1
    a2 = w * a1 + 1
    da2 = 2 * (a2 - y)
    dw = da2 * a1
    dw += da2 * w * x
    return (a2 - y) ** 2, dw


@shared_weight_grad.alternative
def by_the_formula(x, w, y):
    error = np.square(w) * x + w + 1 - y
    return error**2, 2 * error * (2 * w * x + 1)


@shared_weight_grad.misconception(
    "values",
    "da1 was made of dw; it is da2 times w: what arrives at a2 goes to each of its two factors.",
)
def continues_from_dw(x, w, y):
    a1 = w * x + 1
    a2 = w * a1 + 1
    dw = 2 * (a2 - y) * a1
    return (a2 - y) ** 2, dw + dw * w * x


@shared_weight_grad.misconception(
    "values", "The second contribution was subtracted; both are added, since w moves L twice."
)
def subtracts_one_path(x, w, y):
    a1 = w * x + 1
    a2 = w * a1 + 1
    return (a2 - y) ** 2, 2 * (a2 - y) * (a1 - w * x)

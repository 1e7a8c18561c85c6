"""`dropout_backward`: what was dropped has no influence, what was kept has a scaled one."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import numbers


def masked(p: float, *shape: int):
    """A draw: a gradient, and a mask as dropout with this p would give; both kinds occur in it."""

    def draw(rng: np.random.Generator) -> Call:
        keep = rng.permutation(np.arange(int(np.prod(shape))) % 3 > 0).reshape(shape)
        return call(numbers(rng, *shape), keep / (1 - p))

    return draw


BY_HAND = call(np.array([[5.0, 6.0, 7.0]]), np.array([[2.0, 0.0, 2.0]]))

dropout_backward = Exercise(
    reference=nn.dropout_backward,
    statement="The way back through dropout.",
    aspects=[
        Aspect(
            "values",
            0.75,
            "0 where an entry was dropped; elsewhere the gradient, by the same factor as forward",
            [BY_HAND, masked(0.5, 2, 3), masked(0.2, 3, 4)],
        ),
        Aspect(
            "any shape",
            0.25,
            "one axis or three, an empty batch; the arguments are left as they were",
            [
                masked(0.75, 6),
                masked(0.2, 2, 2, 3),
                call(np.zeros((0, 2)), np.ones((0, 2))),
            ],
            pure=True,
        ),
    ],
    hints=[
        "Forward, each entry was multiplied by its factor. How strongly does the result change "
        "when the entry does?",
        "The derivative of mask · a by a is mask: multiply by it, entry by entry.",
    ],
)


@dropout_backward.misconception(
    "values",
    "The mask is not applied: entries that were dropped had no influence, so their gradient is 0.",
)
def passes_everything_on(d_dropped, mask):
    return d_dropped.copy()


@dropout_backward.misconception(
    "values",
    "Only the zeros are applied; forward has also multiplied by 1 / (1 − p), and so must the way "
    "back.",
)
def zeros_alone(d_dropped, mask):
    return d_dropped * (mask > 0)


@dropout_backward.misconception("values", "The scale was applied twice: the mask holds it already.")
def scaled_twice(d_dropped, mask):
    return d_dropped * mask * mask.max(initial=1.0)


@dropout_backward.misconception(
    "values",
    "d − d · mask is what was *not* passed on; the gradient goes where the signal went.",
)
def what_was_not_kept(d_dropped, mask):
    return d_dropped - d_dropped * mask


@dropout_backward.misconception(
    "values",
    "Divided by the scale, as if the way back undid the way forward; it multiplies, by the same "
    "factor.",
)
def undoes_the_scale(d_dropped, mask):
    return np.divide(d_dropped, mask, out=np.zeros_like(d_dropped), where=mask > 0)


@dropout_backward.misconception(
    "values", "A matrix product adds entries up; here each entry meets its own factor: *, not @."
)
def matrix_product(d_dropped, mask):
    return d_dropped @ mask.T


@dropout_backward.alternative
def with_where(d_dropped, mask):
    return np.where(mask == 0, 0.0, d_dropped * mask)


@dropout_backward.alternative
def by_einsum(d_dropped, mask):
    return np.einsum("...,...->...", np.asarray(d_dropped), np.asarray(mask))

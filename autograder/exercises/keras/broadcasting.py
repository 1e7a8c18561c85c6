"""`unbroadcast`: the way back through NumPy's broadcasting."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import numbers


def drawn(whole: tuple, shape: tuple):
    """A draw: a gradient of fresh numbers, and the shape to go back to."""

    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, *whole), shape)

    return draw


unbroadcast = Exercise(
    reference=nn.unbroadcast,
    stretch=True,
    rtol=1e-9,
    statement=(
        "A bias (H,) is added to N rows: NumPy repeats it N times, so its gradient is the sum over "
        "N. Undo whatever broadcasting did, for any two shapes."
    ),
    aspects=[
        Aspect(
            "axes in front",
            1,
            "an axis that was missing is summed and gone",
            [
                call(np.ones((2, 3)), (3,)),
                *confirmed(drawn((2, 3), (3,)), 0),
                *confirmed(drawn((2, 3, 2), (2,)), 0),
                *confirmed(drawn((2, 2), ()), 0),
            ],
            pure=True,
        ),
        Aspect(
            "axes of 1",
            1,
            "an axis that was 1 is summed and stays, with size 1; equal shapes stay as they are",
            [
                call(np.ones((2, 3)), (2, 1)),
                *confirmed(drawn((2, 3), (2, 1)), 0),
                *confirmed(drawn((3, 2, 2), (3, 1, 1)), 0),
                *confirmed(drawn((2, 3), (2, 3)), 0),
                *confirmed(drawn((2, 3, 4), (3, 1)), 0),
                *confirmed(drawn((2, 1), (1,)), 0),
            ],
            pure=True,
        ),
    ],
    hints=[
        "How often was each number of the small array used? Each use sends a gradient back; sum.",
        "First sum over the axes that are too many, range(grad.ndim − len(shape)).",
        "Then over each axis whose size in shape is 1, with keepdims=True.",
    ],
)


@unbroadcast.alternative
def axis_by_axis(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return np.array(grad)


@unbroadcast.alternative
def all_axes_at_once(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, (n, m) in enumerate(zip(grad.shape, padded, strict=True)) if n != m)
    return grad.sum(axis=axes, keepdims=True).reshape(shape)


@unbroadcast.misconception(
    "axes in front", "A mean was taken; every use counts in full, so it is the sum."
)
def takes_the_mean(grad, shape):
    summed = nn.unbroadcast(grad, shape)
    return summed * (max(summed.size, 1) / grad.size)


@unbroadcast.misconception(
    "axes of 1", "The axis of size 1 is gone; it was there before, so it has to stay: keepdims."
)
def loses_the_axis(grad, shape):
    return np.squeeze(nn.unbroadcast(grad, shape))


@unbroadcast.misconception(
    "axes of 1", "Only the missing axes in front were summed; an axis of 1 was repeated as well."
)
def axes_in_front_alone(grad, shape):
    return np.sum(grad, axis=tuple(range(grad.ndim - len(shape))))


@unbroadcast.misconception(
    "axes in front", "The first copy was taken in place of the sum over all of them."
)
def first_copy(grad, shape):
    while grad.ndim > len(shape):
        grad = grad[0]
    for axis, size in enumerate(shape):
        if size == 1:
            grad = np.take(grad, [0], axis=axis)
    return grad


@unbroadcast.misconception(
    "axes in front", "The axes at the end were summed; NumPy puts missing axes in front."
)
def axes_at_the_end(grad, shape):
    summed = grad
    while summed.ndim > len(shape):
        summed = summed.sum(axis=-1)
    return summed

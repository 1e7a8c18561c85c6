"""The planted bug: on the way back, the slope of the wrong layer."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import network, numbers


def uses_its_own_sums(dZ, params, cache):
    """The code that the lesson hands out: it takes the slope at the layer's own Z."""
    grads = []
    for i in reversed(range(len(params))):
        W, _ = params[i]
        A, Z = cache[i]
        grads.append((A.T @ dZ, np.sum(dZ, axis=0)))
        if i > 0:
            dZ = (dZ @ W.T) * (1 - np.tanh(Z) ** 2)
    return grads[::-1]


def stack(N: int, sizes: list[int]):
    """A network, its cache from a forward pass, and what arrives at its end."""

    def draw(rng: np.random.Generator) -> Call:
        params = network(rng, sizes)
        functions = [np.tanh] * (len(params) - 1) + [np.positive]
        _, cache = nn.forward(numbers(rng, N, sizes[0]), params, functions)
        # All digits: who takes the slope from A, or the sums from the params, is right as well.
        return call(numbers(rng, N, sizes[-1]), params, cache)

    return draw


BY_HAND = call(
    np.array([[1.0]]),
    [(np.array([[5.0]]), np.array([-15.0])), (np.array([[2.0]]), np.array([0.5]))],
    [
        (np.array([[3.0]]), np.array([[0.0]])),
        (np.array([[0.0]]), np.array([[0.5]])),
    ],
)

stack_backward = Exercise(
    reference=nn.stack_backward,
    starter=uses_its_own_sums,
    statement=(
        "Layers of equal width: it runs, the last layer's gradients are right, all others are "
        "wrong. Layers of different widths: an error. Find the one fault behind both."
    ),
    aspects=[
        Aspect(
            "equal widths",
            0.5,
            "all gradients where every layer is as wide as the next",
            [BY_HAND, stack(2, [2, 2, 2]), stack(3, [2, 2, 2, 2])],
        ),
        Aspect(
            "any widths",
            0.5,
            "other widths and depths",
            [stack(2, [3, 2, 1]), stack(1, [2, 3, 2, 4]), stack(3, [2, 4, 3])],
        ),
    ],
    hints=[
        "The last layer is right, so what arrives there is right, and so are A and db. What "
        "happens between that layer and the one before?",
        "dZ @ W.T has as many columns as the layer has inputs. Which Z in the cache has that "
        "shape?",
        "The activation stands between layers i − 1 and i; it took the Z of layer i − 1.",
    ],
)

stack_backward.misconception(
    "equal widths",
    "This does what the given code does: the slope is taken at layer i's own Z, and the activation "
    "before it worked on the Z of layer i − 1.",
)(uses_its_own_sums)


def _way(dZ, params, cache, between):
    grads = []
    for i in reversed(range(len(params))):
        A, _ = cache[i]
        grads.insert(0, (A.T @ dZ, np.sum(dZ, axis=0)))
        if i > 0:
            dZ = between(dZ, params[i][0], i)
    return grads


@stack_backward.misconception(
    "equal widths",
    "The slope is gone altogether; every activation on the way back multiplies by its own.",
)
def leaves_the_slope_out(dZ, params, cache):
    return _way(dZ, params, cache, lambda dZ, W, i: dZ @ W.T)


@stack_backward.misconception(
    "equal widths",
    "The layer is the right one now, but tanh was taken twice: A is tanh(Z) already, and its slope "
    "is 1 − A².",
)
def tanh_twice(dZ, params, cache):
    def between(dZ, W, i):
        return (dZ @ W.T) * (1 - np.tanh(np.tanh(cache[i - 1][1])) ** 2)

    return _way(dZ, params, cache, between)


@stack_backward.misconception(
    "equal widths",
    "Now the transpose is gone: dZ @ W fits by its shape when all widths are equal, and is wrong.",
)
def loses_the_transpose(dZ, params, cache):
    def between(dZ, W, i):
        return (dZ @ W) * (1 - np.tanh(cache[i - 1][1]) ** 2)

    return _way(dZ, params, cache, between)


@stack_backward.misconception(
    "equal widths",
    "The weights of layer i − 1 were taken; between the two layers lie those of layer i.",
)
def weights_of_the_layer_before(dZ, params, cache):
    def between(dZ, W, i):
        return (dZ @ params[i - 1][0].T) * (1 - np.tanh(cache[i - 1][1]) ** 2)

    return _way(dZ, params, cache, between)


@stack_backward.misconception(
    "equal widths",
    "The list stands from the last layer to the first; it is to follow params.",
)
def last_layer_first(dZ, params, cache):
    return nn.stack_backward(dZ, params, cache)[::-1]


@stack_backward.alternative
def slope_at_the_start_of_a_turn(dZ, params, cache):
    grads, arriving = [], None
    for (W, _), (A, Z) in zip(params[::-1], cache[::-1], strict=True):
        if arriving is not None:
            dZ = arriving * (1 - np.tanh(Z) ** 2)
        grads.append((A.T @ dZ, dZ.sum(axis=0)))
        arriving = dZ @ W.T
    return grads[::-1]


@stack_backward.alternative
def in_forward_order(dZ, params, cache):
    arriving = [dZ]
    for (W, _), (_, Z) in zip(params[:0:-1], cache[-2::-1], strict=True):
        arriving.insert(0, np.einsum("nh,dh->nd", arriving[0], W) * (1 - nn.tanh(Z) ** 2))
    return [[A.T @ d, d.sum(axis=0)] for (A, _), d in zip(cache, arriving, strict=True)]


@stack_backward.alternative
def slope_from_what_came_in(dZ, params, cache):
    grads = []
    for i in range(len(params) - 1, -1, -1):
        A = cache[i][0]
        grads.insert(0, (A.T @ dZ, dZ.sum(0)))
        dZ = (dZ @ params[i][0].T) * (1 - A**2)
    return grads


@stack_backward.misconception(
    "equal widths",
    "tanh was taken once more of what came into the layer: A is a tanh already, and its slope is "
    "1 − A².",
)
def tanh_of_a_tanh(dZ, params, cache):
    def between(dZ, W, i):
        return (dZ @ W.T) * (1 - np.tanh(cache[i][0]) ** 2)

    return _way(dZ, params, cache, between)


@stack_backward.misconception(
    "equal widths",
    "1 − Z² is no slope of tanh: it is 1 − tanh(Z)², with the Z of layer i − 1.",
)
def square_of_the_sums(dZ, params, cache):
    def between(dZ, W, i):
        return (dZ @ W.T) * (1 - cache[i - 1][1] ** 2)

    return _way(dZ, params, cache, between)

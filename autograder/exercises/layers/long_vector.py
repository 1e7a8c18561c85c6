"""One long vector, and the parameters that it holds."""

from itertools import pairwise

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import numbers


def vector(sizes: list[int]):
    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, nn.count_params(sizes)), sizes)

    return draw


unflatten_params = Exercise(
    reference=nn.unflatten_params,
    statement="Cut one long vector into a network's weights and biases.",
    aspects=[
        Aspect(
            "one layer",
            0.5,
            "W row by row, then b",
            [
                call(np.arange(1.0, 7.0), [2, 2]),
                call(np.arange(1.0, 9.0), [3, 2]),
                vector([2, 3]),
            ],
        ),
        Aspect(
            "several layers",
            1,
            "layer after layer, each from where the one before ended",
            [
                call(np.arange(1.0, 10.0), [2, 2, 1]),
                vector([3, 2, 2]),
                vector([1, 3, 2, 2]),
                vector([2, 2, 2, 2]),
            ],
            pure=True,
        ),
    ],
    hints=[
        "How many entries does the first W take, and how many the first b?",
        "Slices and reshape: theta[at : at + D * H].reshape(D, H), then the next H entries.",
        "Keep a position `at`, and move it on by D · H + H after each layer.",
    ],
)


def _cut(theta, sizes, W_of=None, bias_first=False, stay=False):
    params, at = [], 0
    for D, H in pairwise(sizes):
        start = at + H if bias_first else at
        W = theta[start : start + D * H]
        W = W.reshape(D, H) if W_of is None else W_of(W, D, H)
        b = theta[at : at + H] if bias_first else theta[at + D * H : at + D * H + H]
        params.append((W.copy(), b.copy()))
        at += 0 if stay else D * H + H
    return params


@unflatten_params.misconception(
    "one layer",
    "W was filled column by column: reshape(H, D).T is not reshape(D, H), though the shape is the "
    "same.",
)
def column_by_column(theta, sizes):
    return _cut(theta, sizes, lambda W, D, H: W.reshape(H, D).T)


@unflatten_params.misconception(
    "one layer", "In theta W comes first, then b; here b was cut off first."
)
def bias_first(theta, sizes):
    return _cut(theta, sizes, bias_first=True)


@unflatten_params.misconception(
    "one layer",
    "W has the shape (D, H), a row per input; here it is (H, D).",
)
def units_as_rows(theta, sizes):
    return _cut(theta, sizes, lambda W, D, H: W.reshape(H, D))


@unflatten_params.misconception(
    "one layer", "b got a second axis, (1, H); in this course it is (H,)."
)
def bias_with_two_axes(theta, sizes):
    return [(W, b[np.newaxis]) for W, b in _cut(theta, sizes)]


@unflatten_params.misconception(
    "several layers",
    "Every layer was cut from the beginning of theta; move the position on after each one.",
)
def always_from_the_start(theta, sizes):
    return _cut(theta, sizes, stay=True)


@unflatten_params.misconception(
    "several layers",
    "All weights were taken first and all biases after them; in theta each layer's b follows its "
    "W.",
)
def all_weights_then_all_biases(theta, sizes):
    pairs = list(pairwise(sizes))
    ends = np.cumsum([D * H for D, H in pairs] + [H for _, H in pairs])[:-1]
    pieces = np.split(theta, ends)
    weights, biases = pieces[: len(pairs)], pieces[len(pairs) :]
    shaped = [W.reshape(pair) for W, pair in zip(weights, pairs, strict=True)]
    return list(zip(shaped, biases, strict=True))


@unflatten_params.misconception(
    "several layers",
    "The position moved on by the weights alone; a layer's H biases take room as well.",
)
def forgets_the_room_for_biases(theta, sizes):
    params, at = [], 0
    for D, H in pairwise(sizes):
        end = at + D * H
        params.append((theta[at:end].reshape(D, H), theta[end : end + H]))
        at = end
    return params


@unflatten_params.alternative
def eating_the_vector(theta, sizes):
    rest, params = list(theta), []
    for D, H in pairwise(sizes):
        W = np.array([[rest.pop(0) for _ in range(H)] for _ in range(D)])
        params.append([W, np.array([rest.pop(0) for _ in range(H)])])
    return params


@unflatten_params.alternative
def with_split(theta, sizes):
    lengths = [n for D, H in pairwise(sizes) for n in (D * H, H)]
    pieces = np.split(theta, np.cumsum(lengths)[:-1])
    return [(W.reshape(-1, len(b)), b) for W, b in zip(pieces[::2], pieces[1::2], strict=True)]

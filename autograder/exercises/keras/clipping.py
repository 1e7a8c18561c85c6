"""`clip_by_global_norm`: a whole gradient shortened, its direction kept."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import numbers


def drawn(share: float):
    """A draw: three arrays, and a limit that is this share of their length."""

    def draw(rng: np.random.Generator) -> Call:
        grads = [numbers(rng, 2, 3), numbers(rng, 3), numbers(rng, 3, 1)]
        length = np.sqrt(sum(np.sum(grad**2) for grad in grads))
        return call(grads, round(float(share * length), 2))

    return draw


clip_by_global_norm = Exercise(
    reference=nn.clip_by_global_norm,
    stretch=True,
    rtol=1e-8,
    statement=(
        "Against gradients that explode: shorten the gradient of *all* parameters together, so "
        "that it points where it did."
    ),
    aspects=[
        Aspect(
            "too long",
            1,
            "every array times max_norm / length, the length that of all of them together",
            [
                call([np.array([3.0]), np.array([[0.0, 4.0]])], 1.0),
                *confirmed(drawn(0.5), 0),
                *confirmed(drawn(0.1), 0),
            ],
            pure=True,
        ),
        Aspect(
            "short enough",
            1,
            "what is not too long comes back as it is, zeros too; the length before is said",
            [
                call([np.array([3.0]), np.array([[0.0, 4.0]])], 5.0),
                call([np.zeros(2), np.zeros((1, 2))], 1.0),
                *confirmed(drawn(1.5), 0),
                *confirmed(drawn(4.0), 0),
            ],
            pure=True,
            quiet=True,
        ),
    ],
    hints=[
        "By hand, (3) and (0, 4): the squares sum to 25, so the length is 5. To shorten it to 1, "
        "multiply everything by 1/5.",
        "length = np.sqrt(sum(np.sum(grad**2) for grad in grads)), one factor for all arrays.",
    ],
)


def total(grads):
    return float(np.sqrt(sum(np.sum(grad**2) for grad in grads)))


@clip_by_global_norm.alternative
def one_long_vector(grads, max_norm):
    length = float(np.linalg.norm(np.concatenate([np.ravel(grad) for grad in grads])))
    if length <= max_norm:
        return [grad.copy() for grad in grads], length
    return [grad / length * max_norm for grad in grads], length


@clip_by_global_norm.alternative
def smaller_factor(grads, max_norm):
    length = total(grads)
    factor = min(1.0, max_norm / max(length, 1e-300))
    return [grad * factor for grad in grads], length


@clip_by_global_norm.misconception(
    "too long",
    "Each array was shortened by itself, so that the gradient turned; one factor for all.",
)
def each_by_itself(grads, max_norm):
    lengths = [np.sqrt(np.sum(grad**2)) for grad in grads]
    clipped = [
        grad * min(1.0, max_norm / length) if length > 0 else grad
        for grad, length in zip(grads, lengths, strict=True)
    ]
    return clipped, total(grads)


@clip_by_global_norm.misconception(
    "too long",
    "Single entries were cut at ± max_norm; that turns the gradient. Shorten it as a whole.",
)
def entry_by_entry(grads, max_norm):
    return [np.clip(grad, -max_norm, max_norm) for grad in grads], total(grads)


@clip_by_global_norm.misconception(
    "short enough",
    "A gradient that is short was lengthened to max_norm; only what is too long is changed.",
)
def lengthens_too(grads, max_norm):
    length = total(grads)
    factor = max_norm / length if length > 0 else 1.0
    return [grad * factor for grad in grads], length


@clip_by_global_norm.misconception(
    "too long", "The root is missing: the sum of squares is the length squared."
)
def without_the_root(grads, max_norm):
    length = total(grads) ** 2
    factor = max_norm / length if length > max_norm else 1.0
    return [grad * factor for grad in grads], length


@clip_by_global_norm.misconception(
    "too long", "The length that came back is the one after clipping; say how long it was before."
)
def says_the_length_after(grads, max_norm):
    length = total(grads)
    factor = max_norm / length if length > max_norm else 1.0
    return [grad * factor for grad in grads], length * factor


@clip_by_global_norm.misconception(
    "too long",
    "The lengths of the arrays were added; the length of all together is the root of the sum of "
    "all squares.",
)
def adds_the_lengths(grads, max_norm):
    length = float(sum(np.sqrt(np.sum(grad**2)) for grad in grads))
    factor = max_norm / length if length > max_norm else 1.0
    return [grad * factor for grad in grads], length


@clip_by_global_norm.misconception(
    "too long", "The largest entry was taken for the length; that is √(the sum of all squares)."
)
def largest_entry(grads, max_norm):
    length = float(max(np.max(np.abs(grad)) for grad in grads))
    factor = max_norm / length if length > max_norm else 1.0
    return [grad * factor for grad in grads], length


@clip_by_global_norm.misconception(
    "too long",
    "A small number was added to the length, as PyTorch does against 0 / 0: the result is a little "
    "too short. Ask whether the length is above max_norm instead.",
)
def a_little_too_short(grads, max_norm):
    length = total(grads)
    return [grad * min(1.0, max_norm / (length + 1e-6)) for grad in grads], length


@clip_by_global_norm.misconception(
    "too long", "It is the wrong way up: max_norm / length makes what is too long shorter."
)
def upside_down(grads, max_norm):
    length = total(grads)
    factor = length / max_norm if length > max_norm else 1.0
    return [grad * factor for grad in grads], length

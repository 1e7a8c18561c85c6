"""`dropout_forward`: judged by factors, products and counts, since chance chooses what is dropped.

The misconceptions were found in public code: p as the probability of keeping, division by p, no
scaling, `randn` for `rand`, one draw for a whole row, dropout in predictions.
"""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed
from ..with_seeds import generator, seeded
from .draws import numbers

LARGE_AS_CODE = "np.arange(1.0, 12001.0).reshape(120, 100)"  # 12,000 numbers are no reading matter
LARGE = np.arange(1.0, 12001.0).reshape(120, 100)
SEEDS = """
    A = np.ones((20, 30))
    rng = np.random.default_rng({seed})
    first, following = (dropout_forward(A, 0.5, rng, True) for _ in range(2))
    same = dropout_forward(A, 0.5, np.random.default_rng({seed}), True)
    others = [dropout_forward(A, 0.5, rng, True) for _ in range(6)]
    [mask for _, mask in (first, following, same, *others)]
"""


def large(p: float):
    """A draw: so many entries that the share of dropped ones can be told."""

    def draw(rng: np.random.Generator) -> Call:
        return call(code(LARGE_AS_CODE), p, generator(rng), True)

    return draw


def not_training(p: float):
    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, 2, 3), p, generator(rng), False)

    return draw


def judged(value, call):
    """Factors, products and shares of one call in words; a script made three masks."""
    if len(call.args) == 1:
        first, following, same, *others = value
        counts = {int(np.count_nonzero(mask)) for mask in (first, following, *others)}
        return {
            "with the same seed": _alike(first, same),
            "the next call": _alike(first, following),
            "how many": "now more, now fewer" if len(counts) > 1 else "just as many each time",
        }
    A, p, _, training = call.args
    if not training:
        return value
    dropped, mask = map(np.asarray, value)
    A = A if isinstance(A, np.ndarray) else LARGE
    if dropped.shape != A.shape or mask.shape != A.shape:
        return {"shapes": [dropped.shape, mask.shape]}
    there = A != 0  # a 0 stays one, dropped or not
    same = np.array_equal((mask == 0)[there], (dropped == 0)[there]) and not dropped[~there].any()
    words = {
        "dropped / A": _factors(dropped[there] / A[there], p),
        "mask": _factors(mask, p),
        "zeros": "in the same places" if same else "apart",
    }
    if p == 0:
        words["dropped"] = "some" if np.any(mask == 0) else "none"
    return words | _spread(mask == 0, p) if A.size > 1000 else words


def _alike(one, other) -> str:
    return "the same mask" if np.array_equal(one, other) else "another mask"


def _factors(found, p: float) -> str:
    """The factors that occur, but for 0, which may by chance be missing, or be the only one."""
    others = sorted({round(float(x), 6) for x in np.unique(found)} - {0.0})
    allowed = round(1 / (1 - p), 6)
    if not others and p**found.size < 1e-9:
        return "0 alone"
    if not set(others) - {allowed}:
        return f"0 or {allowed:g}"
    return "0 or " + ", ".join(f"{x:g}" for x in others[:3]) + (", …" if others[3:] else "")


def _spread(zero, p: float) -> dict:
    """How many are dropped, and whether rows and columns are dropped as wholes."""
    share = float(zero.mean())
    alone = True
    for axis in (0, 1):
        by_chance = np.sqrt(p * (1 - p) / zero.shape[axis])
        alone &= 0.5 * by_chance <= zero.mean(axis=axis).std() <= 1.6 * by_chance
    return {
        "share of zeros": _share(share, p, zero.size),
        "drawn": "entry by entry" if alone else "for whole rows or columns, or not at random",
    }


def _share(share: float, p: float, size: int) -> str:
    """A share, as p or as 1 − p where it is near enough."""
    for near in (p, 1 - p):
        if abs(share - near) < 5 * np.sqrt(p * (1 - p) / size):
            return f"about {near:g}"
    return f"{share:.2f}"


BY_HAND = call(np.array([[1.0, 2.0, 3.0, 4.0]]), 0.5, code("np.random.default_rng(7)"), True)

dropout_forward = Exercise(
    reference=nn.dropout_forward,
    statement="Dropout: while training, set entries to 0 at random, and scale up the others.",
    summary=judged,
    aspects=[
        Aspect(
            "factors",
            1.25,
            "each entry is 0 or divided by 1 − p, and the mask says by which factor",
            [
                BY_HAND,
                lambda rng: call(numbers(rng, 4, 5), 0.2, generator(rng), True),
                lambda rng: call(numbers(rng, 3, 2, 4), 0.75, generator(rng), True),
            ],
        ),
        Aspect(
            "chance",
            1.25,
            "each entry by itself is dropped with probability p; rng decides",
            [large(0.2), large(0.7), seeded(SEEDS)],
        ),
        Aspect(
            "not training",
            1,
            "with training=False everything stays as it is, and the mask is all ones",
            [not_training(0.5), not_training(0.8)],
            pure=True,
        ),
        Aspect(
            "edges",
            0.5,
            "p = 0 drops nothing; an empty batch; the argument is left as it was",
            [
                *confirmed(lambda rng: call(numbers(rng, 2, 3), 0.0, generator(rng), True), 1),
                call(np.zeros((0, 3)), 0.5, code("np.random.default_rng(1)"), True),
                *confirmed(lambda rng: call(numbers(rng, 6), 0.4, generator(rng), True), 1),
            ],
            pure=True,
        ),
    ],
    hints=[
        "rng.random(A.shape) draws a number from 0 to 1 for each entry. Which share of them is "
        "below p?",
        "keep = rng.random(A.shape) >= p is True with probability 1 − p. What should the factor "
        "of a kept entry be, so that the mean stays?",
        "mask = keep / (1 - p); then return A * mask, mask. Before all that, what if not training?",
    ],
)


def drop(A, mask):
    return A * mask, mask


def untouched(A):
    return A.copy(), np.ones(A.shape)


@dropout_forward.misconception(
    "chance",
    "Here p is the probability of *keeping*, as in the first paper. In this course, as in PyTorch "
    "and Keras, it is that of dropping.",
)
def p_is_kept(A, p, rng, training):
    if not training:
        return untouched(A)
    return drop(A, (rng.random(A.shape) < p) / (1 - p))


@dropout_forward.misconception(
    "factors",
    "What is kept is not scaled up, so that the mean falls to 1 − p of what it was.",
)
def without_scaling(A, p, rng, training):
    if not training:
        return untouched(A)
    return drop(A, (rng.random(A.shape) >= p).astype(float))


@dropout_forward.misconception(
    "factors",
    "Divided by p. A share of 1 − p is left, so divide by 1 − p; only at p = 0.5 is it the same.",
)
def divided_by_p(A, p, rng, training):
    if not training:
        return untouched(A)
    return drop(A, (rng.random(A.shape) >= p) / max(p, 1e-12))


@dropout_forward.misconception(
    "factors", "Multiplied by 1 − p, where it should be divided: the mean has to grow back."
)
def multiplied_by_the_share(A, p, rng, training):
    if not training:
        return untouched(A)
    return drop(A, (rng.random(A.shape) >= p) * (1 - p))


@dropout_forward.misconception(
    "factors",
    "The result is scaled, but the mask holds only 0 and 1; the way back needs the scale as well.",
)
def mask_without_the_scale(A, p, rng, training):
    if not training:
        return untouched(A)
    keep = (rng.random(A.shape) >= p).astype(float)
    return A * keep / (1 - p), keep


@dropout_forward.misconception(
    "not training",
    "It drops in predictions too, so that the same input gets another answer each time.",
)
def always_drops(A, p, rng, training):
    return nn.dropout_forward(A, p, rng, True)


@dropout_forward.misconception(
    "not training",
    "Predictions are scaled by 1 − p. That belongs to the older form; the inverted one has scaled "
    "in training already.",
)
def scales_in_predictions(A, p, rng, training):
    if not training:
        return A * (1 - p), np.full(A.shape, 1 - p)
    return nn.dropout_forward(A, p, rng, True)


@dropout_forward.misconception(
    "chance",
    "A normal distribution lies mostly elsewhere than between 0 and 1; random, not normal "
    "(rand, not randn).",
)
def normal_numbers(A, p, rng, training):
    if not training:
        return untouched(A)
    return drop(A, (rng.normal(size=A.shape) >= p) / (1 - p))


@dropout_forward.misconception(
    "chance",
    "One draw for a whole column: each *entry* is dropped by itself, in every row anew.",
)
def same_units_in_every_row(A, p, rng, training):
    if not training:
        return untouched(A)
    return drop(A, np.broadcast_to((rng.random(A.shape[-1:]) >= p) / (1 - p), A.shape).copy())


@dropout_forward.misconception(
    "chance",
    "A seed or a generator of its own drops the same entries in every call; take numbers from rng.",
)
def seeds_its_own_generator(A, p, rng, training):
    return nn.dropout_forward(A, p, np.random.default_rng(0), training)


@dropout_forward.misconception(
    "factors", "Only the result is returned; the way back needs the mask: return A * mask, mask."
)
def without_the_mask(A, p, rng, training):
    return nn.dropout_forward(A, p, rng, training)[0]


@dropout_forward.misconception(
    "not training",
    "With training=False the mask is missing; ones let the way back pass unchanged.",
)
def no_mask_when_not_training(A, p, rng, training):
    return nn.dropout_forward(A, p, rng, True) if training else (A, None)


@dropout_forward.misconception(
    "factors",
    "Here p is the probability of *keeping*, and what is kept is divided by it. In this course p "
    "is that of dropping: keep where the number is p or more, and divide by 1 − p.",
)
def p_is_kept_and_divides(A, p, rng, training):
    if not training:
        return untouched(A)
    return drop(A, (rng.random(A.shape) < p) / max(p, 1e-12))


@dropout_forward.misconception(
    "chance",
    "np.random draws from a generator that all programs share: the seed of rng decides nothing. "
    "Take the numbers from rng.",
)
def draws_from_numpys_own(A, p, rng, training):
    if not training:
        return untouched(A)
    return drop(A, (np.random.random(A.shape) >= p) / (1 - p))


@dropout_forward.alternative
def by_coin(A, p, rng, training):
    mask = np.ones_like(A)
    if training:
        mask = rng.binomial(1, 1 - p, size=A.shape) / (1 - p)
    return A * mask, mask


@dropout_forward.alternative
def entry_by_entry(A, p, rng, training):
    mask = np.full(A.shape, 1 / (1 - p) if training else 1.0)
    for place in np.ndindex(A.shape):
        if training and rng.uniform() < p:
            mask[place] = 0
    return np.where(mask > 0, A * mask, 0.0), mask


@dropout_forward.misconception(
    "chance",
    "Just as many entries are dropped each time, as with a permutation; each entry is dropped or "
    "kept by itself, so that it is now more of them, now fewer.",
)
def a_fixed_number(A, p, rng, training):
    mask = np.ones(A.size)
    if training:
        mask[rng.permutation(A.size)[: round(p * A.size)]] = 0.0
        mask = mask / (1 - p)
    mask = mask.reshape(A.shape)
    return A * mask, mask


@dropout_forward.misconception(
    "factors",
    "What is kept was divided by p; it is kept with probability 1 − p, so divide by that.",
)
def divides_by_p(A, p, rng, training):
    mask = np.ones(A.shape)
    if training:
        with np.errstate(all="ignore"):
            mask = (rng.random(A.shape) >= p) / p
    return A * mask, mask


@dropout_forward.misconception(
    "factors", "It is the wrong way round: entries are dropped while *training*, and only then."
)
def drops_in_predictions(A, p, rng, training):
    return nn.dropout_forward(A, p, rng, not training)


@dropout_forward.misconception(
    "factors", "The mask came first; asked is (dropped, mask), in this order."
)
def mask_first(A, p, rng, training):
    dropped, mask = nn.dropout_forward(A, p, rng, training)
    return mask, dropped


@dropout_forward.misconception(
    "factors",
    "p is the probability of *keeping* here, and what is kept is divided by it, as in some "
    "courses. "
    "Here p is that of dropping: keep where the number is p or more, and divide by 1 − p.",
)
def keeps_with_p(A, p, rng, training):
    mask = np.ones(A.shape)
    if training:
        with np.errstate(all="ignore"):
            mask = (rng.random(A.shape) < p) / p
    with np.errstate(all="ignore"):
        return A * mask, mask

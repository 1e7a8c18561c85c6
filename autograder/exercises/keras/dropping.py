"""`Dropout`: a layer that behaves otherwise in training."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script
from ..with_seeds import seeded
from .draws import numbers

PREDICTED = """
    layer = Dropout(0.5)
    layer.build({D}, np.random.default_rng(3))
    A, dA = np.array({A}), np.array({dA})
    layer.forward(A, training=True)
    [layer.forward(A), layer.backward(dA), layer.units, A]
"""
MASKS = """
    layer = Dropout({p})
    layer.build(40, np.random.default_rng({seed}))
    A, masks = np.full((30, 40), 2.0), []
    for _ in range(2):
        given = layer.forward(A, training=True)
        masks.append([given, layer.backward(np.full((30, 40), 3.0))])
    layers = [Dropout({p}), Dropout({p})]
    for layer, seed in zip(layers, ({seed}, {other})):
        layer.build(40, np.random.default_rng(seed))
    [masks, *[layer.forward(A, True) for layer in layers]]
"""


def drawn(N: int, D: int):
    """A draw: fresh numbers through a layer that predicts."""

    def draw(rng: np.random.Generator) -> Call:
        A, dA = numbers(rng, N, D).tolist(), numbers(rng, N, D).tolist()
        return script(PREDICTED.format(D=D, A=A, dA=dA))

    return draw


def dropped(p: float):
    """A draw: 1,200 entries in training, twice, with a fresh seed."""
    return seeded(MASKS.replace("{p}", str(p)))


def judged(value, call: Call):
    """What is dropped in words; everything else as it is."""
    if "masks" not in call.args[0].text:
        return value
    p = float(call.args[0].text.split("Dropout(")[1].split(")")[0])
    ((first, back), (second, _)), again, other = value
    factors = np.unique(np.round(first / 2.0, 9)).tolist()
    wanted = [0.0, round(1 / (1 - p), 9)] if p else [1.0]
    share = np.mean(first == 0)
    return {
        "factors": "0 and 1 / (1 − p)" if factors == wanted else "others",
        "share that is dropped": "about p" if abs(share - p) < 0.07 else "another",
        "the way back": "the same mask" if np.allclose(back / 3.0, first / 2.0) else "another mask",
        "the next batch": "another mask" if not np.array_equal(first, second) else "the same mask",
        "with the same generator": "the same" if np.array_equal(first, again) else "different",
        "with another generator": "the same" if np.array_equal(first, other) else "different",
    }


Dropout = Exercise(
    reference=nn.Dropout,
    stretch=True,
    rtol=1e-8,
    given=("__init__",),
    summary=judged,
    statement=(
        "Lesson 10's dropout as a layer. It is the first layer to which it matters whether this is "
        "training; nobody but the model can tell it."
    ),
    aspects=[
        Aspect(
            "training",
            1,
            "entries dropped with probability p, the others scaled; back through the same mask",
            [*confirmed(dropped(0.5), 0), *confirmed(dropped(0.2), 1)],
        ),
        Aspect(
            "predictions",
            1,
            "everything passes as it is, on the way back too",
            [
                script(PREDICTED.format(D=2, A=[[1.0, 2.0]], dA=[[3.0, 4.0]])),
                *confirmed(drawn(2, 3), 0),
                *confirmed(drawn(3, 2), 0),
            ],
        ),
    ],
    hints=[
        "build keeps two things: how many numbers come out, and the generator.",
        "dropped, self.mask = nn.dropout_forward(A, self.p, self.rng, training); backward needs "
        "the mask.",
    ],
)


class Sound:
    """A sound Dropout; the wrong ones differ in one of these methods."""

    params = ()

    def __init__(self, p):
        self.p = p

    def build(self, D, rng):
        self.units, self.rng = D, rng

    def drawn(self, A):
        return (self.rng.random(A.shape) >= self.p) / (1 - self.p)

    def forward(self, A, training=False):
        self.mask = self.drawn(A) if training else np.ones(A.shape)
        return A * self.mask

    def backward(self, dA):
        return dA * self.mask


Dropout.alternative(Sound)


@Dropout.alternative
class WithoutAMaskOfOnes(Sound):
    def forward(self, A, training=False):
        self.mask = self.drawn(A) if training and self.p > 0 else None
        return A.copy() if self.mask is None else np.where(self.mask > 0, A / (1 - self.p), 0.0)

    def backward(self, dA):
        return np.array(dA) if self.mask is None else dA * self.mask


@Dropout.misconception(
    "predictions", "It drops in predictions too: look at `training`, which says which it is."
)
class AlwaysDrops(Sound):
    def forward(self, A, training=False):
        return super().forward(A, True)


@Dropout.misconception(
    "training",
    "The way back drew a mask of its own; it has to go through the mask of the way forward.",
)
class FreshMaskBack(Sound):
    def backward(self, dA):
        return dA * self.drawn(dA)


@Dropout.misconception(
    "training", "What is kept was not scaled up by 1 / (1 − p): the mean is smaller in training."
)
class NeverScales(Sound):
    def drawn(self, A):
        return (self.rng.random(A.shape) >= self.p) * 1.0


@Dropout.misconception(
    "training", "One mask was drawn and kept for all batches; draw a fresh one in each forward."
)
class OneMaskForAll(Sound):
    def forward(self, A, training=False):
        if not training:
            return super().forward(A)
        self.mask = self.first = getattr(self, "first", self.drawn(A))
        return A * self.mask


@Dropout.misconception(
    "predictions",
    "The way back of a prediction went through the mask of the last training batch.",
)
class KeepsTheOldMask(Sound):
    def forward(self, A, training=False):
        return super().forward(A, True) if training else A


@Dropout.misconception(
    "training", "A generator made inside gives every layer the same mask; use the one of build."
)
class SeedsItsOwnGenerator(Sound):
    def build(self, D, rng):
        self.units, self.rng = D, np.random.default_rng(0)


@Dropout.misconception(
    "training",
    "The masks come from another generator than that of build, so that the model's seed decides "
    "nothing.",
)
class GeneratorOfItsOwn(Sound):
    def build(self, D, rng):
        self.units, self.rng = D, np.random.default_rng()


@Dropout.misconception(
    "training",
    "One mask was drawn in build and serves for good; each training batch draws its own.",
)
class OneMaskForGood(Sound):
    def build(self, D, rng):
        super().build(D, rng)
        self.kept = (rng.random(D) >= self.p) / (1 - self.p)

    def forward(self, A, training=False):
        self.mask = np.broadcast_to(self.kept, A.shape) if training else np.ones(A.shape)
        return A * self.mask

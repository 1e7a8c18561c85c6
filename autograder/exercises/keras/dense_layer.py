"""`Dense`: a layer that keeps its own weights."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, confirmed, script
from ..with_seeds import seeded
from .dense_base import FromOutputs, Sound, WithoutTheLibrary
from .dense_scripts import (
    BACKWARD,
    FORWARD,
    LARGE_BUILD,
    NO_ROWS,
    NOT_BUILT,
    ONE_SAMPLE,
    OTHER_SIZE,
    SMALL_BUILD,
    TWO_BATCHES,
    WRONG_COLUMNS,
    drawn,
    error,
    judged,
    scenario,
)

BY_HAND = ([[2.0]], [[1.0, -1.0]], [0.5, 0.5], "relu", [[1.0, 1.0]])

Dense = Exercise(
    reference=nn.Dense,
    rtol=1e-8,
    summary=judged,
    given=("__init__",),
    statement=(
        "Keras's dense layer, in four short methods around what you have: it draws its weights, "
        "computes, and keeps what the way back needs."
    ),
    aspects=[
        Aspect(
            "forward",
            1,
            "f(X @ W + b), with each of the four activations, for any number of samples",
            [
                scenario(FORWARD, *BY_HAND),
                *confirmed(drawn(FORWARD, 3, 2, 3, "sigmoid"), 0),
                *confirmed(drawn(FORWARD, 2, 3, 2, "tanh"), 0),
                *confirmed(drawn(FORWARD, 2, 2, 2, None), 0),
                *confirmed(drawn(NO_ROWS, 1, 2, 3, "relu"), 0),
            ],
        ),
        Aspect(
            "backward",
            1,
            "∂cost/∂X comes back, dW and db are set, for the last batch alone; W and b stay",
            [
                scenario(BACKWARD, *BY_HAND),
                *confirmed(drawn(BACKWARD, 3, 2, 2, "tanh"), 0),
                *confirmed(drawn(BACKWARD, 2, 3, 2, "relu"), 0),
                *confirmed(drawn(TWO_BATCHES, 2, 2, 3, "sigmoid"), 0),
                *confirmed(drawn(TWO_BATCHES, 3, 2, 2, None), 0),
            ],
        ),
        Aspect(
            "build",
            0.5,
            "shapes, zeros for b, W within ± √(6 / (D + units)) and drawn from rng; the count",
            [
                script(SMALL_BUILD.format(units=2, D=3)),
                script(SMALL_BUILD.format(units=16, D=8)),
                seeded(LARGE_BUILD),
            ],
        ),
        Aspect(
            "errors",
            0.5,
            "a ValueError in plain words: wrong columns, no rows and columns, another input_dim, "
            "not built",
            [error(WRONG_COLUMNS), error(ONE_SAMPLE), error(OTHER_SIZE, 3), error(NOT_BUILT)],
        ),
    ],
    hints=[
        "build: self.W = rng.uniform(-limit, limit, (D, self.units)). forward: check the input, "
        "keep X and Z in self, return self.f(Z).",
        "backward has two lines: through the activation, which needs the Z that forward kept; then "
        "through the dense layer, which gives three things.",
        "dZ = nn.activation_backward(dA, self.Z, self.activation), and then "
        "dX, self.dW, self.db = nn.dense_backward(dZ, self.X, self.W).",
    ],
)


for sound in (WithoutTheLibrary, FromOutputs):
    Dense.alternative(sound)


@Dense.misconception("forward", "The activation is missing: this returns Z; return self.f(Z).")
class ForgetsTheActivation(Sound):
    def forward(self, X, training=False):
        super().forward(X)
        return self.Z


@Dense.misconception("forward", "The bias is missing: X @ W + b.")
class ForgetsTheBias(Sound):
    def sums(self, X):
        return X @ self.W


@Dense.misconception(
    "forward", "The activation was applied to the input; it belongs on the sums, after W and b."
)
class ActivatesTheInput(Sound):
    def forward(self, X, training=False):
        super().forward(X)
        return self.sums(self.f(X))


@Dense.misconception(
    "backward",
    "The activation is left out on the way back: multiply dA by its slope at Z first.",
)
class ForgetsTheSlope(Sound):
    def through_activation(self, dA):
        return dA


@Dense.misconception(
    "backward",
    "The slope was taken at the layer's output A; it is to be taken at Z, the sums.",
)
class SlopeAtTheOutput(Sound):
    def through_activation(self, dA):
        return nn.activation_backward(dA, self.f(self.Z), self.activation)


@Dense.misconception(
    "backward",
    "dW and db were divided by N once more; the 1/N of the mean is in dA already.",
)
class DividesByN(Sound):
    def backward(self, dA):
        dX = super().backward(dA)
        self.dW, self.db = self.dW / len(dA), self.db / len(dA)
        return dX


@Dense.misconception(
    "backward",
    "The gradients add up from batch to batch, as in PyTorch; here each backward sets them anew.",
)
class AddsUp(Sound):
    def backward(self, dA):
        before = (0, 0) if self.dW is None else (self.dW, self.db)
        dX = super().backward(dA)
        self.dW, self.db = self.dW + before[0], self.db + before[1]
        return dX


@Dense.misconception(
    "backward",
    "The layer moved its own weights; backward only finds gradients, the optimizer moves.",
)
class MovesItsWeights(Sound):
    def backward(self, dA):
        dX = super().backward(dA)
        self.W, self.b = self.W - 0.01 * self.dW, self.b - 0.01 * self.db
        return dX


@Dense.misconception("backward", "backward returns nothing; the layer before waits for ∂cost/∂X.")
class ReturnsNothing(Sound):
    def backward(self, dA):
        super().backward(dA)


@Dense.misconception(
    "backward", "dZ came back; the layer before needs ∂cost/∂X, which is dZ @ W.T."
)
class ReturnsDZ(Sound):
    def backward(self, dA):
        super().backward(dA)
        return self.through_activation(dA)


@Dense.misconception(
    "build",
    "W is (units, D) here, as PyTorch keeps it; in this course, and in Keras, it is (D, units).",
)
class OneRowPerUnit(Sound):
    def draw(self, D, rng):
        return super().draw(D, rng).T


@Dense.misconception(
    "build",
    "All weights begin at 0, so that all units stay alike; draw W from rng, only b is 0.",
)
class BeginsAtZero(Sound):
    def draw(self, D, rng):
        return 0 * super().draw(D, rng)


@Dense.misconception(
    "build",
    "Some weights are far beyond the limit, as normal draws with a large spread have them; Keras "
    "draws uniformly between ± √(6 / (D + units)).",
)
class NormalWeights(Sound):
    def draw(self, D, rng):
        return rng.normal(size=(D, self.units))


@Dense.misconception(
    "build", "A generator made inside gives every layer the same weights; use rng."
)
class SeedsItsOwnGenerator(Sound):
    def draw(self, D, rng):
        return super().draw(D, np.random.default_rng(0))


@Dense.misconception(
    "build", "Only the weights were counted; each unit has a bias to learn as well."
)
class CountsNoBiases(Sound):
    def count_params(self):
        super().count_params()
        return self.W.size


@Dense.misconception(
    "errors",
    "A wrong shape is left to NumPy, which complains in words of its own, or not at all: call "
    "keras_parts.check_inputs first.",
)
class LeavesItToNumPy(Sound):
    def check(self, X):
        pass


@Dense.misconception(
    "errors", "A layer that is not built has a count of 0 here; nobody knows it yet, so raise."
)
class CountsZero(Sound):
    def count_params(self):
        return 0 if self.W is None else super().count_params()


@Dense.misconception(
    "errors", "input_dim is not looked at in build; where it was given and D differs, raise."
)
class IgnoresInputDim(Sound):
    def build(self, D, rng):
        self.input_dim = D
        super().build(D, rng)

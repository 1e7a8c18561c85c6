"""`Sequential`: layers one after another, and a loop there and back."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script
from .draws import numbers

LAYER = """
    class Layer:  # tanh(X @ W); it counts its training batches
        params, trained = ("W",), 0
        def __init__(self, units, input_dim=None):
            self.units, self.input_dim = units, input_dim
        def build(self, D, rng):
            self.W = rng.uniform(-1, 1, (D, self.units))
        def forward(self, X, training=False):
            self.trained += int(training)
            self.rows = X.shape[0]
            self.X, self.A = X, np.tanh(X @ self.W)
            return self.A
        def backward(self, dA):
            dZ = dA * (1 - self.A**2)
            self.dW = self.X.T @ dZ
            return dZ @ self.W.T

"""
MODEL = LAYER + (
    "    layers = [Layer(n, input_dim=2) for n in {units}]\n"
    "    model = Sequential(layers, rng=np.random.default_rng({seed}))\n"
    "    X, dA = np.array({X}), np.array({dA})\n"
)
FORWARD = MODEL + "    [model.forward(X), model.forward(X[:1])]"
TRAINING = MODEL + (
    "    model.forward(X, training=True)\n"
    "    model.forward(X, True)\n"
    "    model.forward(X)\n"
    "    [layer.trained for layer in layers]"
)
BACKWARD = MODEL + (
    "    model.forward(X, training=True)\n    [model.backward(dA), *[one.dW for one in layers]]"
)
TWO_BATCHES = MODEL + (
    "    model.forward(X)\n"
    "    model.backward(dA)\n"
    "    [model.forward(X[:2]), model.backward(dA[:2]), *[one.dW for one in layers]]"
)
PREDICTS = MODEL + (
    "    answers = [model.predict(X), model.predict(X[:0])]\n"
    "    [answers, [layer.trained for layer in layers]]"
)
LAZY = LAYER + (
    "    model = Sequential([Layer(3), Layer(2)], rng=np.random.default_rng({seed}))\n"
    "    [model.predict(np.array({X})), model.built]"
)
LISTS = MODEL + "    model.predict({X})"
BY_HAND = """
    class Doubles:
        params, units = (), 1
        def build(self, D, rng):
            self.units = D
        def forward(self, X, training=False):
            return 2.0 * X
        def backward(self, dA):
            return 2.0 * dA
    class AddsOne(Doubles):
        def forward(self, X, training=False):
            return X + 1.0
        def backward(self, dA):
            return dA

    model = Sequential([{first}(), {second}()])
    [model.forward(np.array([[3.0]])), model.backward(np.array([[1.0]]))]
"""


def drawn(text: str, *units: int):
    """A draw: the scenario with fresh samples, and a fresh seed for the weights."""

    def draw(rng: np.random.Generator) -> Call:
        seed, X = int(rng.integers(1000)), numbers(rng, 3, 2).tolist()
        dA = numbers(rng, 3, units[-1]).tolist()
        return script(text.format(units=list(units), seed=seed, X=X, dA=dA))

    return draw


Sequential = Exercise(
    reference=nn.Sequential,
    rtol=1e-8,
    given=(
        "__init__",
        "build",
        "compile",
        "prepare",
        "prepare_pair",
        "measure",
        "update",
        "get_weights",
        "set_weights",
        "_kept",
        "train_on_batch",
        "fit",
        "evaluate",
        "summary",
        "count_params",
    ),
    statement=(
        "Layers one after another: a loop forward, and the same loop backward. The rest of the "
        "class is there already, and calls the functions that you write next. The check brings "
        "layers of its own."
    ),
    aspects=[
        Aspect(
            "forward",
            1,
            "what a layer gives is what the next one takes, in training too",
            [
                script(BY_HAND.format(first="Doubles", second="AddsOne")),
                script(BY_HAND.format(first="AddsOne", second="Doubles")),
                *confirmed(drawn(FORWARD, 3, 2), 0),
                *confirmed(drawn(FORWARD, 1), 0),
                *confirmed(drawn(TRAINING, 2, 2, 1), 0),
            ],
        ),
        Aspect(
            "backward",
            1,
            "through all layers, last first; ∂cost/∂X comes back, all gradients are set",
            [
                *confirmed(drawn(BACKWARD, 3, 2), 0),
                *confirmed(drawn(BACKWARD, 2, 3, 1), 0),
                *confirmed(drawn(TWO_BATCHES, 2, 2), 0),
                *confirmed(drawn(BACKWARD, 2), 0),
            ],
        ),
        Aspect(
            "predict",
            1,
            "builds the model where that is still to do, takes lists, and is no training",
            [
                *confirmed(drawn(PREDICTS, 2, 2), 0),
                *confirmed(drawn(LAZY, 2), 0),
                *confirmed(drawn(LISTS, 2, 1), 0),
            ],
        ),
    ],
    hints=[
        "forward is a loop with one line: A = layer.forward(A, training). It begins with A = X.",
        "backward is the same loop over reversed(self.layers), with dA in place of A.",
        "predict: X = self.prepare(X) first; it may be a list, and the model may not be built. "
        "Then self.forward(X).",
    ],
)

# `input_dim=2` of a later layer is looked at by no one: only the first is asked.


class Sound(nn.Sequential):
    """A sound Sequential; the wrong ones differ in one of these methods."""

    def forward(self, X, training=False):
        for layer in self.layers:
            X = layer.forward(X, training)
        return X

    def backward(self, dA):
        for layer in self.layers[::-1]:
            dA = layer.backward(dA)
        return dA

    def predict(self, X):
        return self.forward(self.prepare(X), False)


@Sequential.alternative
class KeepsEveryOutput(Sound):
    def forward(self, X, training=False):
        outputs = [X]
        for layer in self.layers:
            outputs.append(layer.forward(outputs[-1], training=training))
        return outputs[-1]

    def predict(self, X):
        outputs = [self.prepare(X)]
        for layer in self.layers:
            outputs.append(layer.forward(outputs[-1]))
        return outputs[-1]


@Sequential.alternative
class ByNumbers(Sound):
    def forward(self, X, training=False):
        for i in range(len(self.layers)):
            X = self.layers[i].forward(X, training)
        return X

    def backward(self, dA):
        for i in range(len(self.layers) - 1, -1, -1):
            dA = self.layers[i].backward(dA)
        return dA


@Sequential.misconception(
    "forward", "Each layer was given X itself; give it what the layer before it returned."
)
class EachLayerGetsX(Sound):
    def forward(self, X, training=False):
        return [layer.forward(X, training) for layer in self.layers][-1]


@Sequential.misconception(
    "forward",
    "The layers are not told that this is training; hand `training` on, or dropout never drops.",
)
class NeverTellsTraining(Sound):
    def forward(self, X, training=False):
        return super().forward(X)


@Sequential.misconception(
    "backward", "The way back began with the first layer; go through reversed(self.layers)."
)
class FirstLayerFirst(Sound):
    def backward(self, dA):
        for layer in self.layers:
            dA = layer.backward(dA)
        return dA


@Sequential.misconception(
    "backward", "Every layer got the dA of the end; hand on what the layer behind it returned."
)
class SameForAll(Sound):
    def backward(self, dA):
        return [layer.backward(dA) for layer in reversed(self.layers)][-1]


@Sequential.misconception(
    "backward", "Nothing came back; what stands before this model waits for ∂cost/∂X."
)
class ReturnsNothing(Sound):
    def backward(self, dA):
        super().backward(dA)


@Sequential.misconception(
    "predict",
    "self.prepare was not called: a model without input_dim is never built, and a list stays one.",
)
class NeverPrepares(Sound):
    def predict(self, X):
        return self.forward(X)


@Sequential.misconception(
    "predict", "The predictions were made as training: dropout would drop, batches would count."
)
class PredictsInTraining(Sound):
    def predict(self, X):
        return self.forward(self.prepare(X), training=True)


@Sequential.misconception(
    "predict", "These are classes; predict returns what the last layer gives, as Keras does."
)
class PredictsClasses(Sound):
    def predict(self, X):
        return (super().predict(X) > 0.5).astype(int)


@Sequential.misconception(
    "backward",
    "`self.layers.reverse()` turns the model's own list round, and the next batch goes through it "
    "the wrong way; reversed(self.layers) leaves it as it is.",
)
class TurnsTheModelRound(Sound):
    def backward(self, dA):
        self.layers.reverse()
        for layer in self.layers:
            dA = layer.backward(dA)
        return dA


@Sequential.misconception(
    "forward", "`return` stands inside the loop, so that only the first layer was asked."
)
class OnlyTheFirst(Sound):
    def forward(self, X, training=False):
        return self.layers[0].forward(X, training)


@Sequential.misconception(
    "predict",
    "What self.prepare gives back was not used: write X = self.prepare(X), or a list stays one.",
)
class DropsWhatIsPrepared(Sound):
    def predict(self, X):
        self.prepare(X)
        return self.forward(X)


@Sequential.misconception(
    "forward", "All layers are told that this is training, always; hand `training` on as it came."
)
class AlwaysTraining(Sound):
    def forward(self, X, training=False):
        return super().forward(X, True)

"""`Activation`: a layer that learns nothing, and remembers what its way back needs."""

import numpy as np

from workbook import keras_parts, nn

from ..exercise import Aspect, Call, Exercise, confirmed, script
from .draws import numbers

START = """
    layer = Activation("{name}")
    Z = np.array({Z})
"""
FORWARD = START + "    layer.forward(Z)"
BACKWARD = START + "    layer.forward(Z)\n    layer.backward(np.array({dA}))"
TWO_BATCHES = START + (
    "    layer.forward(Z[:1])\n"
    "    first = layer.backward(np.array({dA})[:1])\n"
    "    layer.forward(Z, training=True)\n"
    "    [first, layer.backward(np.array({dA}))]"
)
AFTERWARDS = START + (
    "    answer = layer.forward(Z)\n"
    "    back = layer.backward(np.array({dA}))\n"
    "    [answer, back, layer.backward(np.array({dA})), Z]"
)
TWO_LAYERS = """
    one, two = Activation("relu"), Activation("{name}")
    one.forward(np.array([[1.0, -1.0]]))
    two.forward(np.array({Z}))
    [one.backward(np.array({dA})), two.backward(np.array({dA}))]
"""
LARGE = [[-1000.0, 1000.0, 0.0]]


def scenario(text: str, name: str, Z, dA=()) -> Call:
    return script(text.format(name=name, Z=np.asarray(Z).tolist(), dA=np.asarray(dA).tolist()))


def drawn(text: str, name: str, N: int, D: int):
    """A draw: the scenario with fresh numbers, some of either sign in each row."""

    def draw(rng: np.random.Generator) -> Call:
        Z = np.abs(numbers(rng, N, D)) * np.where(np.arange(D) % 2 == rng.integers(2), 1, -1)
        return scenario(text, name, Z, numbers(rng, N, D))

    return draw


Activation = Exercise(
    reference=nn.Activation,
    rtol=1e-8,
    given=("__init__", "build"),
    statement=(
        "An activation as a layer of its own. It has no weights; it keeps what went in, so that it "
        "can say on the way back how its output would have changed."
    ),
    aspects=[
        Aspect(
            "forward",
            1,
            "f(Z), entry by entry, with each of the four activations; also where nothing comes in",
            [
                scenario(FORWARD, "relu", [[-1.0, 2.0]]),
                scenario(FORWARD, "linear", [[-1.0, 2.0]]),
                *confirmed(drawn(FORWARD, "sigmoid", 2, 3), 0),
                *confirmed(drawn(FORWARD, "tanh", 3, 2), 0),
                script(FORWARD.format(name="tanh", Z=[[-1000.0, 1000.0]])),
                script('layer = Activation("relu")\nlayer.forward(np.zeros((0, 3)))'),
            ],
            quiet=True,
        ),
        Aspect(
            "backward",
            1,
            "dA times the slope at what went in, for the last batch alone",
            [
                scenario(BACKWARD, "relu", [[-1.0, 2.0]], [[8.0, 8.0]]),
                scenario(BACKWARD, "relu", [[0.0, 2.0]], [[8.0, 8.0]]),
                scenario(TWO_LAYERS, "tanh", [[-0.5, 0.5]], [[8.0, 8.0]]),
                scenario(BACKWARD, "sigmoid", LARGE, [[8.0, 8.0, 8.0]]),
                *confirmed(drawn(BACKWARD, "tanh", 2, 3), 0),
                *confirmed(drawn(TWO_BATCHES, "sigmoid", 3, 2), 0),
                *confirmed(drawn(TWO_BATCHES, "relu", 2, 4), 0),
                *confirmed(drawn(AFTERWARDS, "linear", 2, 2), 0),
                *confirmed(drawn(AFTERWARDS, "tanh", 2, 2), 0),
            ],
            quiet=True,
        ),
    ],
    hints=[
        "forward has two lines: one to keep, one to return. What does a slope need to be taken at?",
        "self.Z = Z, then self.f(Z). backward: nn.activation_backward with what you kept, and "
        "self.name.",
    ],
)


class Sound:
    """A sound Activation; the wrong ones differ in one of these methods."""

    params = ()

    def __init__(self, name):
        self.name, self.Z = name, None
        self.f = keras_parts.ACTIVATIONS[name]

    def build(self, D, rng):
        self.units = D

    def forward(self, Z, training=False):
        self.Z = Z
        return self.f(Z)

    def backward(self, dA):
        return nn.activation_backward(dA, self.Z, self.name)


@Activation.alternative
class SlopesKept(Sound):
    """The slope is found on the way forward, and the input forgotten."""

    def forward(self, Z, training=False):
        self.slope = nn.activation_backward(np.ones_like(Z), Z, self.name)
        return self.f(Z)

    def backward(self, dA):
        return dA * self.slope


@Activation.alternative
class FromTheOutput(Sound):
    """The slope from the output alone, as many libraries do."""

    def forward(self, Z, training=False):
        self.A = np.array(self.f(Z))
        return self.A.copy()

    def backward(self, dA):
        slopes = {
            "linear": lambda A: 1.0,
            "relu": np.sign,
            "sigmoid": lambda A: A * (1 - A),
            "tanh": lambda A: 1 - A**2,
        }
        return dA * slopes[self.name](self.A)


@Activation.misconception(
    "backward", "The slope came back alone; it is to be multiplied by dA, what arrives from behind."
)
class SlopeAlone(Sound):
    def backward(self, dA):
        return super().backward(np.ones_like(dA))


@Activation.misconception(
    "backward", "dA came back as it arrived: the activation's slope is left out."
)
class PassesOn(Sound):
    def backward(self, dA):
        return dA


@Activation.misconception(
    "backward", "The slope was taken at the output f(Z); it is to be taken at Z, what went in."
)
class SlopeAtTheOutput(Sound):
    def backward(self, dA):
        return nn.activation_backward(dA, self.f(self.Z), self.name)


@Activation.misconception(
    "backward", "The activation itself was applied to dA; the way back needs its slope at Z."
)
class ForwardOnTheWayBack(Sound):
    def backward(self, dA):
        return self.f(dA)


@Activation.misconception(
    "backward",
    "What the first batch brought is still there: keep Z anew in every forward.",
)
class KeepsTheFirstBatch(Sound):
    def forward(self, Z, training=False):
        self.Z = Z if self.Z is None or len(self.Z) == len(Z) else np.resize(self.Z, Z.shape)
        return self.f(Z)


@Activation.misconception("forward", "Z came back as it went in: the activation is missing.")
class ForgetsTheActivation(Sound):
    def forward(self, Z, training=False):
        super().forward(Z)
        return Z


@Activation.misconception(
    "backward", "dA and Z have changed places: nn.activation_backward takes dA first, then Z."
)
class Exchanged(Sound):
    def backward(self, dA):
        return nn.activation_backward(self.Z, dA, self.name)


@Activation.misconception(
    "backward", "The slope was taken at dA; it is to be taken at Z, which forward has to keep."
)
class SlopeAtWhatArrives(Sound):
    def backward(self, dA):
        return nn.activation_backward(dA, dA, self.name)


@Activation.misconception(
    "backward",
    "Z is kept in the class, which all layers share: the next layer overwrites it. Keep it in "
    "self.",
)
class SharedByAll(Sound):
    kept = None

    def forward(self, Z, training=False):
        SharedByAll.kept = Z
        return self.f(Z)

    def backward(self, dA):
        return nn.activation_backward(dA, SharedByAll.kept, self.name)


@Activation.misconception(
    "backward", "At Z = 0 this lets dA pass; the course takes slope 0 for relu there: Z > 0."
)
class OpenAtZero(Sound):
    def backward(self, dA):
        return dA * (self.Z >= 0) if self.name == "relu" else super().backward(dA)

"""`MLP`: a network that learns by itself."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, fixed, script
from .draws import labels, network, numbers
from .learner_base import Sound, cost_and_gradients

START = """
    params = {params}
    X = np.array({X})
    y = np.array({y})
    m = MLP(params, "{activation}")
"""
HISTORY = START + "    m.fit(X, y, {lr}, 4)\n    m.loss_history"
PARAMETERS = START + "    m.fit(X, y, {lr}, 3)\n    m.params"
ONE_STEP = START + "    m.fit(X, y, {lr}, 1)\n    m.params"
ANSWERS = START + "    [m.predict_proba(X), m.predict(X), m.loss_history]"
AFTERWARDS = START + "    m.fit(X, y, {lr}, 5)\n    [m.predict_proba(X), m.predict(X)]"
NOBODY = START + "    [m.predict_proba(X[:0]), m.predict(X[:0])]"
IN_TWO_PARTS = (
    START
    + "    m.fit(X, y, {lr}, 2)\n    m.fit(X, y, {lr}, 3)\n    [len(m.loss_history), m.params]"
)
CHAINED = START + "    m.fit(X, y, {lr}, 3).predict(X)"
TWO_MODELS = START + (
    '    other = MLP(params, "{activation}")\n'
    "    m.fit(X, y, {lr}, 2)\n"
    "    [params, other.params, other.loss_history]"
)

# Every second label is 1: the judge knows the right answers without asking the script.
XOR = """
    rng = np.random.default_rng({seed})
    X = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, 1.0], [1.0, -1.0]])
    y = np.array([0, 1, 0, 1])
    params = [(rng.normal(0, 1, (2, 12)), np.zeros(12)), (rng.normal(0, 0.3, (12, 2)), np.zeros(2))]
    MLP(params, "tanh").fit(X, y, 2.0, 20).predict(X)
"""
MOONS = """
    rng = np.random.default_rng({seed})
    y = np.arange(20) % 2
    angle = rng.uniform(0, np.pi, 20)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    X = np.where(y[:, None] == 0, upper, -upper)
    params = [(rng.normal(0, 2, (2, 12)), np.zeros(12)), (rng.normal(0, 0.3, (12, 2)), np.zeros(2))]
    MLP(params, "tanh").fit(X, y, 2.0, 50).predict(X)
"""


def drawn(text: str, N: int, sizes: list[int], activation: str):
    """A draw: the scenario with a fresh network and fresh data."""

    def draw(rng: np.random.Generator) -> Call:
        y = labels(rng, N, sizes[-1])
        return scenario(text, network(rng, sizes), numbers(rng, N, sizes[0]), y, activation)

    return draw


def scenario(text: str, params, X, y, activation, lr=0.5) -> Call:
    pairs = ", ".join(f"(np.array({W.tolist()}), np.array({b.tolist()}))" for W, b in params)
    return script(
        text.format(params=f"[{pairs}]", X=X.tolist(), y=y.tolist(), activation=activation, lr=lr)
    )


def seeded(text: str):
    """A draw: the scenario with a fresh seed for data and parameters."""
    return lambda rng: script(text.format(seed=int(rng.integers(1000))))


def judged(value, call):
    """What learns from random parameters is judged by how often it is right; all else as it is."""
    if "default_rng" not in call.args[0].text:
        return value
    answers = np.asarray(value)
    return {
        "whole numbers": answers.dtype.kind == "i",
        "how many": list(answers.shape),
        "at least 90 % right": bool(np.mean(answers == np.arange(answers.size) % 2) >= 0.9),
    }


ONE_INPUT = (
    [(np.array([[0.0, 2.0]]), np.array([0.0, 0.0]))],
    np.array([[1.0], [-3.0]]),
    np.array([1, 0]),
    "tanh",
)

THREE_CLASSES = (
    [(np.array([[0.0, 1.0, 2.0]]), np.zeros(3))],
    np.array([[1.0], [-1.0]]),
    np.array([2, 0]),
    "relu",
)

MLP = Exercise(
    reference=nn.MLP,
    rtol=1e-8,
    summary=judged,
    given=("__init__",),
    statement=(
        "A network that learns: three short methods around mlp_loss_and_grads. Call yours, or "
        "write its lines again."
    ),
    aspects=[
        Aspect(
            "predicts",
            1,
            "probabilities and classes for any number of samples, before and without fit",
            [
                scenario(ANSWERS, *ONE_INPUT),
                scenario(ANSWERS, *THREE_CLASSES),
                drawn(ANSWERS, 3, [2, 2, 3], "sigmoid"),
                drawn(ANSWERS, 2, [3, 2, 2, 2], "relu"),
                drawn(NOBODY, 2, [2, 3, 2], "tanh"),
            ],
        ),
        Aspect(
            "trajectory",
            1.5,
            "from the same start, every step as it should be",
            [
                scenario(ONE_STEP, *ONE_INPUT),
                scenario(PARAMETERS, *ONE_INPUT),
                drawn(PARAMETERS, 3, [2, 2, 2], "tanh"),
                *confirmed(drawn(AFTERWARDS, 3, [2, 3, 2], "sigmoid"), 0),
            ],
        ),
        Aspect(
            "history",
            0.5,
            "loss_history: the cost before each step",
            [scenario(HISTORY, *ONE_INPUT), drawn(HISTORY, 4, [2, 3, 2], "tanh")],
        ),
        Aspect(
            "goes on",
            0.5,
            "fit again goes on, fit returns the model, the start is left as it was",
            [
                drawn(IN_TWO_PARTS, 3, [2, 2, 2], "tanh"),
                *confirmed(drawn(CHAINED, 4, [2, 3, 3], "tanh"), 0),
                drawn(TWO_MODELS, 3, [2, 2, 2], "tanh"),
            ],
        ),
        Aspect(
            "learns",
            0.5,
            "XOR and two moons, nearly all right",
            [*fixed(seeded(XOR), 0), *fixed(seeded(MOONS), 6)],  # no luck of a training decides
        ),
    ],
    hints=[
        "predict_proba is nn.forward with softmax as the last layer's activation. predict takes, "
        "in each row, the place of the largest: np.argmax(…, axis=1).",
        "A step of fit has three lines: cost and gradients; note the cost; move all parameters.",
        "Moving is a list of pairs: [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in "
        "zip(self.params, grads)].",
    ],
)


@MLP.misconception("predicts", "These are the logits; softmax turns them into probabilities.")
class LogitsForProbabilities(Sound):
    def output(self, Z):
        return Z


@MLP.misconception(
    "predicts",
    "argmax without an axis finds one largest entry in the whole array; each row has its own: "
    "axis=1.",
)
class OneLargestOfAll(Sound):
    def predict(self, X):
        P = self.predict_proba(X)
        return np.argmax(P) if P.size else np.argmax(np.zeros(1))


@MLP.misconception(
    "predicts",
    "predict returns the largest probability; the place where it stands is the class: np.argmax.",
)
class HeightForPlace(Sound):
    def predict(self, X):
        return np.max(self.predict_proba(X), axis=1)


@MLP.misconception(
    "predicts",
    "The hidden layers lost their activation in predict_proba: before softmax the network is a "
    "single affine map.",
)
class ForgetsTheActivation(Sound):
    def hidden(self, Z):
        return Z


@MLP.misconception(
    "trajectory", "The steps go uphill: subtract lr times the gradient, do not add it."
)
class StepsUphill(Sound):
    def move(self, grads, lr):
        super().move(grads, -lr)


@MLP.misconception(
    "trajectory", "The weights move, the biases do not; they have gradients as well."
)
class KeepsTheBiases(Sound):
    def move(self, grads, lr):
        before = self.params
        super().move(grads, lr)
        self.params = [(W, b) for (W, _), (_, b) in zip(self.params, before, strict=True)]


@MLP.misconception(
    "trajectory",
    "This moves the parameters after each sample; here every step uses the whole batch (lesson 08 "
    "goes between the two).",
)
class SampleBySample(Sound):
    def step(self, X, y, lr):
        cost, _ = cost_and_gradients(self.params, X, y, self.activation)
        for n in range(len(X)):
            super().step(X[n : n + 1], y[n : n + 1], lr)
        self.loss_history[-len(X) :] = [cost]


@MLP.misconception("trajectory", "fit takes one step only; it takes `epochs` of them.")
class OneStepOnly(Sound):
    def fit(self, X, y, lr, epochs):
        self.step(X, y, lr)
        return self


@MLP.misconception(
    "history",
    "The cost was noted after each step; the first entry is the cost before any step.",
)
class NotesTheCostAfterwards(Sound):
    def step(self, X, y, lr):
        super().step(X, y, lr)
        cost, _ = cost_and_gradients(self.params, X, y, self.activation)
        self.loss_history[-1] = cost


@MLP.misconception("goes on", "A second fit began loss_history anew; it grows from call to call.")
class BeginsTheHistoryAnew(Sound):
    def fit(self, X, y, lr, epochs):
        self.loss_history = []
        return super().fit(X, y, lr, epochs)


@MLP.misconception("goes on", "fit returns None; end it with `return self`.")
class ReturnsNothing(Sound):
    def fit(self, X, y, lr, epochs):
        super().fit(X, y, lr, epochs)


@MLP.misconception(
    "goes on",
    "`W -= …` on the caller's arrays changes the start for everyone who uses it; copy first, or "
    "make new arrays.",
)
class MovesTheCallersArrays(Sound):
    def __init__(self, params, activation):
        super().__init__(params, activation)
        self.params = params

    def move(self, grads, lr):
        for (W, b), (dW, db) in zip(self.params, grads, strict=True):
            W -= lr * dW
            b -= lr * db


@MLP.alternative
class WithTheLibrary(Sound):
    def step(self, X, y, lr):
        cost, grads = nn.mlp_loss_and_grads(self.params, X, y, self.activation)
        self.loss_history += [cost]
        self.move(grads, lr)


@MLP.alternative
class InPlaceOnCopies(Sound):
    def move(self, grads, lr):
        for (W, b), (dW, db) in zip(self.params, grads, strict=True):
            W -= lr * dW
            b -= lr * db


@MLP.misconception(
    "trajectory",
    "Nothing moves: `W = W - lr * dW` in a loop gives a new array to a name, and self.params keeps "
    "the old ones. Make a new list of pairs and put it into self.params.",
)
class MovesNothing(Sound):
    def move(self, grads, lr):
        for (W, b), (dW, db) in zip(self.params, grads, strict=True):
            W = W - lr * dW
            b = b - lr * db


@MLP.misconception(
    "predicts",
    "The activation went into the last layer as well; its sums go to softmax as they are.",
)
class ActivatesTheLastLayer(Sound):
    def output(self, Z):
        return super().output(self.hidden(Z))


@MLP.misconception(
    "predicts",
    "argmax ran down the columns; each row is a sample and has its own largest probability: "
    "axis=1.",
)
class LargestOfEachColumn(Sound):
    def predict(self, X):
        return self.predict_proba(X).argmax(axis=0) if len(X) else np.zeros(0, dtype=int)


@MLP.misconception(
    "trajectory",
    "The gradients were taken once, at the start; they change with the parameters, so take them in "
    "every step.",
)
class GradientsOfTheStart(Sound):
    def fit(self, X, y, lr, epochs):
        cost, grads = cost_and_gradients(self.params, X, y, self.activation)
        for _ in range(epochs):
            self.loss_history.append(cost)
            self.move(grads, lr)
        return self


@MLP.misconception(
    "history",
    "One cost was kept for the whole of fit; there is one for each step: append inside the loop.",
)
class OneCostForAll(Sound):
    def fit(self, X, y, lr, epochs):
        before = list(self.loss_history)
        super().fit(X, y, lr, epochs)
        self.loss_history = [*before, self.loss_history[-1]]
        return self


@MLP.misconception(
    "history", "The costs went into a list of fit's own; self.loss_history stays empty."
)
class KeepsNoHistory(Sound):
    def fit(self, X, y, lr, epochs):
        super().fit(X, y, lr, epochs)
        self.loss_history = []
        return self

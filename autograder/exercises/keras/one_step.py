"""`train_on_batch`: one update of a model on one batch, in four steps."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script
from .draws import numbers

MODEL = """
    class Model:  # a unit w * X + b with the mean square as its cost; it notes what is called
        def __init__(self, w):
            self.w, self.b, self.called = w, 0.0, []
        def forward(self, X, training=False):
            self.called.append("forward, training" if training else "forward")
            self.X = X
            return self.w * X + self.b
        def predict(self, X):
            return self.forward(X)
        def measure(self, y, P):
            self.called.append("measure")
            return {{"loss": float(np.mean((P - y) ** 2)), "above": float(np.mean(P > y))}}
        def cost_grad(self, y, P):
            return 2 * (P - y) / len(y)
        def backward(self, dA):
            self.called.append("backward")
            self.dw, self.db = float(np.sum(dA * self.X)), float(np.sum(dA))
        def update(self):
            self.called.append("update")
            self.w, self.b = self.w - 0.1 * self.dw, self.b - 0.1 * self.db

    model = Model({w})
    X, y = np.array({X}), np.array({y})
"""
ONCE = MODEL + "    [train_on_batch(model, X, y), model.w, model.b]"
MOVED = MODEL + "    train_on_batch(model, X, y)\n    [model.w, model.b]"
TWICE = MODEL + (
    "    measured = [train_on_batch(model, X, y), train_on_batch(model, X[:1], y[:1])]\n"
    "    [measured, model.w, model.b, X, y]"
)
CALLED = MODEL + (
    "    train_on_batch(model, X, y)\n"
    '    [model.called.count(name) for name in ("forward, training", "backward", "update")]'
)


def scenario(text: str, w: float, X, y) -> Call:
    return script(text.format(w=w, X=np.asarray(X).tolist(), y=np.asarray(y).tolist()))


def drawn(text: str, N: int):
    """A draw: the scenario with a fresh weight, samples and targets."""

    def draw(rng: np.random.Generator) -> Call:
        return scenario(text, float(numbers(rng)), numbers(rng, N, 1), numbers(rng, N, 1))

    return draw


train_on_batch = Exercise(
    reference=nn.train_on_batch,
    rtol=1e-8,
    statement=(
        "The four steps of lesson 08, on a model that knows the way there and back: forward, "
        "measure, backward, update. The check brings a model of its own."
    ),
    aspects=[
        Aspect(
            "one step",
            1,
            "the model moves once, by the gradient of this batch",
            [
                scenario(MOVED, 2.0, [[1.0]], [[1.0]]),
                *confirmed(drawn(MOVED, 3), 0),
                *confirmed(drawn(CALLED, 2), 0),
            ],
        ),
        Aspect(
            "measured",
            1,
            "what comes back belongs to the predictions with which the step was made",
            [
                scenario(ONCE, 2.0, [[1.0]], [[1.0]]),
                *confirmed(drawn(ONCE, 2), 0),
                *confirmed(drawn(TWICE, 3), 0),
            ],
        ),
    ],
    hints=[
        "What has to be known before the model moves? The predictions, and what they cost.",
        "P = model.forward(X, training=True); then model.measure(y, P), kept; then "
        "model.backward(model.cost_grad(y, P)); then model.update().",
    ],
)


@train_on_batch.alternative
def gradient_first(model, X, y):
    P = model.forward(X, True)
    model.backward(model.cost_grad(y, P))
    measured = model.measure(y, P)
    model.update()
    return measured


@train_on_batch.alternative
def copies(model, X, y):
    P = np.array(model.forward(X.copy(), training=True))
    found = dict(model.measure(y, P))
    start = model.cost_grad(y, P)
    model.backward(start)
    model.update()
    return found


@train_on_batch.misconception(
    "measured",
    "The batch was measured after the update, by a second way forward; measure the predictions "
    "with which the step was made.",
)
def measures_afterwards(model, X, y):
    P = model.forward(X, training=True)
    model.backward(model.cost_grad(y, P))
    model.update()
    return model.measure(y, model.forward(X))


@train_on_batch.misconception(
    "one step", "Nothing moves: model.update() is missing after the way back."
)
def never_updates(model, X, y):
    P = model.forward(X, training=True)
    model.backward(model.cost_grad(y, P))
    return model.measure(y, P)


@train_on_batch.misconception(
    "one step",
    "The way forward was not told that this is training: dropout would never drop anything.",
)
def forward_as_a_prediction(model, X, y):
    P = model.forward(X)
    measured = model.measure(y, P)
    model.backward(model.cost_grad(y, P))
    model.update()
    return measured


@train_on_batch.misconception(
    "one step",
    "The way back began with P − y; begin with the gradient of the model's own cost, "
    "model.cost_grad(y, P).",
)
def begins_with_the_error(model, X, y):
    P = model.forward(X, training=True)
    measured = model.measure(y, P)
    model.backward(P - y)
    model.update()
    return measured


@train_on_batch.misconception(
    "measured", "The cost alone came back; return the whole dict of model.measure."
)
def the_loss_alone(model, X, y):
    P = model.forward(X, training=True)
    measured = model.measure(y, P)
    model.backward(model.cost_grad(y, P))
    model.update()
    return measured["loss"]


@train_on_batch.misconception(
    "measured",
    "After the update there was a second way forward, to measure anew; measure the predictions "
    "with which the step was made.",
)
def goes_forward_twice(model, X, y):
    P = model.forward(X, training=True)
    model.backward(model.cost_grad(y, P))
    model.update()
    return model.measure(y, model.forward(X, training=True))


@train_on_batch.misconception(
    "one step", "y and P have changed places in model.cost_grad: the step goes the wrong way."
)
def gradient_of_exchanged(model, X, y):
    P = model.forward(X, training=True)
    measured = model.measure(y, P)
    model.backward(model.cost_grad(P, y))
    model.update()
    return measured


@train_on_batch.misconception(
    "one step",
    "The way back began with the cost itself, a number; it begins with the cost's gradient, "
    "model.cost_grad(y, P).",
)
def begins_with_the_cost(model, X, y):
    P = model.forward(X, training=True)
    measured = model.measure(y, P)
    model.backward(measured["loss"])
    model.update()
    return measured


@train_on_batch.misconception(
    "measured", "y and P have changed places in model.measure: the labels come first."
)
def measures_exchanged(model, X, y):
    P = model.forward(X, training=True)
    measured = model.measure(P, y)
    model.backward(model.cost_grad(y, P))
    model.update()
    return measured

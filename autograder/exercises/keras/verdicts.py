"""`evaluate`: how good a model is, in numbers; nothing is learnt."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script
from .draws import numbers

MODEL = """
    class Model:  # w * X; every way forward as training moves w
        def __init__(self, w, metrics):
            self.w, self.metrics = w, metrics
        def prepare_pair(self, X, y):
            if len(X) != len(y):
                raise ValueError("X and y")
            return np.asarray(X, float), np.asarray(y, float)[:, None]
        def forward(self, X, training=False):
            self.w = self.w + 1.0 * training
            return self.w * X
        def predict(self, X):
            return self.forward(X)
        def train_on_batch(self, X, y):
            return self.measure(y, self.forward(X, training=True))
        def measure(self, y, P):
            found = {{"loss": float(np.mean((P - y) ** 2 + y))}}
            right = {{"accuracy": float(np.mean((P > 0) == (y > 0)))}}
            return found | (right if self.metrics else {{}})

    model = Model({w}, {metrics})
    X, y = {X}, {y}
"""
FOUND = MODEL + "    [evaluate(model, X, y), model.w]"
TWICE = MODEL + "    [evaluate(model, X, y), evaluate(model, X[:1], y[:1]), model.w, X, y]"
UNEQUAL = MODEL + (
    '    said = "nothing"\n'
    "    try:\n"
    "        evaluate(model, X, y[1:])\n"
    "    except ValueError as error:\n"
    '        said = f"ValueError: {{error}}"\n'
    "    said"
)
BOTH, LOSS = ["accuracy"], []


def drawn(text: str, N: int, metrics: list):
    """A draw: the scenario with fresh samples and labels; the first one is answered rightly."""

    def draw(rng: np.random.Generator) -> Call:
        w, X, y = float(numbers(rng)), numbers(rng, N, 1), numbers(rng, N)
        y[0] = np.sign(w * X[0, 0]) * abs(y[0])
        return script(text.format(w=w, X=X.tolist(), y=y.tolist(), metrics=metrics))

    return draw


evaluate = Exercise(
    reference=nn.evaluate,
    rtol=1e-8,
    statement=(
        "Measure a model on data that it need not have seen. It is the shortest function of this "
        "lesson, and must not do what train_on_batch does. The check brings a model of its own."
    ),
    aspects=[
        Aspect(
            "numbers",
            0.5,
            "the loss and the metrics on all rows, as a list; the model stays as it is",
            [*confirmed(drawn(FOUND, 3, BOTH), 0), *confirmed(drawn(TWICE, 4, BOTH), 0)],
        ),
        Aspect(
            "forms",
            0.5,
            "one number alone where there is only a loss; what does not fit is noticed",
            [*confirmed(drawn(FOUND, 3, LOSS), 0), *confirmed(drawn(UNEQUAL, 3, BOTH), 0)],
        ),
    ],
    hints=[
        "First X, y = model.prepare_pair(X, y): X may be a list, and the lengths may differ.",
        "list(model.measure(y, model.predict(X)).values()); where it has one entry, that entry.",
    ],
)


@evaluate.alternative
def by_metrics(model, X, y):
    X, y = model.prepare_pair(X, y)
    found = model.measure(y, model.predict(X))
    return [*found.values()] if "accuracy" in found else found["loss"]


@evaluate.alternative
def taken_apart(model, X, y):
    inputs, labels = model.prepare_pair(X, y)
    first, *others = model.measure(labels, model.predict(inputs)).values()
    if not others:
        return float(first)
    return [float(first), *map(float, others)]


@evaluate.misconception(
    "numbers",
    "The model was told that it is training, or took a step of it; evaluate measures what predict "
    "gives, and leaves the model as it is.",
)
def trains(model, X, y):
    X, y = model.prepare_pair(X, y)
    values = list(model.train_on_batch(X, y).values())
    return values if len(values) > 1 else values[0]


@evaluate.misconception(
    "numbers", "The way forward was made as training; a prediction is none: model.predict."
)
def forward_in_training(model, X, y):
    X, y = model.prepare_pair(X, y)
    values = list(model.measure(y, model.forward(X, training=True)).values())
    return values if len(values) > 1 else values[0]


@evaluate.misconception(
    "forms", "Without metrics evaluate returns the loss itself, a float, not a list of one."
)
def always_a_list(model, X, y):
    X, y = model.prepare_pair(X, y)
    return list(model.measure(y, model.predict(X)).values())


@evaluate.misconception("numbers", "The dict came back; Keras returns its numbers, in their order.")
def returns_the_dict(model, X, y):
    X, y = model.prepare_pair(X, y)
    return model.measure(y, model.predict(X))


@evaluate.misconception(
    "forms",
    "X and y went in as they came; model.prepare_pair(X, y) makes arrays, and says what is wrong.",
)
def never_prepares(model, X, y):
    n = min(len(X), len(y))
    X, y = np.asarray(X, float)[:n], np.asarray(y, float)[:n, None]
    values = list(model.measure(y, model.predict(X)).values())
    return values if len(values) > 1 else values[0]


@evaluate.misconception(
    "numbers", "The labels and the predictions have changed places: it is model.measure(y, P)."
)
def predictions_first(model, X, y):
    X, y = model.prepare_pair(X, y)
    values = list(model.measure(model.predict(X), y).values())
    return values if len(values) > 1 else values[0]

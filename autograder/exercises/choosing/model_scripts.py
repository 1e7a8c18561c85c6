"""What a `Sequential` is put through: small models of layers that the scripts bring along.

So a model can be right though `Dense` is not written yet. Weights come from a seeded generator, and
the samples keep their order except where the order is what is asked.
"""

import numpy as np

from ..exercise import Call, script
from .draws import numbers

LAYER = """
    class Layer:  # a dense layer of sigmoid units; it notes the first feature on its way back
        def __init__(self, units, input_dim=None):
            self.units, self.input_dim, self.W, self.seen = units, input_dim, None, []
        def build(self, D, rng):
            self.W, self.b = rng.uniform(-1, 1, (D, self.units)), np.zeros(self.units)
        def forward(self, X):
            self.X, self.A = X, 1 / (1 + np.exp(-X @ self.W - self.b))
            return self.A
        def backward(self, dA):
            self.seen.append(self.X[:, 0].tolist())
            dZ = dA * self.A * (1 - self.A)
            self.dW, self.db = self.X.T @ dZ, dZ.sum(axis=0)
            return dZ @ self.W.T
        def count_params(self):
            return self.W.size + self.b.size

    def weights(model):
        return [[layer.W, layer.b] for layer in model.layers]

"""
LAYERS = "[Layer(3, input_dim={D}), Layer({K})]"
MODEL = LAYER + (
    "    model = Sequential(" + LAYERS + ", rng=np.random.default_rng({seed}))\n"
    '    model.compile(loss="{loss}", optimizer="{optimizer}", metrics={metrics})\n'
    "    X, y = np.array({X}), np.array({y})\n"
)
PREDICTS = MODEL + "    [model.predict(X), model.predict(X[:0]), model.count_params()]"
ONE_BATCH = MODEL + "    [model.train_on_batch(X, y[:, None] * 1.0), weights(model)]"
THREE_BATCHES = MODEL + (
    "    measured = [model.train_on_batch(X[n:], y[n:, None] * 1.0) for n in (0, 1, 0)]\n"
    "    [measured, weights(model)]"
)
FIT = MODEL + (
    "    fitted = model.fit(X, y, batch_size={B}, epochs={epochs}, verbose=0, shuffle=False)\n"
    "    [fitted.history, weights(model)]"
)
PROGRESS = MODEL + (
    "    model.fit(X, y, batch_size={B}, epochs={epochs}, shuffle=False, validation_data=(X[:2], "
    "y[:2])).history"
)
GOES_ON = MODEL + (
    "    first = model.fit(X, y, batch_size={B}, epochs=2, verbose=0, shuffle=False)\n"
    "    second = model.fit(X, y, batch_size={B}, epochs=2, verbose=0, shuffle=False)\n"
    "    [first.history, second.history, weights(model)]"
)
EVALUATES = MODEL + "    [model.evaluate(X, y), model.evaluate(X[:2], y[:2]), weights(model)]"
LAZY = LAYER + (
    "    X, y = np.array({X}), np.array({y})\n"
    "    models = []\n"
    "    for seed in range(3):\n"
    "        model = Sequential([Layer(2), Layer(1)], rng=np.random.default_rng(seed))\n"
    '        model.compile(loss="{loss}", optimizer="{optimizer}", metrics={metrics})\n'
    "        models.append(model)\n"
    "    answers = [models[0].predict(X), models[1].evaluate(X, y)]\n"
    "    fitted = models[2].fit(X, y, batch_size=4, epochs=1, verbose=0, shuffle=False)\n"
    "    [*answers, fitted.history, [model.count_params() for model in models]]"
)
ERRORS = MODEL + (
    "    said = []\n"
    "    attempts = [lambda: model.fit(X, y[:-1], verbose=0), lambda: model.evaluate(X[1:], y)]\n"
    "    for attempt in attempts:\n"
    "        try:\n"
    "            attempt()\n"
    '            said.append("nothing")\n'
    "        except ValueError as error:\n"
    "            said.append(str(error))\n"
    "    said"
)
ORDER = (
    LAYER.rstrip()
    + """

    X = np.arange(20.0)[:, None]
    y = (np.arange(20) % 2).astype(int)
    orders = []
    for seed in ({seed}, {seed}, {other}):
        model = Sequential([Layer(1, input_dim=1)], rng=np.random.default_rng(seed))
        model.compile(loss="binary_crossentropy", optimizer="sgd", metrics=["accuracy"])
        model.fit(X, y, batch_size=6, epochs=2, verbose=0)
        orders.append(model.layers[0].seen)
    orders
"""
)


def drawn(text: str, N: int, K: int = 1, optimizer="sgd", metrics=("accuracy",), **numbers_):
    """A draw: the scenario with a fresh seed for the weights and fresh samples."""

    def draw(rng: np.random.Generator) -> Call:
        D = 2
        X = 2 * numbers(rng, N, D)
        y = rng.permutation(np.arange(N) % 3 > 0).astype(int)
        loss = "binary_crossentropy"
        if K > 1:
            loss, y = "mse", rng.uniform(0.1, 0.9, (N, K)).round(2)
        return script(
            text.format(
                D=D,
                K=K,
                X=X.tolist(),
                y=y.tolist(),
                seed=int(rng.integers(1000)),
                loss=loss,
                optimizer=optimizer,
                metrics=list(metrics),
                **numbers_,
            )
        )

    return draw


def judged(value, call: Call):
    """Orders and messages in words; everything else as it is."""
    lines = call.args[0].text.splitlines()
    if lines[-1] == "said":
        return ["a ValueError" if message != "nothing" else "nothing" for message in value]
    if lines[-1] != "orders":
        return value
    one, same, other = ([[int(x) for x in batch] for batch in seen] for seen in value)
    epochs = [[x for batch in part for x in batch] for part in (one[:4], one[4:8])]
    return {
        "batches": ", ".join(str(len(batch)) for batch in one),
        "samples in an epoch": (
            "each once"
            if all(sorted(epoch) == list(range(20)) for epoch in epochs)
            else "not each once"
        ),
        "order": "as they stand" if epochs[0] == sorted(epochs[0]) else "random",
        "the next epoch": "the same order" if epochs[0] == epochs[1] else "another order",
        "with the same seed": "the same" if one == same else "different",
        "with another seed": "the same" if one == other else "different",
    }

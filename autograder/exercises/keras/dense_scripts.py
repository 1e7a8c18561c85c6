"""What a `Dense` is put through, and what of it is judged."""

import numpy as np

from ..exercise import Call, script
from .draws import numbers

START = """
    layer = Dense({units}{activation})
    layer.W = np.array({W})
    layer.b = np.array({b})
"""
FORWARD = START + "    layer.forward(np.array({X}))"
NO_ROWS = START + "    layer.forward(np.zeros((0, {D})))"
BACKWARD = (
    START
    + """
    layer.forward(np.array({X}))
    dX = layer.backward(np.array({dA}))
    [dX, layer.dW, layer.db]
"""
)
TWO_BATCHES = (
    START
    + """
    layer.forward(np.array({X})[:1])
    layer.backward(np.array({dA})[:1])
    layer.forward(np.array({X}))
    dX = layer.backward(np.array({dA}))
    [dX, layer.dW, layer.db, layer.W, layer.b]
"""
)
SMALL_BUILD = """
    layer = Dense({units})
    layer.build({D}, np.random.default_rng(7))
    [layer.W.shape, layer.b, layer.count_params()]
"""
LARGE_BUILD = """
    layers = [Dense(60, activation="relu"), Dense(60), Dense(60, input_dim=40)]
    for layer, seed in zip(layers, ({seed}, {seed}, {other})):
        layer.build(40, np.random.default_rng(seed))
    [layers[0].W, layers[0].b, layers[1].W, layers[2].W]
"""
ERRORS = """
    layer = Dense(2, activation="relu", input_dim={input_dim})
    said = "nothing"
    try:
        {attempt}
    except ValueError as error:
        said = str(error)
    said
"""
WRONG_COLUMNS = "layer.build(3, np.random.default_rng(7))\n        layer.forward(np.ones((4, 5)))"
ONE_SAMPLE = "layer.build(3, np.random.default_rng(7))\n        layer.forward(np.ones(3))"
OTHER_SIZE = "layer.build(5, np.random.default_rng(7))"
NOT_BUILT = "layer.count_params()"


def scenario(text: str, X, W, b, activation: str | None, dA=()) -> Call:
    named = f', activation="{activation}"' if activation else ""
    arrays = {"X": X, "W": W, "b": b, "dA": dA}
    plain = {name: np.asarray(array).tolist() for name, array in arrays.items()}
    D, units = np.shape(W)
    return script(text.format(units=units, D=D, activation=named, **plain))


def drawn(text: str, N: int, D: int, units: int, activation: str | None):
    """A draw: the scenario with fresh numbers."""

    def draw(rng: np.random.Generator) -> Call:
        X, W, b, dA = (numbers(rng, *s) for s in ((N, D), (D, units), (units,), (N, units)))
        if activation == "relu":  # some units on, some off, in each row
            X, W[0], b = np.abs(X), [1.5 * (-1.0) ** unit for unit in range(units)], 0.2 * b
            W[1:] *= 0.1
        return scenario(text, X, W.round(2), b.round(2), activation, dA)

    return draw


def error(attempt: str, input_dim: int | None = None) -> Call:
    return script(ERRORS.format(attempt=attempt, input_dim=input_dim))


def judged(value, call: Call):
    """Random weights and messages in words; everything else as it is."""
    text = call.args[0].text
    if "said" in text:
        return _said(str(value), [n for n in "35" if n in text.split("try")[1]])
    if "layers" not in text:
        return value
    W, b, same, other = value
    limit = np.sqrt(6 / 100)
    return {
        "shape of W": list(W.shape),
        "b": "all 0" if not np.any(b) and b.shape == (60,) else "something else",
        "largest weight": _largest(np.abs(W).max() / limit),
        "spread of the weights": _spread(np.std(W) / limit),
        "with the same seed": "the same" if np.array_equal(W, same) else "different",
        "with another seed": "the same" if np.array_equal(W, other) else "different",
    }


def _largest(ratio: float) -> str:
    if ratio <= 1:
        return "within the limit" if ratio > 0 else "0"
    return "above the limit" if ratio < 2 else "far above the limit"


def _spread(ratio: float) -> str:
    even = 1 / np.sqrt(3)  # of a uniform distribution, whose limit is 1
    return "as it should be" if 0.93 * even < ratio < 1.07 * even else "another"


def _said(message: str, numbers: list[str]) -> dict:
    if message == "nothing":
        words = "not raised"
    elif "gufunc" in message or "broadcast" in message:
        words = "raised by NumPy, in its own words"
    elif all(number in message for number in numbers):
        words = "raised, with the sizes in its words" if numbers else "raised"
    else:
        words = "raised, without the sizes in its words"
    return {"ValueError": words}

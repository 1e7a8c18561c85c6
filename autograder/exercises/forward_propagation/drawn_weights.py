"""What is judged of drawn parameters, since right answers draw different numbers.

Shapes, means, spreads, and whether a seed decides; each in words that a learner reads on the card.
"""

from itertools import pairwise

import numpy as np

from ..exercise import Call
from ..value_text import describe

#: How far a measured spread and mean may be off. In the smallest layer asked for (2,700 weights)
#: chance alone moves the spread by 1.4 % and the mean by 2 % of a spread; the bounds allow for
#: about five times that.
SPREAD_OFF, MEAN_OFF = 0.08, 0.1
LARGE = 2_000  # weights, from which on a layer's mean and spread say something


def summary(value, call: Call):
    """What of an answer is judged; a script made three networks, the first two with one seed."""
    if len(call.args) == 1:
        first, second, other = (
            np.concatenate([np.ravel(part) for layer in params for part in layer])
            for params in value
        )
        return {
            "with the same seed": "equal" if np.array_equal(first, second) else "different",
            "with another seed": "equal" if np.array_equal(first, other) else "different",
        }
    sizes, _, scheme = call.args
    looked_at = list(value[: len(sizes)])  # one more than is asked: of too many, the number tells
    layers = [
        {"W": _shape(W), "weights": _weights(W, scheme), "b": _shape(b), "biases": _zeros(b)}
        for W, b in looked_at
    ]
    if scheme != "zeros" and (fault := _repeated([W for W, _ in looked_at])):
        layers[-1]["weights"] = fault
    return layers + ["one more"] * (len(value) - len(looked_at))


def _shape(array) -> str:
    return str(array.shape) if isinstance(array, np.ndarray) else describe(array)


def _zeros(array) -> str:
    return "not all 0" if np.any(array) else "all 0"


def _weights(W, scheme: str) -> str:
    """What a W holds: of a large one, mean and spread."""
    if isinstance(W, np.ndarray) and W.ndim == 2 and W.size >= LARGE and scheme != "zeros":
        return _spread(W, scheme)
    return _zeros(W)


def _spread(W: np.ndarray, scheme: str) -> str:
    """Mean and standard deviation of the weights: as they should be, or as they are."""
    D, H = W.shape
    right = np.sqrt(2 / D) if scheme == "he" else np.sqrt(2 / (D + H))
    mean, std = np.mean(W), np.std(W)
    means = "0" if abs(mean) <= MEAN_OFF * right else f"{mean:.2f}"
    stds = right if abs(std / right - 1) <= SPREAD_OFF else std
    return f"mean {means}, std {stds:.3f}"


def _repeated(weights: list[np.ndarray]) -> str:
    """What was drawn once and used twice, within a layer or from one to the next; mostly ""."""
    arrays = [W for W in weights if isinstance(W, np.ndarray) and W.ndim == 2]
    large = [W for W in arrays if W.size >= LARGE]
    if any(np.array_equal(W[0], W[1]) or np.array_equal(W[:, 0], W[:, 1]) for W in large):
        return "repeated within a layer"
    for one, other in pairwise(large):
        length = min(one.size, other.size)
        a, b = one.ravel()[:length], other.ravel()[:length]
        if abs(a @ b) > 0.5 * np.sqrt((a @ a) * (b @ b)):
            return "repeated from layer to layer"
    return ""

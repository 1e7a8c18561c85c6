"""Data of five kinds of structure, to ask which kind of model a structure needs.

Each function takes `(n, rng)` and returns `(X, y)`: X is (n, D) float64, y is (n,) of ints, 0 and
1, rows in random order. All randomness comes from `rng`. Three of the five are the toys of
`workbook.data.toy`, with more noise.
"""

import numpy as np

from workbook.data import toy

__all__ = ["STRUCTURES", "noisy_line", "tumours"]

MALIGNANT = 0.37
"""The share of class 1 among `tumours`, as in the Wisconsin data that they imitate (212 of 569)."""

_MIXING = np.abs(np.random.default_rng(77).normal(size=(3, 10)))


def noisy_line(n, rng):
    """Two normal features; a straight line decides, and near the line chance does (D = 2).

    The odds of class 1 are exp(2.4 x₁ + 1.8 x₂), so no model can be better than logistic
    regression with these weights, which is right in about 84 % of all cases.
    """
    X = rng.normal(size=(n, 2))
    odds = np.exp(X @ np.array([2.4, 1.8]))
    return X, (rng.random(n) < odds / (1 + odds)).astype(int)


def tumours(n, rng):
    """Ten measurements of cells: skewed, correlated, larger for class 1, as in tumours (D = 10).

    Simulated, no patient's data. Three hidden traits, two of them larger in class 1, are mixed into
    ten measurements; each is positive with a long tail, like an area or a perimeter.
    """
    y = (rng.random(n) < MALIGNANT).astype(int)
    traits = rng.normal(size=(n, 3)) + np.outer(y, [2.8, 1.6, 0.0])
    return np.exp(0.3 * (traits @ _MIXING + rng.normal(0.0, 0.7, size=(n, 10)))), y


STRUCTURES = {
    "line": ("noisy line", noisy_line),
    "tumours": ("ten measurements", tumours),
    "moons": ("moons", lambda n, rng: toy.moons(n, 0.25, rng)),
    "XOR": ("XOR", lambda n, rng: toy.xor_clouds(n, 0.5, rng)),
    "spirals": ("spirals", lambda n, rng: toy.spirals(n, 0.05, rng)),
}
"""Name → (name for people, function)."""

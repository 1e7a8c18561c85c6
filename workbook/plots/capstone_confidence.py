"""What lesson 13 measures of errors and confidence: by digit, calibration, refusing.

All 1,297 images are read, in four parts, each by a network that has learnt from the other three:
297 images hold too few errors to tell kinds of them from chance.
"""

from functools import cache

import numpy as np

from workbook.data.digits import load_digits
from workbook.plots.activations_measured import Table
from workbook.plots.capstone_measured import RECIPE, SEEDS, probabilities, train

PARTS = 4


@cache
def in_parts(seed, epochs=RECIPE["epochs"]):
    """Read every image with a network of the recipe that has not learnt from it.

    Returns: (said, sure), two (1297,) arrays: the digit, and its probability.
    """
    X, y = load_digits()
    probs = np.empty((len(y), 10))
    recipe = {**RECIPE, "epochs": epochs}
    for part in np.array_split(np.random.default_rng(100 + seed).permutation(len(y)), PARTS):
        rest = np.setdiff1d(np.arange(len(y)), part)
        params = train(recipe, (X[rest], y[rest]), np.random.default_rng(seed))
        probs[part] = probabilities(params, X[part])
    return np.argmax(probs, axis=1), np.max(probs, axis=1)


def confidences(seeds=SEEDS, epochs=RECIPE["epochs"]):
    """How sure the networks were, and whether they were right: two (S, 1297) arrays."""
    _, y = load_digits()
    found = [in_parts(seed, epochs) for seed in seeds]
    return np.array([sure for _, sure in found]), np.array([said == y for said, _ in found])


BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


def calibration(sure, right):
    """By BINS of how sure: (how many, mean of how sure, share right), three (B,) arrays.

    sure, right: arrays of the same shape. Bins without an answer are left out.
    """
    sure, right = np.ravel(sure), np.ravel(right)
    place = np.clip(np.digitize(sure, BINS) - 1, 0, len(BINS) - 2)
    rows = [
        (np.sum(place == b), sure[place == b].mean(), right[place == b].mean())
        for b in np.unique(place)
    ]
    return tuple(np.array(column) for column in zip(*rows, strict=True))


THRESHOLDS = (0.0, 0.5, 0.7, 0.85, 0.95)


def refused():
    """What is refused, and which errors are left, where only surer answers count: a `Table`."""
    sure, right = confidences()
    rows = []
    for threshold in THRESHOLDS:
        kept = sure >= threshold
        errors = np.sum(kept & ~right, axis=1)
        rows.append(
            (
                f"{threshold:g}" if threshold else "no limit",
                f"{np.mean(~kept):.0%}",
                ", ".join(map(str, errors)),
                f"{np.mean(right[kept]):.1%}",
            )
        )
    head = ("answered from", "refused", "errors left, five seeds", "of what is answered: right")
    return Table("Refusing: 1,297 images, by networks that had not seen them", head, tuple(rows))


def by_digit():
    """Of each digit, how many images are read rightly: a `Table`."""
    _, y = load_digits()
    _, right = confidences()
    rows = []
    for digit in range(10):
        wrong = np.sum(~right[:, y == digit], axis=1)
        share = np.mean(right[:, y == digit])
        rows.append(
            (str(digit), str(np.sum(y == digit)), ", ".join(map(str, wrong)), f"{share:.1%}")
        )
    head = ("digit", "images", "errors, five seeds", "right on average")
    return Table("By digit: 1,297 images, by networks that had not seen them", head, tuple(rows))

"""The sealed images: what of them a submission is given, and how many of its labels are right.

Their labels stay in the process that judges. Since these images are known all over the world, each
digit is renamed before anything is asked: in the training labels and in the truth alike. Only what
was learnt from these very training labels is right then.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from workbook.data.digits import load_digits

from ..exercise import Call, call, code

BARS = (0.96, "96 % or more"), (0.9, "90 to 96 %"), (0.5, "half to 90 %"), (0.0, "less than half")
"""In what words an accuracy is told. Never the number: then it could be tuned for."""


@cache
def sealed() -> tuple[np.ndarray, np.ndarray]:
    """The images and their true digits."""
    with np.load(Path(__file__).with_name("sealed.npz")) as file:
        return file["images"].astype(np.float64), file["labels"].astype(np.int64)


def renaming(rng: np.random.Generator) -> np.ndarray:
    """A new name for each digit, at its place; no digit keeps its own."""
    ring = rng.permutation(10)
    names = np.empty(10, dtype=np.int64)
    names[ring] = np.roll(ring, 1)
    return names


def renamed_call(names: np.ndarray, order: np.ndarray, seed: int) -> Call:
    """The whole task under these names, the sealed images in this order."""
    X_train, digits = load_digits()
    X, _ = sealed()
    return call(X_train, names[digits], X[order], code(f"np.random.default_rng({seed})"))


def the_same_for_all(seed: int = 12) -> Call:
    """One task that is the same at every check and every grading, so that luck decides nothing."""
    return renamed_call(renaming(np.random.default_rng(1998)), np.arange(len(sealed()[0])), seed)


def afresh(rng: np.random.Generator) -> Call:
    """A draw: other names, another order, another seed."""
    order = rng.permutation(len(sealed()[0]))
    return renamed_call(renaming(rng), order, int(rng.integers(1000)))


def truth_of(asked: Call) -> np.ndarray:
    """The right labels of a task's images, under the names of its training labels."""
    _, y_train, X, _ = asked.args
    known = {image.tobytes(): digit for image, digit in zip(*sealed(), strict=True)}
    names = np.empty(10, dtype=np.int64)
    names[load_digits()[1]] = y_train
    return names[[known[image.tobytes()] for image in X]]


def is_whole_task(asked: Call) -> bool:
    return len(asked.args) == 4 and len(asked.args[2]) == len(sealed()[0])


def told(labels, asked: Call, lowest: float) -> dict[str, str]:
    """What is judged of the labels: their form, and in words how many are right.

    lowest: the bar of this task; whatever is above it is told alike.
    """
    truth, labels = truth_of(asked), np.asarray(labels)
    if labels.shape != truth.shape:
        return {"labels": f"shape {labels.shape}", "right": "cannot be said"}
    if labels.dtype.kind not in "iu":
        return {"labels": f"not integers, but {labels.dtype}", "right": "cannot be said"}
    share = np.mean(labels == truth)
    words = next(words for bar, words in BARS if share >= bar)
    if share >= lowest:
        words = f"{100 * lowest:.0f} % or more"
    return {"labels": "an integer for each image", "right": words}

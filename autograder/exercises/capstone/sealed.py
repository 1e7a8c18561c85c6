"""The sealed images: what of them a submission is given, and how many of its labels are right.

Their labels stay in the process that judges. Since these images are known all over the world, each
digit is renamed before anything is asked: in the training labels and in the truth alike. Only what
was learnt from these very training labels is right then.

Once they are asked as they are, so that luck decides nothing. A draw changes them too, as it does
the images to learn from: all are mirrored or turned alike, every pixel gets a little more or less
ink, and the two columns where next to nothing is written are filled with blots. A network forgives
that. A table of these images does not; and where the nearest training image is looked for, the
blots decide: see `is_like_nearest`. Who undoes the changes first, as far as they can be undone, has
other labels, though none that a network has: see `is_like_nearest_between_blots`, `is_like_table`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from workbook.data.digits import SIDES, changed, load_digits, turned

from ...own_files import BACK, arrays_of
from ..exercise import Call, call, code

FEWEST, TOO_MANY = 12, 0.7
"""Whose mistakes are looked at at least so many, and which part of them no network shares: networks
of many sizes share 0.2 to 0.5, one without a hidden layer up to 0.6."""
SOME = 50
"""Images of a task by which it is seen how all of them are turned."""
FEW_APART = 2
"""Labels in which a network and the nearest images, looked for between the blots, would have to
differ at least. Networks of all sizes, alone or seven together, differ in 6 to 25 of the 500."""
FORM = "an integer for each image"
BARS = (0.96, "96 % or more"), (0.9, "90 to 96 %"), (0.5, "half to 90 %"), (0.0, "less than half")
"""In what words an accuracy is told. Never the number: then it could be tuned for."""


@cache
def sealed() -> tuple[np.ndarray, np.ndarray]:
    """The images and their true digits."""
    path = Path(__file__).with_name("sealed.npz")
    images, labels = arrays_of(path, "images", "labels", mend=BACK)
    return images.astype(np.float64), labels.astype(np.int64)


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
    """A draw: other names, another order, another seed, and changed images."""
    order = rng.permutation(len(sealed()[0]))
    X_train, y_train, X, seed = renamed_call(renaming(rng), order, int(rng.integers(1000))).args
    turn = int(rng.integers(1, 8))
    return call(changed(X_train, turn, rng), y_train, changed(X, turn, rng), seed)


def truth_of(asked: Call) -> np.ndarray:
    """The right labels of a task's images, under the names of its training labels."""
    _, y_train, X, _ = asked.args
    names = np.empty(10, dtype=np.int64)
    names[load_digits()[1]] = y_train
    return names[_digits_of(X.tobytes())]


@lru_cache(16)
def _digits_of(images: bytes) -> np.ndarray:
    """The true digits of the sealed images as a task shows them.

    Each is the sealed image that is nearest where it may have been changed by little; no two are
    nearly as near.
    """
    X = np.frombuffer(images).reshape(-1, 64)
    inner = np.delete(np.arange(64), SIDES)
    known = sealed()[0][:, inner]

    def away(turn: int, rows: slice = slice(None)) -> np.ndarray:
        return squares(turned(X[rows], turn)[:, inner], known)

    # turned once more in some way, it is upright again; some of the images show in which
    upright = min(range(8), key=lambda turn: away(turn, slice(SOME)).min(axis=1).max())
    return sealed()[1][away(upright).argmin(axis=1)]


def squares(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Squared distances of every row of one array from every row of the other."""
    away = one @ other.T  # what comes next is put into it: a new array each would take longer
    away *= -2
    away += np.sum(one**2, axis=1)[:, np.newaxis]
    away += np.sum(other**2, axis=1)
    return away


def _differences(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Summed absolute differences of every row of one array from every row of the other.

    Of images, whose ink is whole numbers. Some rows at a time, so that all that is reckoned with
    stays near the processor.
    """
    found = np.zeros((len(one), len(other)), np.int16)
    one, columns = one.astype(np.int16), np.ascontiguousarray(other.T.astype(np.int16))
    for start in range(0, len(one), 16):
        rows, sums = one[start : start + 16], found[start : start + 16]
        apart = np.empty_like(sums)
        for i, column in enumerate(columns):
            np.subtract(rows[:, [i]], column, out=apart)
            sums += np.abs(apart, out=apart)
    return found.astype(np.float64)


def is_like_nearest(labels: np.ndarray, asked: Call) -> bool:
    """Whether these are the labels of the nearest training images, mistakes and all.

    Asked of changed images only, where such labels are often wrong: a network makes mistakes of its
    own there.
    """
    truth = truth_of(asked)
    for nearest in _nearest(*_task(asked)):
        wrong = nearest != truth
        if np.sum(wrong) >= FEWEST and np.mean(labels[wrong] == nearest[wrong]) > TOO_MANY:
            return True
    return False


def is_like_nearest_between_blots(labels: np.ndarray, asked: Call) -> bool:
    """The same, of who took the blots out of the way first and is seldom wrong."""
    found = _nearest(*_task(asked), blots=False)
    return any(np.sum(labels != nearest) <= FEW_APART for nearest in found)


def _task(asked: Call) -> list[bytes]:
    return [asked.args[i].tobytes() for i in range(3)]


def is_like_table(labels: np.ndarray, asked: Call) -> bool:
    """Whether every label is right, of changed images: nothing that was tried came to that here.

    One to two of them are misread by whatever was tried, and at least six by each.
    """
    return np.array_equal(labels, truth_of(asked))


@lru_cache(16)
def _nearest(images: bytes, labels: bytes, others: bytes, blots: bool = True) -> list[np.ndarray]:
    """What the 1 to 7 nearest training images say: as they are, with all pixels scaled to the same
    spread, with all images scaled to the same ink, or by the sum of the differences; where votes
    are equal, the smallest label or the one that is nearer.

    blots: with the pixels that are never anything but empty or full; else between them.
    """
    X_train, X = (np.frombuffer(part).reshape(-1, 64) for part in (images, others))
    if not blots:
        inked = ~np.all((X_train == 0) | (X_train == 16), axis=0)
        X_train, X = X_train[:, inked], X[:, inked]
    y_train = np.frombuffer(labels, dtype=np.int64)
    mean, spread = X_train.mean(axis=0), X_train.std(axis=0) + 1e-9
    scaled = (X_train - mean) / spread, (X - mean) / spread
    unit = [part / np.linalg.norm(part, axis=1, keepdims=True) for part in (X_train, X)]
    away = [squares(asked, training) for training, asked in ((X_train, X), scaled, unit)]
    away.append(_differences(X, X_train))
    found = []
    for distances in away:
        order = np.argsort(distances, axis=1)
        votes = np.eye(10)[y_train[order[:, :7]]]
        nearer = votes * (1 + 0.5 ** np.arange(3, 10))[:, np.newaxis]
        for counted in (votes.cumsum(axis=1), nearer.cumsum(axis=1)):
            found += list(counted.argmax(axis=2).T)
    return found


def is_changed(asked: Call) -> bool:
    """Whether a task's images are not as they were scanned."""
    return asked.args[0] is not load_digits()[0] and not np.array_equal(
        asked.args[0], load_digits()[0]
    )


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
    if is_changed(asked) and is_like_table(labels, asked):
        return {"labels": FORM, "right": "all of them, as in a table of these well-known images"}
    if is_changed(asked) and is_like_nearest(labels, asked):
        return {"labels": FORM, "right": "as often as the nearest training images are"}
    if is_changed(asked) and is_like_nearest_between_blots(labels, asked):
        return {"labels": FORM, "right": "as often as the nearest images are, but for the blots"}
    share = np.mean(labels == truth)
    words = next(words for bar, words in BARS if share >= bar)
    if share >= lowest:
        words = f"{100 * lowest:.0f} % or more"
    return {"labels": FORM, "right": words}

"""A learner's own network, asked in lesson 13 just as the sealed test asks it.

Only the images are others: they are the learner's own, whose labels are known.
"""

from dataclasses import dataclass

import numpy as np

from workbook.data.digits import changed, load_digits
from workbook.plots.capstone_measured import my_split


@dataclass(frozen=True)
class Validated:
    """What `read_digits` read on images with known labels: the digits that are true and said."""

    true: np.ndarray
    said: np.ndarray

    def __repr__(self):
        right = self.true == self.said
        share, n = right.mean(), len(right)
        either_way = 2 * np.sqrt(share * (1 - share) / n)
        rows = [
            f"read rightly: {right.sum()} of {n}, {share:.1%}; uncertain by ± {either_way:.1%}",
            "  digit   " + "".join(f"{digit:7}" for digit in range(10)),
            "  rightly " + "".join(f"{np.sum(right & (self.true == d)):7}" for d in range(10)),
            "  of      " + "".join(f"{np.sum(self.true == d):7}" for d in range(10)),
        ]
        return "\n".join(rows)


def validate(read_digits, seed=12, parts=None, changes=False):
    """Ask a learner's `read_digits` just as the sealed test asks it, on images with known labels.

    So: raw pixels from 0 to 16; each digit renamed, in the training labels and in the truth alike;
    images to be read in another order; rng with this seed. Only the images are others: it learns
    from my 1,000 and reads my 297. parts: a number from 2 on; then all 1,297 images are read, in so
    many parts, each by a network that has learnt from the other parts. changes: the images to learn
    from and to read are turned, blotted and inked anew, as in the sealed test's other calls.

    Returns: a `Validated`, with digits under their own names. Raises ValueError where the labels
    are not one integer for each image.
    """
    tasks = [my_split()] if parts is None else _turns(parts)
    said = [_asked(read_digits, *known, X, seed, changes) for known, (X, _) in tasks]
    return Validated(np.concatenate([y for _, (_, y) in tasks]), np.concatenate(said))


def _turns(parts):
    """Pairs ((X, y) to learn from, (X, y) to be read), such that every image is read once."""
    X, y = load_digits()
    turns = []
    for part in np.array_split(np.random.default_rng(0).permutation(len(y)), parts):
        rest = np.setdiff1d(np.arange(len(y)), part)
        turns.append(((X[rest], y[rest]), (X[part], y[part])))
    return turns


def _asked(read_digits, X_train, y_train, X, seed, changes):
    """The digits that read_digits finds in X, asked under other names and in another order."""
    rng = np.random.default_rng([seed, 1998])
    if changes:
        turn = int(rng.integers(1, 8))
        X_train, X = changed(X_train, turn, rng), changed(X, turn, rng)
    ring, order = rng.permutation(10), rng.permutation(len(X))
    names = np.empty(10, dtype=np.int64)
    names[ring] = np.roll(ring, 1)  # no digit keeps its own name
    answers = np.asarray(
        read_digits(X_train.copy(), names[y_train], X[order], np.random.default_rng(seed))
    )
    if answers.shape != (len(X),) or answers.dtype.kind not in "iu":
        raise ValueError(
            f"read_digits is to return {len(X)} integers, one for each image; it returned "
            f"{answers.dtype} of shape {answers.shape}."
        )
    said = np.full(len(X), -1)
    digits = np.full(max(10, int(answers.max()) + 1), -1)
    digits[names] = np.arange(10)
    said[order] = np.where(answers >= 0, digits[np.maximum(answers, 0)], -1)
    return said

"""The lesson's *break it*: noisy copies that leak into validation."""

import re

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise
from ..with_seeds import seeded

# Image n is (1000 n, 1000 n, 1000 n) and has the label 3 n: a noisy copy still says whose it is.
SPLIT = """
    X = 1000.0 * np.repeat(np.arange({N}), 3).reshape({N}, 3)
    y = 3 * np.arange({N})
    train, val = augmented_split(X, y, {n_val}, {copies}, np.random.default_rng({seed}))
    [train[0], train[1], val[0], val[1]]
"""
SEEDS = """
    X, y = 1000.0 * np.repeat(np.arange(20), 2).reshape(20, 2), 3 * np.arange(20)
    seeds = [{seed}, {seed}, {other}]
    rngs = [np.random.default_rng(s) for s in seeds]
    [X, y, *[np.sort(augmented_split(X, y, 8, 2, rng)[1][1]) for rng in rngs]]
"""


def split(N: int, n_val: int, copies: int):
    return seeded(SPLIT.format(N=N, n_val=n_val, copies=copies, seed="{seed}"))


def judged(value, call):
    """In words: which images are where, whole, noisy, and beside their labels."""
    text = call.args[0].text
    if "seeds = " in text:
        X, y, one, same, other = value
        kept = np.array_equal(X[:, 0], 1000.0 * np.arange(20)) and np.array_equal(
            X[:, 0] // 1000 * 3, y
        )
        return {
            "with the same seed": "the same split" if np.array_equal(one, same) else "different",
            "with another seed": "the same split" if np.array_equal(one, other) else "another",
            "X and y afterwards": "as before" if kept else "changed",
        }
    n_val, copies = map(int, re.search(r"y, (\d+), (\d+),", text).groups())
    N = int(re.search(r"arange\((\d+)", text)[1])
    X_train, y_train, X_val, y_val = value
    train, val = (np.rint(X[:, 0] / 1000).astype(int) for X in (X_train, X_val))
    noise = X_train - 1000.0 * train[:, np.newaxis]
    originals = np.all(noise == 0, axis=1)
    added = noise[~originals] if copies else noise[:0]
    whole = np.array_equal(X_val, 1000.0 * np.repeat(val, 3).reshape(-1, 3))
    paired = np.array_equal(3 * train, y_train) and np.array_equal(3 * val, y_val)
    return {
        "rows": f"{len(X_train)} for training, {len(X_val)} for validation",
        "validation": "originals, each once" if whole and len(set(val)) == n_val else "not so",
        "images on both sides": len(set(train) & set(val)),
        "originals for training": int(originals.sum()),
        "copies of each": sorted({int(np.sum(train == n)) - 1 for n in set(train)}),
        "noise": _told(added),
        "labels": "beside their images" if paired else "beside other images",
        "images in all": len(set(train) | set(val)) if N else 0,
    }


def _told(noise: np.ndarray) -> str:
    """Spread and centre of the noise; of few numbers only what no chance could explain."""
    if not noise.size:
        return "none"
    if np.all(np.ptp(noise, axis=1) < 1e-6):
        return "one number for all pixels of an image"
    if len(np.unique(noise.round(6), axis=0)) < len(noise):
        return "the same for several copies"
    spread, centre = np.std(noise), np.mean(noise)
    many = noise.size > 300
    low, high, far = (0.75, 1.3, 0.3) if many else (0.2, 5.0, 3.0)
    words = "spread about 1" if low < spread < high else f"spread about {spread:.1f}"
    return words + (", centre 0" if abs(centre) < far else f", centre about {centre:.1f}")


def copies_before_the_split(X, y, n_val, copies, rng):
    """The code that the lesson hands out: its one bug is that the copies come before the split."""
    noisy = [X + rng.normal(0, 1, X.shape) for _ in range(copies)]
    X, y = np.concatenate([X, *noisy]), np.concatenate([y] * (copies + 1))
    order = rng.permutation(len(X))
    val, train = order[:n_val], order[n_val:]
    return (X[train], y[train]), (X[val], y[val])


augmented_split = Exercise(
    reference=nn.augmented_split,
    starter=copies_before_the_split,
    summary=judged,
    statement=(
        "This code parts images into training and validation and adds noisy copies. With it, "
        "validation looks splendid; on new images the same network does worse. It has one bug."
    ),
    aspects=[
        Aspect(
            "no leak",
            2.5,
            "no image, and no copy of it, is on both sides; validation holds originals alone",
            [split(10, 4, 2), split(24, 8, 3), split(15, 5, 1)],
        ),
        Aspect(
            "copies",
            1,
            "each training image is there once as it came, and `copies` times with its own noise",
            [split(40, 10, 4), split(30, 25, 6)],
        ),
        Aspect(
            "edges",
            0.5,
            "one image for validation; the same seed, the same split; X and y left as they were",
            [split(12, 1, 2), seeded(SEEDS)],
        ),
    ],
    hints=[
        "Follow one image through the code. Where can it be, and where can its noisy copies be?",
        "Two things are done here: parting, and adding copies. In which order do they have to be?",
        "Draw order from len(X) of the originals, part it, and add noise to X[train] alone.",
    ],
)

augmented_split.misconception(
    "no leak",
    "This does what the given code does: copies are made before the split, so a validation image "
    "has noisy twins in training.",
)(copies_before_the_split)


def mended(X, y, n_val, copies, rng, noise):
    """The sound code with what it adds handed in."""
    order = rng.permutation(len(X))
    val, train = order[:n_val], order[n_val:]
    X_train = np.concatenate([X[train], *(X[train] + noise(X[train]) for _ in range(copies))])
    return (X_train, np.concatenate([y[train]] * (copies + 1))), (X[val], y[val])


@augmented_split.misconception(
    "no leak",
    "The leak is mended, but validation got noise as well: it is to hold images as they come.",
)
def noise_in_validation(X, y, n_val, copies, rng):
    train, (X_val, y_val) = nn.augmented_split(X, y, n_val, copies, rng)
    return train, (X_val + rng.normal(0, 1, X_val.shape), y_val)


@augmented_split.misconception(
    "no leak", "The leak is mended, but the originals are gone from training: it has copies alone."
)
def copies_alone(X, y, n_val, copies, rng):
    (X_train, y_train), val = nn.augmented_split(X, y, n_val, copies, rng)
    return (X_train[len(X) - n_val :], y_train[len(X) - n_val :]), val


@augmented_split.misconception(
    "no leak",
    "The copies are gone, and the leak with them. They are to stay, made from training images.",
)
def no_copies_at_all(X, y, n_val, copies, rng):
    return nn.augmented_split(X, y, n_val, 0, rng)


@augmented_split.misconception(
    "edges",
    "The first rows went to validation, whatever they are; draw the order from rng.",
)
def first_rows_for_validation(X, y, n_val, copies, rng):
    train = np.arange(n_val, len(X))
    noisy = [X[train] + rng.normal(0, 1, X[train].shape) for _ in range(copies)]
    X_train = np.concatenate([X[train], *noisy])
    return (X_train, np.concatenate([y[train]] * (copies + 1))), (X[:n_val], y[:n_val])


@augmented_split.misconception(
    "no leak",
    "np.concatenate joined the copies of all images, and the labels of the training part were "
    "repeated one by one: they stand beside other images.",
)
def labels_repeated_one_by_one(X, y, n_val, copies, rng):
    (X_train, _), val = nn.augmented_split(X, y, n_val, copies, rng)
    n = len(X) - n_val
    return (X_train, np.repeat((X_train[:n, 0] / 1000 * 3).astype(y.dtype), copies + 1)), val


@augmented_split.alternative
def mask_of_rows(X, y, n_val, copies, rng):
    is_val = np.zeros(len(X), dtype=bool)
    is_val[rng.choice(len(X), n_val, replace=False)] = True
    X_train, y_train = X[~is_val], y[~is_val]
    for _ in range(copies):
        X_train = np.vstack([X_train, X[~is_val] + rng.standard_normal(X[~is_val].shape)])
        y_train = np.append(y_train, y[~is_val])
    return [X_train, y_train], [X[is_val], y[is_val]]


@augmented_split.alternative
def one_large_noise(X, y, n_val, copies, rng):
    order = rng.permutation(len(X))
    train = np.tile(order[n_val:], copies + 1)
    noise = rng.normal(0, 1, (len(train), X.shape[1]))
    noise[: len(X) - n_val] = 0
    return (X[train] + noise, y[train]), (X[order[:n_val]], y[order[:n_val]])


@augmented_split.misconception(
    "copies",
    "The leak is mended, but one noise was drawn for all copies of an image; each copy has its "
    "own.",
)
def one_noise_for_all_copies(X, y, n_val, copies, rng):
    order = rng.permutation(len(X))
    val, train = order[:n_val], order[n_val:]
    noise = rng.normal(0, 1, X[train].shape)
    noisy = [X[train] + noise for _ in range(copies)]
    return (np.concatenate([X[train], *noisy]), np.tile(y[train], copies + 1)), (X[val], y[val])


@augmented_split.misconception(
    "copies",
    "The leak is mended, but one number was added to all pixels of a copy; each pixel has noise of "
    "its own.",
)
def one_number_per_copy(X, y, n_val, copies, rng):
    order = rng.permutation(len(X))
    val, train = order[:n_val], order[n_val:]
    noisy = [X[train] + rng.normal(0, 1, (len(train), 1)) for _ in range(copies)]
    return (np.concatenate([X[train], *noisy]), np.tile(y[train], copies + 1)), (X[val], y[val])

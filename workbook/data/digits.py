"""1,297 handwritten digits, 8 × 8 pixels, to learn from; lesson 13 reads them.

They are part of the UCI set *Optical Recognition of Handwritten Digits* (CC BY 4.0); `DIGITS.md`,
beside this file, says where they come from and what was done to them. Another 500 are sealed:
grading alone holds them.
"""

from pathlib import Path
from zipfile import BadZipFile

import numpy as np

__all__ = ["changed", "load_digits", "turned"]

FILE = Path(__file__).with_name("digits.npz")
SIDES = np.concatenate([np.arange(0, 64, 8), np.arange(7, 64, 8)])
"""The pixels of the first and of the last column, where next to nothing is written."""


def load_digits():
    """The images and their labels, in the order of the source.

    Returns: (X, y). X is (1297, 64) float64: a row is an image, its 8 rows of pixels one after the
        other, each pixel a whole number from 0 (paper) to 16 (ink). y is (1297,) of ints, 0 to 9.
        X[i].reshape(8, 8) is one image.
    """
    try:
        with np.load(FILE) as file:
            return file["images"].astype(np.float64), file["labels"].astype(np.int64)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        raise OSError(f"{FILE} is damaged: bring it back, such as with `git checkout`") from None


def changed(images, turn, rng):
    """Images with a little more or less ink, blots at their sides, and turned.

    images: (N, 64), from 0 to 16. turn: 0 to 7, see `turned`. rng: draws ink and blots. What is
    learnt from images and what is read is changed alike, the turn for all of them; ink and blots
    are drawn for each image. Returns: a new array (N, 64).
    """
    images = np.clip(images + rng.integers(-1, 2, images.shape), 0, 16)
    images[:, SIDES] = 16 * rng.integers(0, 2, (len(images), len(SIDES)))
    return turned(images, turn)


def turned(images, turn):
    """All images transposed (1), upside down (2), mirrored (4), or several of these; 0 as is."""
    squares = images.reshape(-1, 8, 8)
    if turn & 1:
        squares = squares.transpose(0, 2, 1)
    squares = squares[:, :: -1 if turn & 2 else 1, :: -1 if turn & 4 else 1]
    return squares.reshape(-1, 64).copy()

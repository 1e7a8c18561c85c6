"""1,297 handwritten digits, 8 × 8 pixels, to learn from; lesson 12 reads them.

They are part of the UCI set *Optical Recognition of Handwritten Digits* (CC BY 4.0); `DIGITS.md`,
beside this file, says where they come from and what was done to them. Another 500 are sealed:
grading alone holds them.
"""

from pathlib import Path

import numpy as np

__all__ = ["load_digits"]

FILE = Path(__file__).with_name("digits.npz")


def load_digits():
    """The images and their labels, in the order of the source.

    Returns: (X, y). X is (1297, 64) float64: a row is an image, its 8 rows of pixels one after the
        other, each pixel a whole number from 0 (paper) to 16 (ink). y is (1297,) of ints, 0 to 9.
        X[i].reshape(8, 8) is one image.
    """
    with np.load(FILE) as file:
        return file["images"].astype(np.float64), file["labels"].astype(np.int64)

"""Lesson 00: one function to practise the workbook's rhythm."""

import numpy as np

__all__ = ["double"]


def double(x):
    """Double every number in an array.

    x: float array of any shape.
    Returns: float array of the same shape, each entry twice the entry of x. x is left as it was.

    Example: double(np.array([1.0, -2.0, 0.5])) is array([ 2., -4.,  1.]).
    """
    return 2 * np.asarray(x)

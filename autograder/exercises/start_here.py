"""Exercises of lesson 00, *Start here*."""

import numpy as np

from workbook import nn

from .exercise import Aspect, Exercise, call, confirmed


def row(rng):
    return call(rng.normal(0, 3, size=4).round(2))


def table(rng):
    return call(rng.normal(0, 3, size=(2, 3)).round(2))


double = Exercise(
    reference=nn.double,
    statement="Return an array in which every number is twice what it was.",
    aspects=[
        Aspect(
            "values",
            0.5,
            "every number is doubled",
            [call(np.array([1.0, -2.0, 0.5])), *confirmed(row, 0)],
        ),
        Aspect(
            "shape",
            0.25,
            "a table stays a table, an empty array stays empty",
            [*confirmed(table, 0), call(np.zeros(0))],
        ),
        Aspect(
            "pure",
            0.25,
            "the array that was handed in is left as it was",
            [*confirmed(row, 0), table],
            pure=True,
        ),
    ],
    hints=[
        "What does NumPy do with 2 * x when x is an array?",
        "One line is enough: a function gives its answer back with return.",
        "return 2 * x",
    ],
)


@double.misconception(
    "pure", "This writes into the caller's array, as `x *= 2` does; `2 * x` makes a new one."
)
def doubles_in_place(x):
    x *= 2
    return x


@double.misconception(
    "values", "x ** 2 multiplies each number by itself; doubling multiplies it by 2."
)
def squares(x):
    return x**2


@double.misconception(
    "values", "the doubled array is made but not handed back: the function needs return."
)
def forgets_return(x):
    2 * x


@double.misconception(
    "values",
    "np.tile and list-style repetition make the array longer; they do not double its numbers.",
)
def repeats(x):
    return np.tile(x, 2)


@double.alternative
def adds_twice(x):
    return x + x


@double.alternative
def entry_by_entry(x):
    result = np.empty_like(x)
    for index in np.ndindex(x.shape):
        result[index] = x[index] * 2
    return result

"""Axes that stay, and questions asked of every row."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed


def table(rows: int, columns: int):
    """A draw: a table of numbers above 0, no two alike."""

    def draw(rng: np.random.Generator) -> Call:
        return call(rng.uniform(0.5, 5.0, (rows, columns)).round(2))

    return draw


def mixed(rows: int, columns: int):
    """A draw: a table in which about half of the rows have an entry that is not above 0."""

    def draw(rng: np.random.Generator) -> Call:
        X = rng.uniform(0.5, 5.0, (rows, columns)).round(2)
        X[rng.permutation(rows)[: rows // 2], rng.integers(columns)] *= -1
        return call(X)

    return draw


row_shares = Exercise(
    reference=nn.row_shares,
    statement="Turn every row of a table into shares of its sum.",
    aspects=[
        Aspect(
            "values",
            1,
            "every entry is divided by the sum of its row",
            [call(np.array([[1.0, 3.0], [2.0, 2.0]])), *confirmed(table(2, 2), 0)],
        ),
        Aspect(
            "shape",
            1,
            "works where rows and columns are not equally many; X is left as it was",
            [*confirmed(table(4, 3), 0), call(np.array([[2.0, 6.0, 2.0]]))],
            pure=True,
        ),
    ],
    hints=[
        "Which axis disappears when you sum each row?",
        "The sums have the shape (N,). To divide every row by its own, they must stand as a "
        "column, (N, 1).",
        "np.sum(X, axis=1, keepdims=True)",
    ],
    stretch=True,
)


@row_shares.misconception(
    "values", "axis=0 sums down the columns; the sum of each row is axis=1, which sums across."
)
def shares_of_columns(X):
    return X / np.sum(X, axis=0)


@row_shares.misconception(
    "values", "This divides by the sum of the whole table; each row has a sum of its own."
)
def shares_of_the_table(X):
    return X / np.sum(X)


@row_shares.misconception(
    "values",
    "Without keepdims the sums are a row, and are lined up with the columns; keepdims=True leaves "
    "them standing as a column.",
)
def sums_lie_down(X):
    return X / np.sum(X, axis=1)


@row_shares.misconception(
    "values", "These are shares of the row's largest entry, not of its sum; they need not sum to 1."
)
def shares_of_the_largest(X):
    return X / np.max(X, axis=1, keepdims=True)


@row_shares.misconception(
    "shape",
    "This writes into the caller's table, as `X /= …` and `X[i] = …` do; `X / …` makes a new one.",
)
def divides_in_place(X):
    X /= np.sum(X, axis=1, keepdims=True)
    return X


@row_shares.alternative
def turned_twice(X):
    return (X.T / X.sum(axis=1)).T


@row_shares.alternative
def row_by_row(X):
    return np.array([row / sum(row) for row in X])


rows_all_positive = Exercise(
    reference=nn.rows_all_positive,
    statement="Keep the rows in which every entry is above 0.",
    aspects=[
        Aspect(
            "rows",
            1,
            "the rows that hold nothing but numbers above 0",
            [
                call(np.array([[1.0, 2.0], [3.0, -0.5], [-2.0, -3.0], [4.0, 5.0]])),
                *confirmed(mixed(6, 3), 0),
            ],
        ),
        Aspect(
            "edge",
            1,
            "0 is not above 0, and where no row is left the table is empty",
            [
                call(np.array([[1.0, 2.0], [0.0, 5.0]])),
                call(np.array([[-1.0, 2.0, 3.0], [1.0, 0.0, 2.0]])),
            ],
        ),
    ],
    hints=[
        "X > 0 asks every entry. How do you ask a whole row?",
        "np.all(…, axis=1) gives one answer for each row: a mask of shape (N,).",
        "X[mask] keeps the rows where the mask is True.",
    ],
    stretch=True,
)


@rows_all_positive.misconception(
    "rows", "One entry above 0 is enough for np.any; np.all asks for every one."
)
def any_is_enough(X):
    return X[np.any(X > 0, axis=1)]


@rows_all_positive.misconception(
    "rows", "A sum above 0 may hide a negative entry; ask the entries themselves."
)
def asks_the_sum(X):
    return X[np.sum(X, axis=1) > 0]


@rows_all_positive.misconception(
    "rows",
    "A mask of single entries picks entries, and the rows are lost; the mask needs one answer for "
    "each row.",
)
def mask_of_entries(X):
    return X[X > 0]


@rows_all_positive.misconception("edge", "0 is not above 0: the question is X > 0, not X >= 0.")
def lets_zero_in(X):
    return X[np.all(X >= 0, axis=1)]


@rows_all_positive.alternative
def by_the_smallest(X):
    return X[X.min(axis=1) > 0]


@rows_all_positive.alternative
def one_row_at_a_time(X):
    kept = [row for row in X if all(entry > 0 for entry in row)]
    return np.array(kept).reshape(-1, X.shape[1])

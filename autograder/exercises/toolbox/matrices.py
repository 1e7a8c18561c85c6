"""The matrix product and the transpose."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed


def table(rows: int, columns: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(rng.uniform(-3, 3, (rows, columns)).round(2))

    return draw


column_products = Exercise(
    reference=nn.column_products,
    statement="All dot products of columns, as one matrix product.",
    aspects=[
        Aspect(
            "values",
            1,
            "row i, column j is the dot product of column i and column j",
            [call(np.array([[1.0, 2.0], [3.0, 4.0]])), *confirmed(table(2, 2), 0)],
        ),
        Aspect(
            "shape",
            1,
            "the result is (D, D), however many rows there are",
            [
                *confirmed(table(4, 3), 0),
                *confirmed(table(1, 2), 0),
                call(np.array([[2.0], [3.0]])),
            ],
        ),
    ],
    hints=[
        "@ takes rows of the first with columns of the second. You have columns on both sides.",
        "X.T turns columns into rows; its shape is (D, N).",
        "(D, N) @ (N, D) is (D, D).",
    ],
    stretch=True,
)


@column_products.misconception(
    "values", "This takes rows with rows, (N, N); for columns the transpose stands on the left."
)
def rows_with_rows(X):
    return X @ X.T


@column_products.misconception(
    "values", "* multiplies entry by entry and adds nothing up; the matrix product is @."
)
def entry_by_entry(X):
    return X.T * X if X.shape[0] == X.shape[1] else X * X


@column_products.misconception(
    "values",
    "X @ X takes rows of X with its columns; to take columns with columns, turn the first: X.T.",
)
def without_the_transpose(X):
    return X @ X


@column_products.misconception(
    "values", "These are the columns' products with themselves only; asked is every pair."
)
def only_with_themselves(X):
    return np.diag(np.sum(X * X, axis=0))


@column_products.alternative
def pair_by_pair(X):
    D = X.shape[1]
    return np.array([[np.dot(X[:, i], X[:, j]) for j in range(D)] for i in range(D)])


@column_products.alternative
def sum_over_the_samples(X):
    result = np.zeros((X.shape[1], X.shape[1]))
    for row in X:
        result += np.outer(row, row)
    return result

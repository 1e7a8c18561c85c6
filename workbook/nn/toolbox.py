"""The Toolbox: small functions in which each tool of the course is used once."""

import numpy as np

__all__ = [
    "Pair",
    "add_noise",
    "apply_twice",
    "column_products",
    "count_numbers",
    "log_of_product",
    "partial_slopes",
    "row_shares",
    "rows_all_positive",
    "slope_of_a_chain",
    "standard_deviation",
]


def row_shares(X):
    """Divide every entry of a table by the sum of its row.

    X: (N, D) float array; no row sums to 0.
    Returns: (N, D) float array, each of whose rows sums to 1. X is left as it was.

    Example: row_shares(np.array([[1.0, 3.0], [2.0, 2.0]])) is array([[0.25, 0.75], [0.5, 0.5]]).
    """
    return X / np.sum(X, axis=1, keepdims=True)


def rows_all_positive(X):
    """Keep the rows of a table in which every entry is above 0.

    X: (N, D) float array with D ≥ 1.
    Returns: (M, D) float array, the rows that are kept, in their order; M may be 0.

    Example: rows_all_positive(np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 5.0]]))
    is array([[1.0, 2.0]]).
    """
    return X[np.all(X > 0, axis=1)]


def apply_twice(f, x):
    """Put x into a function, and what comes out into the same function again.

    f: function from a number (or an array) to a number (or an array). x: number or array.
    Returns: f(f(x)).

    Example: apply_twice(lambda t: 3 * t + 1, 2.0) is 22.0: first 7, then 22.
    """
    return f(f(x))


def add_noise(x, std, rng):
    """Add to every entry its own normal draw of mean 0 and standard deviation std.

    x: float array of any shape. std: float ≥ 0. rng: np.random.Generator; all entries are drawn
        at once, in the order in which x holds them.
    Returns: (noisy, noise), two arrays of the shape of x: the sum, and what was drawn.

    Example: add_noise(np.array([1.0, 2.0]), 0.0, np.random.default_rng(0))
    is (array([1.0, 2.0]), array([0.0, 0.0])).
    """
    noise = rng.normal(0.0, std, x.shape)
    return x + noise, noise


class Pair:
    """Two numbers that are added as one thing.

    first, second: the numbers. Two Pairs are combined with +: the result is a *new* Pair, of the
    sum of the first numbers and the sum of the second. scale(factor) gives a new Pair too, with
    both numbers multiplied.

    Example: p = Pair(1.0, 2.0) + Pair(10.0, 20.0).scale(2.0). Then p.first is 21.0, p.second 42.0.
    """

    def __init__(self, first, second):
        """Keep the two numbers."""
        self.first = first
        self.second = second

    def __add__(self, other):
        """The Pair of self + other."""
        return Pair(self.first + other.first, self.second + other.second)

    def scale(self, factor):
        """The Pair in which both numbers are multiplied by factor."""
        return Pair(self.first * factor, self.second * factor)


def count_numbers(nest):
    """Count the numbers in a list that may hold lists, which may hold lists, and so on.

    nest: a number, or a list of such nests; lists may be empty.
    Returns: int, how many numbers there are in all. A number alone counts as 1.

    Example: count_numbers([5, [7, [8, 9]], []]) is 4.

    isinstance(nest, list) tells whether it is a list.
    """
    if not isinstance(nest, list):
        return 1
    return sum(count_numbers(one) for one in nest)


def log_of_product(p):
    """The natural logarithm of a product, also where no float can hold the product itself.

    p: (N,) float array of numbers above 0; it may be empty, and its product is then 1.
    Returns: float, ln(p₁ · p₂ · … · p_N).

    Example: log_of_product(np.array([2.0, 0.5, np.e])) is 1.0.

    Asked as well: a thousand factors of 0.001. Their product is 0 in floats, but its logarithm is
    about −6907.755. And factors so large that their product would be infinite.
    """
    return float(np.sum(np.log(p)))


def standard_deviation(x):
    """How far numbers lie from their mean: the root of the mean squared distance.

    x: (N,) float array with N ≥ 1.
    Returns: float, √(Σ (xᵢ − mean)² / N). x is left as it was.

    Example: standard_deviation(np.array([1.0, 3.0, 5.0, 7.0])) is √5, about 2.236: the mean is 4,
    the distances are −3, −1, 1, 3, their squares 9, 1, 1, 9, and the mean of these is 5.

    Write it from means and a root; np.std would be the whole answer.
    """
    return float(np.sqrt(np.mean((x - np.mean(x)) ** 2)))


def slope_of_a_chain(x):
    """The slope of y = (3x + 1)² at x.

    x: float, or float array of any shape.
    Returns: dy/dx at every entry, of the same shape.

    Example: slope_of_a_chain(1.0) is 24.0.
    """
    return 6 * (3 * x + 1)


def partial_slopes(u, v):
    """The slopes of f = u² · v + 3v: along u with v held fast, and along v with u held fast.

    u, v: floats, or float arrays of one shape.
    Returns: (∂f/∂u, ∂f/∂v), each of the shape of u.

    Example: partial_slopes(1.0, 5.0) is (10.0, 4.0).
    """
    return 2 * u * v, u**2 + 3


def column_products(X):
    """The dot product of every column of a table with every column.

    X: (N, D) float array.
    Returns: (D, D) float array; row i, column j holds column i · column j.

    Example: column_products(np.array([[1.0, 2.0], [3.0, 4.0]]))
    is array([[10.0, 14.0], [14.0, 20.0]]): 1 · 1 + 3 · 3 = 10, 1 · 2 + 3 · 4 = 14.
    """
    return X.T @ X

"""Lesson 02: from raw numbers to a prediction: scaling, dense layers, initial weights, forward.

A network's sizes are a list such as [3, 4, 2]: 3 inputs, 4 hidden units, 2 outputs. The inputs
compute nothing; every other layer has a pair (W, b), and the list of these pairs is `params`.
"""

from itertools import pairwise

import numpy as np

__all__ = [
    "count_params",
    "dense",
    "forward",
    "init_params",
    "layer_shapes",
    "min_max_scale",
    "scale_splits",
    "standardize_apply",
    "standardize_fit",
]


def dense(X, W, b):
    """A dense layer without its activation: weighted sums of the inputs, plus a bias per unit.

    X: (N, D) float array, one row per sample; N may be 0. W: (D, H), a column per unit. b: (H,).
    Returns: Z, a (N, H) float array, a row per sample and a column per unit. The arguments are left
        as they were.

    Example: dense(np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[3.0], [4.0]]), np.array([5.0]))
    is array([[16.0], [5.0]]).
    """
    return X @ W + b


def layer_shapes(n_samples, sizes):
    """The shapes of a network's arrays, layer by layer, from its sizes alone.

    n_samples: int, the number N of samples in the batch.
    sizes: list of ints, the inputs first, the outputs last; [3, 4, 2] has 3 inputs, 4 hidden units
        and 2 outputs. At least 2 entries.
    Returns: list with one entry for each layer that has weights, len(sizes) − 1 in all. An entry is
        (shape of W, shape of b, shape of Z), each a tuple of ints. sizes is left as it was.

    Example: layer_shapes(5, [3, 4, 2])
    is [((3, 4), (4,), (5, 4)), ((4, 2), (2,), (5, 2))].
    """
    return [((D, H), (H,), (n_samples, H)) for D, H in pairwise(sizes)]


def count_params(sizes):
    """How many numbers a network can learn: all its weights and all its biases.

    Every connection has a weight. Every hidden unit and every output unit has a bias.

    sizes: list of ints, the inputs first, the outputs last, at least 2 entries.
    Returns: int. sizes is left as it was.

    Example: count_params([3, 4, 2]) is 26.
    """
    return sum(D * H + H for D, H in pairwise(sizes))


def init_params(sizes, rng, scheme):
    """The weights and biases with which a network begins. Random draws come from rng alone.

    sizes: list of ints, the inputs first, the outputs last, at least 2 entries.
    rng: a random generator, such as np.random.default_rng(7).
    scheme: how the weights of a layer with D inputs and H units are drawn:
        "zeros": all are 0;
        "he": at random, with mean 0 and standard deviation √(2 / D);
        "xavier": at random, with mean 0 and standard deviation √(2 / (D + H)).
    Returns: list of pairs (W, b), one for each layer that has weights; W is (D, H), b is (H,).
        All biases are 0. Each layer has draws of its own. sizes is left as it was.

    Example: init_params([1, 2], np.random.default_rng(7), "zeros")
    is [(array([[0.0, 0.0]]), array([0.0, 0.0]))].

    Asked as well: the same seed gives the same parameters again. Whether you draw from a normal or
    a uniform distribution, and in which order, is yours to choose: shapes, means and standard
    deviations are compared, not the numbers drawn.

    Sources: Glorot and Bengio, 2010 ("xavier"); He, Zhang, Ren and Sun, 2015 ("he").
    """
    params = []
    for D, H in pairwise(sizes):
        std = {"zeros": 0.0, "he": np.sqrt(2 / D), "xavier": np.sqrt(2 / (D + H))}[scheme]
        params.append((rng.normal(0.0, std, (D, H)), np.zeros(H)))
    return params


def forward(X, params, activations):
    """Forward propagation: a batch on its way through a whole network.

    Layer by layer: Z = A @ W + b, then A = f(Z). The first layer's A is X; every other layer takes
    what the layer before it gave.

    X: (N, D) float array, one row per sample; N may be 0.
    params: list of pairs (W, b), one per layer.
    activations: list of functions f, one per layer; each takes an array Z and returns an array of
        the same shape.
    Returns: (Y, cache). Y: (N, K), the last layer's activation. cache: a list with one pair (A, Z)
        per layer: what came into the layer, and its sums before f. Lesson 07 goes back along it.
        The arguments are left as they were.

    Example: forward(np.array([[1.0]]), [(np.array([[2.0]]), np.array([1.0])),
    (np.array([[-3.0]]), np.array([4.0]))], [np.square, np.negative])
    is (array([[23.0]]), [(array([[1.0]]), array([[3.0]])), (array([[9.0]]), array([[-23.0]]))]).
    """
    A, cache = X, []
    for (W, b), f in zip(params, activations, strict=True):
        Z = A @ W + b
        cache.append((A, Z))
        A = f(Z)
    return A, cache


def standardize_fit(X):
    """Learn each feature's mean and standard deviation, from the training split.

    X: (N, D) float array, one row per sample, one column per feature; N ≥ 1.
    Returns: (mean, std), both (D,) float arrays. std is the root of the mean squared distance from
        the mean, so it divides by N. X is left as it was.

    Example: standardize_fit(np.array([[1.0, 10.0], [3.0, 50.0]]))
    is (array([2.0, 30.0]), array([1.0, 20.0])).

    Asked as well: a constant column, one with the same number in every row, gets std 1 instead of
    0, so that it can be divided by. With a single row every column is constant.
    """
    std = np.std(X, axis=0)
    return np.mean(X, axis=0), np.where(np.ptp(X, axis=0) == 0, 1.0, std)


def standardize_apply(X, mean, std):
    """Standardise with statistics that were learnt before: subtract the mean, divide by the std.

    X: (N, D) float array, one row per sample; N may be 0. It may be any split, and a single sample.
    mean, std: (D,) float arrays, from standardize_fit on the training split; no std is 0.
    Returns: (N, D) float array. The arguments are left as they were.

    Example: standardize_apply(np.array([[1.0, 30.0], [4.0, 70.0]]), np.array([2.0, 30.0]),
    np.array([1.0, 20.0])) is array([[-1.0, 0.0], [2.0, 2.0]]).
    """
    return (X - mean) / std


def min_max_scale(X, low, high):
    """Stretch and shift each feature so that its smallest number becomes low, its largest high.

    X: (N, D) float array, one row per sample, one column per feature; N ≥ 1.
    low, high: floats, low < high.
    Returns: (N, D) float array; in between, distances keep their proportions. X is left as it was.

    Example: min_max_scale(np.array([[1.0, 10.0], [2.0, 50.0], [3.0, 20.0]]), 0.0, 1.0)
    is array([[0.0, 0.0], [0.5, 1.0], [1.0, 0.25]]).

    Asked as well: a constant column becomes low in every row, and NumPy warns of nothing.
    """
    least, span = np.min(X, axis=0), np.ptp(X, axis=0)
    return low + (high - low) * (X - least) / np.where(span == 0, 1.0, span)


def scale_splits(X_train, X_test):
    """Standardise two splits, so that the same raw number means the same thing in both.

    X_train: (N, D) float array, one row per sample, N ≥ 1. X_test: the same with any number of
        rows; there may be none.
    Returns: (scaled X_train, scaled X_test), shapes as they came. A column that is constant in the
        training split is divided by 1. The arguments are left as they were.

    Example: scale_splits(np.array([[1.0], [3.0]]), np.array([[3.0], [5.0]]))
    is (array([[-1.0], [1.0]]), array([[1.0], [3.0]])).
    """
    mean, std = np.mean(X_train, axis=0), np.std(X_train, axis=0)
    std = np.where(np.ptp(X_train, axis=0) == 0, 1.0, std)
    return (X_train - mean) / std, (X_test - mean) / std

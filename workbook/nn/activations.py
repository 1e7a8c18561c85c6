"""Lesson 03: activation functions, their derivatives, and what a network is without them.

Wherever e is raised to a power, the power is never above 0: e^1000 is more than a float can hold,
e^(−1000) is merely 0. Every function leaves its arguments as they were.
"""

import numpy as np

__all__ = [
    "class_probabilities",
    "collapse_linear",
    "dead_fraction",
    "elu",
    "elu_grad",
    "leaky_relu",
    "leaky_relu_grad",
    "maxout",
    "relu",
    "relu_grad",
    "sigmoid",
    "sigmoid_grad",
    "softmax",
    "softmax_jacobian",
    "tanh",
    "tanh_grad",
]


def collapse_linear(W1, b1, W2, b2):
    """Two layers without an activation between them, written as one layer.

    The two layers compute (X @ W1 + b1) @ W2 + b2. Find W and b such that X @ W + b is the same
    for every X.

    W1: (D, H). b1: (H,). W2: (H, K). b2: (K,). All floats.
    Returns: (W, b) with W of shape (D, K) and b of shape (K,). The arguments are left as they were.

    Example: collapse_linear(np.array([[2.0]]), np.array([1.0]), np.array([[3.0]]), np.array([4.0]))
    is (array([[6.0]]), array([7.0])).
    """
    return W1 @ W2, b1 @ W2 + b2


def sigmoid(z):
    """Squash every number into the range from 0 to 1: 1 / (1 + e^(−z)).

    z: float array of any shape (empty too), or one float.
    Returns: floats of the same shape as z. z is left as it was.

    Example: sigmoid(np.array([0.0, np.log(3.0), -np.log(3.0)])) is array([0.5, 0.75, 0.25]).

    Asked as well: z = 1000 gives 1, z = −1000 gives 0, and NumPy warns of nothing. e^1000 is more
    than a float can hold, so e must never meet a large positive power. It helps to know that
    e^z / (1 + e^z) is the same function.
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1 + e)


def tanh(z):
    """Squash every number into the range from −1 to 1: (e^z − e^(−z)) / (e^z + e^(−z)).

    z: float array of any shape (empty too), or one float.
    Returns: floats of the same shape as z. z is left as it was.

    Example: tanh(np.array([0.0, np.log(3.0), -np.log(3.0)])) is array([0.0, 0.8, -0.8]).

    Asked as well: z = 1000 gives 1, z = −1000 gives −1, and NumPy warns of nothing. Writing it from
    np.exp shows how it works; np.tanh is accepted too.
    """
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)


def sigmoid_grad(z):
    """The slope of the sigmoid at z: s (1 − s), where s = sigmoid(z).

    z: float array of any shape (empty too), or one float; the input of the sigmoid, not its output.
    Returns: floats of the same shape as z. z is left as it was.

    Example: sigmoid_grad(np.array([0.0, np.log(3.0), -np.log(3.0)]))
    is array([0.25, 0.1875, 0.1875]).

    Asked as well: z = ±1000 gives 0, and NumPy warns of nothing. The slope is the same at z and at
    −z, so |z| may stand for z. You may call your own sigmoid, once that is right.
    """
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def tanh_grad(z):
    """The slope of tanh at z: 1 − t², where t = tanh(z).

    z: float array of any shape (empty too), or one float; the input of tanh, not its output.
    Returns: floats of the same shape as z, each between 0 and 1. z is left as it was.

    Example: tanh_grad(np.array([0.0, np.log(3.0)])) is array([1.0, 0.36]).

    Asked as well: z = ±1000 gives 0, and NumPy warns of nothing. np.tanh may be used.
    """
    return 1 - np.tanh(z) ** 2


def relu(z):
    """Keep what is positive and turn the rest into 0: max(0, z) for every number.

    z: float array of any shape (empty too), or one float.
    Returns: floats of the same shape as z. z is left as it was.

    Example: relu(np.array([-2.0, 0.0, 3.0])) is array([0.0, 0.0, 3.0]).
    """
    return np.maximum(z, 0)


def relu_grad(z):
    """The slope of ReLU at z: 1 where z > 0, otherwise 0.

    At the kink z = 0 ReLU has no slope; the course takes 0 there, as PyTorch does.

    z: float array of any shape (empty too), or one float.
    Returns: numbers (not True and False) of the same shape as z. z is left as it was.

    Example: relu_grad(np.array([-2.0, 0.0, 3.0])) is array([0.0, 0.0, 1.0]).
    """
    return np.where(z > 0, 1.0, 0.0)


def dead_fraction(Z):
    """The fraction of hidden units that are dead on this batch.

    A unit is dead on a batch when its ReLU gives 0 for every sample. It then gets no gradient from
    any of them. A pre-activation of exactly 0 gives 0 too.

    Z: (N, H) float array, the pre-activations (before ReLU) of N samples in H units.
        N ≥ 1 and H ≥ 1: an empty batch says nothing about its units, so it is not asked.
    Returns: one float from 0 to 1, the number of dead units divided by H. Z is left as it was.

    Example: dead_fraction(np.array([[-1.0, 2.0, 0.0, -3.0], [-2.0, -5.0, -1.0, 0.5]])) is 0.5.
    """
    return float(np.mean(np.all(Z <= 0, axis=0)))


def leaky_relu(z, alpha):
    """ReLU with a leak: z where z > 0, otherwise alpha · z.

    z: float array of any shape (empty too), or one float.
    alpha: float, alpha ≥ 0, the slope for negative numbers. It has no fixed value: 0.01 in one
        book, 0.1 in the next. It may be larger than 1.
    Returns: floats of the same shape as z. z is left as it was.

    Example: leaky_relu(np.array([-2.0, 0.0, 3.0]), 0.1) is array([-0.2, 0.0, 3.0]).
    """
    return np.maximum(z, 0) + alpha * np.minimum(z, 0)


def leaky_relu_grad(z, alpha):
    """The slope of leaky ReLU at z: 1 where z > 0, otherwise alpha.

    At the kink z = 0 the course takes alpha, as PyTorch does.

    z: float array of any shape (empty too), or one float.
    alpha: float, alpha ≥ 0, the slope for negative numbers.
    Returns: floats of the same shape as z. z is left as it was.

    Example: leaky_relu_grad(np.array([-2.0, 0.0, 3.0]), 0.1) is array([0.1, 0.1, 1.0]).
    """
    return np.where(z > 0, 1.0, alpha)


def elu(z, alpha):
    """Exponential linear unit: z where z > 0, otherwise alpha · (e^z − 1).

    z: float array of any shape (empty too), or one float.
    alpha: float, alpha > 0; for very negative z the result comes close to −alpha.
    Returns: floats of the same shape as z. z is left as it was.

    Example: elu(np.array([-np.log(2.0), 0.0, 3.0]), 4.0) is array([-2.0, 0.0, 3.0]).

    Asked as well: z = 1000 gives 1000, z = −1000 gives −alpha, and NumPy warns of nothing. np.where
    computes both of its branches for every number, also e^1000 where it is not wanted.

    Source: Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by
    exponential linear units", 2015.
    """
    return np.maximum(z, 0) + alpha * (np.exp(np.minimum(z, 0)) - 1)


def elu_grad(z, alpha):
    """The slope of ELU at z: 1 where z > 0, otherwise alpha · e^z.

    At z = 0 the course takes alpha, as PyTorch does; with alpha = 1 there is no kink.

    z: float array of any shape (empty too), or one float.
    alpha: float, alpha > 0.
    Returns: floats of the same shape as z. z is left as it was.

    Example: elu_grad(np.array([-np.log(2.0), 0.0, 3.0]), 4.0) is array([2.0, 4.0, 1.0]).

    Asked as well: z = 1000 gives 1, z = −1000 gives 0, and NumPy warns of nothing.
    """
    return np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0)))


def maxout(X, W, b):
    """A maxout layer: every unit computes M weighted sums and keeps the largest.

    The pieces of a layer are X @ W[m] + b[m] for m = 0 … M − 1, each (N, H).

    X: (N, D) float array, one row per sample; N may be 0.
    W: (M, D, H) float array, one weight matrix per piece. b: (M, H), one bias vector per piece.
    Returns: (N, H) float array, entry by entry the largest of the M pieces. The arguments are left
        as they were.

    Example: maxout(np.array([[3.0], [-2.0]]), np.array([[[1.0]], [[-1.0]]]), np.zeros((2, 1)))
    is array([[3.0], [2.0]]).

    Source: Goodfellow, Warde-Farley, Mirza, Courville and Bengio, "Maxout networks", 2013.
    """
    return np.max(X @ W + b[:, np.newaxis, :], axis=0)


def softmax(Z):
    """Turn scores into probabilities along the last axis: e^(z_k) / Σ_j e^(z_j).

    Z: float array of shape (…, K): a vector (K,), a batch (N, K) with one row per sample, or more
        axes. N may be 0.
    Returns: floats of the same shape as Z; along the last axis they sum to 1. Z is left as it was.

    Example: softmax(np.array([[0.0, np.log(3.0)], [5.0, 5.0]]))
    is array([[0.25, 0.75], [0.5, 0.5]]).

    Asked as well: scores of ±1000 give finite numbers, and NumPy warns of nothing.
    """
    E = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return E / np.sum(E, axis=-1, keepdims=True)


def softmax_jacobian(z):
    """All derivatives of softmax for one vector: J[i, j] = ∂s_i / ∂z_j, where s = softmax(z).

    J[i, i] = s_i (1 − s_i), and J[i, j] = −s_i s_j where i ≠ j. Harder than the others.

    z: (K,) float array of scores.
    Returns: (K, K) float array; every row and every column sums to 0. z is left as it was.

    Example: softmax_jacobian(np.array([0.0, np.log(3.0)]))
    is array([[0.1875, -0.1875], [-0.1875, 0.1875]]).

    Asked as well: scores of ±1000 give finite numbers, and NumPy warns of nothing.
    """
    e = np.exp(z - np.max(z))
    s = e / np.sum(e)
    return np.diag(s) - np.outer(s, s)


def class_probabilities(X, W, b):
    """The output layer of a classifier: for every sample, one probability per class.

    The scores (logits) are Z = X @ W + b; each row of Z goes through softmax by itself.

    X: (N, D) float array, one row per sample; N may be 0. W: (D, K). b: (K,).
    Returns: (N, K) float array; every row sums to 1. A sample's row depends on that sample alone.

    Example: class_probabilities(np.array([[0.0], [1.0]]), np.array([[0.0, np.log(3.0)]]),
    np.zeros(2)) is array([[0.5, 0.5], [0.25, 0.75]]).

    Asked as well: scores of ±1000 give finite numbers, and NumPy warns of nothing.
    """
    Z = X @ W + b
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E, axis=1, keepdims=True)

"""Lesson 07: backpropagation for whole layers and batches, and a network that learns with it.

The cost is the mean over the N samples of a batch. `dZ` is short for ∂cost/∂Z, and so for every
letter; it has the shape of what it belongs to. `params` and the cache are those of lesson 02: a
list of pairs (W, b), and a list of pairs (A, Z), one per layer. Every function leaves its arguments
as they were.
"""

from itertools import pairwise

import numpy as np

from .. import nn  # the whole library; here, lessons 01 to 06 of it

__all__ = [
    "MLP",
    "activation_backward",
    "dense_backward",
    "distinct_units",
    "gradient_norms",
    "mlp_loss_and_grads",
    "softmax_cross_entropy_backward",
    "stack_backward",
    "unflatten_params",
]


def dense_backward(dZ, X, W):
    """The way back through a dense layer, Z = X @ W + b, for a whole batch.

    dZ: (N, H) float array, ∂cost/∂Z; it holds the 1/N of the mean already. N may be 0.
    X: (N, D) float array, what came into the layer. W: (D, H) float array, its weights.
    Returns: (dX, dW, db), of the shapes of X, W and b: (N, D), (D, H) and (H,).
        The arguments are left as they were.

    Example: dense_backward(np.array([[1.0], [2.0]]), np.array([[3.0, 0.0], [4.0, 5.0]]),
    np.array([[6.0], [7.0]]))
    is (array([[6.0, 7.0], [12.0, 14.0]]), array([[11.0], [10.0]]), array([3.0])).
    """
    return dZ @ W.T, X.T @ dZ, np.sum(dZ, axis=0)


def activation_backward(dA, Z, name):
    """The way back through an activation, A = f(Z): from ∂cost/∂A to ∂cost/∂Z.

    dA: float array of any shape (empty too), ∂cost/∂A. Z: float array of the same shape, what went
        into f on the way forward.
    name: which f it was: "sigmoid", "tanh", "relu", or "linear" for A = Z. relu has slope 0 at 0.
    Returns: ∂cost/∂Z, a float array of the shape of Z. The arguments are left as they were.

    Example: activation_backward(np.array([[8.0, 8.0]]), np.array([[-1.0, 2.0]]), "relu")
    is array([[0.0, 8.0]]).

    Asked as well: Z = ±1000 gives finite numbers, and NumPy warns of nothing. The slopes of lesson
    03 may be used: nn.sigmoid_grad, nn.tanh_grad, nn.relu_grad.
    """
    slopes = {
        "sigmoid": nn.sigmoid_grad,
        "tanh": nn.tanh_grad,
        "relu": nn.relu_grad,
        "linear": np.ones_like,
    }
    return dA * slopes[name](Z)


def softmax_cross_entropy_backward(labels, logits):
    """The end of a classifier: the cost, and how it changes with each score.

    Softmax of each row of the scores, then cross-entropy with that row's label, then the mean.

    labels: (N,) integer array, each sample's class, from 0 to K − 1; N ≥ 1.
    logits: (N, K) float array, scores of any size.
    Returns: (cost, dlogits): the mean cross-entropy as a float, and ∂cost/∂logits as a (N, K) float
        array, which holds the 1/N of the mean. The arguments are left as they were.

    Example: softmax_cross_entropy_backward(np.array([1]), np.array([[np.log(3.0), 0.0]]))
    is (np.log(4.0), array([[0.75, -0.75]])).

    Asked as well: scores of ±1000 are right and finite (the right class at −1000, another at 1000,
    costs 2000), and NumPy warns of nothing. What you wrote in lessons 03 and 04 may be used:
    nn.softmax, nn.one_hot, nn.softmax_cross_entropy, nn.softmax_cross_entropy_grad.
    """
    Y = nn.one_hot(labels, logits.shape[1])
    return nn.softmax_cross_entropy(Y, logits), nn.softmax_cross_entropy_grad(Y, logits)


def mlp_loss_and_grads(params, X, y, activation):
    """The cost of a whole network on a batch, and the gradients of all its parameters.

    Forward: every layer computes Z = A @ W + b. All layers but the last then apply the activation.
    The last layer's Z are the logits: softmax and cross-entropy follow, as in
    softmax_cross_entropy_backward.

    params: list of pairs (W, b), one per layer, at least one. X: (N, D) float array, N ≥ 1.
    y: (N,) integer array, the labels. activation: "sigmoid", "tanh" or "relu".
    Returns: (cost, grads): the cost as a float, and a list of pairs (dW, db), one per layer in the
        order of params, each of the shape of what it belongs to. All gradients are those at the
        params that came in. The arguments are left as they were.

    Example: mlp_loss_and_grads([(np.array([[1.0]]), np.array([0.0])),
    (np.array([[0.0, np.log(3.0)]]), np.zeros(2))], np.array([[1.0]]), np.array([0]), "relu")
    is (np.log(4.0), [(array([[0.75 * np.log(3.0)]]), array([0.75 * np.log(3.0)])),
    (array([[-0.75, 0.75]]), array([-0.75, 0.75]))]).

    Your functions from above may be called here, or their lines written again. nn.forward gives
    what the way back needs.
    """
    f = {"sigmoid": nn.sigmoid, "tanh": nn.tanh, "relu": nn.relu}[activation]
    hidden = len(params) - 1
    logits, cache = nn.forward(X, params, [f] * hidden + [lambda Z: Z])
    cost, dZ = softmax_cross_entropy_backward(y, logits)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = dense_backward(dZ, cache[i][0], params[i][0])
        grads.append((dW, db))
        if i > 0:  # the activation between layer i − 1 and this one
            dZ = activation_backward(dA, cache[i - 1][1], activation)
    return cost, grads[::-1]


def unflatten_params(theta, sizes):
    """From one long vector back to a network's parameters.

    theta holds, one after the other: the entries of the first W, row by row; the first b; the
    second W; the second b; and so on. A gradient check wants such a vector.

    theta: (n,) float array, n as nn.count_params(sizes) says.
    sizes: list of ints, the inputs first, the outputs last, at least 2 entries.
    Returns: list of pairs (W, b), one per layer; W is (D, H), b is (H,). The arguments are left as
        they were.

    Example: unflatten_params(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), [2, 2])
    is [(array([[1.0, 2.0], [3.0, 4.0]]), array([5.0, 6.0]))].
    """
    params, at = [], 0
    for D, H in pairwise(sizes):
        W = theta[at : at + D * H].reshape(D, H).copy()
        b = theta[at + D * H : at + D * H + H].copy()
        params.append((W, b))
        at += D * H + H
    return params


class MLP:
    """A multi-layer perceptron for classification, trained by full-batch gradient descent.

    MLP(params, activation): params, a list of pairs (W, b), is where it starts; the list and its
    arrays are left as they were. activation is that of the hidden layers: "sigmoid", "tanh" or
    "relu". Softmax follows the last layer. The model's own parameters are in `params`, a list of
    pairs again. `loss_history` is a list of floats, empty at first.

    Example: m = MLP([(np.array([[0.0, 2.0]]), np.zeros(2))], "tanh"). Then
    m.predict(np.array([[1.0], [-3.0]])) is array([1, 0]).
    After m.fit(np.array([[1.0], [-3.0]]), np.array([1, 0]), 0.5, 10), ten floats are in
    m.loss_history, each smaller than the one before.

    Asked as well: fit may be called again. It goes on from where the model is, and loss_history
    grows.
    """

    def __init__(self, params, activation):
        """Keep a copy of the initial parameters; nothing has been learnt yet."""
        self.params = [(W.copy(), b.copy()) for W, b in params]
        self.activation = activation
        self.loss_history = []

    def predict_proba(self, X):
        """The probability of each class: (N, K) floats, a row per sample of X (N, D), N ≥ 0."""
        f = {"sigmoid": nn.sigmoid, "tanh": nn.tanh, "relu": nn.relu}[self.activation]
        hidden = len(self.params) - 1
        return nn.forward(X, self.params, [f] * hidden + [nn.softmax])[0]

    def predict(self, X):
        """The most probable class of each sample of X (N, D): (N,) integers."""
        return np.argmax(self.predict_proba(X), axis=1)

    def fit(self, X, y, lr, epochs):
        """Take `epochs` steps of gradient descent, each on the whole batch X (N, D), y (N,).

        In each step, first append the cost at the present parameters to loss_history. Then move
        all parameters at once, by −lr times their gradients. Return self, so that
        m = MLP(params, "tanh").fit(X, y, 0.1, 100) is possible.
        """
        for _ in range(epochs):
            cost, grads = mlp_loss_and_grads(self.params, X, y, self.activation)
            self.loss_history.append(cost)
            self.params = [
                (W - lr * dW, b - lr * db)
                for (W, b), (dW, db) in zip(self.params, grads, strict=True)
            ]
        return self


def distinct_units(W, b):
    """How many different units has a layer?

    Two units are the same when their incoming weights (their columns of W) and their biases are the
    same: then they give the same answer to every input.

    W: (D, H) float array, H ≥ 1. b: (H,) float array.
    Returns: int, from 1 to H. The arguments are left as they were.

    Example: distinct_units(np.array([[1.0, 2.0, 1.0], [3.0, 3.0, 3.0]]), np.array([0.0, 0.0, 0.0]))
    is 2.
    """
    return len({(*column, bias) for column, bias in zip(W.T, b, strict=True)})


def gradient_norms(grads):
    """How large each layer's gradient is, as one number per layer.

    It is the root of the sum of squares of all numbers in a layer's gradient, weights and bias
    together: √(Σ dW² + Σ db²).

    grads: list of pairs (dW, db), one per layer.
    Returns: (L,) float array, the first layer's norm first. grads is left as it was.

    Example: gradient_norms([(np.array([[3.0]]), np.array([4.0])), (np.array([[0.0, 2.0]]),
    np.zeros(2))]) is array([5.0, 2.0]).
    """
    return np.array([np.sqrt(np.sum(dW**2) + np.sum(db**2)) for dW, db in grads])


def stack_backward(dZ, params, cache):
    """All gradients of a stack of layers with tanh between them, from its last ∂cost/∂Z.

    dZ: (N, K) float array, ∂cost/∂Z of the *last* layer. params: list of L pairs (W, b).
    cache: list of L pairs (A, Z), from nn.forward: what came into each layer, and its sums before
        the activation. The last layer has no activation.
    Returns: list of L pairs (dW, db), in the order of params.

    Example: stack_backward(np.array([[1.0]]), [(np.array([[5.0]]), np.array([-15.0])),
    (np.array([[2.0]]), np.array([0.5]))], [(np.array([[3.0]]), np.array([[0.0]])),
    (np.array([[0.0]]), np.array([[0.5]]))])
    is [(array([[6.0]]), array([2.0])), (array([[0.0]]), array([1.0]))].
    """
    grads = []
    for i in reversed(range(len(params))):
        W, _ = params[i]
        A, _ = cache[i]
        grads.append((A.T @ dZ, np.sum(dZ, axis=0)))
        if i > 0:
            _, Z = cache[i - 1]
            dZ = (dZ @ W.T) * (1 - np.tanh(Z) ** 2)
    return grads[::-1]

"""A sound `MLP` in small methods, from which the wrong ones differ in one; it is quick.

When a learner is wrong, every known mistake is trained once more to find out which one it was: so
cost and gradients are written here with as few steps as can be.
"""

import numpy as np

ACTIVATIONS = {
    "sigmoid": (lambda Z: 1 / (1 + np.exp(-Z)), lambda A: A * (1 - A)),
    "tanh": (np.tanh, lambda A: 1 - A * A),
    "relu": (lambda Z: np.maximum(Z, 0), lambda A: (A > 0) * 1.0),
}
"""By name: f(Z), and the slope of f from A = f(Z)."""


def cost_and_gradients(params, X, y, activation):
    """What `nn.mlp_loss_and_grads` gives, for moderate numbers."""
    f, slope = ACTIVATIONS[activation]
    kept = [X]
    for W, b in params[:-1]:
        kept.append(f(kept[-1] @ W + b))
    W, b = params[-1]
    rows, N = np.arange(len(y)), len(y)
    E = np.exp(kept[-1] @ W + b)
    P = E / E.sum(axis=1, keepdims=True)
    cost = float(-np.log(P[rows, y]).sum() / N)
    P[rows, y] -= 1
    dZ, grads = P / N, []
    for (W, _), A in zip(params[::-1], kept[::-1], strict=True):
        grads.append((A.T @ dZ, dZ.sum(axis=0)))
        dZ = (dZ @ W.T) * slope(A)
    return cost, grads[::-1]


class Sound:
    """A sound MLP; the wrong ones differ in one of these methods."""

    def __init__(self, params, activation):
        self.params = [(W.copy(), b.copy()) for W, b in params]
        self.activation, self.loss_history = activation, []

    def hidden(self, Z):
        return ACTIVATIONS[self.activation][0](Z)

    def output(self, Z):
        E = np.exp(Z)
        return E / E.sum(axis=1, keepdims=True)

    def predict_proba(self, X):
        for W, b in self.params[:-1]:
            X = self.hidden(X @ W + b)
        W, b = self.params[-1]
        return self.output(X @ W + b)

    def predict(self, X):
        return self.predict_proba(X).argmax(axis=1)

    def step(self, X, y, lr):
        cost, grads = cost_and_gradients(self.params, X, y, self.activation)
        self.loss_history.append(cost)
        self.move(grads, lr)

    def move(self, grads, lr):
        pairs = zip(self.params, grads, strict=True)
        self.params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in pairs]

    def fit(self, X, y, lr, epochs):
        for _ in range(epochs):
            self.step(X, y, lr)
        return self

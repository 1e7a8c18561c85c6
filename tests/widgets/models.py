"""A small model as lesson 12 has them: layers, and a step of training on a batch."""

import numpy as np

from workbook import nn
from workbook.data import toy


class Dense:
    """A dense layer without activation, as lesson 12 has it."""

    params = ("W", "b")

    def __init__(self, inputs, units, rng):
        self.W, self.b = rng.normal(0, np.sqrt(2 / inputs), (inputs, units)), np.zeros(units)
        self.dW = self.db = None

    def forward(self, A, training=False):
        self.A = A
        return A @ self.W + self.b

    def backward(self, dZ):
        self.dW, self.db = self.A.T @ dZ, dZ.sum(axis=0)
        return dZ @ self.W.T


class Relu:
    """A layer that learns nothing, and whose forward knows no training."""

    def forward(self, Z):
        self.Z = Z
        return np.maximum(Z, 0)

    def backward(self, dA):
        return dA * (self.Z > 0)


class Net:
    """Layers one after another; trained by gradient descent on the binary cross-entropy."""

    def __init__(self, lr=0.5, units=6):
        rng = np.random.default_rng(1)
        self.layers, self.lr = [Dense(2, units, rng), Relu(), Dense(units, 1, rng)], lr

    def train_on_batch(self, X, y):
        A = X
        for layer in self.layers:
            A = layer.forward(A)
        z, y = A[:, 0], y.astype(float)
        d = ((nn.sigmoid(z) - y) / len(y))[:, np.newaxis]
        for layer in reversed(self.layers):
            d = layer.backward(d)
        for layer in (self.layers[0], self.layers[2]):
            layer.W, layer.b = layer.W - self.lr * layer.dW, layer.b - self.lr * layer.db
        return {"loss": float(np.mean(np.logaddexp(0, z) - z * y))}


def moons():
    """Two moons: (X, y)."""
    return toy.moons(100, 0.1, np.random.default_rng(0))

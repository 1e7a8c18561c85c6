"""A sound `Dense` in small methods, from which wrong ones differ in one; and two others."""

import numpy as np

from workbook import nn

FUNCTIONS = {
    "linear": lambda Z: Z,
    "relu": nn.relu,
    "sigmoid": nn.sigmoid,
    "tanh": np.tanh,
}

SLOPES = {
    "linear": lambda A: 1.0,
    "relu": np.sign,
    "sigmoid": lambda A: A - A**2,
    "tanh": lambda A: 1 - A**2,
}
"""f′ from A = f(Z)."""


class Sound:
    """A sound Dense; the wrong ones differ in one of these methods."""

    params = ("W", "b")

    def __init__(self, units, activation=None, input_dim=None):
        self.units, self.input_dim = units, input_dim
        self.activation = activation or "linear"
        self.f = FUNCTIONS[self.activation]
        self.W = self.b = self.dW = self.db = None

    def draw(self, D, rng):
        limit = np.sqrt(6 / (D + self.units))
        return rng.uniform(-limit, limit, (D, self.units))

    def build(self, D, rng):
        if self.input_dim is not None and self.input_dim != D:
            raise ValueError(f"input_dim is {self.input_dim}, and {D} come in")
        self.W, self.b = self.draw(D, rng), np.zeros(self.units)

    def check(self, X):
        if X.ndim != 2 or X.shape[1] != len(self.W):
            raise ValueError(f"expected {len(self.W)} columns, got the shape {X.shape}")

    def sums(self, X):
        return X @ self.W + self.b

    def forward(self, X, training=False):
        self.check(X)
        self.X, self.Z = X, self.sums(X)
        return self.f(self.Z)

    def through_activation(self, dA):
        return nn.activation_backward(dA, self.Z, self.activation)

    def backward(self, dA):
        dZ = self.through_activation(dA)
        self.dW, self.db = self.X.T @ dZ, dZ.sum(axis=0)
        return dZ @ self.W.T

    def count_params(self):
        if self.W is None:
            raise ValueError("not built")
        return self.W.size + self.b.size


class WithoutTheLibrary:
    """Everything written out, the slopes as functions of Z."""

    params = ("W", "b")

    def __init__(self, units, activation=None, input_dim=None):
        self.units, self.activation, self.input_dim = units, activation, input_dim
        self.W = self.b = None

    def build(self, D, rng):
        if self.input_dim and self.input_dim != D:
            raise ValueError(f"This layer takes {self.input_dim} numbers per sample, not {D}.")
        limit = (6 / (D + self.units)) ** 0.5
        self.W = limit * (2 * rng.random((D, self.units)) - 1)
        self.b = np.zeros((self.units,))

    def forward(self, X, training=False):
        if np.ndim(X) != 2 or X.shape[-1] != self.W.shape[0]:
            raise ValueError(f"X should be (N, {self.W.shape[0]}); it is {X.shape}.")
        self.inputs = X
        Z = np.dot(X, self.W) + self.b
        if self.activation == "relu":
            self.slope = (Z > 0) * 1.0
            return np.where(Z > 0, Z, 0.0)
        if self.activation == "tanh":
            self.slope = 1 - np.tanh(Z) ** 2
            return np.tanh(Z)
        if self.activation == "sigmoid":
            A = 1 / (1 + np.exp(-Z))
            self.slope = A * (1 - A)
            return A
        self.slope = np.ones_like(Z)
        return Z

    def backward(self, dA):
        dZ = dA * self.slope
        self.dW = np.einsum("nd,nh->dh", self.inputs, dZ)
        self.db = np.sum(dZ, 0)
        return np.einsum("nh,dh->nd", dZ, self.W)

    def count_params(self):
        if self.W is None:
            raise ValueError("This layer has no parameters yet: build it first.")
        D, H = self.W.shape
        return D * H + H


class FromOutputs(Sound):
    """The slope found from the output A alone, which it keeps in place of Z."""

    def forward(self, X, training=False):
        self.check(X)
        self.X, self.A = X, self.f(self.sums(X))
        return self.A.copy()

    def through_activation(self, dA):
        return dA * SLOPES[self.activation](self.A)

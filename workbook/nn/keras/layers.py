"""Layers as in Keras: each keeps its own numbers, and finds its own gradients.

All have the same four things. `build(D, rng)` makes what depends on the input's size and notes in
`units` how many numbers come out. `forward(X, training=False)` computes, and keeps what the way
back needs; few layers care whether this is training. `backward(dA)` goes from ∂cost/∂output to
∂cost/∂input. `params` names what is learnt; the gradient of "W" is kept as "dW".
"""

import numpy as np

from ... import keras_parts, nn

__all__ = ["Activation", "Dense"]


class Activation:
    """An activation as a layer: nothing to learn, but something to remember.

    Activation(name). name: "relu", "sigmoid", "tanh" or "linear".

    Example: layer = Activation("relu"). layer.forward(np.array([[-1.0, 2.0]])) is
    array([[0.0, 2.0]]); then layer.backward(np.array([[8.0, 8.0]])) is array([[0.0, 8.0]]).

    Asked as well: two batches after each other; no samples; Z of ±1000, finite and without a
    warning.

    Source: Keras 3's Activation. (Its way back comes from automatic differentiation.)
    """

    params = ()

    def __init__(self, name):
        """Note which activation it is."""
        self.name = name
        self.f = keras_parts.named("activation", name, keras_parts.ACTIVATIONS)

    def build(self, D, rng):
        """As many numbers come out as come in."""
        self.units = D

    def forward(self, Z, training=False):
        """f(Z), entry by entry: self.f does it. Keep what `backward` needs.

        Z: (N, D) float array, N ≥ 0. training makes no difference here. Returns: (N, D).
        """
        self.Z = Z
        return self.f(Z)

    def backward(self, dA):
        """From ∂cost/∂A (N, D), A the output of the last `forward`, to ∂cost/∂Z (N, D).

        Lesson 07 has it: nn.activation_backward(dA, Z, name).
        """
        return nn.activation_backward(dA, self.Z, self.name)


class Dense:
    """A dense layer as in Keras: it keeps its own weights, and finds its own gradients.

    Dense(units, activation=None, input_dim=None). activation: "relu", "sigmoid", "tanh", "linear";
    None is "linear". A layer has no weights before `build`, since their number depends on the
    input's size. Then W is (D, units) and b is (units,). After `backward`, dW and db are their
    gradients.

    Example: layer = Dense(2, activation="relu"), with layer.W = np.array([[1.0, -1.0]]) and
    layer.b = np.array([0.5, 0.5]). Then layer.forward(np.array([[2.0]])) is array([[2.5, 0.0]]),
    layer.backward(np.array([[1.0, 1.0]])) is array([[1.0]]), with layer.dW array([[2.0, 0.0]]) and
    layer.db array([1.0, 0.0]); layer.count_params() is 4.

    Source: Keras 3. (Its weights are called kernel and bias, and its gradients come from automatic
    differentiation.)
    """

    params = ("W", "b")

    def __init__(self, units, activation=None, input_dim=None):
        """Note what the layer is to be; it is not built yet."""
        self.units, self.input_dim = units, input_dim
        self.activation = "linear" if activation is None else activation
        self.f = keras_parts.named("activation", self.activation, keras_parts.ACTIVATIONS)
        self.W = self.b = self.dW = self.db = None

    def build(self, D, rng):
        """Make the parameters for D inputs: W drawn from rng, and b, all 0.

        W is drawn uniformly between −√(6 / (D + units)) and +√(6 / (D + units)), as Keras does
        (Glorot and Bengio, 2010). ValueError where input_dim was given and is not D.
        """
        if self.input_dim not in (None, D):
            raise ValueError(f"This layer has input_dim={self.input_dim}; it is to take {D}.")
        limit = np.sqrt(6 / (D + self.units))
        self.W = rng.uniform(-limit, limit, (D, self.units))
        self.b = np.zeros(self.units)

    def forward(self, X, training=False):
        """f(X @ W + b), an (N, units) array: self.f is f. Keep what `backward` needs.

        X: (N, D) float array, N ≥ 0. keras_parts.check_inputs(X, D) raises the right ValueError
        for any other shape. training makes no difference here.
        """
        keras_parts.check_inputs(X, len(self.W))
        self.X, self.Z = X, X @ self.W + self.b
        return self.f(self.Z)

    def backward(self, dA):
        """From ∂cost/∂A (N, units), A the output of the last `forward`, to ∂cost/∂X (N, D).

        On the way set dW and db. W and b stay as they are. Lesson 07 has both halves:
        nn.activation_backward(dA, Z, name) and nn.dense_backward(dZ, X, W).
        """
        dZ = nn.activation_backward(dA, self.Z, self.activation)
        dX, self.dW, self.db = nn.dense_backward(dZ, self.X, self.W)
        return dX

    def count_params(self):
        """How many numbers the layer can learn, as an int; ValueError where it is not built yet."""
        if self.W is None:
            raise ValueError("This layer is not built: the size of its input is not known yet.")
        return self.W.size + self.b.size

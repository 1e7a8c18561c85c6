"""Keras's interface, on the functions of this course: a dense layer, and a stack of layers.

Costs, optimizers, History and Input are Keras's, and stand ready in `workbook.keras_parts`.
"""

import numpy as np

from ... import keras_parts, nn

__all__ = ["Dense", "Sequential"]


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

    def forward(self, X):
        """f(X @ W + b), an (N, units) array. Keep what `backward` needs.

        X: (N, D) float array, N ≥ 0. keras_parts.check_inputs(X, D) raises the right ValueError
        for any other shape.
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


class Sequential:
    """A model as in Keras: layers one after another, compiled, then fitted.

    Sequential(layers, rng=None). layers: Dense layers, and perhaps an Input in front. The input's
    size is that of Input, or the first layer's input_dim; without either, the model is built when
    it first meets data. rng draws weights and the order of samples; None means a fresh one.

    Example: model = Sequential([Dense(16, input_dim=8, activation="relu"),
    Dense(8, activation="relu"), Dense(1, activation="sigmoid")]). model.count_params() is
    8 · 16 + 16 + 16 · 8 + 8 + 8 · 1 + 1 = 289.

    Asked as well: a model without an input size is built by fit, evaluate or predict; fit called
    again goes on from where the model is.

    Source: Keras 3, whose History and numbers it reproduces, from the same weights and the same
    order. (Keras has no rng: keras.utils.set_random_seed does its part.)
    """

    def __init__(self, layers, rng=None):
        """Take the layers in their order; build them at once where the input's size is known."""
        self.layers = [layer for layer in layers if not isinstance(layer, keras_parts.Input)]
        self.rng = np.random.default_rng() if rng is None else rng
        self.built, self.cost = False, None
        first = layers[0]
        D = first.shape[-1] if isinstance(first, keras_parts.Input) else first.input_dim
        if D is not None:
            self.build(D)

    def build(self, D):
        """Give every layer its weights; each takes as many inputs as the one before has units."""
        for layer in self.layers:
            layer.build(D, self.rng)
            D = layer.units
        self.built = True

    def compile(self, optimizer="adam", loss=None, metrics=()):
        """Say how to train: names as in Keras, or for optimizer a function of lesson 09."""
        known = keras_parts.OPTIMIZERS
        self.optimizer = (
            optimizer if callable(optimizer) else keras_parts.named("optimizer", optimizer, known)
        )
        self.cost, self.cost_grad = keras_parts.named("loss", loss, keras_parts.COSTS)
        self.metrics, self.states = list(metrics), {}

    def prepare(self, X):
        """X as an array of floats, for a model that is built, if need be, for just such X."""
        X = np.asarray(X, dtype=float)
        if not self.built:
            self.build(X.shape[-1])
        return X

    def prepare_pair(self, X, y):
        """X as above, and y as floats of the output's shape; ValueError where they do not fit."""
        if self.cost is None:
            raise ValueError("Call compile(loss=…, optimizer=…) before fit or evaluate.")
        X = self.prepare(X)
        return X, keras_parts.targets(y, len(X), self.layers[-1].units)

    def measure(self, y, P):
        """A dict with the cost of the predictions P as "loss", and perhaps their "accuracy"."""
        right = {"accuracy": float(np.mean((P > 0.5) == y))} if "accuracy" in self.metrics else {}
        return {"loss": self.cost(y, P)} | right

    def update(self):
        """Move W and b of every layer by one step of the optimizer, each with its own state."""
        for i, layer in enumerate(self.layers):
            for name in ("W", "b"):
                step = getattr(layer, name), getattr(layer, f"d{name}"), self.states.get((i, name))
                param, self.states[i, name] = self.optimizer(*step)
                setattr(layer, name, param)

    def summary(self):
        """Print the layers, what they give, and how many parameters they have."""
        keras_parts.show_layers(self.layers)

    def count_params(self):
        """How many numbers the model can learn, as an int: the sum over its layers."""
        return sum(layer.count_params() for layer in self.layers)

    def predict(self, X):
        """The output for every row of X (N, D), as a (N, units of the last layer) array.

        First X = self.prepare(X), which builds the model when that is still to do.
        """
        A = self.prepare(X)
        for layer in self.layers:
            A = layer.forward(A)
        return A

    def train_on_batch(self, X, y):
        """One update on one batch: X (N, D), y (N, K), both prepared. Four steps.

        Forward; then what self.measure(y, P) says of these predictions, which is returned; then
        backward through all layers, from self.cost_grad(y, P); then self.update(), once.
        """
        P = self.predict(X)
        measured = self.measure(y, P)
        dA = self.cost_grad(y, P)
        for layer in reversed(self.layers):
            dA = layer.backward(dA)
        self.update()
        return measured

    def evaluate(self, X, y):
        """[loss, accuracy] on X (N, D) and y (N,) or (N, K), or the loss alone without metrics.

        First X, y = self.prepare_pair(X, y). Nothing is learnt.
        """
        X, y = self.prepare_pair(X, y)
        values = list(self.measure(y, self.predict(X)).values())
        return values if len(values) > 1 else values[0]

    def fit(self, X, y, batch_size=32, epochs=1, verbose=1, validation_data=None, shuffle=True):
        """Train, and return a keras_parts.History.

        First X, y = self.prepare_pair(X, y). In each epoch: an order of the samples, fresh from
        self.rng (or as they stand, where shuffle is False); an update for each batch, a smaller
        last one too. Then history.add({"loss": …, "accuracy": …}): each is the mean over the
        epoch's *samples* of what train_on_batch returned, so that a smaller batch counts less.
        With validation_data, a pair (X, y), also "val_loss" and "val_accuracy", as evaluate finds
        them after the epoch. Where verbose, keras_parts.show_epoch(history, epochs).
        """
        X, y = self.prepare_pair(X, y)
        history = keras_parts.History()
        for _ in range(epochs):
            order = self.rng.permutation(len(X)) if shuffle else np.arange(len(X))
            batches = [order[s : s + batch_size] for s in range(0, len(X), batch_size)]
            measured = [self.train_on_batch(X[rows], y[rows]) for rows in batches]
            sizes = [len(rows) for rows in batches]
            logs = {
                name: np.average([values[name] for values in measured], weights=sizes)
                for name in measured[0]
            }
            if validation_data is not None:
                values = np.atleast_1d(self.evaluate(*validation_data))
                logs |= {f"val_{name}": v for name, v in zip(list(logs), values, strict=True)}
            history.add(logs)
            if verbose:
                keras_parts.show_epoch(history, epochs)
        return history

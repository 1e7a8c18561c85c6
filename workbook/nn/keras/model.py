"""A model of layers as in Keras, and what is done with it: a step, a training, a verdict, a count.

Each idea is a function of its own, `fit(model, …)`; a `Sequential` has it as a method as well,
`model.fit(…)`, as in Keras. Costs, optimizers, History and Input are Keras's, and stand ready in
`workbook.keras_parts`.
"""

import numpy as np

from ... import keras_parts

__all__ = ["Sequential", "evaluate", "fit", "predict_in_batches", "summary", "train_on_batch"]


class Sequential:
    """A model as in Keras: layers one after another, and a loop there and back.

    Sequential(layers, rng=None). layers: what has build, forward, backward and params, and perhaps
    an Input in front. The input's size is that of Input, or the first layer's input_dim; without
    either, the model is built when it first meets data. rng draws weights and the order of samples;
    None means a fresh one.

    Example, with layers that double and that add 1: forward of np.array([[3.0]]) is
    array([[7.0]]) in this order, and array([[8.0]]) in the other. backward of np.array([[1.0]])
    is array([[2.0]]) in both.

    Source: Keras 3, whose History and numbers it reproduces, from the same weights and the same
    order. (Keras has no rng: keras.utils.set_random_seed does its part.)
    """

    def __init__(self, layers, rng=None):
        """Take the layers in their order; build them at once where the input's size is known."""
        self.layers = [layer for layer in layers if not isinstance(layer, keras_parts.Input)]
        self.rng = np.random.default_rng() if rng is None else rng
        self.built, self.cost = False, None
        D = keras_parts.input_size(layers[0])
        if D is not None:
            self.build(D)

    def build(self, D):
        """Give every layer its weights; each takes as many inputs as the one before has units."""
        for layer in self.layers:
            layer.build(D, self.rng)
            D = layer.units
        self.built = True

    def forward(self, X, training=False):
        """The output of the last layer for X (N, D): what a layer gives, the next one takes.

        Each layer is told whether this is training: layer.forward(A, training).
        """
        A = X
        for layer in self.layers:
            A = layer.forward(A, training)
        return A

    def backward(self, dA):
        """From ∂cost/∂output of the last `forward` to ∂cost/∂X: through all layers, last first.

        Each layer's backward sets the layer's own gradients on the way.
        """
        for layer in reversed(self.layers):
            dA = layer.backward(dA)
        return dA

    def predict(self, X):
        """The output for every row of X (N, D); this is no training.

        First X = self.prepare(X), which builds the model when that is still to do.
        """
        return self.forward(self.prepare(X))

    def compile(self, optimizer="adam", loss=None, metrics=()):
        """Say how to train: names as in Keras, or a function of lesson 09 and a Loss."""
        self.optimizer = keras_parts.optimizer(optimizer)
        self.cost, self.cost_grad, self.cut = keras_parts.loss(loss)
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
        right = {"accuracy": keras_parts.accuracy(y, P, self.cut)}
        return {"loss": self.cost(y, P)} | (right if "accuracy" in self.metrics else {})

    def update(self):
        """Move what every layer learns by one step of the optimizer, each with its own state."""
        for i, layer in enumerate(self.layers):
            for name in layer.params:
                step = getattr(layer, name), getattr(layer, f"d{name}"), self.states.get((i, name))
                param, self.states[i, name] = self.optimizer(*step)
                setattr(layer, name, param)

    def get_weights(self):
        """All arrays that make the model what it is, layer by layer; not copies of them."""
        return [getattr(layer, name) for layer, name in self._kept()]

    def set_weights(self, weights):
        """Put back what get_weights gave, or as many arrays of the same shapes."""
        for (layer, name), array in zip(self._kept(), weights, strict=True):
            setattr(layer, name, np.array(array))

    def _kept(self):
        """(layer, name) of what is learnt and of what a layer keeps besides, its buffers."""
        return [
            (layer, name)
            for layer in self.layers
            for name in (*layer.params, *getattr(layer, "buffers", ()))
        ]

    def train_on_batch(self, X, y):
        """See the function of this name."""
        return train_on_batch(self, X, y)

    def fit(self, X, y, *args, **options):
        """See the function of this name."""
        return fit(self, X, y, *args, **options)

    def evaluate(self, X, y):
        """See the function of this name."""
        return evaluate(self, X, y)

    def summary(self):
        """Print what the function of this name finds."""
        keras_parts.show_layers(*summary(self))

    def count_params(self):
        """How many numbers the model can learn; ValueError where that is not known yet."""
        _, total = summary(self)
        return keras_parts.known(total)


def train_on_batch(model, X, y):
    """One update of a model on one batch, in four steps.

    Forward, as training; then what model.measure(y, P) says of these predictions P; then backward,
    from model.cost_grad(y, P); then model.update(), once.

    model: a Sequential that is built and compiled. X: (N, D) float array, N ≥ 1. y: (N, K) floats.
    Returns: the dict of model.measure, such as {"loss": 0.3}, for the predictions with which the
        step was made. X and y are left as they were.

    Example, a model with one weight w = 2 that computes w · X, the mean square as its cost and a
    rate of 0.1: with X = [[1.0]] and y = [[1.0]] the cost is 1, its gradient for w is 2, so that
    {"loss": 1.0} comes back and w is 1.8.

    Source: Keras 3's train_on_batch.
    """
    P = model.forward(X, training=True)
    measured = model.measure(y, P)
    model.backward(model.cost_grad(y, P))
    model.update()
    return measured


def fit(model, X, y, batch_size=32, epochs=1, verbose=1, validation_data=None, shuffle=True):
    """Train a model, and return a keras_parts.History.

    First X, y = model.prepare_pair(X, y). In each epoch: an order of the samples, fresh from
    model.rng.permutation (or as they stand, where shuffle is False); model.train_on_batch for each
    batch, a smaller last one too. Then history.add({"loss": …, …}): the mean over the epoch's
    *samples* of what train_on_batch returned, so that a smaller batch counts less. With
    validation_data, a pair (X, y), also "val_loss" (and "val_accuracy"): what
    model.evaluate(*validation_data) finds after the epoch, a float, or a list as long as the names.
    Where verbose, keras_parts.show_epoch(history, epochs).

    Example: four samples in batches of 3 and 1, with losses 1.0 and 5.0: the epoch's loss is
    (3 · 1 + 1 · 5) / 4 = 2.0.

    Asked as well: two calls after each other.

    Source: Keras 3's fit.
    """
    X, y = model.prepare_pair(X, y)
    history = keras_parts.History()
    for _ in range(epochs):
        order = model.rng.permutation(len(X)) if shuffle else np.arange(len(X))
        batches = [order[s : s + batch_size] for s in range(0, len(X), batch_size)]
        measured = [model.train_on_batch(X[rows], y[rows]) for rows in batches]
        sizes = [len(rows) for rows in batches]
        logs = {
            name: np.average([values[name] for values in measured], weights=sizes)
            for name in measured[0]
        }
        if validation_data is not None:
            values = np.atleast_1d(model.evaluate(*validation_data))
            logs |= {f"val_{name}": v for name, v in zip(list(logs), values, strict=True)}
        history.add(logs)
        if verbose:
            keras_parts.show_epoch(history, epochs)
    return history


def evaluate(model, X, y):
    """How good a model is on X and y: [loss, accuracy], or the loss alone without metrics.

    First X, y = model.prepare_pair(X, y). Then model.predict, and model.measure(y, P), a dict of
    one or two numbers. Nothing is learnt, and nothing is dropped.

    model: a compiled Sequential. X: (N, D), N ≥ 1. y: (N,) or (N, K).
    Returns: a list of floats in the order of the dict; where there is only one, that float.

    Example: where measure gives {"loss": 0.5, "accuracy": 0.75}, it is [0.5, 0.75]; where it gives
    {"loss": 0.5}, it is 0.5.

    Source: Keras 3's evaluate.
    """
    X, y = model.prepare_pair(X, y)
    values = list(model.measure(y, model.predict(X)).values())
    return values if len(values) > 1 else values[0]


def summary(model):
    """A row for each layer of a model, and how many numbers it can learn.

    A layer's params are the names of what it learns: with params = ("W", "b") they are layer.W and
    layer.b, arrays, or None while it is not built.

    model: a Sequential. Returns: (rows, total). rows: a list of (kind, units, count), kind the name
        of the layer's class (type(layer).__name__), units its units, count an int: the sizes of
        what it learns, added up; 0 where it learns nothing; None where one of them is None. total:
        the sum of the counts, None where one is None.

    Example: for Dense(16) and Activation("relu"), built for 8 inputs, it is
    ([("Dense", 16, 144), ("Activation", 16, 0)], 144): 8 · 16 weights and 16 biases.

    Source: Keras 3's summary and count_params.
    """
    rows = []
    for layer in model.layers:
        learnt = [getattr(layer, name) for name in layer.params]
        count = None if any(one is None for one in learnt) else sum(one.size for one in learnt)
        rows.append((type(layer).__name__, layer.units, count))
    counts = [count for _, _, count in rows]
    return rows, None if None in counts else sum(counts)


def predict_in_batches(model, X, batch_size):
    """A model's output for every row of X, computed in pieces, so that not all must be in memory.

    A row's answer depends on that row alone: on no other, and not on the size of the pieces.

    model: a built Sequential, perhaps with layers that behave otherwise in training.
    X: (N, D) float array, N ≥ 1. batch_size: int ≥ 1.
    Returns: (N, K) float array, a row for each row of X, in X's order. X is left as it was.

    Example: with batch_size 2, five rows go forward in pieces of 2, 2 and 1.
    """
    pieces = [X[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return np.concatenate([model.forward(piece, training=False) for piece in pieces])

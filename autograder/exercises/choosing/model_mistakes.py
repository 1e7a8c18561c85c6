"""The known ways to get `Sequential` wrong."""

import numpy as np

from workbook import keras_parts

from .model import Sequential
from .model_base import Sound


@Sequential.misconception(
    "predicts", "Each layer was given X itself; give it what the layer before it returned."
)
class EachLayerGetsX(Sound):
    def through(self, X):
        outputs = [layer.forward(X) for layer in self.layers]
        return outputs[-1]


@Sequential.misconception(
    "predicts", "These are classes; predict returns what the last layer gives, as Keras does."
)
class PredictsClasses(Sound):
    def predict(self, X):
        return (super().predict(X) > 0.5).astype(int)


@Sequential.misconception(
    "predicts", "The output lost a dimension; it is (N, units), also where units is 1."
)
class FlatOutput(Sound):
    def predict(self, X):
        return super().predict(X).ravel()


@Sequential.misconception(
    "predicts", "Only the weights were counted; each unit has a bias as well."
)
class CountsNoBiases(Sound):
    def count_params(self):
        return sum(layer.W.size for layer in self.layers)


@Sequential.misconception(
    "one batch",
    "update stands inside the loop over layers, so that everything moves once per layer, partly "
    "by old gradients; call it once, after the loop.",
)
class UpdatesInTheLoop(Sound):
    def train_on_batch(self, X, y):
        measured = super().train_on_batch(X, y)
        for _ in self.layers[1:]:
            self.update()
        return measured


@Sequential.misconception(
    "one batch",
    "The way back began with P − y; that is ∂cost/∂Z of a sigmoid, without 1/N. A layer takes "
    "∂cost/∂A: self.cost_grad(y, P).",
)
class BeginsWithTheError(Sound):
    def back(self, y, P):
        dA = P - y
        for layer in reversed(self.layers):
            dA = layer.backward(dA)


@Sequential.misconception(
    "one batch",
    "The batch was measured after the update, by a second way forward; measure the predictions "
    "with which the step was made.",
)
class MeasuresAfterwards(Sound):
    def train_on_batch(self, X, y):
        super().train_on_batch(X, y)
        return self.measure(y, self.through(X))


@Sequential.misconception(
    "one batch", "Nothing moves: self.update() is missing after the way back."
)
class NeverUpdates(Sound):
    def update(self):
        pass


@Sequential.misconception(
    "one batch", "Only the last layer got its gradients; hand dA on to the layers before it."
)
class LastLayerAlone(Sound):
    def back(self, y, P):
        super().back(y, P)
        for layer in self.layers[:-1]:
            layer.dW, layer.db = 0.0 * layer.dW, 0.0 * layer.db


@Sequential.misconception(
    "fit",
    "The epoch's loss is the plain mean over batches: a smaller last batch counts too much. Weigh "
    "each by its size.",
)
class PlainMeanOverBatches(Sound):
    def summed_up(self, measured, sizes):
        return super().summed_up(measured, [1 for _ in sizes])


@Sequential.misconception(
    "fit", "The history holds what the last batch of each epoch gave; it is the mean of them all."
)
class LastBatchForTheEpoch(Sound):
    def summed_up(self, measured, sizes):
        return measured[-1]


@Sequential.misconception("fit", "The smaller last batch was left out; it teaches as well.")
class DropsTheLastBatch(Sound):
    def cut(self, order, batch_size):
        whole = super().cut(order, batch_size)
        return [rows for rows in whole if len(rows) == batch_size] or whole


@Sequential.misconception(
    "fit",
    "`start + batch_size < len(X)` leaves the last batch out even where it is full; a slice that "
    "reaches past the end stops there by itself.",
)
class StopsTooEarly(Sound):
    def cut(self, order, batch_size):
        return [rows for rows in super().cut(order, batch_size) if rows[-1] != order[-1]]


@Sequential.misconception(
    "fit", "Each epoch is one update on all samples; take one for each batch of batch_size."
)
class OneUpdatePerEpoch(Sound):
    def cut(self, order, batch_size):
        return [order]


@Sequential.misconception(
    "fit",
    "The loss was measured after each epoch, as in lesson 08; Keras, and this class, average what "
    "the batches gave *while* the weights moved.",
)
class MeasuresAfterTheEpoch(Sound):
    def epoch(self, X, y, batch_size, shuffle):
        super().epoch(X, y, batch_size, shuffle)
        return self.measure(y, self.through(X))


@Sequential.misconception(
    "fit", "fit returned a dict; it returns the keras_parts.History that holds it."
)
class ReturnsTheDict(Sound):
    def fit(self, *args, **kwargs):
        return super().fit(*args, **kwargs).history


@Sequential.misconception(
    "fit", "validation_data was not looked at: val_loss and val_accuracy are missing."
)
class IgnoresValidationData(Sound):
    def validated(self, validation_data):
        return {}


@Sequential.misconception(
    "order",
    "The samples come as they stand, in every epoch; shuffle is True unless told otherwise.",
)
class NeverShuffles(Sound):
    def order(self, N, shuffle):
        return np.arange(N)


@Sequential.misconception("order", "One order was drawn for all epochs; draw a fresh one in each.")
class ShufflesOnce(Sound):
    def order(self, N, shuffle):
        if not hasattr(self, "drawn"):
            self.drawn = super().order(N, True)
        return self.drawn if shuffle else np.arange(N)


@Sequential.misconception(
    "order", "The order comes from another generator, so that the model's seed does not decide it."
)
class GeneratorOfItsOwn(Sound):
    def order(self, N, shuffle):
        return np.random.default_rng().permutation(N) if shuffle else np.arange(N)


@Sequential.misconception(
    "edges", "evaluate took a training step; it measures, and leaves the model as it is."
)
class EvaluateTrains(Sound):
    def evaluate(self, X, y):
        X, y = self.prepare_pair(X, y)
        measured = self.train_on_batch(X, y)
        return list(measured.values()) if self.metrics else measured["loss"]


@Sequential.misconception(
    "edges", "Without metrics evaluate returns the loss itself, a float, not a list of one."
)
class AlwaysAList(Sound):
    def evaluate(self, X, y):
        return np.atleast_1d(super().evaluate(X, y)).tolist()


@Sequential.misconception(
    "edges",
    "fit began with a fresh optimizer: Adam lost its averages. Called again, fit goes on.",
)
class ForgetsTheAverages(Sound):
    def fit(self, *args, **kwargs):
        self.states = {}
        return super().fit(*args, **kwargs)


@Sequential.misconception(
    "edges",
    "predict does not call self.prepare first: a model without input_dim is never built, and its "
    "layers have no weights.",
)
class NeverPrepares(Sound):
    def predict(self, X):
        return self.through(X)


@Sequential.misconception(
    "edges",
    "X and y of different lengths went in unnoticed; self.prepare_pair(X, y) says what is wrong.",
)
class CutsToTheShorter(Sound):
    def prepare_pair(self, X, y):
        n = min(len(X), len(y))
        X = self.prepare(X[:n])
        return X, keras_parts.targets(y[:n], n, self.layers[-1].units)

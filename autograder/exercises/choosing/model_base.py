"""A sound `Sequential` in small methods, from which wrong ones differ in one; and two others.

What learners get written, they all share: building, compiling, preparing, measuring, updating.
"""

import numpy as np

from workbook import keras_parts, nn


class Sound(nn.Sequential):
    """A sound Sequential; the wrong ones differ in one of these methods."""

    def through(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def predict(self, X):
        return self.through(self.prepare(X))

    def back(self, y, P):
        dA = self.cost_grad(y, P)
        for layer in reversed(self.layers):
            dA = layer.backward(dA)

    def train_on_batch(self, X, y):
        P = self.through(X)
        self.back(y, P)
        measured = self.measure(y, P)
        self.update()
        return measured

    def evaluate(self, X, y):
        X, y = self.prepare_pair(X, y)
        measured = self.measure(y, self.through(X))
        return [*measured.values()] if self.metrics else measured["loss"]

    def order(self, N, shuffle):
        return self.rng.permutation(N) if shuffle else np.arange(N)

    def cut(self, order, batch_size):
        return [order[s : s + batch_size] for s in range(0, len(order), batch_size)]

    def summed_up(self, measured, sizes):
        """An epoch's logs, from those of its batches."""
        means, N = dict.fromkeys(measured[0], 0.0), sum(sizes)
        for values, n in zip(measured, sizes, strict=True):
            for name, value in values.items():
                means[name] += value * n / N
        return means

    def validated(self, validation_data):
        if validation_data is None:
            return {}
        values = np.atleast_1d(self.evaluate(*validation_data))
        names = ["val_loss", "val_accuracy"]
        return dict(zip(names, values, strict=False))

    def epoch(self, X, y, batch_size, shuffle):
        batches = self.cut(self.order(len(X), shuffle), batch_size)
        measured = [self.train_on_batch(X[rows], y[rows]) for rows in batches]
        return self.summed_up(measured, [len(rows) for rows in batches])

    def fit(self, X, y, batch_size=32, epochs=1, verbose=1, validation_data=None, shuffle=True):
        X, y = self.prepare_pair(X, y)
        history = keras_parts.History()
        for _ in range(epochs):
            logs = self.epoch(X, y, batch_size, shuffle)
            history.add(logs | self.validated(validation_data))
            if verbose:
                keras_parts.show_epoch(history, epochs)
        return history


class WithMinibatches(nn.Sequential):
    """Lesson 08's batches, and sums that run along."""

    def predict(self, X):
        outputs = [self.prepare(X)]
        for layer in self.layers:
            outputs.append(layer.forward(outputs[-1]))
        return outputs[-1]

    def count_params(self):
        return sum(layer.W.size + layer.b.size for layer in self.layers)

    def train_on_batch(self, X, y):
        P = self.predict(X)
        dA, measured = self.cost_grad(y, P), self.measure(y, P)
        for layer in self.layers[::-1]:
            dA = layer.backward(dA)
        self.update()
        return measured

    def evaluate(self, X, y):
        X, y = self.prepare_pair(X, y)
        measured = self.measure(y, self.predict(X))
        return list(measured.values()) if "accuracy" in measured else measured["loss"]

    def fit(self, X, y, batch_size=32, epochs=1, verbose=1, validation_data=None, shuffle=True):
        X, y = self.prepare_pair(X, y)
        history = keras_parts.History()
        for _ in range(epochs):
            batches = nn.minibatches(X, y, batch_size, self.rng)
            if not shuffle:
                cuts = range(batch_size, len(X), batch_size)
                batches = zip(np.split(X, cuts), np.split(y, cuts), strict=True)
            totals = {}
            for X_batch, y_batch in batches:
                for name, value in self.train_on_batch(X_batch, y_batch).items():
                    totals[name] = totals.get(name, 0.0) + value * len(X_batch)
            logs = {name: total / len(X) for name, total in totals.items()}
            if validation_data:
                found = self.evaluate(*validation_data)
                found = found if isinstance(found, list) else [found]
                logs.update(zip([f"val_{name}" for name in totals], found, strict=True))
            history.add(logs)
            if verbose:
                keras_parts.show_epoch(history, epochs)
        return history


class FromWholeArrays(Sound):
    """fit keeps what it finds in arrays, and evaluates by hand."""

    def epoch(self, X, y, batch_size, shuffle):
        where = self.rng.permutation(len(X)) if shuffle else slice(None)
        X, y = X[where], y[where]
        values = np.zeros((len(X), 1 + len(self.metrics)))
        for start in range(0, len(X), batch_size):
            stop = start + batch_size
            measured = self.train_on_batch(X[start:stop], y[start:stop])
            values[start:stop] = list(measured.values())
        return dict(zip(measured, values.mean(axis=0).tolist(), strict=True))

    def evaluate(self, X, y):
        X, y = self.prepare_pair(X, y)
        P = self.predict(X)
        return [self.cost(y, P), np.mean((P > 0.5) == y)] if self.metrics else self.cost(y, P)

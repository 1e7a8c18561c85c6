"""A sound `fit` in small pieces, from which wrong ones differ in one; and two others."""

import numpy as np

from workbook import keras_parts


class Sound:
    """A sound fit; the wrong ones differ in one of these methods. Called, it is the function."""

    def order(self, model, N, shuffle):
        return model.rng.permutation(N) if shuffle else np.arange(N)

    def cut(self, order, batch_size):
        return [order[s : s + batch_size] for s in range(0, len(order), batch_size)]

    def summed_up(self, measured, sizes):
        """An epoch's logs, from those of its batches."""
        means, N = dict.fromkeys(measured[0], 0.0), sum(sizes)
        for values, n in zip(measured, sizes, strict=True):
            for name, value in values.items():
                means[name] += value * n / N
        return means

    def validated(self, model, validation_data, names):
        if validation_data is None:
            return {}
        values = np.atleast_1d(model.evaluate(*validation_data))
        return {f"val_{name}": value for name, value in zip(names, values, strict=True)}

    def epoch(self, model, X, y, batch_size, shuffle):
        batches = self.cut(self.order(model, len(X), shuffle), batch_size)
        measured = [model.train_on_batch(X[rows], y[rows]) for rows in batches]
        return self.summed_up(measured, [len(rows) for rows in batches])

    def prepared(self, model, X, y):
        return model.prepare_pair(X, y)

    def run(self, model, X, y, batch_size, epochs, verbose, validation_data, shuffle):
        X, y = self.prepared(model, X, y)
        history = keras_parts.History()
        for _ in range(epochs):
            logs = self.epoch(model, X, y, batch_size, shuffle)
            history.add(logs | self.validated(model, validation_data, list(logs)))
            if verbose:
                keras_parts.show_epoch(history, epochs)
        return history


def function(kind):
    """The function `fit` of a class like Sound, under the class's name."""

    def fit(model, X, y, batch_size=32, epochs=1, verbose=1, validation_data=None, shuffle=True):
        return kind().run(model, X, y, batch_size, epochs, verbose, validation_data, shuffle)

    fit.__name__ = fit.__qualname__ = kind.__name__
    return fit


def running_sums(
    model, X, y, batch_size=32, epochs=1, verbose=1, validation_data=None, shuffle=True
):
    """Sums that run along, batch by batch."""
    X, y = model.prepare_pair(X, y)
    history = keras_parts.History()
    for _ in range(epochs):
        order = model.rng.permutation(len(X)) if shuffle else np.arange(len(X))
        totals = {}
        for rows in np.split(order, range(batch_size, len(X), batch_size)):
            for name, value in model.train_on_batch(X[rows], y[rows]).items():
                totals[name] = totals.get(name, 0.0) + value * len(rows)
        logs = {name: total / len(X) for name, total in totals.items()}
        if validation_data:
            found = model.evaluate(*validation_data)
            found = found if isinstance(found, list) else [found]
            logs.update(zip([f"val_{name}" for name in totals], found, strict=True))
        history.add(logs)
        if verbose:
            keras_parts.show_epoch(history, epochs)
    return history


def whole_arrays(
    model, X, y, batch_size=32, epochs=1, verbose=1, validation_data=None, shuffle=True
):
    """What each sample's batch gave stands in an array, a row for each sample."""
    X, y = model.prepare_pair(X, y)
    history = keras_parts.History()
    for _ in range(epochs):
        where = model.rng.permutation(len(X)) if shuffle else slice(None)
        rows, labels, values = X[where], y[where], []
        for start in range(0, len(X), batch_size):
            batch = rows[start : start + batch_size], labels[start : start + batch_size]
            measured = model.train_on_batch(*batch)
            values += [list(measured.values())] * len(batch[0])
        logs = dict(zip(measured, np.mean(values, axis=0), strict=True))
        if validation_data is not None:
            found = np.ravel(model.evaluate(*validation_data))
            for name, value in zip(tuple(logs), found, strict=True):
                logs[f"val_{name}"] = value
        history.add(logs)
        if verbose:
            keras_parts.show_epoch(history, epochs)
    return history

"""`fit`: the loop over epochs and batches, with a history of what it found."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script
from ..with_seeds import seeded
from .draws import numbers
from .fitting_base import Sound, function, running_sums, whole_arrays

MODEL = """
    class Model:  # one number w, pulled towards the batch's mean; it notes each batch it gets
        def __init__(self, names=("loss", "accuracy"), seed=0):
            self.w, self.names, self.seen, self.labels = 0.5, names, [], []
            self.rng = np.random.default_rng(seed)
        def prepare_pair(self, X, y):
            if len(X) != len(y):
                raise ValueError("X and y")
            return np.asarray(X, float), np.asarray(y, float)
        def found(self, X, y):
            both = [float(np.mean((X[:, 0] - self.w) ** 2)), float(np.mean(y))]
            return dict(zip(self.names, both))
        def train_on_batch(self, X, y):
            found = self.found(X, y)
            self.w = self.w + 0.5 * (float(np.mean(X)) - self.w)
            self.seen.append(X[:, 0].tolist())
            self.labels.append(y.tolist())
            return found
        def evaluate(self, X, y):
            values = list(self.found(np.asarray(X, float), y).values())
            return values if len(values) > 1 else values[0]

"""
GIVEN = MODEL + "    X, y, model = {X}, {y}, Model({names})\n"
ONE = GIVEN + (
    "    fitted = fit(model, X, y, batch_size={B}, epochs={epochs}, verbose=0, shuffle=False)\n"
    "    [fitted.history, fitted.epoch, model.w]"
)
AGAIN = GIVEN + (
    "    first = fit(model, X, y, batch_size={B}, epochs={epochs}, verbose=0, shuffle=False)\n"
    "    second = fit(model, X, y, {B}, {epochs}, 0, None, False)\n"
    "    [first.history, second.history, model.w]"
)
VALIDATED = GIVEN + (
    "    fitted = fit(model, X, y, batch_size={B}, epochs={epochs}, verbose=0, shuffle=False,\n"
    "        validation_data=(X[:2], y[:2]))\n"
    "    fitted.history"
)
PROGRESS = GIVEN + (
    "    import contextlib, io\n"
    "    printed, silent = io.StringIO(), io.StringIO()\n"
    "    with contextlib.redirect_stdout(printed):\n"
    "        fit(model, X, y, batch_size={B}, epochs={epochs}, shuffle=False)\n"
    "    with contextlib.redirect_stdout(silent):\n"
    "        fit(model, X, y, batch_size={B}, epochs={epochs}, shuffle=False, verbose=0)\n"
    '    [[f"Epoch {{n}}/{epochs} " in printed.getvalue() for n in (1, 2)], silent.getvalue()]'
)
UNEQUAL = GIVEN + (
    '    said = "nothing"\n'
    "    try:\n"
    "        fit(model, X, y[1:], verbose=0)\n"
    "    except ValueError as error:\n"
    '        said = f"ValueError: {{error}}"\n'
    "    [said, model.seen]"
)
DEFAULTS = MODEL + (
    "    X = np.arange(70.0)[:, None]\n"
    "    model = Model()\n"
    "    fit(model, X, X[:, 0], verbose=0)\n"
    "    [len(batch) for batch in model.seen]"
)
ORDER = MODEL + (
    "    X = np.arange(20.0)[:, None]\n"
    "    orders = []\n"
    "    for seed in ({seed}, {seed}, {other}):\n"
    "        model = Model(seed=seed)\n"
    "        fit(model, X, X[:, 0], batch_size=6, epochs=2, verbose=0)\n"
    "        orders.append([model.seen, model.labels])\n"
    "    orders\n"
)
BOTH, LOSS = "", '["loss"]'


def drawn(text: str, N: int, names: str = BOTH, **numbers_):
    """A draw: the scenario with fresh samples and labels, no two batches alike."""

    def draw(rng: np.random.Generator) -> Call:
        X = (numbers(rng, N, 1) + 2.0 * np.arange(N)[:, np.newaxis]).round(2)
        y = numbers(rng, N)
        return script(text.format(X=X.tolist(), y=y.tolist(), names=names, **numbers_))

    return draw


def judged(value, call: Call):
    """Orders in words; everything else as it is."""
    if call.args[0].text.splitlines()[-1] != "orders":
        return value
    one, same, other = ([[int(x) for x in batch] for batch in seen] for seen, _ in value)
    epochs = [[x for batch in part for x in batch] for part in (one[:4], one[4:8])]
    return {
        "batches": ", ".join(str(len(batch)) for batch in one),
        "samples in an epoch": (
            "each once"
            if all(sorted(epoch) == list(range(20)) for epoch in epochs)
            else "not each once"
        ),
        "labels": (  # in these scenarios a sample's label is its own number
            "beside their samples"
            if all(seen == labels for seen, labels in value)
            else "beside other samples"
        ),
        "order": "as they stand" if epochs[0] == sorted(epochs[0]) else "random",
        "the next epoch": "the same order" if epochs[0] == epochs[1] else "another order",
        "with the same seed": "the same" if one == same else "different",
        "with another seed": "the same" if one == other else "different",
    }


fit = Exercise(
    reference=nn.fit,
    rtol=1e-8,
    summary=judged,
    statement=(
        "Keras's fit: epochs, batches, a history. What a batch does is written already, "
        "model.train_on_batch; the check brings a model of its own."
    ),
    aspects=[
        Aspect(
            "history",
            2,
            "an update per batch, a smaller last one too; means over the samples of an epoch",
            [
                *confirmed(drawn(ONE, 4, B=3, epochs=1), 0),
                *confirmed(drawn(ONE, 3, B=8, epochs=2), 0),  # a single batch
                *confirmed(drawn(ONE, 6, B=2, epochs=3), 0),
                *confirmed(drawn(ONE, 5, LOSS, B=4, epochs=2), 0),
                *confirmed(drawn(AGAIN, 5, B=2, epochs=2), 0),
                script(DEFAULTS.format()),
            ],
        ),
        Aspect(
            "validation",
            1,
            "val_loss, and val_accuracy where it is measured, after each epoch",
            [
                *confirmed(drawn(VALIDATED, 5, B=2, epochs=2), 0),
                *confirmed(drawn(VALIDATED, 4, LOSS, B=3, epochs=2), 0),
            ],
        ),
        Aspect(
            "order",
            0.5,
            "shuffled, labels along: a fresh random order in every epoch, from the model's rng",
            [*confirmed(seeded(ORDER), 0)],
        ),
        Aspect(
            "the rest",
            0.5,
            "progress where verbose; X and y that do not fit are noticed before anything is learnt",
            [*confirmed(drawn(PROGRESS, 4, B=2, epochs=2), 0), *confirmed(drawn(UNEQUAL, 4), 0)],
        ),
    ],
    hints=[
        "Two loops, as in lesson 08. The order is model.rng.permutation(len(X)), or "
        "np.arange(len(X)) without shuffle; a batch is order[s : s + batch_size].",
        "Keep what each train_on_batch returns, and its size. An epoch's loss is np.average of its "
        "batches' losses, with their sizes as weights.",
        "model.evaluate gives a float or a list: np.atleast_1d makes a list of either. Its numbers "
        "stand in the order of the names.",
    ],
)

for sound in (running_sums, whole_arrays):
    fit.alternative(sound)


def wrong(exposed_by: str, why: str):
    """Decorator: a class like Sound whose function is a misconception."""

    def register(kind: type) -> type:
        fit.misconception(exposed_by, why)(function(kind))
        return kind

    return register


@wrong(
    "history",
    "The epoch's loss is the plain mean over batches: a smaller last batch counts too much. Weigh "
    "each by its size.",
)
class PlainMeanOverBatches(Sound):
    def summed_up(self, measured, sizes):
        return super().summed_up(measured, [1 for _ in sizes])


@wrong(
    "history", "The history holds what the last batch of each epoch gave; it is the mean of all."
)
class LastBatchForTheEpoch(Sound):
    def summed_up(self, measured, sizes):
        return measured[-1]


@wrong("history", "The smaller last batch was left out; it teaches as well.")
class DropsTheLastBatch(Sound):
    def cut(self, order, batch_size):
        whole = super().cut(order, batch_size)
        return [rows for rows in whole if len(rows) == batch_size] or whole


@wrong(
    "history",
    "`start + batch_size < len(X)` leaves the last batch out even where it is full; a slice that "
    "reaches past the end stops there by itself.",
)
class StopsTooEarly(Sound):
    def cut(self, order, batch_size):
        return [rows for rows in super().cut(order, batch_size) if rows[-1] != order[-1]]


@wrong("history", "Each epoch is one update on all samples; take one for each batch.")
class OneUpdatePerEpoch(Sound):
    def cut(self, order, batch_size):
        return [order]


@wrong("history", "fit returned a dict; it returns the keras_parts.History that holds it.")
class ReturnsTheDict(Sound):
    def run(self, *args):
        return super().run(*args).history


@wrong("validation", "validation_data was not looked at: val_loss and val_accuracy are missing.")
class IgnoresValidationData(Sound):
    def validated(self, model, validation_data, names):
        return {}


@wrong(
    "validation",
    "The model learnt from the validation data as well; model.evaluate learns nothing.",
)
class TrainsOnValidation(Sound):
    def validated(self, model, validation_data, names):
        found = super().validated(model, validation_data, names)
        if validation_data is not None:
            model.train_on_batch(*model.prepare_pair(*validation_data))
        return found


@wrong(
    "order",
    "The samples come as they stand in every epoch; shuffle is True unless told otherwise.",
)
class NeverShuffles(Sound):
    def order(self, model, N, shuffle):
        return np.arange(N)


@wrong(
    "order",
    "The samples were put into a fresh order and their labels were not, or into another: each "
    "stands beside the label of another one. Take X[rows] and y[rows], with the same rows.",
)
class TearsLabelsOff(Sound):
    def epoch(self, model, X, y, batch_size, shuffle):
        return super().epoch(model, X[self.order(model, len(X), shuffle)], y, batch_size, False)


@wrong("order", "One order was drawn for all epochs; draw a fresh one in each.")
class ShufflesOnce(Sound):
    def order(self, model, N, shuffle):
        if not hasattr(self, "drawn"):
            self.drawn = super().order(model, N, shuffle)
        return self.drawn


@wrong("order", "The order comes from another generator, so that the model's seed decides nothing.")
class GeneratorOfItsOwn(Sound):
    def order(self, model, N, shuffle):
        return np.random.default_rng().permutation(N) if shuffle else np.arange(N)


@wrong(
    "the rest",
    "X and y of different lengths went in unnoticed; model.prepare_pair(X, y) says what is wrong.",
)
class CutsToTheShorter(Sound):
    def prepared(self, model, X, y):
        n = min(len(X), len(y))
        return model.prepare_pair(X[:n], y[:n])


@wrong(
    "the rest", "Nothing is printed; where verbose, show_epoch is to be called after each epoch."
)
class SaysNothing(Sound):
    def run(self, model, X, y, batch_size, epochs, verbose, *rest):
        return super().run(model, X, y, batch_size, epochs, 0, *rest)


@wrong("the rest", "The progress is printed always; with verbose=0 nothing is to be printed.")
class AlwaysSpeaks(Sound):
    def run(self, model, X, y, batch_size, epochs, verbose, *rest):
        return super().run(model, X, y, batch_size, epochs, 1, *rest)

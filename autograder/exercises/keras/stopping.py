"""`fit_with_patience`: early stopping with a model, and the best weights at the end."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script

MODEL = """
    class Model:  # in epoch n its weight is n, in place; validation finds the n-th of these losses
        def __init__(self, losses):
            self.losses, self.w, self.asked = losses, np.zeros(2), []
        def get_weights(self):
            return [self.w]
        def set_weights(self, weights):
            self.w = np.array(weights[0])
        def fit(self, X, y, epochs=1, verbose=1, **options):
            self.asked.append([float(np.sum(X)), epochs, verbose])
            self.w += epochs
        def evaluate(self, X, y):
            return self.losses[int(self.w[0]) - 1] + float(np.sum(X) - np.sum(y))

    model = Model({losses})
    X, y, V, v = np.ones((4, 1)), np.full(4, 9.0), np.ones((2, 1)), np.ones(2)
"""
RUN = MODEL + "    [fit_with_patience(model, (X, y), (V, v), {patience}, {epochs}), model.w]"
LAST = MODEL + (
    "    losses = fit_with_patience(model, (X, y), (V, v), {patience}, {epochs}, False)\n"
    "    [losses, model.w]"
)
ASKED = MODEL + (
    "    fit_with_patience(model, (X, y), (V, v), {patience}, {epochs})\n    model.asked"
)


def scenario(text: str, losses, patience: int, epochs: int | None = None) -> Call:
    losses = list(losses)
    return script(text.format(losses=losses, patience=patience, epochs=epochs or len(losses)))


def drawn(text: str, patience: int, after: int):
    """A draw: a loss that falls, then stays above, for so many epochs."""

    def draw(rng: np.random.Generator) -> Call:
        fall = np.cumsum(rng.uniform(0.2, 0.9, rng.integers(2, 5)))[::-1].round(2)
        rise = fall[-1] + rng.uniform(0.1, 0.8, after).round(2)
        return scenario(text, [*fall.tolist(), *rise.round(2).tolist()], patience)

    return draw


fit_with_patience = Exercise(
    reference=nn.fit_with_patience,
    stretch=True,
    rtol=1e-9,
    statement=(
        "Lesson 10's early stopping for a whole model, which is fitted one epoch at a time. The "
        "check brings a model of its own."
    ),
    aspects=[
        Aspect(
            "stops",
            1,
            "after `patience` epochs in a row that were not lower than the lowest, or after all",
            [
                scenario(LAST, [3.0, 2.0, 2.5, 2.0, 1.0], 2),
                scenario(LAST, [3.0, 2.0, 2.5, 1.0, 2.0, 3.0, 0.5], 2),
                scenario(LAST, [3.0, 2.0, 1.0, 0.5, 0.25, 4.0], 3, 4),
                scenario(ASKED, [3.0, 2.0, 2.5, 2.0, 1.0], 2),
                *confirmed(drawn(LAST, 3, 5), 0),
            ],
        ),
        Aspect(
            "restores",
            1,
            "the weights of the lowest epoch, unless told otherwise",
            [
                scenario(RUN, [3.0, 2.0, 2.5, 2.0, 1.0], 2),
                scenario(RUN, [3.0, 2.0, 1.0, 0.5], 2),
                scenario(RUN, [1.0, 2.0, 3.0, 4.0], 5),
                scenario(LAST, [1.0, 2.0, 3.0], 5),
                *confirmed(drawn(RUN, 2, 4), 0),
                *confirmed(drawn(RUN, 4, 2), 0),
            ],
        ),
    ],
    hints=[
        "Keep all losses in a list; np.argmin says which is the lowest, the first of several.",
        "Whenever the last loss is the lowest: best = [weights.copy() for weights in "
        "model.get_weights()]. Without copy, training goes on to change what you keep.",
        "Stop when len(losses) − 1 − lowest is patience.",
    ],
)


def run(model, train_set, val_set, patience, epochs, keep, better, restore=True):
    """A sound function where keep copies and better is <."""
    losses, best, lowest, waited = [], None, np.inf, 0
    for _ in range(epochs):
        model.fit(*train_set, epochs=1, verbose=0)
        loss = model.evaluate(*val_set)
        losses.append(loss)
        if better(loss, lowest):
            best, lowest, waited = keep(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    if restore:
        model.set_weights(best)
    return losses


def copied(model):
    return [np.array(weights) for weights in model.get_weights()]


def lower(loss, lowest):
    return loss < lowest


@fit_with_patience.alternative
def counts_what_it_waits(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    return run(model, train_set, val_set, patience, epochs, copied, lower, restore_best_weights)


@fit_with_patience.alternative
def keeps_all_weights(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    kept, losses = [], []
    while len(losses) < epochs:
        model.fit(*train_set, epochs=1, verbose=0)
        kept.append([weights.copy() for weights in model.get_weights()])
        losses.append(model.evaluate(*val_set))
        if min(losses[-patience:]) > min(losses) or (
            len(losses) > patience and losses.index(min(losses)) < len(losses) - patience
        ):
            break
    if restore_best_weights:
        model.set_weights(kept[losses.index(min(losses))])
    return losses


@fit_with_patience.misconception(
    "restores",
    "The last weights stayed in the model, not the best: these are to be kept as *copies* of what "
    "get_weights gives, which training changes in place, and put back at the end.",
)
def keeps_no_copy(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    return run(
        model, train_set, val_set, patience, epochs, lambda m: m.get_weights(), lower,
        restore_best_weights,
    )  # fmt: skip


@fit_with_patience.misconception(
    "restores",
    "The last weights stayed in the model, `patience` epochs past the best: put the best ones "
    "back.",
)
def restores_nothing(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    return run(model, train_set, val_set, patience, epochs, copied, lower, False)


@fit_with_patience.misconception(
    "restores",
    "The best weights came back though restore_best_weights was False; Keras then keeps the last.",
)
def restores_always(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    return run(model, train_set, val_set, patience, epochs, copied, lower)


@fit_with_patience.misconception(
    "stops",
    "Each epoch was compared with the one before it; compare with the lowest of all so far.",
)
def compares_with_the_last(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    losses, best, waited = [], None, 0
    for _ in range(epochs):
        model.fit(*train_set, epochs=1, verbose=0)
        losses.append(model.evaluate(*val_set))
        if losses[-1] == min(losses):
            best = best if losses[-1] in losses[:-1] else copied(model)
        waited = waited + 1 if len(losses) > 1 and losses[-1] >= losses[-2] else 0
        if waited == patience:
            break
    if restore_best_weights:
        model.set_weights(best)
    return losses


@fit_with_patience.misconception(
    "stops", "An epoch that is only as low counted as better; it has to be lower."
)
def as_low_is_better(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    return run(
        model, train_set, val_set, patience, epochs, copied, lambda a, b: a <= b,
        restore_best_weights,
    )  # fmt: skip


@fit_with_patience.misconception(
    "stops", "It stopped one epoch too late: after `patience` epochs, not after one more."
)
def one_epoch_late(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    return run(model, train_set, val_set, patience + 1, epochs, copied, lower, restore_best_weights)


@fit_with_patience.misconception(
    "stops", "The losses are those of the training set; whether to stop is asked of val_set."
)
def asks_the_training_set(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    return run(model, train_set, train_set, patience, epochs, copied, lower, restore_best_weights)


@fit_with_patience.misconception(
    "stops",
    "The epochs that were no better are counted, and the count is never set back to 0 when a "
    "better one comes; they have to be `patience` in a row.",
)
def never_counts_anew(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    losses, best, waited = [], None, 0
    for _ in range(epochs):
        model.fit(*train_set, epochs=1, verbose=0)
        losses.append(model.evaluate(*val_set))
        if losses[-1] < min(losses[:-1], default=np.inf):
            best = copied(model)
        else:
            waited += 1
        if waited == patience:
            break
    if restore_best_weights:
        model.set_weights(best)
    return losses


@fit_with_patience.misconception(
    "stops",
    "Each epoch was compared with the one before it, and the weights of a short recovery kept; "
    "compare with the lowest of all so far.",
)
def keeps_any_recovery(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    losses, best, waited = [], None, 0
    for _ in range(epochs):
        model.fit(*train_set, epochs=1, verbose=0)
        losses.append(model.evaluate(*val_set))
        waited += 1
        if len(losses) == 1 or losses[-1] < losses[-2]:
            best, waited = copied(model), 0
        if waited == patience:
            break
    if restore_best_weights:
        model.set_weights(best)
    return losses

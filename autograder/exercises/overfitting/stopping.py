"""`early_stopping`: which epoch to keep, and after which one to stop.

Two of the misconceptions stand in published classes: ties that count as better, and a counter that
is compared before it is raised.
"""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call


def losses(rng: np.random.Generator, n: int, low: float = 1.0) -> list[float]:
    """n different losses, all above low."""
    return (low + rng.choice(80, n, replace=False) / 10 + 0.1).round(1).tolist()


def stops(patience: int):
    """A draw: a best epoch, then too many worse ones, then a lower loss that is never seen."""

    def draw(rng: np.random.Generator) -> Call:
        before = sorted(losses(rng, 3, 4.0), reverse=True)
        return call([*before, 3.0, *losses(rng, patience, 3.0), 0.5, 9.0], patience)

    return draw


def goes_on(rng: np.random.Generator) -> Call:
    """Bad epochs in between, never as many as the patience in a row."""
    a, b, c = (rng.integers(1, 9, 3) / 10).tolist()
    return call([9.0, 8.0, 8.0 + a, 7.0, 7.0 + b, 6.0, 6.0 + c, 5.0], 2)


def slow_recovery(rng: np.random.Generator) -> Call:
    """After the best, losses fall again, each lower than the one before, and not below the best."""
    start = round(float(rng.uniform(5.5, 6.5)), 1)
    return call([7.0, 2.0, start, start - 1, start - 2, start - 3, 1.0], 3)


def ends_unfinished(rng: np.random.Generator) -> Call:
    before = sorted(losses(rng, 3, 3.0), reverse=True)
    return call([*before, 2.0, *losses(rng, 2, 2.0)], 4)


def tied(rng: np.random.Generator) -> Call:
    low = float(rng.integers(2, 6))
    return call([9.0, low, low, low, low, 1.0], 3)


def falling(rng: np.random.Generator) -> Call:
    return call(sorted(losses(rng, 5), reverse=True), int(rng.integers(1, 4)))


BY_HAND = call([5.0, 3.0, 4.0, 2.0, 3.0, 3.0, 1.0], 2)

early_stopping = Exercise(
    reference=nn.early_stopping,
    statement="When to stop training, and which epoch's parameters to keep.",
    aspects=[
        Aspect(
            "stopped",
            1.5,
            "stops `patience` epochs after the best so far; what comes later is not known",
            [BY_HAND, stops(3), stops(1), slow_recovery],
        ),
        Aspect(
            "patient",
            0.75,
            "a bad epoch or two is not enough: a better one ends the waiting",
            [
                goes_on,
                call([4.0, 5.0, 3.0, 4.0, 2.0], 2),
                call([9.0, 4.0, 8.0, 7.0, 3.0, 5.0], 3),
            ],
        ),
        Aspect(
            "to the end",
            0.5,
            "never stopped: the last epoch, with the best of all",
            [
                call([9.0, 8.0, 6.5, 2.0, 5.7, 4.7], 4),
                call([5.0, 4.0, 3.0], 1),
                ends_unfinished,
                falling,
                call([3.0], 2),
            ],
            pure=True,
        ),
        Aspect("ties", 0.25, "an equal loss is no better", [tied, call([2.0, 2.0, 2.0], 2)]),
    ],
    hints=[
        "Keep one number as you go through the epochs: which epoch is the best so far?",
        "enumerate(val_losses) gives pairs (epoch, loss). If loss < val_losses[best], then "
        "best = epoch.",
        "After that: if epoch - best >= patience, return best, epoch. After the loop, the last "
        "epoch is len(val_losses) - 1.",
    ],
)


@early_stopping.misconception(
    "patient",
    "It stops at the first epoch that is worse than the one before; one bad epoch is not enough.",
)
def stops_at_the_first_rise(val_losses, patience):
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] > val_losses[epoch - 1]:
            return epoch - 1, epoch
    return int(np.argmin(val_losses)), len(val_losses) - 1


@early_stopping.misconception(
    "stopped",
    "It compares with the epoch before, so any small recovery ends the waiting; compare with the "
    "best so far.",
)
def compares_with_the_epoch_before(val_losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(val_losses)):
        waited = waited + 1 if val_losses[epoch] >= val_losses[epoch - 1] else 0
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        if waited >= patience:
            return best, epoch
    return best, len(val_losses) - 1


@early_stopping.misconception(
    "stopped",
    "The best of *all* epochs looks into the future: after the stop nothing has been trained.",
)
def looks_into_the_future(val_losses, patience):
    _, stop = nn.early_stopping(val_losses, patience)
    return int(np.argmin(val_losses)), stop


@early_stopping.misconception(
    "stopped",
    "It keeps the last epoch. Those are the parameters that had got worse; keep the best ones.",
)
def keeps_the_last_epoch(val_losses, patience):
    _, stop = nn.early_stopping(val_losses, patience)
    return stop, stop


@early_stopping.misconception(
    "patient",
    "The bad epochs are counted, but the count is never set back to 0 when a better one comes.",
)
def never_starts_counting_anew(val_losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < val_losses[best]:
            best = epoch
        else:
            waited += 1
        if waited >= patience:
            return best, epoch
    return best, len(val_losses) - 1


@early_stopping.misconception(
    "stopped",
    "One epoch too patient: stop when `patience` epochs have passed since the best, not one more.",
)
def one_epoch_too_late(val_losses, patience):
    return nn.early_stopping(val_losses, patience + 1)


@early_stopping.misconception(
    "ties", "An equal loss counts as better here; then a flat curve is never stopped. Use <."
)
def equal_counts_as_better(val_losses, patience):
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss <= val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return best, len(val_losses) - 1


@early_stopping.misconception(
    "stopped", "Epochs are counted from 1 here; the lesson counts them from 0, as Python does."
)
def counts_from_one(val_losses, patience):
    best, stop = nn.early_stopping(val_losses, patience)
    return best + 1, stop + 1


@early_stopping.misconception(
    "stopped", "The lowest loss itself is returned; asked for is the number of its epoch."
)
def returns_the_loss(val_losses, patience):
    best, stop = nn.early_stopping(val_losses, patience)
    return val_losses[best], stop


@early_stopping.misconception(
    "to the end", "The last epoch has the number len − 1, as counting starts at 0."
)
def one_past_the_end(val_losses, patience):
    best, stop = nn.early_stopping(val_losses, patience)
    at_the_end = stop == len(val_losses) - 1 and stop - best < patience
    return best, stop + at_the_end


@early_stopping.alternative
def with_a_counter(val_losses, patience):
    best, lowest, waited = 0, val_losses[0], 0
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < lowest:
            best, lowest, waited = epoch, val_losses[epoch], 0
        else:
            waited += 1
            if waited == patience:
                return best, epoch
    return best, len(val_losses) - 1


@early_stopping.alternative
def with_arrays(val_losses, patience):
    V = np.array(val_losses)
    lowest = np.minimum.accumulate(V)
    new = np.concatenate([[True], V[1:] < lowest[:-1]])
    best = np.maximum.accumulate(np.where(new, np.arange(len(V)), 0))
    late = np.flatnonzero(np.arange(len(V)) - best >= patience)
    stop = late[0] if late.size else len(V) - 1
    return int(best[stop]), int(stop)


@early_stopping.misconception(
    "stopped",
    "One epoch too impatient: stop after the epoch that is `patience` later than the best, not "
    "before it.",
)
def one_epoch_too_soon(val_losses, patience):
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = epoch
        if epoch and epoch - best >= patience - 1:
            return best, epoch
    return best, len(val_losses) - 1


@early_stopping.misconception(
    "stopped",
    "The best of the whole list was taken, also of epochs after the stop; go through them as if "
    "the later ones had not happened yet.",
)
def knows_the_future(val_losses, patience):
    best = int(np.argmin(val_losses))
    return best, min(best + patience, len(val_losses) - 1)

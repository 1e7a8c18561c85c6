"""The lesson's *break it*: the best weights are noted, and yet the last ones come back.

The bug is the one of `best = model.state_dict()` in PyTorch: a second name is no copy.
"""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code


def keeps_a_second_name(w, grad_fn, val_loss_fn, lr, patience, epochs):
    """The code that the lesson hands out: best_w and w are one and the same array."""
    w = w.copy()
    best_w, lowest, waited = w, val_loss_fn(w), 0
    for _ in range(epochs):
        w -= lr * grad_fn(w)
        loss = val_loss_fn(w)
        if loss < lowest:
            best_w, lowest, waited = w, loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best_w


def passes_the_best(rng: np.random.Generator) -> Call:
    """A walk towards 0 that passes the place where validation is lowest."""
    start, best = rng.uniform(4, 6, 2).round(1), rng.uniform(1, 2, 2).round(1).tolist()
    validation = code(f"lambda w: float(np.sum((w - np.array({best})) ** 2))")
    return call(start, code("lambda w: 2 * w"), validation, 0.1, 3, 60)


def dip_on_the_way(rng: np.random.Generator) -> Call:
    """Validation rises for a while and falls to a lower place: patience decides."""
    bump = round(float(rng.uniform(1.5, 2.5)), 1)
    validation = code(f"lambda w: float(w[0] + {bump} * np.sin(2 * w[0]))")
    return call(np.array([6.0]), code("lambda w: np.array([1.0])"), validation, 0.25, 12, 40)


def never_better(rng: np.random.Generator) -> Call:
    start = rng.uniform(1, 3, 2).round(1)
    validation = code("lambda w: -float(np.sum(w))")
    return call(start, code("lambda w: np.ones(2)"), validation, 0.5, 2, 9)


def told(losses: list[float], patience: int, epochs: int) -> Call:
    """Weights that count the epochs, with the validation loss of each as it stands in a list."""
    validation = code(f"lambda w: {losses}[int(w[0])]")
    one_farther = code("lambda w: np.array([-1.0])")
    return call(np.array([0.0]), one_farther, validation, 1.0, patience, epochs)


LOWEST_AFTER_THE_STOP = told([5.0, 6.0, 4.0, 7.0, 7.0, 1.0], 2, 5)
LOWEST_LONG_AFTER_THE_STOP = told([5.0, 6.0, 4.0, 7.0, 7.0, 7.0, 1.0], 2, 6)
BETTER_JUST_IN_TIME = told([5.0, 4.0, 6.0, 3.0, 9.0, 9.0, 1.0], 2, 6)
START_WAS_BEST = told([5.0, 6.0, 6.0, 4.0], 2, 3)
AN_EQUAL_ONE = told([5.0, 4.0, 4.0, 4.0, 1.0], 2, 4)

BY_HAND = call(
    np.array([4.0]),
    code("lambda w: np.array([1.0])"),
    code("lambda w: abs(w[0] - 2)"),
    1.0,
    2,
    10,
)
OUT_OF_EPOCHS = call(
    np.array([5.0]),
    code("lambda w: np.array([1.0])"),
    code("lambda w: abs(w[0] - 3.5)"),
    1.0,
    9,
    4,
)

fit_early_stopping = Exercise(
    reference=nn.fit_early_stopping,
    starter=keeps_a_second_name,
    statement="This training notes its best weights, and gives back the last ones. It has one bug. "
    "Find it from the symptom, and mend it.",
    aspects=[
        Aspect(
            "best weights",
            1.25,
            "the weights with the lowest validation loss",
            [
                BY_HAND,
                LOWEST_AFTER_THE_STOP,
                LOWEST_LONG_AFTER_THE_STOP,
                BETTER_JUST_IN_TIME,
                AN_EQUAL_ONE,
                passes_the_best,
                dip_on_the_way,
            ],
        ),
        Aspect(
            "edges",
            0.75,
            "also when the start was best, and when the epochs run out; w is left as it was",
            [START_WAS_BEST, never_better, OUT_OF_EPOCHS],
            pure=True,
        ),
    ],
    hints=[
        "On 4, 3, 2, 1, 0 the loss was lowest at 2, and 0 came back. Who has changed best_w since?",
        "Print best_w in every epoch. When does it change: only when the loss is lower?",
        "w -= … writes into the array; a second name for it sees that. What gives best_w an array "
        "of its own?",
    ],
)

fit_early_stopping.misconception(
    "best weights",
    "The last weights came back, not the best, as from the code that was given: there best_w is a "
    "second name for w, and w -= … changes both.",
)(keeps_a_second_name)


def walk(w, grad_fn, val_loss_fn, lr, patience, epochs, keep):
    """The reference; keep(points, losses) chooses what comes back."""
    points, losses = [w.copy()], [val_loss_fn(w)]
    for _ in range(epochs):
        points.append(points[-1] - lr * grad_fn(points[-1]))
        losses.append(val_loss_fn(points[-1]))
        if len(losses) - 1 - int(np.argmin(losses)) >= patience:
            break
    return keep(points, losses)


@fit_early_stopping.misconception(
    "best weights",
    "The copy is made before the step of that epoch: these are the weights of the epoch before the "
    "best.",
)
def copies_one_step_early(w, grad_fn, val_loss_fn, lr, patience, epochs):
    w = w.copy()
    best_w, lowest, waited = w.copy(), val_loss_fn(w), 0
    for _ in range(epochs):
        before = w.copy()
        w = w - lr * grad_fn(w)
        loss = val_loss_fn(w)
        if loss < lowest:
            best_w, lowest, waited = before, loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best_w


@fit_early_stopping.misconception(
    "edges",
    "The copy in the loop is right, but the first best_w is still a second name for w: it goes "
    "wrong when nothing better comes.",
)
def first_one_is_no_copy(w, grad_fn, val_loss_fn, lr, patience, epochs):
    w = w.copy()
    best_w, lowest, waited = w, val_loss_fn(w), 0
    for _ in range(epochs):
        w -= lr * grad_fn(w)
        loss = val_loss_fn(w)
        if loss < lowest:
            best_w, lowest, waited = w.copy(), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best_w


@fit_early_stopping.misconception(
    "best weights",
    "It now stops at the first epoch that is no better; patience was not the bug, and has to stay.",
)
def loses_its_patience(w, grad_fn, val_loss_fn, lr, patience, epochs):
    return walk(w, grad_fn, val_loss_fn, lr, 1, epochs, lambda p, v: p[int(np.argmin(v))])


@fit_early_stopping.misconception(
    "edges",
    "It goes back `patience` steps from the end; when the epochs run out first, that is not the "
    "best place.",
)
def goes_back_by_patience(w, grad_fn, val_loss_fn, lr, patience, epochs):
    return walk(
        w, grad_fn, val_loss_fn, lr, patience, epochs, lambda p, v: p[max(0, len(p) - 1 - patience)]
    )


@fit_early_stopping.misconception(
    "best weights",
    "It never stops early: it walks through all epochs, and may find a place that `patience` "
    "forbids to wait for. The break has to stay.",
)
def never_stops(w, grad_fn, val_loss_fn, lr, patience, epochs):
    return walk(w, grad_fn, val_loss_fn, lr, epochs, epochs, lambda p, v: p[int(np.argmin(v))])


@fit_early_stopping.misconception(
    "best weights",
    "One epoch too patient: it stops when `patience` epochs in a row have not been better, not one "
    "more. That was right in the given code.",
)
def one_epoch_too_late(w, grad_fn, val_loss_fn, lr, patience, epochs):
    return walk(
        w, grad_fn, val_loss_fn, lr, patience + 1, epochs, lambda p, v: p[int(np.argmin(v))]
    )


@fit_early_stopping.misconception(
    "best weights",
    "The epochs without a better loss are counted, and the count is not set back to 0 when a "
    "better one comes. They have to be `patience` in a row.",
)
def never_counts_anew(w, grad_fn, val_loss_fn, lr, patience, epochs):
    best_w, lowest, waited = w.copy(), val_loss_fn(w), 0
    for _ in range(epochs):
        w = w - lr * grad_fn(w)
        if val_loss_fn(w) < lowest:
            best_w, lowest = w.copy(), val_loss_fn(w)
        else:
            waited += 1
        if waited == patience:
            break
    return best_w


@fit_early_stopping.misconception(
    "best weights",
    "An equal loss counts as better here, so that on a flat stretch it goes on for ever and keeps "
    "the last place. Only a lower one is better: <.",
)
def equal_is_better(w, grad_fn, val_loss_fn, lr, patience, epochs):
    best_w, lowest, waited = w.copy(), val_loss_fn(w), 0
    for _ in range(epochs):
        w = w - lr * grad_fn(w)
        if val_loss_fn(w) <= lowest:
            best_w, lowest, waited = w.copy(), val_loss_fn(w), 0
        else:
            waited += 1
        if waited == patience:
            break
    return best_w


@fit_early_stopping.alternative
def new_array_in_each_step(w, grad_fn, val_loss_fn, lr, patience, epochs):
    best_w, lowest, waited = w, val_loss_fn(w), 0
    for _ in range(epochs):
        w = w - lr * grad_fn(w)
        loss = val_loss_fn(w)
        if loss < lowest:
            best_w, lowest, waited = w, loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best_w


@fit_early_stopping.alternative
def keeps_every_point(w, grad_fn, val_loss_fn, lr, patience, epochs):
    points, losses = [w.copy()], [val_loss_fn(w)]
    while len(points) <= epochs and len(points) - 1 - int(np.argmin(losses)) < patience:
        points.append(points[-1] - lr * grad_fn(points[-1]))
        losses.append(val_loss_fn(points[-1]))
    return points[int(np.argmin(losses))]


@fit_early_stopping.misconception(
    "best weights",
    "The first copy is right, but in the loop best_w still becomes a second name for w, and the "
    "next w -= … changes both: copy there, too.",
)
def copies_the_start_alone(w, grad_fn, val_loss_fn, lr, patience, epochs):
    w = w.copy()
    best_w, lowest, waited = w.copy(), val_loss_fn(w), 0
    for _ in range(epochs):
        w -= lr * grad_fn(w)
        loss = val_loss_fn(w)
        if loss < lowest:
            best_w, lowest, waited = w, loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best_w


@fit_early_stopping.misconception(
    "best weights",
    "The loss was taken before the step, and the weights kept after it: they do not belong "
    "together. Step first, then look.",
)
def looks_before_the_step(w, grad_fn, val_loss_fn, lr, patience, epochs):
    best, lowest, waited = w, val_loss_fn(w), 0
    for _ in range(epochs):
        loss = val_loss_fn(w)
        w = w - lr * grad_fn(w)
        if loss < lowest:
            best, lowest, waited = w, loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best


@fit_early_stopping.misconception(
    "best weights", "The lowest loss is not kept: each is compared with that of the start still."
)
def compares_with_the_start(w, grad_fn, val_loss_fn, lr, patience, epochs):
    best, first, waited = w, val_loss_fn(w), 0
    for _ in range(epochs):
        w = w - lr * grad_fn(w)
        waited += 1
        if val_loss_fn(w) < first:
            best, waited = w, 0
        if waited == patience:
            break
    return best

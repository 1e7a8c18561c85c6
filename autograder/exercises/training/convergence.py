"""`has_converged`: has the loss stopped improving much?"""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call


def falling(rng: np.random.Generator) -> Call:
    """Each epoch improves by less than the tolerance, the window as a whole by far more."""
    start, step = float(rng.integers(8, 12)), 0.25
    return call([start - step * n for n in range(8)], 0.625, 4)


def flat(rng: np.random.Generator) -> Call:
    start = float(rng.integers(4, 9))
    tail = (2.0 + rng.uniform(-0.04, 0.04, 5)).round(3).tolist()
    return call([start, 3.0, 2.05, *tail], 0.2, 4)


def bumpy(rng: np.random.Generator) -> Call:
    """The last entry is high by chance; the best of the window is what counts."""
    low = round(rng.uniform(1.0, 2.0), 2)
    return call([6.0, 4.0, low, 4.5], 0.5, 2)


def early_best(rng: np.random.Generator) -> Call:
    """The lowest before the window is far back."""
    low = round(rng.uniform(1.0, 1.2), 2)
    return call([5.0, low, 4.0, 3.0, 2.5, 1.5], 0.25, 2)


has_converged = Exercise(
    reference=nn.has_converged,
    statement="Whether the loss has stopped improving much.",
    aspects=[
        Aspect(
            "values",
            1,
            "the lowest of the last epochs against the lowest before them",
            [
                call([8.0, 4.0, 3.5, 3.25], 1.0, 2),
                call([8.0, 4.0, 3.5, 3.25], 0.5, 2),
                call([8.0, 4.0, 3.5, 3.0], 1.0, 2),  # exactly the tolerance lower
                call([5.0, 4.0, 1.0, 3.0, 2.5, 1.5], 0.25, 2),  # the best is neither first nor near
                call([6.0, 2.0, 7.0], 0.5, 2),  # the window's best is its first
                call([8.0, 4.0, 2.0, 0.25], 0.5, 2),  # small, and still falling
                flat,
                falling,
                bumpy,
                early_best,
            ],
        ),
        Aspect(
            "short",
            0.5,
            "with nothing before the window: not converged",
            [call([2.0, 2.0], 0.5, 2), call([2.0], 0.1, 3), call([], 0.1, 1)],
        ),
        Aspect(
            "rising",
            0.5,
            "a loss that rises has stopped improving",
            [call([1.0, 2.0, 4.0, 8.0], 0.5, 2), call([3.0, 1.0, 5.0], 0.5, 1)],
        ),
    ],
    hints=[
        "Cut the list in two: losses[-patience:] are the last epochs, losses[:-patience] those "
        "before. What is the best of each?",
        "Improvement is min(before) − min(last). It is negative when the loss rises.",
        "First of all: if len(losses) <= patience, nothing stands before. Return False.",
    ],
)


@has_converged.misconception(
    "values",
    "Only the last two losses are compared; a single lucky or unlucky epoch decides then.",
)
def compares_the_last_two(losses, tolerance, patience):
    return len(losses) > patience and losses[-2] - losses[-1] < tolerance


@has_converged.misconception(
    "values",
    "Small improvements add up: each is below the tolerance, all together are not. Compare the "
    "best of the window with the best before.",
)
def looks_at_single_steps(losses, tolerance, patience):
    if len(losses) <= patience:
        return False
    steps = -np.diff(losses[-patience - 1 :])
    return bool(np.all(steps < tolerance))


@has_converged.misconception(
    "rising",
    "The absolute difference calls a loss that shoots up “not converged yet”; improvement has a "
    "sign.",
)
def takes_the_absolute_difference(losses, tolerance, patience):
    if len(losses) <= patience:
        return False
    return bool(abs(min(losses[:-patience]) - min(losses[-patience:])) < tolerance)


@has_converged.misconception(
    "values", "Turned round: True while it still improves. True should say that it has stopped."
)
def turned_round(losses, tolerance, patience):
    if len(losses) <= patience:
        return False
    return bool(min(losses[:-patience]) - min(losses[-patience:]) >= tolerance)


@has_converged.misconception(
    "short",
    "With too few epochs it says True; before there is anything to compare with, nothing is known.",
)
def true_when_too_short(losses, tolerance, patience):
    if len(losses) <= patience:
        return True
    return bool(min(losses[:-patience]) - min(losses[-patience:]) < tolerance)


@has_converged.misconception(
    "values",
    "The last loss is compared, not the lowest of the window; one bad epoch hides an improvement.",
)
def compares_the_last_one(losses, tolerance, patience):
    if len(losses) <= patience:
        return False
    return bool(min(losses[:-patience]) - losses[-1] < tolerance)


@has_converged.misconception(
    "values",
    "It compares with the loss just before the window; the best may be further back.",
)
def compares_with_the_one_before(losses, tolerance, patience):
    if len(losses) <= patience:
        return False
    return bool(losses[-patience - 1] - min(losses[-patience:]) < tolerance)


@has_converged.misconception(
    "values",
    "It asks whether the loss is *small*; a loss can stop improving at any height.",
)
def asks_whether_it_is_small(losses, tolerance, patience):
    return len(losses) > patience and losses[-1] < tolerance


@has_converged.misconception(
    "values",
    "The means of both parts are compared; a single high epoch shifts a mean. Compare the lowest "
    "of each.",
)
def compares_the_means(losses, tolerance, patience):
    if len(losses) <= patience:
        return False
    return bool(np.mean(losses[:-patience]) - np.mean(losses[-patience:]) < tolerance)


@has_converged.misconception(
    "values",
    "losses[:patience] are the first epochs. All those before the last `patience` ones are "
    "losses[:-patience].",
)
def compares_with_the_first_ones(losses, tolerance, patience):
    if len(losses) <= patience:
        return False
    return bool(min(losses[:patience]) - min(losses[-patience:]) < tolerance)


@has_converged.misconception(
    "values",
    "An improvement of exactly the tolerance is enough to go on: the new loss *is* at least that "
    "much lower. Compare with <, not with <=.",
)
def exactly_is_not_enough(losses, tolerance, patience):
    if len(losses) <= patience:
        return False
    return bool(min(losses[:-patience]) - min(losses[-patience:]) <= tolerance)


@has_converged.alternative
def with_arrays(losses, tolerance, patience):
    L = np.array(losses)
    if L.size <= patience:
        return False
    best_so_far = np.minimum.accumulate(L)
    return bool(best_so_far[-patience - 1] - np.min(L[-patience:]) < tolerance)


@has_converged.alternative
def epoch_by_epoch(losses, tolerance, patience):
    before = losses[: max(0, len(losses) - patience)]
    if not before:
        return False
    best = min(before)
    for loss in losses[len(before) :]:  # noqa: SIM110
        if best - loss >= tolerance:
            return False
    return True


@has_converged.misconception(
    "values",
    "The range inside the window was looked at; compare its lowest with the lowest *before* it.",
)
def range_of_the_window(losses, tolerance, patience):
    if len(losses) <= patience:
        return False
    return max(losses[-patience:]) - min(losses[-patience:]) < tolerance


@has_converged.misconception(
    "values",
    "It is turned round: True where the loss still fell by more than the tolerance.",
)
def still_improving(losses, tolerance, patience):
    return len(losses) > patience and not nn.has_converged(losses, tolerance, patience)


@has_converged.misconception(
    "values",
    "The lowest of the window was compared with the lowest of all, the window included; that is "
    "never higher: compare with those before the window.",
)
def lowest_of_all(losses, tolerance, patience):
    return len(losses) > patience and min(losses[-patience:]) - min(losses) < tolerance


@has_converged.misconception(
    "values",
    "The improvement was divided by the loss before; tolerance is a difference of losses.",
)
def relative_improvement(losses, tolerance, patience):
    if len(losses) <= patience:
        return False
    before = min(losses[:-patience])
    return (before - min(losses[-patience:])) / before < tolerance

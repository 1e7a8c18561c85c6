"""Two schedules for the learning rate: in steps, and along half a cosine."""

import math

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import between


def staircase(rng: np.random.Generator) -> Call:
    every = int(rng.integers(3, 8))
    step = every * int(rng.integers(1, 4)) + int(rng.integers(1, every))
    return call(between(rng, 0.2, 0.9), step, between(rng, 0.3, 0.8), every)


def on_the_edge(rng: np.random.Generator) -> Call:
    every = int(rng.integers(3, 8))
    return call(between(rng, 0.2, 0.9), every * int(rng.integers(1, 5)), 0.5, every)


def descent(rng: np.random.Generator) -> Call:
    total = int(rng.integers(20, 60))
    step = int(rng.integers(2, total // 3))
    return call(between(rng, 0.4, 0.9), step, total, between(rng, 0.05, 0.2))


def afterwards(rng: np.random.Generator) -> Call:
    total = int(rng.integers(20, 60))
    return call(0.8, total + int(rng.integers(2, total)), total, between(rng, 0.05, 0.2))


step_decay = Exercise(
    reference=nn.step_decay,
    statement="Give the learning rate of a schedule that falls in steps.",
    aspects=[
        Aspect(
            "values",
            0.5,
            "one factor `drop` for every `every` steps that are done",
            [call(0.8, 1, 0.5, 2), call(0.8, 5, 0.5, 2), *confirmed(staircase, 0)],
        ),
        Aspect(
            "edges",
            0.5,
            "full at step 0, and lower from exactly step `every` on",
            [
                call(0.3, 0, 0.1, 10),
                *confirmed(on_the_edge, 0),
                call(0.3, 9, 0.1, 10),
                call(0.3, 10, 0.1, 10),
            ],
        ),
    ],
    hints=[
        "How many whole times does `every` go into `step`?",
        "`//` divides and drops the rest; `**` is the power.",
    ],
)

cosine_schedule = Exercise(
    reference=nn.cosine_schedule,
    statement="Give the learning rate of a schedule that falls along half a cosine.",
    aspects=[
        Aspect(
            "values",
            0.5,
            "from lr0 down to lr_min along half a cosine",
            [call(0.8, 5, 10), call(0.8, 0, 10, 0.2), descent, call(0.9, 10, 40)],
        ),
        Aspect(
            "end",
            0.5,
            "lr_min at step total, and ever after",
            [call(0.8, 10, 10, 0.1), afterwards, call(0.8, 14, 10)],
        ),
    ],
    hints=[
        "What share of the way is done? It is 0 at the start and never more than 1.",
        "cos(0) = 1 and cos(π) = −1, so (1 + cos(π · share)) / 2 runs from 1 to 0.",
        "Stretch that from 1 … 0 to lr0 … lr_min: lr_min plus the difference times it.",
    ],
)


@step_decay.misconception(
    "values",
    "`/` falls a little in every step; with `//` the rate stays until a whole `every` is over.",
)
def falls_smoothly(lr0, step, drop, every):
    return lr0 * drop ** (step / every)


@step_decay.misconception(
    "values", "The rate falls in every single step here; it falls once after each `every` steps."
)
def falls_every_step(lr0, step, drop, every):
    return lr0 * drop**step


@step_decay.misconception(
    "values", "It falls once and never again: the number of drops has to grow with step."
)
def falls_once(lr0, step, drop, every):
    return lr0 * drop if step >= every else lr0


@step_decay.misconception(
    "edges", "One step late: after `every` steps are done, the rate has fallen already."
)
def one_step_late(lr0, step, drop, every):
    return lr0 * drop ** (max(step - 1, 0) // every)


@step_decay.misconception(
    "edges", "One step early: `step` counts what is done already, so nothing is added to it."
)
def one_step_early(lr0, step, drop, every):
    return lr0 * drop ** ((step + 1) // every)


@step_decay.misconception(
    "values", "`drop` is subtracted as a share each time; it multiplies what is left."
)
def takes_a_share_off(lr0, step, drop, every):
    return lr0 * (1 - drop) ** (step // every)


@step_decay.alternative
def multiplies_in_a_loop(lr0, step, drop, every):
    lr = lr0
    for done in range(1, step + 1):
        if done % every == 0:
            lr = lr * drop
    return lr


@step_decay.alternative
def through_floor(lr0, step, drop, every):
    return np.power(drop, np.floor(step / every)) * lr0


@cosine_schedule.misconception(
    "end",
    "After `total` steps the cosine climbs again, and so does the rate; hold the share at 1.",
)
def climbs_again(lr0, step, total, lr_min=0.0):
    return float(lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * step / total)) / 2)


@cosine_schedule.misconception(
    "values",
    "This is a quarter of the cosine, which falls steeply to the end; half of it is wanted: "
    "(1 + cos(π · share)) / 2.",
)
def a_quarter_wave(lr0, step, total, lr_min=0.0):
    share = min(step / total, 1.0)
    return float(lr_min + (lr0 - lr_min) * np.cos(np.pi / 2 * share))


@cosine_schedule.misconception(
    "values", "lr_min is added on top of the whole range; the range is lr0 − lr_min."
)
def lifts_the_whole(lr0, step, total, lr_min=0.0):
    return float(lr_min + lr0 * (1 + np.cos(np.pi * min(step / total, 1.0))) / 2)


@cosine_schedule.misconception(
    "values", "That is a straight line; the cosine falls slowly at first, then faster, then slowly."
)
def a_straight_line(lr0, step, total, lr_min=0.0):
    return float(lr0 + (lr_min - lr0) * min(step / total, 1.0))


@cosine_schedule.misconception("values", "`np.cos` takes radians: half a turn is π, not 180.")
def in_degrees(lr0, step, total, lr_min=0.0):
    return float(lr_min + (lr0 - lr_min) * (1 + np.cos(180 * min(step / total, 1.0))) / 2)


@cosine_schedule.misconception(
    "values", "The cosine alone falls to −1, and the rate below 0; (1 + cos) / 2 runs from 1 to 0."
)
def goes_negative(lr0, step, total, lr_min=0.0):
    return float(lr_min + (lr0 - lr_min) * np.cos(np.pi * min(step / total, 1.0)))


@cosine_schedule.misconception(
    "values",
    "lr_min is left out: the rate falls to 0. It is to fall to lr_min, by lr0 − lr_min.",
)
def falls_to_zero(lr0, step, total, lr_min=0.0):
    return float(lr0 * (1 + np.cos(np.pi * min(step / total, 1.0))) / 2)


@cosine_schedule.misconception(
    "values",
    "lr_min is left out, and after `total` steps the cosine climbs again. The rate is to fall to "
    "lr_min, and to stay there.",
)
def climbs_again_from_zero(lr0, step, total, lr_min=0.0):
    return float(lr0 * (1 + np.cos(np.pi * step / total)) / 2)


@cosine_schedule.alternative
def through_half_the_angle(lr0, step, total, lr_min=0.0):
    if step >= total:
        return lr_min
    return lr_min + (lr0 - lr_min) * math.cos(math.pi * step / total / 2) ** 2


@cosine_schedule.alternative
def middle_and_swing(lr0, step, total, lr_min=0.0):
    middle, swing = (lr0 + lr_min) / 2, (lr0 - lr_min) / 2
    return middle + swing * np.cos(np.pi * np.clip(step, 0, total) / total)


@step_decay.misconception(
    "values", "It is rounded up here; `//` rounds down: the rate falls when `every` steps are done."
)
def rounds_up(lr0, step, drop, every):
    return lr0 * drop ** -(-step // every)


@step_decay.misconception(
    "values", "It falls at the multiples of `every` alone, and is back at lr0 in between."
)
def at_the_multiples_alone(lr0, step, drop, every):
    return lr0 * drop if step % every == 0 else lr0


@step_decay.misconception(
    "values",
    "`drop` is multiplied by how often it falls; multiplied *so often* is a power: drop ** times.",
)
def times_how_often(lr0, step, drop, every):
    return lr0 * drop * (step // every)


@cosine_schedule.misconception(
    "values", "This is a whole cosine, down and up again; half of it is wanted: π · share, not 2 π."
)
def a_whole_wave(lr0, step, total, lr_min=0.0):
    share = min(step, total) / total
    return lr_min + (lr0 - lr_min) * (1 + np.cos(2 * np.pi * share)) / 2


@cosine_schedule.misconception(
    "values", "1 + cos runs from 2 to 0: the half is missing, so that the rate begins too high."
)
def without_the_half(lr0, step, total, lr_min=0.0):
    share = min(step, total) / total
    return lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * share))


@cosine_schedule.misconception(
    "end", "It begins anew after `total` steps (step % total); from there on it stays at lr_min."
)
def begins_anew(lr0, step, total, lr_min=0.0):
    share = step % total / total
    return lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * share)) / 2


@cosine_schedule.misconception(
    "values", "One too few: step `total` is the end, so that the share is step / total."
)
def ends_one_step_early(lr0, step, total, lr_min=0.0):
    share = min(step, total) / max(total - 1, 1)
    return lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * share)) / 2

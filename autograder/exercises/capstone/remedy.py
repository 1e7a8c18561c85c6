"""`ablation`: one part away, all else the same, seed by seed."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, code

SUM = code('lambda s, seed: s["units"] + s["lam"] * seed')
# Every setting and the seed count, so that a swapped, lost or changed one shows.
MIX = code('lambda s, seed: s["units"] * seed + 10 * s["lam"] + 100 * s["p"] * seed**2')
# A part that is not a number, and a score that another part decides as well.
SHIFTS = code('lambda s, seed: (0.9 if s["shifts"] else 0.8) + seed / (100 + s["epochs"])')
KEYS = code('lambda s, seed: float(len(s)) + seed + (2.0 if s["dropout"] else 0.0)')


def mixed(name: str, S: int):
    """A draw: one of three parts away, S seeds."""

    def draw(rng: np.random.Generator):
        units, lam, p = (float(n) for n in rng.permutation(np.arange(2, 9))[:3])
        seeds = [int(seed) for seed in rng.permutation(np.arange(1, 9))[:S]]
        return call(MIX, {"units": units, "lam": lam, "p": p / 4}, name, 0.5, seeds)

    return draw


ablation = Exercise(
    reference=nn.ablation,
    statement="Take one part of a recipe away, all else the same: what did it contribute, by seed?",
    aspects=[
        Aspect(
            "differences",
            2.5,
            "for each seed the score with the part minus the score without it",
            [
                call(SUM, {"units": 8, "lam": 2.0}, "lam", 0.5, [1, 3]),
                mixed("lam", 3),
                mixed("p", 2),
                mixed("units", 3),
            ],
        ),
        Aspect(
            "all else the same",
            1,
            "`off` is the value without the part; all other settings and the seed are the same",
            [
                call(SHIFTS, {"shifts": True, "epochs": 20}, "shifts", False, [0, 5]),
                call(KEYS, {"dropout": 0.25, "units": 3, "lam": 0.0}, "dropout", 0.0, [4, 1]),
                call(MIX, {"units": 3.0, "lam": 2.0, "p": 0.5}, "p", 0.25, [5, 2]),
                mixed("p", 4),
            ],
        ),
        Aspect(
            "edges",
            0.5,
            "one seed, no seed; settings is left as it was",
            [
                mixed("lam", 1),
                mixed("units", 2),
                call(SUM, {"units": 1, "lam": 2.0}, "lam", 0.5, [7]),
                call(SUM, {"units": 1, "lam": 1.0}, "lam", 0.0, []),
            ],
            pure=True,
        ),
    ],
    hints=[
        "Two recipes: settings, and a copy of it in which one key has another value.",
        "{**settings, name: off} makes that copy. Which seed does each of the two get?",
        "np.array([score(settings, seed) - score(without, seed) for seed in seeds], dtype=float).",
    ],
)


@ablation.misconception(
    "differences",
    "Without minus with: the sign is turned round, a remedy that helps looks harmful.",
)
def turned_round(score, settings, name, off, seeds):
    return -nn.ablation(score, settings, name, off, seeds)


@ablation.misconception(
    "differences",
    "This is one number, the mean of the differences. Asked is one for each seed: their spread "
    "says how far the mean can be trusted.",
)
def mean_difference(score, settings, name, off, seeds):
    return float(np.mean(nn.ablation(score, settings, name, off, seeds))) if seeds else np.zeros(0)


@ablation.misconception(
    "differences",
    "The two trainings of a pair had different seeds, so the difference holds the luck of both.",
)
def seeds_of_their_own(score, settings, name, off, seeds):
    without = {**settings, name: off}
    return np.array([score(settings, s) - score(without, s + 1) for s in seeds], dtype=float)


@ablation.misconception(
    "edges",
    "settings[name] = off changes the caller's own recipe. Make a copy: {**settings, name: off}.",
)
def changes_the_recipe(score, settings, name, off, seeds):
    with_it = [score(settings, seed) for seed in seeds]
    settings[name] = off
    return np.array(
        [w - score(settings, seed) for w, seed in zip(with_it, seeds, strict=True)], dtype=float
    )


@ablation.misconception(
    "differences",
    "The key was taken out of the recipe, and the score needs it: put `off` in its place.",
)
def takes_the_key_out(score, settings, name, off, seeds):
    without = {key: value for key, value in settings.items() if key != name}
    return np.array([score(settings, seed) - score(without, seed) for seed in seeds], dtype=float)


@ablation.misconception(
    "all else the same",
    "False or 0 is not always what switches a part off; `off` says what does.",
)
def always_zero(score, settings, name, off, seeds):
    return nn.ablation(score, settings, name, type(settings[name])(0), seeds)


@ablation.misconception(
    "differences",
    "A share of the score was computed, with / without. Asked is the difference.",
)
def ratio(score, settings, name, off, seeds):
    without = {**settings, name: off}
    return np.array([score(settings, s) / score(without, s) for s in seeds], dtype=float)


@ablation.alternative
def two_rows(score, settings, name, off, seeds):
    without = dict(settings)
    without[name] = off
    scores = [[score(recipe, seed) for seed in seeds] for recipe in (settings, without)]
    with_it, without_it = np.array(scores, dtype=float)
    return with_it - without_it


@ablation.alternative
def seed_by_seed(score, settings, name, off, seeds):
    found = np.zeros(len(seeds))
    for i, seed in enumerate(seeds):
        copy = settings.copy()
        copy.update({name: off})
        found[i] = score(settings, seed) - score(copy, seed)
    return found


@ablation.misconception(
    "differences",
    "The places 0, 1, 2 … were taken for seeds; the list itself says which: for seed in seeds.",
)
def places_for_seeds(score, settings, name, off, seeds):
    return nn.ablation(score, settings, name, off, range(len(seeds)))


@ablation.misconception(
    "differences",
    "settings and `without` are two names of one dict, so that both models were trained without "
    "the part: {**settings, name: off} makes a copy.",
)
def two_names_of_one(score, settings, name, off, seeds):
    without = settings
    without[name] = off
    return np.array([score(settings, s) - score(without, s) for s in seeds], dtype=float)


@ablation.misconception(
    "differences",
    "`off` was written into settings, so that from the second seed on both models lack the part; "
    "work on a copy.",
)
def off_for_good(score, settings, name, off, seeds):
    found = []
    for seed in seeds:
        with_it = score(settings, seed)
        settings[name] = off
        found.append(with_it - score(settings, seed))
    return np.array(found, dtype=float)


@ablation.misconception(
    "differences",
    "These are the scores without the part; the difference to those with it is asked.",
)
def without_it_alone(score, settings, name, off, seeds):
    return np.array([score({**settings, name: off}, seed) for seed in seeds], dtype=float)


@ablation.misconception(
    "differences",
    'The key itself is "name" here, so that the part stays on: {**settings, name: off} takes the '
    "key that `name` holds.",
)
def a_key_called_name(score, settings, name, off, seeds):
    without = {**settings, "name": off}
    return np.array([score(settings, s) - score(without, s) for s in seeds], dtype=float)

"""`minibatches`: judged by sizes, samples and pairs, since every order is right."""

import re
from itertools import pairwise

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, script
from ..with_seeds import seeded

DATA = """
    X = np.arange({entries}.0).reshape({N}, 2)
    y = 10 * np.arange({N})
"""
ONE_EPOCH = DATA + "    list(minibatches(X, y, {batch_size}, np.random.default_rng({seed})))"
TWO_EPOCHS = (
    DATA.format(entries=40, N=20)
    + """
    rng = np.random.default_rng({seed})
    one_epoch = list(minibatches(X, y, 8, rng))
    the_next = list(minibatches(X, y, 8, rng))
    same_seed = list(minibatches(X, y, 8, np.random.default_rng({seed})))
    [one_epoch, the_next, same_seed]
"""
)
AFTERWARDS = (
    DATA.format(entries=40, N=20)
    + """
    batches = list(minibatches(X, y, 8, np.random.default_rng({seed})))
    [batches, X, y]
"""
)


def epoch(N: int, batch_size: int):
    """A draw: one epoch of N samples."""
    return seeded(ONE_EPOCH.format(entries=2 * N, N=N, batch_size=batch_size, seed="{seed}"))


def judged(value, call):
    """What of the batches is judged; sample n is (2 n, 2 n + 1) and has the label 10 n."""
    text = call.args[0].text
    N = int(re.search(r"reshape\((\d+)", text)[1])
    if "same_seed" in text:
        one, following, same = (_samples(batches) for batches in value)
        return {
            "the next epoch": "the same order" if one == following else "another order",
            "with the same seed": "the same batches" if one == same else "other batches",
        }
    if "batches = " in text:
        batches, X, y = value
        kept = np.array_equal(X.ravel(), np.arange(2 * N)) and np.array_equal(y, 10 * np.arange(N))
        return {**_described(batches, N), "X and y afterwards": "as before" if kept else "changed"}
    return _described(value, N)


def _samples(batches) -> list[int]:
    """The samples in their order, by the numbers that X holds."""
    return [int(row[0]) // 2 for X_batch, _ in batches for row in X_batch]


def _described(batches, N: int) -> dict:
    """Sizes, samples, pairs and order of one epoch, in words."""
    samples = _samples(batches)
    whole = all(np.array_equal(X_b[:, 1] - X_b[:, 0], np.ones(len(X_b))) for X_b, _ in batches)
    paired = all(np.array_equal(5 * X_b[:, 0], y_b) for X_b, y_b in batches)
    words = {
        "batch sizes": ", ".join(str(len(X_batch)) for X_batch, _ in batches),
        "labels in them": ", ".join(str(len(y_batch)) for _, y_batch in batches),
        "samples": "each once" if sorted(samples) == list(range(N)) else "not each once",
        "rows": "whole" if whole else "torn apart",
        "labels": "beside their samples" if paired else _parted(batches),
    }
    if N >= 12:
        forward = sum(b == a + 1 for a, b in pairwise(samples))
        words["order"] = "random" if forward < N / 2 else "as they stand, or nearly"
    return words


def _parted(batches) -> str:
    """Where the labels stand that are not beside their samples."""
    labels = [label for _, y_batch in batches for label in y_batch]
    return "in their old order" if labels == sorted(labels) else "beside other samples"


minibatches = Exercise(
    reference=nn.minibatches,
    statement="Cut one epoch's samples into batches, in a random order, labels beside them.",
    summary=judged,
    aspects=[
        Aspect(
            "whole epoch",
            1.5,
            "every sample once, the label beside it, the sizes as they should be",
            [
                script(ONE_EPOCH.format(entries=6, N=3, batch_size=2, seed=7)),
                epoch(10, 4),
                epoch(12, 3),
            ],
        ),
        Aspect(
            "random",
            1,
            "a random order from rng: the same for the same seed, another in the next epoch",
            [epoch(30, 7), seeded(TWO_EPOCHS)],
        ),
        Aspect(
            "edges",
            0.5,
            "batches of one, one batch for all, no samples; X and y stay in their order",
            [epoch(4, 1), epoch(5, 32), epoch(0, 3), seeded(AFTERWARDS)],
        ),
    ],
    hints=[
        "How can two arrays be put into the same random order? Draw the order once, as numbers.",
        "order = rng.permutation(len(X)); then X[order] and y[order] still belong together.",
        "range(0, len(X), batch_size) gives where each batch starts; a slice that reaches past "
        "the end stops at the end.",
    ],
)


def cut(X, y, batch_size):
    """Batches in the order of the rows."""
    starts = range(0, len(X), batch_size)
    return [(X[s : s + batch_size], y[s : s + batch_size]) for s in starts]


@minibatches.misconception(
    "whole epoch",
    "X and y were shuffled each by itself, so the labels stand beside other samples. Draw one "
    "order and use it for both.",
)
def shuffles_them_apart(X, y, batch_size, rng):
    return cut(rng.permutation(X), rng.permutation(y), batch_size)


@minibatches.misconception(
    "whole epoch", "X was shuffled and y was not: the labels stand beside other samples."
)
def shuffles_the_samples_alone(X, y, batch_size, rng):
    return cut(rng.permutation(X), y, batch_size)


@minibatches.misconception(
    "whole epoch",
    "len(X) // batch_size batches leave out the samples of the smaller last one.",
)
def drops_the_last_batch(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return cut(X[order], y[order], batch_size)[: len(X) // batch_size]


@minibatches.misconception(
    "whole epoch",
    "rng.choice and rng.integers draw with replacement: some samples come twice, others never.",
)
def draws_with_replacement(X, y, batch_size, rng):
    order = rng.integers(0, max(len(X), 1), len(X))
    return cut(X[order], y[order], batch_size)


@minibatches.misconception(
    "random", "The samples come as they stand; draw an order from rng first."
)
def never_shuffles(X, y, batch_size, rng):
    return cut(X, y, batch_size)


@minibatches.misconception(
    "random",
    "Only the order of the batches is random; which samples share a batch is always the same.",
)
def shuffles_whole_batches(X, y, batch_size, rng):
    batches = cut(X, y, batch_size)
    if len(batches) < 2:
        return batches
    return [batches[i] for i in rng.permutation(len(batches) - 1)] + batches[-1:]


@minibatches.misconception(
    "random", "A generator made inside gives the same order in every epoch; use rng."
)
def seeds_its_own_generator(X, y, batch_size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return cut(X[order], y[order], batch_size)


@minibatches.misconception(
    "whole epoch",
    "np.array_split makes batches of nearly equal size; all but the last should be full.",
)
def equal_shares(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    if not len(X):
        return []
    shares = np.array_split(order, -(-len(X) // batch_size))
    return [(X[share], y[share]) for share in shares]


@minibatches.misconception(
    "edges",
    "rng.shuffle works in place: the caller's X and y have lost their order.",
)
def shuffles_in_place(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return cut(X, y, batch_size)


@minibatches.misconception(
    "edges",
    "Where the samples fill their batches exactly, or there are none, an empty batch is added.",
)
def adds_an_empty_batch(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X, y = X[order], y[order]
    starts = [i * batch_size for i in range(len(X) // batch_size + 1)]
    return [(X[s : s + batch_size], y[s : s + batch_size]) for s in starts]


@minibatches.misconception(
    "random",
    "np.random draws from a generator that all programs share: the seed of rng decides nothing. "
    "Draw the order from rng.",
)
def draws_from_numpys_own(X, y, batch_size, rng):
    order = np.random.permutation(len(X))
    return cut(X[order], y[order], batch_size)


@minibatches.alternative
def one_yield_after_another(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    while order.size:
        yield X[order[:batch_size]], y[order[:batch_size]]
        order = order[batch_size:]


@minibatches.alternative
def shuffled_indices(X, y, batch_size, rng):
    order = list(range(len(X)))
    rng.shuffle(order)
    batches = []
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        batches.append([np.array([X[i] for i in chosen]), np.array([y[i] for i in chosen])])
    return batches


@minibatches.alternative
def split_at_the_seams(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    seams = np.arange(batch_size, len(X), batch_size)
    if not len(X):
        return []
    return list(zip(np.split(X[order], seams), np.split(y[order], seams), strict=True))


@minibatches.misconception(
    "whole epoch",
    "One batch came back alone; all of them are asked for, as a list of pairs.",
)
def one_batch_alone(X, y, batch_size, rng):
    rows = rng.permutation(len(X))[:batch_size]
    return X[rows], y[rows]

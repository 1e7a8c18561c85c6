"""`generalization_gap`: a number for the distance of two learning curves at their end."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed


def history(L, V) -> dict:
    return {"loss": [float(x) for x in L], "val_loss": [float(x) for x in V]}


def curves(rng: np.random.Generator, n: int):
    """Two falling curves whose gaps differ from epoch to epoch, and are largest in the middle."""
    L = np.linspace(1.0, 0.2, n) + rng.uniform(0, 0.1, n)
    gaps = rng.permutation(np.linspace(0.05, 0.6, n)) ** 2 + 0.1
    return L.round(2), (L.round(2) + gaps.round(2)).round(2)


def lengthy(window: int):
    """A draw: nine epochs, of which the last few count."""

    def draw(rng: np.random.Generator) -> Call:
        return call(history(*curves(rng, 9)), window)

    return draw


def one_bad_epoch(place: int):
    """A draw: eight epochs; one of the last five is far off."""

    def draw(rng: np.random.Generator) -> Call:
        L, V = curves(rng, 8)
        V[place] += float(rng.integers(3, 9))
        return call(history(L, V))

    return draw


def turned(rng: np.random.Generator) -> Call:
    """Validation is the lower one, as often with dropout."""
    L, V = curves(rng, 6)
    return call(history(V, L), 3)


def crossed(rng: np.random.Generator) -> Call:
    """Gaps of the last three epochs: the middle one of the differences, not of the losses."""
    a, b, c = (rng.uniform(0.1, 0.3, 3) + np.array([0, 0.4, 0.8])).round(2)
    return call(history([0.1, c, b, a], [0.2, c + 0.1, b + 0.5, a + 0.2]), 3)


def three(rng: np.random.Generator) -> Call:
    return call(history(*curves(rng, 3)), 4)


BY_HAND = call(history([0.5, 0.25, 0.25, 0.25], [0.5, 0.5, 2.25, 0.75]), 3)
TWO = call(history([0.5, 0.25], [0.75, 1.25]), 5)

generalization_gap = Exercise(
    reference=nn.generalization_gap,
    statement="How much worse the network does on new data at the end: the middle one of the gaps.",
    aspects=[
        Aspect(
            "values",
            1,
            "the median of validation minus training, over the last epochs",
            [
                BY_HAND,
                # over the last three, four and five epochs the median is another one each time
                call(history([1] * 7, [1, 1, 1, 2, 4, 3, 8]), 3),
                lengthy(3),
                lengthy(4),
                turned,
                crossed,
            ],
        ),
        Aspect(
            "one bad epoch",
            0.5,
            "with the usual window, one bad epoch does not move it",
            [*confirmed(one_bad_epoch(-1), 1), one_bad_epoch(-3)],
            pure=True,
        ),
        Aspect(
            "short",
            0.5,
            "with fewer epochs than the window, all of them count",
            [TWO, call(history([0.5], [0.75])), *confirmed(three, 0)],
        ),
    ],
    hints=[
        "Lists cannot be subtracted. What makes an array of a list?",
        "gaps[-window:] are the last ones; with fewer, all of them.",
        "np.median(gaps[-window:]) is a NumPy number; float(…) makes it a plain one.",
    ],
)


def gaps_of(history) -> np.ndarray:
    return np.array(history["val_loss"]) - np.array(history["loss"])


@generalization_gap.misconception(
    "one bad epoch",
    "The mean lets one bad epoch pull as hard as it likes; the median asks for the middle one.",
)
def takes_the_mean(history, window=5):
    return float(np.mean(gaps_of(history)[-window:]))


@generalization_gap.misconception(
    "one bad epoch", "Only the last epoch is looked at; it may be a lucky or an unlucky one."
)
def last_epoch_alone(history, window=5):
    return float(gaps_of(history)[-1])


@generalization_gap.misconception(
    "values",
    "Turned round: training minus validation is negative just when the network overfits.",
)
def training_minus_validation(history, window=5):
    return -float(np.median(gaps_of(history)[-window:]))


@generalization_gap.misconception(
    "values", "All epochs are taken; at the beginning there is hardly a gap. Use the last `window`."
)
def over_all_epochs(history, window=5):
    return float(np.median(gaps_of(history)))


@generalization_gap.misconception(
    "values",
    "The median of one curve minus the median of the other: the two middles may be of different "
    "epochs. First subtract, then take the median.",
)
def difference_of_medians(history, window=5):
    V, L = (np.median(history[key][-window:]) for key in ("val_loss", "loss"))
    return float(V - L)


@generalization_gap.misconception(
    "values", "These are the *first* epochs; the last ones are gaps[-window:]."
)
def first_epochs(history, window=5):
    return float(np.median(gaps_of(history)[:window]))


@generalization_gap.misconception(
    "values",
    "The absolute value hides which one is lower; a validation loss below training is a negative "
    "gap.",
)
def without_a_sign(history, window=5):
    return float(np.median(np.abs(gaps_of(history)[-window:])))


@generalization_gap.misconception(
    "values", "This is a ratio. The gap is a difference: validation minus training."
)
def as_a_ratio(history, window=5):
    ratios = np.array(history["val_loss"]) / np.array(history["loss"])
    return float(np.median(ratios[-window:]))


@generalization_gap.misconception(
    "values", "This is one gap per epoch; the median of the last ones is wanted, a single number."
)
def one_gap_per_epoch(history, window=5):
    return gaps_of(history)


@generalization_gap.alternative
def by_sorting(history, window=5):
    pairs = list(zip(history["loss"], history["val_loss"], strict=True))[-window:]
    gaps = sorted(val - train for train, val in pairs)
    half = len(gaps) // 2
    return gaps[half] if len(gaps) % 2 else (gaps[half - 1] + gaps[half]) / 2


@generalization_gap.alternative
def as_a_quantile(history, window=5):
    kept = min(window, len(history["loss"]))
    V, L = (np.asarray(history[key], dtype=float) for key in ("val_loss", "loss"))
    return np.quantile(np.subtract(V, L)[len(V) - kept :], 0.5)


@generalization_gap.misconception(
    "values",
    "The gap in the middle of the list was taken as it stands; for a median the gaps are sorted "
    "first.",
)
def middle_unsorted(history, window=5):
    gaps = [v - t for t, v in zip(history["loss"], history["val_loss"], strict=True)][-window:]
    return gaps[len(gaps) // 2]


@generalization_gap.misconception(
    "values", "5 is built in; `window` says how many epochs are looked at."
)
def always_five(history, window=5):
    return nn.generalization_gap(history, 5)


@generalization_gap.misconception(
    "values", "The largest gap of the window was taken; the median is in the middle."
)
def largest_gap(history, window=5):
    gaps = np.subtract(history["val_loss"], history["loss"])[-window:]
    return float(np.max(gaps))


@generalization_gap.misconception(
    "values",
    "Of an even number of gaps the upper one of the middle two was taken; the median is their "
    "mean.",
)
def upper_middle(history, window=5):
    gaps = sorted(np.subtract(history["val_loss"], history["loss"])[-window:].tolist())
    return gaps[len(gaps) // 2]

"""`diagnose`: a label for a pair of learning curves, by rules in a fixed order."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call


def history(L, V) -> Call:
    return call({"loss": [float(x) for x in L], "val_loss": [float(x) for x in V]})


def curve(rng: np.random.Generator, start, end, n, flat) -> np.ndarray:
    """A falling curve that is flat for its last epochs, with a little noise."""
    slope = np.linspace(start, end, n - flat)
    return np.concatenate([slope, np.full(flat, end)]) * (1 + rng.uniform(-0.01, 0.01, n))


def learnt(end: float, gap: float):
    """A draw: ten epochs, flat for the last five; validation a little higher."""

    def draw(rng: np.random.Generator) -> Call:
        L = curve(rng, 1.0, end, 10, 5)
        return history(L.round(3), (L + gap).round(3))

    return draw


def overfitted(flat: int):
    """A draw: validation turns and rises, while training falls or is flat."""

    def draw(rng: np.random.Generator) -> Call:
        L = curve(rng, 1.0, 0.1, 12, flat)
        V = np.concatenate([np.linspace(1.0, 0.5, 6), np.linspace(0.52, 0.9, 6)])
        return history(L.round(3), (V * (1 + rng.uniform(-0.01, 0.01, 12))).round(3))

    return draw


def still_falling(rng: np.random.Generator) -> Call:
    L = np.linspace(2.0, 1.2, 9) * (1 + rng.uniform(-0.005, 0.005, 9))
    return history(L.round(3), (L + 0.1).round(3))


def risen(rng: np.random.Generator) -> Call:
    L = [1.0, 0.6, 0.9, 1.4, *(1.5 + rng.uniform(0, 1, 3)).round(2)]
    return history(L, [x + 0.2 for x in L])


NAN, INF = float("nan"), float("inf")
BY_HAND = history([1.0, 0.5, 0.3, 0.2], [1.0, 0.7, 0.8, 0.9])
A_BUMP = history(
    [1.0, 0.4, 0.3, 0.25, 0.24, 0.24, 0.24, 0.24], [1, 0.5, 0.4, 0.42, 0.6, 0.4, 0.41, 0.4]
)
# Each limit from both sides and exactly on it, and each place beside its neighbours. On the limits
# stand numbers that are exact in binary, and so are 1.1 · 20, 0.9 · 20 and 0.8 · 20.
ENDS_AS_IT_BEGAN = history([20, 18, 20, 20], [20, 20, 20, 20])
LAST_ALONE_IS_HIGHER = history([20, 18, 16, 20.5], [22, 22, 22, 22])
LOWER_THAN_IT_BEGAN = history([20, 4, 5, 5], [20, 6, 6, 6.3])
A_TENTH_ABOVE = history([20, 6, 5, 5], [30, 20, 20, 22])
HALF_A_TENTH_ABOVE = history([20, 6, 5, 5], [30, 20, 20, 21])
A_FIFTH_ABOVE = history([20, 6, 5, 5], [30, 20, 20, 24])
A_TENTH_LOWER = history([40, 38, 30, 20, 18], [40, 38, 30, 20, 18])
A_LITTLE_LOWER = history([40, 38, 30, 20, 19], [40, 38, 30, 20, 19])
A_FIFTH_LOWER = history([40, 38, 30, 20, 16], [40, 38, 30, 20, 16])
FALLEN_EARLIER = history([40, 40, 39, 30, 20, 10, 10, 10, 10], [40, 39, 38, 30, 20, 10, 10, 10, 10])
FALLEN_LATELY = history([40, 40, 39, 38, 30, 20, 15, 15, 15], [40, 39, 38, 35, 30, 20, 15, 15, 15])
FOUR_FIFTHS = history([20, 16, 16, 16], [20, 16, 16, 16])
JUST_BELOW = history([20, 17, 17, 15.5], [20, 17, 17, 15.5])
THREE_QUARTERS = history([20, 15, 15, 15], [20, 15, 15, 15])
NINE_TENTHS = history([20, 18, 18, 18], [20, 18, 18, 18])
A_HUMP = history([20, 25, 10, 5, 5, 5, 5, 5], [20, 25, 10, 6, 6, 6, 6, 6])
TRAINING_ALONE_FALLS = history([40, 38, 30, 20, 15], [40, 30, 30, 30, 30])
HARDLY_LEARNT_AND_FALLING = history([20, 20, 20, 17.5], [20, 20, 20, 20])
HARDLY_LEARNT_AND_OVERFITTED = history([20, 19, 18, 18], [20, 10, 12, 15])
EARLY_DROP = history(
    [4.0, 1.2, 1.15, 1.1, 1.09, 1.08, 1.08, 1.08], [4, 1.3, 1.3, 1.2, 1.2, 1.2, 1.2, 1.2]
)

diagnose = Exercise(
    reference=nn.diagnose,
    statement="Say in a word what a pair of learning curves looks like, by the first rule that "
    "holds.",
    aspects=[
        Aspect(
            "training curve",
            1,
            "diverged, still learning, underfitting or healthy",
            [
                learnt(0.2, 0.03),
                learnt(0.9, 0.02),
                learnt(0.6, 0.02),
                still_falling,
                risen,
                EARLY_DROP,
                ENDS_AS_IT_BEGAN,
                LAST_ALONE_IS_HIGHER,
                LOWER_THAN_IT_BEGAN,
                A_TENTH_LOWER,
                A_LITTLE_LOWER,
                A_FIFTH_LOWER,
                FALLEN_EARLIER,
                FALLEN_LATELY,
                FOUR_FIFTHS,
                JUST_BELOW,
                THREE_QUARTERS,
                NINE_TENTHS,
                A_HUMP,
                TRAINING_ALONE_FALLS,
                HARDLY_LEARNT_AND_FALLING,
                history([0.9, 0.7, 0.5, 0.3], [0.9, 0.7, 0.5, 0.3]),
            ],
        ),
        Aspect(
            "overfitting",
            0.5,
            "validation well above its lowest: before the other rules are asked; a bump is nothing",
            [
                BY_HAND,
                overfitted(1),
                overfitted(6),
                A_BUMP,
                A_TENTH_ABOVE,
                HALF_A_TENTH_ABOVE,
                A_FIFTH_ABOVE,
                HARDLY_LEARNT_AND_OVERFITTED,
            ],
        ),
        Aspect(
            "not finite",
            0.5,
            "nan and inf mean diverged, wherever they stand",
            [
                history([1.0, 3.0, NAN, NAN], [1.0, 3.0, NAN, NAN]),
                history([1.0, 0.5, INF, 0.4], [1.0, 0.6, INF, 0.5]),
                history([2.0, 1.0, 0.9, NAN, 0.8], [2.0, 1.0, 1.0, NAN, 1.9]),
            ],
            pure=True,
        ),
    ],
    hints=[
        "Five rules, five returns, in the order in which they stand. np.isfinite tells nan and inf "
        "from numbers.",
        "With nan every <, > and == is False, so ask for it first: not np.all(np.isfinite(L)).",
        "V[-1] > 1.1 * np.min(V) is the second rule; L[-1] < 0.9 * L[-1 - len(L) // 4] the third.",
    ],
)


def by_rules(history, overfitted=None, falling=None, high=None, diverged=None):
    """The reference with one rule exchanged."""
    L, V = np.array(history["loss"]), np.array(history["val_loss"])
    if (diverged or (lambda L: not np.all(np.isfinite(L)) or L[-1] > L[0]))(L):
        return "diverged"
    if (overfitted or (lambda L, V: V[-1] > 1.1 * np.min(V)))(L, V):
        return "overfitting"
    if (falling or (lambda L: L[-1] < 0.9 * L[-1 - len(L) // 4]))(L):
        return "still learning"
    return "underfitting" if (high or (lambda L: L[-1] > 0.8 * L[0]))(L) else "healthy"


@diagnose.misconception(
    "not finite", "nan > 1 is False, and so is nan < 1: neither finds it. Ask np.isfinite."
)
def never_asks_for_nan(history):
    return by_rules(history, diverged=lambda L: L[-1] > L[0])


@diagnose.misconception(
    "not finite", "Only the last entry is looked at; a loss that was nan or inf once has diverged."
)
def looks_at_the_last_entry(history):
    return by_rules(history, diverged=lambda L: not np.isfinite(L[-1]) or L[-1] > L[0])


@diagnose.misconception(
    "overfitting",
    "Validation above training is a gap, and nearly always there; overfitting is told by a "
    "validation loss that *rises* from its lowest.",
)
def any_gap_is_overfitting(history):
    return by_rules(history, overfitted=lambda L, V: V[-1] > 1.1 * L[-1])


@diagnose.misconception(
    "overfitting",
    "One bad epoch in between is no overfitting; compare the *last* validation loss with the "
    "lowest.",
)
def any_rise_is_overfitting(history):
    return by_rules(history, overfitted=lambda L, V: np.any(np.diff(V) > 0.1 * V[:-1]))


@diagnose.misconception(
    "overfitting",
    "The last validation loss is compared with the first; it can rise from its lowest and still "
    "end below where it began.",
)
def compares_with_the_first(history):
    return by_rules(history, overfitted=lambda L, V: V[-1] > 1.1 * V[0])


@diagnose.misconception(
    "overfitting",
    "The rules are asked in another order: overfitting comes before still learning.",
)
def asks_for_learning_first(history):
    L = np.array(history["loss"])
    if np.all(np.isfinite(L)) and L[-1] <= L[0] and L[-1] < 0.9 * L[-1 - len(L) // 4]:
        return "still learning"
    return by_rules(history)


@diagnose.misconception(
    "training curve",
    "L[n // 4] counts from the beginning, where a quarter is over; the last quarter is counted "
    "from the end: L[-1 - n // 4].",
)
def counts_the_quarter_from_the_front(history):
    L, V = np.array(history["loss"]), np.array(history["val_loss"])
    if not np.all(np.isfinite(L)) or L[-1] > L[0]:
        return "diverged"
    if V[-1] > 1.1 * np.min(V):
        return "overfitting"
    if L[-1] < 0.9 * L[len(L) // 4]:
        return "still learning"
    return "underfitting" if L[-1] > 0.8 * L[0] else "healthy"


@diagnose.misconception(
    "training curve",
    "It compares the end with the beginning; still learning asks about the last quarter alone.",
)
def learning_since_the_start(history):
    return by_rules(history, falling=lambda L: L[-1] < 0.9 * L[0])


@diagnose.misconception(
    "training curve",
    "It compares the last two epochs; a slow fall shows only over the last quarter.",
)
def learning_in_the_last_step(history):
    return by_rules(history, falling=lambda L: L[-1] < 0.9 * L[-2])


@diagnose.misconception(
    "training curve",
    "A fixed height says nothing: losses have scales of their own. Compare with where L began.",
)
def high_by_a_fixed_number(history):
    return by_rules(history, high=lambda L: L[-1] > 0.5)


@diagnose.misconception(
    "training curve",
    "Without a rule for it, a high flat loss passes as healthy; flat and high is underfitting.",
)
def knows_no_underfitting(history):
    return by_rules(history, high=lambda L: False)


@diagnose.alternative
def with_plain_lists(history):
    L, V = history["loss"], history["val_loss"]
    if any(x != x or abs(x) == INF for x in L) or L[-1] > L[0]:
        return "diverged"
    label = "underfitting" if L[-1] / L[0] > 0.8 else "healthy"
    if L[-1] < 0.9 * L[len(L) - 1 - len(L) // 4]:
        label = "still learning"
    if V[-1] / min(V) > 1.1:
        label = "overfitting"
    return label


@diagnose.alternative
def first_that_holds(history):
    L, V = (np.asarray(history[key], dtype=float) for key in ("loss", "val_loss"))
    with np.errstate(invalid="ignore"):
        rules = {
            "diverged": ~np.isfinite(L).all() or L[-1] > L[0],
            "overfitting": V[-1] > 1.1 * V.min(),
            "still learning": L[-1] < 0.9 * L[-1 - L.size // 4],
            "underfitting": L[-1] > 0.8 * L[0],
            "healthy": True,
        }
    return next(label for label, holds in rules.items() if holds)


def _ruled(history, rules):
    """The label of the first rule that holds, with rules of one's own."""
    L, V = history["loss"], history["val_loss"]
    return next((label for label, holds in rules if holds(L, V)), "healthy")


_DIVERGED = ("diverged", lambda L, V: not np.all(np.isfinite(L)) or L[-1] > L[0])
_OVERFITTED = ("overfitting", lambda L, V: V[-1] > 1.1 * min(V))
_FALLING = ("still learning", lambda L, V: L[-1] < 0.9 * L[-1 - len(L) // 4])
_HIGH = ("underfitting", lambda L, V: L[-1] > 0.8 * L[0])


@diagnose.misconception(
    "overfitting",
    "Underfitting is asked for before overfitting, or before still learning; the rules are asked "
    "in the order in which they stand.",
)
def asks_for_underfitting_first(history):
    return _ruled(history, [_DIVERGED, _HIGH, _OVERFITTED, _FALLING])


@diagnose.misconception(
    "training curve",
    "Any epoch above the first counts as diverged here; it is where L *ends*: L[-1] > L[0].",
)
def any_hump_is_diverged(history):
    humps = ("diverged", lambda L, V: not np.all(np.isfinite(L)) or max(L) > L[0])
    return _ruled(history, [humps, _OVERFITTED, _FALLING, _HIGH])


@diagnose.misconception(
    "training curve",
    "Whether it is still learning was asked of the validation curve; it is asked of L, the "
    "training loss.",
)
def asks_validation_whether_it_learns(history):
    falling = ("still learning", lambda L, V: V[-1] < 0.9 * V[-1 - len(V) // 4])
    return _ruled(history, [_DIVERGED, _OVERFITTED, falling, _HIGH])


@diagnose.misconception(
    "training curve",
    "A fifth *of* the beginning was taken, 0.2 · L[0]; a fifth *below* it is 0.8 · L[0].",
)
def a_fifth_of_the_beginning(history):
    high = ("underfitting", lambda L, V: L[-1] > 0.2 * L[0])
    return _ruled(history, [_DIVERGED, _OVERFITTED, _FALLING, high])


@diagnose.misconception(
    "not finite", "Only the last entry is asked whether it is finite; any entry of L counts."
)
def last_entry_alone(history):
    if not np.isfinite(history["loss"][-1]):
        return "diverged"
    rest = {**history, "loss": [x if np.isfinite(x) else 1e9 for x in history["loss"]]}
    return _ruled(rest, [_DIVERGED, _OVERFITTED, _FALLING, _HIGH])


@diagnose.misconception(
    "training curve",
    "`-n // 4` is −(n / 4) rounded *down*, one entry too few: write L[-1 - n // 4].",
)
def minus_a_quarter(history):
    falling = ("still learning", lambda L, V: L[-1] < 0.9 * L[-len(L) // 4])
    return _ruled(history, [_DIVERGED, _OVERFITTED, falling, _HIGH])


@diagnose.misconception(
    "training curve", "Ending just where it began is no divergence: L ends *higher*, >, not >=."
)
def no_lower_is_diverged(history):
    even = ("diverged", lambda L, V: not np.all(np.isfinite(L)) or L[-1] >= L[0])
    return _ruled(history, [even, _OVERFITTED, _FALLING, _HIGH])

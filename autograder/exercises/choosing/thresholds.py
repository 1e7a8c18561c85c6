"""`roc_curve` and `best_threshold`: one model is many classifiers, one for each threshold."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed

BY_HAND = np.array([1, 1, 0, 0]), np.array([0.9, 0.4, 0.6, 0.1])


def overlapping(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Labels, and scores that are larger for ones on the whole; the largest is a one's."""
    y = rng.permutation(np.repeat([0, 1], [5, 4]))
    scores = (rng.permutation(9) * 0.1 + 0.25 * y).round(2)
    scores[np.flatnonzero(y)[0]] = 1.6
    return y, scores


def drawn(rng: np.random.Generator) -> Call:
    return call(*overlapping(rng))


def tied(rng: np.random.Generator) -> Call:
    """Scores of which several are equal, for zeros and ones together."""
    y = rng.permutation(np.repeat([0, 1], [4, 4]))
    scores = np.where(np.arange(8) < 4, -1.5, 2.5)
    scores[[0, 7]] = 0.5
    y[[0, 1, 6, 7]] = [0, 1, 0, 1]
    return call(y, scores)


roc_curve = Exercise(
    reference=nn.roc_curve,
    rtol=1e-9,
    statement=(
        "Move the threshold from above all scores down to the lowest one; note at each step what "
        "share of the zeros, and what share of the ones, is answered 1."
    ),
    aspects=[
        Aspect(
            "points",
            2,
            "false alarm rate and recall, each a share of its own class, from (0, 0) to (1, 1)",
            [
                call(*BY_HAND),
                call(np.array([0, 1, 1]), np.array([0.2, 0.3, 0.7])),
                *confirmed(drawn, 0, 1),
            ],
            pure=True,
        ),
        Aspect(
            "equal scores",
            1,
            "one point for each different score, of any size",
            [
                call(np.array([0, 1, 1, 0]), np.full(4, 0.5)),
                call(np.array([1, 0, 1]), np.array([-2.0, -2.0, 3.0])),
                *confirmed(tied, 0),
            ],
            pure=True,
        ),
    ],
    hints=[
        "The thresholds are the different scores, from large to small: np.unique(scores)[::-1].",
        "called = scores >= threshold; the recall is np.mean(called[y == 1]).",
        "Both lists begin with 0.0, for a threshold above every score.",
    ],
)


def curve(y, scores, thresholds, at_least=np.greater_equal):
    called = [at_least(scores, threshold) for threshold in thresholds]
    rates = [[0.0, *(np.mean(one[y == label]) for one in called)] for label in (0, 1)]
    return tuple(map(np.array, rates))


@roc_curve.alternative
def running_counts(y, scores):
    order = np.argsort(-scores, kind="stable")
    y, scores = y[order], scores[order]
    ends = np.append(np.flatnonzero(np.diff(scores)), len(y) - 1)
    hits = np.cumsum(y)[ends]
    false = 1 + ends - hits
    return (
        np.concatenate([[0.0], false / np.sum(y == 0)]),
        np.concatenate([[0.0], hits / np.sum(y)]),
    )


@roc_curve.alternative
def with_a_table(y, scores):
    thresholds = sorted(set(scores.tolist()), reverse=True)
    called = scores[np.newaxis] >= np.array([np.inf, *thresholds])[:, np.newaxis]
    return (called & (y == 0)).sum(1) / (y == 0).sum(), (called & (y == 1)).sum(1) / y.sum()


@roc_curve.misconception(
    "equal scores",
    "Cases with equal scores were taken one by one; no threshold parts them, they come together.",
)
def one_by_one(y, scores):
    y = y[np.argsort(-scores, kind="stable")]
    rates = [np.cumsum(y == label) / np.sum(y == label) for label in (0, 1)]
    return tuple(np.concatenate([[0.0], rate]) for rate in rates)


@roc_curve.misconception(
    "points", "The shares are of all cases; recall is a share of the ones, the other of the zeros."
)
def shares_of_all(y, scores):
    rates = curve(y, scores, np.unique(scores)[::-1])
    return rates[0] * np.mean(y == 0), rates[1] * np.mean(y == 1)


@roc_curve.misconception(
    "points",
    "False alarms were divided by all alarms, which is 1 − precision; here they are a share of all "
    "zeros.",
)
def of_all_alarms(y, scores):
    false, recalls = curve(y, scores, np.unique(scores)[::-1])
    false, found = false * np.sum(y == 0), recalls * np.sum(y == 1)
    return false / np.maximum(false + found, 1), recalls


@roc_curve.misconception("points", "The two have changed places: false alarms first, then recall.")
def recall_first(y, scores):
    return curve(y, scores, np.unique(scores)[::-1])[::-1]


@roc_curve.misconception(
    "points", "A score that is just the threshold counts as 1: at least, not above."
)
def above_alone(y, scores):
    return curve(y, scores, np.unique(scores)[::-1], np.greater)


@roc_curve.misconception(
    "points", "The curve runs backward; begin above all scores, where nothing is answered 1."
)
def from_the_smallest(y, scores):
    return tuple(rates[::-1] for rates in curve(y, scores, np.unique(scores)[::-1]))


@roc_curve.misconception(
    "points", "The first point, (0, 0), is missing: a threshold above every score."
)
def without_the_start(y, scores):
    return tuple(rates[1:] for rates in curve(y, scores, np.unique(scores)[::-1]))


def priced(low: float, high: float, dear_alarms: bool = False):
    """A draw: overlapping scores, and two costs between these bounds, far enough apart."""

    def draw(rng: np.random.Generator) -> Call:
        cheap, dear = round(rng.uniform(0.5, 1.0), 2), round(rng.uniform(low, high), 2)
        return call(*overlapping(rng), *((dear, cheap) if dear_alarms else (cheap, dear)))

    return draw


best_threshold = Exercise(
    reference=nn.best_threshold,
    rtol=1e-9,
    statement=(
        "Try every threshold that makes a difference; return the one whose false alarms and misses "
        "cost least, together."
    ),
    aspects=[
        Aspect(
            "lowest cost",
            2,
            "false alarms and misses, each at its own price",
            [
                call(*BY_HAND, 1.0, 5.0),
                call(*BY_HAND, 5.0, 1.0),
                call(*BY_HAND, 3.0, 2.0),
                call(np.array([0, 1]), np.array([0.7, 0.2]), 2.0, 3.0),
                # with shares of each class in place of counts, 0.9 would cost least
                call(np.array([1, 0, 1, 1]), np.array([0.9, 0.7, 0.5, 0.3]), 1.0, 1.0),
                call(np.array([0, 0, 0, 1, 1]), np.array([0.1, 0.6, 0.7, 0.9, 0.5]), 2.0, 3.0),
                *confirmed(priced(2.0, 4.0), 0, 1, 2),
                *confirmed(priced(2.0, 4.0, dear_alarms=True), 0, 34),
            ],
            pure=True,
        ),
        Aspect(
            "edges",
            1,
            "np.inf where silence costs least; the largest of equals; equal scores go together",
            [
                call(*BY_HAND, 1.0, 1.0),
                call(np.array([0, 0, 1]), np.array([0.7, 0.5, 0.2]), 3.0, 1.0),
                call(np.array([0, 0]), np.array([0.7, 0.5]), 1.0, 1.0),
                call(np.array([1, 1]), np.array([-0.5, -0.7]), 1.0, 1.0),
                call(np.array([1, 0, 1, 0, 0]), np.array([0.8, 0.8, 0.8, 0.3, 0.1]), 1.0, 1.0),
                call(np.array([0, 1]), np.array([0.5, 0.5]), 1.0, 1.0),
                call(np.array([0, 1, 1, 0]), np.array([0.6, 0.4, 0.9, 0.1]), 1.0, 1.0),
            ],
            pure=True,
        ),
    ],
    hints=[
        "Begin with np.inf: no alarm at all costs cost_fn for each one. Can a score do better?",
        "Go through np.unique(scores)[::-1], the largest first, and take over what is *lower*.",
        "called = scores >= threshold; cost_fp * np.sum(called & (y == 0)) is one of two terms.",
    ],
)


def costs(y, scores, cost_fp, cost_fn, thresholds):
    """What each threshold costs."""
    called = scores >= np.asarray(thresholds)[:, np.newaxis]
    return cost_fp * (called & (y == 0)).sum(1) + cost_fn * (~called & (y == 1)).sum(1)


def all_of_them(scores):
    return np.append(np.inf, np.unique(scores)[::-1])


@best_threshold.alternative
def all_at_once(y, scores, cost_fp, cost_fn):
    thresholds = all_of_them(scores)
    return float(thresholds[np.argmin(costs(y, scores, cost_fp, cost_fn, thresholds))])


@best_threshold.alternative
def pairs_in_order(y, scores, cost_fp, cost_fn):
    def cost(threshold):
        wrong = [(s >= threshold, label) for s, label in zip(scores, y, strict=True)]
        return sum(cost_fp if one and not label else cost_fn if label and not one else 0.0
                   for one, label in wrong)  # fmt: skip

    return float(min(sorted({*scores.tolist(), np.inf}, reverse=True), key=cost))


@best_threshold.misconception(
    "lowest cost", "The prices have changed places: cost_fp is for a 0 that is answered 1."
)
def prices_swapped(y, scores, cost_fp, cost_fn):
    return all_at_once(y, scores, cost_fn, cost_fp)


@best_threshold.misconception(
    "lowest cost", "All errors count alike here, as in accuracy; each kind has its own price."
)
def fewest_errors(y, scores, cost_fp, cost_fn):
    return all_at_once(y, scores, 1.0, 1.0)


@best_threshold.misconception(
    "lowest cost", "0.5 is where nobody chose; try the scores, and take the one that costs least."
)
def one_half(y, scores, cost_fp, cost_fn):
    return 0.5


@best_threshold.misconception(
    "lowest cost",
    "This is right for true probabilities alone; scores need not be any: try every threshold.",
)
def by_the_formula(y, scores, cost_fp, cost_fn):
    return cost_fp / (cost_fp + cost_fn)


@best_threshold.misconception(
    "edges", "np.inf was not tried: where alarms are dear it may cost least to raise none."
)
def always_some_alarm(y, scores, cost_fp, cost_fn):
    thresholds = np.unique(scores)[::-1]
    return float(thresholds[np.argmin(costs(y, scores, cost_fp, cost_fn, thresholds))])


@best_threshold.misconception(
    "edges", "Of several that cost as little the smallest came back; take the largest."
)
def the_smallest_of_equals(y, scores, cost_fp, cost_fn):
    thresholds = all_of_them(scores)[::-1]
    return float(thresholds[np.argmin(costs(y, scores, cost_fp, cost_fn, thresholds))])


@best_threshold.misconception(
    "edges",
    "From the smallest score upwards, the first of several that cost as little is kept, and that "
    "is the smallest; take the largest.",
)
def upwards_from_the_smallest(y, scores, cost_fp, cost_fn):
    best, lowest = np.inf, cost_fn * np.sum(y == 1)
    for threshold in np.unique(scores):
        (cost,) = costs(y, scores, cost_fp, cost_fn, [threshold])
        if cost < lowest:
            best, lowest = threshold, cost
    return float(best)


@best_threshold.misconception(
    "lowest cost", "The cost came back in place of the threshold that has it."
)
def returns_the_cost(y, scores, cost_fp, cost_fn):
    return float(np.min(costs(y, scores, cost_fp, cost_fn, all_of_them(scores))))


@best_threshold.misconception(
    "edges",
    "The thresholds were tried in the order of the samples, and the first of several that cost as "
    "little was kept: go through them from the largest.",
)
def as_the_samples_stand(y, scores, cost_fp, cost_fn):
    thresholds = np.append(np.inf, scores)
    return float(thresholds[np.argmin(costs(y, scores, cost_fp, cost_fn, thresholds))])


@best_threshold.misconception(
    "lowest cost",
    "Shares of each class were weighed, not counts: each single false alarm costs cost_fp, each "
    "single miss cost_fn.",
)
def shares_for_counts(y, scores, cost_fp, cost_fn):
    ones, zeros = max(1, np.sum(y == 1)), max(1, np.sum(y == 0))
    return all_at_once(y, scores, cost_fp / zeros, cost_fn / ones)


@best_threshold.misconception(
    "lowest cost",
    "Thresholds in the middle between two scores were tried; they part the samples alike, but to "
    "choose from are the scores that occur, and np.inf.",
)
def between_the_scores(y, scores, cost_fp, cost_fn):
    s = np.unique(scores)
    thresholds = np.concatenate([[np.inf], (s[1:] + s[:-1])[::-1] / 2, s[:1]])
    return float(thresholds[np.argmin(costs(y, scores, cost_fp, cost_fn, thresholds))])


@best_threshold.misconception(
    "lowest cost", "The place of the best threshold came back, not the threshold itself."
)
def place_of_it(y, scores, cost_fp, cost_fn):
    return float(np.argmin(costs(y, scores, cost_fp, cost_fn, all_of_them(scores))))


@best_threshold.misconception(
    "lowest cost",
    "A score that is just the threshold counts as 1: at least, `>=`, and not above, `>`.",
)
def strictly_above(y, scores, cost_fp, cost_fn):
    thresholds = all_of_them(scores)
    called = scores > thresholds[:, np.newaxis]
    each = cost_fp * (called & (y == 0)).sum(1) + cost_fn * (~called & (y == 1)).sum(1)
    return float(thresholds[np.argmin(each)])

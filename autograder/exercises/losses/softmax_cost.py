"""Cross-entropy straight from the scores, and its gradient."""

import math

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import numbers, one_hot_rows
from .wording import SUM_NOT_MEAN


def scored(n: int, k: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(one_hot_rows(rng, n, k), numbers(rng, n, k))

    return draw


def far_scores(rng: np.random.Generator) -> Call:
    return call(one_hot_rows(rng, 2, 3), rng.uniform(-1000, 1000, (2, 3)).round(1))


BY_HAND = call(np.array([[0.0, 1.0]]), np.array([[np.log(3.0), 0.0]]))
TWO_SAMPLES = call(
    np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]), np.array([[2.0, 1.0, 0.0], [0.0, 0.0, -1.0]])
)
EXTREME = [
    call(np.array([[1.0, 0.0, 0.0]]), np.array([[-1000.0, 1000.0, 0.0]])),
    call(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[1000.0, 990.0], [-1000.0, -999.0]])),
    *confirmed(far_scores, 0),
]

softmax_cross_entropy = Exercise(
    reference=nn.softmax_cross_entropy,
    statement="Cross-entropy straight from the scores, right however far apart they lie.",
    aspects=[
        Aspect(
            "values",
            1,
            "cross-entropy of each row's softmax; the mean over the samples",
            [BY_HAND, TWO_SAMPLES, *confirmed(scored(4, 3), 0)],
        ),
        Aspect("finite", 1, "right for scores of ±1000, without a warning", EXTREME, quiet=True),
        Aspect(
            "shape",
            1,
            "any number of samples and classes, one sample too",
            [*confirmed(scored(2, 5), 0), scored(1, 4), scored(5, 2)],
        ),
    ],
    hints=[
        "For the scores (ln 3, 0) softmax gives (¾, ¼). What is the cost if the second is true?",
        "ln of softmax is z_k − ln Σ e^(z_j). Which number may be taken from a whole row first?",
        "Make each row's largest score 0 (`keepdims=True`); then log_p = z − ln Σ e^z, row by row.",
    ],
)


def _softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E, axis=1, keepdims=True)


@softmax_cross_entropy.misconception(
    "finite",
    "The formulas are right, but a probability that softmax rounds to 0 has no logarithm; work "
    "with ln p = z − ln Σ e^z from the start.",
)
def through_probabilities(y_true, logits):
    return -np.sum(y_true * np.log(_softmax(logits))) / len(y_true)


@softmax_cross_entropy.misconception(
    "finite",
    "A floor hides how wrong a prediction is: a gap of 2000 between scores costs 2000, not 27.6.",
)
def floors_the_probabilities(y_true, logits):
    return -np.sum(y_true * np.log(np.maximum(_softmax(logits), 1e-12))) / len(y_true)


@softmax_cross_entropy.misconception(
    "finite", "The formula is right, but e^1000 overflows; make each row's largest score 0 first."
)
def overflowing_sum(y_true, logits):
    log_p = logits - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))
    return -np.sum(y_true * log_p) / len(y_true)


@softmax_cross_entropy.misconception(
    "finite",
    "One maximum for the whole batch leaves a row of much lower scores with a sum of 0; each row "
    "needs its own.",
)
def one_maximum_for_the_batch(y_true, logits):
    z = logits - np.max(logits)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.sum(y_true * log_p) / len(y_true)


@softmax_cross_entropy.misconception(
    "values", "Softmax runs down the columns here; the classes of a sample lie along its row."
)
def softmax_down_the_columns(y_true, logits):
    E = np.exp(logits - np.max(logits, axis=0))
    return -np.sum(y_true * np.log(E / np.sum(E, axis=0))) / len(y_true)


@softmax_cross_entropy.misconception(
    "values", "The scores are used as if they were probabilities; softmax comes in between."
)
def scores_for_probabilities(y_true, logits):
    return -np.sum(y_true * np.log(np.maximum(logits, 1e-12))) / len(y_true)


@softmax_cross_entropy.misconception(
    "values",
    "This is the mean over all N · K entries; the K entries of a sample are added up, and the "
    "mean is over the N samples.",
)
def mean_over_all_entries(y_true, logits):
    return -np.mean(y_true * np.log(_softmax(logits)))


@softmax_cross_entropy.misconception("values", SUM_NOT_MEAN)
def adds_all_samples(y_true, logits):
    return -np.sum(y_true * np.log(_softmax(logits)))


@softmax_cross_entropy.misconception(
    "values", "Softmax is applied twice: the first one has turned the scores into probabilities."
)
def softmax_twice(y_true, logits):
    return -np.sum(y_true * np.log(_softmax(_softmax(logits)))) / len(y_true)


@softmax_cross_entropy.misconception(
    "values",
    "Only the maximum was taken from the scores; the logarithm of the row's sum of powers is "
    "still to be subtracted.",
)
def forgets_the_sum(y_true, logits):
    return -np.sum(y_true * (logits - np.max(logits, axis=1, keepdims=True))) / len(y_true)


@softmax_cross_entropy.alternative
def total_minus_true_score(y_true, logits):
    top = logits.max(axis=1)
    total = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
    return np.mean(total - (y_true * logits).sum(axis=1))


@softmax_cross_entropy.alternative
def through_logaddexp(y_true, logits):
    log_total = np.logaddexp.reduce(logits, axis=1)
    true_score = logits[np.arange(len(logits)), np.argmax(y_true, axis=1)]
    return (log_total - true_score).mean()


@softmax_cross_entropy.alternative
def sample_by_sample(y_true, logits):
    total = 0.0
    for y, z in zip(y_true, logits, strict=True):
        gaps = [score - z[np.argmax(y)] for score in z]
        top = max(gaps)
        total += top + math.log(sum(math.exp(gap - top) for gap in gaps))
    return total / len(y_true)


softmax_cross_entropy_grad = Exercise(
    reference=nn.softmax_cross_entropy_grad,
    statement="How does that cost change when one score does? Probability minus truth.",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "(softmax(logits) − y_true) / N, row by row",
            [BY_HAND, TWO_SAMPLES, scored(4, 3)],
        ),
        Aspect("finite", 0.5, "right for scores of ±1000, without a warning", EXTREME, quiet=True),
        Aspect(
            "shape",
            0.5,
            "the shape of the scores, one sample too",
            [*confirmed(scored(2, 5), 0), scored(1, 4)],
        ),
    ],
    hints=[
        "One sample costs ln Σ e^(z_j) minus the true score. Take the slope of each part.",
        "The first part gives softmax, the second takes 1 from the true class.",
        "The mean over N samples adds a 1/N; K, the number of classes, does not appear.",
    ],
)


@softmax_cross_entropy_grad.misconception(
    "values",
    "The sign is turned round: raising the score of a wrong class raises the cost, so its entry "
    "is positive.",
)
def truth_minus_probability(y_true, logits):
    return (y_true - _softmax(logits)) / len(y_true)


@softmax_cross_entropy_grad.misconception(
    "values", "The 1/N of the mean is missing: each sample is one of N that the cost averages over."
)
def probability_without_the_mean(y_true, logits):
    return _softmax(logits) - y_true


@softmax_cross_entropy_grad.misconception(
    "values", "This divides by N · K; the mean is over the N samples, and K does not appear."
)
def divides_by_the_classes_too(y_true, logits):
    return (_softmax(logits) - y_true) / y_true.size


@softmax_cross_entropy_grad.misconception(
    "values",
    "p (1 − p) is multiplied in once more; softmax's own derivative is already part of p − y.",
)
def derivative_once_more(y_true, logits):
    P = _softmax(logits)
    return (P - y_true) * P * (1 - P) / len(y_true)


@softmax_cross_entropy_grad.misconception(
    "values",
    "Only the true class gets a slope here; raising another class's score raises the cost as well.",
)
def only_the_true_class(y_true, logits):
    return y_true * (_softmax(logits) - 1) / len(y_true)


@softmax_cross_entropy_grad.misconception(
    "values", "The scores themselves are compared with the truth; their softmax has to be."
)
def score_minus_truth(y_true, logits):
    return (logits - y_true) / len(y_true)


@softmax_cross_entropy_grad.misconception(
    "finite", "The formula is right, but e^1000 overflows; make each row's largest score 0 first."
)
def overflowing_softmax(y_true, logits):
    E = np.exp(logits)
    return (E / np.sum(E, axis=1, keepdims=True) - y_true) / len(y_true)


@softmax_cross_entropy_grad.alternative
def with_library_softmax(y_true, logits):
    return (nn.softmax(logits) - y_true) / y_true.shape[0]


@softmax_cross_entropy_grad.alternative
def subtracts_at_the_true_class(y_true, logits):
    z = logits - logits.max(axis=1, keepdims=True)
    G = np.exp(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))
    G[np.arange(len(G)), y_true.argmax(axis=1)] -= 1
    return G / len(G)


@softmax_cross_entropy.misconception(
    "values",
    "The largest score was subtracted inside the logarithm alone; subtract it from all scores "
    "first, "
    "or add it again.",
)
def forgets_the_shift(y_true, logits):
    s = logits - logits.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(s).sum(axis=1)) - (y_true * logits).sum(axis=1)))


@softmax_cross_entropy_grad.misconception(
    "values", "A sigmoid answers for each class by itself; it is softmax(logits) − y_true."
)
def sigmoid_for_softmax(y_true, logits):
    return (nn.sigmoid(logits) - y_true) / len(logits)


@softmax_cross_entropy_grad.misconception(
    "values",
    "−y / p is the slope for the probabilities; for the scores, softmax in between, it is p − y.",
)
def slope_for_the_probabilities(y_true, logits):
    with np.errstate(all="ignore"):
        return -y_true / nn.softmax(logits) / len(logits)

"""Binary cross-entropy straight from logits, and its gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import numbers, yes_or_no
from .wording import NO_MEAN, ONE_NUMBER, OPPOSITE_SIGN, SAMPLES_ONLY, SUM_NOT_MEAN, WITHOUT_N

LOGITS_EXTREME = [
    call(np.array([1.0, 0.0, 0.0]), np.array([-1000.0, 1000.0, -1000.0])),
    call(np.array([1.0, 1.0]), np.array([1000.0, -40.0])),
    call(np.array([0.0, 1.0]), np.array([800.0, 2.0])),
]


def logits(*shape: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(yes_or_no(rng, *shape), numbers(rng, *shape))

    return draw


bce_from_logits = Exercise(
    reference=nn.bce_from_logits,
    statement="The same cost straight from the logit z, right however far out z lies.",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "binary cross-entropy of sigmoid(z); the mean",
            [
                call(np.array([1.0, 0.0]), np.array([0.0, 0.0])),
                call(np.array([1.0, 0.0, 1.0]), np.array([2.0, 1.0, -3.0])),
                logits(5),
            ],
        ),
        Aspect("finite", 0.5, "right for z = ±1000, without a warning", LOGITS_EXTREME, quiet=True),
        Aspect(
            "shape",
            0.5,
            "one number for a table of several labels too, and for a single sample",
            [*confirmed(logits(3, 2), 0), call(np.array([1.0]), np.array([-1.5]))],
        ),
    ],
    hints=[
        "Where the truth is 1, the loss is −ln sigmoid(z) = ln(1 + e^(−z)). And where it is 0?",
        "ln(1 + e^z) overflows for large z. Take e^z out of the bracket: z + ln(1 + e^(−z)).",
        "Both signs at once: max(z, 0) + ln(1 + e^(−|z|)) is ln(1 + e^z). Then subtract y · z.",
    ],
)


def _surprise(y, p):
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


@bce_from_logits.misconception(
    "finite",
    "The formulas are right, but for z = 1000 the sigmoid is exactly 1 in floats and ln(1 − 1) is "
    "−∞; do not go through the probability.",
)
def through_the_sigmoid(y_true, logits):
    return np.mean(_surprise(y_true, _sigmoid(logits)))


@bce_from_logits.misconception(
    "finite",
    "Clipping hides how wrong a prediction is: z = −1000 with truth 1 costs 1000, not 27.6.",
)
def clips_the_sigmoid(y_true, logits):
    p = 0.5 * (1 + np.tanh(logits / 2))
    return np.mean(_surprise(y_true, np.clip(p, 1e-12, 1 - 1e-12)))


@bce_from_logits.misconception(
    "finite", "The formula is right, but e^1000 overflows; use max(z, 0) + ln(1 + e^(−|z|))."
)
def overflowing_softplus(y_true, logits):
    return np.mean(np.log(1 + np.exp(logits)) - y_true * logits)


@bce_from_logits.misconception(
    "values", "The logits are used as if they were probabilities; their sigmoid is the probability."
)
def logits_for_probabilities(y_true, logits):
    return np.mean(_surprise(y_true, np.clip(logits, 1e-12, 1 - 1e-12)))


@bce_from_logits.misconception(
    "values", "y · z has the wrong sign: where the truth is 1, a larger z must cost less."
)
def adds_the_product(y_true, logits):
    return np.mean(np.maximum(logits, 0) + y_true * logits + np.log1p(np.exp(-np.abs(logits))))


@bce_from_logits.misconception("values", SUM_NOT_MEAN)
def adds_over_logits(y_true, logits):
    z = logits
    return np.sum(np.maximum(z, 0) - y_true * z + np.log1p(np.exp(-np.abs(z))))


@bce_from_logits.misconception("values", NO_MEAN)
def surprise_of_each_logit(y_true, logits):
    return np.maximum(logits, 0) - y_true * logits + np.log1p(np.exp(-np.abs(logits)))


@bce_from_logits.alternative
def with_logaddexp(y_true, logits):
    return np.mean(np.logaddexp(0, logits) - y_true * logits)


@bce_from_logits.alternative
def signed_logit(y_true, logits):
    wrong_way = np.where(y_true == 1, -logits, logits)
    return np.mean(np.maximum(wrong_way, 0) + np.log1p(np.exp(-np.abs(wrong_way))))


bce_from_logits_grad = Exercise(
    reference=nn.bce_from_logits_grad,
    statement="How does that cost change when one logit does? The answer is short.",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "(sigmoid(z) − y) / size",
            [
                call(np.array([1.0, 0.0]), np.array([0.0, np.log(3.0)])),
                call(np.array([1.0, 0.0, 1.0]), np.array([2.0, 1.0, -3.0])),
                *confirmed(logits(5), 4),
            ],
        ),
        Aspect("finite", 0.5, "right for z = ±1000, without a warning", LOGITS_EXTREME, quiet=True),
        Aspect(
            "shape",
            0.5,
            "the shape of the logits; size counts all elements",
            [*confirmed(logits(3, 2), 2), call(np.array([1.0]), np.array([-1.5]))],
        ),
    ],
    hints=[
        "The slope of ln(1 + e^z) is the sigmoid. What is the slope of −y · z?",
        "Use a sigmoid that is safe on both sides; `nn.sigmoid` of lesson 03 is.",
    ],
)


@bce_from_logits_grad.misconception("values", OPPOSITE_SIGN)
def truth_minus_sigmoid(y_true, logits):
    return (y_true - _sigmoid(logits)) / logits.size


@bce_from_logits_grad.misconception("values", WITHOUT_N)
def sigmoid_without_the_mean(y_true, logits):
    return _sigmoid(logits) - y_true


@bce_from_logits_grad.misconception(
    "values",
    "The sigmoid's slope s (1 − s) is multiplied in once more; it has cancelled already in s − y.",
)
def slope_once_more(y_true, logits):
    s = _sigmoid(logits)
    return (s - y_true) * s * (1 - s) / logits.size


@bce_from_logits_grad.misconception(
    "values", "The logit itself is compared with the truth; its sigmoid has to be."
)
def logit_minus_truth(y_true, logits):
    return (logits - y_true) / logits.size


@bce_from_logits_grad.misconception("values", ONE_NUMBER)
def mean_of_the_differences(y_true, logits):
    return np.mean(_sigmoid(logits) - y_true)


@bce_from_logits_grad.misconception(
    "finite", "The formula is right, but this sigmoid asks for e^1000 at z = −1000."
)
def overflowing_sigmoid(y_true, logits):
    return (_sigmoid(logits) - y_true) / logits.size


@bce_from_logits_grad.misconception("shape", SAMPLES_ONLY)
def sigmoid_over_samples(y_true, logits):
    return (0.5 * (1 + np.tanh(logits / 2)) - y_true) / len(logits)


@bce_from_logits_grad.alternative
def with_library_sigmoid(y_true, logits):
    return (nn.sigmoid(logits) - y_true) / y_true.size


@bce_from_logits_grad.alternative
def with_tanh(y_true, logits):
    return (0.5 * (1 + np.tanh(logits / 2)) - y_true) / y_true.size


@bce_from_logits_grad.misconception(
    "values",
    "(p − y) / (p (1 − p)) is the slope for the probability p; for the logit the sigmoid's slope "
    "cancels, and p − y is left.",
)
def slope_for_the_probability(y_true, logits):
    p = nn.sigmoid(logits)
    with np.errstate(all="ignore"):
        return (p - y_true) / (p * (1 - p)) / p.size

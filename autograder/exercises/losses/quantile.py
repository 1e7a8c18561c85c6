"""The quantile (pinball) cost and its gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import both_sides, pair_and
from .wording import COST_PER_SAMPLE, NO_MEAN, OPPOSITE_SIGN, SAMPLES_ONLY, SUM_NOT_MEAN, WITHOUT_N

BY_HAND = call(np.array([10.0, 10.0]), np.array([8.0, 14.0]), 0.75)
TOO_LOW = call(np.array([10.0, 4.0]), np.array([8.0, 1.0]), 0.9)
TABLE = call(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.5, 5.0], [0.0, 4.0]]), 0.2)
row = both_sides(0.05, 0.4, 5)
high_row = both_sides(0.6, 0.95, 5)
table = both_sides(0.05, 0.4, 3, 2)
one = pair_and(0.6, 0.9, 1)

SWAPPED = (
    "The two sides have changed places: tau is the price of a prediction that is too *low*, "
    "1 − tau of one that is too high."
)

quantile_loss = Exercise(
    reference=nn.quantile_loss,
    statement="A cost with two prices: one for predictions that are too low, one for too high.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "tau per unit too low, 1 − tau per unit too high; the mean",
            [BY_HAND, TOO_LOW, row, high_row],
        ),
        Aspect(
            "shape",
            0.5,
            "one number for a table of several outputs too, and for a single sample",
            [TABLE, *confirmed(table, 0), one],
        ),
    ],
    hints=[
        "With tau = 0.75: what does it cost to say 8 where 10 is true? And to say 14?",
        "Let u = y_true − y_pred. It is positive where the prediction is too low.",
        "Where u > 0 the loss is tau · u, elsewhere (tau − 1) · u: always the larger one.",
    ],
)


@quantile_loss.misconception("values", SWAPPED)
def prices_swapped(y_true, y_pred, tau):
    r = y_pred - y_true
    return np.mean(np.maximum(tau * r, (tau - 1) * r))


@quantile_loss.misconception(
    "values",
    "The loss is negative where the prediction is too high: (1 − tau) · u with a negative u; it "
    "has to be (tau − 1) · u there.",
)
def negative_on_one_side(y_true, y_pred, tau):
    u = y_true - y_pred
    return np.mean(np.where(u > 0, tau * u, (1 - tau) * u))


@quantile_loss.misconception(
    "values",
    "Where the prediction is too high u is negative, and so are both products; one of them has to "
    "be positive there: (tau − 1) · u.",
)
def larger_of_two_with_one_sign(y_true, y_pred, tau):
    u = y_true - y_pred
    return np.mean(np.maximum(tau * u, (1 - tau) * u))


@quantile_loss.misconception(
    "values", "Both sides have the same price tau; a prediction that is too high costs 1 − tau."
)
def one_price_for_both(y_true, y_pred, tau):
    return np.mean(tau * np.abs(y_true - y_pred))


@quantile_loss.misconception(
    "values",
    "Predictions that are too high cost nothing here; each unit too high costs 1 − tau.",
)
def free_above(y_true, y_pred, tau):
    return np.mean(tau * np.maximum(y_true - y_pred, 0))


@quantile_loss.misconception(
    "values",
    "This is a quantile of the errors; the loss weighs every error and takes the mean, and a "
    "quantile is only where that mean is smallest.",
)
def quantile_of_the_errors(y_true, y_pred, tau):
    return np.quantile(y_true - y_pred, tau)


@quantile_loss.misconception(
    "values", "The smaller of the two products is the one on the wrong side; take the larger."
)
def smaller_product(y_true, y_pred, tau):
    u = y_true - y_pred
    return np.mean(np.minimum(tau * u, (tau - 1) * u))


@quantile_loss.misconception("values", SUM_NOT_MEAN)
def adds_the_prices(y_true, y_pred, tau):
    u = y_true - y_pred
    return np.sum(np.maximum(tau * u, (tau - 1) * u))


@quantile_loss.misconception("shape", SAMPLES_ONLY)
def prices_over_samples(y_true, y_pred, tau):
    u = y_true - y_pred
    return np.sum(np.maximum(tau * u, (tau - 1) * u)) / len(u)


@quantile_loss.misconception("values", NO_MEAN)
def price_of_each(y_true, y_pred, tau):
    u = y_true - y_pred
    return np.maximum(tau * u, (tau - 1) * u)


@quantile_loss.misconception("shape", COST_PER_SAMPLE)
def price_of_each_sample(y_true, y_pred, tau):
    u = y_true - y_pred
    return np.mean(np.maximum(tau * u, (tau - 1) * u), axis=-1)


@quantile_loss.alternative
def by_where(y_true, y_pred, tau):
    return np.mean(
        np.where(y_pred < y_true, tau * (y_true - y_pred), (1 - tau) * (y_pred - y_true))
    )


@quantile_loss.alternative
def half_the_size_and_a_tilt(y_true, y_pred, tau):
    u = y_true - y_pred
    return np.mean(np.abs(u) / 2 + (tau - 0.5) * u)


@quantile_loss.alternative
def price_by_price(y_true, y_pred, tau):
    total = 0.0
    for t, p in zip(y_true.flat, y_pred.flat, strict=True):
        total += tau * (t - p) if p < t else (1 - tau) * (p - t)
    return total / y_true.size


EXACT = [
    call(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 3.0]), 0.75),
    call(np.array([5.0, 0.0]), np.array([5.0, -2.0]), 0.25),
]

quantile_loss_grad = Exercise(
    reference=nn.quantile_loss_grad,
    statement="How does the quantile cost change when one prediction does?",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "−tau / size where the prediction is too low, (1 − tau) / size where it is too high",
            [BY_HAND, TOO_LOW, *confirmed(row, 10), high_row],
        ),
        Aspect("kink", 0.5, "0 where the prediction is exactly right", EXACT),
        Aspect(
            "shape",
            0.5,
            "the shape of y_pred; size counts all elements",
            [TABLE, *confirmed(table, 0), one],
        ),
    ],
    hints=[
        "The loss is two straight lines. What is the slope of each, as y_pred grows?",
        "A prediction that is too low gets better when it rises: its slope is negative.",
    ],
)


@quantile_loss_grad.misconception("values", OPPOSITE_SIGN)
def slopes_turned_round(y_true, y_pred, tau):
    return ((y_pred < y_true) * tau - (y_pred > y_true) * (1 - tau)) / y_pred.size


@quantile_loss_grad.misconception("values", WITHOUT_N)
def slopes_without_the_mean(y_true, y_pred, tau):
    return (y_pred > y_true) * (1 - tau) - (y_pred < y_true) * tau


@quantile_loss_grad.misconception("values", SWAPPED)
def slopes_swapped(y_true, y_pred, tau):
    return ((y_pred > y_true) * tau - (y_pred < y_true) * (1 - tau)) / y_pred.size


@quantile_loss_grad.misconception(
    "values",
    "Too low has the slope −tau: there a higher prediction makes the cost *fall*.",
)
def both_positive(y_true, y_pred, tau):
    return ((y_pred > y_true) * (1 - tau) + (y_pred < y_true) * tau) / y_pred.size


@quantile_loss_grad.misconception(
    "kink",
    "A prediction that is exactly right counts as too high here; the course takes a slope of 0 "
    "there.",
)
def exact_counts_as_high(y_true, y_pred, tau):
    return np.where(y_pred < y_true, -tau, 1 - tau) / y_pred.size


@quantile_loss_grad.misconception(
    "kink",
    "A prediction that is exactly right counts as too low here; the course takes a slope of 0 "
    "there.",
)
def exact_counts_as_low(y_true, y_pred, tau):
    return np.where(y_pred > y_true, 1 - tau, -tau) / y_pred.size


@quantile_loss_grad.misconception("shape", SAMPLES_ONLY)
def slopes_over_samples(y_true, y_pred, tau):
    return ((y_pred > y_true) * (1 - tau) - (y_pred < y_true) * tau) / len(y_pred)


@quantile_loss_grad.alternative
def from_the_sign(y_true, y_pred, tau):
    s = np.sign(y_pred - y_true)
    return (s / 2 + (0.5 - tau) * s**2) / y_pred.size


@quantile_loss_grad.alternative
def three_way_choice(y_true, y_pred, tau):
    r = y_pred - y_true
    return np.select([r < 0, r > 0], [-tau, 1 - tau], 0.0) / r.size


@quantile_loss.misconception(
    "values", "The errors were squared; each unit costs τ or 1 − τ, so that it is their size."
)
def squares_with_two_prices(y_true, y_pred, tau):
    e = y_true - y_pred
    return float(np.mean(np.where(e > 0, tau, 1 - tau) * e**2))

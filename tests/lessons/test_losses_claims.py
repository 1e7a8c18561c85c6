"""What lesson 04 says of the world: its numbers by hand, its experiments, its pictures."""

import re

import jupytext
import numpy as np
import pytest

from autograder.course import find_lessons
from autograder.exercises import of_lesson
from autograder.exercises.losses import layer_mse as break_it
from workbook import checkpoints, nn
from workbook.explore.drag_the_outlier import GOALS, best_constants
from workbook.plots import losses_measured as measured

Y_TRUE, Y_PRED = np.array([3.0, 5.0, 2.0, 6.0]), np.array([4.0, 4.0, 2.0, 9.0])


def test_core_carries_twenty_points():
    exercises = of_lesson("04-losses")
    assert sorted(exercises) == nn.losses.__all__
    core = [exercise for exercise in exercises.values() if not exercise.stretch]
    assert len(core) == 11 and sum(exercise.max_points for exercise in core) == 20


def test_worked_examples_of_regression():
    assert nn.mse(Y_TRUE, Y_PRED) == 2.75 and nn.mae(Y_TRUE, Y_PRED) == 1.25
    assert nn.huber(Y_TRUE, Y_PRED, 1.0) == 0.875
    assert nn.quantile_loss(Y_TRUE, Y_PRED, 0.75) == 7 / 16
    assert nn.mse_grad(Y_TRUE, Y_PRED).tolist() == [0.5, -0.5, 0, 1.5]


def test_worked_examples_of_classification():
    p = np.array([0.5, 0.25, 0.5])
    cost = nn.binary_cross_entropy(np.array([1.0, 0.0, 1.0]), p)
    assert cost == pytest.approx(np.log(16 / 3) / 3) == pytest.approx(0.558, abs=5e-4)
    assert nn.hinge(np.array([1.0, -1.0, 1.0]), np.array([3.0, -0.5, -1.5])) == 1
    rows = np.array([[0.5, 0.5], [0.125, 0.875]])
    assert nn.cross_entropy(np.array([[1.0, 0.0]] * 2), rows) == pytest.approx(2 * np.log(2))


def test_baker_bakes_for_three_days_in_four():
    """Missing costs 3, left over costs 1: the best amount is the 0.75-quantile of the demand."""
    demand = np.random.default_rng(0).poisson(50, 999).astype(float)
    amounts = np.arange(30.0, 71.0)
    costs = [np.mean(3 * np.maximum(demand - a, 0) + np.maximum(a - demand, 0)) for a in amounts]
    assert amounts[np.argmin(costs)] == np.quantile(demand, 0.75, method="inverted_cdf")


def test_honest_constant_probability_costs_least():
    y = np.array([1.0, 0.0, 0.0, 0.0])
    guesses = np.linspace(0.01, 0.99, 99)
    costs = [nn.binary_cross_entropy(y, np.full(4, p)) for p in guesses]
    assert guesses[np.argmin(costs)] == pytest.approx(0.25)
    brier = [nn.mse(y, np.full(4, p)) for p in guesses]
    assert guesses[np.argmin(brier)] == pytest.approx(0.25)


def best(cost, y, *parameters):
    """The constants that cost least for y, of a grid of thousandths."""
    y = np.array(y, dtype=float)
    constants = np.round(np.arange(y.min(), y.max() + 1e-6, 1e-3), 3)
    return measured.cheapest_constants(lambda t, p: cost(t, p, *parameters), y, constants)


SKEWED, LEVEL = (1, 2, 3, 4, 10), (-3, -3, 0, 1, 5)
"""Five numbers with median 3 and mean 4, and five whose median and mean are both 0."""


def test_the_table_of_constant_answers():
    for y, median, mean in ((SKEWED, 3, 4), (LEVEL, 0, 0)):
        for cost, parameters, answer in (
            (nn.mse, (), mean),
            (nn.mae, (), median),
            (nn.huber, (0.1,), median),
            (nn.huber, (8.0,), mean),
            (nn.eps_insensitive, (0.0,), median),
            (nn.eps_insensitive, (np.ptp(y) / 2,), (min(y) + max(y)) / 2),
        ):
            assert best(cost, y, *parameters) == pytest.approx((answer, answer), abs=2e-3)
        for scale, near in ((0.01, mean), (100.0, median)):
            answer = best(lambda t, p, s=scale: nn.log_cosh(s * t, s * p), y)
            assert np.mean(answer) == pytest.approx(near, abs=0.02)


def test_answers_need_not_lie_between_median_and_mean():
    assert best(nn.huber, LEVEL, 2.0)[0] == pytest.approx(-0.5, abs=2e-3)
    assert best(nn.log_cosh, LEVEL)[0] == pytest.approx(-0.165, abs=2e-3)
    assert best(nn.eps_insensitive, SKEWED, 4.5) == pytest.approx((5.5, 5.5), abs=2e-3)
    lesson = find_lessons(("04-losses",))[0].source.read_text("utf-8")
    assert not re.search(r"Huber\S* lies between", lesson), "nor does a summary say so"


def test_an_even_count_has_a_stretch_of_medians():
    assert best(nn.mae, (1, 2, 5, 9)) == pytest.approx((2, 5))


@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_first_cost_is_ln_k_for_small_last_weights_only(classes):
    share = {
        weights: np.array([measured.first_cost(classes, weights, s) for s in range(8)])
        / np.log(classes)
        for weights in ("small", "he", "large")
    }
    assert np.all(np.abs(share["small"] - 1) < 0.01)
    assert np.all((share["he"] > 1.08) & (share["he"] < 2.7))
    assert np.all((share["large"] > 15) & (share["large"] < 80))


@pytest.mark.parametrize("seed", range(5))
def test_the_first_cost_shows_a_fault_and_no_leak(seed):
    costs = measured.first_costs_with_faults(10, seed)
    assert costs["sound"] == pytest.approx(np.log(10), rel=0.01)
    assert costs["the label is among the inputs"] == pytest.approx(np.log(10), rel=0.01)
    assert costs["divided by N · K"] < costs["every other row of the labels without a 1"] < 1.3
    assert costs["softmax along the wrong axis"] == pytest.approx(np.log(500), rel=0.01)


def test_low_cost_and_bad_model():
    """The text: 200 draws, all but one; three times in the middle; 1.2 to 19 in nine of ten."""
    assert measured.polynomial(9)[1] < 1e-20 < measured.polynomial(3)[1]
    times = measured.times_as_dear()
    assert np.sum(times > 1) in (198, 199, 200)
    low, middle, high = np.percentile(times, [5, 50, 95])
    assert low == pytest.approx(1.2, abs=0.1) and middle == pytest.approx(3, abs=0.4)
    assert high == pytest.approx(19, abs=2)
    _, _, cubic = measured.polynomial(3)
    _, _, exact = measured.polynomial(9)
    assert exact / cubic == pytest.approx(middle, rel=0.15), "the picture shows an ordinary draw"


def test_cost_is_the_logarithm_of_the_probability_of_what_happened():
    cost = nn.binary_cross_entropy(np.array([1.0, 0.0, 1.0]), np.array([0.5, 0.25, 0.5]))
    assert np.exp(-3 * cost) == pytest.approx(0.5 * 0.75 * 0.5)


def test_twice_softmax_cannot_be_sure():
    """The deck: with probabilities handed in as logits, 10 classes cost ln(1 + 9/e) at least."""
    right = np.eye(10)
    assert nn.softmax_cross_entropy(right, right) == pytest.approx(np.log(1 + 9 / np.e))
    assert np.log(1 + 9 / np.e) == pytest.approx(1.46, abs=5e-3)


def test_share_of_the_baseline_does_not_know_the_unit():
    y, forecast = np.array([[12.0, 15, 9, 20, 14], [13.0, 14, 11, 17, 14]])
    cost = nn.mse(y, forecast)
    assert 1 - cost / np.var(y) == pytest.approx(0.77, abs=5e-3)
    fahrenheit = nn.mse(1.8 * y + 32, 1.8 * forecast + 32)
    assert fahrenheit / cost == pytest.approx(3.24)


def test_a_clipped_probability_has_no_slope_far_out():
    yes, h = np.ones(1), 1e-3

    def slope(cost, z):
        return (cost(np.array([z + h])) - cost(np.array([z - h]))) / (2 * h)

    def clipped(z):
        return nn.binary_cross_entropy(yes, nn.sigmoid(z))

    assert slope(clipped, -40.0) == 0 and slope(clipped, -20.0) == pytest.approx(-1, abs=1e-3)
    assert slope(lambda z: nn.bce_from_logits(yes, z), -40.0) == pytest.approx(-1)


def test_goal_of_huber_can_be_met_wherever_it_says():
    """The mean is Huber's answer where no error is above δ, and δ goes up to 15."""
    for dragged in (15.0, 20.0):
        best_ = best_constants(dragged, 15.0, 0.5)
        assert best_["huber"] == pytest.approx(best_["square"])
    assert "between 15 and 20" in GOALS[1]["text"]


def test_what_decides_a_prediction_is_held_back():
    cells = jupytext.read(find_lessons(("04-losses",))[0].source).cells
    predictions = [q.id for q in checkpoints.load("04-losses") if q.kind == "predict"]
    held = {cell.metadata["held"] for cell in cells if "held" in cell.metadata}
    assert held == set(predictions)
    for id in predictions:
        place = next(i for i, c in enumerate(cells) if c.metadata.get("question") == id)
        shown = [c for c in cells[place + 1 :] if c.metadata.get("only") != "deck"]
        assert shown[0].metadata.get("held") == id
    open_text = "\n".join(c.source for c in cells if not {"held", "only"} & set(c.metadata))
    docstrings = "\n".join(getattr(nn, name).__doc__ for name in of_lesson("04-losses"))
    assert not re.search(r"\b2000\b|ln K|2\.30|0\.75-quantile", open_text + docstrings)


def test_rare_disease_costs_little():
    y = np.zeros(1000)
    y[:10] = 1
    assert nn.binary_cross_entropy(y, np.full(1000, 0.01)) == pytest.approx(0.056, abs=5e-4)


def test_planted_bug_prefers_ignorance():
    """With the bug a perfect layer costs twice the variance, and answering the mean costs once."""
    X, W, b = np.array([[1.0], [2.0], [3.0], [6.0]]), np.array([[2.0]]), np.array([1.0])
    y = np.array([3.0, 5.0, 7.0, 13.0])
    assert break_it.starter(y, X, W, b) == pytest.approx(2 * np.var(y))
    assert break_it.starter(y, X, 0 * W, np.array([7.0])) == pytest.approx(np.var(y))
    assert nn.layer_mse(y, X, W, b) == 0

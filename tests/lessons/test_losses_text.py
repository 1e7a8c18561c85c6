"""What lesson 04 says of the world: its numbers by hand, its experiments, its pictures."""

import numpy as np
import pytest

from autograder.exercises import of_lesson
from autograder.exercises.losses import layer_mse as break_it
from workbook import nn
from workbook.plots import losses as plots
from workbook.plots import losses_measured as measured
from workbook.style import Picture

FIGURES = [
    "errors",
    "valleys",
    "six_curves",
    "pulls",
    "surprise",
    "margins",
    "stuck_or_not",
    "first_costs",
    "memoriser",
]
Y_TRUE, Y_PRED = np.array([3.0, 5.0, 2.0, 6.0]), np.array([4.0, 4.0, 2.0, 9.0])


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_says_what_it_shows(name):
    picture = getattr(plots, name)()
    assert isinstance(picture, Picture)
    assert len(picture.alt.split()) >= 10


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


@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_first_cost_is_ln_k_for_small_weights_only(classes):
    assert measured.first_cost(classes, 0.05) == pytest.approx(np.log(classes), rel=0.01)
    assert measured.first_cost(classes, 1.5) > 5 * np.log(classes)


def test_low_cost_and_bad_model():
    _, cubic_here, cubic_fresh = measured.polynomial(3)
    _, exact_here, exact_fresh = measured.polynomial(9)
    assert exact_here < 1e-20 < cubic_here
    assert exact_fresh > 5 * cubic_fresh


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

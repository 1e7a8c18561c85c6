"""What lesson 02 claims, measured; and its figures, which must say what they show."""

import re

import numpy as np
import pytest

from autograder.course import all_lessons
from workbook import checkpoints, nn
from workbook.plots import forward_propagation as plots
from workbook.plots import forward_propagation_measured as measured
from workbook.style import Picture

FIGURES = [
    "three_layers", "layer_by_hand", "signal_through_depth", "dominated", "descent", "two_scalings",
]  # fmt: skip


@pytest.fixture(scope="module")
def flats():
    """Raw, standardised and min–max scaled features, and prices."""
    X, y = measured.flats()
    scaled = nn.standardize_apply(X, *nn.standardize_fit(X))
    return X, scaled, nn.min_max_scale(X, 0.0, 1.0), y


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_says_what_it_shows(name):
    picture = getattr(plots, name)()
    assert isinstance(picture, Picture)
    assert len(picture.alt.split()) >= 10


def test_steps_to_learn_are_those_of_the_question(flats):
    raw, scaled, between, y = flats
    needed = [measured.steps_needed(X, y) for X in (scaled, between, raw)]
    assert needed[0] == 4 and 100 < needed[1] < 300 and 90_000 < needed[2] < 100_000


def test_costs_of_training_are_those_of_real_steps(flats):
    """The quick formula against steps that are taken one by one, for raw and scaled features."""
    for X in flats[:3]:
        y, inputs = flats[3], np.column_stack([X, np.ones(len(X))])
        curvature = np.linalg.eigvalsh(2 * inputs.T @ inputs / len(X))
        theta, costs = np.zeros(inputs.shape[1]), []
        for _ in range(200):
            costs.append(np.mean((inputs @ theta - y) ** 2))
            gradient = 2 * inputs.T @ (inputs @ theta - y) / len(X)
            theta = theta - 2 / (curvature[0] + curvature[-1]) * gradient
        formula = measured.costs_of_training(X, y, np.arange(200))
        np.testing.assert_allclose(formula, costs, rtol=1e-6)


def test_best_fit_is_the_same_whatever_the_scale(flats):
    *versions, y = flats
    least = [measured.least_cost(X, y) for X in versions]
    np.testing.assert_allclose(least, least[0], rtol=1e-9)


def test_area_dominates_until_it_is_scaled(flats):
    raw, scaled, _, _ = flats
    assert raw.std(axis=0) == pytest.approx([25, 1], rel=0.25)
    assert measured.shares_of_z(raw)[0] == pytest.approx(0.95, abs=0.01)
    assert measured.shares_of_z(scaled) == pytest.approx([0.5, 0.5], abs=0.05)


def test_a_split_scaled_by_itself_ruins_july_alone():
    (X_year, y_year), (X_july, y_july) = measured.july()
    rightly, wrongly = measured.own_or_training(X_year, y_year, X_july, y_july)
    assert rightly > 0.85 and wrongly < 0.45
    rightly, wrongly = measured.own_or_training(
        X_year[:265], y_year[:265], X_year[265:], y_year[265:]
    )
    assert rightly > 0.95 and wrongly > 0.95


def test_more_units_leave_less_error():
    rows = measured.sizes_and_costs().rows
    errors = [float(row[2]) for row in rows]
    assert errors == sorted(errors, reverse=True) and errors[0] > 0.5 and errors[-1] < 0.01
    assert [row[1] for row in rows] == ["7", "25", "97", "1,537"]


def test_one_by_one_is_slowest():
    assert measured.milliseconds_in_batches(500, 1) > 3 * measured.milliseconds_in_batches(500, 50)


def test_random_weights_keep_the_size_of_a_signal_with_he_alone():
    alt = plots.signal_through_depth().alt
    grown, shrunk, kept = re.search(r"grows to (\S+), .* to (\S+), .* at (\S+)\.$", alt).groups()
    assert float(grown) > 1e8 and float(shrunk) < 1e-14 and 0.5 < float(kept) < 2


def test_zeros_make_all_samples_alike():
    X = np.random.default_rng(1).normal(size=(100, 5))
    params = nn.init_params([5, 8, 1], np.random.default_rng(2), "zeros")
    assert len(np.unique(nn.forward(X, params, [nn.relu, nn.relu])[0])) == 1


def test_numbers_in_the_text_are_right():
    assert nn.count_params([3, 4, 2]) == 26
    assert nn.count_params([784, 100, 10]) == 79_510
    X = np.array([[60.0], [60.0], [100.0], [100.0]])
    assert nn.standardize_fit(X) == (80, 20)
    assert nn.standardize_apply(np.array([[120.0]]), np.array([80.0]), np.array([20.0])) == 2
    W1, W2 = np.array([[1.0, -1.0], [3.0, 2.0]]), np.array([[2.0], [4.0]])
    params = [(W1, np.array([0.0, -1.0])), (W2, np.array([-3.0]))]
    Y, cache = nn.forward(np.array([[2.0, 1.0]]), params, [nn.relu, lambda Z: Z])
    assert Y == 7 and cache[0][1].tolist() == [[5, -1]]
    tenth = np.full(3, 0.1)
    assert 0 < np.std(tenth) < 1e-16 and np.ptp(tenth) == 0


def test_reviews_are_of_earlier_lessons():
    lesson = next(lesson for lesson in all_lessons() if lesson.folder == "02-forward-propagation")
    reviews = [q for q in checkpoints.load(lesson.folder) if q.kind == "review"]
    assert all(item.startswith("N") for q in reviews for item in q.items)

"""What lesson 02 claims, measured; and its figures, which must say what they show."""

from itertools import pairwise

import numpy as np
import pytest

from autograder.course import all_lessons
from workbook import checkpoints, nn
from workbook.plots import forward_propagation_measured as measured


@pytest.fixture(scope="module")
def flats():
    """Features of 200 flats in five scalings, and prices."""
    X, y = measured.flats()
    return measured.scalings(X), y


def test_steps_to_learn_are_those_of_the_question():
    """25 draws, each version with its best step size: as many steps as text and options say."""
    said = {
        "standardised": (5, 9),
        "divided": (90, 260),
        "centred": (1300, 2010),
        "raw": (66_000, 91_000),
        "min_max": (60, 270),  # "lies with divided"
    }
    for name, steps in measured.steps_over_draws().items():
        low, high = said[name]
        assert low <= min(steps) and max(steps) <= high, (name, steps)
    more = [measured.flats(seed=seed) for seed in range(25, 100)]  # "ten steps or fewer"
    assert max(measured.quickest(measured.scalings(X)["standardised"], y)[0] for X, y in more) <= 10


def test_no_step_size_does_better_than_the_best_that_was_tried(flats):
    """A grid ten times as fine around the best rate saves less than a tenth of the steps."""
    versions, y = flats
    for X in versions.values():
        steps, rate = measured.quickest(X, y)
        mark = (1 + measured.CLOSE) * measured.least_cost(X, y)
        for finer in np.linspace(rate - 0.01, min(rate + 0.01, 2), 21):
            sooner = np.arange(1, int(0.9 * steps) + 1, max(1, steps // 200))
            assert np.all(measured.costs_of_training(X, y, sooner, finer) > mark)


def test_costs_of_training_are_those_of_real_steps(flats):
    """The quick formula against steps that are taken one by one, for raw and scaled features."""
    versions, y = flats
    for X in versions.values():
        inputs = np.column_stack([X, np.ones(len(X))])
        curvature = np.linalg.eigvalsh(2 * inputs.T @ inputs / len(X))
        theta, costs = np.zeros(inputs.shape[1]), []
        for _ in range(200):
            costs.append(np.mean((inputs @ theta - y) ** 2))
            gradient = 2 * inputs.T @ (inputs @ theta - y) / len(X)
            theta = theta - 1.9 / curvature[-1] * gradient
        formula = measured.costs_of_training(X, y, np.arange(200), 1.9)
        np.testing.assert_allclose(formula, costs, rtol=1e-6)


def test_best_fit_is_the_same_whatever_the_scale(flats):
    versions, y = flats
    least = [measured.least_cost(X, y) for X in versions.values()]
    np.testing.assert_allclose(least, least[0], rtol=1e-9)


def test_area_dominates_until_it_is_scaled():
    for seed in range(5):
        versions = measured.scalings(measured.flats(seed=seed)[0])
        assert versions["raw"].std(axis=0) == pytest.approx([25, 1], rel=0.3)
        assert measured.shares_of_z(versions["raw"])[0] == pytest.approx(0.95, abs=0.01)
        assert measured.shares_of_z(versions["standardised"]) == pytest.approx([0.5] * 2, abs=0.05)


def test_weights_turn_round_once_they_are_comparable():
    """Raw, rooms have the larger weight; per standard deviation, area has. In every draw."""
    for seed in range(5):
        X, y = measured.flats(seed=seed)
        (area, rooms), _ = measured.best_fit(X, y)
        assert rooms > 10 * area
        (area, rooms), bias = measured.best_fit(measured.scalings(X)["standardised"], y)
        assert area > 1.3 * rooms
        assert bias == pytest.approx(y.mean())


def test_a_split_scaled_by_itself_ruins_july_alone():
    summers = measured.five_summers()
    with_training, with_own = summers["hot July"]
    assert min(with_training) > 0.85 and max(with_own) < 0.45
    with_training, with_own = summers["same year"]
    assert min(with_training) > 0.9 and min(with_own) > 0.9


def test_more_units_leave_less_error_in_every_draw():
    errors = [measured.wave_errors(width) for width in (2, 8, 32, 512)]
    for fewer, more in pairwise(errors):
        assert max(more) < min(fewer)
    assert min(errors[0]) > 0.4 and max(errors[-1]) < 0.01
    rows = measured.sizes_and_costs().rows
    assert [row[1] for row in rows] == ["7", "25", "97", "1,537"]


def test_an_outlier_squeezes_the_rest_equally_in_both_scalings():
    X = np.array([[22.0, 25, 28, 30, 31, 33, 36, 38, 41, 400]]).T
    for scaled in (measured.scalings(X)["standardised"], nn.min_max_scale(X, 0.0, 1.0)):
        assert np.ptp(scaled[:-1]) / np.ptp(scaled) == pytest.approx(1 / 20, abs=0.005)


def test_random_weights_keep_the_size_of_a_signal_with_he_alone():
    ends = {
        std: [measured.sizes_through_depth(std, seed=seed)[-1] for seed in range(5)]
        for std in (1.0, "he", 0.01)
    }
    assert min(ends[1.0]) > 1e8 and max(ends[0.01]) < 1e-14
    assert min(ends["he"]) > 0.4 and max(ends["he"]) < 2.5


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

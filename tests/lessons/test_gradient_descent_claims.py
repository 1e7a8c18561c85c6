"""What lesson 05 says of the world: its numbers by hand, its experiments, its pictures."""

import inspect
import re

import jupytext
import numpy as np
import pytest

from autograder.course import find_lessons
from autograder.exercises.gradient_descent.keeping import best_moves_on
from workbook import checkpoints, nn
from workbook.explore import Marble
from workbook.explore.surfaces import SURFACES
from workbook.plots import gradient_descent as plots
from workbook.plots import gradient_descent_maps as maps


def test_rates_hold_nearby_and_not_far_off():
    theta, grad = np.array([1.0, 2.0]), np.array([6.0, -3.0])
    np.testing.assert_allclose(nn.numeric_grad(plots._hilly, theta, 1e-5), grad, atol=1e-8)
    wrong = {}
    for size in (0.001, 1.0):
        change = size * np.ones(2)
        truth = plots._hilly(theta + change) - plots._hilly(theta)
        wrong[size] = abs(truth - grad @ change) / truth
    assert wrong[0.001] < 0.01 and wrong[1.0] > 0.5


def test_gradients_stand_at_right_angles_on_contours_and_miss_the_minimum():
    """Along a contour J keeps its value to first order; the minimum lies another way."""
    surface = SURFACES["ravine"]
    for start in np.array([(-1.9, 1.5), (0.4, 0.75), (1.9, -0.9), (-1.15, -0.4), (0.35, -1.9)]):
        down = -surface.grad(start)
        along = np.array([-down[1], down[0]]) / np.linalg.norm(down)
        assert abs(surface.J(start + 1e-4 * along) - surface.J(start)) < 1e-6
        cosine = down @ -start / np.linalg.norm(down) / np.linalg.norm(start)
        assert cosine < np.cos(np.radians(10)), "the minimum lies in another direction"


def test_a_plus_sign_climbs_to_the_maximum():
    path = nn.gradient_descent(lambda t: 2 * (t - 1), np.array([3.0]), 0.25, 30)
    heights = 5 - (path[:, 0] - 1) ** 2
    assert np.all(np.diff(heights[:15]) > 0) and heights[-1] == pytest.approx(5)


def test_central_differences_are_best_around_a_hundred_thousandth():
    def error(h):
        return abs(nn.numeric_grad(lambda x: np.exp(x[0]), np.ones(1), h)[0] - np.e)

    assert error(1e-5) < min(error(0.1), error(1e-3), error(1e-8), error(1e-12))


@pytest.mark.parametrize("curvature", [0.5, 1.0, 2.0, 4.0])
def test_the_edge_is_where_the_lesson_says(curvature):
    edge = nn.max_stable_lr(np.array([[curvature]]))
    assert edge == 2 / curvature
    for share, nearer in ((0.99, True), (1.01, False)):
        end = nn.gradient_descent(lambda t: curvature * t, np.ones(1), share * edge, 20)[-1, 0]
        assert bool(abs(end) < 1) is nearer


def test_in_the_figure_of_four_rates_the_third_is_jumpy_and_slow():
    """A rate just below the edge swings at every step, and ends far behind one well below it."""
    small, good, large, away = (
        nn.gradient_descent(lambda t: 2 * t, np.array([2.0]), lr, 10)[:, 0]
        for lr in inspect.signature(plots.four_rates).parameters["rates"].default
    )
    assert np.all(np.diff(small) < 0) and small[-1] > 0.5, "smooth and slow"
    assert np.all(large[:-1] * large[1:] < 0) and np.all(np.diff(np.abs(large)) < 0)
    assert abs(large[1]) > 0.8 * abs(large[0]), "each step lands hardly nearer"
    assert abs(good[-1]) < 0.01 < 0.5 < abs(large[-1])
    assert np.all(np.diff(np.abs(away)) > 0)


def test_numbers_by_hand():
    path = nn.gradient_descent(lambda theta: 2 * theta, np.array([8.0]), 0.25, 3)
    assert path.ravel().tolist() == [8, 4, 2, 1]
    path = nn.gradient_descent(lambda theta: 2 * theta, np.array([1.0]), 1.1, 3)
    np.testing.assert_allclose(path.ravel(), [1, -1.2, 1.44, -1.728])
    assert nn.classify_stationary(np.array([[1.0, 2.0], [2.0, 1.0]])) == "saddle"


def test_the_ridge_holds_only_what_lies_exactly_on_it():
    slope = SURFACES["saddle"].grad
    on, beside = (
        nn.gradient_descent(slope, np.array([2.0, aside]), 0.2, 200) for aside in (0.0, 1e-9)
    )
    assert on[-1] == pytest.approx([0, 0]) and beside[-1] == pytest.approx([0, 1])
    assert np.sum(np.abs(beside[:, 1]) < 0.5) > 100


def test_two_marbles_stay_on_the_plateau():
    for start in ((2.6, 1.5), (-0.4, -1.8)):
        path = nn.gradient_descent(SURFACES["plateau"].grad, np.array(start), 0.4, 100)
        assert np.linalg.norm(path[-1] - path[0]) < 0.05


def test_the_spring_breaks_past_its_edge_and_is_round_when_standardised():
    weight, length = maps.SPRING
    X = weight[:, np.newaxis]
    wide = np.column_stack([X, np.ones(len(X))])
    edge = nn.max_stable_lr(2 / len(X) * wide.T @ wide)
    w, b = nn.fit_linear(X, length, 0.99 * edge, 1000)
    np.testing.assert_allclose([w[0], b], np.polyfit(weight, length, 1), rtol=1e-6)
    assert abs(nn.fit_linear(X, length, 1.01 * edge, 1000)[0][0]) > 1e6
    Z = (X - X.mean()) / X.std()
    w, b = nn.fit_linear(Z, length, 0.5, 1)
    np.testing.assert_allclose([w[0], b], np.polyfit(Z[:, 0], length, 1))


def test_grams_make_one_entry_a_thousandfold():
    weight, length = maps.SPRING
    X = weight[:, np.newaxis]
    kilograms = nn.linear_regression_grad(X, length, np.array([3.0]), 8.0)
    grams = nn.linear_regression_grad(1000 * X, length, np.array([0.003]), 8.0)
    assert grams[0] == pytest.approx(1000 * kilograms[0]) and grams[1] == pytest.approx(
        kilograms[1]
    )


def test_no_rate_mends_a_wrong_sign():
    def wrong(theta):
        return np.array([2 * theta[0], -2 * theta[1]])

    for lr in (0.001, 0.01, 0.1, 0.4):
        end = nn.gradient_descent(wrong, np.ones(2), lr, 50)[-1]
        assert np.sum(end**2) > 2


@pytest.mark.parametrize("start", [(-2.0, 1.5), (2.0, 1.0), (0.0, 1.0), (1.0, -1.5), (-2.5, -0.5)])
def test_a_tenth_of_the_rate_takes_ten_times_as_many_steps(start):
    """And the quickest rate lies at about nine tenths of the edge; the cost has to *stay* low."""
    ravine = SURFACES["ravine"]

    def steps(lr, most=3000):
        return maps.steps_until_low(ravine, start, lr, 1e-6, most)

    assert steps(0.001, 30_000) == pytest.approx(10 * steps(0.01), rel=0.02)
    assert steps(0.01) == pytest.approx(10 * steps(0.1), rel=0.05)
    assert steps(0.29) is None
    rates = np.linspace(0.15, 2 / 7 - 1e-4, 40)
    quickest = rates[np.argmin([steps(lr) or np.inf for lr in rates])]
    assert 0.85 < quickest / (2 / 7) < 0.97
    assert steps(0.28) > 1.5 * steps(0.25)


def test_low_means_that_the_cost_stays_low():
    """A cost that dips below the mark and comes up again has not arrived."""

    class Dip:
        def J(self, theta):
            return np.array([1.0, 0.0, 1.0, 0.0, 0.0])[np.ravel(theta).astype(int)]

        def grad(self, theta):
            return -np.ones(1)

    assert maps.steps_until_low(Dip(), (0.0,), 1.0, low=0.5, most=4) == 3
    assert maps.steps_until_low(Dip(), (0.0,), 1.0, low=0.5, most=2) is None


def test_final_costs_on_the_plateau_are_those_of_three_kinds():
    plateau = SURFACES["plateau"]
    found = set()
    for y in (1.5, 0.0, -1.5):
        for x in (-2.5, 0.5, 2.5):
            end = nn.gradient_descent(plateau.grad, np.array([x, y]), 0.3, 500)[-1]
            found.add(round(abs(float(plateau.J(end))), 1))
    assert found == {0.0, 0.4, 1.0}


def test_standardising_cannot_part_features_that_depend_on_each_other():
    rng = np.random.default_rng(0)
    for share, least in ((0.0, 1.0), (0.99, 100.0)):
        one = rng.normal(size=2000)
        X = np.stack([one, share * one + np.sqrt(1 - share**2) * rng.normal(size=2000)], axis=1)
        Z = (X - X.mean(axis=0)) / X.std(axis=0)
        curvatures = np.linalg.eigvalsh(2 / len(Z) * Z.T @ Z)
        assert least <= curvatures[-1] / curvatures[0] < max(3 * least, 1.3)


def test_what_decides_a_prediction_is_held_back():
    cells = jupytext.read(find_lessons(("05-gradient-descent",))[0].source).cells
    questions = checkpoints.load("05-gradient-descent")
    predictions = [q.id for q in questions if q.kind == "predict"]
    held = {cell.metadata["held"] for cell in cells if "held" in cell.metadata}
    assert set(predictions) <= held <= {q.id for q in questions}
    folded = {"held", "only", "stop"}  # what to remember at a place to stop is folded too
    open_text = "\n".join(c.source for c in cells if not folded & set(c.metadata))
    assert not re.search(r"against (it|the gradient)|1 - \\alpha|on the ridge the", open_text)


def test_goals_of_the_marble_come_after_their_predictions():
    """The saddle's and the plateau's goals tell where a descent stops: not before it is asked."""
    cells = jupytext.read(find_lessons(("05-gradient-descent",))[0].source).cells
    asked = next(
        i for i, c in enumerate(cells) if c.metadata.get("question") == "g2-marble-on-the-ridge"
    )
    before, after = (
        [c.source for c in part if c.source.startswith("Marble(")]
        for part in (cells[:asked], cells[asked:])
    )
    (before,), (after,) = before, after
    assert {goal["kind"] for goal in eval(before, {"Marble": Marble})._goals} == {"edge"}
    assert "stop" in {goal["kind"] for goal in eval(after, {"Marble": Marble})._goals}
    with pytest.raises(ValueError, match="no goal 'edges'"):
        Marble(goals=("edges",))


def test_the_given_code_shows_its_symptom():
    best, cost = best_moves_on(lambda t: t[0] ** 2, lambda t: 2 * t, np.array([2.0]), 1.5, 3)
    assert cost == 4 and best[0] == -16

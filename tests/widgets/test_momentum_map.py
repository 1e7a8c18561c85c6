"""The map of momentum: the page's factors against `nn.momentum` itself, its paths, its goals."""

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook import nn
from workbook.explore import MomentumMap
from workbook.explore.momentum_map import GOALS, factor

from .conftest import goals_met, reach


@pytest.fixture
def page(show, tab):
    """The explorable, with its mathematics within reach."""
    place = show(MomentumMap())
    expect(place.locator(".words")).not_to_be_empty()
    reach(tab, "factor, pathOf, best, stepsFor")
    return place


def descended(lr, beta, kappa, start, steps):
    """The path that the library's own momentum takes: (steps + 1, 2)."""
    theta, state, path = np.array(start), None, [np.array(start)]
    for _ in range(steps):
        theta, state = nn.momentum(theta, np.array([1 / kappa, 1.0]) * theta, state, lr, beta)
        path.append(theta)
    return np.array(path)


def test_factors_and_paths_are_those_of_the_library(page, tab):
    rng = np.random.default_rng(0)
    for _ in range(30):
        lr, beta, kappa = rng.uniform(0.02, 4), rng.uniform(0, 0.99), rng.choice([10, 100, 1000])
        setting = [float(lr), float(beta), int(kappa)]
        shown = tab.evaluate("([lr, beta, kappa]) => mathematics.factor(lr, beta, kappa)", setting)
        np.testing.assert_allclose(shown, factor(*setting), rtol=1e-9)
        path = tab.evaluate(
            "([lr, beta, kappa]) => mathematics.pathOf({ lr, beta, kappa })", setting
        )
        with np.errstate(over="ignore"):
            expected = descended(*setting, path[0], len(path) - 1)
        np.testing.assert_allclose(np.array(path, dtype=float), expected, rtol=1e-9, atol=1e-12)


def test_the_factor_is_what_a_long_descent_shrinks_by():
    for lr, beta, kappa in ((1.0, 0.0, 10), (1.9, 0.3, 10), (0.5, 0.6, 100), (3.0, 0.8, 100)):
        path = np.linalg.norm(descended(lr, beta, kappa, [1.0, 1.0], 800), axis=1)
        windows = path.reshape(-1)[1:].reshape(8, 100).max(axis=1)
        shrunk = (windows[5] / windows[2]) ** (1 / 300)
        assert shrunk == pytest.approx(float(factor(lr, beta, kappa)), abs=0.004)


def test_the_best_pair_is_the_best_of_a_fine_grid(page, tab):
    lr, beta = np.meshgrid(np.linspace(0.02, 4, 400), np.linspace(0, 0.99, 300))
    for kappa in (10, 100, 1000):
        pair = tab.evaluate("kappa => mathematics.best(kappa)", kappa)
        found = factor(pair["lr"], pair["beta"], kappa)
        assert found == pytest.approx((kappa**0.5 - 1) / (kappa**0.5 + 1), abs=1e-6)
        assert found <= factor(lr, beta, kappa).min() + 1e-6


def test_goals_are_reached_and_not_before(page, tab):
    put = "values => model.set(values)"
    assert goals_met(tab) == []
    tab.evaluate(put, {"lr": 1.98})
    assert goals_met(tab) == [0]
    steps = tab.evaluate("mathematics.stepsFor(99 / 101)")
    assert f" {np.ceil(steps):.0f} steps" in GOALS[0]["lesson"], "as the map shows it"
    tab.evaluate(put, {"lr": 3, "beta": 0.3})
    assert goals_met(tab) == [0]
    expect(page.locator(".words")).to_contain_text("does not shrink")
    tab.evaluate(put, {"lr": 3, "beta": 0.68})
    assert 0 in goals_met(tab) and 2 in goals_met(tab)
    tab.evaluate(put, {"lr": 3.3, "beta": 0.68})
    assert goals_met(tab) == [0, 1, 2]


def test_the_cross_is_dragged(page, tab):
    box = page.locator("figure svg").first.bounding_box()
    tab.mouse.move(box["x"] + box["width"] - 12, box["y"] + 14)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] - 12, box["y"] + 16)
    tab.mouse.up()
    assert tab.evaluate("model.get('lr')") > 3.8 and tab.evaluate("model.get('beta')") > 0.9

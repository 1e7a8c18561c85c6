"""Where to cut? Counts, rates and costs against the normal distribution, and the goals."""

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook.explore import WhereToCut
from workbook.explore.where_to_cut import outcome

from .conftest import goals_met, reach

NAMES = ("threshold", "separation", "share", "miss")


@pytest.fixture
def page(show, tab):
    """The explorable, with its mathematics within reach."""
    place = show(WhereToCut())
    expect(place.locator(".words")).not_to_be_empty()
    reach(tab, "above, outcome, cheapest")
    return place


def test_the_page_computes_what_python_computes(page, tab):
    rng = np.random.default_rng(0)
    settings = rng.uniform((-6, 0.5, 0.01, 1), (10, 5, 0.5, 50), (40, 4))
    for values in settings:
        shown = tab.evaluate(
            "one => mathematics.outcome(one)", dict(zip(NAMES, values, strict=True))
        )
        for name, expected in outcome(*values).items():
            np.testing.assert_allclose(shown[name], expected, rtol=1e-9, atol=1e-9)
    at = [-9, -2.5, 0, 1e-9, 2.4999, 2.5, 9]
    tails = tab.evaluate("at => at.map(mathematics.above)", at)
    expected = [outcome(x, 1.0, 0.5, 1.0)["alarm"] for x in at]
    assert tails == pytest.approx(expected, rel=1e-9)


def test_the_cheapest_cut_is_the_cheapest(page, tab):
    """Against all thresholds of a fine grid."""
    for separation, share, miss in ((2, 0.2, 10), (0.7, 0.4, 3), (4, 0.02, 50)):
        setting = {"separation": separation, "share": share, "miss": miss}
        best = tab.evaluate("one => mathematics.cheapest(one)", setting)
        grid = np.linspace(-8, 12, 4001)
        costs = [outcome(t, separation, share, miss)["cost"] for t in grid]
        assert outcome(best, separation, share, miss)["cost"] <= min(costs) + 1e-9
        # ... and there a person is ill with the probability that the goal's lesson states
        ill = share * np.exp(-((best - separation) ** 2) / 2)
        assert ill / (ill + (1 - share) * np.exp(-(best**2) / 2)) == pytest.approx(1 / (1 + miss))


def test_goals_are_reached_and_not_before(page, tab):
    put = "values => model.set(values)"
    assert goals_met(tab) == []
    tab.evaluate(put, {"share": 0.02, "threshold": 6})
    assert goals_met(tab) == [0]
    tab.evaluate(put, {"share": 0.2, "miss": 10, "threshold": 1})
    assert goals_met(tab) == [0]
    tab.evaluate(put, {"threshold": 0.55})
    assert goals_met(tab) == [0, 1]
    tab.evaluate(put, {"share": 0.05, "threshold": 1.3})
    assert goals_met(tab) == [0, 1], "not with two curves as near as these"
    tab.evaluate(put, {"separation": 3.6, "threshold": 2})
    assert goals_met(tab) == [0, 1, 2]


def test_no_threshold_reaches_the_last_goal_with_the_first_curves():
    for t in np.linspace(-3, 7, 1001):
        now = outcome(t, 2.0, 0.05, 5)
        assert now["hit"] < 0.9 or now["precision"] < 0.5


def test_the_line_is_dragged(page, tab):
    box = page.locator('[data-part="curves"] svg').bounding_box()
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] - 3, box["y"] + 100)
    tab.mouse.up()
    expect(page.locator(".words")).to_contain_text("Cut at 7")
    expect(page.locator(".words")).to_contain_text("nobody is called ill")

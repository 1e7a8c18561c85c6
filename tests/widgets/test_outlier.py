"""Drag the outlier: its mathematics against NumPy in a real browser, by keyboard and by mouse."""

import re
from itertools import product

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook.explore import DragTheOutlier
from workbook.explore.drag_the_outlier import GOALS, HIGH, LOSSES, STAYING, best_constants
from workbook.nn import losses as nn


@pytest.fixture
def outlier(show):
    """The explorable alone on a page."""
    return show(DragTheOutlier())


def shown(outlier):
    """All digits of the four answers."""
    return {
        name: float(outlier.locator(f".answer.{name}:not(.lowest)").get_attribute("data-value"))
        for name in LOSSES
    }


def put(tab, **traits):
    tab.evaluate("traits => model.set(traits)", traits)


def cost(loss, x, constant, delta, tau):
    """The cost of answering one constant everywhere, by the functions of lesson 04."""
    name = {"square": "mse", "absolute": "mae", "quantile": "quantile_loss"}.get(loss, loss)
    parameter = {"huber": (delta,), "quantile": (tau,)}.get(loss, ())
    return getattr(nn, name)(x, np.full(x.size, constant), *parameter)


# In the browser -----------------------------------------------------------------------------------


def test_answers_agree_with_numpy(outlier, tab):
    rng = np.random.default_rng(0)
    for trial in range(40):
        dragged = round(float(rng.uniform(0, 30)), 1)
        delta, tau = round(float(rng.uniform(0.1, 12)), 1), round(0.05 * rng.integers(1, 20), 2)
        loss = LOSSES[trial % 4]
        put(tab, dragged=dragged, delta=delta, tau=float(tau), loss=loss)
        expected = best_constants(dragged, delta, tau)
        got = shown(outlier)
        for name in LOSSES:
            np.testing.assert_allclose(got[name], expected[name], rtol=1e-9, atol=1e-9)
        lowest = float(outlier.locator(".lowest").get_attribute("data-value"))
        x = np.array([*STAYING, dragged])
        np.testing.assert_allclose(lowest, cost(loss, x, expected[loss], delta, tau), rtol=1e-9)


def test_by_keyboard_to_all_goals(outlier, tab):
    words, goals = outlier.locator(".words"), outlier.locator(".goals li")
    expect(words).to_contain_text(
        "one at 7. Best constants: 4 for the square loss (the mean), 4 for"
    )
    expect(outlier.locator(".met")).to_have_count(0)
    outlier.get_by_label("Dragged point").focus()
    tab.keyboard.press("End")
    expect(goals.nth(0)).to_have_class("met")
    expect(goals.nth(0)).to_contain_text("the median, is still 4")
    expect(words).to_contain_text("7.29 for the square loss (the mean), 4 for the absolute value")
    expect(outlier.locator("[role=status]")).to_contain_text("one at 30")
    outlier.get_by_label("Quantile’s τ").focus()
    tab.keyboard.press("End")
    expect(goals.nth(2)).to_have_class("met")
    outlier.get_by_label("Dragged point").focus()
    for _ in range(140):
        tab.keyboard.press("ArrowLeft")
    outlier.get_by_label("Huber’s δ").focus()
    tab.keyboard.press("End")
    expect(outlier.locator(".met")).to_have_count(3)
    assert sorted(tab.evaluate("saved.at(-1).goals_met")) == [0, 1, 2]
    outlier.get_by_role("radio", name="square").focus()
    tab.keyboard.press("ArrowRight")
    expect(outlier.locator(".curve")).to_have_class("curve absolute")


def test_by_dragging(outlier, tab):
    plot = outlier.locator("figure svg").first
    dot, box = outlier.locator(".dragged"), plot.bounding_box()
    start = dot.bounding_box()
    tab.mouse.move(start["x"] + 8, start["y"] + 8)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40, steps=4)
    assert shown(outlier)["square"] > 5
    assert shown(outlier)["absolute"] == 4
    tab.mouse.move(box["x"] + box["width"] + 50, box["y"] + 40, steps=2)
    tab.mouse.up()
    assert tab.evaluate("saved.at(-1).dragged") == HIGH
    tab.mouse.move(box["x"] + 60, box["y"] + 40)
    assert tab.evaluate("model.get('dragged')") == HIGH, "let go is let go"


def test_nothing_is_cut_off(outlier, tab):
    for width, dragged in product((1000, 600, 360), (0.0, 12.0, 30.0)):
        tab.set_viewport_size({"width": width, "height": 900})
        put(tab, dragged=dragged, tau=0.95)
        tab.wait_for_timeout(60)
        right = outlier.evaluate("one => one.getBoundingClientRect().right")
        for text in outlier.locator("svg .named").all():
            box = text.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= right + 1, width


# Without a browser --------------------------------------------------------------------------------


def test_goals_are_those_that_the_page_knows():
    script = DragTheOutlier._esm
    known = re.findall(r'^  "([a-z-]+)": \(\{', script, re.M)
    assert known == [goal["name"] for goal in GOALS]


@pytest.mark.parametrize("dragged", [0.0, 3.5, 7.0, 30.0])
def test_best_constants_cost_least(dragged):
    x = np.array([*STAYING, dragged])
    for loss, constant in best_constants(dragged, 2.5, 0.8).items():
        others = [cost(loss, x, c, 2.5, 0.8) for c in np.linspace(0, 30, 301)]
        assert cost(loss, x, constant, 2.5, 0.8) <= min(others) + 1e-12


def test_words_follow_the_numbers():
    assert "square 7.29, absolute value 4.00" in DragTheOutlier(dragged=30.0).alt

"""Optimizer race: its numbers in a real browser against NumPy, its goals, keys and words."""

from itertools import product

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook.explore import OptimizerRace
from workbook.explore.optimizer_race import (
    COURSES,
    GOALS,
    LOWEST_RATE,
    NOISE,
    RACERS,
    RUNGS,
    RUNGS_PER_DECADE,
    STEPS,
    race,
)

from .conftest import goals_met, reach

RATES = {key: rate for key, _, _, rate in RACERS}
HOME = {
    "sgd": 0.25, "momentum": 0.05, "adagrad": 1.0, "rmsprop": 0.03, "adadelta": 12.6, "adam": 0.3,
}  # fmt: skip
LADDER = LOWEST_RATE * 10 ** (np.arange(RUNGS) / RUNGS_PER_DECADE)
"""All rates that the sliders can be put to."""


@pytest.fixture
def racing(settable):
    """The explorable alone in a page; a function that sets what it shows: `racing(noise=1)`."""
    return settable(OptimizerRace())


@pytest.fixture
def mathematics(racing, tab):
    """The page's own mathematics, within reach."""
    reach(tab, "unpack, race, apart, BADGE")


# The mathematics ----------------------------------------------------------------------------------


def test_the_page_races_as_numpy_does(mathematics, tab):
    for name, rates, noise in product(COURSES, (RATES, HOME), (0.0, 0.7)):
        for key, lr in rates.items():
            start = COURSES[name].start if noise else (0.4, -1.2)
            run = tab.evaluate(
                """([name, key, start, lr, noise, steps]) => {
                  const data = mathematics.unpack(model);
                  const surface = data.surfaces.find((entry) => entry.name === name);
                  return mathematics.race(surface, key, start, lr, noise, data.chance, steps);
                }""",
                [name, key, start, lr, noise, STEPS],
            )
            path = race(key, name, lr, start, noise)
            expected = np.column_stack([path, COURSES[name].J(path)])
            # High rates make RMSprop bounce around the minimum, and each bounce magnifies what
            # two machines round differently: of such a walk only the way there is compared.
            alike = STEPS + 1 if rates is RATES else 60
            np.testing.assert_allclose(
                run[:alike], expected[:alike], rtol=1e-9, atol=1e-9, err_msg=f"{key} on {name}"
            )


def test_badges_do_not_hide_each_other(mathematics, tab):
    for ends in ([[50, 60]] * 6, [[50, 60], [52, 61], [200, 90]], [[1, 2]]):
        spots = np.array(tab.evaluate("ends => mathematics.apart(ends)", ends), dtype=float)
        gaps = np.linalg.norm(spots[:, np.newaxis] - spots, axis=2)[~np.eye(len(spots), dtype=bool)]
        assert (gaps >= 2 * tab.evaluate("mathematics.BADGE")).all()
        assert np.linalg.norm(spots - ends, axis=1).max() < 40
    assert spots.tolist() == [[1, 2]], "a badge that hides none stays where it is"


def test_all_racers_share_one_noise():
    assert NOISE.shape == (STEPS, 2)
    assert abs(NOISE.mean()) < 0.15 and 0.85 < NOISE.std() < 1.15


# Goals --------------------------------------------------------------------------------------------


def test_every_goal_can_be_reached_and_is_not_given_away(racing, tab):
    for name in COURSES:
        x, y = COURSES[name].start
        racing(surface=name, x=x, y=y)
    assert goals_met(tab) == []
    racing(surface="ravine", x=-2, y=1.5, rates=HOME | {"momentum": 0.0112, "sgd": 0.1})
    assert goals_met(tab) == [], "all are low, and SGD is not the lowest"
    racing(rates=HOME)
    assert goals_met(tab) == [0]
    racing(surface="narrow", rates=RATES | {"adam": 0.5})
    assert goals_met(tab) == [0, 1]
    racing(surface="saddle", y=0, rates=RATES)
    assert goals_met(tab) == [0, 1, 2]
    racing(noise=0.5, rates=RATES | {"adadelta": 30, "adagrad": 0.3})
    assert goals_met(tab) == [0, 1, 2, 3]
    racing(surface="plateau", noise=0, x=2.8, y=1.2, rates=RATES, steps=STEPS - 1)
    assert goals_met(tab) == [0, 1, 2, 3], "the race is not over"
    racing(steps=STEPS)
    assert goals_met(tab) == [0, 1, 2, 3, 4]
    expect(tab.locator(".goals .met")).to_have_count(5)
    expect(tab.locator(".goals li").nth(4)).to_contain_text("SGD's steps are as tiny")


def test_what_the_goals_say_of_plain_sgd_holds_at_every_rate():
    with np.errstate(over="ignore", invalid="ignore"):
        low = [COURSES["narrow"].J(race("sgd", "narrow", lr)[-1]) for lr in LADDER]
    assert 0.005 < np.nanmin(low) < 0.006
    assert {"0.005", "200"} <= set(GOALS[1]["lesson"].replace(",", "").split())
    wide, narrow = (np.linalg.eigvalsh(COURSES[name].H) for name in ("ravine", "narrow"))
    np.testing.assert_allclose([wide[1] / wide[0], narrow[1] / narrow[0]], [20, 200])


def test_goals_are_for_surfaces_that_are_there():
    assert {goal["surface"] for goal in GOALS} <= set(COURSES)
    assert all(goal["text"].endswith(".") and goal["lesson"].endswith(".") for goal in GOALS)


# What is seen, heard and pressed ------------------------------------------------------------------


def test_words_follow_the_race(racing):
    assert "without noise, after 150 steps" in racing(surface="ravine")
    assert "Run away: SGD." in racing(rates=RATES | {"sgd": 1})
    assert "with noise 0.5, after 1 step." in racing(noise=0.5, steps=1)
    assert "all six stand at the start" in racing(steps=0)


def test_by_keyboard(racing, tab):
    canvas, rate = tab.locator("canvas"), tab.get_by_label("Learning rate of Adam")
    canvas.focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowUp", "ArrowDown", "ArrowDown"):
        tab.keyboard.press(key)
    assert tab.evaluate("[model.get('x'), model.get('y')]") == pytest.approx([-1.45, 1.45])
    rate.focus()
    tab.keyboard.press("Home")
    assert tab.evaluate("model.get('rates').adam") == 0.001
    assert rate.get_attribute("aria-valuetext") == "0.001"
    tab.keyboard.press("End")
    assert tab.evaluate("model.get('rates').adam") == 100


def test_by_dragging_and_by_a_race(racing, tab):
    box = tab.locator("canvas").bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    x, y = tab.evaluate("[model.get('x'), model.get('y')]")
    assert abs(x) < 0.3 and abs(y) < 0.3
    tab.get_by_role("button", name="Start the race").click()
    tab.wait_for_function("model.get('steps') > 2 && model.get('steps') < 140")
    tab.wait_for_function("model.get('steps') == 150")


def test_still_picture_says_who_got_where():
    assert "SGD (α = 1) runs away" in OptimizerRace(rates={"sgd": 1.0}).alt
    alt = OptimizerRace(surface="saddle").alt
    assert "Map of the saddle" in alt and "Adam (α = 0.1) ends" in alt

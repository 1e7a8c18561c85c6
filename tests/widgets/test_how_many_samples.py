"""How many samples?: its trainings in a real browser against NumPy, its goals, keys and words."""

from itertools import product

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook import nn
from workbook.data.structures import STRUCTURES, noisy_line
from workbook.explore import HowManySamples
from workbook.explore.how_many_samples import (
    DRAWS,
    GOALS,
    SIZES,
    TEST,
    compared,
    first_weights,
    logistic,
    material,
    network,
    training_set,
)

from .conftest import goals_met, reach


@pytest.fixture
def samples(show, tab):
    """The explorable alone in a page; a function that sets what it shows and waits for it."""
    shown = show(HowManySamples())
    expect(shown.locator(".words")).not_to_be_empty()

    def put(**values):
        tab.evaluate("values => model.set(values)", values)
        expect(shown.locator(".words")).to_contain_text("is right in", timeout=20_000)
        return shown.locator(".words").inner_text()

    return put


@pytest.fixture
def mathematics(samples, tab):
    """The page's own mathematics, within reach."""
    reach(tab, "unpack, compare, border")


# The mathematics ----------------------------------------------------------------------------------


@pytest.mark.browser
def test_the_page_trains_as_numpy_does(mathematics, tab):
    for name, (size, draw) in product(STRUCTURES, ((10, 5), (40, 0), (500, 2))):
        run = tab.evaluate(
            """([name, size, draw]) => {
              const data = mathematics.unpack(model);
              const structure = data.structures.find((one) => one.name === name);
              const { models, right } = mathematics.compare(data, structure, size, draw);
              return { right, logistic: [...models.logistic], network: [...models.network] };
            }""",
            [name, size, draw],
        )
        X, y = training_set(name, size, draw)
        X = nn.standardize_apply(X, *nn.standardize_fit(X))
        for model, params in (("logistic", logistic(X, y)), ("network", network(X, y, draw))):
            expected = np.concatenate([np.ravel(part) for part in params])
            np.testing.assert_allclose(run[model], expected, rtol=1e-9, atol=1e-9, err_msg=name)
            share = compared(name, size)[model][draw]
            assert run["right"][model] == pytest.approx(share, abs=1e-9), name


def test_both_trainings_go_down_the_gradient():
    """One step from the start is the step that measured gradients give."""
    X, y = training_set("moons", 15, 1)
    start = first_weights()
    W, u, v = start["W"][1, :2] / np.sqrt(2), start["b"][1], start["v"][1]
    H = len(u)

    def cost(theta):
        hidden = np.tanh(X @ theta[: 2 * H].reshape(2, H) + theta[2 * H : 3 * H])
        z = hidden @ theta[3 * H : 4 * H] + theta[-1]
        return nn.bce_from_logits(y.astype(float), z)

    theta = np.concatenate([W.ravel(), u, v, [0.0]])
    ends = np.concatenate([np.ravel(part) for part in network(X, y, 1)])
    moving = np.zeros_like(theta)
    for _ in range(200):
        moving = 0.9 * moving + nn.numeric_grad(cost, theta, 1e-5)
        theta = theta - 0.3 * moving
    np.testing.assert_allclose(ends, theta, atol=1e-5)


@pytest.mark.browser
def test_borders_lie_where_the_score_is_0(mathematics, tab):
    pieces = tab.evaluate("mathematics.border((x, y) => x * x + y * y - 1, [-2, 2], [-2, 2], 56)")
    radii = np.hypot(*np.array(pieces).reshape(-1, 2).T)
    assert len(pieces) > 50 and np.all(np.abs(radii - 1) < 0.002)
    assert tab.evaluate("mathematics.border(() => 1, [0, 1], [0, 1], 9)") == []
    straight = tab.evaluate("mathematics.border((x, y) => y - x / 2, [-2, 2], [-2, 2], 1)")
    np.testing.assert_allclose(sorted(straight[0]), [[-2, -1], [2, 1]])


# The data -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STRUCTURES)
def test_no_sample_is_used_twice_and_small_sets_hold_both_classes(name):
    X, _ = material(name)
    assert len(X) == len(np.unique(X, axis=0)) == TEST + DRAWS * SIZES[-1]
    for draw in range(DRAWS):
        assert set(training_set(name, SIZES[0], draw)[1]) == {0, 1}
        rows, _ = training_set(name, SIZES[-1], draw)
        np.testing.assert_array_equal(training_set(name, 20, draw)[0], rows[:20])


def test_the_best_that_the_noisy_line_allows_is_what_its_docstring_says():
    X, y = noisy_line(200_000, np.random.default_rng(0))
    assert np.mean((X @ [2.4, 1.8] > 0) == y) == pytest.approx(0.84, abs=0.005)


# Goals --------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_every_goal_can_be_reached_and_is_not_given_away(samples, tab):
    for name in STRUCTURES:
        samples(structure=name, size=20)
    assert goals_met(tab) == []
    samples(structure="line", size=40)
    assert goals_met(tab) == []
    samples(size=240)
    assert goals_met(tab) == [0]
    tab.wait_for_function("document.querySelector('.wb-samples').dataset.busy === ''")
    samples(structure="moons", size=60)
    tab.wait_for_function("document.querySelector('.wb-samples').dataset.busy === ''")
    assert goals_met(tab) == [0], "60 is not the smallest"
    samples(size=30)
    assert goals_met(tab) == [0, 1]
    samples(structure="XOR", size=40)
    assert goals_met(tab) == [0, 1, 3], "the noisy line was looked at with 40 as well"
    samples(size=400)
    assert goals_met(tab) == [0, 1, 3]
    samples(size=500)
    assert goals_met(tab) == [0, 1, 2, 3]
    expect(tab.locator(".goals .met")).to_have_count(4)
    expect(tab.locator(".goals li").nth(2)).to_contain_text("flat, near one half")


def test_the_lessons_of_the_goals_are_true():
    assert {goal["structure"] for goal in GOALS} <= {*STRUCTURES, None}
    assert all(goal["text"].endswith(".") and goal["lesson"].endswith(".") for goal in GOALS)
    lead = {
        name: {
            size: compared(name, size)["network"].mean() - compared(name, size)["logistic"].mean()
            for size in (10, 40, 500)
        }
        for name in ("line", "moons", "XOR")
    }
    assert lead["line"][40] < -0.02 and abs(lead["line"][500]) < 0.005
    assert lead["moons"][40] > 0.03 and lead["XOR"][10] > 0.2
    assert all(compared("XOR", size)["logistic"].mean() < 0.6 for size in SIZES)


# What is seen, heard and pressed ------------------------------------------------------------------


@pytest.mark.browser
def test_words_say_what_was_measured(samples):
    found = {model: 100 * values.mean() for model, values in compared("moons", 40).items()}
    words = samples(structure="moons", size=40)
    assert "Moons, 40 training samples" in words
    assert f"logistic regression is right in {found['logistic']:.1f} %" in words
    assert f"the network is right in {found['network']:.1f} %" in words
    assert "always the commoner class" in words and "The network is ahead by" in words
    assert "take the simpler one" in samples(structure="line", size=500)


@pytest.mark.browser
def test_by_keyboard_and_by_dragging(samples, tab):
    samples()
    slider = tab.get_by_label("Training samples N")
    slider.focus()
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("model.get('size')") == 30
    assert slider.get_attribute("aria-valuetext") == "30"
    tab.keyboard.press("End")
    assert tab.evaluate("model.get('size')") == 500
    tab.get_by_role("radio", name="noisy line").focus()
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("model.get('structure')") == "tumours"
    box = tab.locator("[data-part=curves] svg").bounding_box()
    tab.mouse.move(box["x"] + box["width"] - 20, box["y"] + 50)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 60, box["y"] + 60, steps=4)
    tab.mouse.up()
    assert tab.evaluate("model.get('size')") == 10


def test_still_picture_says_what_it_shows():
    alt = HowManySamples(structure="XOR").alt
    assert "the structure XOR" in alt and "500 samples: logistic regression" in alt

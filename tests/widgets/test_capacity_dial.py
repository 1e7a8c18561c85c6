"""The capacity dial: its trainings in a real browser against NumPy, its goals, words and keys."""

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook import nn
from workbook.explore import CapacityDial
from workbook.explore.capacity_dial import EPOCHS, GOALS, STRENGTHS, chance, logits, trained

from .conftest import goals_met, reach

SETTINGS = (
    {"units": 4, "samples": 40, "lam": 0.0, "dropout": 0.0},
    {"units": 32, "samples": 20, "lam": 0.003, "dropout": 0.0},
    {"units": 24, "samples": 30, "lam": 0.0, "dropout": 0.8},
    {"units": 32, "samples": 160, "lam": 0.01, "dropout": 0.3},
    {"units": 1, "samples": 10, "lam": 0.5, "dropout": 0.9},
)
MET_BY = (
    {"units": 32, "samples": 20, "lam": 0, "dropout": 0},
    {"units": 32, "samples": 20, "lam": 0.01, "dropout": 0},
    {"units": 32, "samples": 20, "lam": 0, "dropout": 0.8},
    {"units": 32, "samples": 160, "lam": 0, "dropout": 0},
    {"units": 32, "samples": 20, "lam": 0.3, "dropout": 0},
)
NEAR_MISSES = (
    {"units": 8, "samples": 20, "lam": 0, "dropout": 0},
    {"units": 32, "samples": 20, "lam": 0.05, "dropout": 0},
    {"units": 32, "samples": 20, "lam": 0.01, "dropout": 0.2},
    {"units": 32, "samples": 40, "lam": 0, "dropout": 0},
    {"units": 32, "samples": 20, "lam": 0.05, "dropout": 0},
)


@pytest.fixture
def dial(settable):
    """The explorable alone in a page; a function that sets what it shows: `dial(units=3)`."""
    return settable(CapacityDial())


@pytest.fixture
def mathematics(dial, tab):
    """The page's own mathematics, within reach."""
    reach(tab, "train, gapOf, scrambled, score")
    tab.evaluate(
        """() => {
             window.material = { ...model.get("_data"), ...model.get("_settings") };
             const [X, y] = [material.X.flat(), material.y].map((all) => Float64Array.from(all));
             window.material.rows = { X, y };
           }"""
    )


# The mathematics ----------------------------------------------------------------------------------


@pytest.mark.browser
def test_the_page_trains_as_numpy_does(mathematics, tab):
    for settings in SETTINGS:
        run = tab.evaluate(
            """settings => {
                 const run = mathematics.train(material, settings);
                 const at = [[0.3, -0.7], [-1.2, 0.4], [2, 2]];
                 run.scores = at.map(([x, y]) => mathematics.score(run.network, x, y));
                 run.gap = mathematics.gapOf(run, material.window);
                 return run;
               }""",
            settings,
        )
        expected = trained(**settings)
        for name in ("loss", "val_loss"):
            assert len(run[name]) == EPOCHS
            np.testing.assert_allclose(run[name], expected[name], rtol=1e-9, atol=1e-9)
        assert run["right"] == pytest.approx(expected["right"])
        assert run["gap"] == pytest.approx(nn.generalization_gap(expected), abs=1e-9)
        grid = np.array([[0.3, -0.7], [-1.2, 0.4], [2, 2]])
        np.testing.assert_allclose(run["scores"], logits(expected["params"], grid), rtol=1e-9)


@pytest.mark.browser
def test_chance_is_the_same_and_evenly_spread(mathematics, tab):
    numbers = chance(3, 160, 32)
    there = tab.evaluate(
        "first => Array.from({ length: 160 * 32 }, (_, n) => mathematics.scrambled(first + n))",
        3 * 160 * 32,
    )
    np.testing.assert_array_equal(there, numbers.ravel())
    everything = np.array([chance(epoch, 160, 32) for epoch in range(EPOCHS)])
    assert everything.mean() == pytest.approx(0.5, abs=0.002)
    counts, _ = np.histogram(everything, bins=20, range=(0, 1))
    assert np.ptp(counts) < 0.03 * counts.mean()
    rows = everything.reshape(EPOCHS, -1)
    assert abs(np.corrcoef(rows[:-1].ravel(), rows[1:].ravel())[0, 1]) < 0.01
    assert abs(np.corrcoef(everything[..., :-1].ravel(), everything[..., 1:].ravel())[0, 1]) < 0.01


def test_the_penalty_makes_weights_small_and_the_training_cost_larger():
    few = trained(3, 20, 0.0, 0.0), trained(3, 20, 0.3, 0.0)
    weights = [sum(np.sum(w**2) for w in (run["params"][0], run["params"][2])) for run in few]
    assert weights[1] < weights[0] / 4
    assert few[0]["loss"][-1] < few[0]["loss"][0]
    assert few[0]["loss"][-1] < few[1]["loss"][-1]


# Goals --------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("place", range(len(GOALS)))
def test_goals_are_met_and_just_missed(dial, tab, place):
    dial(**NEAR_MISSES[place])
    assert place not in goals_met(tab)
    dial(**MET_BY[place])
    assert place in goals_met(tab)
    dial(**NEAR_MISSES[place])
    assert place in goals_met(tab), "what was met stays met"
    expect(tab.locator(".goals li").nth(place)).to_contain_text(GOALS[place]["lesson"][:30])


@pytest.mark.browser
def test_at_first_no_goal_is_met(dial, tab):
    assert goals_met(tab) == []


# Words and controls -------------------------------------------------------------------------------


@pytest.mark.browser
def test_words_say_what_is_to_be_seen(dial):
    words = dial(units=32, samples=20, lam=0, dropout=0)
    run = trained(32, 20, 0, 0)
    assert "32 units, 20 samples, no remedy" in words and "100 % right in training" in words
    assert f"{run['val_loss'][-1]:.2f}" in words
    assert f"lowest at epoch {1 + int(run['val_loss'].argmin())}" in words
    assert "1 unit, 10 samples, λ = 0.5 and dropout 0.9" in dial(
        units=1, samples=10, lam=0.5, dropout=0.9
    )
    assert "lowest" not in dial(units=32, samples=160, lam=0.01, dropout=0)


@pytest.mark.browser
def test_by_keyboard(dial, tab):
    strength = tab.get_by_label("L2 strength λ")
    strength.focus()
    for expected in STRENGTHS[1:4]:
        tab.keyboard.press("ArrowRight")
        assert tab.evaluate("model.get('lam')") == expected
        assert strength.get_attribute("aria-valuetext") == f"{expected:g}"
    tab.keyboard.press("Home")
    assert tab.evaluate("model.get('lam')") == 0
    tab.get_by_label("Dropout p").focus()
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("model.get('dropout')") == 0.1
    tab.get_by_role("slider", name="Training samples").focus()
    tab.keyboard.press("ArrowLeft")
    assert tab.evaluate("model.get('samples')") == 30
    assert tab.evaluate("saved.length") >= 3


def test_still_picture_and_words():
    data, metadata = CapacityDial(units=24, samples=20)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert metadata["image/png"]["alt"] == data["text/plain"]
    run = trained(24, 20, 0, 0)
    assert f"validation cost at {run['val_loss'][-1]:.2f}" in data["text/plain"]

"""Marble and α: its numbers in a real browser against NumPy, its goals, keys and words."""

from itertools import product

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook import nn
from workbook.explore import Marble
from workbook.explore.marble import GOALS, STEPS, VIEW, path_on
from workbook.explore.surfaces import SURFACES

from .conftest import goals_met, reach


@pytest.fixture
def marble(settable):
    """The explorable alone in a page; a function that sets what it shows: `marble(lr=0.2)`."""
    return settable(Marble())


@pytest.fixture
def mathematics(marble, tab):
    """The page's own mathematics, within reach."""
    reach(tab, "unpack, roll, eigenvalues")


# The mathematics ----------------------------------------------------------------------------------


def test_the_page_computes_what_numpy_computes(mathematics, tab):
    points = np.random.default_rng(5).uniform(-1, 1, (40, 2)) * VIEW
    for name, surface in SURFACES.items():
        rows = tab.evaluate(
            """([name, points]) => {
              const { unpack } = mathematics;
              const surface = unpack(model).surfaces.find((entry) => entry.name === name);
              return points.map(([x, y]) =>
                [surface.J(x, y), ...surface.slope(x, y), ...surface.bend(x, y)]);
            }""",
            [name, points.tolist()],
        )
        for point, row in zip(points, rows, strict=True):
            H = surface.hessian(point)
            expected = [surface.J(point), *surface.grad(point), H[0, 0], H[0, 1], H[1, 1]]
            np.testing.assert_allclose(row, expected, rtol=1e-9, atol=1e-12)


def test_the_key_says_which_cost_the_colours_end_at(marble, tab):
    marble(surface="ravine")
    x, y = np.meshgrid(np.linspace(-3, 3, 601), np.linspace(-2, 2, 401))
    surface = SURFACES["ravine"]
    most = np.max(surface.J(np.stack([x, y], axis=-1)))
    shown = tab.locator(".cost-key").inner_text().replace("\n", " ").split()
    assert float(shown[-1]) == pytest.approx(most, rel=0.02)
    assert float(shown[-2]) == pytest.approx(most / 4, rel=0.02), (
        "bands lie by the root of the cost"
    )


def test_the_page_rolls_as_numpy_does(mathematics, tab):
    rates = (0.02, 0.2, 0.3)  # the last is past the ravine's edge
    for name, lr in product(SURFACES, rates):
        for start in (SURFACES[name].start, (0.4, -1.2)):
            rolled = tab.evaluate(
                """([name, x, y, lr, steps]) => {
                  const { unpack, roll } = mathematics;
                  const surface = unpack(model).surfaces.find((entry) => entry.name === name);
                  return roll(surface, x, y, lr, steps);
                }""",
                [name, *start, lr, STEPS],
            )
            path = path_on(name, lr, start)
            expected = np.column_stack([path, SURFACES[name].J(path)])
            np.testing.assert_allclose(rolled, expected, rtol=1e-9, atol=1e-12, err_msg=name)


def test_the_page_knows_the_edge(mathematics, tab):
    edges = tab.evaluate(
        """() => mathematics.unpack(model).surfaces
             .filter(({ edge }) => edge).map(({ name, edge }) => [name, edge])"""
    )
    expected = {name: nn.max_stable_lr(np.array(SURFACES[name].H)) for name in ("bowl", "ravine")}
    assert dict(edges) == pytest.approx(expected, rel=1e-9)
    assert expected == pytest.approx({"bowl": 2 / 1.7, "ravine": 2 / 7})


@pytest.mark.parametrize("name", SURFACES)
def test_slopes_are_slopes(name):
    surface = SURFACES[name]
    for point in np.random.default_rng(1).uniform(-1, 1, (10, 2)) * VIEW:
        measured = nn.numeric_grad(surface.J, point, 1e-5)
        np.testing.assert_allclose(surface.grad(point), measured, atol=1e-8)
        H = [nn.numeric_grad(lambda t, i=i: surface.grad(t)[i], point, 1e-5) for i in range(2)]
        np.testing.assert_allclose(surface.hessian(point), H, atol=1e-8)


def test_stationary_points_are_what_the_words_say():
    kinds = {
        ("bowl", (0.0, 0.0)): "minimum",
        ("saddle", (0.0, 0.0)): "saddle",
        ("saddle", (0.0, 1.0)): "minimum",
        ("plateau", (-1.3, 0.4)): "minimum",
        ("plateau", (2.9, 1.9)): "flat",
    }
    for (name, point), kind in kinds.items():
        assert nn.classify_stationary(SURFACES[name].hessian(np.array(point))) == kind


# Goals --------------------------------------------------------------------------------------------


def test_the_edge_has_to_be_named_within_two_percent(marble, tab):
    box, reply = tab.locator(".ask input"), tab.locator(".said")
    for index, name in enumerate(("bowl", "ravine")):
        edge = nn.max_stable_lr(np.array(SURFACES[name].H))
        tab.get_by_role("radio", name=name).check()
        for share, met in ((0.97, False), (1.03, False), (1.019, True)):
            box.fill(f"{share * edge:.5f}")
            box.press("Enter")
            expect(reply).to_contain_text("Yes" if met else "Not yet")
            assert (index in goals_met(tab)) is met
    assert "it still shrinks" not in reply.inner_text()
    tab.get_by_role("radio", name="saddle").check()
    expect(box).to_be_disabled()


def test_saddle_and_plateau_have_goals(marble, tab):
    assert "come to rest in a valley" in marble(surface="saddle", x=-2, y=0.3, lr=0.3)
    assert "rests on a saddle" in marble(x=0.1, y=0)
    assert goals_met(tab) == [], "0.1 is too near"
    assert "rests on a saddle" in marble(x=-2, y=0)
    assert goals_met(tab) == [2]
    assert "hardly moved" in marble(y=1.8, x=2.8, surface="plateau", lr=0.3)
    assert goals_met(tab) == [2], "α is below 1"
    marble(lr=1)
    assert goals_met(tab) == [2, 3]
    marble(x=-2.2, y=0.9, lr=0.3)
    assert goals_met(tab) == [2, 3], "this is the deep valley"
    assert "valley" in marble(x=2, y=-1)
    assert goals_met(tab) == [2, 3, 4]
    expect(tab.locator(".goals .met")).to_have_count(3)
    expect(tab.locator(".goals li").nth(4)).to_contain_text("Which valley it finds depends")


# What is seen, heard and pressed ------------------------------------------------------------------


def test_words_follow_the_marble(marble):
    edge = 2 / 7
    assert "It goes to and fro" in marble(surface="ravine", x=-2, y=1.5, lr=0.999 * edge)
    assert "the marble runs away" in marble(lr=1.1 * edge)
    assert "still on its way" in marble(lr=0.01)
    assert "has not moved yet" in marble(steps=0)


def test_by_keyboard(marble, tab):
    canvas, rate = tab.locator("canvas"), tab.get_by_label("Learning rate α")
    canvas.focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowUp", "ArrowDown", "ArrowDown"):
        tab.keyboard.press(key)
    assert tab.evaluate("[model.get('x'), model.get('y')]") == pytest.approx([-1.65, 1.15])
    expect(tab.locator("[role=status].wb-heard")).to_contain_text("from (−1.65, 1.15)")
    before = tab.evaluate("model.get('lr')")
    rate.focus()
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("model.get('lr')") == pytest.approx(1.01 * before, rel=0.02)
    tab.keyboard.press("Home")
    assert tab.evaluate("model.get('lr')") == 0.01
    assert rate.get_attribute("aria-valuetext") == "0.01"


def test_by_dragging_and_rolling(marble, tab):
    canvas = tab.locator("canvas")
    box = canvas.bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    x, y = tab.evaluate("[model.get('x'), model.get('y')]")
    assert abs(x) < 0.3 and abs(y) < 0.3
    marble(x=-2, y=1)
    tab.get_by_role("button", name="Roll").click()
    tab.wait_for_function("model.get('steps') > 2 && model.get('steps') < 70")
    tab.wait_for_function("model.get('steps') == 80")


def test_words_of_the_still_picture():
    assert "on the ravine it runs away" in Marble(lr=0.3).alt
    assert "on the saddle it ends near (0.00, 1.00)" in Marble(lr=0.3).alt
    assert "ravine it ends near" in Marble(lr=0.1).alt


def test_goals_are_for_surfaces_that_are_there():
    assert {goal["surface"] for goal in GOALS} <= set(SURFACES)
    assert all(goal["text"].endswith(".") and goal["lesson"].endswith(".") for goal in GOALS)

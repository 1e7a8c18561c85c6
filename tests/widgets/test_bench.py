"""The neuron bench: its numbers against NumPy, its goals, its handles, its words."""

import itertools

import numpy as np
import pytest
import traitlets
from playwright.sync_api import expect

from workbook.explore import NeuronBench
from workbook.explore.neuron_bench import GATES, INPUTS


@pytest.fixture
def bench(show):
    """The bench in an empty page."""
    return show(NeuronBench())


def turn(tab, **values):
    tab.evaluate("values => model.set(values)", values)
    drawn(tab)


def drawn(tab):
    """Wait until what was set is drawn, which the next frame does: it takes the points away."""
    tab.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def numbers_in(bench):
    """What the table shows: x₁, x₂, z, answer, wanted in each row; and the score."""
    cells = bench.locator("tbody td[data-value]").evaluate_all("all => all.map(c => c.dataset)")
    table = np.array([float(cell["value"]) for cell in cells]).reshape(4, 5)
    return table, float(bench.locator(".score strong").get_attribute("data-value"))


def test_page_computes_what_numpy_computes(bench, tab):
    rng = np.random.default_rng(1)
    for gate in GATES:
        for w1, w2, b in rng.integers(-12, 13, (8, 3)) / 4:
            turn(tab, w1=float(w1), w2=float(w2), b=float(b), gate=gate)
            table, score = numbers_in(bench)
            z = INPUTS @ np.array([w1, w2]) + b
            np.testing.assert_array_equal(table[:, :2], INPUTS)
            np.testing.assert_allclose(table[:, 2], z, rtol=1e-9, atol=1e-9)
            np.testing.assert_array_equal(table[:, 3], z >= 0)
            np.testing.assert_array_equal(table[:, 4], GATES[gate])
            assert score == np.mean((z >= 0) == np.array(GATES[gate]))


def test_connections_are_as_thick_as_weights_are_large(bench, tab):
    turn(tab, w1=1.5, w2=-0.75, b=0.0, gate="AND")
    lines = bench.locator(".connection").evaluate_all(
        "all => all.map((one) => [Number(one.dataset.weight), "
        "Number(one.getAttribute('stroke-width')), one.classList.contains('down')])"
    )
    assert [weight for weight, _, _ in lines] == [1.5, -0.75, 0.0]
    assert [down for _, _, down in lines] == [False, True, False]
    widths = [width for _, width, _ in lines]
    assert widths[0] - 1.5 == 2 * (widths[1] - 1.5) and widths[2] < 1
    said = bench.locator(".drawing").get_attribute("aria-label")
    assert said.startswith(
        "The unit at (0, 0): 1.5 · 0 + −0.75 · 0 + 0 = 0, so it answers 1, which"
    )
    assert "is wrong" in said  # the first case that is wrong is drawn


def test_line_is_where_z_is_0(bench, tab):
    for w1, w2, b in [(1.0, 1.0, -1.5), (2.0, -0.5, 0.25), (0.0, -1.0, 0.5), (1.5, 0.0, -0.75)]:
        turn(tab, w1=w1, w2=w2, b=b)
        ends = bench.locator(".edge").evaluate(
            "(line) => ['x1', 'y1', 'x2', 'y2'].map((name) => Number(line.getAttribute(name)))"
        )
        points = bench.locator(".point").evaluate_all(
            "all => all.map((one) => ['cx', 'cy'].map((name) => Number(one.getAttribute(name))))"
        )
        origin, unit = np.array(points[0]), np.array(points[3]) - np.array(points[0])
        for end in (ends[:2], ends[2:]):
            x = (np.array(end) - origin) / unit
            assert w1 * x[0] + w2 * x[1] + b == pytest.approx(0, abs=1e-9)


def test_no_line_where_both_weights_are_0(bench, tab):
    turn(tab, w1=0.0, w2=0.0, b=-0.25)
    expect(bench.locator(".edge")).to_have_count(0)
    expect(bench.locator(".words")).to_contain_text("there is no line")
    expect(bench.locator("[data-handle=bias]")).to_be_hidden()


def test_goals_by_keyboard(bench, tab):
    goals = bench.locator(".goals li")
    bench.get_by_label("Weight w₂").focus()
    for _ in range(6):
        tab.keyboard.press("ArrowRight")  # −0.5 to 1
    bench.get_by_label("Bias b", exact=True).first.focus()
    for _ in range(7):
        tab.keyboard.press("ArrowLeft")  # 0.25 to −1.5
    expect(bench.locator(".score")).to_contain_text("AND: 100 %")
    expect(goals.nth(0)).to_have_class("met")
    expect(goals.nth(0)).to_contain_text("Done.")
    expect(bench.locator("[role=status]")).to_contain_text("right in 4 of 4 cases of AND")

    bench.get_by_role("radio", name="AND", exact=True).focus()
    tab.keyboard.press("ArrowRight")
    bench.locator("[data-handle=bias]").focus()
    for _ in range(4):
        tab.keyboard.press("ArrowUp")
    expect(bench.locator(".score")).to_contain_text("OR: 100 %")
    expect(goals.nth(1)).to_have_class("met")

    bench.get_by_role("radio", name="XOR").check()
    expect(bench.locator(".score")).to_contain_text("XOR: 75 %")
    expect(goals.nth(2)).not_to_have_class("met")
    bench.locator("[data-handle=weights]").focus()
    for _ in range(7):
        tab.keyboard.press("ArrowDown")  # w₂ from 1 to −0.75: now (0, 1) is wrong
    expect(goals.nth(2)).to_have_class("met")
    expect(goals.nth(2)).to_contain_text("No line does it.")
    assert tab.evaluate("[model.get('goals_met'), saved.length > 0]") == [[0, 1, 2], True]


def test_other_weights_do_not_meet_the_goal_of_the_bias(bench, tab):
    turn(tab, gate="OR", w1=2.0, w2=2.0, b=-1.0)
    expect(bench.locator(".score")).to_contain_text("OR: 100 %")
    expect(bench.locator(".met")).to_have_count(0)


def test_handles_are_dragged(bench, tab):
    turn(tab, w1=1.0, w2=1.0, b=-1.5)
    points = bench.locator(".point")
    start = bench.locator("[data-handle=bias] .mark").bounding_box()
    corner = points.nth(0).bounding_box()
    tab.mouse.move(start["x"] + 8, start["y"] + 8)
    tab.mouse.down()
    tab.mouse.move(corner["x"] + 9, corner["y"] + 9, steps=4)
    tab.mouse.up()
    assert tab.evaluate("[model.get('w1'), model.get('w2'), model.get('b')]") == [1, 1, 0]

    drawn(tab)
    tip = bench.locator("[data-handle=weights] .mark").bounding_box()
    target = points.nth(2).bounding_box()  # (1, 0): an arrow of length 1 is a weight of 2.5
    tab.mouse.move(tip["x"] + 8, tip["y"] + 8)
    tab.mouse.down()
    tab.mouse.move(target["x"] + 10, target["y"] + 10, steps=4)
    tab.mouse.up()
    assert tab.evaluate("[model.get('w1'), model.get('w2'), model.get('b')]") == [2.5, 0, 0]


def test_a_press_that_began_elsewhere_moves_nothing(bench, tab):
    turn(tab, w1=1.0, w2=1.0, b=-1.5)
    handle = bench.locator("[data-handle=bias] .mark").bounding_box()
    tab.mouse.move(handle["x"] + 60, handle["y"] + 8)
    tab.mouse.down()
    tab.mouse.move(handle["x"] + 8, handle["y"] + 8, steps=4)
    tab.mouse.move(handle["x"] + 8, handle["y"] + 40, steps=4)
    tab.mouse.up()
    assert tab.evaluate("[model.get('w1'), model.get('w2'), model.get('b')]") == [1, 1, -1.5]


# Without a browser --------------------------------------------------------------------------------


def test_no_setting_at_all_gets_past_75_percent_on_xor():
    quarters = np.arange(-12, 13) / 4
    best = dict.fromkeys(GATES, 0.0)
    z = np.array([INPUTS @ w for w in itertools.product(quarters, quarters)])
    for b in quarters:
        for gate, wanted in GATES.items():
            best[gate] = max(best[gate], np.mean((z + b >= 0) == np.array(wanted), axis=1).max())
    assert best == {"AND": 1.0, "OR": 1.0, "XOR": 0.75}


def test_words_follow_the_numbers():
    made = NeuronBench(w1=1.0, w2=1.0, b=-1.5)
    assert made.alt.endswith("AND 100 %, OR 50 %, XOR 25 %.")
    assert "the bias −1.5 answers (0, 0) with 0, (0, 1) with 0, (1, 0) with 0, (1, 1) with 1" in (
        made.alt
    )
    made.b = -0.5
    assert made.alt.endswith("AND 50 %, OR 100 %, XOR 75 %.")
    assert [made.score(gate) for gate in GATES] == [0.5, 1.0, 0.75]


def test_what_is_out_of_reach_is_refused():
    for wrong in ({"w1": 4.0}, {"b": -3.5}, {"gate": "NOR"}):
        with pytest.raises(traitlets.TraitError):
            NeuronBench(**wrong)

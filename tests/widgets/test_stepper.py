"""The graph stepper: its numbers against NumPy, its questions, its goals, its words."""

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook import nn
from workbook.explore import GraphStepper
from workbook.explore.graph_stepper import GRAPHS, evaluate, starting_values


@pytest.fixture
def stepper(show):
    """The stepper in an empty page."""
    return show(GraphStepper())


def by_hand(graph, values):
    """L and its gradients, from formulas written out for the whole graph."""
    if graph == "product":
        u, v, w = (values[name] for name in "uvw")
        return (u + v) * w, {"u": w, "v": w, "w": u + v}
    if graph == "fork":
        u, v = (values[name] for name in "uv")
        return (u + v) * u * v, {"u": 2 * u * v + v**2, "v": 2 * u * v + u**2}
    x, w, b, y = (values[name] for name in "xwby")
    a = 1 / (1 + np.exp(-(w * x + b)))
    dz = 2 * (a - y) * np.exp(-(w * x + b)) / (1 + np.exp(-(w * x + b))) ** 2
    return (a - y) ** 2, {"x": dz * w, "w": dz * x, "b": dz}


def random_values(graph, rng):
    values = {name: float(rng.integers(-8, 9)) / 2 for name in starting_values(graph)}
    return values | ({"y": float(rng.integers(2))} if graph == "unit" else {})


def answer(tab, stepper, text):
    stepper.get_by_label("local derivative").fill(text)
    tab.keyboard.press("Enter")


# The numbers --------------------------------------------------------------------------------------


def test_page_and_python_compute_what_numpy_computes(stepper, tab):
    rng = np.random.default_rng(2)
    graphs = [one["name"] for one in GRAPHS]
    cases = [(graph, starting_values(graph)) for graph in graphs]
    cases += [(graph, random_values(graph, rng)) for graph in graphs for _ in range(6)]
    for graph, values in cases:
        tab.evaluate("([graph, values]) => model.set({ graph, values, done: 99 })", [graph, values])
        shown = stepper.locator(".node").evaluate_all("all => all.map((one) => one.dataset)")
        numbers = {one["name"]: float(one["value"]) for one in shown}
        grads = {one["name"]: float(one["grad"]) for one in shown}
        loss, expected = by_hand(graph, values)
        np.testing.assert_allclose(numbers["L"], loss, rtol=1e-9, atol=1e-12, err_msg=graph)
        in_python, local, gradients = evaluate(graph, values)
        for name, grad in expected.items():
            np.testing.assert_allclose([grads[name], gradients[name]], grad, rtol=1e-9, atol=1e-12)
        for name, number in in_python.items():
            np.testing.assert_allclose(numbers[name], number, rtol=1e-9, atol=1e-12)
        edges = stepper.locator(".edge[data-value]").evaluate_all(
            "all => all.map((one) => Number(one.dataset.value))"
        )
        asked = [slope for (_, one), slope in local.items() if one != "y"]
        np.testing.assert_allclose(np.sort(edges), np.sort(asked), rtol=1e-9, atol=1e-12)


def test_fork_is_what_the_class_of_the_lesson_finds():
    u, v = nn.Value(2.0), nn.Value(3.0)
    L = (u + v) * (u * v)
    L.backward()
    numbers, _, gradients = evaluate("fork", {"u": 2.0, "v": 3.0})
    assert (numbers["L"], gradients["u"], gradients["v"]) == (L.data, u.grad, v.grad)


# The questions ------------------------------------------------------------------------------------


def test_a_whole_way_back_by_keyboard(stepper, tab):
    expect(stepper.locator(".ask label")).to_contain_text(
        "Step 1 of 4. ∂L/∂L = 1 has arrived at L = s · w."
    )
    answer(tab, stepper, "2")
    expect(stepper.locator(".said")).to_have_text(
        "Not 2. Try it: raise s by 0.01, and L moves by 0.04. How many times as far is that?"
    )
    answer(tab, stepper, "four")
    expect(stepper.locator(".said")).to_contain_text("Type a number")
    answer(tab, stepper, "4")
    expect(stepper.locator(".said")).to_have_text(
        "Right: ∂L/∂s = 4, the other factor, w. s gets 1 · 4 = 4."
    )
    expect(stepper.locator(".words")).to_contain_text("Back: ∂L/∂L = 1, ∂L/∂s = 4.")
    for text in ("2", "1", "1"):
        answer(tab, stepper, text)
    expect(stepper.locator(".ask label")).to_contain_text("All 4 steps are done.")
    expect(stepper.get_by_role("button", name="Check")).to_be_disabled()
    goals = stepper.locator(".goals li")
    expect(goals.nth(0)).to_have_class("met")
    expect(goals.nth(0)).to_contain_text("A sum hands on what arrives.")
    expect(stepper.locator(".met")).to_have_count(1)
    assert tab.evaluate("model.get('goals_met')") == [0]


def test_two_paths_are_added(stepper, tab):
    stepper.get_by_role("radio", name="sum, then product").focus()
    tab.keyboard.press("ArrowDown")
    for text in ("6", "5", "3"):
        answer(tab, stepper, text)
    expect(stepper.locator(".said")).to_contain_text("u gets 5 · 3 = 15. More is still to come.")
    expect(stepper.locator('[data-name="u"] .grad')).to_have_text("∂L/∂u = 15 + …")
    for text in ("2", "1"):
        answer(tab, stepper, text)
    expect(stepper.locator(".said")).to_contain_text(
        "u gets 6 · 1 = 6. With the 15 from before: 21."
    )
    answer(tab, stepper, "1")
    expect(stepper.locator(".goals li").nth(1)).to_have_class("met")


@pytest.mark.parametrize("text", ["1/4", "0,25", "0.2531", " .25 "])
def test_numbers_may_be_written_in_several_ways(stepper, tab, text):
    tab.evaluate("model.set({ graph: 'unit', values: {x: 2, w: 1, b: -2, y: 1}, done: 2 })")
    answer(tab, stepper, text)
    expect(stepper.locator(".said")).to_contain_text("Right: ∂a/∂z = 0.25, the sigmoid’s slope")


@pytest.mark.parametrize("text", ["0.26", "-1/4", "1/0", "1/", "1/2/2", ""])
def test_other_numbers_are_not_taken(stepper, tab, text):
    tab.evaluate("model.set({ graph: 'unit', values: {x: 2, w: 1, b: -2, y: 1}, done: 2 })")
    answer(tab, stepper, text)
    expect(stepper.locator(".said")).not_to_be_empty()
    assert tab.evaluate("model.get('done')") == 2


def test_what_is_shown_counts_for_no_goal(stepper, tab):
    stepper.get_by_role("button", name="Show me").click()
    expect(stepper.locator(".said")).to_contain_text("It is ∂L/∂s = 4, the other factor, w.")
    for text in ("2", "1", "1"):
        answer(tab, stepper, text)
    expect(stepper.locator(".met")).to_have_count(0)
    stepper.get_by_role("button", name="Start again").click()
    for text in ("4", "2", "1", "1"):
        answer(tab, stepper, text)
    expect(stepper.locator(".met")).to_have_count(1)


def test_a_saturated_unit_meets_the_last_goal(stepper, tab):
    stepper.get_by_role("radio", name="a sigmoid unit").check()
    run = stepper.get_by_role("button", name="Run to the end")
    run.click()
    expect(stepper.locator(".met")).to_have_count(0)
    stepper.locator('[data-trait="w"]').focus()
    tab.keyboard.press("End")
    expect(stepper.locator(".ask label")).to_contain_text("Step 1 of 7.")
    stepper.locator('[data-trait="b"]').focus()
    tab.keyboard.press("End")
    stepper.locator('[data-trait="y"]').focus()
    tab.keyboard.press("Home")
    run.click()
    expect(stepper.locator(".goals li").nth(2)).to_have_class("met")
    expect(stepper.locator(".goals li").nth(2)).to_contain_text("saturated")


def test_words_change_with_the_picture(stepper, tab):
    before = stepper.locator(".words").inner_text()
    assert before.startswith("Forward: u = 3, v = −1, w = 4, s = u + v = 2, L = s · w = 8.")
    answer(tab, stepper, "4")
    after = stepper.locator(".words").inner_text()
    assert after != before
    assert stepper.locator(".frame svg").get_attribute("aria-label") == after


# In Python ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("graph", [one["name"] for one in GRAPHS])
def test_words_hold_the_numbers(graph):
    made = GraphStepper(graph)
    loss, grads = by_hand(graph, starting_values(graph))
    assert f"= {loss:.3g}. Gradients" in made.alt
    words = (f"{grad:.3g} for {name}".replace("-", "−") for name, grad in grads.items())
    assert all(word in made.alt for word in words)


def test_an_unknown_graph_is_refused():
    with pytest.raises(ValueError, match="no graph 'tree': it has product, fork, unit"):
        GraphStepper("tree")
    with pytest.raises(ValueError, match="no graph 'tree'"):
        GraphStepper(goals=("tree",))


def test_goals_can_be_set_for_some_graphs_alone():
    assert [goal["graph"] for goal in GraphStepper(goals=("unit",))._goals] == ["unit"]
    assert len(GraphStepper()._goals) == 3

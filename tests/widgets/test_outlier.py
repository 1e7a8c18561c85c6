"""Drag the outlier: its mathematics against NumPy in a real browser, by keyboard and by mouse."""

import base64
import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook.explore import DragTheOutlier
from workbook.explore.drag_the_outlier import GOALS, HIGH, LOSSES, STAYING, best_constants
from workbook.nn import losses as nn

# A stand-in for the model that JupyterLab gives a widget: it holds the traits and tells of changes.
PAGE = """<!doctype html><meta charset="utf-8"><style>CSS</style><div id="here"></div>
<script type="module">
const module = await import(URL.createObjectURL(new Blob([ESM], {type: "text/javascript"})));
const state = STATE, heard = [];
window.saved = [];
window.model = {
  get: (name) => state[name],
  set(name, value) {
    const values = typeof name === "string" ? {[name]: value} : name;
    Object.assign(state, values);
    for (const [names, call] of heard)
      if (Object.keys(values).some((one) => names.includes("change:" + one))) call();
  },
  on: (names, call) => heard.push([names, call]),
  off: () => heard.splice(0),
  save_changes: () => window.saved.push({...state}),
};
window.cleanup = module.default.render({model: window.model, el: document.querySelector("#here")});
</script>"""


@pytest.fixture
def outlier(page):
    """The explorable alone on a page, without a kernel; no error may be said there."""
    errors = []
    page.on("console", lambda said: said.type == "error" and errors.append(said.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    widget = DragTheOutlier()
    names = [name for name in widget.keys if name[0] != "_"] + ["_staying", "_goals"]
    state = {name: getattr(widget, name) for name in names if name not in ("layout", "comm")}
    state = {name: value for name, value in state.items() if is_json(value)}
    html = PAGE.replace("CSS", widget._css).replace("STATE", json.dumps(state))
    page.set_content(html.replace("ESM", json.dumps(widget._esm).replace("</", "<\\/")))
    found = page.locator(".wb-outlier")
    expect(found.locator(".dragged")).to_be_visible()
    yield found
    assert errors == []


def is_json(value):
    """Whether a trait's value can be sent as it is."""
    return isinstance(value, str | float | int | list)


def shown(outlier):
    """All digits of the four answers."""
    return {
        name: float(outlier.locator(f".answer.{name}:not(.lowest)").get_attribute("data-value"))
        for name in LOSSES
    }


def put(page, **traits):
    page.evaluate("traits => model.set(traits)", traits)


def cost(loss, x, constant, delta, tau):
    """The cost of answering one constant everywhere, by the functions of lesson 04."""
    name = {"square": "mse", "absolute": "mae", "quantile": "quantile_loss"}.get(loss, loss)
    parameter = {"huber": (delta,), "quantile": (tau,)}.get(loss, ())
    return getattr(nn, name)(x, np.full(x.size, constant), *parameter)


# In the browser -----------------------------------------------------------------------------------


def test_answers_agree_with_numpy(outlier, page):
    rng = np.random.default_rng(0)
    for trial in range(40):
        dragged = round(float(rng.uniform(0, 30)), 1)
        delta, tau = round(float(rng.uniform(0.1, 12)), 1), round(0.05 * rng.integers(1, 20), 2)
        loss = LOSSES[trial % 4]
        put(page, dragged=dragged, delta=delta, tau=float(tau), loss=loss)
        expected = best_constants(dragged, delta, tau)
        got = shown(outlier)
        for name in LOSSES:
            np.testing.assert_allclose(got[name], expected[name], rtol=1e-9, atol=1e-9)
        lowest = float(outlier.locator(".lowest").get_attribute("data-value"))
        x = np.array([*STAYING, dragged])
        np.testing.assert_allclose(lowest, cost(loss, x, expected[loss], delta, tau), rtol=1e-9)


def test_by_keyboard_to_all_goals(outlier, page):
    words, goals = outlier.locator(".words"), outlier.locator(".goals li")
    expect(words).to_contain_text(
        "one at 7. Best constants: 4 for the square loss (the mean), 4 for"
    )
    expect(outlier.locator(".met")).to_have_count(0)
    outlier.get_by_label("Dragged point").focus()
    page.keyboard.press("End")
    expect(goals.nth(0)).to_have_class("met")
    expect(goals.nth(0)).to_contain_text("the median, never left 4")
    expect(words).to_contain_text("7.29 for the square loss (the mean), 4 for the absolute value")
    expect(outlier.locator("[role=status]")).to_contain_text("one at 30")
    outlier.get_by_label("Quantile’s τ").focus()
    page.keyboard.press("End")
    expect(goals.nth(2)).to_have_class("met")
    outlier.get_by_label("Dragged point").focus()
    for _ in range(140):
        page.keyboard.press("ArrowLeft")
    outlier.get_by_label("Huber’s δ").focus()
    page.keyboard.press("End")
    expect(outlier.locator(".met")).to_have_count(3)
    assert sorted(page.evaluate("saved.at(-1).goals_met")) == [0, 1, 2]
    outlier.get_by_role("radio", name="square").focus()
    page.keyboard.press("ArrowRight")
    expect(outlier.locator(".curve")).to_have_class("curve absolute")


def test_by_dragging(outlier, page):
    plot = outlier.locator("figure svg").first
    dot, box = outlier.locator(".dragged"), plot.bounding_box()
    start = dot.bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40, steps=4)
    assert shown(outlier)["square"] > 5
    assert shown(outlier)["absolute"] == 4
    page.mouse.move(box["x"] + box["width"] + 50, box["y"] + 40, steps=2)
    page.mouse.up()
    assert page.evaluate("saved.at(-1).dragged") == HIGH
    page.mouse.move(box["x"] + 60, box["y"] + 40)
    assert page.evaluate("model.get('dragged')") == HIGH, "let go is let go"


@pytest.mark.parametrize("width", [1000, 600, 360])
def test_nothing_is_cut_off(outlier, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    for dragged in (0.0, 12.0, 30.0):
        put(page, dragged=dragged, tau=0.95)
        page.wait_for_timeout(60)
        right = outlier.evaluate("one => one.getBoundingClientRect().right")
        for text in outlier.locator("svg .named").all():
            box = text.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= right + 1


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


def test_still_picture_and_words():
    widget = DragTheOutlier(dragged=30.0)
    data, metadata = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == widget.alt == data["text/plain"]
    assert "square 7.29, absolute value 4.00" in widget.alt
    assert f'alt="{widget.alt}"' in data["text/html"]

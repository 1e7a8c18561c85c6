"""Widgets in a real JupyterLab with a real kernel, worked by keyboard alone."""

import contextlib
import re

import nbformat
import numpy as np
import pytest
from playwright.sync_api import expect

from workbook import checkpoints, explore
from workbook.explore.activation_gallery import DEPTH, Z

from ..conftest import new_tab
from .driving import drive

pytestmark = [pytest.mark.browser, pytest.mark.lab]

GALLERY = """\
import numpy as np
from workbook.explore import ActivationGallery
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
def sigmoid_grad(z):
    return sigmoid(z) * (1 - sigmoid(z))
def relu(z):
    return np.maximum(z, 0)
def relu_grad(z):
    return (z > 0) * 1.0
def tanh(z):
    raise NotImplementedError
def tower(z):
    return np.exp(np.exp(z))
gallery = ActivationGallery({
    "sigmoid": (sigmoid, sigmoid_grad), "relu": (relu, relu_grad), "tanh": (tanh, tanh),
    "tower": (tower, tower),
})
gallery"""

QUESTION = """\
from pathlib import Path
from workbook.checkpoints import ask
question = ask("sample-depth", folder=Path("tests/widgets"))
question"""

CARD = """\
import numpy as np
from autograder import check
def relu(z):
    return np.minimum(0, z)
check(relu)"""

CELLS = [
    GALLERY,
    "gallery.z, gallery.depth, gallery.function, gallery.goals_met",
    QUESTION,
    "question.choice, question.answered",
    CARD,
]


EVERY = """\
from tests.widgets.test_every_explorable import EVERY, made
from workbook import checkpoints
def live(widget):  # without its still, which takes a while to draw
    view = {{"model_id": widget.model_id, "version_major": 2, "version_minor": 0}}
    display({{"application/vnd.jupyter.widget-view+json": view, "text/plain": ""}}, raw=True)
for name in EVERY:
    live(made(name))
for id in {ids}:
    live(checkpoints.ask(id))"""
SHOWN = "display(made('Marble'), checkpoints.ask('{id}'))"


# The tab of what is in front.
CURRENT = "#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current"


def write_notebook(path, cells):
    """Write a notebook with these code cells."""
    made = [nbformat.v4.new_code_cell(source) for source in cells]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel})
    nbformat.write(content, path)


@pytest.fixture(scope="module")
def desk(lab, context):
    """JupyterLab's page, and the errors of its scripts."""
    write_notebook(lab.root / "widgets.ipynb", CELLS)
    errors = []
    with new_tab(context) as page:
        page.on("console", lambda said: said.type == "error" and errors.append(said.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        lab.open(page, "widgets.ipynb")
        yield page, errors


@pytest.fixture
def page(desk, lab):
    """A page with the notebook of these cells; an error in one of its scripts fails the test."""
    page, errors = desk
    page.emulate_media(reduced_motion="no-preference")
    page.set_viewport_size({"width": 1280, "height": 900})
    if page.locator(CURRENT).inner_text() != "widgets.ipynb":
        page.goto("about:blank")  # what the other notebook had to say has been said
        lab.open(page, "widgets.ipynb")
    errors.clear()
    yield page
    assert errors == []


@pytest.fixture
def gallery(page):
    """A new gallery."""
    execute(page, CELLS.index(GALLERY))
    return page.locator(".wb-gallery")


def execute(page, place, seconds=20):
    """Run the code cell at this place, to its end; it may take so many seconds."""
    cell = page.locator(".jp-CodeCell").nth(place)
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(cell.locator(".jp-InputPrompt")).to_have_text(
        re.compile(r"\[\d+\]"), timeout=1000 * seconds
    )


def kernel_says(page, place, text):
    """Run this cell until it shows `text`: what the page tells the kernel arrives in a while."""
    said = page.locator(".jp-CodeCell").nth(place).locator(".jp-OutputArea-output pre")
    for _ in range(5):
        execute(page, place)
        with contextlib.suppress(AssertionError):
            expect(said).to_contain_text(text, timeout=4000)
            return
    raise AssertionError(f"the kernel never said {text}")


def press(page, key, times=1):
    """Press a key so often."""
    for _ in range(times):
        page.keyboard.press(key)


def values_in(gallery):
    """All digits of what the page shows: f, f′, the product, and every layer's product."""
    shown = {
        part: float(gallery.locator(f'[data-part="{part}"] strong').get_attribute("data-value"))
        for part in ("f", "slope", "product")
    }
    marks = gallery.locator("svg .layer").evaluate_all("all => all.map(one => one.dataset.value)")
    return shown | {"layers": np.array(marks, dtype=float)}


def sigmoid_products(z):
    """The product of sigmoid's slopes through 1 to DEPTH layers, from the formula."""
    slopes, a = [], z
    for _ in range(DEPTH):
        slopes.append(np.exp(-a) / (1 + np.exp(-a)) ** 2)
        a = 1 / (1 + np.exp(-a))
    return np.cumprod(slopes)


# The gallery --------------------------------------------------------------------------------------


def test_gallery_shows_what_numpy_computes(gallery, page):
    expect(gallery.locator("svg .layer")).to_have_count(DEPTH)
    gallery.get_by_label("Input z").focus()
    for keys, z in (("", 2.0), ("ArrowRight", 2.05), ("Home", -6.0), ("End", 6.0)):
        if keys:
            page.keyboard.press(keys)
        shown = values_in(gallery)
        products = sigmoid_products(Z[np.argmin(np.abs(Z - z))])
        np.testing.assert_allclose(shown["f"], 1 / (1 + np.exp(-z)), rtol=1e-9)
        np.testing.assert_allclose(shown["slope"], products[0], rtol=1e-9)
        np.testing.assert_allclose(shown["product"], products[9], rtol=1e-9)
        np.testing.assert_allclose(shown["layers"], products, rtol=1e-9)
        assert (
            gallery.locator(".words")
            .inner_text()
            .startswith(f"sigmoid at z = {z:g}".replace("-", "−"))
        )


def test_gallery_by_keyboard(gallery, page):
    dot = gallery.locator('[data-part="f"] .dot')
    before = dot.get_attribute("cx"), gallery.locator(".words").inner_text()
    assert before[1].endswith("it has all but vanished.")

    gallery.get_by_label("Input z").focus()
    press(page, "ArrowRight", 72)  # 2.00 + 72 × 0.05
    assert float(dot.get_attribute("cx")) > float(before[0])
    expect(gallery.locator(".words")).to_contain_text("sigmoid at z = 5.6: f(z) = 0.996")
    expect(gallery.locator(".met")).to_have_count(0)
    gallery.get_by_label("Depth").focus()
    press(page, "ArrowLeft", 8)
    expect(gallery.locator("[role=status]")).to_contain_text("Back through 2 layers")
    goals = gallery.locator(".goals li")
    expect(goals.nth(0)).to_have_class("met")
    expect(goals.nth(0)).to_contain_text("Done.")
    expect(goals.nth(0)).to_contain_text("saturated")

    gallery.get_by_role("radio", name="sigmoid").focus()
    press(page, "ArrowRight")
    expect(gallery.locator(".words")).to_contain_text("ReLU at z = 5.6")
    expect(gallery.locator(".words")).to_contain_text("it comes back unchanged.")
    gallery.get_by_label("Depth").focus()
    press(page, "End")
    expect(goals.nth(1)).to_have_class("met")
    gallery.get_by_label("Input z").focus()
    press(page, "Home")
    expect(gallery.locator(".words")).to_contain_text("Here the unit is switched off.")
    expect(gallery.locator(".met")).to_have_count(3)

    kernel_says(page, 1, "(-6.0, 20, 'relu', [0, 1, 2])")


def test_gallery_says_what_is_not_written(gallery, page):
    expect(gallery.get_by_role("radio", name="tanh")).to_be_disabled()
    expect(gallery.locator(".faults")).to_have_text(
        "tanh is not written yet: write it and run this cell again."
    )
    page.set_viewport_size({"width": 700, "height": 900})
    wide = (
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.className)"
    )
    assert (
        page.locator(".wb-gallery, .wb-gallery figure, .wb-gallery fieldset").evaluate_all(wide)
        == []
    )


def test_gallery_survives_infinity(gallery, page):
    gallery.get_by_role("radio", name="tower").check()
    expect(gallery.locator(".words")).to_contain_text("tower at z = 2: f(z) = 1620")
    expect(gallery.locator(".words")).to_contain_text("multiplied by infinity")


def test_gallery_moves_by_dragging(gallery, page):
    plot = gallery.locator('[data-part="slope"] svg')
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 2, box["y"] + 60)
    page.mouse.up()
    expect(gallery.locator(".words")).to_contain_text("sigmoid at z = −6:")


# The question -------------------------------------------------------------------------------------


def test_question_by_keyboard(page):
    execute(page, CELLS.index(QUESTION))
    form = page.locator(".wb-ask")
    expect(form.locator("math").first).to_be_visible()
    hidden = form.evaluate("form => form.outerHTML")
    assert "chain rule" not in hidden and 'class="why"' not in hidden
    button = form.get_by_role("button")
    button.focus()
    press(page, "Enter")
    expect(form.get_by_role("status")).to_have_text("Choose one of the options first.")

    form.get_by_role("radio").first.focus()
    press(page, "Space")
    press(page, "ArrowDown", 2)
    expect(form.get_by_role("radio").nth(2)).to_be_checked()
    expect(form.locator(".why")).to_have_count(0)
    press(page, "Tab")
    expect(button).to_be_focused()
    press(page, "Enter")
    expect(form.get_by_role("status")).to_contain_text("Not C: B is right.")
    expect(form.locator(".why")).to_have_count(3)
    expect(form.locator(".option").nth(0)).to_contain_text("The chain rule multiplies them")
    expect(form.locator(".option.right .mark")).to_have_text("right answer")
    expect(form.locator(".option.wrong .mark")).to_have_text("your answer")

    press(page, "Enter")  # the same button now takes the answer back
    expect(form.locator(".why, .mark, .right, .wrong")).to_have_count(0)
    expect(form.get_by_role("radio").nth(2)).to_be_focused()
    press(page, "ArrowUp")
    press(page, "Enter")
    expect(form.get_by_role("status")).to_contain_text("B is right.")
    expect(form.locator(".option.right .mark")).to_have_text("your answer, right")

    kernel_says(page, 3, "(1, True)")


def test_a_card_answers_where_and_what(page):
    """By keyboard: Enter and the space bar, which JupyterLab keeps from a cell's outputs."""
    execute(page, CELLS.index(CARD))
    output = page.locator(".jp-CodeCell").nth(CELLS.index(CARD)).locator(".jp-OutputArea-output")
    expect(output.get_by_role("region", name="relu: not right yet")).to_have_count(1)
    answer = output.get_by_role("status")
    output.get_by_role("button", name="What did my code do?").focus()
    page.keyboard.press("Space")
    expect(answer).to_contain_text("return np.minimum(0, z)", timeout=20_000)
    output.get_by_role("button", name="Where?").focus()
    page.keyboard.press("Enter")
    # where a busy machine has no time for the search, the answer says so
    expect(answer).to_contain_text(re.compile("In line 2|Not found in the time"), timeout=20_000)
    expect(page.locator(".jp-CodeCell")).to_have_count(len(CELLS) + 1)


# Every widget ------------------------------------------------------------------------------------


def test_every_widget_by_keyboard_without_its_kernel_and_reopened(lab, desk):
    """All explorables and a question of each kind, one after another in one notebook.

    Each control of each answers the keyboard. When the kernel is restarted, each says so. Opened
    again without having been run, each says that, too, and what to do.
    """
    every = [question for lesson in checkpoints.load_all().values() for question in lesson]
    ids = list({question.kind: question.id for question in every}.values())
    cells = [EVERY.format(ids=ids), SHOWN.format(id=ids[0])]
    write_notebook(lab.root / "every.ipynb", cells)
    count = len(explore._HOME) + len(ids)
    page, _ = desk
    page.emulate_media(reduced_motion="reduce")
    lab.open(page, "every.ipynb")
    execute(page, 0, seconds=120)
    widgets = page.locator(".wb-widget")
    expect(widgets).to_have_count(count)
    driven = {name_of(widgets.nth(k)): drive(page, widgets.nth(k)) for k in range(count)}
    assert {name: silent for name, (_, silent) in driven.items() if silent} == {}
    assert min(controls for controls, _ in driven.values()) >= 2
    expect(page.locator(".jp-Cell")).to_have_count(2)  # no key was taken for a command

    execute(page, 1, seconds=60)
    page.locator('[data-command="notebook:restart-kernel"]').first.click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    said = page.locator(".wb-gone").filter(has_text="press Shift + Enter")
    expect(said).to_have_count(count + 2)
    assert widgets.evaluate_all("all => all.filter((one) => one.inert).length") >= 1

    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+s")
    page.wait_for_function(
        f"fetch('{lab.address('api/contents/every.ipynb')}').then("
        "(answer) => answer.text()).then((text) => text.includes('Run the cell to bring it'))",
        polling=100,
    )
    lab.open(page, "every.ipynb")
    still = page.locator(".jp-OutputArea-output").filter(has_text="Run the cell to bring it")
    expect(still).to_have_count(2)
    assert still.last.inner_text().count("A. ") == 1


def name_of(widget):
    """What a widget is called: its label, or its question."""
    return widget.evaluate("one => one.getAttribute('aria-label') ?? one.dataset.question")

"""Lesson 03 as a learner works it: in JupyterLab, in a real browser."""

import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from autograder.authoring.stub import code_of
from autograder.course import find_lessons
from workbook import nn

from ..conftest import new_tab

pytestmark = [pytest.mark.browser, pytest.mark.lab, pytest.mark.slow]

PATH = "worked/03-activations/activations.ipynb"

# The cells' states, read from JupyterLab's own model: of a long notebook, the page holds only what
# is on the screen.
STATES = """
() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => ({
    id: cell.model.id,
    type: cell.model.type,
    run: cell.model.executionCount ?? 0,
    errors: cell.model.type === 'code'
        ? cell.model.outputs.toJSON().filter(out => out.output_type === 'error') : [],
}))
"""
SHOW = """
async id => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    const index = notebook.widgets.findIndex(cell => cell.model.id === id);
    notebook.activeCellIndex = index;
    await notebook.scrollToItem(index, 'start');
}
"""


@pytest.fixture(scope="module")
def lesson(lab, context):
    """Lesson 03, opened, every cell run from top to bottom as a learner finds it."""
    shutil.copytree(lab.root / "lessons", lab.root / "worked")  # other tests find theirs untouched
    with new_tab(context) as page:
        lab.open(page, PATH)
        run_all(page)
        yield page


def run_all(page):
    """Run every cell, to the end of the last one."""
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.content?.widgets?.length > 50"
    )
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_function(
        f"() => ({STATES})().every(c => c.type !== 'code' || c.run)", timeout=120_000
    )


def show(page, id):
    """Scroll a cell into view and give its element."""
    page.evaluate(SHOW, id)
    cell = page.locator(".jp-Cell.jp-mod-active")
    cell.scroll_into_view_if_needed()
    return cell


def test_lesson_runs_unsolved_and_an_exercise_is_solved(lesson):
    page = lesson
    states = page.evaluate(STATES)
    code = [cell for cell in states if cell["type"] == "code"]
    assert all(cell["run"] for cell in code)
    assert [cell for cell in code if cell["errors"]] == [], "unsolved exercises cause no traceback"

    card = show(page, "check-relu").get_by_role(
        "region", name="relu: not written yet, 0 of 2 points"
    )
    expect(card).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
    card.get_by_text("Hint 1 of").click()
    expect(card.get_by_text("Hint 2 of")).to_be_visible()

    show(page, "relu").locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code_of(nn.relu))
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    solved = show(page, "check-relu").get_by_role("region", name="relu: right, 2 of 2 points")
    expect(solved).to_be_visible(timeout=15_000)


def test_gallery_moves_by_keyboard(lesson):
    page = lesson
    notebook = nbformat.read(find_lessons(("3",))[0].notebook, as_version=4)
    gallery = next(cell for cell in notebook.cells if cell.source.startswith("ActivationGallery("))
    cell = show(page, gallery.id)
    expect(cell.get_by_text("not written yet").first).to_be_visible()
    for name in ("relu", "relu_grad"):
        show(page, name).locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(code_of(getattr(nn, name)))
        page.keyboard.press("Shift+Enter")
    cell = show(page, gallery.id)
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    cell = show(page, gallery.id)
    slider = cell.get_by_role("slider").first
    expect(slider).to_be_visible(timeout=20_000)
    before = cell.locator(".jp-OutputArea [aria-live]").first.inner_text()
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(cell.locator(".jp-OutputArea [aria-live]").first).not_to_have_text(before)


def test_formulas_are_set_without_the_network(lesson):
    """A tab that asks any other machine for anything fails at its end."""
    page = lesson
    notebook = nbformat.read(find_lessons(("3",))[0].notebook, as_version=4)
    formula = next(  # one that is not folded behind a question
        cell
        for cell in notebook.cells
        if cell.cell_type == "markdown" and "$$" in cell.source and "<details>" not in cell.source
    )
    cell = show(page, formula.id)
    expect(cell.locator("mjx-container, .katex, math").first).to_be_visible(timeout=20_000)
    assert "$$" not in cell.locator(".jp-MarkdownOutput").inner_text()

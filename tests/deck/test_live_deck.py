"""The deck's notebook, presented in JupyterLab by jupyterlab-slideshow: live, by keyboard."""

import nbformat
import pytest

from workbook.lab.decks import FILE, forget

from ..conftest import new_tab

pytestmark = [pytest.mark.browser, pytest.mark.lab, pytest.mark.slow]

ON_SCREEN = ".jp-deck-mod-visible"


@pytest.fixture(scope="module")
def presented(deck, lab, context):
    """The sample deck in JupyterLab, run, with its first slide up."""
    nbformat.write(deck, lab.root / "slides" / "sample.ipynb")
    with new_tab(context) as page:
        page.set_viewport_size({"width": 1280, "height": 720})
        lab.open(page, "slides/sample.ipynb")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_selector(".widget-slider", timeout=60_000)
        # As README says it. What is selected after "Run All Cells" is the last cell.
        page.keyboard.press("Escape")
        page.keyboard.press("Control+Shift+C")
        palette = page.locator(".lm-CommandPalette-input:visible, .lm-CommandPalette input:visible")
        palette.first.fill("Start Deck")
        page.locator(".lm-CommandPalette-item", has_text="Start Deck").first.wait_for()
        page.keyboard.press("Enter")
        page.wait_for_selector(f"{ON_SCREEN} h1:has-text('Activation functions')")
        yield page
        page.locator(".jp-Deck-Remote .jp-deck-mod-stop").first.click()
        _wait_until(page, lambda: not settings(lab).exists())


def settings(lab):
    """Where JupyterLab keeps what the slide show notes of itself."""
    return lab.root.parent / "home" / "config" / "lab" / "user-settings" / FILE


def _wait_until(page, holds):
    for _ in range(150):
        if holds():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it did not come in 30 seconds")


def _text(page):
    return "\n".join(page.locator(ON_SCREEN).all_inner_texts())


def _go_to(page, text):
    for _ in range(40):
        if text in _text(page):
            return
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(150)
    raise AssertionError(f"no key press led to {text!r}")


def test_question_widget_and_type_work_in_jupyterlab(presented, question):
    page = presented
    size = page.locator(f"{ON_SCREEN} p").first.evaluate("(p) => getComputedStyle(p).fontSize")
    assert float(size.removesuffix("px")) >= 24

    _go_to(page, "think for 45 seconds")
    assert question.prompt in _text(page) and "Then vote" not in _text(page)
    _go_to(page, "Vote: A, B, C or D")
    marker = page.locator(f"{ON_SCREEN} ol").evaluate(
        "(list) => getComputedStyle(list).listStyleType"
    )
    assert marker == "upper-alpha"
    assert "is right" not in _text(page) and "Listen for" not in _text(page)
    page.keyboard.press("ArrowRight")
    _go_to(page, "C is right")
    shown = [option.text for option in question.options if option.text in _text(page)]
    assert shown == ["a sigmoid on each unit"]
    page.keyboard.press("ArrowRight")
    _go_to(page, "A: softmax over the two units")

    _go_to(page, "Move it yourself")
    assert "import ipywidgets" not in _text(page)
    handle = page.locator(f"{ON_SCREEN} [role=slider]")
    handle.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector(f"{ON_SCREEN} .widget-label:has-text('σ(z) = 0.8808')")


def test_an_address_opens_a_notebook_at_a_cell_also_while_a_deck_is_shown(presented, lab, page):
    """The way from the book to an exercise.

    While a deck is shown a note says so, and a page that is opened meanwhile does not believe it.
    """
    _wait_until(page, settings(lab).exists)
    lesson = "lessons/00-start-here/start-here.ipynb"
    page.goto(lab.address(f"lab/tree/{lesson}") + "&reset#cell-id=double")
    active = page.locator(".jp-Cell.jp-mod-active", has_text="def double(x):")
    active.wait_for(timeout=60_000)
    page.wait_for_function(
        """() => {
            const cell = document.querySelector('.jp-Cell.jp-mod-active');
            const { top, bottom } = cell.getBoundingClientRect();
            return bottom > 0 && top < innerHeight;
        }"""
    )
    assert page.evaluate("document.body.dataset.jpDeckMode") is None
    assert active.is_visible()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"active": true}', None),
        ('{\n    // mine\n    "active": false\n}', None),
        ('{"active": true, "showCodeCellPrompt": true}', '{ "showCodeCellPrompt": true}'),
        ('{"showCodeCellPrompt": true}', '{"showCodeCellPrompt": true}'),
        ("{broken", "{broken"),
    ],
)
def test_only_the_note_of_a_running_deck_is_forgotten(before, after, tmp_path):
    forget(tmp_path)  # nothing there, nothing to do
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_text(before)
    forget(tmp_path)
    assert (path.read_text() if path.exists() else None) == after

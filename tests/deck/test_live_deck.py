"""The deck's notebook, presented in JupyterLab by jupyterlab-slideshow: live, by keyboard."""

import nbformat
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.lab, pytest.mark.slow]

ON_SCREEN = ".jp-deck-mod-visible"


@pytest.fixture
def presented(deck, lab, page):
    """The sample deck in JupyterLab, run, with its first slide up."""
    nbformat.write(deck, lab.root / "slides" / "sample.ipynb")
    page.set_viewport_size({"width": 1280, "height": 720})
    lab.open(page, "slides/sample.ipynb")
    _wait_for_kernel(lab, page)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_selector(".widget-slider", timeout=60_000)
    page.locator(".jp-Notebook .jp-MarkdownCell").first.click()
    page.keyboard.press("Escape")
    page.locator('[data-command="deck:toggle"]').first.click()
    page.wait_for_selector(f"{ON_SCREEN} h1:has-text('Activation functions')")
    yield page
    page.locator(".jp-Deck-Remote .jp-deck-mod-stop").first.click()


def _wait_for_kernel(lab, page):
    """JupyterLab shows "idle" before it is connected, and loses what is run in between."""
    for _ in range(150):
        kernels = [s["kernel"] for s in lab.get("api/sessions") if "sample" in s["path"]]
        if any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels):
            return
        page.wait_for_timeout(200)
    raise AssertionError("the deck got no kernel in 30 seconds")


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

"""Every deck of the course, as one file: it can be built, and no slide of it holds too much."""

from pathlib import Path

import nbformat
import pytest

from autograder.deck import deck_html

DECKS = sorted((Path(__file__).resolve().parents[2] / "slides").glob("*.ipynb"))

# A lecturer may shrink type to 80 % (of 32 pixels in 720); what needs more belongs on two slides.
SMALLEST = 0.79


@pytest.fixture(scope="module", params=DECKS, ids=lambda path: path.stem)
def built(request, tmp_path_factory):
    """A deck of the course, built from its notebook."""
    notebook = nbformat.read(request.param, as_version=4)
    path = tmp_path_factory.mktemp("decks") / f"{request.param.stem}.html"
    path.write_text(deck_html(notebook, request.param.with_name("theme.css")), "utf-8")
    return path


@pytest.mark.browser
@pytest.mark.notebooks
@pytest.mark.slow
def test_deck_of_the_course_shows_every_slide_whole(built, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(built.as_uri())
    page.wait_for_function("() => Reveal.isReady()")
    for index in range(page.evaluate("() => Reveal.getTotalSlides()")):
        height, width, zoom, text = page.evaluate(
            """(index) => {
                const slides = Reveal.getSlides(), at = Reveal.getIndices(slides[index]);
                Reveal.slide(at.h, at.v, 99);
                const slide = Reveal.getCurrentSlide();
                const zoom = slide.style.getPropertyValue('--zoom') || '1';
                return [slide.scrollHeight, slide.scrollWidth, parseFloat(zoom), slide.innerText];
            }""",
            index,
        )
        assert height <= 720 and width <= 1280 and zoom >= SMALLEST, text
    assert faults == []
    page.close()

"""The deck as a lecturer has it: from disk, by keyboard, on a projector and on paper."""

import re
import subprocess

import pytest

from ..conftest import CHROMIUM

pytestmark = pytest.mark.browser


@pytest.fixture
def shown(deck_file, browser):
    """The deck on a 1280 × 720 screen, opened from disk, with the addresses that it asked for."""
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page.asked, page.faults = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.faults.append(message.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(deck_file.as_uri())
    page.wait_for_function("() => Reveal.isReady()")
    yield page
    assert page.faults == []
    page.close()


def _go_to(page, part):
    """Press the right-arrow key until the slide of this part of the question is up."""
    for _ in range(40):
        if page.locator(f"section.{part}.present").count():
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"no key press led to {part}")


def _visible(page):
    return page.evaluate("() => Reveal.getCurrentSlide().innerText")


def test_asks_for_nothing_but_itself(shown, deck_file):
    for _ in range(30):
        shown.keyboard.press("ArrowRight")
    inside = ("data:", "blob:")  # pictures, and explorables' scripts, which the file holds
    asked = {url.split("#")[0] for url in shown.asked if not url.startswith(inside)}
    assert asked == {deck_file.as_uri()}


def test_one_key_leads_through_every_slide(shown):
    total = shown.evaluate("() => Reveal.getTotalSlides()")
    seen = []
    for _ in range(total * 3):
        seen.append(int(re.match(r"\d+", shown.locator(".slide-number").inner_text())[0]))
        shown.keyboard.press("ArrowRight")
    assert sorted(set(seen)) == list(range(1, total + 1)) and seen == sorted(seen)
    shown.keyboard.press("Home")
    assert "What a unit does" in _visible(shown)


def test_formulas_have_a_size(shown):
    shown.keyboard.press("ArrowRight")
    shown.keyboard.press("ArrowRight")
    boxes = [box.bounding_box() for box in shown.locator("section.present math").all()]
    assert len(boxes) > 3
    assert all(box["width"] > 8 and box["height"] > 8 for box in boxes)


def test_columns_of_aligned_formulas_meet_at_the_sign(shown):
    """Browsers ignore MathML's own attributes for alignment."""
    shown.keyboard.press("ArrowRight")
    shown.keyboard.press("ArrowRight")
    rows = shown.locator("section.present mtable").first.locator("> mtr")
    ends = []
    for index in range(2):
        parts = rows.nth(index).locator("> mtd").first.locator("> *")
        boxes = [part.bounding_box() for part in parts.all()]
        ends.append(max(box["x"] + box["width"] for box in boxes))
    assert abs(ends[0] - ends[1]) < 2


def test_answer_comes_after_a_key_press_and_no_sooner(shown, question):
    right, *_ = [option for option in question.options if option.right]
    _go_to(shown, "think")
    assert question.prompt in _visible(shown) and right.text not in _visible(shown)
    shown.keyboard.press("ArrowRight")
    assert all(option.text in _visible(shown) for option in question.options)
    # Neither on the screen nor to a screen reader, which reads the accessibility tree.
    tree = shown.locator("body").aria_snapshot()
    assert right.text in tree
    assert not re.search(r"is right|yes-or-no question", tree + _visible(shown))
    shown.keyboard.press("ArrowRight")
    assert "C is right" in _visible(shown)
    tree = shown.locator("body").aria_snapshot()
    assert "yes-or-no question" in tree
    assert not any(option.why in tree for option in question.options if not option.right)


def test_options_look_alike(shown):
    """Same colours, same frames; their heights follow their own text alone."""
    _go_to(shown, "vote")
    looks = shown.evaluate(
        """() => [...document.querySelectorAll('section.vote li')].map((item) => {
            const style = getComputedStyle(item), letter = getComputedStyle(item, '::before');
            return [style.color, style.border, style.background, letter.background].join(';') +
                item.getAttributeNames().join();
        })"""
    )
    assert len(looks) == 4 and len(set(looks)) == 1


def test_each_key_press_gives_one_more_reason(shown, question):
    _go_to(shown, "answer")
    wrong = [option for option in question.options if not option.right]

    def reasons():
        visible = shown.locator("section.answer .fragment.visible")
        return [text.splitlines()[0][3:] for text in visible.all_inner_texts()]

    for count in range(len(wrong) + 1):
        assert reasons() == [option.text for option in wrong[:count]]
        shown.keyboard.press("ArrowRight")


def test_no_slide_is_cut_off(shown):
    for _ in range(30):
        height, zoom = shown.evaluate(
            "() => { const slide = Reveal.getCurrentSlide();"
            " return [slide.scrollHeight, slide.style.getPropertyValue('--zoom') || '1']; }"
        )
        assert height <= 720 and float(zoom) >= 0.85, _visible(shown)
        shown.keyboard.press("ArrowRight")


def test_type_is_large_enough_for_the_last_row(shown):
    """At least 22 of 720 pixels: what 18 points are on a usual slide."""
    small = shown.evaluate(
        """() => [...document.querySelectorAll('.slides section *')]
            .filter((element) => element.matches('p, li, td, th, pre, h1, h2, h3, h4'))
            .filter((element) => !element.closest('.notes, .live'))
            .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 22)
            .map((element) => element.outerHTML)"""
    )
    assert small == []


def test_scenario_stands_beside_the_options(shown, question):
    _go_to(shown, "vote")
    assert question.scenario in _visible(shown)
    asked = shown.locator("section.vote .asked").bounding_box()
    options = shown.locator("section.vote ol").bounding_box()
    assert asked["x"] + asked["width"] < options["x"]
    assert abs(asked["y"] - options["y"]) < 30


def test_the_time_to_think_ends_with_a_word(deck_file, browser, question):
    """On the screen and to a screen reader, also where nothing may move."""
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page.clock.install()
    page.goto(deck_file.as_uri())
    page.wait_for_function("() => Reveal.isReady()")
    _go_to(page, "think")
    signal = page.locator("section.think [role=status]")
    page.clock.fast_forward(1000 * question.think - 2000)
    assert signal.inner_text() == "" and not signal.is_visible()
    page.clock.fast_forward(3000)
    assert "Time is up" in signal.inner_text() and signal.is_visible()
    assert signal.get_attribute("aria-live") == "polite"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert signal.inner_text() == "", "back again, it counts anew"
    page.keyboard.press("ArrowRight")
    page.clock.fast_forward(1000 * question.think + 1000)
    assert signal.text_content() == ""
    page.close()


# Explorables ----------------------------------------------------------------------------------


@pytest.fixture
def projector(deck_file, browser):
    """The slide with the explorable on a 1920 × 1080 screen, where all is scaled by 1.5."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    page.context.set_offline(True)
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(deck_file.as_uri())
    page.wait_for_function("() => Reveal.isReady() && document.documentElement.dataset.live")
    page.evaluate(
        """() => {
            const slide = Reveal.getSlides().find((one) => one.querySelector('.live'));
            const { h, v } = Reveal.getIndices(slide);
            Reveal.slide(h, v);
        }"""
    )
    page.wait_for_selector("section.present .live .words:not(:empty)")
    yield page
    assert faults == []
    page.close()


def test_explorable_moves_by_keyboard_and_the_slide_stays(projector):
    words = projector.locator("section.present .words")
    before, number = words.inner_text(), projector.locator(".slide-number").inner_text()
    projector.locator("section.present input[type=range]").first.focus()
    for _ in range(3):
        projector.keyboard.press("ArrowRight")
    assert words.inner_text() != before
    assert projector.locator(".slide-number").inner_text() == number
    projector.keyboard.press("Escape")
    projector.keyboard.press("ArrowRight")
    assert projector.locator(".slide-number").inner_text() != number


def test_a_remote_control_goes_on_from_within_an_explorable(projector):
    number = projector.locator(".slide-number").inner_text()
    projector.locator("section.present input[type=range]").first.focus()
    projector.keyboard.press("PageDown")
    assert projector.locator(".slide-number").inner_text() != number


def test_explorable_follows_the_pointer_on_a_scaled_slide(projector):
    """The marble starts where the pointer is, and drawings fit their frames."""
    picture = projector.locator("section.present .live canvas").first
    box = picture.bounding_box()
    projector.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    projector.mouse.down()
    projector.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"], steps=3)
    projector.mouse.up()
    x, y, view = projector.evaluate(
        """() => {
            const { liveModel: model } = document.querySelector('.live');
            return [model.get('x'), model.get('y'), model.get('_settings').view];
        }"""
    )
    assert x / view[0] == pytest.approx(0.5, abs=0.05)
    assert y / view[1] == pytest.approx(0.5, abs=0.05)
    frame = projector.locator("section.present .live figure svg").last
    outer = frame.bounding_box()
    for line in frame.locator("line").all():
        inner = line.bounding_box()
        assert outer["x"] - 1 <= inner["x"]
        assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1


# A phone --------------------------------------------------------------------------------------


@pytest.fixture
def phone(deck_file, browser):
    """The deck on a phone, 390 × 844."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(deck_file.as_uri())
    page.wait_for_function("() => document.documentElement.dataset.live")
    yield page
    page.close()


def test_on_a_phone_a_deck_is_a_page_to_read(phone):
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    seen = phone.evaluate(
        """() => [...document.querySelectorAll('.slides section :is(p, li, td, h1, h2, h3)')]
            .filter((one) => one.checkVisibility() && !one.closest('.live'))
            .map((one) => parseFloat(getComputedStyle(one).fontSize))"""
    )
    assert len(seen) > 20 and min(seen) >= 14
    edges = phone.locator("section :is(p, h2):visible").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().x)"
    )
    assert max(edges) < 80, "the screen's width is the text's"
    heads = phone.locator("h1, h2").all()
    tops = [head.bounding_box()["y"] for head in heads]
    assert tops == sorted(tops) and len(set(tops)) == len(tops), "below each other"
    assert all(head.is_visible() for head in heads)


def test_on_a_phone_an_answer_is_folded(phone, question):
    right = next(option.why for option in question.options if option.right)
    fold = phone.locator("section.answer details")
    assert not phone.get_by_text("C is right").is_visible()
    fold.locator("summary").click()
    assert phone.get_by_text("C is right").is_visible()
    assert right[:20] in fold.inner_text()


def test_on_a_phone_an_explorable_works(phone):
    words = phone.locator(".live .words")
    before = words.inner_text()
    phone.locator(".live input[type=range]").first.focus()
    for _ in range(3):
        phone.keyboard.press("ArrowRight")
    assert words.inner_text() != before


def test_speaker_has_the_notes_in_a_window_of_their_own(shown):
    _go_to(shown, "vote")
    with shown.expect_popup() as opened:
        shown.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_selector("text=Listen for: Whether they see")
    # This slide and the next one, in frames of which the second is no larger than a phone.
    ready = "() => window.Reveal?.isReady() && Reveal.getSlidePastCount() === {}"
    at = shown.evaluate("() => Reveal.getSlidePastCount()")
    now, upcoming = [frame for frame in speaker.frames if "receiver" in frame.url]
    assert upcoming.evaluate("innerWidth") < 640
    now.wait_for_function(ready.format(at))
    upcoming.wait_for_function(ready.format(at + 1))
    assert "Listen for" not in _visible(shown)
    speaker.close()


def test_prints_a_page_for_each_slide(deck_file, tmp_path, browser, shown):
    total = shown.evaluate("() => Reveal.getTotalSlides()")
    paper = tmp_path / "deck.pdf"
    subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu"),
            *(f"--user-data-dir={tmp_path}", f"--print-to-pdf={paper}", "--no-pdf-header-footer"),
            f"{deck_file.as_uri()}?print-pdf",
        ],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    written = paper.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", written)) >= total
    assert b"/MediaBox [0 0 960 540]" in written  # 1280 × 720 px


def test_paper_shows_every_reason(deck_file, browser, question):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{deck_file.as_uri()}?print-pdf")
    page.wait_for_selector(".pdf-page section.answer")
    assert page.locator("section.answer .fragment.visible").count() == 3
    heights = page.evaluate(
        "() => [...document.querySelectorAll('.pdf-page section')].map((s) => s.scrollHeight)"
    )
    assert heights and max(heights) <= 720
    page.close()

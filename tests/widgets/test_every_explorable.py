"""What holds for every explorable: keys, words, goals, widths, themes, and life without a kernel.

An explorable that is added to `workbook.explore` is tested here without another line; what is
particular to one, its numbers and its goals, is tested in its own file.
"""

import base64
import re

import pytest
from playwright.sync_api import expect

from workbook import explore
from workbook.nn import activations as nn

from .models import Net, moons

ARGUMENTS = {
    "ModelInspector": [Net(), *moons()],
    "ActivationGallery": [{"relu": (nn.relu, nn.relu_grad), "tanh": (nn.tanh, nn.tanh_grad)}],
}
EVERY = sorted(explore._HOME)
TRAINING = {
    "CurveDoctor",
    "ModelInspector",
    "Playground",
}  # the kernel trains: words and pictures follow its answer

# JupyterLab's dark theme, as far as explorables ask for it.
DARK = """
:root {
  --jp-content-font-color1: #ffffff; --jp-content-font-color2: rgba(255, 255, 255, 0.7);
  --jp-layout-color1: #212121; --jp-layout-color2: #424242;
  --jp-border-color0: #616161; --jp-border-color2: #424242;
}"""


@pytest.fixture(params=EVERY)
def name(request):
    """The name of an explorable; every test runs for each of them."""
    return request.param


@pytest.fixture
def shown(show, name):
    """An explorable as it first appears, with its description."""
    place = show(made(name))
    expect(place.locator(".words")).not_to_be_empty()
    return place


def made(name, **traits):
    """An explorable as a lesson would make it."""
    return getattr(explore, name)(*ARGUMENTS.get(name, []), **traits)


# Keys ---------------------------------------------------------------------------------------------

# What can be operated, each with a number; radios of one group are one stop of the Tab key.
NUMBER_THE_STOPS = """root => {
  const stops = [...root.querySelectorAll("input, button, select, [tabindex]")].filter(
    (one) => !one.matches(":disabled") && one.checkVisibility());
  const groups = new Set();
  const kept = stops.filter((one) => {
    if (one.type !== "radio") return one.tabIndex >= 0;
    return !groups.has(one.name) && groups.add(one.name);
  });
  kept.forEach((one, place) =>
    (one.type === "radio" ? root.querySelectorAll(`[name="${one.name}"]`) : [one]).forEach(
      (each) => (each.dataset.stop = place)));
  return kept.length;
}"""

# The number of what has the focus, and whether a ring is to be seen on it or on its label.
FOCUSED = """() => {
  const here = document.activeElement;
  const looks = [here, here.closest("label")].filter(Boolean).map((one) => getComputedStyle(one));
  const ring = here.querySelector?.(".ring");
  const outlined = looks.some((style) => style.outlineStyle !== "none"
    && parseFloat(style.outlineWidth) >= 2);
  const stroked = ring && getComputedStyle(ring).stroke !== "none";
  return [here.dataset.stop === undefined ? null : Number(here.dataset.stop),
    Boolean(outlined || stroked), here.outerHTML.slice(0, 120)];
}"""


def test_every_control_is_reached_by_tab_with_a_ring_and_has_a_name(shown, tab):
    count = shown.evaluate(NUMBER_THE_STOPS)
    reached = {}
    for _ in range(count + 3):
        tab.keyboard.press("Tab")
        place, ringed, what = tab.evaluate(FOCUSED)
        if place is not None:
            reached[place] = ringed
            assert ringed, f"no focus ring on {what}"
    assert sorted(reached) == list(range(count)) and count >= 3

    unnamed = """all => all.filter((one) => !(one.labels?.length || one.textContent.trim()
      || one.getAttribute("aria-label"))).map((one) => one.outerHTML)"""
    controls = shown.locator("input, button, select, [tabindex]")
    assert controls.evaluate_all(unnamed) == []
    # Without this JupyterLab would take arrow keys and Enter as its own shortcuts.
    without = "all => all.filter((one) => !one.dataset.lmSuppressShortcuts).length"
    assert controls.evaluate_all(without) == 0


def test_a_drag_does_not_mark_the_words_that_it_passes(shown):
    """What is dragged says so to touch screens; only Firefox would mark words while it is."""
    dragged = """root => [...root.querySelectorAll("*")].map((one) => getComputedStyle(one))
      .filter((style) => style.touchAction !== "auto").map((style) => style.userSelect)"""
    assert set(shown.evaluate(dragged)) <= {"none"}


# Words and goals ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [one for one in EVERY if one not in TRAINING])
def test_description_changes_with_what_is_moved_by_key(shown, tab):
    words = shown.locator(".words")
    before = words.inner_text()
    moved = shown.locator("input[type=range], input[type=number]").first
    moved.focus()
    for _ in range(3):
        tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Tab")  # a field of numbers says it only now
    expect(words).not_to_have_text(before)
    pictures = shown.locator("svg[role=img], g[role=img], canvas")
    texts = pictures.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert texts and all(texts), "every picture has a text alternative"


# The curve doctor's patients are its goals.
WITH_GOALS = [one for one in EVERY if "goals_met" in getattr(explore, one).class_traits()]


@pytest.mark.parametrize("name", WITH_GOALS)
def test_goals_come_last_and_remember(show, name):
    shown = show(made(name, goals_met=[0]))
    heading = shown.get_by_text("Goals, ticked as you reach them")
    goals = shown.locator(".goals li")
    expect(heading).to_have_count(1)
    expect(goals.first).to_have_class("met")
    expect(goals.first).to_contain_text("Done.")
    assert len(goals.first.locator(".lesson").inner_text()) > 30
    assert "Not yet done." in goals.nth(1).text_content()
    expect(goals.nth(1).locator(".lesson")).to_be_empty()
    order = "root => root.querySelector('.words').compareDocumentPosition("
    order += "root.querySelector('.goals')) & Node.DOCUMENT_POSITION_FOLLOWING"
    assert shown.evaluate(order), "the description comes before the goals"
    assert not re.search(r"[*_`]\w", " ".join(goals.all_text_contents())), "markup is no text"


# Looks --------------------------------------------------------------------------------------------

# What sticks out to the right; what a frame scrolls does not.
STICKING_OUT = """root => {
  const edge = root.getBoundingClientRect().right;
  const scrolled = (one) => {
    for (let up = one.parentElement; up !== root; up = up.parentElement)
      if (getComputedStyle(up).overflowX === "auto") return true;
    return false;
  };
  return [...root.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().width > 1
    && one.getBoundingClientRect().right > edge + 1 && !scrolled(one)).map((one) => one.outerHTML);
}"""


# The least contrast between a text and the ground, among the texts of a selector.
CONTRAST = """(root, selector) => {
  const light = (css) => {
    const [r, g, b] = css.map((c) => c / 255).map(
      (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const numbers = (css) => css.match(/[\\d.]+/g).map(Number);
  const ground = numbers(getComputedStyle(document.body).backgroundColor);
  return [...root.querySelectorAll(selector)].map((one) => {  // at once: some draw while they train
    const style = getComputedStyle(one);
    const [r, g, b, a = 1] = numbers(one instanceof SVGElement ? style.fill : style.color);
    const seen = [r, g, b].map((c, i) => a * c + (1 - a) * ground[i]);
    const [x, y] = [light(seen), light(ground)].sort((p, q) => q - p);
    return [(x + 0.05) / (y + 0.05), one.outerHTML.slice(0, 120)];
  }).sort((p, q) => p[0] - q[0])[0];
}"""


def test_nothing_is_cut_off_and_text_can_be_read_in_both_themes(shown, tab):
    texts = "p, label, legend, figcaption, th, td, .goals li, svg text"
    least, where = shown.evaluate(CONTRAST, texts)
    assert least >= 4.5, where

    for width in (1000, 420):
        tab.set_viewport_size({"width": width, "height": 900})
        for _ in range(50):  # it is drawn anew, on a busy machine late
            tab.wait_for_timeout(100)
            if not (out := shown.evaluate(STICKING_OUT)):
                break
        assert (width, out) == (width, [])
        assert tab.evaluate("document.documentElement.scrollWidth") <= width

    tab.add_style_tag(content=DARK)
    tab.evaluate("document.body.dataset.jpThemeLight = 'false'")
    least, where = shown.evaluate(CONTRAST, texts)
    assert least >= 4.5, f"in the dark: {where}"


# Alone --------------------------------------------------------------------------------------------


def test_two_in_one_page_do_not_disturb_each_other_and_end_when_taken_away(shown, tab):
    tab.evaluate(
        """async () => {
             const el = document.body.appendChild(document.createElement("div"));
             window.cleanupOther = (await import(window.address)).default.render({ model, el });
           }"""
    )
    expect(tab.locator(".wb-widget .words").nth(1)).not_to_be_empty()
    ids = tab.locator("[id]").evaluate_all("all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids))
    shared = """() => [...document.querySelectorAll("[type=radio]")].filter((one) =>
      [...document.getElementsByName(one.name)].some((other) =>
        other.closest(".wb-widget") !== one.closest(".wb-widget"))).length"""
    assert tab.evaluate(shared) == 0

    both = tab.evaluate("listening()")
    tab.evaluate("cleanup()")
    assert 0 < tab.evaluate("listening()") < both
    tab.evaluate("cleanupOther()")
    assert tab.evaluate("listening()") == 0


def test_without_a_kernel_a_picture_and_words_stand_there(name):
    widget = made(name)
    data, metadata = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == widget.alt == data["text/plain"]
    assert len(widget.alt) > 60 and f'alt="{widget.alt}"' in data["text/html"]
    assert "Run the cell to bring it to life" in data["text/html"]


def test_script_and_styles_name_no_other_machine(name):
    widget = made(name)
    addresses = set(re.findall(r"https?://[^\s\"')]+", widget._esm + widget._css))
    assert addresses <= {"http://www.w3.org/2000/svg"}, "only the name of SVG's elements"
    assert "@import" not in widget._css

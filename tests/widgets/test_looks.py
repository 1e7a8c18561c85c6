"""Widgets leave each other's looks alone, whichever of them was shown last."""

import pytest

from workbook import checkpoints

from .test_every_explorable import EVERY, made

ASK = "a question"

# Take down the looks of one element of each kind; sizes follow from them. Then give what changed.
TAKE_DOWN = """root => {
  const kinds = new Map();
  for (const one of [root, ...root.querySelectorAll("*")]) {
    const classes = (node) => `${node.tagName}.${node.getAttribute("class") ?? ""}`;
    kinds.set(`${classes(one.parentElement)} > ${classes(one)}`, one);
  }
  const looks = (one) => [...getComputedStyle(one)].map(
    (name) => `${name}: ${getComputedStyle(one).getPropertyValue(name)}`);
  const before = new Map([...kinds].map(([kind, one]) => [kind, looks(one)]));
  window.changedLooks = () => [...kinds].flatMap(([kind, one]) => looks(one).filter(
    (look, place) => look !== before.get(kind)[place]).map((look) => `${kind}: ${look}`));
  return kinds.size;
}"""


def widget(name):
    """An explorable by its name, or a question."""
    return checkpoints.ask("start-sum-along-axis-0") if name == ASK else made(name)


@pytest.fixture(scope="module")
def styles():
    """The style sheet of every widget, by name."""
    return {name: widget(name)._css for name in (ASK, *EVERY)}


@pytest.mark.parametrize("name", [ASK, *EVERY])
def test_no_widget_changes_the_looks_of_another(name, styles, show, tab):
    """The sheets of all others are loaded after its own, then also its own after theirs."""
    tab.emulate_media(reduced_motion="reduce")
    place = show(widget(name))
    tab.wait_for_function("document.querySelector('.wb-widget').innerText.length > 40")
    assert place.evaluate(TAKE_DOWN) > 5
    tab.add_style_tag(content="\n".join(css for other, css in styles.items() if other != name))
    assert tab.evaluate("changedLooks()") == []
    tab.add_style_tag(content=styles[name])
    assert tab.evaluate("changedLooks()") == []

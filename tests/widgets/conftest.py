"""An explorable alone in a page: a real browser, its real script and styles, and no kernel.

- `tab`: one browser tab for a module's tests, which is quicker than one for each. What it asks of
  other machines fails the test.
- `show`: puts a widget into that tab and returns its place; the errors of its script fail the test.

In the page `model` is the widget's model, as anywidget would hand it over; `saved` holds the traits
as they were at each `save_changes`, and `cleanup()` is what the script's `render` returned.
"""

import base64
import json
from itertools import count

import pytest
from playwright.sync_api import expect

from ..conftest import is_outside

PAGE = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>An explorable</title>
<style>body { margin: 8px; background: var(--jp-layout-color1, #ffffff); }</style>
<style>CSS</style><div id="host"></div><script type="module">
const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
const revive = (_, value) => (value && value.bytes !== undefined ? bytes(value.bytes) : value);
const state = JSON.parse(document.getElementById("state").textContent, revive);
let heard = [];
window.saved = [];
window.model = {
  get: (name) => state[name],
  set(name, value) {
    const values = typeof name === "string" ? { [name]: value } : name;
    const same = (key) => JSON.stringify(state[key]) === JSON.stringify(values[key]);
    const events = Object.keys(values).filter((key) => !same(key)).map((key) => `change:${key}`);
    Object.assign(state, values);
    for (const [names, call] of [...heard])
      if (names.split(" ").some((name) => events.includes(name))) call();
  },
  on: (names, call) => heard.push([names, call]),
  off: (names, call) => (heard = heard.filter((one) => call && one[1] !== call)),
  save_changes: () => window.saved.push({ ...state }),
  send: () => {},
};
window.address = URL.createObjectURL(
  new Blob([document.getElementById("source").textContent], { type: "text/javascript" }));
const script = (await import(window.address)).default;
window.cleanup = script.render({ model, el: document.getElementById("host") });
window.listening = () => heard.length;
</script>
<script id="state" type="application/json">STATE</script>
<script id="source" type="text/plain">SOURCE</script></html>"""

UNSENT = {"_esm", "_css", "layout", "comm"}


@pytest.fixture(scope="module")
def _tab(browser):
    """The module's tab, and the addresses of other machines that it has asked for."""
    context = browser.new_context(color_scheme="light")
    strays = []
    context.on("request", lambda request: is_outside(request.url) and strays.append(request.url))
    page = context.new_page()
    yield page, strays
    context.close()


@pytest.fixture
def tab(_tab):
    """The module's tab, empty and 1280 × 900; it may reach this machine alone."""
    page, strays = _tab
    strays.clear()
    page.set_viewport_size({"width": 1280, "height": 900})
    yield page
    page.goto("about:blank")  # what trains there must not go on
    assert not strays, f"the page asked other machines for {strays}"


@pytest.fixture
def show(tab):
    """A function that puts a widget into the tab and returns its place there."""
    errors, shows = [], count()

    def hear(said):
        if said.type == "error":
            errors.append(said.text)

    def fail(error):
        errors.append(str(error))

    def shown(widget):
        sent = {name: value for name, value in widget.get_state().items() if name not in UNSENT}
        source = widget._esm.replace("</script", "<\\/script")
        html = PAGE.replace("CSS", widget._css, 1).replace("SOURCE", source)
        state = json.dumps(sent, default=as_bytes).replace("</", "<\\/")
        if next(shows):
            tab.goto("about:blank")  # modules and globals of the last one go
        tab.set_content(html.replace("STATE", state, 1))
        tab.wait_for_function("window.listening")
        return tab.locator(".wb-widget")

    tab.on("console", hear)
    tab.on("pageerror", fail)
    yield shown
    tab.remove_listener("console", hear)
    tab.remove_listener("pageerror", fail)
    assert errors == []


@pytest.fixture
def settable(show, tab):
    """A function that puts a widget into the tab and returns one that sets what it shows.

    `put = settable(Marble())`, then `put(lr=0.2)` gives the words that say what is seen.
    """

    def shown(widget):
        words = show(widget).locator(".words")
        expect(words).not_to_be_empty()

        def put(**values):
            tab.evaluate("values => model.set(values)", values)
            return words.inner_text()

        return put

    return shown


def as_bytes(value):
    """Bytes as JSON can hold them; what else JSON cannot hold is no trait of the page."""
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode()}
    return None


def reach(tab, names):
    """Let tests reach what a page's script keeps to itself: `mathematics` there is a module.

    names: of the script's own functions, with commas between them.
    """
    tab.evaluate(
        """async (names) => {
             const source = document.getElementById("source").textContent;
             const more = `${source};export { ${names} };`;
             const blob = new Blob([more], { type: "text/javascript" });
             window.mathematics = await import(URL.createObjectURL(blob));
           }""",
        names,
    )


def goals_met(tab):
    """The goals that the page holds to be reached."""
    return sorted(tab.evaluate("model.get('goals_met')"))

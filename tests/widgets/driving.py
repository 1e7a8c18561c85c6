"""Drive a widget in a real page by keyboard alone, knowing nothing of it but what it shows.

`drive(page, root)` goes from control to control with the Tab key and uses the keys that a person
would try on each: arrows on a slider, a number and Enter in a field, Enter and the space bar on a
button. Every control must answer: something in the widget changes.
"""

WATCH = """root => {
  root.dataset.driven = "";
  const heard = { count: 0 };
  new MutationObserver((all) => (heard.count += all.length)).observe(
    root, { subtree: true, childList: true, characterData: true, attributes: true });
  window.heard = heard;
}"""

# What has the focus, if that is in the widget: its place among the controls, and its kind.
FOCUSED = """root => {
  const here = document.activeElement;
  if (!root.contains(here) || here === root) return null;
  const all = [...root.querySelectorAll("input, button, select, textarea, summary, [tabindex]")];
  const kind = here.tagName === "INPUT" ? here.type : here.tagName.toLowerCase();
  const role = here.getAttribute("role") ?? "";
  return { place: all.indexOf(here), kind, role, value: here.value ?? "", what:
    here.getAttribute("aria-label") || here.labels?.[0]?.textContent || here.textContent };
}"""

# How often the widget has changed, once it has answered: within 60 frames, or not at all.
ANSWERED = """before => new Promise((done) => {
  let frames = 0;
  const look = () => (window.heard.count > before || ++frames > 60
    ? done(window.heard.count) : requestAnimationFrame(look));
  look();
})"""

# Wait until nothing has moved for some frames: a marble rolls, a network trains for a slice.
# Whether it has come to that, and how often the widget has changed.
STILL = """() => new Promise((done) => {
  let [last, still, frames] = [window.heard.count, 0, 0];
  const look = () => {
    still = window.heard.count === last ? still + 1 : 0;
    last = window.heard.count;
    if (still > 2 || ++frames > 90) done([still > 2, last]);
    else requestAnimationFrame(look);
  };
  look();
})"""

ARROWS = ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp")
KEYS = {
    "range": ARROWS,
    "radio": ARROWS,
    "checkbox": ("Space",),
    "number": (),
    "text": (),
    "button": ("Enter", "Space"),
}
"""What is pressed on a control of each kind; the first that is answered is enough."""


def drive(page, root):
    """Use every control of a widget by keyboard; return those that did not answer.

    page: where the widget is. root: its locator, of one `.wb-widget`.
    Returns (number of controls, descriptions of the silent ones).
    """
    root = root.element_handle()
    root.evaluate(WATCH)
    root.evaluate("root => root.querySelector('input, button, [tabindex]').focus()")
    used, silent = set(), []
    for _ in range(80):  # more than any widget has
        here = root.evaluate(FOCUSED)
        if here is None:
            break
        if here["place"] not in used:
            used.add(here["place"])
            if not answers(page, here):
                silent.append(f"{here['kind']} {here['what']!r}")
            place = "(root, place) => root.querySelectorAll('input, button, select, textarea, "
            place += "summary, [tabindex]')[place]?.focus()"
            root.evaluate(place, here["place"])
        page.keyboard.press("Tab")
    return len(used), silent


def answers(page, control):
    """Whether the focused control answers one of the keys that a person would try."""
    if control["kind"] in ("number", "text"):
        return typed_and_answered(page, control)
    return any(
        pressed_and_answered(page, key) for key in KEYS.get(control["kind"], (*ARROWS, "Space"))
    )


def typed_and_answered(page, control):
    """Whether a new number that is handed in with Enter is answered."""
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("2" if control["value"] == "3" else "3")
    return pressed_and_answered(page, "Enter")


def pressed_and_answered(page, key):
    """Whether the widget changes after a key; what the key set going is stopped by it again."""
    _, before = page.evaluate(STILL)
    page.keyboard.press(key)
    answered = page.evaluate(ANSWERED, before) > before
    if answered and key in ("Enter", "Space") and not page.evaluate(STILL)[0]:
        page.keyboard.press(key)  # Start has become Stop
    return answered

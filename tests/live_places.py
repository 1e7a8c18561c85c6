"""Explorables and questions on a page without a kernel, moved by keyboard alone."""

KEYS = ("ArrowRight", "ArrowUp", "Enter")
CONTROLS = "input:enabled, button:enabled, [tabindex='0']"


def wait_until_alive(page):
    """Wait until every place of the page has its widget; fails where one has kept its still."""
    page.wait_for_function("() => document.documentElement.dataset.live", timeout=60_000)
    assert page.locator(".live:not(.lives)").count() == 0


def move(page, place):
    """Move an explorable by keys until its words change; returns them.

    place: the locator of a `.live` that is laid out. Each control is tried in its turn.
    """
    words = place.locator(".words")
    before = words.inner_text()
    for control in place.locator(CONTROLS).all():
        if not control.is_visible():
            continue
        control.focus()
        for key in KEYS:
            page.keyboard.press(key)
            try:
                page.wait_for_function(
                    "([words, before]) => words.innerText !== before",
                    arg=[words.element_handle(), before],
                    timeout=1_000,
                )
            except Exception as error:  # Playwright's own, which is imported late
                if type(error).__name__ != "TimeoutError":
                    raise
                continue
            return words.inner_text()
    raise AssertionError(f"no key moves {place.get_attribute('data-name')}")


def answer(page, place):
    """Answer a question by keys with its first option; returns what is then said of it."""
    place.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said = place.locator(".foot [role=status]").inner_text()
    assert "right" in said and place.locator(".why").count() >= 3
    return said

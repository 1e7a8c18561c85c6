"""What is kept by a book whose pages have a storage each, as Firefox gives them on the disk.

Chromium gives one to all files, and not always the same. So the pages come from a server, which
makes them one origin, and a script that comes before their own gives each a part of the storage
that no other page sees. What is left of it is that of `kept.html`, the same file for all.
"""

import json

import pytest
from playwright.sync_api import expect

from autograder.course import find_lessons

from ..live_places import answer

pytestmark = pytest.mark.browser

LESSONS = find_lessons(("03", "04"))
APART = """(() => {
  if (location.pathname.endsWith("kept.html")) return;
  const [real, own] = [localStorage, `own ${location.pathname} `];
  const usual = {
    getItem: (key) => real.getItem(own + key),
    setItem: (key, value) => real.setItem(own + key, value),
    removeItem: (key) => real.removeItem(own + key),
  };
  const keys = () => Object.keys(real).filter((key) => key.startsWith(own));
  const apart = new Proxy({}, {
    get: (_, name) => usual[name],
    ownKeys: () => keys().map((key) => key.slice(own.length)),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
  Object.defineProperty(window, "localStorage", { value: apart });
})()"""


ON_THE_DISK = {
    'location.protocol === "file:" && location.origin === "null"': "true",
    'location.protocol !== "file:"': "false",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory, pages):
    """A book of two chapters with a question each, whose pages take themselves for files."""
    folder = tmp_path_factory.mktemp("book")
    for name, text in pages(LESSONS):
        if name.endswith(".html"):
            (condition,) = [one for one in ON_THE_DISK if one in text]
            text = text.replace(condition, ON_THE_DISK[condition])
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def storages_apart(reader):
    reader.add_init_script(APART)


def kept(page, key):
    return page.evaluate("key => localStorage.getItem(key)", key)


def wait_for(page, key, lines):
    """Wait until what a page itself has under this key has so many lines; return them."""
    has = f"(localStorage.getItem({key!r}) ?? '').split('\\n').length - 1 === {lines}"
    page.wait_for_function(f"() => {has}")
    return [json.loads(line) for line in kept(page, key).splitlines()]


def test_all_pages_have_the_same_theme_answers_and_way_to_jupyterlab(open_page):
    index = open_page("index")
    three = open_page("03-activations")
    four = open_page("04-losses")
    three.get_by_role("button", name="Dark").click()
    answer(three, three.locator(".live"))
    expect(index.locator("[data-asked='03-activations']")).to_have_text("1 of 1 questions answered")
    expect(index.locator("html")).to_have_attribute("data-theme", "dark")
    expect(four.locator("html")).to_have_attribute("data-theme", "dark")
    answer(four, four.locator(".live"))
    lines = wait_for(index, "nnw/answers", 2)
    assert [line["lesson"] for line in lines] == ["03-activations", "04-losses"]
    with index.expect_download() as saved:
        index.get_by_role("button", name="Save my answers as a file").click()
    assert saved.value.path().read_text("utf-8") == kept(index, "nnw/answers")
    index.get_by_label("JupyterLab runs at").fill("http://localhost:8899")
    index.get_by_label("JupyterLab runs at").press("Enter")
    four.wait_for_function("() => localStorage.getItem('nnw/lab') === 'http://localhost:8899'")


def test_what_is_forgotten_on_one_page_does_not_come_back_from_another(open_page):
    index = open_page("index")
    for count, name in enumerate(("03-activations", "04-losses"), 1):
        page = open_page(name)
        answer(page, page.locator(".live"))
        wait_for(index, "nnw/answers", count)  # else it may be closed before it has told
        page.close()
    again = open_page("03-activations")
    expect(again.locator(".wb-ask.answered")).to_have_count(1)
    index.get_by_role("button", name="Forget my answers").click()
    expect(again.locator(".wb-ask.answered")).to_have_count(0)
    other = open_page("04-losses")
    expect(other.locator(".wb-ask.answered")).to_have_count(0)
    answer(other, other.locator(".live"))
    assert len(wait_for(index, "nnw/answers", 1)) == 1


def test_what_a_page_kept_for_itself_is_taken_in_once(open_page):
    """Pages of a book that was built before `kept.html` was there."""
    page = open_page("03-activations")
    answer(page, page.locator(".live"))
    old = json.dumps({"v": 1, "id": "old", "lesson": "04-losses"})
    early = f"if (top === window) localStorage.setItem('nnw/answers', `{old}\n`)"
    for _ in range(2):
        four = open_page("04-losses", early)
        lines = wait_for(four, "nnw/answers", 2)
        assert [line["lesson"] for line in lines] == ["03-activations", "04-losses"]
    wait_for(page, "nnw/answers", 2)
    open_page("index").get_by_role("button", name="Forget my answers").click()
    page.wait_for_function("() => localStorage.getItem('nnw/answers') === null")


def test_without_that_page_each_keeps_its_own(book, open_page):
    (book / "kept.html").rename(book / "away.html")
    try:
        page = open_page("03-activations")
        answer(page, page.locator(".live"))
        again = open_page("03-activations")
        expect(again.locator(".wb-ask.answered")).to_have_count(1)
    finally:
        (book / "away.html").rename(book / "kept.html")

"""A page of the book that is open twice, or opened again: what was answered in one is in all."""

import json

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import expect

from autograder.authoring.book import Book
from autograder.course import find_lessons
from workbook.memory import answers_of

from ..live_places import answer, wait_until_alive

pytestmark = pytest.mark.browser

LESSON = find_lessons(("03",))[0]
ASK = 'from workbook.checkpoints import ask\nask("a4-sigmoid-of-40")'


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A folder with a book whose only chapter asks one question."""
    folder = tmp_path_factory.mktemp("book")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(ASK)])
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    for name, text in Book([LESSON], "book").pages(lambda _: notebook):
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def open_page(address, browser):
    """Opens a page of the book, always in the same profile of a reader."""
    context = browser.new_context()

    def opened(name=f"{LESSON.folder}.html"):
        page = context.new_page()
        page.goto(f"{address}/{name}")
        if name != "index.html":
            wait_until_alive(page)
        return page

    yield opened
    context.close()


def lines_kept(page):
    text = page.evaluate("localStorage.getItem('nnw/answers')") or ""
    return [json.loads(line) for line in text.splitlines()]


def test_an_answer_comes_to_the_other_tab_and_is_written_down_once(open_page):
    one, other = open_page(), open_page()
    other.evaluate(
        """() => {
          window.written = [];
          const usual = Storage.prototype.setItem;
          Storage.prototype.setItem = function (key, value) {
            window.written.push(key);
            usual.call(this, key, value);
          };
        }"""
    )
    said = answer(one, one.locator(".live"))
    expect(other.locator(".wb-ask.answered")).to_have_count(1)
    assert other.locator(".foot [role=status]").inner_text() == said
    assert other.evaluate("window.written") == [] and len(lines_kept(one)) == 1
    one.get_by_role("button", name="Change my answer").click()
    expect(other.locator(".wb-ask.answered")).to_have_count(0)
    answer(other, other.locator(".live"))
    expect(one.locator(".wb-ask.answered")).to_have_count(1)
    assert len(lines_kept(other)) == 2
    expect(open_page().locator(".wb-ask.answered")).to_have_count(1)
    index = open_page("index.html")
    with index.expect_download() as saved:
        index.locator("#save").click()
    assert len(answers_of(saved.value.path())) == 2

"""A page of the book that is open twice, or opened again: what was answered in one is in all."""

import json

import pytest
from playwright.sync_api import expect

from autograder.course import find_lessons
from workbook.memory import answers_of

from ..live_places import answer

pytestmark = pytest.mark.browser

LESSON = find_lessons(("03",))[0]


@pytest.fixture(scope="module")
def book(tmp_path_factory, pages):
    """A folder with a book whose only chapter asks one question."""
    folder = tmp_path_factory.mktemp("book")
    for name, text in pages([LESSON]):
        (folder / name).write_text(text, "utf-8")
    return folder


def lines_kept(page):
    text = page.evaluate("localStorage.getItem('nnw/answers')") or ""
    return [json.loads(line) for line in text.splitlines()]


def test_an_answer_comes_to_the_other_tab_and_is_written_down_once(open_page):
    one, other = open_page(LESSON.folder), open_page(LESSON.folder)
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
    expect(open_page(LESSON.folder).locator(".wb-ask.answered")).to_have_count(1)
    index = open_page("index")
    with index.expect_download() as saved:
        index.locator("#save").click()
    assert len(answers_of(saved.value.path())) == 2

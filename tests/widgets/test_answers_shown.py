"""Questions with an earlier answer, and a sitting of several, alone in a page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from workbook.checkpoints import load
from workbook.checkpoints.widget import Ask
from workbook.memory.sitting import Sitting
from workbook.memory.today import Due

pytestmark = pytest.mark.browser

DEPTH, THRESHOLD = load("02-sample", Path(__file__).parent)


def test_an_earlier_answer_is_shown_with_its_day_until_it_is_taken_back(show, tab):
    earlier = 0, "Your answer of 3 May."
    form = show(Ask(DEPTH, earlier=earlier, note="1 line of the file cannot be read."))
    status = form.get_by_role("status")
    expect(status.first).to_have_text("Your answer of 3 May. Not A: B is right. See above why each "
                                      "one tempts.")  # fmt: skip
    expect(status.last).to_have_text("1 line of the file cannot be read.")
    expect(form.locator(".option.wrong .mark")).to_have_text("your answer")
    expect(form.get_by_role("radio").first).to_be_disabled()
    form.get_by_role("button", name="Change my answer").click()
    expect(status.first).to_be_empty()
    expect(form.locator(".why")).to_have_count(0)


def test_a_new_question_says_nothing_of_an_answer(show):
    form = show(Ask(DEPTH))
    expect(form.get_by_role("status").first).to_be_empty()
    expect(form.locator(".note")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_sitting_goes_through_its_questions_and_keeps_each_answer_once(show, tab, width):
    tab.set_viewport_size({"width": width, "height": 900})
    put = [(Due(q.id, "02-sample", 0.5, 1), (q, [0, 1, 2, 3][: len(q.options)]))
           for q in (DEPTH, THRESHOLD)]  # fmt: skip
    show(Sitting(put, "2 due today.", "The next is due on Monday."))
    sitting = tab.locator(".wb-sitting")
    expect(sitting.locator(".place")).to_have_text("1 of 2: question, lesson 02")
    following = sitting.get_by_role("button", name="Next question")
    expect(following).to_be_hidden()
    sitting.get_by_role("radio").nth(DEPTH.answer).check()
    sitting.get_by_role("button", name="Answer").click()
    expect(following).to_be_visible()
    assert tab.evaluate("saved.at(-1).answers") == [DEPTH.answer, -1]
    wide = "() => document.documentElement.scrollWidth"
    assert tab.evaluate(wide) <= width
    following.click()
    wrong = (THRESHOLD.answer + 1) % len(THRESHOLD.options)
    sitting.get_by_role("radio").nth(wrong).check()
    sitting.get_by_role("button", name="Answer").click()
    assert tab.evaluate("saved.at(-1).answers") == [DEPTH.answer, wrong]
    sitting.get_by_role("button", name="Back").click()
    expect(sitting.locator(".option.right .mark")).to_have_text("your answer, right")
    following.click()
    sitting.get_by_role("button", name="Finish").click()
    expect(sitting.locator(".end")).to_have_text(
        "1 of 2 right. What went wrong comes back first. The next is due on Monday."
    )
    assert tab.evaluate(wide) <= width
    assert tab.evaluate("saved.length") == 2

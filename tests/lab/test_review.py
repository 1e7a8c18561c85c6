"""A learner who comes back after three weeks, in a real JupyterLab: one screen, by keyboard."""

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from workbook.memory.answers_file import AnswersFile, event

pytestmark = [pytest.mark.browser, pytest.mark.lab, pytest.mark.slow]

ITEMS = ("start-star-or-at", "exercise/double", "mistake/double/squares")
LOOKS = {"include": [[".wb-sitting"]]}


@pytest.fixture
def back(lab):
    """A copy of the lessons in which these were answered, wrongly, three weeks ago."""
    folder = lab.root / "back"
    for name in ("00-start-here", "review.ipynb"):
        (folder / "lessons").mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if "." not in name else shutil.copy
        copy(lab.root / "lessons" / name, folder / "lessons" / name)
    at = datetime.now(UTC) - timedelta(days=21)
    answers = AnswersFile(folder)
    lesson = "00-start-here"
    answers.append(*(event("answer", item, at, right=False, lesson=lesson) for item in ITEMS))
    return answers


def run(page, source):
    """Run the cell whose code holds `source`; give the cell."""
    cell = page.locator(".jp-CodeCell", has=page.locator(".jp-InputArea", has_text=source)).first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    return cell


def until(page, condition):
    """Wait for something outside the page, such as a file of the kernel's."""
    for _ in range(200):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came")


def commit(page, sitting):
    """Answer the question that is shown with its first option, by keyboard."""
    sitting.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(sitting.locator(".wb-ask [role=status]").first).to_contain_text("is right.")


def faults(page):
    found = Axe().run(page, LOOKS).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


def test_ten_minutes_after_three_weeks(lab, back, page):
    page.set_viewport_size({"width": 1400, "height": 900})
    lab.open(page, "back/lessons/review.ipynb")
    sitting = run(page, "review()").locator(".wb-sitting")
    expect(sitting).to_contain_text("3 due today from lesson 00: about 3 minutes.", timeout=60_000)
    expect(sitting).to_contain_text("1 of 3")
    button = sitting.get_by_role("button", name="Answer")
    expect(button).to_be_in_viewport()
    assert faults(page) == []

    commit(page, sitting)
    assert faults(page) == []
    until(page, lambda: len(back.read().events) == 4)
    sitting.get_by_role("button", name="Next question").focus()
    page.keyboard.press("Enter")
    expect(sitting.locator(".place")).to_be_focused()
    expect(sitting).to_contain_text("2 of 3")

    sitting = run(page, "review()").locator(".wb-sitting")  # run again: it goes on from there
    expect(sitting).to_contain_text("1 answered, 2 to go.")
    for _ in range(2):
        commit(page, sitting)
        page.keyboard.press("Tab")
        sitting.get_by_role("button", name=re.compile("Next question|Finish")).click()
    expect(sitting).to_contain_text(re.compile(r"\d of 3 right\..*due on"))
    until(page, lambda: len(back.read().events) == 6)

    sitting.get_by_label("When will you sit down next?").fill("2099-03-01T18:00")
    sitting.get_by_role("button", name="Write it into a calendar file").click()
    expect(sitting).to_contain_text("Sunday 1 March, 18:00, for 30 minutes.")
    assert (back.path.parent / "next-sitting.ics").read_text().startswith("BEGIN:VCALENDAR")
    assert faults(page) == []
    view = run(page, "progress()").get_by_role("region", name=re.compile("Your progress"))
    expect(view).to_contain_text("You mean to sit down next on Sunday 1 March, 18:00.")

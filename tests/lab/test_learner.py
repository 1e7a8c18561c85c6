"""What a learner does in JupyterLab, in a real browser: a lesson, its progress, and a way back.

All of it is in one page, which is loaded once.
"""

import re
import shutil
from datetime import UTC, datetime, timedelta

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from autograder.authoring.stub import code_of
from autograder.course import find_lessons
from workbook import nn
from workbook.memory.answers_file import AnswersFile, event

from ..conftest import new_tab

pytestmark = [pytest.mark.browser, pytest.mark.lab, pytest.mark.slow]


@pytest.fixture(scope="module")
def desk(context):
    """The tab of all these tests."""
    with new_tab(context) as page:
        yield page


@pytest.fixture
def page(desk):
    """The same tab, with its usual size."""
    desk.set_viewport_size({"width": 1280, "height": 900})
    return desk


def run(page, source):
    """Run the cell whose code holds `source`; give the cell."""
    cell = page.locator(".jp-CodeCell", has=page.locator(".jp-InputArea", has_text=source)).first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    return cell


# Lesson 03 ----------------------------------------------------------------------------------------

PATH = "worked/03-activations/activations.ipynb"

# The cells' states, read from JupyterLab's own model: of a long notebook, the page holds only what
# is on the screen.
STATES = """
() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => ({
    id: cell.model.id,
    type: cell.model.type,
    run: cell.model.executionCount ?? 0,
    errors: cell.model.type === 'code'
        ? cell.model.outputs.toJSON().filter(out => out.output_type === 'error') : [],
}))
"""
SHOW = """
async id => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    const index = notebook.widgets.findIndex(cell => cell.model.id === id);
    notebook.activeCellIndex = index;
    await notebook.scrollToItem(index, 'start');
}
"""


@pytest.fixture
def lesson(lab, page):
    """Lesson 03, opened, every cell run from top to bottom as a learner finds it."""
    if not page.url.endswith(PATH):
        # Other tests find theirs untouched.
        shutil.copytree(lab.root / "lessons", lab.root / "worked", dirs_exist_ok=True)
        lab.open(page, PATH)
        run_all(page)
    return page


def run_all(page):
    """Run every cell, to the end of the last one."""
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.content?.widgets?.length > 50"
    )
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_function(
        f"() => ({STATES})().every(c => c.type !== 'code' || c.run)",
        polling=100,
        timeout=120_000,
    )


def show(page, id):
    """Scroll a cell into view and give its element."""
    page.evaluate(SHOW, id)
    cell = page.locator(".jp-Cell.jp-mod-active")
    cell.scroll_into_view_if_needed()
    return cell


def test_lesson_runs_unsolved_and_an_exercise_is_solved(lesson):
    page = lesson
    states = page.evaluate(STATES)
    code = [cell for cell in states if cell["type"] == "code"]
    assert all(cell["run"] for cell in code)
    assert [cell for cell in code if cell["errors"]] == [], "unsolved exercises cause no traceback"

    card = show(page, "check-relu").get_by_role(
        "region", name="relu: not written yet, 0 of 2 points"
    )
    expect(card).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
    card.get_by_text("Hint 1 of").click()
    expect(card.get_by_text("Hint 2 of")).to_be_visible()

    show(page, "relu").locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code_of(nn.relu))
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    solved = show(page, "check-relu").get_by_role("region", name="relu: right, 2 of 2 points")
    expect(solved).to_be_visible(timeout=15_000)


def test_gallery_moves_by_keyboard(lesson):
    page = lesson
    notebook = nbformat.read(find_lessons(("3",))[0].notebook, as_version=4)
    gallery = next(cell for cell in notebook.cells if cell.source.startswith("ActivationGallery("))
    cell = show(page, gallery.id)
    expect(cell.get_by_text("not written yet").first).to_be_visible()
    for name in ("relu", "relu_grad"):
        show(page, name).locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(code_of(getattr(nn, name)))
        page.keyboard.press("Shift+Enter")
    cell = show(page, gallery.id)
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    cell = show(page, gallery.id)
    slider = cell.get_by_role("slider").first
    expect(slider).to_be_visible(timeout=20_000)
    before = cell.locator(".jp-OutputArea [aria-live]").first.inner_text()
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(cell.locator(".jp-OutputArea [aria-live]").first).not_to_have_text(before)


def test_formulas_are_set_without_the_network(lesson):
    """A tab that asks any other machine for anything fails at its end."""
    page = lesson
    notebook = nbformat.read(find_lessons(("3",))[0].notebook, as_version=4)
    formula = next(  # one that is not folded behind a question
        cell
        for cell in notebook.cells
        if cell.cell_type == "markdown" and "$$" in cell.source and "<details>" not in cell.source
    )
    cell = show(page, formula.id)
    expect(cell.locator("mjx-container, .katex, math").first).to_be_visible(timeout=20_000)
    assert "$$" not in cell.locator(".jp-MarkdownOutput").inner_text()


# Progress in Start here ---------------------------------------------------------------------------


def is_saved(answer):
    """Whether this is the server's word that a notebook was saved (and not a workspace)."""
    return answer.request.method == "PUT" and "/api/contents/" in answer.url and answer.ok


def test_double_solved_and_saved_is_done(lab, page):
    shutil.copytree(lab.root / "lessons", lab.root / "mine")  # other tests find theirs untouched
    lab.open(page, "mine/00-start-here/start-here.ipynb")
    run(page, "from autograder import check")
    cell = run(page, "def double(x):")
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code_of(nn.double))
    page.keyboard.press("Control+Enter")
    checked = run(page, "check(double)")
    expect(checked.get_by_role("region", name="double: right, 1 of 1 point")).to_be_visible()

    view = run(page, "from workbook.progress import progress")
    expect(view.get_by_text("Save first")).to_be_visible()
    row = view.get_by_role("row", name="Start here")
    expect(row).to_contain_text("not begun, 1 exercise")

    with page.expect_response(is_saved):
        page.keyboard.press("Control+s")
    view = run(page, "from workbook.progress import progress")
    expect(row).to_contain_text("1 of 1 right")
    expect(row).to_contain_text("done")
    expect(view.get_by_text("Save first")).to_have_count(0)
    region = view.get_by_role("region", name=re.compile("Your progress: 1 of .* 1 of .* done"))
    expect(region).to_be_visible()

    goal = region.get_by_role("link").first
    notebook = re.search(r"[\w-]+\.ipynb", goal.get_attribute("href"))[0]
    assert notebook != "start-here.ipynb"
    goal.click()
    expect(page.locator("#jp-main-dock-panel .lm-mod-current")).to_have_text(notebook)


# Review, after three weeks ------------------------------------------------------------------------

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

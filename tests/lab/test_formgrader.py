"""What an instructor meets in JupyterLab as `make teach` starts it, and a round in Formgrader.

The round: generate, autograde, look at a submission.
"""

import re

import nbformat
import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from ..commands import command
from ..conftest import new_tab
from .test_lab import menu, to_front

pytestmark = [pytest.mark.browser, pytest.mark.lab]

LESSON = "00-start-here"


@pytest.fixture(scope="module")
def own_lab(start_lab):
    """JupyterLab as `make teach` starts it, on a course of these tests alone."""
    return start_lab("--config=workbook/lab/instructor.py")


@pytest.fixture(scope="module")
def tab(own_lab, context):
    """Its page with a lesson's source."""
    with new_tab(context) as page:
        own_lab.open(page, "solutions/00-start-here/start-here.ipynb")
        yield page


def test_formgrader_lists_the_lessons(tab):
    menu(tab, "Formgrader")
    formgrader = tab.frame_locator("iframe")
    formgrader.locator("td.name:has-text('00-start-here')").wait_for()
    assert formgrader.locator("h1:text-is('Manage Assignments')").is_visible()
    assert formgrader.locator(".alert:visible").all_inner_texts() == []


def test_create_assignment_opens(tab):
    to_front(tab)
    menu(tab, "Create assignment")
    tab.wait_for_selector(".nbgrader-ListHeader, .nbgrader-NotebookWidget")


@pytest.fixture
def classroom(own_lab):
    """A course in which Ada has handed in a right notebook and Bob a wrong one."""
    lab = own_lab
    for student, body in (("ada", "return 2 * x"), ("bob", "return x ** 2")):
        notebook = nbformat.read(lab.root / "lessons" / LESSON / "start-here.ipynb", as_version=4)
        cell = next(cell for cell in notebook.cells if cell.id == "double")
        cell.source = f"def double(x):\n    {body}"
        folder = lab.root / "submitted" / student / LESSON
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / "start-here.ipynb")
    return lab


def press(page, row, column):
    """Press the button in this column of a row, and wait for nbgrader's word of success."""
    page.locator("tr", has=page.get_by_text(row, exact=True)).locator(f"td.{column} a").click()
    expect(page.get_by_text("Successfully").first).to_be_visible(timeout=120_000)
    page.reload()


@pytest.mark.nbgrader
@pytest.mark.slow
def test_autograde_uses_the_engine(classroom, page):
    lab = classroom
    before = (lab.root / "lessons" / LESSON / "start-here.ipynb").read_bytes()
    page.goto(lab.address("formgrader/manage_assignments"))
    press(page, LESSON, "assign")
    page.goto(lab.address(f"formgrader/manage_submissions/{LESSON}"))
    press(page, "ada", "autograde")
    press(page, "bob", "autograde")
    expect(page.locator("tr", has_text="ada").locator("td.score")).to_have_text("1 / 1")
    expect(page.locator("tr", has_text="bob").locator("td.score")).to_have_text("0 / 1")
    assert (lab.root / "lessons" / LESSON / "start-here.ipynb").read_bytes() == before

    page.goto(lab.address(f"formgrader/gradebook/{LESSON}/start-here"))
    page.get_by_role("link", name="Submission #").first.click()
    card = page.get_by_role("region", name="double:")
    expect(card).to_be_visible(timeout=30_000)
    expect(card).to_contain_text("every number is doubled")


@pytest.mark.nbgrader
@pytest.mark.slow
def test_a_text_is_marked_under_its_bands(own_lab, page):
    """The capstone's texts: a box with the points, the bands above it, and a mark that is kept."""
    lab, name = own_lab, "13-capstone"
    notebook = nbformat.read(lab.root / "lessons" / name / "capstone.ipynb", as_version=4)
    notebook.cells = [  # without the lesson's pictures and trainings
        cell
        for cell in notebook.cells
        if cell.cell_type == "markdown" or "nbgrader" in cell.metadata
    ]
    next(c for c in notebook.cells if c.id == "model-card").source = "It reads **one digit**."
    folder = lab.root / "submitted" / "ada" / name
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "capstone.ipynb")
    done = command("autograder", "grade", name, cwd=lab.root)
    assert done.returncode == 0, done.stderr

    page.goto(lab.address("formgrader/manage_assignments"))  # lets this browser in
    page.goto(lab.address(f"formgrader/gradebook/{name}/capstone"))
    page.get_by_role("link", name="Submission #").first.click()
    expect(page.get_by_role("heading", name="Text 4 · The model card")).to_be_visible(
        timeout=30_000
    )
    expect(page.locator("td", has_text="a stranger would know when").first).to_be_attached()
    box = page.locator("#model-card.score")
    expect(box).to_have_class(re.compile("needs_manual_grade"))
    expect(box).to_have_value("")
    with page.expect_response(lambda response: response.request.method == "PUT"):
        box.fill("17")
        box.press("Tab")
    with Gradebook(f"sqlite:///{lab.root}/gradebook.db") as book:
        grade = book.find_grade("model-card", "capstone", name, "ada")
        assert (grade.auto_score, grade.manual_score, grade.score) == (None, 17, 17)

"""An instructor's round in Formgrader: generate, autograde, look at a submission."""

import nbformat
import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.lab, pytest.mark.nbgrader, pytest.mark.slow]

LESSON = "00-start-here"


@pytest.fixture
def classroom(start_lab):
    """JupyterLab on a course in which Ada has handed in a right notebook and Bob a wrong one."""
    lab = start_lab()
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

"""The progress view as a learner meets it: in Start here, in a real browser."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from autograder.authoring.stub import code_of
from workbook import nn

pytestmark = [pytest.mark.browser, pytest.mark.lab, pytest.mark.slow]


def run(page, source):
    """Run the cell whose code holds `source`; give the cell."""
    cell = page.locator(".jp-CodeCell", has=page.locator(".jp-InputArea", has_text=source)).first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    return cell


def is_saved(answer):
    """Whether this is the server's word that a notebook was saved (and not a workspace)."""
    return answer.request.method == "PUT" and "/api/contents/" in answer.url and answer.ok


def test_double_solved_and_saved_is_done(lab, page):
    shutil.copytree(lab.root / "lessons", lab.root / "mine")  # other tests find theirs untouched
    page.set_viewport_size({"width": 1280, "height": 6000})  # JupyterLab renders what is in view
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

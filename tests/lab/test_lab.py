"""JupyterLab as `make lab` starts it: what a learner and an instructor meet, in a real browser."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ..conftest import new_tab

ROOT = Path(__file__).resolve().parents[2]


def menu(page, command):
    """Choose `command` in Lab's Nbgrader menu."""
    page.click(".lm-MenuBar-itemLabel:text-is('Nbgrader')")
    page.click(f".lm-Menu-itemLabel:text-is('{command}')")


@pytest.fixture(scope="module")
def tab(lab, context):
    """JupyterLab as it is at a first start, for the tests that need no other page."""
    with new_tab(context) as page:
        page.goto(lab.address())
        page.wait_for_selector('.jp-NotebookPanel-toolbar [data-status="idle"]')
        yield page


# A learner ----------------------------------------------------------------------------------------


def test_opens_on_start_here(tab):
    assert tab.inner_text("#jp-main-dock-panel .lm-mod-current") == "start-here.ipynb"
    assert tab.inner_text(".jp-NotebookPanel h1").startswith("Start here")


def test_nothing_covers_the_page_at_a_first_start(tab):
    tab.wait_for_timeout(1500)  # the question about news comes after everything else is restored
    assert tab.locator(".Toastify__toast").all_inner_texts() == []
    assert tab.locator(".jp-Dialog").all_inner_texts() == []


def test_settings_never_ask_the_network(lab):
    settings = lab.get("lab/api/settings/@jupyterlab/apputils-extension:notification")
    defaults = settings["schema"]["properties"]
    assert defaults["fetchNews"]["default"] == "false"
    assert defaults["checkForUpdates"]["default"] is False


def test_validate_answers(tab):
    tab.click(".jp-NotebookPanel-toolbar .validate-button")
    dialog = tab.locator(".jp-Dialog", has_text="Validation")
    dialog.wait_for()
    dialog.get_by_role("button").last.click()
    dialog.wait_for(state="detached")


def test_assignment_list_finds_the_course(tab):
    menu(tab, "Assignment List")
    tab.wait_for_selector("text=There are no assignments to fetch", state="attached")
    assert "exchange directory does not exist" not in tab.inner_text("#jp-main-dock-panel")


# An instructor ------------------------------------------------------------------------------------


def test_formgrader_lists_the_lessons(tab):
    menu(tab, "Formgrader")
    formgrader = tab.frame_locator("iframe")
    formgrader.locator("td.name:has-text('00-start-here')").wait_for()
    assert formgrader.locator("h1:text-is('Manage Assignments')").is_visible()
    assert formgrader.locator(".alert:visible").all_inner_texts() == []


def test_create_assignment_opens(lab, page):
    lab.open(page, "solutions/00-start-here/start-here.ipynb")
    menu(page, "Create assignment")
    page.wait_for_selector(".nbgrader-ListHeader, .nbgrader-NotebookWidget")


# The command --------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("make") is None, reason="make is missing: apt-get install make")
def test_make_lab_hands_its_arguments_on():
    command = ["make", "--dry-run", "--no-print-directory", "lab", "ARGS=--no-browser --port 8899"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "jupyter lab" in shown
    assert "--no-browser --port 8899" in shown
    assert ("--allow-root" in shown) == (os.getuid() == 0)

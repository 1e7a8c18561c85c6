"""JupyterLab as `make lab` starts it: what a learner meets, in a real browser."""

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
def own_lab(start_lab):
    """JupyterLab on a fresh clone. Another server remembers what the tests before had open."""
    return start_lab()


@pytest.fixture(scope="module")
def tab(own_lab, context):
    """JupyterLab as it is at a first start: with Start here, and nothing else."""
    with new_tab(context) as page:
        own_lab.arrive(page, own_lab.address())
        yield page


def to_front(page, name="start-here.ipynb"):
    """Choose the tab of a notebook that is open."""
    page.locator("#jp-main-dock-panel .lm-TabBar-tabLabel", has_text=name).click()


# A learner ----------------------------------------------------------------------------------------


def test_opens_on_start_here(tab):
    assert tab.inner_text("#jp-main-dock-panel .lm-mod-current") == "start-here.ipynb"
    assert tab.inner_text(".jp-NotebookPanel h1").startswith("Start here")


def test_nothing_covers_the_page_at_a_first_start(tab):
    tab.wait_for_timeout(1500)  # the question about news comes after everything else is restored
    assert tab.locator(".Toastify__toast").all_inner_texts() == []
    assert tab.locator(".jp-Dialog").all_inner_texts() == []


def test_settings_never_ask_the_network(own_lab):
    settings = own_lab.get("lab/api/settings/@jupyterlab/apputils-extension:notification")
    defaults = settings["schema"]["properties"]
    assert defaults["fetchNews"]["default"] == "false"
    assert defaults["checkForUpdates"]["default"] is False


def test_no_tool_of_an_instructor_is_to_be_seen(tab):
    assert tab.locator(".jp-NotebookPanel-toolbar .validate-button").count() == 0
    tab.click(".lm-MenuBar-itemLabel:text-is('Nbgrader')")
    tab.locator(".lm-Menu-itemLabel:text-is('Assignment List')").wait_for()
    entries = {text.strip() for text in tab.locator(".lm-Menu-itemLabel").all_inner_texts()}
    assert entries - {""} == {"Assignment List"}
    tab.keyboard.press("Escape")


def test_assignment_list_finds_the_course(tab):
    menu(tab, "Assignment List")
    tab.wait_for_selector("text=There are no assignments to fetch", state="attached")
    assert "exchange directory does not exist" not in tab.inner_text("#jp-main-dock-panel")


# Save each notebook as JupyterLab does half a minute after it was opened: as JavaScript reads and
# writes it, with all that a kernel says of its language.
SAVED_ANEW = """async ([paths, token]) => {
  const headers = { Authorization: `token ${token}`, "Content-Type": "application/json" };
  const language_info = { name: "python", version: "3.99.1", mimetype: "text/x-python",
    codemirror_mode: { name: "ipython", version: 3 }, file_extension: ".py" };
  let saved = 0;
  for (const path of paths) {
    const { content } = await (await fetch(`/api/contents/${path}`, { headers })).json();
    Object.assign(content.metadata, { language_info });
    const body = JSON.stringify({ type: "notebook", format: "json", content });
    saved += (await fetch(`/api/contents/${path}`, { method: "PUT", headers, body })).ok;
  }
  return saved;
}"""


@pytest.fixture
def opened(tab):
    """The same tab with Start here in front."""
    to_front(tab)
    return tab


# The most characters that stand in one line of a paragraph of prose.
LONGEST_LINE = """() => {
  const longest = (paragraph) => {
    const lines = new Map();
    const range = document.createRange();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      for (let k = 0; k < text.length; k++) {
        range.setStart(text, k);
        range.setEnd(text, k + 1);
        const { bottom, width } = range.getBoundingClientRect();
        const line = Math.round(bottom / 12);
        if (width) lines.set(line, (lines.get(line) ?? 0) + 1);
      }
    }
    return Math.max(0, ...lines.values());
  };
  return Math.max(...[...document.querySelectorAll(".jp-RenderedMarkdown p")].map(longest));
}"""

# Code cells of which something ends beyond their right edge, among those on the page.
CUT_OFF = """() => [...document.querySelectorAll(".jp-CodeCell .cm-scroller")].filter(
  (one) => one.clientWidth && one.scrollWidth > one.clientWidth + 1).map(
  (one) => one.textContent)"""


@pytest.mark.parametrize("width", [1400, 900, 640])  # the last is 1280 at twice the size
def test_lines_are_as_long_as_an_eye_can_follow_and_whole(opened, width):
    opened.set_viewport_size({"width": width, "height": 900})
    opened.wait_for_timeout(300)
    assert 25 < opened.evaluate(LONGEST_LINE) <= 92
    assert opened.locator(".jp-CodeCell .cm-content").count() >= 3
    assert opened.evaluate(CUT_OFF) == []
    opened.set_viewport_size({"width": 1280, "height": 900})


def test_opening_a_notebook_changes_nothing_that_git_sees(own_lab, opened):
    """The open one saved by JupyterLab itself, the others as it would save them."""
    kinds = ("lessons/*/*.ipynb", "solutions/*/*.ipynb")
    paths = sorted(path for kind in kinds for path in own_lab.root.glob(kind))
    before = {path: path.read_bytes() for path in paths}
    assert len(paths) >= 26
    file = own_lab.root / "lessons/00-start-here/start-here.ipynb"
    was_saved = file.stat().st_mtime_ns
    opened.locator(".jp-NotebookPanel .jp-Cell").first.click()
    opened.keyboard.press("Control+s")
    for _ in range(200):
        if file.stat().st_mtime_ns != was_saved:
            break
        opened.wait_for_timeout(100)
    assert file.stat().st_mtime_ns != was_saved, "JupyterLab did not save"
    opened.wait_for_timeout(300)
    assert file.read_bytes() == before.pop(file)
    relative = [str(path.relative_to(own_lab.root)) for path in before]
    assert opened.evaluate(SAVED_ANEW, [relative, own_lab.token]) == len(relative)
    assert [path.name for path in before if path.read_bytes() != before[path]] == []


# The command --------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("make") is None, reason="make is missing: apt-get install make")
def test_make_lab_hands_its_arguments_on():
    command = ["make", "--dry-run", "--no-print-directory", "lab", "ARGS=--no-browser --port 8899"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "jupyter lab" in shown
    assert "--no-browser --port 8899" in shown
    assert ("--allow-root" in shown) == (os.getuid() == 0)


def make(folder, **environment):
    """What `make lab` would do in a folder with this project's Makefile, as make says it."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy2(ROOT / name, folder)  # with its time, which decides
    command = ["make", "--dry-run", "--print-data-base", "--no-print-directory", "lab"]
    own = {name: said for name, said in os.environ.items() if not name.startswith("JUPYTER_")}
    return subprocess.run(
        command, cwd=folder, env=own | environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.skipif(shutil.which("make") is None, reason="make is missing: apt-get install make")
def test_an_environment_is_made_anew_where_its_folder_was_moved_or_copied(tmp_path):
    """Programs in an environment hold its path: a copy's would run the code of the other."""
    folder = tmp_path / "my course, it's 100 % $5"
    stamp = folder / ".venv" / "installed"
    stamp.parent.mkdir(parents=True)
    assert "-m venv .venv" in make(folder)
    for where, again in (("", False), (folder.resolve(), False), (tmp_path, True)):
        stamp.write_text(f"{where}\n" if where else "")
        assert ("-m venv --clear .venv" in make(folder)) == again
        assert (".venv/bin/python -m pip install" in make(folder)) == again


@pytest.mark.skipif(shutil.which("make") is None, reason="make is missing: apt-get install make")
def test_jupyter_needs_no_home_that_can_be_written_to(tmp_path):
    (tmp_path / "home").mkdir()
    own = "JUPYTER_DATA_DIR = "
    assert own in make(tmp_path, HOME=str(tmp_path / "nowhere"))
    assert own not in make(tmp_path, HOME=str(tmp_path / "home"))
    theirs = make(tmp_path, HOME="/nowhere", JUPYTER_DATA_DIR="/of/their/own")
    assert f"{own}/of/their/own" in theirs

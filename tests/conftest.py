"""What tests share: a headless browser that must stay offline, and JupyterLab servers.

- `page`: a browser tab. The test fails when the tab asks any other machine for anything.
- `lab`: JupyterLab as `make lab` starts it, on a copy of the project, in a home folder of its own.
- `start_lab`: more such servers, with other options.
"""

import asyncio
import contextlib
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from autograder import quick_imports  # noqa: F401

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60  # a first start on a busy machine; usually it takes about three

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",  # the sandbox refuses to run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# nbgrader's working folders, and a learner's answers, at the project's root.
WORKING_FOLDERS = {
    "release", "submitted", "autograded", "feedback", "exchange", "gradebook.db",
    "my-answers.jsonl",
}  # fmt: skip


def pytest_collection_modifyitems(items):
    """Mark each test by what it uses, so that `-m "not browser"` leaves none out."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker("browser")
        if fixtures & {"lab", "start_lab"}:
            item.add_marker("lab")


def pytest_terminal_summary(terminalreporter):
    """How many damaged and hostile submissions were graded as a human would have graded them.

    It is here because with `-n` this file alone is read by the process that reports.
    """
    counts = {
        outcome: sum(
            "tests/hostile/" in report.nodeid and "::test_case[" in report.nodeid
            for report in terminalreporter.stats.get(outcome, [])
        )
        for outcome in ("passed", "failed", "skipped", "error")
    }
    right, wrong = counts["passed"], counts["failed"] + counts["error"]
    if right + wrong:
        terminalreporter.write_line(f"hostile suite: {right} of {right + wrong} right")
    if counts["skipped"]:
        reason = "there is no isolation here, so dangerous cases were not run"
        terminalreporter.write_line(f"hostile suite: {counts['skipped']} SKIPPED: {reason}")


@pytest.fixture(autouse=True, scope="session")
def reasons_are_found():
    """A search for a reason that fails costs a learner that reason alone; a test fails of it."""

    class Raise(logging.Handler):
        def emit(self, record):
            raise record.exc_info[1]

    log = logging.getLogger("autograder.judging.judge")
    handler = Raise()
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    yield
    log.removeHandler(handler)


# Browser ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium():
    """A function that gives headless Chromium, and the event loop in which Playwright drives it.

    Its shell without windows where that is installed. While no module uses it, no loop is running
    in this thread, as far as anybody there can tell: `browser` tells otherwise.
    """
    if CHROMIUM is None:
        reason = "Chromium is missing: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        expect.set_options(timeout=20_000)  # a busy machine is slow, and not wrong
        loop, started = asyncio.get_running_loop(), []

        def running():
            """The browser; another one where the last has crashed."""
            if not started or not started[-1].is_connected():
                launch = playwright.chromium.launch
                started.append(launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS))
            return started[-1]

        asyncio._set_running_loop(None)
        yield running, loop
        asyncio._set_running_loop(loop)
        for browser in started:
            browser.close()


@pytest.fixture(scope="module")
def browser(chromium):
    """The browser of all modules, without a page.

    For as long as a module uses it, Playwright's event loop is the one that runs in this thread.
    Tests elsewhere need one of their own (nbclient, nbgrader), and could not start it.
    """
    running, loop = chromium
    asyncio._set_running_loop(loop)
    browser = running()
    yield browser
    for context in browser.contexts:
        context.close()
    asyncio._set_running_loop(None)


@pytest.fixture(scope="module")
def context(browser):
    """What a module's tabs share: cookies, and a cache that spares JupyterLab's scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context):
    """A new tab, 1280 × 900; it may reach this machine alone."""
    with new_tab(context) as page:
        yield page


@contextlib.contextmanager
def new_tab(context):
    """A tab that may reach this machine alone: fails at its end when it asked any other."""
    strays = []

    def note(request):
        if is_outside(request.url):
            strays.append(request.url)

    page = context.new_page()
    context.on("request", note)
    page.on("websocket", note)
    yield page
    page.close()
    context.remove_listener("request", note)
    assert not strays, f"the page asked other machines for {strays}"


def is_outside(url):
    """Whether fetching `url` would leave this machine."""
    return urlsplit(url).hostname not in (None, "127.0.0.1", "localhost")


# JupyterLab ---------------------------------------------------------------------------------------


OPEN_ALONE = """(path) => {
  const { commands, shell } = window.jupyterapp;
  for (const one of [...shell.widgets("main")]) one.dispose();
  commands.execute("docmanager:open", { path, factory: "Notebook" });
}"""


class LabServer:
    """A running JupyterLab: where it is, and how to open its pages.

    `url` ends with a slash; `root` is the copy of the project that it serves.
    """

    def __init__(self, root, home, options=()):
        self.root = root
        self.log = home / "lab.log"
        environment = isolated_environment(home) | {"PYTHONPATH": str(root)}
        command = [*quickly("jupyterlab.labapp"), "--no-browser", "--allow-root"]
        command += [f"--port={free_port()}", *options]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=root, env=environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.url, self.token = self._wait(Path(environment["JUPYTER_RUNTIME_DIR"]))

    def _wait(self, runtime):
        """The address and token that the server wrote down once it answers; else its log."""
        record = runtime / f"jpserver-{self.process.pid}.json"
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            # Not written yet, half written, not answering yet.
            with contextlib.suppress(FileNotFoundError, json.JSONDecodeError, URLError):
                server = json.loads(record.read_text())
                self.url, self.token = server["url"], server["token"]
                self.get("api/status")
                return self.url, self.token
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()}")

    def address(self, path=""):
        """The full address of `path`, with the token that lets a new browser in."""
        return f"{self.url}{path}?token={self.token}"

    def get(self, path):
        """What the server's REST interface answers at `path`."""
        with urlopen(self.address(path), timeout=10) as answer:
            return json.load(answer)

    def open(self, page, path="lessons/00-start-here/start-here.ipynb"):
        """Open the notebook at `path` alone in `page`, and wait for its kernel as below.

        A page that a test can ask what it holds is not loaded again, which takes a processor three
        seconds: what was open in it is closed, saved or not. To open the same again it is.
        """
        is_here = page.url.startswith(self.url) and not page.url.endswith(path)
        if is_here and page.evaluate("() => Boolean(window.jupyterapp)"):
            self._arrived(page, path, lambda: page.evaluate(OPEN_ALONE, path))
        else:
            self.arrive(page, self.address(f"lab/tree/{path}") + "&reset")  # without others' tabs

    def arrive(self, page, address):
        """Go to an address that shows a notebook, and wait until its kernel has answered it."""
        self._arrived(page, address, lambda: page.goto(address))

    def _arrived(self, page, where, go):
        """Call `go`, and wait until the kernel of the notebook that is shown then has answered it.

        JupyterLab shows "idle" before that, and loses what is run in between. The server's own
        count of a kernel's connections cannot be asked: it misses one that comes while it starts.
        """
        answers = []

        def hear(socket):
            if "/channels" in socket.url:
                socket.on("framereceived", lambda frame: answers.append(as_bytes(frame)))

        page.on("websocket", hear)
        go()
        page.wait_for_selector('.jp-NotebookPanel-toolbar [data-status="idle"]')
        for _ in range(300):
            if any(b"kernel_info_reply" in answer for answer in answers):
                page.remove_listener("websocket", hear)
                return
            page.wait_for_timeout(100)
        raise AssertionError(f"{where} got no kernel in 30 seconds: {self.get('api/sessions')}")

    def stop(self):
        """Stop the server, which stops its kernels."""
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="session")
def start_lab(tmp_path_factory):
    """A function `(*options) -> LabServer`: starts JupyterLab on a fresh copy of the project."""
    servers = []

    def start(*options):
        folder = tmp_path_factory.mktemp("lab")
        root = shutil.copytree(ROOT, folder / "project", ignore=not_copied)
        home = folder / "home"
        home.mkdir()
        servers.append(LabServer(root, home, options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def lab(start_lab):
    """The JupyterLab that a learner gets on a fresh clone; a page can ask it what it holds."""
    return start_lab("--LabApp.expose_app_in_browser=True")


def quickly(module):
    """The command of a program whose `main` is in `module`, which starts a second sooner so."""
    words = f"from autograder import quick_imports; from {module} import main; main()"
    return [sys.executable, "-P", "-c", words]


def free_port():
    """A port that nobody listens on. Servers that look for one at the same moment find the same."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def as_bytes(frame):
    """What came over a websocket, as Playwright hands it on."""
    return frame.encode() if isinstance(frame, str) else frame


def not_copied(folder, names):
    """What a copy of the project leaves out of `folder`, as `shutil.copytree` asks it."""
    at_root = Path(folder) == ROOT
    return {
        name
        for name in names
        if name in ("__pycache__", ".ipynb_checkpoints")
        or (at_root and (name.startswith(".") or name in WORKING_FOLDERS))
    }


def isolated_environment(home):
    """This process's environment, but with every trace of its user's Jupyter replaced by `home`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "XDG_", "IPYTHON", "MPL", "NBGRADER"))
        and name != "PYTHONDONTWRITEBYTECODE"
    }
    return kept | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }

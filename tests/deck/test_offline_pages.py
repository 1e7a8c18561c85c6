"""nbgrader's feedback pages and Formgrader's page of a submission: formulas, and no network."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from traitlets.config import Config, PyFileConfigLoader

from autograder.grading.nbgrader.pages import offline

from ..commands import command
from ..conftest import quickly

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "offline-pages"
# nbgrader makes a new gradebook with `alembic`, which it looks for on the path.
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
SUBMITTED = r"""## Sigmoid $\sigma$

Its derivative is at most a quarter:

$$\sigma'(z) = \sigma(z)\,(1 - \sigma(z)) \le \tfrac14$$

A typing error of one student: $\frca{1}{2}$, and a bracket $\left( x$.
"""
ATTACK = """<img src="https://marks.invalid/a.png" alt="away">
<img src="missing.png" alt="here" onerror="window.attacked = 1">
<script>window.attacked = 2</script>
<script src="evil.js"></script>
<iframe src="evil.html"></iframe>
<iframe srcdoc="<script>parent.attacked = 5</script>"></iframe>
<meta http-equiv="refresh" content="0;url=https://marks.invalid/">
"""


@pytest.fixture(scope="module")
def monkeypatch_module():
    """`monkeypatch` for fixtures that serve a module."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def course(tmp_path_factory, monkeypatch_module):
    """A course folder with one graded submission, whose notebook holds formulas and an attack."""
    from nbgrader.api import Gradebook

    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text(
        "from autograder.grading.nbgrader.pages import offline\n"
        "c = get_config()\n"
        f"c.CourseDirectory.root = {str(root)!r}\n"
        "offline(c)\n"
    )
    monkeypatch_module.setenv("PATH", PATH)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.add_assignment("lesson")
        gradebook.add_notebook("sums", "lesson")
        gradebook.add_grade_cell("essay", "sums", "lesson", max_score=3, cell_type="markdown")
        gradebook.add_solution_cell("essay", "sums", "lesson")
        gradebook.add_source_cell("essay", "sums", "lesson", cell_type="markdown")
        gradebook.add_student("ada")
        gradebook.add_submission("lesson", "ada")
        comment = gradebook.find_comment("essay", "sums", "lesson", "ada")
        comment.manual_comment = "Where is it $0.25$?"
        gradebook.db.commit()
    folder = root / "autograded" / "ada" / "lesson"
    folder.mkdir(parents=True)
    nbformat.write(_submission(), folder / "sums.ipynb")
    (folder / "evil.js").write_text("window.attacked = 3")
    (folder / "evil.html").write_text("<script>parent.attacked = 4</script>")
    return root


def _submission():
    graded = {
        "schema_version": 3, "grade_id": "essay", "grade": True, "solution": True, "locked": False,
        "task": False, "points": 3, "cell_type": "markdown", "checksum": "",
    }  # fmt: skip
    output = nbformat.v4.new_output(
        "display_data", {"text/latex": r"$\displaystyle \int_0^1 x\,dx$", "text/plain": "1/2"}
    )
    attack = nbformat.v4.new_output("display_data", {"text/html": ATTACK, "text/plain": ""})
    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(SUBMITTED, metadata={"nbgrader": graded}),
            nbformat.v4.new_code_cell("integral", outputs=[output]),
            nbformat.v4.new_markdown_cell(ATTACK),
            nbformat.v4.new_code_cell("attack", outputs=[attack]),
        ]
    )


@pytest.fixture(scope="module")
def feedback(course):
    """The feedback page that nbgrader makes of the submission."""
    done = command("nbgrader", "generate_feedback", "lesson", cwd=course, env=_environment(course))
    assert done.returncode == 0, done.stderr
    return course / "feedback" / "ada" / "lesson" / "sums.html"


@pytest.fixture(scope="module")
def formgrader(course):
    """A running server with Formgrader: its address, and its page of the submission."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        submission = gradebook.find_submission_notebook("sums", "lesson", "ada").id
    with open(course / "server.log", "w") as log:
        server = subprocess.Popen(
            [
                *(*quickly("jupyter_server.serverapp"), "--allow-root", "--no-browser"),
                *("--port=0", f"--IdentityProvider.token={TOKEN}"),
                f"--ServerApp.root_dir={course}",
            ],
            cwd=course, env=_environment(course), stdout=log, stderr=log,
        )  # fmt: skip
    try:
        url = _wait_for(server, course / "runtime")
        yield url, f"{url}formgrader/submissions/{submission}/"
    finally:
        server.terminate()
        server.wait(timeout=15)


def _wait_for(server, runtime):
    record = runtime / f"jpserver-{server.pid}.json"
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            url = json.loads(record.read_text())["url"]
            urllib.request.urlopen(f"{url}api/status?token={TOKEN}", timeout=5).close()
            return url
        except (FileNotFoundError, json.JSONDecodeError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{(runtime.parent / 'server.log').read_text()}")


def _environment(course):
    """This environment with a Jupyter of the course's own, and the project on the path."""
    own = {
        "HOME": str(course),
        "JUPYTER_CONFIG_DIR": str(course / "config"),
        "JUPYTER_DATA_DIR": str(course / "data"),
        "JUPYTER_RUNTIME_DIR": str(course / "runtime"),
        "PYTHONPATH": str(ROOT),
    }
    return os.environ | own


class Sent:
    """The addresses that a page asked for, without those that its own policy held back."""

    def __init__(self, page):
        self.asked, self.held_back = [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", self._failed)

    def _failed(self, request):
        if request.failure == "csp":
            self.held_back.append(request.url)

    def __call__(self):
        return {url for url in self.asked if not url.startswith("data:")} - set(self.held_back)


def _assert_formulas(page):
    formulas = page.locator("math")
    assert formulas.count() >= 3
    for index in range(formulas.count()):
        box = formulas.nth(index).bounding_box()
        assert box["width"] > 4 and box["height"] > 4
    assert "$" not in page.locator(".theirs", has=formulas).first.inner_text()
    wrong = page.locator("code.formula-error")
    assert wrong.all_inner_texts() == [r"\frca{1}{2}", r"\left( x"]
    assert r"\frca" in wrong.first.get_attribute("title")


def test_stock_template_takes_a_formula_script_from_a_network():
    """The reason for all this. When nbgrader mends it, this module can go."""
    import nbgrader

    folder = Path(nbgrader.__file__).parent / "server_extensions/formgrader/templates"
    for name in ("feedback", "formgrade"):
        assert "{{ mathjax() }}" in (folder / name / "index.html.j2").read_text()


def test_configuration_can_be_shown_as_json():
    config = Config()
    offline(config)
    assert json.loads(json.dumps(config))["HTMLExporter"]["filters"]


def test_the_course_is_offline():
    """The project's own configuration uses it."""
    config = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()
    wanted = Config()
    offline(wanted)
    assert config.HTMLExporter == wanted.HTMLExporter


@pytest.mark.nbgrader
@pytest.mark.parametrize("folder", ["authoring", "classroom/web", "grading/marking/templates"])
def test_pages_that_a_server_sends_ask_it_for_no_icon(folder):
    """Else a browser asks for one, their policy forbids it, and the browser reports an error."""
    texts = [path.read_text("utf-8") for path in (ROOT / "autograder" / folder).glob("*.html.j2")]
    pages = [text for text in texts if text.startswith("<!doctype html>")]
    assert pages and all('<link rel="icon" href="data:,">' in page for page in pages)


def test_feedback_names_no_address_to_load_from(feedback):
    text = feedback.read_text("utf-8")
    head = text[: text.index("</head>")]
    assert not re.search(r"<script|<link|src=|@import", head)
    assert "default-src 'none'" in head


@pytest.mark.nbgrader
@pytest.mark.browser
def test_feedback_opens_offline_with_formulas(feedback, browser):
    page = browser.new_page()
    sent = Sent(page)
    page.goto(feedback.as_uri())
    page.wait_for_timeout(300)
    assert page.url == feedback.as_uri()
    assert sent() == {feedback.as_uri()}
    assert sent.held_back == []  # nothing was even tried
    _assert_formulas(page)
    assert page.locator(".comment math").count() == 1  # the instructor's comment
    assert page.locator(".output.markdown math").count() == 1
    assert page.evaluate("window.attacked") is None
    page.close()


@pytest.mark.nbgrader
@pytest.mark.browser
@pytest.mark.slow
def test_formgrader_shows_formulas_asks_nobody_and_still_works(formgrader, browser):
    page = browser.new_page()
    server, address = formgrader
    # Formgrader's own pages give a visitor with a token no cookie that its interface takes.
    page.request.get(f"{server}api/me?token={TOKEN}")
    broken = []
    page.on("console", lambda message: "toggle_name" in message.text and broken.append(message))
    page.on("pageerror", lambda error: broken.append(error))
    sent = Sent(page)
    page.goto(address)
    page.wait_for_selector("#essay")
    page.wait_for_load_state("networkidle")
    assert {url for url in sent() if not url.startswith(server)} == set()
    assert page.url.startswith(server)
    _assert_formulas(page)
    assert page.evaluate("window.attacked") is None

    page.click("span.glyphicon.name-hidden")
    assert page.locator("a.name-shown").is_visible()
    with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        page.click(".full-credit")
    assert saved.value.ok
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.input_value("#essay") == "3"
    assert broken == []
    page.close()

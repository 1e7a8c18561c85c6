"""A class on the hub of `deploy/jupyterhub`: what is released comes back as marks and feedback."""

import json
import os
import re
import tempfile
from importlib.metadata import version
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from workbook.lab import INSTRUCTORS, START_HERE

from ..conftest import ROOT
from .running_hub import INSTRUCTOR, IS_ROOT, STUDENTS, RunningHub, missing

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow]

LESSON, NOTEBOOK = "01-neuron", "neuron.ipynb"
ADA, BOB = STUDENTS
PAGE_CONFIG = re.compile(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def hub():
    """A hub on which an instructor and two students have a server each."""
    if reason := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # The path of a socket has at most 107 characters, of which pytest's own folders need many.
    with tempfile.TemporaryDirectory(prefix="hub-") as folder:
        hub = RunningHub(Path(folder))
        yield hub
        hub.stop()


@pytest.fixture(scope="module")
def term(hub):
    """The same hub when a lesson has gone round: released, handed in, graded, given back."""
    done(hub, INSTRUCTOR, f"nbgrader generate_assignment {LESSON}")
    done(hub, INSTRUCTOR, f"nbgrader release_assignment {LESSON}")
    # One types, the other clicks in JupyterLab's Assignment List.
    done(hub, ADA, f"nbgrader fetch_assignment {LESSON}")
    clicked(hub, BOB, "fetch")
    for student in STUDENTS:
        fetched = nbformat.read(notebook_of(hub, student), as_version=4)
        released = nbformat.read(ROOT / "lessons" / LESSON / NOTEBOOK, as_version=4)
        assert [c.source for c in fetched.cells] == [c.source for c in released.cells]
    solve(notebook_of(hub, ADA))
    done(hub, ADA, f"nbgrader submit {LESSON}")
    clicked(hub, BOB, "submit")
    # Without root a submission's owner says nothing of who handed it in.
    unchecked = "" if IS_ROOT else "--ExchangeCollect.check_owner=False"
    done(hub, INSTRUCTOR, f"nbgrader collect {LESSON} {unchecked}")
    done(hub, INSTRUCTOR, f"autograder grade {LESSON} --jobs 1 --json marks.json")
    done(hub, INSTRUCTOR, f"autograder feedback {LESSON}")
    done(hub, INSTRUCTOR, f"nbgrader release_feedback {LESSON}")
    done(hub, ADA, f"nbgrader fetch_feedback {LESSON}")
    clicked(hub, BOB, "fetch_feedback")
    return hub


def done(hub, user, command):
    """What a command in a user's terminal says; it must succeed."""
    code, said = hub.type(user, command)
    assert code == 0, f"{user}: {command}\n{said}"
    return said


def clicked(hub, student, step):
    """Do a step of the Assignment List as JupyterLab asks for it."""
    query = f"course_id=neural-networks&assignment_id={LESSON}"
    answer = hub.ask(f"user/{student}/assignments/{step}?{query}", hub.tokens[student], data={})
    assert answer["success"], answer
    return answer


def notebook_of(hub, student):
    return hub.homes / student / "lessons" / LESSON / NOTEBOOK


def solve(path):
    """Write the solutions of the lesson into a student's notebook."""
    solved = nbformat.read(ROOT / "solutions" / LESSON / NOTEBOOK, as_version=4)
    sources = {cell.id: cell.source for cell in solved.cells}
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = sources[cell.id]
    nbformat.write(notebook, path)


def feedback_of(hub, student):
    """The feedback pages in a student's folder."""
    return list((notebook_of(hub, student).parent / "feedback").glob("*/*.html"))


# A student's server -------------------------------------------------------------------------------


def test_opens_on_start_here(hub):
    _, answer = hub.open(f"user/{ADA}/", hub.tokens[ADA])
    assert answer.status == 200 and answer.url.endswith(f"/user/{ADA}/lab/tree/{START_HERE}")
    own = hub.ask(f"user/{ADA}/api/contents/{START_HERE}", hub.tokens[ADA])["content"]
    assert own["cells"][0]["source"].startswith("# Start here")


def test_a_check_is_run_in_a_kernel_that_no_other_account_can_listen_to(hub):
    said, connection = hub.run(
        ADA,
        "from autograder import check\n"
        "def double(x):\n    return 2 * x\n"
        "print(check(double)); import os; print(os.getcwd(), os.environ['OPENBLAS_NUM_THREADS'])",
    )
    assert said.startswith("double: right, 1 of 1 point"), said
    assert said.endswith(f"{hub.homes / ADA} 1\n"), said
    assert connection["transport"] == "ipc"
    sockets = Path(connection["ip"]).parent.stat()
    assert sockets.st_mode & 0o077 == 0 and sockets.st_uid == (hub.homes / ADA).stat().st_uid


def test_nbgrader_in_a_terminal_is_the_quick_one_and_nbgraders_own(hub):
    said = done(hub, ADA, "command -v nbgrader; nbgrader --version").splitlines()
    assert said[0] == str(hub.hub / "programs" / "nbgrader")
    assert said[-1] == f"nbgrader version {version('nbgrader')}"


def test_a_student_meets_no_tool_of_an_instructor(hub):
    hidden = {f"@jupyter/nbgrader:{name}" for name in INSTRUCTORS}
    disabled = {}
    for user in (ADA, INSTRUCTOR):
        page = hub.open(f"user/{user}/lab", hub.tokens[user])[0].decode()
        disabled[user] = set(json.loads(PAGE_CONFIG.search(page)[1])["disabledExtensions"])
    assert hidden <= disabled[ADA] and not hidden & disabled[INSTRUCTOR]


def logged_in(hub, page, user):
    """Come in as a person does: by the login page, to what JupyterLab opens on."""
    page.goto(f"{hub.url}/hub/login")
    page.fill("#username_input", user)
    page.fill("#password_input", "any will do here")
    page.click("#login_submit")
    page.wait_for_selector('.jp-NotebookPanel-toolbar [data-status="idle"]', timeout=120_000)


def test_a_student_logs_in_and_is_on_start_here(hub, page):
    logged_in(hub, page, ADA)
    assert page.url == f"{hub.url}/user/{ADA}/lab/tree/{START_HERE}"
    assert page.inner_text(".jp-NotebookPanel h1").startswith("Start here")


# A lesson goes round ------------------------------------------------------------------------------


def test_marks_are_what_was_handed_in(term):
    course = term.homes / INSTRUCTOR / "neural-networks"
    records = {each["student"]: each for each in json.loads((course / "marks.json").read_text())}
    assert set(records) == set(STUDENTS)
    assert records[ADA]["score"] == records[ADA]["max_score"] > 0
    assert records[BOB]["score"] == 0
    assert all(each["status"] == "graded" and not each["flags"] for each in records.values())


def test_each_student_has_their_own_feedback(term):
    pages = {student: feedback_of(term, student) for student in STUDENTS}
    assert [len(each) for each in pages.values()] == [1, 1]
    texts = {student: each[0].read_text("utf-8") for student, each in pages.items()}
    assert "20 of 20" in texts[ADA] and "20 of 20" not in texts[BOB]


def test_formgrader_is_shown_in_the_instructors_lab(term, page):
    _, answer = term.open(f"user/{INSTRUCTOR}/formgrader", term.tokens[INSTRUCTOR])
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    page.context.clear_cookies()
    logged_in(term, page, INSTRUCTOR)
    page.click(".lm-MenuBar-itemLabel:text-is('Nbgrader')")
    page.click(".lm-Menu-itemLabel:text-is('Formgrader')")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text(LESSON, exact=True)).to_be_visible(timeout=60_000)
    rows = term.ask(
        f"user/{INSTRUCTOR}/formgrader/api/submissions/{LESSON}", term.tokens[INSTRUCTOR]
    )
    assert {row["student"]: row["score"] for row in rows} == {ADA: 20, BOB: 0}


def test_a_student_reaches_no_server_but_their_own(term):
    for user in (ADA, INSTRUCTOR):
        assert term.status(f"user/{user}/api/contents", term.tokens[BOB]) == 403
    assert term.status(f"user/{BOB}/api/contents", term.tokens[BOB]) == 200


def test_nbgrader_shows_a_student_their_own_alone(term):
    answer = term.ask(f"user/{BOB}/assignments?course_id=neural-networks", term.tokens[BOB])
    handed_in = [each for each in answer["value"] if each["status"] == "submitted"]
    assert [each["student_id"] for each in handed_in] == [BOB]
    said = done(term, BOB, f"nbgrader fetch_feedback {LESSON} --student {ADA}")
    assert ADA not in said and len(feedback_of(term, BOB)) == 1


@pytest.mark.skipif(not IS_ROOT, reason="without root all accounts are names of one user")
def test_a_student_finds_no_file_of_another(term):
    course = term.hub / "exchange" / "neural-networks"
    for folder in ("inbound", "feedback"):
        assert len(list((course / folder).iterdir())) == 2
    kinds = r"-name \*.ipynb -o -name \*.html -o -name \*.db -o -name \*.py"
    command = f"find {term.folder} ! -user {BOB} -readable \\( {kinds} \\); true"
    found = [line for line in done(term, BOB, command).splitlines() if line[0] == "/"]
    open_to_all = ("lessons/", "student/", "instructor/", f"exchange/{course.name}/outbound/")
    inside = {path.removeprefix(f"{term.hub}/") for path in found}
    assert f"exchange/{course.name}/outbound/{LESSON}/{NOTEBOOK}" in inside
    assert not {path for path in inside if not path.startswith(open_to_all)}
    for place in (course / "inbound", course / "feedback", term.homes / ADA,
                  term.homes / INSTRUCTOR, term.hub / "state"):  # fmt: skip
        code, said = term.type(BOB, f"ls {place}")
        assert code != 0 and "Permission denied" in said, (place, said)
    # What is not theirs they can neither take away nor put something in the place of.
    for command in (f"mv {course} {course}-away", f"rm -rf {course}/outbound/{LESSON}"):
        code, said = term.type(BOB, command)
        assert code != 0 and ("not permitted" in said or "denied" in said), (command, said)


# The recipe ---------------------------------------------------------------------------------------


def test_laying_it_out_again_keeps_what_is_there(term):
    own = term.hub / "jupyterhub_config.py"
    own.write_text(own.read_text() + "# ours\n")
    (term.hub / "lessons" / "glossary.ipynb").unlink()
    course = term.homes / INSTRUCTOR / "neural-networks"
    before = (course / "gradebook.db").read_bytes()
    assert str(course) in term.set_up()
    assert own.read_text().endswith("# ours\n")
    assert (term.hub / "lessons" / "glossary.ipynb").exists()
    assert (course / "gradebook.db").read_bytes() == before
    assert (term.hub / "exchange" / "neural-networks" / "outbound" / LESSON / NOTEBOOK).exists()


def test_nobody_comes_in_without_a_password_as_it_is_shipped():
    shipped = (ROOT / "deploy/jupyterhub/jupyterhub_config.py").read_text()
    assert 'authenticator_class = "pam"' in shipped
    assert "dummy" not in shipped.lower() and "allow_all" not in shipped

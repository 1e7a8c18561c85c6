"""What is finished is not graded again; a killed grader goes on and ends in the same gradebook."""

import json
import shutil
import signal
import sqlite3
import time

import pytest
from click.testing import CliRunner

from autograder.cli import NOT_EVERYTHING, main

from ..commands import Begun

pytestmark = pytest.mark.nbgrader

LESSON = "03-activations"
TABLES = {
    "marks": """
        SELECT a.student_id, c.name, g.auto_score, g.manual_score, g.extra_credit,
               g.needs_manual_grade, n.late_submission_penalty, a.timestamp
        FROM grade g JOIN base_cell c ON c.id = g.cell_id
        JOIN submitted_notebook n ON n.id = g.notebook_id
        JOIN submitted_assignment a ON a.id = n.assignment_id ORDER BY 1, 2""",
    "comments": """
        SELECT a.student_id, c.name, k.auto_comment, k.manual_comment
        FROM comment k JOIN base_cell c ON c.id = k.cell_id
        JOIN submitted_notebook n ON n.id = k.notebook_id
        JOIN submitted_assignment a ON a.id = n.assignment_id ORDER BY 1, 2""",
    "finished": """
        SELECT a.student_id, f.fingerprint FROM autograder_finished f
        JOIN submitted_assignment a ON a.id = f.submission_id ORDER BY 1""",
}


@pytest.fixture
def classroom(course, submit, write_in, solutions, monkeypatch):
    """Three submissions: solved, untouched, torn."""
    submit("ada", write_in(**solutions))
    submit("bob", write_in())
    submit("cyd", b"{")
    monkeypatch.chdir(course)
    return course


@pytest.fixture
def graded(tmp_path, lay_graded, write_in, solutions, monkeypatch):
    """The same three, graded with seed 7."""
    lay_graded(tmp_path, {"ada": write_in(**solutions), "bob": write_in(), "cyd": b"{"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words):
    """The students that were graded now, and the summary."""
    result = CliRunner().invoke(main, ["grade", "--jobs", "1", *words])
    graded, missed, _ = result.output.partition("Not graded:")
    assert result.exit_code == (NOT_EVERYTHING if missed else 0), result.output
    summary = result.output.splitlines()[-1]
    return sorted(line.split()[0] for line in graded.splitlines() if LESSON in line), summary


def contents(course):
    """Everything that a gradebook says, without its keys."""
    with sqlite3.connect(course / "gradebook.db") as book:
        return {name: book.execute(query).fetchall() for name, query in TABLES.items()}


ALL = ["ada", "bob", "cyd"]


def test_what_is_finished_is_left_alone(classroom):
    assert run("--seed", "7", "--json", "one.json") == (ALL, "2 graded, 1 ungradable")
    before = contents(classroom)
    graded, summary = run("--seed", "7", "--json", "two.json")
    assert graded == []
    assert summary == "2 graded, 1 ungradable, 3 of them before (--regrade grades them again)"
    assert (classroom / "one.json").read_text() == (classroom / "two.json").read_text()
    assert contents(classroom) == before
    assert run("--seed", "7", "--regrade") == (ALL, "2 graded, 1 ungradable")
    assert contents(classroom) == before


def edit_source(course):
    path = course / "solutions" / LESSON / "activations.ipynb"
    path.write_text(path.read_text().replace("Activation functions", "Activations", 1))


def lose_a_row(course):
    """As where the grader is killed when the notebook is written and the gradebook is not."""
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute(
            "DELETE FROM autograder_finished WHERE submission_id IN "
            "(SELECT id FROM submitted_assignment WHERE student_id = 'ada')"
        )


def by_nbgrader(course):
    """As Formgrader's button does it: the graded folder is made anew, with no record in it."""
    shutil.rmtree(course / "autograded" / "ada")
    (course / "autograded" / "ada" / LESSON).mkdir(parents=True)


def forge(course):
    path = course / "autograded" / "ada" / LESSON / "record.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"score": 3}))


def leave_a_journal(course):
    """A transaction that the killed grader had begun, with pages of it in the file already."""
    shutil.copy(course / "gradebook.db", course / "before.db")
    book = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    book.execute("PRAGMA cache_size=1")
    book.execute("BEGIN")
    for _ in range(20):
        book.execute("UPDATE grade SET auto_score = 0")
        book.execute(
            "INSERT INTO comment (id, auto_comment) VALUES (hex(randomblob(16)), ?)", ["x" * 9000]
        )
    for name in ("gradebook.db", "gradebook.db-journal"):
        shutil.copy(course / name, course / f"torn-{name}")
    book.close()
    for name in ("gradebook.db", "gradebook.db-journal"):
        (course / f"torn-{name}").rename(course / name)
    assert (course / "before.db").read_bytes() != (course / "gradebook.db").read_bytes()


CHANGES = {
    "a torn transaction": ([], leave_a_journal),
    "resubmission": (["ada"], lambda course: hand_in(course, "ada", b"[]")),
    "another file": (["ada"], lambda course: hand_in(course, "ada", b"", "mine.ipynb")),
    "new student": (["dan"], lambda course: hand_in(course, "dan", b"{")),
    "the source": (ALL, edit_source),
    "no gradebook": (ALL, lambda course: (course / "gradebook.db").unlink()),
    "no notebook": (["ada"], lambda course: shutil.rmtree(course / "autograded" / "ada")),
    "killed between": (["ada"], lose_a_row),
    "by nbgrader": (["ada"], by_nbgrader),
    "record changed": (["ada"], forge),
}


def hand_in(course, student, content, name="activations.ipynb"):
    folder = course / "submitted" / student / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_graded_again(graded, change):
    again, make = CHANGES[change]
    make(graded)
    assert run("--seed", "7")[0] == again


def test_options_that_decide_on_marks_grade_again(graded):
    assert run("--seed", "8")[0] == ALL
    assert run("--seed", "8", "--jobs", "2")[0] == []
    assert run("--seed", "8", "--isolation", "none")[0] == ALL
    assert run("--seed", "8")[0] == ALL, "what ran unprotected is not taken for what did not"


def test_the_seed_is_not_to_be_found_beside_a_notebook(graded):
    """The folder goes to the student with the feedback; small seeds could be tried out."""
    fingerprints = [row[1] for row in contents(graded)["finished"]]
    kept = [path.read_text() for path in (graded / "autograded").rglob("*") if path.is_file()]
    assert len(fingerprints) == 3 and not any(f in text for f in fingerprints for text in kept)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_grader_goes_on(course, submit, write_in, solutions, unhurried, monkeypatch, jobs):
    monkeypatch.chdir(course)
    students = [f"student{number:02}" for number in range(7)]
    for number, student in enumerate(students):
        submit(student, write_in(**dict(list(solutions.items())[:number])))
    submit("student05", unhurried)
    words = ["grade", "--seed", "7", "--jobs", jobs]
    grader = Begun("autograder", *words)
    end = time.monotonic() + 60
    while len(done(course)) < 3 and grader.process.is_alive() and time.monotonic() < end:
        time.sleep(0.005)
    grader.process.kill()
    assert grader.ended().returncode == -signal.SIGKILL, "it was done before it could be killed"
    before = done(course)
    assert 3 <= len(before) < len(students)
    graded, summary = run("--seed", "7", "--jobs", jobs)
    assert set(students) - before <= set(graded)
    assert len(set(graded) & before) <= 1, "the one at which it was killed"
    assert f"{len(students) - len(graded)} of them before" in summary
    after = contents(course)
    (course / "gradebook.db").unlink()
    assert run("--seed", "7", "--jobs", jobs)[0] == students
    assert contents(course) == after


def done(course):
    return {path.parts[-3] for path in course.glob("autograded/*/*/record.json")}

"""A mark that was not given is none, and no 0: in the table, in the report, in Formgrader."""

import contextlib
import csv
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

from autograder.cli import main
from autograder.grading.gradebook.blank_marks import PAGES, _with_dashes
from autograder.grading.gradebook.spreadsheet import harmless
from autograder.grading.gradebook.standing import mean, standings

from ..commands import command
from . import quiz as quizzes
from .conftest import ROOT

pytestmark = pytest.mark.nbgrader

LESSON = "03-activations"


def autograder(*words):
    return CliRunner().invoke(main, words)


@pytest.fixture(scope="module")
def graded_lesson(tmp_path_factory, lesson, write_in, solutions):
    """Lesson 03: 20 points, 4 points, 0 points, and two that cannot be read."""
    course = tmp_path_factory.mktemp("lessons")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(lesson.source.parent, course / "solutions" / LESSON)
    some = write_in(relu=solutions["relu"], tanh=solutions["tanh"])
    notebooks = {"full": write_in(**solutions), "some": some, "none": write_in()}
    texts = {student: nbformat.writes(notebook) for student, notebook in notebooks.items()}
    for student, text in (texts | {"torn": "{", "empty": ""}).items():
        folder = course / "submitted" / student / LESSON
        folder.mkdir(parents=True)
        (folder / "activations.ipynb").write_text(text, "utf-8")
    with contextlib.chdir(course):
        autograder("grade", "3", "--seed", "7", "--jobs", "1")
    return course


@pytest.fixture(scope="module")
def graded_quiz(tmp_path_factory):
    """Plain notebooks: one marked by a person, one waiting for a person, one torn."""
    course = tmp_path_factory.mktemp("quiz")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    quizzes.make_quiz(course)
    quizzes.submit(course, "marked", quizzes.handed_in())
    quizzes.submit(course, "waits", quizzes.handed_in())
    quizzes.submit(course, "torn", None).joinpath("quiz.ipynb").write_text("{")
    with contextlib.chdir(course):
        autograder("grade", "quiz", "--jobs", "1")
        with book() as opened:
            for cell in ("why", "task"):
                grade = opened.find_grade(cell, "quiz", "quiz", "marked")
                grade.manual_score, grade.needs_manual_grade = 1.5, False
            opened.add_student("away")
            opened.db.commit()
    return course


@pytest.fixture
def lessons(graded_lesson, copied):
    """A copy of lesson 03 with its class, the current folder."""
    return copied(graded_lesson)


@pytest.fixture
def waiting(graded_quiz, copied):
    """A copy of the quiz with its class, the current folder."""
    return copied(graded_quiz)


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A function that copies a course and goes there."""

    def copy(course):
        monkeypatch.chdir(shutil.copytree(course, tmp_path / "course"))
        return tmp_path / "course"

    return copy


def book():
    return Gradebook("sqlite:///gradebook.db", "neural-networks")


def table(path, encoding="utf-8"):
    with Path(path).open(encoding=encoding, newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {row.get("student_id") or row["student"]: row for row in rows}


def formgrader():
    config = PyFileConfigLoader("nbgrader_config.py", ".").load_config()
    return NbGraderAPI(config=config)


def exported():
    done = command("nbgrader", "export")
    assert done.returncode == 0, done.stderr[-2000:]
    return table("grades.csv")


def test_grades_csv_is_blank_where_nothing_could_be_graded(lessons):
    rows = exported()
    assert [rows[who]["score"] for who in ("full", "some", "none")] == ["20.0", "4.0", "0.0"]
    for student, why in (("torn", "cut off"), ("empty", "it is empty")):
        row = rows[student]
        assert row["score"] == row["raw_score"] == row["late_submission_penalty"] == ""
        assert (row["status"], row["max_score"]) == ("ungradable", "20.0") and why in row["reason"]


def test_grades_csv_is_blank_where_a_person_has_not_marked_yet(waiting):
    rows = exported()
    assert (rows["marked"]["score"], rows["marked"]["status"]) == ("9.0", "graded")
    assert (rows["waits"]["score"], rows["waits"]["raw_score"]) == ("", "")
    assert rows["waits"]["reason"] == "waits for a person: why, task"
    assert (rows["torn"]["score"], rows["torn"]["status"]) == ("", "ungradable")
    assert (rows["away"]["score"], rows["away"]["reason"]) == ("", "nothing was handed in")


def test_a_report_is_blank_likewise_and_opens_in_excel(lessons):
    assert autograder("report", "3").exit_code == 0
    raw = Path("report", f"{LESSON}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = table(Path("report", f"{LESSON}.csv"), "utf-8-sig")
    assert [rows[who]["score"] for who in ("full", "none", "torn")] == ["20", "0", ""]
    assert rows["torn"]["relu"] == "" and "cut off" in rows["torn"]["reason"]


def test_a_report_has_what_a_person_gave(waiting):
    assert autograder("report", "quiz").exit_code == 0
    rows = table(Path("report", "quiz.csv"), "utf-8-sig")
    assert (rows["marked"]["score"], rows["marked"]["quiz/why"]) == ("9", "1.5")
    assert (rows["waits"]["score"], rows["waits"]["quiz/why"]) == ("", "")


def test_means_agree_everywhere(lessons):
    assert autograder("report", "3").exit_code == 0
    page = Path("report", f"{LESSON}.html").read_text()
    assert "5 submissions, 3 with a mark; mean 8.0 of 20" in page
    api = formgrader()
    assert api.get_assignment(LESSON)["average_score"] == pytest.approx(8)
    (notebook,) = api.get_notebooks(LESSON)
    assert notebook["average_score"] == notebook["average_code_score"] == pytest.approx(8)
    scores = [row["score"] for row in exported().values()]
    assert mean(float(score) for score in scores if score) == pytest.approx(8)


def test_means_of_what_nobody_has_marked_are_none(waiting):
    api = formgrader()
    assert api.get_assignment("quiz")["average_score"] == 9
    with book() as opened:
        opened.find_grade("why", "quiz", "quiz", "marked").manual_score = None
        opened.db.commit()
    assert api.get_assignment("quiz")["average_score"] is None
    assert api.get_assignment("quiz")["average_code_score"] == 6


def test_formgraders_tables_have_no_zero_for_no_mark(waiting):
    api = formgrader()
    scores = {row["student"]: row["score"] for row in api.get_submissions("quiz")}
    assert scores == {"marked": 9, "waits": None, "torn": None}
    rows = {row["student"]: row for row in api.get_notebook_submissions("quiz", "quiz")}
    assert (rows["waits"]["code_score"], rows["waits"]["written_score"]) == (6, None)
    assert rows["torn"]["code_score"] is None
    students = {row["id"]: row["score"] for row in api.get_students()}
    assert students == {"marked": 9, "waits": 6, "torn": None, "away": None}
    assert api.get_student("torn")["score"] is None
    assert api.get_submission("quiz", "torn")["score"] is None
    assert api.get_submission("quiz", "marked")["score"] == 9
    (row,) = api.get_student_notebook_submissions("torn", "quiz")
    assert row["score"] is None and row["max_score"] == 12


@pytest.mark.parametrize("nonce", ["", ' nonce="abc"'])
def test_formgraders_pages_show_a_dash(nonce):
    """Their script would make a 0 of what is null; ours goes where the page lets scripts run."""
    script = f'<script{nonce} src="/formgrader/static/js/utils.js"></script>'
    page = _with_dashes(lambda self, name: f"<head>{script}</head>")(None, "base.tpl")
    found = re.search(rf"<script{nonce}>(.*?)</script>", page, re.DOTALL)
    assert found and "null" in found[1] and page.index(script) < found.start()


def test_formgrader_shows_its_pages_through_it(quiz):
    """In the server, where its pages are when the course's configuration is read."""
    words = (
        "from autograder import quick_imports\n"
        "import nbgrader.server_extensions.formgrader.base as base\n"
        "from traitlets.config import PyFileConfigLoader\n"
        "stock = base.BaseHandler.render\n"
        "PyFileConfigLoader('nbgrader_config.py', '.').load_config()\n"
        "assert base.BaseHandler.render is not stock\n"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert PAGES == "nbgrader.server_extensions.formgrader.base"


def test_a_student_who_was_removed_is_said_in_one_line(lessons):
    done = command("nbgrader", "db", "student", "remove", "some", "--force")
    assert done.returncode == 0, done.stderr
    assert autograder("report", "3").exit_code == 0
    rows = table(Path("report", f"{LESSON}.csv"), "utf-8-sig")
    assert rows["some"]["score"] == "" and "not in the gradebook" in rows["some"]["reason"]
    assert "some" not in exported()
    assert "3 graded" in autograder("grade", "3", "--seed", "7").output
    assert exported()["some"]["score"] == "4.0"


def test_standings_of_late_work(lessons):
    with book() as opened:
        submission = opened.find_submission(LESSON, "some")
        submission.notebooks[0].late_submission_penalty = 3.0
        opened.db.commit()
        some = standings(opened, LESSON, "some")["some"]
    assert (some.raw, some.score, some.max_score, some.why) == (4, 1, 20, "")
    assert exported()["some"]["score"] == "1.0"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\r=1", "\n=1", "＝1"])
def test_no_cell_begins_a_formula(cell):
    assert harmless(cell) == f"'{cell}" and harmless(f"a{cell}") == f"a{cell}"

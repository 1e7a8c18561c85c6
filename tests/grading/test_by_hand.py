"""Late penalties, and what a person has marked: kept in a regrade as nbgrader keeps it."""

import shutil
from datetime import datetime
from functools import partial

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.grading.gradebook import quick_nbgrader  # noqa: F401 (else it calls `alembic`)

from ..commands import command
from . import quiz as quizzes
from .conftest import LESSON, hand_in, in_course, new_course, new_quiz

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow]

DUE = datetime(2026, 3, 1, 12)
PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin

class Hourly(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {penalty}
"""
"""A course's own rule, as nbgrader's documentation has it."""


@pytest.fixture
def late(course, write_in, solutions, monkeypatch):
    """A course whose lesson 03 was due: one submission in time, one two hours late."""
    monkeypatch.syspath_prepend(course)
    return in_time_and_late(course, write_in(**solutions), monkeypatch)


def in_time_and_late(course, notebook, monkeypatch):
    for student, when in {
        "ada": "2026-03-01 11:59:00 UTC",
        "bob": "2026-03-01 14:00:00 UTC",
    }.items():
        hand_in(course, student, notebook)
        (course / "submitted" / student / LESSON / "timestamp.txt").write_text(when)
    monkeypatch.chdir(course)
    with open_book() as book:
        book.add_assignment(LESSON, duedate=DUE)
    return course


@pytest.fixture(scope="module")
def _graded(tmp_path_factory, lesson, write_in, solutions):
    course = new_course(tmp_path_factory.mktemp("late"), lesson)
    with pytest.MonkeyPatch.context() as patch:
        in_time_and_late(course, write_in(**solutions), patch)
        grade()
    return course


@pytest.fixture
def graded(_graded, tmp_path, monkeypatch):
    """The same, graded without a rule."""
    shutil.copytree(_graded, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def open_book():
    return Gradebook("sqlite:///gradebook.db", "neural-networks")


def rule(course, penalty, name):
    """Have the course take points off by a rule of its own."""
    (course / f"{name}.py").write_text(PLUGIN.format(penalty=penalty))
    config = course / "nbgrader_config.py"
    lines = "import sys", f"sys.path.insert(0, {str(course)!r})", f"from {name} import Hourly"
    text = config.read_text()
    config.write_text("\n".join([*lines, text, "c.AssignLatePenalties.plugin_class = Hourly\n"]))


def grade(*words):
    result = CliRunner().invoke(main, ["grade", "--seed", "7", "--jobs", "1", *words])
    assert result.exit_code == 0, result.output
    return result.output


def nbgrader(*words):
    done = command("nbgrader", *words)
    assert done.returncode == 0, done.stderr[-3000:]


def penalties(assignment=LESSON):
    with open_book() as book:
        found = book.assignment_submissions(assignment)
        return {each.student.id: each.late_submission_penalty for each in found}


# Late ---------------------------------------------------------------------------------------------


def test_nbgraders_own_rule_takes_everything(late):
    config = late / "nbgrader_config.py"
    config.write_text(f'{config.read_text()}\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    assert "bob  03-activations  handed in late: 20 points off" in grade()
    assert penalties() == {"ada": 0, "bob": 20}
    nbgrader("autograde", LESSON, "--force")
    assert penalties() == {"ada": 0, "bob": 20}


def test_without_a_rule_nothing_is_taken(late):
    assert "late" not in grade()
    assert penalties() == {"ada": 0, "bob": 0}
    with open_book() as book:
        assert book.find_submission(LESSON, "bob").total_seconds_late == 7200


def test_a_time_that_cannot_be_read_is_said_where_it_is_graded(late):
    (late / "submitted" / "bob" / LESSON / "timestamp.txt").write_text("yesterday")
    assert "bob  03-activations  its timestamp.txt does not tell when" in grade()
    assert "ada  03-activations  its" not in grade("--regrade")


@pytest.mark.parametrize(
    "penalty, lost",
    [("3 * total_seconds_late / 3600", 6), ("score + 1", 20), ("-1", 0), ("None", 0)],
)
def test_the_courses_rule(graded, penalty, lost):
    rule(graded, penalty, "hourly" + str(abs(hash(penalty))))
    assert "2 of them before" in grade()
    assert penalties() == {"ada": 0, "bob": lost}


def test_dates_count_as_they_are_now(late):
    """A new due date or an extension reaches what is finished too."""
    rule(late, "3", "three")
    grade()
    assert penalties() == {"ada": 0, "bob": 3}
    with open_book() as book:
        book.grant_extension(LESSON, "bob", hours=3)
    assert "2 of them before" in grade()
    assert penalties() == {"ada": 0, "bob": 0}
    with open_book() as book:
        book.update_or_create_assignment(LESSON, duedate=datetime(2026, 2, 1))
    grade()
    assert penalties() == {"ada": 3, "bob": 3}


def test_a_rule_that_fails_is_said_in_a_line(late):
    rule(late, "1 / 0", "wrong")
    result = CliRunner().invoke(main, ["grade", "--jobs", "1"])
    assert result.exit_code == 1
    assert "The late penalty cannot be computed: ZeroDivisionError" in result.output


# By hand ------------------------------------------------------------------------------------------


def mark(cell, assignment=LESSON, student="ada", notebook="activations", **values):
    """What a person does in Formgrader: a mark is no longer waited for."""
    with open_book() as book:
        grade = book.find_grade(cell, notebook, assignment, student)
        for name, value in values.items():
            setattr(grade, name, value)
        grade.needs_manual_grade = False
        book.db.commit()


def comment(cell, text, assignment=LESSON, student="ada", notebook="activations"):
    with open_book() as book:
        book.find_comment(cell, notebook, assignment, student).manual_comment = text
        book.db.commit()


def look(cell, assignment=LESSON, student="ada", notebook="activations"):
    """Automatic mark, a person's, extra credit, the score, whether somebody has to look."""
    with open_book() as book:
        found = book.find_grade(cell, notebook, assignment, student)
        return (found.auto_score, found.manual_score, found.extra_credit, found.score,
                found.needs_manual_grade)  # fmt: skip


@pytest.mark.parametrize("way", ["autograder", "nbgrader"])
def test_a_persons_marks_stay_in_a_regrade(
    tmp_path, lay_graded, write_in, solutions, monkeypatch, way
):
    monkeypatch.chdir(tmp_path)
    wrong = write_in(**{**solutions, "relu": "def relu(z):\n    return z"})
    lay_graded(tmp_path, {"ada": wrong})
    points = look("check-relu")[0]
    mark("check-relu", manual_score=1.5)
    mark("check-sigmoid", extra_credit=1)
    comment("relu", "Think of the kink.")
    if way == "autograder":
        grade("--regrade")
    else:
        nbgrader("autograde", LESSON, "--force")
    assert look("check-relu") == (points, 1.5, None, 1.5, True), "kept, and up for review"
    full = look("check-sigmoid")[0]
    assert look("check-sigmoid") == (full, None, 1, full + 1, False)
    with open_book() as book:
        assert (
            book.find_comment("relu", "activations", LESSON, "ada").comment == "Think of the kink."
        )


def test_what_is_finished_is_not_put_up_for_review(graded):
    mark("check-relu", manual_score=1.5)
    assert "2 of them before" in grade()
    assert look("check-relu")[1:] == (1.5, None, 1.5, False)


@pytest.fixture(scope="module", params=["autograder", "nbgrader"])
def graded_again(request, tmp_path_factory):
    """A quiz that was graded, then marked by a person, handed in anew by some, and graded again.

    Gives what `look` saw the first time, by student and cell. It is the current course.
    """
    course = new_quiz(tmp_path_factory.mktemp("again"))
    quizzes.submit(course, "ada", quizzes.handed_in())
    quizzes.submit(course, "bob", quizzes.handed_in(why="YOUR ANSWER HERE"))
    with pytest.MonkeyPatch.context() as patch:
        in_course(course, patch)
        again = partial(grade, "quiz", "--regrade")
        if request.param == "nbgrader":
            nbgrader("generate_assignment", "quiz")
            again = partial(nbgrader, "autograde", "quiz", "--force")
        again()
        before = {
            (student, cell): look(cell, student=student, **QUIZ)
            for student in ("ada", "bob")
            for cell in ("why", "doubles")
        }
        mark("why", manual_score=2, **QUIZ)
        mark("task", manual_score=3, **QUIZ)
        quizzes.submit(course, "bob", quizzes.handed_in(change=lambda cells: cells.pop(5)))
        again()
        yield before


QUIZ = {"assignment": "quiz", "notebook": "quiz"}


def test_manual_and_task_cells(graded_again):
    assert graded_again["ada", "why"] == (None, None, None, 0, True)
    assert look("why", **QUIZ) == (None, 2, None, 2, True)
    assert look("task", **QUIZ) == (None, 3, None, 3, False), "nbgrader leaves tasks alone"


def test_a_resubmission_leaves_no_automatic_mark(graded_again):
    """After a success: one that lacks an answer."""
    assert graded_again["bob", "why"][0] == 0 and graded_again["bob", "doubles"][0] == 2
    assert look("why", student="bob", **QUIZ) == (None, None, None, 0, True)


# Isolation ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("assignment", [LESSON, "quiz"])
def test_nbgrader_without_isolation_says_so(quiz, submit, write_in, solutions, assignment, request):
    """Knowingly, in the configuration; the graded notebook and its feedback page say it."""
    config = quiz / "nbgrader_config.py"
    config.write_text(f'{config.read_text()}\nc.JudgeElsewhere.isolation = "none"\n')
    submit("ada", write_in(**solutions))
    quizzes.submit(quiz, "ada", quizzes.handed_in())
    nbgrader("generate_assignment", assignment)
    nbgrader("autograde", assignment)
    nbgrader("generate_feedback", assignment)
    (page,) = (quiz / "feedback" / "ada" / assignment).glob("*.html")
    assert "this code ran unprotected" in page.read_text()
    with open_book() as book:
        assert book.find_submission(assignment, "ada").score == (20 if assignment == LESSON else 6)


def test_isolation_has_two_names(late):
    config = late / "nbgrader_config.py"
    config.write_text(f'{config.read_text()}\nc.JudgeElsewhere.isolation = "some"\n')
    nbgrader("generate_assignment", LESSON)
    done = command("nbgrader", "autograde", LESSON)
    assert done.returncode != 0 and "isolation" in done.stderr
    assert look("check-relu")[0] is None

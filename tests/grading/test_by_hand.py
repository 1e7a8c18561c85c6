"""Late penalties, and what a person has marked: kept in a regrade as nbgrader keeps it."""

from datetime import datetime

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.cli import main

from ..commands import command
from . import quiz as quizzes

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow]

LESSON = "03-activations"
DUE = datetime(2026, 3, 1, 12)
PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin

class Hourly(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {penalty}
"""
"""A course's own rule, as nbgrader's documentation has it."""


@pytest.fixture
def late(course, submit, write_in, solutions, monkeypatch):
    """A course whose lesson 03 was due: one submission in time, one two hours late."""
    for student, when in {
        "ada": "2026-03-01 11:59:00 UTC",
        "bob": "2026-03-01 14:00:00 UTC",
    }.items():
        submit(student, write_in(**solutions))
        (course / "submitted" / student / LESSON / "timestamp.txt").write_text(when)
    monkeypatch.chdir(course)
    monkeypatch.syspath_prepend(course)
    with open_book() as book:
        book.add_assignment(LESSON, duedate=DUE)
    return course


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


def by_nbgrader():
    nbgrader("generate_assignment", "quiz", "--force")
    nbgrader("autograde", "quiz", "--force")


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


@pytest.mark.parametrize(
    "penalty, lost",
    [("3 * total_seconds_late / 3600", 6), ("score + 1", 20), ("-1", 0), ("None", 0)],
)
def test_the_courses_rule(late, penalty, lost):
    rule(late, penalty, "hourly" + str(abs(hash(penalty))))
    grade()
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
    result = CliRunner().invoke(main, ["grade"])
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
def test_a_persons_marks_stay_in_a_regrade(course, submit, write_in, solutions, monkeypatch, way):
    monkeypatch.chdir(course)
    submit("ada", write_in(**{**solutions, "relu": "def relu(z):\n    return z"}))
    grade()
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


def test_what_is_finished_is_not_put_up_for_review(
    course, submit, write_in, solutions, monkeypatch
):
    monkeypatch.chdir(course)
    submit("ada", write_in(**solutions))
    grade()
    mark("check-relu", manual_score=1.5)
    grade()
    assert look("check-relu")[1:] == (1.5, None, 1.5, False)


@pytest.mark.parametrize("way", ["autograder", "nbgrader"])
def test_manual_and_task_cells(quiz, way):
    quizzes.submit(quiz, "ada", quizzes.handed_in())
    again = (lambda: grade("quiz", "--regrade")) if way == "autograder" else by_nbgrader
    again()
    where = {"assignment": "quiz", "notebook": "quiz"}
    assert look("why", **where) == (None, None, None, 0, True)
    mark("why", manual_score=2, **where)
    mark("task", manual_score=3, **where)
    again()
    assert look("why", **where) == (None, 2, None, 2, True)
    assert look("task", **where) == (None, 3, None, 3, False), "nbgrader leaves tasks alone"


@pytest.mark.parametrize("way", ["autograder", "nbgrader"])
def test_a_resubmission_leaves_no_automatic_mark(quiz, way):
    """After a success: one that lacks an answer."""
    quizzes.submit(quiz, "ada", quizzes.handed_in(why="YOUR ANSWER HERE"))
    again = (lambda: grade("quiz")) if way == "autograder" else by_nbgrader
    again()
    where = {"assignment": "quiz", "notebook": "quiz"}
    assert look("why", **where)[0] == 0 and look("doubles", **where)[0] == 2
    quizzes.submit(quiz, "ada", quizzes.handed_in(change=lambda cells: cells.pop(5)))
    again()
    assert look("why", **where) == (None, None, None, 0, True)


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

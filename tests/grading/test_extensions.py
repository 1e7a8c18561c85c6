"""Extensions in one plain file: who has until when, in the report, the gradebook and penalties."""

from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.course import CourseError
from autograder.grading.gradebook.extensions import (
    extend,
    extensions_of,
    known_students,
    without_effect,
)
from autograder.grading.gradebook.opening import open_gradebook
from autograder.grading.outcome import time_of

from . import graded_class as made

LESSON = "00-start-here"
DUE = datetime(2026, 3, 2, 12)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course whose lesson was due, with two students who handed in a day late."""
    root = tmp_path_factory.mktemp("extensions")
    (lesson,) = made.make_course(root, LESSON)
    records = [made.record(who, LESSON, [made.result("double", lesson=LESSON)]) for who in "ab"]
    made.write(lesson, records, timestamps=dict.fromkeys("ab", "2026-03-03T12:00:00"))
    with Gradebook(f"sqlite:///{root}/gradebook.db", "neural-networks") as book:
        book.update_or_create_assignment(LESSON, duedate=DUE)
    (root / "submitted" / "early bird" / LESSON).mkdir(parents=True)
    (root / "students.csv").write_text("name,id\nCy,=cy\nDan,dan\n", "utf-8-sig")
    return root


@pytest.fixture
def fresh(course):
    """The course without an extension."""
    (course / "extensions.csv").unlink(missing_ok=True)
    return course


@pytest.mark.parametrize(
    "date, until",
    [
        ("2026-03-05", "2026-03-05 23:59"),
        ("2026-03-05 18:00", "2026-03-05 18:00"),
        ("2026-03-05T18:00 UTC", "2026-03-05 18:00"),
        ("2026-03-05 00:30+01:00", "2026-03-04 23:30"),
        ("+2", "2026-03-04 12:00"),
        ("+1 day", "2026-03-03 12:00"),
        ("+36h", "2026-03-04 00:00"),
        ("+0", "2026-03-02 12:00"),
    ],
)
def test_dates(fresh, date, until):
    dates = extend(fresh, "a", LESSON, date)
    assert (dates.due, dates.until) == (DUE, datetime.fromisoformat(until))
    assert (fresh / "extensions.csv").read_text() == (
        f"student,lesson,until\na,{LESSON},{until} UTC\n"
    )


@pytest.mark.parametrize("date", ["soon", "", "2026-13-01", "+", "-1", "+9999", "5.3.2026", "+1w"])
def test_what_is_no_date_is_said(fresh, date):
    with pytest.raises(CourseError, match="is no date"):
        extend(fresh, "a", LESSON, date)
    assert not (fresh / "extensions.csv").exists()


def test_a_second_one_takes_the_place_of_the_first_and_others_stay(fresh):
    for student, date in (("b", "+1"), ("a", "+1"), ("a", "+3"), ("=cy", "+1")):
        extend(fresh, student, LESSON, date)
    assert extensions_of(fresh) == {
        ("=cy", LESSON): DUE + timedelta(days=1),
        ("a", LESSON): DUE + timedelta(days=3),
        ("b", LESSON): DUE + timedelta(days=1),
    }
    assert "\n=" not in (fresh / "extensions.csv").read_text(), "no formula for a spreadsheet"


def test_a_file_that_a_spreadsheet_wrote_is_read(fresh):
    rows = f"Student;Lesson;Until\r\na;{LESSON};2026-03-05 18:00\r\n\r\n"
    (fresh / "extensions.csv").write_text(rows, "utf-8-sig")
    assert extensions_of(fresh) == {("a", LESSON): datetime(2026, 3, 5, 18)}


@pytest.mark.parametrize("row", [f"a,{LESSON},2026-03-05 18:00,,", "a,0,2026-03-05 18:00"])
def test_what_people_and_spreadsheets_make_of_a_row(fresh, row):
    (fresh / "extensions.csv").write_text(f"student,lesson,until\n{row}\n")
    assert extensions_of(fresh) == {("a", LESSON): datetime(2026, 3, 5, 18)}


def test_an_extension_of_nobody_is_said(course):
    rows = "A,0,2026-03-05\na,4,2026-03-05\nzoe,0,2026-03-05\nb,0,2026-03-05\n"
    (course / "extensions.csv").write_text(rows)
    said = without_effect(course, [LESSON], ["zoe"])
    assert len(said) == 2
    assert "nobody is named 'A' yet. Did you mean a?" in said[0]
    assert "no '4'" in said[1]
    (course / "extensions.csv").unlink()


def test_a_time_that_an_editor_marked_as_utf8_is_read():
    """Else nobody would know that it came late."""
    handed_in = "\ufeff2026-03-05 18:00:00 UTC\r\n".encode()
    assert time_of(handed_in) == datetime(2026, 3, 5, 18)


def test_a_row_that_cannot_be_read_is_named(fresh):
    (fresh / "extensions.csv").write_text(f"student,lesson,until\na,{LESSON},tomorrow\n")
    with pytest.raises(CourseError, match="line 2"):
        extensions_of(fresh)


def test_who_is_known(course):
    assert known_students(course) == {"a", "b", "early bird", "=cy", "dan"}


@pytest.mark.parametrize(
    "words, said",
    [
        (["dann", LESSON, "+1"], "Did you mean dan"),
        (["x", LESSON, "+1"], "Nobody is named 'x'"),
        (["a", "77", "+1"], "no lesson named '77'"),
        (["a", "0", "whenever"], "is no date"),
    ],
)
def test_the_command_says_what_is_wrong_in_one_line(fresh, monkeypatch, words, said):
    monkeypatch.chdir(fresh)
    done = CliRunner().invoke(main, ["extend", *words])
    assert done.exit_code == 1 and said in done.output and len(done.output.splitlines()) == 1


def test_the_gradebook_is_told_with_the_next_grading(fresh, monkeypatch):
    monkeypatch.chdir(fresh)
    done = CliRunner().invoke(main, ["extend", "a", "0", "+2"])
    assert done.exit_code == 0, done.output
    assert "a has until 2026-03-04 12:00 UTC" in done.output and "due 2026-03-02" in done.output
    lesson = made.Lesson(LESSON, fresh)
    with open_gradebook(fresh, [lesson]) as writer:
        for student in "ab":
            writer.renew_penalty(student, LESSON)
    with Gradebook(f"sqlite:///{fresh}/gradebook.db", "neural-networks") as book:
        late = {who: book.find_submission(LESSON, who).total_seconds_late for who in "ab"}
    assert late == {"a": 0, "b": 86_400}, "nbgrader reckons by it"

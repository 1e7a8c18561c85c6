"""Feedback pages of a grading, packed for the platform: each opens by itself, offline."""

import re
import zipfile

import pytest

from autograder.lms.way_back import known_to

from .conftest import LESSON, autograder
from .platform_files import moodle_worksheet, sakai_grades, students, write_zip

NOTEBOOK = "start-here.ipynb"


@pytest.mark.nbgrader
def test_each_page_is_whole(course, tmp_path, notebook):
    two = students(2)
    files = {
        f"{who.moodle_prefix()}_assignsubmission_file_{NOTEBOOK}": notebook() for who in two
    }  # folders off
    assert autograder("collect", write_zip(tmp_path / "z.zip", files), "0").exit_code == 0
    autograder("grade", "0", "--jobs", "1")
    for graded in course.glob(f"autograded/*/{LESSON}"):
        (graded / "data.html").write_text("a page that was handed in, and is no feedback")
    (course / "w.csv").write_bytes(moodle_worksheet(two, 1))
    done = autograder("return", "0", "w.csv", "--feedback", "out.zip", "--comments")
    assert done.exit_code == 0 and "2 feedback pages packed" in done.output
    line = b",1 of 1 points: double 1 of 1. More in feedback.html.\r\n"
    assert (course / "w.csv").read_bytes().count(line) == 2
    with zipfile.ZipFile("out.zip") as archive:
        assert set(archive.namelist()) == {
            f"{who.moodle_prefix()}_assignsubmission_file_feedback.html" for who in two
        }
        page = archive.read(archive.namelist()[0]).decode()
    assert "double" in page and LESSON in page
    assert not re.search(r"<(?:img|script|link|iframe)[^>]+(?:src|href)=[\"']?(?!#|data:)", page)
    assert not re.search(r"url\(\s*['\"]?(?!data:|#)|@import", page)


def test_nothing_of_the_teachers_is_overwritten(course, tmp_path, notebook):
    """A page zip takes the place of one that was made here alone."""
    mine = write_zip(course / "mine.zip", {"mine.txt": "x"})
    before = mine.read_bytes()
    (course / "w.csv").write_bytes(moodle_worksheet(students(2), 1))
    done = autograder("return", "0", "w.csv", "--feedback", mine)
    assert done.exit_code == 1 and "was not made by this" in done.output
    assert mine.read_bytes() == before
    done = autograder("return", "0", "w.csv", "--feedback", "no/such/out.zip")
    assert done.exit_code == 1 and "does not exist" in done.output


@pytest.mark.nbgrader
def test_sakai_takes_marks_and_pages_from_one_zip(course, tmp_path, notebook):
    ada, grace, alan = people = students(3)
    title = "00 Start here"
    folders = {who: f"{title}/{who.last}, {who.first}({who.sis})" for who in people}
    files = {f"{title}/grades.csv": sakai_grades(people, title)}
    for who in (ada, grace):
        files[f"{folders[who]}/Submission attachment(s)/{NOTEBOOK}"] = notebook()
        files[f"{folders[who]}/timestamp.txt"] = "20261002091100000"
    assert autograder("collect", write_zip(tmp_path / "z.zip", files), "0").exit_code == 0
    autograder("grade", "0", "--jobs", "1")
    (course / "grades.csv").write_bytes(sakai_grades(people, title))
    done = autograder("return", "0", "grades.csv", "--feedback", "out.zip")
    assert done.exit_code == 0 and "2 feedback pages packed" in done.output, done.output
    filled = sakai_grades(people, title, {ada: "1.00", grace: "1.00"})
    assert (course / "grades.csv").read_bytes() == filled
    with zipfile.ZipFile("out.zip") as archive:
        assert set(archive.namelist()) == {
            f"{title}/grades.csv",
            *(f"{folders[who]}/Feedback Attachment(s)/feedback.html" for who in (ada, grace)),
        }
        assert archive.read(f"{title}/grades.csv") == filled
    assert "Rows of nobody who handed in (1)" in done.output and alan.last in done.output


def test_a_sakai_in_another_language_names_its_folders_otherwise(course, tmp_path, notebook):
    (ada,) = students(1)
    folder = f"Titel/{ada.last}, {ada.first}({ada.sis})"
    files = {f"{folder}/Abgabe/{NOTEBOOK}": notebook()}
    assert autograder("collect", write_zip(tmp_path / "z.zip", files), "0").exit_code == 0
    (known,) = known_to(course)
    assert (known.platform, known.key, known.place) == ("Sakai", ada.sis, "")

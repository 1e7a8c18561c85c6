"""Feedback pages of a grading, packed for the platform: each opens by itself, offline."""

import re
import zipfile

import pytest

from .conftest import LESSON, autograder
from .platform_files import moodle_worksheet, students, write_zip

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

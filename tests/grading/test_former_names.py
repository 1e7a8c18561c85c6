"""What is handed in under a name that a lesson had before is that lesson's work."""

import nbformat
import pytest

from autograder.course import Lesson, all_lessons, find_lessons
from autograder.exercises import of_lesson
from autograder.grading.intake.belonging import other_lesson
from autograder.grading.intake.folders import Search
from autograder.grading.intake.naming import Known, Names
from workbook.former_names import FORMER_NAMES, present_name
from workbook.progress.reading import read_lesson

from .conftest import ROOT

HELD = {"12-capstone": {"read_digits", "confident_errors"}}
"""Exercises that the lesson of each former name held, when it was called so."""

every_name = pytest.mark.parametrize("former", FORMER_NAMES)
PLACES = {
    "as it was": "ada/{former}/{name}.ipynb",
    "under another name": "ada/{former}/mine.ipynb",
    "with underscores": "ada/{former_}/{name}.ipynb",
    "in the whole course": "ada/course-main/lessons/{former}/{name}.ipynb",
    "the other way round": "{former}/ada/{name}.ipynb",
    "loose": "ada/{former}.ipynb",
    "in the name": "ada-{former}.ipynb",
    "from nbgrader's exchange": "ada+{former}+2026-03-01 10:00:00 UTC/mine.ipynb",
}


@pytest.fixture
def hand_in(tmp_path):
    """A function: put a lesson's notebook at these paths; what is found, and what is left out."""

    def search(lesson, *places):
        for place in places:
            former = next(old for old, now in FORMER_NAMES.items() if now == lesson.folder)
            names = {"name": lesson.name, "former": former, "former_": former.replace("-", "_")}
            path = tmp_path / place.format(**names, now=lesson.folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            notebook = nbformat.read(lesson.notebook, as_version=4)
            notebook.metadata["workbook"]["lesson"] = former
            nbformat.write(notebook, path)
        looked = Search(tmp_path, Names(map(Known.of_lesson, all_lessons(ROOT))))
        looked.look()
        return {(each.student, each.work): each for each in looked.found}, looked.left

    return search


def lesson_of(former):
    return Lesson(FORMER_NAMES[former], ROOT)


def test_a_former_name_leads_to_the_lesson_that_holds_its_exercises():
    assert set(FORMER_NAMES) == set(HELD)
    for former, names in HELD.items():
        assert names <= set(of_lesson(FORMER_NAMES[former]))


@every_name
def test_a_former_name_leads_to_a_lesson_and_is_no_lessons_today(former):
    folders = {lesson.folder for lesson in all_lessons(ROOT)}
    assert present_name(former) in folders and former not in folders
    assert find_lessons((former,), ROOT) == [lesson_of(former)]


@every_name
def test_a_course_that_still_calls_it_so_is_taken_at_its_word(former, tmp_path):
    lesson = Lesson(former, tmp_path)
    lesson.source.parent.mkdir(parents=True)
    lesson.source.touch()
    assert find_lessons((former,), tmp_path) == [lesson]


@every_name
@pytest.mark.parametrize("place", PLACES)
def test_work_under_a_former_name_is_found(former, place, hand_in):
    lesson = lesson_of(former)
    found, left = hand_in(lesson, PLACES[place])
    assert list(found) == [("ada", lesson.folder)] and left == []
    assert found["ada", lesson.folder].notes, "it is said where it was found"


@every_name
def test_the_name_of_today_wins(former, hand_in):
    lesson = lesson_of(former)
    found, left = hand_in(lesson, PLACES["as it was"], "ada/{now}/{name}.ipynb")
    assert found["ada", lesson.folder].folder.name == lesson.folder
    assert [each.path for each in left] == [f"ada/{former}"]


@every_name
def test_a_notebook_that_says_only_its_former_lesson_is_known_by_it(former):
    notebook = nbformat.v4.new_notebook(metadata={"workbook": {"lesson": former}})
    other = "03-activations"
    assert other_lesson(notebook, other, frozenset({"relu"})) == FORMER_NAMES[former]
    assert other_lesson(notebook, FORMER_NAMES[former], frozenset({"mine"})) == ""


@every_name
def test_a_learners_older_notebook_counts_in_the_progress(former, tmp_path):
    lesson = lesson_of(former)
    notebook = nbformat.read(lesson.notebook, as_version=4)
    notebook.metadata["workbook"]["lesson"] = former
    path = tmp_path / former / f"{lesson.name}.ipynb"
    path.parent.mkdir()
    nbformat.write(notebook, path)
    assert read_lesson(path).folder == lesson.folder

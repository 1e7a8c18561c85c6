"""Markup in every place, in lessons and in a plain assignment: full marks, and plain pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from autograder.exercises import of_lesson

from ..grading.quiz import SOURCE, make_quiz
from .case import save
from .classroom import SECRET, make_course, namespace
from .markup import KINDS, LESSONS, solved, spread

FILES = {lesson: f"{lesson.split('-', 1)[1]}.ipynb" for lesson in LESSONS} | {"quiz": "quiz.ipynb"}
PAGES = (LESSONS[0], "quiz")
"""Those of which feedback pages are made: a lesson and plain notebooks differ, lessons do not."""
TRIED = [(kind, assignment) for kind in KINDS for assignment in (*PAGES, LESSONS[1])]
"""Each kind in those two, and in a longer lesson, where it stands beside more cells."""
NAMES = {
    "<img src=x onerror=window.attacked=1>", '"; window.attacked = 2; "', "javascript:alert(1)",
    "'\"><script>window.attacked=3<", "a&lt;b>&quot;", "{{ 7 * 7 }}{% raw %}", "\u202egpj.exe",
    "<base href=x>", "o'brien <o@b.ie>", "=HYPERLINK(1)",
}  # fmt: skip
"""Students, by the names of their folders."""

OWN_IDS = {"top"}
FORBIDDEN = (
    "a", "area", "audio", "base", "button", "dialog", "embed", "form", "frame", "frameset",
    "input", "label", "link", "map", "meta", "object", "script", "select", "style", "svg",
    "template", "textarea", "title", "video",
)  # fmt: skip


def plain_notebook() -> dict:
    cells = [json.loads(json.dumps(cell)) for cell in SOURCE]
    for cell in cells:
        cell["metadata"]["nbgrader"]["locked"] = True
    cells[5]["source"] = "Because."
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def graded_cell(assignment: str) -> str:
    return "doubles" if assignment == "quiz" else f"check-{next(iter(of_lesson(assignment)))}"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which all that is tried was handed in; graded, with feedback."""
    course = tmp_path_factory.mktemp("markup") / "course"
    make_course(course, LESSONS)
    make_quiz(course)
    for assignment in FILES:
        notebook = plain_notebook() if assignment == "quiz" else solved(assignment)
        for kind in (kind for kind, where in TRIED if where == assignment):
            hostile = spread(notebook, KINDS[kind], graded_cell(assignment))
            hand_in(course, kind, assignment, hostile)
    for name in NAMES:
        hand_in(course, name, LESSONS[0], solved(LESSONS[0]))
    autograder(course, "grade", *FILES, "--jobs", "1", "--json", "records.json")
    autograder(course, "feedback", *PAGES)
    return course


def hand_in(course: Path, student: str, assignment: str, notebook: dict) -> None:
    folder = course / "submitted" / student / assignment
    folder.mkdir(parents=True)
    save(notebook, folder / FILES[assignment])


def autograder(course: Path, *words: str) -> None:
    environment = os.environ | SECRET
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        namespace([sys.executable, "-m", "autograder", *words]), cwd=course, env=environment,
        capture_output=True, text=True, errors="replace", timeout=400,
    )  # fmt: skip
    # the last line is of the namespace's first process: what was left alive
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-3000:]


@pytest.fixture(scope="module")
def records(course):
    found = json.loads((course / "records.json").read_text("utf-8"))
    return {(record["student"], record["lesson"]): record for record in found}


@pytest.mark.parametrize("kind, assignment", TRIED)
def test_the_work_gets_its_mark(records, kind, assignment):
    record = records[kind, assignment]
    assert record["status"] == "graded", record["reason"]
    full = 6 if assignment == "quiz" else record["max_score"]
    assert record["score"] == full, record


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_name_is_no_reason_for_anything(records, course, name):
    assert records[name, LESSONS[0]]["score"] == 1
    with Gradebook(f"sqlite:///{course}/gradebook.db", "neural-networks") as book:
        assert book.find_submission(LESSONS[0], name).score == 1


@pytest.mark.parametrize("assignment", PAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_its_feedback_page_holds_nothing_of_its_markup(course, kind, assignment):
    page = course / "feedback" / kind / assignment / f"{Path(FILES[assignment]).stem}.html"
    found = parsed(page)
    assert_plain(found)
    assert "away.invalid" not in "".join(addresses_in(found))


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_name_is_text_on_its_page(course, name):
    page = course / "feedback" / name / LESSONS[0] / FILES[LESSONS[0]].replace("ipynb", "html")
    found = parsed(page)
    assert_plain(found)
    assert found.find("bdi").text == name


def parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


def assert_plain(page: BeautifulSoup) -> None:
    """A page has no id, no control and no link but its own, nor a style or class of a student's."""
    for theirs in page.select(".theirs"):
        assert not theirs.find(FORBIDDEN), theirs.find(FORBIDDEN)
        for element in theirs.find_all(True):
            assert not element.get("id") and not element.get("name"), element
            assert not [key for key in element.attrs if key.startswith(("on", "data-"))], element
            assert set(element.get("class", [])).isdisjoint({"nbgrader_cell", "full-credit"})
            if "style" in element.attrs and not element.find_parent(attrs={"role": "region"}):
                assert element.get("role") == "region" or "position" not in element["style"]
            if element.name == "iframe":
                assert "".join(element["sandbox"]) == "" and not element.get("src")
                assert "away.invalid" not in element["srcdoc"]
    regions = page.select(".theirs [role=region]")
    assert len(regions) == len(page.select("section.exercise [role=region]"))
    ids = {element["id"] for element in page.find_all(id=True)}
    assert all(each in OWN_IDS or each.startswith("part-") for each in ids)
    assert len(page.find_all("main")) == 1 and page.find("main").find("section")
    links = [link["href"] for link in page.find_all("a")]
    assert all(link.startswith("#") for link in links)


def addresses_in(page: BeautifulSoup) -> list[str]:
    return [e[key] for key in ("src", "href", "srcset") for e in page.find_all(attrs={key: True})]

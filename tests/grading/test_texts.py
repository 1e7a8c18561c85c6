"""Lesson 13's texts: 40 points from the grader, 60 from a person, kept whatever is graded again."""

import csv
import json
import shutil
from copy import deepcopy
from functools import partial
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.api import Gradebook

from autograder.cli import NOT_EVERYTHING, main
from autograder.course import Lesson
from autograder.exercises import of_lesson
from autograder.grading import engine
from autograder.grading.engine import Graded, Grader, stage_for
from autograder.grading.intake.files_beside import DOCUMENTS
from autograder.grading.intake.mending import Skeleton, mend
from autograder.grading.intake.texts import MISSING, NO_ANSWER, answers_in
from autograder.judging.words import what_differs

from ..commands import command

ROOT = Path(__file__).resolve().parents[2]
LESSON = "13-capstone"
TEXTS = {"gallery-text": 15, "ablation-text": 15, "stability-text": 10, "model-card": 20}
GIVEN = {"gallery-text": 13, "ablation-text": 12, "stability-text": 8.5, "model-card": 17}
"""What a person gives in these tests."""


@pytest.fixture(scope="module")
def lesson():
    return Lesson(LESSON, ROOT)


@pytest.fixture(scope="module")
def solved(lesson):
    return nbformat.read(lesson.solved, as_version=4)


@pytest.fixture(scope="module")
def untouched(lesson):
    return nbformat.read(lesson.notebook, as_version=4)


@pytest.fixture(scope="module")
def grader(lesson):
    """What grades lesson 13; to draw its tasks trains networks."""
    with stage_for(lesson) as stage:
        made = Grader(lesson, 7, stage)
        yield made
        made.close()


@pytest.fixture
def handed_in(solved, untouched):
    """What a learner hands in: the released notebook with all code and all texts written."""
    notebook, written = deepcopy(untouched), {cell.id: cell.source for cell in solved.cells}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = written[cell.id]
    return notebook


@pytest.fixture
def course(tmp_path, lesson, monkeypatch):
    """A course folder of its own, the current one, with lesson 13 alone."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(lesson.source.parent, tmp_path / "solutions" / LESSON)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def submit(course, student, notebook):
    """Hand in a notebook; None for one that cannot be read."""
    folder = course / "submitted" / student / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    if notebook is None:
        (folder / "capstone.ipynb").write_text("{")
    else:
        nbformat.write(notebook, folder / "capstone.ipynb")


def without_experiments(notebook):
    """The notebook of who has deleted the cells for looking: each grading would run some of them
    again for the person who marks the texts, which `test_evidence` is about."""
    kept = [cell for cell in notebook.cells if "explore" not in cell.metadata.get("tags", ())]
    return nbformat.from_dict({**notebook, "cells": kept})


def texts_alone(notebook):
    """The notebook of who has written every text and no code."""
    texts = [cell for cell in notebook.cells if cell.id in TEXTS]
    return nbformat.from_dict({**notebook, "cells": texts})


def autograder(*words, missed=False):
    result = CliRunner().invoke(main, words)
    assert result.exit_code == (NOT_EVERYTHING if missed else 0), result.output
    return result.output


def nbgrader(*words):
    done = command("nbgrader", *words)
    assert done.returncode == 0, done.stderr[-3000:]


def open_book():
    return Gradebook("sqlite:///gradebook.db", "neural-networks")


def texts_of(student):
    """Each text in the gradebook: automatic mark, a person's, whether somebody has to look."""
    with open_book() as book:
        found = {name: book.find_grade(name, "capstone", LESSON, student) for name in TEXTS}
        return {n: (g.auto_score, g.manual_score, g.needs_manual_grade) for n, g in found.items()}


def score_of(student):
    with open_book() as book:
        found = book.find_submission(LESSON, student)
        return found.score, found.max_score, found.needs_manual_grade


def mark_by_hand(student):
    """What a person does in Formgrader."""
    with open_book() as book:
        for name, points in GIVEN.items():
            grade = book.find_grade(name, "capstone", LESSON, student)
            grade.manual_score, grade.needs_manual_grade = points, False
        book.find_comment("model-card", "capstone", LESSON, student).manual_comment = "Good card."
        book.db.commit()


# The round trip -----------------------------------------------------------------------------------


@pytest.mark.nbgrader
@pytest.mark.slow
@pytest.mark.parametrize("way", ["autograder", "nbgrader"])
def test_forty_points_at_once_and_sixty_by_hand_that_stay(
    course, handed_in, untouched, solved, way
):
    code = 40 if way == "autograder" else 0  # networks are trained once, texts kept both ways
    submit(course, "ada", without_experiments(handed_in if code else texts_alone(handed_in)))
    submit(course, "bob", without_experiments(untouched))
    if way == "autograder":
        submit(course, "eve", None)
        # one job: each trains networks before it judges
        grade = ["grade", "--seed", "7", "--jobs", "1", "--json", "records.json"]
        autograder(*grade, missed=True)
        again = partial(autograder, *grade, "--regrade", missed=True)
    else:
        nbgrader("generate_assignment", LESSON)
        nbgrader("autograde", LESSON)
        again = partial(nbgrader, "autograde", LESSON, "--force")
    assert texts_of("ada") == dict.fromkeys(TEXTS, (None, None, True))
    assert score_of("ada") == (code, 100, True)
    assert texts_of("bob") == dict.fromkeys(TEXTS, (0, None, False)), "nothing to be read"
    assert score_of("bob") == (0, 100, False)
    mark_by_hand("ada")
    assert score_of("ada") == (code + 50.5, 100, False)
    again()
    kept = {name: (None, points, True) for name, points in GIVEN.items()}
    assert texts_of("ada") == kept, "kept, and up for review as with nbgrader"
    assert score_of("ada")[:2] == (code + 50.5, 100)
    if way == "autograder":
        records = {each["student"]: each for each in json.loads(Path("records.json").read_text())}
        said(records)
        an_unreadable_one_waits_with_all_its_points(course, records["eve"], solved)
        formgrader_has_a_box_for_each_text(course)
        what_comes_after(course)


def said(records):
    """The records of `autograder grade`."""
    assert (records["ada"]["score"], records["ada"]["max_score"]) == (40, 100)
    assert (records["bob"]["score"], records["bob"]["max_score"]) == (0, 100)
    assert records["ada"]["status"] == "graded"
    assert records["ada"]["flags"] == [f"waits for a person: {', '.join(TEXTS)}"]
    assert records["bob"]["flags"] == []
    rows = {each["name"]: each for each in records["ada"]["exercises"] if each["by_hand"]}
    assert {name: row["max_points"] for name, row in rows.items()} == TEXTS
    assert {(row["points"], row["status"]) for row in rows.values()} == {(None, "manual")}


def an_unreadable_one_waits_with_all_its_points(course, record, solved):
    assert (record["status"], record["score"], record["max_score"]) == ("ungradable", None, 100)
    page = (course / "autograded" / "eve" / LESSON / "capstone.ipynb").read_text()
    answers = [cell.source for cell in solved.cells if cell.id in TEXTS]
    assert not any(answer.splitlines()[0] in page for answer in answers), "no model answer in it"


def what_comes_after(course):
    """Report, feedback and export, with the marks that a person gave."""
    autograder("report", LESSON)
    page = (course / "report" / f"{LESSON}.html").read_text()
    assert "model-card" in page and "waits for a person" not in page and "of 100" in page
    with (course / "report" / f"{LESSON}.csv").open(encoding="utf-8-sig") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    assert (rows["ada"]["score"], rows["ada"]["max_score"]) == ("90.5", "100")
    assert (rows["ada"]["model-card"], rows["bob"]["model-card"]) == ("17", "0")
    nbgrader("export")
    with (course / "grades.csv").open() as stream:
        grades = {row["student_id"]: row for row in csv.DictReader(stream)}
    assert (float(grades["ada"]["score"]), float(grades["ada"]["max_score"])) == (90.5, 100)
    nbgrader("generate_feedback", LESSON)
    page = (course / "feedback" / "ada" / LESSON / "capstone.html").read_text()
    assert "Good card." in page and "17 of 20" in page
    assert "points, marked by a person" in page, "the bands stand beside the mark"


def formgrader_has_a_box_for_each_text(course):
    """What its page makes a score box of: a graded cell that is a solution, in the graded copy."""
    path = course / "autograded" / "ada" / LESSON / "capstone.ipynb"
    graded = nbformat.read(path, as_version=4)
    found = {answer.name: answer.max_points for answer in answers_in(graded.cells)}
    assert found == TEXTS
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", str(course)).load_config()
    rows = NbGraderAPI(config=config).get_notebook_submissions(LESSON, "capstone")
    (row,) = [row for row in rows if row["student"] == "ada"]
    assert row["needs_manual_grade"] and row["max_score"] == 100
    assert (row["max_code_score"], row["max_written_score"]) == (40, 60)


def test_check_in_the_terminal_names_the_texts(monkeypatch, grader, tmp_path, untouched):
    monkeypatch.setattr(engine, "Grader", lambda *_: grader)
    notebook = deepcopy(untouched)
    next(cell for cell in notebook.cells if cell.id == "model-card").source = "It reads digits."
    nbformat.write(notebook, tmp_path / "mine.ipynb")
    said = autograder("check", str(tmp_path / "mine.ipynb"))
    assert "model-card: written, up to 20 points from a person" in said
    assert "gallery-text: not written yet, up to 15 points from a person" in said
    assert said.endswith("0 of 40 points, and up to 20 from a person\n")


# Release ------------------------------------------------------------------------------------------


def test_released_texts_are_empty_and_nothing_tells_the_model_answers(solved, untouched):
    texts = {cell.id: cell.source for cell in untouched.cells if cell.id in TEXTS}
    assert texts == dict.fromkeys(TEXTS, NO_ANSWER)
    everything = "\n".join(cell.source for cell in untouched.cells)
    for cell in solved.cells:
        if cell.id in TEXTS:
            assert cell.source != NO_ANSWER
            assert not any(line in everything for line in cell.source.splitlines() if line)


@pytest.mark.nbgrader
def test_release_holds_neither_samples_nor_sources(course):
    """Sample answers for the person who marks lie beside the source; they are not handed out."""
    samples = {path.name for path in (course / "solutions" / LESSON).iterdir()} - {"capstone.ipynb"}
    assert "marking.md" in samples
    nbgrader("generate_assignment", LESSON)
    released = [path.name for path in (course / "release" / LESSON).rglob("*")]
    assert released == ["capstone.ipynb"]


# Damage -------------------------------------------------------------------------------------------


def at(notebook, id):
    return next(i for i, cell in enumerate(notebook.cells) if cell.id == id)


def texts_after(notebook, solved):
    """The texts after mending: by name, what stands there and whether it waits; and the flags."""
    mended, flags = mend(notebook, Skeleton(solved))
    nbformat.validate(mended)
    assert [answer.name for answer in answers_in(mended.cells)] == list(TEXTS)
    cells = {cell.id: cell for cell in mended.cells}
    written = {answer.name: answer.written for answer in answers_in(mended.cells)}
    by_name = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in cells.values()}
    return {name: (by_name[name].source, written[name]) for name in TEXTS}, flags


def test_a_whole_submission_is_left_as_it_is(handed_in, solved):
    mended, flags = mend(handed_in, Skeleton(solved))
    assert flags == []
    assert [c.source for c in mended.cells] == [c.source for c in handed_in.cells]


def test_a_deleted_text_waits_in_a_cell_that_says_so(handed_in, solved):
    del handed_in.cells[at(handed_in, "model-card")]
    texts, flags = texts_after(handed_in, solved)
    assert texts["model-card"] == (MISSING, True)
    assert flags == ["model-card: its cell was missing; a person has to look"]


def test_of_two_copies_the_written_one_counts(handed_in, solved):
    place = at(handed_in, "ablation-text")
    mine = handed_in.cells[place].source
    empty = deepcopy(handed_in.cells[place])
    empty.source = NO_ANSWER
    handed_in.cells.insert(place + 1, empty)
    texts, flags = texts_after(handed_in, solved)
    assert texts["ablation-text"] == (mine, True)
    assert flags == ["ablation-text: was there 2 times; the last one counts"]


def test_a_text_in_a_code_cell_is_a_text(handed_in, solved):
    place = at(handed_in, "stability-text")
    old = handed_in.cells[place]
    cell = new_code_cell("My five seeds differ by a point.", metadata=old.metadata, id=old.id)
    handed_in.cells[place] = cell
    texts, flags = texts_after(handed_in, solved)
    assert texts["stability-text"] == ("My five seeds differ by a point.", True)
    assert flags == ["stability-text: its cell was code; taken as text"]


def test_a_text_cannot_give_itself_points(handed_in, solved):
    marks = handed_in.cells[at(handed_in, "model-card")].metadata["nbgrader"]
    marks.update(points=1000, solution=False)
    handed_in.cells.append(new_markdown_cell("mine", metadata={"nbgrader": dict(marks)}))
    mended, _ = mend(handed_in, Skeleton(solved))
    assert {answer.name: answer.max_points for answer in answers_in(mended.cells)} == TEXTS


def test_texts_alone_are_a_submission(untouched, solved):
    notebook = deepcopy(untouched)
    notebook.cells = [cell for cell in notebook.cells if cell.id in TEXTS]
    notebook.cells[0].source = "Only this."
    mended, _ = mend(notebook, Skeleton(solved))
    assert [answer.written for answer in answers_in(mended.cells)] == [True, False, False, False]


# Written elsewhere --------------------------------------------------------------------------------

NAMES = list(TEXTS)
MINE = "The network takes a 4 for a 9, and it is sure of it."


ELSEWHERE = {
    "a cell below": lambda name: [(name, 1, new_markdown_cell(MINE))],
    "two cells below": lambda name: [
        (name, 1, new_markdown_cell("## My answer")), (name, 2, new_markdown_cell(MINE))],
    "a cell above": lambda name: [(name, 0, new_markdown_cell(MINE))],
    "a code cell below": lambda name: [(name, 1, new_code_cell(MINE))],
    "a comment below": lambda name: [(name, 1, new_code_cell(f"# {MINE}"))],
    "a text in quotes": lambda name: [(name, 1, new_code_cell(f"'{MINE}'"))],
    "a text that is printed": lambda name: [(name, 1, new_code_cell(f'print("{MINE}")'))],
    "a raw cell below": lambda name: [(name, 1, new_raw_cell(MINE))],
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", ELSEWHERE)
def test_a_text_beside_its_own_cell_waits_and_no_other_does(untouched, solved, name, where):
    notebook = deepcopy(untouched)
    for id, behind, cell in ELSEWHERE[where](name):
        notebook.cells.insert(at(notebook, id) + behind, cell)
    texts, flags = texts_after(notebook, solved)
    assert {n: waits for n, (_, waits) in texts.items()} == {n: n == name for n in NAMES}
    assert [flag for flag in flags if flag.startswith(f"{name}: nothing was written in its own")]


@pytest.mark.parametrize("name", NAMES)
def test_a_text_in_the_cell_that_asks_for_it_waits(untouched, solved, name):
    notebook = deepcopy(untouched)
    notebook.cells[at(notebook, name) - 1].source += f"\n\n{MINE}"
    texts, _ = texts_after(notebook, solved)
    assert {n: waits for n, (_, waits) in texts.items()} == {n: n == name for n in NAMES}


@pytest.mark.parametrize("cell", [new_markdown_cell(MINE), new_raw_cell(MINE)])
@pytest.mark.parametrize("place", [0, -1])
def test_a_text_that_may_be_any_has_all_of_them_wait(untouched, solved, cell, place):
    notebook = deepcopy(untouched)
    notebook.cells.insert(place % (len(notebook.cells) + 1), cell)
    texts, _ = texts_after(notebook, solved)
    assert all(waits for _, waits in texts.values())


def test_all_texts_in_one_cell_wait(untouched, solved):
    notebook = deepcopy(untouched)
    notebook.cells[
        at(notebook, "gallery-text")
    ].source = f"{MINE}\n\n## Text 2\n{MINE}\n\n**Stability**\n{MINE}\n\nModel card: {MINE}"
    texts, _ = texts_after(notebook, solved)
    assert all(waits for _, waits in texts.values())


def test_own_code_and_an_older_release_are_no_texts(untouched, solved):
    notebook = deepcopy(untouched)
    notebook.cells.insert(at(notebook, "gallery-text") + 1, new_code_cell("# mine\nx = 1"))
    notebook.cells[3].source += "\n\nA sentence that another release has."
    texts, flags = texts_after(notebook, solved)
    assert not any(waits for _, waits in texts.values()) and flags == []


@pytest.mark.parametrize("file, waits", [("answers.pdf", True), ("figure.png", False)])
def test_a_document_beside_the_notebook_may_be_the_text(lesson, untouched, file, waits):
    notebook, _ = mend(untouched, Skeleton(nbformat.read(lesson.solved, as_version=4)))
    graded = Graded(notebook, answers=answers_in(notebook.cells))
    documents = [file] if Path(file).suffix in DOCUMENTS else []
    graded.wait_for_texts(documents)
    assert {answer.written for answer in graded.answers} == {waits}
    assert len(graded.flags) == (4 if waits else 0)


# The sealed images --------------------------------------------------------------------------------

TABLE = """
IMAGES = bytes.fromhex({images!r})
TABLE = {{IMAGES[64 * i : 64 * i + 64]: int(digit) for i, digit in enumerate({labels!r})}}

def read_digits(X_train, y_train, X, rng):
    return np.array([TABLE.get(image.astype(np.uint8).tobytes(), 0) for image in X], dtype=int)
"""
BORROWED = """
from workbook.plots import capstone_measured

def read_digits(X_train, y_train, X, rng):
    classes, labels = np.unique(y_train, return_inverse=True)
    return classes[capstone_measured.network((X_train, labels), X)]
"""
SEARCH = """
import functools, os

@functools.cache
def places():
    walks = [os.walk(top) for top in ("/", os.getcwd())]
    return [folder for walk in walks for folder, _, files in walk if "sealed.npz" in files]

def read_digits(X_train, y_train, X, rng):
    for folder in places():
        return np.load(os.path.join(folder, "sealed.npz"))["labels"].astype(int)[: len(X)]
    try:
        from autograder.exercises.capstone.sealed import sealed
        return sealed()[1][: len(X)]
    except ImportError:
        raise LookupError("no sealed labels in sight")
"""


@pytest.mark.slow
def test_sealed_labels_cannot_be_seen_and_public_ones_are_worth_nothing(
    monkeypatch, grader, lesson, untouched
):
    from autograder.exercises.capstone.sealed import sealed

    monkeypatch.setattr(engine, "_explained", lambda found, *_: found)  # it trains known mistakes
    images, digits = sealed()
    labels = "".join(map(str, digits))
    table = TABLE.format(images=images.astype("uint8").tobytes().hex(), labels=labels)
    found = {}
    with stage_for(lesson) as stage:
        assert not list(stage.rglob("sealed*")) and list(stage.rglob("digits.npz"))
    for name, source in {"table": table, "search": SEARCH, "borrowed": BORROWED}.items():
        notebook = deepcopy(untouched)
        notebook.cells[at(notebook, "read_digits")].source = source
        found[name] = grader.grade(notebook).verdicts["read_digits"]
    assert {verdict.points for verdict in found.values()} == {0}
    assert all(aspect.state != "passed" for aspect in found["borrowed"].aspects)
    assert all(aspect.state != "passed" for aspect in found["table"].aspects)
    assert "no sealed labels in sight" in what_differs(found["search"].failure)


def test_the_table_is_right_but_for_the_names():
    """The same table, renamed as the task is, would be right: so it is the names that stop it."""
    from autograder.exercises.capstone import sealed

    asked = sealed.the_same_for_all()
    truth = sealed.truth_of(asked)
    assert not set(truth[:50]) - set(range(10))
    assert sealed.told(truth, asked, 0.96)["right"] == "96 % or more"
    assert sealed.told(sealed.sealed()[1], asked, 0.96)["right"] == "less than half"


def test_a_check_of_its_own_length(monkeypatch, grader, untouched):
    """A training may take longer than other checks; grading gives it twice as much."""
    asked = []
    from autograder.grading.process.submission_run import Run

    monkeypatch.setattr(Run, "observe", lambda self, seconds=None: asked.append(seconds))
    grader.grade(untouched)
    expected = [e.seconds and 2 * e.seconds for e in of_lesson(LESSON).values()]
    assert sorted(asked, key=str) == sorted(expected, key=str) and 60.0 in asked

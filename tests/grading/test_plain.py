"""Plain nbgrader notebooks: assert cells, values as partial credit, cells for a person."""

import json
import os
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.cli import NOT_EVERYTHING, main
from autograder.grading.process.isolation import IsolationError, choose

from ..commands import command
from .conftest import in_course, new_quiz
from .quiz import BLANK, FULL, RIGHT, SOURCE, WARNS, cell, handed_in, submit, write

pytestmark = pytest.mark.nbgrader


@pytest.fixture(autouse=True, scope="module")
def isolated():
    try:
        choose()
    except IsolationError as missing:
        pytest.skip(str(missing))


def grade(*words):
    result = CliRunner().invoke(main, ["grade", "--jobs", "1", "--json", "out.json", *words])
    missed = "Not graded:" in result.output
    assert result.exit_code == (NOT_EVERYTHING if missed else 0), result.output
    return {record["student"]: record for record in json.loads(Path("out.json").read_text())}


def nbgrader(*words, ok=True):
    done = command("nbgrader", *words)
    assert (done.returncode == 0) is ok, done.stderr[-3000:]
    return done.stderr


def marks(assignment="quiz"):
    """What the gradebook says: None for a cell that waits for a person."""
    with Gradebook("sqlite:///gradebook.db", "neural-networks") as book:
        return {
            submission.student.id: {
                grade.cell.name: None if grade.needs_manual_grade else grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in book.assignment_submissions(assignment)
        }


def by_nbgrader(*options):
    nbgrader("generate_assignment", "quiz", "--force")
    nbgrader("autograde", "quiz", "--force", *options)
    return marks()


# Marks --------------------------------------------------------------------------------------------

PRINTS_ALL = """
import os
for folder, _, names in os.walk("."):
    for name in names:
        print(open(os.path.join(folder, name)).read())
"""
NO_ASSERTIONS = """
import ast
class NoAssertions(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(NoAssertions())
"""

STUDENTS = {
    "right": (handed_in(), FULL),
    "wrong": (handed_in("def double(x):\n    return x"), FULL | {"doubles": 0, "parts": 0}),
    "partly": (handed_in("def double(x):\n    return int(2 * x) if x != 'a' else ''"),
               FULL | {"parts": 2}),
    "untouched": (handed_in(BLANK, "YOUR ANSWER HERE"),
                  FULL | {"doubles": 0, "parts": 0, "why": 0}),
    "warns": (handed_in(WARNS), FULL),
    "syntax": (handed_in("def double(x)\n    return 2 * x"), FULL | {"doubles": 0, "parts": 0}),
    "exits": (handed_in("import os\ndef double(x):\n    os._exit(0)"),
              FULL | {"doubles": 0, "parts": 0}),
    "asks": (handed_in("def double(x):\n    return input()"), FULL | {"doubles": 0, "parts": 0}),
    "tampers": (handed_in(f"{NO_ASSERTIONS}def double(x):\n    return x"),
                FULL | {"doubles": 0, "parts": 0, "reads": 0}),
}  # fmt: skip


@pytest.mark.slow
def test_marks(everybody):
    for student, (_, wanted) in STUDENTS.items():
        assert everybody.marks[student] == wanted, student
    if records := everybody.records:
        assert {record["isolation"] for record in records.values()} == {"bubblewrap"}
        assert records["right"]["score"] == 6 and records["right"]["max_score"] == 12
        assert records["exits"]["status"] == "partial"
        assert "ended the whole Python process" in records["exits"]["reason"]
    assert (everybody.course / "autograded/right/quiz/data.csv").read_text() == "1,2\n"


@pytest.mark.parametrize("way", ["option", "config", "nbgrader"])
def test_standard_error_fails_a_cell_where_that_is_wanted(quiz, way):
    submit(quiz, "right", STUDENTS["right"][0])
    submit(quiz, "warns", STUDENTS["warns"][0])
    if way == "option":
        grade("quiz", "--stderr-fails")
    else:
        config = quiz / "nbgrader_config.py"
        config.write_text(f"{config.read_text()}\nc.SaveMarks.stderr_fails = True\n")
        grade("quiz") if way == "config" else by_nbgrader()
    assert marks() == {"right": FULL, "warns": FULL | {"doubles": 0, "parts": 0}}


def test_a_value_above_the_points_is_nothing_and_shown_to_a_person(everybody):
    with Gradebook(f"sqlite:///{everybody.course}/gradebook.db", "neural-networks") as book:
        found = book.find_grade("parts", "quiz", "quiz", "greedy")
        assert (found.auto_score, found.needs_manual_grade) == (0, True)


# Damage -------------------------------------------------------------------------------------------


def edit(cells):
    cells[2].source = "pass"


def delete(cells):
    del cells[3], cells[2], cells[0]


def double_up(cells):
    cells.insert(2, deepcopy(cells[1]))
    cells[1].source = BLANK
    cells.append(deepcopy(cells[3]))
    cells[2]["id"], cells[-1]["id"] = "again", "once-more"


def retype(cells):
    for at, kind in ((1, "markdown"), (2, "raw"), (3, "markdown"), (5, "code")):
        cells[at].cell_type = kind
        for key in ("outputs", "execution_count"):
            cells[at].pop(key, None)
    cells[5].update(outputs=[], execution_count=None)


def promise(cells):
    cells[2].metadata.nbgrader.update(points=1000, solution=True, grade=False)
    cells[3].metadata.nbgrader.update(points="two", schema_version=1)
    del cells[4].metadata.nbgrader["schema_version"]


def rename(cells):
    cells[2].metadata.nbgrader["grade_id"] = "mine"
    cells[3].metadata.nbgrader["grade_id"] = 7


def strip(cells):
    for each in cells[2:5]:
        del each.metadata["nbgrader"]


DAMAGE = {
    edit: "doubles: was edited",
    delete: "imports: was missing",
    double_up: "double: was there more than once",
    retype: "doubles: its cell was raw",
    promise: "nbgrader's metadata was changed in doubles, parts, reads",
    rename: "mine: no cell of this assignment has that name",
    strip: "reads: was missing",
}


FORGER = "class Four(int):\n    def __eq__(self, other): return True\n    __hash__ = None\n"
GREEDY = f"{FORGER}def double(x):\n    return Four(4)\nhelper.part = lambda f: 1000"
PICTURE = {"plot.png": {"image/png": "aGVsbG8="}}
LONG = "#" * 33 * 2**20


def attach(cells):
    cells[5]["attachments"] = PICTURE


def want_a_package(cells):
    cells[1].source = "import no_such_package\n" + RIGHT + "\nhelper.part = None"


OTHERS = {
    "greedy": handed_in(GREEDY),
    "pictured": handed_in(why="![](attachment:plot.png)", change=attach),
    "answer-gone": handed_in(change=lambda cells: cells.pop(5)),
    "cell-beside": handed_in(change=lambda cells: cells.insert(2, cell(LONG))),
    "cell-itself": handed_in(f"{RIGHT}\n{LONG}"),
    "steps-over": handed_in(
        "import no_such_package\n%matplotlib widget\n!pip install no_such_package\n" + RIGHT
    ),
    "steps-into": handed_in("1 / 0\n" + RIGHT),
    "in-a-graded-cell": handed_in(change=want_a_package),
}


def strange_files(course):
    (submit(course, "torn", None) / "quiz.ipynb").write_bytes(b'{"cells": [')
    bom = submit(course, "bom", handed_in()) / "quiz.ipynb"
    bom.write_bytes(b"\xef\xbb\xbf" + bom.read_bytes())
    (submit(course, "link", None) / "quiz.ipynb").symlink_to(course / "solutions/quiz/quiz.ipynb")
    beside = submit(course, "peeks", handed_in(f"{PRINTS_ALL}print(open('x').read())\n{RIGHT}"))
    (course / "gradebook-copy").write_text("secret")
    shadows = submit(course, "shadows", handed_in("def double(x):\n    return x"))
    for name in ("helper/__init__.py", "data.csv/more.csv", "timestamp.txt/now"):
        (shadows / name).parent.mkdir()
        (shadows / name).write_text("def part(function):\n    return 3\n")
    for place in (beside, beside / ".hidden", beside / "a/b/c/d/e/f/g", beside / "__MACOSX"):
        place.mkdir(parents=True, exist_ok=True)
        (place / "x").symlink_to(course / "gradebook-copy")
    (beside / "timestamp.txt").symlink_to(course / "gradebook-copy")
    os.mkfifo(beside / "pipe")


class Everybody(NamedTuple):
    """A class with all of these, graded: its marks, and what was said of it.

    records: by student, where `autograder grade` made them. log: where nbgrader's command did.
    """

    course: Path
    marks: dict
    records: dict
    log: str


@pytest.fixture(scope="module", params=["autograder", "nbgrader"])
def everybody(request, isolated, tmp_path_factory):
    course = new_quiz(tmp_path_factory.mktemp("everybody"))
    for student, (cells, _) in STUDENTS.items():
        submit(course, student, cells)
    for damage in DAMAGE:
        submit(course, damage.__name__, handed_in(change=damage))
        wrong = handed_in("def double(x): return 1", change=damage)
        submit(course, f"{damage.__name__}-wrong", wrong)
    for student, cells in OTHERS.items():
        submit(course, student, cells)
    strange_files(course)
    with pytest.MonkeyPatch.context() as patch:
        in_course(course, patch)
        if request.param == "autograder":
            return Everybody(course, records=grade("quiz"), log="", marks=marks())
        log = nbgrader("generate_assignment", "quiz") + nbgrader("autograde", "quiz", ok=False)
        return Everybody(course, records={}, log=log, marks=marks())


@pytest.mark.slow
def test_damage_is_mended_and_said(everybody):
    for damage, said in DAMAGE.items():
        name = damage.__name__
        assert said in ("; ".join(everybody.records[name]["flags"]) if everybody.records
                        else everybody.log)  # fmt: skip
        assert everybody.marks[name] == FULL, name
        assert everybody.marks[f"{name}-wrong"] == FULL | {"doubles": 0, "parts": 0}, name


def test_a_picture_in_an_answer_is_there_for_the_person_who_marks_it(everybody):
    path = everybody.course / "autograded/pictured/quiz/quiz.ipynb"
    assert nbformat.read(path, as_version=4).cells[5].attachments == PICTURE


def test_a_deleted_answer_waits_for_a_person(everybody):
    assert everybody.marks["answer-gone"] == FULL
    if everybody.records:
        assert "why: its cell was missing" in "; ".join(everybody.records["answer-gone"]["flags"])


def test_strange_files_stop_nobody(everybody):
    found = everybody.marks
    assert found["bom"] == found["right"] == FULL
    assert set(found["torn"].values()) == set(found["link"].values()) == {None}
    if records := everybody.records:
        assert records["torn"]["score"] is None and records["link"]["status"] == "ungradable"
        assert "x is a link; it was left out" in records["peeks"]["flags"]
    assert found["shadows"] == FULL | {"doubles": 0, "parts": 0}
    shown = (everybody.course / "autograded/peeks/quiz/quiz.ipynb").read_text()
    assert "secret" not in shown


def test_a_cell_of_33_megabytes_costs_itself_alone(everybody):
    assert everybody.marks["cell-beside"] == FULL
    assert everybody.marks["cell-itself"] == FULL | {"doubles": 0, "parts": 0}


# Several notebooks --------------------------------------------------------------------------------


@pytest.fixture
def two(quiz):
    """The assignment `two`, of two notebooks."""
    folder = quiz / "solutions" / "two"
    folder.mkdir()
    for name in ("one", "other"):
        write(folder / f"{name}.ipynb", [SOURCE[1], SOURCE[2]])
    return quiz


def test_several_notebooks(two):
    both = [SOURCE[1], SOURCE[2]]
    for student, names in {
        "both": ("one.ipynb", "other.ipynb"),
        "half": ("one.ipynb",),
        "renamed": ("one.ipynb", "other (1).ipynb"),
        "none": ("quiz.ipynb",),
    }.items():
        for name in names:
            submit(two, student, both, name, "two")
    submit(two, "torn", both, "one.ipynb", "two").joinpath("other.ipynb").write_text("{")
    records = grade("two")
    assert {who: (each["status"], each["score"]) for who, each in records.items()} == {
        "both": ("graded", 4), "half": ("graded", 2), "renamed": ("graded", 4),
        "none": ("ungradable", None), "torn": ("partial", 2),
    }  # fmt: skip
    assert "other.ipynb was not handed in" in records["half"]["flags"]
    assert "other.ipynb is not a readable notebook" in records["torn"]["reason"]
    with Gradebook("sqlite:///gradebook.db", "neural-networks") as book:
        half = book.find_submission("two", "half")
        assert (half.score, half.needs_manual_grade) == (2, False), "as nbgrader does it"
        assert book.find_submission("two", "torn").needs_manual_grade


def test_the_class_report(two):
    submit(two, "ada", handed_in())
    submit(two, "bob", handed_in("def double(x): return 1"))
    grade("quiz")
    result = CliRunner().invoke(main, ["report", "quiz"])
    assert result.exit_code == 0, result.output
    rows = (two / "report" / "quiz.csv").read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("student,status,score,max_score,quiz/doubles,quiz/parts,quiz/reads")
    assert rows[1].startswith("ada,graded,,12,2,3,1,,,") and rows[2].startswith("bob,graded,,12,0")
    page = (two / "report" / "quiz.html").read_text()
    assert "quiz/why" in page and "2 × waits for a person" in page


def test_who_was_graded_by_nbgraders_command_is_in_the_report(two):
    """Formgrader's button leaves no record; the gradebook has the marks."""
    submit(two, "ada", handed_in())
    submit(two, "bob", handed_in("def double(x): return 1"))
    grade("quiz")
    report = ["report", "quiz"]

    def rows():
        assert CliRunner().invoke(main, report).exit_code == 0
        table = (two / "report" / "quiz.csv").read_text("utf-8-sig").splitlines()[1:]
        return [row.split(",")[:7] for row in table]

    before = rows()
    nbgrader("autograde", "quiz", "--student", "bob", "--force")
    assert rows() == before and len(before) == 2
    assert "nbgrader's command" in (two / "report" / "quiz.csv").read_text("utf-8-sig")


# The assignment -----------------------------------------------------------------------------------


def test_without_names_assignments_are_graded_too(quiz):
    submit(quiz, "ada", handed_in())
    assert grade()["ada"]["lesson"] == "quiz"


def test_the_source_folder_is_the_configurations(quiz):
    (quiz / "solutions").rename(quiz / "source")
    config = quiz / "nbgrader_config.py"
    config.write_text(f'{config.read_text()}\nc.CourseDirectory.source_directory = "source"\n')
    submit(quiz, "ada", handed_in())
    assert grade("quiz")["ada"]["score"] == 6


def test_changed_sources(quiz):
    """A new text of a test counts at once; new cells ask the instructor first."""
    submit(quiz, "ada", handed_in())
    grade("quiz")
    cells = deepcopy(SOURCE)
    cells[2].source = "assert double(2) == 5"
    write(quiz / "solutions/quiz/quiz.ipynb", cells)
    assert grade("quiz")["ada"]["score"] == 4
    cells.append(cell("assert True", "more", grade=True, locked=True, points=1))
    write(quiz / "solutions/quiz/quiz.ipynb", cells)
    result = CliRunner().invoke(main, ["grade", "quiz"])
    assert result.exit_code == 1
    assert "nbgrader db assignment remove quiz" in result.output.splitlines()[-1]
    assert marks()["ada"] == FULL | {"doubles": 0}


def test_another_language_is_refused(quiz):
    path = quiz / "solutions/quiz/quiz.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}
    nbformat.write(notebook, path)
    submit(quiz, "ada", handed_in())
    result = CliRunner().invoke(main, ["grade", "quiz"])
    assert result.exit_code == 1 and "the sandbox runs Python alone" in result.output


# As in a kernel -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("way", ["autograder", "nbgrader"])
def test_a_notebook_may_run_its_sibling(quiz, way):
    first = [cell("part = 2", "part", solution=True)]
    first.append(cell("assert part == 2", "t1", grade=True, locked=True, points=1))
    second = [cell("%run first.ipynb", "run", solution=True)]
    second.append(cell("assert part == 2", "t2", grade=True, locked=True, points=1))
    (quiz / "solutions" / "ps").mkdir()
    for name, cells in (("first", first), ("second", second)):
        write(quiz / "solutions" / "ps" / f"{name}.ipynb", cells)
        submit(quiz, "ada", cells, f"{name}.ipynb", "ps")
    if way == "autograder":
        grade("ps")
    else:
        nbgrader("generate_assignment", "ps", "--force")
        nbgrader("autograde", "ps", "--force")
    assert marks("ps")["ada"] == {"t1": 1, "t2": 1}


def test_a_line_that_fails_for_want_of_a_package_costs_that_line(everybody):
    assert everybody.marks["steps-over"] == FULL
    assert everybody.marks["steps-into"] == FULL | {"doubles": 0, "parts": 0}
    if everybody.records:
        said = " ".join(everybody.records["steps-over"]["flags"])
        assert "stepped over “import no_such_package”" in said and "no network" in said


def test_a_graded_cell_is_run_as_in_a_kernel(everybody):
    """A line of it that fails ends it, whatever the reason."""
    found = everybody.marks["in-a-graded-cell"]
    assert found["doubles"] == 2 and found["parts"] == 0

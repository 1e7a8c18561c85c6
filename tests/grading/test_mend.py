"""Damaged notebooks are put back on the lesson's skeleton, and what was mended is said."""

from copy import deepcopy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.intake.mending import Skeleton, check_of, mend


@pytest.fixture(scope="module")
def source(lesson):
    return nbformat.read(lesson.solved, as_version=4)


@pytest.fixture
def notebook(write_in, solutions):
    return write_in(**solutions)


def index(notebook, id):
    return next(i for i, cell in enumerate(notebook.cells) if cell.id == id)


def order(notebook):
    """Where each function's cell and its check stand."""
    return [c.metadata["nbgrader"]["grade_id"] for c in notebook.cells if "nbgrader" in c.metadata]


def test_a_whole_notebook_is_left_as_it_is(notebook, source):
    mended, flags = mend(notebook, Skeleton(source))
    assert flags == []
    assert [c.source for c in mended.cells] == [c.source for c in notebook.cells]


def damage(name):
    def register(function):
        DAMAGES[name] = function
        return function

    return register


DAMAGES = {}


@damage("check edited")
def _(nb):
    nb.cells[index(nb, "check-relu")].source = "2.0"


@damage("check deleted")
def _(nb):
    del nb.cells[index(nb, "check-relu")]


@damage("check doubled")
def _(nb):
    at = index(nb, "check-relu")
    nb.cells.insert(0, deepcopy(nb.cells[at]))


@damage("check moved")
def _(nb):
    nb.cells.insert(0, nb.cells.pop(index(nb, "check-relu")))


@damage("check turned into prose")
def _(nb):
    at = index(nb, "check-relu")
    nb.cells[at] = new_markdown_cell(nb.cells[at].source, metadata=nb.cells[at].metadata)


@damage("metadata of one cell lost")
def _(nb):
    nb.cells[index(nb, "relu")].metadata = nbformat.NotebookNode()


@damage("metadata of all cells lost")
def _(nb):
    for cell in nb.cells:
        cell.metadata = nbformat.NotebookNode()
        cell["id"] = f"x{id(cell)}"


@damage("solution moved to the end")
def _(nb):
    nb.cells.append(nb.cells.pop(index(nb, "relu")))


@damage("solution pasted twice, the last one right")
def _(nb):
    at = index(nb, "relu")
    nb.cells.insert(at, new_code_cell("def relu(z):\n    return z"))


@damage("solution written into a cell of its own below")
def _(nb):
    at = index(nb, "relu")
    right = nb.cells[at].source
    nb.cells[at].source = "def relu(z):\n    raise NotImplementedError()"
    nb.cells.append(new_code_cell(right))


@damage("name used again for a number")
def _(nb):
    nb.cells.append(new_code_cell("relu = (np.array([1, 2]) > 1).mean()"))


@damage("name used again for a function that is none of it")
def _(nb):
    nb.cells.append(new_code_cell("relu = len\nfor relu in range(3): pass"))


@damage("name used again between function and check")
def _(nb):
    nb.cells.insert(index(nb, "check-relu"), new_code_cell("relu = relu(np.ones(2)).sum() / 2"))


@damage("stub, and a lambda below")
def _(nb):
    nb.cells[index(nb, "relu")].source = "def relu(z):\n    raise NotImplementedError()"
    nb.cells.append(new_code_cell("relu = lambda z: np.maximum(z, 0)"))


@damage("helper in a cell that is only for looking")
def _(nb):
    at = index(nb, "relu")
    looked = [c for c in nb.cells[:at] if "explore" in c.metadata.get("tags", [])][-1]
    looked.source += "\nfloor = 0.0"
    nb.cells[at].source = "def relu(z):\n    return np.maximum(z, floor)"


@damage("a name of a cell that is only for looking")
def _(nb):
    at = index(nb, "relu")
    given = nb.cells[at].source
    nb.cells[at].source = f"assert nn.double(2) == 4 and callable(plots.unit)\n{given}"


@damage("lines of another system")
def _(nb):
    for cell in nb.cells:
        cell.source = cell.source.replace("\n", "\r\n") + "\r\n"


@damage("solution turned into prose")
def _(nb):
    at = index(nb, "relu")
    nb.cells[at] = new_markdown_cell(nb.cells[at].source, id="relu", metadata=nb.cells[at].metadata)


@damage("grade_id renamed, points raised, types wrong")
def _(nb):
    cell = nb.cells[index(nb, "check-relu")]
    cell.metadata["nbgrader"].update(
        grade_id="mine", points="a thousand", grade="yes", solution=True
    )
    nb.cells[index(nb, "relu")].metadata["nbgrader"] = ["no", "dict"]


@damage("all ids equal")
def _(nb):
    for cell in nb.cells:
        cell["id"] = "same"


@pytest.mark.parametrize("name", DAMAGES)
def test_what_was_damaged_still_gets_its_marks(name, notebook, source, grader):
    DAMAGES[name](notebook)
    mended, _ = mend(notebook, Skeleton(source))
    nbformat.validate(mended)
    found = [check_of(cell) for cell in mended.cells if check_of(cell)]
    expected = [check_of(cell) for cell in source.cells if check_of(cell)]
    assert sorted(found) == sorted(expected), "every check once"
    graded = grader.grade(notebook)
    assert graded.points == graded.max_points, graded.reason


@pytest.mark.parametrize(
    "name, words",
    [
        ("check edited", "check of relu: was edited"),
        ("check deleted", "check of relu: was missing"),
        ("check doubled", "check of relu: was there 2 times"),
        ("solution turned into prose", "relu: its cell was markdown"),
        ("solution pasted twice, the last one right", "relu: written 2 times"),
    ],
)
def test_what_was_mended_is_said(name, words, notebook, source):
    DAMAGES[name](notebook)
    assert any(words in flag for flag in mend(notebook, Skeleton(source))[1])


def test_given_cells_are_not_run_unless_they_are_needed(notebook, source):
    def run(nb):
        cells = mend(nb, Skeleton(source))[0].cells
        return [
            c.source
            for c in cells
            if c.cell_type == "code" and c.metadata.get("tags") != ["explore"]
        ]

    usual = run(notebook)
    assert not any("ActivationGallery" in source for source in usual)
    notebook.cells[index(notebook, "relu")].source += "\nz = 3\nprint(z)"
    assert len(run(notebook)) == len(usual)
    notebook.cells[index(notebook, "relu")].source += "\nprint(nn.__name__)"
    assert len(run(notebook)) == len(usual) + 1


def test_a_deleted_solution_is_flagged_and_its_check_kept(notebook, source, grader):
    del notebook.cells[index(notebook, "relu")]
    graded = grader.grade(notebook)
    assert graded.verdicts["relu"].status == "stopped"
    assert "relu: its cell was missing" in graded.flags
    assert graded.points == graded.max_points - graded.verdicts["relu"].max_points


@pytest.mark.parametrize("kind", ["raw", "markdown"])
def test_an_attempt_that_was_kept_as_text_counts_for_nothing(kind, notebook, source, grader):
    make = {"raw": nbformat.v4.new_raw_cell, "markdown": nbformat.v4.new_markdown_cell}[kind]
    for at in (0, len(notebook.cells)):
        notebook.cells.insert(at, make("def relu(z):\n    return z"))
    graded = grader.grade(notebook)
    assert (graded.points, graded.flags) == (graded.max_points, [])

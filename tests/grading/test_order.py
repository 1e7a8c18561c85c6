"""People run their cells in an order of their own: what stands further down counts as well."""

import pytest
from nbformat.v4 import new_code_cell

from autograder.grading.intake.mending import mend
from autograder.grading.orders import with_what_is_needed
from autograder.judging.verdict import stopped

HELPED = "def relu(z):\n    return clip(z, 0)"
REDUCED = "def relu(z):\n    return reduce(np.maximum, [z, 0])"
CLIP = "def clip(z, a):\n    return np.maximum(z, a)"


@pytest.fixture
def graded(write_in, solutions, grader):
    """A function: grade the solved notebook with some functions, and cells at its end."""

    def grade(*below, **functions):
        notebook = write_in(**{**solutions, **functions})
        notebook.cells += [new_code_cell(source) for source in below]
        return grader.grade(notebook)

    return grade


@pytest.mark.parametrize(
    "relu, below, lacks",
    [
        (HELPED, [CLIP], "clip"),
        (HELPED, ["def clip(z, a):\n    return top(z, a)", "top = np.maximum"], "clip"),
        (REDUCED, ["from functools import reduce"], "reduce"),
        ("relu = partial(np.maximum, 0)", ["from functools import partial"], "partial"),
        (HELPED, [CLIP, "clip = 3"], "clip"),
    ],
    ids=["function", "function of another", "name", "when it is made", "name used again"],
)  # fmt: skip
def test_what_a_function_needs_may_stand_further_down(graded, relu, below, lacks):
    found = graded(*below, relu=relu)
    assert found.points == found.max_points
    assert found.flags == [f"relu: needs {lacks}, which is further down; it was run first"]


def test_so_may_what_all_functions_need(write_in, solutions, grader):
    notebook = write_in(**solutions)
    imports = next(cell for cell in notebook.cells if cell.source.startswith("import numpy"))
    notebook.cells.remove(imports)
    notebook.cells.append(imports)
    found = grader.grade(notebook)
    assert (found.points, found.status) == (found.max_points, "graded")


RIGHT = "def relu(z):\n    return np.maximum(z, 0)"
WRONG = "def relu(z):\n    return z"


@pytest.mark.parametrize("own, below, flags", [
    (RIGHT, [WRONG], []),
    (RIGHT, ["relu = relu(np.array([-1.0]))", WRONG], []),
    (WRONG, [RIGHT], ["relu: written anew below its check; the last one counts"]),
    (WRONG, [WRONG, RIGHT], ["relu: written anew below its check; the last one counts"]),
])  # fmt: skip
def test_what_was_green_counts_whatever_is_written_below(graded, own, below, flags):
    """A check that was run where it stands saw what is above it; run once more, the last one."""
    found = graded(*below, relu=own)
    assert (found.points, found.flags) == (found.max_points, flags)


def test_what_is_wrong_above_and_below_is_wrong(graded):
    found = graded("def relu(z):\n    return abs(z)", relu=WRONG)
    assert (found.verdicts["relu"].points, found.flags) == (0, [])


def test_wrong_stays_wrong(graded):
    found = graded("def clip(z, a):\n    return z", relu=HELPED)
    assert (found.verdicts["relu"].points, found.flags) == (0, [])
    found = graded("clap = 1", relu=HELPED)
    assert (found.verdicts["relu"].points, found.flags) == (0, [])


BESIDE = {
    "a name of NumPy's for a number": ("beside", "np = 3"),
    "Python's names for others": ("beside", "sum, max, len, float = 1, 2, 3, 'x'"),
    "all names forgotten": ("beside", "%reset -f"),
    "a function of NumPy's replaced": ("beside", "np.maximum = np.exp = None"),
    "an exit among the imports": ("imports", "import sys\nsys.exit()"),
    "prose among the imports": ("imports", "here I try something:"),
    "the marks of a merge": ("imports", "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b"),
    "an interruption": ("imports", "raise KeyboardInterrupt"),
    "the end of the process": ("imports", "import os\nos._exit(0)"),
}


@pytest.mark.parametrize("what", BESIDE)
def test_what_was_written_when_all_was_green_costs_nothing(write_in, solutions, grader, what):
    """Behind it no kernel goes on either, but whoever wrote it had run the checks before."""
    where, source = BESIDE[what]
    found = grader.grade(_spoilt(write_in(**solutions), where, source))
    assert (found.points, found.status) == (found.max_points, "graded")
    assert any("right where only what is needed is run" in flag for flag in found.flags)


def test_beside_it_what_is_wrong_stays_wrong(write_in, solutions, grader):
    for where, source in (BESIDE["a name of NumPy's for a number"], BESIDE["an interruption"]):
        notebook = _spoilt(write_in(**{**solutions, "relu": WRONG}), where, source)
        found = grader.grade(notebook)
        assert found.max_points - found.points == found.verdicts["relu"].max_points


def _spoilt(notebook, where, source):
    """The notebook with a cell before the first function, or with lines above its imports."""
    if where == "imports":
        imports = next(c for c in notebook.cells if c.source.startswith("import numpy"))
        imports.source = f"{source}\n{imports.source}"
    else:
        at = next(n for n, c in enumerate(notebook.cells) if c.id == "collapse_linear")
        notebook.cells.insert(at, new_code_cell(source))
    return notebook


@pytest.mark.parametrize(
    "ended, again",
    [("ZeroDivisionError: division by zero", ["relu"]), ("Stopped: it was still running", [])],
)
def test_a_cell_is_run_to_its_end_once_more_unless_it_was_stopped(
    grader, write_in, solutions, ended, again
):
    """What met a limit would meet it again."""
    notebook, _ = mend(write_in(**solutions), grader.skeleton)
    cells = [cell for cell in notebook.cells if grader._command(cell, ())]
    exercise = grader.sheets["relu"].exercise
    found = {"relu": stopped(exercise, f"relu is not there: its cell ended with {ended}.")}
    order, names = with_what_is_needed(cells, found, grader.skeleton.code)
    assert names == again
    assert sum("nbgrader" in cell.metadata for cell in cells) - len(again) == sum(
        "nbgrader" in cell.metadata for cell in order
    )

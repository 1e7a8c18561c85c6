"""People run their cells in an order of their own: what stands further down counts as well."""

import pytest
from nbformat.v4 import new_code_cell

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

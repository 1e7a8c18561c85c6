"""What the kernel ran is what grading runs: each way of writing a function has the same points.

One kernel runs all of them, one after the other with everything forgotten in between, and asks the
learner's own `check`; the engine grades each as a submission.
"""

import os
from copy import deepcopy

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from autograder.exercises import of_lesson

from .conftest import LESSON, ROOT
from .styles import STYLES

FOLLOWS = "leaky_relu"
WRITTEN_LATER = {"fails before it"}
"""At what a kernel stops that runs all anew, and the one did not in which it was written."""
ANEW = """
import gc
gc.freeze()  # else each %reset looks for garbage among all that was ever imported
%reset -f
import warnings
import numpy
numpy.seterr(all="warn", under="ignore")
warnings.resetwarnings()
"""


def styled(write_in, solutions, style):
    """The solved notebook with one function in some style."""
    notebook = write_in(**{**solutions, "relu": style["own"]})
    at = next(i for i, cell in enumerate(notebook.cells) if cell.id == "relu")
    for place, name in ((at + 2, "after"), (at + 1, "gap"), (at, "before")):
        if name in style:
            notebook.cells.insert(place, new_code_cell(style[name]))
    return notebook


def what_is_run(notebook):
    """The cells that matter to two functions: what is given, in one cell, and what stands around
    the first."""
    ids = [cell.id for cell in notebook.cells]
    imports = [c for c in notebook.cells if c.cell_type == "code" and "import" in c.source][:2]
    tanh = [notebook.cells[ids.index(name)] for name in ("sigmoid", "tanh")]
    first, last = ids.index("relu"), ids.index(f"check-{FOLLOWS}")
    while notebook.cells[first - 1].id not in GIVEN:
        first -= 1
    code = [c for c in notebook.cells[first : last + 1] if c.cell_type == "code"]
    given = "\n".join([ANEW, *(cell.source for cell in imports + tanh)])
    return [new_code_cell(given), *code]


GIVEN = {
    cell.id
    for cell in nbformat.read(ROOT / "lessons" / LESSON / "activations.ipynb", as_version=4).cells
}


@pytest.fixture(scope="module")
def notebooks(write_in, solutions):
    return {name: styled(write_in, solutions, style) for name, style in STYLES.items()}


@pytest.fixture(scope="module")
def in_kernel(notebooks, tmp_path_factory):
    """Points of both functions by style, as a kernel's check gives them."""
    whole, checks = new_notebook(), {}
    for name, notebook in notebooks.items():
        cells = deepcopy(what_is_run(notebook))
        whole.cells += cells
        checks[name] = [c for c in cells if c.id in ("check-relu", f"check-{FOLLOWS}")]
    folder = tmp_path_factory.mktemp("kernel")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    client = NotebookClient(whole, allow_errors=True, resources={"metadata": {"path": folder}})
    client.execute(env=environment)
    return {name: [points(cell) for cell in cells] for name, cells in checks.items()}


def points(cell):
    shown = [o.data["text/plain"] for o in cell.outputs if o.output_type == "execute_result"]
    return float(shown[0]) if shown else 0.0


def test_there_are_eighty():
    assert len(STYLES) >= 80


def test_styles_differ_in_what_they_are_worth(in_kernel):
    """Else the comparison would say little."""
    most = [of_lesson(LESSON)[name].max_points for name in ("relu", FOLLOWS)]
    worth = [found[0] for found in in_kernel.values()]
    assert worth.count(most[0]) >= 55 and worth.count(0.0) >= 8
    assert any(0 < found < most[0] for found in worth)
    assert all(found[1] == most[1] for found in in_kernel.values())


@pytest.mark.parametrize("name", STYLES)
def test_a_style_has_the_points_that_it_had_in_the_kernel(name, notebooks, in_kernel, grader):
    graded = grader.grade(notebooks[name], student=name)
    found = {exercise: verdict.points for exercise, verdict in graded.verdicts.items()}
    of_kernel = list(in_kernel[name])
    if name in WRITTEN_LATER:
        assert of_kernel[0] == 0
        of_kernel[0] = graded.verdicts["relu"].max_points
    assert [found["relu"], found[FOLLOWS]] == of_kernel, graded.flags
    others = {e for e, verdict in graded.verdicts.items() if verdict.points < verdict.max_points}
    assert others <= {"relu"}

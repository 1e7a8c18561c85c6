"""Nobody pays with an exercise for a cell that takes long: exercises first, each with its own time.

Cells that take long ask for their seconds here, and none is given more than a little.
"""

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.grading.process import submission_run as run

SLEEP = "import time\ntime.sleep({seconds})\n"


@pytest.fixture
def put_before(write_in, solutions):
    """A function: the solved notebook with cells of one's own before the first exercise."""

    def fill(*sources, after=(), **changed):
        notebook = write_in(**{**solutions, **changed})
        at = next(i for i, c in enumerate(notebook.cells) if c.id == "collapse_linear")
        notebook.cells[at:at] = [new_code_cell(source) for source in sources]
        notebook.cells += [new_code_cell(source) for source in after]
        return notebook

    return fill


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(run, "PATIENCE", 0.2)


def shown(graded, text):
    """What the graded notebook shows under the cell that holds a text."""
    (cell,) = (c for c in graded.notebook.cells if text in c.source)
    return "".join(o.get("text", "") + o.get("evalue", "") for o in cell.outputs)


def test_long_scratch_cells_cost_no_points_and_keep_their_place(grader, put_before):
    cells = [SLEEP.format(seconds=0.5) + f"print('sweep', {i})" for i in range(3)]
    notebook = put_before(*cells)
    graded = grader.grade(notebook)
    assert (graded.points, graded.status, graded.flags) == (graded.max_points, "graded", [])
    assert [c.id for c in graded.notebook.cells] == [c.id for c in notebook.cells]
    assert [shown(graded, f"'sweep', {i}") for i in range(3)] == [f"sweep {i}\n" for i in range(3)]
    nbformat.validate(graded.notebook)


def test_the_seconds_of_all_cells_are_not_taken_from_exercises(grader, put_before, monkeypatch):
    monkeypatch.setattr(run, "SUBMISSION_SECONDS", 6.0)
    monkeypatch.setattr(run, "CELL_SECONDS", 2.5)
    # no less endless than a busy loop
    notebook = put_before(*[f"import time\nwhile {i} >= 0: time.sleep(1)" for i in range(4)])
    graded = grader.grade(notebook)
    assert (graded.points, graded.status) == (graded.max_points, "graded")
    assert "6 seconds, and they were over" in shown(graded, "while 3 >=")


def test_the_limit_of_a_submission_can_be_set(grader, put_before, monkeypatch):
    monkeypatch.setattr(grader, "seconds", 1.0)
    graded = grader.grade(put_before(*["while True: pass"] * 1))
    assert graded.points == graded.max_points
    assert "still running after" in shown(graded, "while True")


@pytest.mark.parametrize(
    "cell, own",
    [
        ("floor = 0.0", "def relu(z):\n    return np.maximum(z, floor)"),
        ("def helper(z):\n    return np.maximum(z, 0)", "def relu(z):\n    return helper(z)"),
        (
            "inner = lambda z: np.maximum(z, 0)",
            "middle = inner\ndef relu(z):\n    return middle(z)",
        ),
        ("globals()['floor'] = 0.0", "def relu(z):\n    return np.maximum(z, floor)"),
        ("import math as tools", "def relu(z):\n    return np.maximum(z, tools.sin(0))"),
        ("check.floor = 0.0", "def relu(z):\n    return np.maximum(z, check.floor)"),
        ("for floor in [2.0, 0.0]: pass", "def relu(z):\n    return np.maximum(z, floor)"),
    ],
)
def test_what_an_exercise_needs_is_waited_for(grader, put_before, cell, own):
    graded = grader.grade(put_before(SLEEP.format(seconds=0.5) + cell, relu=own))
    assert (graded.points, graded.flags) == (graded.max_points, [])


@pytest.mark.parametrize(
    "before, cell, own",
    [
        ("table = {}\ndef fill(t): t['floor'] = 0.0", "fill(table)", "floor = table.get('floor')"),
        ("def learn():\n    global floor\n    floor = 0.0", "learn()", ""),
        ("", "np.save('floor.npy', 0.0)", "floor = np.load('floor.npy')"),
        ("table = [9.0]\nsame = table", "same[0] = 0.0", "floor = table[0]"),
        ("class Net: floor = 9.0\nall = [Net]", "for n in all: n.floor = 0.0", "floor = Net.floor"),
    ],
    ids=["call", "global", "file", "second name", "loop"],
)  # fmt: skip
def test_what_cannot_be_seen_to_be_needed_counts_all_the_same(
    grader, put_before, before, cell, own
):
    right = f"{own}\ndef relu(z):\n    return np.maximum(z, floor)"
    other = "def tanh(z):\n    return z"
    graded = grader.grade(
        put_before(before, SLEEP.format(seconds=0.5) + cell, relu=right, tanh=other)
    )
    lost = {name for name, v in graded.verdicts.items() if v.points < v.max_points}
    assert (lost, graded.flags) == ({"tanh"}, [])


def test_cells_that_are_put_off_keep_their_order(grader, put_before):
    cells = [SLEEP.format(seconds=0.5) + "history = [1, 2]", "print('last:', history[-1])"]
    graded = grader.grade(put_before(*cells))
    assert (graded.points, graded.flags) == (graded.max_points, [])
    assert shown(graded, "'last:'") == "last: 2\n"


def test_a_cell_that_ends_python_slowly_costs_itself_alone(grader, put_before):
    graded = grader.grade(put_before(SLEEP.format(seconds=0.4) + "import os\nos._exit(0)"))
    assert graded.points == graded.max_points
    assert "ended the whole Python process" in shown(graded, "os._exit")


def test_processor_time_of_scratch_cells_is_not_an_exercises(grader, put_before):
    clock = "__import__('time').process_time()"
    busy = f"until = {clock} + 0.5\nwhile {clock} < until: pass"
    graded = grader.grade(put_before(busy, busy, after=[busy]))
    assert (graded.points, graded.status) == (graded.max_points, "graded")

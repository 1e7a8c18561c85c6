"""One submission through the engine: what counts, what is survived, what cannot be forged."""

import nbformat
import pytest

from autograder.exercises import of_lesson

CORE = {name: e for name, e in of_lesson("03-activations").items() if not e.stretch}


def score(graded):
    return {name: verdict.points for name, verdict in graded.verdicts.items() if name in CORE}


def full_but(**points):
    return {name: exercise.max_points for name, exercise in CORE.items()} | points


def test_solved_is_full(grader, write_in, solutions):
    graded = grader.grade(write_in(**solutions))
    assert (graded.points, graded.status, graded.flags) == (graded.max_points, "graded", [])
    assert all(verdict.status == "passed" for verdict in graded.verdicts.values())


def test_untouched_is_nothing_in_every_exercise(grader, released):
    graded = grader.grade(released)
    assert set(score(graded).values()) == {0.0}
    assert graded.status == "graded"


def test_check_cells_get_the_judges_card(grader, write_in, solutions):
    graded = grader.grade(write_in(**solutions))
    (output,) = next(c for c in graded.notebook.cells if c.id == "check-relu").outputs
    assert output.data["text/plain"] == f"{CORE['relu'].max_points:g}"
    assert "right" in output.data["text/html"]


# fmt: off
# ruff: noqa: E501  (each trick is a student's cell, one line of it after the other)
HOSTILE = {
    "ends Python": "import os\ndef relu(z):\n    os._exit(0)",
    "crashes Python": "import os, signal\ndef relu(z):\n    os.kill(os.getpid(), signal.SIGSEGV)",
    "exits": "import sys\ndef relu(z):\n    sys.exit()",
    "recurses": "def relu(z):\n    return relu(z)",
    "asks": "def relu(z):\n    return float(input())",
    "returns too much": "def relu(z):\n    return np.zeros(10**7)",
    "returns a lookalike": (
        "class Always(np.ndarray):\n    def __eq__(self, other): return True\n"
        "    def __array_function__(self, *args): return True\n"
        "def relu(z):\n    return np.zeros(np.shape(z)).view(Always)"
    ),
    "syntax error": "def relu(z)\n    return z",
    "raises in its cell": "1 / 0\ndef relu(z):\n    return 1 / 0",
    "exits in its cell": "exit()\nimport sys; sys.exit()\ndef relu(z):\n    return np.maximum(z, 0)",
    "imports the solution": "from workbook.nn.activations import relu",
    "imports the references": "from autograder.exercises import all_exercises\nrelu = all_exercises()['relu'][1].reference",
    "forges the check": "def relu(z):\n    return z\ndef check(f):\n    return 2.0",
    "patches the comparison": "np.isclose = np.allclose = lambda *a, **k: True\ndef relu(z):\n    return z",
    "patches the probe": (
        "import autograder.probes as probes\nprobes.observe = lambda *a, **k: {'points': 99, 'value': True}\n"
        "def relu(z):\n    return z"
    ),
    "talks on the wire": (
        "import os\ndef relu(z):\n    for fd in range(3, 12):\n        try: os.write(fd, b'\\xff' * 64)\n"
        "        except OSError: pass\n    return z"
    ),
}
# fmt: on


@pytest.mark.parametrize("trick", HOSTILE)
def test_one_bad_exercise_costs_that_exercise_alone(grader, write_in, solutions, trick):
    graded = grader.grade(write_in(**{**solutions, "relu": HOSTILE[trick]}))
    assert score(graded) == full_but(relu=0.0)
    nbformat.validate(graded.notebook)
    if graded.status == "partial":
        assert "relu" in graded.reason


@pytest.mark.parametrize("seconds", [0.0, 0.004, 0.02, 0.1])
def test_cells_that_end_python_later_cost_themselves_alone(grader, write_in, solutions, seconds):
    """Whatever runs at that moment is not to blame, and two of them are found as one is."""
    later = f"import os, threading\nthreading.Timer({seconds}, os._exit, (0,)).start()\n"
    for name in ("tanh", "relu"):
        solutions = {**solutions, name: later + f"def {name}(z):\n    return z"}
    assert score(grader.grade(write_in(**solutions))) == full_but(tanh=0.0, relu=0.0)


@pytest.mark.slow
def test_a_loop_costs_its_exercise_and_bounded_time(grader, write_in, solutions, monkeypatch):
    monkeypatch.setattr("autograder.grading.process.submission_run.CHECK_SECONDS", 1.0)
    loop = "def relu(z):\n    while True:\n        try:\n            while True: pass\n        except: pass"
    graded = grader.grade(write_in(**{**solutions, "relu": loop}))
    assert score(graded) == full_but(relu=0.0)
    assert "still running after 1 seconds" in graded.reason


@pytest.mark.parametrize(
    "noise",
    [
        "import warnings\nwarnings.warn('careful')\nprint('hello')",
        "import sys\nprint('to stderr', file=sys.stderr)",
        "print('x' * 10**6)",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);\nplt.show()",
        "%matplotlib inline",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()",
    ],
)
def test_noise_costs_nothing(grader, write_in, solutions, noise):
    solutions = {**solutions, "relu": f"{noise}\n{solutions['relu']}"}
    graded = grader.grade(write_in(**solutions))
    assert score(graded) == full_but()
    nbformat.validate(graded.notebook)
    assert len(nbformat.writes(graded.notebook)) < 3_000_000


def test_a_helper_cell_of_ones_own_is_run(grader, write_in, solutions):
    notebook = write_in(**{**solutions, "relu": "def relu(z):\n    return larger(z, 0)"})
    at = next(i for i, cell in enumerate(notebook.cells) if cell.id == "relu")
    notebook.cells.insert(at, nbformat.v4.new_code_cell("larger = np.maximum"))
    assert score(grader.grade(notebook)) == full_but()


def test_same_seed_same_marks(grader, write_in, solutions):
    wrong = of_lesson("03-activations")["softmax"].misconceptions
    import inspect

    source = (
        inspect.getsource(wrong[0].wrong)
        .split("\n", 1)[1]
        .replace(wrong[0].wrong.__name__, "softmax")
    )
    notebook = write_in(**{**solutions, "softmax": source})
    first, second = grader.grade(notebook), grader.grade(notebook)
    assert score(first) == score(second)
    assert first.verdicts["softmax"].points < CORE["softmax"].max_points


def test_an_import_that_failed_is_why_its_function_could_not_be_checked(
    grader, write_in, solutions
):
    own = "from my_tools import floor\ndef relu(z):\n    return np.maximum(z, floor)"
    graded = grader.grade(write_in(**{**solutions, "relu": own}))
    assert score(graded) == full_but(relu=0.0) and graded.status == "partial"
    assert "it needs floor" in graded.reason and "No module named 'my_tools'" in graded.reason


# nn ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "own, points",
    [
        ("def tanh(z):\n    return 2 * nn.sigmoid(2 * np.asarray(z)) - 1", 2.0),
        ("def tanh(z):\n    return nn.double(nn.sigmoid(2 * np.asarray(z))) - 1", 2.0),
        ("from workbook.nn import sigmoid\ndef tanh(z):\n    return 2 * sigmoid(2 * z) - 1", 2.0),
        ("tanh = nn.tanh", 0.0),
        ("def tanh(z):\n    return nn.tanh(z)", 0.0),
        ("from workbook.nn import tanh", 0.0),
        ("def tanh(z):\n    return nn.mlp_loss_and_grads(z)", 0.0),
    ],
)
def test_nn_has_earlier_lessons_and_the_learners_own_functions(
    grader, write_in, solutions, own, points
):
    graded = grader.grade(write_in(**{**solutions, "tanh": own}))
    assert score(graded) == full_but(tanh=points)


@pytest.mark.parametrize("source", ["1 / 0", "def f():\n    return 1 / 0\nf()", "import nowhere",
                                    "import asyncio\nawait asyncio.sleep(0)\n1 / 0"])  # fmt: skip
def test_a_traceback_begins_in_its_cell(write_in, solutions, grader, source):
    """What runs the cells is nothing that a learner knows."""
    notebook = write_in(**solutions)
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    found = grader.grade(notebook)
    (error,) = (out for out in found.notebook.cells[-1].outputs if out.output_type == "error")
    shown = "\n".join(error.traceback)
    assert "Cell In" in shown and source.splitlines()[-1] in shown
    assert "autograder" not in shown and "asyncio/" not in shown

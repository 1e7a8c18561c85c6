"""Everybody answers the same sheet, and besides a draw of their own: copied answers do not pass."""

import numpy as np
import pytest

from autograder.exercises import all_exercises, of_lesson
from autograder.exercises.exercise import Call
from autograder.grading.questions import Questions
from autograder.sandbox.plain import pack, unpack
from autograder.sandbox.probes import observe

SEED = 99
QUICK = {name: e for name, (_, e) in all_exercises().items() if not e.seconds}
MARKED = [name for name, exercise in QUICK.items() if not exercise.stretch]

TABLE = """
ANSWERS = {table!r}

def relu(z):
    z = np.asarray(z, dtype=float)
    found = ANSWERS.get((z.shape, z.tobytes().hex()))
    return np.frombuffer(bytes.fromhex(found)).reshape(z.shape) if found else np.zeros(z.shape)
"""


def observed(own, name, implementation):
    """What would be seen of an implementation, in the order in which it is asked."""
    common = own.common
    calls = [(*call, False) for call in common.sheets[name].calls] + own.calls.get(name, [])
    calls = unpack(pack({"calls": calls})[4:])["calls"]  # as they come out of the wire
    return [observe(implementation, tuple(a), k, common.key, spoil) for a, k, spoil in calls]


@pytest.fixture(scope="module")
def own():
    return Questions(QUICK.values(), SEED).of("ada")


@pytest.mark.parametrize("name", QUICK)
def test_reference_passes_its_own_draw_and_is_believed(name, own):
    seen = observed(own, name, QUICK[name].reference)
    rows = [{"warned": [], "left": "", **row} for row in seen]
    assert own.read(name, rows).judged()[0].status == "passed"


@pytest.mark.parametrize("name", MARKED)
def test_answers_to_the_common_sheet_alone_lose_every_aspect_that_draws(name, own):
    exercise, common = QUICK[name], own.common.sheets[name]
    seen = observed(own, name, exercise.reference)
    ours = [{**row, "value": None} for row in seen[len(common.calls) :]]
    passed = own.read(name, seen[: len(common.calls)] + ours).judged()[0].aspects
    drawing = {a.name for a in exercise.aspects if not all(isinstance(c, Call) for c in a.calls)}
    assert {a.name for a in passed if a.state == "passed"} == {a.name for a in passed} - drawing


def test_a_classmates_answers_do_not_pass(grader, write_in, solutions):
    sheet = grader.questions.sheets["relu"]
    table = {}
    for call, row in zip(sheet.calls, sheet.expected, strict=True):
        z, value = call.args[0], row["value"]
        table[(getattr(z, "shape", ()), as_bytes(z).hex())] = as_bytes(value).hex()
    notebook = write_in(**{**solutions, "relu": TABLE.format(table=table)})
    for student in ("ada", "bob"):
        verdict = grader.grade(notebook, student).verdicts["relu"]
        assert verdict.points == 0
    assert not verdict.misconception


def as_bytes(value):
    return np.asarray(value, dtype=float).tobytes()


def test_the_draw_is_the_students_and_stays_the_same():
    exercises = of_lesson("03-activations").values()
    asked = {}
    for student in ("zoe", "bob"):  # no letters of a key in hexadecimal
        first, again = (Questions(exercises, SEED).of(student) for _ in range(2))
        asked[student] = content(first)
        assert asked[student] == content(again)
        assert student.encode() not in first.command
    assert asked["zoe"] != asked["bob"]
    assert asked["zoe"] != content(Questions(exercises, SEED + 1).of("zoe"))


def content(own):
    return repr(unpack(own.command[4:])["calls"])


def test_regrading_gives_the_same_marks(grader, write_in, solutions):
    wrong = "def softmax(Z):\n    return np.exp(Z) / np.sum(np.exp(Z))"
    notebook = write_in(**{**solutions, "softmax": wrong})
    found = [grader.grade(notebook, "ada").verdicts["softmax"] for _ in range(2)]
    assert found[0].points == found[1].points and found[0].aspects == found[1].aspects
    assert found[0].misconception is found[1].misconception is not None


def test_a_function_is_asked_no_more_than_once_more_per_aspect(own):
    for name, sheet in own.sheets.items():
        names = [aspect.name for aspect in sheet.aspects]
        assert len(names) == len(set(names)) <= len(QUICK[name].aspects)
    assert set(own.sheets) == set(MARKED), "what carries no points is asked no more than of all"


def test_a_process_that_forgets_its_own_draw_gets_nothing(grader, write_in, solutions):
    forget = "import sys\nfor m in list(sys.modules.values()):\n    own = getattr(m, 'own', None)\n"
    forget += "    if isinstance(own, dict): own['calls'] = {}\n"
    graded = grader.grade(write_in(**{**solutions, "relu": forget + solutions["relu"]}))
    assert graded.verdicts["relu"].points == 0 and graded.status == "partial"

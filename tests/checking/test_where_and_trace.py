""" "Where?" and "What did my code do?": found by trying, told without the answer, stopped."""

import ast
import inspect
import linecache
import sys
from itertools import count

import numpy as np
import pytest

from autograder.authoring.stub import code_of as solution
from autograder.exercises import all_exercises
from autograder.exercises.exercise import call
from autograder.judging.checking import check
from autograder.judging.feedback import Attempt, Feedback
from autograder.judging.judge import verdict
from autograder.judging.learner_code import code_of
from autograder.judging.locating import place_in
from autograder.judging.sheet import Sheet
from autograder.judging.small_changes import changed, changes_of, places_in
from autograder.judging.tracing import trace_of
from workbook import nn

_cells = count(1)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """A busy machine may be slow; what is asked here is what is found."""
    monkeypatch.setattr("autograder.judging.locating.SECONDS", 120.0)


def written(source, name):
    """What a cell of a notebook defines: a function whose text Python knows as a cell's."""
    file = f"<ipykernel_cell_{next(_cells)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    names = {"np": np, "nn": nn}
    exec(compile(source, file, "exec"), names)
    return names[name]


def checked(source, name):
    exercise = all_exercises()[name][1]
    implementation = written(source, name)
    sheet = Sheet.draw(exercise, np.random.default_rng(1))
    outcome = verdict(sheet, sheet.observe(implementation))
    return Feedback(outcome, Attempt(implementation, sheet))


WRONG = {
    "the operator": ("relu", "def relu(z):\n    return np.minimum(0, z)\n", 2, "np.minimum(0, z)"),
    "a sign": ("tanh_grad", "def tanh_grad(z):\n    return 1 + np.tanh(z) ** 2\n", 2,
               "1 + np.tanh(z) ** 2"),
    "another name": ("mse_grad", "def mse_grad(y_true, y_pred):\n    n = y_pred.size\n"
                     "    return 2 * (y_pred - y_pred) / n\n", 3, "y_pred"),
    "a missing axis": ("softmax", "def softmax(Z):\n"
                       "    E = np.exp(Z - Z.max(axis=-1, keepdims=True))\n"
                       "    return E / E.sum(keepdims=True)\n", 3, "E.sum(keepdims=True)"),
    "a return in the loop": ("mse", "def mse(y_true, y_pred):\n    total = 0.0\n"
                             "    for a, b in zip(y_true.ravel(), y_pred.ravel()):\n"
                             "        total += (a - b) ** 2\n"
                             "        return total / y_true.size\n", 5,
                             "return total / y_true.size"),
    "a square left out": ("adam", "def adam(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, "
                          "eps=1e-8):\n"
                          "    m, s, t = state or (np.zeros_like(param), np.zeros_like(param), 0)\n"
                          "    t = t + 1\n    m = beta1 * m + (1 - beta1) * grad\n"
                          "    s = beta2 * s + (1 - beta2) * grad\n"
                          "    step = m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps)\n"
                          "    return param - lr * step, (m, s, t)\n", 5, "grad"),
}  # fmt: skip


@pytest.mark.parametrize("name, source, line, place", WRONG.values(), ids=WRONG)
def test_the_place_is_found(name, source, line, place):
    feedback = checked(source, name)
    found = place_in(feedback.attempt.implementation, feedback.attempt.sheet,
                     feedback.verdict.failure.position)  # fmt: skip
    marked = found.text[found.start : found.end]
    assert found.line == line and marked in place
    assert f"In line {line}." in feedback.place and "^" * len(marked) in feedback.place


def test_the_change_itself_is_not_told():
    feedback = checked("def relu(z):\n    return np.minimum(0, z)\n", "relu")
    assert "maximum" not in feedback.place


def test_two_faults_have_no_single_place():
    source = "def leaky_relu(z, alpha=0.01):\n    return np.where(z < 3, z + 7, alpha * 5)\n"
    assert "No single place" in checked(source, "leaky_relu").place


def test_a_search_without_time_says_how_far_it_came(monkeypatch):
    monkeypatch.setattr("autograder.judging.locating.SECONDS", -1.0)
    feedback = checked("def relu(z):\n    return np.minimum(0, z)\n", "relu")
    assert "Not found in the time that there is: 0 small changes" in feedback.place


def test_endless_changes_are_stopped():
    """Many a small change of this loop never ends; the search goes on behind it."""
    source = (
        "def weighted_sum(x, w, b):\n    z, i = b, 0\n    while i < len(x):\n"
        "        z = z - w[i] * x[i]\n        i = i + 1\n    return z\n"
    )
    feedback = checked(source, "weighted_sum")
    assert "In line 4." in feedback.place
    assert sys.gettrace() is None or "_Watch" not in repr(sys.gettrace())


def test_a_method_of_a_class_is_searched_and_traced():
    lines = [line for line in solution(nn.Value).splitlines() if "### " not in line]
    source = "\n".join(lines).replace("self.data + other.data", "self.data - other.data")
    assert "self.data - other.data" in source
    feedback = checked(source, "Value")
    assert "self.data - other.data" in feedback.place or "-" in feedback.place
    assert "returns" in feedback.steps or "lines, and more than" in feedback.steps


def test_what_is_right_or_unwritten_has_nothing_to_look_for():
    right = checked("def relu(z):\n    return np.maximum(0.0, z)\n", "relu")
    assert right.place == right.steps == "relu is right: there is nothing to look for."
    unwritten = checked("def relu(z):\n    raise NotImplementedError()\n", "relu")
    assert "no failing call" in unwritten.place


def test_a_lambda_has_no_text_to_search():
    exercise = all_exercises()["relu"][1]
    sheet = Sheet.draw(exercise, np.random.default_rng(1))
    feedback = Feedback(verdict(sheet, sheet.observe(abs)), Attempt(abs, sheet))
    assert "its text is not known" in feedback.place
    assert "cannot be told" in feedback.steps


# -- what the code did -----------------------------------------------------------------------------

LOOP = """
def weighted_sum(x, w, b):
    z = 0.0
    for i in range(len(x)):
        z = z + w[i] * x[i]
    return z
"""


def test_a_trace_tells_each_line_and_what_it_bound():
    trace = trace_of(written(LOOP, "weighted_sum"),
                     all_exercises()["weighted_sum"][1].aspects[0].calls[0])  # fmt: skip
    told = [(step.line, step.text, step.bound) for step in trace.steps]
    assert told[0] == (2, "z = 0.0", {"z": "0"})
    assert trace.steps[-1].text == "return z" and trace.steps[-1].ends.startswith("returns ")


def test_loops_are_folded():
    trace = trace_of(written(LOOP, "weighted_sum"), call(np.ones(50), np.ones(50), 0.0))
    visits = [step for step in trace.steps if step.line == 4]
    assert [step.folded for step in visits] == [0, 0, 47]
    assert visits[-1].bound == {"z": "50"}


def test_a_change_in_place_is_seen():
    source = "def double(x):\n    x *= 2\n    return x\n"
    trace = trace_of(written(source, "double"), call(np.array([1.0, 2.0])))
    assert trace.steps[0].bound == {"x": "[2., 4.]"}


def test_an_error_ends_the_trace():
    source = "def double(x):\n    y = x + 1\n    return y @ y @ y\n"
    trace = trace_of(written(source, "double"), call(np.array([1.0, 2.0])))
    assert trace.steps[-1].ends == "raises ValueError"


def test_an_endless_call_is_stopped():
    trace = trace_of(
        written("def double(x):\n    while True:\n        x = x\n", "double"), call(1.0)
    )
    assert "endless loop" in trace.reason and len(trace.steps) < 10
    assert sys.gettrace() is None or "_Watch" not in repr(sys.gettrace())


def test_long_code_is_not_traced():
    source = "def double(x):\n" + "    x = x + 0\n" * 60 + "    return 2 * x\n"
    assert "more than 40" in trace_of(written(source, "double"), call(1.0)).reason


def test_after_a_mistake_a_right_answer_asks_why(monkeypatch):
    monkeypatch.setattr("autograder.judging.checking._were_wrong", set())
    wrong = written("def relu(z):\n    return np.minimum(0, z)\n", "relu")
    right = written("def relu(z):\n    return np.maximum(0.0, z)\n", "relu")
    assert "why" not in str(check(right))
    assert check(wrong).verdict.status != "passed"
    again = check(right)
    assert "It was wrong before." in str(again) and "It was wrong before." in again._repr_html_()
    assert "It was wrong before." not in str(check(right))


# -- small changes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["softmax", "adam", "train", "Value", "conv2d"])
def test_every_change_is_taken_back(name):
    code = ast.parse(inspect.getsource(all_exercises()[name][1].reference))
    before, places = ast.dump(code, include_attributes=True), places_in(code)
    made = 0
    for node in list(places):
        for change in changes_of(node):
            with changed(node, change, places):
                made += 1
            assert ast.dump(code, include_attributes=True) == before
    assert made > 20


def test_the_text_of_a_notebooks_function_is_found():
    code = code_of(written("\n\ndef double(x):\n    return 2 * x\n", "double"))
    assert (code.definition.lineno, code.length, code.position(4)) == (3, 2, 2)

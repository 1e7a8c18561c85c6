"""Exercises that one call with plain data cannot check: functions as arguments, classes, chance."""

import socket
import threading

import numpy as np
import pytest

from autograder.authoring.stub import code_of
from autograder.exercises.exercise import Aspect, Exercise, code, script
from autograder.exercises.exercise import call as calling
from autograder.judging.feedback import Feedback
from autograder.judging.judge import judge
from autograder.sandbox.plain import Code, Script, pack, receive, unpack
from autograder.sandbox.runner import serve

RNG = np.random.default_rng(0)


class Counter:
    """Counts."""

    def __init__(self, start):
        self.value = start

    def add(self, step):
        """Add a step."""
        self.value += step


def apply(f, x):
    return f(x)


def shuffled(n, rng):
    return rng.permutation(n)


COUNTER = Exercise(
    reference=Counter,
    statement="Count.",
    aspects=[
        Aspect(
            "adds",
            2,
            "adds",
            [script("counter = Counter(3)\ncounter.add(4)\ncounter.value"), lambda rng: twice(rng)],
        )
    ],
    hints=["a", "b"],
    given=["__init__"],
)
APPLY = Exercise(
    reference=apply,
    statement="Apply.",
    aspects=[Aspect("values", 1, "f of x", [calling(code("lambda x: x**2 + 1"), 3.0)])],
    hints=["a", "b"],
)
SHUFFLED = Exercise(
    reference=shuffled,
    statement="Shuffle.",
    aspects=[
        Aspect("values", 1, "all there", [calling(9, code("np.random.default_rng(5)"))], pure=True)
    ],
    hints=["a", "b"],
    summary=lambda value, call: {"each once": np.sort(value), "length": len(value)},
)


def twice(rng):
    return script(f"counter = Counter({rng.integers(9)})\ncounter.add(2)\n[counter.value, 1]")


class Forgetful(Counter):
    def add(self, step):
        self.value = step


class HalfWritten(Counter):
    def __init__(self, start):
        self.value = start

    def add(self, step):
        if self.value != 3:
            raise NotImplementedError()
        self.value += step


def test_a_class_is_put_through_its_script():
    assert judge(COUNTER, Counter, RNG).status == "passed"
    verdict = judge(COUNTER, Forgetful, RNG)
    assert verdict.points == 0
    text = str(Feedback(verdict))
    assert "  counter = Counter(3)\n  counter.add(4)\n  counter.value\n" in text
    assert "7" in text and "4" in text


def test_a_class_with_a_part_unwritten_says_so():
    verdict = judge(COUNTER, HalfWritten, RNG)
    assert verdict.status == "failed"
    assert "is not written yet, and this call needs it" in str(Feedback(verdict)).lower()


def test_an_error_shows_the_line_of_the_script():
    verdict = judge(COUNTER, type("Counter", (), {"__init__": lambda self, start: None}), RNG)
    assert "counter.add(4)" in verdict.failure.seen["error"]["line"]


def test_a_function_is_given_as_source():
    assert judge(APPLY, apply, RNG).status == "passed"
    text = str(Feedback(judge(APPLY, lambda f, x: x, RNG)))
    assert "apply(lambda x: x**2 + 1, 3.0)" in text


def test_many_answers_may_be_right():
    for right in (shuffled, lambda n, rng: np.arange(n), lambda n, rng: list(range(n))):
        assert judge(SHUFFLED, right, RNG).status == "passed"
    for wrong in (lambda n, rng: rng.integers(n, size=n), lambda n, rng: None, lambda n, rng: 3):
        assert judge(SHUFFLED, wrong, RNG).points == 0


@pytest.mark.parametrize("value", [Code("np.sin"), Script("f(1)", "f")])
def test_source_crosses_as_source(value):
    assert unpack(pack([value])[4:]) == [value]


def test_methods_that_are_given_stay():
    source = code_of(Counter, ["__init__"])
    init, add = source.split("    def add")
    assert "SOLUTION" not in init and "self.value = start" in init
    assert "### BEGIN SOLUTION\n        self.value += step\n        ### END SOLUTION" in add


def test_a_students_process_runs_scripts_and_source_as_this_one_does():
    one, other = socket.socketpair()
    server = threading.Thread(target=serve, args=(other, Typed({"Counter": Counter})), daemon=True)
    server.start()
    calls = [COUNTER.draw(RNG)[0][1], APPLY.draw(RNG)[0][1]]
    with one.makefile("rb") as replies:
        for name, call, answer in zip(("Counter", "apply"), calls, (7, 10.0), strict=True):
            message = {"do": "observe", "name": name, "calls": [[list(call.args), {}]]}
            one.sendall(pack(message))
            assert receive(replies)["seen"][0]["value"] == answer
    one.close()
    server.join(5)


class Typed:
    """A shell in which a student has typed definitions."""

    def __init__(self, names):
        self.user_ns = {**names, "apply": apply}

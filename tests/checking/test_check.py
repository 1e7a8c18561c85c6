"""`check` as a learner meets it."""

import logging
import signal
import time
from dataclasses import replace

import numpy as np
import pytest

from autograder import check
from autograder import check as check_function
from autograder.exercises import of_lesson
from autograder.judging import judge as judge_module
from autograder.judging.card import as_html
from autograder.judging.checking import CheckError, time_limit
from autograder.judging.comparison import Mismatch
from autograder.judging.feedback import Feedback
from autograder.judging.judge import verdict
from autograder.judging.sheet import Sheet
from autograder.judging.signature import ENTRIES, PARTS, signature_of
from autograder.judging.words import as_text


def double(x):
    return 2 * x


@pytest.fixture
def interrupts():
    """What interrupts meet is afterwards what it was."""
    usual = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, usual)


def test_checks_the_function_of_that_name():
    feedback = check(double)
    assert isinstance(feedback, Feedback)
    assert feedback.verdict.status == "passed"


def test_finds_the_exercise_by_the_callers_name_for_it():
    space = {"check": check_function, "np": np}
    exec("double = lambda x: 2 * x\nresult = check(double)", space)
    assert space["result"].verdict.exercise == "double"


@pytest.mark.parametrize("wrong", [double(np.ones(2)), "double", 3])
def test_wants_the_function_itself(wrong):
    with pytest.raises(CheckError, match="the function itself"):
        check(wrong)


def test_says_that_a_name_is_not_an_exercise():
    def treble(x):
        return 3 * x

    with pytest.raises(CheckError, match="no exercise named 'treble'") as caught:
        check(treble)
    assert len(caught.value._render_traceback_()) == 1


@pytest.mark.parametrize("handler", [signal.default_int_handler, signal.SIG_IGN])
def test_stops_a_function_that_never_ends(monkeypatch, interrupts, handler):
    """Also in a program that was started in the background, which ignores interrupts."""
    monkeypatch.setattr("autograder.judging.checking.TIME_LIMIT", 0.3)
    signal.signal(signal.SIGINT, handler)

    def double(x):
        while True:
            pass

    feedback = check(double)
    assert feedback.verdict.status == "stopped" and "never ends" in str(feedback)
    assert signal.getsignal(signal.SIGINT) == handler


def test_an_exercise_may_take_its_own_time(monkeypatch):
    monkeypatch.setattr("autograder.judging.checking.TIME_LIMIT", 0.2)
    monkeypatch.setattr(of_lesson("00-start-here")["double"], "seconds", 5.0)
    slept = []

    def double(x):
        if not slept:
            slept.append(time.sleep(0.5))
        return 2 * x

    assert check(double).verdict.status == "passed"


def test_a_large_array_is_named_and_not_written_out():
    exercise = of_lesson("13-capstone")["read_digits"]
    sheet = Sheet.draw(exercise, np.random.default_rng(1))
    outcome = verdict(sheet, sheet.observe(lambda X_train, y_train, X, rng: X), explain=False)
    large = next(call for call in sheet.calls if call.args[1:])
    outcome = replace(outcome, failure=replace(outcome.failure, call=large))
    for text in (as_text(outcome), as_html(outcome)):
        assert "an array of floats, shape (1297, 64)" in text and len(text) < 10_000
        assert "This call shows it" in text and "paste it" not in text


def test_a_swallowed_interrupt_is_sent_again():
    def stubborn():
        for _ in range(3):
            try:
                while True:
                    pass
            except KeyboardInterrupt:
                continue

    with pytest.raises(TimeoutError), time_limit(0.2):
        stubborn()
        while True:
            pass


def test_stopping_a_check_by_hand_is_not_a_timeout():
    with pytest.raises(KeyboardInterrupt), time_limit(5):
        raise KeyboardInterrupt


def test_draws_fresh_inputs_at_every_run():
    seen = []

    def double(x):
        seen.append(np.array(x).tobytes())
        return 2 * x

    check(double)
    first, seen = set(seen), []
    check(double)
    assert set(seen) != first


@pytest.mark.parametrize("search", ["misconception_behind", "explanation_of", "signature_of"])
def test_a_reason_that_cannot_be_sought_takes_no_verdict_away(monkeypatch, search):
    def fails(*facts):
        raise ValueError("inhomogeneous shape")

    monkeypatch.setattr(judge_module, search, fails)
    monkeypatch.setattr(judge_module, "LOG", logging.getLogger("unheard"))
    sheet = Sheet.draw(of_lesson("00-start-here")["double"], np.random.default_rng(0))
    verdict = judge_module.verdict(sheet, sheet.observe(lambda x: 3 * x))
    assert verdict.status == "failed" and verdict.failure.mismatch.kind == "value"


def test_a_reason_is_sought_once_for_all_who_answer_the_same(monkeypatch):
    """Of others it is their own, however many there are."""
    exercise = of_lesson("03-activations")["sigmoid"]
    sheet, sought = Sheet.draw(exercise, np.random.default_rng(0)), []
    usual = judge_module.misconception_behind

    def seeking(*facts):
        sought.append(facts)
        return usual(*facts)

    monkeypatch.setattr(judge_module, "misconception_behind", seeking)
    known = [sheet.observe(each.wrong) for each in exercise.misconceptions]
    first, *more = [[verdict(sheet, seen) for seen in known] for _ in range(3)]
    named = [found.misconception for found in first]
    assert set(named) - {None} <= set(exercise.misconceptions) and len(set(named)) > 3
    for found in zip(first, *more, strict=True):
        assert len({id(each.misconception) for each in found}) == 1
        assert len({id(each.explanation) for each in found}) == 1
    assert len(sought) == len(known)
    for shift in range(1, 201):
        seen = sheet.observe(lambda z, shift=shift: np.asarray(z) + shift)
        assert verdict(sheet, seen).misconception is None
    assert len(sought) == len(known) + 200 and len(sheet.reasons) == 100


def test_a_signature_looks_at_no_more_than_a_right_answer_may_hold():
    """An answer of a million parts has its signature at once, and differs where it is looked at."""

    def signature(value):
        mismatch = Mismatch("value", "", np.zeros(1), value)
        return signature_of([{"value": value}], [mismatch])

    class Endless(list):
        def __iter__(self):
            for part in range(10 * PARTS):
                assert part <= PARTS, "it goes on behind what counts"
                yield np.zeros(2)

    long, other = np.zeros(ENTRIES + 1), np.zeros(ENTRIES + 1)
    other[-1] = 1
    assert signature(Endless([0])) and signature(long) == signature(other)
    other[0] = 1
    assert signature(long) != signature(other)

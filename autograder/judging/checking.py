"""`check(f)`: judge a learner's function here and now, with fresh inputs at every run."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from workbook.memory.keeping import keep_check

from ..exercises import all_exercises
from ..exercises.exercise import Exercise
from .feedback import Attempt, Feedback
from .judge import verdict
from .sheet import Sheet
from .verdict import Verdict, stopped

TIME_LIMIT = 5.0
"""Seconds that one check may take before it is stopped, where its exercise says nothing else."""


class CheckError(ValueError):
    """A check that was asked for wrongly; a notebook shows its one line, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check(implementation: Callable) -> Feedback:
    """Check a function that you wrote: `check(relu)`.

    implementation: the function itself, under the name that its exercise has.
    Returns: a Feedback, which a notebook shows as a card and `print` shows in words.
    Raises CheckError where no exercise of that name exists.
    """
    exercise = _exercise_of(implementation, sys._getframe(1).f_globals)
    seconds = exercise.seconds or TIME_LIMIT
    try:
        with time_limit(seconds):
            sheet = Sheet.draw(exercise, np.random.default_rng())
            outcome = verdict(sheet, sheet.observe(implementation))
    except TimeoutError:
        reason = (
            f"{exercise.name} was still running after {seconds:g} seconds and was stopped. "
            "Look for a loop that never ends"
            f"{', or a training that takes too long' if exercise.seconds else ''}."
        )
        _keep(outcome := stopped(exercise, reason))
        return Feedback(outcome)
    _keep(outcome)
    mended = exercise.name in _were_wrong and outcome.status == "passed"
    (_were_wrong.discard if outcome.status in ("passed", "unwritten") else _were_wrong.add)(
        exercise.name
    )
    return Feedback(outcome, Attempt(implementation, sheet), mended)


def _keep(outcome: Verdict) -> None:
    """Keep how a check came out, in the learner's own file; that it cannot be is said once."""
    if outcome.status == "unwritten":
        return
    named = outcome.misconception.name if outcome.misconception else None
    note = keep_check(
        outcome.exercise,
        outcome.status,
        points=outcome.points,
        misconception=named,
        lesson=all_exercises()[outcome.exercise][0],
    )
    if note:
        print(note)


_were_wrong: set[str] = set()
"""The exercises whose last check, in this kernel, found something wrong."""


def _exercise_of(implementation: Callable, caller: dict) -> Exercise:
    """The exercise that a function is meant for: the caller's name for it, else its own name."""
    known = all_exercises()
    if not callable(implementation):
        kind = type(implementation).__name__
        raise CheckError(
            f"check needs the function itself, as in check(relu); it was given a {kind}."
        )
    names = [name for name in known if caller.get(name) is implementation]
    own = getattr(implementation, "__name__", "")
    name = own if own in names or len(names) != 1 else names[0]
    if name not in known:
        raise CheckError(
            f"There is no exercise named {name or 'like this'!r}. "
            "Give the function the name that the exercise asks for."
        )
    return known[name][1]


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the main thread when the block takes longer.

    It interrupts as the notebook's stop button does, and goes on interrupting, because a learner's
    `except:` may swallow the first ones. A program that was started in the background ignores that
    by default, and would not end: here it does not.
    """
    over, done = threading.Event(), threading.Event()
    usual = signal.getsignal(signal.SIGINT)
    is_ignored = usual == signal.SIG_IGN and threading.current_thread() is threading.main_thread()
    if is_ignored:
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def interrupt() -> None:
        if done.wait(seconds):
            return
        over.set()
        while not done.wait(0.2):
            _thread.interrupt_main()

    watch = threading.Thread(target=interrupt, daemon=True)
    watch.start()
    try:
        yield
    except KeyboardInterrupt:
        if over.is_set():
            raise TimeoutError from None
        raise
    finally:
        done.set()
        _join(watch, over)
        if is_ignored:
            signal.signal(signal.SIGINT, usual)


def _join(watch: threading.Thread, over: threading.Event) -> None:
    """Wait for the watch to end; one last interrupt of its own may still be on its way."""
    try:
        watch.join()
    except KeyboardInterrupt:
        if not over.is_set():
            raise

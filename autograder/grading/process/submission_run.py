"""A submission's process and what it is asked to do, which survives the loss of the process.

Cells run in the notebook's order, as in a kernel. One that takes long and that no exercise seems to
need is put off, with all such cells behind it, so that it cannot take an exercise's time: the
exercises come first, each with seconds of its own, and such cells with what is left of the
submission's time.

A step that takes the process with it costs itself alone: a new process replays the cells so far and
goes on behind it. Where a cell spoils the process for all that come after it, say by patching what
every answer needs, or by ending Python a moment later, that cell is looked for and left out.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import TypeVar

import numpy as np
from nbformat import NotebookNode

from ...sandbox.plain import pack
from . import replies
from .child import Child, ChildLost, Sandbox, TooSlow

CELL_SECONDS = 30.0
CHECK_SECONDS = 5.0
SUBMISSION_SECONDS = 300.0
"""Seconds that all cells of a submission may take together; checks have their own."""
PATIENCE = 2.0
"""Seconds after which a cell that no exercise needs is put off until the exercises are done."""

HURRIED_SECONDS = 5.0
"""Seconds that a cell may take while other submissions wait; then its own comes after them."""
HUNG_SECONDS = 10.0
"""Seconds that a submission may lose to steps that do not end; then others are waited for less."""
IMPATIENT_SECONDS = 1.0
"""Seconds that a check may take then; a cell gets as many as a check usually."""

MAX_OUTPUT = 10_000_000
"""Characters that a submission's outputs may have in all; those beyond are left out."""
FULL = "Left out: the notebook's outputs were too many already."

ATTEMPTS = 3
MOMENT = 0.3
"""Seconds in which a cell that ends Python a little later does so, while it is looked for."""

_INPUT = np.arange(3.0)
_HARMLESS = pack({"do": "run", "source": "def _same(values):\n    return values"})
_ASKED = pack({"do": "observe", "name": "_same", "calls": [[[_INPUT], {}]]})

Read = TypeVar("Read")


class Pace:
    """How submissions are run in this process just now.

    hurried: other submissions wait, and one that meets a time limit is to yield. starved: one met a
    time limit while others had the processor. Who grades a class sets both, for each submission.
    """

    hurried = starved = False


PACE = Pace()


class Yields(BaseException):
    """No error: a submission met a time limit while others wait, and is to be asked after them."""


class ReplayLost(ChildLost):
    """The process was lost at a cell that it had run before without harm."""


class Run:
    """One submission, asked step by step: `cell` and `observe`, in the order of its commands.

    commands: what is going to be asked. They are sent ahead, so that the student's process does not
    wait for the judge. seconds: that a cell may take. total: that all of them may take together.
    may_wait: which of the commands are cells that nothing to come seems to need.
    first: what each new process is told before anything else, such as files to work with.
    left_out: cells that spoilt the process, by their number among the cells that were run.
    stepped_over: lines that failed while the rest of their cell was run, with the reason.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        commands: Iterable[bytes],
        seconds: float | None = None,
        total: float | None = None,
        first: Sequence[bytes] = (),
        may_wait: Iterable[bool] = (),
    ):
        self.sandbox = sandbox
        self.seconds = CELL_SECONDS if seconds is None else seconds
        self.total = SUBMISSION_SECONDS if total is None else total
        self.left_out: list[int] = []
        self.stepped_over: list[tuple[str, str]] = []
        self._end = time.monotonic() + self.total
        self._room = MAX_OUTPUT
        self._first = first
        self._ahead = deque(zip_longest(commands, may_wait, fillvalue=False))
        self._puts_off = False
        self._draws = any(b"matplotlib" in command for command, _ in self._ahead)
        self._done: list[tuple[int, bytes]] = []
        self._sound = 0  # so many of them are known not to spoil anything
        self._cells = 0
        self._hung = 0.0  # seconds that were lost to steps that did not end
        self._child: Child | None = None
        self._is_fresh = self._has_called = False  # what the process has done beside replays

    def cell(self, may_wait: bool = False) -> list[NotebookNode] | None:
        """Run the next cell; its outputs. One that breaks the process is left out of replays.

        may_wait: nothing that is to come seems to need it. Where it takes long, or another one did,
        it comes after all others, and this returns None.
        """
        if may_wait and (self._puts_off or self._is_put_off()):
            return None
        (command, _), number = self._ahead[0], self._cells
        self._cells += 1
        try:
            outputs, stepped = self._ask(self._patience(self.seconds, CHECK_SECONDS), _of_cell)
        except ChildLost as lost:
            return [replies.stopped_cell(str(lost))]
        self._done.append((number, command))
        self._room -= replies.size(outputs)
        self.stepped_over += stepped
        return outputs if self._room > 0 else [replies.left_out(FULL), *replies.in_short(outputs)]

    def _is_put_off(self) -> bool:
        """Wait a little for the next cell's reply; where none comes, ask for it at the end."""
        if self.seconds <= PATIENCE:
            return False
        try:
            self._alive().await_reply(self._left(PATIENCE))
        except TooSlow:
            self.close()
            self._ahead = deque(sorted(self._ahead, key=lambda step: step[1]))
            self._puts_off = True
            return True
        except ChildLost:  # it is asked again, and then dealt with
            self.close()
        return False

    def observe(self, seconds: float | None = None) -> list[dict] | None:
        """Apply the next function to its inputs: what was seen, None where it is not there.

        seconds: that it may take, by default as many as any check.
        Raises ChildLost; the next step starts anew.
        """
        seconds = seconds or self._patience(CHECK_SECONDS, IMPATIENT_SECONDS)
        return self._ask(seconds, replies.observations, is_check=True)

    @property
    def left(self) -> float:
        """The seconds that cells may still take."""
        return max(0.0, self._end - time.monotonic())

    def close(self) -> None:
        """End the process; another one is started where there is more to ask."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def _ask(self, seconds: float, read: Callable[[dict], Read], is_check: bool = False) -> Read:
        """What is read from the reply to the next command.

        It is asked again where another step may be to blame that there was none to be read.
        """
        first, attempts = None, ATTEMPTS
        try:
            while attempts:
                try:
                    answer = read(self._receive(seconds, is_check))
                except ChildLost as lost:
                    first = first or lost
                    self._note_time(lost)
                    seconds = min(seconds, CHECK_SECONDS) if lost.limit else seconds
                    self.close()
                    left_out = len(self.left_out)
                    if not self._is_worth_another(lost, is_check):
                        break
                    if left_out == len(self.left_out):  # there are only so many to leave out
                        attempts -= 1
                else:
                    self._is_fresh, self._has_called = False, self._has_called or is_check
                    if answer is None and first:  # its own cell was at fault, and is left out now
                        break
                    return answer
            raise first
        finally:
            self._ahead.popleft()

    def _receive(self, seconds: float, is_check: bool) -> dict:
        """The next reply. A check's seconds are its own; what cells may take is left as it is."""
        child = self._alive()
        if not is_check:
            return child.receive(self._left(seconds))
        begun = time.monotonic()
        try:
            return child.receive(seconds)
        finally:
            self._end += time.monotonic() - begun

    def _patience(self, seconds: float, impatient: float) -> float:
        """Seconds for a step that may usually take so many, or but few where much was lost."""
        if self._hung >= HUNG_SECONDS:
            return min(seconds, impatient)
        return min(seconds, HURRIED_SECONDS) if PACE.hurried else seconds

    def _note_time(self, lost: ChildLost) -> None:
        """Note a step for which the time was over. Raises Yields where others wait."""
        if not isinstance(lost, TooSlow):
            return
        if PACE.hurried:
            self.close()
            raise Yields
        self._hung += lost.seconds
        PACE.starved |= lost.starved

    def _is_worth_another(self, lost: ChildLost, is_check: bool) -> bool:
        """Whether a step may get its answer from a new process, behind other cells perhaps."""
        if isinstance(lost, ReplayLost):
            return self._leave_out() or not lost.limit
        if lost.limit:  # what was called before may have taken commands from the connection
            is_deaf = isinstance(lost, TooSlow) and lost.deaf
            return self._has_called and (is_deaf or not is_check)
        if not self._is_fresh:
            return True
        return self._leave_out()

    def _alive(self) -> Child:
        if self._child is None:
            self._left(0)
            self._child = self.sandbox.child(self._draws)
            self._is_fresh, self._has_called = True, False
            done = (command for _, command in self._done)
            ahead = (command for command, _ in self._ahead)
            self._child.send(*self._first, *done, *ahead)
            try:
                _receive_first(self._child, self._first, self._left(self.seconds))
                for _ in self._done:
                    self._child.receive(self._left(self.seconds))
            except ChildLost as lost:
                self._note_time(lost)
                raise ReplayLost(str(lost), lost.limit) from None
        return self._child

    def _left(self, seconds: float) -> float:
        """The seconds that a step may take, as far as the submission has any left."""
        left = self._end - time.monotonic()
        if left <= 0:
            why = f"a submission's cells may take {self.total:g} seconds, and they were over"
            raise ChildLost(why, limit=True)
        return min(seconds, left)

    # Cells that spoil the process ----------------------------------------------------------------

    def _leave_out(self) -> bool:
        """Look for a cell that spoils the process, and leave it out. Returns whether there is one.

        It is the last of the fewest cells behind which something harmless fails.
        """
        if self._sound == len(self._done) or self._is_well_behind(len(self._done)):
            self._sound = len(self._done)
            return False
        spoilt = len(self._done)
        while spoilt - self._sound > 1:
            middle = (self._sound + spoilt) // 2
            if self._is_well_behind(middle):
                self._sound = middle
            else:
                spoilt = middle
        number, _ = self._done.pop(spoilt - 1)
        self.left_out.append(number)
        return True

    def _is_well_behind(self, count: int) -> bool:
        """Whether a process that ran so many of the cells can still do what is harmless."""
        child = self.sandbox.child(self._draws)
        try:
            child.send(*self._first, *(command for _, command in self._done[:count]))
            _receive_first(child, self._first, self._left(self.seconds))
            for _ in range(count):
                child.receive(self._left(self.seconds))
            time.sleep(MOMENT)
            child.send(_HARMLESS, _ASKED)
            replies.outputs(child.receive(self._left(self.seconds)))
            seen = replies.observations(child.receive(self._left(CHECK_SECONDS)))
            return bool(seen) and np.array_equal(seen[0].get("value"), _INPUT)
        except ChildLost:
            return False
        finally:
            child.close()


def what_was_odd(run: Run, cells: Sequence[NotebookNode]) -> list[str]:
    """What there is to say of the cells that a run was given, in the order in which it met them."""
    spoilt = [replies.line(cells[number].source, 60) for number in run.left_out]
    return [
        *(f"left out, because it broke what came after it: “{first}”" for first in spoilt),
        *dict.fromkeys(f"stepped over “{code}”: {why}" for code, why in run.stepped_over),
    ]


def _of_cell(reply: dict) -> tuple[list[NotebookNode], list[tuple[str, str]]]:
    return replies.outputs(reply), replies.stepped_over(reply)


def _receive_first(child: Child, commands: Sequence[bytes], seconds: float) -> None:
    """Wait until a process has done what comes before all cells. None of it is a student's code."""
    for _ in commands:
        if replies.outputs(child.receive(seconds)):
            raise ChildLost(replies.UNREADABLE)

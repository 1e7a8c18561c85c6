"""A submission's process and what it is asked to do, which survives the loss of the process.

A step that takes the process with it costs itself alone: a new process replays the cells so far and
goes on behind it. Where a cell spoils the process for all that come after it, say by patching what
every answer needs, or by ending Python a moment later, that cell is looked for and left out.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
from nbformat import NotebookNode

from ...sandbox.plain import pack
from . import replies
from .child import Child, ChildLost, Sandbox, TooSlow

CELL_SECONDS = 30.0
CHECK_SECONDS = 5.0
SUBMISSION_SECONDS = 300.0

HURRIED_SECONDS = 5.0
"""Seconds that a cell may take while other submissions wait; then its own comes after them."""
HUNG_SECONDS = 10.0
"""Seconds that a submission may lose to steps that do not end; then others are waited for less."""
IMPATIENT_SECONDS = 1.0

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
    wait for the judge. seconds: that a cell may take. left_out: cells that spoilt the process, by
    their number among the cells that were run.
    """

    def __init__(self, sandbox: Sandbox, commands: Iterable[bytes], seconds: float | None = None):
        self.sandbox = sandbox
        self.seconds = CELL_SECONDS if seconds is None else seconds
        self.left_out: list[int] = []
        self._end = time.monotonic() + SUBMISSION_SECONDS
        self._room = MAX_OUTPUT
        self._ahead = deque(commands)
        self._draws = any(b"matplotlib" in command for command in self._ahead)
        self._done: list[tuple[int, bytes]] = []
        self._sound = 0  # so many of them are known not to spoil anything
        self._cells = 0
        self._hung = 0.0  # seconds that were lost to steps that did not end
        self._child: Child | None = None
        self._is_fresh = self._has_called = False  # what the process has done beside replays

    def cell(self) -> list[NotebookNode]:
        """Run the next cell; its outputs. One that breaks the process is left out of replays."""
        command, number = self._ahead[0], self._cells
        self._cells += 1
        try:
            outputs = self._ask(self._patience(self.seconds), replies.outputs)
        except ChildLost as lost:
            return [replies.stopped_cell(str(lost))]
        self._done.append((number, command))
        self._room -= replies.size(outputs)
        return outputs if self._room > 0 else [replies.output("stream", name="stderr", text=FULL)]

    def observe(self, seconds: float | None = None) -> list[dict] | None:
        """Apply the next function to its inputs: what was seen, None where it is not there.

        seconds: that it may take, by default as many as any check.
        Raises ChildLost; the next step starts anew.
        """
        seconds = seconds or self._patience(CHECK_SECONDS)
        return self._ask(seconds, replies.observations, is_check=True)

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
                    answer = read(self._alive().receive(self._left(seconds)))
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

    def _patience(self, seconds: float) -> float:
        """Seconds for a step that may usually take so many."""
        if self._hung >= HUNG_SECONDS:
            return min(seconds, IMPATIENT_SECONDS)
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
            return self._has_called and not is_check
        if not self._is_fresh:
            return True
        return self._leave_out()

    def _alive(self) -> Child:
        if self._child is None:
            self._left(0)
            self._child = self.sandbox.child(self._draws)
            self._is_fresh, self._has_called = True, False
            self._child.send(*(command for _, command in self._done), *self._ahead)
            try:
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
            why = f"a submission may take {SUBMISSION_SECONDS:g} seconds, and they were over"
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
            child.send(*(command for _, command in self._done[:count]))
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

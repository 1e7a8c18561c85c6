"""Processes that judge, one submission at a time each, and may be lost without the class.

A judge reads what strangers wrote. It may be ended for the memory that this takes, or never come
back; then the submission that it had in hand is given back as `Lost`, another judge is started, and
the rest goes on. What is done with a piece of work is the business of who starts the judges.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import select
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import count as count_up
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from ..course import CourseError
from ..sandbox.system import end_with_parent
from . import judge_limits

_IN_HAND = 2
"""Pieces that a judge has: one that it works at, and the next, so that it need not wait."""
_AHEAD = 4
"""Answers that a judge keeps while nobody takes them; so a large class takes no more memory."""

HEAD_START_SECONDS = 0.15
"""That other judges leave the first: where all get ready at once, each is late with its first."""

GOODBYE_SECONDS = 10.0
"""Seconds in which a judge that is no longer wanted ends what it has started."""

Work = Callable[[Any], Any]
"""What a judge does with a piece of work; the piece, and the answer, can be pickled."""
Start = Callable[[], AbstractContextManager[Work]]
"""What a judge does first and, when it is no longer wanted, last."""


class Lost(NamedTuple):
    """In place of an answer: the judge that had this piece in hand is gone.

    why: how it ended. late: it had been given too long already.
    """

    why: str
    late: bool = False


class Judges:
    """So many processes, started when there is work for them. To be closed at the end.

    start: gets each of them ready, in the process itself. longest: seconds that a piece may take.
    """

    def __init__(self, count: int, start: Start, longest: float):
        self._count, self._start, self._longest = count, start, longest
        self._judges: list[_Judge] = []
        self._open: dict[int, Any] = {}  # pieces that have no answer yet, by their number
        self._numbers = count_up()

    def each(self, pieces: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Every piece with its answer, or with `Lost`, as they are done.

        Raises what a judge raised as a CourseError, which says nothing about one piece alone.
        """
        try:
            yield from self._each(iter(pieces))
        except BaseException:  # nobody will take what is still in hand
            self.close()
            raise

    def _each(self, coming: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
        while True:
            self._hand_out(coming)
            if not self._open:
                return
            busy = {judge.connection: judge for judge in self._judges if judge.hand}
            heard = wait(list(busy), min(judge.left() for judge in busy.values()))
            for judge in [busy[connection] for connection in heard]:
                try:
                    number, answer = judge.answer()
                except EOFError:
                    yield from self._bury(judge)
                else:
                    if number in self._open:  # else another judge was quicker
                        yield self._open.pop(number), answer
            for judge in [judge for judge in self._judges if judge.hand and judge.left() <= 0]:
                yield from self._bury(judge)

    def _hand_out(self, coming: Iterator[Any]) -> None:
        """Give each judge what it can have: those with nothing first, then the next for each."""
        held = {number for judge in self._judges for number in judge.hand}
        again = deque(number for number in self._open if number not in held)
        for most in range(1, _IN_HAND + 1):
            while judge := self._free(most):
                if not again:
                    for piece in islice(coming, 1):
                        again.append(next(self._numbers))
                        self._open[again[-1]] = piece
                if not again:
                    return self._take_over()
                number = again.popleft()
                judge.give(number, self._open[number])

    def _free(self, most: int) -> _Judge | None:
        """A judge that has fewer pieces than that; a new one, if there may be more of them."""
        free = [judge for judge in self._judges if len(judge.hand) < most]
        if not free and most == 1 and len(self._judges) < self._count:
            others = [judge.connection for judge in self._judges]
            free = [_Judge(self._start, self._longest, others)]
            self._judges += free
        return free[0] if free else None

    def _take_over(self) -> None:
        """Have those that are idle take the next piece of those that are long at one."""
        idle = [judge for judge in self._judges if not judge.hand]
        waits = [judge.hand[1] for judge in self._judges if len(judge.hand) > 1]
        for judge, number in zip(idle, waits, strict=False):
            if number in self._open and sum(number in other.hand for other in self._judges) == 1:
                judge.give(number, self._open[number])

    def _bury(self, judge: _Judge) -> Iterator[tuple[Any, Lost]]:
        """Take a judge out; what it worked at is lost, the next piece is another's."""
        self._judges.remove(judge)
        lost = judge.end()
        if judge.hand and judge.hand[0] in self._open:
            yield self._open.pop(judge.hand[0]), lost

    def close(self) -> None:
        """End them all, those that are idle by their own hand."""
        for judge in self._judges:
            judge.end()
        self._judges.clear()
        self._open.clear()

    def __enter__(self) -> Judges:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class _Judge:
    """One process, as the one that asks sees it.

    hand: the numbers of the pieces that it has, the oldest first. others: connections of other
    judges, which this one is not to hold open.
    """

    def __init__(self, start: Start, longest: float, others: list[Connection]):
        self.hand: deque[int] = deque()
        self._longest, self._since = longest, time.monotonic()
        self.connection, there = multiprocessing.Pipe()
        pause = HEAD_START_SECONDS if others else 0.0
        with there:
            self._process = _start_process(there, start, pause, [*others, self.connection])

    def give(self, number: int, piece: Any) -> None:
        if not self.hand:
            self._since = time.monotonic()
        self.hand.append(number)
        with contextlib.suppress(OSError):  # it is gone, which is seen when it is heard
            self.connection.send(piece)

    def left(self) -> float:
        """Seconds that it has left for what it works at."""
        return max(0.0, self._since + self._longest - time.monotonic())

    def answer(self) -> tuple[int, Any]:
        """The oldest piece's number and the answer, once there is something to be heard of it.

        Raises EOFError where it is gone.
        """
        try:
            kind, answer = self.connection.recv()
        except OSError:
            raise EOFError from None
        if kind == "raised":
            raise answer
        self._since = time.monotonic()
        return self.hand.popleft(), answer

    def end(self) -> Lost:
        """End it, if it has not ended; how that came about."""
        late = bool(self.hand) and self.left() <= 0
        self.connection.close()
        self._process.join(0 if late else GOODBYE_SECONDS if not self.hand else 0.1)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        if late:
            return Lost(f"it took longer than {self._longest:g} seconds", late=True)
        code = self._process.exitcode
        if code == -signal.SIGKILL:
            return Lost("its process was ended from outside, most likely for want of memory")
        if code < 0:
            return Lost(f"its process crashed ({signal.Signals(-code).name})")
        return Lost(f"its process ended with status {code}")


def _start_process(
    connection: Connection, start: Start, pause: float, others: list[Connection]
) -> Any:
    if sys.platform == "linux":  # at once, with all that is imported here
        return _Fork(connection, start, pause, others)
    words = connection, start, pause
    process = multiprocessing.get_context("spawn").Process(target=_judge, args=words)
    process.start()
    return process


class _Fork:
    """A fork of this process, with the methods of `multiprocessing.Process` that are used here.

    (That one forbids a Dask worker to have any.)
    """

    def __init__(
        self, connection: Connection, start: Start, pause: float, others: list[Connection]
    ):
        sys.stdout.flush()
        sys.stderr.flush()
        self.exitcode: int | None = None
        self._pid = os.fork()
        if self._pid == 0:
            code = 1
            try:
                for other in others:
                    other.close()
                _judge(connection, start, pause)
                code = 0
            finally:
                os._exit(code)
        self._ended = os.pidfd_open(self._pid)

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    def join(self, seconds: float | None = None) -> None:
        if self.exitcode is None and select.select([self._ended], [], [], seconds)[0]:
            self.exitcode = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
            os.close(self._ended)


# In a judge's process -----------------------------------------------------------------------------


def _judge(connection: Connection, start: Start, pause: float) -> None:
    """Be a judge, after a pause of some seconds."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader
    end_with_parent()
    judge_limits.enter()
    answers: queue.Queue = queue.Queue(_AHEAD)
    sender = threading.Thread(target=_send, args=(connection, answers), daemon=True)
    sender.start()
    time.sleep(pause)
    try:
        with contextlib.ExitStack() as stack:
            work = _made_ready(start, stack)
            for piece in _pieces(connection):
                answers.put(("done", work(piece)))
    except CourseError as error:
        answers.put(("raised", error))
        answers.put(None)
        sender.join()


def _made_ready(start: Start, stack: contextlib.ExitStack) -> Work:
    """What a judge does with a piece. Raises CourseError where it cannot even begin: that says
    nothing about any piece, and no piece is to be lost for it."""
    try:
        return stack.enter_context(start())
    except CourseError:
        raise
    except Exception as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        raise CourseError(f"Grading cannot go on, no judge can be made ready: {said}.") from None


def _pieces(connection: Connection) -> Iterator[Any]:
    """What is given, until there is nobody to give it."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            yield connection.recv()


def _send(connection: Connection, answers: queue.Queue) -> None:
    """Send answers from a thread of its own: the next piece is begun before one is taken."""
    with contextlib.suppress(OSError):
        while (answer := answers.get()) is not None:
            connection.send(answer)

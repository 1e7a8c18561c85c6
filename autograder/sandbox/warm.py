"""The warm parent: a process with everything imported that forks one child for each submission.

The grader talks to it over an inherited Unix socket, one short message at a time; to each
submission the grader talks over a connection of its own.

    → "know" and a piece of a packed observation, which later children are asked by its name alone
    → "start", or "draw" for one with figures       ← "start", or "knows", with the connection
    → "stop", or "end", which leaves it time to end by itself       ← a walls.End as JSON

Before all that it says once {"ready": true}, or {"error": …} and ends. It ends with the grader.
It imports nothing that a student has written, and its children cannot reach it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from . import limits
from .walls import End, NoWalls, Walls

if TYPE_CHECKING:
    from .shell import Shell

CONNECTION = 3
"""The file descriptor on which a submission's process talks to the grader; it has no other."""

START, DRAW, STOP, END, KNOW, KNOWS = b"start", b"draw", b"stop", b"end", b"know", b"knows"
PIECE = 30_000
"""Bytes of what is to be known in one message, far less than a socket of the system's takes."""
HELLO = b"ready\n"
"""The first that a submission's process says, once it is behind its walls."""

WATCH_SECONDS = 0.1
LAST_SECONDS = 1.0


def main() -> None:
    """Entry: the socket's file descriptor, and "walls" or "no-walls"."""
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        _end_with_grader(control)
        walls = Walls() if sys.argv[2] == "walls" else NoWalls()
        _end_with_grader(control)  # this is another process now
        parent = WarmParent(control, walls)
        parent.rehearse()
    except Exception as error:
        control.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        sys.exit(1)
    _listen_again(control)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # nobody listens from now on
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # told to end in the middle of something
    control.send(json.dumps({"ready": True}).encode())
    try:
        parent.serve()
    finally:
        parent.close()


def _end_with_grader(control: socket.socket) -> None:
    """Have this process end when the grader hangs up, also while it imports and does not listen."""
    import fcntl  # not there on Windows

    signal.signal(signal.SIGIO, lambda *_: os._exit(1))
    fcntl.fcntl(control, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(control, fcntl.F_SETFL, fcntl.fcntl(control, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([control], [], [], 0)[0]:  # too late to be told
        os._exit(1)


def _listen_again(control: socket.socket) -> None:
    """From now on it hears for itself."""
    import fcntl

    fcntl.fcntl(control, fcntl.F_SETFL, fcntl.fcntl(control, fcntl.F_GETFL) & ~os.O_ASYNC)
    signal.signal(signal.SIGIO, signal.SIG_IGN)


class Ready(NamedTuple):
    """A submission's process behind its walls, and the grader's end of the connection to it.

    knows: it was forked when all that is to be known was known.
    """

    child: int
    connection: socket.socket
    knows: bool


class WarmParent:
    """Answers the grader. One submission runs at a time, and the process for the next is ready."""

    def __init__(self, control: socket.socket, walls: Walls | NoWalls):
        from . import runner  # NumPy and IPython: only now, so that a failure can be told

        self._control, self._walls, self._runner = control, walls, runner
        self._shell = runner.new_shell()
        self._started = self._drawing = 0
        self._children: set[int] = set()
        self._knows = False
        self._ready = self._prepare()

    def rehearse(self) -> None:
        """Make sure that submissions can start. Raises OSError where they cannot."""
        self._ready.connection.settimeout(10)
        said = self._ready.connection.recv(1000, socket.MSG_PEEK)
        if said != HELLO:
            raise OSError(said.decode() or "a submission's process ended before it began")

    def serve(self) -> None:
        """Answer until the grader hangs up."""
        while message := self._control.recv(PIECE + len(KNOW)):
            if message.startswith(KNOW):
                self._runner.learn(message[len(KNOW) :])
                self._knows = True
                continue
            if message not in (START, DRAW):
                return
            child, connection, knows = self._ready
            with connection:
                said = KNOWS if knows else START
                socket.send_fds(self._control, [said], [connection.fileno()])
            self._started += 1
            self._drawing += message == DRAW
            if self._started == 2:  # a single submission has nothing of it
                self._warm_up(self._runner.warm_up)
            if message == DRAW and self._drawing == 2:  # Matplotlib takes ten times as long
                self._warm_up(self._runner.warm_up_figures)
            self._ready = self._prepare()  # for the next, while this one runs
            end = self._watch(child)
            with contextlib.suppress(BrokenPipeError):
                self._control.send(json.dumps(end._asdict()).encode())

    def close(self) -> None:
        """End the processes that are left."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for child in tuple(self._children):
            self._end(child)

    def _watch(self, child: int) -> End:
        """Wait until the grader has had enough of a submission, then end it.

        Its memory is watched meanwhile: the limit of each process says nothing of their sum.
        """
        waiting = select.poll()
        waiting.register(self._control, select.POLLIN)
        limit = ""
        while not waiting.poll(None if limit else WATCH_SECONDS * 1000):
            self._walls.yield_to_others()
            if self._walls.memory() > limits.MEMORY:
                limit = "memory"
                os.kill(child, signal.SIGKILL)
        message = self._control.recv(100)  # nothing at all where the grader has gone
        is_over = _has_ended(child, LAST_SECONDS if message == END else 0.0)
        end = self._end(child)
        return end._replace(code=end.code if is_over else None, limit=limit)

    def _prepare(self) -> Ready:
        here, there = socket.socketpair()
        with there:
            child = self._walls.fork()
            if child == 0:
                self._be_the_submission(there.fileno())
        self._children.add(child)
        return Ready(child, here, self._knows)

    def _end(self, child: int) -> End:
        self._children.discard(child)
        return self._walls.end(child)

    def _be_the_submission(self, connection: int) -> None:
        """Serve one submission with nothing open but its connection; never returns."""
        code = 1
        highest = os.sysconf("SC_OPEN_MAX")  # now: behind the walls it is lower than what is open
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            try:
                self._walls.confine()
            except OSError as error:
                os.write(connection, str(error).encode())
                raise
            nothing = os.open(os.devnull, os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(nothing, standard)
            os.dup2(connection, CONNECTION)
            os.closerange(CONNECTION + 1, highest)
            os.write(CONNECTION, HELLO)
            self._runner.serve(socket.socket(fileno=CONNECTION), self._shell)
            code = 0
        finally:
            os._exit(code)

    def _warm_up(self, step: Callable[[Shell], None]) -> None:
        """Import what submissions need later than at once; one of them runs meanwhile."""
        with contextlib.suppress(Exception):  # then each submission has its own try at it
            step(self._shell)
        gc.collect()
        gc.freeze()  # what is never collected is not copied for a child either


def _has_ended(child: int, seconds: float) -> bool:
    """Whether a process ends by itself within some seconds."""
    descriptor = os.pidfd_open(child)
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    main()

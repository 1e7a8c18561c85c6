"""The student's process, seen from the process that judges: start it, ask it, outlive it."""

from __future__ import annotations

import selectors
import signal
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..sandbox.limits import CPU_SECONDS, MEMORY
from ..sandbox.plain import MAX_BYTES, pack, unpack
from ..sandbox.walls import End
from .isolation import Isolation
from .parents import ColdStarts, WarmStarts


class ChildLost(Exception):
    """The student's process gave no usable reply; the message says why in a learner's words."""


class Sandbox:
    """Where the submissions of one lesson run, one at a time.

    stage: the folder that they may import from. It starts at once, in the background; what does not
    start raises IsolationError at the first child.
    """

    def __init__(self, stage: Path, isolation: Isolation):
        self.isolation = isolation
        warm = WarmStarts.works_here()
        self._parent = WarmStarts(stage, isolation) if warm else ColdStarts(stage)

    def child(self) -> Child:
        """A process that has run nothing yet. The one before it must be closed."""
        return Child(*self._parent.start())

    def close(self) -> None:
        """End the process that is running, and what was kept ready for others."""
        self._parent.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class Child:
    """One process that runs one submission's code.

    connection: leads to the process. end: kills it with all that it started, and says how it ended.
    """

    def __init__(self, connection: socket.socket, end: Callable[[bool], End | None]):
        connection.setblocking(False)
        self._connection, self._end = connection, end
        self._waiting = selectors.DefaultSelector()
        self._waiting.register(connection, selectors.EVENT_READ)
        self._outgoing, self._incoming = bytearray(), bytearray()

    def ask(self, seconds: float, **command: Any) -> Any:
        """Send a command and wait for its reply: `send` and `receive`."""
        self.send(pack(command))
        return self.receive(seconds)

    def send(self, *commands: bytes) -> None:
        """Send packed commands. They are on their way when the first reply is waited for."""
        for command in commands:
            self._outgoing += command
        self._watch(selectors.EVENT_READ | selectors.EVENT_WRITE)

    def receive(self, seconds: float) -> Any:
        """The reply to the first command that has none yet.

        Raises ChildLost when the time is over, the process is gone, or the reply is malformed.
        """
        deadline = time.monotonic() + seconds
        try:
            (length,) = struct.unpack("<I", self._read(4, deadline))
            if length > MAX_BYTES:
                raise ChildLost("it handed over more data than is allowed")
            reply = unpack(self._read(length, deadline))
        except ConnectionError:
            raise ChildLost(self._last_words()) from None
        except TimeoutError:
            raise ChildLost(
                f"it was still running after {seconds:g} seconds and was stopped"
            ) from None
        except (ValueError, TypeError, LookupError, RecursionError, MemoryError, struct.error):
            raise ChildLost("what it handed over could not be read") from None
        if isinstance(reply, dict) and "too_large" in reply:
            raise ChildLost(f"what it returned is too large: {reply['too_large']}")
        return reply

    def _read(self, size: int, deadline: float) -> bytes:
        while len(self._incoming) < size:
            self._move(deadline)
        data = bytes(self._incoming[:size])
        del self._incoming[:size]
        return data

    def _move(self, deadline: float) -> None:
        """Send or receive what is possible. Raises TimeoutError, or ConnectionError at the end."""
        ready = self._waiting.select(max(0.0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError
        ((_, events),) = ready
        if events & selectors.EVENT_WRITE:
            try:
                del self._outgoing[: self._connection.send(self._outgoing)]
            except ConnectionError:  # gone; but what it said before may still be read
                self._outgoing.clear()
            if not self._outgoing:
                self._watch(selectors.EVENT_READ)
        if events & selectors.EVENT_READ:
            data = self._connection.recv(2**20)
            if not data:
                raise ConnectionResetError
            self._incoming += data

    def _watch(self, events: int) -> None:
        self._waiting.modify(self._connection, events)

    def _last_words(self) -> str:
        """Why the process ended, as far as can be known."""
        ended = self._end(True)
        if ended.limit == "memory":
            return f"it used more than {MEMORY // 2**30} GB of memory, which is the limit"
        if ended.code is None:
            return "it closed its connection to the grader"
        if ended.code == -signal.SIGKILL and ended.seconds > CPU_SECONDS - 1:
            return f"it used more than {CPU_SECONDS} seconds of processor time, which is the limit"
        if ended.code < 0:
            return f"it crashed Python ({signal.Signals(-ended.code).name})"
        return "it ended the whole Python process"

    def close(self) -> None:
        """Kill the process and all that it started, and forget its folder."""
        self._waiting.close()
        self._connection.close()
        self._end(False)

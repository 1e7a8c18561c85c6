"""The student's process, seen from the process that judges: start it, ask it, outlive it."""

from __future__ import annotations

import fcntl
import selectors
import signal
import socket
import struct
import termios
import time
from array import array
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ...sandbox.limits import CPU_SECONDS, MEMORY
from ...sandbox.plain import MAX_BYTES, pack, unpack
from ...sandbox.walls import End
from .head_start import sandbox_on
from .isolation import Isolation
from .starting import ColdStarts, WarmStarts

SHARE = 0.75
"""Of the time that a process lived, what it had of a processor if nobody took that away."""


class ChildLost(Exception):
    """The student's process gave no usable reply; the message says why in a learner's words.

    limit: it met a limit, of time or of memory, and would most likely meet it again.
    """

    def __init__(self, why: str, limit: bool = False):
        super().__init__(why)
        self.limit = limit


class TooSlow(ChildLost):
    """The time for a step was over; the message says how long that was.

    seconds: the time. starved: so little of it was the processor's that others may be to blame.
    deaf: all that was sent had been read, though not all of it was answered.
    """

    def __init__(self, why: str, seconds: float = 0.0, starved: bool = False, deaf: bool = False):
        super().__init__(why, limit=True)
        self.seconds, self.starved, self.deaf = seconds, starved, deaf


class Sandbox:
    """Where the submissions of one lesson run, one at a time.

    stage: the folder that they may import from. It starts at once, in the background; what does not
    start raises IsolationError at the first child.
    """

    def __init__(self, stage: Path, isolation: Isolation):
        self.isolation = isolation
        warm = WarmStarts.works_here()
        self._parent = sandbox_on(stage, isolation) if warm else ColdStarts(stage)

    def child(self, draws: bool = False) -> Child:
        """A process that has run nothing yet. The one before it must be closed.

        draws: whether what it runs needs Matplotlib; that is asked for and not supposed.
        """
        return Child(*self._parent.start(draws))

    def know(self, short: Mapping[bytes, bytes]) -> None:
        """Have what every submission is told known before. short: how that is said, by the whole
        command."""
        self._parent.know(short)

    def close(self) -> None:
        """End the process that is running, and what was kept ready for others."""
        self._parent.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class Child:
    """One process that runs one submission's code.

    connection: leads to the process. end: kills it with all that it started; with a True it says
    how it ended, and leaves it a moment to end by itself, unless a False stands behind that.
    short: what it can be told in fewer words, by the whole command.
    """

    def __init__(
        self,
        connection: socket.socket,
        end: Callable[..., End | None],
        short: Mapping[bytes, bytes],
    ):
        connection.setblocking(False)
        self._started = time.monotonic()
        self._connection, self._end, self._short = connection, end, short
        self._waiting = selectors.DefaultSelector()
        self._waiting.register(connection, selectors.EVENT_READ)
        self._outgoing, self._incoming = bytearray(), bytearray()
        self._heard = 0

    def ask(self, seconds: float, **command: Any) -> Any:
        """Send a command and wait for its reply: `send` and `receive`."""
        self.send(pack(command))
        return self.receive(seconds)

    def send(self, *commands: bytes) -> None:
        """Send packed commands. They are on their way when the first reply is waited for."""
        for command in commands:
            self._outgoing += self._short.get(command, command)
        self._watch(selectors.EVENT_READ | selectors.EVENT_WRITE)

    def receive(self, seconds: float) -> Any:
        """The reply to the first command that has none yet.

        Raises ChildLost when the time is over, the process is gone, or the reply is malformed or
        none to this command.
        """
        deadline = time.monotonic() + seconds
        try:
            (length,) = struct.unpack("<I", self._read(4, deadline))
            payload = self._read(length, deadline) if length <= MAX_BYTES else None
        except ConnectionError:
            raise self._last_words() from None
        except TimeoutError:
            why = f"it was still running after {seconds:.3g} seconds and was stopped"
            deaf = self._is_all_read()
            raise TooSlow(why, seconds, self._was_starved(), deaf) from None
        if payload is None:
            raise ChildLost("it handed over more data than is allowed")
        try:
            reply = unpack(payload, code=False)
            number = reply.pop("number")
            known = type(number) is int and number == self._heard
        except Exception:  # whatever it is made of, it must not break the grader
            known = False
        if not known:
            raise ChildLost("what it handed over could not be read")
        self._heard += 1
        if "too_large" in reply:
            why = str(reply["too_large"])[:200]
            raise ChildLost(f"what it returned is too large: {why}", limit=True)
        return reply

    def await_reply(self, seconds: float) -> None:
        """Wait for a reply's beginning. Raises ChildLost as `receive` does."""
        deadline = time.monotonic() + seconds
        try:
            while not self._incoming:
                self._move(deadline)
        except ConnectionError:
            raise self._last_words() from None
        except TimeoutError:
            raise TooSlow(f"it was still running after {seconds:.3g} seconds") from None

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
            except BlockingIOError:  # only its end was seen, which reading will tell
                pass
            except ConnectionError:  # gone; but what it said before may still be read
                self._outgoing.clear()
            if not self._outgoing:
                self._watch(selectors.EVENT_READ)
        if events & selectors.EVENT_READ:
            try:
                data = self._connection.recv(2**20)
            except OSError as error:  # something came that cannot be read, such as urgent data
                raise ConnectionResetError from error
            if not data:
                raise ConnectionResetError
            self._incoming += data

    def _watch(self, events: int) -> None:
        self._waiting.modify(self._connection, events)

    def _last_words(self) -> ChildLost:
        """Why the process ended, as far as can be known."""
        ended = self._end(True)
        if ended.limit == "memory":
            why = (
                "together with the processes that it started it used more than "
                f"{MEMORY // 2**30} GB of memory, which is the limit"
            )
            return ChildLost(why, limit=True)
        if ended.code is None:
            return ChildLost("it closed its connection to the grader")
        if ended.code == -signal.SIGKILL and ended.seconds > CPU_SECONDS - 1:
            why = f"it used more than {CPU_SECONDS} seconds of processor time, which is the limit"
            return ChildLost(why, limit=True)
        if ended.code == -signal.SIGKILL:  # which behind walls no process can send to itself
            return ChildLost("it was killed from outside, as a system does whose memory runs out")
        if ended.code < 0:
            return ChildLost(f"it crashed Python ({signal.Signals(-ended.code).name})")
        return ChildLost("it ended the whole Python process")

    def _is_all_read(self) -> bool:
        """Whether nothing that was sent is still on its way to the process."""
        left = array("i", [0])
        with suppress(OSError):  # a kernel that cannot say
            fcntl.ioctl(self._connection, termios.TIOCOUTQ, left)
            return not self._outgoing and not left[0]
        return False

    def _was_starved(self) -> bool:
        """End the process; whether it had less of the processor than one that works has alone."""
        lived = time.monotonic() - self._started
        return self._end(True, False).seconds < SHARE * lived

    def close(self) -> None:
        """Kill the process and all that it started, and forget its folder."""
        self._waiting.close()
        self._connection.close()
        self._end(False)

"""How much anybody may ask of the server: requests a second, connections at a time.

Addresses are looked at while a connection lasts and for the seconds of a rate, in memory; they are
written nowhere.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter, OrderedDict

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream

RESERVE = 64
"""Connections that are kept for this machine's own browser, the lecturer's."""

MOST_CONNECTIONS = 8_000

SPARE_FILES = 100
"""Open files that the rest of the program needs."""

LONGEST_ANSWER = 120.0
"""Seconds that a connection may last that is no stream: one that reads slowly holds an answer."""


class Rate:
    """A token bucket for each key: `burst` at once, `each_second` in the long run.

    At most `most` keys are remembered; the one that was quiet longest is forgotten first.
    """

    def __init__(self, each_second: float, burst: float, most: int = 10_000):
        self.each_second, self.burst, self.most = each_second, burst, most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, key: str, now: float | None = None) -> bool:
        """Whether one more may come now, which is then counted."""
        now = time.monotonic() if now is None else now
        left, then = self._left.pop(key, (self.burst, now))
        left = min(self.burst, left + (now - then) * self.each_second)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        if len(self._left) > self.most:
            self._left.popitem(last=False)
        return allowed


def raise_file_limit() -> int:
    """Let this process open as many files as it may; returns how many connections that leaves."""
    if sys.platform == "win32":
        return 2_000
    import resource

    wanted = MOST_CONNECTIONS + SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(ValueError, OSError):  # some systems allow less than they say
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    files = wanted if soft == resource.RLIM_INFINITY else min(wanted, soft)
    return max(RESERVE + 1, files - SPARE_FILES)


class Door(HTTPServer):
    """Tornado's server with a doorkeeper: what finds no room is closed at once.

    Of the room, one address has half at most, and a part is kept for this machine itself.
    """

    def initialize(self, *args, room: int, **options) -> None:
        super().initialize(*args, **options)
        self.room = room
        self.inside: dict[IOStream, tuple[str, float]] = {}
        self.by_address: Counter[str] = Counter()

    def handle_stream(self, stream: IOStream, address: tuple) -> None:
        who = str(address[0])
        if not self._has_room_for(who, stream):
            stream.close()
            return
        self.inside[stream] = (who, time.monotonic())
        self.by_address[who] += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn) -> None:
        super().on_close(server_conn)
        if server_conn.stream.closed():
            self.left(server_conn.stream)

    def left(self, stream: IOStream) -> None:
        """A connection is closed; also told by those who took one over as a stream of events."""
        who, _ = self.inside.pop(stream, ("", 0))
        if who:
            self.by_address[who] -= 1
            if not self.by_address[who]:
                del self.by_address[who]

    def sweep(self, streams: set[IOStream]) -> None:
        """Close what lasts too long and is none of these streams of events."""
        end = time.monotonic() - LONGEST_ANSWER
        for stream, (_, came) in list(self.inside.items()):
            if stream.closed() or (came < end and stream not in streams):
                stream.close()
                self.left(stream)

    def _has_room_for(self, who: str, stream: IOStream) -> bool:
        if _is_own_machine(who, stream):
            return len(self.inside) < self.room
        if len(self.inside) >= self.room - RESERVE:
            return False
        return self.by_address[who] < (self.room - RESERVE) // 2


def _is_own_machine(who: str, stream: IOStream) -> bool:
    """Whether the other end has the address that this end has."""
    with contextlib.suppress(OSError):
        return who == stream.socket.getsockname()[0]
    return False

"""Streams of events to browsers: who reads slowly gets the newest state, and nothing piles up."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable

from tornado.iostream import IOStream, StreamClosedError

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 1000\n\n"
)
HEARTBEAT = b"event: beat\ndata: 0\n\n"

STUCK = 30.0
"""Seconds after which a browser that takes nothing is let go; it comes back by itself."""


def event(name: str, data) -> bytes:
    """One server-sent event with JSON in it."""
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


class Stream:
    """One browser's stream. own: what only this one is told, asked for whenever it is sent."""

    def __init__(self, stream: IOStream, own: Callable[[], bytes] | None = None):
        self.stream, self.own = stream, own
        self.since = time.monotonic()
        self._sending = stream.write(HEAD)
        self._waiting: bytes | None = None

    def push(self, message: bytes) -> None:
        """Send a state now, or as soon as the last one has left; a newer one takes its place."""
        if not self._sending.done():
            if self._waiting is None:
                self._sending.add_done_callback(lambda _: self._go_on())
            self._waiting = message
            return
        self.since = time.monotonic()
        try:
            self._sending = self.stream.write(message + (self.own() if self.own else b""))
        except StreamClosedError:
            self._waiting = None

    def beat(self, now: float) -> None:
        """Let the browser know that the server is there; let go of one that takes nothing."""
        if not self._sending.done():
            if now - self.since > STUCK:
                self.stream.close()
        elif not self.stream.closed():
            self.since = now
            self._sending = self.stream.write(HEARTBEAT)

    def _go_on(self) -> None:
        message, self._waiting = self._waiting, None
        if message is not None and not self.stream.closed():
            self.push(message)


class Audience:
    """All streams of one kind, at most `most`, and of one holder's pass at most `each`."""

    def __init__(self, most: int, each: int):
        self.most, self.each = most, each
        self.streams: dict[str, list[Stream]] = {}
        self.size = 0

    def add(self, holder: str, stream: Stream, gone: Callable[[IOStream], None]) -> None:
        """Take a stream in; where the holder has enough of them, the oldest is closed for it."""
        mine = self.streams.setdefault(holder, [])
        if len(mine) >= self.each:
            mine.pop(0).stream.close()
            self.size -= 1
        mine.append(stream)
        self.size += 1
        stream.stream.set_close_callback(lambda: self._leave(holder, stream, gone))
        if stream.stream.closed():  # before anybody could be told
            self._leave(holder, stream, gone)

    @property
    def full(self) -> bool:
        return self.size >= self.most

    def all(self) -> Iterable[Stream]:
        return [stream for streams in self.streams.values() for stream in streams]

    def of(self, holder: str) -> Iterable[Stream]:
        return list(self.streams.get(holder, ()))

    def push(self, message: bytes) -> None:
        for stream in self.all():
            stream.push(message)

    def beat(self, now: float) -> None:
        for stream in self.all():
            stream.beat(now)

    def close(self) -> None:
        for stream in self.all():
            stream.stream.close()

    def _leave(self, holder: str, stream: Stream, gone: Callable[[IOStream], None]) -> None:
        mine = self.streams.get(holder, [])
        if stream in mine:
            mine.remove(stream)
            self.size -= 1
        if not mine:
            self.streams.pop(holder, None)
        gone(stream.stream)

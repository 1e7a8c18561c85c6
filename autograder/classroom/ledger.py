"""The session on disk: every event that counted, one line each, until the class is over.

The file is only ever appended to, and an event is written before anybody is told that it counted.
So whatever ends the server, the events up to then are there, and played again they give the same
state. A last line that was cut off counted for nobody, and is dropped.

What is in it: the lesson, when the class began, two keys, and events. A phone is in it as the keyed
hash of a random number that its browser holds; no name, address or device ever gets here. Ending
the class deletes the file, and with it the keys: the report has counts alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from ..course import CourseError
from .session import EVENTS, Event, Refused, State, Tick, Vote, step

FOLDER = ".autograder-votes"

LONGEST_PAUSE = 3 * 3600
"""Seconds after which a session that was left is over, and not taken up again."""

VERSION = 1


@dataclass(frozen=True)
class Heading:
    """The first line of a ledger.

    began: the local time at which the class began, "2026-11-28 1015". phones, desk: the keys of the
    phones' and the lecturer's cookies. options: question → how many options it has.
    """

    lesson: str
    began: str
    phones: str
    desk: str
    options: Mapping[str, int]
    version: int = VERSION


class Ledger:
    """One session's file, open for appending. `state` is what its events add up to."""

    def __init__(self, path: Path, heading: Heading, state: State):
        self.path, self.heading, self.state = path, heading, state
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        self._size = os.fstat(self._file).st_size
        # Time goes on from the last event by a clock that nobody can set back.
        self._base, self._started = state.now, time.monotonic()

    @classmethod
    def begin(cls, path: Path, lesson: str, options: Mapping[str, int]) -> Ledger:
        """A new session. Raises CourseError where the folder cannot be written to."""
        began = datetime.now().strftime("%Y-%m-%d %H%M%S")
        heading = Heading(lesson, began, secrets.token_hex(32), secrets.token_hex(16), options)
        try:
            path.parent.mkdir(exist_ok=True)
            fresh = path.with_suffix(".new")
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
                stream.write(json.dumps(asdict(heading)) + "\n")
            fresh.replace(path)
        except OSError as error:
            raise CourseError(f"{path.parent} cannot be written to: {error.strerror}.") from None
        return cls(path, heading, State(options))

    @classmethod
    def resume(cls, path: Path) -> Ledger:
        """A session that was left, at its last event.

        Raises CourseError where the file is no ledger of this version.
        """
        heading, state = played(path)
        return cls(path, heading, state)

    def now(self) -> float:
        """Seconds since the session began, as far as it ran."""
        return self._base + time.monotonic() - self._started

    def take(self, event: Event) -> State:
        """Let an event happen: decide, write, and only then count it.

        Raises Refused as `step` does, and OSError where it cannot be written; nothing has changed
        then.
        """
        event = replace(event, at=max(event.at, self.state.now))
        state = step(self.state, event)
        if not isinstance(event, Tick):
            self._append(_line(event), safely=not isinstance(event, Vote))
        self.state = state
        return state

    def close(self) -> None:
        """From now on nothing more can happen."""
        os.close(self._file)
        self._file = -1  # the system gives the number to another file

    def _append(self, line: bytes, safely: bool) -> None:
        """Write a whole line, or none. safely: so that it outlives the machine's power, too."""
        try:
            written = os.write(self._file, line)
            if written < len(line):
                raise OSError(28, "the disk is full", str(self.path))
            if safely:
                os.fsync(self._file)
        except OSError:
            with contextlib.suppress(OSError):
                os.truncate(self.path, self._size)
            raise
        self._size += len(line)


def path_of(root: Path, lesson: str) -> Path:
    """Where the session of a lesson is kept while it lives."""
    return root / FOLDER / f"{lesson}.jsonl"


def is_fresh(path: Path) -> bool:
    """Whether a session was left so short a time ago that the class may be still sitting there."""
    return time.time() - path.stat().st_mtime < LONGEST_PAUSE


def played(path: Path) -> tuple[Heading, State]:
    """The heading of a ledger, and what its events add up to.

    A last line without an end is cut off from the file. Raises CourseError where another line is
    no event, or cannot have happened: then nothing about the rest is sure.
    """
    whole, _, rest = path.read_bytes().rpartition(b"\n")
    if rest:
        os.truncate(path, len(whole) + 1 if whole else 0)
    number, lines = 1, whole.splitlines()
    try:
        heading = Heading(**json.loads(lines[0]))
        if heading.version != VERSION:
            raise ValueError(f"version {heading.version}")
        state = State(heading.options)
        for line in lines[1:]:
            number += 1
            state = step(state, _event(json.loads(line)))
    except (ValueError, TypeError, AttributeError, LookupError, Refused) as error:
        raise CourseError(
            f"{path} is damaged in line {number} ({error}): move it away to begin a new session."
        ) from None
    return heading, state


def _line(event: Event) -> bytes:
    # A time is written in full: a vote in the last moment must be in time when it is read, too.
    return json.dumps({"do": event.kind, **asdict(event)}, separators=(",", ":")).encode() + b"\n"


def _event(fields: dict) -> Event:
    kind = EVENTS[fields.pop("do")]
    if "counts" in fields:
        fields["counts"] = tuple(fields["counts"])
    return kind(**fields)

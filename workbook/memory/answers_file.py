"""The file that keeps a learner's answers: where it is, how it is written, how it is read.

One event a line, as JSON (`docs/answers-file.md` has every field). A line is written at once, by
one call that appends it, so that whatever ends the process leaves all lines before it whole. What
cannot be read is left where it is, and said; nothing that stands in the file is written over.
"""

import json
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

NAME = "my-answers.jsonl"
LOCK = ".my-answers.lock"
VERSION = 1
APPENDING = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
PATIENCE = 3.0
"""Seconds to wait for another process that writes. A line is whole without the lock, too."""

ABOUT = {
    "v": VERSION,
    "what": "about",
    "text": "Your own answers in the course, kept for you alone: nobody collects this file. "
    "Delete it to be forgotten. docs/answers-file.md says what stands in it.",
}
KINDS = ("answer", "check", "plan")
YEARS = range(1900, 3000)
"""At the ends of what Python counts, a time zone's hours are an error."""


@dataclass(frozen=True)
class Event:
    """One line. at: when, in UTC. what: one of KINDS. item: what it is about. data: its fields."""

    at: datetime
    what: str
    item: str
    data: dict = field(default_factory=dict, compare=False)

    def get(self, name, kind, default=None):
        """A field of this type; the default where it is missing or something else."""
        value = self.data.get(name)
        good = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        return value if good else default


@dataclass(frozen=True)
class Kept:
    """What a file holds: its events by time. damaged: lines that cannot be read; newer: lines of
    a later version. aside: where a file went of which no line could be read.
    """

    events: tuple[Event, ...] = ()
    damaged: int = 0
    newer: int = 0
    aside: Path | None = None

    def said(self, name=NAME):
        """What a learner should know of the file, a sentence each."""
        if self.aside:
            yield f"{name} could not be read. It is now {self.aside.name}, and a new one begins."
        if self.damaged:
            lines = "1 line" if self.damaged == 1 else f"{self.damaged} lines"
            yield f"{lines} of {name} cannot be read. The rest is used, and nothing was deleted."
        if self.newer:
            yield f"{name} was also written by a later version of the course, whose lines are kept."


class AnswersFile:
    """The file of answers in one folder."""

    def __init__(self, folder):
        self.path = Path(folder) / NAME
        self._sound = False
        self._aside = None
        self._last = None, Kept()

    def append(self, *events):
        """Write events (dicts) at its end. Raises OSError where the folder takes nothing."""
        lines = "".join(_line(event) for event in events)
        with _lock(self.path.with_name(LOCK)):
            if not self._sound:
                self._put_aside_if_unreadable()
                self._sound = True
            handle = os.open(self.path, APPENDING, 0o600)
            try:
                text = _before(handle) + lines
                _write(handle, text.encode())
                os.fsync(handle)
            finally:
                os.close(handle)

    def read(self):
        """What the file holds, a `Kept`; nothing where there is none.

        A file of which no line can be read is moved aside. Raises OSError where it is there and
        may not be read.
        """
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return Kept(aside=self._aside)
        mark = state.st_mtime_ns, state.st_size
        if self._last[0] != mark:
            self._last = mark, kept_in(self.path)
        kept = self._last[1]
        if not kept.events and kept.damaged and not kept.newer:
            with _lock(self.path.with_name(LOCK)):
                self._put_aside_if_unreadable()
            kept = Kept() if self._aside else kept
        return replace(kept, aside=self._aside)

    def _put_aside_if_unreadable(self):
        """Rename a file of which no line can be read; the lock is held meanwhile."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return
        kept, about = _parse(content)
        if about or kept.events or kept.newer or not kept.damaged:
            return
        number = 1
        while (aside := self.path.with_stem(f"{self.path.stem}-damaged-{number}")).exists():
            number += 1
        self.path.rename(aside)
        self._aside = aside


def kept_in(path):
    """What the file at `path` holds, whoever wrote it: a `Kept`. Raises OSError."""
    return _parse(Path(path).read_bytes())[0]


def event(what, item, at=None, **data):
    """One event as it is written."""
    at = (at or datetime.now(UTC)).astimezone(UTC)
    when = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"v": VERSION, "at": when, "what": what, "id": item, **data}


def _line(event):
    return json.dumps(event, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def _before(handle):
    """What comes before a new line: the words at the head, or the end of a line that was cut."""
    size = os.fstat(handle).st_size
    if not size:
        return _line(ABOUT)
    os.lseek(handle, size - 1, os.SEEK_SET)
    return "" if os.read(handle, 1) == b"\n" else "\n"


def _write(handle, content):
    """Write all of it; a second call is needed only where the disk is all but full."""
    while content:
        content = content[os.write(handle, content) :]


def _parse(content):
    """What stands in a file: (Kept, whether the words at its head are there)."""
    events, damaged, newer, about = [], 0, 0, False
    for line in content.split(b"\n"):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):  # no JSON, or no text at all
            entry = None
        version = entry.get("v") if isinstance(entry, dict) else None
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            damaged += 1
        elif version > VERSION:
            newer += 1
        elif entry.get("what") == "about":
            about = True
        elif read := _event(entry):
            events.append(read)
        else:
            damaged += 1
    events.sort(key=lambda event: event.at)
    return Kept(tuple(events), damaged, newer), about


def _event(entry):
    """A line's event; None where a field that it needs is missing or something else."""
    what, item, at = entry.get("what"), entry.get("id"), entry.get("at")
    if what not in KINDS or not isinstance(item, str) or not isinstance(at, str):
        return None
    if what == "answer" and not isinstance(entry.get("right"), bool):
        return None
    if what == "check" and not isinstance(entry.get("status"), str):
        return None
    try:
        when = datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Event(when, what, item, entry) if when.year in YEARS else None


class _lock:
    """Keep other processes of this course from writing; where that cannot be had, go on.

    A folder that takes no lock may still take a line, which is written by a single call.
    """

    def __init__(self, path):
        from filelock import FileLock  # ten milliseconds that only an answer needs

        self._lock = FileLock(path, timeout=PATIENCE)
        self._held = False

    def __enter__(self):
        from filelock import Timeout

        try:
            self._lock.acquire()
            self._held = True
        except (Timeout, NotImplementedError, OSError):
            self._held = False

    def __exit__(self, *_):
        if self._held:
            self._lock.release()

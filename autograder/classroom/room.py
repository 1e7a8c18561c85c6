"""The room: one session, who listens to it, and what each is told when something happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..course import Lesson
from . import pages, report, views
from .ledger import Ledger
from .questions import Asked
from .session import CLOSING, Event, Refused, Tick, Vote
from .streams import Audience, event

PHONES, PHONES_EACH = 6_000, 8
DESKS, DESKS_EACH = 40, 40

VOTES_TOLD_EVERY = 0.15
"""Seconds between two messages to the lecturer's screens while votes come in."""

BEAT = 10.0
"""Seconds between two signs of life on a stream."""


@dataclass
class Room:
    """A lecture that is on: what is shown, what was voted, who is connected.

    deck: the deck's page with votes in it. slides: what `pages.slides_of` found in it. slide: the
    one that the projector shows, for the notes; it is no part of the session.
    """

    lesson: Lesson
    ledger: Ledger
    asked: Mapping[str, Asked]
    join: str
    deck: str
    slides: list[dict]
    slide: int = 0
    phones: Audience = field(default_factory=lambda: Audience(PHONES, PHONES_EACH))
    decks: Audience = field(default_factory=lambda: Audience(DESKS, DESKS_EACH))
    notes: Audience = field(default_factory=lambda: Audience(DESKS, DESKS_EACH))
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _drawn: tuple[str, str] = ("", "")
    _told: asyncio.TimerHandle | None = None
    _closing: asyncio.TimerHandle | None = None

    @property
    def state(self):
        return self.ledger.state

    @property
    def now(self) -> float:
        return self.ledger.now()

    def happens(self, kind: type[Event], *about) -> None:
        """Let an event happen now, and tell everybody whom it concerns.

        Raises Refused where it cannot be, OSError where it cannot be written down.
        """
        if self.over.is_set():
            raise Refused("The class is over.")
        self.look()
        self.ledger.take(kind(self.now, *about))
        if kind is Vote:
            self._tell_desks_soon()
        else:
            self._changed()

    def look(self) -> None:
        """Let time pass: what was to close by now is closed, and everybody is told."""
        if self.over.is_set():
            return
        before = self.state.ballots
        self.ledger.take(Tick(self.now))
        if self.state.ballots is not before:
            self._changed()

    def _changed(self) -> None:
        self.phones.push(self.for_phones())
        self._tell_desks()
        if self._closing:
            self._closing.cancel()
            self._closing = None
        ends = [b[-1].closes_at for b in self.state.ballots.values() if b[-1].phase == CLOSING]
        if ends:
            wait = max(0.0, min(ends) - self.now) + 0.005
            self._closing = asyncio.get_running_loop().call_later(wait, self.look)

    def shows(self, slide: int) -> None:
        """The projector shows another slide."""
        self.slide = max(0, min(slide, len(self.slides) - 1))
        self.notes.push(self.for_notes())

    def end(self) -> list[Path]:
        """The class is over: its report is written, then its votes are forgotten. The paths."""
        self.look()
        written = self.write_report()
        self.ledger.close()
        self.ledger.path.unlink()
        for audience in (self.phones, self.decks, self.notes):
            audience.push(event("over", None))
        self.over.set()
        return written

    def write_report(self) -> list[Path]:
        """Write the report as it stands; the paths, none where nothing was voted on."""
        rows = report.rows_of(self.state, self.asked)
        return report.write(self.lesson, self.ledger.heading, rows)

    # -- what is told ---------------------------------------------------------------------------

    def phone_state(self) -> dict:
        key = pages.key(self.state)
        if self._drawn[0] != key:  # a thousand votes change nothing of it
            self._drawn = key, pages.ballot(self.state, self.asked)
        return views.for_phone(self.state, self.now, *self._drawn)

    def for_phones(self) -> bytes:
        return event("state", self.phone_state())

    def own(self, voter: str) -> bytes:
        return event("mine", views.own(self.state, voter))

    def for_decks(self) -> bytes:
        questions = views.for_projector(self.state, self.now)
        return event("state", {"questions": questions, "phones": len(self.phones.streams)})

    def for_notes(self) -> bytes:
        told = views.for_lecturer(self.state, self.now, self.asked)
        told |= {"slide": self.slide, "phones": len(self.phones.streams)}
        return event("state", told)

    def phones_changed(self, *_) -> None:
        """A phone came or went."""
        self._tell_desks_soon()

    def _tell_desks_soon(self) -> None:
        if self._told is None:
            loop = asyncio.get_running_loop()
            self._told = loop.call_later(VOTES_TOLD_EVERY, self._tell_desks)

    def _tell_desks(self) -> None:
        if self._told:
            self._told.cancel()
            self._told = None
        self.decks.push(self.for_decks())
        self.notes.push(self.for_notes())

    def beat(self) -> None:
        """Let every browser know that the server is there."""
        now = time.monotonic()
        for audience in (self.phones, self.decks, self.notes):
            audience.beat(now)

    def all_streams(self) -> set:
        """The connections that are streams of events."""
        audiences = (self.phones, self.decks, self.notes)
        return {stream.stream for audience in audiences for stream in audience.all()}

    def leave(self) -> None:
        """Close every stream; the browsers come back by themselves when the server does."""
        for audience in (self.phones, self.decks, self.notes):
            audience.close()

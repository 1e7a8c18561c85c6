"""What happens in a class: `step(state, event) -> state`, and nothing else decides on a vote.

A *ballot* is one round of one question. Each has a serial number that no other ever gets, and a
vote names the ballot that it is for: what a phone sends that slept through a question, or was sent
twice, can count nowhere else. A voter has one choice in a ballot, the last that came before it
closed.

Time comes with the events: `at`, in seconds since the session began, which never runs backwards.
Nothing here reads a clock, opens a file or knows a person: a voter is a text without a meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import ClassVar

COUNTDOWN = 5.0
"""Seconds from the lecturer's "close" to the close; what is tapped in them counts."""

MOST_VOTERS = 5_000
"""Voters in one ballot: more than any lecture hall holds, few enough for any memory."""

MOST_HANDS = 9_999

OPEN, CLOSING, CLOSED, REVEALED = "open", "closing", "closed", "revealed"


class Refused(Exception):
    """An event that changes nothing; the text says why, for the person who caused it."""


class TooLate(Refused):
    """A vote for a ballot that is closed, or past."""


class NoRoom(Refused):
    """A vote beyond what is kept."""


@dataclass(frozen=True)
class Ballot:
    """One round of one question.

    serial: its number in the session. phase: open, closing, closed or revealed. votes: voter → the
    chosen option's place. hands: raised hands per option, as the lecturer typed them in; () if
    there are none. closes_at: when a closing ballot closes.
    """

    serial: int
    phase: str = OPEN
    votes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    hands: tuple[int, ...] = ()
    closes_at: float | None = None

    @property
    def takes_votes(self) -> bool:
        return self.phase in (OPEN, CLOSING)


@dataclass(frozen=True)
class State:
    """A session: options: question → how many it has, in the deck's order; ballots: question → its
    first vote and, where there was one, its second; current: the question last opened; serials: how
    many ballots were ever opened; now: the time of the last event."""

    options: Mapping[str, int]
    ballots: Mapping[str, tuple[Ballot, ...]] = field(default_factory=lambda: MappingProxyType({}))
    current: str = ""
    serials: int = 0
    now: float = 0.0

    def last(self, question: str) -> Ballot | None:
        """The question's present ballot: its second vote where there is one."""
        return self.ballots.get(question, (None,))[-1]

    @property
    def ballot(self) -> Ballot | None:
        """The ballot that phones see."""
        return self.last(self.current)


# -- events ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Event:
    """Something that happened `at` a time; `kind` is its name in the ledger."""

    kind: ClassVar[str]
    at: float


@dataclass(frozen=True)
class Tick(Event):
    """Time has passed."""

    kind = "tick"


@dataclass(frozen=True)
class Vote(Event):
    kind = "vote"
    serial: int
    voter: str
    option: int


@dataclass(frozen=True)
class Open(Event):
    """The first vote on a question; during the countdown of its close, "go on"."""

    kind = "open"
    question: str


@dataclass(frozen=True)
class Close(Event):
    """The countdown to the close begins."""

    kind = "close"
    question: str


@dataclass(frozen=True)
class Reveal(Event):
    """All may see how the class voted."""

    kind = "reveal"
    question: str


@dataclass(frozen=True)
class Again(Event):
    """The second vote on a question."""

    kind = "again"
    question: str


@dataclass(frozen=True)
class Restart(Event):
    """A question from its start: what was voted on it is dropped."""

    kind = "restart"
    question: str


@dataclass(frozen=True)
class Hands(Event):
    """Counts of raised hands for the question's present ballot, in place of those before."""

    kind = "hands"
    question: str
    counts: tuple[int, ...]


EVENTS = {each.kind: each for each in (Tick, Vote, Open, Close, Reveal, Again, Restart, Hands)}


# -- the one rule ---------------------------------------------------------------------------


def step(state: State, event: Event) -> State:
    """The session after an event; `state` itself stays as it was.

    Raises Refused where the event cannot be: then the session is as before (but for the time, which
    the next event brings along). A vote that comes too late raises TooLate, one too many NoRoom.
    """
    state = _at(state, max(state.now, event.at))
    if isinstance(event, Tick):
        return state
    if isinstance(event, Vote):
        return _vote(state, event)
    if event.question not in state.options:
        raise Refused(f"This deck has no question {event.question!r}.")
    return _ACTIONS[event.kind](state, event)


def _at(state: State, now: float) -> State:
    """The session at a later time: what was to close by then is closed."""
    state = replace(state, now=now)
    for question, ballots in state.ballots.items():
        ballot = ballots[-1]
        if ballot.phase == CLOSING and ballot.closes_at <= now:
            state = _with(state, question, replace(ballot, phase=CLOSED, closes_at=None))
    return state


def _with(state: State, question: str, ballot: Ballot) -> State:
    """The session with another present ballot of a question."""
    ballots = (*state.ballots[question][:-1], ballot)
    return replace(state, ballots=MappingProxyType(state.ballots | {question: ballots}))


def _vote(state: State, event: Vote) -> State:
    ballot = state.ballot
    if ballot is None or ballot.serial != event.serial:
        raise TooLate("That vote is over.")
    if not ballot.takes_votes:
        raise TooLate("The vote is closed.")
    if not 0 <= event.option < state.options[state.current]:
        raise Refused("There is no such option.")
    if event.voter not in ballot.votes and len(ballot.votes) >= MOST_VOTERS:
        raise NoRoom(f"More than {MOST_VOTERS:,} voters are not counted.")
    votes = MappingProxyType(ballot.votes | {event.voter: event.option})
    return _with(state, state.current, replace(ballot, votes=votes))


def _begin(state: State, question: str, before: tuple[Ballot, ...]) -> State:
    """A new ballot of a question; whatever else was open is closed, with its votes."""
    for other, ballots in state.ballots.items():
        if ballots[-1].takes_votes:
            state = _with(state, other, replace(ballots[-1], phase=CLOSED, closes_at=None))
    serial = state.serials + 1
    ballots = state.ballots | {question: (*before, Ballot(serial))}
    return replace(state, ballots=MappingProxyType(ballots), current=question, serials=serial)


def _open(state: State, event: Open) -> State:
    ballot = state.last(event.question)
    if ballot is None:
        return _begin(state, event.question, ())
    if ballot.phase == CLOSING:
        return _with(state, event.question, replace(ballot, phase=OPEN, closes_at=None))
    if ballot.phase == OPEN:
        raise Refused("The vote is open already.")
    raise Refused("This question was voted on: vote again, or start it anew.")


def _close(state: State, event: Close) -> State:
    ballot = state.last(event.question)
    if ballot is None or ballot.phase != OPEN:
        raise Refused("There is no open vote to close.")
    closing = replace(ballot, phase=CLOSING, closes_at=state.now + COUNTDOWN)
    return _with(state, event.question, closing)


def _reveal(state: State, event: Reveal) -> State:
    ballot = state.last(event.question)
    if ballot is None or ballot.phase == REVEALED:
        raise Refused("There is nothing to reveal." if ballot is None else "It is revealed.")
    if ballot.phase != CLOSED:
        raise Refused("Close the vote first: nobody is to see it while others vote.")
    return _with(state, event.question, replace(ballot, phase=REVEALED))


def _again(state: State, event: Again) -> State:
    ballots = state.ballots.get(event.question, ())
    if not ballots:
        raise Refused("There was no first vote yet.")
    if ballots[-1].takes_votes:
        raise Refused("Close the vote first.")
    if len(ballots) > 1:
        raise Refused("There were two votes: start the question anew for more.")
    return _begin(state, event.question, ballots)


def _restart(state: State, event: Restart) -> State:
    if event.question not in state.ballots:
        raise Refused("There was no vote yet: open it.")
    return _begin(state, event.question, ())


def _hands(state: State, event: Hands) -> State:
    ballot = state.last(event.question)
    if ballot is None:
        raise Refused("Open the vote first; then count hands.")
    if len(event.counts) != state.options[event.question]:
        raise Refused("There is one count for each option.")
    if not all(0 <= count <= MOST_HANDS for count in event.counts):
        raise Refused(f"A count of hands is a number from 0 to {MOST_HANDS:,}.")
    return _with(state, event.question, replace(ballot, hands=tuple(event.counts)))


_ACTIONS = {
    "open": _open, "close": _close, "reveal": _reveal, "again": _again,
    "restart": _restart, "hands": _hands,
}  # fmt: skip

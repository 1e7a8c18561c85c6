"""What each screen is told of a session. All pure: a state in, plain data out.

The projector's and the phones' views hold no counts before the reveal: what is not sent cannot be
seen in any way. Only the lecturer's notes have them.
"""

from __future__ import annotations

from collections.abc import Mapping

from .counting import ADVICE, advice, counts, gain, moves, share
from .questions import LETTERS, Asked
from .session import (
    CLOSED,
    CLOSING,
    OPEN,
    REVEALED,
    Again,
    Ballot,
    Close,
    Hands,
    Open,
    Refused,
    Restart,
    Reveal,
    State,
    step,
)

ROUNDS = ("First vote", "Second vote")

SAID = {
    OPEN: ("The vote is open: choose one.", "Your vote for {} counts. You may change it."),
    CLOSING: ("Closing: choose now.", "Closing. Your vote for {} counts."),
    CLOSED: (
        "Closed. You did not vote.",
        "Closed. Your vote for {} counts.",
    ),
    REVEALED: ("This is how the class voted.", "This is how the class voted. You chose {}."),
}
"""What a phone says in each phase: without a vote of its own, and with one."""

WAITING = "You are in. Leave this page open."


def for_phone(state: State, now: float, key: str, html: str) -> dict:
    """What all phones are told. key, html: the question's form, as `pages` draws it."""
    ballot, drawn = state.ballot, {"key": key, "html": html}
    if ballot is None:
        return {"ballot": 0, "phase": "waiting", "said": [WAITING, WAITING], **drawn}
    return {
        "ballot": ballot.serial,
        "phase": ballot.phase,
        "closes_in": _closes_in(ballot, now),
        "said": list(SAID[ballot.phase]),
        **drawn,
    }


def own(state: State, voter: str) -> dict:
    """What one phone is told of itself: its choice in the present ballot, None if there is none."""
    ballot = state.ballot
    if ballot is None:
        return {"ballot": 0, "option": None}
    return {"ballot": ballot.serial, "option": ballot.votes.get(voter)}


def said_to(state: State, voter: str | None) -> str:
    """What a phone's line says, for a browser that runs no script."""
    ballot = state.ballot
    if ballot is None:
        return WAITING
    option = ballot.votes.get(voter) if voter else None
    without, having = SAID[ballot.phase]
    return without if option is None else having.format(LETTERS[option])


def for_projector(state: State, now: float) -> dict:
    """What the deck is told: of each question the round, the phase and how many have voted.

    counts: of each vote, once all is revealed; None before that.
    """
    return {
        question: {
            "round": len(ballots),
            "phase": ballots[-1].phase,
            "voted": voted(ballots[-1]),
            "closes_in": _closes_in(ballots[-1], now),
            "counts": shown_counts(state, question),
        }
        for question, ballots in state.ballots.items()
    }


def shown_counts(state: State, question: str) -> list[tuple[int, ...]] | None:
    """The counts of each vote on a question, if all may see them."""
    ballots = state.ballots.get(question, ())
    if not ballots or ballots[-1].phase != REVEALED:
        return None
    return [counts(ballot, state.options[question]) for ballot in ballots]


def voted(ballot: Ballot) -> int:
    """How many have voted: phones, and hands that were typed in."""
    return len(ballot.votes) + sum(ballot.hands)


def for_lecturer(state: State, now: float, asked: Mapping[str, Asked]) -> dict:
    """What the notes are told: all counts, what they mean, and what can be done next."""
    return {
        "current": state.current,
        "questions": {id: _notes(state, now, question) for id, question in asked.items()},
    }


def _notes(state: State, now: float, question: Asked) -> dict:
    options, right = len(question.choices), question.right
    ballots = state.ballots.get(question.id, ())
    counted = [counts(ballot, options) for ballot in ballots]
    shares = [share(each, right) for each in counted]
    kind = advice(shares[-1]) if shares else ""
    if len(ballots) == 2 and kind == "discuss":
        kind = "go on"  # there is no third vote: the answer's slide explains
    return {
        "phase": ballots[-1].phase if ballots else "",
        "round": len(ballots),
        "voted": voted(ballots[-1]) if ballots else 0,
        "closes_in": _closes_in(ballots[-1], now) if ballots else None,
        "counts": counted,
        "hands": list(ballots[-1].hands) if ballots else [],
        "shares": shares,
        "advice": ADVICE[kind] if ballots else "",
        "gain": gain(*shares) if len(shares) == 2 else None,
        "moves": moves(*ballots, options) if len(ballots) == 2 else None,
        "possible": possible(state, question.id),
    }


def possible(state: State, question: str) -> list[str]:
    """What the lecturer can do with a question now, by name: whatever `step` does not refuse."""
    none = (0,) * state.options[question]
    events = [kind(state.now, question) for kind in (Open, Close, Reveal, Again, Restart)]
    able = []
    for event in [*events, Hands(state.now, question, none)]:
        try:
            step(state, event)
        except Refused:
            continue
        able.append(event.kind)
    return able


def _closes_in(ballot: Ballot, now: float) -> float | None:
    if ballot.phase != CLOSING:
        return None
    return round(max(0.0, ballot.closes_at - now), 2)

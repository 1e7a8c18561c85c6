"""What the votes say: counts, who moved where, the gain, and what to do next. All pure."""

from __future__ import annotations

from .session import Ballot

FEW, MANY = 0.30, 0.70
"""Shares of right answers: below the first, explain again; above the second, go on."""

ADVICE = {
    "explain": "Explain again, in another way, then vote anew: too few have an idea to argue with.",
    "discuss": "Let them convince a neighbour who voted otherwise; then vote again.",
    "go on": "Go on: say in a sentence why the others tempt.",
    "": "Nobody has voted yet.",
}


def counts(ballot: Ballot, options: int) -> tuple[int, ...]:
    """How many chose each option: phones, and hands that were typed in."""
    hands = ballot.hands or (0,) * options
    chosen = list(ballot.votes.values())
    return tuple(chosen.count(place) + hands[place] for place in range(options))


def share(counted: tuple[int, ...], right: int) -> float | None:
    """The share of right answers, 0 to 1; None where nobody voted."""
    total = sum(counted)
    return counted[right] / total if total else None


def advice(right: float | None) -> str:
    """What to do after a vote with this share of right answers: a key of ADVICE."""
    if right is None:
        return ""
    return "explain" if right < FEW else "discuss" if right <= MANY else "go on"


def moves(first: Ballot, second: Ballot, options: int) -> list[list[int]]:
    """Who moved where: `[i][j]` chose option i in the first vote and j in the second.

    Only phones that took part in both are in it; hands cannot be followed.
    """
    table = [[0] * options for _ in range(options)]
    for voter, before in first.votes.items():
        if voter in second.votes:
            table[before][second.votes[voter]] += 1
    return table


def gain(before: float | None, after: float | None) -> float | None:
    """Hake's normalised gain: of what could still be gained, the part that was.

    (p2 − p1) / (1 − p1), for shares p1 and p2 of right answers; None where a vote is missing or all
    were right at once.
    """
    if before is None or after is None or before == 1:
        return None
    return (after - before) / (1 - before)

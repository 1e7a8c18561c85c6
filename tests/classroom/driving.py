"""What tests do to a room that is on, and what they look at."""

import asyncio

from autograder.classroom.session import COUNTDOWN

from .phones import ask

FIRST = "g1-two-small-changes"


def do(on, what, question=FIRST, **more):
    return ask(on.address, "/do", {"what": what, "question": question, **more}, on.desk)


def count(on, question=FIRST):
    """What was counted: the phones' votes of each ballot."""
    return [dict(ballot.votes) for ballot in on.room.state.ballots.get(question, ())]


async def until(true):
    """Wait, however long a busy machine takes, until something is so."""
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.01)


def hurry(on, seconds=COUNTDOWN):
    """Let the session's time pass by."""
    on.room.ledger._base += seconds

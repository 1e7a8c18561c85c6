"""`step`: whatever happens, in whatever order, nothing is lost and nothing counts twice."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.classroom.counting import counts
from autograder.classroom.session import (
    CLOSED,
    CLOSING,
    COUNTDOWN,
    MOST_VOTERS,
    OPEN,
    REVEALED,
    Again,
    Ballot,
    Close,
    Hands,
    NoRoom,
    Open,
    Refused,
    Restart,
    Reveal,
    State,
    Tick,
    TooLate,
    Vote,
    step,
)

OPTIONS = {"one": 3, "two": 4}
START = State(OPTIONS)


def after(*events, state=START):
    for event in events:
        state = step(state, event)
    return state


def test_the_way_of_a_question():
    state = after(Open(1, "one"), Vote(2, 1, "ada", 0), Vote(3, 1, "bob", 2), Vote(4, 1, "ada", 1))
    assert dict(state.ballot.votes) == {"ada": 1, "bob": 2}  # the last choice counts
    state = after(Close(10, "one"), state=state)
    assert state.ballot.phase == CLOSING
    state = after(Vote(10 + COUNTDOWN - 0.01, 1, "cem", 1), state=state)  # what is tapped counts
    with pytest.raises(TooLate):
        step(state, Vote(10 + COUNTDOWN, 1, "ada", 0))
    state = after(Tick(16), Reveal(17, "one"), Again(18, "one"), Vote(19, 2, "ada", 1), state=state)
    first, second = state.ballots["one"]
    assert counts(first, 3) == (0, 2, 1) and counts(second, 3) == (0, 1, 0)
    with pytest.raises(TooLate):  # a phone that slept through the first vote
        step(state, Vote(20, 1, "dan", 0))


def test_a_close_can_be_taken_back_while_it_counts_down():
    state = after(Open(1, "one"), Close(2, "one"), Open(4, "one"), Vote(99, 1, "ada", 0))
    assert state.ballot.phase == OPEN and state.ballot.votes
    with pytest.raises(Refused):
        step(after(Open(1, "one"), Close(2, "one"), Tick(9)), Open(10, "one"))


def test_another_question_closes_the_one_that_was_open():
    state = after(Open(1, "one"), Vote(2, 1, "ada", 0), Open(3, "two"))
    assert state.last("one").phase == CLOSED and dict(state.last("one").votes) == {"ada": 0}
    assert state.current == "two" and state.ballot.serial == 2


def test_a_question_begun_anew_takes_no_vote_of_the_old_one():
    state = after(Open(1, "one"), Vote(2, 1, "ada", 0), Restart(3, "one"))
    assert not state.ballot.votes and state.ballot.serial == 2
    with pytest.raises(TooLate):
        step(state, Vote(4, 1, "ada", 0))


def test_hands_are_added_and_typed_anew():
    state = after(Open(1, "one"), Vote(2, 1, "ada", 0), Hands(3, "one", (5, 6, 7)))
    state = after(Hands(4, "one", (1, 0, 2)), state=state)
    assert counts(state.ballot, 3) == (2, 0, 2)
    for wrong in ((1, 2), (1, 2, 3, 4), (-1, 0, 0), (0, 0, 10_000)):
        with pytest.raises(Refused):
            step(state, Hands(5, "one", wrong))


@pytest.mark.parametrize(
    "event",
    [Close(1, "one"), Reveal(1, "one"), Again(1, "one"), Restart(1, "one"), Open(1, "three"),
     Hands(1, "one", (1,) * 3), Vote(1, 1, "ada", 0)],
)  # fmt: skip
def test_nothing_can_be_done_with_what_was_not_opened(event):
    with pytest.raises(Refused):
        step(START, event)


@pytest.mark.parametrize("option", [-1, 3, 99])
def test_there_are_no_other_options(option):
    with pytest.raises(Refused):
        step(after(Open(1, "one")), Vote(2, 1, "ada", option))


def test_nobody_sees_while_others_vote():
    state = after(Open(1, "one"))
    for early in (state, after(Close(2, "one"), state=state)):
        with pytest.raises(Refused):
            step(early, Reveal(3, "one"))
    again = after(Close(2, "one"), Tick(9), Reveal(9, "one"), Again(10, "one"), state=state)
    with pytest.raises(Refused):
        step(again, Reveal(11, "one"))


def test_voters_are_bounded_and_those_inside_may_change():
    full = Ballot(1, votes={str(each): 0 for each in range(MOST_VOTERS)})
    state = replace(after(Open(1, "one")), ballots={"one": (full,)})
    with pytest.raises(NoRoom):
        step(state, Vote(2, 1, "one more", 1))
    assert step(state, Vote(2, 1, "7", 1)).ballot.votes["7"] == 1


# -- whatever happens --------------------------------------------------------------------------

QUESTIONS = st.sampled_from(["one", "two", "nothing"])
EVENTS = st.one_of(
    st.builds(
        Vote,
        at=st.floats(0, 4),
        serial=st.integers(0, 6),
        voter=st.sampled_from("abcdef"),
        option=st.integers(-1, 4),
    ),
    st.builds(
        Hands, at=st.floats(0, 4), question=QUESTIONS, counts=st.tuples(*[st.integers(-1, 9)] * 3)
    ),
    st.builds(Tick, at=st.floats(0, 4)),
    *(
        st.builds(kind, at=st.floats(0, 4), question=QUESTIONS)
        for kind in (Open, Close, Reveal, Again, Restart)
    ),
)


class Clerk:
    """A second opinion: the class kept by hand in plain dictionaries, vote by vote."""

    def __init__(self):
        self.votes, self.shut = {}, set()

    def note(self, before, event, accepted):
        """Check one event against what the state was before it."""
        if isinstance(event, Vote) and accepted:
            assert event.serial not in self.shut
            self.votes.setdefault(event.serial, {})[event.voter] = event.option

    def check(self, state):
        serials = [ballot.serial for ballots in state.ballots.values() for ballot in ballots]
        assert len(serials) == len(set(serials)) and all(1 <= s <= state.serials for s in serials)
        for question, ballots in state.ballots.items():
            assert 1 <= len(ballots) <= 2
            assert all(ballot.phase in (CLOSED, REVEALED) for ballot in ballots[:-1])
            for ballot in ballots:
                assert dict(ballot.votes) == self.votes.get(ballot.serial, {})
                assert all(0 <= option < OPTIONS[question] for option in ballot.votes.values())
                assert sum(counts(ballot, OPTIONS[question])) == len(ballot.votes) + sum(
                    ballot.hands
                )
                if not ballot.takes_votes:
                    self.shut.add(ballot.serial)
        takers = [q for q, ballots in state.ballots.items() if ballots[-1].takes_votes]
        assert len(takers) <= 1 and all(question == state.current for question in takers)


@settings(max_examples=120, deadline=None)
@given(st.lists(EVENTS, max_size=40))
def test_whatever_happens_nothing_is_lost_or_counted_twice(events):
    state, clerk, accepted = START, Clerk(), []
    now = 0.0
    for event in events:
        now += event.at  # here: how long after the one before
        event = replace(event, at=now)
        frozen = repr(state)
        try:
            new = step(state, event)
        except Refused:
            new = state
        else:
            accepted.append(event)
            clerk.note(state, event, True)
        assert repr(state) == frozen  # what was is not changed
        state = new
        clerk.check(step(state, Tick(now)))
    # Only the events that counted, played again, are the same class: what the ledger rests on.
    assert after(*accepted) == state


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=25), st.randoms(use_true_random=False))
def test_a_vote_sent_twice_or_again_later_changes_nothing(events, random):
    """Every accepted event once more at once, where it is a vote: the same state."""
    state, now = START, 0.0
    for event in events:
        now += event.at
        event = replace(event, at=now)
        try:
            state = step(state, event)
        except Refused:
            continue
        if isinstance(event, Vote):
            assert step(state, event) == state

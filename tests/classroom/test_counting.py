"""What the votes say, by hand; and the report that is made of it."""

import csv
import re

import bs4
import pytest

from autograder.classroom import report, views
from autograder.classroom.counting import advice, counts, gain, moves, share
from autograder.classroom.ledger import Heading
from autograder.classroom.session import (
    Again,
    Ballot,
    Close,
    Hands,
    Open,
    Reveal,
    State,
    Tick,
    Vote,
    step,
)

FIRST, SECOND = "g1-two-small-changes", "g3-slope-minus-four"  # right: B, C


def test_counts_shares_gain_and_moves():
    first = Ballot(1, votes={"a": 0, "b": 0, "c": 1, "d": 2}, hands=(0, 3, 1))
    second = Ballot(2, votes={"a": 1, "b": 0, "c": 1, "e": 1})
    assert counts(first, 3) == (2, 4, 2) and counts(second, 3) == (1, 3, 0)
    assert share((2, 4, 2), 1) == 0.5 and share((0, 0, 0), 1) is None
    # Half were wrong at first, a quarter is now: half of what could be gained.
    assert gain(0.5, 0.75) == 0.5 and gain(0.5, 0.25) == -0.5
    assert gain(1, 1) is None and gain(None, 1) is None and gain(0.5, None) is None
    # d left and e came: neither can be followed.
    assert moves(first, second, 3) == [[1, 1, 0], [0, 1, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    ("right", "said"),
    [(None, ""), (0, "explain"), (0.29, "explain"), (0.30, "discuss"), (0.70, "discuss"),
     (0.71, "go on"), (1, "go on")],
)  # fmt: skip
def test_advice(right, said):
    assert advice(right) == said


@pytest.fixture
def held(asked):
    """A class of six phones: the first question twice, the second once with hands as well."""
    state = State({id: len(question.choices) for id, question in asked.items()})
    events = [Open(1, FIRST)]
    events += [
        Vote(2, 1, voter, int(option)) for voter, option in ("a0", "b0", "c1", "d1", "e3", "f2")
    ]
    events += [Close(3, FIRST), Tick(9), Again(10, FIRST)]
    events += [Vote(11, 2, voter, int(option)) for voter, option in ("a1", "b0", "c1", "d1", "e1")]
    events += [Close(12, FIRST), Tick(18), Reveal(19, FIRST), Open(20, SECOND)]
    events += [Vote(21, 3, "a", 0), Hands(22, SECOND, (0, 1, 7, 0)), Close(23, SECOND)]
    for event in events:
        state = step(state, event)
    return step(state, Tick(30))


HEADING = Heading("05-gradient-descent", "2026-11-28 101500", "p", "d", {})


def test_the_report_is_right(held, asked, lesson):
    rows = report.rows_of(held, asked)
    assert [row.question.id for row in rows] == [FIRST, SECOND]
    first, second = rows
    assert first.votes == ((2, 2, 1, 1), (1, 4, 0, 0))
    assert first.gain == pytest.approx((4 / 5 - 1 / 3) / (2 / 3))
    assert first.moved == [[1, 1, 0, 0], [0, 2, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0]]
    assert [(count, choice.letter) for count, choice in first.tempting] == [(1, "A")]
    assert second.votes == ((1, 1, 7, 0),) and second.moved is None and second.gain is None
    assert [(count, choice.letter) for count, choice in second.tempting] == [(1, "A"), (1, "B")]

    page, table, moved = report.write(lesson, HEADING, rows)
    assert page.name == "05-gradient-descent.2026-11-28-101500.html"
    lines = list(csv.DictReader(table.open(newline="")))
    assert list(lines[0]) == ["lesson", "question", "round", "option", "count"]
    got = {(line["question"], line["round"], line["option"]): int(line["count"]) for line in lines}
    assert [got[FIRST, "2", letter] for letter in "ABCD"] == [1, 4, 0, 0]
    assert sum(got.values()) == 6 + 5 + 9
    followed = {(r["first"], r["second"]): int(r["count"]) for r in csv.DictReader(moved.open())}
    assert followed["D", "B"] == 1 and sum(followed.values()) == 5

    soup = bs4.BeautifulSoup(page.read_text("utf-8"), "html.parser")
    words = " ".join(soup.get_text(" ").split())
    assert "Normalised gain +0.70" in words and "5 phones voted both times" in words
    assert "These are rates" in words  # why A tempts
    assert not soup.find(["script", "img"])
    assert all(link["href"] == "data:," for link in soup.find_all("link"))
    # Written again, as after a crash in between, it is the same and leaves nothing beside it.
    assert report.write(lesson, HEADING, rows) == [page, table, moved]
    assert len(list(page.parent.iterdir())) == 3


def test_nobody_is_in_the_report(held, asked, lesson):
    """With voters of unmistakable names, none of them is in any file."""
    named = {voter: f"voter-{voter * 8}" for voter in "abcdef"}
    ballots = {
        id: tuple(
            Ballot(b.serial, b.phase, {named[v]: o for v, o in b.votes.items()}, b.hands)
            for b in each
        )
        for id, each in held.ballots.items()
    }
    state = State(held.options, ballots, held.current, held.serials, held.now)
    for path in report.write(lesson, HEADING, report.rows_of(state, asked)):
        assert not re.search("voter-|" + "|".join(named.values()), path.read_text("utf-8"))


def test_no_counts_leave_for_projector_or_phones_before_the_reveal(held, asked):
    for state in (held, step(held, Again(31, SECOND))):
        assert views.for_projector(state, 31)[SECOND]["counts"] is None
        assert views.shown_counts(state, SECOND) is None
    told = views.for_projector(held, 31)
    assert told[FIRST]["counts"] == [(2, 2, 1, 1), (1, 4, 0, 0)] and told[SECOND]["voted"] == 9
    private = views.for_lecturer(held, 31, asked)["questions"][SECOND]
    assert private["counts"] == [(1, 1, 7, 0)] and private["advice"].startswith("Go on")
    assert private["possible"] == ["reveal", "again", "restart", "hands"]

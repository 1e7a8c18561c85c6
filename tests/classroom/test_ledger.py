"""The ledger: played again it is the same session, whatever ended the server before."""

import json
import os

import pytest

from autograder.classroom import ledger as module
from autograder.classroom.ledger import Ledger, played
from autograder.classroom.session import Again, Close, Hands, Open, Refused, Reveal, Tick, Vote
from autograder.course import CourseError

OPTIONS = {"one": 3, "two": 4}


@pytest.fixture
def ledger(tmp_path):
    """A session with a closed first vote and an open second one."""
    book = Ledger.begin(tmp_path / "votes" / "05.jsonl", "05-gradient-descent", OPTIONS)
    for event in (
        Open(1.0, "one"), Vote(2.0, 1, "ada", 0), Vote(2.25, 1, "bob", 1), Close(3.0, "one"),
        Vote(7.9999999, 1, "cem", 2), Tick(8.1), Hands(8.2, "one", (1, 2, 3)), Reveal(9.0, "one"),
        Again(10.0, "one"), Vote(11.0, 2, "ada", 1),
    ):  # fmt: skip
        book.take(event)
    yield book
    book.close()


def test_played_again_it_is_the_same_session(ledger):
    heading, state = played(ledger.path)
    assert heading == ledger.heading and state == ledger.state
    again = Ledger.resume(ledger.path)
    again.take(Vote(again.now(), 2, "bob", 2))
    assert dict(again.state.ballot.votes) == {"ada": 1, "bob": 2}
    assert again.now() >= 11.0  # time goes on, and never back
    again.close()


def test_every_beginning_of_the_file_is_a_session_that_was(ledger):
    """The server may be killed at any byte: whole lines count, and a part of one does not."""
    whole = ledger.path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for end in range(len(lines[0]), len(whole) + 1, 7):
        ledger.path.write_bytes(whole[:end])
        _, state = played(ledger.path)
        kept = ledger.path.read_bytes()
        assert kept == b"".join(lines[: whole[:end].count(b"\n")])
        assert played(ledger.path)[1] == state


def test_what_is_refused_is_not_written(ledger):
    before = ledger.path.read_bytes()
    for event in (Vote(12, 1, "ada", 0), Vote(12, 2, "ada", 9), Open(12, "one"), Reveal(12, "two")):
        with pytest.raises(Refused):
            ledger.take(event)
    assert ledger.path.read_bytes() == before


@pytest.mark.parametrize("written", [0, 5])
def test_a_full_disk_counts_nothing_and_leaves_the_file_whole(ledger, monkeypatch, written):
    """Of a vote that cannot be written whole, nothing stays, and nobody is told that it counted."""
    state, before = ledger.state, ledger.path.read_bytes()
    real = os.write

    def full(file, data):
        if not written:
            raise OSError(28, "No space left on device")
        return real(file, data[:written])

    monkeypatch.setattr(module.os, "write", full)
    with pytest.raises(OSError):
        ledger.take(Vote(12, 2, "dan", 1))
    monkeypatch.undo()
    assert ledger.state is state and ledger.path.read_bytes() == before
    ledger.take(Vote(13, 2, "dan", 1))
    assert played(ledger.path)[1] == ledger.state


@pytest.mark.parametrize(
    "line",
    ["{}", "not JSON", '{"do":"vote","at":1}', '{"do":"shout","at":1}', "[]", "7",
     '{"do":"vote","at":99,"serial":1,"voter":"x","option":0}'],
)  # fmt: skip
def test_a_damaged_ledger_is_named_in_one_line(ledger, line):
    with ledger.path.open("a") as stream:
        stream.write(line + "\n")
    before = ledger.path.read_bytes()
    with pytest.raises(CourseError) as caught:
        Ledger.resume(ledger.path)
    assert "line 11" in str(caught.value) and "\n" not in str(caught.value)
    assert ledger.path.read_bytes() == before


def test_nothing_personal_is_in_it(ledger):
    """The whole file: a heading of known fields, and events of known fields; nothing else."""
    heading, *events = map(json.loads, ledger.path.read_text().splitlines())
    assert set(heading) == {"lesson", "began", "phones", "desk", "options", "version"}
    known = {"do", "at", "serial", "voter", "option", "question", "counts"}
    assert set().union(*events) <= known
    if os.name == "posix":
        assert ledger.path.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_to_is_one_line(tmp_path):
    (tmp_path / "votes").write_text("a file is in the way")
    with pytest.raises(CourseError, match="cannot be written to"):
        Ledger.begin(tmp_path / "votes" / "05.jsonl", "05", OPTIONS)

"""`autograder present` before anybody has joined: what cannot be is one clear line, and no more."""

import os
import re
import signal
import socket
import time

import pytest
from click.testing import CliRunner
from filelock import FileLock

from autograder.authoring.build import deck_is_current, write_deck
from autograder.authoring.deck_stamp import page_as_it_is_now
from autograder.classroom import address
from autograder.classroom.ledger import LONGEST_PAUSE, Ledger, path_of, played
from autograder.classroom.present import present
from autograder.classroom.questions import questions_of
from autograder.classroom.session import Open, Vote
from autograder.cli import main
from autograder.course import CourseError

from .light_course import LESSON
from .serving import Server

FIRST = "g1-two-small-changes"


@pytest.fixture
def here(course, monkeypatch):
    """The course, in the current folder."""
    monkeypatch.chdir(course.root)
    return course


def said(*words):
    """The line that a command fails with; it must be one, and the exit code not 0."""
    done = CliRunner().invoke(main, ["present", *words])
    assert done.exit_code != 0 and not isinstance(done.exception, (CourseError, OSError))
    lines = done.output.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("Error: "), done.output
    return lines[0]


@pytest.mark.parametrize("name", ["99", "no-such-lesson", "-1", ""])
def test_an_unknown_lesson(here, name):
    line = said("--", name)
    assert "There is no lesson named" in line and LESSON in line


def test_a_port_that_is_in_use_or_not_for_everybody(here):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"Port {port} is in use" in said("5", "--host", "127.0.0.1", "--port", port)
    done = CliRunner().invoke(main, ["present", "5", "--port", "70000"])
    assert done.exit_code != 0 and "70000" in done.output
    assert not list(here.root.glob(".autograder-votes/*.jsonl"))  # no session was begun


def test_addresses_that_are_none(here, monkeypatch):
    # Documentation addresses (RFC 5737); this machine's own may be among them, so one far out.
    assert "is no address of this machine" in said("5", "--host", "203.0.113.254", "--port", "0")
    assert "is no address" in said("5", "--host", "a..b", "--port", "0")

    def unknown(*_, **__):  # what a name server says; asking a real one may take long
        raise socket.gaierror(-2, "Name or service not known")

    with monkeypatch.context() as patch:
        patch.setattr(address, "bind_sockets", unknown)
        assert "There is no address 'nowhere'" in said("5", "--host", "nowhere", "--port", "0")
    # A machine that is in no network: the way out leads nowhere but to itself.
    monkeypatch.setattr(address, "ANYWHERE", ("127.0.0.1", "::1"))
    for words in (("5",), ("5", "--host", "0.0.0.0", "--port", "0")):
        assert "no address on a network" in said(*words)
    assert not list(here.root.glob(".autograder-votes/*.jsonl"))


def test_a_deck_that_is_missing_or_out_of_date(here):
    """Whichever part is newer: the source, the live deck, the theme; nothing is overwritten."""
    page = here.deck_html.read_bytes()
    theme, deck, source = here.root / "slides" / "theme.css", here.deck, here.source
    for path, old, new in (
        (theme, "Okabe", "Okabe,"),
        (deck, "Gradient descent", "Gradient ascent"),
        (source, "# ## A hillside in fog", "# ## A hillside in rain"),
    ):
        kept = path.read_text("utf-8")
        assert old in kept
        path.write_text(kept.replace(old, new, 1), "utf-8")
        assert re.search(r"is out of date: run `autograder build --slides 05", said("5"))
        path.write_text(kept, "utf-8")
    assert here.deck_html.read_bytes() == page
    here.deck_html.unlink()
    assert "05-gradient-descent.html is missing" in said("5")
    deck.unlink()
    assert not deck_is_current(here) and "out of date" in said("5")


def test_a_page_that_was_just_built_is_up_to_date(here, monkeypatch):
    monkeypatch.setattr("autograder.authoring.deck.deck_html", lambda *_: "<html></html>")
    write_deck(here)
    assert page_as_it_is_now(here).startswith("<html></html>")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_and_started_it_goes_on(here, number):
    """Ctrl+C and `kill` leave the report, and the class where it was."""
    path = left(here, questions_of(here))
    server = Server(here.root)
    assert "It goes on where it was" in server.said
    server.process.send_signal(number)
    said_last = server.process.communicate(timeout=60)[0]
    assert server.process.returncode == 0 and "Stopped; " in said_last
    assert said_last.count(": written") == 3 and "Traceback" not in said_last
    assert played(path)[1].ballots[FIRST][0].votes == {"ada": 1, "bob": 2}


def test_a_lesson_is_presented_once_at_a_time(here):
    path = path_of(here.root, LESSON).with_suffix(".lock")
    path.parent.mkdir()
    with FileLock(path):
        assert "is being presented already" in said("5", "--host", "127.0.0.1", "--port", "0")
        assert "No session of 05-gradient-descent was left" in said("5", "--end")


def left(lesson, questions=(FIRST,)):
    """A session that was left with one vote of two phones."""
    book = Ledger.begin(path_of(lesson.root, LESSON), LESSON, dict.fromkeys(questions, 4))
    book.take(Open(1, FIRST))
    book.take(Vote(2, 1, "ada", 1))
    book.take(Vote(3, 1, "bob", 2))
    book.close()
    return book.path


def test_ending_a_session_that_was_left(here):
    path = left(here)
    done = CliRunner().invoke(main, ["present", "5", "--end"])
    assert done.exit_code == 0 and not path.exists()
    (table,) = (here.root / "report" / "votes").glob("*[0-9].csv")
    assert f"{FIRST},1,B,1" in table.read_text() and f"{FIRST},1,A,0" in table.read_text()
    assert str(table.relative_to(here.root)) in done.output


def test_a_session_without_a_vote_leaves_no_report(here):
    path = path_of(here.root, LESSON)
    Ledger.begin(path, LESSON, {FIRST: 4}).close()
    done = CliRunner().invoke(main, ["present", "5", "--end"])
    assert done.output.strip() == "Nothing was voted on, so there is no report."
    assert not path.exists() and not (here.root / "report").exists()


def test_a_session_of_another_deck_is_not_mixed_with_this_one(here):
    path = left(here)  # one question, and the deck has nine
    assert "--fresh" in said("5", "--host", "127.0.0.1", "--port", "0")
    assert path.exists()
    path.write_text("nonsense\n")
    assert "damaged in line 1" in said("5", "--host", "127.0.0.1", "--port", "0")
    assert path.read_text() == "nonsense\n"


def test_what_was_left_for_hours_is_ended_before_the_next_class(here, monkeypatch):
    """Votes do not lie about: the next class, of whatever lesson, ends what is over."""
    path = left(here)
    old = time.time() - LONGEST_PAUSE - 1
    os.utime(path, (old, old))
    lines = []

    def serve(room, *_):
        assert not room.state.ballots  # a new session
        room.ledger.close()

    monkeypatch.setattr("autograder.classroom.present._serve", serve)
    present(here, "127.0.0.1", 0, False, lines.append)
    assert len(list((here.root / "report" / "votes").iterdir())) == 3 and len(lines) == 3

"""What tests of votes share: lesson 05's questions, a course with its deck, a room that is on."""

import contextlib
import shutil
from types import SimpleNamespace

import pytest

from autograder.classroom import pages
from autograder.classroom.address import listening
from autograder.classroom.ledger import Ledger
from autograder.classroom.passes import desk_cookie, desk_pass, names_of_this_machine
from autograder.classroom.questions import questions_of
from autograder.classroom.room import Room
from autograder.classroom.server import server
from autograder.course import Lesson

from ..conftest import ROOT
from .light_course import LESSON, light_course

HOST = "127.0.0.1"


@pytest.fixture(scope="session")
def built_course(tmp_path_factory):
    """What `course` is a copy of."""
    return light_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def course(built_course, tmp_path):
    """A test's own course of one lesson, 05, with its deck built; figures are left out."""
    return Lesson(LESSON, shutil.copytree(built_course.root, tmp_path / "course"))


@pytest.fixture(scope="session")
def asked():
    """Lesson 05's questions that its deck puts to the vote."""
    return questions_of(Lesson(LESSON, ROOT))


@pytest.fixture
def lesson(tmp_path):
    """A lesson in a folder of its own, in which votes and reports can be written."""
    return Lesson(LESSON, tmp_path)


@pytest.fixture
def open_room(lesson, asked):
    """`async with open_room() as on`: a server in this loop. on: room, door, address, desk cookie.

    Entered a second time in a test, it goes on with the session, as a server that was restarted.
    """

    @contextlib.asynccontextmanager
    async def enter(connections=500):
        sockets = listening(HOST, 0)
        address = sockets[0].getsockname()[:2]
        path = lesson.root / "session.jsonl"
        options = {id: len(question.choices) for id, question in asked.items()}
        ledger = (
            Ledger.resume(path) if path.exists() else Ledger.begin(path, lesson.folder, options)
        )
        join = f"http://{HOST}:{address[1]}/"
        deck = '<head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        page = pages.live_deck(f'{deck}<body><div class="slides"></div></body>', asked, join)
        room = Room(lesson, ledger, asked, join, page, pages.slides_of(page))
        door = server(room, names_of_this_machine(HOST), connections)
        door.add_sockets(sockets)
        secret = ledger.heading.desk
        desk = f"{desk_cookie(secret)}={desk_pass(secret)}"
        try:
            yield SimpleNamespace(room=room, door=door, address=address, desk=desk)
        finally:
            door.stop()
            room.leave()
            if not room.over.is_set():
                ledger.close()

    return enter

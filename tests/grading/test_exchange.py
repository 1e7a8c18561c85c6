"""Collecting from nbgrader's exchange, where every account of a machine may put what it likes."""

import logging
import os
import pwd

import pytest
from nbgrader.api import Gradebook
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.grading.nbgrader.collecting import Collect

from .conftest import LESSON, in_course

NOBODY, TIME = 65534, "timestamp.txt"
OWNER = pwd.getpwuid(NOBODY if os.getuid() == 0 else os.getuid()).pw_name
"""The account that has put everything into the exchange."""

pytestmark = pytest.mark.nbgrader


class Exchange:
    """A course's exchange, and what is collected from it."""

    def __init__(self, root, monkeypatch, gradebook):
        self.gradebook = gradebook
        self.root, self.inbound = root, root / "exchange" / "course" / "inbound"
        self.inbound.mkdir(parents=True)
        self._who_collects = 0 if os.getuid() == 0 else os.getuid() + 1
        self._monkeypatch = monkeypatch

    def hand_in(self, student, when, **files):
        folder = self.inbound / f"{student}+{LESSON}+{when}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.txt").write_text(text)
        (folder / TIME).write_text(when)
        return folder

    def collect(self, caplog, **options):
        """What lies in submitted/ afterwards, by path, and what was said."""
        if os.getuid() == 0:
            for folder, _, files in os.walk(self.inbound):
                for path in (folder, *(os.path.join(folder, name) for name in files)):
                    os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        else:
            self._monkeypatch.setattr(os, "getuid", lambda: self._who_collects)
        here = {"root": str(self.root), "course_id": "course", "assignment_id": LESSON,
                "db_url": self.gradebook, "max_dir_size": 100}  # fmt: skip
        config = Config(
            Exchange={"root": str(self.root / "exchange")},
            ExchangeCollect=options,
            CourseDirectory=here,
        )
        course = CourseDirectory(config=config)
        app = Collect(coursedir=course, authenticator=Authenticator(config=config), config=config)
        app.log = logging.getLogger("collect")
        with caplog.at_level(logging.WARNING):
            app.start()
        there = (self.root / "submitted").rglob("*.txt")
        return {
            str(path.relative_to(self.root / "submitted")): path.read_text()
            for path in there
            if path.name != TIME
        }, caplog.text


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    """The address of a gradebook in which nothing is."""
    folder = tmp_path_factory.mktemp("gradebook")
    with pytest.MonkeyPatch.context() as patch:
        in_course(folder, patch)
        address = f"sqlite:///{folder}/gradebook.db"
        Gradebook(address, "course").close()
    return address


@pytest.fixture
def exchange(tmp_path, monkeypatch, gradebook):
    return Exchange(tmp_path, monkeypatch, gradebook)


def test_what_is_handed_in_is_collected_with_its_time(exchange, caplog):
    (exchange.hand_in(OWNER, "2026-03-01 10:00:00 UTC", work="old")).touch()
    folder = exchange.hand_in(OWNER, "2026-03-02 10:00:00 UTC", work="new")
    (folder / "data").mkdir()
    (folder / "data" / "more.txt").write_text("more")
    os.utime(folder / "work.txt", (1e9, 1e9))
    (folder / "work.txt").chmod(0o4755)
    there, said = exchange.collect(caplog)
    assert there == {f"{OWNER}/{LESSON}/work.txt": "new", f"{OWNER}/{LESSON}/data/more.txt": "more"}
    about = (exchange.root / "submitted" / OWNER / LESSON / "work.txt").stat()
    assert about.st_mtime == 1e9 and not about.st_mode & 0o7111 and said == ""


def test_no_link_is_followed(exchange, caplog):
    """It would be read with the rights of whoever collects: the seed, a classmate's work."""
    secret = exchange.root / "secret"
    secret.mkdir()
    (secret / "seed.txt").write_text("7")
    folder = exchange.hand_in(OWNER, "2026-03-01 10:00:00 UTC", work="mine")
    (folder / "seed.txt").symlink_to(secret / "seed.txt")
    (folder / "all").symlink_to(secret)
    os.mkfifo(folder / "pipe.txt")
    (exchange.inbound / f"eve+{LESSON}+2026-03-01 10:00:00 UTC").symlink_to(secret)
    there, said = exchange.collect(caplog)
    assert there == {f"{OWNER}/{LESSON}/work.txt": "mine"}
    assert said.count("is a link, or no fi") == 3 and "eve+" in said and "or no folder" in said


def test_nobody_hands_in_for_another(exchange, caplog):
    """Else a newer folder of that name takes the place of what the classmate handed in."""
    exchange.hand_in("bob", "2030-01-01 10:00:00 UTC", work="forged")
    exchange.hand_in(OWNER, "2026-03-01 10:00:00 UTC", work="mine")
    there, said = exchange.collect(caplog)
    assert there == {f"{OWNER}/{LESSON}/work.txt": "mine"}
    assert f"bob+{LESSON}" in said and f"the account {OWNER} put it there" in said


def test_where_accounts_are_not_called_like_students_it_can_be_said(exchange, caplog):
    exchange.hand_in("bob", "2026-03-01 10:00:00 UTC", work="mine")
    assert exchange.collect(caplog, check_owner=False)[0] == {f"bob/{LESSON}/work.txt": "mine"}


def test_what_cannot_be_taken_stops_nobody_else(exchange, caplog):
    """Of who hands in too much, the attempt before it is collected."""
    exchange.hand_in(OWNER, "2026-03-01 10:00:00 UTC", work="mine")
    exchange.hand_in(OWNER, "2026-03-02 10:00:00 UTC", work="x" * 200_000)
    exchange.hand_in("aaa", "some day")
    there, said = exchange.collect(caplog)
    assert there == {f"{OWNER}/{LESSON}/work.txt": "mine"}
    assert "has more than 100 kB" in said and "aaa+" in said and "does not say whose" in said


def test_what_is_left_out_is_not_taken_for_what_came_in_time(exchange, caplog):
    """Else a late hand-in is not collected, where only those in time are asked for first."""
    with Gradebook(exchange.gradebook, "course") as book:
        book.update_or_create_assignment(LESSON, duedate="2026-02-01")
    exchange.hand_in(OWNER, "2026-03-01 10:00:00 UTC", work="late")
    exchange.hand_in(OWNER, "no day")
    there, _ = exchange.collect(caplog, before_duedate=True)
    assert there == {f"{OWNER}/{LESSON}/work.txt": "late"}


@pytest.mark.parametrize("due, is_said", [("2026-02-01", True), ("2999-01-01", False)])
def test_what_was_put_there_too_late_under_an_earlier_time_is_said(exchange, caplog, due, is_said):
    with Gradebook(exchange.gradebook, "course") as book:
        book.update_or_create_assignment(LESSON, duedate=due)
    exchange.hand_in(OWNER, "2026-01-01 10:00:00 UTC", work="mine")
    there, said = exchange.collect(caplog)
    assert there == {f"{OWNER}/{LESSON}/work.txt": "mine"}
    assert ("says that it came in time, and was put there" in said) is is_said


@pytest.mark.parametrize("told", ["2026-02-01 10:00:00 UTC", "yesterday", ""])
def test_the_time_is_no_earlier_than_the_folders_name_has_it(exchange, caplog, told):
    (exchange.hand_in(OWNER, "2026-03-01 10:00:00 UTC", work="mine") / TIME).write_text(told)
    _, said = exchange.collect(caplog)
    time = (exchange.root / "submitted" / OWNER / LESSON / TIME).read_text()
    assert time == "2026-03-01 10:00:00.000000 UTC" and "tells another time" in said

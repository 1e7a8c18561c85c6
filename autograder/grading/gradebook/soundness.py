"""Whether a gradebook can be used, and if not, what to do: in one line, before anything is lost."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from ...course import CONFIG, CourseError

GRADEBOOK, VERSION = "gradebook.db", "alembic_version"
WAIT_SECONDS = 5.0
"""Seconds that are waited for a gradebook which another program holds, before grading begins."""
PATIENCE = 12
"""Times that a mark is written while another program holds the gradebook; each waits as long."""

_WORDS = {
    "locked": "is held by another program, such as a Formgrader that is writing. Let that end or "
    "close it, then run this again; nothing is lost",
    "full": "cannot be written: the disk is full. Make room, then run this again; nothing is lost",
    "readonly": "cannot be written to. Give yourself the right to write to it and to its folder, "
    "then run this again",
    "unable to open": "cannot be opened: see that it is a file, and that you may read and write "
    "it and its folder",
    "no such column": "was made by an older nbgrader. Make a copy of it, run `nbgrader db "
    "upgrade`, then run this again",
    "no such table": "lacks a table that nbgrader needs. Make a copy of it, run `nbgrader db "
    "upgrade`, then run this again",
    "": "is damaged. Put a copy of it from before in its place: marks given by hand are nowhere "
    "else. Without a copy, move it away and grade again",
}
"""What SQLite says, and what a person is told."""

Given = TypeVar("Given")


def must_be_sound(root: Path) -> bool:
    """Look whether the course's gradebook can be read and written, without nbgrader.

    Returns whether it is of this nbgrader's version, if there is one; another version may do.
    Raises CourseError where it cannot be used. One that is kept elsewhere is not looked at.
    """
    path = root / GRADEBOOK
    if not path.exists() or "db_url" in (root / CONFIG).read_text("utf-8", "replace"):
        return True
    try:
        # not for reading alone: what a killed grader left half-written has to be rolled back
        address = f"{path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, WAIT_SECONDS, uri=True)) as book:
            book.isolation_level = None
            tables = {name for (name,) in book.execute("SELECT name FROM sqlite_master")}
            book.execute("BEGIN IMMEDIATE")
            book.execute("ROLLBACK")
            if VERSION not in tables:
                return not tables
            return {
                name for (name,) in book.execute(f"SELECT * FROM {VERSION}")
            } == newest_versions()
    except sqlite3.Error as error:
        raise CourseError(in_words(error, path.name)) from None


def newest_versions() -> set[str]:
    """The version of the tables that nbgrader's own upgrade leads to, read without nbgrader."""
    scripts = Path(find_spec("nbgrader").submodule_search_locations[0], "alembic", "versions")
    steps = [
        dict(re.findall(r"^(revision|down_revision) = '(\w+)'", path.read_text("utf-8"), re.M))
        for path in scripts.glob("*.py")
    ]
    return {step.get("revision") for step in steps} - {step.get("down_revision") for step in steps}


def must_have(address: str, tables: Mapping[str, Iterable[str]]) -> None:
    """Look whether a gradebook that has tables has these columns in them, as nbgrader needs them.

    Raises CourseError where it has not. One that is no file is not looked at.
    """
    path = Path(address.removeprefix("sqlite:///"))
    if not address.startswith("sqlite:///") or not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path)) as book:
            for table, columns in tables.items():
                there = {row[1] for row in book.execute(f"PRAGMA table_info({table})")}
                if there and (missing := sorted(set(columns) - there)):
                    raise sqlite3.OperationalError(f"no such column: {table}.{missing[0]}")
    except sqlite3.Error as error:
        raise CourseError(in_words(error, path.name)) from None


def in_words(error: Exception, name: str = GRADEBOOK) -> str:
    """What is wrong with a gradebook, and what to do about it, from what SQLite says."""
    said = " ".join(str(getattr(error, "orig", None) or error).split())[:200]
    does = next(words for sign, words in _WORDS.items() if sign in said)
    return f"{name} {does}. (SQLite says: {said})"


def patiently(write: Callable[[], Given], errors: type[Exception]) -> Given:
    """What is returned by a transaction, which is tried again while another program writes."""
    attempts = PATIENCE
    while True:
        try:
            return write()
        except errors as error:
            attempts -= 1
            if "locked" not in str(error) or not attempts:
                raise

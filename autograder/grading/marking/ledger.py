"""`marking.db`, beside the gradebook: who has what, what each marker gave, comments to use again.

The gradebook holds the mark that counts. Here stand the marks of all markers, also those on the
shared sample that do not count, so that they can be compared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ...course import CourseError

FILE = "marking.db"
CLAIM_HOURS = 12
"""After so long a text that somebody opened and did not mark is anybody's again."""
_PATIENCE = 30.0
_TABLES = """
CREATE TABLE IF NOT EXISTS mark (
  assignment TEXT, cell TEXT, student TEXT, marker TEXT, points REAL, comment TEXT, text TEXT,
  at TEXT, PRIMARY KEY (assignment, cell, student, marker));
CREATE TABLE IF NOT EXISTS claim (
  assignment TEXT, cell TEXT, student TEXT, marker TEXT, at TEXT,
  PRIMARY KEY (assignment, cell, student));
CREATE TABLE IF NOT EXISTS phrase (
  assignment TEXT, cell TEXT, words TEXT, PRIMARY KEY (assignment, cell, words));
CREATE TABLE IF NOT EXISTS setting (assignment TEXT, name TEXT, value INTEGER,
  PRIMARY KEY (assignment, name));
"""


class Given(NamedTuple):
    """What one marker gave one text. text: a fingerprint of the text that was marked."""

    cell: str
    student: str
    marker: str
    points: float
    comment: str
    text: str


class Ledger:
    """The notes on one assignment. Every call is a transaction of its own: nothing is lost.

    Raises CourseError where the file cannot be used.
    """

    def __init__(self, root: Path, assignment: str):
        self.path, self.assignment = root / FILE, assignment
        try:
            with self._open() as notes:
                notes.executescript(_TABLES)
        except sqlite3.Error as error:
            held = "is held by another program: let that end" if "locked" in str(error) else ""
            raise CourseError(
                f"{FILE} {held or 'is damaged, or no file: put a copy back, or move it away'}. The "
                f"marks that count are in the gradebook. (SQLite says: {error})"
            ) from None

    def take(self, cell: str, student: str, marker: str) -> str:
        """Take a text for a marker; whose it is then, which may be somebody else."""
        now = datetime.now(UTC)
        old = (now - timedelta(hours=CLAIM_HOURS)).isoformat()
        key = self.assignment, cell, student
        with self._open() as notes:
            notes.execute(
                "DELETE FROM claim WHERE assignment = ? AND cell = ? AND student = ? AND at < ? "
                "AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.assignment = claim.assignment "
                "AND m.cell = claim.cell AND m.student = claim.student)",
                (*key, old),
            )
            row = (*key, marker, now.isoformat())
            notes.execute("INSERT OR IGNORE INTO claim VALUES (?, ?, ?, ?, ?)", row)
            (whose,) = notes.execute(
                "SELECT marker FROM claim WHERE assignment = ? AND cell = ? AND student = ?", key
            ).fetchone()
        return whose

    def claims(self) -> dict[tuple[str, str], str]:
        """Who has which text, by cell and student; what was left lying is nobody's."""
        old = (datetime.now(UTC) - timedelta(hours=CLAIM_HOURS)).isoformat()
        done = {(given.cell, given.student) for given in self.marks()}
        rows = self._ask("SELECT cell, student, marker, at FROM claim WHERE assignment = ?")
        return {(c, s): who for c, s, who, at in rows if at >= old or (c, s) in done}

    def note(self, given: Given) -> None:
        """Keep what a marker gave; an earlier mark of the same one is replaced."""
        row = (self.assignment, *given, datetime.now(UTC).isoformat())
        with self._open() as notes:
            notes.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def marks(self) -> list[Given]:
        """All marks of all markers."""
        columns = "cell, student, marker, points, comment, text"
        return [Given(*row) for row in self._ask(
            f"SELECT {columns} FROM mark WHERE assignment = ? ORDER BY at")]  # fmt: skip

    def keep_phrase(self, cell: str, words: str) -> None:
        with self._open() as notes:
            notes.execute("INSERT OR IGNORE INTO phrase VALUES (?, ?, ?)",
                          (self.assignment, cell, words))  # fmt: skip

    def phrases(self, cell: str) -> list[str]:
        """The comments that are kept for a question, in the order of the alphabet."""
        rows = self._ask("SELECT words FROM phrase WHERE assignment = ? AND cell = ? "
                         "ORDER BY words", cell)  # fmt: skip
        return [words for (words,) in rows]

    def setting(self, name: str, value: int | None = None) -> int:
        """A number that all markers share; with a value, it is set. 0 where nobody has."""
        if value is not None:
            with self._open() as notes:
                notes.execute("INSERT OR REPLACE INTO setting VALUES (?, ?, ?)",
                              (self.assignment, name, value))  # fmt: skip
        rows = self._ask("SELECT value FROM setting WHERE assignment = ? AND name = ?", name)
        return rows[0][0] if rows else 0

    def _ask(self, question: str, *values: str) -> list[tuple]:
        with self._open() as notes:
            return notes.execute(question, (self.assignment, *values)).fetchall()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, _PATIENCE)) as notes, notes:
            yield notes

"""A platform's table of marks, whichever platform's: its rows, and the columns that may be filled.

`worksheet` makes one of Moodle's grading worksheet, `canvas_gradebook` of Canvas's gradebook,
`sakai_grades` of Sakai's grades.csv.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ..grading.intake.finding import shown
from .cells import Cell, Table

BLANK = ("", "-", "–", "—")
"""What stands in a cell of marks where there is none."""


@dataclass(frozen=True)
class Row:
    """One person's row. key: what the platform knows them by, as in its zip of submissions.

    name: "" where the platform holds it back. words: what else the row says of the person: e-mail,
    login, number, group. locked: why no mark may be entered, "" where it may.
    """

    number: int
    key: str
    name: str
    words: frozenset[str]
    cells: tuple[Cell, ...]
    locked: str = ""

    @property
    def shown(self) -> str:
        return shown(self.name or self.key)


@dataclass(frozen=True)
class Column:
    """A column of marks. most: the maximum that the platform has for it, None where it has none."""

    index: int
    title: str
    most: float | None


@dataclass
class Sheet:
    """A table of marks. columns: those that marks may be entered in.

    comments: the column of comments to students, None where the table has none.
    """

    platform: str
    table: Table
    rows: list[Row]
    columns: list[Column]
    comments: Column | None = None


def number_of(text: str) -> float | None:
    """A number as a platform writes it, with a point or a comma; None where it is none."""
    bare = text.strip().replace(",", ".")
    try:
        return float(bare) if bare[:1].isdigit() or bare[:1] in "-." else None
    except ValueError:
        return None


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """What cells say, in the form in which it is compared."""
    return frozenset(word for text in texts if (word := same(text)))


def same(text: str) -> str:
    """A name or an address as it is compared: without case, accents' encoding, spaces around."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())

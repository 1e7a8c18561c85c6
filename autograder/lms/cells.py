"""A CSV file whose cells can be changed one by one, while every other byte stays as it is.

Python's own `csv` reads a table and writes another one: quotes, line ends and the mark of Excel go
lost. Here each cell knows where it stands in the text, so that a change is made there alone.
"""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ..course import CourseError
from ..grading.intake.finding import shown

LARGEST = 50 * 2**20
"""Bytes that such a file may have."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Cell:
    """One cell. start, end: where it stands in the file's text, its quotes included."""

    start: int
    end: int
    text: str
    quoted: bool = False


@dataclass
class Table:
    """A CSV file, read. rows: its cells, line by line; a blank line is a row without any.

    mark, encoding: how its bytes were made of the text. changes: what is to stand in which cell.
    """

    text: str
    rows: list[list[Cell]]
    separator: str
    encoding: str
    mark: bytes = b""
    changes: dict[Cell, str] = field(default_factory=dict)

    def change(self, cell: Cell, text: str) -> None:
        """Have a cell hold this text, which must be one that no spreadsheet reckons with."""
        if text != cell.text:
            self.changes[cell] = text

    def content(self) -> bytes:
        """The file with the changes, byte for byte."""
        pieces, at = [], 0
        for cell in sorted(self.changes, key=lambda each: each.start):
            pieces += [self.text[at : cell.start], self._written(cell)]
            at = cell.end
        text = "".join([*pieces, self.text[at:]])
        return self.mark + text.encode(self.encoding)

    def decimal_comma(self) -> bool:
        """Whether numbers in it have a comma for a point; where none tells, they have none."""
        seen = Counter()
        for row in self.rows:
            for cell in row:
                whole, _, parts = cell.text.strip().replace(",", ".").partition(".")
                if whole.isdecimal() and parts.isdecimal():
                    seen["," in cell.text] += 1
        return seen[True] > seen[False]

    def _written(self, cell: Cell) -> str:
        text = self.changes[cell]
        if cell.quoted or any(sign in text for sign in (self.separator, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text


def read_table(path: Path) -> Table:
    """Read a CSV file. Raises CourseError where it is none, or is too large."""
    name = shown(path.name, 200)
    if not path.is_file():
        raise CourseError(f"{path} is not a file.")
    if path.stat().st_size > LARGEST:
        raise CourseError(f"{name} is larger than {LARGEST // 2**20} MB; it is no table of marks.")
    return table_in(path.read_bytes(), name)


def table_in(raw: bytes, name: str) -> Table:
    """The table in a file's bytes. name: the file's, for the reason why there is none."""
    mark, encoding = next(((m, e) for m, e in _MARKS if raw.startswith(m)), (b"", "utf-8"))
    try:
        text = raw.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:  # saved by an old spreadsheet, in a code page
        text, encoding = raw.removeprefix(mark).decode("latin-1"), "latin-1"
    if "\0" in text or not text.strip():
        raise CourseError(f"{name} is not a CSV file; export it as one (a spreadsheet is another).")
    separator = _separator(text)
    return Table(text, _rows(text, separator, name), separator, encoding, mark)


def _separator(text: str) -> str:
    """What parts the cells of the first line, outside of quotes."""
    counted, inside = Counter(), False
    for letter in text.lstrip("\r\n"):
        if letter == '"':
            inside = not inside
        elif not inside and letter in "\r\n":
            break
        elif not inside and letter in _SEPARATORS:
            counted[letter] += 1
    return max(_SEPARATORS, key=lambda each: counted[each])


def _rows(text: str, separator: str, name: str) -> list[list[Cell]]:
    rows, row, at = [], [], 0
    while at < len(text):
        cell = _cell(text, at, separator, name)
        row.append(cell)
        at = cell.end
        if at < len(text) and text[at] == separator:
            at += 1
            if at < len(text):
                continue
            row.append(Cell(at, at, ""))
        elif at < len(text):
            at += 2 if text.startswith("\r\n", at) else 1
        blank = len(row) == 1 and row[0].start == row[0].end
        rows.append([] if blank else row)
        row = []
    return rows


def _cell(text: str, start: int, separator: str, name: str) -> Cell:
    if text.startswith('"', start):
        at, pieces = start + 1, []
        while True:
            end = text.find('"', at)
            if end < 0:
                raise CourseError(f"{name} is damaged: a quotation mark is not closed.")
            pieces.append(text[at:end])
            if not text.startswith('""', end):
                break
            pieces.append('"')
            at = end + 2
        stop = _end(text, end + 1, separator)
        return Cell(start, stop, "".join(pieces) + text[end + 1 : stop], quoted=stop == end + 1)
    stop = _end(text, start, separator)
    return Cell(start, stop, text[start:stop])


def _end(text: str, start: int, separator: str) -> int:
    """Where an unquoted cell ends."""
    found = (text.find(sign, start) for sign in (separator, "\r", "\n"))
    return min((at for at in found if at >= 0), default=len(text))

"""Tables for spreadsheets: text that nobody's program takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_table(path: Path, rows: Iterable[Iterable[str]], *, for_excel: bool = False) -> None:
    """Write rows of texts as CSV in UTF-8. for_excel: with the mark by which Excel knows UTF-8."""
    encoding = "utf-8-sig" if for_excel else "utf-8"
    with path.open("w", newline="", encoding=encoding, errors="replace") as stream:
        csv.writer(stream).writerows([harmless(cell) for cell in row] for row in rows)


def harmless(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula; names come from folder names."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell


def number(value: float | None) -> str:
    """A number as it stands in a cell; a mark that was not given leaves the cell blank."""
    return "" if value is None else f"{value:g}"

"""Tables for spreadsheets: text that nobody's program takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_table(
    path: Path,
    rows: Iterable[Iterable[str | float | None]],
    *,
    for_excel: bool = False,
    decimal_comma: bool = False,
) -> None:
    """Write rows of texts and numbers as CSV in UTF-8, blank for None.

    for_excel: with the mark by which Excel knows UTF-8. decimal_comma: 1.5 is written 1,5, with
    semicolons between the cells, as spreadsheets of many languages want it.
    """
    encoding = "utf-8-sig" if for_excel else "utf-8"
    with path.open("w", newline="", encoding=encoding, errors="replace") as stream:
        table = csv.writer(stream, delimiter=";" if decimal_comma else ",")
        table.writerows([_as_text(cell, decimal_comma) for cell in row] for row in rows)


def _as_text(cell: str | float | None, decimal_comma: bool) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    return number(cell).replace(".", ",") if decimal_comma else number(cell)


def harmless(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula; names come from folder names."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell


def meant(cell: str) -> str:
    """What a cell says that `harmless` may have written."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_BEGINS_A_FORMULA) else cell


def number(value: float | None) -> str:
    """A number as it stands in a cell; a mark that was not given leaves the cell blank."""
    return "" if value is None else f"{value:g}"

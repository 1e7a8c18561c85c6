"""Canvas's gradebook as it is exported, and as it is imported again.

Its header is in English on every site; students' columns end with *Section*, assignments are
`Title (id)`, and the row `Points Possible` has their maxima (lib/gradebook_importer.rb).
"""

from __future__ import annotations

import re

from .cells import Cell, Table
from .deliveries import CANVAS
from .sheets import BLANK, Column, Row, Sheet, number_of, same, words_of

_ASSIGNMENT = re.compile(r".*\(\d+\)\s*", re.DOTALL)
_TOTAL = re.compile(
    r"(unposted )?(current|final) (score|points|grade)|override (score|grade|status)", re.IGNORECASE
)
_UNTOUCHED = {"ex": "excused", "n/a": "not assigned"}


def gradebook_in(table: Table) -> Sheet | None:
    """A table as Canvas's gradebook, None where it is none."""
    header, *rows = [row for row in table.rows if row] or [[]]
    titles = [cell.text.strip() for cell in header]
    section = max((at for at, title in enumerate(titles) if "Section" in title), default=0)
    names = 2 if titles[:2] == ["LastName", "FirstName"] else 1
    if not section or len(titles) <= section or "ID" not in titles[1:section]:
        return None
    if names == 1 and "Student" not in titles[0]:
        return None
    key = titles.index("ID")
    people = [row for row in rows if len(row) > key and row[key].text.strip()]
    about = [row for row in rows if len(row) > key and not row[key].text.strip()]
    columns = _columns(titles, section, about)
    told = [
        Row(
            number,
            row[key].text.strip(),
            ", ".join(cell.text.strip() for cell in row[:names]),
            words_of(cell.text for cell in row[key:section]),
            tuple(row),
        )
        for number, row in enumerate(people, start=1)
    ]
    return Sheet(CANVAS, table, told, columns)


def untouched(cell: Cell) -> str:
    """Why what stands in a cell is not for a mark, "" where a mark may be entered."""
    return _UNTOUCHED.get(same(cell.text), "")


def _columns(titles: list[str], section: int, about: list[list[Cell]]) -> list[Column]:
    """The assignments, each with the points that Canvas has for it."""
    found = []
    for at, title in enumerate(titles):
        told = [row[at].text.strip() for row in about if at < len(row)]
        if at <= section or not title or _TOTAL.fullmatch(title) or "(read only)" in told:
            continue
        most = next((number for text in told if (number := number_of(text)) is not None), None)
        found.append(Column(at, title, most))
    exact = [column for column in found if _ASSIGNMENT.fullmatch(column.title)]
    return exact or [c for c in found if all(t in BLANK or number_of(t) for t in _texts(about, c))]


def _texts(about: list[list[Cell]], column: Column) -> list[str]:
    return [row[column.index].text.strip() for row in about if column.index < len(row)]

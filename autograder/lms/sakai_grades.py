"""Sakai's `grades.csv`, as *Download All* puts it into its zip, and as *Upload All* takes it back.

The assignment's title and its kind of grading, a line with nothing, a header in the site's own
language; then display id, id, last name, first name, grade, and when it was handed in, always in
this order (assignment's SpreadsheetExporter.java, AssignmentAction.java). The table of groups has
other columns, and is not read.
"""

from __future__ import annotations

from ..grading.intake.platform_names import SAKAI
from .cells import Table
from .sheets import Column, Row, Sheet, words_of

_COLUMNS, _GRADE = 7, 4


def grades_in(table: Table) -> Sheet | None:
    """A table as Sakai's, None where it is none."""
    if len(table.rows) < 4:
        return None
    about, nothing, header, *rows = table.rows
    if len(about) != 2 or any(cell.text.strip() for cell in nothing) or len(header) < _COLUMNS:
        return None
    people = [row for row in rows if row]
    if not people or not all(len(row) > _GRADE and row[1].text.strip() for row in people):
        return None
    told = [
        Row(
            number,
            row[1].text.strip(),
            ", ".join(cell.text.strip() for cell in row[2:_GRADE]),
            words_of(cell.text for cell in row[:2]),
            tuple(row),
        )
        for number, row in enumerate(people, start=1)
    ]
    return Sheet(SAKAI, table, told, [Column(_GRADE, about[0].text.strip(), None)])

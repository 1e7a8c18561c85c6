"""Moodle's offline grading worksheet, in whatever language the site speaks.

Its columns have names in that language, so they are told by where they stand and by what is in
them: `Participant 1234` first; marks, their maximum (the same number in every row) and whether they
can be changed, next to each other; comments at the end, behind the date of the last mark
(mod/assign/gradingtable.php).
"""

from __future__ import annotations

import re

from ..course import CourseError
from .cells import Cell, Table
from .comments import may_be_replaced
from .deliveries import MOODLE
from .sheets import BLANK, Column, Row, Sheet, number_of, same, words_of

_IDENTIFIER = re.compile(r"(?P<word>\D*[^\d\s\W]\D*)(?P<id>\d+)")
_COMMENTS = {
    "feedback comments", "feedback als kommentar", "feedback par commentaires",
    "comentarios de retroalimentación", "commenti", "комментарии с отзывом",
}  # fmt: skip
_COMMENTS_NAMED = {
    "maximum grade", "beste bewertung", "bestwertung", "maximale bewertung", "höchstbewertung",
    "note maximale", "calificación máxima",
}  # fmt: skip
"""The maximum's title in languages whose title of comments is known for sure."""
_MAXIMUM = _COMMENTS_NAMED | {
    "puntuación máxima", "nota máxima", "voto massimo", "maximumcijfer", "maximale cijfer",
    "maksymalna ocena", "maksimi", "högsta betyg", "максимальная оценка", "最大評点", "最高分",
}  # fmt: skip
_NO = {
    "no", "nein", "non", "não", "nee", "nej", "nei", "ei", "ne", "nie", "nem", "nu", "hayır",
    "нет", "ні", "όχι", "いいえ", "否", "아니요", "لا", "לא",
}  # fmt: skip
_YES = {
    "yes", "ja", "oui", "sí", "si", "sì", "sim", "kyllä", "ano", "tak", "áno", "igen", "da",
    "evet", "да", "так", "ναι", "はい", "是", "예", "نعم", "כן",
}  # fmt: skip


def worksheet_in(table: Table, name: str) -> Sheet | None:
    """A table as Moodle's worksheet, None where it is none.

    Raises CourseError where it is one in which no marks can be entered.
    """
    header, *rows = [row for row in table.rows if row] or [[]]
    rows = [row for row in rows if any(cell.text.strip() for cell in row)]
    if not rows or not _are_identifiers(rows):
        return None
    width = min(len(header), *map(len, rows))
    places = [at for at in range(2, width) if _is_maximum(rows, at)]
    named = [at for at in places if same(header[at].text) in _MAXIMUM]
    before = [at for at in places if at + 1 < width and _says_yes_or_no(rows, at)]
    places = next((some for some in (named, before, places) if some), [])
    if not places:
        if any(same(cell.text) in ("grade", "scale", "skala") for cell in header):
            raise CourseError(f"{name} is a worksheet whose marks are no points (a scale?).")
        return None
    if len(places) > 1:
        raise CourseError(
            f"{name} may have its marks in several columns; download the worksheet once more, "
            "with its columns as Moodle gives them."
        )
    (most,) = places
    lock = next((at for at in (most + 1, most + 2) if at < width and _says(rows, at)), None)
    told = [_row(number, row, most - 1, lock, _has_names(rows, most)) for number, row in
            enumerate(rows, start=1)]  # fmt: skip
    column = Column(most - 1, header[most - 1].text, number_of(rows[0][most].text))
    comments = _comments(header, rows, most if lock is None else lock)
    return Sheet(MOODLE, table, told, [column], comments)


def _comments(header: list[Cell], rows: list[list[Cell]], behind: int) -> Column | None:
    """The column of comments, by its title or its place; None where there is none.

    behind: the column after which it may come.
    """
    known = [at for at in range(behind + 1, len(header)) if same(header[at].text) in _COMMENTS]
    last = len(header) - 1
    if not known and not any(same(cell.text) in _COMMENTS_NAMED for cell in header):
        whole = last > behind + 1 and all(len(row) > last for row in rows)
        if whole and _has_dates(rows, last - 1):  # behind it there is nothing else; no date is ""
            known = [last] * any(may_be_replaced(row[last].text) for row in rows)
    return Column(known[-1], header[known[-1]].text, None) if known else None


def _has_dates(rows: list[list[Cell]], at: int) -> bool:
    """Whether a column has a date in every row, or the sign for none."""
    texts = (row[at].text.strip() for row in rows)
    return all(text in BLANK[1:] or any(map(str.isdigit, text)) for text in texts)


def _are_identifiers(rows: list[list[Cell]]) -> bool:
    found = [_IDENTIFIER.fullmatch(row[0].text.strip()) for row in rows]
    return all(found) and len({match["word"] for match in found}) == 1


def _is_maximum(rows: list[list[Cell]], at: int) -> bool:
    """Whether a column holds one number in all rows, and marks or nothing stand before it."""
    most = {number_of(row[at].text) for row in rows}
    marks = (row[at - 1].text.strip() for row in rows)
    return (
        len(most) == 1
        and None not in most
        and all(mark in BLANK or number_of(mark) is not None for mark in marks)
    )


def _says(rows: list[list[Cell]], at: int) -> bool:
    return all(same(row[at].text) in _NO | _YES for row in rows)


def _says_yes_or_no(rows: list[list[Cell]], at: int) -> bool:
    return any(_says(rows, column) for column in (at + 1, at + 2) if column < len(rows[0]))


def _has_names(rows: list[list[Cell]], most: int) -> bool:
    """Whether the second column has names; with blind marking it has what is the same for many."""
    texts = {same(row[1].text) for row in rows}
    return most > 3 and (len(rows) == 1 or 2 * len(texts) > len(rows))


def _row(number: int, row: list[Cell], marks: int, lock: int | None, has_names: bool) -> Row:
    identifier = _IDENTIFIER.fullmatch(row[0].text.strip())
    name = row[1].text.strip() if has_names else ""
    locked = lock is not None and same(row[lock].text) in _NO
    return Row(
        number,
        str(int(identifier["id"])),
        name,
        words_of(cell.text for cell in row[2 if has_names else 1 : marks]),
        tuple(row),
        "the platform says that its mark cannot be changed" if locked else "",
    )

"""`lms.csv`: what a platform called the people whose work was collected, for the way back to it.

One line for each person and lesson, in the course's folder, to be read and mended by hand:

    lesson,student,platform,key,name,place,when

`student` is the folder in `submitted/`; `key` what the platform knows them by (Moodle's participant
number, which is another one in each assignment; Canvas's user id); `name` as its zip has it;
`place` what a file's name must begin with so that the platform gives it to them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from ..course import CourseError
from ..grading.gradebook.spreadsheet import write_table
from .cells import read_table

FILE = "lms.csv"


@dataclass(frozen=True)
class Known:
    """One line of it."""

    lesson: str
    student: str
    platform: str
    key: str
    name: str
    place: str = ""
    when: str = ""

    @property
    def who(self) -> tuple[str, str, str, str]:
        """What makes it one person's: the same name and key in one lesson."""
        return self.lesson, self.platform, self.key, self.name


NAMES = [each.name for each in fields(Known)]


def known_to(root: Path) -> list[Known]:
    """All that the course knows of the way back; nothing where it has not collected yet."""
    path = root / FILE
    if not path.is_file():
        return []
    header, *rows = [row for row in read_table(path).rows if row] or [[]]
    if [cell.text for cell in header] != NAMES:
        raise CourseError(
            f"{FILE} does not begin with the line {','.join(NAMES)}: mend it, or move it away."
        )
    return [Known(*(_plain(cell.text) for cell in row)) for row in rows if len(row) == len(NAMES)]


def remember(root: Path, new: Iterable[Known]) -> None:
    """Add lines, each in place of the one of the same person; nothing where nothing is new."""
    before = {each.who: each for each in known_to(root)}
    after = before | {each.who: each for each in new}
    if after == before:
        return
    lines = sorted(after.values(), key=lambda each: (each.lesson, each.student, each.key))
    unfinished = root / f"{FILE}.part"
    try:
        rows = ([getattr(each, name) for name in NAMES] for each in lines)
        write_table(unfinished, [NAMES, *rows])
        unfinished.replace(root / FILE)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()


def _plain(text: str) -> str:
    """A cell without the sign that keeps spreadsheets from reckoning with it."""
    return text.removeprefix("'") if text[1:2] in _RECKONED else text


_RECKONED = set("=+-@\t\r\n＝＋－＠")

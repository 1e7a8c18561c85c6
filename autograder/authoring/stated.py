"""Write the computed minutes where a lesson and the README state them.

`autograder build --minutes` calls it. What is stated stays stated, in the source, so that a changed
word changes no number; a test says where it has become too far from what is computed.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..course import Lesson
from ..own_files import text_of
from .build import expand
from .minutes import Section, sections, sittings, table

_TABLE = re.compile(r"^# \| section \| minutes \|\n(?:# \|.*\n)+", re.M)
_WHOLE = re.compile(
    r"(?<=minutes: )\d+|\d+(?= minutes (?:with all exercises|at the screen|in all))"
)


def parts_of(lesson: Lesson) -> list[Section]:
    """The timed sections of a lesson, computed from its source as it is now."""
    return sections(lesson, expand(lesson))


def state_minutes(lesson: Lesson) -> list[str]:
    """Fill a lesson's source and its row in the README; say what each section takes, in lines."""
    parts = parts_of(lesson)
    whole = sum(part.minutes for part in parts)
    text = text_of(lesson.source)
    for part in parts:
        text = _section(part.title).sub(rf"\g<1>{part.minutes}\g<2>", text)
    text = _TABLE.sub(lambda _: re.sub("^", "# ", table(parts), flags=re.M) + "\n", text)
    lesson.source.write_text(_WHOLE.sub(str(whole), text), "utf-8")
    readme = lesson.root / "README.md"
    if readme.is_file():
        row = readme_row(lesson)
        readme.write_text(row.sub(str(whole), readme.read_text("utf-8")), "utf-8")
    lengths = " and ".join(map(str, sittings(parts)))
    return [
        f"{lesson.folder}: {whole} minutes, in sittings of {lengths}",
        *(f"    {part.minutes:3} min  {part.title}" for part in parts),
    ]


def readme_row(lesson: Lesson) -> re.Pattern[str]:
    """Finds the minutes in a lesson's row of the README."""
    address = re.escape(Path("lessons", lesson.folder, lesson.notebook.name).as_posix())
    return re.compile(rf"(?<=\({address}\) \| )\d+")


def _section(title: str) -> re.Pattern[str]:
    """Finds the `minutes=` of the cell with this heading, in two groups around the number."""
    head = rf"^# ## {re.escape(title)}$"
    return re.compile(rf"(^# %% .*\bminutes=)\d+(.*\n(?:#(?! %%).*\n)*?{head})", re.M)

"""Where a lesson's exercises stand: in which section, and what was asked."""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from typing import NamedTuple

from ...course import Lesson
from ...exercises import of_lesson
from ...own_files import solved_notebook
from ..gradebook.plain_assignments import Assignment
from ..intake.mending import check_of
from ..intake.texts import is_answer

_SECTION = re.compile(r"^##\s+(.+?)\s*$", re.MULTILINE)


class Place(NamedTuple):
    """An exercise's section, "" before the first one, and its statement."""

    section: str = ""
    asked: str = ""


def places_of(lesson: Lesson | Assignment) -> dict[str, Place]:
    """The places of a lesson's exercises and texts, in the lesson's order; of others, none."""
    if not isinstance(lesson, Lesson):
        return {}
    sections = _sections(lesson, lesson.solved.stat().st_mtime_ns if lesson.solved.exists() else 0)
    known = of_lesson(lesson.folder)
    return {
        name: Place(section, inspect.getdoc(known[name].reference) or "" if name in known else "")
        for name, section in sections.items()
    }


@lru_cache(maxsize=20)
def _sections(lesson: Lesson, _changed: int) -> dict[str, str]:
    section, found = "", {}
    for cell in solved_notebook(lesson).cells:
        if cell.cell_type == "markdown" and (heads := _SECTION.findall(cell.source)):
            section = heads[-1]
        if is_answer(cell):
            found[cell.metadata["nbgrader"]["grade_id"]] = section
        elif name := check_of(cell):
            found[name] = section
    return found

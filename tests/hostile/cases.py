"""Every damaged and hostile submission, for the suite and for whatever else wants to grade them.

`case.write(course / "submitted" / student / case.lesson)` hands one in; `case.expected` is what a
human would have made of it.
"""

from __future__ import annotations

from . import (
    breakage,
    damaged_cells,
    damaged_metadata,
    folders,
    forgery,
    ordinary,
    returned,
    spying,
    strange_files,
    unreadable_files,
    wire,
)
from .case import Case, Material

LESSONS = ("00-start-here", "03-activations")
MODULES = (
    ordinary, damaged_cells, damaged_metadata, strange_files, unreadable_files, folders,
    returned, forgery, wire, breakage, spying,
)  # fmt: skip


def all_cases(lesson: str, modules: tuple = MODULES) -> list[Case]:
    """The cases of one lesson, in an order that stays the same. Their ids are unique."""
    material = Material(lesson)
    found = [case for module in modules for case in module.cases(material)]
    assert len({case.id for case in found}) == len(found), "two cases have the same id"
    return found

"""What Teams keeps of a class's files: those that were handed in, and those that are worked on.

In a team's library *Student Work* there are `Submitted files/STUDENT/TITLE/Version 2/…`, a version
for each time that somebody handed in, and `Working files/STUDENT/TITLE/…`, the copies that students
go on with. What was handed in counts, the newest version of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NOT_HANDED_IN = "Teams has it among the working files alone; it was not handed in."
_SUBMITTED, _WORKING = "submitted files", "working files"
_VERSION = re.compile(r"version (\d{1,6})", re.IGNORECASE)


def is_submitted(name: str) -> bool:
    """Whether a folder is the one with what was handed in."""
    return name.casefold() == _SUBMITTED


def is_working(name: str) -> bool:
    """Whether a folder is the one with the copies that students go on with."""
    return name.casefold() == _WORKING


def newest_version(names: Iterable[str]) -> str:
    """The newest of some folders' names where all are versions; "" where one is none."""
    numbers = {name: _VERSION.fullmatch(name) for name in names}
    if not numbers or not all(numbers.values()):
        return ""
    return max(numbers, key=lambda name: int(numbers[name][1]))

"""What a platform has of its people: one delivery for each person or team, with its files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..grading.intake import platform_names
from ..grading.intake.folders import LeftOut
from .archives import Entry

MOODLE, CANVAS = platform_names.MOODLE, platform_names.CANVAS
GRADESCOPE, NBGRADER, FOLDERS = "Gradescope", "nbgrader's exchange", "folders"

_NOBODY = re.compile(r"participant|teilnehmer", re.IGNORECASE)
"""How a name begins that blind marking puts for all."""


@dataclass(frozen=True)
class Piece:
    """One file of a submission. parts: its folders and its name, as the student had them.

    place: what a file's name has to begin with that goes back to this person, "" where none can.
    number: grows with the time at which it was uploaded; 0 where that is not told.
    """

    entry: Entry
    parts: tuple[str, ...]
    place: str = ""
    number: int = 0


@dataclass
class Delivery:
    """What a platform has of one person, or of one team.

    key: what the platform knows them by. when: it was handed in, as the platform writes it, in an
    order that sorts; "" where it does not say.
    """

    platform: str
    key: str
    name: str
    pieces: list[Piece] = field(default_factory=list)
    when: str = ""
    late: bool = False
    email: str = ""
    sid: str = ""

    @property
    def nameless(self) -> bool:
        """Whether the platform holds the name back, for blind or anonymous marking."""
        return nameless(self.name)


def nameless(name: str) -> bool:
    """Whether a name is none, but what a platform puts in its place."""
    return not name or bool(_NOBODY.match(name))


@dataclass
class Told:
    """A zip that was understood: of which platform it is, what is in it, and what is left out."""

    platform: str
    deliveries: list[Delivery]
    left: list[LeftOut] = field(default_factory=list)

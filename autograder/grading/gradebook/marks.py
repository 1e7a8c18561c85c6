"""What nbgrader's gradebook is told of one submission: marks and comments, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .records import ExerciseRecord

Cell = tuple[str, str]
"""A notebook's name and a cell's, by which the gradebook knows a cell."""

NO_RESPONSE = "No response."
"""nbgrader's own words under a cell in which nothing was written."""

NOT_GRADED = "Not graded: "
"""How the comment under a cell begins that could not be graded; the reason follows."""


class Mark(NamedTuple):
    """One graded cell. score None: a person has to give it; look: a person is to see it anyway."""

    score: float | None = None
    look: bool = False


@dataclass(frozen=True)
class Marks:
    """All that the gradebook is to hold of one submission; a cell that is not here is blank.

    A blank cell has no mark and waits for a person: nothing is left of an earlier submission.
    comment: stands under every cell that has no comment of its own.
    """

    scores: dict[Cell, Mark] = field(default_factory=dict)
    comments: dict[Cell, str] = field(default_factory=dict)
    comment: str | None = None

    @classmethod
    def of_lesson(cls, notebook: str, exercises: Iterable[ExerciseRecord]) -> Marks:
        """What a lesson's record says of its check cells and texts, and of cells left untouched."""
        marks = cls()
        for exercise in exercises:
            cell = exercise.name if exercise.by_hand else f"check-{exercise.name}"
            marks.scores[notebook, cell] = Mark(exercise.points)
            if exercise.status == "unwritten":
                marks.comments[notebook, exercise.name] = NO_RESPONSE
        return marks

    @classmethod
    def ungradable(cls, reason: str) -> Marks:
        return cls(comment=f"{NOT_GRADED}{reason}")

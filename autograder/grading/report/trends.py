"""A class over its lessons: what share of the points was reached in each that has been graded."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ...course import Lesson
from ..gradebook.plain_assignments import Assignment
from .current_records import Submitted, submissions_of
from .statistics import ENOUGH, five_numbers


@dataclass(frozen=True)
class Chapter:
    """One graded lesson. five: its shares' quartiles, None for fewer than ten marks."""

    work: Lesson | Assignment
    submissions: list[Submitted]
    shares: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, work: Lesson | Assignment, submissions: list[Submitted]) -> Chapter:
        shares = {
            each.student: each.record.score / each.record.max_score
            for each in submissions
            if each.record.score is not None and each.record.max_score
        }
        return cls(work, submissions, shares)

    @property
    def number(self) -> str:
        """What stands below its place in a plot."""
        return self.work.folder.split("-")[0] if isinstance(self.work, Lesson) else self.work.folder

    @property
    def five(self) -> tuple[float, ...] | None:
        return five_numbers(self.shares.values()) if len(self.shares) >= ENOUGH else None

    @property
    def of_student(self) -> dict[str, Submitted]:
        return {each.student: each for each in self.submissions}


def chapters_of(works: list[Lesson | Assignment], root: Path) -> list[Chapter]:
    """The graded ones of these lessons and assignments, in their order."""
    graded = [w for w in works if any((root / "autograded").glob(f"*/{w.folder}/record.json"))]
    return [Chapter.of(work, submissions_of(work, root)) for work in graded]

"""What is kept of a graded submission: one record, for JSON, the class report and tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ...course import CourseError
from ...judging.verdict import Verdict
from ...judging.words import what_happened
from ...own_files import content_of
from ..engine import Graded
from ..intake.regrade_requests import Request
from ..intake.texts import Answer

ASKS = "asks for a regrade"
"""How a flag begins that says so; the exercises' names follow."""
WAITS = "waits for a person"
"""How a flag begins that says so; the exercises' names follow."""
AGAIN = "`autograder grade` makes it anew"
LONGEST_TOLD = 500
"""Characters that are kept of what a card says."""


@dataclass(frozen=True)
class ExerciseRecord:
    """One exercise of one submission. status is a verdict's; misconception its name or "".

    signature: what a wrong function answered on the class's sheet, in a few letters; told: what its
    card says behind "What happened:".

    Of a plain nbgrader notebook it is a graded cell: `notebook` is the name of its notebook. With
    by_hand it is a lesson's text. The status "manual" says that a person has to look; points is
    None where they have to give them.
    """

    name: str
    points: float | None
    max_points: float
    status: str
    misconception: str = ""
    reason: str = ""
    signature: str = ""
    told: str = ""
    notebook: str = ""
    by_hand: bool = False

    @property
    def full_name(self) -> str:
        """Its name; a cell's is told apart by its notebook's."""
        return "/".join(filter(None, (self.notebook, self.name)))

    @property
    def cell(self) -> str:
        """The name by which the gradebook knows its cell."""
        return self.name if self.notebook or self.by_hand else f"check-{self.name}"

    @classmethod
    def of_answer(cls, answer: Answer) -> ExerciseRecord:
        points, status = (None, "manual") if answer.written else (0.0, "unwritten")
        return cls(answer.name, points, answer.max_points, status, by_hand=True)

    @classmethod
    def of(cls, verdict: Verdict) -> ExerciseRecord:
        wrong = verdict.misconception.name if verdict.misconception else ""
        reason = verdict.reason if verdict.status == "stopped" else ""
        return cls(
            verdict.exercise,
            verdict.points,
            verdict.max_points,
            verdict.status,
            wrong,
            reason,
            signature=verdict.signature,
            told=what_happened(verdict)[:LONGEST_TOLD],
        )


@dataclass(frozen=True)
class Record:
    """One submission. status: "graded", "partial" or "ungradable"; the last two give a reason.

    score is None where nothing could be graded: a mark that was never given is not a 0. Else it is
    what has been given automatically; what a person gives is in the gradebook alone.
    isolation: how the student's code was kept apart, "bubblewrap" or "none". attempt: how many
    times other files were handed in, this time included. requests: what the learner asks to have
    looked at again. answers: the options chosen at checkpoint questions, as far as that is known.
    """

    student: str
    lesson: str
    status: str
    reason: str
    score: float | None
    max_score: float
    seconds: float
    flags: list[str] = field(default_factory=list)
    exercises: list[ExerciseRecord] = field(default_factory=list)
    isolation: str = ""
    attempt: int = 1
    requests: list[Request] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, student: str, lesson: str, graded: Graded, seconds: float, flags: list[str]
    ) -> Record:
        exercises = [ExerciseRecord.of(verdict) for verdict in graded.verdicts.values()]
        exercises += map(ExerciseRecord.of_answer, graded.answers)
        waiting = flags_of_waiting(answer.name for answer in graded.answers if answer.written)
        return cls(
            student=student,
            lesson=lesson,
            status=graded.status,
            reason=graded.reason,
            score=graded.points,
            max_score=sum(exercise.max_points for exercise in exercises),
            seconds=round(seconds, 3),
            flags=flags + graded.flags + waiting,
            exercises=exercises,
        )

    def as_dict(self) -> dict:
        return asdict(self)


def flags_of_waiting(names: Iterable[str]) -> list[str]:
    """The flag that says for what a person is waited for, by exercises' names; none where none."""
    names = list(names)
    return [f"{WAITS}: {', '.join(names)}"] if names else []


def save(records: Iterable[Record], path: Path) -> None:
    """Write records as a JSON list, one by one: a large class's are never in memory together."""
    with path.open("w", encoding="utf-8") as stream:
        before = "[\n"
        for record in records:
            stream.write(f"{before}{json.dumps(record.as_dict(), indent=1)}")
            before = ",\n"
        stream.write("[]\n" if before == "[\n" else "\n]\n")


def load(path: Path) -> Record:
    """Read the record beside a graded notebook; raises CourseError where it is damaged."""
    try:
        data = json.loads(content_of(path, AGAIN))
        data["exercises"] = [ExerciseRecord(**exercise) for exercise in data["exercises"]]
        data["requests"] = [Request(**request) for request in data.get("requests", ())]
        return Record(**data)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise CourseError(f"{path} is damaged: {AGAIN}.") from None

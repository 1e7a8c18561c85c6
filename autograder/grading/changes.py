"""What a regrade would change: found, told and agreed to before anything is written.

What came of each submission is kept meanwhile in a folder that goes with the run, one file each, so
that a large class is never in memory together.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..course import CourseError
from .gradebook.finished import record_path
from .gradebook.records import ExerciseRecord, Record, load
from .intake.finding import shown
from .outcome import Outcome


@dataclass
class Held:
    """Outcomes that wait to be written, in the order in which they came. folder: holds them.

    changes: what they would change, a line each; the same: how many change nothing.
    """

    root: Path
    folder: Path
    changes: list[str] = field(default_factory=list)
    same: int = 0
    _kept: list[Path] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        path = self.folder / f"{len(self._kept):06}"
        path.write_bytes(pickle.dumps(outcome))
        self._kept.append(path)
        if line := change_of(before(self.root, outcome), outcome.record):
            self.changes.append(line)
        else:
            self.same += 1

    def outcomes(self) -> Iterator[Outcome]:
        """What was added; each is forgotten as soon as the next one is asked for."""
        while self._kept:
            path = self._kept.pop(0)
            yield pickle.loads(path.read_bytes())
            path.unlink()

    def told(self) -> list[str]:
        """What is to be said, in lines."""
        if not self.changes:
            return [f"No automatic mark would change; {self.same} stay as they are."]
        head = "Automatic marks that change (what a person gave stays as it is):"
        return [head, *(f"  {line}" for line in self.changes), f"{self.same} stay as they are."]


def before(root: Path, outcome: Outcome) -> Record | None:
    """The record of the last grading of the same submission, None where there is none."""
    record = outcome.record
    try:
        return load(record_path(root, record.student, record.lesson))
    except (OSError, CourseError):
        return None


def change_of(old: Record | None, new: Record) -> str:
    """What becomes of one submission's automatic marks in a line, "" where they stay."""
    who = f"{shown(new.student)}  {new.lesson}"
    if old is None:
        return f"{who}  graded for the first time: {_score(new)}"
    were = {each.full_name: each for each in old.exercises}
    parts = [
        f"{each.full_name} {_points(were.get(each.full_name))} → {_points(each)}"
        for each in new.exercises
        if _points(were.get(each.full_name)) != _points(each)
    ]
    gone = were.keys() - {each.full_name for each in new.exercises}
    parts += [f"{name} {_points(were[name])} → –" for name in were if name in gone]
    if old.status != new.status:
        parts.insert(0, f"{old.status} → {new.status}{f' ({new.reason})' if new.reason else ''}")
    if not parts and _score(old) == _score(new):
        return ""
    return f"{who}  {_score(old)} → {_score(new)}: {', '.join(parts)}".rstrip(": ")


def _score(record: Record) -> str:
    return "no mark" if record.score is None else f"{record.score:g} of {record.max_score:g}"


def _points(exercise: ExerciseRecord | None) -> str:
    if exercise is None:
        return "–"
    return "waits" if exercise.points is None else f"{exercise.points:g}"

"""What a submission's functions are asked, and how what was seen of them is read.

The whole class answers the same sheets, by which answers can be compared. Each submission answers a
draw of its own besides, from the secret seed and the student's name, so that a classmate's answers
are of no use; regrading gives the same draw. Of what a student's process tells of itself, rather
than of values, one observation per function is spoilt on purpose: a process that does not say so of
that one is not believed about the others.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..exercises.exercise import Call, Exercise
from ..judging.judge import Wrong, judged
from ..judging.sheet import Sheet, seeded
from ..judging.verdict import Verdict
from ..sandbox.plain import Script, pack
from ..sandbox.probes import SPOILT, can_be_spoilt, fingerprints

NOT_BELIEVED = "what its process told of arguments and warnings was tampered with"


class Spoilt(NamedTuple):
    """A call that is observed once more, spoilt.

    argument: the one that is changed, or None. marks: the fingerprints before that.
    """

    call: Call
    argument: int | None
    marks: str


class Answers(NamedTuple):
    """What a function answered: to what all were asked, and to what it alone was."""

    common: Sheet
    seen: list[dict]
    own: Sheet | None
    seen_of_own: list[dict] | None

    def judged(self) -> tuple[Verdict, Wrong | None]:
        """The verdict on it, and what is wrong with it."""
        return judged(*self)


class Questions:
    """What the submissions of a class are asked under one seed."""

    def __init__(self, exercises: Iterable[Exercise], seed: int):
        self.seed = seed
        self.key = secrets.token_bytes(16)
        self.sheets = {e.name: Sheet.draw(e, seeded(seed, e)) for e in exercises}
        self.commands = {name: _observe(name, sheet) for name, sheet in self.sheets.items()}
        self.short = {command: pack({"do": "observe", "name": name})
                      for name, command in self.commands.items()}  # fmt: skip

    @cached_property
    def marks(self) -> dict[str, list[str]]:
        """The fingerprints of every call's arguments as they are given."""
        return {name: self.marks_of(sheet.calls) for name, sheet in self.sheets.items()}

    @cached_property
    def asked_besides(self) -> dict[str, Exercise]:
        """The exercises of which a submission is asked more than all others are."""
        exercises = (sheet.exercise for sheet in self.sheets.values())
        return {exercise.name: exercise for exercise in exercises if not exercise.stretch}

    @cached_property
    def spoilt(self) -> dict[str, Spoilt]:
        """For each function of which more is asked than values, the smallest call that will do."""
        found = {name: self._spoilt(self.sheets[name]) for name in self.asked_besides}
        return {name: spoilt for name, spoilt in found.items() if spoilt}

    def _spoilt(self, sheet: Sheet) -> Spoilt | None:
        aspects = zip(sheet.aspects, sheet.calls, strict=True)
        asked = [call for aspect, call in aspects if aspect.pure or aspect.quiet]
        found = [Spoilt(call, _first_array(call), self.marks_of([call])[0]) for call in asked]
        found = [s for s in found if s.argument is not None or isinstance(s.call.args[0], Script)]
        return min(found, key=lambda spoilt: _size(spoilt.call), default=None)

    def marks_of(self, calls: Iterable[Call]) -> list[str]:
        everything = ([*call.args, *call.kwargs.values()] for call in calls)
        return [fingerprints(arguments, arguments, self.key) for arguments in everything]

    def of(self, student: str) -> OwnQuestions:
        """What one student's submission is asked."""
        return OwnQuestions(self, student)


class OwnQuestions:
    """What one submission is asked. command: tells its process what is asked of it alone."""

    def __init__(self, common: Questions, student: str):
        self.common = common
        exercises = common.asked_besides
        rng = {name: seeded(common.seed, e, student) for name, e in exercises.items()}
        self.sheets = {name: Sheet.draw_own(e, rng[name]) for name, e in exercises.items()}
        self._at = {n: int(rng[n].integers(len(self.sheets[n].calls) + 1)) for n in common.spoilt}
        self.calls = {name: self._calls(name) for name in self.sheets}
        self.command = pack({"do": "expect", "calls": self.calls, "key": common.key.hex()})

    def read(self, name: str, seen: list[dict]) -> Answers | None:
        """What a function answered, None where there are not as many observations as calls."""
        common, own, seen = self.common.sheets[name], self.sheets.get(name), list(seen)
        number = len(common.calls)
        if len(seen) != number + len(self.calls.get(name, ())):
            return None
        doubtful = False
        if name in self._at:
            doubtful = self._is_doubtful(name, seen.pop(number + self._at[name]))
        marks = self.common.marks[name] + self.common.marks_of(own.calls if own else ())
        rows = [_with_changes(row, mark, doubtful) for row, mark in zip(seen, marks, strict=True)]
        ours = common.summarised(rows[:number])
        return Answers(common, ours, own, own.summarised(rows[number:]) if own else None)

    def _calls(self, name: str) -> list[list]:
        calls = [[list(call.args), dict(call.kwargs), False] for call in self.sheets[name].calls]
        if name in self._at:
            spoilt = self.common.spoilt[name].call
            calls.insert(self._at[name], [list(spoilt.args), dict(spoilt.kwargs), True])
        return calls

    def _is_doubtful(self, name: str, row: dict) -> bool:
        """Whether the spoilt observation does not say that it was spoilt."""
        _, argument, marks = self.common.spoilt[name]
        if not any(SPOILT in word for word in row["warned"]):
            return True
        return argument is not None and argument not in _changed(row, marks)


def _observe(name: str, sheet: Sheet) -> bytes:
    """The command that applies a student's function to a sheet's inputs; the same for a class."""
    calls = [[list(call.args), dict(call.kwargs)] for call in sheet.calls]
    return pack({"do": "observe", "name": name, "calls": calls})


def _first_array(call: Call) -> int | None:
    everything = [*call.args, *call.kwargs.values()]
    return next((i for i, given in enumerate(everything) if can_be_spoilt(given)), None)


def _size(call: Call) -> int:
    everything = [*call.args, *call.kwargs.values()]
    return sum(given.nbytes for given in everything if isinstance(given, np.ndarray))


def _with_changes(row: dict, marks: str, doubtful: bool) -> dict:
    return {**row, "changed": _changed(row, marks), "doubtful": doubtful}


def _changed(row: dict, marks: str) -> list[int]:
    """The positions of the arguments that are no longer what they were, or of which nothing is
    told."""
    if row["left"] == marks:
        return []
    were, are = marks.split(), row["left"].split()
    are += [""] * (len(were) - len(are))
    return [i for i, (was, now) in enumerate(zip(were, are, strict=False)) if was != now]

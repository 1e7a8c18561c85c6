"""One check's calls with the right answers, drawn once and used for every submission."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from ..exercises.exercise import Aspect, Call, Exercise, Misconception
from ..sandbox import probes
from ..sandbox.plain import plain
from .comparison import Mismatch, compare


@dataclass
class Sheet:
    """The calls of one check with the answers to them; drawn once, used for every submission."""

    exercise: Exercise
    aspects: list[Aspect]
    calls: list[Call]
    expected: list[dict]
    wrong: dict[str, tuple[list[dict], frozenset[int]]] = field(default_factory=dict)

    @classmethod
    def draw(cls, exercise: Exercise, rng: np.random.Generator) -> Sheet:
        aspects, calls = zip(*exercise.draw(rng), strict=True)
        sheet = cls(exercise, list(aspects), list(calls), [])
        sheet.expected = sheet.observe(exercise.reference)
        return sheet

    def only(self, i: int) -> Sheet:
        """A sheet of one of the calls alone."""
        one = {"aspects": self.aspects, "calls": self.calls, "expected": self.expected}
        return replace(self, **{name: [rows[i]] for name, rows in one.items()}, wrong={})

    def observe(self, implementation: Callable) -> list[dict]:
        """What an implementation that we trust does, in this process."""
        return self.summarised([probes.observe(implementation, *call) for call in self.calls])

    def summarised(self, seen: list[dict]) -> list[dict]:
        """Observations with their values as they are judged; an answer of no such form stays."""
        summary = self.exercise.summary
        if summary is None:
            return seen
        rows = []
        for row, call in zip(seen, self.calls, strict=True):
            # whatever an answer is made of, it must not break the judge
            with contextlib.suppress(Exception), np.errstate(all="ignore"):
                row = {**row, "value": plain(summary(row["value"], call))}
            rows.append(row)
        return rows

    def wrong_answers(self, misconception: Misconception) -> tuple[list[dict], frozenset[int]]:
        """What a misconception answers, and at which calls that is wrong.

        Found when first asked for, since most checks never ask; then kept for the whole class.
        """
        if misconception.name not in self.wrong:
            answers = self.observe(misconception.wrong)
            found = self.mismatches(answers)
            wrong_at = frozenset(i for i, mismatch in enumerate(found) if mismatch)
            self.wrong[misconception.name] = answers, wrong_at
        return self.wrong[misconception.name]

    def mismatches(self, seen: list[dict]) -> list[Mismatch | None]:
        """What is wrong with each call's answer, None where nothing is."""
        rows = zip(self.aspects, self.expected, seen, strict=True)
        return [self._mismatch(*row) for row in rows]

    def _mismatch(self, aspect: Aspect, expected: dict, seen: dict) -> Mismatch | None:
        if "error" in seen:
            unwritten = seen["error"]["type"] == "NotImplementedError"
            return Mismatch("unwritten" if unwritten else "error", expected=expected["value"])
        found = compare(expected["value"], seen.get("value"), self.exercise.rtol)
        if found:
            return found
        for kind, asked in (("changed", aspect.pure), ("warned", aspect.quiet)):
            if asked and seen[kind]:
                return Mismatch(kind, expected=expected["value"], got=seen["value"])
        return None


def seeded(seed: int, exercise: Exercise) -> np.random.Generator:
    """The generator of one exercise's hidden inputs under an instructor's seed."""
    return np.random.default_rng([seed, zlib.crc32(exercise.name.encode())])

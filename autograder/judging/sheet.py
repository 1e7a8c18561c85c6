"""One check's calls with the right answers, drawn once and used for every submission."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from ..exercises.exercise import Aspect, Call, Exercise, Misconception
from ..sandbox import probes
from ..sandbox.plain import Script, plain
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

    @classmethod
    def draw_own(cls, exercise: Exercise, rng: np.random.Generator) -> Sheet:
        """One more call for each aspect that draws any: what a single submission is asked besides.

        That it is asked of one submission alone is why it must not take long: the reference does
        nothing but answer.
        """
        drawn = exercise.draw_one_each(rng)
        sheet = cls(exercise, [aspect for aspect, _ in drawn], [call for _, call in drawn], [])
        answers = [{"value": plain(_answer(exercise.reference, call))} for call in sheet.calls]
        sheet.expected = sheet.summarised(answers)
        return sheet

    def with_own(self, own: Sheet) -> Sheet:
        """This sheet's calls and those of a submission's own, to be judged together."""
        aspects, calls = self.aspects + own.aspects, self.calls + own.calls
        return Sheet(self.exercise, aspects, calls, self.expected + own.expected)

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
        if seen.get("doubtful") and (aspect.pure or aspect.quiet):
            return Mismatch("doubtful", expected=expected["value"], got=seen["value"])
        for kind, asked in (("changed", aspect.pure), ("warned", aspect.quiet)):
            if asked and seen[kind]:
                return Mismatch(kind, expected=expected["value"], got=seen["value"])
        return None


def seeded(seed: int, exercise: Exercise, student: str | None = None) -> np.random.Generator:
    """The generator of one exercise's hidden inputs under an instructor's seed.

    student: for what that student alone is asked.
    """
    words = [exercise.name] if student is None else [exercise.name, student]
    return np.random.default_rng([seed, *(zlib.crc32(w.encode()) for w in words)])


def _answer(reference: Callable, call: Call) -> object:
    """What a reference answers, which neither changes its arguments nor fails."""
    if isinstance(call.args[0], Script):
        return probes.run(call.args[0], reference)
    arguments = map(probes.given, call.args)
    named = {name: probes.given(value) for name, value in call.kwargs.items()}
    with np.errstate(all="ignore"):
        return reference(*arguments, **named)

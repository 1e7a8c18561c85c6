"""One check's calls with the right answers, drawn once and used for every submission."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from ..exercises.exercise import Aspect, Call, Exercise, Misconception
from ..sandbox import probes
from ..sandbox.plain import Alien, Script, plain
from .comparison import Mismatch, compare
from .likeness import is_like


@dataclass
class Sheet:
    """The calls of one check with the answers to them; drawn once, used for every submission.

    answers: what the reference answered; expected: the same as it is judged, which is a summary of
    it where the exercise has one. wrong: what known mistakes answer; wrong_alone: what they answer
    to a single call; reasons: what was found behind
    answers, by what was seen.
    """

    exercise: Exercise
    aspects: list[Aspect]
    calls: list[Call]
    answers: list[dict]
    expected: list[dict]
    wrong: dict[str, tuple[list[dict], frozenset[int]]] = field(default_factory=dict)
    wrong_alone: dict[str, dict] = field(default_factory=dict)
    reasons: dict[bytes, tuple] = field(default_factory=dict)

    @classmethod
    def draw(cls, exercise: Exercise, rng: np.random.Generator) -> Sheet:
        return cls.of(exercise, exercise.draw(rng))

    @classmethod
    def of(cls, exercise: Exercise, asked: list[tuple[Aspect, Call]]) -> Sheet:
        """A sheet of these calls, each with the aspect that it belongs to."""
        aspects, calls = zip(*asked, strict=True)
        answers = [probes.observe(exercise.reference, *call) for call in calls]
        sheet = cls(exercise, list(aspects), list(calls), answers, [])
        sheet.expected = sheet.summarised(answers)
        return sheet

    @classmethod
    def draw_own(cls, exercise: Exercise, rng: np.random.Generator) -> Sheet:
        """One more call for each aspect that draws any: what a single submission is asked besides.

        That it is asked of one submission alone is why it must not take long: the reference does
        nothing but answer.
        """
        drawn = exercise.draw_one_each(rng)
        answers = [{"value": plain(_answer(exercise.reference, call))} for _, call in drawn]
        aspects, calls = [aspect for aspect, _ in drawn], [call for _, call in drawn]
        sheet = cls(exercise, aspects, calls, answers, [])
        sheet.expected = sheet.summarised(answers)
        return sheet

    def with_own(self, own: Sheet) -> Sheet:
        """This sheet's calls and those of a submission's own, to be judged together."""
        parts = ("aspects", "calls", "answers", "expected")
        both = {part: getattr(self, part) + getattr(own, part) for part in parts}
        return replace(self, **both, wrong={}, wrong_alone={}, reasons={})

    def only(self, i: int) -> Sheet:
        """A sheet of one of the calls alone."""
        kept = ("aspects", "calls", "answers", "expected")
        one = {name: [getattr(self, name)[i]] for name in kept}
        return replace(self, **one, wrong={}, wrong_alone={}, reasons={})

    def observe(self, implementation: Callable) -> list[dict]:
        """What an implementation that we trust does, in this process."""
        return self.summarised([probes.observe(implementation, *call) for call in self.calls])

    def summarised(self, seen: list[dict]) -> list[dict]:
        """Observations with their values as they are judged.

        A value of which no summary can be made stays, and its row says "misfit": it is a mismatch,
        whatever it is, because only like is compared with like.
        """
        if self.exercise.summary is None:
            return seen
        rows = zip(seen, self.calls, self.answers, strict=True)
        return [row if "error" in row else self._summary_of(row, *more) for row, *more in rows]

    def _summary_of(self, row: dict, call: Call, answer: dict) -> dict:
        value = row.get("value")
        if is_like(answer.get("value"), value):
            try:
                with np.errstate(all="ignore"), warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # it would be shown to the learner
                    return {**row, "value": plain(self.exercise.summary(value, call))}
            except MemoryError:  # says nothing about the answer
                raise
            except Exception:  # whatever an answer is made of, it must not break the judge
                pass
        return {**row, "value": value, "misfit": True}

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

    def wrong_answer(self, misconception: Misconception, i: int) -> dict:
        """What a misconception answers to one call, asked that alone. Kept likewise."""
        key = f"{misconception.name} {i}"
        if key not in self.wrong_alone:
            self.wrong_alone[key] = self.only(i).observe(misconception.wrong)[0]
        return self.wrong_alone[key]

    def mismatches(self, seen: list[dict]) -> list[Mismatch | None]:
        """What is wrong with each call's answer, None where nothing is."""
        return [self._mismatch(i, row) for i, row in enumerate(seen)]

    def _mismatch(self, i: int, seen: dict) -> Mismatch | None:
        aspect, expected = self.aspects[i], self.expected[i]["value"]
        if "error" in seen:
            unwritten = seen["error"]["type"] == "NotImplementedError"
            return Mismatch("unwritten" if unwritten else "error", expected=expected)
        got = seen.get("value")
        if seen.get("misfit"):
            return _misfit(self.answers[i]["value"], got)
        found = compare(expected, got, self.exercise.rtol)
        if found:
            return found
        if seen.get("doubtful") and (aspect.pure or aspect.quiet):
            return Mismatch("doubtful", expected=expected, got=got)
        for kind, asked in (("changed", aspect.pure), ("warned", aspect.quiet)):
            if asked and seen[kind]:
                return Mismatch(kind, expected=expected, got=got)
        return None


def _misfit(answer: object, got: object) -> Mismatch:
    """The mismatch of an answer of which no summary could be made."""
    kind = "nothing" if got is None else "type" if isinstance(got, Alien) else "form"
    return Mismatch(kind, expected=answer, got=got)


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

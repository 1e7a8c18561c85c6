"""What an exercise is: a reference, what is asked of it, and the known ways to be wrong.

One exercise is one declaration, written beside its wrong and its other right answers:

    relu = Exercise(
        reference=nn.relu,
        statement="Keep what is positive, turn the rest into 0.",
        aspects=[
            Aspect("values", 1, "max(0, z) for every entry", [call(np.array([-2.0, 3.0])), row]),
            Aspect("shape", 1, "keeps the shape of a batch", [batch, call(np.zeros((0, 3)))]),
        ],
        hints=["What should come out for z = −2 and 3?", "np.maximum compares entry by entry."],
    )

    @relu.misconception("values", "np.max finds one largest number; here every entry ...")
    def largest_of_all(z): ...

    @relu.alternative
    def with_where(z): ...
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from ..sandbox.plain import Code, Script


class Call(NamedTuple):
    """The arguments of one call to an implementation."""

    args: tuple
    kwargs: dict


def call(*args, **kwargs) -> Call:
    """The call ``implementation(*args, **kwargs)``."""
    return Call(args, kwargs)


def code(text: str) -> Code:
    """An argument that is not plain data, as source with `np` in scope: `code("lambda x: x**2")`.

    It is evaluated anew for each call, and stands on the card as it stands here.
    """
    return Code(text)


def script(text: str) -> Call:
    """In place of a call: lines that use the exercise's name and `np`, for a class or many calls.

    The last line is an expression; its value is judged. Let it be what the implementation
    gave, never a comparison: a student's object may call itself equal to everything.
    """
    return Call((Script(textwrap.dedent(text).strip()),), {})


Draw = Callable[[np.random.Generator], Call]


def fixed(draw: Draw, *seeds: int) -> list[Call]:
    """The calls that a draw gives under these seeds, the same in every check."""
    return [draw(np.random.default_rng(seed)) for seed in seeds]


def confirmed(draw: Draw, *seeds: int) -> list[Call | Draw]:
    """The calls under these seeds, which decide, and the draw itself, whose calls confirm them.

    So no verdict is a matter of luck: `[*confirmed(row, 3, 8)]` asks two rows in every check, and a
    fresh one. Seeds are few, and chosen so that wrong code fails at one of them.
    """
    return [*fixed(draw, *seeds), draw]


@dataclass(frozen=True)
class Aspect:
    """One plain sentence about an implementation that is ticked or crossed.

    Every call of an aspect is judged in full (no error, right shape, right kind, right values), so
    no aspect can be had by a function that computes something else.

    name: short, for the class report. sentence: what the learner reads. points: its share.
    calls: fixed calls, and functions ``(rng) -> Call`` that draw a fresh one.
    pure: also ask that no argument was changed. quiet: also ask that NumPy warned of nothing.
    """

    name: str
    points: float
    sentence: str
    calls: Sequence[Call | Draw]
    pure: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Misconception:
    """A wrong implementation that real learners write.

    exposed_by: the aspect that it loses. why: one sentence that a learner reads.
    """

    wrong: Callable
    exposed_by: str
    why: str

    @property
    def name(self) -> str:
        return self.wrong.__name__.replace("_", " ")


@dataclass
class Exercise:
    """A function (or class) that a learner writes, and all that is needed to check it.

    summary: where many answers are right, ``(value, call) -> value``: what of an answer is judged,
    such as shapes, sorted rows, whether a spread is within bounds. It runs where the judge is.
    given: for a class, the methods that learners get written.
    starter: for a *break it* exercise, the given code with its planted bug.
    stretch: checked and explained like any other, but carries no points.
    rtol: relative tolerance; the absolute one is rtol times the largest expected magnitude, or 1.
    seconds: that a check may take where the usual limit is too short for it, as for a training.
    Grading gives the function alone twice as many, since its machine may be slower or busier.
    """

    reference: Callable
    statement: str
    aspects: Sequence[Aspect]
    hints: Sequence[str]
    stretch: bool = False
    summary: Callable[[Any, Call], Any] | None = None
    given: Sequence[str] = ()
    starter: Callable | None = None
    rtol: float = 1e-6
    seconds: float | None = None
    misconceptions: list[Misconception] = field(default_factory=list)
    alternatives: list[Callable] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.reference.__name__

    @property
    def max_points(self) -> float:
        return 0.0 if self.stretch else float(sum(aspect.points for aspect in self.aspects))

    def misconception(self, exposed_by: str, why: str) -> Callable[[Callable], Callable]:
        """Decorator: a wrong implementation, the aspect that it loses, and why it is wrong."""

        def register(wrong: Callable) -> Callable:
            self.misconceptions.append(Misconception(wrong, exposed_by, why))
            return wrong

        return register

    def alternative(self, implementation: Callable) -> Callable:
        """Decorator: a right implementation in another style, which must keep full marks."""
        self.alternatives.append(implementation)
        return implementation

    def draw(self, rng: np.random.Generator) -> list[tuple[Aspect, Call]]:
        """Every call that is judged, with the aspect that it belongs to, in the aspects' order."""
        return [
            (aspect, self.named(entry if isinstance(entry, Call) else entry(rng)))
            for aspect in self.aspects
            for entry in aspect.calls
        ]

    def draw_one_each(self, rng: np.random.Generator) -> list[tuple[Aspect, Call]]:
        """One fresh call for each aspect that draws any, with the aspect that it belongs to.

        Of what takes long no two aspects draw the same.
        """
        drawn: list[tuple[Aspect, Call]] = []
        used: set[Draw] = set()
        for aspect in self.aspects:
            entries = [entry for entry in aspect.calls if not isinstance(entry, Call)]
            entries = [entry for entry in entries if not (self.seconds and entry in used)]
            if entries:
                entry = entries[rng.integers(len(entries))]
                used.add(entry)
                drawn.append((aspect, self.named(entry(rng))))
        return drawn

    def named(self, call: Call) -> Call:
        """The call; a script learns under which name it finds the implementation."""
        if call.args and isinstance(call.args[0], Script):
            return Call((Script(call.args[0].text, self.name),), {})
        return call


def exercises_in(namespace: dict[str, Any]) -> list[Exercise]:
    """The exercises that a lesson's module declares, in the order of their declaration."""
    return [value for value in namespace.values() if isinstance(value, Exercise)]

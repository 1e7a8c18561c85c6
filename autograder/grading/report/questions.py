"""Checkpoint questions over a class: how hard, how telling, and what each option did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from workbook.checkpoints import Question

from ...course import Lesson
from ..gradebook.plain_assignments import Assignment
from ..intake.checkpoint_answers import questions_of
from . import statistics
from .current_records import Submitted

DEAD = 0.05
"""The share below which a wrong option tempts nobody."""


@dataclass(frozen=True)
class Option:
    """One option: the shares that chose it, of all and of the best and weakest third."""

    letter: str
    text: str
    why: str
    is_right: bool
    chosen: int
    share: float
    best: float
    weakest: float

    @property
    def is_dead(self) -> bool:
        return not self.is_right and self.share < DEAD

    @property
    def tempts_the_best(self) -> bool:
        """Whether it tempts those who are good at the exercises as often as the weakest."""
        return not self.is_right and self.best >= 0.2 and self.best >= self.weakest


@dataclass(frozen=True)
class Answered:
    """A question that ten or more answered. discrimination: with the points of the exercises."""

    question: Question
    n: int
    facility: float
    discrimination: float | None
    options: tuple[Option, ...]


def answered(lesson: Lesson | Assignment, submissions: Iterable[Submitted]) -> list[Answered]:
    """The lesson's questions of which enough answers were handed in, the hardest first."""
    if not isinstance(lesson, Lesson):
        return []
    given = [s for s in submissions if s.record.answers and s.record.score is not None]
    found = []
    for question in questions_of(lesson.folder) if given else ():
        rows = [
            (s.record.answers[question.id], s.record.score)
            for s in given
            if question.id in s.record.answers
        ]
        if len(rows) >= statistics.ENOUGH:
            found.append(_answered(question, rows))
    return sorted(found, key=lambda each: each.facility)


def _answered(question: Question, rows: list[tuple[int, float]]) -> Answered:
    choices, scores = (np.array(column, float) for column in zip(*rows, strict=True))
    right = (choices == question.answer).astype(float)
    order = np.argsort(scores, kind="stable")
    third = max(1, len(order) // 3)
    weakest, best = choices[order[:third]], choices[order[-third:]]
    options = tuple(
        Option(
            "ABCDE"[at],
            option.text,
            option.why,
            option.right,
            int((choices == at).sum()),
            float((choices == at).mean()),
            float((best == at).mean()),
            float((weakest == at).mean()),
        )
        for at, option in enumerate(question.options)
    )
    found = statistics.correlation(right, scores)
    return Answered(question, len(rows), float(right.mean()), found, options)

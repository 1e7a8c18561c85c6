"""The course's exercises, a package per lesson: lesson "03-activations" has `activations`.

`workbook.nn` has a module of the same name with the lesson's solutions.
"""

from __future__ import annotations

import importlib
import sys
from functools import cache

from ..course import CourseError
from .exercise import Exercise, exercises_in
from .found_in_class import FILE, NotTaken, all_found

LESSONS = (
    "00-start-here",
    "00-toolbox",
    "01-neuron",
    "02-forward-propagation",
    "03-activations",
    "04-losses",
    "05-gradient-descent",
    "06-backpropagation",
    "07-layers",
    "08-training",
    "09-optimizers",
    "10-overfitting",
    "11-choosing",
    "12-keras",
    "13-capstone",
)


def module_name(lesson: str) -> str:
    """The name of a lesson's module: "03-activations" → "activations"."""
    return lesson.split("-", 1)[1].replace("-", "_")


@cache
def of_lesson(lesson: str) -> dict[str, Exercise]:
    """The exercises of one lesson by name, in the lesson's order."""
    module = importlib.import_module(f"{__name__}.{module_name(lesson)}")
    found = {exercise.name: exercise for exercise in exercises_in(vars(module))}
    for mistake in all_found():
        if mistake.exercise in found:
            name_it = found[mistake.exercise].misconception(mistake.exposed_by, mistake.why)
            try:
                name_it(mistake.implementation())
            except NotTaken as error:
                raise CourseError(
                    f"{FILE}: the code for {mistake.exercise} is not taken: {error}."
                ) from None
    return found


def lesson_of(name: str) -> str | None:
    """The lesson of an exercise that is at hand, without importing those of all others."""
    at_hand = [each for each in LESSONS if f"{__name__}.{module_name(each)}" in sys.modules]
    return next((lesson for lesson in at_hand if name in of_lesson(lesson)), None)


@cache
def all_exercises() -> dict[str, tuple[str, Exercise]]:
    """Every exercise of the course by name, with its lesson; a name is used once in the course."""
    found: dict[str, tuple[str, Exercise]] = {}
    for lesson in LESSONS:
        for name, exercise in of_lesson(lesson).items():
            if name in found:
                raise ValueError(
                    f"exercise {name!r} is declared in {found[name][0]} and in {lesson}"
                )
            found[name] = lesson, exercise
    return found

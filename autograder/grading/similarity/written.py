"""What of a lesson is compared, and what the class has written there, from its graded notebooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from ...authoring.stub import BEGIN, END, code_of, starter_of
from ...course import CourseError, Lesson
from ...exercises import of_lesson
from ...exercises.exercise import Exercise
from ...own_files import notebook_of, solved_notebook
from ..intake.definitions import is_stub
from ..intake.homes import find_homes, grade_id
from ..intake.texts import ELSEWHERE, MISSING, NO_ANSWER, is_answer
from .passages import CODE, TEXT, Kind

MORE_THAN = 10
"""Lines of a function's reference: how to write a shorter one, there is hardly a choice."""
_SOLUTION = re.compile(rf"^( *){BEGIN}.*?{END}$", re.DOTALL | re.MULTILINE)
_NOT_WRITTEN = {"", NO_ANSWER, MISSING}
_ELSEWHERE = ELSEWHERE.partition("{")[0]


@dataclass(frozen=True)
class Asked:
    """A question that is compared. known: what all have from the course, and counts for nothing."""

    name: str
    kind: Kind
    known: tuple[str, ...]


def asked_in(lesson: Lesson) -> list[Asked]:
    """A lesson's texts and its longer functions, in the lesson's order; none where it has none."""
    cells = solved_notebook(lesson).cells
    code = tuple(cell.source for cell in cells if cell.cell_type == "code")
    prose = tuple(cell.source for cell in cells if cell.cell_type == "markdown")
    texts = [Asked(grade_id(cell), TEXT, prose) for cell in cells if is_answer(cell)]
    functions = [
        Asked(name, CODE, (*code, _stub(exercise)))
        for name, exercise in of_lesson(lesson.folder).items()
        if lines_of(exercise) > MORE_THAN
    ]
    return [*functions, *texts]


def lines_of(exercise: Exercise) -> int:
    """Lines of code that a reference needs where a learner writes: comments and blanks apart."""
    found = _SOLUTION.finditer(code_of(exercise.reference, exercise.given))
    rows = [row.strip() for body in found for row in body[0].split("\n")[1:-1]]
    return sum(bool(row) and not row.startswith("#") for row in rows)


def written_in(lesson: Lesson, asked: list[Asked]) -> dict[str, dict[str, str]]:
    """What was written, by question, then by student. What was left as it was is left out.

    Raises CourseError where nothing of the lesson has been graded.
    """
    paths = sorted((lesson.root / "autograded").glob(f"*/{lesson.folder}/{lesson.solved.name}"))
    if not paths:
        raise CourseError(
            f"Nothing has been graded for {lesson.folder}: run `autograder grade` first."
        )
    found: dict[str, dict[str, str]] = {each.name: {} for each in asked}
    for path in paths:
        try:
            cells = notebook_of(path).cells
        except CourseError:
            continue
        for name, source in _answers(cells, asked):
            found[name][path.parts[-3]] = source
    return found


def _answers(cells: list[NotebookNode], asked: list[Asked]) -> Iterator[tuple[str, str]]:
    functions = [each.name for each in asked if each.kind is CODE]
    homes = find_homes([c for c in cells if c.cell_type == "code"], functions, [])
    for name, home in homes.items():
        if home is not None and home.source.strip() and not is_stub(home.source, name):
            yield name, home.source
    texts = {each.name for each in asked if each.kind is TEXT}
    for cell in cells:
        if (name := grade_id(cell)) in texts and _is_written(cell.source):
            yield name, cell.source


def _is_written(text: str) -> bool:
    return text.strip() not in _NOT_WRITTEN and not text.startswith(_ELSEWHERE)


def _stub(exercise: Exercise) -> str:
    """What learners get in its place."""
    if exercise.starter:
        return starter_of(exercise)
    source = code_of(exercise.reference, exercise.given)
    return _SOLUTION.sub(r"\1raise NotImplementedError()", source)

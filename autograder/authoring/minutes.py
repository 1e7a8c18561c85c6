"""How long a section takes, computed from what stands in it.

The rates below are all that is assumed; they are meant for an adult who meets the matter for the
first time and does what the text says. A section begins at a cell with `minutes=`; from a heading
without it on (*Stretch*) nothing counts. `stop=true` marks a good place to stop: it ends a sitting.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from workbook import checkpoints

from ..course import Lesson
from ..exercises import of_lesson
from ..exercises.exercise import Exercise

WORDS = 200
"""Words read in a minute: of prose, tables, statements, and questions' explanations."""
FORMULA, SHORT_FORMULA = 0.4, 3
"""Minutes for a displayed formula; words for which one within a sentence counts."""
CODE_LINES = 12
"""Lines of given code read in a minute."""
LOOK = 0.3
"""Minutes to run a cell and look at what it shows, be it numbers or a picture."""
GOAL, GOALS = 1.2, 3
"""Minutes for each goal of an explorable; how many it has where its cell does not say."""
BEGIN_EXERCISE, LINE_OF_SOLUTION = 3.5, 1.0
"""Minutes to begin an exercise and have it checked; for each line that has to be written."""
FIND_A_BUG = 5.0
"""Minutes to find and mend a planted bug, once its code is read."""

SITTING = 75
"""No sitting is longer than that, in minutes."""
OFF = 0.15
"""By what part stated minutes may differ from computed ones; half a minute is always allowed."""


@dataclass
class Section:
    """One timed section. title: "3 · Slopes". stated: as the source has it; taken: computed."""

    title: str
    stated: float
    taken: float = 0.0
    stop: bool = False

    @property
    def minutes(self) -> int:
        """What is to be stated: whole minutes, one at least."""
        return max(1, round(self.taken))

    @property
    def off(self) -> bool:
        """Whether what is stated differs from what is computed by more than is allowed."""
        taken = max(1.0, self.taken)
        return abs(self.stated - taken) > max(0.5, OFF * taken)


def sections(lesson: Lesson, cells: Iterable[NotebookNode]) -> list[Section]:
    """The timed sections of a lesson. cells: expanded, as `build.expand` gives them."""
    found: list[Section] = []
    timed = False
    for cell in cells:
        if cell.metadata.get("only") == "deck":
            continue
        heading = re.search(r"^## (.+)$", cell.source, re.M) if _is_text(cell) else None
        if heading:
            timed = "minutes" in cell.metadata
            if timed:
                found.append(Section(heading[1], cell.metadata["minutes"]))
        if timed and found:
            found[-1].taken += minutes_of(lesson, cell)
            found[-1].stop |= bool(cell.metadata.get("stop"))
    return found


def sittings(parts: Iterable[Section]) -> list[int]:
    """The minutes of each sitting, from one good place to stop to the next."""
    found = [0]
    for part in parts:
        found[-1] += part.minutes
        if part.stop:
            found.append(0)
    return found


def minutes_of(lesson: Lesson, cell: NotebookNode) -> float:
    """What one cell takes. The check below an exercise is part of the exercise."""
    if "question" in cell.metadata:
        return _question(checkpoints.find(cell.metadata["question"]))
    if "exercise" in cell.metadata:
        return _exercise(of_lesson(lesson.folder)[cell.metadata["exercise"]])
    if "nbgrader" in cell.metadata:
        return 0.0
    return _prose(cell.source) if _is_text(cell) else _code(cell)


def table(parts: list[Section]) -> str:
    """The reader's table of sections, with the places to stop, as Markdown lines."""
    rows = ["| section | minutes |", "|---|---|"]
    for part in parts:
        rows.append(f"| {part.title} | {part.minutes} |")
        if part.stop:
            rows.append("| *a good place to stop* | |")
    return "\n".join(rows)


def _is_text(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown"


def _words(text: str) -> int:
    return len(re.findall(r"[^\W_][\w’'.,/-]*", text))


def _prose(text: str) -> float:
    """Markdown: fenced code at code's pace, formulas at their own, all else by words."""
    text = re.sub(r"<[^>]+>", " ", text)
    fenced = re.findall(r"^```.*?^```", text, re.M | re.S)
    shown = re.findall(r"\$\$.+?\$\$", text, re.S)
    text = re.sub(r"^```.*?^```|\$\$.+?\$\$", " ", text, flags=re.M | re.S)
    text = re.sub(r"\$[^$\n]+(\n[^$\n]+)?\$", " formula " * SHORT_FORMULA, text)
    lines = sum(len(code.splitlines()) - 2 for code in fenced)
    return _words(text) / WORDS + lines / CODE_LINES + len(shown) * FORMULA


def _code(cell: NotebookNode) -> float:
    """Given code: read it where it is shown, run it, look; reach the goals of an explorable."""
    if cell.source.lstrip().startswith(("import ", "from ")):
        return LOOK
    hidden = "hide-input" in cell.metadata.get("tags", ())
    lines = 0 if hidden else sum(bool(line.strip()) for line in cell.source.splitlines())
    return lines / CODE_LINES + LOOK + sum(GOAL * goals for goals in _goals(cell.source))


def _goals(source: str) -> Iterator[int]:
    """For each explorable that a cell opens, how many goals it sets."""
    from workbook import explore

    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in explore.__all__:
            given = [word.value for word in node.keywords if word.arg == "goals"]
            named = given and isinstance(given[0], (ast.Tuple, ast.List))
            yield len(given[0].elts) if named else GOALS


def _question(question: checkpoints.Question) -> float:
    """The think time, which holds the reading, and then the explanations of two options."""
    whys = [_words(option.why) for option in question.options]
    return question.think / 60 + 2 * sum(whys) / len(whys) / WORDS


def _exercise(exercise: Exercise) -> float:
    """Read the statement and the docstring; write, or find the bug; have it checked."""
    read = _words(exercise.statement + " " + (inspect.getdoc(exercise.reference) or "")) / WORDS
    if exercise.starter:
        return read + _lines(exercise.starter) / CODE_LINES + FIND_A_BUG
    return read + BEGIN_EXERCISE + LINE_OF_SOLUTION * _lines(exercise.reference, exercise.given)


def _lines(function: object, given: Iterable[str] = ()) -> int:
    """How many lines the bodies of a function or class have, without docstrings."""
    from .stub import BEGIN, END, code_of

    text = code_of(function, tuple(given))
    inside = re.findall(rf"{BEGIN}\n(.*?){END}", text, re.S)
    return sum(bool(line.strip()) for body in inside for line in body.splitlines())

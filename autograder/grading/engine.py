"""Grade one submission: run its cells in a process of their own, judge its functions in this one.

The student's process is told to run a cell or to apply a function to inputs; it answers with plain
data. Everything that decides on a mark (references, hidden inputs, comparison, the notebook's
marks) stays here; `run` survives the loss of the student's process.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..course import CourseError, Lesson, find_lessons
from ..exercises import of_lesson
from ..judging.card import as_html
from ..judging.judge import verdict
from ..judging.sheet import Sheet, seeded
from ..judging.verdict import Verdict, stopped
from ..sandbox.plain import pack
from .intake.finding import named
from .intake.mending import check_of, mend
from .intake.reading import read_notebook
from .intake.texts import Answer, answers_in, wait
from .process.child import ChildLost, Sandbox
from .process.isolation import NONE, Isolation, choose
from .process.replies import UNREADABLE, line, result, text
from .process.stage import make_stage
from .process.submission_run import Run

MAX_CARD = 200_000
"""Characters of a card; what a student's function returned is shown in it, shortened."""


@dataclass
class Graded:
    """One graded notebook: its verdicts by exercise, and the notebook with trusted outputs.

    answers: its texts, which a person marks. points and max_points are those of the exercises.
    """

    notebook: NotebookNode
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    @property
    def points(self) -> float:
        return sum(v.points for v in self.verdicts.values())

    @property
    def max_points(self) -> float:
        return sum(v.max_points for v in self.verdicts.values())

    @property
    def status(self) -> str:
        """ "partial" where a check could not be brought to an end, else "graded"."""
        return "partial" if any(v.status == "stopped" for v in self.verdicts.values()) else "graded"

    def wait_for_texts(self, documents: list[str]) -> None:
        """Have texts wait that were left untouched, where documents lie beside the notebook."""
        where = f"in {named(documents)} beside the notebook"
        cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell
                 for cell in self.notebook.cells}  # fmt: skip
        for at, answer in enumerate(self.answers):
            if documents and not answer.written:
                wait(cells[answer.name], where)
                self.answers[at] = replace(answer, written=True)
                self.flags.append(
                    f"{answer.name}: its own cell was left untouched; it may be {where}"
                )

    @property
    def reason(self) -> str:
        return " ".join(v.reason for v in self.verdicts.values() if v.status == "stopped")


class Grader:
    """Grades submissions of one lesson under one seed; hidden inputs are drawn once for all."""

    def __init__(self, lesson: Lesson, seed: int, stage: Path, isolation: Isolation | None = None):
        # first of all, because it starts in the background
        self.sandbox = Sandbox(stage, choose() if isolation is None else isolation)
        self.source = nbformat.read(lesson.solved, as_version=4)
        exercises = of_lesson(lesson.folder)
        self.sheets = {name: Sheet.draw(e, seeded(seed, e)) for name, e in exercises.items()}
        self.commands = {name: _observe(sheet) for name, sheet in self.sheets.items()}

    def grade(self, submitted: NotebookNode) -> Graded:
        """Mend, run and judge one submitted notebook."""
        notebook, flags = mend(submitted, self.source)
        return self.run(notebook, flags)

    def run(self, notebook: NotebookNode, flags: list[str] | None = None) -> Graded:
        """Run and judge a mended notebook, whose cells get their outputs."""
        graded = Graded(notebook, answers=answers_in(notebook.cells), flags=flags or [])
        commands = [self._command(cell) for cell in notebook.cells]
        run = Run(self.sandbox, filter(None, commands))
        before: list[NotebookNode] = []
        ran: list[NotebookNode] = []
        try:
            for cell, command in zip(notebook.cells, commands, strict=True):
                name = check_of(cell)
                if name in self.sheets:
                    graded.verdicts[name] = self._check(run, name, before)
                    cell.outputs = [_card(graded.verdicts[name])]
                elif command:
                    ran.append(cell)
                    cell.outputs = before = run.cell()
        finally:
            run.close()
        for number in run.left_out:
            first = line(ran[number].source, 60)
            graded.flags.append(f"left out, because it broke what came after it: “{first}”")
        return graded

    def _command(self, cell: NotebookNode) -> bytes | None:
        """What the student's process is asked to do at a cell, None where it is nothing."""
        if check_of(cell) in self.commands:
            return self.commands[check_of(cell)]
        if cell.cell_type == "code" and "explore" not in cell.metadata.get("tags", []):
            return pack({"do": "run", "source": cell.source})
        return None

    def close(self) -> None:
        """End the process that is kept ready for submissions."""
        self.sandbox.close()

    def _check(self, run: Run, name: str, before: list[NotebookNode]) -> Verdict:
        """Have the student's process apply its function to the hidden inputs; judge what it did.

        before: the outputs of the cell before the check, which say why a function is not there.
        """
        sheet = self.sheets[name]
        try:
            own = sheet.exercise.seconds  # a busy machine is given twice as long
            seen = run.observe(2 * own if own else None)
            if seen is None:
                errors = [
                    line(f"{out.ename}: {out.evalue}")
                    for out in before
                    if out.output_type == "error"
                ]
                why = (
                    f"its cell ended with {errors[0]}"
                    if errors
                    else "no cell before its check defines it"
                )
                return stopped(sheet.exercise, f"{name} is not there: {why}.")
            if len(seen) != len(sheet.calls):
                raise ChildLost(UNREADABLE)
            return verdict(sheet, sheet.summarised(seen))
        except ChildLost as lost:
            return stopped(sheet.exercise, f"{name} could not be checked: {lost}.")


def check_notebook(path: Path) -> Graded:
    """Grade one learner's notebook with fresh inputs, for `autograder check`.

    Raises CourseError where the file is no notebook, or belongs to no lesson.
    """
    submitted = read_notebook(path)
    lesson = _lesson_of(submitted, path)
    with stage_for(lesson) as stage:
        grader = Grader(lesson, time.time_ns(), stage, NONE)  # one's own code, one's own machine
        return grader.grade(submitted)


@contextmanager
def stage_for(lesson: Lesson) -> Iterator[Path]:
    """A folder with what a submission of this lesson may import, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="stage-") as folder:
        stage = Path(folder, "stage")
        stage.mkdir()
        make_stage(stage, lesson.folder)
        yield stage


def _lesson_of(notebook: NotebookNode, path: Path) -> Lesson:
    named = notebook.metadata.get("workbook", {}).get("lesson")
    if named:
        return find_lessons((named,))[0]
    for lesson in find_lessons():
        if lesson.name == path.stem:
            return lesson
    raise CourseError(f"{path} is not a notebook of this course: no lesson has that name.")


def _observe(sheet: Sheet) -> bytes:
    """The command that applies a student's function to a sheet's inputs; the same for a class."""
    calls = [[list(call.args), dict(call.kwargs)] for call in sheet.calls]
    return pack({"do": "observe", "name": sheet.exercise.name, "calls": calls})


def _card(outcome: Verdict) -> NotebookNode:
    """The output of a check: the points, which nbgrader reads, and the card, which people read."""
    html = _plain_card(outcome) if outcome.status in ("passed", "unwritten") else as_html(outcome)
    data = {"text/plain": f"{outcome.points:g}", "text/html": text(html, MAX_CARD)}
    return result(NotebookNode(data))


_cards: dict[tuple[str, str], str] = {}


def _plain_card(outcome: Verdict) -> str:
    """A card that says the same to everybody."""
    key = outcome.exercise, outcome.status
    if key not in _cards:
        _cards[key] = as_html(outcome)
    return _cards[key]

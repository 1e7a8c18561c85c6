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
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..course import CourseError, Lesson, find_lessons
from ..exercises import of_lesson
from ..judging.card import as_html
from ..judging.verdict import Verdict, stopped
from ..sandbox.mistakes import ANYTHING, SURROUNDINGS
from ..sandbox.plain import pack
from .intake.definitions import names_bound
from .intake.mending import USED, check_of, mend
from .intake.needs import cells_needed
from .intake.reading import read_notebook
from .intake.texts import Answer, answers_in
from .process.child import ChildLost, Sandbox
from .process.isolation import NONE, Isolation, choose
from .process.replies import UNREADABLE, line, result, text
from .process.stage import make_stage
from .process.submission_run import Run, what_was_odd
from .questions import OwnQuestions, Questions

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

    @property
    def reason(self) -> str:
        return " ".join(v.reason for v in self.verdicts.values() if v.status == "stopped")


class Grader:
    """Grades submissions of one lesson under one seed; hidden inputs are drawn once for all.

    seconds: that all cells of a submission may take, by default as many as any submission.
    """

    def __init__(
        self,
        lesson: Lesson,
        seed: int,
        stage: Path,
        isolation: Isolation | None = None,
        seconds: float | None = None,
    ):
        # first of all, because it starts in the background
        self.sandbox = Sandbox(stage, choose() if isolation is None else isolation)
        self.seconds = seconds
        self.source = nbformat.read(lesson.solved, as_version=4)
        exercises = of_lesson(lesson.folder)
        self.questions = Questions(exercises.values(), seed)
        self.sheets, self.commands = self.questions.sheets, self.questions.commands

    def grade(self, submitted: NotebookNode, student: str = "") -> Graded:
        """Mend, run and judge one submitted notebook. student: gets a draw of their own."""
        notebook, flags = mend(submitted, self.source)
        return self.run(notebook, flags, student)

    def run(
        self, notebook: NotebookNode, flags: list[str] | None = None, student: str = ""
    ) -> Graded:
        """Run and judge a mended notebook, whose cells get their outputs."""
        own = self.questions.of(student)
        graded = Graded(notebook, answers=answers_in(notebook.cells), flags=flags or [])
        steps = [(cell, self._command(cell)) for cell in notebook.cells]
        steps = [(cell, command) for cell, command in steps if command]
        needed = cells_needed([cell for cell, _ in steps])
        commands = (command for _, command in steps)
        run = Run(self.sandbox, commands, total=self.seconds, first=[own.command])
        before: list[NotebookNode] = []
        ran: list[NotebookNode] = []
        put_off: list[NotebookNode] = []
        try:
            for cell, _ in steps:
                name = check_of(cell)
                if name in self.sheets:
                    graded.verdicts[name] = self._check(run, name, before, own)
                    cell.outputs = [_card(graded.verdicts[name])]
                    continue
                told = len(run.stepped_over)
                before = run.cell(may_wait=id(cell) not in needed)
                if USED in cell.metadata.get("tags", ()):  # not of the student's making
                    del run.stepped_over[told:]
                if before is None:
                    put_off.append(cell)
                    before = []
                else:
                    ran.append(cell)
                    cell.outputs = before
            for cell in put_off:
                ran.append(cell)
                cell.outputs = run.cell()
        finally:
            run.close()
        graded.flags += what_was_odd(run, ran)
        return graded

    def _command(self, cell: NotebookNode) -> bytes | None:
        """What the student's process is asked to do at a cell, None where it is nothing."""
        if name := check_of(cell):
            return self.commands.get(name)
        if cell.cell_type == "code" and "explore" not in cell.metadata.get("tags", []):
            past = SURROUNDINGS if "nbgrader" in cell.metadata else ANYTHING
            return pack({"do": "run", "source": cell.source, "past": past})
        return None

    def close(self) -> None:
        """End the process that is kept ready for submissions."""
        self.sandbox.close()

    def _check(self, run: Run, name: str, before: list[NotebookNode], own: OwnQuestions) -> Verdict:
        """Have the student's process apply its function to the hidden inputs; judge what it did.

        before: the outputs of the cell before the check, which say why a function is not there.
        """
        sheet = self.sheets[name]
        try:
            seconds = sheet.exercise.seconds  # a busy machine is given twice as long
            seen = run.observe(2 * seconds if seconds else None)
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
            found = own.judge(name, seen)
            if found is None:
                raise ChildLost(UNREADABLE)
            why = "" if found.points else _for_want_of(run.stepped_over, seen)
            return stopped(sheet.exercise, f"{name} could not be checked: {why}") if why else found
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


def _for_want_of(stepped_over: list[tuple[str, str]], seen: list[dict]) -> str:
    """What an import that failed has to do with errors that were seen, "" where nothing."""
    missed = {row["error"]["message"] for row in seen if "error" in row}
    for code, why in stepped_over:
        for name in names_bound(code):
            if any(f"name '{name}' is not defined" in message for message in missed):
                return f"it needs {name}, but “{code}” failed ({why})."
    return ""


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

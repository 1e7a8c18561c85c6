"""Grade one submission: run its cells in a process of their own, judge its functions in this one.

The student's process is told to run a cell or to apply a function to inputs; it answers with plain
data. Everything that decides on a mark (references, hidden inputs, comparison, the notebook's
marks) stays here; `run` survives the loss of the student's process.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode

from ..course import CourseError, Lesson, find_lessons
from ..exercises import of_lesson
from ..exercises.exercise import Exercise
from ..judging.card import as_html
from ..judging.judge import Wrong, explained
from ..judging.sheet import Sheet
from ..judging.verdict import Verdict, stopped
from ..own_files import solved_notebook
from ..sandbox.mistakes import ANYTHING, SURROUNDINGS
from ..sandbox.plain import TooLarge, pack
from .card_seal import mark_as_card
from .intake.definitions import names_bound
from .intake.files_beside import Files, kept_beside, prepare, used_beside, with_own_paths
from .intake.finding import list_files, named
from .intake.mending import USED, Skeleton, check_of, mend
from .intake.needs import cells_needed
from .intake.newer_python import say_python_needed
from .intake.reading import read_notebook, take_odd
from .intake.texts import Answer, answers_in, wait
from .judge_limits import (
    EXERCISE_SECONDS,
    EXPLAINING_SECONDS,
    TOO_MUCH,
    LimitMet,
    processor_time,
)
from .orders import (
    MOST_ORDERS,
    lost_behind,
    why_right,
    with_helpers_first,
    with_later_versions,
    with_what_is_needed,
)
from .process.child import ChildLost, Sandbox
from .process.head_start import begun_stage
from .process.isolation import Isolation, IsolationError, choose
from .process.replies import UNREADABLE, line, result, stopped_cell, text, was_stopped
from .process.stage import make_stage
from .process.submission_run import Run, what_was_odd
from .process.temporary_folders import temporary_folder
from .questions import OwnQuestions, Questions

MAX_CARD = 200_000
"""Characters of a card; what a student's function returned is shown in it, shortened."""


@dataclass
class Graded:
    """One graded notebook: its verdicts by exercise, and the notebook with trusted outputs.

    answers: its texts, which a person marks. beside: files that its code finds. points and
    max_points are those of the exercises.
    """

    notebook: NotebookNode
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    beside: tuple[str, ...] = ()

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


@dataclass(frozen=True)
class Better:
    """What another order of the cells found: the exercises with more points, and what was odd."""

    names: list[str]
    odd: list[str]


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
        self.source = solved_notebook(lesson)
        self.skeleton = Skeleton(self.source)
        exercises = of_lesson(lesson.folder)
        self.questions = Questions(exercises.values(), seed)
        self.sheets, self.commands = self.questions.sheets, self.questions.commands
        self.sandbox.know(self.questions.short)

    def grade(
        self, submitted: NotebookNode, student: str = "", beside: Files | None = None
    ) -> Graded:
        """Mend, run and judge one submitted notebook. student: gets a draw of their own.

        beside: the files that its code finds in its folder.
        """
        notebook, flags = mend(submitted, self.skeleton)
        return self.run(notebook, flags, student, beside)

    def run(
        self,
        notebook: NotebookNode,
        flags: list[str] | None = None,
        student: str = "",
        beside: Files | None = None,
    ) -> Graded:
        """Run and judge a mended notebook, whose cells get their outputs."""
        own = self.questions.of(student)
        first = [*(prepare(beside, {}, hides=False) if beside else ()), own.command]
        graded = Graded(notebook, answers=answers_in(notebook.cells), flags=flags or [])
        graded.beside = tuple(beside or ())
        steps = [(cell, self._command(cell, graded.beside)) for cell in notebook.cells]
        asked = [cell for cell, command in steps if command]
        needed = cells_needed(asked)
        may_wait = {id(cell) for cell in asked if not check_of(cell)} - needed
        run = Run(
            self.sandbox,
            (command for _, command in steps if command),
            total=self.seconds,
            first=first,
            may_wait=(id(cell) in may_wait for cell in asked),
        )
        before: list[NotebookNode] = []
        ran: list[NotebookNode] = []
        put_off: list[NotebookNode] = []
        try:
            for cell, command in steps:
                name = check_of(cell)
                if name in self.sheets:
                    graded.verdicts[name], card = self._check(run, name, before, own)
                    cell.outputs = [card]
                    continue
                if not command:
                    before = cell.get("outputs") or before  # it could not be asked for
                    continue
                before = _outputs_of(run, cell, id(cell) in may_wait)
                if before is None:
                    put_off.append(cell)
                    before = []
                else:
                    ran.append(cell)
                    cell.outputs = before
            for cell in put_off:
                ran.append(cell)
                cell.outputs = _outputs_of(run, cell)
        finally:
            run.close()
        ended = [cell for cell in put_off if not was_stopped(cell.outputs)]
        names = lost_behind(ended, asked, graded.verdicts)
        end = time.monotonic() + run.left
        better = self._in_order(graded, names, asked, end, own, first) if names else None
        odd = what_was_odd(run, ran) if better is None else better.odd
        for reorder, times in ((with_helpers_first, MOST_ORDERS), (with_later_versions, 1)):
            for _ in range(times):
                order, why = reorder(asked, graded.verdicts)
                better = self._in_order(graded, why, order, end, own, first) if why else None
                if better is None:
                    break
                asked, odd = order, [*why.values(), *better.odd]
        before_it = dict(graded.verdicts)
        order, names = with_what_is_needed(asked, graded.verdicts, self.skeleton.code)
        better = self._in_order(graded, names, order, end, own, first) if names else None
        if better is not None:
            odd = why_right(better.names, before_it) + odd
        graded.flags += odd
        return graded

    def _in_order(
        self,
        graded: Graded,
        names: Collection[str],
        cells: list[NotebookNode],
        end: float,
        own: OwnQuestions,
        first: list[bytes],
    ) -> Better | None:
        """Run all once more in an order in which a function may find what it needs.

        What code does cannot always be read from it: a call fills a table, a cell writes a file.
        Cells that do not end, behind which a kernel does not come either, are left out.
        names: of the exercises that are asked. end: when the submission's time is over.
        Returns what this found where it found more points, which then count; else None.
        """
        cells = [
            cell
            for cell in cells
            if (check_of(cell) in names if check_of(cell) else not was_stopped(cell.outputs))
        ]
        given = (self._command(cell, graded.beside) for cell in cells)
        commands = [command for command in given if command]
        seconds = max(0.0, end - time.monotonic())
        run = Run(self.sandbox, commands, total=seconds, first=first)
        outputs, better, before = [], {}, []
        try:
            for cell in cells:
                name = check_of(cell)
                if not name:
                    before = _outputs_of(run, cell)
                    outputs.append((cell, before))
                    continue
                there = graded.verdicts[name].points
                found, card = self._check(run, name, before, own, above=there)
                if found.points > there:
                    better[name] = found
                    outputs.append((cell, [card]))
        finally:
            run.close()
        if not better:
            return None
        graded.verdicts |= better
        for cell, shown in outputs:
            cell.outputs = shown
        odd = what_was_odd(run, [cell for cell in cells if not check_of(cell)])
        return Better(list(better), odd)

    def _command(self, cell: NotebookNode, beside: Sequence[str]) -> bytes | None:
        """What the student's process is asked to do at a cell, None where it is nothing.

        beside: the names of the files that it finds.
        """
        if name := check_of(cell):
            return self.commands.get(name)
        if cell.cell_type == "code" and "explore" not in cell.metadata.get("tags", []):
            past = SURROUNDINGS if "nbgrader" in cell.metadata else ANYTHING
            try:
                source = with_own_paths(cell.source, beside)
                return pack({"do": "run", "source": source, "past": past})
            except TooLarge as error:
                cell.outputs = [stopped_cell(f"it is too large: {error}")]
        return None

    def close(self) -> None:
        """End the process that is kept ready for submissions."""
        self.sandbox.close()

    def _check(
        self,
        run: Run,
        name: str,
        before: list[NotebookNode],
        own: OwnQuestions,
        above: float = -1.0,
    ) -> tuple[Verdict, NotebookNode]:
        """Have the student's process apply its function to the hidden inputs; judge what it did.

        Returns the verdict and the check's output. Whatever an answer is made of costs this
        exercise and no other. before: the outputs of the cell before the check, which say why a
        function is not there. above: with how many points or fewer nobody asks for the reason.
        """
        sheet = self.sheets[name]
        try:
            with processor_time(self.judging_seconds(name)):
                found = self._verdict(run, sheet, before, own, above)
                return found, _card(found)
        except ChildLost as lost:
            reason = f"{name} could not be checked: {lost}."
        except LimitMet:
            seconds = self.judging_seconds(name)
            reason = f"{name} could not be judged within {seconds:g} seconds of processor time."
        except MemoryError:
            reason = f"{name} could not be judged: what it returned takes {TOO_MUCH}."
        except IsolationError:  # says nothing about this exercise
            raise
        except Exception as error:  # a mistake of the grader's own
            said = line(f"{type(error).__name__}: {error}")
            reason = f"{name} could not be judged, please report it: {said}"
        found = stopped(sheet.exercise, reason)
        return found, _card(found)

    def judging_seconds(self, *names: str) -> float:
        """Seconds of processor time in which the answers of these exercises are judged."""
        exercises = (self.sheets[name].exercise for name in names)
        own = EXERCISE_SECONDS + EXPLAINING_SECONDS
        return sum(own + _training_seconds(exercise) for exercise in exercises)

    def _verdict(
        self,
        run: Run,
        sheet: Sheet,
        before: list[NotebookNode],
        own: OwnQuestions,
        above: float,
    ) -> Verdict:
        seconds = sheet.exercise.seconds  # a busy machine is given twice as long
        seen = run.observe(2 * seconds if seconds else None)
        if seen is None:
            errors = [
                line(f"{out.ename}: {out.evalue}") for out in before if out.output_type == "error"
            ]
            why = (
                f"its cell ended with {errors[0]}"
                if errors
                else "no cell before its check defines it"
            )
            return stopped(sheet.exercise, f"{sheet.exercise.name} is not there: {why}.")
        answers = own.read(sheet.exercise.name, seen)
        if answers is None:
            raise ChildLost(UNREADABLE)
        found, wrong = answers.judged()  # what is said of points cannot cost any
        why = "" if found.points else _for_want_of(run.stepped_over, seen)
        if why:
            return stopped(sheet.exercise, f"{sheet.exercise.name} could not be checked: {why}")
        is_asked = wrong and found.points > above
        return _explained(found, sheet.exercise, wrong) if is_asked else found


def _outputs_of(run: Run, cell: NotebookNode, may_wait: bool = False) -> list[NotebookNode] | None:
    """The outputs of a run's next cell. Of a cell that is not the student's nothing is told."""
    told = len(run.stepped_over)
    outputs = run.cell(may_wait)
    say_python_needed(outputs or (), cell.source)
    if USED in cell.metadata.get("tags", ()):
        del run.stepped_over[told:]
    return outputs


def _explained(found: Verdict, exercise: Exercise, wrong: Wrong) -> Verdict:
    """The same verdict with the reason behind what is wrong, where one is found in good time."""
    try:
        with processor_time(EXPLAINING_SECONDS + _training_seconds(exercise)):
            return explained(found, wrong)
    except (LimitMet, MemoryError):
        return found
    except Exception as error:  # a mistake of the grader's own
        said = line(f"{type(error).__name__}: {error}")
        return replace(found, reason=f"No reason was found, please report it: {said}")


def _training_seconds(exercise: Exercise) -> float:
    """To name the mistake in a training, the known mistakes are trained, once for a class."""
    return (exercise.seconds or 0.0) * len(exercise.misconceptions)


def check_notebook(path: Path, isolation: str | None = None) -> Graded:
    """Grade one learner's notebook with fresh inputs, for `autograder check`.

    isolation: a name of one in `isolation`, by default the one that protects: a notebook may be
    somebody else's. Raises CourseError where the file is no notebook, or belongs to no lesson, and
    IsolationError where that isolation cannot be had.
    """
    submitted = read_notebook(path)
    lesson = _lesson_of(submitted, path)
    flags = take_odd(submitted)
    beside: Files = {}
    with suppress(CourseError):  # its folder may be out of reach
        listing = list_files(path.absolute().parent.resolve())
        kept = kept_beside(listing, [])
        beside = used_beside(listing.folder, kept, submitted.cells, flags)
    with stage_for(lesson) as stage:
        grader = Grader(lesson, time.time_ns(), stage, choose(isolation))
        graded = grader.grade(submitted, beside=beside)
    graded.flags += flags
    return graded


@contextmanager
def stage_for(lesson: Lesson) -> Iterator[Path]:
    """A folder with what a submission of this lesson may import, removed when all is graded."""
    with ExitStack() as stack:
        stage = begun_stage()
        if stage is None:
            stage = stack.enter_context(temporary_folder()) / "stage"
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
    return mark_as_card(result(NotebookNode(data)))


_cards: dict[tuple[str, str], str] = {}


def _plain_card(outcome: Verdict) -> str:
    """A card that says the same to everybody."""
    key = outcome.exercise, outcome.status
    if key not in _cards:
        _cards[key] = as_html(outcome)
    return _cards[key]

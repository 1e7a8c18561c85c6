"""Grade a class: every submission of a lesson or an assignment, some at a time.

The unit of work is `grade_submission`: what it takes and what it gives can be pickled, and it
writes nothing. It is done in processes that may be lost (`judges`); what came of it is written by
the one process that asked for it.

Good work comes first. A submission that meets a time limit yields to the others, and is graded
when they are done. One that met a limit while others had the processor, or at which a judge was
lost, is asked again at the very end, alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode

from ..course import CourseError
from .attempts import STANDS_IN, attempts_before
from .card_seal import seal_cards
from .engine import Graded, Grader, stage_for
from .evidence import Evidence
from .gradebook.finished import contents, with_basis
from .gradebook.marks import Marks
from .gradebook.records import ASKS, Record, flags_of_waiting
from .intake.belonging import Wanted
from .intake.checkpoint_answers import answers_in_file, checkpoint_answers, options_of
from .intake.choosing import choose_notebook
from .intake.files_beside import Files, documents_in, kept_beside, used_beside
from .intake.finding import list_files
from .intake.held_data import data_held
from .intake.regrade_requests import requests_in
from .intake.texts import answers_in, is_answer
from .judge_limits import SPARE_SECONDS, SUBMISSION_SECONDS, TOO_MUCH, LimitMet, processor_time
from .judges import Judges, Lost
from .outcome import (
    Outcome,
    Plan,
    Submission,
    as_file,
    say_isolation,
    say_newer,
    timestamp_in,
)  # fmt: skip
from .process import submission_run as run
from .process.isolation import IsolationError
from .process.replies import line


class Task(NamedTuple):
    """What a judge is given. hurried: others wait, so what meets a time limit is left for later.

    lost: why nothing can be graded; then the judge says so in the student's notebook.
    """

    submission: Submission
    hurried: bool = False
    lost: str = ""


class Yielded(NamedTuple):
    """In place of an outcome: a hurried submission met a time limit."""


Result = Outcome | Yielded | Lost
Ask = Callable[[Iterable[Task]], Iterator[tuple[Task, Result]]]
"""Has tasks done by so many as there are to do them; gives each with its result."""


def grade_all(plan: Plan, submissions: Iterable[Submission], jobs: int) -> Iterator[Outcome]:
    """Grade submissions of one lesson or assignment; yields each outcome as it is done."""
    with stage_for(plan.lesson) as stage, judges_for(plan, stage, jobs) as judges:
        yield from in_turns(plan, list(submissions), judges.each, side_by_side=jobs > 1)


def judges_for(plan: Plan, stage: Path, jobs: int) -> Judges:
    """So many processes that take a Task each. stage: what submissions may import."""
    longest = 2 * run.SUBMISSION_SECONDS + SPARE_SECONDS
    return Judges(jobs, partial(worker, plan, stage), longest)


def in_turns(
    plan: Plan, submissions: list[Submission], ask: Ask, side_by_side: bool
) -> Iterator[Outcome]:
    """Grade all; then those that yielded; then, alone, those to which others may have done harm."""
    later: list[Submission] = []
    alone: list[Submission] = []

    def sorted_out(tasks: Iterable[Task]) -> Iterator[Outcome]:
        for task, result in ask(tasks):
            if isinstance(result, Yielded):
                later.append(task.submission)
            elif isinstance(result, Lost) and result.late:
                yield from _given_up(plan, task.submission, result, ask)
            elif isinstance(result, Lost) or (result.is_starved and side_by_side):
                alone.append(task.submission)
            else:
                yield result

    hurried = len(submissions) > 1
    yield from sorted_out(Task(submission, hurried) for submission in submissions)
    yield from sorted_out([Task(submission) for submission in later])
    for submission in alone:
        for _, result in ask([Task(submission)]):
            if isinstance(result, Lost):
                yield from _given_up(plan, submission, result, ask)
            else:
                yield result


def _given_up(plan: Plan, submission: Submission, lost: Lost, ask: Ask) -> Iterator[Outcome]:
    """The outcome of a submission at which judges are lost, which nobody is to try any more."""
    reason = f"the process that judged it was lost: {lost.why}."
    for _, result in ask([Task(submission, lost=reason)]):
        if isinstance(result, Outcome):
            yield result
        else:  # it cannot even be said in a notebook
            outcome = _nothing(submission, reason, 0.0, {})
            flags = [*submission.notes, *outcome.record.flags]
            record = replace(outcome.record, isolation=plan.isolation.name, flags=flags)
            yield replace(outcome, record=record)


# In a judge's process -----------------------------------------------------------------------------


@contextmanager
def worker(plan: Plan, stage: Path) -> Iterator[Callable[[Task], Result]]:
    """What grades submissions by a plan, one after the other."""
    kind = LessonWorker if plan.release is None else AssignmentWorker
    made = kind(plan, stage)
    try:
        yield partial(grade_submission, made)
    finally:
        made.close()


def grade_submission(worker: LessonWorker | AssignmentWorker, task: Task) -> Result:
    """Grade one submission in this process; whatever is wrong with it ends in its record."""
    started, submission = time.perf_counter(), task.submission
    run.PACE.hurried, run.PACE.starved = task.hurried, False
    content = contents(submission.folder)
    mark = with_basis(worker.plan.basis, content) if worker.plan.basis else ""
    try:
        with processor_time(worker.seconds):
            outcome = _graded(worker, task)
        outcome = _as_files(_with_evidence(worker, _with_requests(outcome)))
    except run.Yields:
        return Yielded()
    except IsolationError:  # says nothing about this submission
        raise
    except BaseException as error:
        try:
            instead = _without_it(worker, submission, _reason(error, submission))
            outcome = _as_files(_with_evidence(worker, _with_requests(instead)))
        except run.Yields:
            return Yielded()
    seconds = round(time.perf_counter() - started, 3)
    record = replace(
        outcome.record,
        seconds=seconds,
        isolation=worker.plan.isolation.name,
        flags=[*submission.notes, *outcome.record.flags],
    )
    return replace(
        outcome,
        record=record,
        fingerprint=mark,
        content=content,
        timestamp=timestamp_in(outcome.submission.folder),
        is_starved=run.PACE.starved,
    )


def _graded(worker: LessonWorker | AssignmentWorker, task: Task) -> Outcome:
    if task.lost:
        raise CourseError(task.lost)
    if task.submission.refused:
        raise CourseError(task.submission.refused)
    return worker.grade(task.submission)


def _without_it(
    worker: LessonWorker | AssignmentWorker, submission: Submission, reason: str
) -> Outcome:
    """What comes of a submission that cannot be graded: the attempt before it, or no mark."""
    for before in attempts_before(submission):
        try:
            with processor_time(worker.seconds):
                outcome = worker.grade(before)
            break
        except (IsolationError, run.Yields):
            raise
        except BaseException:  # the newer attempt's own reason is what has to be said
            continue
    else:
        return worker.ungradable(submission, reason)
    for notebook in outcome.notebooks.values():
        say_newer(notebook, reason)
    flags = [f"{STANDS_IN}: {reason}", *outcome.record.flags]
    return replace(outcome, record=replace(outcome.record, flags=flags))


def _with_requests(outcome: Outcome) -> Outcome:
    """The outcome with what the learner asks to have looked at again."""
    record = outcome.record
    names = [exercise.full_name for exercise in record.exercises]
    cells = (cell for notebook in outcome.notebooks.values() for cell in notebook.cells)
    found = requests_in(cells, names)
    if not found:
        return outcome
    about = dict.fromkeys(request.exercise or "no exercise is named" for request in found)
    flags = [*record.flags, f"{ASKS}: {', '.join(about)}"]
    return replace(outcome, record=replace(record, requests=found, flags=flags))


def _with_evidence(worker: LessonWorker | AssignmentWorker, outcome: Outcome) -> Outcome:
    """The outcome with what the learner saw; a mistake in showing it costs that, and no mark."""
    try:
        worker.show(outcome)
    except Exception as error:
        said = line(f"what the learner saw could not be shown: {type(error).__name__}: {error}")
        record = replace(outcome.record, flags=[*outcome.record.flags, said])
        return replace(outcome, record=record)
    return outcome


def _reason(error: BaseException, submission: Submission) -> str:
    """Why a submission could not be graded."""
    if isinstance(error, CourseError):
        return str(error).replace(f"{submission.folder}{os.sep}", "")
    if isinstance(error, LimitMet):
        return "reading and judging it takes more processor time than a judge has for it."
    if isinstance(error, MemoryError):
        return f"reading it takes {TOO_MUCH}; clear its outputs and save it again."
    if isinstance(error, OSError):
        return f"what was handed in cannot be read: {line(error.strerror or str(error))}."
    # a mistake of the grader's own is not to stop the class
    return line(f"the grader itself failed, please report it: {type(error).__name__}: {error}")


def _as_files(outcome: Outcome) -> Outcome:
    """The same outcome with its notebooks, their cards sealed, as the files that they become."""
    root = outcome.submission.lesson.root
    notebooks = {n: as_file(seal_cards(each, root)) for n, each in outcome.notebooks.items()}
    return replace(outcome, notebooks=notebooks)


class LessonWorker:
    """Grades submissions of a lesson, one after the other.

    seconds: of processor time that it may take for one, without the submission's own processes.
    """

    def __init__(self, plan: Plan, stage: Path):
        self.plan = plan
        self.grader = Grader(plan.lesson, plan.seed, stage, plan.isolation, plan.seconds)
        self.evidence = Evidence(self.grader.source, plan.isolation)
        self.wanted = Wanted.of_lesson(plan.lesson, self.grader.source)
        self.options = options_of(plan.lesson.folder)
        self.seconds = (plan.seconds or SUBMISSION_SECONDS) + self.grader.judging_seconds(
            *self.grader.sheets
        )

    def grade(self, submission: Submission) -> Outcome:
        """Raises CourseError where nothing can be graded."""
        lesson = submission.lesson
        listing = list_files(submission.folder)
        notebook, flags = choose_notebook(listing, self.wanted)
        files = kept_beside(listing, flags)
        answers = checkpoint_answers(notebook, self.options)
        answers |= answers_in_file(submission.folder, self.options)
        beside = used_beside(submission.folder, files, notebook.cells, flags)
        graded = self.grader.grade(notebook, submission.student, beside)
        graded.wait_for_texts(documents_in(listing))
        graded.flags += self._brings_data(graded, beside)
        record = Record.of(submission.student, lesson.folder, graded, 0.0, flags)
        record = replace(record, answers=answers)
        return Outcome(
            submission,
            record,
            Marks.of_lesson(lesson.name, record.exercises),
            {lesson.solved.name: say_isolation(graded.notebook, self.plan.isolation)},
            files,
        )

    def _brings_data(self, graded: Graded, beside: Files) -> list[str]:
        """Flags for functions that are to learn from what they are given, and that have points."""
        sheets = self.grader.sheets
        learn = [n for n, v in graded.verdicts.items() if sheets[n].exercise.seconds and v.points]
        held = data_held(graded.notebook.cells, beside) if learn else []
        return [
            f"{name} is to learn from what it is given, and data came with it: {each}; please read"
            for name in learn
            for each in held
        ]

    def show(self, outcome: Outcome) -> None:
        """Show what the learner saw beside written texts. No mark depends on it any more."""
        for notebook in outcome.notebooks.values():
            self.evidence.add(notebook)

    def ungradable(self, submission: Submission, reason: str) -> Outcome:
        """No mark, and a notebook that says why in place of the unreadable one."""
        source = self.grader.source
        most = sum(sheet.exercise.max_points for sheet in self.grader.sheets.values())
        most += sum(answer.max_points for answer in answers_in(source.cells))
        notice = f"**This submission could not be graded:** {reason}"
        notebook = nbformat.v4.new_notebook(metadata=source.metadata)
        notebook.cells = [
            nbformat.v4.new_markdown_cell(notice),
            *(
                NotebookNode({**cell, "source": notice}) if is_answer(cell) else cell
                for cell in source.cells
                if cell.metadata.get("nbgrader", {}).get("grade")
            ),
        ]
        name = submission.lesson.solved.name
        return _nothing(submission, reason, most, {name: notebook})

    def close(self) -> None:
        self.grader.close()
        self.evidence.close()


class AssignmentWorker:
    """Grades submissions of an assignment of plain nbgrader notebooks, one after the other."""

    def __init__(self, plan: Plan, stage: Path):
        from .nbgrader.plain_notebooks import PlainGrader

        self.plan, self.seconds = plan, SUBMISSION_SECONDS
        self.grader = PlainGrader(
            plan.lesson, plan.release, stage, plan.isolation, plan.stderr_fails, plan.seconds
        )

    def grade(self, submission: Submission) -> Outcome:
        """Raises CourseError where nothing can be graded."""
        graded = self.grader.grade(submission.student, submission.folder)
        waits = (each.name for each in graded.exercises if each.status == "manual")
        graded.flags += flags_of_waiting(waits)
        record = Record(
            student=submission.student,
            lesson=submission.lesson.folder,
            status="partial" if graded.reasons else "graded",
            reason=" ".join(graded.reasons),
            score=sum(each.points or 0.0 for each in graded.exercises),
            max_score=self.grader.max_points,
            seconds=0.0,
            flags=graded.flags,
            exercises=graded.exercises,
        )
        notebooks = {
            f"{name}.ipynb": say_isolation(notebook, self.plan.isolation)
            for name, notebook in graded.notebooks.items()
        }
        return Outcome(submission, record, graded.marks, notebooks, graded.files)

    def show(self, outcome: Outcome) -> None:
        """Nothing: what these notebooks show, they showed when they were run."""

    def ungradable(self, submission: Submission, reason: str) -> Outcome:
        """No mark, and a notebook that says why in place of each that was expected."""
        from .nbgrader.plain_notebooks import notice

        notebooks = {f"{name}.ipynb": notice(reason) for name in self.grader.originals}
        return _nothing(submission, reason, self.grader.max_points, notebooks)

    def close(self) -> None:
        self.grader.close()


def default_jobs() -> int:
    return os.cpu_count() or 1


def _nothing(
    submission: Submission, reason: str, most: float, notebooks: dict[str, NotebookNode]
) -> Outcome:
    """The outcome of a submission that could not be graded."""
    record = Record(
        student=submission.student,
        lesson=submission.lesson.folder,
        status="ungradable",
        reason=reason,
        score=None,
        max_score=most,
        seconds=0.0,
    )
    return Outcome(submission, record, Marks.ungradable(reason), notebooks)

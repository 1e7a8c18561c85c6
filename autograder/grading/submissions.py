"""Grade a class: every submission of a lesson or an assignment, some at a time.

The unit of work is `grade_submission`: what it takes and what it gives can be pickled, and it
writes nothing. What came of it is written by the one process that asked for it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import replace
from itertools import islice
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..course import CourseError
from ..sandbox.system import end_with_parent
from .attempts import STANDS_IN, last_that_counts
from .engine import Grader, stage_for
from .gradebook.finished import contents, with_basis
from .gradebook.marks import Marks
from .gradebook.records import Record
from .intake.belonging import Wanted
from .intake.choosing import choose_notebook
from .intake.files_beside import documents_in, kept_beside
from .intake.finding import list_files
from .intake.texts import answers_in, is_answer
from .outcome import Outcome, Plan, Submission, say_isolation, say_newer
from .process.isolation import IsolationError
from .process.replies import line

_AHEAD = 4
"""Submissions per process that wait or are done; so a large class takes no more memory."""


def grade_all(plan: Plan, submissions: Iterable[Submission], jobs: int) -> Iterator[Outcome]:
    """Grade submissions of one lesson or assignment; yields each outcome as it is done."""
    with stage_for(plan.lesson) as stage:
        if jobs == 1:
            start_worker(plan, stage)
            try:
                yield from map(grade_submission, submissions)
            finally:
                stop_worker()
            return
        with ProcessPoolExecutor(jobs, initializer=_start_in_pool, initargs=(plan, stage)) as pool:
            waiting, coming = set(), iter(submissions)
            while True:
                more = islice(coming, jobs * _AHEAD - len(waiting))
                waiting |= {pool.submit(grade_submission, submission) for submission in more}
                if not waiting:
                    return
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()


_worker: dict[str, LessonWorker | AssignmentWorker] = {}


def start_worker(plan: Plan, stage: Path) -> None:
    """Get this process ready for `grade_submission`. stage: what submissions may import."""
    kind = LessonWorker if plan.release is None else AssignmentWorker
    _worker["grader"] = kind(plan, stage)


def stop_worker() -> None:
    """End what `start_worker` has started."""
    _worker.pop("grader").close()


def _start_in_pool(*arguments) -> None:
    end_with_parent()  # a pool's processes wait for ever where the grader was killed
    start_worker(*arguments)


def grade_submission(submission: Submission) -> Outcome:
    """Grade one submission in this process; whatever is wrong with it ends in its record."""
    worker, started = _worker["grader"], time.perf_counter()
    content = contents(submission.folder)
    mark = with_basis(worker.plan.basis, content) if worker.plan.basis else ""
    try:
        if submission.refused:
            raise CourseError(submission.refused)
        outcome = worker.grade(submission)
    except IsolationError:  # says nothing about this submission
        raise
    except CourseError as error:
        reason = str(error).replace(f"{submission.folder}{os.sep}", "")
        outcome = _without_it(worker, submission, reason)
    except Exception as error:  # a mistake of the grader's own is not to stop the class
        reason = f"the grader itself failed, please report it: {type(error).__name__}: {error}"
        outcome = _without_it(worker, submission, line(reason))
    seconds = round(time.perf_counter() - started, 3)
    record = replace(
        outcome.record,
        seconds=seconds,
        isolation=worker.plan.isolation.name,
        flags=[*submission.notes, *outcome.record.flags],
    )
    return replace(outcome, record=record, fingerprint=mark, content=content)


def _without_it(
    worker: LessonWorker | AssignmentWorker, submission: Submission, reason: str
) -> Outcome:
    """What comes of a submission that cannot be graded: the attempt before it, or no mark."""
    before = last_that_counts(submission)
    if before is not None:
        try:
            outcome = worker.grade(before)
        except IsolationError:
            raise
        except Exception:  # whatever it is, the newer attempt's own reason is what has to be said
            return worker.ungradable(submission, reason)
        for notebook in outcome.notebooks.values():
            say_newer(notebook, reason)
        flags = [f"{STANDS_IN}: {reason}", *outcome.record.flags]
        return replace(outcome, record=replace(outcome.record, flags=flags))
    return worker.ungradable(submission, reason)


class LessonWorker:
    """Grades submissions of a lesson, one after the other."""

    def __init__(self, plan: Plan, stage: Path):
        self.plan = plan
        self.grader = Grader(plan.lesson, plan.seed, stage, plan.isolation)
        self.wanted = Wanted.of_lesson(plan.lesson, self.grader.source)

    def grade(self, submission: Submission) -> Outcome:
        """Raises CourseError where nothing can be graded."""
        lesson = submission.lesson
        listing = list_files(submission.folder)
        notebook, flags = choose_notebook(listing, self.wanted)
        files = kept_beside(listing, flags)
        graded = self.grader.grade(notebook)
        graded.wait_for_texts(documents_in(listing))
        record = Record.of(submission.student, lesson.folder, graded, 0.0, flags)
        return Outcome(
            submission,
            record,
            Marks.of_lesson(lesson.name, record.exercises),
            {lesson.solved.name: say_isolation(graded.notebook, self.plan.isolation)},
            files,
        )

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


class AssignmentWorker:
    """Grades submissions of an assignment of plain nbgrader notebooks, one after the other."""

    def __init__(self, plan: Plan, stage: Path):
        from .nbgrader.plain_notebooks import PlainGrader

        self.plan = plan
        self.grader = PlainGrader(
            plan.lesson, plan.release, stage, plan.isolation, plan.stderr_fails
        )

    def grade(self, submission: Submission) -> Outcome:
        """Raises CourseError where nothing can be graded."""
        graded = self.grader.grade(submission.student, submission.folder)
        waits = [each.name for each in graded.exercises if each.status == "manual"]
        if waits:
            graded.flags.append(f"waits for a person: {', '.join(waits)}")
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

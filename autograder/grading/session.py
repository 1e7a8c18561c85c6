"""One run of the grader: what is finished is left out, the rest is graded and written.

Each submission has its marks, its graded notebook and its record written at once, or, where it must
be known first what would change, when all are graded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from ..course import CourseError, what_failed
from .attempts import STANDS_IN, note_attempt
from .changes import Held
from .gradebook.finished import Finished, digest_of, record_path
from .gradebook.plain_assignments import Assignment, Release
from .gradebook.records import Record, load
from .gradebook.soundness import in_words, patiently
from .hand_ins import Work
from .intake.finding import shown
from .intake.folders import LeftOut
from .outcome import NO_TIME_TOLD, Outcome, Plan, Submission, keep, time_of

if TYPE_CHECKING:
    from .gradebook.opening import Writer

Means = Callable[[Plan, list[Submission]], Iterator[Outcome]]


class NotWritten(Exception):
    """What came of one submission could not be kept; the message says why."""


@dataclass
class Session:
    """One run of the grader.

    held: what waits to be written until it is known what it changes; None where nothing does.
    only_tells: nothing is to be written at all.
    """

    root: Path
    work: Work
    plans: list[Plan]
    stack: ExitStack
    counted: Counter = field(default_factory=Counter)
    before: int = 0
    not_graded: list[LeftOut] = field(default_factory=list)
    unwritten: dict[str, str] = field(default_factory=dict)
    held: Held | None = None
    only_tells: bool = False
    _finished: list[tuple[str, str]] = field(default_factory=list)
    _book: Writer | None = None

    def grade(self, grade_with: Means, regrade: bool) -> None:
        total = sum(map(len, self.work.values()))
        with tqdm(total=total, unit="submission", disable=None, leave=False) as bar:
            for plan in self.plans:
                if (
                    plan.release and not self.only_tells
                ):  # nbgrader is here already, and may have something to say
                    _ = self.book
                waiting, finished = self._divide(plan, regrade)
                bar.update(len(finished))
                for outcome in grade_with(plan, waiting) if waiting else ():
                    if self.held:
                        bar.write(_line(outcome.record))
                        self.held.add(outcome)
                    else:
                        self._keep(outcome, bar.write, bar.write)
                    bar.update()
                self._finished += [(each.student, plan.lesson.folder) for each in finished]
                if not self.held:
                    self._renew_penalties()

    def write_held(self, agree: Callable[[], bool]) -> None:
        """Tell what would change, and write it where it is agreed to; else nothing is written."""
        for line in self.held.told():
            click.echo(line)
        if self.only_tells or (self.held.changes and not agree()):
            for outcome in self.held.outcomes():
                self._count(outcome.record)
            click.echo("Nothing was written.")
            return
        for outcome in self.held.outcomes():
            self._keep(outcome, lambda line: None, click.echo)
        self._renew_penalties()

    def _keep(
        self, outcome: Outcome, tell: Callable[[str], object], warn: Callable[[str], object]
    ) -> None:
        """Write what came of one submission. tell: is called with its line; warn: with troubles."""
        try:
            outcome = note_attempt(self.root, outcome)
        except OSError as error:  # its marks are written all the same, if they can be
            warn(f"attempts/: {what_failed(error)}")
        tell(_line(outcome.record))
        who = f"{shown(outcome.record.student)}  {outcome.record.lesson}"
        try:
            if lost := self._write(outcome):
                warn(f"{who}  handed in late: {lost:g} points off")
            if NO_TIME_TOLD in outcome.record.flags:  # which is looked at when the line is out
                warn(f"{who}  {NO_TIME_TOLD}")
        except NotWritten as error:
            self.unwritten[who] = str(error)
            warn(f"{who}  could not be written: {error}")

    def _renew_penalties(self) -> None:
        """Reckon by the dates as they are now what those lose who were finished before."""
        while self._finished:
            self.book.renew_penalty(*self._finished.pop())

    def summary(self) -> str:
        order = ("graded", "partial", "ungradable")
        counts = [f"{self.counted[kind]} {kind}" for kind in order if self.counted[kind]]
        if self.before:
            counts.append(f"{self.before} of them before (--regrade grades them again)")
        return ", ".join(counts)

    @property
    def book(self) -> Writer:
        """The gradebook, opened late: nbgrader takes long to import, and the first mark is out."""
        if self._book is None:
            from .gradebook.opening import open_gradebook

            lessons = [plan.lesson for plan in self.plans if plan.release is None]
            others: dict[Assignment, Release] = {
                plan.lesson: plan.release for plan in self.plans if plan.release
            }
            self._book = self.stack.enter_context(open_gradebook(self.root, lessons, others))
        return self._book

    def _divide(self, plan: Plan, regrade: bool) -> tuple[list[Submission], list[Submission]]:
        """The submissions that are to be graded, and those that are finished."""
        submissions = self.work[plan.lesson]
        if regrade:
            return submissions, []
        known = Finished(self.root, plan.lesson)
        waiting, finished = [], []
        for submission in submissions:
            if known.has(submission.student, plan.basis, submission.folder):
                finished.append(submission)
                self._count(_record(self.root, submission))
            else:
                waiting.append(submission)
        self.before += len(finished)
        return waiting, finished

    def _count(self, record: Record) -> None:
        self.counted[record.status] += 1
        reasons = [flag for flag in record.flags if flag.startswith(STANDS_IN)]
        if record.status == "ungradable":
            reasons = [record.reason]
        place = f"{shown(record.student)}/{record.lesson}"
        self.not_graded += [LeftOut(place, reason) for reason in reasons]

    def _write(self, outcome: Outcome) -> float:
        """Keep a graded submission; the points that it loses for being late.

        Raises NotWritten where that failed for this one, CourseError where it would for all.
        """
        record, book = outcome.record, self.book
        from sqlalchemy.exc import SQLAlchemyError  # with the book

        try:
            handed_in = time_of(outcome.timestamp)
            if outcome.timestamp and handed_in is None:
                record.flags.append(NO_TIME_TOLD)
            kept = keep(self.root, outcome)
            finished = outcome.fingerprint, digest_of(kept)
            row = record.student, record.lesson, outcome.marks, handed_in, finished
            lost = patiently(lambda: book.write(*row), SQLAlchemyError)
        except SQLAlchemyError as error:
            said = in_words(error)
            if "disk is full" in said:
                raise NotWritten(said) from None
            raise CourseError(said) from None
        except CourseError:
            raise
        except OSError as error:
            raise NotWritten(what_failed(error)) from None
        except Exception as error:  # a mistake of the grader's own is not to stop the class
            raise NotWritten(f"{type(error).__name__}: {error}") from None
        self._count(record)
        return lost

    def record(self, submission: Submission) -> Record | None:
        """The record of a submission, None where none could be written."""
        try:
            return _record(self.root, submission)
        except (CourseError, OSError, ValueError):
            return None

    def must_be_complete(self) -> None:
        """Raises CourseError where something that was graded could not be written."""
        if self.unwritten:
            names = "; ".join(f"{who}: {why}" for who, why in islice(self.unwritten.items(), 5))
            raise CourseError(
                f"{len(self.unwritten)} could not be written, and have the marks that they had "
                f"before. When that is mended, run this again. {names}"
            )


def _record(root: Path, submission: Submission) -> Record:
    return load(record_path(root, submission.student, submission.lesson.folder))


def _line(record: Record) -> str:
    score = "not graded" if record.score is None else f"{record.score:g} of {record.max_score:g}"
    notes = "; ".join([record.reason] * bool(record.reason) + record.flags)
    student = shown(record.student)
    if record.attempt > 1:
        notes = "; ".join(filter(None, [f"attempt {record.attempt}", notes]))
    return f"{student}  {record.lesson}  {record.status}  {score}  {notes}".rstrip()

"""`autograder grade`: submissions in; gradebook, graded notebooks and records out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from ..course import CONFIG, CourseError, Lesson
from .attempts import STANDS_IN, note_attempt
from .course_lock import only_run
from .gradebook.finished import Finished, basis, digest_of, record_path
from .gradebook.plain_assignments import Assignment, Release, release
from .gradebook.records import Record, load, save
from .gradebook.soundness import in_words, must_be_sound, patiently
from .hand_ins import Work, find_hand_ins
from .intake.finding import shown
from .intake.folders import LeftOut
from .outcome import Outcome, Plan, Submission, keep
from .process.isolation import Isolation, choose
from .process.temporary_folders import clear_away
from .secret_seed import secret_seed
from .submissions import default_jobs, grade_all

if TYPE_CHECKING:
    from .gradebook.opening import Writer


class NotWritten(Exception):
    """What came of one submission could not be kept; the message says why."""


Means = Callable[[Plan, list[Submission]], Iterator[Outcome]]


def grade_class(
    lessons: list[Lesson | Assignment],
    submitted: Path,
    root: Path,
    jobs: int | None = None,
    seed: int | None = None,
    json_file: Path | None = None,
    isolation: str | None = None,
    scheduler: str | None = None,
    regrade: bool = False,
    stderr_fails: bool | None = None,
    cells_seconds: float | None = None,
) -> bool:
    """Grade every submission of these lessons and assignments that is in `submitted`.

    isolation: a name of one in `isolation`, by default the one that protects. scheduler: the
    address of a Dask scheduler whose workers are to do it. regrade: also what is finished.
    stderr_fails: whether output on standard error fails a cell of a plain nbgrader notebook; by
    default as the course's configuration says. cells_seconds: that all cells of a submission may
    take together; by default as the configuration says, else 300.
    Returns whether everything in `submitted` was graded; what was not is listed at the end.
    Raises CourseError where there is nothing to grade, or where that isolation cannot be had.
    """
    if json_file and not json_file.parent.is_dir():
        raise CourseError(f"The folder of {json_file} does not exist.")
    walls = choose(isolation)
    nothing = f"No submissions in {submitted}{_expected(submitted, lessons)}."
    if not submitted.is_dir():
        raise CourseError(nothing)
    with only_run(root), ExitStack() as stack:
        given = find_hand_ins(submitted, lessons, root, stack)
        if not any(given.work.values()) and not given.left:
            raise CourseError(nothing)
        is_usual = must_be_sound(root)
        clear_away()
        own_seed = secret_seed(root)  # also the key of the cards' seals
        seed = own_seed if seed is None else seed
        seconds = cells_seconds or _configured_seconds(root)
        there = [lesson for lesson in given.work if given.work[lesson]]
        plans = [_plan(lesson, seed, walls, stderr_fails, seconds) for lesson in there]
        session = Session(root, given.work, plans, stack)
        if plans and not is_usual:
            _ = session.book  # which may not do, and is not to be found out behind the first mark
        session.grade(_means(jobs, scheduler), regrade)
        left = given.left + session.not_graded
        if json_file:
            everything = sorted((s for some in given.work.values() for s in some), key=_order)
            save(filter(None, map(session.record, everything)), json_file)
        _say_left_out(left, json_file)
    click.echo(session.summary())
    if walls.name == "none":
        click.echo("Students' code ran unprotected (--isolation none).")
    session.must_be_complete()
    return not left


def _plan(
    lesson: Lesson | Assignment,
    seed: int,
    walls: Isolation,
    stderr_fails: bool | None,
    seconds: float | None,
) -> Plan:
    """How one lesson or assignment is graded; an assignment is released first."""
    if isinstance(lesson, Lesson):
        common = basis(lesson, seed, walls.name, seconds)
        return Plan(lesson, seed, walls, common, seconds=seconds)
    from .gradebook.course_settings import Settings
    from .nbgrader.steps import SaveMarks

    settings = Settings(lesson.root)
    if stderr_fails is None:
        stderr_fails = settings.make(SaveMarks).stderr_fails
    common = basis(lesson, seed, walls.name, stderr_fails, seconds)
    return Plan(lesson, seed, walls, common, release(lesson, settings), stderr_fails, seconds)


def _configured_seconds(root: Path) -> float | None:
    """What the course's configuration says of the seconds that a submission's cells may take.

    Most say nothing. Then it is not loaded, which takes longer than the first mark.
    """
    path = root / CONFIG
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    if not any("cells_seconds" in line for line in lines if line.lstrip()[:1] != "#"):
        return None
    from .gradebook.course_settings import Settings
    from .nbgrader.steps import JudgeElsewhere

    return Settings(root).make(JudgeElsewhere).cells_seconds


@dataclass
class Session:
    """One run of the grader: what is finished is left out, the rest is graded and written."""

    root: Path
    work: Work
    plans: list[Plan]
    stack: ExitStack
    counted: Counter = field(default_factory=Counter)
    before: int = 0
    not_graded: list[LeftOut] = field(default_factory=list)
    unwritten: dict[str, str] = field(default_factory=dict)
    _book: Writer | None = None

    def grade(self, grade_with: Means, regrade: bool) -> None:
        total = sum(map(len, self.work.values()))
        with tqdm(total=total, unit="submission", disable=None, leave=False) as bar:
            for plan in self.plans:
                if plan.release:  # nbgrader is here already, and may have something to say
                    _ = self.book
                waiting, finished = self._divide(plan, regrade)
                bar.update(len(finished))
                for outcome in grade_with(plan, waiting) if waiting else ():
                    try:
                        outcome = note_attempt(self.root, outcome)
                    except OSError as error:  # its marks are written all the same, if they can be
                        bar.write(f"attempts/: {error.filename}: {error.strerror}")
                    bar.write(_line(outcome.record))
                    who = f"{shown(outcome.record.student)}  {outcome.record.lesson}"
                    try:
                        if lost := self._write(outcome):
                            bar.write(f"{who}  handed in late: {lost:g} points off")
                    except NotWritten as error:
                        self.unwritten[who] = str(error)
                        bar.write(f"{who}  could not be written: {error}")
                    bar.update()
                for submission in finished:
                    self.book.renew_penalty(submission.student, plan.lesson.folder)

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
            kept = keep(self.root, outcome)
            finished = outcome.fingerprint, digest_of(kept)
            handed_in = _time_of(outcome.timestamp)
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
            raise NotWritten(f"{error.filename}: {error.strerror}") from None
        except Exception as error:  # a mistake of the grader's own is not to stop the class
            raise NotWritten(f"{type(error).__name__}: {error}") from None
        self._count(record)
        return lost

    def record(self, submission: Submission) -> Record | None:
        """The record of a submission, None where none could be written."""
        try:
            return _record(self.root, submission)
        except (OSError, ValueError):
            return None

    def must_be_complete(self) -> None:
        """Raises CourseError where something that was graded could not be written."""
        if self.unwritten:
            names = "; ".join(f"{who}: {why}" for who, why in islice(self.unwritten.items(), 5))
            raise CourseError(
                f"{len(self.unwritten)} could not be written, and have the marks that they had "
                f"before. When that is mended, run this again. {names}"
            )


def _means(jobs: int | None, scheduler: str | None) -> Means:
    """What grades submissions by a plan: processes of this machine, or a cluster's workers."""
    if scheduler:
        from .cluster import grade_on_cluster

        return partial(grade_on_cluster, scheduler)
    return lambda plan, submissions: grade_all(
        plan, submissions, min(jobs or default_jobs(), len(submissions))
    )


def _expected(submitted: Path, lessons: list[Lesson | Assignment]) -> str:
    if not lessons:
        return ": and the course has no lessons"
    first = lessons[0]
    name = first.solved.name if isinstance(first, Lesson) else first.example
    return f": expected {submitted.name}/STUDENT/{first.folder}/{name}"


def _record(root: Path, submission: Submission) -> Record:
    return load(record_path(root, submission.student, submission.lesson.folder))


def _order(submission: Submission) -> tuple[str, str]:
    return submission.lesson.folder, submission.student


def _time_of(timestamp: bytes) -> datetime | None:
    """When it was handed in, in UTC without a zone, as nbgrader's gradebook keeps it."""
    if not timestamp:
        return None
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(timestamp.decode().strip())
    except (ValueError, OverflowError):
        return None


def _say_left_out(left: list[LeftOut], json_file: Path | None) -> None:
    """List what was not graded, also beside the records, where there is a list in any case."""
    if json_file:
        rows = [asdict(each) for each in left]
        path = json_file.with_name(f"{json_file.stem}.not-graded.json")
        path.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    if left:
        click.echo("Not graded:")
    for each in left:
        click.echo(f"  {each}")


def _line(record: Record) -> str:
    score = "not graded" if record.score is None else f"{record.score:g} of {record.max_score:g}"
    notes = "; ".join([record.reason] * bool(record.reason) + record.flags)
    student = shown(record.student)
    if record.attempt > 1:
        notes = "; ".join(filter(None, [f"attempt {record.attempt}", notes]))
    return f"{student}  {record.lesson}  {record.status}  {score}  {notes}".rstrip()

"""`autograder grade`: submissions in; gradebook, graded notebooks and records out."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import click
from tqdm import tqdm

from ..course import CourseError, Lesson
from .isolation import choose
from .records import Record, save
from .seed import secret_seed
from .submissions import Submission, default_jobs, find_submissions, grade_lesson, keep


def grade_class(
    lessons: list[Lesson],
    submitted: Path,
    root: Path,
    jobs: int | None,
    seed: int | None,
    json_file: Path | None,
    isolation: str | None = None,
) -> list[Record]:
    """Grade every submission of these lessons that is in `submitted`.

    isolation: a name of one in `isolation`, by default the one that protects.
    Raises CourseError where there is nothing to grade, or where that isolation cannot be had.
    """
    work = {lesson: find_submissions(submitted, lesson) for lesson in lessons}
    count = sum(map(len, work.values()))
    if not count:
        raise CourseError(
            f"No submissions in {submitted}: expected "
            f"{submitted.name}/STUDENT/{lessons[0].folder}/{lessons[0].solved.name}."
        )
    if json_file and not json_file.parent.is_dir():
        raise CourseError(f"The folder of {json_file} does not exist.")
    walls = choose(isolation)
    seed = secret_seed(root) if seed is None else seed
    records = []
    with (
        ExitStack() as stack,
        tqdm(total=count, unit="submission", disable=None, leave=False) as bar,
    ):
        book = None
        for lesson, submissions in work.items():
            by_student = {submission.student: submission for submission in submissions}
            workers = min(jobs or default_jobs(), len(submissions) or 1)
            for record, notebook in grade_lesson(lesson, submissions, seed, workers, walls):
                bar.write(_line(record))
                if book is None:  # nbgrader takes long to import: the first mark comes before it
                    from .gradebook import open_gradebook

                    graded = [lesson for lesson in work if work[lesson]]
                    book = stack.enter_context(open_gradebook(root, graded))
                submission = by_student[record.student]
                keep(root, submission, record, notebook)
                book.write(record, _timestamp(submission))
                records.append(record)
                bar.update()
    records.sort(key=lambda record: (record.lesson, record.student))
    if json_file:
        save(records, json_file)
    click.echo(_summary(records))
    if walls.name == "none":
        click.echo("Students' code ran unprotected (--isolation none).")
    return records


def _timestamp(submission: Submission) -> datetime | None:
    """When it was handed in, in UTC without a zone, as nbgrader's gradebook keeps it."""
    path = submission.folder / "timestamp.txt"
    if not path.is_file():
        return None
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(path.read_text("utf-8").strip())
    except ValueError:
        return None


def _line(record: Record) -> str:
    score = "not graded" if record.score is None else f"{record.score:g} of {record.max_score:g}"
    notes = "; ".join([record.reason] * bool(record.reason) + record.flags)
    return f"{record.student}  {record.lesson}  {record.status}  {score}  {notes}".rstrip()


def _summary(records: list[Record]) -> str:
    counted = Counter(record.status for record in records)
    order = ("graded", "partial", "ungradable")
    return ", ".join(f"{counted[status]} {status}" for status in order if counted[status])

"""Grade a class: every submission of a lesson, some at a time, into nbgrader's gradebook."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..course import CourseError, Lesson
from ..sandbox.system import end_with_parent
from .engine import Grader, stage_for
from .isolation import Isolation, IsolationError
from .reading import find_notebook, read_notebook
from .records import Record
from .writing import write_notebook


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one lesson: a folder with a notebook in it."""

    student: str
    lesson: Lesson
    folder: Path


def find_submissions(submitted: Path, lesson: Lesson) -> list[Submission]:
    """The submissions in `submitted/<student>/<lesson>/`, by student."""
    folders = sorted(submitted.glob(f"*/{lesson.folder}"))
    return [Submission(folder.parent.name, lesson, folder) for folder in folders]


def grade_lesson(
    lesson: Lesson, submissions: list[Submission], seed: int, jobs: int, isolation: Isolation
) -> Iterator[tuple[Record, NotebookNode]]:
    """Grade submissions of one lesson; yields each record with its notebook as it is done."""
    with stage_for(lesson) as stage:
        if jobs == 1:
            _start_worker(lesson, seed, stage, isolation)
            try:
                yield from map(grade_submission, submissions)
            finally:
                _worker.pop("grader").close()
            return
        with ProcessPoolExecutor(
            jobs, initializer=_start_in_pool, initargs=(lesson, seed, stage, isolation)
        ) as pool:
            for future in as_completed([pool.submit(grade_submission, s) for s in submissions]):
                yield future.result()


_worker: dict[str, Grader] = {}


def _start_worker(lesson: Lesson, seed: int, stage: Path, isolation: Isolation) -> None:
    _worker["grader"] = Grader(lesson, seed, stage, isolation)


def _start_in_pool(*arguments) -> None:
    end_with_parent()  # a pool's processes wait for ever where the grader was killed
    _start_worker(*arguments)


def grade_submission(submission: Submission) -> tuple[Record, NotebookNode]:
    """Grade one submission in this process; whatever is wrong with it ends in its record."""
    started = time.perf_counter()
    grader = _worker["grader"]
    try:
        path, flags = find_notebook(submission.folder, submission.lesson.solved.name)
        graded = grader.grade(read_notebook(path))
    except IsolationError:  # says nothing about this submission
        raise
    except CourseError as error:
        return _ungradable(submission, grader, str(error), time.perf_counter() - started)
    seconds = time.perf_counter() - started
    isolation = grader.sandbox.isolation.name
    record = Record.of(submission.student, submission.lesson.folder, graded, seconds, flags)
    return replace(record, isolation=isolation), graded.notebook


def keep(root: Path, submission: Submission, record: Record, notebook: NotebookNode) -> None:
    """Write a graded notebook and its record where nbgrader looks for it."""
    target = root / "autograded" / submission.student / submission.lesson.folder
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    write_notebook(notebook, target / submission.lesson.solved.name)
    (target / "record.json").write_text(json.dumps(record.as_dict(), indent=1) + "\n", "utf-8")
    timestamp = submission.folder / "timestamp.txt"
    if timestamp.is_file():
        shutil.copy(timestamp, target)


def default_jobs() -> int:
    return os.cpu_count() or 1


def _ungradable(
    submission: Submission, grader: Grader, reason: str, seconds: float
) -> tuple[Record, NotebookNode]:
    """A record without a mark, and a notebook that says so in place of the unreadable one."""
    reason = reason.replace(f"{submission.folder}{os.sep}", "")
    record = Record(
        student=submission.student,
        lesson=submission.lesson.folder,
        status="ungradable",
        reason=reason,
        score=None,
        max_score=sum(sheet.exercise.max_points for sheet in grader.sheets.values()),
        seconds=round(seconds, 3),
        isolation=grader.sandbox.isolation.name,
    )
    notebook = nbformat.v4.new_notebook(metadata=grader.source.metadata)
    notebook.cells = [
        nbformat.v4.new_markdown_cell(f"**This submission could not be graded:** {reason}")
    ]
    graded = [c for c in grader.source.cells if c.metadata.get("nbgrader", {}).get("grade")]
    notebook.cells += graded
    return record, notebook

"""`autograder grade`: submissions in; gradebook, graded notebooks and records out."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from ..course import CONFIG, CourseError, Lesson
from ..own_files import content_of, not_configured, solved_notebook
from .changes import Held
from .course_lock import only_run
from .gradebook.extensions import without_effect
from .gradebook.finished import Finished, basis
from .gradebook.plain_assignments import Assignment, release
from .gradebook.records import save
from .gradebook.soundness import must_be_sound
from .hand_ins import Work, find_hand_ins
from .intake.checkpoint_answers import questions_of
from .intake.finding import named
from .intake.folders import LeftOut
from .outcome import Plan, Submission
from .process.isolation import Isolation, choose
from .process.temporary_folders import clear_away, temporary_folder
from .secret_seed import secret_seed
from .session import Means, Session
from .submissions import default_jobs, grade_all


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
    what_changes: bool = False,
    agree: Callable[[], bool] = lambda: True,
) -> bool:
    """Grade every submission of these lessons and assignments that is in `submitted`.

    isolation: a name of one in `isolation`, by default the one that protects. scheduler: the
    address of a Dask scheduler whose workers are to do it. regrade: also what is finished.
    stderr_fails: whether output on standard error fails a cell of a plain nbgrader notebook; by
    default as the course's configuration says. cells_seconds: that all cells of a submission may
    take together; by default as the configuration says, else 300.
    what_changes: only tell what would change. agree: is asked before a regrade that changes marks
    is written, and behind the list of what it changes.
    Returns whether everything in `submitted` was graded; what was not is listed at the end.
    Raises CourseError where there is nothing to grade, or where that isolation cannot be had.
    """
    if json_file and what_changes:
        raise CourseError("--what-changes writes nothing, so it goes with no --json.")
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
        notes = without_effect(root, given.names, given.students())
        clear_away()
        own_seed = secret_seed(root)  # also the key of the cards' seals
        seed = own_seed if seed is None else seed
        seconds = cells_seconds or _configured_seconds(root)
        there = [lesson for lesson in given.work if given.work[lesson]]
        plans = [_plan(lesson, seed, walls, stderr_fails, seconds) for lesson in there]
        session = Session(root, given.work, plans, stack, only_tells=what_changes)
        if plans and not (is_usual or what_changes):
            _ = session.book  # which may not do, and is not to be found out behind the first mark
        session.held = _held(root, stack) if regrade or what_changes else None
        if submitted == root / "submitted":
            notes += _gone(given.work, root)
        session.grade(_means(jobs, scheduler), regrade)
        if session.held:
            session.write_held(agree)
        left = given.left + session.not_graded
        if json_file and not what_changes:
            everything = sorted((s for some in given.work.values() for s in some), key=_order)
            save(filter(None, map(session.record, everything)), json_file)
        _say_left_out(left, json_file)
    for note in notes:
        click.echo(note)
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
        # what is damaged is said before anybody is graded
        _ = solved_notebook(lesson), questions_of(lesson.folder)
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
    text = content_of(path) if path.is_file() else b""
    try:
        compile(text, CONFIG, "exec")  # before anything is graded; a declared encoding is read so
    except (ValueError, SyntaxError) as error:
        raise not_configured(error) from None
    lines = text.decode("utf-8", "replace").splitlines()
    if not any("cells_seconds" in line for line in lines if line.lstrip()[:1] != "#"):
        return None
    from .gradebook.course_settings import Settings
    from .nbgrader.steps import JudgeElsewhere

    return Settings(root).make(JudgeElsewhere).cells_seconds


def _gone(work: Work, root: Path) -> list[str]:
    """A line for each lesson of which somebody was graded whose work is not there any more."""
    lines = []
    for lesson, submissions in work.items():
        gone = Finished(root, lesson).students - {each.student for each in submissions}
        if gone:
            lines.append(
                f"{lesson.folder}: graded before, and not in submitted/ any more: "
                f"{named(sorted(gone))}. The marks stay; `nbgrader db student remove NAME --force` "
                "takes those of a student out."
            )
    return lines


def _held(root: Path, stack: ExitStack) -> Held:
    return Held(root, stack.enter_context(temporary_folder()))


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


def _order(submission: Submission) -> tuple[str, str]:
    return submission.lesson.folder, submission.student


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

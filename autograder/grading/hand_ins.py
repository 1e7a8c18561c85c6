"""What was handed in, as submissions that can be graded, and what was left out and why."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..course import Lesson, all_lessons
from ..own_files import solved_notebook
from .gradebook.plain_assignments import Assignment
from .intake.belonging import Wanted
from .intake.choosing import choose_notebook
from .intake.finding import LARGEST, Listing, list_files
from .intake.folders import Handed, LeftOut, Search
from .intake.naming import Known, Names
from .judge_limits import LimitMet, processor_time
from .outcome import Submission

GATHERED = ".autograder-gathered"
"""Where the course keeps, during a run, copies of what did not lie in a folder of its own."""

LOOK_SECONDS = 10.0
"""Of processor time, to tell whether a notebook is as it was handed out."""

Work = dict[Lesson | Assignment, list[Submission]]


@dataclass(frozen=True)
class HandIns:
    """The submissions of each lesson and assignment that is to be graded, and what was left out.

    names: the folders of all that the course has.
    """

    work: Work
    left: list[LeftOut] = field(default_factory=list)
    names: tuple[str, ...] = ()

    def students(self) -> set[str]:
        return {each.student for submissions in self.work.values() for each in submissions}


def find_hand_ins(
    submitted: Path, works: Iterable[Lesson | Assignment], root: Path, stack: ExitStack
) -> HandIns:
    """Everything in a folder of submissions that is of these lessons and assignments.

    What is of another one of the course is left alone; what is of none is left out, and named.
    stack: closes what has to be there while submissions are graded.
    """
    works = {work.folder: work for work in works}
    search = Search(submitted, names_in_course(root, works.values()))
    search.look()
    found: Work = {work: [] for work in works.values()}
    for handed in search.found:
        if work := works.get(handed.work):
            found[work].append(_submission(handed, work, root, stack, search.left))
    return HandIns(
        found, sorted(search.left, key=lambda each: each.path), tuple(search.names.works)
    )


def names_in_course(root: Path, works: Iterable[Lesson | Assignment] = ()) -> Names:
    """Everything that can be handed in, by names: these works and all that the course has."""
    known = [
        Known.of_lesson(work)
        if isinstance(work, Lesson)
        else Known(work.folder, tuple(work.notebooks))
        for work in works
    ]
    there = {each.folder for each in known}
    known += [Known.of_lesson(each) for each in all_lessons(root) if each.folder not in there]
    lessons = {each.folder: each for each in all_lessons(root)}
    others = _other_assignments(root, {each.folder for each in known})
    return Names([*known, *others], partial(_is_untouched, lessons))


def _is_untouched(lessons: dict[str, Lesson], work: str, place: Path) -> bool:
    """Whether a folder or a file has a lesson's notebook as it was handed out, and no other.

    It is read here, where it must not stop the class: what cannot be told soon is not so.
    """
    if work not in lessons:
        return False
    wanted = Wanted.of_lesson(lessons[work], solved_notebook(lessons[work]))
    try:
        with processor_time(LOOK_SECONDS):
            is_folder = os.path.isdir(place)
            listing = list_files(place) if is_folder else Listing(place.parent, [place], False)
            return not wanted.work(choose_notebook(listing, wanted)[0])
    except (Exception, LimitMet):
        return False


def _other_assignments(root: Path, names: set[str]) -> list[Known]:
    """Assignments of plain notebooks of which nothing is to be graded now."""
    folders = {path.parent for path in (root / "solutions").glob("*/*.ipynb")}
    return [
        Known(folder.name, tuple(path.stem for path in sorted(folder.glob("*.ipynb"))))
        for folder in sorted(folders)
        if folder.name not in names
    ]


def _submission(
    handed: Handed,
    work: Lesson | Assignment,
    root: Path,
    stack: ExitStack,
    left: list[LeftOut],
) -> Submission:
    folder = handed.folder
    if handed.files:
        folder = root / GATHERED / handed.student / work.folder
        if not os.path.exists(root / GATHERED):
            stack.callback(shutil.rmtree, root / GATHERED, ignore_errors=True)
        _gather(handed.files, folder, left)
    return Submission(handed.student, work, folder, handed.notes, handed.refused)


def _gather(files: Iterable[Path], folder: Path, left: list[LeftOut]) -> None:
    """Copy files that lie loose into a folder of their own, with the times that they were made."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in files:
        try:
            if not os.path.isfile(path) or path.stat().st_size > LARGEST:
                left.append(LeftOut(path.name, f"it is larger than {LARGEST // 2**20} MB."))
            else:
                shutil.copy2(path, folder)
        except OSError as error:
            left.append(LeftOut(path.name, f"it cannot be read: {error.strerror}."))

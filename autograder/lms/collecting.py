"""`autograder collect`: a platform's zip in, `submitted/STUDENT/LESSON/` out.

What cannot be matched is listed and left alone. What lay there before is kept as an attempt. The
same zip once more changes nothing, and neither does an older one.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from ..course import Lesson
from ..exercises import LESSONS
from ..grading.attempts import keep, kept_contents
from ..grading.course_lock import only_run
from ..grading.gradebook.finished import contents
from ..grading.gradebook.plain_assignments import Assignment
from ..grading.hand_ins import names_in_course
from ..grading.intake.finding import shown
from ..grading.intake.folders import LeftOut
from .archives import Archive, open_archive
from .deliveries import CANVAS, Delivery
from .people import Directory, Match
from .platforms import tell
from .rosters import ROSTER, Person, Roster, read_roster
from .staging import Staged, must_be_of, stage, wanted_of
from .way_back import Known, known_to, remember

NEW, CHANGED, SAME, OLDER = "new", "newer than before", "as before", "older than what is there"
IN_THE_WAY = "not put anywhere"


@dataclass
class Collected:
    """One student's work as it was found in the zip. state: one of the five above."""

    match: Match
    state: str
    files: int
    notes: list[str] = field(default_factory=list)
    complete: bool = True

    @property
    def student(self) -> str:
        return self.match.student


@dataclass
class Collection:
    """What came of a zip. missing: who is on the roster and not in it; None without a roster."""

    platform: str
    rows: list[Collected]
    left: list[LeftOut]
    missing: list[Person] | None = None

    @property
    def everything(self) -> bool:
        """Whether all that is in the zip was matched, with a notebook for each."""
        return not self.left and all(row.complete for row in self.rows)


def collect(
    path: Path,
    work: Lesson | Assignment,
    rosters: Iterable[Path] = (),
    dry_run: bool = False,
    tell_progress: Callable[[], object] = lambda: None,
) -> Collection:
    """Put what is in a zip where the grader looks for it; with dry_run, only say what would be.

    rosters: files that name the class; the course's own `students.csv` where none is given.
    Raises CourseError where the zip or a roster cannot be read.
    """
    paths = list(rosters) or _own_roster(work.root)
    roster = read_roster(paths) if paths else Roster()
    with (
        nullcontext() if dry_run else only_run(work.root),
        open_archive(path) as archive,
        tempfile.TemporaryDirectory(prefix="collected-") as folder,
    ):
        names = names_in_course(work.root, [work])
        told = tell(archive, work.folder, names)
        if isinstance(work, Lesson):
            must_be_of(work, archive, told.deliveries, shown(path.name, 200))
        taken = frozenset(name.casefold() for name in [*names.works, *LESSONS])
        directory = Directory(work.folder, roster, known_to(work.root), taken)
        matches = directory.match(told.deliveries)
        session = _Session(work, archive, directory, Path(folder), dry_run)
        session.left += archive.left + told.left
        rows = session.take_all(matches, tell_progress)
        if not dry_run:
            remember(work.root, session.remembered)
        missing = directory.missing(matches) if paths else None
        left = sorted(session.left, key=lambda each: each.path)
        return Collection(told.platform, rows, left, missing)


def _own_roster(root: Path) -> list[Path]:
    path = root / ROSTER
    return [path] if path.is_file() else []


@dataclass
class _Session:
    """One run over a zip. left: what was not taken, and why. remembered: what to know of it."""

    work: Lesson | Assignment
    archive: Archive
    directory: Directory
    folder: Path
    dry_run: bool
    left: list[LeftOut] = field(default_factory=list)
    remembered: list[Known] = field(default_factory=list)

    def __post_init__(self):
        self.wanted = wanted_of(self.work) if isinstance(self.work, Lesson) else None

    def take_all(
        self, matches: list[Match], tell_progress: Callable[[], object]
    ) -> list[Collected]:
        """Take over what everybody handed in who was matched; the others are left alone."""
        self.left += [LeftOut(_called(m.delivery), m.why_not) for m in matches if m.why_not]
        rows = []
        for student in sorted({match.student for match in matches if match.student}):
            mine = [match for match in matches if match.student == student]
            rows.append(self.take(sorted(mine, key=lambda each: _when(each.delivery))))
            tell_progress()
        return rows

    def take(self, matches: list[Match]) -> Collected:
        """Take over what one student handed in, the newest of it last."""
        place = self.folder / "student"
        staged = [
            stage(self.archive, match.delivery, self.wanted, place / str(number))
            for number, match in enumerate(matches)
        ]
        last, match = staged[-1], matches[-1]
        folders = [each for one in staged for each in one.attempts]
        state = self._put(match, folders) if self._is_free(match.student) else IN_THE_WAY
        notes = self._notes(match, matches, last)
        for one in staged:
            self.left += one.lost
        files = sum(each.is_file() for each in folders[-1].rglob("*"))
        shutil.rmtree(place)
        self.remembered.append(self._line(match, last, state))
        return Collected(match, state, files, notes, last.has_notebook)

    def _is_free(self, student: str) -> bool:
        """Whether a student's work can be put where it belongs; what is no folder is left alone."""
        place = self.work.root / "submitted" / student / self.work.folder
        there = [path for path in (place.parent, place) if os.path.lexists(path)]
        wrong = [path for path in there if os.path.islink(path) or not path.is_dir()]
        for path in wrong[:1]:
            name = shown(str(path.relative_to(self.work.root)), 200)
            self.left.append(LeftOut(name, "it is in the way: a link, or no folder."))
        return not wrong

    def _put(self, match: Match, folders: list[Path]) -> str:
        """Put the last of these folders where it belongs, and those before it with the attempts."""
        root, lesson, student = self.work.root, self.work.folder, match.student
        place = root / "submitted" / student / lesson
        *before, newest = folders
        kept = kept_contents(root, student, lesson)
        state = self._state(match, newest, place, kept)
        if state == OLDER:
            before = folders
        elif state == CHANGED:
            before = [place, *before]
        for folder in before:
            content = contents(folder)
            if not self.dry_run and content not in kept and not _same(folder, newest, state):
                keep(root, student, lesson, folder, content, is_late=state == OLDER)
        if not self.dry_run and state in (NEW, CHANGED):
            _replace(place, newest)
        return state

    def _state(self, match: Match, newest: Path, place: Path, kept: set[str]) -> str:
        if not place.is_dir() or not any(place.iterdir()):
            return NEW
        if _same_files(place, newest):
            return SAME
        here, before = _when(match.delivery), self._before(match)
        if before and here < before.when:
            return OLDER
        if contents(newest) in kept and not (before and here > before.when):
            return OLDER
        return CHANGED

    def _before(self, match: Match) -> Known | None:
        who = self._who(match.delivery)
        return next((k for k in self.directory.known if k.who == who), None)

    def _who(self, delivery: Delivery) -> tuple[str, str, str, str]:
        return self.work.folder, delivery.platform, delivery.key, delivery.name

    def _line(self, match: Match, staged: Staged, state: str) -> Known:
        """What is to be remembered; of an older zip, only what nobody knew."""
        before = self._before(match)
        if before and before.student == match.student and _when(match.delivery) < before.when:
            return before
        return Known(
            self.work.folder,
            match.student,
            match.delivery.platform,
            match.delivery.key,
            match.delivery.name,
            staged.place,
            _when(match.delivery),
        )

    def _notes(self, match: Match, matches: list[Match], staged: Staged) -> list[str]:
        notes = list(staged.notes)
        if match.delivery.late:
            notes.append("late")
        if len(matches) > 1:
            notes.append(f"{len(matches)} attempts; the newest counts")
        before = self._before(match)
        if before and before.student != match.student:
            notes.append(f"was {shown(before.student)} before, whose folder is left as it is")
        return notes


def _when(delivery: Delivery) -> str:
    """When it was handed in, in a form that sorts among those of one platform."""
    if delivery.platform == CANVAS:
        return f"{max((piece.number for piece in delivery.pieces), default=0):015}"
    if delivery.when:
        return delivery.when
    newest = max((piece.entry.time for piece in delivery.pieces), default=0.0)
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(newest))


def _called(delivery: Delivery) -> str:
    return shown(" ".join(filter(None, (delivery.name, delivery.key))), 200)


def _same(folder: Path, newest: Path, state: str) -> bool:
    """Whether an attempt before the newest is that one itself, which is kept when it is graded."""
    return state != OLDER and _same_files(folder, newest)


def _same_files(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files, byte for byte."""
    files = {path.relative_to(one) for path in one.rglob("*") if path.is_file()}
    if files != {path.relative_to(other) for path in other.rglob("*") if path.is_file()}:
        return False
    return all(filecmp.cmp(one / path, other / path, shallow=False) for path in files)


def _replace(place: Path, newest: Path) -> None:
    """Put a folder in place of another, such that there is one of them at any moment but one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    coming, gone = (place.with_name(f".{place.name}.{word}") for word in ("part", "old"))
    for folder in (coming, gone):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(newest, coming)
    if place.exists():
        place.rename(gone)
    coming.rename(place)
    shutil.rmtree(gone, ignore_errors=True)

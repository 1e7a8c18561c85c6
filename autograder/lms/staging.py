"""A submission as it was handed in, written into a folder for a look; and which notebook counts.

Where there are several notebooks of the lesson, all worked in, the newest counts, and each older
one is an attempt of its own. What is newer, the platform's numbers tell, else the times of the
files, else the number that a browser or a platform put behind the name.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..course import CourseError, Lesson
from ..grading.intake.belonging import Wanted
from ..grading.intake.finding import (
    Candidate,
    courses_own,
    list_files,
    named,
    notebooks_by_content,
    notebooks_by_name,
    shown,
)
from ..grading.intake.folders import LeftOut
from ..grading.intake.reading import notebook_in, read_candidate
from ..own_files import solved_notebook
from .archives import Archive
from .deliveries import FOLDERS, NBGRADER, Delivery, Piece

TIMESTAMP = "timestamp.txt"
"""Where nbgrader looks for the time at which something was handed in."""
_KEEP_THE_TIME = (NBGRADER, FOLDERS)
"""Where that file is the time; on other platforms one of that name is a student's own words."""
_TEXTS = ("onlinetext.html", "text.html", "link.html")
"""What Moodle and Canvas call a text that was entered on the page."""
_COUNTER = re.compile(r"(?: ?\((\d+)\)|-Copy(\d+)|-(\d+))?(\.ipynb.*)", re.IGNORECASE | re.DOTALL)
_LOOKED_AT = 20
_SECONDS = 5
"""Files whose times are nearer than that were written together."""


@dataclass
class Staged:
    """One delivery, written. attempts: its folders, the one that counts last.

    place: what feedback files' names begin with. notes: what was odd. lost: files that could not
    be unpacked. has_notebook: whether there is one of the lesson, as far as can be told.
    """

    attempts: list[Path]
    place: str = ""
    notes: list[str] = field(default_factory=list)
    lost: list[LeftOut] = field(default_factory=list)
    has_notebook: bool = True


def wanted_of(lesson: Lesson) -> Wanted:
    """The notebook that has to be handed in for a lesson."""
    return Wanted.of_lesson(lesson, solved_notebook(lesson))


def must_be_of(lesson: Lesson, archive: Archive, deliveries: list[Delivery], name: str) -> None:
    """Raises CourseError where all notebooks that are looked at are another lesson's.

    name: the zip's.
    """
    wanted, reasons = wanted_of(lesson), Counter()
    pieces = [piece for each in deliveries for piece in each.pieces]
    for piece in [each for each in pieces if ".ipynb" in each.parts[-1].lower()][:_LOOKED_AT]:
        with suppress(CourseError):
            notebook = notebook_in(archive.read(piece.entry), piece.parts[-1])
            reasons[wanted.strange(notebook)] += 1
    if reasons and not reasons[""]:
        most = reasons.most_common(1)[0][0]
        raise CourseError(f"{name} is another lesson's: what was handed in {most}.")


def stage(archive: Archive, delivery: Delivery, wanted: Wanted | None, folder: Path) -> Staged:
    """Write what somebody handed in below a folder, which must be empty.

    wanted: the one notebook that is to be handed in, None where there may be several.
    """
    place = folder / "0"
    place.mkdir(parents=True)
    staged = Staged([place])
    stamp = place / TIMESTAMP
    if is_platforms := delivery.platform not in _KEEP_THE_TIME:
        stamp.write_text(delivery.when, "utf-8")  # before a file of the student's has that name
    pieces = _unpack(archive, delivery, staged)
    if is_platforms and not delivery.when:
        stamp.unlink()
    elif delivery.when and not stamp.exists():
        stamp.write_text(delivery.when, "utf-8")
    found = _notebooks(place)
    staged.has_notebook = bool(found)
    if not found:
        names = named(sorted(path.name for path in pieces)) or "nothing that could be read"
        staged.notes.append(f"no notebook: {names}")
    elif wanted:
        _choose(staged, found, pieces, wanted)
    counts = _notebooks(staged.attempts[-1])
    back = [pieces[each.path].place for each in counts if each.path in pieces]
    staged.place = next(iter([*back, *(piece.place for piece in delivery.pieces)]), "")
    if wanted and len(counts) == 1:
        called = counts[0].file_name
        if counts[0].packed is None:
            called = _name_rightly(counts[0].path, wanted.name)
        if called != wanted.name:
            staged.notes.append(f"the notebook is called {shown(called)}")
    if found and any(piece.parts[-1] in _TEXTS for piece in delivery.pieces):
        staged.notes.append("a text was entered, too; it lies beside the notebook")
    return staged


def _unpack(archive: Archive, delivery: Delivery, staged: Staged) -> dict[Path, Piece]:
    """Write a delivery's files, with the times that they had; which of them is where."""
    place, pieces = staged.attempts[0], {}
    for piece in delivery.pieces:
        try:
            content = archive.read(piece.entry)
        except CourseError as error:
            staged.lost.append(LeftOut(shown(piece.entry.path, 200), str(error)))
            continue
        path = _free(place, piece.parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if piece.entry.time > 0:
            os.utime(path, (piece.entry.time, piece.entry.time))
        pieces[path] = piece
    return pieces


def _free(place: Path, parts: tuple[str, ...]) -> Path:
    """A path that no file has yet, nor a folder, however a disk compares their names."""
    path = place
    for at, part in enumerate(parts):
        is_file = at == len(parts) - 1
        stem, dot, ending = part.rpartition(".")
        for number in range(1, 1000):
            name = (
                part if number == 1 else f"{stem or part} ({number}){dot}{ending if stem else ''}"
            )
            same = [each for each in _inside(path) if each.name.casefold() == name.casefold()]
            if not same:
                break
            if not is_file and same[0].is_dir():
                name = same[0].name
                break
        path = path / name
    return path


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _notebooks(folder: Path) -> list[Candidate]:
    """What may be a notebook at the top of a folder; only where there is none there, below it."""
    listing = list_files(folder)
    for files in (listing.top(), listing.files):
        found = notebooks_by_name(files, folder)
        found += list(notebooks_by_content(files, folder))
        if found:
            return found
    return []


def _choose(
    staged: Staged, found: list[Candidate], pieces: dict[Path, Piece], wanted: Wanted
) -> None:
    """Keep the newest notebook in the last attempt, each older one in one before it."""
    rivals, strange = _rivals(found, wanted)
    if strange and not rivals:
        staged.has_notebook = False
        staged.notes += strange
        return
    if len(rivals) < 2:
        if len(found) > 1:
            names = named(each.name for each in found if each not in rivals)
            staged.notes.append(f"{len(found)} notebooks; not counted: {names}")
        return
    place = staged.attempts[-1]
    if any(each.path.parent != place or each.packed for each in rivals):
        staged.notes.append(f"{len(rivals)} notebooks: {named(each.name for each in rivals)}")
        return
    oldest = min(each.time for each in rivals)

    def age(candidate: Candidate) -> tuple[int, float, int]:
        late = candidate.time if candidate.time - oldest > _SECONDS else 0.0
        return pieces[candidate.path].number, late, _counter(candidate.file_name)

    order = sorted(rivals, key=age)
    if age(order[-1]) == age(order[-2]):
        names = named(each.name for each in rivals)
        staged.notes.append(f"{len(rivals)} notebooks, none of them the newer: {names}")
        return
    _part(staged, order, wanted.name)


def _part(staged: Staged, order: list[Candidate], name: str) -> None:
    """Make an attempt of each notebook, the oldest first, with the files beside them in each."""
    newest, place = order[-1], staged.attempts[-1]
    for number, older in enumerate(order[:-1], start=1):
        folder = place.with_name(str(number))
        others = {each.path.name for each in order if each is not older}
        shutil.copytree(place, folder, ignore=lambda _, names, gone=others: gone & set(names))
        staged.attempts.insert(-1, folder)
        _name_rightly(folder / older.path.name, name)
    for older in order[:-1]:
        older.path.unlink()
    names = named(each.name for each in order[:-1])
    staged.notes.append(
        f"{len(order)} notebooks: {shown(newest.name)} is the newest and counts; kept as attempts "
        f"before it: {names}"
    )


def _rivals(found: list[Candidate], wanted: Wanted) -> tuple[list[Candidate], list[str]]:
    """The notebooks that may be the one that counts, and why others cannot be it.

    They are of this lesson, and worked in if any is. One that cannot be read may be it: the grader
    says so and takes the one before.
    """
    torn, worked, fresh, strange = [], [], [], []
    given = courses_own(each.name for each in found)
    for candidate in (each for each in found if each.name not in given):
        try:
            notebook = read_candidate(candidate)
        except CourseError:
            torn += [candidate] if candidate.sure else []
            continue
        if reason := wanted.strange(notebook):
            strange.append(f"{shown(candidate.name)} {reason}")
        else:
            (worked if wanted.work(notebook) else fresh).append(candidate)
    return torn + (worked or fresh), strange


def _counter(name: str) -> int:
    found = _COUNTER.search(name)
    numbers = [int(number) for number in found.groups()[:3] if number] if found else []
    return numbers[0] if numbers else 0


def _name_rightly(path: Path, name: str) -> str:
    """Take the number away that a browser or a platform put behind a notebook's name; the name."""
    right = path.with_name(name)
    if path.name != name and _COUNTER.sub(r"\4", path.name) == name and not right.exists():
        path.rename(right)
        return name
    return path.name

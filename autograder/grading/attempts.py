"""What a student has handed in over time, kept: `attempts/STUDENT/LESSON/0001/`, `0002/`, …

A new attempt takes the place of the one before in the gradebook. Where it cannot be read, the last
one that could is graded in its stead, so that no mark is lost without a person's word. Beside each
folder stands `0001.json` with what came of it; an attempt that could not be graded has this alone.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from ..course import CourseError
from ..own_files import text_of
from .intake.finding import LARGEST, is_left_behind
from .outcome import Outcome, Submission

ATTEMPTS = "attempts"
STANDS_IN = "the newer attempt could not be graded, the one before it counts"
"""How a flag begins that says so; the reason follows."""
NOT_GRADED_YET, CAME_LATE = "not graded yet", "not graded, came after newer ones"
"""The status of an attempt that a newer one took the place of before it was graded."""

_NUMBER = re.compile(r"\d{4,6}", re.ASCII)
_MOST, _TOGETHER, _TRIED = 2_000, 200 * 2**20, 5


@dataclass(frozen=True)
class Came:
    """What came of one attempt. content: the fingerprint of what was handed in.

    points: by exercise, a cell's with its notebook's name before it; none in older notes.
    """

    content: str
    status: str
    score: float | None
    max_score: float
    reason: str = ""
    points: dict[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Attempt:
    """One attempt of a student, by its number, which begins at 1."""

    number: int
    came: Came


def note_attempt(root: Path, outcome: Outcome) -> Outcome:
    """Keep what was handed in, and what came of it; the outcome then knows which attempt it is.

    What stands in for a newer attempt leaves a note of that one.
    """
    record = outcome.record
    newer = _newer(outcome)
    came = Came(
        outcome.content,
        "ungradable" if newer else record.status,
        None if newer else record.score,
        record.max_score,
        newer or record.reason,
        {} if newer else {e.full_name: e.points for e in record.exercises},
    )
    number = note(root, record.student, record.lesson, outcome.submission.folder, came)
    return replace(outcome, record=replace(record, attempt=number))


def note(root: Path, student: str, lesson: str, handed_in: Path, came: Came) -> int:
    """Keep an attempt; its number. The same files are the same one, however often graded."""
    place = _place(root, student, lesson)
    before = list(attempts_in(place))
    number = before[-1].number if before else 0
    if not before or before[-1].came.content != came.content:
        number += 1
    folder = place / f"{number:04}"
    if came.status != "ungradable" and not os.path.isdir(folder):
        _copy(handed_in, folder)
    place.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(came), indent=1) + "\n"
    folder.with_suffix(".json").write_text(text, "utf-8")
    return number


def keep(
    root: Path, student: str, lesson: str, handed_in: Path, content: str, is_late: bool = False
) -> int:
    """Keep an attempt before anybody has graded it, unless it is kept already; its number.

    content: the fingerprint of what was handed in. is_late: it comes after attempts that are newer.
    """
    for attempt in attempts_in(_place(root, student, lesson)):
        if attempt.came.content == content:
            return attempt.number
    status = CAME_LATE if is_late else NOT_GRADED_YET
    return note(root, student, lesson, handed_in, Came(content, status, None, 0.0))


def kept_contents(root: Path, student: str, lesson: str) -> set[str]:
    """The fingerprints of all attempts of a student."""
    return {each.came.content for each in attempts_in(_place(root, student, lesson))}


def attempts_before(submission: Submission) -> Iterator[Submission]:
    """A student's attempts that may be graded in place of one that cannot be, the newest first."""
    root = submission.lesson.root
    place = _place(root, submission.student, submission.lesson.folder)
    newest_first = sorted(
        attempts_in(place), key=lambda a: (a.came.status != CAME_LATE, a.number), reverse=True
    )
    folders = [place / f"{attempt.number:04}" for attempt in newest_first]
    kept = [folder for folder in folders if os.path.isdir(folder)]
    for folder in kept[:_TRIED]:
        yield replace(submission, folder=folder, refused="")


def points_of_first(root: Path, student: str, lesson: str) -> dict[str, float | None]:
    """What the first attempt that could be graded got, by exercise; nothing where nobody knows."""
    came = [attempt.came for attempt in attempts_in(_place(root, student, lesson))]
    return next((each.points for each in came if each.status != "ungradable"), {})


def attempts_in(place: Path) -> Iterator[Attempt]:
    """The attempts that are kept in a folder, the oldest first."""
    for path in sorted(path for path in place.glob("*.json") if _NUMBER.fullmatch(path.stem)):
        try:
            came = Came(**json.loads(text_of(path)))
            came = replace(came, points=dict(came.points))
        except (CourseError, ValueError, TypeError):
            came = Came("", "unknown", None, 0.0, f"{path.name} cannot be read")
        yield Attempt(int(path.stem), came)


def _place(root: Path, student: str, lesson: str) -> Path:
    return root / ATTEMPTS / student / lesson


def _newer(outcome: Outcome) -> str:
    """Why an attempt newer than the one that was graded could not be, "" where there is none."""
    said = [flag for flag in outcome.record.flags if flag.startswith(STANDS_IN)]
    return said[0].removeprefix(f"{STANDS_IN}: ") if said else ""


def _copy(source: Path, target: Path) -> None:
    """Copy what was handed in, links and what is too large left out; whole or not at all."""
    unfinished = target.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    room, waiting, seen = _TOGETHER, [source], 0
    while waiting and seen < _MOST:
        for path in _entries(waiting.pop()):
            seen += 1
            place = unfinished / path.relative_to(source)
            if os.path.islink(path) or is_left_behind(path.name) or seen > _MOST:
                continue
            with suppress(OSError):  # what cannot be read could not be graded either
                if os.path.isdir(path):
                    place.mkdir()
                    waiting.append(path)
                elif os.path.isfile(path) and path.stat().st_size <= min(room, LARGEST):
                    room -= path.stat().st_size
                    shutil.copy2(path, place)
    unfinished.replace(target)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []

"""Whose is what in a platform's zip: told by the names that the platform gave, never by the zip's.

Each platform has its own way to write a person into a name; what none of its names fits is left
out, and named. The patterns are those of the platforms' own source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ..course import CourseError
from ..grading.intake.finding import is_left_behind, shown
from ..grading.intake.folders import LeftOut
from ..grading.intake.naming import EXCHANGE, Names
from ..grading.intake.platform_names import (
    BLACKBOARD,
    BRIGHTSPACE,
    SAKAI,
    SAKAIS_FEEDBACK,
    SAKAIS_SUBMISSION,
    PlatformName,
    from_platform,
    is_platforms_own,
    is_sakais_own,
)
from .archives import Archive, Entry, unwrapped
from .deliveries import CANVAS, MOODLE, NBGRADER, Delivery, Piece, Told
from .gradescope import from_gradescope
from .student_folders import from_folders

# mod/assign/classes/downloader.php; a team without a group has no number, older versions an
# underscore more. A "_" in a name is made a space there.
_MOODLE = re.compile(
    r"(?P<who>[^_]+)(?:_(?P<id>\d+))?_assignsubmission_(?P<plugin>[a-z]+)_?(?P<file>.*)", re.DOTALL
)
# lib/content_zipper.rb
_CANVAS = re.compile(
    r"(?:(?P<early>LATE_)?anon_(?P<anon>[A-Za-z0-9]{5})|(?P<who>\w+?)(?P<late>_LATE)?_(?P<id>\d+))"
    r"_(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<entry>(?:text|link)\.html))",
    re.DOTALL,
)


def tell(archive: Archive, lesson: str, names: Names) -> Told:
    """Whose is what in a zip. lesson: the folder of the one that is collected.

    Raises CourseError where there is nothing in it.
    """
    entries = [entry for entry in archive.entries if not _is_left_behind(entry)]
    if not entries:
        raise CourseError("There is nothing in this zip that could be a submission.")
    ways: tuple[Callable[[], Told | None], ...] = (
        lambda: from_gradescope(archive, entries),
        lambda: _moodle(entries),
        lambda: _exchange(entries, lesson),
        lambda: _by_names(entries, names),
        lambda: _canvas(entries),
    )
    told = next((told for way in ways if (told := way())), None)
    return told or from_folders(entries, lesson, names)


def _is_left_behind(entry: Entry) -> bool:
    """Whether a system put it there; somebody's name may begin with a dot, too."""
    return any(is_left_behind(part) and not _MOODLE.fullmatch(part) for part in entry.parts)


def _moodle(entries: Iterable[Entry]) -> Told | None:
    found: dict[tuple[str, str], Delivery] = {}
    left = []
    for entry in entries:
        at, match = _first(entry, _MOODLE)
        if match is None:
            left.append(LeftOut(shown(entry.path, 200), "Moodle names no submission so."))
            continue
        key = match["id"] or match["who"]
        delivery = found.setdefault((key, match["who"]), Delivery(MOODLE, key, match["who"]))
        folder = entry.parts[at]
        if at + 1 < len(entry.parts):
            piece = Piece(entry, entry.parts[at + 1 :], f"{folder}/")
        else:
            place = folder.removesuffix(match["file"])
            piece = Piece(entry, (match["file"] or folder,), place)
        # the folder of the files comes first: feedback goes back there
        delivery.pieces.insert(0 if match["plugin"] == "file" else len(delivery.pieces), piece)
    return Told(MOODLE, list(found.values()), left) if found else None


def _canvas(entries: list[Entry]) -> Told | None:
    entries = unwrapped(entries)
    found: dict[str, Delivery] = {}
    left = []
    for entry in entries:
        match = _CANVAS.fullmatch(entry.parts[0]) if len(entry.parts) == 1 else None
        if match is None:
            left.append(LeftOut(shown(entry.path, 200), "Canvas names no submission so."))
            continue
        key = match["id"] or match["anon"]
        delivery = found.setdefault(key, Delivery(CANVAS, key, match["who"] or ""))
        delivery.late |= bool(match["late"] or match["early"])
        name = match["file"] or match["entry"]
        place = entry.parts[0].removesuffix(name)
        delivery.pieces.append(Piece(entry, (name,), place, int(match["attachment"] or 0)))
    named = len(entries) - len(left)
    return Told(CANVAS, list(found.values()), left) if named and named >= len(left) else None


def _exchange(entries: Iterable[Entry], lesson: str) -> Told | None:
    found: dict[str, Delivery] = {}
    left, others = [], 0
    for entry in entries:
        at, match = _first(entry, EXCHANGE)
        if match is None or at + 1 == len(entry.parts):
            left.append(LeftOut(shown(entry.path, 200), "the exchange names no submission so."))
        elif match["work"] != lesson:
            others += 1
            reason = f"it is of {shown(match['work'])}, not of {lesson}."
            left.append(LeftOut(shown("/".join(entry.parts[: at + 1]), 200), reason))
        else:
            who = match["who"]
            new = Delivery(NBGRADER, who, who, when=match["when"])
            delivery = found.setdefault(entry.parts[at], new)
            delivery.pieces.append(Piece(entry, entry.parts[at + 1 :]))
    told = Told(NBGRADER, list(found.values()), list(dict.fromkeys(left)))
    return told if found or others else None


def _by_names(entries: Iterable[Entry], names: Names) -> Told | None:
    """Blackboard's, Brightspace's and Sakai's: a person and, mostly, a time in the name of each."""
    found: dict[tuple[str, str, str], Delivery] = {}
    left, rest = [], []
    for entry in entries:
        told, behind = _person(entry, names)
        if told is None:
            rest.append(entry)
        elif told.is_receipt or (told.platform == SAKAI and is_sakais_own(behind[0])):
            continue
        else:
            new = Delivery(told.platform, told.key, told.who, when=told.when)
            delivery = found.setdefault((told.key, told.who, told.when), new)
            place = _sakais_place(entry, behind) if told.platform == SAKAI else ""
            delivery.pieces.append(Piece(entry, behind, place))
    platforms = {delivery.platform for delivery in found.values()}
    if len(platforms) != 1:
        return None
    (platform,) = platforms
    for entry in rest:
        if not is_platforms_own(entry.parts[-1], platforms):
            left.append(LeftOut(shown(entry.path, 200), f"{platform} names no submission so."))
    return Told(platform, list(found.values()), left)


def _sakais_place(entry: Entry, behind: tuple[str, ...]) -> str:
    """The folder that *Upload All* takes feedback from; "" where it has a name that is not known.

    Its names are in the site's language; behind one folder's that is in English, so is the other's.
    behind: what lies in the person's folder, or is called so.
    """
    if behind[0] != SAKAIS_SUBMISSION:
        return ""
    at = len(entry.parts) - len(behind) - 1
    around = entry.parts[at - 1] if at else "feedback"
    return f"{around}/{entry.parts[at]}/{SAKAIS_FEEDBACK}/"


def _person(entry: Entry, names: Names) -> tuple[PlatformName | None, tuple[str, ...]]:
    """What one of an entry's names says of a person, and what lies in it or is called so."""
    for at, part in enumerate(entry.parts):
        told = from_platform(part, names.fitting)
        is_file = at + 1 == len(entry.parts)
        is_theirs = told and told.platform in (BLACKBOARD, BRIGHTSPACE, SAKAI)
        if is_theirs and (told.file or told.is_receipt or not is_file):
            return told, entry.parts[at + 1 :] or (told.file or part,)
    return None, ()


def _first(entry: Entry, pattern: re.Pattern) -> tuple[int, re.Match | None]:
    """The first of an entry's names that a pattern fits, and where it stands."""
    for at, part in enumerate(entry.parts):
        if match := pattern.fullmatch(part):
            return at, match
    return 0, None

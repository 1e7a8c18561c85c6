"""Whose is what in a platform's zip: told by the names that the platform gave, never by the zip's.

Each platform has its own way to write a person into a name; what none of its names fits is left
out, and named. The patterns are those of the platforms' own source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import yaml

from ..course import CourseError
from ..grading.intake.finding import is_left_behind, shown
from ..grading.intake.folders import LeftOut
from ..grading.intake.naming import EXCHANGE, Names
from .archives import Archive, Entry

MOODLE, CANVAS, GRADESCOPE, NBGRADER, FOLDERS = (
    "Moodle", "Canvas", "Gradescope", "nbgrader's exchange", "folders",
)  # fmt: skip

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
_GRADESCOPE = "submission_metadata.yml"
_LARGEST_LIST = 10 * 2**20
_NOBODY = re.compile(r"participant|teilnehmer", re.IGNORECASE)
"""How a name begins that blind marking puts for all."""


@dataclass(frozen=True)
class Piece:
    """One file of a submission. parts: its folders and its name, as the student had them.

    place: what a file's name has to begin with that goes back to this person, "" where none can.
    number: grows with the time at which it was uploaded; 0 where that is not told.
    """

    entry: Entry
    parts: tuple[str, ...]
    place: str = ""
    number: int = 0


@dataclass
class Delivery:
    """What a platform has of one person, or of one team.

    key: what the platform knows them by. when: it was handed in, as the platform writes it, in an
    order that sorts; "" where it does not say.
    """

    platform: str
    key: str
    name: str
    pieces: list[Piece] = field(default_factory=list)
    when: str = ""
    late: bool = False
    email: str = ""
    sid: str = ""

    @property
    def nameless(self) -> bool:
        """Whether the platform holds the name back, for blind or anonymous marking."""
        return nameless(self.name)


def nameless(name: str) -> bool:
    """Whether a name is none, but what a platform puts in its place."""
    return not name or bool(_NOBODY.match(name))


@dataclass
class Told:
    """A zip that was understood: of which platform it is, what is in it, and what is left out."""

    platform: str
    deliveries: list[Delivery]
    left: list[LeftOut] = field(default_factory=list)


def tell(archive: Archive, lesson: str, names: Names) -> Told:
    """Whose is what in a zip. lesson: the folder of the one that is collected.

    Raises CourseError where there is nothing in it.
    """
    entries = [entry for entry in archive.entries if not _is_left_behind(entry)]
    if not entries:
        raise CourseError("There is nothing in this zip that could be a submission.")
    ways: tuple[Callable[[], Told | None], ...] = (
        lambda: _gradescope(archive, entries),
        lambda: _moodle(entries),
        lambda: _exchange(entries, lesson),
        lambda: _canvas(entries),
    )
    told = next((told for way in ways if (told := way())), None)
    return told or _folders(entries, lesson, names)


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
    entries = _unwrapped(entries)
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
    return Told(CANVAS, list(found.values()), left) if len(found) > len(left) else None


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


def _gradescope(archive: Archive, entries: list[Entry]) -> Told | None:
    lists = [entry for entry in entries if entry.parts[-1] == _GRADESCOPE]
    if not lists:
        return None
    listed = min(lists, key=lambda entry: len(entry.parts))
    base, about = listed.parts[:-1], _metadata(archive, listed)
    inside: dict[str, list[Entry]] = {}
    left = []
    for entry in entries:
        folder = entry.parts[len(base)] if len(entry.parts) > len(base) + 1 else ""
        if entry.parts[: len(base)] == base and isinstance(about.get(folder), dict):
            inside.setdefault(folder, []).append(entry)
        elif entry is not listed:
            left.append(LeftOut(shown(entry.path, 200), f"{_GRADESCOPE} does not name it."))
    deliveries = []
    for folder, files in inside.items():
        pieces = [Piece(entry, entry.parts[len(base) + 1 :]) for entry in files]
        when = str(about[folder].get(":created_at") or "")
        for one in _submitters(about[folder]):
            sid, email, name = (str(one.get(k) or "") for k in (":sid", ":email", ":name"))
            key = sid or email or name or folder
            deliveries.append(Delivery(GRADESCOPE, key, name, pieces, when, email=email, sid=sid))
    return Told(GRADESCOPE, deliveries, left)


def _submitters(about: dict) -> list[dict]:
    given = about.get(":submitters")
    found = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return found or [{}]


class _Plain(yaml.SafeLoader):
    """YAML in which a tag of another language means nothing, and times stay as they are written."""


_Plain.add_multi_constructor("!", lambda loader, tag, node: _untagged(loader, node))
_Plain.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def _untagged(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


def _metadata(archive: Archive, entry: Entry) -> dict:
    try:
        if entry.size > _LARGEST_LIST:
            raise CourseError("it is too large.")
        about = yaml.load(archive.read(entry), _Plain)
    except (yaml.YAMLError, ValueError, RecursionError, CourseError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CourseError(f"{_GRADESCOPE} cannot be read: {shown(reason, 200)}") from None
    if not isinstance(about, dict):
        raise CourseError(f"{_GRADESCOPE} cannot be read: it names no submissions.")
    return about


def _folders(entries: list[Entry], lesson: str, names: Names) -> Told:
    """A folder for each student: STUDENT/LESSON/ as nbgrader has it, or STUDENT/ alone."""
    at = _lessons_place(entries, lesson, names)
    if at is None and len({entry.parts[1] for entry in entries if len(entry.parts) > 2}) > 1:
        entries = _unwrapped(entries)
    found: dict[str, Delivery] = {}
    left = []
    for entry in entries:
        student, parts, reason = _placed(entry, at, lesson, names)
        if reason:
            left.append(LeftOut(shown(entry.path, 200), reason))
            continue
        delivery = found.setdefault(student, Delivery(FOLDERS, student, student))
        delivery.pieces.append(Piece(entry, parts))
    work = [one for one in found.values() if any(map(_may_be_work, one.pieces))]
    left += [
        LeftOut(shown(one.name, 200), "nothing in it may be a notebook.")
        for one in found.values()
        if one not in work
    ]
    return Told(FOLDERS, work, left)


def _may_be_work(piece: Piece) -> bool:
    name = piece.parts[-1].lower()
    return ".ipynb" in name or name.endswith((".json", ".zip", ".gz"))


def _lessons_place(entries: list[Entry], lesson: str, names: Names) -> int | None:
    """How many folders down the lesson's own lies in most; None where there is none."""
    depths = Counter(
        at
        for entry in entries
        for at, part in enumerate(entry.parts[:-1])
        if part == lesson or names.worded(part) == lesson
    )
    return depths.most_common(1)[0][0] if depths else None


def _placed(
    entry: Entry, at: int | None, lesson: str, names: Names
) -> tuple[str, tuple[str, ...], str]:
    """Student, path in the submission and, where it is nobody's, the reason."""
    parts = entry.parts
    if len(parts) == 1:
        student, work = names.student_beside(parts[0].rpartition(".")[0])
        fits = student and work == lesson
        return student, parts, "" if fits else "it does not say whose it is."
    if at is None:
        return parts[0], parts[1:], ""
    if at == 0:  # the other way round: LESSON/STUDENT/
        fits = names.fitting(parts[0]) == lesson
        if len(parts) == 2 and fits:
            student = parts[1].rpartition(".")[0]
            nobody = "it does not say whose it is." if names.fitting(student) else ""
            return student, parts[1:], nobody
        return parts[1], parts[2:], "" if fits else f"it is not of {lesson}."
    if len(parts) <= at:
        return "", (), "it lies beside the students' folders."
    if len(parts) == at + 1:  # STUDENT/notebook.ipynb among STUDENT/LESSON/…
        return parts[at - 1], parts[at:], ""
    if names.fitting(parts[at]) not in (lesson, ""):
        return "", (), f"it is of {names.fitting(parts[at])}, not of {lesson}."
    if names.fitting(parts[at]) == lesson:
        return parts[at - 1], parts[at + 1 :], ""
    return parts[at - 1], parts[at:], ""


def _first(entry: Entry, pattern: re.Pattern) -> tuple[int, re.Match | None]:
    """The first of an entry's names that a pattern fits, and where it stands."""
    for at, part in enumerate(entry.parts):
        if match := pattern.fullmatch(part):
            return at, match
    return 0, None


def _unwrapped(entries: list[Entry]) -> list[Entry]:
    """Entries without the one folder that all of them lie in, which an unpacker made."""
    tops = {entry.parts[0] for entry in entries}
    if len(tops) == 1 and all(len(entry.parts) > 1 for entry in entries):
        return [Entry(e.parts[1:], e.size, e.time, e.info) for e in entries]
    return entries

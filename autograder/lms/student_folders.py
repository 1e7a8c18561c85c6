"""A zip of students' folders, as nbgrader has them or as somebody made them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ..grading.intake.finding import shown
from ..grading.intake.folders import LeftOut
from ..grading.intake.naming import Names
from ..grading.intake.teams import NOT_HANDED_IN, is_submitted, is_working, newest_version
from .archives import Entry, unwrapped
from .deliveries import FOLDERS, Delivery, Piece, Told

_COURSES_OWN = "lessons"
"""The folder around a lesson's in a copy of the whole course."""


def from_folders(entries: list[Entry], lesson: str, names: Names) -> Told:
    """A folder for each student: STUDENT/LESSON/ as nbgrader has it, or STUDENT/ alone."""
    entries, left = _of_teams(entries)
    entries = _newest_versions(entries)
    at = _lessons_place(entries, lesson, names)
    if at is None and len({entry.parts[1] for entry in entries if len(entry.parts) > 2}) > 1:
        entries = unwrapped(entries)
    found: dict[str, Delivery] = {}
    for entry in entries:
        student, parts, reason = _placed(entry, at, lesson, names)
        if at and student == _COURSES_OWN:
            student = entry.parts[_place_of_students(entries, at)]
        student = names.student_behind(student) or student
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


def _of_teams(entries: list[Entry]) -> tuple[list[Entry], list[LeftOut]]:
    """The entries; of a download from Teams what was handed in, from the students' folders on."""
    at = next((i for e in entries for i, part in enumerate(e.parts) if is_submitted(part)), None)
    if at is None:
        return entries, []
    deep = [entry for entry in entries if len(entry.parts) > at + 2]
    handed_in = [_below(entry, at) for entry in deep if is_submitted(entry.parts[at])]
    there = {entry.parts[0] for entry in handed_in}
    working = {"/".join(e.parts[: at + 2]): e for e in deep if is_working(e.parts[at])}
    names = [name for name, entry in working.items() if entry.parts[at + 1] not in there]
    others = [entry for entry in entries if not any(map(_is_of_teams, entry.parts[at : at + 1]))]
    return handed_in + others, [LeftOut(shown(name, 200), NOT_HANDED_IN) for name in names]


def _is_of_teams(name: str) -> bool:
    return is_submitted(name) or is_working(name)


def _below(entry: Entry, at: int) -> Entry:
    """An entry without its folders up to one."""
    return replace(entry, parts=entry.parts[at + 1 :])


def _newest_versions(entries: list[Entry]) -> list[Entry]:
    """Where all that a folder holds are versions of one thing, what is in the newest of them."""
    held: dict[tuple[str, ...], set[str]] = {}
    for entry in entries:
        for at, part in enumerate(entry.parts):
            held.setdefault(entry.parts[:at], set()).add(part)
    newest = {folder: name for folder, names in held.items() if (name := newest_version(names))}
    found = []
    for entry in entries:
        named = [newest.get(entry.parts[:at], "") for at in range(len(entry.parts))]
        if all(name in ("", part) for name, part in zip(named, entry.parts, strict=True)):
            parts = (part for name, part in zip(named, entry.parts, strict=True) if not name)
            found.append(replace(entry, parts=tuple(parts)))
    return found


def _may_be_work(piece: Piece) -> bool:
    return _is_work(piece.parts[-1])


def _is_work(name: str) -> bool:
    name = name.lower()
    return ".ipynb" in name or name.endswith((".json", ".zip", ".gz"))


def _lessons_place(entries: list[Entry], lesson: str, names: Names) -> int | None:
    """How many folders down the lesson's own lies in most.

    None where there is none, and where the work of most lies above it: then it is one student's way
    to pack their work, and says nothing of the others.
    """
    depths = Counter(
        at
        for entry in entries
        for at, part in enumerate(entry.parts[:-1])
        if part == lesson or names.worded(part) == lesson
    )
    if not depths:
        return None
    at = depths.most_common(1)[0][0]
    inside = {entry.parts[:at] for entry in entries if len(entry.parts) > at}
    work = (entry for entry in entries if _is_work(entry.parts[-1]))
    above = {entry.parts[:-1] for entry in work if 1 < len(entry.parts) <= at}
    return at if len(above) <= len(inside) else None


def _place_of_students(entries: list[Entry], at: int) -> int:
    """How many folders down the students are told apart in copies of the whole course.

    at: how many the lesson's is. With one student alone, it is the folder of the copy.
    """
    inside = [entry.parts for entry in entries if len(entry.parts) > at]
    apart = (depth for depth in range(at - 1) if len({parts[depth] for parts in inside}) > 1)
    return next(apart, max(0, at - 2))


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

"""Find the files of a folder that may be the notebook that was handed in, under any name.

What a file is, is asked with `os.path`, for which one that cannot be reached is nothing; `Path`
raises an error there.

A notebook is known by what is in it: browsers and learning platforms change endings, pack files and
count copies. What systems and editors leave behind is left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from ...course import CourseError
from .unpacking import HEAD, Packed, is_archive, packed_in

LARGEST = 100 * 2**20
"""Bytes that a notebook may have; what is larger is not opened."""

_DEEPEST, _MOST_FILES, _MOST_SNIFFED = 5, 2_000, 200
#: What begins no notebook, not even a renamed one: it is not opened.
_NOT_SNIFFED = {".py", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".csv", ".npz", ".npy"}
EXPORTS = {".html", ".htm", ".pdf", ".py", ".md", ".tex", ".docx"}
"""Endings of what a notebook is exported to, which is no notebook any more."""
_BESIDE_LESSONS = {"solutions", "slides", "release"}
LEFT_BEHIND = ("__MACOSX", "Thumbs.db", "desktop.ini", "$RECYCLE.BIN", "lost+found", "@eaDir")
"""What systems put into folders; what begins with a dot is theirs, too."""


@dataclass(frozen=True)
class Candidate:
    """A file that may be the notebook. packed: where it is in an archive, if it is in one.

    sure: its name says that it is one, so that it is missed where it cannot be read.
    """

    path: Path
    name: str
    sure: bool
    packed: Packed | None = None

    @property
    def file_name(self) -> str:
        """The name without folders, and without the archive that it is in."""
        return Path(self.packed.name if self.packed else self.path.name).name

    @property
    def size(self) -> int:
        """Bytes on the disk; 0 where that cannot be told, and of one that is too large to read."""
        try:
            size = self.path.stat().st_size
        except OSError:
            return 0
        return size if size <= LARGEST else 0

    @property
    def time(self) -> float:
        """When it was changed last, in seconds since the epoch; 0 where that cannot be told."""
        if self.packed:
            return self.packed.time
        try:
            return self.path.stat().st_mtime
        except OSError:
            return 0.0


@dataclass(frozen=True)
class Listing:
    """What is in a folder: files at its top and below, and whether there was more to look at."""

    folder: Path
    files: list[Path]
    too_many: bool

    def top(self) -> list[Path]:
        return [path for path in self.files if path.parent == self.folder]


def list_files(folder: Path) -> Listing:
    """The files in a folder and below, links among them; raises CourseError where it is a link."""
    if os.path.islink(folder):
        raise CourseError(f"{shown(folder.name)} is a link; the folder itself was not handed in.")
    waiting, found, seen = [(folder, 0)], [], 0
    while waiting:
        here, depth = waiting.pop(0)
        try:
            entries = sorted(here.iterdir())
        except OSError:
            if depth:  # what lies beside the notebook is no reason not to look at it
                continue
            raise CourseError(f"{shown(here.name)} is not a folder that can be opened.") from None
        seen += len(entries)
        for path in entries:
            if is_left_behind(path.name):
                continue
            if os.path.islink(path) or os.path.isfile(path):
                found.append(path)
            elif os.path.isdir(path) and depth < _DEEPEST:
                waiting.append((path, depth + 1))
        if seen > _MOST_FILES:
            return Listing(folder, found, True)
    return Listing(folder, found, False)


def notebooks_by_name(files: Iterable[Path], folder: Path) -> list[Candidate]:
    """Those files whose ending is a notebook's, in letters of any case.

    Links that lead out of the folder are refused with a CourseError: to a classmate's work, say, or
    to the solutions.
    """
    found = [path for path in files if path.suffix.lower() == ".ipynb"]
    for path in found:
        _refuse_leading_out(path, folder)
    return [Candidate(path, str(path.relative_to(folder)), True) for path in found]


def notebooks_by_content(files: Iterable[Path], folder: Path) -> Iterator[Candidate]:
    """Those files that may be a notebook under another ending, or may have one packed in them."""
    looked = 0
    for path in files:
        ending = path.suffix.lower()
        if ending in _NOT_SNIFFED or os.path.islink(path) or looked >= _MOST_SNIFFED:
            continue
        looked += 1
        name, head = str(path.relative_to(folder)), _head(path)
        if is_archive(head):
            yield from (
                Candidate(path, f"{name}/{packed.name}", True, packed) for packed in packed_in(path)
            )
        elif ending != ".ipynb":
            called = ".ipynb" in path.name.lower() and ending not in EXPORTS
            if called or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
                yield Candidate(path, name, called)


def courses_own(names: Iterable[str]) -> set[str]:
    """Which of these files are the course's own: what lies beside lessons/ in a copy of it all."""
    paths = {name: PurePath(name).parts for name in names}
    roots = {
        parts[:at] for parts in paths.values() for at in range(len(parts)) if parts[at] == "lessons"
    }
    return {
        name
        for name, parts in paths.items()
        if any(parts[at] in _BESIDE_LESSONS and parts[:at] in roots for at in range(len(parts)))
    }


def without_courses_own(folders: list[Path]) -> list[Path]:
    """Folders of one place but for the course's own, in a copy of all of it."""
    is_copy = any(path.name == "lessons" for path in folders)
    return [path for path in folders if not (is_copy and path.name in _BESIDE_LESSONS)]


def is_left_behind(name: str) -> bool:
    """Whether a file or folder of this name is a system's or an editor's, not a student's.

    Nor is what the course keeps of a learner's own answers a part of any work.
    """
    own_answers = name.startswith("my-answers") and name.endswith(".jsonl")
    return own_answers or name.startswith((".", *LEFT_BEHIND))


def shown(name: str, longest: int = 80) -> str:
    """A file's name, which a student chose, as it may stand in a line of text."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:longest]


def named(names: Iterable[str], most: int = 5) -> str:
    """Some files' names in one line, the first of them where there are many."""
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(shown(name) for name in names[:most]) + more


def _head(path: Path) -> bytes:
    try:
        if not os.path.isfile(path):
            return b""
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError:
        return b""


def _refuse_leading_out(path: Path, folder: Path) -> None:
    if not os.path.islink(path):
        return
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise CourseError(f"{shown(path.name)} is a link that leads nowhere.") from None
    if not (target.is_relative_to(folder.resolve()) and os.path.isfile(target)):
        raise CourseError(f"{shown(path.name)} is a link; the notebook itself was not handed in.")

"""A zip that somebody else made: what is in it, bounded, and nothing that leads out of it.

Nothing is unpacked before it was looked at. Names are made such that they can stand below any
folder; links, devices, what is encrypted, what grows without measure and what would take a name
twice is left out, and named.
"""

from __future__ import annotations

import os
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..course import CourseError
from ..grading.intake.finding import shown
from ..grading.intake.folders import LeftOut

MOST = 20_000
"""Entries of one zip."""
LARGEST = 100 * 2**20
"""Bytes of one file in it."""
TOGETHER = 2 * 2**30
"""Bytes of all files in it."""
LONGEST, DEEPEST = 200, 12
_DIRECTORY = 16 * 2**20
_RATIO, _SMALL = 200, 10 * 2**20
"""What is larger than _SMALL, and than _RATIO times its packed size, is no coursework."""
_FAILURES = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError, struct.error, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip
WINDOWS = os.name == "nt"
_NOT_IN_NAMES = dict.fromkeys(map(ord, '\\:*?"<>|' if WINDOWS else ""), "_")


@dataclass(frozen=True)
class Entry:
    """One file in an archive. parts: its folders' names and its own. time: of its last change."""

    parts: tuple[str, ...]
    size: int
    time: float
    info: zipfile.ZipInfo = field(repr=False, compare=False)

    @property
    def path(self) -> str:
        return "/".join(self.parts)


@dataclass
class Archive:
    """An open zip. entries: what may be taken; left: what may not, and why."""

    zip: zipfile.ZipFile
    entries: list[Entry] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)

    def read(self, entry: Entry) -> bytes:
        """What is in a file. Raises CourseError where it cannot be unpacked."""
        try:
            with self.zip.open(entry.info) as stream:
                content = stream.read(entry.size + 1)
        except _FAILURES:
            raise CourseError("it is damaged and cannot be unpacked.") from None
        if len(content) != entry.size:
            raise CourseError("it is damaged: its size is not the one that is written.")
        return content


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a zip and look through it. Raises CourseError where it cannot be read as one."""
    name = shown(path.name, 200)
    if path.is_dir():
        raise CourseError(f"{name} is a folder; pack it as a zip first.")
    if not path.is_file():
        raise CourseError(f"{path} is not a file.")
    try:
        count, size = _directory(path)
        if count > MOST or size > _DIRECTORY:
            raise CourseError(f"{name} holds {count:,} entries; more than {MOST:,} are not read.")
        opened = zipfile.ZipFile(path)
    except UnicodeDecodeError:
        raise CourseError(f"{name} has names in no encoding; pack its files once more.") from None
    except _FAILURES:
        raise CourseError(f"{name} is no zip, or a damaged one: load it once more.") from None
    with opened:
        archive = Archive(opened)
        infos = opened.infolist()
        if len(infos) > MOST:
            raise CourseError(f"{name} holds more than {MOST:,} entries; it is not read.")
        _look_through(archive, infos)
        yield archive


def _directory(path: Path) -> tuple[int, int]:
    """How many entries a zip says that it has, and the bytes of their list, which is not read."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 70_000))
        tail = stream.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0:
        raise zipfile.BadZipFile
    count, size = struct.unpack_from("<HI", tail, at + 10)
    wide = tail.rfind(b"PK\6\6", 0, at)
    if wide >= 0 and (count == 0xFFFF or size == 0xFFFFFFFF):
        count, size = struct.unpack_from("<QQ", tail, wide + 32)
    return count, size


def _look_through(archive: Archive, infos: list[zipfile.ZipInfo]) -> None:
    room, taken = TOGETHER, {}
    for info in infos:
        if info.is_dir():
            continue
        parts = _parts(_name(info))
        reason = _refused(info, parts) or ("" if info.file_size <= room else _too_much())
        if reason:
            archive.left.append(LeftOut(shown(_name(info), 200), reason))
        else:
            room -= info.file_size
            entry = Entry(parts, info.file_size, _time(info), info)
            if parts in taken:  # unpackers write the second over the first
                reason = "a later file has the same name; that one counts."
                archive.left.append(LeftOut(shown(entry.path, 200), reason))
            taken[parts] = entry
    archive.entries = list(taken.values())


def _too_much() -> str:
    return f"all before it have {TOGETHER // 2**30} GB together already."


def _name(info: zipfile.ZipInfo) -> str:
    """An entry's name; what is not marked as UTF-8 is so nevertheless where it can be."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name
    return name


def _parts(name: str) -> tuple[str, ...]:
    """The names of an entry's folders and its own, such that they can stand on this disk.

    Where the name leads out of the archive, one of them is "..". A name in which nothing else parts
    folders has backslashes for it, as old packers of Windows write them.
    """
    if WINDOWS or "/" not in name:
        name = name.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":":
        return ("..",)
    parts = (part for part in name.split("/") if part not in ("", "."))
    return tuple(
        part if part == ".." else shown(part.translate(_NOT_IN_NAMES), 10_000).rstrip(" .") or "_"
        for part in parts
    )


def _refused(info: zipfile.ZipInfo, parts: tuple[str, ...]) -> str:
    """Why an entry is not taken, "" where it may be."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if ".." in parts or not parts:
        return "its name leads out of the archive."
    if len(parts) > DEEPEST or any(len(os.fsencode(part)) > LONGEST for part in parts):
        return "its name is too long, or in too many folders."
    if kind not in (0, stat.S_IFREG):
        return "it is a link." if kind == stat.S_IFLNK else "it is no file."
    if info.flag_bits & 0x1:
        return "it is encrypted."
    if info.file_size > LARGEST:
        return f"it is larger than {LARGEST // 2**20} MB."
    if info.file_size > max(_SMALL, _RATIO * info.compress_size):
        return f"it would grow more than {_RATIO} times when unpacked."
    return ""


def _time(info: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0


def unwrapped(entries: list[Entry]) -> list[Entry]:
    """Entries without the one folder that all of them lie in, which an unpacker made."""
    tops = {entry.parts[0] for entry in entries}
    if len(tops) == 1 and all(len(entry.parts) > 1 for entry in entries):
        return [Entry(e.parts[1:], e.size, e.time, e.info) for e in entries]
    return entries

"""Notebooks in an archive that was handed in: a zip, or one file compressed with gzip.

Nothing is written to the disk, so that no name in an archive can lead anywhere; what is read is
bounded, so that an archive that grows without end does no harm.
"""

from __future__ import annotations

import gzip
import time
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ...course import CourseError

ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
"""What such files begin with."""

_MOST = 2_000
_FAILURES = (OSError, EOFError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile)


@dataclass(frozen=True)
class Packed:
    """A file in an archive. member: its name in a zip, "" where the archive is that one file.

    time: when it was changed last, in seconds since the epoch.
    """

    name: str
    member: str
    time: float


def packed_in(path: Path) -> list[Packed]:
    """The notebooks in an archive; none where it cannot be read as one."""
    try:
        with path.open("rb") as stream:
            if stream.read(len(GZIP)) == GZIP:
                name = path.name[:-3] if path.suffix.lower() == ".gz" else path.name
                return [Packed(name, "", path.stat().st_mtime)]
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()[:_MOST]
    except _FAILURES:
        return []
    return [
        Packed(entry.filename, entry.filename, _time(entry))
        for entry in entries
        if not entry.is_dir() and ".ipynb" in entry.filename.lower() and not _junk(entry.filename)
    ]


def unpack(path: Path, packed: Packed, largest: int) -> bytes:
    """What is in a packed file; raises CourseError where it cannot be unpacked, or is larger."""
    try:
        if packed.member:
            with zipfile.ZipFile(path) as archive, archive.open(packed.member) as stream:
                content = stream.read(largest + 1)
        else:
            with gzip.open(path) as stream:
                content = stream.read(largest + 1)
    except NotImplementedError:
        raise CourseError(f"{packed.name} is packed in a way that cannot be read.") from None
    except _FAILURES:
        raise CourseError(f"{packed.name} cannot be unpacked.") from None
    if len(content) > largest:
        raise CourseError(f"{packed.name} is larger than {largest // 2**20} MB.")
    return content


def _junk(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _time(entry: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*entry.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0

"""Notebooks in an archive that was handed in: zip or tar, compressed or not, one in another, too.

Nothing is written to the disk, so that no name in an archive can lead anywhere; what is read is
bounded, so that an archive that grows without end does no harm.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from ...course import CourseError

HEAD = 512
"""Bytes of a file that tell whether it is an archive."""
LARGEST_INSIDE = 100 * 2**20
"""Bytes of an archive that is packed itself, compressed or in another one."""

_ZIP, _TAR, _TAR_AT = b"PK\x03\x04", b"ustar", 257
_COMPRESSED: dict[bytes, Callable[[BinaryIO], BinaryIO]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}
_ENDINGS = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_MOST, _MOST_INSIDE, _DEEPEST = 2_000, 10, 3
_TOGETHER = 2 * LARGEST_INSIDE
"""Bytes of all archives within one, which together may be a thousand times as large as each."""
_FAILURES = (
    OSError, EOFError, ValueError, RuntimeError, KeyError, zlib.error, lzma.LZMAError,
    zipfile.BadZipFile, tarfile.TarError,
)  # fmt: skip


@dataclass(frozen=True)
class Packed:
    """A file in an archive. way: the names by which it is found, one for each archive around it.

    Of a file that is only compressed that name is "". time: when it was changed last, in seconds
    since the epoch.
    """

    name: str
    way: tuple[str, ...]
    time: float


class _Entry(NamedTuple):
    name: str
    time: float


class _Room:
    """What may still be read of the archives within one."""

    def __init__(self) -> None:
        self._left = _TOGETHER

    def read(self, stream: BinaryIO, member: str) -> bytes:
        """Up to that much of a file in an open archive; raises OSError where nothing is left."""
        if not self._left:
            raise OSError("the archives in it are too large together")
        content = _read(stream, member, min(LARGEST_INSIDE, self._left))
        self._left -= len(content)
        return content


def is_archive(head: bytes) -> bool:
    """Whether a file that begins so is an archive, or compressed."""
    return head.startswith((_ZIP, *_COMPRESSED)) or head[_TAR_AT:].startswith(_TAR)


def packed_in(path: Path) -> list[Packed]:
    """The notebooks in an archive; none where it cannot be read as one."""
    found: list[Packed] = []
    try:
        with path.open("rb") as stream:
            around = _Entry(path.name, path.stat().st_mtime)
            found.extend(islice(_packed(stream, around, "", (), _Room()), _MOST))
    except _FAILURES:  # what was found before stays
        pass
    return found


def unpack(path: Path, packed: Packed, largest: int) -> bytes:
    """What is in a packed file; raises CourseError where it cannot be unpacked, or is larger."""
    try:
        with path.open("rb") as stream:
            for member in packed.way[:-1]:
                stream = io.BytesIO(_read(stream, member, LARGEST_INSIDE))
            content = _read(stream, packed.way[-1], largest + 1)
    except NotImplementedError:
        raise CourseError(f"{packed.name} is packed in a way that cannot be read.") from None
    except _FAILURES:
        raise CourseError(f"{packed.name} cannot be unpacked.") from None
    if len(content) > largest:
        raise CourseError(f"{packed.name} is larger than {largest // 2**20} MB.")
    return content


def _packed(
    stream: BinaryIO, around: _Entry, place: str, way: tuple[str, ...], room: _Room
) -> Iterator[Packed]:
    """The notebooks in an open archive. around: the archive itself. place: where it is in others,
    such as "inner.zip/"; way: likewise, as `Packed` has it."""
    if _compression(stream):
        is_called_so = around.name.lower().endswith(_ENDINGS)
        bare = around.name.rpartition(".")[0] if is_called_so else around.name
        content = room.read(stream, "")
        if content[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
            yield from _packed(io.BytesIO(content), around, place, (*way, ""), room)
        elif ".ipynb" in bare.lower() or content[:HEAD].lstrip().startswith(b"{"):
            yield Packed(f"{place}{bare}", (*way, ""), around.time)
        return
    inside = 0
    for entry in islice(_entries(stream), _MOST):
        ending = PurePosixPath(entry.name).suffix.lower()
        here = f"{place}{entry.name}", (*way, entry.name)
        if _junk(entry.name):
            continue
        if ending in _ENDINGS and len(way) < _DEEPEST and inside < _MOST_INSIDE:
            inside += 1
            try:
                content = io.BytesIO(room.read(stream, entry.name))
                if is_archive(content.getvalue()[:HEAD]):
                    yield from _packed(content, entry, f"{here[0]}/", here[1], room)
                    continue
            except _FAILURES:  # then it is one that cannot be read
                pass
        if ".ipynb" in entry.name.lower():
            yield Packed(*here, entry.time)


def _entries(stream: BinaryIO) -> Iterator[_Entry]:
    """The files in a zip or a tar."""
    if _head(stream).startswith(_ZIP):
        with zipfile.ZipFile(stream) as archive:
            listed = [(each.filename, each) for each in archive.infolist() if not each.is_dir()]
        yield from (_Entry(name, _time(each)) for name, each in listed)
    else:
        with tarfile.open(fileobj=stream, mode="r:") as archive:
            listed = list(islice((each for each in archive if each.isreg()), _MOST))
        yield from (_Entry(each.name, float(each.mtime)) for each in listed)


def _read(stream: BinaryIO, member: str, most: int) -> bytes:
    """Up to so many bytes of a file in an open archive, or of what an open file was compressed."""
    stream.seek(0)
    if not member:
        with _compression(stream)(stream) as opened:
            return opened.read(most)
    if _head(stream).startswith(_ZIP):
        with zipfile.ZipFile(stream) as archive, archive.open(member) as opened:
            return opened.read(most)
    with tarfile.open(fileobj=stream, mode="r:") as archive:
        return archive.extractfile(member).read(most)


def _compression(stream: BinaryIO) -> Callable[[BinaryIO], BinaryIO] | None:
    head = _head(stream)
    return next((opened for sign, opened in _COMPRESSED.items() if head.startswith(sign)), None)


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    return head


def _junk(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _time(entry: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*entry.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0

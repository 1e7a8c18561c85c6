"""The files beside a notebook: figures, data and modules, the student's own and the instructor's.

nbgrader lays them out in the graded folder, the instructor's over the student's. A link is no file:
it could lead to a classmate's work or to the solutions. What a browser would run is not kept beside
a lesson's notebook: the graded folder is served to the person who marks.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from importlib.machinery import EXTENSION_SUFFIXES, all_suffixes
from pathlib import Path, PurePosixPath

import numpy as np
from nbformat import NotebookNode

from ...course import CourseError
from ...sandbox import limits, plain
from ...sandbox.plain import pack
from .finding import LARGEST, Listing, named, shown

Files = dict[str, Path]
"""Files by their path in the folder in which the notebook runs."""

MOST = 2_000
_WORD = re.compile(r"\w+")
_LISTS = re.compile(
    r"\b(?:glob|rglob|iglob|listdir|scandir|iterdir|walk)\(|^\s*[!%]ls\b", re.MULTILINE
)
"""How code asks what files there are."""
_PATH = re.compile(
    r"""(['"])((?:~?/|\.\./|[A-Za-z]:[/\\])[^'"\n]*[/\\]|~?/|\.\./)?([^'"\n/\\]+)\1"""
)
"""A text in code that may be a path: what leads elsewhere, and the file's name."""
_MADE = re.compile(r"""(['"])(?:[^'"\n]*[}%*][^'"\n.]*)?(\.[a-z]\w{0,9})\1""")
"""The ending of a name that code makes at run time: `f"weights_{n}.npz"`, `name + ".npz"`."""
_LONGEST_MODULE = 2**20
_ROOM = 2**20
_PIECE = plain.MAX_BYTES // 2
_MOST_KEPT, _LARGEST_KEPT, _KEPT_TOGETHER = 200, 32 * 2**20, 100 * 2**20
_OURS = ("timestamp.txt",)
"""What is kept by itself."""
_RUNS = {".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".mht", ".xml", ".js", ".mjs"}
_SCRIPT = re.compile(
    rb"<\s*(?:[\w.-]+:)?(?:script|foreignObject)\b|\bon\w+\s*=\s*[\"']|javascript:"
    rb"|<!ENTITY|<\?xml-stylesheet|\0",
    re.IGNORECASE,
)
"""What runs in a drawing, or may stand for it: other letters' codes, declared words, styles."""
DOCUMENTS = {".md", ".txt", ".rtf", ".doc", ".docx", ".odt", ".pages", ".pdf", ".tex"}
_NO_ANSWER = ("timestamp.txt", "submission_secret.txt", "readme.txt", "readme.md")
LARGEST_SIBLING = 8 * 2**20
"""Bytes of a notebook that another one may run."""


def files_in(folder: Path, ignore: list[str], flags: list[str] | None = None) -> Files:
    """The files below a folder but for notebooks and what is to be ignored, by name patterns.

    flags: gets a line for each link that was left out. Raises CourseError where there are too many.
    """
    found: Files = {}
    waiting = [folder]
    while waiting:
        for path in _entries(waiting.pop(), folder, flags):
            name = path.relative_to(folder).as_posix()
            if any(fnmatch(path.name, pattern) for pattern in (*ignore, "*.ipynb")):
                continue
            if os.path.islink(path):
                if flags is not None:
                    flags.append(f"{shown(name)} is a link; it was left out")
            elif os.path.isdir(path):
                waiting.append(path)
            elif os.path.isfile(path):
                if _size(path) is not None:
                    found[name] = path
                elif flags is not None:
                    flags.append(f"{shown(name)} cannot be read; it was left out")
            if len(found) + len(waiting) > MOST:
                raise CourseError(f"more than {MOST} files were handed in.")
    return found


def _entries(here: Path, folder: Path, flags: list[str] | None) -> list[Path]:
    try:
        return sorted(here.iterdir())
    except OSError:
        if flags is not None and here != folder:
            flags.append(f"{shown(here.name)}/ cannot be opened; it was left out")
        return []


def kept_beside(listing: Listing, flags: list[str]) -> Files:
    """The files beside a lesson's notebook that are kept with the graded one.

    flags: gets a line for those that are too many, too large, cannot be read or would be run.
    """
    found: Files = {}
    left, room = [], _KEPT_TOGETHER
    for path in listing.files:
        name = path.relative_to(listing.folder).as_posix()
        if ".ipynb" in path.name.lower() or name.split("/")[0] in _OURS:
            continue
        size = _size(path)
        if size is None or size > min(room, _LARGEST_KEPT) or len(found) >= _MOST_KEPT:
            left.append(name)
        elif not would_run(path):
            found[name], room = path, room - size
    if left:
        flags.append(f"not kept beside the notebook: {named(left)}")
    return found


def without_large(files: Files, flags: list[str]) -> Files:
    """The files that are kept with a graded notebook that is no lesson's: all but the largest.

    flags: gets a line for those that are too large. A file of zeros that took no room on a disk
    would take all of it once it was copied.
    """
    found: Files = {}
    left, room = [], 2 * LARGEST
    for name in sorted(files, key=lambda name: (_bytes(files[name]), name)):
        if _bytes(files[name]) <= min(room, LARGEST):
            found[name] = files[name]
            room -= _bytes(files[name])
        else:
            left.append(name)
    if left:
        flags.append(f"not kept beside the notebook: {named(left)}")
    return found


def used_beside(
    folder: Path, kept: Files, cells: Iterable[NotebookNode], flags: list[str]
) -> Files:
    """The files beside a lesson's notebook that its code, or a module among them, speaks of.

    kept: those of its folder, without notebooks, of which small ones may be run by another.
    flags: gets a line for those that are more than a submission may write.
    """
    offered, found = _composed({**siblings(folder), **kept}), {}
    texts = [cell.source for cell in cells if cell.cell_type == "code"] if offered else []
    while texts:
        text = "\n".join(texts)
        words = set(_WORD.findall(text))
        lists, plain_text = bool(_LISTS.search(text)), text.casefold()
        made = {ending for _, ending in _MADE.findall(plain_text)}
        told = {
            name: path
            for name, path in offered.items()
            if name not in found and (lists or _is_told(name, plain_text, words, made))
        }
        found |= told
        modules = [p for p in told.values() if p.suffix == ".py" and _bytes(p) < _LONGEST_MODULE]
        texts = [path.read_text("utf-8", "replace") for path in modules]
    return that_fit(found, {}, flags)


def _composed(files: Files) -> Files:
    """Files by their names as a keyboard gives them: Apple's disks take letters apart."""
    return {unicodedata.normalize("NFC", name): path for name, path in files.items()}


def _is_told(name: str, text: str, words: set[str], made: set[str]) -> bool:
    """Whether code speaks of a file.

    text: all of it, without capitals. made: the endings of names that it makes.
    """
    path, file, stem = Path(name), Path(name).name.casefold(), Path(name).stem.casefold()
    if file in text or path.suffix.casefold() in made or (not stem.isidentifier() and stem in text):
        return True
    return not words.isdisjoint((*path.parent.parts, path.stem, path.stem.replace(" ", "_")))


def with_own_paths(source: str, files: Iterable[str]) -> str:
    """A cell's code, where it looks for files that were handed in on another machine's disk.

    `/content/drive/MyDrive/weights.npz` is what lies beside the notebook under that name, and so
    is one in other capitals, which most systems take for the same.
    """
    places: dict[str, str] = {}
    for name in sorted(files, key=lambda name: name.count("/"), reverse=True):
        places[name.rpartition("/")[2].casefold()] = name

    def placed(found: re.Match) -> str:
        quote, elsewhere, name = found.groups()
        there = places.get(name.casefold())
        is_other = there is not None and (elsewhere or ("/" not in there and name != there))
        return f"{quote}{there}{quote}" if is_other else found[0]

    return _PATH.sub(placed, source) if places else source


def documents_in(listing: Listing) -> list[str]:
    """The files beside a notebook that may hold a text, such as one that a person is to mark."""
    return [
        path.name
        for path in listing.top()
        if path.suffix.lower() in DOCUMENTS
        and path.name.lower() not in _NO_ANSWER
        and ".ipynb" not in path.name.lower()
    ]


def _size(path: Path) -> int | None:
    """How large a file is that can be read; None for a link, and for what cannot."""
    try:
        if os.path.islink(path) or not os.path.isfile(path):
            return None
        with path.open("rb"):
            return path.stat().st_size
    except OSError:
        return None


def would_run(path: Path) -> bool:
    """Whether a browser that is shown this file would run what is in it."""
    if path.suffix.lower() in {".svg", ".svgz"}:
        return path.suffix.lower() == ".svgz" or bool(_SCRIPT.search(path.read_bytes()))
    return path.suffix.lower() in _RUNS


def in_the_way(own: Iterable[str], given: Iterable[str]) -> dict[str, str]:
    """Which of a student's files stand in the way of one that is given; of which.

    The instructor's `helper.py` is laid over the student's. It cannot be laid over a folder of that
    name, and Python finds a package or an extension `helper` before it.
    """
    given = set(given)
    before = {
        f"{name.removesuffix('.py')}{inside}{ending}": name
        for name in given
        if name.endswith(".py") and not name.endswith("/__init__.py")
        for inside, endings in (("", EXTENSION_SUFFIXES), ("/__init__", all_suffixes()))
        for ending in endings
    }
    folders = {str(folder): name for name in given for folder in PurePosixPath(name).parents}
    found = {}
    for name in own:
        above = (str(folder) for folder in PurePosixPath(name).parents)
        other = before.get(name) or folders.get(name) or next((a for a in above if a in given), "")
        found |= {name: other} if other else {}
    return found


def siblings(folder: Path) -> Files:
    """The notebooks of a folder and of those in it, for one that runs another."""
    there = _entries(folder, folder, None)
    below = [path for path in there if os.path.isdir(path) and not os.path.islink(path)]
    there += [path for each in below for path in _entries(each, folder, None)]
    there = [path for path in there if path.suffix == ".ipynb"][:MOST]
    sizes = {path: size for path in there if (size := _size(path)) is not None}
    small = {
        path.relative_to(folder).as_posix(): path
        for path, size in sizes.items()
        if size < LARGEST_SIBLING
    }
    return small if len(sizes) > 1 else {}


def that_fit(own: Files, given: Files, flags: list[str]) -> Files:
    """The files for a submission's work folder: the instructor's, and the student's that fit in.

    flags: gets a line for those of the student's that do not. Raises CourseError where the
    instructor's are more than a submission may write.
    """
    room = limits.DISK - _ROOM - sum(map(_bytes, given.values()))
    if room < 0:
        raise CourseError(
            f"the assignment's own files are more than {limits.DISK // 2**20} MB together."
        )
    found, left = {}, []
    for name in sorted(own.keys() - given.keys(), key=lambda name: (_bytes(own[name]), name)):
        if _bytes(own[name]) <= room:
            found[name] = own[name]
            room -= _bytes(own[name])
        else:
            left.append(name)
    if left:
        flags.append(
            f"left out, because a submission may have {limits.DISK // 2**20} MB of files: "
            f"{named(left)}"
        )
    return found | given


def prepare(files: Files, variables: dict[str, str], hides: bool = True) -> Iterator[bytes]:
    """The commands that put files into a submission's work folder, and set variables.

    hides: whether a module among them hides others of its name. A file that is larger than what may
    be handed over at a time goes in pieces.
    """
    yield pack({"do": "prepare", "files": {}, "variables": variables, "hides": hides})
    for name, path in files.items():
        with path.open("rb") as stream:
            piece, goes_on = stream.read(_PIECE), False
            while piece or not goes_on:
                files_now = {name: np.frombuffer(piece, np.uint8)}
                command = {"do": "prepare", "files": files_now, "variables": {}, "hides": hides}
                yield pack({**command, "goes_on": True} if goes_on else command)
                piece, goes_on = stream.read(_PIECE), True


def _bytes(path: Path) -> int:
    return path.stat().st_size


def lay_out(files: Files, target: Path) -> None:
    """Copy files to where the graded notebook is."""
    for name, path in files.items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)

"""Feedback pages as the zip that a platform takes back, each of them one file that opens alone."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..course import CourseError, Lesson
from ..grading.gradebook.plain_assignments import Assignment
from ..grading.intake.finding import shown
from ..grading.nbgrader.feedback import write_feedback
from ..own_files import content_of
from .way_back import Known

_MADE_HERE = b"feedback pages by autograder"
_TIME = (2000, 1, 1, 0, 0, 0)  # the same pages make the same zip


@dataclass
class Packed:
    """What came of it: how many pages went in, who has none, and what each student's are called."""

    pages: int = 0
    without: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)


def may_be_written(path: Path) -> None:
    """Raises CourseError where a zip would take the place of one that was not made here."""
    if not path.parent.is_dir():
        raise CourseError(f"The folder of {path} does not exist.")
    if not path.exists():
        return
    with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as there:
        if there.comment == _MADE_HERE:
            return
    raise CourseError(f"{path} is there already, and was not made by this: name another file.")


def add(path: Path, name: str, content: bytes) -> None:
    """Put one more file into a zip that was made here."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)


def pack(
    work: Lesson | Assignment,
    known: Iterable[Known],
    path: Path,
    tell_progress: Callable[[], object] = lambda: None,
) -> Packed:
    """Make the pages of the last grading, and write those of these people into a zip.

    known: whom the platform knows, with where their files go.
    """
    may_be_written(path)
    write_feedback(work, work.root, tell_progress)
    packed, unfinished = Packed(), path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.comment = _MADE_HERE
            for each in sorted(known, key=lambda one: one.place):
                folder = work.root / "feedback" / each.student / work.folder
                graded = work.root / "autograded" / each.student / work.folder
                pages = sorted(  # beside them may lie a page that was handed in
                    page
                    for page in folder.glob("*.html")
                    if (graded / f"{page.stem}.ipynb").is_file()
                )
                packed.pages += len(pages)
                if not pages:
                    packed.without.append(shown(each.student))
                one = len(pages) == 1
                names = ["feedback.html" if one else f"feedback-{p.stem}.html" for p in pages]
                packed.names[each.student] = names
                for page, name in zip(pages, names, strict=True):
                    info = zipfile.ZipInfo(f"{each.place}{name}", _TIME)
                    archive.writestr(info, content_of(page), zipfile.ZIP_DEFLATED)
        unfinished.replace(path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()
    return packed

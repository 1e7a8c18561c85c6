"""`autograder questions`: which questions, in which format, into which file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from workbook.checkpoints import FOLDER, Question, load

from ...course import CourseError, Lesson

COURSE = "Neural networks"
"""What the bank is called on a platform."""


@dataclass(frozen=True)
class Chapter:
    """A lesson's questions. folder: the lesson's name in the course. title: "03 Activation …"."""

    folder: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Format:
    """A format. ending: its files'. module: of this room, with `content(chapters) -> bytes`.

    needs: the package that it is written with, "" for none.
    """

    ending: str
    module: str
    needs: str = ""


FORMATS = {
    "moodle": Format(".xml", "moodle_xml"),
    "gift": Format(".gift.txt", "gift"),
    "qti": Format(".qti.zip", "qti", "text2qti"),
    "anki": Format(".apkg", "anki", "genanki"),
}


def chapters_of(lessons: Iterable[Lesson], folder: Path = FOLDER) -> list[Chapter]:
    """The questions of each lesson that has any. folder: where their files are."""
    found = []
    for lesson in lessons:
        with contextlib.suppress(LookupError):
            questions = tuple(load(lesson.folder, folder))
            number = lesson.folder.split("-")[0]
            found.append(Chapter(lesson.folder, f"{number} {lesson.title}", questions))
    return found


def write_bank(chapters: list[Chapter], to: str, path: Path | None = None) -> Path:
    """Write questions in a format; the file's path.

    path: by default `questions` with the format's ending, in the current folder.
    Raises CourseError where a package is missing, or there is no question.
    """
    made = FORMATS[to]
    if not chapters:
        raise CourseError("There are no questions in these lessons.")
    one = f"-{chapters[0].folder}" if len(chapters) == 1 else ""
    path = path or Path(f"questions{one}{made.ending}")
    if not path.parent.is_dir():
        raise CourseError(f"The folder of {path} does not exist.")
    content = _writer(to, made)(chapters)
    path.write_bytes(content)
    return path


def _writer(to: str, made: Format) -> Callable[[list[Chapter]], bytes]:
    try:
        return import_module(f".{made.module}", __package__).content
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != made.needs:
            raise
        raise CourseError(
            f"--to {to} needs the package {made.needs}: python -m pip install -e '.[banks]'"
        ) from None

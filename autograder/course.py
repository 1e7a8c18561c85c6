"""Where things are: the course's root folder, its lessons, and how a lesson is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from workbook.former_names import FORMER_NAMES, present_name

CONFIG = "nbgrader_config.py"
"""The file that makes a folder a course."""
_BUILT = re.compile(rb'"workbook": \{\s*"exercise":')
HANDED_IN = ("submitted", "attempts", "autograded", "feedback", "exchange")
"""The folders of a course in which students' files lie."""
_TITLE = re.compile(r"^#\s+title:(.+)$", re.MULTILINE)


class CourseError(Exception):
    """Something that the person at the keyboard can mend; the command line shows its one line."""


def what_failed(error: OSError) -> str:
    """What the system says went wrong, with the file where it names one (of a full disk, none)."""
    said = error.strerror or str(error)
    return f"{error.filename}: {said}" if error.filename else said


@dataclass(frozen=True)
class Lesson:
    """One lesson of a course.

    folder: its name in the course, "03-activations". root: the course's root folder.
    """

    folder: str
    root: Path

    @property
    def name(self) -> str:
        """The notebook's name, "activations"."""
        return self.folder.split("-", 1)[1]

    @property
    def former(self) -> tuple[str, ...]:
        """The names that the folder had before, under which work may still be handed in."""
        return tuple(old for old, now in FORMER_NAMES.items() if now == self.folder)

    @property
    def source(self) -> Path:
        return self.root / "solutions" / self.folder / f"{self.name}.py"

    @property
    def title(self) -> str:
        """What it is called in words, "Activation functions", as the head of its source says."""
        if not self.source.is_file():  # then a report has the name alone
            return self.name
        with self.source.open(encoding="utf-8", errors="replace") as lines:
            found = _TITLE.search("".join(islice(lines, 40)))
        return found[1].strip("\"' ") if found else self.name

    @property
    def solved(self) -> Path:
        return self.source.with_suffix(".ipynb")

    @property
    def notebook(self) -> Path:
        """The learner's notebook."""
        return self.root / "lessons" / self.folder / f"{self.name}.ipynb"

    @property
    def deck(self) -> Path:
        """The deck as a notebook, to be presented in JupyterLab."""
        return self.root / "slides" / f"{self.folder}.ipynb"

    @property
    def deck_html(self) -> Path:
        """The deck as one file, to be opened from disk."""
        return self.root / "slides" / f"{self.folder}.html"


def find_root() -> Path:
    """The course that the current folder is in, the nearest one upwards, such as from submitted/.

    A folder that was handed in is none, whatever lies in it: a course's configuration is run. Where
    it is in none, the one that this package lives in.
    """
    here = Path.cwd()
    courses = [folder for folder in (here, *here.parents) if (folder / CONFIG).is_file()]
    for at, course in enumerate(courses):
        around = (course.relative_to(other).parts for other in courses[at + 1 :])
        if not any(parts[0] in HANDED_IN for parts in around):
            return course
    return Path(__file__).resolve().parents[1]


def all_lessons(root: Path | None = None) -> list[Lesson]:
    """The lessons that have a source, `NN-name/name.py`, in the course's order.

    One whose source was lost is still a lesson where its solved notebook is there to grade by.
    """
    root = root or find_root()
    folders = sorted(path.name for path in (root / "solutions").glob("*-*"))
    lessons = [Lesson(folder, root) for folder in folders if re.match(r"\d+-.", folder)]
    return [each for each in lessons if each.source.is_file() or _was_built(each)]


def _was_built(lesson: Lesson) -> bool:
    """Whether a notebook was built of a lesson's source, and is no plain assignment's."""
    exercises = Path(__file__).with_name("exercises") / lesson.name.replace("-", "_")
    if not (exercises.is_dir() or exercises.with_suffix(".py").is_file()):
        return False
    try:
        return lesson.solved.is_file() and bool(_BUILT.search(lesson.solved.read_bytes()))
    except OSError:
        return False


def find_lessons(names: tuple[str, ...] = (), root: Path | None = None) -> list[Lesson]:
    """The lessons of these names, all where none is given.

    A name is a folder ("03-activations"), also one that it had before, its number ("3", "03") or a
    path that ends in the folder.
    Raises CourseError where a name fits no lesson.
    """
    lessons = all_lessons(root)
    return [_find(name, lessons) for name in names] or lessons


def _find(name: str, lessons: list[Lesson]) -> Lesson:
    wanted = Path(name).name
    if wanted not in {lesson.folder for lesson in lessons}:
        wanted = present_name(wanted)
    for lesson in lessons:
        number = lesson.folder.split("-")[0]
        if wanted in (lesson.folder, lesson.name) or (
            wanted.isdigit() and int(wanted) == int(number)
        ):
            return lesson
    known = ", ".join(lesson.folder for lesson in lessons)
    raise CourseError(f"There is no lesson named {name!r}. The lessons are: {known}.")

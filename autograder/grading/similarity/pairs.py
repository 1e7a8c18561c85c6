"""`autograder similar`: a page with the pairs of answers that share passages, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from ...course import CourseError, Lesson
from .. import report
from ..report.links import Submissions
from ..report.writing import REPORT
from .passages import CODE, LONGEST, MANY, TEXT, Pair, alike, must_be_installed
from .written import MORE_THAN, Asked, asked_in, written_in

FOLDER = "similar"
MOST = 25
"""Pairs of one question that are shown."""


@dataclass(frozen=True)
class Compared:
    """One question, how many have written something there, and the pairs that are to be read."""

    asked: Asked
    written: int
    pairs: list[Pair]


@dataclass(frozen=True)
class Found:
    """What came of it. page: None where no pair is alike enough."""

    compared: list[Compared]
    page: Path | None

    @property
    def pairs(self) -> int:
        return sum(len(each.pairs) for each in self.compared)


def write_pairs(lesson: Lesson) -> Found:
    """Compare a graded lesson's answers and write `report/similar/LESSON.html`.

    Where no pair is alike enough there is no page, and one of an earlier run is taken away.
    Raises CourseError where the package is missing that compares, where the lesson asks for nothing
    that is compared, or where nothing of it has been graded.
    """
    must_be_installed()
    asked = asked_in(lesson)
    if not asked:
        raise CourseError(
            f"{lesson.folder} has nothing to compare: no text that a person marks, and no function "
            f"of more than {MORE_THAN} lines."
        )
    written = written_in(lesson, asked)
    compared = [
        Compared(each, len(written[each.name]), alike(written[each.name], each.known, each.kind))
        for each in asked
    ]
    page = lesson.root / REPORT / FOLDER / f"{lesson.folder}.html"
    found = Found(compared, page if any(each.pairs for each in compared) else None)
    if found.page is None:
        page.unlink(missing_ok=True)
        return found
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(_page(lesson, found), "utf-8", errors="replace")
    return found


def _page(lesson: Lesson, found: Found) -> str:
    return _environment().get_template("pairs.html.j2").render(
        lesson=lesson,
        found=found,
        most=MOST,
        many=MANY,
        longest=f"{LONGEST:,}",
        lines=MORE_THAN,
        code=CODE,
        text=TEXT,
        link_of=Submissions(lesson.root, lesson, "../../").link,
    )  # fmt: skip


@cache
def _environment() -> Environment:
    """The class report's page and looks, with this page's own besides."""
    loaders = ChoiceLoader([PackageLoader(__package__), PackageLoader(report.__name__)])
    environment = Environment(loader=loaders, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["share"] = lambda share: f"{100 * share:.0f} %"
    folders = Path(report.__file__).parent, Path(__file__).parent
    names = "report.css", "pairs.css"
    style = "\n".join((folder / "templates" / name).read_text("utf-8")
                      for folder, name in zip(folders, names, strict=True))  # fmt: skip
    environment.globals["style"] = Markup(style)
    return environment

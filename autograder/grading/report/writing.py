"""`autograder report`: writes a class's page, its tables, and a page for each student."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from math import ceil
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from workbook.checkpoints.markup import to_html

from ...course import Lesson
from ..gradebook.plain_assignments import Assignment
from ..gradebook.standing import mean
from ..groups import groups_of
from . import drawing, statistics
from .current_records import Submitted, scores, submissions_of
from .findings import doubtful, shared_elsewhere, teach_again
from .items import KINDS, Item, items_of, table_of
from .links import STUDENTS, Submissions, lesson_link, page_name
from .questions import answered
from .tables import write_exercises, write_marks
from .trends import Chapter, chapters_of

REPORT = "report"


class Pages(NamedTuple):
    """What was written of one lesson."""

    page: Path
    marks: Path
    exercises: Path


def write_report(
    lesson: Lesson | Assignment,
    root: Path,
    chapters: list[Chapter] | None = None,
    *,
    decimal_comma: bool = False,
) -> Pages:
    """Write `report/<lesson>.html`, `<lesson>.csv` and `<lesson>-exercises.csv`.

    chapters: all graded lessons, for the trend. decimal_comma: tables as spreadsheets want them
    where 1.5 is written 1,5. Raises CourseError where nothing of this lesson has been graded.
    """
    given = {chapter.work.folder: chapter.submissions for chapter in chapters or ()}
    submissions = given.get(lesson.folder) or submissions_of(lesson, root)
    groups = groups_of(lesson) if isinstance(lesson, Lesson) else []
    items = items_of(lesson, submissions, groups)
    folder = root / REPORT
    folder.mkdir(exist_ok=True)
    written = Pages(*(folder / f"{lesson.folder}{end}" for end in
                      (".html", ".csv", "-exercises.csv")))  # fmt: skip
    context = _class_context(lesson, root, submissions, items, chapters or [])
    _write(written.page, "class.html.j2", **context)
    write_marks(written.marks, submissions, decimal_comma)
    write_exercises(written.exercises, items, decimal_comma)
    return written


def write_students(
    works: list[Lesson | Assignment], root: Path, tell: Callable[[], object] = lambda: None
) -> list[Chapter]:
    """Write `report/students/*.html`, one page for each student over all graded lessons.

    Returns the graded lessons. tell: is called after each page.
    """
    chapters = chapters_of(works, root)
    folder = root / REPORT / STUDENTS
    folder.mkdir(parents=True, exist_ok=True)
    for page in folder.glob("*.html"):  # of those who are not in the course any more
        page.unlink()
    names = sorted({each.student for chapter in chapters for each in chapter.submissions})
    items = {
        chapter.work.folder: {i.name: i for i in items_of(chapter.work, chapter.submissions)}
        for chapter in chapters
    }
    for student in names:
        context = _student_context(student, chapters, items, root)
        _write(folder / page_name(student), "student.html.j2", **context)
        tell()
    return chapters


def days_late(late: timedelta | None) -> int:
    """Late days as courses count them: each that has begun."""
    return ceil(late / timedelta(days=1)) if late else 0


def _class_context(
    lesson: Lesson | Assignment,
    root: Path,
    submissions: list[Submitted],
    items: list[Item],
    chapters: list[Chapter],
) -> dict:
    given = scores(submissions)
    counted = [item.name for item in items if item.max_points > 0]
    table = table_of(submissions, counted)
    most = submissions[0].record.max_score
    enough = len(given) >= statistics.ENOUGH
    hardest = sorted(items, key=lambda i: (not i.max_points, -i.weight)) if enough else items
    placed = [
        (item.name, item.figures.facility, item.figures.discrimination)
        for item in hardest
        if item.figures.discrimination is not None
    ]
    whole = table[~(table != table).any(axis=1)]
    alpha = statistics.alpha(table) if len(whole) >= statistics.ENOUGH else None
    again = teach_again(items) if enough else []
    bins = statistics.counts(given, most)
    return {
        "lesson": lesson,
        "submissions": submissions,
        "rows": hardest,
        "kinds": KINDS,
        "n": len(given),
        "enough": enough,
        "again": again,
        "elsewhere": shared_elsewhere(items, again) if enough else [],
        "doubtful": doubtful(items, alpha),
        "chance": statistics.uncertainty(len(given)) if enough else None,
        "questions": answered(lesson, submissions),
        "mean": mean(given),
        "max_score": most,
        "five": statistics.five_numbers(given) if enough else None,
        "alpha": alpha,
        "error": statistics.standard_error(table) if len(whole) >= statistics.ENOUGH else None,
        "bins": bins,
        "histogram": drawing.histogram(bins, most) if enough else "",
        "map": drawing.map_of_items(placed) if len(placed) > 1 else "",
        "chapters": chapters,
        "trend": _trend(chapters),
        "unprotected": sum(s.record.isolation == "none" for s in submissions),
        "late": [s for s in submissions if s.standing and s.standing.late],
        "dated": [s for s in submissions if s.standing and s.standing.late is not None],
        "again_handed_in": [s for s in submissions if s.record.attempt > 1],
        "requests": _requests(submissions, items),
        "waiting": [
            s for s in submissions if s.standing and s.record.exercises and s.standing.waiting
        ],
        "ungradable": [s for s in submissions if s.record.status == "ungradable"],
        "who": _who(items, submissions),
        "page_of": lambda student: f"{STUDENTS}/{page_name(student)}" if chapters else "",
        "link_of": Submissions(root, lesson, "../").link,
        "lesson_link": lesson_link(lesson, "../"),
    }


def _student_context(
    student: str, chapters: list[Chapter], items: dict[str, dict[str, Item]], root: Path
) -> dict:
    own = [
        (chapter, chapter.of_student[student], items[chapter.work.folder])
        for chapter in chapters
        if student in chapter.of_student
    ]
    links = {c.work.folder: Submissions(root, c.work, "../../") for c, _, _ in own}
    lates = [days_late(s.standing.late) for _, s, _ in own if s.standing]
    return {
        "student": student,
        "own": own,
        "trend": _trend(chapters, student),
        "chapters": chapters,
        "late_days": sum(lates),
        "link_of": lambda work, exercise="": links[work.folder].link(student, exercise),
    }


def _trend(chapters: Iterable[Chapter], student: str = "") -> Markup | str:
    """The plot over the lessons; nothing where it would have fewer than two places."""
    rows = [(c.number, c.five, c.shares.get(student)) for c in chapters]
    rows = [row for row in rows if row[1] or row[2] is not None]
    return drawing.trend(rows, "this student") if len(rows) > 1 else ""


def _requests(submissions: list[Submitted], items: list[Item]) -> list[tuple]:
    """Requests, open ones first: student, what, its item or None, if a person has been there."""
    by_name = {item.name: item for item in items}
    found = [
        (each.student, request, by_name.get(request.exercise), is_seen)
        for each in submissions
        for request, is_seen in each.requests
    ]
    return sorted(found, key=lambda row: row[-1])


def _who(items: list[Item], submissions: list[Submitted]) -> dict[str, list[str]]:
    """The students who lost points at an item, by its name."""
    lost: dict[str, list[str]] = {item.name: [] for item in items}
    for each in submissions:
        for exercise in each.record.exercises:
            is_short = exercise.points is not None and exercise.points < exercise.max_points
            if is_short or exercise.status in ("failed", "partial", "stopped"):
                lost[exercise.full_name].append(each.student)
    return lost


def _write(path: Path, template: str, **context: object) -> None:
    page = _environment().get_template(template).render(**context)
    path.write_text(page, "utf-8", errors="replace")


@cache
def _environment() -> Environment:
    """Made once: compiling a template takes longer than all else that a student's page costs."""
    environment = Environment(
        loader=PackageLoader(__package__), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "share": lambda value: "–" if value is None else _signed(f"{100 * value:.0f} %"),
        "two": lambda value: "–" if value is None else _signed(f"{value:.2f}"),
        "prose": _prose,
        "markdown": lambda text: Markup(to_html(text)),  # of the course's own
        "when": _when,
        "days_late": days_late,
    }
    style = Path(__file__).parent / "templates" / "report.css"
    environment.globals["style"] = Markup(style.read_text("utf-8"))
    return environment


def _signed(number: str) -> str:
    """A number with a sign that is as long as a digit; what is rounded to nothing has none."""
    is_nothing = number.startswith("-") and not set(number) & set("123456789")
    return number[1:] if is_nothing else number.replace("-", "−")


def _prose(text: str) -> Markup:
    """A sentence in which code stands between backticks, as HTML; it may hold a student's words."""
    parts = [escape(part) for part in text.split("`")]
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts)
    )


def _when(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M} UTC"

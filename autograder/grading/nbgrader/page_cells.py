"""A graded notebook as the cells of a page: what each is for, and its parts made safe to show.

Templates lay these cells out and know nothing of notebooks. All that a student wrote is in
`source` and `outputs`, and has been through the sanitiser; names are text, and escaped by the
templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from ...course import CONFIG, CourseError
from ...own_files import notebook_of
from ..intake.mending import check_of
from . import sanitiser
from .pictures import Pictures
from .read_marks import ShownMark
from .shown_outputs import shown

_LEXER, _FORMATTER = PythonLexer(), HtmlFormatter(nowrap=True)
_SHORT = 5_000
_CHECK, _ANSWER, _TEXT, _TASK = "check", "answer", "text", "task"


@dataclass
class PageCell:
    """One cell of a page.

    role: "check" for what is graded automatically, "answer" for code of a student's, "text" for
    what a person marks, "task" for nbgrader's tasks, "" for all else. name: of the exercise.
    grade_id: nbgrader's name, "" where the page has nothing for it to be found by. is_given: the
    assignment's own words or code, unchanged. is_empty: there is nothing to see and nothing to
    mark, as at the end of many notebooks. number: counts the cells of a page. answer: of a check,
    the cell with the code that it checks, where that stands right above.
    """

    number: int
    is_code: bool
    source: Markup
    outputs: list[Markup] = field(default_factory=list)
    role: str = ""
    name: str = ""
    grade_id: str = ""
    is_graded: bool = False
    is_given: bool = False
    is_empty: bool = False
    mark: ShownMark | None = None
    comment: Markup = field(default_factory=Markup)
    answer: PageCell | None = None
    typed: Markup = field(default_factory=Markup)

    @property
    def anchor(self) -> str:
        return f"part-{self.number}"


def cells_of(notebook: NotebookNode, resources: dict, below: int) -> list[PageCell]:
    """The cells of a page about a graded notebook, one for each of its own.

    below: the level of the heading above them.
    """
    folder = _folder(resources)
    root = course_of(folder)
    about = resources.get("nbgrader") or {}
    assignment = about.get("assignment") or resources.get("assignment_id") or ""
    name = about.get("notebook") or resources.get("notebook_id") or ""
    made = _Cells(Pictures(folder), root, _given(root, assignment, name), below)
    return list(made.made_of(notebook, about.get("marks", {}), about.get("comments", {})))


def course_of(folder: Path | None) -> Path | None:
    """The course that a folder of graded notebooks, `…/autograded/STUDENT/ASSIGNMENT`, is of.

    It is not looked for where a student's own files lie.
    """
    if folder is None:
        return None
    return next((each for each in folder.parents[1:] if (each / CONFIG).is_file()), None)


def _folder(resources: dict) -> Path | None:
    where = (resources.get("metadata") or {}).get("path")
    return Path(where).absolute() if where is not None else None


class _Cells:
    """Makes cells one after the other; a name is given once."""

    def __init__(self, pictures: Pictures, root: Path | None, given: frozenset, below: int):
        self.pictures, self.root, self.given = pictures, root, given
        self.below = below
        self.seen: set[str] = set()

    def made_of(self, notebook: NotebookNode, marks: dict, comments: dict) -> Iterator[PageCell]:
        for number, cell in enumerate(notebook.cells):
            grade_id, role, is_graded = self._place_of(cell)
            made = PageCell(
                number,
                cell.cell_type == "code",
                self._source(cell),
                [Markup(part) for part in self._outputs(cell) if part],
                role=role,
                name=(check_of(cell) or grade_id) if role else "",
                grade_id=grade_id if role else "",
                is_graded=is_graded,
                is_empty=not (role or cell.source.strip() or cell.get("outputs")),
                is_given=not role and (cell.cell_type, cell.source) in self.given,
                mark=marks.get(grade_id) if is_graded else None,
            )
            if role in (_ANSWER, _TEXT, _TASK) and comments.get(grade_id):
                made.comment = self._prose(comments[grade_id])
            if role == _TEXT and not made.is_code:
                made.typed = sanitiser.as_typed(cell.source)
            yield made

    def _place_of(self, cell: NotebookNode) -> tuple[str, str, bool]:
        """A cell's name, its role and whether it carries points."""
        marks = cell.metadata.get("nbgrader")
        marks = marks if isinstance(marks, dict) else {}
        grade_id = marks.get("grade_id")
        graded, solution = bool(marks.get("grade")), bool(marks.get("solution"))
        task = bool(marks.get("task"))
        if (
            not isinstance(grade_id, str)
            or grade_id in self.seen
            or not (graded or solution or task)
        ):
            return "", "", False
        self.seen.add(grade_id)
        if task:
            return grade_id, _TASK, True
        if graded:
            return grade_id, _TEXT if solution else _CHECK, True
        return grade_id, _ANSWER, False

    def _source(self, cell: NotebookNode) -> Markup:
        if cell.cell_type == "code":
            return code(cell.source)
        if cell.cell_type == "markdown":
            self.pictures.attachments = cell.get("attachments")
            return self._prose(cell.source)
        return sanitiser.as_typed(cell.source)

    def _prose(self, text: str) -> Markup:
        return sanitiser.arranged(sanitiser.from_markdown(text, self.pictures), self.below)

    def _outputs(self, cell: NotebookNode) -> Iterator[Markup]:
        for output in cell.get("outputs", ()):
            yield sanitiser.arranged(shown(output, self.pictures, self.root), self.below)


def code(source: str) -> Markup:
    """Python with its colours; what is too long for that, without."""
    if len(source) > sanitiser.LONGEST:
        return sanitiser.as_typed(source)
    return _coloured(source) if len(source) < _SHORT else _coloured.__wrapped__(source)


@lru_cache(2_000)  # most cells are the lesson's own, and so the same in a whole class
def _coloured(source: str) -> Markup:
    return Markup('<pre class="code" tabindex="0"><code>{}</code></pre>').format(
        Markup(highlight(source, _LEXER, _FORMATTER).rstrip("\n"))
    )


def _given(root: Path | None, assignment: str, name: str) -> frozenset[tuple[str, str]]:
    """The texts and code that the assignment's own notebook gives; nothing where it is not there.

    In a lesson's solved notebook, which is its source, they are as they were released.
    """
    if root is None or not assignment or not name:
        return frozenset()
    source = root / "solutions" / assignment / f"{name}.ipynb"
    try:
        return _texts_of(source, source.stat().st_mtime_ns)
    except (OSError, CourseError):
        return frozenset()


@lru_cache(20)
def _texts_of(source: Path, _changed: int) -> frozenset[tuple[str, str]]:
    return frozenset(
        (cell.cell_type, cell.source)
        for cell in notebook_of(source).cells
        if not (cell.metadata.get("nbgrader") or {}).get("solution")
    )

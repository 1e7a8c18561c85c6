"""What a notebook is: of which lesson, as it was handed out or worked in, and how far.

It is told by cells: names of exercises in ids and checks, functions that are defined, and texts
that are not the lesson's own. A notebook's metadata, which an editor may have dropped, only help.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from nbformat import NotebookNode

from workbook.former_names import present_name

from ...course import Lesson
from ...exercises import LESSONS, of_lesson
from .texts import NO_ANSWER

_CHECK = re.compile(r"^[ \t]*check\(\s*(\w+)\s*\)", re.MULTILINE)
_DEFINED = re.compile(r"^(?:def|class)[ \t]+(\w+)|^(\w+)[ \t]*=[ \t]*lambda\b", re.MULTILINE)
_STUB = re.compile(r"#\s*YOUR CODE HERE\s+raise NotImplementedError")
_SOLUTION = re.compile(
    r"^(?P<indent>[ \t]*)### BEGIN SOLUTION.*?^[ \t]*### END SOLUTION", re.MULTILINE | re.DOTALL
)
_STAND_IN = r"\g<indent># YOUR CODE HERE\n\g<indent>raise NotImplementedError()"
_MANY = 3
"""So many times as much of another lesson makes a notebook the other lesson's."""

Work = frozenset[str]
"""The texts of a notebook's cells that are the learner's own."""


@dataclass(frozen=True)
class Wanted:
    """A notebook that is to be handed in.

    name: its file's. own: texts of its cells as they are handed out. strange: says of a notebook
    that it is another one, in words that follow a file's name; "" where it may be this one.
    """

    name: str
    own: frozenset[str] = frozenset()
    strange: Callable[[NotebookNode], str] = field(default=lambda notebook: "")
    shows: Callable[[NotebookNode], bool] = field(default=lambda notebook: True)

    @classmethod
    def of_lesson(cls, lesson: Lesson, source: NotebookNode) -> Wanted:
        """A lesson's notebook. source: its solved one."""
        names = names_in(lesson.folder, source)

        def strange(notebook: NotebookNode) -> str:
            other = other_lesson(notebook, lesson.folder, names)
            return f"is the notebook of {other}, not of {lesson.folder}" if other else ""

        def shows(notebook: NotebookNode) -> bool:
            marked, defined = _names_shown(notebook)
            return bool(names & (marked | defined))

        return cls(lesson.solved.name, handed_out(source.cells), strange, shows)

    def work(self, notebook: NotebookNode) -> Work:
        """What a learner wrote into a notebook; nothing where it is as it was handed out.

        A notebook of an older release is known by the fingerprint that it was released with.
        """
        told = notebook.metadata.get("workbook", {}).get("released")
        if told and told == digest(notebook):
            return frozenset()
        texts = {plain(cell.source) for cell in notebook.cells}
        return frozenset(t for t in texts - self.own if t and t != NO_ANSWER and not _is_stub(t))


def digest(notebook: NotebookNode) -> str:
    """The fingerprint of a notebook's cells that its release carries in its metadata."""
    text = "\0".join(f"{cell.cell_type}\0{cell.source}" for cell in notebook.cells)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def plain(source: str) -> str:
    """A cell's text without what editors change by themselves: blank space at the ends of lines."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def handed_out(cells: Iterable[NotebookNode]) -> frozenset[str]:
    """The texts of a solved notebook's cells as learners get them."""
    found = set()
    for cell in cells:
        marks = cell.metadata.get("nbgrader", {})
        if "starter" in cell.metadata:
            text = cell.metadata["starter"]
        elif marks.get("grade") and marks.get("solution"):
            text = NO_ANSWER
        else:
            text = _SOLUTION.sub(_STAND_IN, cell.source)
        found.add(plain(text))
    return frozenset(found)


def names_in(lesson: str, source: NotebookNode) -> frozenset[str]:
    """The names of a lesson's exercises and of its texts."""
    marked = (cell.metadata.get("nbgrader", {}) for cell in source.cells)
    texts = {each["grade_id"] for each in marked if each.get("grade") and each.get("solution")}
    return frozenset(of_lesson(lesson)) | texts


def other_lesson(notebook: NotebookNode, lesson: str, names: frozenset[str]) -> str:
    """The lesson that a notebook is of, where that is not this one; else "".

    names: of this lesson. It is another's only where that is sure: a notebook that shows nothing of
    any lesson may be this one's, and so may one that brings along some of another lesson.
    """
    ids = {cell.get("id") for cell in notebook.cells}
    if names and _MANY * len(ids & names) >= len(names):  # as nearly always; the rest takes longer
        return ""
    marked, defined = _names_shown(notebook)
    if names and _MANY * len(marked & names) >= len(names):
        return ""
    others = {name: set(known) for name, known in _names_of_lessons().items() if name != lesson}
    if marked & names or any(marked & known for known in others.values()):
        return _most(marked, names, others)
    if more := _most(defined, names, others):
        return more
    said = present_name(notebook.metadata.get("workbook", {}).get("lesson"))
    return "" if defined & names or said not in others else said


def _most(shown: set[str], names: frozenset[str], others: Mapping[str, set[str]]) -> str:
    """The lesson of which there is far more than of this one."""
    count, best = max((len(shown & known), name) for name, known in others.items())
    return best if count > _MANY * len(shown & names) else ""


@cache
def _names_of_lessons() -> dict[str, frozenset[str]]:
    return {lesson: frozenset(of_lesson(lesson)) for lesson in LESSONS}


def _names_shown(notebook: NotebookNode) -> tuple[set[str], set[str]]:
    """Names that ids and checks hold, and names that are defined."""
    marked, defined = set(), set()
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader")
        grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
        for name in (cell.get("id"), grade_id):
            if isinstance(name, str):
                marked.add(name.removeprefix("check-"))
        marked.update(_CHECK.findall(cell.source))
        defined.update(one or other for one, other in _DEFINED.findall(cell.source))
    return marked, defined


def _is_stub(text: str) -> bool:
    """Whether nothing was written into a function, also where it was handed out in other words.

    A stub is a signature and a docstring; what stands behind them is what nbgrader puts there.
    """
    if not _STUB.search(text):
        return False
    left = re.sub(r'("""|\'\'\').*?\1', "", text, flags=re.DOTALL)
    lines = [line.strip() for line in left.splitlines()]
    heads = ("def ", "class ", "#", "raise NotImplementedError", "@", ")")
    return all(not line or line.startswith(heads) for line in lines)

"""A lesson's texts that a person marks: found in a submission, and what is known of them.

Such a cell is graded and a solution at once, in nbgrader's words a manually graded one. What was
left untouched is worth nothing, but only where nothing was written elsewhere that may be the text;
all else waits for a person, whose mark no regrade takes away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nbformat import NotebookNode

from .cell import Cell
from .prose import places_elsewhere

NO_ANSWER = "YOUR ANSWER HERE"
"""What nbgrader releases in such a cell."""
MISSING = "*This cell was missing from what was handed in. Its answer may stand elsewhere.*"
ELSEWHERE = "*Nothing was written in this cell. Its answer may be {where}.*"


@dataclass(frozen=True)
class Answer:
    """One text of a submission. written: whether there is anything for a person to mark."""

    name: str
    max_points: float
    written: bool


def is_answer(cell: NotebookNode) -> bool:
    """Whether a cell of the lesson's own is for a text that a person marks."""
    marks = cell.metadata.get("nbgrader", {})
    return bool(marks.get("grade") and marks.get("solution"))


def answers_in(cells: Iterable[NotebookNode]) -> list[Answer]:
    """The texts in mended cells, in their order."""
    return [
        Answer(
            cell.metadata["nbgrader"]["grade_id"],
            float(cell.metadata["nbgrader"]["points"]),
            cell.source != NO_ANSWER,
        )
        for cell in cells
        if is_answer(cell)
    ]


def place_answers(
    cells: list[NotebookNode],
    homes: Iterable[NotebookNode | None],
    source: list[NotebookNode],
    flags: list[str],
) -> dict[str, NotebookNode]:
    """The cells with a student's texts, by name; one that is missing gets a cell that says so.

    Of several with one name it is the last in which something was written.
    homes: cells that define a function which is checked; they are left as they are.
    source: the lesson's own cells.
    """
    taken = {id(home) for home in homes}
    found = {}
    for at, asked in enumerate(source):
        if not is_answer(asked):
            continue
        name = asked.metadata["nbgrader"]["grade_id"]
        own = [cell for cell in cells if _is_named(cell, name) and id(cell) not in taken]
        if not own:
            flags.append(f"{name}: its cell was missing; a person has to look")
            own = [_notice(name)]
            before = {cell.id for cell in source[:at]}
            places = [i for i, cell in enumerate(cells) if cell.id in before]
            cells.insert(places[-1] + 1 if places else 0, own[0])
        if len(own) > 1:
            flags.append(f"{name}: was there {len(own)} times; the last one counts")
        written = [cell for cell in own if cell.source not in ("", NO_ANSWER)]
        found[name] = (written or own)[-1]
        _take_as_text(found[name], name, flags)
    for name, where in places_elsewhere(cells, found, source, taken).items():
        wait(found[name], where)
        flags.append(f"{name}: nothing was written in its own cell; it may be {where}")
    return found


def wait(cell: NotebookNode, where: str) -> None:
    """Have an untouched text wait for a person, who is told where it may be."""
    cell.source = ELSEWHERE.format(where=where)


def _is_named(cell: NotebookNode, name: str) -> bool:
    return name in (cell.id, cell.metadata.get("nbgrader", {}).get("grade_id"))


def _notice(name: str) -> NotebookNode:
    metadata = NotebookNode()
    return Cell(cell_type="markdown", id=name, source=MISSING, metadata=metadata)


def _take_as_text(cell: NotebookNode, name: str, flags: list[str]) -> None:
    if cell.cell_type == "markdown":
        return
    flags.append(f"{name}: its cell was {cell.cell_type}; taken as text")
    cell.cell_type = "markdown"
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)

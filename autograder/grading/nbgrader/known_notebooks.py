"""Which notebook of a plain assignment one is, told by its cells; and its texts, where they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode

from ...own_files import notebook_of
from ..gradebook.known_cells import Originals, grade_id_of
from ..gradebook.plain_assignments import Assignment
from ..intake.belonging import Wanted, handed_out, other_lesson, plain
from ..intake.prose import NOTHING, places_elsewhere
from ..intake.texts import wait


def wanted_of(assignment: Assignment, originals: Mapping[str, Originals]) -> dict[str, Wanted]:
    """What is to be handed in for an assignment, by the notebooks' names."""
    return {
        name: wanted(assignment.source / f"{name}.ipynb", assignment.folder, known)
        for name, known in originals.items()
    }


def wanted(source: Path, assignment: str, known: Originals) -> Wanted:
    """What is to be handed in for one notebook. source: the path of the instructor's."""
    own = {plain(cell.source) for cell in known.values()}
    if source.is_file():
        cells = notebook_of(source).cells
        own |= handed_out(cell for cell in cells if grade_id_of(cell) not in known)
    own.discard("")

    def strange(notebook: NotebookNode) -> str:
        names = set(map(grade_id_of, notebook.cells)) - {None}
        if not names or _shown(notebook, known):
            return ""
        other = other_lesson(notebook, "", frozenset())
        lesson = f"is the notebook of {other}" if other else "holds other cells"
        return f"{lesson}, not of {assignment}"

    return Wanted(source.name, frozenset(own), strange)


def kin(notebook: NotebookNode, originals: Mapping[str, Originals]) -> str:
    """The notebook of an assignment that this one is by its cells, "" where they do not tell."""
    counts = {name: _shown(notebook, known) for name, known in originals.items()}
    best = max(counts, key=counts.__getitem__)
    return best if list(counts.values()).count(counts[best]) == 1 and counts[best] else ""


def wait_for_texts(notebook: NotebookNode, originals: Originals, own: frozenset[str]) -> list[str]:
    """Have texts wait that were left untouched, where something stands elsewhere that may be one.

    own: the texts of the notebook's cells as they are handed out. An answer in code is no text;
    and an edited locked cell is still the assignment's: it counts only right above a text.
    """
    asked = {name for name, cell in originals.items() if _is_text(cell)}
    texts = {name: cell for cell in notebook.cells if (name := grade_id_of(cell)) in asked}
    empty = {n: c for n, c in texts.items() if plain(c.source) in (*NOTHING, _text(originals, n))}
    taken = {id(c) for c in notebook.cells if grade_id_of(c) in originals and c.cell_type == "code"}
    locked = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("locked")]
    released = [("", text) for text in own] + [(cell.id, "") for cell in locked]
    given = [
        NotebookNode(cell_type="markdown", id=each, source=text, metadata={})
        for each, text in released
    ]
    before = {name: cell.source for name, cell in empty.items()}
    for cell in empty.values():
        cell.source = ""
    places = places_elsewhere(notebook.cells, texts, given, taken)
    for name, cell in empty.items():
        cell.source = before[name]
        if name in places:
            wait(cell, places[name])
    return [
        f"{name}: nothing was written in its own cell; it may be {where}"
        for name, where in places.items()
    ]


def _is_text(cell: NotebookNode) -> bool:
    marks = cell.metadata.nbgrader
    return marks.grade and marks.solution and cell.cell_type == "markdown"


def _text(originals: Originals, name: str) -> str:
    return plain(originals[name].source)


def _shown(notebook: NotebookNode, known: Originals) -> int:
    """How many of the known cells a notebook has, by name or, where that was lost, by text."""
    texts = {plain(cell.source) for cell in notebook.cells}
    names = {grade_id_of(cell) for cell in notebook.cells}
    return sum(
        name in names or (cell.metadata.nbgrader.locked and plain(cell.source) in texts)
        for name, cell in known.items()
    )

"""The cells of an assignment as its gradebook knows them, and a submission put right with them.

Of plain nbgrader notebooks the gradebook holds every cell that counts: its text, whether it is
locked, its points. nbgrader itself puts locked texts back, but stumbles over cells whose metadata
or type a student changed. Here both are made good first, so that its own steps find what they need.
"""

from __future__ import annotations

from collections.abc import Iterator

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, Notebook

Originals = dict[str, NotebookNode]
"""The released cells of one notebook by their grade_id, in the notebook's order."""

SCHEMA = 3
_KINDS = ("grade", "solution", "task")


def known_notebooks(book: Gradebook, assignment: str) -> dict[str, Originals] | None:
    """The notebooks of an assignment by name; None where the gradebook does not know it."""
    try:
        found = book.find_assignment(assignment)
    except MissingEntry:
        return None
    return {notebook.name: originals_of(notebook) for notebook in found.notebooks}


def originals_of(notebook: Notebook) -> Originals:
    """The cells of one notebook that the gradebook knows."""
    graded = {cell.name: cell.max_score for cell in notebook.grade_cells}
    tasks = {cell.name: cell.max_score for cell in notebook.task_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    found = {}
    for cell in notebook.source_cells:
        name = cell.name
        marks = {
            "schema_version": SCHEMA,
            "grade_id": name,
            "grade": name in graded,
            "solution": name in solutions,
            "task": name in tasks,
            "locked": cell.locked,
            "checksum": cell.checksum,
            "cell_type": cell.cell_type,
        }
        if name in graded or name in tasks:
            marks["points"] = graded.get(name, tasks.get(name))
        found[name] = NotebookNode(
            cell_type=cell.cell_type,
            source=cell.source or "",
            metadata=NotebookNode(nbgrader=NotebookNode(marks)),
        )
    return found


def restore(notebook: NotebookNode, originals: Originals) -> list[str]:
    """Put a submitted notebook's cells right; says what had to be mended.

    Each known cell gets its own type and metadata back; of several with one name, the last one
    counts, as with nbgrader. Tests and given code that were deleted come back. A deleted answer
    does not: its mark waits for a person, who may find the answer elsewhere.
    """
    flags = [
        *_recognise(notebook.cells, originals),
        *_put_right(notebook.cells, originals),
        *_put_back(notebook.cells, originals),
    ]
    give_ids(notebook.cells)
    return flags


def grade_id_of(cell: NotebookNode) -> str | None:
    """The name under which nbgrader knows a cell, None where it has none that can be used."""
    marks = cell.metadata.get("nbgrader")
    found = marks.get("grade_id") if isinstance(marks, dict) else None
    return found if isinstance(found, str) else None


def _recognise(cells: list[NotebookNode], originals: Originals) -> Iterator[str]:
    """Name the cells anew that have lost their metadata: by their text, else by where they stand.

    One is known by its place where it alone, of its type, stands between its known neighbours.
    """
    names = list(originals)
    missing = [name for name in names if name not in set(map(grade_id_of, cells))]
    for find in (_by_text, _by_place):
        for name in missing:
            cell = find(name, cells, originals) if name not in map(grade_id_of, cells) else None
            if cell is not None:
                cell.metadata["nbgrader"] = NotebookNode(grade_id=name)
                yield f"{name}: was missing its metadata"


def _by_text(name: str, cells: list[NotebookNode], originals: Originals) -> NotebookNode | None:
    text = originals[name].source.strip()
    same = [cell for cell in cells if not grade_id_of(cell) and cell.source.strip() == text]
    alike = [each for each in originals.values() if each.source.strip() == text]
    return same[0] if same and text and len(same) == len(alike) == 1 else None


def _by_place(name: str, cells: list[NotebookNode], originals: Originals) -> NotebookNode | None:
    names, kind = list(originals), originals[name].cell_type
    at = names.index(name)
    places = {grade_id_of(cell): place for place, cell in enumerate(cells)}
    before = [places[each] for each in names[:at][-1:] if each in places]
    behind = [places[each] for each in names[at + 1 :][:1] if each in places]
    if not (before and behind):
        return None
    between = cells[before[0] + 1 : behind[0]]
    own = [cell for cell in between if not grade_id_of(cell) and cell.cell_type == kind]
    return own[0] if len(own) == 1 else None


def _put_right(cells: list[NotebookNode], originals: Originals) -> Iterator[str]:
    last = {grade_id_of(cell): at for at, cell in enumerate(cells)}
    changed = []
    for at, cell in enumerate(cells):
        name = grade_id_of(cell)
        if name not in originals or last[name] != at:
            lost = cell.metadata.pop("nbgrader", None)
            if name in originals:
                yield f"{name}: was there more than once; the last one counts"
            elif lost and name:
                yield f"{name[:40]}: no cell of this assignment has that name"
            continue
        original = originals[name]
        marks = original.metadata.nbgrader
        if _promises(cell, marks) != _promises(original, marks):
            changed.append(name)
        cell.metadata.nbgrader = NotebookNode(marks)
        if cell.cell_type != original.cell_type:
            yield f"{name}: its cell was {cell.cell_type}; taken as {original.cell_type}"
            _retype(cell, original.cell_type)
        if marks.locked and cell.source != original.source:
            yield f"{name}: was edited; the original counts"
    if changed:
        yield f"nbgrader's metadata was changed in {', '.join(changed)}; the source's counts"


def _promises(cell: NotebookNode, marks: NotebookNode) -> list:
    """What a cell says of itself, as far as it matters for a cell with these marks."""
    said = cell.metadata.nbgrader
    points = said.get("points") if "points" in marks else None
    return [*(bool(said.get(kind)) for kind in _KINDS), points, said.get("schema_version")]


def _retype(cell: NotebookNode, cell_type: str) -> None:
    cell.cell_type = cell_type
    for key in ("outputs", "execution_count", "attachments"):
        cell.pop(key, None)
    if cell_type == "code":
        cell.update(outputs=[], execution_count=None)


def _put_back(cells: list[NotebookNode], originals: Originals) -> Iterator[str]:
    """Insert the locked code that is missing, each behind the cell that it used to stand behind."""
    before = None
    for name, original in originals.items():
        places = {grade_id_of(cell): at for at, cell in enumerate(cells)}
        marks = original.metadata.nbgrader
        if name not in places:
            if original.cell_type != "code" or not marks.locked:
                continue
            at = places[before] + 1 if before else 0
            cells.insert(at, _copy_of(original))
            yield f"{name}: was missing"
        before = name


def _copy_of(original: NotebookNode) -> NotebookNode:
    marks = NotebookNode(original.metadata.nbgrader)
    return NotebookNode(
        cell_type="code", id=f"restored-{marks.grade_id}"[:64], source=original.source,
        metadata=NotebookNode(nbgrader=marks), outputs=[], execution_count=None,
    )  # fmt: skip


def give_ids(cells: list[NotebookNode]) -> None:
    """Ids that the notebook format admits, the same at every grading."""
    seen = set()
    for number, cell in enumerate(cells):
        if not cell.get("id") or cell.id in seen:
            cell["id"] = f"cell-{number}"
        seen.add(cell.id)

"""Put a submitted notebook back on the lesson's skeleton, its checks where they belong.

A student's notebook may have lost, doubled, moved or edited any cell. What counts of it is the code
that the student wrote. Checks are always the instructor's own, placed behind the last cell that
defines their function; everything that was mended is said in a flag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from nbformat import NotebookNode

from ..course import CourseError
from .definitions import names_bound

CHECK = re.compile(r"\A\s*check\((\w+)\)\s*\Z")
_PROMISED = ("grade", "solution", "task", "points", "schema_version")


def mend(submitted: NotebookNode, source: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """The notebook to grade, and what had to be mended.

    source: the lesson's solved notebook, whose nbgrader metadata is the truth.
    Raises CourseError where nothing of the lesson is in the submitted one.
    """
    fixed = {_grade_id(cell): cell for cell in source.cells if _grade_id(cell)}
    checks = {name: cell for cell in fixed.values() if (name := check_of(cell))}
    notebook = NotebookNode(nbformat=4, nbformat_minor=5, metadata=deepcopy(source.metadata))
    explore = [cell for cell in source.cells if _is_explore(cell)]
    given = {cell.id for cell in explore}, {cell.source for cell in explore}
    fresh = [_fresh(cell, given) for cell in submitted.cells]
    notebook.cells = [cell for cell in fresh if not _is_check(cell, fixed, checks)]
    flags = [*_changed_checks(submitted, checks), *_changed_metadata(submitted, fixed)]
    homes = _homes(notebook.cells, checks, flags)
    if not any(homes.values()) and len(notebook.cells) == len(fresh):
        raise CourseError("it holds none of this lesson's cells.")
    flags += _restore_given(notebook, source)
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    for name, home in homes.items():
        if home is not None and name in fixed:
            home.metadata["nbgrader"] = deepcopy(fixed[name].metadata["nbgrader"])
    for name, cell in checks.items():
        at = _index(notebook.cells, homes[name])
        notebook.cells.insert(at, deepcopy(cell))
    _unique_ids(notebook.cells)
    return notebook, flags


def check_of(cell: NotebookNode) -> str | None:
    """The exercise that a graded cell checks, None where it is not such a cell."""
    found = CHECK.match(cell.source)
    return found[1] if found and cell.metadata.get("nbgrader", {}).get("grade") else None


def _fresh(cell: NotebookNode, given: tuple[set[str], set[str]]) -> NotebookNode:
    """A copy without outputs and without anything that metadata could tell the grader.

    given: ids and texts of the lesson's explore cells, which are not run. One that a student turned
    into code of their own, with a function or a class in it, is run.
    """
    copy = NotebookNode(
        cell_type=cell.cell_type, source=cell.source, metadata=NotebookNode(), id=cell.get("id", "")
    )
    ids, texts = given
    own = copy.id in ids and any(names_bound(copy.source).values())
    if copy.source in texts or (copy.id in ids and not own):
        copy.metadata["tags"] = ["explore"]
    if _grade_id(cell):
        copy.metadata["nbgrader"] = NotebookNode(grade_id=_grade_id(cell))
    if cell.cell_type == "code":
        copy.update(outputs=[], execution_count=None)
    return copy


def _is_check(
    cell: NotebookNode, fixed: dict[str, NotebookNode], checks: dict[str, NotebookNode]
) -> bool:
    """Whether a cell is, or was, one of the lesson's graded cells.

    One into which the student wrote a function that is checked is taken as the student's.
    """
    if CHECK.match(cell.source):
        return True
    known = fixed.get(_grade_id(cell) or "")
    return bool(known and known.metadata["nbgrader"]["grade"]) and not (
        checks.keys() & names_bound(cell.source).keys()
    )


# What was changed ---------------------------------------------------------------------------------


def _changed_checks(submitted: NotebookNode, checks: dict[str, NotebookNode]) -> Iterator[str]:
    order = [_grade_id(cell) for cell in submitted.cells]
    texts = {cell.source.strip() for cell in submitted.cells}
    for name, cell in checks.items():
        copies = [c for c in submitted.cells if _grade_id(c) == _grade_id(cell)]
        if len(copies) > 1:
            yield f"check of {name}: was there {len(copies)} times"
        elif not copies:
            lost = "had lost its metadata" if cell.source in texts else "was missing"
            yield f"check of {name}: {lost}"
        elif copies[0].source.strip() != cell.source:
            yield f"check of {name}: was edited"
        elif copies[0].cell_type != "code":
            yield f"check of {name}: was {copies[0].cell_type}"
        elif name in order and order.index(name) > order.index(_grade_id(cell)):
            yield f"check of {name}: stood before its function"


def _changed_metadata(submitted: NotebookNode, fixed: dict[str, NotebookNode]) -> Iterator[str]:
    """Whether cells that still have their grade_id promise other things than the lesson's."""
    changed = sorted(
        {
            _grade_id(cell)
            for cell in submitted.cells
            if _grade_id(cell) in fixed and _promises(cell) != _promises(fixed[_grade_id(cell)])
        }
    )
    if changed:
        yield f"nbgrader's metadata was changed in {', '.join(changed)}; the lesson's own counts"


def _promises(cell: NotebookNode) -> list:
    return [cell.metadata["nbgrader"].get(key) for key in _PROMISED]


def _restore_given(notebook: NotebookNode, source: NotebookNode) -> Iterator[str]:
    """Put back the code that a lesson gives, such as its imports, where a student deleted it."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    ids, lines = {c.id for c in code}, {line for c in code for line in c.source.splitlines()}
    for at, cell in enumerate(source.cells):
        given = cell.cell_type == "code" and not _grade_id(cell) and not _is_explore(cell)
        if given and cell.id not in ids and not lines.issuperset(cell.source.splitlines()):
            before = {c.id for c in source.cells[:at]}
            places = [i for i, c in enumerate(notebook.cells) if c.id in before]
            copy = NotebookNode(
                cell_type="code", id=cell.id, source=cell.source, metadata=NotebookNode(),
                outputs=[], execution_count=None,
            )  # fmt: skip
            notebook.cells.insert(places[-1] + 1 if places else 0, copy)
            yield f"the lesson's own cell “{cell.source.splitlines()[0]}” was missing"


# Where functions are ------------------------------------------------------------------------------


def _homes(
    cells: list[NotebookNode], names: dict[str, NotebookNode], flags: list[str]
) -> dict[str, NotebookNode | None]:
    """The cell behind which each function is checked: the last that defines it, else its own."""
    defining: dict[str, list[NotebookNode]] = {name: [] for name in names}
    for cell in cells:
        if not _is_explore(cell) and any(name in cell.source for name in names):
            for name in names.keys() & names_bound(cell.source).keys():
                defining[name].append(cell)
    return {name: _home(cells, name, defining[name], flags) for name in names}


def _home(
    cells: list[NotebookNode], name: str, defining: list[NotebookNode], flags: list[str]
) -> NotebookNode | None:
    own = [cell for cell in cells if _grade_id(cell) == name or cell.get("id") == name]
    if not own:
        flags.append(f"{name}: its cell was missing")
    if len(defining) > 1:
        flags.append(f"{name}: written {len(defining)} times; the last one counts")
    home = (defining or own or [None])[-1]
    if len(defining) == 1 and own and home not in own:
        flags.append(f"{name}: written in another cell than its own")
    if home is not None and home.cell_type != "code":
        flags.append(f"{name}: its cell was {home.cell_type}; taken as code")
        home.update(cell_type="code", outputs=[], execution_count=None)
    return home


def _index(cells: list[NotebookNode], home: NotebookNode | None) -> int:
    return next((i + 1 for i, cell in enumerate(cells) if cell is home), len(cells))


# Cells --------------------------------------------------------------------------------------------


def _is_explore(cell: NotebookNode) -> bool:
    return "explore" in cell.metadata.get("tags", [])


def _grade_id(cell: NotebookNode) -> str | None:
    metadata = cell.metadata.get("nbgrader")
    found = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return found if isinstance(found, str) else None


def _unique_ids(cells: list[NotebookNode]) -> None:
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        if not re.fullmatch(r"[\w-]{1,64}", cell.get("id") or "", re.ASCII) or cell.id in seen:
            cell["id"] = f"cell-{number}"
        seen.add(cell.id)

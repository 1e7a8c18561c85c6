"""Put a submitted notebook back on the lesson's skeleton: its checks where they belong, its marks intact.

A student's notebook may have lost, doubled, moved or edited any cell. What counts of it is the code
that the student wrote. Checks are always the instructor's own, placed behind the last cell that
defines their function; everything that was mended is said in a flag.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from copy import deepcopy

from nbformat import NotebookNode

CHECK = re.compile(r"\A\s*check\((\w+)\)\s*\Z")


def mend(submitted: NotebookNode, source: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """The notebook to grade, and what had to be mended.

    source: the lesson's solved notebook, whose nbgrader metadata is the truth.
    """
    flags: list[str] = []
    fixed = {_grade_id(cell): cell for cell in source.cells if _grade_id(cell)}
    checks = {name: cell for cell in fixed.values() if (name := check_of(cell))}
    notebook = NotebookNode(nbformat=4, nbformat_minor=5, metadata=deepcopy(source.metadata))
    explore = [cell for cell in source.cells if "explore" in cell.metadata.get("tags", [])]
    given = {cell.id for cell in explore}, {cell.source for cell in explore}
    fresh = (_fresh(cell, given) for cell in submitted.cells)
    notebook.cells = [cell for cell in fresh if not _is_check(cell, fixed)]
    flags += _changed_checks(submitted, checks)
    homes = {name: _home(notebook.cells, name, flags) for name in checks}
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
    """A copy without outputs and without anything that the student's metadata could tell the grader.

    given: ids and texts of the lesson's explore cells, which are not run. One that a student turned
    into code of their own, with a function or a class in it, is run.
    """
    copy = NotebookNode(
        cell_type=cell.cell_type, source=cell.source, metadata=NotebookNode(), id=cell.get("id", "")
    )
    ids, texts = given
    if (
        copy.source in texts
        or (copy.id in ids
        and not _defined(copy.source, ast.FunctionDef | ast.ClassDef))
    ):
        copy.metadata["tags"] = ["explore"]
    if _grade_id(cell):
        copy.metadata["nbgrader"] = NotebookNode(grade_id=_grade_id(cell))
    if cell.cell_type == "code":
        copy.update(outputs=[], execution_count=None)
    return copy


def _is_check(cell: NotebookNode, fixed: dict[str, NotebookNode]) -> bool:
    """Whether a cell is, or was, one of the lesson's graded cells."""
    known = fixed.get(_grade_id(cell) or "")
    return bool(known and known.metadata["nbgrader"]["grade"]) or bool(CHECK.match(cell.source))


def _changed_checks(submitted: NotebookNode, checks: dict[str, NotebookNode]) -> Iterator[str]:
    seen: dict[str, list[str]] = {}
    for cell in submitted.cells:
        seen.setdefault(_grade_id(cell) or "", []).append(cell.source.strip())
    for name, cell in checks.items():
        copies = seen.get(_grade_id(cell), [])
        if not copies:
            yield f"check of {name}: was missing"
        elif len(copies) > 1:
            yield f"check of {name}: was there {len(copies)} times"
        elif copies[0] != cell.source:
            yield f"check of {name}: was edited"


def _home(cells: list[NotebookNode], name: str, flags: list[str]) -> NotebookNode | None:
    """The cell behind which a function is checked: the last that defines it, else its own by id."""
    own = [cell for cell in cells if _grade_id(cell) == name or cell.get("id") == name]
    defining = [
        cell
        for cell in cells
        if name in _defined(cell.source) and "explore" not in cell.metadata.get("tags", [])
    ]
    if not own:
        flags.append(f"{name}: its cell was missing")
    if len(defining) > 1:
        flags.append(f"{name}: written {len(defining)} times; the last one counts")
    home = (defining or own or [None])[-1]
    if home is not None and home.cell_type != "code":
        flags.append(f"{name}: its cell was {home.cell_type}; taken as code")
        home.update(cell_type="code", outputs=[], execution_count=None)
    return home


def _defined(source: str, kinds=ast.FunctionDef | ast.ClassDef | ast.Assign) -> set[str]:
    """The names that a cell defines at its top level; none where it cannot be parsed."""
    lines = "\n".join(
        "pass" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n")
    )
    try:
        body = ast.parse(lines).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    found = set()
    for node in body:
        if isinstance(node, kinds):
            targets = node.targets if isinstance(node, ast.Assign) else [node]
            found |= {getattr(target, "name", getattr(target, "id", None)) for target in targets}
    return found - {None}


def _index(cells: list[NotebookNode], home: NotebookNode | None) -> int:
    return next((i + 1 for i, cell in enumerate(cells) if cell is home), len(cells))


def _grade_id(cell: NotebookNode) -> str | None:
    metadata = cell.metadata.get("nbgrader")
    found = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return found if isinstance(found, str) else None


def _unique_ids(cells: list[NotebookNode]) -> None:
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        if not re.fullmatch(r"[\w-]{1,64}", cell.get("id") or "") or cell.id in seen:
            cell["id"] = f"cell-{number}"
        seen.add(cell.id)

"""Put a submitted notebook back on the lesson's skeleton, its checks where they belong.

A student's notebook may have lost, doubled, moved or edited any cell. What counts of it is the code
that the student wrote. Checks are always the instructor's own, placed behind the cell that
defines their function (see `homes`); everything that was mended is said in a flag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nbformat import NotebookNode

from ...course import CourseError
from .belonging import plain
from .cell import Cell
from .definitions import names_bound, names_used
from .homes import CHECK, find_homes, grade_id, is_check, places_of_checks
from .texts import is_answer, place_answers

_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
USED = "explore-used"
"""The tag of a cell of the lesson's own that is run because a student's code uses a name of it."""
_LONG = 10_000
"""Characters; no cell of a lesson's own has as many."""
_PROMISED = ("grade", "solution", "task", "points", "schema_version")

Cells = list[NotebookNode]


class Skeleton:
    """What a class's notebooks are put back on: the lesson's solved notebook, looked through once.

    fixed: its cells by their grade_id, whose metadata are the truth; checks: those that check, by
    the function's name; texts: the names of those that a person marks. given: the texts of what is
    only looked at; starters: the code that is handed out.
    """

    def __init__(self, solved: NotebookNode):
        self.cells, self.metadata = [Cell(cell) for cell in solved.cells], solved.metadata
        self.ids = {cell.id for cell in self.cells}
        self.fixed = {name: cell for cell in self.cells if (name := grade_id(cell))}
        self.checks = {name: cell for cell in self.fixed.values() if (name := check_of(cell))}
        self.texts = {name for name, cell in self.fixed.items() if is_answer(cell)}
        self.given = {_text(cell.source) for cell in self.cells if _is_explore(cell)}
        self.starters = {plain(cell.metadata.get("starter", "")) for cell in self.cells}
        self.code = [cell for cell in self.cells if is_given(cell)]


def mend(submitted: NotebookNode, skeleton: Skeleton) -> tuple[NotebookNode, list[str]]:
    """The notebook to grade, and what had to be mended.

    Raises CourseError where nothing of the lesson is in the submitted one.
    """
    fixed, checks = skeleton.fixed, skeleton.checks
    fresh = [_fresh(cell, skeleton.given) for cell in submitted.cells]
    cells = [cell for cell in fresh if not _is_check(cell, fixed, checks)]
    by_id = _by_grade_id(submitted.cells)
    flags = [*_changed_checks(submitted.cells, by_id, checks)]
    flags += _changed_metadata(submitted.cells, by_id, fixed)
    code = [cell for cell in cells if not _is_explore(cell)]
    homes = find_homes(code, checks, flags, skeleton.starters, _below_checks(fresh, checks))
    places = places_of_checks(fresh, homes, skeleton.ids)
    is_bare = len(cells) == len(fresh) and not skeleton.texts & by_id.keys()
    if is_bare and not any(homes.values()):
        raise CourseError("it holds none of this lesson's cells.")
    answers = place_answers(cells, homes.values(), skeleton.cells, flags)
    flags += _restore_given(cells, skeleton.cells)
    _run_what_is_used(cells)
    for cell in cells:
        cell.metadata.pop("nbgrader", None)
    for name, check in checks.items():
        home = homes[name]
        if home is not None and name in fixed:
            home.metadata["nbgrader"] = NotebookNode(fixed[name].metadata["nbgrader"])
        cells.insert(_index(cells, places[name]), copy_of(check))
    for name, answer in answers.items():
        answer.metadata["nbgrader"] = NotebookNode(fixed[name].metadata["nbgrader"])
    _unique_ids(cells)
    metadata = NotebookNode(skeleton.metadata)
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=metadata, cells=cells), flags


def _below_checks(cells: Cells, names: Iterable[str]) -> dict[str, set[int]]:
    """The ids, as `id` gives them, of the cells below the last check of each function."""
    found = [CHECK.match(cell["source"]) for cell in cells]
    last = {match[1]: at for at, match in enumerate(found) if match}
    return {name: {id(cell) for cell in cells[last[name] :]} for name in names if name in last}


def check_of(cell: NotebookNode) -> str | None:
    """The exercise that a graded cell checks, None where it is not such a cell."""
    found = CHECK.match(cell["source"])
    return found[1] if found and cell["metadata"].get("nbgrader", {}).get("grade") else None


def _fresh(cell: NotebookNode, given: set[str]) -> NotebookNode:
    """A copy without outputs and without anything that metadata could tell the grader.

    given: texts of the lesson's explore cells, which are not run. One into which a student wrote
    anything of their own is run.
    """
    source, metadata, more = cell.source, NotebookNode(), {}
    if len(source) < _LONG and _text(source) in given:
        metadata["tags"] = ["explore"]
    if name := grade_id(cell):
        metadata["nbgrader"] = NotebookNode(grade_id=name)
    if cell.cell_type == "code":
        more = {"outputs": [], "execution_count": None}
    elif cell.get("attachments"):  # pictures that were pasted into a text
        more = {"attachments": NotebookNode(cell.attachments)}
    key = cell.get("id", "")
    return Cell(cell_type=cell.cell_type, source=source, metadata=metadata, id=key, **more)


@lru_cache(2_000)
def _text(source: str) -> str:
    """A cell's code, however an editor ends its lines."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def _run_what_is_used(cells: Cells) -> None:
    """Have those explore cells run whose names a student's own cells expect, such as `nn`."""
    explore = [(cell, names_bound(cell.source).keys()) for cell in cells if _is_explore(cell)]
    offered = frozenset().union(*(names for _, names in explore))
    code = (cell for cell in cells if cell.cell_type == "code" and not _is_explore(cell))
    wanted = frozenset().union(*(names_used(cell.source, offered) for cell in code))
    while found := [cell for cell, names in explore if _is_explore(cell) and names & wanted]:
        for cell in found:
            cell.metadata["tags"] = [USED]
            wanted |= names_used(cell.source, offered)


def _is_check(
    cell: NotebookNode, fixed: dict[str, NotebookNode], checks: dict[str, NotebookNode]
) -> bool:
    """Whether a cell is, or was, one of the lesson's graded cells.

    One into which the student wrote a function that is checked is taken as the student's.
    """
    if is_check(cell):
        return True
    known = fixed.get(grade_id(cell) or "")
    if known is not None and is_answer(known):
        return False
    return bool(known and known.metadata["nbgrader"]["grade"]) and not (
        checks.keys() & names_bound(cell.source).keys()
    )


# What was changed ---------------------------------------------------------------------------------


def _by_grade_id(cells: Cells) -> dict[str, list[int]]:
    """Where the cells of each grade_id stand."""
    found: dict[str, list[int]] = {}
    for at, cell in enumerate(cells):
        if name := grade_id(cell):
            found.setdefault(name, []).append(at)
    return found


def _changed_checks(
    cells: Cells, by_id: dict[str, list[int]], checks: dict[str, NotebookNode]
) -> Iterator[str]:
    texts = {cell.source.strip() for cell in cells}
    for name, cell in checks.items():
        places = by_id.get(grade_id(cell), [])
        copy = cells[places[0]] if places else None
        if len(places) > 1:
            yield f"check of {name}: was there {len(places)} times"
        elif copy is None:
            lost = "had lost its metadata" if cell.source in texts else "was missing"
            yield f"check of {name}: {lost}"
        elif copy.source.strip() != cell.source:
            yield f"check of {name}: was edited"
        elif copy.cell_type != "code":
            yield f"check of {name}: was {copy.cell_type}"
        elif by_id.get(name, [-1])[0] > places[0]:
            yield f"check of {name}: stood before its function"


def _changed_metadata(
    cells: Cells, by_id: dict[str, list[int]], fixed: dict[str, NotebookNode]
) -> Iterator[str]:
    """Whether cells that still have their grade_id promise other things than the lesson's."""
    changed = [
        name
        for name in sorted(by_id.keys() & fixed.keys())
        if any(_promises(cells[at]) != _promises(fixed[name]) for at in by_id[name])
    ]
    if changed:
        yield f"nbgrader's metadata was changed in {', '.join(changed)}; the lesson's own counts"


def _promises(cell: NotebookNode) -> list:
    return [cell.metadata["nbgrader"].get(key) for key in _PROMISED]


def is_given(cell: NotebookNode) -> bool:
    """Whether a cell of a lesson's solved notebook is code that it gives, such as its imports."""
    return cell.cell_type == "code" and not grade_id(cell) and not _is_explore(cell)


def _restore_given(cells: Cells, source: Cells) -> Iterator[str]:
    """Put back the code that a lesson gives where a student deleted it."""
    code = [cell for cell in cells if cell.cell_type == "code" and cell.source.strip()]
    ids, lines = {c.id for c in code}, {line for c in code for line in c.source.splitlines()}
    for at, cell in enumerate(source):
        if is_given(cell) and cell.id not in ids and not lines.issuperset(cell.source.splitlines()):
            before = {c.id for c in source[:at]}
            places = [i for i, c in enumerate(cells) if c.id in before]
            cells.insert(places[-1] + 1 if places else 0, copy_of(cell))
            yield f"the lesson's own cell “{cell.source.splitlines()[0]}” was missing"


def _index(cells: Cells, home: NotebookNode | None) -> int:
    return next((i + 1 for i, cell in enumerate(cells) if cell is home), len(cells))


# Cells --------------------------------------------------------------------------------------------


def copy_of(cell: NotebookNode) -> NotebookNode:
    """A code cell of the lesson's own, without outputs, that may be changed."""
    metadata = NotebookNode(cell.metadata)
    if "nbgrader" in metadata:
        metadata["nbgrader"] = NotebookNode(metadata["nbgrader"])
    return Cell(
        cell_type="code", id=cell.id, source=cell.source, metadata=metadata,
        outputs=[], execution_count=None,
    )  # fmt: skip


def _is_explore(cell: NotebookNode) -> bool:
    return "explore" in cell["metadata"].get("tags", ())


def _unique_ids(cells: Cells) -> None:
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        if cell.id in seen or not _ID.fullmatch(cell.id):
            cell["id"] = f"cell-{number}"
        seen.add(cell.id)

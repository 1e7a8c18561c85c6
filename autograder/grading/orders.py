"""Other orders in which a submission's cells may have been run, where its own cost points.

People run their cells in an order of their own, and what a cell does cannot always be read from it.
So what lost points is asked once more in an order that may explain it; see `engine`.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Collection

from nbformat import NotebookNode

from ..judging.verdict import Verdict
from .intake.definitions import Binding, names_bound, names_used
from .intake.homes import grade_id
from .intake.mending import check_of, copy_of
from .intake.needs import cells_needed_by

MOST_ORDERS = 3
"""How often a submission is run in another order, where its functions lack what comes later."""
_NOT_DEFINED = re.compile(r"name '(\w+)' is not defined")

_MAY_BE_MISSING = re.compile(r" is not there: |: it needs ")
"""In the reason why an exercise was stopped; what has met a limit would meet it again."""

_BROKEN_OFF = re.compile(r" is not there: (its cell ended with (?!Stopped: ).+?)\.?$", re.DOTALL)
BESIDE = "right where only what is needed is run, and the lesson's own cells as they were"
"""What there is to say of exercises that cells beside them cost points."""

Cells = list[NotebookNode]


def lost_behind(some: Cells, cells: Cells, verdicts: dict[str, Verdict]) -> set[str]:
    """The exercises that lost points and whose checks stand behind one of some cells."""
    late = {id(cell) for cell in some}
    first = next((number for number, cell in enumerate(cells) if id(cell) in late), len(cells))
    found = (verdicts.get(check_of(cell) or "") for cell in cells[first:])
    return {each.exercise for each in found if each and each.points < each.max_points}


def with_helpers_first(cells: Cells, verdicts: dict[str, Verdict]) -> tuple[Cells, dict[str, str]]:
    """An order in which no function lacks a name that a cell further down binds.

    People run their cells in an order of their own. Returns it with what was moved, in words, by
    the exercise that needed it.
    """
    order, needs, first = list(cells), {}, set()
    for name, found in verdicts.items():
        error = found.failure.seen.get("error", {}) if found.failure else {}
        lacks = _NOT_DEFINED.search(error.get("message", found.reason))
        if found.points >= found.max_points or not lacks:
            continue
        check = next(at for at, cell in enumerate(order) if check_of(cell) == name)
        homes = (at for at, cell in enumerate(order[:check]) if grade_id(cell) == name)
        helper = _place_of(lacks[1], order, check)
        if helper is not None:
            first |= _bring(order, helper, next(homes, check))
        if lacks[1] in first:
            needs[name] = f"{name}: needs {lacks[1]}, which is further down; it was run first"
    return order, needs


def with_later_versions(cells: Cells, verdicts: dict[str, Verdict]) -> tuple[Cells, dict[str, str]]:
    """An order in which a function that lost points is checked behind its last definition.

    Who wrote it anew further down, and then ran the check again, saw that one checked. Returns it
    with what was done, in words, by the exercise.
    """
    order, why = list(cells), {}
    for name, found in verdicts.items():
        check = next((at for at, cell in enumerate(order) if check_of(cell) == name), len(order))
        later = [
            cell
            for cell in order[check + 1 :]
            if not check_of(cell) and names_bound(cell.source).get(name) is Binding.DEFINITION
        ]
        if later and found.points < found.max_points:
            checking = order.pop(check)
            order.insert(1 + next(i for i, c in enumerate(order) if c is later[-1]), checking)
            why[name] = f"{name}: written anew below its check; the last one counts"
    return order, why


def with_what_is_needed(
    cells: Cells, verdicts: dict[str, Verdict], given: Cells
) -> tuple[Cells, list[str]]:
    """An order of the lesson's own cells, as they were handed out, and of what functions need.

    A cell behind which no kernel would go on either (`np = 3`, `%reset`, an exit or a line of prose
    among the imports) may have been written when all was done and green. So of the student's cells,
    changed ones of the lesson's among them, those alone are run that bind what is missing else.
    Functions are asked that ended in an error: one that answers wrongly, of what it has kept of
    earlier calls perhaps, does so in a kernel, too.

    A line above a function, in its own cell, may have been written then, too: where that fails, the
    rest of the cell is run all the same.

    given: the lesson's own. Returns it with the exercises that lost points; with none of them where
    all cells are needed, and as they were.
    """
    lost = [
        name
        for name, found in verdicts.items()
        if found.points < found.max_points
        and (_ended_in_error(found) or _MAY_BE_MISSING.search(found.reason))
    ]
    if not lost:
        return cells, []
    broken_off = {name for name in lost if _BROKEN_OFF.search(verdicts[name].reason)}
    ids, texts = {cell.id for cell in cells}, {cell.source for cell in cells}
    own = {cell.id: cell for cell in given}
    there = frozenset(dir(builtins)).union(*(names_bound(cell.source) for cell in given))
    roots = [cell for cell in cells if "nbgrader" in cell.metadata or _makes(cell, verdicts)]
    needed = cells_needed_by(roots, [cell for cell in cells if not check_of(cell)], there)
    order = [copy_of(cell) for cell in given if cell.id not in ids and cell.source not in texts]
    for cell in cells:
        as_it_was = own.get(cell.id)
        is_own = as_it_was is not None and cell.source == as_it_was.source
        if grade_id(cell) in broken_off and not check_of(cell):
            order.append(_as_scratch(cell))
        elif is_own or check_of(cell) or id(cell) in needed:
            order.append(cell)
        if as_it_was is not None and not is_own:
            order.append(copy_of(as_it_was))
    is_other = [id(cell) for cell in order] != [id(cell) for cell in cells]
    return order, lost if is_other else []


def why_right(names: Collection[str], before: dict[str, Verdict]) -> list[str]:
    """What there is to say of exercises that this made right. before: what was found without it."""
    ended = {name: _BROKEN_OFF.search(before[name].reason) for name in names}
    beside = [name for name, found in ended.items() if not found]
    said = [f"{', '.join(beside)}: {BESIDE}"] if beside else []
    return said + [
        f"{name}: {found[1]}; what stands below in that cell was run all the same"
        for name, found in ended.items()
        if found
    ]


def _as_scratch(cell: NotebookNode) -> NotebookNode:
    """A copy of a cell that counts as one of the learner's own, in which any line may fail."""
    copy = copy_of(cell)
    del copy.metadata["nbgrader"]
    return copy


def _ended_in_error(found: Verdict) -> bool:
    return found.failure is not None and "error" in found.failure.seen


def _makes(cell: NotebookNode, names: Collection[str]) -> bool:
    """Whether a cell makes one of these functions, or another one of it."""
    bound = names_bound(cell.source)
    return any(bound[name] is not Binding.VALUE for name in bound.keys() & set(names))


def _place_of(name: str, cells: Cells, behind: int) -> int | None:
    """Where the first cell behind a place stands that binds a name."""
    for at in range(behind + 1, len(cells)):
        if not check_of(cells[at]) and name in names_bound(cells[at].source):
            return at
    return None


def _bring(cells: Cells, at: int, place: int) -> set[str]:
    """Move a cell up to a place, behind those of further down that it needs; the names it binds."""
    cell = cells.pop(at)
    cells.insert(place, cell)
    there = {name for each in cells[: place + 1] for name in names_bound(each.source)}
    later = (each for each in cells[place + 1 :] if not check_of(each))
    offered = frozenset(name for each in later for name in names_bound(each.source)) - there
    bound = set(names_bound(cell.source))
    for name in sorted(names_used(cell.source, offered)):
        helper = _place_of(name, cells, place)
        if helper is not None:
            bound |= _bring(cells, helper, place)
    return bound

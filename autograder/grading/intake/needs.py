"""Which cells the exercises need: those that bind what their functions, or what these need, use."""

from __future__ import annotations

from nbformat import NotebookNode

from .definitions import names_bound, names_changed, names_used, reaches_everywhere
from .homes import is_check


def cells_needed(cells: list[NotebookNode]) -> set[int]:
    """The ids, as `id` gives them, of the cells that must be run before the exercises are asked.

    A cell may bind names in ways that its code does not show; then it is needed, too.
    cells: those that are run, in their order, with the checks.
    """
    code = [cell for cell in cells if not is_check(cell)]
    roots = [c for c in code if "nbgrader" in c.metadata or reaches_everywhere(c.source)]
    gives = {id(cell): names_changed(cell.source) | _bound(cell) for cell in code}
    return _with_their_needs(roots, code, gives)


def cells_needed_by(
    roots: list[NotebookNode], cells: list[NotebookNode], there: frozenset[str] = frozenset()
) -> set[int]:
    """The ids of these cells, and of those others that bind what they use, and so on.

    A cell that only calls what others bind is not needed: of code that is known this may be said.
    there: names for which none is needed.
    """
    return _with_their_needs(roots, cells, {id(cell): _bound(cell) - there for cell in cells})


def _with_their_needs(
    roots: list[NotebookNode], cells: list[NotebookNode], gives: dict[int, frozenset[str]]
) -> set[int]:
    """gives: the names that each cell may have something to do with, by its id."""
    offered = frozenset().union(*map(_bound, cells))
    needed, found, wanted = {id(cell) for cell in roots}, roots, frozenset()
    while found:
        wanted |= frozenset().union(*(names_used(cell.source, offered) for cell in found))
        rest = [cell for cell in cells if id(cell) not in needed]
        found = [cell for cell in rest if gives[id(cell)] & wanted]
        needed |= {id(cell) for cell in found}
    return needed


def _bound(cell: NotebookNode) -> frozenset[str]:
    return frozenset(names_bound(cell.source))

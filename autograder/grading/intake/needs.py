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
    bound = {id(cell): names_bound(cell.source).keys() for cell in code}
    changed = {id(cell): names_changed(cell.source) for cell in code}
    offered = frozenset().union(*bound.values())
    needed = {
        id(cell) for cell in code if "nbgrader" in cell.metadata or reaches_everywhere(cell.source)
    }
    found, wanted = [cell for cell in code if id(cell) in needed], frozenset()
    while found:
        wanted |= frozenset().union(*(names_used(cell.source, offered) for cell in found))
        rest = [cell for cell in code if id(cell) not in needed]
        found = [cell for cell in rest if (bound[id(cell)] | changed[id(cell)]) & wanted]
        needed |= {id(cell) for cell in found}
    return needed

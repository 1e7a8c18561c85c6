"""Where each function is that is checked: the cell that is its home, and where its check belongs.

A function's own cell counts, whatever a later cell calls by its name; so does a later cell that
defines it anew with `def` or `class`. Any other cell does where the own cell defines nothing; one
that is no code, where no code does: people keep an attempt that they gave up as text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Set
from functools import lru_cache
from itertools import takewhile

from nbformat import NotebookNode

from .belonging import plain
from .definitions import Binding, is_stub, names_bound

_SHORT = 5_000
CHECK = re.compile(r"\A\s*check\((\w+)\)\s*\Z")

Cells = list[NotebookNode]


def find_homes(
    cells: Cells,
    names: Collection[str],
    flags: list[str],
    starters: Collection[str] = (),
    below: Mapping[str, Set[int]] | None = None,
) -> dict[str, NotebookNode | None]:
    """The cell behind which each function is checked, None where it has none.

    cells: those that may define one. flags: gets what is odd about it. starters: the code that
    exercises hand out, in the form of `plain`; it counts where nothing else was written. below: the
    ids, as `id` gives them, of the cells below each function's check; they count where none above
    defines it. (A last version down there is asked as well: see `grading.orders`.)
    """
    binding: dict[str, list[tuple[NotebookNode, Binding]]] = {name: [] for name in names}
    own: dict[str, Cells] = {name: [] for name in names}
    known = tuple(names)
    for cell in cells:
        for name in {grade_id(cell), cell.id} & binding.keys():
            own[name].append(cell)
        if _mentions_any(cell.source, known):
            bound = names_bound(cell.source)
            for name in binding.keys() & bound.keys():
                binding[name].append((cell, bound[name]))
    for name, found in binding.items():
        found = _written(name, found, starters) if len(found) > 1 else found
        above = [pair for pair in found if id(pair[0]) not in (below or {}).get(name, ())]
        binding[name] = above if any(kind for _, kind in above) else found
    return {name: _home(name, own[name], binding[name], flags) for name in names}


def _mentions_any(source: str, names: tuple[str, ...]) -> bool:
    # most cells are the lesson's own, and so the same in a whole class
    search = _searched if len(source) < _SHORT else _searched.__wrapped__
    return search(source, names)


@lru_cache(2_000)
def _searched(source: str, names: tuple[str, ...]) -> bool:
    return any(name in source for name in names)


def _written(
    name: str, binding: list[tuple[NotebookNode, Binding]], starters: Collection[str]
) -> list[tuple[NotebookNode, Binding]]:
    """Without what was handed out, where more than that was written: it is where the function was
    begun, or the other side of a merge."""
    written = [
        (cell, kind)
        for cell, kind in binding
        if not is_stub(cell.source, name) and plain(cell.source) not in starters
    ]
    binding = written if any(kind for _, kind in written) else binding
    code = [(cell, kind) for cell, kind in binding if cell.cell_type == "code"]
    return code if any(kind for _, kind in code) else binding  # what is beside code is a note


def _home(
    name: str, own: Cells, binding: list[tuple[NotebookNode, Binding]], flags: list[str]
) -> NotebookNode | None:
    if not own:
        flags.append(f"{name}: its cell was missing")
    owned = {id(cell) for cell in own}
    defining = [c for c, kind in binding if id(c) in owned or kind is Binding.DEFINITION]
    if len(defining) > 1:
        flags.append(f"{name}: written {len(defining)} times; the last one counts")
    weaker = sorted((pair for pair in binding), key=lambda pair: pair[1])
    home = (defining or [cell for cell, _ in weaker] or own or [None])[-1]
    if own and home is not None and len(defining) < 2 and id(home) not in owned:
        flags.append(f"{name}: written in another cell than its own")
    if home is not None and home.cell_type != "code":
        flags.append(f"{name}: its cell was {home.cell_type}; taken as code")
        home.update(cell_type="code", outputs=[], execution_count=None)
        home.pop("attachments", None)
    return home


def places_of_checks(
    cells: Cells, homes: Mapping[str, NotebookNode | None], given: Set[str]
) -> dict[str, NotebookNode | None]:
    """The cell behind which each check is put.

    It is the home; or the last of the student's own cells that stand between it and the check,
    which may go on with the function. (Where one of them makes a mere value of its name, what could
    last be called is asked: see `sandbox.runner.observe`.)

    cells: all that were handed in, checks too. given: ids of the lesson's cells.
    """
    at = {id(cell): number for number, cell in enumerate(cells)}
    places = {}
    for name, home in homes.items():
        places[name] = home
        behind = cells[at[id(home)] + 1 :] if home is not None else []
        gap = list(takewhile(lambda cell: not ({cell.id, grade_id(cell)} & given), behind))
        gap = list(takewhile(lambda cell: not is_check(cell), gap))
        ends = behind[len(gap)].source if len(gap) < len(behind) else ""
        found = CHECK.match(ends)
        if not found or found[1] != name:
            continue
        places[name] = gap[-1] if gap else home
    return places


def is_check(cell: NotebookNode) -> bool:
    """Whether a cell's text is that of a check."""
    return bool(CHECK.match(cell["source"]))


def grade_id(cell: NotebookNode) -> str | None:
    """The name that nbgrader's metadata gives a cell, None where they are lost or no such."""
    metadata = cell["metadata"].get("nbgrader")  # by key: attributes take ten times as long
    found = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return found if isinstance(found, str) else None

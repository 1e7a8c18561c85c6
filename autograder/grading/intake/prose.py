"""Where a text may stand that was not written into its own cell.

A learner may answer in a new cell below, in the cell that asks, in a code cell, or together with
another text. What it is cannot be told by a program; that something is there can.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from nbformat import NotebookNode

NOTHING = ("", "YOUR ANSWER HERE")
_LETTERS = re.compile(r"[^\W\d_]")
_HEADLINE = re.compile(r"^\s*(?:#+|\*\*|__|[-*]\s|\d+[.)])?\s*(?P<words>.{0,60})", re.MULTILINE)

Cells = list[NotebookNode]


def places_elsewhere(
    cells: Cells, texts: Mapping[str, NotebookNode], source: Cells, taken: set[int]
) -> dict[str, str]:
    """For each text that was left untouched: where something stands that may be it.

    Those for which nothing is to be found are left out. What stands right beside a text's own cell
    is that text's; what stands anywhere else may be any. taken: ids of objects that are cells with
    functions which are checked. source: the lesson's own cells.
    """
    empty = {name: cell for name, cell in texts.items() if cell.source.strip() in NOTHING}
    if not empty:
        return {}
    own = {id(cell) for cell in texts.values()} | taken
    beside, loose = _shared_out([c for c in cells if id(c) not in taken], texts, source, own)
    found = {}
    for name in empty:
        if name in beside:
            found[name] = beside[name]
        elif other := _told_in_another(name, texts, source):
            found[name] = f"in the cell of {other}"
        elif loose:
            found[name] = f"in another cell, “{loose[0]}”"
    return found


def is_prose(cell: NotebookNode) -> bool:
    """Whether a cell holds words that are no code: a text, a raw cell, or code that is none."""
    if not _LETTERS.search(cell.source):
        return False
    if cell.cell_type != "code":
        return True
    try:
        body = ast.parse(cell.source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return not cell.source.lstrip().startswith(("%", "!"))
    return all(_is_words(statement) for statement in body)


def _is_words(statement: ast.stmt) -> bool:
    """Whether a statement is a text in quotes, or prints one."""
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id == "print" and all(isinstance(a, ast.Constant) for a in value.args)
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _shared_out(
    cells: Cells, texts: Mapping[str, NotebookNode], source: Cells, own: set[int]
) -> tuple[dict[str, str], list[str]]:
    """What stands beside each text, and the first words of what stands elsewhere.

    A cell that the lesson gives counts only where it is right above a text, and asks for it: one
    of another release of the lesson reads differently, too.
    """
    given = {cell.source.strip() for cell in source}
    ids = {cell.id for cell in source}
    names = {id(cell): name for name, cell in texts.items()}
    beside: dict[str, str] = {}
    loose: list[str] = []
    last, run = "", []  # the text that stands before, and the prose since then
    for cell in [*cells, None]:
        if cell is not None and id(cell) not in own and _is_own(cell, given):
            run.append(cell)
            continue
        here = names.get(id(cell), "")
        mine = [each for each in run if each.id not in ids]
        if last and mine:
            beside.setdefault(last, "in the cell below it")
        if here and run:
            beside.setdefault(here, "in the cell above it")
        if not (last or here):
            loose += [_first_words(each.source) for each in mine]
        last, run = here, []
    return beside, loose


def _is_own(cell: NotebookNode, given: set[str]) -> bool:
    return is_prose(cell) and cell.source.strip() not in given


def _first_words(text: str) -> str:
    words = " ".join(letter if letter.isprintable() else " " for letter in text.split())
    return "".join(c for c in words if c.isprintable())[:40]


def _told_in_another(name: str, texts: Mapping[str, NotebookNode], source: Cells) -> str:
    """The written text that has this one's title in it, at the beginning of a line."""
    titles = set(_titles(name, source))
    for other, cell in texts.items():
        if other != name and cell.source.strip() not in NOTHING:
            for line in _HEADLINE.finditer(cell.source):
                if any(line["words"].lower().startswith(title) for title in titles):
                    return other
    return ""


def _titles(name: str, source: Cells) -> Iterator[str]:
    """How a learner may call a text: as it is named, and as the cell above it calls it."""
    yield name
    yield name.replace("-", " ")
    at = next((i for i, cell in enumerate(source) if _grade_id(cell) == name), 0)
    for line in source[at - 1].source.splitlines() if at else ():
        if line.startswith("#") and "text" in line.lower():
            parts = [part.strip(" #").lower() for part in line.split("·")]
            yield from (part.removeprefix("the ") for part in parts[:2])
            yield from parts[:2]


def _grade_id(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")

"""The text of a learner's function or class, found where the notebook keeps it."""

from __future__ import annotations

import ast
import linecache
from types import FunctionType
from typing import Any, NamedTuple


class LearnerCode(NamedTuple):
    """A definition as it was written.

    definition: its node, with line numbers of the cell that it stands in. lines: the lines of that
    cell. file: the name under which Python knows them. names: the names that its code sees.
    """

    definition: ast.FunctionDef | ast.ClassDef
    lines: list[str]
    file: str
    names: dict[str, Any]

    def line(self, number: int) -> str:
        """One line of the cell, counted from 1, as it was written."""
        return self.lines[number - 1].rstrip("\n")

    def position(self, number: int) -> int:
        """A line's place in the definition, counted from 1."""
        return number - self.definition.lineno + 1

    @property
    def length(self) -> int:
        """Lines that the definition takes."""
        return (self.definition.end_lineno or 0) - self.definition.lineno + 1


def code_of(implementation: Any) -> LearnerCode | None:
    """The text of a function or class; None where it was not written as a `def` or a `class`.

    A class of a notebook belongs to no file that `inspect` would find; its methods know theirs.
    """
    function = implementation
    if isinstance(implementation, type):
        methods = [m for m in vars(implementation).values() if isinstance(m, FunctionType)]
        function = methods[0] if methods else None
    if not isinstance(function, FunctionType):
        return None
    file = function.__code__.co_filename
    lines = linecache.getlines(file, function.__globals__)
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError, RecursionError):
        return None
    kind = ast.ClassDef if isinstance(implementation, type) else ast.FunctionDef
    name = getattr(implementation, "__name__", "")
    found = [n for n in ast.walk(tree) if isinstance(n, kind) and n.name == name]
    first = function.__code__.co_firstlineno
    around = [n for n in found if _first_line(n) <= first <= (n.end_lineno or 0)]
    return LearnerCode(around[-1], lines, file, function.__globals__) if around else None


def _first_line(node: ast.FunctionDef | ast.ClassDef) -> int:
    return min([node.lineno, *(each.lineno for each in node.decorator_list)])

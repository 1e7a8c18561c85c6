"""Which names a cell's code binds, found without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 50_000
"""Characters that are parsed. For far longer texts the parser takes seconds and much memory."""

_SHORT = 5_000
_AT_LINE_START = re.compile(r"^(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*=[^=]", re.MULTILINE)


def names_bound(source: str) -> dict[str, bool]:
    """The names that a cell binds at its top level: True for functions and classes, else False.

    A call of the function itself, `relu = relu(z)`, does not count. Text that is no Python binds
    nothing, except where a line looks like a definition.
    """
    # most cells are the lesson's own, and so the same in a whole class
    return _names_bound(source) if len(source) < _SHORT else _names_bound.__wrapped__(source)


@lru_cache(2_000)
def _names_bound(source: str) -> dict[str, bool]:
    lines = source.split("\n")
    code = "\n".join("pass" if line.lstrip().startswith(("%", "!")) else line for line in lines)
    try:
        if len(code) > LONGEST:
            raise MemoryError
        return _merged(_bound(ast.parse(code).body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        found = _AT_LINE_START.finditer(code)
        return _merged((name[1] or name[2], bool(name[1])) for name in found)


def _merged(pairs) -> dict[str, bool]:
    names: dict[str, bool] = {}
    for name, is_definition in pairs:
        names[name] = names.get(name, False) or is_definition
    return names


def _bound(body: list[ast.stmt]) -> Iterator[tuple[str, bool]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, True
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name.split(".")[0], False) for alias in node.names)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
            yield from ((name, False) for name in names if name != _called(node.value))
        for part in ("body", "orelse", "finalbody", "handlers"):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield from _bound(getattr(node, part, []))


def _called(value: ast.expr) -> str | None:
    """The name of the function that an expression calls."""
    return value.func.id if isinstance(value, ast.Call) and hasattr(value.func, "id") else None

"""From a function in `workbook.nn` to the text of a notebook cell."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Sequence

from ..exercises.exercise import Exercise

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def code_of(reference: Callable, given: Sequence[str] = ()) -> str:
    """The source of a function or class with every body between nbgrader's solution marks.

    given: the methods of a class that stay as they are.
    """
    source = textwrap.dedent(inspect.getsource(reference))
    lines = source.rstrip().split("\n")
    for start, end, indent in sorted(_bodies(ast.parse(source).body[0], given), reverse=True):
        lines[start - 1 : end] = [
            f"{indent}{BEGIN}",
            *lines[start - 1 : end],
            f"{indent}{END}",
        ]
    return "\n".join(lines)


def starter_of(exercise: Exercise) -> str:
    """The given code of a *break it* exercise: the reference's docstring, the bug's body."""
    head = code_of(exercise.reference).split("\n")
    head = head[: next(i for i, line in enumerate(head) if line.strip() == BEGIN)]
    source = textwrap.dedent(inspect.getsource(exercise.starter))
    start, end, _ = _bodies(ast.parse(source).body[0])[0]
    return "\n".join([*head, *source.split("\n")[start - 1 : end]])


def _bodies(node: ast.AST, given: Sequence[str] = ()) -> list[tuple[int, int, str]]:
    """First line, last line and indent of each function's body, docstring left out."""
    if isinstance(node, ast.ClassDef):
        return [body for child in node.body for body in _bodies(child, given)]
    if not isinstance(node, ast.FunctionDef) or node.name in given:
        return []
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return [(body[0].lineno, body[-1].end_lineno, " " * body[0].col_offset)] if body else []

"""Code, calls and answers as a question shows them."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np

from ..exercises.exercise import Call
from ..exercises.value_text import literal
from ..sandbox.plain import Alien

LONGEST_CALL, LONGEST_ANSWER = 150, 110
LONGEST_CODE = 30
"""Lines of code in a question."""


def definition_of(implementation: Callable) -> ast.FunctionDef | ast.ClassDef | None:
    """A function's or a class's definition, without docstrings and decorators.

    None where its text cannot be found or does not say it all, because it was made by another
    function.
    """
    if getattr(implementation, "__closure__", None):
        return None
    try:
        source = textwrap.dedent(inspect.getsource(implementation))
        node = ast.parse(source).body[0]
    except (OSError, TypeError, SyntaxError):
        return None
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return None
    node.decorator_list = []
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef):
            first = inner.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                inner.body = inner.body[1:] or [ast.Pass()]
        if isinstance(inner, ast.FunctionDef):
            inner.returns = None
    return node


def named(node: ast.FunctionDef | ast.ClassDef, name: str) -> ast.FunctionDef | ast.ClassDef:
    """A definition under another name, also where it calls itself; it is changed."""
    old, node.name = node.name, name
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and inner.id == old:
            inner.id = name
    return node


def fenced(code: str) -> str:
    return f"```\n{code}\n```"


def call_text(name: str, call: Call) -> str | None:
    """A call as a learner would type it; None where it is too long for a question."""
    words = [literal(value) for value in call.args]
    words += [f"{key}={literal(value)}" for key, value in call.kwargs.items()]
    text = f"{name}({', '.join(words)})"
    return text if len(text) <= LONGEST_CALL and "<" not in text else None


def answer_text(value: Any) -> str | None:
    """An answer in at most one short line; None where that cannot be."""
    text = _text(value)
    return text if text is not None and len(text) <= LONGEST_ANSWER else None


def _text(value: Any) -> str | None:
    if isinstance(value, Alien):
        return None
    if isinstance(value, np.ndarray):
        if value.size > 24:
            return None
        return _entries(value.tolist()) if value.size else f"np.zeros({value.shape})"
    if isinstance(value, float | np.floating):
        return _number(float(value))
    if isinstance(value, list | tuple):
        inside = [_text(item) for item in value]
        return None if None in inside else f"({', '.join(inside)})"
    if isinstance(value, dict):
        inside = [_text(item) for item in value.values()]
        if None in inside:
            return None
        return "{" + ", ".join(f"{k}: {v}" for k, v in zip(value, inside, strict=True)) + "}"
    return repr(value)


def _entries(value: Any) -> str:
    """An array's entries in brackets, which show its shape."""
    if isinstance(value, list):
        return f"[{', '.join(map(_entries, value))}]"
    return _number(value) if isinstance(value, float) else repr(value)


def _number(value: float) -> str:
    """A number to four digits; one that is whole still shows that it is no integer."""
    text = f"{value + 0.0:.4g}"  # −0 is 0
    return f"{text}.0" if text.lstrip("-").isdigit() else text

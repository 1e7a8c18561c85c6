"""Data that code brings with it, where it is to learn from what it is given.

A table of answers cannot be told from a network by its answers alone: it may be wrong on purpose,
as often as a network. It can be told by its size, which a person is then shown.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from nbformat import NotebookNode

from .definitions import parsed
from .files_beside import Files
from .finding import shown
from .homes import is_check

MUCH = 1_500
"""Bytes, packed: no lesson of ours holds any; the sealed images take 2,300 in black and white."""
_NO_WORD = re.compile(r"\S{30,}")
LONG_TEXT, MANY = 200, 50
"""Characters of a text, and constants of a list, from which on they may be data."""


def data_held(cells: Iterable[NotebookNode], beside: Files) -> list[str]:
    """What holds much data, in words: cells, all of them together, files that they speak of."""
    code = [cell.source for cell in cells if cell.cell_type == "code" and not is_check(cell)]
    size = sum(map(_data_in, code))
    found = [f"its cells hold {size:,} bytes of it"] if size > MUCH else []
    for name, path in beside.items():
        size = _data_in_file(path)
        found += [f"{shown(name)} holds {size:,} bytes of it"] if size > MUCH else []
    return found


def _data_in_file(path: Path) -> int:
    try:
        content = path.read_bytes()
    except OSError:
        return 0
    is_code = path.suffix == ".py"
    return _data_in(content.decode("utf-8", "replace")) if is_code else _packed(content)


def _data_in(source: str) -> int:
    """Bytes of data in some code, packed. What cannot be read as code is data, or is not run."""
    body = source.partition("\n")[2] if source.lstrip().startswith("%%") else source
    try:
        tree = parsed(body)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return _packed(body.encode("utf-8", "replace"))
    found = [*_constants(tree), *_wordless(body, tree)]
    return _packed("\n".join(found).encode("utf-8", "replace"))


def _wordless(body: str, tree: ast.AST) -> Iterator[str]:
    """What stands in comments, in texts that are only said and in names, and is no word.

    Code can read all of these: its source, its docstring, what it has bound.
    """
    with suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(body).readline):
            if token.type in (tokenize.COMMENT, tokenize.NAME):
                yield from _NO_WORD.findall(token.string)
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield from _NO_WORD.findall(str(node.value.value))


def _packed(content: bytes) -> int:
    return len(zlib.compress(content)) if content else 0


def _constants(tree: ast.AST) -> Iterator[str]:
    """Long texts that are used for something, and the constants of long lists."""
    only_said = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            only_said.add(node.value)  # such as a docstring
        elif node in only_said:
            continue
        elif isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            if len(node.value) >= LONG_TEXT:
                yield str(node.value)
        elif isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            inside = [each for each in ast.walk(node) if isinstance(each, ast.Constant)]
            if len(inside) >= MANY:
                yield " ".join(str(each.value) for each in inside)
                for each in inside:
                    each.value = None  # counted

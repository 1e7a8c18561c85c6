"""Which names a cell's code binds and which it uses, found without running it."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable, Iterator
from dis import get_instructions
from enum import IntEnum
from functools import lru_cache
from types import CodeType

LONGEST = 50_000
"""Characters that are parsed. For far longer texts the parser takes seconds and much memory."""

_SHORT = 5_000
_AT_LINE_START = re.compile(r"^(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*=[^=]", re.MULTILINE)
_EVERYWHERE = re.compile(
    r"^\s*[%!]|import\s+\*|\b(?:exec|globals|locals|vars|setattr|delattr|global|get_ipython"
    r"|__\w+__|seed|seterr|simplefilter|filterwarnings|chdir|environ|path)\b",
    re.MULTILINE,
)
_CELL_MAGIC = re.compile(r"\s*%%(\S+)[^\n]*\n?")
_TIMED = re.compile(r"^([ \t]*)%time[ \t]+", re.MULTILINE)
_ASKED = re.compile(r"^([ \t]*)(?:[%!?].*|[\w.]+\?\??[ \t]*)$", re.MULTILINE)
_CAUGHT = re.compile(r"^([ \t]*\w[\w, \t]*=[ \t]*)[%!].*$", re.MULTILINE)
_ELSEWHERE = re.compile(
    r"!|bash|cmd|cython|file|html|javascript|js|latex|markdown|perl|pypy|python\d?|ruby|script|sh"
    r"|svg|sx|system|timeit|writefile",
    re.IGNORECASE,
)
"""Cell magics whose text is not run in the notebook, or binds nothing there."""
_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_MAKERS = ("jit", "njit", "partial", "vectorize", "wraps")


class Binding(IntEnum):
    """What a name is bound to, as far as the code shows; the larger one says more."""

    VALUE = 0
    FUNCTION = 1  # a lambda, another name, what a decorator makes of the old function
    DEFINITION = 2  # def or class


def names_bound(source: str) -> dict[str, Binding]:
    """The names that a cell binds at its top level, and to what.

    A call of the function itself, `relu = relu(z)`, does not count. Text that is no Python binds
    nothing, except where a line looks like a definition.
    """
    # most cells are the lesson's own, and so the same in a whole class
    return _names_bound(source) if len(source) < _SHORT else _names_bound.__wrapped__(source)


@lru_cache(2_000)
def _names_bound(source: str) -> dict[str, Binding]:
    try:
        return _merged(_bound(parsed(source).body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        found = _AT_LINE_START.finditer(without_magics(source[:LONGEST]))
        kinds = Binding.VALUE, Binding.DEFINITION
        return _merged((name[1] or name[2], kinds[bool(name[1])]) for name in found)


def names_used(source: str, among: frozenset[str]) -> frozenset[str]:
    """Those of some names that a cell's code, and the functions in it, expect to be there already.

    Text that is no Python uses nothing.
    """
    if len(source) >= _SHORT:
        return _looked_up.__wrapped__(source) & _expected.__wrapped__(source) & among
    found = _looked_up(source) & among
    return found & _expected(source) if found else found


@lru_cache(2_000)
def _looked_up(source: str) -> frozenset[str]:
    """All names but those of a function's own variables; the names of attributes are among them."""
    try:
        return frozenset(_names_in(parsed(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()


def _names_in(tree: ast.Module) -> set[str]:
    """The same of a parsed text. What a compiler finds out takes it a tenth of the time."""
    return {name for code in _codes(tree) for name in code.co_names}


def _loaded_in(tree: ast.Module) -> set[str]:
    """Those that are looked up as names, not as attributes."""
    steps = (step for code in _codes(tree) for step in get_instructions(code))
    return {step.argval for step in steps if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")}


def _codes(tree: ast.Module) -> Iterator[CodeType]:
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    waiting = [compile(tree, "", "exec", flags, dont_inherit=True)]
    while waiting:
        code = waiting.pop()
        yield code
        waiting += [part for part in code.co_consts if isinstance(part, CodeType)]


@lru_cache(2_000)
def _expected(source: str) -> frozenset[str]:
    """Names that are read, but not in a statement behind one that binds them at the top level."""
    found, bound = set(), set()
    try:
        for statement in parsed(source).body:
            read = set()
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    read.add(node.id)
                elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                    read.add(node.target.id)
            found |= read & _loaded_in(ast.Module([statement], [])) - bound
            bound.update(name for name, _ in _bound([statement]))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(found)


def reaches_everywhere(source: str) -> bool:
    """Whether a cell may bind names, or change modules, in ways that its code does not show."""
    return bool(_EVERYWHERE.search(source))


@lru_cache(2_000)
def names_changed(source: str) -> frozenset[str]:
    """Names of what a cell may change without binding it: `settings["rate"] = 1`, `seen.clear()`.

    Methods of modules are left out: `np.exp(…)` changes nothing.
    """
    try:
        nodes = list(ast.walk(parsed(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    stored = (n for n in nodes if isinstance(n, ast.Attribute | ast.Subscript))
    stored = (n for n in stored if not isinstance(n.ctx, ast.Load))
    called = (
        n.func for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    )
    bases = {_base(node) for node in stored} | ({_base(node) for node in called} - {"np", "plt"})
    return frozenset(bases - {""})


def _base(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def is_stub(source: str, name: str) -> bool:
    """Whether a cell says of a function, or of part of a class, that it is not written yet."""
    try:
        body = parsed(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    kinds = ast.FunctionDef, ast.ClassDef
    found = [node for node in body if isinstance(node, kinds) and node.name == name]
    if not found:
        return False
    parts = found[-1].body if isinstance(found[-1], ast.ClassDef) else found[-1:]
    return any(_only_raises(part) for part in parts if isinstance(part, ast.FunctionDef))


def _only_raises(function: ast.FunctionDef) -> bool:
    done = [node for node in function.body if not _is_docstring(node)]
    return len(done) == 1 and isinstance(done[0], ast.Raise)


def parsed(source: str) -> ast.Module:
    """A cell's statements, magics taken for Python. Raises MemoryError where it is too long."""
    if len(source) > LONGEST:
        raise MemoryError
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.parse(without_magics(source))


def without_magics(source: str) -> str:
    """Python in place of magics. What %time and %%time run stays.

    Nothing where a cell's text goes elsewhere, such as into a file.
    """
    if magic := _CELL_MAGIC.match(source):
        return "" if _ELSEWHERE.fullmatch(magic[1]) else without_magics(source[magic.end() :])
    text = _TIMED.sub(r"\1", textwrap.dedent(source))
    return _CAUGHT.sub(r"\1None", _ASKED.sub(r"\1pass", text))


def _merged(pairs: Iterable[tuple[str, Binding]]) -> dict[str, Binding]:
    names: dict[str, Binding] = {}
    for name, kind in pairs:
        names[name] = max(names.get(name, kind), kind)
    return names


def _bound(body: list[ast.stmt]) -> Iterator[tuple[str, Binding]]:
    for node in body:
        if isinstance(node, _DEFINITIONS):
            yield node.name, Binding.DEFINITION
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = (alias.asname or alias.name.split(".")[0] for alias in node.names)
            yield from ((name, Binding.FUNCTION) for name in names)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from _assigned(node)
        elif isinstance(node, ast.For | ast.AsyncFor):
            yield from _targets(node.target)
        elif isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                yield from _targets(item.optional_vars)
        for part in _expressions(node):
            for named in ast.walk(part):
                if isinstance(named, ast.NamedExpr):
                    yield named.target.id, _kind(named.target.id, named.value)
        for part in ("body", "orelse", "finalbody", "handlers", "cases"):
            yield from _bound(getattr(node, part, []))


def _assigned(node: ast.Assign | ast.AnnAssign) -> Iterator[tuple[str, Binding]]:
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if isinstance(target, ast.Name):
            if target.id != _called(node.value):
                yield target.id, _kind(target.id, node.value)
        elif isinstance(target, ast.Tuple | ast.List | ast.Starred):
            yield from _targets(target)


def _targets(target: ast.expr | None) -> Iterator[tuple[str, Binding]]:
    names = () if target is None else ast.walk(target)
    for name in names:
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
            yield name.id, Binding.VALUE


def _expressions(node: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of one statement, without those of the statements in it."""
    return (part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))


def _kind(name: str, value: ast.expr) -> Binding:
    """Whether what a name gets may be a function: named, made on the spot, or made of the old."""
    if isinstance(value, ast.Lambda | ast.Name | ast.Attribute):
        return Binding.FUNCTION
    if not isinstance(value, ast.Call):
        return Binding.VALUE
    of_itself = any(isinstance(given, ast.Name) and given.id == name for given in value.args)
    return Binding(of_itself or _last_name(value.func) in _MAKERS)


def _called(value: ast.expr) -> str | None:
    """The name of the function that an expression calls."""
    return value.func.id if isinstance(value, ast.Call) and hasattr(value.func, "id") else None


def _last_name(value: ast.expr) -> str:
    return getattr(value, "id", getattr(value, "attr", ""))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)

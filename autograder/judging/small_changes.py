"""Programs that differ from a given one in a single small place.

Another operator, comparison, constant, axis, name; a term, a factor, a keyword or a statement
dropped; the operands or arguments of one place exchanged; a slice or a range that is one off. Of a
reference such programs are mutants, which a check must refuse (`tests/mutants`); of a learner's
wrong code one of them may be right, and then its place is where to look (`locating`).
"""

import ast
import builtins
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

OPERATORS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
COMPARISONS = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
OTHER_NAMES = {
    "mean": ["sum"], "sum": ["mean"], "max": ["min"], "min": ["max"], "maximum": ["minimum"],
    "minimum": ["maximum"], "argmax": ["argmin"], "argmin": ["argmax"], "zeros": ["ones"],
    "ones": ["zeros"], "zeros_like": ["ones_like"], "ones_like": ["zeros_like"], "exp": ["expm1"],
    "log": ["log1p"], "log1p": ["log"], "sqrt": ["square"], "square": ["abs"], "abs": ["square"],
    "cos": ["sin"], "sin": ["cos"], "tanh": ["sin"], "any": ["all"], "all": ["any"],
    "std": ["var"], "var": ["std"], "cumsum": ["cumprod"], "sort": ["unique"], "floor": ["ceil"],
    "ceil": ["floor"], "isfinite": ["isnan"], "append": ["extend"], "standard_normal": ["random"],
    "permutation": ["integers"], "uniform": ["normal"], "True": ["False"],
}  # fmt: skip


class Variant(NamedTuple):
    """One changed program. place: the node that was changed; what: the change in words."""

    place: ast.AST
    what: str


Change = Callable[[ast.AST], ast.AST | None]
"""Changes a node in place and returns None, or returns what is to stand in its place."""


def variants(tree: ast.Module, given: set[str] | None = None) -> Iterator[Variant]:
    """Every program that one change makes of a tree; methods in `given` are left alone.

    The tree itself is changed, for as long as the variant is looked at, and then put right again.
    """
    nodes = list(_inside(tree, given or set()))
    parents = places_in(tree)
    for node in nodes:
        before, line = _words(node), getattr(node, "lineno", 0)
        for change in changes_of(node):
            with changed(node, change, parents) as now:
                yield Variant(node, f"line {line}: {before} → {_words(now) or 'nothing'}")


Places = dict[ast.AST, tuple[ast.AST, str, int | None]]
"""Where each node stands: its parent, the field, and the place in it where that is a list."""


def places_in(tree: ast.AST) -> Places:
    """Where each node of a tree stands."""
    found: Places = {}
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                found[value] = parent, field, None
            elif isinstance(value, list):
                found |= {v: (parent, field, i) for i, v in enumerate(value) if _is_node(v)}
    return found


def _is_node(value: object) -> bool:
    return isinstance(value, ast.AST)


@contextmanager
def changed(node: ast.AST, change: Change, places: Places) -> Iterator[ast.AST]:
    """A tree with one change, which is taken back at the end; gives what stands there meanwhile."""
    before = {k: list(v) if isinstance(v, list) else v for k, v in vars(node).items()}
    put = change(node)
    parent, field, index = places[node]
    siblings = getattr(parent, field)
    if put is not None and index is None:
        setattr(parent, field, put)
    elif put is not None:
        siblings[index] = put
    try:
        ast.fix_missing_locations(node if put is None else put)
        yield node if put is None else put
    finally:
        if put is not None and index is None:
            setattr(parent, field, node)
        elif put is not None:
            siblings[index] = node
        vars(node).clear()
        vars(node).update(before)


def _inside(tree: ast.Module, given: set[str]) -> Iterator[ast.AST]:
    """The nodes of the bodies: no docstring, no annotation, no signature, no given method."""

    def walk(node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.FunctionDef) and node.name in given:
            return
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for statement in node.body:
                if not (isinstance(statement, ast.Expr) and _is_text(statement.value)):
                    yield from walk(statement)
            return
        yield node
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    for statement in tree.body:
        yield from walk(statement)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def changes_of(node: ast.AST) -> Iterator[Change]:
    """All single changes of one node."""
    if isinstance(node, ast.BinOp):
        for other in OPERATORS.get(type(node.op), ()):
            yield lambda n, other=other: setattr(n, "op", other())
        yield lambda n: n.left
        yield lambda n: n.right
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
            yield _exchange_sides
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARISONS.get(type(node.ops[0]), ()):
            yield lambda n, other=other: setattr(n, "ops", [other()])
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield lambda n: setattr(n, "op", other())
        for i in range(len(node.values)):
            yield lambda n, i=i: n.values[i]
    elif isinstance(node, ast.UnaryOp):
        yield lambda n: n.operand
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Attribute):
        for other in OTHER_NAMES.get(node.attr, ()):
            yield lambda n, other=other: setattr(n, "attr", other)
        if node.attr == "T":
            yield lambda n: n.value
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for other in OTHER_NAMES.get(node.id, ()) if hasattr(builtins, node.id) else ():
            yield lambda n, other=other: setattr(n, "id", other)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        if isinstance(node.slice, ast.Slice):
            yield lambda n: n.value
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        yield lambda n: setattr(n, "elts", [*n.elts[1:], n.elts[0]])
    elif isinstance(node, ast.IfExp):
        yield lambda n: n.body
        yield lambda n: n.orelse
    else:
        yield from _statements(node)


def _exchange_sides(node: ast.BinOp) -> None:
    node.left, node.right = node.right, node.left


def _constants(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield lambda n: setattr(n, "value", not n.value)
    elif isinstance(value, int):
        yield lambda n: setattr(n, "value", n.value + 1)
        yield lambda n: setattr(n, "value", n.value - 1)
    elif isinstance(value, float):
        yield lambda n: setattr(n, "value", n.value * 2 if n.value else 1.0)
        yield lambda n: setattr(n, "value", n.value / 2 if n.value else -1.0)
        yield lambda n: setattr(n, "value", 0.0 if n.value else 0.5)
    elif value is None:
        yield lambda n: setattr(n, "value", 0)


def _calls(node: ast.Call) -> Iterator[Change]:
    if len(node.args) >= 2:
        yield _exchange_arguments
    if node.args and isinstance(node.func, ast.Attribute | ast.Name):
        yield lambda n: n.args[0]  # the function left out
    for i in range(len(node.keywords)):
        yield lambda n, i=i: setattr(n, "keywords", n.keywords[:i] + n.keywords[i + 1 :])
    if isinstance(node.func, ast.Attribute) and not node.args:
        yield lambda n: n.func.value  # `.copy()` left out
    if isinstance(node.func, ast.Name) and node.func.id == "range" and len(node.args) == 1:
        yield lambda n: n.args.insert(0, ast.Constant(1))


def _exchange_arguments(node: ast.Call) -> None:
    node.args[0], node.args[1] = node.args[1], node.args[0]


def _statements(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.Break | ast.Continue):
        yield lambda n: ast.Pass()
    if isinstance(node, ast.AugAssign):
        yield lambda n: ast.Assign([n.target], n.value)
        for other in OPERATORS.get(type(node.op), ()):
            yield lambda n, other=other: setattr(n, "op", other())
    if isinstance(node, ast.If):
        yield lambda n: setattr(n, "test", ast.Constant(True))
        yield lambda n: setattr(n, "test", ast.Constant(False))
    if isinstance(node, ast.For | ast.While):
        yield lambda n: n.body.append(ast.Break())


def _words(node: ast.AST) -> str:
    try:
        return " ".join(ast.unparse(node).split())[:70]
    except (AttributeError, KeyError):
        return type(node).__name__

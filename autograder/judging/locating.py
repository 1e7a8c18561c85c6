"""Where a wrong function is wrong: the one place of which a small change makes the check pass.

It is found by trying, in the learner's own process. What is said was verified by the check itself;
the place is told, and not the change.
"""

from __future__ import annotations

import ast
import builtins
import copy
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from .judge import judged
from .learner_code import LearnerCode, code_of
from .sheet import Sheet
from .small_changes import Change, Places, changed, changes_of, places_in

SECONDS = 1.8
"""That the search may take."""

MOST_LINES = 5_000
"""Lines that a changed program may run through in one call; more is an endless loop."""

CHANGED = "<a small change>"


@dataclass(frozen=True)
class Place:
    """What the search came to.

    line: the line in the definition, counted from 1, 0 where no place was found. text: that line.
    start, end: the place in it. tried: how many changes were; all_tried: there are no more.
    """

    line: int = 0
    text: str = ""
    start: int = 0
    end: int = 0
    tried: int = 0
    all_tried: bool = False


class Endless(BaseException):
    """A changed program that was still running; no `except Exception` of a learner's holds it."""


def place_in(implementation: Any, sheet: Sheet, shown: int) -> Place | None:
    """The place in a wrong implementation; None where its text cannot be had.

    sheet: of the check that it failed; shown: the call that the learner was shown.
    """
    code = code_of(implementation)
    if code is None:
        return None
    definition = copy.deepcopy(code.definition)
    definition.decorator_list = []
    tree = ast.Module([definition], [])
    until, tried = time.monotonic() + SECONDS, 0
    for node in _repairs(tree):
        if time.monotonic() > until:
            return Place(tried=tried)
        tried += 1
        if _passes(tree, code, sheet, shown):
            return _place(node, code, tried)
    return Place(tried=tried, all_tried=True)


def _passes(tree: ast.Module, code: LearnerCode, sheet: Sheet, shown: int) -> bool:
    """Whether a changed program passes: first the call that is shown, then the whole check."""
    names = dict(code.names)
    try:
        with bounded():
            exec(compile(tree, CHANGED, "exec"), names)
            changed = names[code.definition.name]
            first = sheet.only(shown)
            if first.mismatches(first.observe(changed)) != [None]:
                return False
            return judged(sheet, sheet.observe(changed))[0].status == "passed"
    except (Exception, Endless):  # a changed program may do anything
        return False


@contextmanager
def bounded() -> Iterator[None]:
    """Stop changed programs that run through too many lines; what they call runs at full speed."""
    left = MOST_LINES

    def count(frame: FrameType, event: str, _: object) -> Callable | None:
        nonlocal left
        if frame.f_code.co_filename != CHANGED:
            return None
        if event == "call":
            left = max(left, MOST_LINES // 10)
        left -= event == "line"
        if left < 0:
            raise Endless
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)


def _place(node: ast.AST, code: LearnerCode, tried: int) -> Place:
    text = code.line(node.lineno)
    end = node.end_col_offset if node.end_lineno == node.lineno else len(text.encode())
    start, end = (len(text.encode()[:column].decode()) for column in (node.col_offset, end))
    return Place(code.position(node.lineno), text, start, end, tried)


def _length(node: ast.AST) -> int:
    return len(ast.unparse(node))


# -- changes that repair ---------------------------------------------------------------------------


def _repairs(tree: ast.Module) -> Iterator[ast.AST]:
    """Change the tree in each small way, one after the other; gives the place of each change.

    The smallest places come first: the change that was needed says most there.
    """
    places = places_in(tree)
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.expr | ast.stmt)]
    hands = {f: _at_hand(f) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)}
    for node in sorted(nodes, key=_length):
        function = _function_of(node, places)
        if function is None or node is function:
            continue
        for change in (*changes_of(node), *_insertions(node, *hands[function])):
            try:
                with changed(node, change, places):
                    yield getattr(change, "place", node)
            except (AttributeError, IndexError, TypeError, ValueError):
                continue


def _function_of(node: ast.AST, places: Places) -> ast.FunctionDef | None:
    while node in places and not isinstance(node, ast.FunctionDef):
        node = places[node][0]
    return node if isinstance(node, ast.FunctionDef) else None


WRAPPED = (
    "-({})", "({}).T", "1 - ({})", "({}) ** 2", "np.mean({})", "np.sum({})", "np.abs({})",
    "np.exp({})", "np.log({})", "np.sqrt({})", "np.array({})", "({}).copy()", "({}) + 1",
    "({}) - 1", "({}) / 2", "2 * ({})", "np.asarray({}, float)", "({}) / len({first})",
    "({}) * len({first})",
)  # fmt: skip
"""What may be missing around an expression; `first` is the first parameter."""

REDUCTIONS = {"sum", "mean", "max", "min", "std", "var", "argmax", "argmin", "cumsum", "norm"}


def _at_hand(function: ast.FunctionDef) -> tuple[str | None, list[str]]:
    """The first parameter, and all names that a function has of its own."""
    parameters = [a.arg for a in (*function.args.args, *function.args.kwonlyargs)]
    stored = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and
              isinstance(n.ctx, ast.Store)]  # fmt: skip
    own = list(dict.fromkeys(name for name in (*parameters, *stored) if name != "self"))
    return (own[0] if own else None), own


def _insertions(node: ast.AST, first: str | None, names: list[str]) -> Iterator[Change]:
    """Changes that put something in: around an expression, into a reduction, another name."""
    if isinstance(node, ast.stmt):
        yield from _moves(node)
        return
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return
    if isinstance(node, ast.Name):
        for name in names:
            if name != node.id:
                yield lambda n, name=name: setattr(n, "id", name)
        if hasattr(builtins, node.id) or node.id == "np":
            return
    elif not isinstance(node, ast.Call | ast.BinOp | ast.Attribute | ast.Subscript):
        return
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in REDUCTIONS:
        yield from _reductions(node)
    text = ast.unparse(node)
    for around in WRAPPED:
        if first or "{first}" not in around:
            wrapped = around.format(text, first=first)
            yield lambda n, wrapped=wrapped: ast.parse(wrapped, mode="eval").body


def _reductions(node: ast.Call) -> Iterator[Change]:
    """Other axes of a sum, a mean, a maximum; and the axis that is kept."""
    for words in ({"axis": 0}, {"axis": 1}, {"axis": -1}, {"keepdims": True},
                  {"axis": 0, "keepdims": True}, {"axis": -1, "keepdims": True}):  # fmt: skip
        others = [k for k in node.keywords if k.arg not in words]
        new = [ast.keyword(name, ast.Constant(value)) for name, value in words.items()]
        yield lambda n, all_of_them=[*others, *new]: setattr(n, "keywords", all_of_them)


def _moves(node: ast.stmt) -> Iterator[Change]:
    """Statements in another order: neighbours exchanged, a loop's last one put behind the loop."""
    for field in ("body", "orelse"):
        block = getattr(node, field, None)
        if not isinstance(block, list):
            continue
        for i in range(len(block) - 1):
            order = [*block[:i], block[i + 1], block[i], *block[i + 2 :]]
            yield lambda n, order=order, field=field: setattr(n, field, order)
    if isinstance(node, ast.For | ast.While) and len(node.body) > 1:
        *inside, last = node.body
        loop = copy.copy(node)
        loop.body = inside
        behind = ast.If(ast.Constant(True), [loop, last], [])

        def put_behind(_: ast.AST) -> ast.AST:
            return behind

        put_behind.place = last
        yield put_behind

"""Mistakes that a class made and an instructor named: kept as data, and checked like all others.

`autograder name` writes them into `found-in-class.toml`, with the code of a submission. That code
runs where the judge is, so it is taken only where it can do nothing but reckon: the names, methods
and kinds of statement that it may use are listed here. It is looked at again whenever it is read.
"""

from __future__ import annotations

import ast
import builtins
import copy
import inspect
import json
import os
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import GeneratorType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from workbook import nn

from ..course import CourseError, find_root
from ..own_files import table_of, text_of

FILE = "found-in-class.toml"
"""In the course's root folder."""
LONGEST = 5_000
"""Characters of code that are taken."""


class NotTaken(ValueError):
    """Code that may do more than reckon; the message says what in it."""


@dataclass(frozen=True)
class Found:
    """One mistake. code: a `def` of the exercise's name; exposed_by: an aspect that it loses."""

    exercise: str
    exposed_by: str
    why: str
    code: str

    def implementation(self) -> Callable:
        """The wrong function. Raises NotTaken where its code may do more than reckon."""
        must_only_reckon(self.code)
        names = {
            "np": _view(np),
            "nn": SimpleNamespace(**{name: _own(getattr(nn, name)) for name in nn_names()}),
            "__builtins__": {name: getattr(builtins, name) for name in BUILTINS},
            "__name__": FILE,  # a class asks for it
        }
        exec(compile(self.code, f"<{self.exercise}, found in class>", "exec"), names)
        wrong = names[self.exercise]
        wrong.__name__ = f"found_in_class_{zlib.crc32(self.code.encode()):08x}"
        return wrong


def all_found(root: Path | None = None) -> list[Found]:
    """The mistakes that were named so far in a course.

    Raises CourseError where the file that holds them cannot be read.
    """
    path = (root or find_root()) / FILE
    if not os.path.lexists(path):
        return []
    entries = table_of(path, "mend it, or put a copy of it back").get("mistake", [])
    try:
        return [Found(**entry) for entry in entries]
    except TypeError as error:
        raise CourseError(
            f"{path.name} cannot be read: {error}. Mend it or move it away."
        ) from None


def add(found: Found, root: Path) -> Path:
    """Write one more mistake; the file that holds them. Raises NotTaken as `Found` does."""
    found.implementation()
    path = root / FILE
    before = text_of(path) if os.path.lexists(path) else HEAD
    rows = (f"{key} = {_as_toml(value)}" for key, value in asdict(found).items())
    unfinished = path.with_suffix(".part")
    unfinished.write_text(f"{before}\n[[mistake]]\n" + "\n".join(rows) + "\n", "utf-8")
    unfinished.replace(path)
    return path


def _as_toml(text: str) -> str:
    """A text as TOML has it, which is as JSON has it but for one letter that JSON lets stand."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


HEAD = """\
# Mistakes that classes made, written by `autograder name LESSON GROUP --why "…"`. They are
# misconceptions like those in the exercises' own modules, and the same tests hold for them.
"""

# -- what code may do ------------------------------------------------------------------------------

BUILTINS = (
    "abs", "all", "any", "bool", "dict", "divmod", "enumerate", "float", "int", "isinstance",
    "len", "list", "map", "max", "min", "pow", "range", "reversed", "round", "set", "sorted",
    "str", "sum", "tuple", "zip", "True", "False", "None", "ValueError", "TypeError",
    "__build_class__",
)  # fmt: skip

WORDS = """
    T abs absolute add all allclose any append arange argmax argmin argsort around array asarray
    astype atleast_1d atleast_2d average bool_ broadcast_to ceil choice clip column_stack
    concatenate copy cos cosh count_nonzero cumprod cumsum default_rng diag diagonal diff divide dot
    dtype e einsum empty empty_like equal errstate exp expand_dims expm1 extend eye fill_diagonal
    flat flatnonzero flatten flip fliplr flipud float64 floor floor_divide full full_like greater
    identity inf inner insert int64 integers intp isclose isfinite isinf isnan items keys less
    linalg linspace log log10 log1p log2 logaddexp logical_and logical_not logical_or logspace
    matmul max maximum mean median meshgrid min minimum mod moveaxis multiply nan nan_to_num ndarray
    ndim negative newaxis nonzero norm normal ones ones_like outer pad percentile permutation pi pop
    power prod ptp put_along_axis quantile rand randint randn random random_sample ravel repeat
    reshape reverse roll round row_stack searchsorted seed shape shuffle sign sin sinh size sort
    split sqrt square squeeze stack standard_normal std subtract sum swapaxes take take_along_axis
    tan tanh tile tolist trace transpose tril triu true_divide uniform unique values vander var vdot
    vstack hstack where zeros zeros_like heaviside index fromkeys ndindex eigvalsh eigvals eigh eig
    det inv solve lstsq cumulative_sum gradient convolve array_split logical_xor not_equal
    greater_equal less_equal fabs rint trunc hypot signbit copysign bincount in1d isin setdiff1d
    union1d intersect1d argpartition partition nanmean nansum triu_indices tril_indices ix_ c_ r_
    iscomplex real imag conj fmax fmin lexsort unravel_index ravel_multi_index at reduce
    accumulate ndenumerate spacing finfo eps tiny get array_equal positive tobytes
"""
ATTRIBUTES = frozenset(WORDS.split())
"""What may stand behind a dot: NumPy's functions that reckon, and methods of arrays and lists."""

STATEMENTS = (
    ast.FunctionDef, ast.ClassDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign,
    ast.AnnAssign, ast.For, ast.While, ast.If, ast.Expr, ast.Pass, ast.Break, ast.Continue,
    ast.Raise, ast.Assert, ast.Delete, ast.With, ast.withitem, ast.expr, ast.expr_context,
    ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.keyword, ast.comprehension, ast.Slice,
    ast.Module, ast.alias,
)  # fmt: skip

HARMLESS = frozenset(("count", "data", "fill", "item", "kind", "name", "names", "resize"))
"""What arrays and their types have besides, and a learner's own class may well have, too."""

METHODS = ("__init__", "__add__", "__mul__", "__radd__", "__rmul__", "__sub__", "__neg__",
           "__truediv__", "__pow__", "__call__")  # fmt: skip


def must_only_reckon(code: str) -> None:
    """Raises NotTaken where code may do anything but reckon with its arguments."""
    if len(code) > LONGEST:
        raise NotTaken(f"it has more than {LONGEST} characters")
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotTaken("it is no Python that can be read") from None
    own = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and _of_self(n)}
    functions = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    allowed = ATTRIBUTES | ((own | functions) - of_others()) | set(nn_names())
    for node in ast.walk(tree):
        if not isinstance(node, STATEMENTS):
            raise NotTaken(f"it has a {type(node).__name__.lower()} in it")
        name = _name_of(node)
        if name is None:
            continue
        if name.startswith("_") and name not in METHODS and not _plain_private(name):
            raise NotTaken(f"it uses {name}")
        if isinstance(node, ast.Attribute) and name not in allowed:
            raise NotTaken(f"it uses .{name}")
        known = name in BUILTINS or not hasattr(builtins, name)
        if isinstance(node, ast.Name) and not known:
            raise NotTaken(f"it uses {name}")


@cache
def nn_names() -> tuple[str, ...]:
    """What `nn` gives: the functions and classes of the lessons."""
    given = (name for name in dir(nn) if not name.startswith("_"))
    return tuple(name for name in given if not isinstance(getattr(nn, name), ModuleType))


@cache
def of_others() -> frozenset[str]:
    """What may not be an own name: it may stand behind any object, and must mean nothing there.

    These are attributes of all that code can get hold of, as far as they do more than reckon.
    """
    things = (
        np.ndarray, np.generic, np.dtype, np.ufunc, np.flatiter, memoryview, GeneratorType, type,
        np.c_, np.finfo(float),
    )  # fmt: skip
    names = {name for thing in things for name in dir(thing)} - HARMLESS
    draws = {name for kind in (np.random.Generator, np.random.RandomState) for name in dir(kind)}
    names |= {name for name in draws if name.startswith("_")}  # what they draw from, in short
    return frozenset(names | {"bit_generator", "format", "format_map"}) - ATTRIBUTES - {*METHODS}


def _own(thing: Any) -> Any:
    """A lesson's function, or of a class one that is like it: code may give it other methods."""
    return type(thing.__name__, (thing,), {}) if inspect.isclass(thing) else thing


def _view(module: ModuleType) -> SimpleNamespace:
    """Of a module of NumPy what reckons, anew each time: nobody else meets what code puts there."""
    found: dict[str, Any] = {n: getattr(module, n) for n in ATTRIBUTES if hasattr(module, n)}
    for name, thing in found.items():
        if isinstance(thing, ModuleType):
            found[name] = _view(thing)
        elif name in ("c_", "r_"):
            found[name] = copy.copy(thing)
    found |= {"finfo": _limits_of} if module is np else {}
    return SimpleNamespace(**found)


def _limits_of(kind: type) -> SimpleNamespace:
    """`np.finfo`, without the object that all of NumPy shares."""
    limits = np.finfo(kind)
    return SimpleNamespace(
        **{name: getattr(limits, name) for name in ("eps", "max", "min", "tiny")}
    )


def _of_self(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self"


def _plain_private(name: str) -> bool:
    """A single underscore: `for _ in …`, `self._cache`. Two lead to Python's own workings."""
    return not name.startswith("__")


def _name_of(node: ast.AST) -> str | None:
    for field in ("id", "attr", "arg", "name"):
        value = getattr(node, field, None)
        if isinstance(value, str):
            return value
    return None

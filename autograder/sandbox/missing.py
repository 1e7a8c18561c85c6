"""What is missing here and may have been there on the learner's own machine, and what hangs on it.

A package, a file, a magic, a program, the network, another system's part of a module, somebody who
types an answer. A line that fails for want of such a thing costs that line, and what it would have
made; a decorator or an annotation costs itself, and the function goes without.
"""

from __future__ import annotations

import ast
import copy
import locale
import os
import re
import subprocess
from collections.abc import Iterator
from types import CodeType, ModuleType

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

_ABSENT = (ImportError, OSError, UsageError, EOFError, subprocess.SubprocessError, locale.Error)
_ANNOTATED = (ast.arg, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef)
_MOST_CAUSES = 10
_OF_HOSTS = {"__vsc_ipynb_file__", "__session__", "dbutils", "spark", "sc", "displayHTML"}
"""Names that editors and hosts of notebooks put into each: VS Code, Databricks."""
_SAYS_SO = re.compile(
    r"Requested MovieWriter|unknown file extension: \.(?:mp4|mov|avi|webm)|unable to open database"
)
"""What programs say in errors of no kind of their own: of films, of a database."""


class Lost:
    """The names that lines would have bound, had they not lacked something."""

    def __init__(self):
        self._names: set[str] = set()

    def is_why(self, error: BaseException) -> bool:
        """Whether something that is missing here is why this was raised, or why its cause was."""
        cause: BaseException | None = error
        for _ in range(_MOST_CAUSES):
            if cause is None:
                return False
            if isinstance(cause, _ABSENT) or self._is_lost(cause) or _is_of_elsewhere(cause):
                return True
            cause = cause.__cause__ or cause.__context__
        return False

    def add(self, statement: ast.stmt) -> None:
        """Note what a statement would have bound."""
        for node in ast.walk(statement):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = (alias.asname or alias.name.split(".")[0] for alias in node.names)
                self._names.update(names)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self._names.add(node.id)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self._names.add(node.name)

    def taken_out(self, statement: ast.stmt) -> tuple[ast.stmt, list[str]]:
        """A definition without the decorators and annotations that name what was lost.

        Returns it with the source of what was taken out; nothing of any other statement.
        """
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return statement, []
        bare = copy.deepcopy(statement)
        found = [text for node in ast.walk(bare) for text in self._take_out(node)]
        return bare, list(dict.fromkeys(found))

    def _take_out(self, node: ast.AST) -> Iterator[str]:
        if decorators := getattr(node, "decorator_list", None):
            lost = [each for each in decorators if self._names_any(each)]
            node.decorator_list = [each for each in decorators if each not in lost]
            yield from (f"@{ast.unparse(each)}" for each in lost)
        if not isinstance(node, _ANNOTATED):
            return
        for part, sign in (("annotation", ": "), ("returns", "-> ")):
            given = getattr(node, part, None)
            if given is not None and self._names_any(given):
                empty = ast.copy_location(ast.Constant(""), given)
                setattr(node, part, empty if isinstance(node, ast.AnnAssign) else None)
                yield f"{sign}{ast.unparse(given)}"

    def _names_any(self, expression: ast.expr) -> bool:
        names = (node.id for node in ast.walk(expression) if isinstance(node, ast.Name))
        return not self._names.isdisjoint(names)

    def _is_lost(self, error: BaseException) -> bool:
        return isinstance(error, NameError) and error.name in self._names | _OF_HOSTS


def _words(error: BaseException) -> str:
    said = error.args[0] if error.args else ""
    return said if isinstance(said, str) else ""


def _raised_by(error: BaseException) -> CodeType | None:
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return step.tb_frame.f_code if step else None


def _is_of_elsewhere(error: BaseException) -> bool:
    """Whether a module, IPython or the environment lacks what it has on other systems."""
    if isinstance(error, KeyError):
        of_environment = _raised_by(error) is type(os.environ).__getitem__.__code__
        return of_environment or error.args[:1] in [(name,) for name in _OF_HOSTS]
    if type(error).__name__ == "TclError" or _SAYS_SO.match(_words(error)):  # there is no screen
        return True
    if not isinstance(error, AttributeError):
        return False
    of_module = isinstance(error.obj, ModuleType | InteractiveShell)
    return of_module or _words(error).startswith("module '")

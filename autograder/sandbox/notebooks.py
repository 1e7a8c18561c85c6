"""Notebooks that are imported as modules: what `import_ipynb`, `nbimporter` and `ipynb` do.

They are not installed here. Where a notebook lies in the work folder, its code is run as they run
it; where there is none, the import fails as that of any module does.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterable, Iterator
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from IPython.core.interactiveshell import InteractiveShell

_IMPORTERS = {"import_ipynb": False, "nbimporter": True}
"""Packages that have every import look for notebooks, and whether they take definitions alone."""
_PACKAGES = {"ipynb", "ipynb.fs", "ipynb.fs.full", "ipynb.fs.defs"}
_DEFINES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom


class NotebookFinder(MetaPathFinder):
    """Comes behind all other finders, so that what is installed is what is imported."""

    def __init__(self):
        self.only_definitions: bool | None = None
        """Of which kind the last importer was; None before there is one."""

    def find_spec(
        self, name: str, path: Iterable[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        parent, _, last = name.rpartition(".")
        if name in _IMPORTERS or name in _PACKAGES:
            return ModuleSpec(name, _Importer(self), is_package=name in _PACKAGES)
        if parent in ("ipynb.fs.full", "ipynb.fs.defs"):
            found, only_definitions = _notebook(last), parent == "ipynb.fs.defs"
        elif self.only_definitions is not None and not parent:
            found, only_definitions = _notebook(last), self.only_definitions
        else:
            return None
        return ModuleSpec(name, _Notebook(found, only_definitions)) if found else None


class _Importer(Loader):
    """Stands for one of the packages."""

    def __init__(self, finder: NotebookFinder):
        self.finder = finder

    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ in _IMPORTERS:
            self.finder.only_definitions = _IMPORTERS[module.__name__]


class _Notebook(Loader):
    def __init__(self, path: Path, only_definitions: bool):
        self.path, self.only_definitions = path, only_definitions

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.path)
        shell = InteractiveShell.instance()
        for source in _code_in(self.path):
            tree = ast.parse(shell.transform_cell(source))
            if self.only_definitions:
                tree.body = [each for each in tree.body if isinstance(each, _DEFINES)]
            exec(compile(tree, str(self.path), "exec"), vars(module))


def _notebook(name: str) -> Path | None:
    """The notebook of a module's name, in which a space is written "_"."""
    for each in (name, name.replace("_", " ")):
        if (path := Path(f"{each}.ipynb")).is_file():
            return path
    return None


def _code_in(path: Path) -> Iterator[str]:
    cells = json.loads(path.read_text("utf-8-sig")).get("cells", [])
    for cell in cells:
        if cell.get("cell_type") == "code":
            source = cell.get("source", "")
            yield source if isinstance(source, str) else "".join(source)


def install() -> None:
    """Have imports look here when nothing else is found."""
    sys.meta_path.append(NotebookFinder())

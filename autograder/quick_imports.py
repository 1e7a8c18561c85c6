"""Import this before Jupyter's packages and nbgrader's: they are then there in half of the time.

- jsonschema offers to check addresses and durations where their parsers can be imported, and
  importing these compiles grammars for a second and a half. Nothing here checks such a thing.
- Whatever is imported of nbgrader, its package first imports its parts for a Jupyter server. Here
  it is there without them, and they are imported when they are asked for.
- nbgrader's utilities import setuptools for three functions that open archives. They are imported
  when they are called.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

for name in ("rfc3987_syntax", "rfc3986_validator", "isoduration"):
    sys.modules.setdefault(name, None)


class LatePackage(ModuleType):
    """A package that is executed when something is asked for that is none of its modules."""

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":  # its own modules ask for it while they are imported
            return import_module(f"{self.__name__}._version").__version__
        if name.startswith("__") or find_spec(f"{self.__name__}.{name}"):
            raise AttributeError(name)  # one of its modules is then imported
        self.__class__ = ModuleType
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


class LateFunctions(ModuleType):
    """A module whose functions are imported when they are called."""

    def __getattr__(self, name: str) -> Callable:
        if name.startswith("__"):
            raise AttributeError(name)

        def late(*args: Any, **kwargs: Any) -> Any:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            return getattr(import_module(self.__name__), name)(*args, **kwargs)

        return late


spec = None if "nbgrader" in sys.modules else find_spec("nbgrader")
if spec:  # where it is missing, `autograder doctor` says so
    package = module_from_spec(spec)
    package.__class__ = LatePackage
    sys.modules["nbgrader"] = package
if "setuptools" not in sys.modules:
    sys.modules["setuptools.archive_util"] = LateFunctions("setuptools.archive_util")

"""Mutants of the references: each differs from a right answer in one small place."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from autograder.judging.small_changes import variants


@dataclass(frozen=True)
class Mutant:
    """One changed program. what: the change, "line 3: a + b → a − b"; source: the whole of it."""

    name: str
    what: str
    source: str

    def build(self, reference: Callable) -> Callable:
        """The function or class that this source makes, in the names of the reference's module."""
        names = dict(vars(sys.modules[reference.__module__]))
        exec(compile(self.source, f"<mutant of {self.name}>", "exec"), names)
        return names[self.name]


def mutants_of(reference: Callable, given: tuple[str, ...] = ()) -> list[Mutant]:
    """Every mutant of a function or class; of a class, methods in `given` are left alone."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(reference)))
    whole, found = ast.unparse(tree), {}
    for variant in variants(tree, set(given)):
        source = ast.unparse(tree)
        if source != whole and source not in found:
            found[source] = Mutant(reference.__name__, variant.what, source)
    return list(found.values())

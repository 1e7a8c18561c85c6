"""Mutants of the references: each differs from a right answer in one small place."""

import ast
import inspect
import sys
import textwrap
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from autograder.judging.small_changes import variants


@dataclass(frozen=True)
class Mutant:
    """One changed program.

    change: "a + b → a - b", with a number behind it where there are several like it; line: where,
    counted from the `def`; source: the whole of it.
    """

    name: str
    change: str
    line: int
    source: str

    @property
    def what(self) -> str:
        return f"line {self.line}: {self.change}"

    def build(self, reference: Callable) -> Callable:
        """The function or class that this source makes, in the names of the reference's module."""
        names = dict(vars(sys.modules[reference.__module__]))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # `is 0` is meant to be wrong
            exec(compile(self.source, f"<mutant of {self.name}>", "exec"), names)
        return names[self.name]


def mutants_of(reference: Callable, given: tuple[str, ...] = ()) -> list[Mutant]:
    """Every mutant of a function or class; of a class, methods in `given` are left alone."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(reference)))
    whole, found, alike = ast.unparse(tree), {}, Counter()
    for variant in variants(tree, set(given)):
        source = ast.unparse(tree)
        if source != whole and source not in found:
            change = variant.what.partition(": ")[2]
            alike[change] += 1
            numbered = change if alike[change] == 1 else f"{change} ({alike[change]})"
            line = getattr(variant.place, "lineno", 0)
            found[source] = Mutant(reference.__name__, numbered, line, source)
    return list(found.values())

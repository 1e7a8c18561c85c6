"""What a learner asks to have looked at again: a Markdown cell that says so, in what they hand in.

Such a cell begins with `**Regrade request** exercise:`, and goes on with why. It changes no mark;
the class report lists it for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

LONGEST, MOST = 1_000, 20
"""Characters that are kept of a request, and requests that are kept of a submission."""

_BEGINS = re.compile(
    r"\s{0,20}(\#{1,6}\s{0,5})?(\*\*|__)?\s?regrade\s+request(?![a-z])[:.]?\s?(?:\*\*|__)?",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"""\s{0,20} :? \s{0,20} (?: (?:for|of|exercise) \s+ )?
    [`*_]{0,3} ([\w./-]{1,80}?) [`*_]{0,3} \s{0,5} (?:\(\))? \s{0,5} (?: [:,.–—] | \n | $ )""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Request:
    """One request. exercise: its name, "" where no exercise of the lesson is named."""

    exercise: str
    text: str


def requests_in(cells: Iterable[NotebookNode], exercises: Iterable[str]) -> list[Request]:
    """The requests in a notebook's cells, in their order. exercises: the names that there are."""
    names = {name.lower(): name for name in exercises}
    for name in list(names.values()):
        names.setdefault(name.rpartition("/")[2].lower(), name)
    return list(_requests(cells, names))[:MOST]


def _requests(cells: Iterable[NotebookNode], names: dict[str, str]) -> Iterator[Request]:
    for cell in cells:
        source = cell.source if isinstance(cell.source, str) else ""
        begins = _BEGINS.match(source)
        if cell.cell_type != "markdown" or not begins or not (begins[1] or begins[2]):
            continue
        rest = source[begins.end() :]
        said = _NAME.match(rest)
        exercise = names.get(said[1].lower(), "") if said else ""
        text = rest[said.end() :] if said and exercise else rest
        yield Request(exercise, text.strip(" \t\r\n:")[:LONGEST])

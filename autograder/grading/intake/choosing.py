"""Choose the notebook that is meant among those that were handed in.

A copy that was worked in wins over an original that was not. Of two that were both worked in, the
one that holds all of the other's work wins, else the newest where files tell it; where they do not,
a person has to look. In a copy of the whole course, lessons/ is what a learner works in. It is
always said what was not graded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from ...course import CourseError
from .belonging import Wanted, Work
from .finding import (
    Candidate,
    Listing,
    courses_own,
    named,
    notebooks_by_content,
    notebooks_by_name,
    shown,
)
from .reading import LARGEST, read_candidate, take_odd

_MOST = 30
"""Notebooks of one folder that are read."""
_SECONDS = 5
"""Files that were changed within so many seconds were copied together; their times tell nothing."""


@dataclass(frozen=True)
class Read:
    """A notebook that was handed in and read. strange: why it is not the one that is wanted."""

    candidate: Candidate
    notebook: NotebookNode
    wanted: Wanted
    strange: str

    @cached_property
    def work(self) -> Work:
        """What was written into it, which takes long to say and is seldom asked."""
        return self.wanted.work(self.notebook)

    @property
    def name(self) -> str:
        return self.candidate.name

    def runs(self, other: Read) -> bool:
        """Whether code in this notebook speaks of another one's file."""
        file, module = other.candidate.file_name, Path(other.candidate.file_name).stem
        name = re.escape(module)
        words = rf"{re.escape(file)}|%run +['\"]?{name}\b|^ *(?:from|import) +{name}\b"
        spoken = re.compile(words, re.MULTILINE)
        code = (cell.source for cell in self.notebook.cells if cell.cell_type == "code")
        return self is not other and any(spoken.search(source) for source in code)


@dataclass
class Pool:
    """All that a folder has in notebooks: those that could be read, and why others could not.

    room: bytes that may still be read.
    """

    read: list[Read]
    unread: dict[str, str]
    room: int = 2 * LARGEST

    def fitting(self) -> list[Read]:
        given = courses_own([*self.unread, *(each.name for each in self.read)])
        return [each for each in self.read if not each.strange and each.name not in given]


def choose_notebook(listing: Listing, wanted: Wanted) -> tuple[NotebookNode, list[str]]:
    """The notebook in a folder that was handed in, and what was odd about it.

    Raises CourseError where there is none, or where it is not clear which is meant.
    """
    pool = _pool(listing, wanted)
    flags = _exports(listing)
    fitting = pool.fitting()
    if not fitting:
        raise CourseError(_nothing(listing, pool, wanted))
    chosen, why = _best(fitting, wanted)
    missed = [each for each in pool.read if each.strange and each.name == wanted.name]
    if (pool.unread or missed) and not chosen.work:
        raise CourseError(
            f"{_why_not(pool.unread, missed)} {shown(chosen.name)} beside it was not worked in."
        )
    others = [each for each in pool.read if each is not chosen]
    if others:
        flags.append(_others(chosen, others, why))
    if chosen.name != wanted.name:
        flags.append(f"the file was named {shown(chosen.name)}")
    return chosen.notebook, [*flags, *take_odd(chosen.notebook), *pool.unread.values()]


@dataclass
class Several:
    """The notebooks of one submission, by the names that they should have.

    unread: why one that is there could not be read.
    """

    found: dict[str, NotebookNode]
    unread: dict[str, str]
    flags: list[str]


def choose_several(
    listing: Listing, wanted: Mapping[str, Wanted], kin: Callable[[NotebookNode], str]
) -> Several:
    """The notebooks in a folder for each that is wanted, by their names without an ending.

    kin: which of them a notebook is by its cells, "" where these do not tell. Raises CourseError
    where it is not clear for one of them which is meant.
    """
    pool = Pool([], {})
    anything = Wanted("")
    exact = {each.name: name for name, each in wanted.items()}
    for search in (notebooks_by_name, notebooks_by_content):
        if not exact.keys() <= {each.name for each in pool.read}:
            _read(search(listing.top(), listing.folder), anything, pool)
    groups: dict[str, list[Read]] = {name: [] for name in wanted}
    for each in pool.read:
        name = kin(each.notebook) or exact.get(each.candidate.file_name, "")
        groups.setdefault(name, []).append(each)
    strangers, flags = groups.pop("", []), []
    unread = {exact[n]: why for n, why in pool.unread.items() if n in exact}
    missing = [name for name, group in groups.items() if not group and name not in unread]
    if len(missing) == 1 and len(strangers) == 1:
        groups[missing[0]] = [strangers.pop()]
    if strangers:
        flags.append(f"not of this assignment: {named(each.name for each in strangers)}")
    found = {}
    for name, group in groups.items():
        if group:
            mine = [replace(each, wanted=wanted[name]) for each in group]
            chosen, why = _best(mine, wanted[name])
            found[name] = chosen.notebook
            flags += take_odd(chosen.notebook)
            if len(mine) > 1:
                flags.append(_others(chosen, [each for each in mine if each is not chosen], why))
            if chosen.name != wanted[name].name:
                flags.append(f"{wanted[name].name} was named {shown(chosen.name)}")
    flags += [why for name, why in pool.unread.items() if exact.get(name) in found]
    return Several(found, {n: why for n, why in unread.items() if n not in found}, flags)


def _pool(listing: Listing, wanted: Wanted) -> Pool:
    """What may be meant. More is looked for only while nothing was found that was worked in."""
    pool = Pool([], {})
    top = listing.top()
    below = [path for path in listing.files if path.parent != listing.folder]
    looked: set[str] = set()
    for files in (top, below):
        for search in (notebooks_by_name, notebooks_by_content):
            more = [path for path in files if str(path) not in looked]
            if more and not any(each.work for each in pool.fitting()):
                _read(search(more, listing.folder), wanted, pool)
            looked |= {str(each.candidate.path) for each in pool.read}
    return pool


def _read(candidates: Iterable[Candidate], wanted: Wanted, pool: Pool) -> None:
    for candidate in sorted(candidates, key=lambda each: each.file_name != wanted.name):
        if len(pool.read) + len(pool.unread) >= _MOST or candidate.size > pool.room:
            pool.unread[candidate.name] = f"{shown(candidate.name)} was not looked at."
            continue
        pool.room -= candidate.size
        try:
            notebook = read_candidate(candidate)
        except CourseError as error:
            if candidate.sure:
                folder = str(candidate.path)[: -len(candidate.name)]
                pool.unread[candidate.name] = str(error).replace(shown(folder, 1000), "")
            continue
        strange = wanted.strange(notebook)
        pool.read.append(Read(candidate, notebook, wanted, strange))


def _best(fitting: list[Read], wanted: Wanted) -> tuple[Read, str]:
    """The one that is meant, and why. Raises CourseError where that is not clear."""
    if len(fitting) == 1:
        return fitting[0], ""
    worked = [each for each in fitting if each.work] or fitting
    worked, why = _without_helpers(worked)
    if why and len(worked) == 1:
        return worked[0], why
    exact = [each for each in worked if each.candidate.file_name == wanted.name]
    if len(worked) == 1:
        return worked[0], "which was not worked in"
    if len({each.work for each in worked}) == 1:  # the same work; whose name is right counts
        if exact or all(_is_copy_of(each, wanted) for each in worked):
            return (exact or worked)[0], "which holds the same work"
        names = named(each.name for each in worked)
        raise CourseError(f"several notebooks and none named {wanted.name}: {names}.")
    whole = [each for each in worked if all(each.work >= other.work for other in worked)]
    if whole:
        return whole[0], "all of whose work is in it"
    newest, before = sorted(worked, key=lambda each: each.candidate.time, reverse=True)[:2]
    if newest.candidate.time - before.candidate.time > _SECONDS:
        return newest, "which is older; both were worked in, a person may want to look"
    names = named(each.name for each in worked)
    raise CourseError(
        f"several notebooks that were worked in, and none is known to be the last: {names}; "
        "a person has to look."
    )


def _without_helpers(worked: list[Read]) -> tuple[list[Read], str]:
    """Without notebooks that another of them runs, and those with nothing of what is wanted."""
    why = ""
    if rest := [each for each in worked if not any(other.runs(each) for other in worked)]:
        worked, why = rest, "which it runs" if len(rest) < len(worked) else ""
    rest = [each for each in worked if each.wanted.shows(each.notebook)]
    if rest and len(rest) < len(worked):
        worked, why = rest, "in which nothing of this lesson is"
    return worked, why


def _is_copy_of(each: Read, wanted: Wanted) -> bool:
    return each.candidate.file_name.startswith(wanted.name.removesuffix(".ipynb"))


def _others(chosen: Read, others: list[Read], why: str) -> str:
    strange = [f"{shown(each.name)} {each.strange}" for each in others if each.strange]
    given = courses_own(each.name for each in [chosen, *others])
    strange += [f"{shown(name)} is the course's own" for name in sorted(given)]
    names = named(each.name for each in others)
    reason = "; ".join(strange) or why
    return (
        f"several notebooks: {shown(chosen.name)} was graded, {names} was not"
        f"{f' ({reason})' if reason else ''}"
    )


def _nothing(listing: Listing, pool: Pool, wanted: Wanted) -> str:
    """Why there is no notebook to grade, in one reason."""
    if pool.unread or pool.read:
        return _why_not(pool.unread, [] if pool.unread else pool.read)
    if listing.too_many:
        return f"more than 2000 files were handed in, and no {wanted.name}."
    there = [path.name for path in listing.top() if path.name != "timestamp.txt"]
    beside = f"; there is {named(there)}" if there else ""
    return f"no notebook was handed in (expected {wanted.name}{beside})."


def _why_not(unread: dict[str, str], strange: list[Read]) -> str:
    words = [f"{shown(each.name)} {each.strange}" for each in strange[:3]]
    return " ".join([*unread.values(), *[f"{'; '.join(words)}."] * bool(words)])


def _exports(listing: Listing) -> list[str]:
    """Exported pages and scripts, which a student may take for the notebook."""
    return [
        f"{shown(path.name)} is no notebook; it was not graded"
        for path in listing.top()
        if path.suffix.lower() in (".html", ".htm")
    ][:5]

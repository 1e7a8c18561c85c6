"""nbgrader's search for files, for folders of any name: import this where its steps are used.

nbgrader takes whole paths for patterns: a student "team [a]" has no notebooks, nor has anybody in a
course that lies in "Course [2026]/", and there nothing is left out of a release, not even lessons'
sources. Here the patterns are those that a person wrote.
"""

from __future__ import annotations

import glob
import os
import re
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from nbgrader import utils
from nbgrader.apps import api
from nbgrader.converters import base
from nbgrader.converters.base import BaseConverter
from nbgrader.exchange.default import collect, exchange, fetch_feedback, release_feedback
from nbgrader.exchange.default import list as list_

_as_nbgrader_does, _as_nbgrader_removes = BaseConverter.init_notebooks, base.rmtree


def literally(pattern: str) -> list[str]:
    """`glob.glob`, but a folder that is there is no pattern, whatever signs are in its name."""
    place = _course_around(pattern)
    *folders, last = pattern[len(place) :].split(os.sep)
    while folders and not {"*", "?"} & set(folders[0]) and os.path.isdir(f"{place}{folders[0]}/"):
        place += folders.pop(0) + os.sep
    found = glob.glob(os.sep.join([*folders, last]), root_dir=place or None)
    return [place + each for each in found]


def _course_around(pattern: str) -> str:
    """How a pattern begins that was made in a course: with the folder that one works in, or one
    above it."""
    here = Path.cwd()
    above = (os.path.join(folder, "") for folder in (here, *here.parents))
    return next((folder for folder in above if pattern.startswith(folder)), "")


def folders_of(converter: BaseConverter) -> list[str]:
    """The folders of submissions that a command is to go through, by its two patterns."""
    course = converter.coursedir
    path = converter._format_source(course.assignment_id, course.student_id)
    return sorted({*literally(path), *([path] if os.path.isdir(path) else [])})


def _init_notebooks(self: BaseConverter) -> None:
    self.assignments, self.notebooks = {}, []
    wanted = f"{self.coursedir.notebook_id}.ipynb"
    for folder in folders_of(self):
        names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        if found := [name for name in names if fnmatch(name, wanted) and name[0] != "."]:
            self.assignments[folder] = [os.path.join(folder, name) for name in found]
        else:
            self.log.warning("No notebooks were matched by '%s'", os.path.join(folder, wanted))
    if not self.assignments:
        _as_nbgrader_does(self)  # says what is missing, as it always did


def _is_ignored(filename: str, ignore_globs: list[str] | None = None) -> bool:
    folder, name = os.path.split(filename)
    return any(name in glob.glob(each, root_dir=folder or None) for each in ignore_globs or ())


def _remove(path: str) -> None:
    """Remove what is in the place of a student's folder; a pipe would be waited for as a folder."""
    if os.path.isdir(path) and not os.path.islink(path):
        _as_nbgrader_removes(path)
    else:
        os.unlink(path)


BaseConverter.init_notebooks = _init_notebooks
base.rmtree = _remove
utils.is_ignored = _is_ignored
# a student's id may hold the end of a line
base.re = SimpleNamespace(match=partial(re.match, flags=re.DOTALL), escape=re.escape)
for module in (api, collect, exchange, fetch_feedback, list_, release_feedback):
    module.glob = SimpleNamespace(glob=literally)

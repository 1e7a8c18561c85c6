"""The course's own files, as an instructor left them: read, or one line says how to mend them.

Students' files are read in `grading/intake`, which makes the best of any. These are to be right.
"""

from __future__ import annotations

import io
import json
import os
import stat
import tomllib
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from .course import CONFIG, CourseError, Lesson

if TYPE_CHECKING:
    import numpy as np
    from nbformat import NotebookNode
    from traitlets.config import Config

BACK = "bring it back, such as with `git checkout`"
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def content_of(path: Path, mend: str = "") -> bytes:
    """A file's bytes; what is no file, such as a pipe, is not waited for.

    mend: what to do where it cannot be read, a sentence's end: "`autograder build` makes it anew".
    Raises CourseError with that.
    """
    then = f": {mend}." if mend else "."
    try:
        descriptor = os.open(path, os.O_RDONLY | _AT_ONCE)
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                with open(descriptor, "rb", closefd=False) as file:
                    return file.read()
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        nowhere = "is a link that leads nowhere" if os.path.islink(path) else "is missing"
        raise CourseError(f"{path} {nowhere}{then}") from None
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}{then}") from None
    kind = "a folder" if path.is_dir() else "a pipe or a device"
    then = f"; then {mend}." if mend else "."
    raise CourseError(f"{path} is {kind}, and no file: move it away{then}")


def text_of(path: Path, mend: str = "") -> str:
    """A file's text, in UTF-8. Raises CourseError likewise."""
    try:
        return content_of(path, mend).decode("utf-8")
    except UnicodeDecodeError:
        then = f": {mend}." if mend else ": save it in UTF-8."
        raise CourseError(f"{path} is no text in UTF-8{then}") from None


def table_of(path: Path, mend: str = "") -> dict:
    """What a file in TOML holds. Raises CourseError likewise."""
    try:
        return tomllib.loads(text_of(path, mend))
    except tomllib.TOMLDecodeError as error:
        then = f": {mend}." if mend else "."
        raise CourseError(f"{path} is not TOML ({error}){then}") from None


def arrays_of(path: Path, *names: str, mend: str = "") -> list[np.ndarray]:
    """Arrays of a file of NumPy's, by their names. Raises CourseError likewise."""
    import numpy as np  # which most commands do without

    content = content_of(path, mend)
    try:
        with np.load(io.BytesIO(content)) as file:
            return [file[name] for name in names]
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zlib.error):
        then = f": {mend}." if mend else "."
        raise CourseError(f"{path} is damaged{then}") from None


def notebook_of(path: Path, mend: str = "") -> NotebookNode:
    """A notebook, in the current format; it is not validated. Raises CourseError likewise."""
    import nbformat  # which a learner's own check does without

    text = text_of(path, mend)
    try:
        is_current = json.loads(text)["nbformat"] == 4
        # `nbformat.reads` looks at every cell's every key, which takes four times as long
        notebook = nbformat.v4.reads(text) if is_current else nbformat.reads(text, as_version=4)
        if not all({"cell_type", "metadata", "source"} <= cell.keys() for cell in notebook.cells):
            raise ValueError
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        then = f": {mend}." if mend else "."
        raise CourseError(f"{path} is damaged, it is no notebook{then}") from None
    return notebook


def solved_notebook(lesson: Lesson) -> NotebookNode:
    """A lesson's solved notebook, which grading goes by. Raises CourseError likewise."""
    return notebook_of(lesson.solved, f"`autograder build {lesson.folder}` makes it anew")


def configuration(root: Path) -> Config:
    """What a course's nbgrader_config.py says. Raises CourseError where it cannot be run."""
    from traitlets.config import PyFileConfigLoader

    try:
        # the whole path: the folder's name alone would be searched for variables, such as $HOME
        return PyFileConfigLoader(str(root.absolute() / CONFIG)).load_config()
    except (Exception, SystemExit) as error:
        raise not_configured(error) from None


def not_configured(error: BaseException) -> CourseError:
    """What is said where the course's configuration is no Python, or fails."""
    return CourseError(f"{CONFIG} cannot be read: {type(error).__name__}: {error}")

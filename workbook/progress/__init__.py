"""The progress view: what is done, what is next, read from the learner's own saved notebooks.

In a notebook, as a cell's last line, it is a table with links; printed, it is the same in words::

    from workbook.progress import progress

    progress()

`autograder progress` shows it in a terminal. Nothing is run again, and nothing here is a mark.
"""

import sys
from datetime import datetime
from pathlib import Path

from workbook import checkpoints
from workbook.progress.finding import gather, lessons_folder
from workbook.progress.view import Progress

__all__ = ["Progress", "ProgressError", "progress"]

COURSE = Path(__file__).resolve().parents[2]


class ProgressError(ValueError):
    """Progress that cannot be shown; a notebook shows its one line, without a traceback."""

    def _render_traceback_(self):
        return [str(self)]


def progress(folder=None):
    """What is done and what is next: a `Progress`, which shows as a table and prints as text.

    folder: where your lessons are, or a folder inside or above them. Without it, the lessons that
        are nearest to the notebook that asks: in a copy of the course, the copy's; and where none
        are near, those of the course itself.

    Raises ProgressError where there are no lessons.
    """
    here = Path.cwd()
    start = here if folder is None else (here / folder).resolve()
    lessons = _lessons_of(folder, start)
    found = gather(lessons, start)
    return Progress(found, lessons, here, _course_lessons(), _checked_here(), _known_in(lessons))


def answers_beside(folder=None):
    """The file of answers of whoever works in these lessons: an `AnswersFile`.

    folder: as for `progress`. Raises ProgressError where there are no lessons.
    """
    start = Path.cwd() if folder is None else (Path.cwd() / folder).resolve()
    return _answers_of(_lessons_of(folder, start))


def _lessons_of(folder, start):
    lessons = lessons_folder(start) if start.is_dir() else None
    if lessons is None and folder is None:
        lessons = lessons_folder(COURSE)
    if lessons is None:
        reason = "holds no lessons" if start.is_dir() else "is no folder"
        raise ProgressError(
            f"{folder or COURSE} {reason}: name the folder that your lessons are in."
        )
    return lessons


def _answers_of(lessons):
    from workbook.memory.answers_file import AnswersFile
    from workbook.memory.keeping import home_of

    return AnswersFile(home_of(lessons))


def _known_in(lessons):
    """What the answers of these lessons' learner say; None where nothing is kept."""
    from workbook.memory.known import knowledge, unreadable

    try:
        kept = _answers_of(lessons).read()
    except OSError as error:
        return unreadable(error)
    return knowledge(kept, datetime.now().astimezone())


def _course_lessons():
    """The folders' names of all lessons that the course has."""
    return [path.stem for path in sorted(checkpoints.FOLDER.glob("*.toml"))]


def _checked_here():
    """What this kernel has run: {"check(relu)": 17}, the last count of each cell's text."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    history = shell.user_ns.get("In", []) if shell else []
    return {source.strip(): count for count, source in enumerate(history)}

"""What a notebook keeps of its learner's work, and where: in their folder, and nowhere else.

Only a notebook whose kernel runs keeps anything, and only one in the learner's own folder of
lessons or right beside it. Grading, scripts, tests, solved notebooks and decks keep nothing.
"""

import os
import sys
from functools import cache
from pathlib import Path

from workbook.memory.answers_file import AnswersFile, event


def keep_answer(item, right, **data):
    """Keep an answer to a question; returns a sentence where it could not be kept, once."""
    return _keep(lambda: event("answer", item, right=bool(right), **_known(data)))


def keep_check(exercise, status, **data):
    """Keep how a check came out; returns a sentence where it could not be kept, once."""
    return _keep(lambda: event("check", exercise, status=status, **_known(data)))


def kept_here(once=False):
    """What is kept where this notebook works: (events, sentences about the file).

    No events where nothing is kept, and where the file may not be read. once: leave out the
    sentences that this kernel has said before.
    """
    answers = answers_here()
    if answers is None:
        return (), []
    try:
        kept = answers.read()
    except OSError as error:
        events, said = (), [f"{answers.path.name} cannot be read: {error.strerror or error}."]
    else:
        events, said = kept.events, list(kept.said())
    new = [sentence for sentence in said if not once or sentence not in _told]
    _told.update(said)
    return events, new


def answers_here():
    """The file of this notebook's learner; None where nothing is kept."""
    if not _in_notebook() or "NBGRADER_EXECUTION" in os.environ:
        return None
    return answers_near(Path.cwd())


@cache
def answers_near(here):
    """The file of the learner whose notebooks lie in or around the folder `here`; None elsewhere.

    It lies beside the folder `lessons`; where that has another name, in it.
    """
    from workbook.progress.finding import lessons_folder

    try:
        lessons = lessons_folder(here)
    except OSError:
        return None
    if lessons is None:
        return None
    inside = here == home_of(lessons) or here.is_relative_to(lessons)
    return AnswersFile(home_of(lessons)) if inside else None


def home_of(lessons):
    """The folder that keeps the answers of somebody whose lessons lie in the folder `lessons`."""
    return lessons.parent if lessons.name == "lessons" else lessons


_told = set()
"""What this kernel has said of the file, by the sentence, and which files took nothing."""


def _keep(make):
    answers = answers_here()
    if answers is None:
        return ""
    try:
        answers.append(make())
    except OSError as error:
        if answers.path in _told:
            return ""
        _told.add(answers.path)
        reason = error.strerror or error
        return (
            f"What you answer cannot be kept: {answers.path.name} cannot be written ({reason}). "
            "Everything else works as before."
        )
    return ""


def _known(data):
    return {name: value for name, value in data.items() if value is not None}


def _in_notebook():
    """Whether a kernel runs this code."""
    ipython = sys.modules.get("IPython")
    return bool(ipython) and hasattr(ipython.get_ipython(), "kernel")

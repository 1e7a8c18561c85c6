"""Which notebooks are the learner's own, and which one counts where a lesson has several.

A notebook is known by what it says of itself, never by its name: a renamed one, a duplicate, or a
copy of the whole folder under another name counts as well.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from workbook.progress.reading import LessonRecord, UnreadableError, read_lesson

SET_ASIDE = re.compile(r"-mine-\d+$")
"""How `autograder reset` names the notebook that it replaces."""


@dataclass
class Found:
    """What lies in a folder of lessons.

    counted: one record per lesson, in the course's order. others: by lesson, further notebooks in
    which somebody has worked. damaged: {path: why it cannot be read}.
    """

    counted: list[LessonRecord] = field(default_factory=list)
    others: dict[str, list[LessonRecord]] = field(default_factory=dict)
    damaged: dict[Path, str] = field(default_factory=dict)


def lessons_folder(start):
    """The folder of lessons that `start` is, holds, or lies in; None where there is none.

    The nearest one counts: who works in a copy of the course sees the copy's progress.
    """
    for folder in (start, *start.parents):
        for candidate in (folder / "lessons", folder):
            if any(map(_is_lesson, sorted(candidate.glob("[0-9][0-9]-*/*.ipynb")))):
                return candidate
    return None


def gather(lessons, beside):
    """Read all notebooks of the folder `lessons`, and those right in the folder `beside`."""
    found, by_lesson = Found(), {}
    for path in sorted(
        {*lessons.glob("*.ipynb"), *lessons.glob("*/*.ipynb"), *beside.glob("*.ipynb")}
    ):
        # Jupyter's own: .ipynb_checkpoints, and .~name.ipynb, the old text while it saves.
        if path.parent.name.startswith(".") or path.name.startswith("."):
            continue
        try:
            record = read_lesson(path)
        except UnreadableError as error:
            found.damaged[path] = str(error)
            continue
        if record:
            by_lesson.setdefault(record.folder, []).append(record)
    for folder, records in sorted(by_lesson.items()):
        best = max(records, key=_claim)
        found.counted.append(best)
        found.others[folder] = [r for r in records if r is not best and r.begun]
    return found


def _claim(record):
    """By what one of a lesson's notebooks comes before another: work, then the time of saving."""
    return (
        not SET_ASIDE.search(record.path.stem),
        record.begun,
        record.saved if record.begun else 0.0,
        record.path.stem == record.folder.partition("-")[2],
    )


def _is_lesson(path):
    """Whether a notebook is a learner's of the course, or a damaged one in a lesson's place."""
    try:
        return read_lesson(path) is not None
    except UnreadableError:
        return path.stem == path.parent.name.partition("-")[2]

"""The progress view in words and as HTML; both say the same, in the same order.

The HTML's styles are inline, because JupyterLab strips style sheets from notebooks that it does not
trust; its colours follow JupyterLab's theme, with fallbacks for pages outside it.
"""

import os
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from workbook.progress.as_json import as_json
from workbook.progress.reading import PARTLY, RIGHT, STATES
from workbook.progress.remembered import remembered

SOURCE = (
    "Read from your notebooks as they were last saved: the last check of each exercise. "
    "It is no mark, and nothing was run again."
)

SPENT = "Minutes spent are those between your answers and checks, so rather too few."


class Progress:
    """How far somebody has come: `progress()` returns it.

    lessons: a LessonRecord for each lesson. next: the (lesson, exercise) to go on with, None when
    every core exercise is right. notes: what could not be read, or is not what it seems; one line
    each. complete: whether all notebooks that there are could be read. known: what the learner's
    own answers say, a `workbook.memory.known.Knowledge`; None where none are kept.
    """

    def __init__(self, found, folder, here, course=(), checked=None, known=None):
        self.lessons = found.counted
        self.known = known
        self.complete = not found.damaged
        self._here = here
        self.next = _next(self.lessons)
        has_source = (folder.parent / "solutions").is_dir()
        self.notes = [
            *self._unsaved(found, checked or {}),
            *self._damaged(found, has_source),
            *self._several(found),
            *self._missing(found, course, has_source),
            *(known.notes if known else ()),
        ]
        self.remembered = remembered(known) if known else []
        review = folder / "review.ipynb"
        self.review = quote(self.path(review)) if review.is_file() else ""

    def __repr__(self):
        """The view in plain text."""
        rows = [(r.number, r.title, standing(r), points(r), self.minutes(r)) for r in self.lessons]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [self.headline, self._next_line(), *self.remembered, *self.notes, ""]
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            lines.append("  ".join(cells).rstrip())
        return "\n".join([*lines, "", self.source])

    def as_json(self):
        """The view for a program, as text; `docs/answers-file.md` says what stands in it."""
        return as_json(self)

    def _repr_html_(self):
        return _template().render(view=self, source=self.source)

    @property
    def source(self):
        """Where all this comes from, in two sentences."""
        return f"{SOURCE} {SPENT}" if self.known else SOURCE

    @property
    def headline(self):
        """ "Your progress: 3.5 of 21 points, 1 of 2 lessons done"."""
        done = sum(is_done(record) for record in self.lessons)
        to_do = sum(bool(record.core) for record in self.lessons)
        got, most = (
            sum(getattr(r, name) for r in self.lessons) for name in ("points", "max_points")
        )
        return f"Your progress: {got:g} of {most:g} points, {done} of {to_do} lessons done"

    def minutes(self, record):
        """ "90 min", and those that were spent, as far as they are known."""
        level = self.level(record)
        spent = f", {level.minutes} spent" if level and level.minutes else ""
        return f"{record.minutes} min{spent}"

    def level(self, record):
        """What is known of a lesson, a `LessonLevel`; None where nothing was asked yet."""
        return self.known.lessons.get(record.folder) if self.known else None

    def link(self, record, exercise=None):
        """The address of a notebook, and of an exercise in it, relative to the notebook that asks.

        JupyterLab opens it in a tab of its own and scrolls to the exercise.
        """
        place = f"#cell-id={quote(exercise.cell)}" if exercise and exercise.cell else ""
        return quote(self.path(record.path)) + place

    def path(self, path):
        """A notebook's path as the person who asks would write it, with forward slashes."""
        try:
            return Path(os.path.relpath(path, self._here)).as_posix()
        except ValueError:  # on another Windows drive
            return path.as_posix()

    @property
    def nothing_next(self):
        """What is said where there is no next exercise."""
        if not self.lessons:
            return "not known. No notebook could be read."
        return "nothing is left. Every exercise that carries points is right."

    def _next_line(self):
        if self.next is None:
            return f"Next: {self.nothing_next}"
        lesson, exercise = self.next
        where = f"lesson {lesson.number}, {lesson.title}, exercise {exercise.name}"
        return f"Next: {where} ({exercise.state}), in {self.path(lesson.path)}"

    # -- what is not as it should be ----------------------------------------------------------

    def _unsaved(self, found, checked):
        """Checks that the kernel has run and that no saved notebook knows of."""
        for lesson in self.lessons:
            saved = [lesson, *found.others[lesson.folder]]
            sources = {exercise.name: f"check({exercise.name})" for exercise in lesson.exercises}
            fresh = [
                name
                for name, source in sources.items()
                if source in checked
                and not any(checked[source] in record.runs.get(source, ()) for record in saved)
            ]
            if fresh:
                yield (
                    f"Save first (Ctrl + S, on a Mac ⌘ + S), then run this cell again: since "
                    f"{self.path(lesson.path)} was last saved you have checked {', '.join(fresh)}."
                )

    def _damaged(self, found, has_source):
        for path, reason in found.damaged.items():
            folder = path.parent.name
            released = path.stem == folder.partition("-")[2]
            remedy = (
                f" `autograder reset {folder}` writes a fresh one and keeps this one beside it."
                if released and has_source
                else ""
            )
            yield f"{self.path(path)} cannot be read: {reason}.{remedy}"

    def _several(self, found):
        for lesson in self.lessons:
            if others := found.others[lesson.folder]:
                left = ", ".join(f"{self.path(r.path)} ({points(r)})" for r in others)
                yield (
                    f"Lesson {lesson.number} is in several notebooks. {self.path(lesson.path)} "
                    f"counts here; not counted: {left}."
                )

    def _missing(self, found, course, has_source):
        there = {lesson.folder for lesson in self.lessons}
        there |= {path.parent.name for path in found.damaged}
        if missing := [folder for folder in course if folder not in there]:
            build = f" `autograder build {' '.join(missing)}` writes what is missing."
            remedy = build if has_source else ""
            yield f"No notebook here of {', '.join(missing)}.{remedy}"


def is_done(record):
    """Whether every core exercise of a lesson is right."""
    return bool(record.core) and not record.open


def points(record):
    """ "2.5 of 20 points"."""
    unit = "point" if record.max_points == 1 else "points"
    return f"{record.points:g} of {record.max_points:g} {unit}"


def standing(record):
    """A lesson's exercises in words: "7 of 10 right, 1 partly right, 2 not written yet"."""
    if not record.exercises:
        return "no exercises"
    if not record.core and not record.texts:
        right = sum(exercise.state == RIGHT for exercise in record.stretch)
        return f"as you need it, {right} of {len(record.stretch)} right"
    if not record.begun and not record.counted(RIGHT):
        count, stretch = len(record.core), len(record.stretch)
        exercises = f"{count} {'exercise' if count == 1 else 'exercises'}"
        return f"not begun, {exercises}" + (f" and {stretch} stretch" if stretch else "")
    words = [f"{record.counted(RIGHT)} of {len(record.core)} right"]
    counts = ((record.counted(state), state) for state in STATES if state != RIGHT)
    words += [f"{count} {state}" for count, state in counts if count]
    if record.stretch:
        right = sum(exercise.state == RIGHT for exercise in record.stretch)
        words.append(f"stretch {right} of {len(record.stretch)}")
    if record.texts:
        words.append(f"texts {sum(record.texts.values())} of {len(record.texts)} written")
    return ", ".join(words)


def _next(lessons):
    """The exercise to go on with: in the furthest lesson begun, else after it, else before it."""
    begun = [place for place, lesson in enumerate(lessons) if lesson.begun and lesson.core]
    place = begun[-1] if begun else 0
    for lesson in lessons[place:] + lessons[:place]:
        if lesson.open:
            return lesson, lesson.open[0]
    return None


def _shares(record):
    """The widths of a lesson's bar, in percent: right, and partly right."""
    return [100 * record.counted(state) / (len(record.core) or 1) for state in (RIGHT, PARTLY)]


@cache
def _template():
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(is_done=is_done, points=points, shares=_shares, standing=standing)
    environment.filters["prose"] = _prose
    source = Path(__file__).with_name("progress.html.j2").read_text("utf-8")
    return environment.from_string(source)


def _prose(text):
    """A sentence with `code` between backquotes, as HTML."""
    pieces = escape(text).split("`")
    return Markup("".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(pieces)))

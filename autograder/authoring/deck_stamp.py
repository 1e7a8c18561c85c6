"""Whether a deck's HTML file is that of the deck as it is now: told by a fingerprint at its end."""

from __future__ import annotations

import hashlib

from ..course import CourseError, Lesson
from ..own_files import content_of, text_of


def stamped(page: str, lesson: Lesson) -> str:
    """A deck's page with the fingerprint of what it was made of."""
    return f"{page}{_stamp(lesson)}\n"


def page_as_it_is_now(lesson: Lesson) -> str:
    """The deck's page. Raises CourseError where it is missing, or was made of another deck."""
    name = lesson.deck_html.relative_to(lesson.root)
    command = f"`autograder build --slides {lesson.folder}`"
    if not lesson.deck_html.is_file():
        raise CourseError(f"{name} is missing: run {command}.")
    page = text_of(lesson.deck_html, f"{command} makes it anew")
    if not page.endswith(f"{_stamp(lesson)}\n"):
        raise CourseError(f"{name} is out of date: run {command}.")
    return page


def _stamp(lesson: Lesson) -> str:
    made_of = hashlib.sha256()
    for path in (lesson.deck, lesson.root / "slides" / "theme.css"):
        made_of.update(content_of(path))
    return f"<!-- made of {made_of.hexdigest()[:24]} -->"

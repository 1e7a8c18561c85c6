"""Where the report's links lead: relative addresses, so that the course's folder may be moved."""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path
from urllib.parse import quote

from ...course import CourseError, Lesson
from ...own_files import content_of
from ..gradebook.plain_assignments import Assignment

STUDENTS = "students"
_PART = re.compile(r'<section class="exercise" id="(part-\d+)" aria-label="'
                   r'(?:Check of|Your text|Your work on) ([^"]+) \(part \d+\)"')  # fmt: skip


class Submissions:
    """Where what students handed in of one lesson is shown. up: from the page to the course's
    folder, as "../".
    """

    def __init__(self, root: Path, work: Lesson | Assignment, up: str):
        self.root, self.work, self.up = root, work, up
        self._parts: dict[Path, dict[str, str]] = {}

    def link(self, student: str, exercise: str = "") -> str:
        """A student's feedback page where there is one, at an exercise where it is named there;
        else the graded notebook; "" for neither."""
        notebook = exercise.rpartition("/")[0]
        for folder, ending in (("feedback", "html"), ("autograded", "ipynb")):
            found = sorted((self.root / folder / student / self.work.folder).glob(f"*.{ending}"))
            named = [path for path in found if path.stem == notebook] or found
            if named:
                link = self.up + _address(folder, student, self.work.folder, named[0].name)
                part = self._part(named[0], exercise) if exercise and ending == "html" else ""
                return f"{link}#{part}" if part else link
        return ""

    def _part(self, page: Path, exercise: str) -> str:
        """The place of an exercise on a feedback page, "" where it has none."""
        if page not in self._parts:
            found = _PART.findall(_text(page))
            self._parts[page] = {html.unescape(name): part for part, name in found}
        return self._parts[page].get(exercise.rpartition("/")[2], "")


def _text(page: Path) -> str:
    """A page's text; none of what is no file any more, such as a pipe."""
    try:
        return content_of(page).decode("utf-8", "replace")
    except CourseError:
        return ""


def lesson_link(work: Lesson | Assignment, up: str) -> str:
    """The notebook that learners open, "" for what is no lesson."""
    if not isinstance(work, Lesson):
        return ""
    return up + _address("lessons", work.folder, work.notebook.name)


def page_name(student: str) -> str:
    """The file of a student's page: readable, safe on any disk, and no two students' the same."""
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", student).strip("-.")[:60]
    return f"{plain or 'student'}-{digest}.html"


def _address(*parts: str) -> str:
    return "/".join(quote(part, safe="", errors="replace") for part in parts)

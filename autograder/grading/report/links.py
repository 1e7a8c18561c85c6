"""Where the report's links lead: relative addresses, so that the course's folder may be moved."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import quote

from ...course import Lesson
from ..gradebook.plain_assignments import Assignment

STUDENTS = "students"


def submission_link(root: Path, student: str, work: Lesson | Assignment, up: str) -> str:
    """A student's feedback page where there is one, else the graded notebook, "" for neither.

    up: what leads from the page to the course's folder, as "../".
    """
    for folder, ending in (("feedback", "html"), ("autograded", "ipynb")):
        place = root / folder / student / work.folder
        found = sorted(place.glob(f"*.{ending}"))
        if found:
            return up + _address(folder, student, work.folder, found[0].name)
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

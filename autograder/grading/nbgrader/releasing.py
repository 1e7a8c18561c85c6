"""nbgrader's release of feedback, which one submission cannot stop for a whole class."""

from __future__ import annotations

import glob
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.exchange.default import ExchangeReleaseFeedback

from ...course import CourseError
from .literal_folders import literally
from .read_marks import stated_now, stated_on

SECRET, TIME = "submission_secret.txt", "timestamp.txt"


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Releases the pages of those who handed in through nbgrader's exchange.

    Others have no place there that they could fetch a page from: they are named, as are those whose
    page is older than their last grading.
    """

    def copy_files(self):
        everybody = self.src_path
        try:
            for folder in sorted(map(Path, literally(everybody))):
                if self._can_be_fetched(folder) and self._is_fresh(folder):
                    self.src_path = glob.escape(str(folder))
                    super().copy_files()
        finally:
            self.src_path = everybody

    def _can_be_fetched(self, folder: Path) -> bool:
        missing = [name for name in (SECRET, TIME) if not (folder / name).is_file()]
        if missing:
            self.log.warning(
                "%s has no %s: it was not handed in through nbgrader's exchange, where a student "
                "could fetch its feedback. Hand over the page itself.",
                folder,
                " and no ".join(missing),
            )
        return not missing

    def _is_fresh(self, folder: Path) -> bool:
        """Whether pages are those of the last grading, and not of the one before it."""
        graded = Path(self.coursedir.format_path(
            self.coursedir.autograded_directory, folder.parent.name, folder.name
        ))  # fmt: skip
        for page in sorted(folder.glob("*.html")):
            try:
                stated = stated_on(page)
            except CourseError as error:
                self.log.warning("%s is not released: %s", folder, error)
                return False
            notebook = graded / f"{page.stem}.ipynb"
            before = ""
            if notebook.is_file() and notebook.stat().st_mtime > page.stat().st_mtime:
                before = "the last grading"
            elif self._has_other_marks(page, stated):
                before = "the last mark or comment of a person"
            if before:
                self.log.warning(
                    "%s is not released: it was made before %s. Run `autograder feedback %s`, "
                    "then release again.",
                    page,
                    before,
                    folder.name,
                )
                return False
        return True

    def _has_other_marks(self, page: Path, stated: str) -> bool:
        """Whether other marks or comments are in the gradebook than those that a page states."""
        folder = page.parent
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book:
            now = stated_now(book, page.stem, folder.name, folder.parent.name)
        return bool(stated and now) and stated != now

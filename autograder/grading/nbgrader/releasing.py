"""nbgrader's release of feedback, which one submission cannot stop for a whole class."""

from __future__ import annotations

import glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

SECRET, TIME = "submission_secret.txt", "timestamp.txt"


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Releases the pages of those who handed in through nbgrader's exchange.

    Others have no place there that they could fetch a page from: they are named.
    """

    def copy_files(self):
        everybody = self.src_path
        try:
            for folder in sorted(map(Path, glob.glob(everybody))):
                if self._can_be_fetched(folder):
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

"""A line for each student in Moodle's column of comments: points of each part, and where more is.

What a person wrote there stays. A line of an earlier run is known by its form, and made anew.
"""

from __future__ import annotations

import html
import re

from ..grading.gradebook.standing import Standing

_POINTS = r"-?[\d.]+ of [\d.]+"
_PART = rf"[^,<>]+ {_POINTS}"
_OWN = re.compile(
    rf"{_POINTS} points(?: \([\d.]+ off for being late\))?: {_PART}(?:, {_PART})*\."
    r"(?: More in feedback[^<>]*\.html\.)?"
)


def comment_of(standing: Standing, pages: list[str]) -> str:
    """What is said to a student who has a mark; plain ASCII, which is read as HTML.

    pages: the files with the feedback that the platform gives the student, as they are called.
    """
    late = f" ({_number(standing.penalty)} off for being late)" if standing.penalty else ""
    several = len({cell.notebook for cell in standing.cells}) > 1
    parts = ", ".join(
        f"{f'{cell.notebook}/' if several else ''}{cell.name.removeprefix('check-')} "
        f"{_number(cell.points)} of {_number(cell.most)}"
        for cell in standing.cells
        if cell.most > 0
    )
    total = f"{_number(standing.score)} of {_number(standing.max_score)} points"
    more = f" More in {', '.join(pages)}." if pages else ""
    said = html.escape(f"{total}{late}: {parts}.{more}", quote=False)
    return said.encode("ascii", "xmlcharrefreplace").decode("ascii")


def may_be_replaced(text: str) -> bool:
    """Whether a cell holds nothing, or a line that was made here."""
    return not text.strip() or bool(_OWN.fullmatch(text.strip()))


def _number(points: float | None) -> str:
    return f"{round(points or 0.0, 2):g}"

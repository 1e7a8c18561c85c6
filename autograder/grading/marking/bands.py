"""The bands by which a text is marked: read from the table above it in the lesson's source."""

from __future__ import annotations

import re
from typing import NamedTuple

_ROW = re.compile(r"^\s*\|\s*(\d+(?:\.\d+)?)\s*(?:[–—-]\s*(\d+(?:\.\d+)?))?\s*\|\s*(.+?)\s*\|\s*$")


class Band(NamedTuple):
    """A range of points, both ends included, and what a text in it does (Markdown)."""

    low: float
    high: float
    says: str

    @property
    def middle(self) -> float:
        """What is proposed for a text of this band: the whole point in or below its middle."""
        return max(self.low, float(int((self.low + self.high) / 2)))


def bands_in(markdown: str) -> tuple[Band, ...]:
    """The bands of a table whose first column has points, the best first; none where it has none.

    A row reads `| 9–12 | describes … |`, or `| 5 | … |` where the band is one number.
    """
    found = [row for line in markdown.splitlines() if (row := _ROW.match(line))]
    bands = [Band(*sorted((float(r[1]), float(r[2] or r[1]))), r[3]) for r in found]
    return tuple(sorted(bands, key=lambda band: -band.low))


def band_of(points: float, bands: tuple[Band, ...]) -> int | None:
    """The place of the band that points lie in, counted from the best; between two, the lower one.

    None where there are no bands. Points below all bands lie in one more, behind the last.
    """
    if not bands:
        return None
    return next((at for at, band in enumerate(bands) if points >= band.low), len(bands))

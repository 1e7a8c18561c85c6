"""One marker's desk: the questions, the texts of each in a fixed order, and whose they are."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path

from ...course import CourseError
from . import reading
from .agreement import Agreement, agreements
from .bands import band_of
from .in_gradebook import Waiting, texts_to_mark, write_mark
from .ledger import Given, Ledger
from .reading import Question

OPEN, AGAIN, DONE, TAKEN = "open", "again", "done", "taken"
"""What a text is to this marker: to be marked, to be looked at again, marked, or another's."""
LONGEST_COMMENT = 10_000


@dataclass(frozen=True)
class Place:
    """A text on the desk. number: from 1, in the question's order; whose: who has it, "" for none.

    is_shared: of the sample that every marker marks. own: what this marker gave. key: stands for
    the text, whatever else is handed in meanwhile. mark: a fingerprint of what was written.
    """

    number: int
    text: Waiting
    state: str
    whose: str
    is_shared: bool
    own: Given | None
    key: str
    mark: str


class Desk:
    """What one marker sees of an assignment. Nothing of it is kept between two looks."""

    def __init__(self, root: Path, assignment: str, marker: str):
        self.root, self.assignment, self.marker = root, assignment, marker
        self.ledger = Ledger(root, assignment)

    def questions(self) -> list[Question]:
        """The questions of which there are texts, in the order in which they were asked."""
        first: dict[str, Waiting] = {}
        for text in texts_to_mark(self.root, self.assignment):
            first.setdefault(text.question, text)
        found = [reading.question_of(self.root, self.assignment, text) for text in first.values()]
        return sorted(found, key=lambda question: (question.notebook, question.at))

    def places(self, question: str) -> list[Place]:
        """A question's texts, the shared sample first; the order tells nothing of the students."""
        texts = [t for t in texts_to_mark(self.root, self.assignment) if t.question == question]
        texts.sort(key=self._key)
        sample, claims = self.ledger.setting("sample"), self.ledger.claims()
        given: dict[str, list[Given]] = {}
        for each in self.ledger.marks():
            if each.cell == question:
                given.setdefault(each.student, []).append(each)
        return [
            self._place(n, text, n <= sample, claims.get((question, text.student), ""),
                        given.get(text.student, []))
            for n, text in enumerate(texts, 1)
        ]  # fmt: skip

    def next_place(self, question: str) -> Place | None:
        """The next text for this marker, which is theirs from now on; None where none is left."""
        for place in self.places(question):
            if place.state not in (OPEN, AGAIN):
                continue
            whose = self.ledger.take(question, place.text.student, self.marker)
            if place.is_shared or whose == self.marker:
                return place
        return None

    def mark(self, place: Place, points: float, comment: str) -> None:
        """Give a text its points; into the gradebook where it is this marker's to give.

        Of the shared sample the mark of the one who opened it first counts. Raises CourseError
        where the points are none, or where it is another's.
        """
        text, question = place.text, place.text.question
        if not (math.isfinite(points) and 0 <= points <= text.most):
            raise CourseError(f"Points are between 0 and {text.most:g}.")
        if len(comment) > LONGEST_COMMENT:
            raise CourseError(f"A comment has at most {LONGEST_COMMENT} characters.")
        whose = self.ledger.take(question, text.student, self.marker)
        if whose != self.marker and not place.is_shared:
            raise CourseError(f"{whose} has this text. Nothing was saved.")
        if whose == self.marker:
            write_mark(self.root, self.assignment, text, points, comment)
        self.ledger.note(Given(question, text.student, self.marker, points, comment, place.mark))

    def agreement(self, question: Question) -> list[Agreement]:
        """How far markers agree on a question's texts that several have marked."""
        bands: dict[str, dict[object, int]] = {}
        for given in self.ledger.marks():
            if given.cell == question.name:
                band = band_of(given.points, question.bands)
                key = round(given.points) if band is None else band
                bands.setdefault(given.marker, {})[given.student] = key
        return agreements(bands)

    def _place(
        self, number: int, text: Waiting, is_shared: bool, whose: str, given: list[Given]
    ) -> Place:
        mark = reading.fingerprint(self.root, self.assignment, text)
        own = next((each for each in given if each.marker == self.marker), None)
        still = [each for each in given if each.text == mark]
        if own in still:
            state = DONE
        elif is_shared:
            state = OPEN
        elif still or (text.points is not None and not text.review):
            state = DONE
        elif whose not in ("", self.marker):
            state = TAKEN
        else:
            state = OPEN if text.points is None else AGAIN
        return Place(number, text, state, whose, is_shared, own, self._key(text), mark)

    def _key(self, text: Waiting) -> str:
        key = f"{self.assignment}/{text.question}/{text.student}"
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]

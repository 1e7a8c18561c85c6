"""The questions that a deck puts to the vote, as HTML, in the order of its slides."""

from __future__ import annotations

from dataclasses import dataclass

import bs4

from workbook.checkpoints import Question, find

from ..authoring.mathml import markdown2html
from ..course import CourseError, Lesson
from ..own_files import notebook_of

LETTERS = "ABCDE"


@dataclass(frozen=True)
class Choice:
    """An option: its letter, its text and its reason as HTML."""

    letter: str
    html: str
    why: str
    right: bool


@dataclass(frozen=True)
class Asked:
    """A question as pages show it: texts are HTML; `title` is the prompt in plain words."""

    id: str
    title: str
    scenario: str
    prompt: str
    choices: tuple[Choice, ...]
    listen_for: str
    think: int

    @property
    def right(self) -> int:
        """The place of the right option."""
        return next(place for place, choice in enumerate(self.choices) if choice.right)


def questions_of(lesson: Lesson) -> dict[str, Asked]:
    """The questions of a lesson's deck: id → question.

    Raises CourseError where the deck is missing, or puts none.
    """
    if not lesson.deck.is_file():
        name = lesson.deck.relative_to(lesson.root)
        raise CourseError(f"{name} is missing: run `autograder build {lesson.folder}`.")
    cells = notebook_of(lesson.deck, f"`autograder build {lesson.folder}` makes it anew").cells
    parts = [cell["metadata"].get("deck", {}) for cell in cells]
    asked = [part["question"] for part in parts if part.get("part") == "vote"]
    if not asked:
        raise CourseError(f"The deck of {lesson.folder} puts no question to the vote.")
    return {id: as_asked(find(id)) for id in asked}


def as_asked(question: Question) -> Asked:
    """A question with its texts as HTML."""
    choices = [
        Choice(
            letter=letter,
            html=_line(option.text),
            why=markdown2html(option.why),
            right=option.right,
        )
        for letter, option in zip(LETTERS, question.options, strict=False)
    ]
    return Asked(
        id=question.id,
        title=words_of(_line(question.prompt)),
        scenario=markdown2html(question.scenario) if question.scenario.strip() else "",
        prompt=_line(question.prompt),
        choices=tuple(choices),
        listen_for=markdown2html(question.listen_for),
        think=question.think,
    )


def words_of(html: str) -> str:
    """HTML as one line of plain text; formulas by their signs, as well as that goes."""
    return " ".join(bs4.BeautifulSoup(html, "html.parser").get_text("").split())


def _line(text: str) -> str:
    """A short text as HTML that may stand inside a label or a heading: without its paragraph."""
    html = markdown2html(text).strip()
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return html if "<p>" in inner else inner

"""Moodle's XML (question/format/xml): a category for each lesson, feedback for each option.

`idnumber` is the question's id. Moodle puts an imported question beside an older one of the same id
and takes the number from none; it is what a teacher, or a script, finds the older one by.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from workbook.checkpoints import Question

from .texts import asked, to_html
from .writing import COURSE, Chapter


def content(chapters: list[Chapter]) -> bytes:
    """The file of a bank."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for chapter in chapters:
        lines += _category(chapter)
        for question in chapter.questions:
            lines += _question(question, chapter)
    return "\n".join([*lines, "</quiz>", ""]).encode()


def category_path(chapter: Chapter) -> str:
    """Where Moodle keeps a lesson's questions; a "/" in a name is doubled."""
    names = (name.replace("/", "//") for name in (COURSE, chapter.title))
    return "/".join(["$course$/top", *names])


def _category(chapter: Chapter) -> Iterator[str]:
    yield '<question type="category">'
    yield f"<category><text>{escape(category_path(chapter))}</text></category>"
    yield f"<idnumber>{escape(chapter.folder)}</idnumber>"
    yield "</question>"


def _question(question: Question, chapter: Chapter) -> Iterator[str]:
    yield '<question type="multichoice">'
    yield f"<name><text>{escape(question.id)}</text></name>"
    yield f'<questiontext format="html">{_text(asked(question))}</questiontext>'
    yield '<generalfeedback format="html"><text></text></generalfeedback>'
    yield "<defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>"
    yield f"<idnumber>{escape(question.id)}</idnumber>"
    yield "<single>true</single><shuffleanswers>true</shuffleanswers>"
    yield "<answernumbering>ABCD</answernumbering>"
    for option in question.options:
        yield f'<answer fraction="{100 if option.right else 0}" format="html">'
        yield f"{_text(to_html(option.text))}"
        yield f'<feedback format="html">{_text(to_html(option.why))}</feedback></answer>'
    tags = (question.kind, chapter.folder, *question.items)
    yield f"<tags>{''.join(f'<tag><text>{escape(tag)}</text></tag>' for tag in tags)}</tags>"
    yield "</question>"


def _text(html: str) -> str:
    """HTML as the text of an element, untouched by XML; a ">" of a text's own is "&gt;" in it."""
    return f"<text><![CDATA[{html}]]></text>"

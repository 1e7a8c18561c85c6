"""Anki's decks, written by genanki: a deck for each lesson, a card for each question.

A note's id is made of the question's, so that a newer file mends cards that somebody has, and keeps
when they are due.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import genanki

from workbook.checkpoints import Question

from .texts import asked, stable, to_html
from .writing import COURSE, Chapter

_LETTERS = "ABCDE"
_MODEL = genanki.Model(
    int(stable("anki", "model")[:7], 16) + 2**30,
    f"{COURSE}: question",
    fields=[{"name": "Question"}, {"name": "Answer"}, {"name": "Id"}],
    templates=[
        {
            "name": "Question",
            "qfmt": "{{Question}}",
            "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}",
        }
    ],
    css=".card { font: 20px/1.4 sans-serif; text-align: left; max-width: 40em; margin: 1em auto }\n"
    ".right { font-weight: bold }",
)


def content(chapters: list[Chapter]) -> bytes:
    """The file of a bank."""
    decks = []
    for chapter in chapters:
        number = int(stable("anki", chapter.folder)[:7], 16) + 2**30
        deck = genanki.Deck(number, f"{COURSE}::{chapter.title}")
        for question in chapter.questions:
            deck.add_note(_note(question, chapter))
        decks.append(deck)
    with tempfile.TemporaryDirectory(prefix="anki-") as folder:
        path = Path(folder, "bank.apkg")
        genanki.Package(decks).write_to_file(str(path))
        return path.read_bytes()


def _note(question: Question, chapter: Chapter) -> genanki.Note:
    pairs = list(zip(_LETTERS, question.options, strict=False))
    options = "".join(f"<li>{to_html(option.text)}</li>" for option in question.options)
    whys = "".join(
        f'<li class="{"right" if option.right else "wrong"}">{to_html(option.text)}</li>'
        f"<div>{to_html(option.why)}</div>"
        for option in question.options
    )
    right = next(letter for letter, option in pairs if option.right)
    return genanki.Note(
        _MODEL,
        [
            f'{asked(question)}<ol type="A">{options}</ol>',
            f'<p class="right">{right} is right.</p><ol type="A">{whys}</ol>',
            question.id,
        ],
        guid=genanki.guid_for("nnw", question.id),
        tags=[question.kind, chapter.folder, *question.items],
    )

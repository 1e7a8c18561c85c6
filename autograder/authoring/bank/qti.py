"""QTI 1.2 for Canvas, written by text2qti: one zip with a quiz for each lesson.

text2qti names what it writes after its words, so that a mended question would come in as a new one;
here each quiz, question and option has the name of its id.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

from workbook.checkpoints import Question

from .texts import stable
from .writing import COURSE, Chapter

_MANIFEST = "imsmanifest.xml"
_RESOURCES = re.compile(r"<resources>(.*)</resources>", re.DOTALL)
_KEPT = re.compile(r"(`+.*?`+|\$\$.+?\$\$|\$[^$]+\$)", re.DOTALL)
_DISPLAYED = re.compile(r"\$\$\s*(.+?)\s*\$\$", re.DOTALL)
_LETTERS = "abcde"


def content(chapters: list[Chapter]) -> bytes:
    """The file of a bank."""
    stream, manifests = io.BytesIO(), []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bank:
        for chapter in chapters:
            with zipfile.ZipFile(io.BytesIO(QTI(_quiz(chapter)).zip_bytes())) as made:
                for info in made.infolist():
                    if info.filename == _MANIFEST:
                        manifests.append(made.read(info).decode())
                    elif not info.is_dir():
                        bank.writestr(info.filename, made.read(info))
        bank.writestr(_MANIFEST, _joined(manifests))
    return stream.getvalue()


def source(chapter: Chapter) -> str:
    """A lesson's quiz in text2qti's own words."""
    lines = [f"Quiz title: {COURSE}: {chapter.title}", "shuffle answers: true", ""]
    for number, question in enumerate(chapter.questions, start=1):
        lines += [*_question(number, question), ""]
    return "\n".join(lines)


def _quiz(chapter: Chapter) -> Quiz:
    quiz = Quiz(source(chapter), config=Config())  # without a file in somebody's home folder
    quiz.id = stable(chapter.folder)
    for made, question in zip(quiz.questions_and_delims, chapter.questions, strict=True):
        made.id = stable(question.id)
        for place, choice in enumerate(made.choices):
            choice.id = stable(question.id, str(place))
    return quiz


def _question(number: int, question: Question) -> Iterator[str]:
    yield f"Title: {question.id}"
    yield "Points: 1"
    marker = f"{number}.  "
    paragraphs = filter(None, (question.scenario, question.prompt))
    yield _block(marker, "\n\n".join(paragraphs))
    for letter, option in zip(_LETTERS, question.options, strict=False):
        yield _block(f"*{letter})  " if option.right else f"{letter})  ", option.text)
        yield _block("... ", option.why)


def _block(marker: str, text: str) -> str:
    """A text behind a marker; its further lines stand as far in as the first."""
    first, *rest = _plain(text).strip().splitlines()
    indent = " " * len(marker)
    return "\n".join([f"{marker}{first}", *(f"{indent}{row}".rstrip() for row in rest)])


def _plain(text: str) -> str:
    """Markdown in which raw HTML is text, as in the notebooks; code and formulas are kept.

    text2qti knows formulas within a line alone.
    """
    pieces = _KEPT.split(text)
    pieces[::2] = [piece.replace("&", "&amp;").replace("<", "&lt;") for piece in pieces[::2]]
    pieces[1::2] = [_DISPLAYED.sub(r"$\1$", " ".join(p.split())) if p[0] == "$" else p
                    for p in pieces[1::2]]  # fmt: skip
    return "".join(pieces)


def _joined(manifests: list[str]) -> str:
    """One list of all that the zip holds."""
    resources = "".join(_RESOURCES.search(each)[1] for each in manifests)
    return _RESOURCES.sub(lambda _: f"<resources>{resources}</resources>", manifests[0])

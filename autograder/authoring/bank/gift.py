r"""GIFT (question/format/gift): plain text that Moodle and others import.

`~ = # { } :` and the backslash are GIFT's own, and are written behind a backslash. Texts are HTML,
on one line: in GIFT's Markdown, `\(` would be a mere parenthesis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook.checkpoints import Question

from .moodle_xml import category_path
from .texts import asked, to_html
from .writing import Chapter

_OWN = re.compile(r"([~=#{}:\\])")
_BLOCKS = re.compile(r">\s*\n\s*<")


def content(chapters: list[Chapter]) -> bytes:
    """The file of a bank."""
    blocks = []
    for chapter in chapters:
        blocks.append(f"$CATEGORY: {category_path(chapter)}")
        blocks += ["\n".join(_question(question)) for question in chapter.questions]
    return "\n\n".join([*blocks, ""]).encode()


def _question(question: Question) -> Iterator[str]:
    tags = " ".join(f"[tag:{tag}]" for tag in (question.kind, *question.items))
    yield f"// [id:{question.id}] {tags}"
    yield f"::{_escaped(question.id)}::[html]{_escaped(_one_line(asked(question)))} {{"
    for option in question.options:
        text, why = (_escaped(_one_line(to_html(each))) for each in (option.text, option.why))
        yield f"\t{'=' if option.right else '~'}{text}#{why}"
    yield "}"


def _one_line(html: str) -> str:
    """HTML on one line; a line's end within code is written as the character that it is."""
    return _BLOCKS.sub("> <", html).replace("\n", "&#10;")


def _escaped(text: str) -> str:
    return _OWN.sub(r"\\\1", text)

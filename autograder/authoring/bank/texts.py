r"""A question's Markdown as HTML in which formulas are LaTeX between `\(` and `\)`.

So Moodle's and Anki's own MathJax sets them, and somebody who edits the question finds them as they
were written.
"""

from __future__ import annotations

import hashlib

import mistune

from workbook.checkpoints import Question


class _Renderer(mistune.HTMLRenderer):
    """HTML from Markdown; raw HTML is text, as in the notebooks."""

    def inline_math(self, text: str) -> str:
        return rf"\({mistune.escape(text)}\)"

    def block_math(self, text: str) -> str:
        return rf"\[{mistune.escape(text)}\]"


_markdown = mistune.create_markdown(renderer=_Renderer(escape=True), plugins=["math"])


def to_html(text: str) -> str:
    """A text as HTML, a block of it on a line."""
    return _markdown(text).strip()


def asked(question: Question) -> str:
    """What is asked, the scenario first, as HTML."""
    return "\n".join(filter(None, map(to_html, (question.scenario, question.prompt))))


def stable(*words: str) -> str:
    """A number of sixty-four hexadecimal digits that these words always have."""
    return hashlib.sha256("\0".join(("nnw", *words)).encode()).hexdigest()

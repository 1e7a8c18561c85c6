"""Questions' Markdown as HTML, with LaTeX as MathML, which browsers draw without any script."""

import html
import re

import mistune
from latex2mathml.converter import convert

_MARKS = re.compile(r"[*$]")


class _Renderer(mistune.HTMLRenderer):
    """HTML from Markdown; raw HTML is shown as text, since questions have no use for it."""

    def inline_math(self, text):
        return convert(text)

    def block_math(self, text):
        return convert(text, display="block")


_markdown = mistune.create_markdown(renderer=_Renderer(escape=True), plugins=["math"])


def to_html(text):
    """Return Markdown `text` as HTML blocks."""
    return _markdown(text).strip()


def to_plain(text):
    """Return Markdown `text` as one line of plain text; code and LaTeX keep their own signs."""
    pieces = text.split("`")  # every second one is code, where a * is a product
    pieces[::2] = [_MARKS.sub("", piece) for piece in pieces[::2]]
    return html.unescape(" ".join("".join(pieces).split()))

"""The outputs of a code cell as a page shows them: text, pictures, sanitised HTML, our own cards.

An output is data, whatever it says of itself: kinds that need a script, such as widgets, are shown
by their text. The judge's cards alone keep their look, and they are known by their seal.
"""

from __future__ import annotations

import re
from pathlib import Path

from markupsafe import Markup
from nbconvert.filters import ansi2html

from ..card_seal import is_sealed
from . import sanitiser
from .pictures import Pictures, image

LONGEST = 100_000
"""Characters of an output that is text; what is beyond is left out."""
_OWN_COLOUR = re.compile(r' style="[^"]*"')
"""Of a terminal's many colours, such as white, which cannot be read on every ground."""
_FIGURE = "A figure that the code above has drawn."
_DRAWING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?(<svg\b.*</svg>)\s*", re.DOTALL
)
"""An HTML output that is nothing but a drawing."""
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def shown(output: dict, pictures: Pictures, root: Path | None) -> Markup:
    """One output as it may stand in a page. root: the course's folder, for its seal."""
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return text_box(_joined(output.get("text")), name)
    if kind == "error":
        return text_box(_traceback(output), "error")
    if kind in ("execute_result", "display_data"):
        return _data(output, pictures, root)
    return Markup()


def text_box(text: str, name: str) -> Markup:
    """What a program printed, with its colours. name: of the style that it gets."""
    if not text.strip():
        return Markup()
    lasting = "\n".join(map(_lasting, text[:LONGEST].split("\n")))
    coloured = _OWN_COLOUR.sub("", ansi2html(lasting))
    return Markup('<pre class="output {}" tabindex="0">{}</pre>').format(name, Markup(coloured))


def _lasting(line: str) -> str:
    """What a line shows in the end, where a progress bar wrote over it."""
    return line.rstrip("\r").rpartition("\r")[2]


def _data(output: dict, pictures: Pictures, root: Path | None) -> Markup:
    data = output.get("data")
    data = data if isinstance(data, dict) else {}
    if root is not None and is_sealed(output, root):
        return Markup(data["text/html"])
    texts = {mime: _joined(content) for mime, content in data.items() if isinstance(mime, str)}
    plain = texts.get("text/plain", "")
    for mime in _PICTURES:
        if texts.get(mime) and (address := pictures.from_base64(mime, texts[mime])):
            return _figure(address, plain)
    if texts.get("image/svg+xml") and (address := pictures.from_svg(texts["image/svg+xml"])):
        return _figure(address, plain)
    drawing = _DRAWING.fullmatch(texts.get("text/html", ""))
    if drawing and (address := pictures.from_svg(drawing[1])):
        return _figure(address, plain)
    if texts.get("text/html"):
        made = sanitiser.from_html(texts["text/html"], pictures)
        if "<img" in made or "<iframe" in made or made.striptags():
            return Markup('<div class="output html">{}</div>').format(made)
    for mime in ("text/markdown", "text/latex"):
        if texts.get(mime):
            made = sanitiser.from_markdown(texts[mime], pictures)
            return Markup('<div class="output markdown">{}</div>').format(made)
    return text_box(plain, "result")


def _figure(address: str, plain: str) -> Markup:
    """A picture, with what its own text says of it where that is for readers."""
    alt = plain.removeprefix("Picture: ")[:2000] if plain.startswith("Picture: ") else _FIGURE
    return Markup('<div class="output figure">{}</div>').format(image(address, alt))


def _traceback(output: dict) -> str:
    lines = output.get("traceback")
    lines = [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
    return "\n".join(lines) or f"{output.get('ename', '')}: {output.get('evalue', '')}"


def _joined(content: object) -> str:
    """A text, which nbformat may also keep as lines; of anything else, nothing."""
    if isinstance(content, list):
        return "".join(line for line in content if isinstance(line, str))
    return content if isinstance(content, str) else ""

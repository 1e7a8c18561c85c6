"""The one place in which what a student wrote becomes part of a page: an allowlist of markup.

Whatever is not on the lists is gone: ids, classes, styles, links, forms, frames, scripts, pictures
from elsewhere. What is left can look like text, tables and pictures, and can neither be clicked to
any effect nor be found by a script of the page. Formulas are set as MathML by this project; in a
student's Markdown they are put in behind the sanitiser, and what LaTeX can smuggle into MathML is
held to a list of its own.
"""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Callable
from functools import lru_cache

import nh3
from markupsafe import Markup, escape
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from ...authoring.mathml import MathMLRenderer
from . import looks
from .pictures import Pictures

LONGEST = 60_000
"""Characters of a Markdown text or an HTML output; what is longer is shown as it was typed."""
LONGEST_TYPED = 200_000
"""Characters of a text that are shown as they were typed."""
MOST_FORMULAS = 400
"""Formulas of one text that are set; those beyond are shown by their source."""

_PROSE = {
    "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "del", "details",
    "div", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
}  # fmt: skip
_PROSE_ATTRIBUTES = {
    "img": {"src", "alt", "width"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "ol": {"start"},
}
_VALUES = {
    "width": re.compile(r"[1-9]\d{0,3}"),
    "colspan": re.compile(r"[1-9]\d?"),
    "rowspan": re.compile(r"[1-9]\d?"),
    "start": re.compile(r"\d{1,4}"),
    "align": re.compile(r"left|center|right"),
}

_DRAWN = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "title", "desc", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "style",
}  # fmt: skip
_DRAWN_ATTRIBUTES = {
    "style", "class", "id", "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx",
    "cy", "r", "rx", "ry", "d", "points", "fill", "stroke", "stroke-width", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "opacity", "fill-opacity", "stroke-opacity", "transform",
    "text-anchor", "font-size", "font-family", "font-weight", "dx", "dy", "offset", "stop-color",
    "stop-opacity", "dominant-baseline", "bgcolor", "color", "border",
}  # fmt: skip

_MATHS = {
    "math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "ms", "mfrac", "msqrt", "mroot", "msub",
    "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "mpadded",
    "mphantom", "mstyle", "mtable", "mtr", "mtd", "merror", "none",
}  # fmt: skip
_MATHS_ATTRIBUTES = {
    "display", "displaystyle", "scriptlevel", "mathvariant", "mathsize", "mathcolor",
    "mathbackground", "width", "height", "depth", "lspace", "rspace", "voffset", "linethickness",
    "stretchy", "symmetric", "largeop", "movablelimits", "accent", "accentunder", "fence", "form",
    "separator", "minsize", "maxsize", "rowspacing", "columnspacing", "columnalign", "rowalign",
    "columnspan", "rowspan", "rowlines", "columnlines", "dir", "style",
}  # fmt: skip
_MATHS_STYLES = {
    "font-weight", "font-style", "font-family", "text-align", "border", "border-top",
    "border-bottom", "border-left", "border-right", "padding", "padding-left", "padding-right",
    "padding-top", "padding-bottom", "math-style",
}  # fmt: skip
_PLAIN_VALUE = re.compile(r"[\w.%#+\-:;, ()]{0,100}")

_SCHEMES = {"data", "attachment", "http", "https"}  # of pictures, all of which go through Pictures
_FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_FRAME = (
    '<!doctype html><meta charset="utf-8">'
    f'<meta http-equiv="Content-Security-Policy" content="{_FRAME_POLICY}">'
    "<style>:root{{color-scheme:light;background:#fff}}"
    "body{{margin:8px;font:14px/1.5 system-ui,sans-serif;color:#222}}"
    "img,svg{{max-width:100%}}</style>{content}"
)
_HAS_A_LOOK = re.compile(
    r"<(?:style(?!\s+scoped)|svg)\b"
    r"|<(?!img\b)[a-z][^<>]*\sstyle\s*=(?!\s*[\"']text-align:\s*\w+;?[\"'])",
    re.IGNORECASE,
)
"""Not so a data frame of pandas, whose head has `style="text-align: right;"`."""
_HEADING = re.compile(r"<(/?)h([1-6])>")
_STYLE_ELEMENT = re.compile(r"<style\b[^<>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
_LOADS = re.compile(
    r"@import\b[^;<]*;?|(?:(?<![\w-])url\s*\((?!\s*[\"']?#)"
    r"|(?:-webkit-)?(?:image-set|cross-fade|element|image|src)\s*\()[^)<]*\)?",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"data:image/[\w.+-]{1,40};base64,(?:[A-Za-z0-9+/=]{60,}\s{1,9})*[A-Za-z0-9+/=]{200,}"
    r"(?:\s{1,9}[A-Za-z0-9+/=]{60,})*"
)
_SHORT = 5_000
_HAS_PICTURE = re.compile(r"!\[|<img|<image", re.IGNORECASE)
_BEGINS = re.compile(r"\\begin\{|\\\\[(\[]")  # each is looked for its end, through the whole text
_LONG_BLANK = re.compile(r"[ \t]{101,}")  # over which a Markdown parser takes minutes
_EMPTY_HEADING = re.compile(r"<(h[1-6])>\s*</\1>")
_EMPTY_CORNER = re.compile(r"<th([^<>]*)>\s*</th>")
_WITH_ATTRIBUTES = re.compile(r'<[a-z][\w:-]*(?:\s+[\w:-]+="[^"]*")+\s*/?>', re.IGNORECASE)
_SCROLLS = re.compile(r"<(pre|table)>")  # so that a keyboard can do it
_DEEPEST = 60
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^<>]*>", re.IGNORECASE)
_ALONE = {"br", "col", "hr", "img"}


def from_html(source: str, pictures: Pictures) -> Markup:
    """An HTML output as it may stand in a page, in a frame of its own where it brings a look.

    The frame runs no scripts, belongs to no origin, and asks for nothing.
    """
    held = _HeldPictures()
    short = held.taken_out(source)
    if len(short) > LONGEST:
        return as_typed(source)
    drawn = bool(_HAS_A_LOOK.search(short))
    cleaned = _clean(short, pictures, held, drawn=drawn)
    if _is_deep(cleaned):
        return as_typed(source)
    cleaned = held.named(cleaned)
    return _framed(cleaned) if drawn else Markup(cleaned)


def from_markdown(source: str, pictures: Pictures) -> Markup:
    """A Markdown text as it may stand in a page; formulas as MathML.

    Links are shown and not followed. A text that cannot be converted is shown as it was typed, and
    so is one of which nothing would be seen, such as a comment without an end.
    """
    if len(source) < _SHORT and not _HAS_PICTURE.search(source):
        return _without_pictures(source)
    return _converted(source, pictures)


@lru_cache(2_000)
def _without_pictures(source: str) -> Markup:
    """Most texts are the lesson's own, and so the same in a whole class."""
    return _converted(source, Pictures())


def _converted(source: str, pictures: Pictures) -> Markup:
    held = _HeldPictures()
    short = held.taken_out(source)
    if len(short) > LONGEST or len(_BEGINS.findall(short)) > MOST_FORMULAS:
        return as_typed(source)
    renderer = _Renderer()
    short = _LONG_BLANK.sub(lambda found: found[0][:100], short)
    try:
        converted = MarkdownWithMath(renderer=renderer).render(short)
    except Exception:  # whatever a converter stumbles over, the page must still be made
        return as_typed(source)
    cleaned = _clean(converted, pictures, held, renderer.without_formulas)
    if _is_deep(cleaned):
        return as_typed(source)
    made = Markup(held.named(renderer.with_formulas(cleaned)))
    return made if _can_be_seen(made) or not source.strip() else as_typed(source)


def as_typed(source: str) -> Markup:
    """A text as it stands in a file, of which nothing is markup; of a very long one the begin."""
    more = len(source) - LONGEST_TYPED
    rest = f"\n(and {more:,} characters more)" if more > 0 else ""
    return Markup('<pre class="typed" tabindex="0">{}{}</pre>').format(source[:LONGEST_TYPED], rest)


def _clean(
    source: str,
    pictures: Pictures,
    held: _HeldPictures,
    mend_value: Callable[[str], str] = lambda value: value,
    drawn: bool = False,
) -> str:
    """HTML with nothing in it that is not on the lists. drawn: with styles, for a frame."""

    def allowed(tag: str, name: str, value: str) -> str | None:
        value = mend_value(value)
        if (tag, name) == ("img", "src"):
            return pictures.address(held.put_back(value))
        if drawn:
            value = looks.inline(value) if name == "style" else _without_loading(value)
        form = None if drawn and tag != "img" else _VALUES.get(name)
        return value if form is None or form.fullmatch(value) else None

    attributes = _PROSE_ATTRIBUTES
    if drawn:
        attributes = {**_PROSE_ATTRIBUTES, "*": _DRAWN_ATTRIBUTES}
    cleaned = nh3.clean(
        source,
        tags=_PROSE | _DRAWN if drawn else _PROSE,
        clean_content_tags={"script"} if drawn else {"script", "style", "title", "svg", "math"},
        attributes=attributes,
        attribute_filter=allowed,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    cleaned = _WITH_ATTRIBUTES.sub(_without_brackets, cleaned)
    cleaned = _EMPTY_CORNER.sub(r"<td\1></td>", _EMPTY_HEADING.sub("", cleaned))
    return _SCROLLS.sub(r'<\1 tabindex="0">', cleaned)


def _without_brackets(tag: re.Match) -> str:
    """A tag of sanitised HTML, whose attributes hold nothing that looks like a tag.

    Older versions of the sanitiser leave `<pre>` in a picture's words as it is, which is right, and
    must not be taken for an element by what reads its HTML further on.
    """
    inside = tag[0][1:-1].replace("<", "&lt;").replace(">", "&gt;")
    return f"<{inside}>"


def _can_be_seen(made: Markup) -> bool:
    return any(f"<{tag}" in made for tag in ("img", "math", "hr")) or bool(made.striptags().strip())


def _is_deep(cleaned: str) -> bool:
    """Whether sanitised HTML is nested deeper than what reads it further on may bear."""
    depth = 0
    for closing, tag in _TAG.findall(cleaned):
        depth += 0 if tag in _ALONE else -1 if closing else 1
        if depth > _DEEPEST:
            return True
    return False


def _framed(cleaned: str) -> Markup:
    content = _STYLE_ELEMENT.sub(lambda found: f"<style>{looks.sheet(found[1])}</style>", cleaned)
    return Markup(
        '<iframe class="own-look" sandbox="" title="An output with a look of its own" '
        'loading="lazy" srcdoc="{}"></iframe>'
    ).format(_FRAME.format(content=content))


def _without_loading(css: str) -> str:
    """Styles that ask for nothing. (A frame's policy stops that too, but only when it is tried.)"""
    return _LOADS.sub("none", css.replace("\\", ""))  # a backslash can spell `url` otherwise


def clean_maths(mathml: str) -> str:
    """MathML that was made from a student's LaTeX, without what LaTeX can smuggle into it."""

    def allowed(_tag: str, name: str, value: str) -> str | None:
        return value if name == "style" or _PLAIN_VALUE.fullmatch(value) else None

    return nh3.clean(
        mathml,
        tags=_MATHS,
        attributes={"*": _MATHS_ATTRIBUTES},
        attribute_filter=allowed,
        filter_style_properties=_MATHS_STYLES,
        link_rel=None,
    )


def arranged(text: Markup, below: int) -> Markup:
    """The same sanitised text with its headings in order, whatever a student wrote.

    below: the level of the heading under which the text stands; none is left out on the way down.
    """
    last = below

    def level(found: re.Match) -> str:
        nonlocal last
        if not found[1]:
            last = min(below + int(found[2]), last + 1, 6)
        return f"<{found[1]}h{last}>"

    return Markup(_HEADING.sub(level, text))


class _HeldPictures:
    """Pictures that stand in a text themselves, taken out of it while it is read.

    Nothing that reads a text has to go through millions of letters, and where such letters stand
    that are no picture's, they are not shown. The words in their places cannot be guessed.
    """

    def __init__(self) -> None:
        self._word = f"picture{secrets.token_hex(12)}n"
        self._known = re.compile(rf"{self._word}(\d+)z")
        self._held: list[str] = []

    def taken_out(self, source: str) -> str:
        return _DATA.sub(self._hold, source)

    def put_back(self, value: str) -> str:
        """The address of a picture, as it was."""
        return self._known.sub(lambda found: self._held[int(found[1])], value)

    def named(self, cleaned: str) -> str:
        """Sanitised HTML, with what pictures are called that stand elsewhere in it."""
        return self._known.sub(lambda found: f"{self._held[int(found[1])][:40]}…", cleaned)

    def _hold(self, found: re.Match) -> str:
        self._held.append(found[0])
        return f"{self._word}{len(self._held) - 1}z"


class _Renderer(MathMLRenderer):
    """Markdown to HTML that is yet to be sanitised, with a word of its own for each formula.

    The words cannot be guessed, so that a student's text cannot hold one.
    """

    def __init__(self):
        super().__init__(escape=False, exclude_anchor_links=True, forgiving=True)
        self._word = f"formula{secrets.token_hex(12)}n"
        self._formulas: list[tuple[str, str]] = []
        self._known = re.compile(rf"{self._word}(\d+)z")

    def _set(self, body: str, display: str) -> str:
        is_set = len(self._formulas) < MOST_FORMULAS
        made = super()._set(body, display) if is_set else f"<code>{escape(body)}</code>"
        self._formulas.append((body, made))
        return f"{self._word}{len(self._formulas) - 1}z"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link's words, and where it leads as text."""
        plain = html.unescape(re.sub(r"<[^<>]*>", "", text))
        if not re.match(r"(https?|mailto):", url) or plain.strip() == url:
            return text
        return f"{text} (<code>{escape(url[:300])}</code>)"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f'<img src="{escape(url)}" alt="{escape(html.unescape(text))}">'

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre>{escape(code)}</pre>"

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape(code)}</code></pre>"

    def without_formulas(self, value: str) -> str:
        """An attribute's value, where a formula can only be its source."""
        return self._known.sub(lambda found: self._formulas[int(found[1])][0], value)

    def with_formulas(self, cleaned: str) -> str:
        """Sanitised HTML with its formulas, which stand in no attribute."""
        return self._known.sub(lambda found: self._shown(int(found[1])), cleaned)

    def _shown(self, number: int) -> str:
        body, made = self._formulas[number]
        if not made.startswith("<math"):  # the source of one that cannot be set, escaped
            return made
        cleaned = clean_maths(made)
        return cleaned if cleaned.startswith("<math") else f"<code>{escape(body)}</code>"

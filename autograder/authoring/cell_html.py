"""A cell of an executed notebook as HTML, complete in itself.

Formulas become MathML, code is coloured, a widget lives where it can
and is a still where it cannot. A picture without a text alternative, or anything that the page
would have to fetch, is refused while the page is built rather than found by those who read it.
"""

import base64
import re

import bs4
import jinja2
from nbconvert.filters import ansi2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from .executed import PageError, named
from .live import WIDGET
from .mathml import FormulaError, markdown2html

# What of a result is shown. A widget comes with a still of itself: as HTML or as a picture.
PRIORITY = (
    "text/html",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/markdown",
    "text/latex",
    "text/plain",
)


def cell_html(cell, live):
    """A cell's text, or its code (unless that is hidden) and what it shows.

    live: the page's `Live`, which is told of the widgets. Raises PageError where a formula cannot
    be set, a picture has no text alternative, or an output is nothing that a page can show.
    """
    if cell.cell_type == "markdown":
        return f'<div class="text">{text_html(cell)}</div>'
    parts = []
    if cell.source.strip() and "hide-input" not in cell.metadata.get("tags", ()):
        parts.append(code_html(cell.source))
    return "\n".join([*parts, outputs_html(cell, live)])


def text_html(cell):
    """The HTML of a Markdown cell."""
    return _markdown(cell, cell.source)


def code_html(source):
    """Python source, coloured."""
    return highlight(source, get_lexer_by_name("python"), HtmlFormatter())


def outputs_html(cell, live):
    """What a code cell shows."""
    return "\n".join(_output_html(output, cell, live) for output in cell.outputs)


def _markdown(cell, source):
    try:
        return markdown2html(source)
    except FormulaError as error:
        raise PageError(f"{named(cell)} has a formula that cannot be set: {error}") from error


def _output_html(output, cell, live):
    if output.output_type == "stream":
        return f'<pre class="printed">{ansi2html(output.text)}</pre>'
    data = output.data
    kind = next((kind for kind in PRIORITY if kind in data), None)
    if WIDGET not in data:
        return _result_html(kind, output, cell)
    lives = live.can(data[WIDGET]["model_id"])
    if kind in (None, "text/plain"):
        where = "" if lives else "Live in JupyterLab: "
        still = f'<p class="elsewhere">{where}{jinja2.filters.escape(_alt(output, cell, ""))}</p>'
    else:
        still = _result_html(kind, output, cell)
    if lives:
        return live.place(data[WIDGET]["model_id"], still)
    where = "" if "Live in JupyterLab" in still else '<p class="about">It moves in JupyterLab.</p>'
    return still + where


def _result_html(kind, output, cell):
    data = output.data
    if kind is None or (kind == "text/plain" and len(data) > 1):
        kinds = ", ".join(kind for kind in data if kind != "text/plain")
        raise PageError(f"{named(cell)} shows something that a page cannot: {kinds}.")
    content = data[kind]
    if kind == "text/html":
        return f'<div class="shown">{content}</div>'
    if kind == "text/plain":
        return f'<pre class="printed">{ansi2html(content)}</pre>'
    if kind in ("text/markdown", "text/latex"):
        return f'<div class="text">{_markdown(cell, content)}</div>'
    if kind == "image/svg+xml":
        content = base64.b64encode(content.encode()).decode()
    alt = jinja2.filters.escape(_alt(output, cell))
    return f'<img src="data:{kind};base64,{content.strip()}" alt="{alt}">'


def refuse_requests(page):
    """Raise PageError where a page (HTML) has an image without text, or would fetch anything."""
    soup = bs4.BeautifulSoup(page, "html.parser")
    for image in soup.find_all("img"):
        if not image.get("alt", "").strip():
            raise PageError(f"A picture has no text alternative: {str(image)[:120]}…")
    for tag in soup.find_all(["img", "script", "link", "iframe", "video", "audio", "source"]):
        address = tag.get("src") or tag.get("href") or ""
        if address and not address.startswith("data:"):
            raise PageError(f"The page would fetch {address}: pictures have to come from a cell.")
    styles = "".join(style.get_text() for style in soup.find_all("style"))
    fetched = re.search(r"url\(\s*['\"]?(?!data:|#)([^)'\"]+)|@import[^;]+", styles)
    if fetched:
        raise PageError(f"The page's style would fetch {fetched[0]}.")


def _alt(output, cell, default=None):
    """A picture's text alternative: what its metadata say, else what the cell's do."""
    own = [meta.get("alt") for meta in output.metadata.values() if isinstance(meta, dict)]
    alt = next((text for text in [*own, cell.metadata.get("alt"), default] if text is not None), "")
    if not alt and default is None:
        raise PageError(
            f"{named(cell)} draws a picture without a text alternative: "
            'give the cell alt="what the reader should see".'
        )
    return alt

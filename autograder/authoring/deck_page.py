"""One HTML file of a deck: opens from disk, asks nothing of any network, prints.

The notebook is run, its cells become reveal.js slides, formulas become MathML, and everything the
page needs goes into it: reveal.js from the installed package sphinx-revealjs, the theme, the
pictures. A picture without a text alternative, or anything that the page would have to fetch, is
refused here rather than found in the lecture hall.
"""

import base64
import re
from importlib import resources
from pathlib import Path

import bs4
import jinja2
import nbclient
from nbclient.exceptions import CellExecutionError
from nbconvert.filters import ansi2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from .mathml import FormulaError, markdown2html

EXECUTION_SECONDS = 120

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
WIDGET = "application/vnd.jupyter.widget-view+json"


class DeckError(ValueError):
    """A deck that cannot be built. The message names the cell and what to do."""


def deck_html(notebook, theme, kernel=None):
    """One self-contained HTML page of a deck's notebook.

    notebook: from `deck_notebook`, left as it is. theme: path of the style sheet; cells run in the
    folder that it lies in, as they do in JupyterLab. kernel: the manager of a running kernel, in
    which they are run; by default a new one.
    Raises DeckError where a cell fails, a formula cannot be set, a picture has no text alternative,
    or something would have to be fetched.
    """
    theme = Path(theme)
    executed = _execute(notebook, theme.parent, kernel)
    template = resources.files(__package__).joinpath("deck.html.j2").read_text("utf-8")
    page = (
        jinja2.Environment(autoescape=True)
        .from_string(template)
        .render(
            title=notebook.metadata.get("title", "Deck"),
            stacks=_stacks(executed.cells),
            css=[_reveal("dist/reset.css"), _reveal("dist/reveal.css"), theme.read_text("utf-8")],
            js=[_reveal("dist/reveal.js"), _reveal("plugin/notes/notes.js")],
        )
    )
    _refuse(page)
    return page


def named(cell):
    """How a message names a cell: by its first line."""
    line = cell.source.strip().splitlines()[0] if cell.source.strip() else cell.id
    return f"The cell «{line}»"


def _execute(notebook, folder, kernel):
    executed = notebook.copy()
    executed.cells = [cell.copy() for cell in notebook.cells]
    client = nbclient.NotebookClient(
        executed,
        km=kernel,
        kernel_name="python3",
        timeout=EXECUTION_SECONDS,
        resources={"metadata": {"path": str(folder)}},
        # SVG is sharp on any projector; the kernel has nothing to say to who builds a deck.
        extra_arguments=["--InlineBackend.figure_formats=svg", "--log-level=ERROR"],
    )
    try:
        client.execute()
    except CellExecutionError as error:
        failed = next(cell for cell in executed.cells if _failed(cell))
        raise DeckError(f"{named(failed)} fails: {error.ename}: {error.evalue}") from error
    return executed


def _failed(cell):
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


# ------------------------------------------------------------------------ from cells to slides


def _stacks(cells):
    """Slides in columns: a list of lists of slides, as the template wants them.

    A slide: {"part": its part of a question or "", "think": seconds or None, "blocks", "notes"};
    a block: {"fragment": bool, "html"}.
    """
    stacks = []
    for cell in cells:
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "-")
        if kind == "skip":
            continue
        if kind in ("slide", "subslide") or not stacks:
            if kind != "subslide" or not stacks:
                stacks.append([])
            about = cell.metadata.get("deck", {})
            stacks[-1].append(
                {
                    "part": about.get("part", ""),
                    "think": about.get("think"),
                    "blocks": [],
                    "notes": "",
                }
            )
        slide = stacks[-1][-1]
        if kind == "notes":
            slide["notes"] += _cell_html(cell)
        elif kind == "-" and slide["blocks"]:
            slide["blocks"][-1]["html"] += _cell_html(cell)
        else:
            slide["blocks"].append({"fragment": kind == "fragment", "html": _cell_html(cell)})
    return stacks


def _cell_html(cell):
    try:
        if cell.cell_type == "markdown":
            return f'<div class="text">{markdown2html(cell.source)}</div>'
        parts = []
        if cell.source.strip() and "hide-input" not in cell.metadata.get("tags", ()):
            parts.append(_code_html(cell.source))
        parts += [_output_html(output, cell) for output in cell.outputs]
        return "\n".join(parts)
    except FormulaError as error:
        raise DeckError(f"{named(cell)} has a formula that cannot be set: {error}") from error


def _code_html(source):
    return highlight(source, get_lexer_by_name("python"), HtmlFormatter())


def _output_html(output, cell):
    if output.output_type == "stream":
        return f'<pre class="printed">{ansi2html(output.text)}</pre>'
    data = output.data
    kind = next((kind for kind in PRIORITY if kind in data), None)
    if WIDGET in data and kind in (None, "text/plain"):
        return f'<p class="live">Live in JupyterLab: {_alt(output, cell, "")}</p>'
    if kind is None or (kind == "text/plain" and len(data) > 1):
        kinds = ", ".join(kind for kind in data if kind != "text/plain")
        raise DeckError(f"{named(cell)} shows something that a page cannot: {kinds}.")
    content = data[kind]
    if kind == "text/html":
        return f'<div class="shown">{content}</div>'
    if kind == "text/plain":
        return f'<pre class="printed">{ansi2html(content)}</pre>'
    if kind in ("text/markdown", "text/latex"):
        return f'<div class="text">{markdown2html(content)}</div>'
    if kind == "image/svg+xml":
        content = base64.b64encode(content.encode()).decode()
    alt = jinja2.filters.escape(_alt(output, cell))
    return f'<img src="data:{kind};base64,{content.strip()}" alt="{alt}">'


def _alt(output, cell, default=None):
    """A picture's text alternative: what its metadata say, else what the cell's do."""
    own = [meta.get("alt") for meta in output.metadata.values() if isinstance(meta, dict)]
    alt = next((text for text in [*own, cell.metadata.get("alt"), default] if text is not None), "")
    if not alt and default is None:
        raise DeckError(
            f"{named(cell)} draws a picture without a text alternative: "
            'give the cell alt="what the reader should see".'
        )
    return alt


# ----------------------------------------------------------------------- what goes into the page


def _reveal(name):
    """A file of reveal.js, such that it can stand inside a `<script>` or `<style>`."""
    text = resources.files("sphinx_revealjs").joinpath("_static/revealjs", name).read_text("utf-8")
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*", "", text)
    # Within JavaScript's strings, "<\/" is "</"; to the page's parser it is no end of the script.
    return re.sub(r"<(/script|!--)", r"<\\\1", text) if name.endswith(".js") else text


def _refuse(page):
    """Raise DeckError where the page has an image without text, or would fetch anything."""
    soup = bs4.BeautifulSoup(page, "html.parser")
    for image in soup.find_all("img"):
        if not image.get("alt", "").strip():
            raise DeckError(f"A picture has no text alternative: {str(image)[:120]}…")
    for tag in soup.find_all(["img", "script", "link", "iframe", "video", "audio", "source"]):
        address = tag.get("src") or tag.get("href") or ""
        if address and not address.startswith("data:"):
            raise DeckError(f"The deck would fetch {address}: pictures have to come from a cell.")
    styles = "".join(style.get_text() for style in soup.find_all("style"))
    fetched = re.search(r"url\(\s*['\"]?(?!data:|#)([^)'\"]+)|@import[^;]+", styles)
    if fetched:
        raise DeckError(f"The deck's style would fetch {fetched[0]}.")

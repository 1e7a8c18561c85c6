"""One HTML file of a deck: opens from disk, asks nothing of any network, prints.

The notebook is run, its cells become reveal.js slides (`cell_html`), its explorables live (`live`),
and everything the page needs goes into it: reveal.js from the installed package sphinx-revealjs,
the theme, the pictures. On a phone the slides stand below each other, as a page (`deck.js`).
"""

import re
from importlib import resources
from pathlib import Path

import jinja2
import nbformat

from ..own_files import text_of
from .cell_html import cell_html, outputs_html, refuse_requests
from .executed import executed
from .live import Live, in_script

WHOLE, LEAST = 520, 250
"""The height that a slide with a title alone has for a picture, and the least it may be left."""


def deck_html(notebook, theme, kernel=None):
    """One self-contained HTML page of a deck's notebook.

    notebook: from `deck_notebook`, left as it is. theme: path of the style sheet; cells run in the
    folder that it lies in, as they do in JupyterLab. kernel: the manager of a running kernel, in
    which they are run; by default a new one.
    Raises PageError where a cell fails, a formula cannot be set, a picture has no text alternative,
    or something would have to be fetched.
    """
    theme = Path(theme)
    run = executed(_drawn_for_slides(notebook), theme.parent, kernel)
    live = Live(run)
    stacks = _stacks(run.cells, live)
    template = resources.files(__package__).joinpath("deck.html.j2").read_text("utf-8")
    page = (
        jinja2.Environment(autoescape=True)
        .from_string(template)
        .render(
            title=notebook.metadata.get("title", "Deck"),
            stacks=stacks,
            css=[_reveal("dist/reset.css"), _reveal("dist/reveal.css"), text_of(theme)],
            js=[_reveal("dist/reveal.js"), _reveal("plugin/notes/notes.js"), _own("deck.js")],
            live=live,
        )
    )
    refuse_requests(page)
    return page


def _drawn_for_slides(notebook):
    """The deck with lines of its own between: pictures get type that the last row can read."""
    copy, last = notebook.copy(), None
    copy.cells = []
    for slide in _slides(notebook.cells):
        room = _room(slide)
        if room != last:
            copy.cells.append(_draw(room))
            last = room
        copy.cells += slide
    copy.cells.append(_draw(0))
    return copy


def _slides(cells):
    """The cells of each slide."""
    slides = []
    for cell in cells:
        if not slides or _kind(cell) in ("slide", "subslide"):
            slides.append([])
        slides[-1].append(cell)
    return slides


def _room(slide):
    """About the height that the words and the code of a slide leave for a picture."""
    left = WHOLE
    for cell in slide:
        if _kind(cell) in ("notes", "skip"):
            continue
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if cell.cell_type == "markdown":
            words = [line for line in lines if not line.startswith("#")]
            left -= 45 * len(words) + 100 * sum(line.startswith("$$") for line in words)
        elif "hide-input" not in cell.metadata.get("tags", ()):
            rows = sum(1 + len(line) // 68 for line in lines)  # what is longer is broken
            left -= 37 * rows + 70 + 50 * cell.source.count("print(")
    return max(LEAST, left)


def _draw(room):
    source = f"import workbook.style; workbook.style.draw_for_slides({room})"
    return nbformat.v4.new_code_cell(source, metadata={"slideshow": {"slide_type": "skip"}})


def _kind(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def _stacks(cells, live):
    """Slides in columns: a list of lists of slides, as the template wants them.

    A slide: {"part": its part of a question or "", "think": seconds or None, "blocks", "notes"};
    a block: {"fragment": bool, "html"}.
    """
    stacks = []
    for cell in cells:
        kind = _kind(cell)
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
        # The one line that makes an explorable would take the room that it needs.
        html = outputs_html(cell, live) if live.lives_in(cell) else cell_html(cell, live)
        if kind == "notes":
            slide["notes"] += html
        elif kind == "-" and slide["blocks"]:
            slide["blocks"][-1]["html"] += html
        else:
            slide["blocks"].append({"fragment": kind == "fragment", "html": html})
    return stacks


def _reveal(name):
    """A file of reveal.js, such that it can stand inside a `<script>` or `<style>`."""
    text = resources.files("sphinx_revealjs").joinpath("_static/revealjs", name).read_text("utf-8")
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*", "", text)
    if name.endswith(".js"):
        return in_script(text)
    # Explorables have parts of these names too; reveal.js's own are its children.
    return re.sub(r"\.reveal \.(controls|progress)\b", r".reveal > .\1", text)


def _own(name):
    return in_script(resources.files(__package__).joinpath(name).read_text("utf-8"))

"""Decks: the cells of a lesson that a lecturer shows, as a notebook to present in JupyterLab.

A source cell is in the deck when its metadata say `slide`:

- "slide" opens a slide, "subslide" one below it;
- "fragment" appears on the same slide at the next key press, "-" stands there from the start;
- "notes" is for the speaker alone; "skip" runs but is not shown (imports, set-up).

A `question` with a slide becomes a sequence of slides: think, vote, answer and, at each key press,
why another option tempts. They are slides and not subslides because JupyterLab's right-arrow key
goes to the next slide: it would jump over the answer.

`deck_html` (in `deck_page`) makes one self-contained HTML file of the same notebook.
"""

import nbformat

from .deck_page import deck_html
from .executed import PageError, named

__all__ = ["deck_html", "deck_notebook"]

SLIDE_TYPES = ("slide", "subslide", "fragment", "-", "notes", "skip")

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

# How the live deck looks in JupyterLab: read by jupyterlab-fonts, on which the slide show builds.
_PRESENTING = "body[data-jp-deck-mode='presenting'] &"
_LIVE_STYLE = {
    "": {
        _PRESENTING: {
            "--jp-content-font-size1": "27px",
            "--jp-code-font-size": "22px",
            "--jp-widgets-font-size": "22px",
            "--jp-widgets-inline-height": "44px",
            "--jp-widgets-inline-label-width": "120px",
            "--jp-widgets-inline-width": "640px",
        },
        f"{_PRESENTING} .jp-Notebook": {"width": "min(1160px, 90vw)", "align-self": "center"},
        f"{_PRESENTING} :is(.jp-Collapser, .jp-Placeholder, .jp-InternalAnchorLink)": {
            "display": "none"
        },
        f"{_PRESENTING} .jp-RenderedMarkdown li": {"margin-bottom": "0.4em"},
        f"{_PRESENTING} .jp-RenderedMarkdown ol[type='A']": {"list-style-type": "upper-alpha"},
        # A vote: what is asked beside what can be answered.
        f"{_PRESENTING} .jp-RenderedMarkdown:has(> .asked)": {
            "display": "grid",
            "grid-template-columns": "1fr 1fr",
            "column-gap": "1.5em",
        },
        f"{_PRESENTING} .jp-RenderedMarkdown:has(> .asked) > p": {"grid-column": "1 / -1"},
        f"{_PRESENTING} .jp-OutputArea-output:not(.jp-RenderedMarkdown, .jp-RenderedLatex)": {
            "--jp-content-font-size1": "18px",  # an explorable fits on the screen
            "--jp-ui-font-size1": "20px",  # a table can be read
        },
        f"{_PRESENTING} .jp-OutputArea img": {
            "width": "100%",
            "max-height": "66vh",
            "object-fit": "contain",
        },
    }
}
_SMALLER = {"": {_PRESENTING: {"--jp-content-font-size1": "22px"}}}


def deck_notebook(cells, title, find=None):
    """The live deck as a notebook, without outputs, the same for the same cells.

    cells: a lesson's expanded cells (nbformat), with `slide`, `question`, `tags`, `alt` in their
    metadata. title: the deck's title. find: a function from a question's id to the question,
    `workbook.checkpoints.find` if not given.
    Raises PageError where a cell has an unknown slide type.
    """
    deck = nbformat.v4.new_notebook(
        metadata={
            "title": title,
            "kernelspec": _KERNEL,
            "language_info": {"name": "python"},
            "@deathbeds/jupyterlab-fonts": {"styles": _LIVE_STYLE},
        }
    )
    for cell in cells:
        kind = cell.metadata.get("slide")
        if kind is None:
            continue
        if kind not in SLIDE_TYPES:
            allowed = ", ".join(SLIDE_TYPES)
            raise PageError(f"{named(cell)} has slide={kind!r}; it can be one of: {allowed}.")
        if "question" in cell.metadata:
            deck.cells += question_cells(_question(cell.metadata["question"], find))
        else:
            deck.cells.append(_deck_cell(cell, kind))
    if not any(_type(cell) not in ("notes", "skip") for cell in deck.cells):
        deck.cells.insert(0, _slide(f"# {title}", "title"))
    return deck


def question_cells(question):
    """The slides of a question: think, vote, then the answer and why each other option tempts."""
    lettered = list(zip("ABCDEFGH", question.options, strict=False))
    letter, right = next((letter, option) for letter, option in lettered if option.right)
    prompt = _line(question.prompt)
    *first, last = (letter for letter, _ in lettered)
    items = "\n".join(f"<li>\n\n{_line(option.text)}\n\n</li>" for option in question.options)
    cells = {
        "think": f"*{question.kind.capitalize()} · think for {question.think} seconds*\n\n"
        f"{question.scenario.strip()}\n\n### {prompt}",
        "quiet": f"{question.think} seconds alone, without a word. Then vote.",
        "vote": f"*Vote: {', '.join(first)} or {last}*\n\n"
        f'<div class="asked">\n\n{question.scenario.strip()}\n\n### {prompt}\n\n</div>\n\n'
        f'<ol type="A">\n{items}\n</ol>',
        "listen": f"Right: {letter}. Listen for: {question.listen_for.strip()}",
        "answer": f"*{prompt}*\n\n### {letter} is right: {_line(right.text)}\n\n"
        f"{right.why.strip()}",
    }
    for letter, option in lettered:
        if option is not right:
            cells[f"why{letter}"] = f"#### {letter}: {_line(option.text)}\n\n{option.why.strip()}"
    return [_part(question, name, source) for name, source in cells.items()]


def _part(question, name, source):
    """One cell of a question; `whyB` is the part "why" of the option B."""
    part = {"question": question.id, "part": "why" if name.startswith("why") else name}
    if part["part"] == "why":
        part["option"] = name.removeprefix("why")
    if name == "think":
        part["think"] = question.think
    kind = {"quiet": "notes", "listen": "notes", "why": "fragment"}.get(part["part"], "slide")
    return _slide(source, f"{question.id}-{name}", kind, part)


def _line(text):
    """A text on one line, as a heading needs it."""
    return " ".join(text.split())


def _question(name, find):
    if find is None:
        from workbook.checkpoints import find
    return find(name)


def _deck_cell(cell, kind):
    """A source cell as a cell of the deck: its text, its tags, its picture's alternative text."""
    new = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
    copy = new(cell.source, id=cell.id)
    for key in ("tags", "alt"):
        if cell.metadata.get(key):
            copy.metadata[key] = cell.metadata[key]
    if "hide-input" in copy.metadata.get("tags", ()):
        copy.metadata["jupyter"] = {"source_hidden": True}
    if kind != "-":  # JupyterLab's slide show takes only a missing type for "on the same slide"
        copy.metadata["slideshow"] = {"slide_type": kind}
    return copy


def _slide(source, name, kind="slide", part_of=None):
    metadata = {"slideshow": {"slide_type": kind}}
    if part_of:
        metadata["deck"] = part_of
        if part_of["part"] in ("answer", "why"):  # the slide that holds most
            metadata["@deathbeds/jupyterlab-fonts"] = {"styles": _SMALLER}
    return nbformat.v4.new_markdown_cell(source, id=name, metadata=metadata)


def _type(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")

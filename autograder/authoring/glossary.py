"""The course's words and letters: data in `glossary.toml`, a page of them, and hints in the text.

A term is explained where the course first uses it; there its text stands out, in bold or italics.
In later lessons the first use of a term carries its meaning as a hint: `<abbr title="…">`, which
JupyterLab's and nbconvert's sanitisers let through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..course import CourseError, Lesson
from ..own_files import table_of
from .wording import prose

DATA = Path(__file__).with_name("glossary.toml")
PAGE = Path("lessons", "glossary.ipynb")


@dataclass(frozen=True)
class Term:
    """One word of the course. forms: other ways in which it is written, plurals apart; written: all
    ways, where the word alone is an everyday one; other: phrases of the lessons in which it means
    something else, and gets no hint.

    where: the lesson's folder and the section's number, "03-activations 5". meaning: Markdown
    without formulas, one or two sentences. symbol: the letter for it, as LaTeX, if it has one.
    """

    term: str
    meaning: str
    where: str
    forms: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    symbol: str = ""

    @property
    def lesson(self) -> str:
        return self.where.split()[0]

    @property
    def section(self) -> str:
        return self.where.split()[1]

    @property
    def pattern(self) -> re.Pattern[str]:
        return _pattern(self.written or (self.term, *self.forms))


@dataclass(frozen=True)
class Symbol:
    """One letter of the course's formulas. lesson: where it first stands. also: what else it
    means somewhere, and why that is let stand."""

    letter: str
    meaning: str
    lesson: str
    also: str = ""


@dataclass(frozen=True)
class Glossary:
    terms: tuple[Term, ...]
    symbols: tuple[Symbol, ...] = field(default=())


@cache
def load(path: Path = DATA) -> Glossary:
    """Read the data. Raises CourseError where a term stands twice."""
    data = table_of(path)
    terms = [
        Term(
            **{
                key: tuple(value) if isinstance(value, list) else value
                for key, value in one.items()
            }
        )
        for one in data["term"]
    ]
    names = [one.term for one in terms]
    if twice := {name for name in names if names.count(name) > 1}:
        raise CourseError(f"{path.name} has twice: {', '.join(sorted(twice))}.")
    return Glossary(tuple(terms), tuple(Symbol(**one) for one in data.get("symbol", ())))


@cache
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """A word or words as whole words, in singular or plural, across a line's end too."""
    either = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?<![\w-])(?:{either})(?:s|es)?(?![\w-])", re.I)


# -- writing ---------------------------------------------------------------------------------------


def with_hints(lesson: Lesson, cells: list[NotebookNode]) -> None:
    """Give the first use of every term of an earlier lesson its meaning as a hint, in place.

    Only whole lines of running prose get one: no heading, table, code, formula or link.
    """
    for term in load().terms:
        if term.lesson >= lesson.folder:
            continue
        for cell in cells:
            if cell.cell_type == "markdown" and _is_prose(cell) and _hint(term, cell):
                break


def _is_prose(cell: NotebookNode) -> bool:
    ours = cell.metadata.get("workbook", {})
    return not {"exercise", "stop"} & set(ours) and "nbgrader" not in cell.metadata


def _hint(term: Term, cell: NotebookNode) -> bool:
    """Put the hint at a term's first use in a cell; False where it is not in it."""
    running = _running(cell.source)
    if term.other:
        running = _pattern(term.other).sub(_blank, running)
    for found in term.pattern.finditer(running):
        title = escape(re.sub(r"[`*]", "", term.meaning), quote=True)
        start, end = found.span()
        shown = f'<abbr title="{title}">{cell.source[start:end]}</abbr>'
        cell.source = cell.source[:start] + shown + cell.source[end:]
        return True
    return False


def _running(markdown: str) -> str:
    """Prose without tables, links and what stands in a hint already, blanked as in `prose`."""
    return prose(re.sub(r"<abbr .*?</abbr>|\[[^]]*\]|^\|.*$", _blank, markdown, flags=re.M))


def _blank(found: re.Match[str]) -> str:
    """As many places that are no letters."""
    return re.sub(r"[^\n]", "\0", found[0])


def build_page(root: Path, check: bool = False) -> list[str]:
    """Write the glossary's page where it is out of date; with `check`, only compare.

    Returns: one line where it was, or would have to be, written.
    """
    text = nbformat.writes(page()) + "\n"
    path = root / PAGE
    if path.exists() and path.read_text("utf-8") == text:
        return []
    if check:
        return [f"{PAGE.as_posix()}: out of date; run `autograder build`"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return [f"{PAGE.as_posix()}: written"]


def page() -> NotebookNode:
    """The glossary as a notebook of text: words from a to z, then letters."""
    data = load()
    words = [
        "# Glossary",
        "Every word of the course with the place where it is explained, and every letter of its "
        "formulas. In the lessons, rest the pointer on a word with dots below it.",
    ]
    for term in sorted(data.terms, key=lambda one: one.term.lower()):
        symbol = f" (${term.symbol}$)" if term.symbol else ""
        words.append(f"**{term.term}**{symbol}: {term.meaning} {_link(term.where)}")
    letters = ["# Letters", "| letter | meaning | first in | also |\n|---|---|---|---|"]
    letters[1] += "".join(
        f"\n| ${one.letter}$ | {one.meaning} | {_link(one.lesson)} | {one.also} |"
        for one in data.symbols
    )
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata["language_info"] = {"name": "python"}
    for name, text in (("words", words), ("letters", letters)):
        notebook.cells.append(nbformat.v4.new_markdown_cell("\n\n".join(text), id=name))
    return notebook


def _link(where: str) -> str:
    """ "03-activations 5" as a link with the words "lesson 03, section 5"."""
    folder, *section = where.split()
    number, name = folder.split("-", 1)
    said = "Toolbox" if name == "toolbox" else f"lesson {number}"
    place = f"#cell-id=section-{section[0]}" if section else ""
    said += f", section {section[0]}" if section else ""
    return f"[{said}]({folder}/{name}.ipynb{place})"

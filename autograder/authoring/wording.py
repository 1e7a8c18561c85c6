"""Where a lesson's prose first names a word, and which letters stand in its formulas.

What the glossary claims of places is derived here from the lessons' sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from workbook import checkpoints

_ASIDE = ("What you can do", "How far you are", "Ten questions", "What this is for")
_POINTER = re.compile(
    r"\([^()]*\b(?:lesson|section)\s+\d+[^()]*\)|belongs?\s+to\s+section\s+\d+|Toolbox"
)
_AHEAD = re.compile(r"\b[Ii]n\s+(?:lesson|section)\s+\d+|Toolbox")
_PROMISES = re.compile(r"^\*\*At the end you can\*\*\n\n(?:- .*\n(?:  .*\n)*)+", re.M)
_NOT_PROSE = re.compile(
    r"^```.*?^```|\$\$.+?\$\$|\$[^$]+\$|`[^`\n]+`|<[^>]+>|\]\([^)]*\)"
    r"|^#+ [^\n]*$|^\| \d+ · [^\n]*$",
    re.M | re.S,
)


def prose(markdown: str) -> str:
    """Markdown without code, formulas, tags, addresses, headings, promises, the table of sections.

    What is left out is blanked, so that places in the text stay what they were.
    """

    def blank(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", "\0", found[0])

    return _NOT_PROSE.sub(blank, _PROMISES.sub(blank, markdown))


def passages(cells: Iterable[NotebookNode]) -> Iterator[tuple[str, NotebookNode, str]]:
    """A lesson's texts in order: section's number, cell, and prose, that of questions too.

    What looks ahead or back (*What you can do now*, places to stop) is left out, and the Toolbox's
    ten questions, which ask what somebody knows already.
    """
    section, aside = "", False
    for cell in cells:
        if cell.metadata.get("only") == "deck" or cell.metadata.get("stop"):
            continue
        if found := re.search(r"^## (?:(\d+) · )?(.+)$", cell.source, re.M):
            section, aside = found[1] or "", found[2].startswith(_ASIDE)
        if aside or "exercise" in cell.metadata:
            continue
        if "question" in cell.metadata:
            question = checkpoints.find(cell.metadata["question"])
            options = " · ".join(option.text for option in question.options)
            yield section, cell, prose(f"{question.scenario} {question.prompt} {options}")
        elif cell.cell_type == "markdown":
            yield section, cell, prose(cell.source)


def first_uses(pattern: re.Pattern[str], texts: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Where a word is first named, and where first used, as "03-activations 5"; "" if never.

    texts: (lesson's folder and section, prose) of the course in order, as `passages` gives them. A
    mention that points to where the word is explained, "dropout (section 7)", names it only.
    """
    named = ""
    for place, text in texts:
        for found in pattern.finditer(text):
            named = named or place
            before = re.split(r"[.!?:]\s", text[max(0, found.start() - 60) : found.start()])[-1]
            after = re.split(r"[.!?]\s", text[found.end() : found.end() + 60])[0]
            if not _POINTER.search(after) and not _AHEAD.search(before):
                return named, place
    return named, ""


_GREEK = (
    r"\\(alpha|beta|gamma|delta|varepsilon|theta|kappa|lambda|mu|pi|rho|sigma|tau|ell|nabla|partial)"
    r"(?![a-zA-Z])"
)
_WORDS = re.compile(
    r"\\(?:text|mathrm|operatorname|mathbf|mathsf)\{[^}]*\}|\\(?:begin|end)\{[^}]*\}(?:\{[^}]*\})?"
)
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.M | re.S)
_INDEX = re.compile(r"_(?:\{[^}]*\}|\\?[a-zA-Z0-9]+)")


def symbols_in(cells: Iterable[NotebookNode]) -> dict[str, None]:
    """The letters of a lesson's formulas in their order, indices apart: "N", r"\alpha"."""
    found: dict[str, None] = {}
    for cell in cells:
        if cell.cell_type != "markdown" or cell.metadata.get("only") == "deck":
            continue
        for shown, short in re.findall(
            r"\$\$(.+?)\$\$|\$([^$]+)\$", _CODE.sub("", cell.source), re.S
        ):
            formula = _WORDS.sub(" ", shown or short)
            for letter in re.findall(
                rf"{_GREEK}|(?<![\\a-zA-Z])([a-zA-Z])(?![a-zA-Z])", _bare(formula)
            ):
                found[f"\\{letter[0]}" if letter[0] else letter[1]] = None
    return found


def _bare(formula: str) -> str:
    """A formula without indices, and without commands that are no letters."""
    formula = _INDEX.sub(" ", formula)
    return re.sub(rf"(?!{_GREEK})\\[a-zA-Z]+", " ", formula)

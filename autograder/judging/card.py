"""The feedback card as HTML.

Its styles are inline, because JupyterLab strips style sheets from notebooks that it does not trust;
its colours follow JupyterLab's theme, with fallbacks for pages outside it.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files

from jinja2 import Environment, Template
from markupsafe import Markup

from .verdict import Verdict
from .words import (
    HEADLINES,
    MARKS,
    WHY,
    call_text,
    expected_and_got,
    headline,
    points_of,
    sentence_of,
    shows_it,
    visible,
    what_differs,
    what_happened,
)

OPEN, CLOSE = "\x01", "\x02"  # stand around a differing entry until the text is escaped
_STRESSED = re.compile(r"\*(\S(?:[^*]*\S)?)\*")
MARKED = '<mark style="background:#F0E442;color:#000;font-weight:bold;text-decoration:underline">'


def as_html(verdict: Verdict, mended: bool = False) -> str:
    """The card as HTML that needs nothing around it; every word of a student's is escaped."""
    html = _template().render(
        verdict=verdict,
        failure=verdict.failure,
        why=WHY if mended and verdict.status == "passed" else "",
        judged=verdict.status not in ("unwritten", "stopped"),
    )
    return visible(html)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(
        call_text=call_text,
        headline=headline,
        headlines=HEADLINES,
        marks=MARKS,
        pair=lambda failure: expected_and_got(failure, lambda text: f"{OPEN}{text}{CLOSE}"),
        points_of=points_of,
        sentence_of=sentence_of,
        shows_it=shows_it,
        what_differs=what_differs,
        what_happened=what_happened,
    )
    environment.filters.update(prose=_prose, marked=_marked)
    source = files(__package__).joinpath("card.html.j2").read_text("utf-8")
    return environment.from_string(source)


def _prose(text: str) -> Markup:
    """Our own sentences: `code` between backquotes, *stressed words* between stars."""
    code = '<code style="font-family:var(--jp-code-font-family,monospace)">'
    pieces = escape(text).split("`")
    stressed = (_STRESSED.sub(r"<em>\1</em>", piece) for piece in pieces)
    return Markup(
        "".join(
            f"{code}{piece}</code>" if i % 2 else words
            for i, (piece, words) in enumerate(zip(pieces, stressed, strict=True))
        )
    )


def _marked(text: str) -> Markup:
    return Markup(escape(text).replace(OPEN, MARKED).replace(CLOSE, "</mark>"))

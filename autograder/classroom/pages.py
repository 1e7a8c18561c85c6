"""The pages as HTML: phones, notes, report, and the deck with votes in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import bs4
import segno
from jinja2 import Environment, FunctionLoader, select_autoescape
from markupsafe import Markup

from ..course import CourseError
from .questions import LETTERS, Asked, words_of
from .session import State
from .views import ROUNDS, said_to, shown_counts


@cache
def part(name: str) -> str:
    """A file of the folder `web`: a template, a style or a script."""
    return files(__package__).joinpath("web", name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(part),
        autoescape=select_autoescape(default_for_string=True, default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"part": lambda name: Markup(part(name)), "letters": LETTERS}
    environment.filters["percent"] = percent
    return environment


def drawn(name: str, **what) -> str:
    """A template of `web` with these things in it."""
    return _environment().get_template(name).render(**what)


def percent(count: int, total: int) -> str:
    """A share of a class: "40 %"; "–" of nobody."""
    return f"{100 * count / total:.0f} %" if total else "–"


@cache
def policy(*scripts: str) -> str:
    """A page's Content-Security-Policy: itself alone, and of scripts these texts alone."""
    sums = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts]
    allowed = " ".join(f"'sha256-{each}'" for each in sums) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        f"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


# -- phones -----------------------------------------------------------------------------------


def ballot(state: State, asked: Mapping[str, Asked], mine: int | None = None) -> str:
    """The present ballot as a phone shows it: a form, and after the reveal how all voted."""
    present = state.ballot
    return drawn(
        "ballot.html.j2",
        ballot=present,
        question=asked.get(state.current),
        round=ROUNDS[len(state.ballots.get(state.current, (0,))) - 1],
        mine=mine,
        counts=shown_counts(state, state.current),
    )


def key(state: State) -> str:
    """What a ballot's HTML depends on: where it is another, a phone draws the ballot anew."""
    present = state.ballot
    if present is None:
        return "0"
    phase = "open" if present.takes_votes else present.phase
    return f"{present.serial} {phase} {shown_counts(state, state.current) or ''}"


def phone(state: State, asked: Mapping[str, Asked], voter: str | None, title: str) -> str:
    """The phone's page. It asks for nothing else, and works without a script, too."""
    present = state.ballot
    mine = present.votes.get(voter) if present and voter else None
    busy = present is not None and present.takes_votes and mine is None
    return drawn(
        "phone.html.j2",
        title=title,
        ballot=Markup(ballot(state, asked, mine)),
        key=key(state),
        said=said_to(state, voter),
        refresh=not busy,
    )


def refused(why: str) -> str:
    """What a browser without a script is shown where its vote does not count."""
    return drawn("refused.html.j2", why=why)


# -- the lecturer -----------------------------------------------------------------------------


def notes(title: str, asked: Mapping[str, Asked], slides: list[dict], join: str) -> str:
    """The lecturer's page of notes. slides: what `slides_of` found in the deck."""
    data = {
        "questions": {id: _for_script(question) for id, question in asked.items()},
        "slides": slides,
        "join": short(join),
        "letters": LETTERS,
        "rounds": ROUNDS,
    }
    return drawn("notes.html.j2", title=title, data=_json(data), join=join)


def report_of(rows: list, title: str, when: str) -> str:
    """The report's page; rows: `report.Row`s."""
    return drawn("report.html.j2", rows=rows, title=title, when=when, rounds=ROUNDS)


# -- the deck ---------------------------------------------------------------------------------

_SLIDES = '<div class="slides">'
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')


def live_deck(page: str, asked: Mapping[str, Asked], join: str) -> str:
    """A deck's page with a slide to join by and votes on its vote slides.

    page: what `make slides` wrote. join: the address for phones.
    Raises CourseError where the page is not built as this expects.
    """
    head, _, body = page.partition("<body>")
    if _SLIDES not in body or "</body>" not in body or len(_POLICY.findall(head)) != 1:
        raise CourseError("The deck's page is not one that votes can be put into: build it anew.")
    data = {
        "questions": {id: _for_script(question) for id, question in asked.items()},
        "order": list(asked),
        "join": short(join),
        "letters": LETTERS,
        "rounds": ROUNDS,
    }
    head = _POLICY.sub(lambda found: found[1] + _with_connections(found[2]) + found[3], head)
    slide = drawn("join.html.j2", join=join, short=short(join), code=Markup(code(join)))
    before, after = body.replace(_SLIDES, _SLIDES + slide, 1).rsplit("</body>", 1)
    added = drawn("deck.html.j2", data=_json(data))
    return f"{head}<body>{before}{added}</body>{after}"


def slides_of(page: str) -> list[dict]:
    """Each slide of a live deck in order: {"title", "notes"}, as the notes' page shows them."""
    soup = bs4.BeautifulSoup(page, "html.parser")
    found = []
    for section in soup.select(".slides section"):
        if section.find("section"):
            continue
        aside = section.find("aside", class_="notes")
        notes = aside.decode_contents() if aside else ""
        if aside:
            aside.extract()
        heading = section.find(["h1", "h2", "h3", "h4"]) or section
        found.append({"title": words_of(str(heading))[:120], "notes": notes})
    return found


def code(address: str) -> str:
    """The address as a QR code: one SVG element."""
    made = segno.make(address, error="m", micro=False)
    return made.svg_inline(omitsize=True, border=2, dark="#000", light="#fff")


def short(address: str) -> str:
    """An address as people type it: without what browsers add."""
    return address.removeprefix("http://").removesuffix("/").removesuffix(":80")


def _with_connections(rules: str) -> str:
    """A page's policy that lets it also talk to the server it came from."""
    kept = [rule.strip() for rule in rules.split(";")]
    kept = [rule for rule in kept if rule and rule.split()[0] != "connect-src"]
    return "; ".join([*kept, "connect-src 'self'"])


def _for_script(question: Asked) -> dict:
    return {
        "title": question.title,
        "prompt": question.prompt,
        "options": [choice.html for choice in question.choices],
        "right": question.right,
        "listen": question.listen_for,
    }


def _json(data) -> Markup:
    """Data that can stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028"))

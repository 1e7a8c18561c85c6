"""The book: the course as a folder of pages that opens from disk and from any static server.

A page a lesson (`book_page`), an index, the glossary, what the search looks through, and the page
in which all others keep what is answered. Nothing is fetched from anywhere; answers stay in the
reader's browser. A folder that holds anything else is left alone.
"""

import base64
import json
import re
from importlib import resources
from pathlib import Path

import jinja2
from pygments.formatters import HtmlFormatter

from ..course import CourseError
from ..own_files import solved_notebook
from . import glossary
from .book_page import chapter, to_run
from .cell_html import refuse_requests
from .executed import executed
from .live import in_script
from .mathml import markdown2html
from .source import head_of

LIST = "book.json"
"""The file in which a book names its files: by it a later build knows what it may overwrite."""

LARGEST = 1_500_000
"""Bytes that a page may have."""


class Book:
    """What makes a course's book: its lessons, and the folder that it is written into."""

    def __init__(self, lessons, folder):
        self.lessons, self.folder = lessons, Path(folder)
        self.titles = {lesson.folder: _about(lesson) for lesson in lessons}
        self.terms = terms_of(glossary.load(), self.titles)
        own = resources.files(__package__)
        names = ("css", "kept.js", "js", "kept.html", "html.j2")
        text = {name: own.joinpath(f"book.{name}").read_text("utf-8") for name in names}
        self._environment = jinja2.Environment(autoescape=True)
        self._template = self._environment.from_string(text["html.j2"])
        self._kept = text["kept.html"]
        self._same = {
            "css": [_code_colours(), text["css"]],
            "js": in_script(text["kept.js"] + text["js"]),
            "lessons": self.titles,
        }

    def pages(self, run=None):
        """Every file of the book, one after the other: pairs (name, text).

        run: a function from a lesson to its executed notebook; by default each is run in a kernel
        of its own. Raises PageError where a page cannot be built.
        """
        found, asked = [], {}
        for lesson in self.lessons:
            made = chapter(lesson, self.titles[lesson.folder]["title"], (run or _run)(lesson))
            number = lesson.folder.split("-")[0]
            found += [
                [f"{lesson.folder}.html", anchor, f"{number} · {heading}", text]
                for anchor, heading, text in made.found
            ]
            asked[lesson.folder] = made.questions
            yield f"{lesson.folder}.html", self._page(lesson.folder, made)
        found += [
            ["glossary.html", term["anchor"], f"Glossary · {term['term']}", term["text"]]
            for term in self.terms
        ]
        yield "glossary.html", self._render(kind="glossary", title="Glossary", terms=self.terms)
        yield "index.html", self._render(kind="index", title="The book", asked=asked)
        yield "kept.html", self._kept
        listed = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        yield "search.js", f"window.found({listed});\n"

    def _page(self, folder, made):
        order = list(self.titles)
        at = order.index(folder)
        page = self._render(
            kind="lesson",
            title=made.title,
            folder=folder,
            number=folder.split("-")[0],
            chapter=made,
            before=order[at - 1] if at else None,
            after=order[at + 1] if at + 1 < len(order) else None,
        )
        if len(page.encode()) > LARGEST:
            raise CourseError(f"{folder}.html has {len(page.encode())} bytes; at most {LARGEST}.")
        return page

    def _render(self, **about):
        page = lighter(self._template.render(**about, **self._same))
        refuse_requests(page)
        return page


def write_book(lessons, folder, progress=iter):
    """Write the book of these lessons into `folder`; returns the names of its files.

    progress: wraps what is gone through, as tqdm does. Raises CourseError, and writes nothing,
    where the folder holds what is no part of a book.
    """
    folder = Path(folder)
    _check_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)  # before minutes are spent, where it cannot be had
    made = dict(progress(Book(lessons, folder).pages()))
    for name in _written(folder) - set(made):
        (folder / name).unlink(missing_ok=True)
    (folder / LIST).write_text(json.dumps({"files": sorted(made)}, indent=1) + "\n", "utf-8")
    for name, text in made.items():
        (folder / name).write_text(text, "utf-8")
    return sorted(made)


def _check_folder(folder):
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is a file: the book needs a folder. Nothing was written.")
    own = _written(folder) | {LIST}
    for path in sorted(folder.iterdir()) if folder.exists() else ():
        if path.name not in own:
            raise CourseError(
                f"{folder} holds {path.name}, which is no part of the book: move it, or name "
                "another folder with --to. Nothing was written."
            )


def _written(folder):
    """The files that a book in this folder says are its own."""
    try:
        listed = json.loads((folder / LIST).read_text("utf-8"))["files"]
        return {name for name in listed if re.fullmatch(r"[\w-]+\.(html|js)", name)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def terms_of(words, lessons):
    """The glossary's terms by the alphabet: term, text and html, anchor, place, page.

    page: that of the lesson that introduces it, "" where the book has no such page.
    """
    return [
        {
            "term": term.term,
            "text": term.meaning,
            "html": markdown2html(term.meaning),
            "symbol": _formula(term.symbol) if term.symbol else "",
            "anchor": re.sub(r"\W+", "-", term.term.casefold()).strip("-"),
            "place": f"{term.lesson.split('-')[0]} · {term.section}",
            "page": f"{term.lesson}.html" if term.lesson in lessons else "",
        }
        for term in sorted(words.terms, key=lambda term: term.term.casefold())
    ]


def _formula(latex):
    """A formula in a line, without the paragraph around it."""
    return markdown2html(f"${latex}$").strip().removeprefix("<p>").removesuffix("</p>")


def lighter(page):
    """A page whose drawings have two digits behind the point: nobody sees a hundredth."""
    return re.sub(r"(?<=data:image/svg\+xml;base64,)[A-Za-z0-9+/=\s]+", _rounded, page)


def _rounded(found):
    drawing = base64.b64decode(found[0]).decode("utf-8")
    shorter = re.sub(
        r' (d|x|y|width|height|points)="[^"]*"',
        lambda attribute: re.sub(r"(\d\.\d\d)\d+", r"\1", attribute[0]),
        drawing,
    )
    shorter = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", shorter, flags=re.DOTALL)
    return base64.b64encode(re.sub(r"\n\s*", "\n", shorter).encode()).decode()


def _run(lesson):
    solved = solved_notebook(lesson)
    return executed(to_run(solved), lesson.solved.parent)


def _about(lesson):
    """What an index says of a lesson: its title and its minutes, from the head of its source."""
    head = head_of(lesson)
    return {"title": head["title"], "minutes": head.get("minutes")}


def _code_colours():
    """Colours of code, for light and dark."""
    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs('[data-theme="dark"] .highlight')
    return f"{light}\n{dark}"

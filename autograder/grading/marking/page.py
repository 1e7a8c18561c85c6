"""`autograder mark`: a page on this machine alone, on which a person marks texts.

Its address holds a secret, so that nobody else on the machine opens it. Each mark is in the
gradebook before the next text is shown; what is being written is kept in the browser as well.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from ...course import CourseError
from ..nbgrader import sanitiser
from ..nbgrader.pages import style_sheet
from ..nbgrader.pictures import Pictures
from . import reading
from .desk import AGAIN, DONE, OPEN, TAKEN, Desk, Place
from .reading import Question

HOST = "127.0.0.1"
STATES = {OPEN: "to be marked", AGAIN: "changed since it was marked", DONE: "marked",
          TAKEN: "another marker's"}  # fmt: skip
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; img-src data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass
class Server:
    """A running page. address: what a browser opens. door: leads there, once.

    What a program is started with, all users of a machine can read: a browser is given the door.
    """

    server: HTTPServer
    address: str
    door: str

    async def stop(self) -> None:
        self.server.stop()
        await self.server.close_all_connections()


def start(desk: Desk) -> Server:
    """Start serving a desk; to be called in a running event loop.

    The port is that of the last time where it is free, so that a browser finds what it kept.
    """
    secret = secrets.token_urlsafe(24)
    sockets = _sockets(desk.ledger.setting(f"port of {desk.marker}"))
    port = sockets[0].getsockname()[1]
    desk.ledger.setting(f"port of {desk.marker}", port)
    given = {"desk": desk, "base": f"/{secret}/", "host": f"{HOST}:{port}"}
    door = secrets.token_urlsafe(24)
    routes = [
        (rf"/({door})", Door, {**given, "closed": {door}}),
        (rf"/{secret}/", Overview, given),
        (rf"/{secret}/question/(\d+)/next", Next, given),
        (rf"/{secret}/question/(\d+)/text/([0-9a-f]+)", Text, given),
    ]
    server = HTTPServer(Application(routes, default_handler_class=Nothing))
    server.add_sockets(sockets)
    here = f"http://{HOST}:{port}"
    return Server(server, f"{here}/{secret}/", f"{here}/{door}")


def serve(desk: Desk, tell: Callable[[Server], object]) -> None:
    """Serve a desk until it is interrupted. tell: is called when it can be opened."""

    async def run() -> None:
        server = start(desk)
        tell(server)
        try:
            await asyncio.Event().wait()
        finally:
            await server.stop()

    try:
        asyncio.run(run())
    except KeyboardInterrupt:
        return


def _sockets(port: int) -> list:
    try:
        return bind_sockets(port, HOST)
    except OSError:
        return bind_sockets(0, HOST)


class Nothing(RequestHandler):
    """What is at any other address: nothing."""

    def prepare(self) -> None:
        raise HTTPError(404)


class Page(RequestHandler):
    """What all pages have in common."""

    def initialize(self, desk: Desk, base: str, host: str) -> None:
        self.desk, self.base, self.host = desk, base, host
        self.nonce = secrets.token_urlsafe(16)

    def prepare(self) -> None:
        if self.request.host != self.host:  # a name of somebody's that leads here
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")

    def show(self, template: str, **context: object) -> None:
        self.set_header("Content-Security-Policy", _POLICY.format(nonce=self.nonce))
        own = {"base": self.base, "nonce": self.nonce, "desk": self.desk, "states": STATES}
        self.write(_environment().get_template(template).render(**own, **context))

    def question(self, number: str) -> Question:
        questions = self.desk.questions()
        if int(number) >= len(questions):
            raise HTTPError(404)
        return questions[int(number)]

    def write_error(self, status_code: int, **more: object) -> None:
        error = more.get("exc_info", (None, None, None))[1]
        said = str(error) if isinstance(error, CourseError) else self._reason
        self.set_status(400 if isinstance(error, CourseError) else status_code)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(said)

    def log_exception(self, kind: type, error: BaseException, trace: object) -> None:
        if not isinstance(error, CourseError):
            super().log_exception(kind, error, trace)


class Door(Page):
    """Leads to the page, once. closed: the doors that nobody has gone through yet."""

    def initialize(self, closed: set[str], **given: object) -> None:
        super().initialize(**given)
        self.closed = closed

    def get(self, door: str) -> None:
        if door not in self.closed:
            raise HTTPError(404)
        self.closed.remove(door)
        self.redirect(self.base)


class Overview(Page):
    """The questions: how many texts of each are marked, who has how many, how far they agree."""

    def get(self) -> None:
        rows = []
        for number, question in enumerate(self.desk.questions()):
            places = self.desk.places(question.name)
            counts = {s: sum(place.state == s for place in places) for s in STATES}
            have = [place.whose for place in places if place.whose]
            who = {name: have.count(name) for name in sorted(set(have))}
            rows.append((number, question, places, counts, who, self.desk.agreement(question)))
        self.show("overview.html.j2", rows=rows, sample=self.desk.ledger.setting("sample"))


class Next(Page):
    """Leads to the next text for this marker, or back where none is left."""

    def get(self, number: str) -> None:
        place = self.desk.next_place(self.question(number).name)
        self.redirect(f"{self.base}question/{number}/text/{place.key}" if place else self.base)


class Text(Page):
    """One text: what was asked, what was written, what the learner saw, and the bands."""

    def get(self, number: str, at: str) -> None:
        question, places, place = self._place(number, at)
        shown = reading.shown(self.desk.root, self.desk.assignment, place.text)
        given = place.own
        self.show(
            "text.html.j2",
            number=int(number),
            question=question,
            bands=[(b, sanitiser.from_markdown(b.says, Pictures())) for b in question.bands],
            place=place,
            total=len(places),
            before=places[place.number - 2] if place.number > 1 else None,
            after=places[place.number] if place.number < len(places) else None,
            shown=shown,
            points=given.points if given else place.text.points,
            comment=given.comment if given else place.text.comment,
            phrases=self.desk.ledger.phrases(question.name),
        )

    def post(self, number: str, at: str) -> None:
        question, _, place = self._place(number, at)
        if self.get_body_argument("mark", "") != place.mark:
            raise CourseError("The text has changed since you opened it. Load this page anew.")
        try:
            points = float(self.get_body_argument("points").replace(",", "."))
        except ValueError:
            raise CourseError("Choose a band, or write how many points.") from None
        comment = self.get_body_argument("comment", "").replace("\r\n", "\n").strip()
        self.desk.mark(place, points, comment)
        if comment and self.get_body_argument("keep", ""):
            self.desk.ledger.keep_phrase(question.name, comment)
        self.redirect(f"{self.base}question/{number}/next")

    def _place(self, number: str, key: str) -> tuple[Question, list[Place], Place]:
        question = self.question(number)
        places = self.desk.places(question.name)
        place = next((place for place in places if place.key == key), None)
        if place is None:
            raise HTTPError(404)
        return question, places, place


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    folder = files(__package__).joinpath("templates")
    for name in ("mark.css", "mark.js"):
        text = Markup(folder.joinpath(name).read_text("utf-8"))
        environment.globals[name.replace(".", "_")] = text
    environment.globals["content_css"] = style_sheet("content.css")
    return environment

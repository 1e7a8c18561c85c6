"""What can be asked of the server, and what it answers. It decides nothing: `session.step` does.

/                 a phone's page        /desk?key=…   the lecturer's way in
/stream, /now     what phones are told  /deck, /notes, /report    pages for the lecturer alone
/vote             a vote                /do           what the lecturer does
"""

from __future__ import annotations

import logging
from functools import partial

from tornado.web import Application, HTTPError

from . import pages, passes, report, views
from .answering import Base, Nothing, number
from .limits import Door, Rate
from .room import Room
from .session import (
    MOST_HANDS,
    Again,
    Close,
    Hands,
    NoRoom,
    Open,
    Refused,
    Restart,
    Reveal,
    TooLate,
    Vote,
)
from .streams import event

LONGEST_BODY, LONGEST_HEAD = 4_096, 16_384

QUIET = 20.0
"""Seconds in which a request must have come whole, and after which an idle connection is closed."""

ACTIONS = {each.kind: each for each in (Open, Close, Reveal, Again, Restart)}

LECTURERS = "This is the lecturer's side: its address is in the terminal"
NO_PASS = "This browser keeps no cookies for this page: allow them, and load it again."

log = logging.getLogger(__name__)


# -- phones -----------------------------------------------------------------------------------


class Phone(Base):
    def get(self) -> None:
        voter = self.voter() or self.give_pass()
        self.set_header("Content-Security-Policy", pages.policy(pages.part("phone.js")))
        self.room.look()
        page = pages.phone(self.room.state, self.room.asked, voter, self.room.lesson.folder)
        self.finish(page)


class Now(Base):
    """The present state, for a phone that has no stream at the moment."""

    def get(self) -> None:
        voter = self.voter() or self.give_pass()
        self.room.look()
        mine = views.own(self.room.state, voter)
        self.finish({"state": self.room.phone_state(), "mine": mine})


class PhoneStream(Base):
    def get(self) -> None:
        voter = self.voter()
        if voter is None:
            raise HTTPError(403)
        self.room.look()
        own = partial(self.room.own, voter)
        self.take_over(self.room.phones, voter, self.room.for_phones(), own)


class Ballots(Base):
    def post(self) -> None:
        voter = self.voter()
        if voter is None:
            return self.say(403, NO_PASS)
        if not self.rates["voter"].allows(voter):
            return self.say(429, "That was very quick: try again in a moment.")
        serial, option = number(self.get_body_argument("ballot", "")), self.option()
        try:
            self.room.happens(Vote, serial, voter, option)
        except TooLate as late:
            return self.say(409, f"{late} Your vote does not count.")
        except NoRoom as full:
            return self.say(503, str(full))
        except Refused as why:
            return self.say(400, str(why))
        except OSError:
            log.error("A vote could not be written: is the disk full?")
            return self.say(503, "The vote could not be written down: it does not count yet.")
        for stream in self.room.phones.of(voter):  # the same phone's other tabs
            stream.push(self.room.for_phones())
        if self.wants_json:
            return self.finish(views.own(self.room.state, voter))
        return self.redirect("/", status=303)

    def option(self) -> int:
        given = self.get_body_argument("option", "")
        if not given:
            raise HTTPError(400, reason="Choose one of the options first")
        return number(given)


# -- the lecturer -----------------------------------------------------------------------------


class Desk(Base):
    """The way in: the secret of the address becomes a cookie, and leaves the address bar."""

    def get(self) -> None:
        secret = self.room.ledger.heading.desk
        if not passes.is_key(secret, self.get_query_argument("key", "")):
            return self.say(403, LECTURERS)
        self.keep(passes.desk_cookie(secret), passes.desk_pass(secret))
        target = "/notes" if self.get_query_argument("to", "") == "notes" else "/deck"
        return self.redirect(target, status=303)


class ForLecturer(Base):
    def prepare(self) -> None:
        super().prepare()
        secret = self.room.ledger.heading.desk
        if not passes.is_desk(secret, self.get_cookie(passes.desk_cookie(secret))):
            raise HTTPError(403, reason=LECTURERS)


class Deck(ForLecturer):
    def get(self) -> None:
        # The page has a policy of its own inside, which lets it ask this server alone.
        self.set_header("Content-Security-Policy", "frame-ancestors 'self'")
        self.finish(self.room.deck)


class DeckStream(ForLecturer):
    def get(self) -> None:
        self.room.look()
        self.take_over(self.room.decks, "desk", self.room.for_decks())


class Notes(ForLecturer):
    def get(self) -> None:
        self.set_header("Content-Security-Policy", pages.policy(pages.part("notes.js")))
        room = self.room
        self.finish(pages.notes(room.lesson.folder, room.asked, room.slides, room.join))


class NotesStream(ForLecturer):
    def get(self) -> None:
        self.room.look()
        self.take_over(self.room.notes, "desk", self.room.for_notes())


class Report(ForLecturer):
    def get(self) -> None:
        self.room.look()
        rows = report.rows_of(self.room.state, self.room.asked)
        self.finish(report.page(self.room.lesson, self.room.ledger.heading, rows))


class Do(ForLecturer):
    """What the lecturer does: a vote's phases, hands, the slide that is shown, the end."""

    def post(self) -> None:
        what = self.get_body_argument("what", "")
        try:
            self.do(what)
        except Refused as why:
            return self.say(409, str(why))
        except OSError as error:
            log.error("What the lecturer did could not be written: %s", error.strerror)
            return self.say(503, f"It could not be written down: {error.strerror}.")
        return self.finish({"said": ""})

    def do(self, what: str) -> None:
        question = self.get_body_argument("question", "")
        if what in ACTIONS:
            self.room.happens(ACTIONS[what], question)
        elif what == "hands":
            given = [self.get_body_argument(f"hands{place}", "0") or "0" for place in range(5)]
            options = self.room.state.options.get(question, 0)
            counts = tuple(min(number(each), MOST_HANDS + 1) for each in given[:options])
            self.room.happens(Hands, question, counts)
        elif what == "slide":
            self.room.shows(number(self.get_body_argument("place", "")))
        elif what == "go":
            to = "next" if self.get_body_argument("to", "") == "next" else "previous"
            self.room.decks.push(event("go", to))
        elif what == "end":
            self.room.end()
        else:
            raise HTTPError(400)


def server(room: Room, names: frozenset[str], connections: int) -> Door:
    """Tornado's server for a room, not listening yet.

    names: what this machine is called. connections: how many it may have at a time.
    """
    door = Door(
        room=connections,
        request_callback=None,
        max_body_size=LONGEST_BODY,
        max_header_size=LONGEST_HEAD,
        max_buffer_size=4 * LONGEST_HEAD,
        idle_connection_timeout=QUIET,
        body_timeout=QUIET,
    )
    rates = {"address": Rate(500, 10_000), "voter": Rate(4, 12)}
    shared = {"room": room, "door": door, "names": names, "rates": rates}
    routes = {
        "/": Phone, "/now": Now, "/stream": PhoneStream, "/vote": Ballots, "/desk": Desk,
        "/deck": Deck, "/deck/stream": DeckStream, "/notes": Notes, "/notes/stream": NotesStream,
        "/report": Report, "/do": Do,
    }  # fmt: skip
    door.request_callback = Application(
        [(path, handler, shared) for path, handler in routes.items()],
        default_handler_class=Nothing,
        default_handler_args=shared,
        log_function=lambda _: None,  # Tornado's own line has the address in it
    )
    return door

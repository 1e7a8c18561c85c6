"""What all answers of the server have in common: checks first, no traces after, passes, streams."""

from __future__ import annotations

import json
import logging
import re

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from . import pages, passes
from .limits import Door
from .room import Room
from .streams import Audience, Stream

FORM = "application/x-www-form-urlencoded"

log = logging.getLogger(__name__)


class Base(RequestHandler):
    """What all answers have in common: checks first, no traces after."""

    def initialize(self, room: Room, door: Door, names: frozenset[str], rates: dict) -> None:
        self.room, self.door, self.names, self.rates = room, door, names, rates

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", pages.policy())

    def prepare(self) -> None:
        if not passes.is_ours(self.request.host, self.names):
            raise HTTPError(421, reason="Misdirected Request")
        if not self.rates["address"].allows(self.request.remote_ip):
            raise HTTPError(429, reason="Too Many Requests")
        if self.request.method == "POST":
            if passes.comes_from_elsewhere(self.request.headers, self.request.host):
                raise HTTPError(403)
            if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != FORM:
                raise HTTPError(415)

    # What a browser sends about itself is used here and now, and never written anywhere.

    def log_exception(self, kind, error, trace) -> None:
        if not isinstance(error, HTTPError):
            log.error("a request failed", exc_info=(kind, error, trace))

    def write_error(self, status_code: int, **_) -> None:
        self.say(status_code, self._reason)

    def say(self, status: int, why: str) -> None:
        """Answer with a reason, as JSON or as a page, whichever the browser asks for."""
        self.set_status(status)
        if self.wants_json:
            self.set_header("Content-Type", "application/json")
            self.finish(json.dumps({"said": why}))
        else:
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(pages.refused(why))

    @property
    def wants_json(self) -> bool:
        return "text/html" not in self.request.headers.get("Accept", "")

    @property
    def key(self) -> str:
        return self.room.ledger.heading.phones

    def voter(self) -> str | None:
        """What this phone's votes are kept under; None where it has no pass of this session."""
        return passes.voter(self.key, self.get_cookie(passes.phone_cookie(self.key)))

    def give_pass(self) -> str:
        """Seal a pass for a phone that has none; what its votes will be kept under."""
        fresh = passes.new_pass(self.key)
        self.keep(passes.phone_cookie(self.key), fresh)
        return passes.voter(self.key, fresh)

    def keep(self, name: str, value: str) -> None:
        """Give the browser a cookie, for itself and this server alone."""
        self.set_cookie(
            name, value, max_age=passes.LONGEST, httponly=True, samesite="Lax", path="/"
        )

    def take_over(self, audience: Audience, holder: str, first: bytes, own=None) -> None:
        """Make of this request a stream of events, which Tornado then knows no more of."""
        if audience.full:
            raise HTTPError(503)
        connection = self.detach()
        try:
            connection.set_nodelay(True)
            stream = Stream(connection, own)
        except StreamClosedError:
            self.door.left(connection)
            return
        audience.add(holder, stream, self._gone)
        stream.push(first)
        self.room.phones_changed()

    def _gone(self, connection) -> None:
        self.door.left(connection)
        self.room.phones_changed()


class Nothing(Base):
    """Whatever else is asked for."""

    def prepare(self) -> None:
        super().prepare()
        raise HTTPError(404)


def number(text: str) -> int:
    """A small whole number. Raises HTTPError, 400, where the text is none."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise HTTPError(400)
    return int(text)

"""Phones without a browser: what a phone's page says to the server, in bytes, and what it hears."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    """status: the HTTP status, 0 where the connection was closed without an answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def cookie(self):
        """The cookie that it sets, as a browser sends it back; "" if none."""
        return self.headers.get("set-cookie", "").partition(";")[0]


async def ask(address, path, form=None, cookie="", *, headers=None, local=None):
    """One request on a connection of its own. address: (host, port); local: that of this end."""
    reader, writer = await asyncio.open_connection(*address, local_addr=local)
    try:
        return await _talk(reader, writer, request(address, path, form, cookie, headers))
    finally:
        writer.close()


def request(address, path, form=None, cookie="", headers=None):
    """A request's bytes."""
    body = urlencode(form).encode() if form is not None else b""
    lines = {"Host": f"{address[0]}:{address[1]}", "Connection": "close"}
    if form is not None:
        lines |= {"Content-Type": FORM, "Content-Length": str(len(body))}
    if cookie:
        lines["Cookie"] = cookie
    lines |= headers or {}
    head = f"{'GET' if form is None else 'POST'} {path} HTTP/1.1\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + body


async def _talk(reader, writer, sent):
    with suppress(ConnectionError):
        writer.write(sent)
        await writer.drain()
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return Answer(0, {}, b"")
    status, headers = _head(head)
    body = b""
    with suppress(ConnectionError):
        body = await reader.read()
    return Answer(status, headers, body)


def _head(head):
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}


@dataclass
class Phone:
    """A phone: it joins, listens, and taps until the server has taken what it tapped.

    heard: every state that the server told it of, in order; mine: its vote, as the server has it.
    """

    address: tuple
    cookie: str = ""
    heard: list = field(default_factory=list)
    mine: dict | None = None

    async def join(self):
        answer = await ask(self.address, "/", cookie=self.cookie)
        assert answer.status == 200
        self.cookie = answer.cookie or self.cookie
        return self

    async def listen(self, when_heard=lambda event, data: None):
        """Hear what the server says until the connection ends."""
        reader, writer = await asyncio.open_connection(*self.address)
        try:
            writer.write(request(self.address, "/stream", cookie=self.cookie))
            await reader.readuntil(b"\r\n\r\n")
            while True:
                message = await reader.readuntil(b"\n\n")
                self._hear(message, when_heard)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def _hear(self, message, when_heard):
        fields = dict(line.split(": ", 1) for line in message.decode().strip().splitlines())
        data = json.loads(fields.get("data", "null"))
        if fields.get("event") == "state":
            self.heard.append(data)
        elif fields.get("event") == "mine":
            self.mine = data
        when_heard(fields.get("event"), data)

    async def vote(self, ballot, option):
        """One tap; the answer's status."""
        return (
            await ask(self.address, "/vote", {"ballot": ballot, "option": option}, self.cookie)
        ).status

    async def insist(self, ballot, option):
        """A tap that is sent again, as the page does, until the server has answered it."""
        while True:
            with suppress(OSError):
                status = await self.vote(ballot, option)
                if status not in (0, 429, 503):
                    return status
            await asyncio.sleep(0.05)

"""Who may do what: a phone's pass, the lecturer's pass, and whom a request says that it is for.

A phone's pass is a random number with a seal, in a cookie that ends with the browser's session.
Only this server can seal one, so a made-up pass is none. What a vote is kept under is a keyed hash
of the number; the number itself is never kept. The lecturer's secret comes once, in an address that
is not on the join slide; from then on it is a cookie, so that it does not stand in the address bar
that everybody sees on the projector.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import socket

LONGEST = 12 * 3600
"""Seconds after which a browser forgets a pass."""


def phone_cookie(key: str) -> str:
    """The name of a phone's cookie in the session of this key.

    Cookies do not know ports. Two servers on one machine would take each other's passes away, and a
    phone with a new one would be another voter; so each session has names of its own.
    """
    return f"workbook-vote-{_sealed(key, 'name', '')[:8]}"


def desk_cookie(key: str) -> str:
    """The name of the lecturer's cookie."""
    return f"workbook-desk-{_sealed(key, 'name', '')[:8]}"


def new_pass(key: str) -> str:
    """A fresh pass for a phone."""
    number = secrets.token_hex(16)
    return f"{number}.{_sealed(key, 'pass', number)}"


def voter(key: str, given: str | None) -> str | None:
    """What the holder's votes are kept under; None where this server gave no such pass."""
    number, _, seal = (given or "").partition(".")
    if not _same(_sealed(key, "pass", number), seal):
        return None
    return _sealed(key, "voter", number)


def desk_pass(key: str) -> str:
    """What the lecturer's cookie holds."""
    return _sealed(key, "desk", "")


def is_key(key: str, given: str) -> bool:
    """Whether this is the secret of the lecturer's address."""
    return _same(key, given)


def is_desk(key: str, given: str | None) -> bool:
    """Whether a cookie is the lecturer's."""
    return _same(desk_pass(key), given or "")


def _same(ours: str, theirs: str) -> bool:
    """Whether they are equal, found in a time that does not tell how far they are."""
    return hmac.compare_digest(ours.encode(), theirs.encode("utf-8", "replace"))


def _sealed(key: str, use: str, text: str) -> str:
    return hmac.new(key.encode(), f"{use}:{text}".encode(), hashlib.sha256).hexdigest()[:32]


def is_ours(host: str, names: frozenset[str]) -> bool:
    """Whether a request's Host is this machine: an address as such, or one of its names.

    A page elsewhere could point a name of its own at this machine and then read our pages as its
    own; it cannot do that with an address.
    """
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    name = name.removeprefix("[").removesuffix("]").rstrip(".").lower()
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in names
    return True


def names_of_this_machine(asked: str) -> frozenset[str]:
    """What this machine is called, in lower case; asked: the host that was asked for."""
    own = socket.gethostname().lower()
    return frozenset({"localhost", own, f"{own.partition('.')[0]}.local", asked.lower()})


def comes_from_elsewhere(headers, host: str) -> bool:
    """Whether a browser says that a page of another site sends this request."""
    origin = headers.get("Origin")
    if origin is not None:
        return origin.partition("://")[2] != host
    return headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")

"""This machine's address, as phones in its network reach it, and a socket that listens there."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import socket

from tornado.netutil import bind_sockets

from ..course import CourseError

BACKLOG = 2_048
"""Phones that may knock at the same moment; with the usual 128, some wait a second and more."""

ANYWHERE = ("192.0.2.1", "2001:db8::1")
"""Addresses of nobody (RFC 5737, 3849): what would be sent there says which way out there is."""


def own_address() -> str:
    """The address by which others in the network reach this machine.

    Raises CourseError where it is in no network.
    """
    for target in ANYWHERE:
        family = socket.AF_INET6 if ":" in target else socket.AF_INET
        # Connecting a datagram socket sends nothing: the system only chooses the way.
        with (
            contextlib.suppress(OSError),
            socket.socket(family, socket.SOCK_DGRAM) as probe,
        ):
            probe.connect((target, 9))
            address = probe.getsockname()[0]
            if not ipaddress.ip_address(address).is_loopback:
                return address
    raise CourseError(
        "This machine has no address on a network that phones could reach: join one, name an "
        "address with --host, or try it on this machine alone with --host 127.0.0.1."
    )


def listening(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen at this address alone; port 0 takes a free one.

    Raises CourseError, in one line, where that cannot be.
    """
    try:
        return bind_sockets(port, address=host, backlog=BACKLOG)
    except socket.gaierror:
        raise CourseError(f"There is no address {host!r}: leave --host out, or name one.") from None
    except UnicodeError:
        raise CourseError(f"{host!r} is no address.") from None
    except OSError as error:
        raise CourseError(_why(error, host, port)) from None


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use: choose another one with --port, or 0 for any that is free."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine: leave --host out to have it found."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} is not for everybody to listen at: choose one from 1024 on."
    return f"Nothing can listen at {host}, port {port}: {error.strerror}."


def join_address(host: str, port: int) -> str:
    """What phones open. host: where the server listens; for "everywhere", the one to be found."""
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(host).is_unspecified:
            host = own_address()
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}/" if port == 80 else f"http://{shown}:{port}/"

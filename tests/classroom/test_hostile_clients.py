"""Too much, too slowly, too strange: no count changes of it, and memory is bounded."""

import asyncio
import random
import socket
import struct

import pytest
from tornado.iostream import IOStream

from autograder.classroom import streams
from autograder.classroom.limits import Rate
from autograder.classroom.passes import voter
from autograder.classroom.streams import Audience, Stream

from .driving import count, do, until
from .phones import FORM, Phone, ask


def test_a_rate_is_a_bucket_that_fills_again():
    rate = Rate(each_second=2, burst=3, most=2)
    assert [rate.allows("a", now=0) for _ in range(4)] == [True, True, True, False]
    assert rate.allows("a", now=0.6) and not rate.allows("a", now=0.7)
    assert rate.allows("b", now=1) and rate.allows("c", now=1)
    assert len(rate._left) == 2  # "a" is forgotten: memory is bounded


def test_who_taps_too_quickly_is_told_so(open_room):
    async def run():
        async with open_room() as on:
            await do(on, "open")
            phone, other = [await Phone(on.address).join() for _ in range(2)]
            got = [await phone.vote(1, each % 4) for each in range(60)]
            assert 429 in got and set(got) <= {200, 429}
            assert await other.vote(1, 0) == 200  # it costs nobody else anything

    asyncio.run(run())


def test_more_connections_than_there_is_room_for_change_nothing(open_room):
    """Hundreds that say nothing: those inside stay, and the lecturer of this machine gets in."""

    async def run():
        async with open_room(connections=120) as on:
            await do(on, "open")
            phone = await Phone(on.address).join()
            task = asyncio.create_task(phone.listen())
            await until(lambda: phone.heard)
            idle = []
            for _ in range(300):
                idle.append(await asyncio.open_connection(*on.address))
            await until(lambda: len(on.door.inside) == 120)
            crowded = await asyncio.gather(*(ask(on.address, "/") for _ in range(5)))
            assert {answer.status for answer in crowded} == {0}  # closed at once, not left waiting
            for _, writer in idle:
                writer.close()
            await until(lambda: len(on.door.inside) < 60)
            assert await phone.vote(1, 2) == 200
            await until(lambda: phone.mine == {"ballot": 1, "option": 2})
            assert len(count(on)[0]) == 1
            task.cancel()

    asyncio.run(run())


def test_strangers_leave_room_for_this_machine(open_room):
    async def run():
        async with open_room(connections=104) as on:
            stranger = ("192.0.2.7", 5000)
            came = []
            with socket.create_server(("127.0.0.1", 0)) as elsewhere:
                for _ in range(60):
                    theirs = socket.create_connection(elsewhere.getsockname())
                    ours, _ = elsewhere.accept()
                    ours.setblocking(False)
                    came.append((IOStream(ours), theirs))
                    on.door.handle_stream(came[-1][0], stranger)
            assert sum(not stream.closed() for stream, _ in came) == 20  # half of 104 − 64
            assert (await ask(on.address, "/")).status == 200
            for stream, theirs in came:
                stream.close()
                theirs.close()

    asyncio.run(run())


def test_what_lasts_too_long_is_closed_and_streams_are_not(open_room, monkeypatch):
    async def run():
        async with open_room() as on:
            phone = await Phone(on.address).join()
            task = asyncio.create_task(phone.listen())
            await until(lambda: phone.heard)
            reader, writer = await asyncio.open_connection(*on.address)
            await until(lambda: len(on.door.inside) == 2)
            monkeypatch.setattr("autograder.classroom.limits.LONGEST_ANSWER", -1.0)
            on.door.sweep(on.room.all_streams())
            assert await reader.read() == b""
            assert len(on.door.inside) == 1 and on.room.phones.size == 1
            writer.close()
            task.cancel()

    asyncio.run(run())


class Slow:
    """A connection that takes nothing until it is told to."""

    def __init__(self):
        self.taken, self.pending, self.shut = [], None, False

    def write(self, data):
        self.taken.append(data)
        self.pending = asyncio.get_running_loop().create_future()
        return self.pending

    def take(self):
        self.pending.set_result(None)

    def closed(self):
        return self.shut

    def close(self):
        self.shut = True

    def set_close_callback(self, callback):
        self.callback = callback


def test_a_slow_reader_gets_the_newest_state_and_nothing_piles_up():
    async def run():
        slow = Slow()
        stream = Stream(slow)
        for each in range(1000):
            stream.push(b"state %d" % each)
        assert len(slow.taken) == 1  # the head, which has not left yet
        slow.take()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert slow.taken[1:] == [b"state 999"]
        stream.beat(now=stream.since + streams.STUCK - 1)
        assert not slow.shut
        stream.beat(now=stream.since + streams.STUCK + 1)
        assert slow.shut  # let go; a browser comes back by itself

    asyncio.run(run())


def test_a_pass_has_so_many_streams_and_the_oldest_goes():
    async def run():
        audience, gone = Audience(most=10, each=2), []
        slow = [Slow() for _ in range(5)]
        for each in slow:
            audience.add("ada", Stream(each), gone.append)
        assert [each.shut for each in slow] == [True, True, True, False, False]
        for each in slow:
            each.callback()
        assert audience.size == 0 and not audience.streams and len(gone) == 5

    asyncio.run(run())


# -- whatever is sent -------------------------------------------------------------------------


def nonsense(random, address, phone, desk):
    """Bytes that a hostile or broken client might send."""
    pick, name = random.choice, phone.partition("=")[0]
    paths = ["/", "/vote", "/do", "/now", "/stream", "/desk", "/deck", "/notes", "/report", "//"]
    path = pick([*paths, "/../x", "/%00", "/vote?ballot=1", "/é", "*", "/" + "a" * 3000])
    method = pick(["GET", "POST", "POST", "PUT", "HEAD", "DELETE", "get", "P\x00ST", ""])
    bodies = [b"ballot=1&option=0", b"what=close&question=g1-two-small-changes", b"what=end", b""]
    more = [b"ballot=1&ballot=2&option=0&option=1", b"ballot=%ff&option=%00", b"&" * 2000, b"{}"]
    body = pick([*bodies, *more, random.randbytes(200), b"ballot=1&option=0" + b"x" * 5000])
    length = pick([len(body), len(body), len(body), 10**9, -1, "x", 0, ""])
    forged = f"{name}={random.randbytes(16).hex()}.{random.randbytes(16).hex()}"
    cookie = pick(["", forged, phone[:-1], desk[:-2], f"{name}={'z' * 500}", "a=b; " * 200, "\x80"])
    kind = pick([FORM, FORM, "text/plain", "multipart/form-data; boundary=x", f"{FORM}; charset=x"])
    lines = [
        f"{method} {path} {pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/9.9', 'SMTP'])}",
        f"Host: {pick([f'{address[0]}:{address[1]}', 'x', '', '[::1'])}",
        f"Content-Length: {length}",
        f"Content-Type: {kind}",
        f"Cookie: {cookie}",
        pick(["Connection: close", "Transfer-Encoding: chunked", "Expect: 100-continue"]),
        "X: " + "y" * pick([1, 9_000, 20_000]),
    ]
    sent = "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body
    if random.random() < 0.2:
        cut = random.randrange(len(sent))
        sent = sent[:cut] + random.randbytes(3) + sent[cut + random.randrange(20) :]
    return sent


async def throw(address, sent, random):
    """Send bytes and be rude about the answer."""
    try:
        reader, writer = await asyncio.open_connection(*address)
    except OSError:
        return b""
    try:
        writer.write(sent)
        if random.random() < 0.2:  # gone without a word: a reset
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return b""
        writer.write_eof()
        async with asyncio.timeout(30):
            return await reader.read(300)
    except (ConnectionError, OSError, TimeoutError):
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_sent_changes_no_count(open_room, seed, caplog):
    """With no pass of the server's, nothing that is sent counts, ends, or breaks anything."""
    rng = random.Random(seed)

    async def run():
        async with open_room() as on:
            await do(on, "open")
            phone = await Phone(on.address).join()
            assert await phone.vote(1, 1) == 200
            before = on.room.state.ballots
            for _ in range(20):
                thrown = [nonsense(rng, on.address, phone.cookie, on.desk) for _ in range(10)]
                answers = await asyncio.gather(*(throw(on.address, each, rng) for each in thrown))
                for answer in answers:
                    assert not answer.startswith(b"HTTP/1.1 5"), (thrown, answers)
            assert on.room.state.ballots == before and not on.room.over.is_set()
            assert await phone.vote(1, 3) == 200
            kept = voter(on.room.ledger.heading.phones, phone.cookie.partition("=")[2])
            assert count(on) == [{kept: 3}]

    asyncio.run(run())
    assert not [record for record in caplog.records if record.name.startswith("autograder")]

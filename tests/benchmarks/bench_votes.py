"""How fast a vote reaches a full lecture hall: 300 and 1,000 phones on this machine's own loopback.

Run by `make bench`, never by `make test`. Clients and server share the machine's cores. Beside each
figure stands the physical limit: the same bytes written to as many bare sockets, to the same
clients, by a program that does nothing else.
"""

import asyncio
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ..classroom.light_course import light_course
from ..classroom.phones import Phone, ask, request

HOST = "127.0.0.1"
FIRST = "g1-two-small-changes"

BARE = """
import socket, sys
count, size = int(sys.argv[1]), int(sys.argv[2])
with socket.create_server(("127.0.0.1", 0), backlog=2048) as server:
    print(server.getsockname()[1], flush=True)
    inside = [server.accept()[0] for _ in range(count)]
    print("all", flush=True)
    sys.stdin.readline()
    for each in inside:
        each.sendall(b"x" * size)
    sys.stdin.readline()
"""


@pytest.fixture
def served(tmp_path):
    """A running `autograder present`: process, address, cookie of the lecturer."""
    light_course(tmp_path)
    command = [sys.executable, "-m", "autograder", "present", "5", "--host", HOST, "--port", "0"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    said = ""
    while "Ctrl+C" not in said:
        said += process.stdout.readline()
    deck = urlsplit(re.search(r"Deck:\s+(\S+)", said)[1])
    yield process, (HOST, deck.port), parse_qs(deck.query)["key"][0]
    process.kill()
    process.communicate()


def milliseconds(times):
    """Median and 99th percentile, as text."""
    times = sorted(1000 * each for each in times)
    return f"median {statistics.median(times):.0f} ms, p99 {times[int(0.99 * len(times))]:.0f} ms"


def memory(process):
    """The most memory that a process ever had, in MB; Linux only."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024


async def listen(phone, inside, heard):
    """Note when the question came, and its bytes. A phone reads them by itself; here one process
    would have to read for all, and measure that."""
    reader, writer = await asyncio.open_connection(*phone.address)
    writer.write(request(phone.address, "/stream", cookie=phone.cookie))
    await reader.readuntil(b'"phase":"waiting"')
    inside.release()
    came = b""
    while b'"phase":"open"' not in came:
        came = await reader.read(65536)
    heard.append((time.perf_counter(), len(came)))
    while await reader.read(65536):
        pass


async def class_of(count, address, key):
    """Join, open, all vote at once, close: how long each phone waited for what; then the count."""
    desk = (await ask(address, f"/desk?key={key}")).cookie
    phones = [Phone(address) for _ in range(count)]
    began = time.perf_counter()
    await asyncio.gather(*(phone.join() for phone in phones))
    joined = time.perf_counter() - began
    inside, heard = asyncio.Semaphore(0), []
    tasks = [asyncio.create_task(listen(phone, inside, heard)) for phone in phones]
    for _ in phones:
        await inside.acquire()
    began = time.perf_counter()
    await ask(address, "/do", {"what": "open", "question": FIRST}, desk)
    while len(heard) < count:
        await asyncio.sleep(0.01)
    pushed = [when - began for when, _ in heard]
    size = heard[0][1]

    async def vote(number, phone):
        start = time.perf_counter()
        assert await phone.insist(1, number % 4) == 200
        return time.perf_counter() - start

    voted = await asyncio.gather(*(vote(n, phone) for n, phone in enumerate(phones)))
    for task in tasks:
        task.cancel()
    await ask(address, "/do", {"what": "close", "question": FIRST}, desk)
    await asyncio.sleep(5.2)
    await ask(address, "/do", {"what": "reveal", "question": FIRST}, desk)
    state = (await ask(address, "/now")).json["state"]
    counts = [int(each) for each in re.findall(r'<td class="number">(\d+) ·', state["html"])]
    return joined, pushed, voted, counts, size


async def limit(count, size):
    """The same bytes to as many bare sockets: how long after the word each has come."""
    command = [sys.executable, "-c", BARE, str(count), str(size)]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    port = int(await process.stdout.readline())
    ends = [await asyncio.open_connection(HOST, port) for _ in range(count)]
    await process.stdout.readline()

    async def wait(reader):
        await reader.readexactly(size)
        return time.perf_counter()

    tasks = [asyncio.create_task(wait(reader)) for reader, _ in ends]
    await asyncio.sleep(0.2)
    began = time.perf_counter()
    process.stdin.write(b"\n")
    came = [when - began for when in await asyncio.gather(*tasks)]
    process.stdin.write(b"\n")
    await process.wait()
    for _, writer in ends:
        writer.close()
    return came


@pytest.mark.parametrize("count", [300, 1000])
def test_a_full_hall(served, count):
    process, address, key = served
    joined, pushed, voted, counts, size = asyncio.run(class_of(count, address, key))
    bare = asyncio.run(limit(count, size))
    assert sum(counts) == count and max(counts) - min(counts) <= 1, counts
    print(f"\n{count} phones, all at the same moment; every one counted once")
    print(f"  joined in         {joined:.2f} s")
    print(f'  "open" came after {milliseconds(pushed)}; bare sockets: {milliseconds(bare)}')
    print(f"  a vote took       {milliseconds(voted)}")
    print(f"  the server had    {memory(process)} MB at most")


def test_ten_thousand_connections_that_say_nothing(served):
    """From another address than the phones': who is inside stays, and all get their vote in."""
    process, address, key = served

    async def run():
        desk = (await ask(address, f"/desk?key={key}")).cookie
        phones = [await Phone(address).join() for _ in range(30)]
        tasks = [asyncio.create_task(phone.listen()) for phone in phones]
        await ask(address, "/do", {"what": "open", "question": FIRST}, desk)
        idle = []
        for _ in range(100):
            more = (
                asyncio.open_connection(*address, local_addr=("127.0.0.2", 0)) for _ in range(100)
            )
            idle += await asyncio.gather(*more, return_exceptions=True)
        came = sum(isinstance(each, tuple) for each in idle)
        start = time.perf_counter()
        status = await asyncio.gather(*(phone.insist(1, 1) for phone in phones))
        took = time.perf_counter() - start
        assert set(status) == {200}
        print(f"\n{came} connections that say nothing, of one address; 30 votes in {took:.2f} s")
        print(f"  the server had    {memory(process)} MB at most")
        for each in idle:
            if isinstance(each, tuple):
                each[1].close()
        for task in tasks:
            task.cancel()

    asyncio.run(run())

"""The server in this process: what phones and the lecturer may do, and what nobody can."""

import asyncio
import json
import re

from autograder.classroom import report
from autograder.classroom.passes import desk_cookie, desk_pass, new_pass
from autograder.classroom.session import COUNTDOWN, Close, Open, Reveal

from .driving import FIRST, count, do, hurry, until
from .phones import FORM, Phone, ask


def test_a_vote_from_join_to_reveal(open_room):
    async def run():
        async with open_room() as on:
            phones = [await Phone(on.address).join() for _ in range(4)]
            listening = [asyncio.create_task(phone.listen()) for phone in phones]
            await until(lambda: all(phone.heard for phone in phones))
            assert phones[0].heard[-1]["phase"] == "waiting"
            assert await phones[0].vote(0, 1) == 409  # nothing is open
            assert (await do(on, "open")).status == 200
            await until(lambda: all(phone.heard[-1]["phase"] == "open" for phone in phones))
            for phone, option in zip(phones, [0, 1, 1, 3], strict=True):
                assert await phone.vote(1, option) == 200
            assert await phones[0].vote(1, 1) == 200  # changed
            await until(lambda: phones[0].mine == {"ballot": 1, "option": 1})
            assert (await do(on, "reveal")).status == 409
            assert (await do(on, "close")).status == 200
            assert await phones[3].vote(1, 2) == 200  # in the countdown
            hurry(on)
            assert await phones[3].vote(1, 0) == 409
            await until(lambda: phones[3].heard[-1]["phase"] == "closed")
            assert sorted(count(on)[0].values()) == [1, 1, 1, 2]
            told = json.dumps(phones[0].heard)
            assert "How the class voted" not in told
            assert (await do(on, "reveal")).status == 200
            await until(lambda: "How the class voted" in phones[0].heard[-1]["html"])
            late = await Phone(on.address).join()  # gets the present state, not the start
            assert (await ask(on.address, "/now", cookie=late.cookie)).json["state"]["ballot"] == 1
            for task in listening:
                task.cancel()

    asyncio.run(run())


def test_two_tabs_of_a_phone_are_one_voter_and_both_know(open_room):
    async def run():
        async with open_room() as on:
            await do(on, "open")
            one = await Phone(on.address).join()
            two = await Phone(on.address, one.cookie).join()
            assert two.cookie == one.cookie  # no second pass is given
            tasks = [asyncio.create_task(tab.listen()) for tab in (one, two)]
            await until(lambda: one.heard and two.heard)
            assert await one.vote(1, 0) == await two.vote(1, 2) == 200
            await until(lambda: one.mine == two.mine == {"ballot": 1, "option": 2})
            assert len(count(on)[0]) == 1
            for task in tasks:
                task.cancel()

    asyncio.run(run())


def test_two_classes_at_a_time_leave_each_other_their_passes(open_room, lesson):
    """Cookies do not know ports: a phone that takes part in both is one voter in each."""

    async def run():
        async with open_room() as one:
            (lesson.root / "session.jsonl").rename(lesson.root / "one.jsonl")
            async with open_room() as two:
                await do(one, "open")
                await do(two, "open")
                jar = {}
                for on in (one, two, one, two):
                    cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
                    new = (await ask(on.address, "/", cookie=cookies)).cookie.partition("=")
                    jar |= {new[0]: new[2]} if new[0] else {}
                    cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
                    sent = {"ballot": 1, "option": 1}
                    assert (await ask(on.address, "/vote", sent, cookies)).status == 200
                assert [len(count(on)[0]) for on in (one, two)] == [1, 1] and len(jar) == 2

    asyncio.run(run())


def test_without_a_script(open_room):
    """A browser that runs none: the page is a form, and what follows is a page, too."""
    html = {"Accept": "text/html"}

    async def run():
        async with open_room() as on:
            phone = await Phone(on.address).join()
            assert b'http-equiv="refresh"' in (await ask(on.address, "/")).body
            await do(on, "open")
            page = await ask(on.address, "/", cookie=phone.cookie)
            assert b'http-equiv="refresh"' not in page.body  # it would take the choice away
            assert b"Send my vote" in page.body
            sent = await ask(
                on.address, "/vote", {"ballot": 1, "option": 2}, phone.cookie, headers=html
            )
            assert sent.status == 303 and sent.headers["location"] == "/"
            page = (await ask(on.address, "/", cookie=phone.cookie)).body.decode()
            assert "Your vote for C counts" in page and re.search(
                r'value="2" required checked', page
            )
            none = await ask(on.address, "/vote", {"ballot": 1}, phone.cookie, headers=html)
            assert none.status == 400 and b"Choose one of the options" in none.body
            await do(on, "close")
            hurry(on)
            late = await ask(
                on.address, "/vote", {"ballot": 1, "option": 0}, phone.cookie, headers=html
            )
            assert late.status == 409 and b"Back to the question" in late.body
            assert list(count(on)[0].values()) == [2]

    asyncio.run(run())


def test_a_server_that_is_restarted_goes_on_where_it_was(open_room):
    async def run():
        async with open_room() as on:
            await do(on, "open")
            phones = [await Phone(on.address).join() for _ in range(3)]
            for phone in phones[:2]:
                await phone.vote(1, 1)
            before, secret = count(on), on.desk
        async with open_room() as on:
            assert count(on) == before and on.desk == secret
            for phone in phones:
                phone.address = on.address
            assert await phones[0].vote(1, 1) == 200  # sent again: still one
            assert await phones[1].vote(1, 3) == 200  # changed, with the pass from before
            assert await phones[2].vote(1, 0) == 200
            assert sorted(count(on)[0].values()) == [0, 1, 3]

    asyncio.run(run())


def test_a_countdown_ends_by_itself_also_after_a_restart(open_room):
    async def run():
        async with open_room() as on:
            on.room.happens(Open, FIRST)
            on.room.happens(Close, FIRST)
        async with open_room() as on:
            hurry(on, COUNTDOWN - 0.05)
            on.room._changed()  # what a server does when it begins
            await until(lambda: on.room.state.ballot.phase == "closed")
            on.room.happens(Reveal, FIRST)

    asyncio.run(run())


def test_the_lecturers_side_is_the_lecturers(open_room):
    async def run():
        async with open_room() as on:
            await do(on, "open")
            phone = await Phone(on.address).join()
            key = on.room.ledger.heading.desk
            name = desk_cookie(key)
            wrong = [
                "", phone.cookie, on.desk[:-1], on.desk + "0", on.desk.replace("=", "=0"),
                f"{name}={key}", f"{name}={desk_pass(key + '0')}", f"{name}=é",
            ]  # fmt: skip
            for cookie in wrong:
                for path in ("/deck", "/notes", "/report", "/deck/stream", "/notes/stream"):
                    answer = await ask(on.address, path, cookie=cookie)
                    assert answer.status == 403 and key.encode() not in answer.body
                answer = await ask(on.address, "/do", {"what": "close", "question": FIRST}, cookie)
                assert answer.status == 403
            for query in ("", "?key=", f"?key={key[:-1]}", f"?key={key}x", "?key=%ff", "?key=é"):
                assert (await ask(on.address, f"/desk{query}")).status in (400, 403)
            entered = await ask(on.address, f"/desk?key={key}")
            assert entered.status == 303 and entered.headers["location"] == "/deck"
            assert "HttpOnly" in entered.headers["set-cookie"]
            for path in ("/deck", "/notes", "/report"):
                assert (await ask(on.address, path, cookie=entered.cookie)).status == 200
            # Nothing that phones or the projector get has the secret in it.
            for path, cookie in (("/", ""), ("/now", ""), ("/deck", on.desk)):
                assert key.encode() not in (await ask(on.address, path, cookie=cookie)).body
            assert on.room.state.ballot.phase == "open"

    asyncio.run(run())


def test_forged_passes_and_wrong_votes_count_nowhere(open_room):
    async def run():
        async with open_room() as on:
            await do(on, "open")
            phone = await Phone(on.address).join()
            assert await phone.vote(1, 1) == 200
            before = count(on)
            name, _, good = phone.cookie.partition("=")
            number, _, seal = good.partition(".")
            for forged in (
                "",
                "x",
                ".",
                number,
                f"{number}.",
                f"{number[:-1]}{'1' if number.endswith('0') else '0'}.{seal}",
                f".{seal}",
                f"{seal}.{number}",
                new_pass("another key"),
                good + "0",
                "é.é",
                "a" * 9000,
            ):
                sent = {"ballot": 1, "option": 0}
                answer = await ask(on.address, "/vote", sent, f"{name}={forged}")
                assert answer.status in (0, 400, 403, 431), forged
            for form, status in (
                ({"ballot": 2, "option": 0}, 409), ({"ballot": 0, "option": 0}, 409),
                ({"ballot": 1, "option": 4}, 400), ({"ballot": 1, "option": "-1"}, 400),
                ({"ballot": 1, "option": "0.5"}, 400), ({"ballot": "", "option": 0}, 400),
                ({"ballot": "1e0", "option": 0}, 400), ({"ballot": "٣", "option": 0}, 400),
                ({"option": 0}, 400), ({}, 400), ({"ballot": 10**30, "option": 0}, 400),
            ):  # fmt: skip
                assert (await ask(on.address, "/vote", form, phone.cookie)).status == status, form
            assert count(on) == before

    asyncio.run(run())


def test_pages_of_other_sites_can_do_nothing(open_room):
    async def run():
        async with open_room() as on:
            await do(on, "open")
            phone = await Phone(on.address).join()
            vote, close = {"ballot": 1, "option": 0}, {"what": "close", "question": FIRST}
            for headers, status in (
                ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403),
                ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Host": "evil.example"}, 421),
                ({"Host": f"evil.example:{on.address[1]}"}, 421), ({"Host": "127.0.0.1.x.y"}, 421),
                ({"Content-Type": "text/plain"}, 415), ({"Content-Type": "application/json"}, 415),
            ):  # fmt: skip
                for path, form, cookie in (("/vote", vote, phone.cookie), ("/do", close, on.desk)):
                    answer = await ask(on.address, path, form, cookie, headers=headers)
                    assert answer.status == status, headers
            for host in ("localhost", "127.0.0.1", f"localhost:{on.address[1]}", "[::1]:80"):
                assert (await ask(on.address, "/", headers={"Host": host})).status == 200
            own = {"Origin": f"http://{on.address[0]}:{on.address[1]}", "Content-Type": FORM}
            assert (await ask(on.address, "/vote", vote, phone.cookie, headers=own)).status == 200
            assert on.room.state.ballot.phase == "open" and len(count(on)[0]) == 1

    asyncio.run(run())


def test_a_vote_that_cannot_be_written_is_not_called_counted(open_room, monkeypatch):
    async def run():
        async with open_room() as on:
            await do(on, "open")
            phone = await Phone(on.address).join()

            def full(*_, **__):
                raise OSError(28, "No space left on device")

            monkeypatch.setattr(on.room.ledger, "_append", full)
            assert await phone.vote(1, 1) == 503 and count(on) == [{}]
            assert (await do(on, "close")).status == 503 and on.room.state.ballot.phase == "open"
            monkeypatch.undo()
            assert await phone.vote(1, 1) == 200 and len(count(on)[0]) == 1

    asyncio.run(run())


def test_hands_the_slide_and_the_end(open_room):
    async def run():
        async with open_room() as on:
            await do(on, "open")
            assert (await do(on, "hands", hands0=3, hands1="", hands2=4, hands3=0)).status == 200
            assert (await do(on, "hands", hands0=99_999)).status == 409
            assert (await do(on, "hands", hands0="-1")).status == 400
            assert on.room.state.ballot.hands == (3, 0, 4, 0)
            assert (await do(on, "slide", place=7)).status == 200
            assert (await do(on, "slide", place="x")).status == 400
            assert (await do(on, "dance")).status == 400
            phone = await Phone(on.address).join()
            await phone.vote(1, 1)
            ends = []
            task = asyncio.create_task(phone.listen(lambda event, _: ends.append(event)))
            await until(lambda: phone.heard)
            assert (await do(on, "end")).status == 200
            await until(lambda: "over" in ends)
            task.cancel()
            # The votes are forgotten, keys and all; the counts are in the report.
            assert not on.room.ledger.path.exists() and on.room.over.is_set()
            assert await phone.vote(1, 2) == 400  # the few moments until the server stops
            page, table, _ = report.paths(on.room.lesson, on.room.ledger.heading)
            assert f"{FIRST},1,C,4" in table.read_text() and page.is_file()

    asyncio.run(run())

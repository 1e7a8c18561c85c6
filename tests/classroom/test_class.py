"""A class of 30 goes through lesson 05's deck: 25 simulated phones and five in a real browser, of
different sizes and driven by keyboard, with sleep, lost Wi-Fi and a server that is killed; and then
the report is right to the vote.
"""

import asyncio
import contextlib
import csv
import re
import threading
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from ..conftest import new_tab
from .conftest import HOST
from .light_course import LESSON
from .phones import Phone
from .serving import Server

SIZES = [(320, 568), (390, 844), (844, 390), (768, 1024), (1400, 900)]
SIMULATED = 25


def choice(phone, ballot):
    """What a phone of this number, 0 to 29, chooses in a ballot: fixed, and mixed."""
    return (phone * phone + 3 * phone + ballot * (phone % 3 + 1)) % 4


class Crowd:
    """25 phones that vote in every ballot as soon as they hear of it, in a thread of their own.

    Every fifth sleeps through every third ballot: it hears nothing, and wakes up in the next one
    with a tap for the one before.
    """

    def __init__(self, address):
        self.phones = [Phone(address) for _ in range(SIMULATED)]
        self.late, self.settled = [], Counter()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_until_complete, args=(self._all(),))
        self.stop = asyncio.Event()
        self.thread.start()

    @staticmethod
    def asleep(number, ballot):
        return number % 5 == 0 and ballot % 3 == 0

    async def _all(self):
        tasks = [asyncio.create_task(self._be(n, p)) for n, p in enumerate(self.phones)]
        await self.stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _be(self, number, phone):
        news = asyncio.Queue()

        def heard(event, data):
            if event == "state":
                news.put_nowait(data)

        voting = asyncio.create_task(self._vote(number, phone, news))
        try:
            while True:
                with contextlib.suppress(OSError, AssertionError):
                    if not phone.cookie:
                        await phone.join()
                    await phone.listen(heard)
                await asyncio.sleep(0.2)  # the server is away: a browser comes back, too
        finally:
            voting.cancel()

    async def _vote(self, number, phone, news):
        done = 0
        while True:
            state = await news.get()
            ballot = state["ballot"]
            if state["phase"] != "open" or ballot == done:
                continue
            done = ballot
            if self.asleep(number, ballot):
                continue
            if self.asleep(number, ballot - 1):
                self.late.append(await phone.insist(ballot - 1, 0))
            await phone.insist(ballot, (choice(number, ballot) + 1) % 4)  # and changes its mind
            await phone.insist(ballot, choice(number, ballot))
            self.settled[ballot] += 1

    def settle(self, ballot, page):
        """Wait until all who are awake have made up their mind; the count alone does not say it."""
        awake = sum(not self.asleep(number, ballot) for number in range(SIMULATED))
        for _ in range(1200):
            if self.settled[ballot] == awake:
                return
            page.wait_for_timeout(50)
        raise AssertionError(f"{self.settled[ballot]} of {awake} voted in ballot {ballot}")

    def end(self):
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join()
        self.loop.close()


@pytest.fixture
def served(course):
    server = Server(course.root)
    yield server
    server.kill()


@pytest.fixture
def crowd(served):
    crowd = Crowd((HOST, served.port))
    yield crowd
    crowd.end()


@pytest.fixture
def tabs(browser, served):
    """The projector's, the notes' and the phones' pages, each phone with cookies of its own."""
    with contextlib.ExitStack() as stack:

        def opened(size, address, **options):
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **options
            )
            stack.callback(context.close)
            page = stack.enter_context(new_tab(context))
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(address)
            return page

        faults = []
        projector = opened((1280, 720), served.pages["Deck"])
        notes = opened((1400, 900), served.pages["Notes"])
        schemes = ["light", "dark"]
        phones = [
            opened(size, served.pages["Phones"], color_scheme=schemes[place % 2])
            for place, size in enumerate(SIZES)
        ]
        projector.wait_for_function("() => Reveal.isReady()")
        yield projector, notes, phones
        assert faults == []


def said(phone):
    return phone.get_by_role("status")


def tap(phone, option):
    """Choose by keyboard alone: into the group, to the option, which is the vote."""
    phone.get_by_role("radio").first.wait_for()
    for _ in range(20):
        phone.keyboard.press("Tab")
        if phone.evaluate("() => document.activeElement.name === 'option'"):
            break
    at = phone.evaluate("() => Number(document.activeElement.value)")
    if phone.evaluate("() => document.activeElement.checked") and at == option:
        return
    for _ in range(8):
        if at == option:
            phone.keyboard.press("Space")
            return
        phone.keyboard.press("ArrowDown")
        at = phone.evaluate("() => Number(document.activeElement.value)")
    raise AssertionError("no key led to the option")


def to_the_vote_on(projector, question):
    for _ in range(80):
        here = projector.evaluate(
            "() => [Reveal.getCurrentSlide().className, Reveal.getCurrentSlide().dataset.asks]"
        )
        if "vote" in here[0].split() and here[1] == question:
            return
        projector.keyboard.press("ArrowRight")
    raise AssertionError(f"no key press led to the vote on {question}")


def bar(projector):
    return projector.get_by_role("region", name="Vote", exact=True)


def axe(page):
    found = Axe().run(page).response["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found]


def test_a_class_goes_through_lesson_05(course, asked, served, tabs, crowd):
    projector, notes, phones = tabs
    first, second, *others = asked
    expect(projector.locator("section.votes-join")).to_contain_text(f"{HOST}:{served.port}")
    expect(projector.get_by_text("30 phones are here")).to_be_visible()
    for phone in phones:
        expect(said(phone)).to_have_text("You are in. Leave this page open.")
    assert axe(phones[0]) == []
    everybody_votes(projector, phones, first, served)
    the_lecturer_alone_sees_it(projector, notes, phones, crowd, asked[first].right)
    the_server_is_killed_in_the_second_vote(projector, phones, served, crowd)
    all_see_both_votes(projector, phones)
    phones_sleep_and_lose_the_network(projector, notes, phones, second, crowd)
    the_others_go_quickly(projector, others, crowd)
    the_lecturer_ends_it(notes, phones, served)
    assert not list((course.root / ".autograder-votes").glob("*.jsonl"))
    the_report_is_right(course, asked)


def everybody_votes(projector, phones, question, served):
    """The first vote on the first question; the projector shows the count alone."""
    to_the_vote_on(projector, question)
    expect(bar(projector)).to_contain_text("V opens the vote")
    projector.keyboard.press("r")
    expect(bar(projector)).to_contain_text("There is nothing to reveal.")
    projector.keyboard.press("v")
    for place, phone in enumerate(phones):
        expect(said(phone)).to_have_text("The vote is open: choose one.")
        option = choice(SIMULATED + place, 1)
        tap(phone, option)
        expect(said(phone)).to_have_text(
            f"Your vote for {'ABCD'[option]} counts. You may change it."
        )
        checked = phone.get_by_role("radio", checked=True)
        expect(checked).to_have_count(1)
        # An option is called by its letter and its words.
        assert checked.evaluate("radio => radio.labels[0].innerText")[0] == "ABCD"[option]
        assert phone.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert axe(phones[0]) == [] and axe(phones[1]) == []
    expect(bar(projector)).to_contain_text("30 votes")
    again = phones[1].context.new_page()  # a second tab of the same phone: the same voter
    again.goto(served.pages["Phones"])
    expect(again.get_by_role("radio", checked=True)).to_have_count(1)
    phones[2].reload()
    expect(phones[2].get_by_role("radio", checked=True)).to_have_count(1)
    expect(bar(projector)).to_contain_text("30 votes")
    assert "%" not in projector.locator(".votes-board").inner_text()


def the_lecturer_alone_sees_it(projector, notes, phones, crowd, right):
    """The vote is closed: the notes say how it went, the projector does not."""
    crowd.settle(1, projector)
    projector.keyboard.press("c")
    expect(said(phones[0])).to_contain_text("Closed.")
    expect(bar(projector)).to_contain_text("30 votes, closed")
    expect(phones[0].get_by_role("radio").first).to_be_disabled()
    assert projector.get_by_role("region", name="How the class voted").count() == 0
    counted = Counter(choice(number, 1) for number in range(30))
    share = round(100 * counted[right] / 30)
    expect(notes.locator("#advice")).to_contain_text(f"{share} % right")
    expect(notes.get_by_role("row", name=re.compile("right"))).to_contain_text(
        f"{counted[right]} ·"
    )


def the_server_is_killed_in_the_second_vote(projector, phones, served, crowd):
    """Some have voted, one taps while the server is away, one after it: all count, once."""
    projector.keyboard.press("a")
    expect(said(phones[0])).to_contain_text("The vote is open")
    for place in (0, 1, 2):
        tap(phones[place], choice(SIMULATED + place, 2))
        expect(said(phones[place])).to_contain_text("counts")
    expect(bar(projector)).to_contain_text("Second vote: 28 votes")
    served.kill()
    tap(phones[3], choice(SIMULATED + 3, 2))
    expect(said(phones[3])).to_contain_text("does not count yet. Trying again")
    expect(bar(projector)).to_contain_text("The server does not answer")
    served.start()
    expect(said(phones[3])).to_contain_text("counts")
    expect(bar(projector)).to_contain_text("Second vote: 29 votes")
    tap(phones[4], choice(SIMULATED + 4, 2))
    expect(bar(projector)).to_contain_text("30 votes")
    crowd.settle(2, projector)
    projector.keyboard.press("c")
    expect(bar(projector)).to_contain_text("30 votes, closed")


def all_see_both_votes(projector, phones):
    """The reveal, which can be hidden again."""
    projector.keyboard.press("r")
    board = projector.get_by_role("region", name="How the class voted")
    expect(board.get_by_role("columnheader")).to_have_text(
        ["Option", "First vote: 30", "Second vote: 30"]
    )
    expect(phones[0].get_by_role("table")).to_be_visible()
    assert axe(phones[1]) == [] and axe(projector) == []
    projector.keyboard.press("h")
    expect(board).to_be_hidden()


MISSING = {(SIMULATED + 3, 3), (SIMULATED + 4, 3)}
"""Phones in the browser, by number, and the ballot in which they do not vote."""


def phones_sleep_and_lose_the_network(projector, notes, phones, question, crowd):
    """One sleeps through the vote, another taps without Wi-Fi; hands are counted besides."""
    to_the_vote_on(projector, question)
    phones[4].context.set_offline(True)
    projector.keyboard.press("v")
    expect(said(phones[3])).to_have_text("The vote is open: choose one.")
    phones[3].context.set_offline(True)
    tap(phones[3], 0)
    expect(said(phones[3])).to_contain_text("does not count yet")
    for place in (0, 1, 2):
        tap(phones[place], choice(SIMULATED + place, 3))
    asleep = sum(Crowd.asleep(number, 3) for number in range(SIMULATED))
    expect(bar(projector)).to_contain_text(f"{28 - asleep} votes")
    expect(notes.locator("#which")).to_have_value(question)
    notes.get_by_text("Count raised hands").click()
    notes.get_by_label("B", exact=True).fill("2")
    notes.keyboard.press("Enter")
    expect(bar(projector)).to_contain_text(f"{30 - asleep} votes")
    crowd.settle(3, projector)
    projector.keyboard.press("c")
    expect(bar(projector)).to_contain_text("closed")
    for place in (3, 4):
        phones[place].context.set_offline(False)
        phones[place].evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(said(phones[3])).to_contain_text("too late: it does not count")
    expect(said(phones[4])).to_have_text("Closed. You did not vote.")


def the_others_go_quickly(projector, questions, crowd):
    """Opening a vote closes the one before, with its votes."""
    for ballot, question in enumerate(questions, start=4):
        to_the_vote_on(projector, question)
        projector.keyboard.press("v")
        asleep = sum(Crowd.asleep(number, ballot) for number in range(SIMULATED))
        expect(bar(projector)).to_contain_text(f"{SIMULATED - asleep} votes")
        crowd.settle(ballot, projector)
    assert set(crowd.late) == {409}  # whoever slept could not vote in the past


def the_lecturer_ends_it(notes, phones, served):
    """What takes votes away is asked twice; the end is the last that the server does."""
    assert axe(notes) == []
    notes.goto(f"{served.pages['Phones']}report")
    assert axe(notes) == []
    notes.go_back()
    expect(notes.locator("#phase")).to_have_text("First vote: open")
    notes.get_by_role("button", name="Start anew").press("Enter")
    expect(notes.get_by_role("dialog", name="Start this question anew?")).to_be_visible()
    notes.keyboard.press("Escape")
    expect(notes.get_by_role("dialog")).to_be_hidden()
    notes.get_by_role("button", name="End the class …").press("Enter")
    notes.get_by_role("dialog").get_by_role("button", name="End the class").press("Enter")
    expect(said(phones[0])).to_have_text("The class is over. Nothing of this phone is kept.")
    said_last = served.process.communicate(timeout=60)[0]
    assert served.process.returncode == 0 and "The class is over" in said_last


def the_report_is_right(course, asked):
    """Every count and every move, from what each phone chose."""
    folder = course.root / "report" / "votes"
    (table,) = folder.glob(f"{LESSON}.*[0-9].csv")
    (moved,) = folder.glob("*.moves.csv")
    got = {
        (line["question"], line["round"], line["option"]): int(line["count"])
        for line in csv.DictReader(table.open(newline=""))
    }
    order = list(asked)
    ballots = {(order[0], "1"): 1, (order[0], "2"): 2}
    ballots |= {(question, "1"): 3 + place for place, question in enumerate(order[1:])}
    for (question, number), ballot in ballots.items():
        voters = [n for n in range(SIMULATED) if not Crowd.asleep(n, ballot)]
        if ballot <= 3:
            voters += [n for n in range(SIMULATED, 30) if (n, ballot) not in MISSING]
        counts = Counter("ABCD"[choice(n, ballot)] for n in voters)
        if ballot == 3:
            counts["B"] += 2  # raised hands
        assert {letter: got[question, number, letter] for letter in "ABCD"} == {
            letter: counts[letter] for letter in "ABCD"
        }, question
    assert len(got) == 4 * len(ballots)
    moves = Counter(
        {(r["first"], r["second"]): int(r["count"]) for r in csv.DictReader(moved.open())}
    )
    assert +moves == Counter(("ABCD"[choice(n, 1)], "ABCD"[choice(n, 2)]) for n in range(30))

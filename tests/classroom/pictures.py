"""Take the README's picture of a vote: the projector and a phone, side by side: `make pictures`.

Not a test, but run by pytest for its fixtures.
"""

import asyncio
import base64
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import expect

from ..conftest import ROOT
from .conftest import HOST
from .phones import Phone
from .serving import Server

BEFORE, AFTER = "AAAAAAABBBBBBBBCCCCDDD", "ABBBBBBBBBBBBBBBBCCCCB"

BOTH = """<body style="display: flex; gap: 28px; align-items: center; margin: 0; padding: 20px;
  background: #dfe5ea; width: max-content"><img style="width: 900px; border-radius: 6px"
  src="data:image/png;base64,{}"><img style="height: 640px; border: 10px solid #15181c;
  border-radius: 26px" src="data:image/png;base64,{}"></body>"""


async def joined(address):
    """A phone for each letter."""
    return [await Phone(address).join() for _ in BEFORE]


async def vote(ballot, choices, phones):
    """Each phone chooses its letter."""
    for phone, letter in zip(phones, choices, strict=True):
        await phone.insist(ballot, "ABCD".index(letter))


def apart(work):
    """What a coroutine gives, in a thread of its own: Playwright's loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def test_votes(course, browser):
    server = Server(course.root)
    try:
        take(server, browser)
    finally:
        server.kill()


def take(server, browser):
    """A question in two votes: the projector after the second, a phone in it."""
    phones = apart(joined((HOST, server.port)))
    projector = browser.new_page(viewport={"width": 1280, "height": 720})
    projector.goto(server.pages["Deck"])
    projector.wait_for_function("() => Reveal.isReady()")
    phone = browser.new_page(viewport={"width": 390, "height": 800})
    phone.goto(server.pages["Phones"])
    while not projector.locator("section.vote.present").count():
        projector.keyboard.press("ArrowRight")
    bar = projector.get_by_role("region", name="Vote", exact=True)
    for ballot, choices, key in ((1, BEFORE, "v"), (2, AFTER, "a")):
        projector.keyboard.press(key)
        expect(phone.get_by_role("status")).to_contain_text("The vote is open")
        phone.get_by_role("radio").nth(1).check()
        apart(vote(ballot, choices, phones))
        expect(bar).to_contain_text(f"{len(choices) + 1} votes")
        if ballot == 2:
            expect(phone.get_by_role("status")).to_contain_text("counts")
            hand = phone.screenshot()
        projector.keyboard.press("c")
        expect(bar).to_contain_text("closed")
    projector.keyboard.press("r")
    expect(projector.get_by_role("region", name="How the class voted")).to_be_visible()
    wall = projector.screenshot()
    both = browser.new_page(viewport={"width": 1400, "height": 720})
    both.set_content(BOTH.format(*(base64.b64encode(each).decode() for each in (wall, hand))))
    both.locator("body").screenshot(path=ROOT / "docs" / "votes.png")

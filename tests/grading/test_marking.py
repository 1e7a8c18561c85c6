"""Marking texts question by question: bands, who has what, agreement, and the page itself."""

import asyncio
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing, contextmanager
from itertools import pairwise

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_output
from nbgrader.api import Gradebook

from autograder.course import CourseError
from autograder.grading.gradebook.records import ExerciseRecord
from autograder.grading.marking import ledger as notes
from autograder.grading.marking import page as pages
from autograder.grading.marking.agreement import agreements, kappa
from autograder.grading.marking.bands import Band, band_of, bands_in
from autograder.grading.marking.desk import AGAIN, DONE, OPEN, TAKEN, Desk
from autograder.grading.marking.in_gradebook import texts_to_mark

from . import graded_class as made

LESSON = "13-capstone"
TEXTS = {"gallery-text": 15, "ablation-text": 15, "stability-text": 10, "model-card": 20}
QUESTION = "capstone/gallery-text"
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
NAMES = [f"name-of-{n}" for n in range(5)]
MARKUP = "<script>window.attacked = 1</script><h1 id=said>Mine</h1>"


# Bands and agreement ------------------------------------------------------------------------------


def test_bands_come_from_the_table_above_a_text():
    rows = (
        "| points | the text … |",
        "|---|---|",
        "| 4–6 | *some* |",
        "| 7–9.5 | all |",
        "| 1 | no |",
    )
    bands = bands_in("\n".join(["### Text", "", *rows]))
    assert bands == (Band(7, 9.5, "all"), Band(4, 6, "*some*"), Band(1, 1, "no"))
    assert [band.middle for band in bands] == [8, 5, 1]
    assert [band_of(points, bands) for points in (9.5, 7, 6.5, 4, 1, 0)] == [0, 0, 1, 1, 2, 3]
    assert bands_in("No table, 3–4 | points") == () and band_of(3, ()) is None


def test_every_text_of_the_course_has_bands_that_cover_its_points():
    cells = nbformat.read(made.ROOT / "solutions" / LESSON / "capstone.ipynb", as_version=4).cells
    for at, cell in enumerate(cells):
        if cell.id in TEXTS:
            bands = bands_in(cells[at - 1].source)
            assert (bands[0].high, bands[-1].low) == (TEXTS[cell.id], 1)
            for better, worse in pairwise(bands):
                assert better.low == worse.high + 1


def test_kappa_by_hand():
    """Cohen's own kind of example: 20 and 15 agree of 50; by chance (25·30 + 25·20)/2500 = 0.5."""
    pairs = [(0, 0)] * 20 + [(0, 1)] * 5 + [(1, 0)] * 10 + [(1, 1)] * 15
    assert kappa(pairs) == pytest.approx((0.7 - 0.5) / (1 - 0.5))
    assert kappa([(1, 2), (2, 1)]) == pytest.approx(-1)
    assert kappa([(1, 1)] * 5) is None and kappa([]) is None


def test_markers_are_compared_by_what_both_marked():
    found = agreements({"b": {1: 0, 2: 1, 3: 2}, "a": {1: 0, 2: 2, 3: 0, 4: 1}, "c": {9: 1}})
    (only,) = found
    assert only[:5] == ("a", "b", 3, 1 / 3, 2 / 3)


# The desk -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Five students' texts of the capstone, graded but not marked; the last wrote no model card."""
    root = tmp_path_factory.mktemp("marking")
    (lesson,) = made.make_course(root, LESSON)
    notebooks, records = {}, []
    for number, student in enumerate(NAMES):
        notebook = nbformat.read(lesson.solved, as_version=4)
        at = next(n for n, cell in enumerate(notebook.cells) if cell.id == "gallery-text")
        notebook.cells[at].source = f"Text **{number}** {MARKUP}"
        own = new_code_cell(f"print('mine {number}')", outputs=[
            new_output("stream", text=f"seen {number}\n")])  # fmt: skip
        notebook.cells.insert(at, own)
        notebooks[student] = notebook
        texts = [
            ExerciseRecord(name, None, most, "manual", by_hand=True)
            if (number, name) != (4, "model-card")
            else ExerciseRecord(name, 0.0, most, "unwritten", by_hand=True)
            for name, most in TEXTS.items()
        ]
        records.append(made.record(student, LESSON, texts))
    torn = made.record("torn", LESSON, [], status="ungradable", reason="Cut off.", score=None)
    made.write(lesson, [*records, torn], notebooks)
    return root


@pytest.fixture
def fresh(course):
    """The same with nothing marked and no notes."""
    (course / notes.FILE).unlink(missing_ok=True)
    with opened(course) as book:
        for text in texts_to_mark(course, LESSON):
            grade = book.find_grade(text.cell, text.notebook, LESSON, text.student)
            grade.manual_score, grade.needs_manual_grade = None, True
            book.find_comment(text.cell, text.notebook, LESSON, text.student).manual_comment = None
        book.db.commit()
    return course


@contextmanager
def opened(course):
    with closing(Gradebook(f"sqlite:///{course}/gradebook.db", "neural-networks")) as book:
        yield book


def in_book(course, student, cell="gallery-text"):
    """What Formgrader shows: a person's points, whether they wait, the comment."""
    with opened(course) as book:
        grade = book.find_grade(cell, "capstone", LESSON, student)
        comment = book.find_comment(cell, "capstone", LESSON, student)
        return grade.manual_score, grade.needs_manual_grade, comment.manual_comment


def test_what_waits_are_texts_that_somebody_wrote(fresh):
    desk = Desk(fresh, LESSON, "ada")
    assert [question.cell for question in desk.questions()] == list(TEXTS), "as they were asked"
    counts = {question.cell: len(desk.places(question.name)) for question in desk.questions()}
    assert counts == {**dict.fromkeys(TEXTS, 5), "model-card": 4}


def test_marks_go_into_the_gradebook_and_nobody_gets_anothers_text(fresh):
    ada, bob = Desk(fresh, LESSON, "ada"), Desk(fresh, LESSON, "bob")
    first = ada.next_place(QUESTION)
    assert ada.next_place(QUESTION).key == first.key, "she has it until it is marked"
    second = bob.next_place(QUESTION)
    assert second.key != first.key
    with pytest.raises(CourseError, match="ada has this text"):
        bob.mark(first, 3, "")
    for points in (-1, 15.5, float("nan"), float("inf")):
        with pytest.raises(CourseError, match="between 0 and 15"):
            ada.mark(first, points, "")
    assert in_book(fresh, first.text.student) == (None, True, None)
    ada.mark(first, 12.5, "Good eyes.")
    assert in_book(fresh, first.text.student) == (12.5, False, "Good eyes.")
    states = {place.key: place.state for place in bob.places(QUESTION)}
    assert (states[first.key], states[second.key]) == (DONE, OPEN)
    assert {place.state for place in ada.places(QUESTION) if place.key == second.key} == {TAKEN}
    done = [desk.next_place(QUESTION) for desk in (ada, ada)]
    assert done[0].key == done[1].key not in (first.key, second.key)


def test_a_shared_sample_is_marked_by_all_and_counts_once(fresh):
    ada, bob = Desk(fresh, LESSON, "ada"), Desk(fresh, LESSON, "bob")
    ada.ledger.setting("sample", 2)
    for desk, given in ((ada, (14, 6)), (bob, (10, 8))):
        for points in given:
            place = desk.next_place(QUESTION)
            assert place.is_shared
            desk.mark(place, points, desk.marker)
        assert not desk.next_place(QUESTION).is_shared
    sample = ada.places(QUESTION)[:2]
    assert [in_book(fresh, place.text.student)[0] for place in sample] == [14, 6]
    (found,) = bob.agreement(bob.questions()[0])
    assert found[:5] == ("ada", "bob", 2, 0.5, 1.0)


def test_a_text_that_changed_is_looked_at_again_and_a_regrade_alone_is_not(fresh):
    desk = Desk(fresh, LESSON, "ada")
    place = desk.next_place(QUESTION)
    desk.mark(place, 9, "")
    student = place.text.student
    with opened(fresh) as book:  # as a regrade does
        book.find_grade("gallery-text", "capstone", LESSON, student).needs_manual_grade = True
        book.db.commit()

    def state():
        return next(each.state for each in desk.places(QUESTION) if each.key == place.key)

    assert state() == DONE
    path = fresh / "autograded" / student / LESSON / "capstone.ipynb"
    before = path.read_text()
    path.write_text(before.replace("Text **", "New **"))
    assert state() == AGAIN
    path.write_text(before)


def test_what_was_left_lying_is_anybodys_again(fresh, monkeypatch):
    ada, bob = Desk(fresh, LESSON, "ada"), Desk(fresh, LESSON, "bob")
    first = ada.next_place(QUESTION)
    assert bob.ledger.take(QUESTION, first.text.student, "bob") == "ada"
    monkeypatch.setattr(notes, "CLAIM_HOURS", -1)
    assert bob.next_place(QUESTION).key == first.key


# The page -----------------------------------------------------------------------------------------


@contextmanager
def served(desk):
    """The page in a thread of its own; its address."""
    with running(desk) as server:
        yield server.address


@contextmanager
def running(desk):
    """The server of the page, in a thread of its own."""
    ready, place = threading.Event(), {}

    async def run():
        place["stop"] = asyncio.Event()
        place["loop"] = asyncio.get_running_loop()
        server = pages.start(desk)
        place["server"] = server
        ready.set()
        await place["stop"].wait()
        await server.stop()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(60)
    try:
        yield place["server"]
    finally:
        place["loop"].call_soon_threadsafe(place["stop"].set)
        thread.join(60)


def get(address, data=None, **headers):
    """(status, text) of what is at an address. data: of a form to post."""
    body = None if data is None else urllib.parse.urlencode(data).encode()
    request = urllib.request.Request(address, body, headers)
    try:
        with DIRECT.open(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_page_is_for_one_person_on_this_machine(fresh):
    desk = Desk(fresh, LESSON, "ada")
    with served(desk) as address:
        host = urllib.parse.urlsplit(address)
        assert host.hostname == "127.0.0.1" and len(host.path) > 30
        status, text = get(address)
        assert status == 200 and "5 to be marked" in text
        assert not any(name in text for name in NAMES)
        assert get(f"http://{host.netloc}/")[0] == 404
        assert get(f"http://{host.netloc}/{'x' * 32}/question/0/next")[0] == 404
        assert get(address, Host="evil.example")[0] == 403
        assert get(f"{address}question/9/next")[0] == 404
        assert get(f"{address}question/0/text/abc")[0] == 404
        place = desk.next_place(QUESTION)
        text = f"{address}question/0/text/{place.key}"
        assert get(text, {"points": "", "mark": place.mark})[0] == 400
        assert "changed" in get(text, {"points": "3", "mark": "of before"})[1]
        assert in_book(fresh, place.text.student)[0] is None
        form = {"points": "3,5", "mark": place.mark, "comment": "So.", "keep": "1"}
        status, after = get(text, form)
        assert (
            status == 200 and "of 5</span>" in after and place.key not in after.partition("nav")[0]
        )
        assert in_book(fresh, place.text.student) == (3.5, False, "So.")
        assert "Kept comments" in after and "So." in after


def test_what_a_browser_is_started_with_opens_the_page_once(fresh):
    """It stands in the list of the machine's processes, which everybody may read."""
    with running(Desk(fresh, LESSON, "ada")) as server:
        assert urllib.parse.urlsplit(server.address).path.strip("/") not in server.door
        status, text = get(server.door)
        assert status == 200 and "5 to be marked" in text
        assert get(server.door)[0] == 404
        assert get(server.address)[0] == 200


@pytest.mark.browser
def test_it_is_worked_by_keys_and_loses_nothing(fresh, page):
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    desk = Desk(fresh, LESSON, "ada")
    with served(desk) as address:
        page.goto(address)
        assert Axe().run(page).violations_count == 0
        page.get_by_role("link", name="Mark gallery-text").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("form.marking")
        assert page.locator(".written strong").inner_text() in "01234"
        assert "seen " in page.locator(".evidence").inner_text()
        assert not any(name in page.content() for name in NAMES)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        for width in (390, 1400):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        first = page.url
        page.keyboard.press("2")
        page.keyboard.press("+")
        assert page.input_value("[name=points]") == "10.5"
        page.keyboard.press("c")
        page.keyboard.type("Seen well, 1 of 2 + more.")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url: url != first)
        student = next(p.text.student for p in desk.places(QUESTION) if first.endswith(p.key))
        assert in_book(fresh, student) == (10.5, False, "Seen well, 1 of 2 + more.")
        second = page.url
        page.keyboard.press("3")
        page.keyboard.press("c")
        page.keyboard.type("Half written")
        page.route("**/text/*", lambda route: route.abort())  # as when the program has stopped
        page.keyboard.press("Control+Enter")
        said = "document.querySelector('#said').textContent"
        page.wait_for_function(f"{said}.startsWith('Not saved: the program')")
        assert page.input_value("textarea") == "Half written"
        page.unroute("**/text/*")
    with served(desk) as address:
        port = urllib.parse.urlsplit(address).port
        assert desk.ledger.setting("port of ada") == port
        kept = page.evaluate("JSON.stringify(localStorage)")
        page.goto(address)
        page.evaluate("kept => Object.assign(localStorage, JSON.parse(kept))", kept)
        page.goto(f"{address}question/0/next")
        assert page.url.endswith(second[-24:]), "hers until she has marked it"
        assert page.input_value("textarea") == "Half written"
        assert page.input_value("[name=points]") == "6"
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/text/" in url and not url.endswith(second[-24:]))
        student = next(p.text.student for p in desk.places(QUESTION) if second.endswith(p.key))
        assert in_book(fresh, student) == (6, False, "Half written")
        assert page.evaluate(f"localStorage.getItem('marking {second[-24:]}')") is None
    assert wrong == [] and page.evaluate("window.attacked") is None


def test_another_port_is_taken_where_the_last_one_is_not_free():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        made_of = pages._sockets(port)
        assert made_of[0].getsockname()[1] != port
        for each in made_of:
            each.close()

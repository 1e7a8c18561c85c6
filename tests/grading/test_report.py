"""The class report: what it says first, what it keeps silent about, and how it looks."""

import csv
import re
import statistics as stdlib
from dataclasses import replace
from datetime import datetime
from urllib.parse import unquote

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook

from autograder.exercises import of_lesson
from autograder.grading.gradebook.records import ExerciseRecord
from autograder.grading.intake.regrade_requests import Request
from autograder.grading.report import writing
from autograder.grading.report.current_records import Submitted, submissions_of
from autograder.grading.report.findings import teach_again
from autograder.grading.report.items import _kind, items_of
from autograder.grading.report.links import page_name
from autograder.grading.report.questions import answered
from autograder.grading.report.writing import write_report, write_students
from workbook.checkpoints import load

from . import graded_class as made

LESSON, BEFORE = "03-activations", "00-start-here"
STUDENTS = 24
HOSTILE = "<img src=x onerror=alert(1)> \"'`&"
FEEDBACK = (
    '<section class="exercise" id="part-7" aria-label="Your answer to softmax (part 7)">'
    '<section class="exercise" id="part-8" aria-label="Check of softmax (part 8)">'
)
UNNAMED = "def softmax(Z):\n    return np.exp(Z) + 0.125  # <b>mine</b>"


def exercises_of(number):
    """A class in which softmax is missed by two in three, and relu by the three weakest."""
    found = []
    for name, exercise in of_lesson(LESSON).items():
        result = made.result(name)
        if name == "softmax" and number % 3:
            result = made.result(name, 0, signature="abcd1234", told="It is `0.125` too large.")
        if name == "softmax" and number % 3 == 2:
            wrong = exercise.misconceptions[0].name
            result = made.result(name, 0, misconception=wrong, told="Along the wrong axis.")
        if (name == "relu" and number < 3) or (name == "tanh" and number < 6):
            result = made.result(name, 0, status="unwritten")
        found.append(result)
    return found


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two lessons of a class, with a due date, an extension, a request, and one torn file."""
    root = tmp_path_factory.mktemp("report")
    lesson, before = made.make_course(root, LESSON, BEFORE)
    names = [f"student{number:02}" for number in range(STUDENTS - 1)] + ["<script>=1+1"]
    records = [made.record(who, LESSON, exercises_of(n)) for n, who in enumerate(names)]
    # the able half knows the answer to one question; nobody is tempted by its last option
    question = load(LESSON)[0]
    wrong = (question.answer + 1) % len(question.options)
    for n in range(20):
        chosen = question.answer if n % 3 == 0 else wrong
        records[n] = replace(records[n], answers={question.id: chosen})
    records[4] = made.record(names[4], LESSON, exercises_of(4),
                             requests=[Request("softmax", HOSTILE)])  # fmt: skip
    # the last one did relu wrong at first, and handed in again
    full = {e.name: e.points for e in exercises_of(STUDENTS - 1)}
    made.first_attempt(root, names[-1], LESSON, {**full, "relu": 0.0})
    records[-1] = made.record(names[-1], LESSON, exercises_of(STUDENTS - 1), attempt=2)
    torn = made.record("torn", LESSON, [], status="ungradable", reason="It is cut off.",
                       score=None, max_score=20.0)  # fmt: skip
    notebook = nbformat.read(lesson.solved, as_version=4)
    for cell in notebook.cells:
        if cell.id == "softmax":
            cell.source = UNNAMED
    times = {who: f"2026-03-0{1 + n % 4}T10:00:00" for n, who in enumerate(names)}
    made.write(lesson, [*records, torn], dict.fromkeys(names, notebook), times)
    neuron = [made.result(name, lesson=BEFORE) for name in of_lesson(BEFORE)]
    made.write(before, [made.record(who, BEFORE, neuron) for who in names])
    with Gradebook(f"sqlite:///{root}/gradebook.db", "neural-networks") as book:
        book.update_or_create_assignment(LESSON, duedate=datetime(2026, 3, 2, 12))
    (root / "extensions.csv").write_text(
        f"student,lesson,until\n{names[2]},{LESSON},2026-03-03 11:00\n"
    )
    (root / "feedback" / "student01" / LESSON).mkdir(parents=True)
    (root / "feedback" / "student01" / LESSON / "activations.html").write_text(FEEDBACK)
    chapters = write_students([before, lesson], root)
    write_report(lesson, root, chapters)
    return root


@pytest.fixture(scope="module")
def text(course):
    return (course / "report" / f"{LESSON}.html").read_text("utf-8")


def table(course, name, **how):
    with (course / "report" / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, **how))


def part(text, start, end):
    return text[text.index(start) : text.index(end)]


def test_what_to_teach_again_comes_first(text):
    top = part(text, 'id="again"', 'id="exercises"')
    heads = re.findall(r"<h3>(.*?)</h3>", top)
    assert heads == ["8 · The output layer"], "relu and tanh are too few to teach a class again"
    assert "67 % of its points were lost" in top
    assert re.search(r"8 students at .*softmax.*no card names", top, re.DOTALL)
    assert "<code>0.125</code> too large" in top and "&lt;b&gt;mine&lt;/b&gt;" in top
    softmax = of_lesson(LESSON)["softmax"]
    assert softmax.misconceptions[0].why.split("`")[0] in top.replace("&#39;", "'")


def test_who_made_a_mistake_is_said_with_it(text):
    softmax = part(text, 'id="exercise-softmax"', "answered the same, and no card")
    (named,) = re.findall(r"8 × .*?</ul>", softmax, re.DOTALL)
    assert re.findall(r"student\d\d(?=<)", named) == [f"student{n:02}" for n in range(2, 22, 3)]
    assert "&lt;script&gt;=1+1" in named


def test_what_waits_for_a_person_is_below_it(text):
    waits = part(text, 'id="waits"', 'id="exercises"')
    assert "torn" in waits and "1 regrade request" in waits
    assert "&lt;img src=x onerror=alert(1)&gt;" in waits and "<img" not in text


def test_a_question_that_was_answered_is_reckoned_with_its_options(course, text):
    (lesson,) = [made.Lesson(LESSON, course)]
    (found,) = answered(lesson, submissions_of(lesson, course))
    assert (found.n, found.facility) == (19, pytest.approx(7 / 19)), "one who asks has told nothing"
    scores, right = [], []
    for n in range(20):
        if n != 4:
            scores.append(sum(e.points for e in exercises_of(n)))
            right.append(float(n % 3 == 0))
    assert found.discrimination == pytest.approx(stdlib.correlation(right, scores))
    assert sum(option.chosen for option in found.options) == 19
    assert sum(option.is_dead for option in found.options) == len(found.options) - 2
    assert found.question.id in part(text, 'id="questions"', 'id="marks"')
    assert answered(lesson, submissions_of(lesson, course)[:9]) == []


def test_figures_are_of_first_attempts_and_marks_of_the_last(course, text):
    rows = {row["exercise"]: row for row in table(course, f"{LESSON}-exercises.csv")}
    assert rows["relu"]["n"] == str(STUDENTS)
    assert float(rows["relu"]["facility"]) == pytest.approx(1 - 4 / STUDENTS, abs=1e-3)
    assert float(rows["relu"]["mean"]) == pytest.approx(2 * (1 - 3 / STUDENTS), abs=1e-3)
    assert rows["relu"]["nothing_written"] == "3" and rows["relu"]["right"] == str(STUDENTS - 3)
    assert rows["softmax"]["section"] == "8 · The output layer"
    assert rows["softmax"]["students_with_it"] == str(STUDENTS // 3)
    assert "figures of the first" in text
    order = re.findall(r'<th scope="row"><a href="#exercise-[^"]*"><code>(\w+)', text)
    assert order[0] == "softmax" and set(order[1:3]) == {"relu", "tanh"}, "the hardest first"


def test_lateness_is_reckoned_from_a_students_own_date(course, text):
    rows = {row["student"]: row for row in table(course, f"{LESSON}.csv")}
    assert float(rows["student03"]["days_late"]) == pytest.approx(1.917, abs=1e-3)
    assert (rows["student02"]["days_late"], rows["student02"]["due"]) == (
        "0", "2026-03-03 11:00:00")  # fmt: skip
    assert (rows["student00"]["days_late"], rows["torn"]["days_late"]) == ("0", "")
    assert f"11 of {STUDENTS} with a date came late" in text
    page = (course / "report" / "students" / page_name("student03")).read_text("utf-8")
    assert "2 late days in all" in page


def test_tables_open_in_a_spreadsheet(course):
    raw = (course / "report" / f"{LESSON}-exercises.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    names = [row["student"] for row in table(course, f"{LESSON}.csv")]
    assert "<script>=1+1" in names and not any(name.startswith("=") for name in names)
    lesson = made.Lesson(LESSON, course)
    write_report(lesson, course, decimal_comma=True)
    rows = {r["exercise"]: r for r in table(course, f"{LESSON}-exercises.csv", delimiter=";")}
    assert rows["softmax"]["facility"] == "0,333" and rows["softmax"]["max_points"] == "2"
    number = float(rows["relu"]["discrimination"].replace(",", "."))
    assert -1 <= number <= 1, "a negative number stays one"
    write_report(lesson, course, write_students([lesson], course))


def test_every_link_leads_somewhere(course, text):
    inner = set(re.findall(r'id="([^"]+)"', text))
    links = re.findall(r'<a href="([^"]+)"', text)
    for link in links:
        place, _, name = link.partition("#")
        assert not name or name in (inner if not place else {"part-8"}), link
        if place and not place.startswith("../lessons/"):  # which is where learners work
            assert (course / "report" / unquote(place)).is_file(), link
    assert f"../feedback/student01/{LESSON}/activations.html#part-8" in text, "at the exercise"
    assert "../autograded/student02/" in text
    pages = sorted(path.name for path in (course / "report" / "students").glob("*.html"))
    assert len(pages) == STUDENTS + 1
    for page in pages:
        for link in re.findall(r'<a href="([^"]+)"',
                               (course / "report" / "students" / page).read_text()):  # fmt: skip
            place = unquote(link.partition("#")[0])
            assert (course / "report" / "students" / place).is_file(), link


def test_of_fewer_than_ten_nothing_is_said(course, tmp_path):
    lesson = made.Lesson(LESSON, course)
    few = [Submitted(made.record(f"s{n}", LESSON, exercises_of(1)), None, {}) for n in range(9)]
    items = items_of(lesson, few)
    page = tmp_path / "few.html"
    context = writing._class_context(lesson, course, few, items, [])
    writing._write(page, "class.html.j2", **context)
    said = page.read_text("utf-8")
    top = part(said, 'id="again"', 'id="exercises"')
    assert "9 marks nothing can be said" in top and "<li>" not in top
    assert "<svg" not in said and "Facility</th>" not in said and "were lost" not in said
    assert {(i.figures.facility, i.figures.discrimination) for i in items} == {(None, None)}
    assert {i.figures.n for i in items if i.max_points} == {9}
    more = [*few, Submitted(made.record("s9", LESSON, exercises_of(1)), None, {})]
    assert all(i.figures.facility is not None for i in items_of(lesson, more) if i.max_points)


def test_a_class_that_understood_is_told_so():
    assert teach_again([]) == []


def test_a_students_page_has_all_lessons(course):
    page = (course / "report" / "students" / page_name("student04")).read_text("utf-8")
    assert "&lt;img" in page and "<img" not in page
    assert "It is <code>0.125</code> too large." in page


def test_names_of_pages_are_safe_and_differ():
    names = ["a/b", "a b", "..", "é" * 300, "A", "a", "\udcff", "<x>", "x" * 300]
    pages = [page_name(name) for name in names]
    assert len({page.lower() for page in pages}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9][\w.-]{0,80}\.html", page) for page in pages)


def test_sentences_may_hold_code_and_no_markup():
    assert writing._prose("take `a < b`, <i>") == "take <code>a &lt; b</code>, &lt;i&gt;"
    assert writing._prose("a ` alone") == "a ` alone"


@pytest.mark.parametrize("number, words", [("-0.50", "−0.50"), ("-0.00", "0.00"), ("7 %", "7 %")])
def test_signs_are_as_long_as_digits(number, words):
    assert writing._signed(number) == words


@pytest.mark.parametrize("status, kind", [("passed", "right"), ("failed", "wrong")])
def test_a_text_that_a_person_gave_all_points_is_right(status, kind):
    points = 2.0 if kind == "right" else 0.0
    assert _kind(ExerciseRecord("x", points, 2.0, "marked", by_hand=True)) == kind
    assert _kind(ExerciseRecord("x", points, 2.0, status)) == kind


@pytest.mark.browser
def test_it_is_readable_on_any_screen_and_to_all(course, page):
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    student = course / "report" / "students" / page_name("<script>=1+1")
    pages = {course / "report" / f"{LESSON}.html": ("light", "dark"), student: ("dark",)}
    for path, schemes in pages.items():
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for width in (390, 900, 1400):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (path.name, width)
            if width == 390:  # what went wrong stands on the phone, and not to the right of it
                cut = page.evaluate(
                    "[...document.querySelectorAll('td.words')].filter((one) =>"
                    " one.getBoundingClientRect().right > innerWidth).length"
                )
                assert cut == 0, path.name
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
        for plot in page.locator("svg.plot").all():
            assert len(plot.get_attribute("aria-label")) > 20
    assert wrong == []

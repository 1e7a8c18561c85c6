"""An instructor who clicks everywhere, on pages full of a student's markup (row 30).

No mark moves, no page is left, nothing of the page is hidden, nothing is asked of another machine.
"""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from ..commands import command
from ..conftest import is_outside
from ..grading.quiz import make_quiz
from ..hostile.case import save
from ..hostile.markup import everything, solved
from ..hostile.test_markup import NAMES, graded_cell, plain_notebook

pytestmark = [pytest.mark.browser, pytest.mark.lab, pytest.mark.nbgrader, pytest.mark.slow]

LESSON, QUIZ = "00-start-here", "quiz"
NOTEBOOKS = {LESSON: "start-here", QUIZ: "quiz"}
SCRIPT = "document.documentElement.setAttribute('attacked', '1')"
BESIDE = {
    "work.html": f"<title>My work</title><p>seen</p><script>{SCRIPT}</script>",
    "work.svg": '<svg xmlns="http://www.w3.org/2000/svg"><text y="20">seen</text>'
    f"<script>{SCRIPT}</script></svg>",
}
"""Files beside a plain notebook, which are kept, for its code may need them."""
STEP = 120  # pixels between the points of the grid

OWN = "nav, button, input, textarea, .help, header, summary, .top"
"""What is the page's own and may do something when it is clicked."""

# Down the page from where it was left, to the next screen on which something is to be clicked: on
# an element of a student's of each kind, and on what lies on a grid. Of one kind are elements that
# are alike in tag and attributes, and so is all around them: a click does the same to each.
POINTS = """([own, step, screen]) => {
  window.seen ??= {top: 0, kinds: new Map(), kindOf: new Map([[null, 0]]), clicked: new Set(),
    left: [...document.querySelectorAll('.theirs, .theirs *')]};
  const kind = (one) => {
    if (!seen.kindOf.has(one)) {
      const name = `${kind(one.parentElement)} ${one.cloneNode(false).outerHTML}`;
      if (!seen.kinds.has(name)) { seen.kinds.set(name, seen.kinds.size + 1); }
      seen.kindOf.set(one, seen.kinds.get(name));
    }
    return seen.kindOf.get(one);
  };
  const found = [];
  const add = (x, y) => {
    if (x < 1 || y < 1 || x >= document.documentElement.clientWidth) { return; }
    const top = document.elementFromPoint(x, y);  // null where it is outside of what is seen
    if (!top || top.closest(own) || seen.clicked.has(kind(top))) { return; }
    seen.clicked.add(kind(top));
    found.push([x, y]);
  };
  for (; !found.length && seen.top < document.documentElement.scrollHeight; seen.top += screen) {
    scrollTo({top: seen.top, behavior: 'instant'});
    for (const each of seen.left) {
      const box = each.getBoundingClientRect();
      add(box.left + box.width / 2, box.top + box.height / 2);
    }
    for (let y = 4; y < innerHeight; y += step) {
      for (let x = 4; x < innerWidth; x += 4 * step) { add(x, y); }
    }
    seen.left = seen.left.filter((each) => !seen.clicked.has(kind(each)));
  }
  return found;
}"""
HIDDEN = """() => {
  const hidden = [];
  const own = 'input.score, button.full-credit, button.no-credit, textarea.comment, h1, nav a,'
    + ' .exercise > .head h2, .top a';
  for (const each of document.querySelectorAll(own)) {
    if (each.closest('.theirs')) { hidden.push('a control of a student: ' + each.outerHTML); }
    if (!each.checkVisibility()) { continue; }
    each.scrollIntoView({block: 'center', behavior: 'instant'});
    const box = each.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (top === null || !(each.contains(top) || top.contains(each))) {
      hidden.push(each.outerHTML.slice(0, 200) + ' behind ' + (top && top.outerHTML.slice(0, 200)));
    }
  }
  return hidden;
}"""


@pytest.fixture(scope="module")
def class_lab(start_lab):
    """JupyterLab on a course in which Mallory handed in every kind of markup, twice."""
    lab = start_lab()
    make_quiz(lab.root)
    for assignment, notebook in ((LESSON, solved(LESSON)), (QUIZ, plain_notebook())):
        for student in ("mallory", "ada"):
            folder = lab.root / "submitted" / student / assignment
            folder.mkdir(parents=True)
            hostile = everything(notebook, graded_cell(assignment))
            save(hostile if student == "mallory" else notebook,
                 folder / f"{NOTEBOOKS[assignment]}.ipynb")  # fmt: skip
    for name, content in BESIDE.items():
        (lab.root / "submitted" / "mallory" / QUIZ / name).write_text(content)
    for name in NAMES:
        folder = lab.root / "submitted" / name / LESSON
        folder.mkdir(parents=True)
        save(solved(LESSON), folder / f"{NOTEBOOKS[LESSON]}.ipynb")
    for words in (("grade", LESSON, QUIZ), ("feedback", LESSON, QUIZ)):
        done = command("autograder", *words, cwd=lab.root)
        assert done.returncode == 0, done.stderr
    return lab


def marks_in(lab):
    with Gradebook(f"sqlite:///{lab.root}/gradebook.db", "neural-networks") as book:
        return {
            (submission.student.id, assignment, grade.name): (grade.auto_score, grade.manual_score,
                                                              grade.extra_credit)
            for assignment in NOTEBOOKS
            for submission in book.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }  # fmt: skip


def page_of(lab, assignment, student="mallory"):
    with Gradebook(f"sqlite:///{lab.root}/gradebook.db", "neural-networks") as book:
        found = book.find_submission_notebook(NOTEBOOKS[assignment], assignment, student)
        return lab.address(f"formgrader/submissions/{found.id}/")


class Watch:
    """What a page did that it should not: scripts, dialogues, windows, requests, navigation."""

    def __init__(self, page):
        self.page, self.wrong, self.place = page, [], None
        page.on("dialog", self._asked_a_person)
        page.on("popup", lambda popup: self.wrong.append(f"opened {popup.url}"))
        page.on("pageerror", lambda error: self.wrong.append(f"failed: {error}"))
        page.on("request", self._asked)
        page.on("framenavigated", self._went)

    def settle(self):
        """From now on the page has loaded, and is to stay."""
        self.place = urlsplit(self.page.url).path

    def _asked_a_person(self, dialog):
        self.wrong.append(f"said {dialog.message}")
        dialog.dismiss()

    def _asked(self, request):
        is_loading = self.place is None and not is_outside(request.url)
        if "logout" in request.url or not (is_loading or request.url.startswith("data:")):
            self.wrong.append(f"{request.method} {request.url}")

    def _went(self, frame):
        inside = frame.parent_frame is not None and frame.url in ("about:srcdoc", "about:blank")
        if self.place is not None and not inside and urlsplit(frame.url).path != self.place:
            self.wrong.append(f"went to {frame.url}")


def click_everywhere(page):
    """Click on a student's element of every kind, and on what a grid over the whole page meets."""
    clicked = 0
    screen = page.viewport_size["height"] - 100  # what is fixed may cover some of it
    while points := page.evaluate(POINTS, [OWN, STEP, screen]):
        for x, y in points:
            page.mouse.click(x, y)
        clicked += len(points)
    return clicked


def visit(page, address):
    watch = Watch(page)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    watch.settle()
    assert page.evaluate(HIDDEN) == []
    clicked = click_everywhere(page)
    assert clicked > 200
    page.wait_for_timeout(200)
    assert watch.wrong == []
    assert page.evaluate("window.attacked") is None
    assert page.evaluate(HIDDEN) == []


def test_formgraders_page(class_lab, page):
    assignment = LESSON
    before = marks_in(class_lab)
    page.goto(class_lab.address("formgrader/manage_assignments"))  # lets this browser in
    visit(page, page_of(class_lab, assignment))
    assert marks_in(class_lab) == before
    box = page.locator(f"[id={graded_cell(assignment)}]")
    assert box.count() == 1
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        box.fill("0.5")  # and where it is meant, a mark is given
        box.press("Tab")
    key = "mallory", assignment, graded_cell(assignment)
    changed = {each for each, marks in marks_in(class_lab).items() if marks != before[each]}
    assert changed == {key}


def test_a_feedback_page(class_lab, page):
    place = class_lab.root / "feedback" / "mallory" / QUIZ
    visit(page, (place / f"{NOTEBOOKS[QUIZ]}.html").as_uri())


def test_the_class_report(class_lab, page):
    done = command("autograder", "report", LESSON, cwd=class_lab.root)
    assert done.returncode == 0, done.stderr
    watch = Watch(page)
    page.goto((class_lab.root / "report" / f"{LESSON}.html").as_uri())
    watch.settle()
    names = page.locator("bdi").all_inner_texts()
    assert {name.strip() for name in names} >= NAMES - {"\u202egpj.exe"}
    assert watch.wrong == [] and page.evaluate("window.attacked") is None


@pytest.mark.parametrize("path", ("manage_students", f"manage_submissions/{LESSON}"))
def test_formgraders_lists_take_names_for_names(class_lab, page, path):
    page.goto(class_lab.address("formgrader/manage_assignments"))
    watch = Watch(page)
    page.goto(class_lab.address(f"formgrader/{path}"))
    expect(page.locator("#main-table")).to_contain_text("mallory")
    cells = {text.strip() for text in page.locator("#main-table td").all_text_contents()}
    assert {name.strip() for name in NAMES} <= cells
    assert watch.wrong == [] and page.evaluate("window.attacked") is None


def test_formgraders_pages_of_a_student_take_a_name_for_a_name(class_lab, page):
    page.goto(class_lab.address("formgrader/manage_assignments"))
    watch = Watch(page)
    for name in sorted(NAMES):
        student = quote(name, safe="")
        page.goto(class_lab.address(f"formgrader/manage_students/{student}/{LESSON}"))
        expect(page.locator("#main-table")).to_contain_text(NOTEBOOKS[LESSON])
        crumbs = page.locator("ol.breadcrumb li").all_text_contents()
        assert [crumb.strip() for crumb in crumbs] == ["Students", name.strip(), LESSON]
    page.goto(class_lab.address(f"formgrader/manage_students/{student}"))
    expect(page.locator("#main-table")).to_contain_text(LESSON)
    page.goto(page_of(class_lab, LESSON, name))
    page.locator("span.glyphicon.name-hidden").click()
    assert page.locator("a.name-shown").text_content().strip() == name.strip()
    assert watch.wrong == [] and page.evaluate("window.attacked") is None


@pytest.mark.parametrize("assignment", NOTEBOOKS)
def test_a_forged_widget_is_no_error(class_lab, page, assignment):
    page.goto(class_lab.address("formgrader/manage_assignments"))
    answer = page.goto(page_of(class_lab, assignment))
    assert answer.status == 200


@pytest.mark.parametrize("name", BESIDE)
def test_a_file_beside_a_notebook_is_shown_and_not_run(class_lab, page, name):
    """It has the address of a page of Formgrader's, whose scripts may give any mark."""
    page.goto(class_lab.address("formgrader/manage_assignments"))
    page.goto(urljoin(page_of(class_lab, QUIZ), name))
    expect(page.get_by_text("seen")).to_be_visible()
    told = page.evaluate("[origin, document.documentElement.hasAttribute('attacked')]")
    assert told == ["null", False]

"""Every lesson executed in all its forms: as a learner gets it, solved, and as a deck.

All share one kernel, in which all names are forgotten in between: half of what a form takes is the
kernel's start, and what its figures import and measure.
"""

import json
import re
from functools import cached_property
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from playwright.sync_api import expect

from autograder.authoring.book import Book
from autograder.authoring.deck import deck_html
from autograder.course import all_lessons
from autograder.exercises import of_lesson
from workbook.memory import answers_of

from ..live_places import answer, move, wait_until_alive

pytestmark = [pytest.mark.notebooks, pytest.mark.slow]

# A lecturer may shrink type to 80 % (of 32 pixels in 720); what needs more belongs on two slides.
SMALLEST = 0.79


LABELS = "faulty-labels.json"


# In the page: show the slide with this number, and all of its fragments.
TURN_TO = """(index) => {
  const at = Reveal.getIndices(Reveal.getSlides()[index]);
  Reveal.slide(at.h, at.v, 99);
}"""


# What every slide measures; `small`: its pictures whose smallest type is lower than its text's.
EVERY_SLIDE = f"""() => Reveal.getSlides().map((_, index) => {{
  ({TURN_TO})(index);
  const slide = Reveal.getCurrentSlide();
  const zoom = parseFloat(slide.style.getPropertyValue("--zoom") || "1");
  const small = [...slide.querySelectorAll("img[data-smallest-type]")]
    .map((one) => {{
      const wide = one.clientWidth / one.naturalWidth, high = one.clientHeight / one.naturalHeight;
      const shown = Math.min(wide, high) * one.naturalWidth * (one.currentCSSZoom ?? 1);
      return [(shown / one.getAttribute("width")) * one.dataset.smallestType, one.alt];
    }})
    .filter(([size]) => size < 22);
  return {{
    index, small, measures: [slide.scrollHeight, slide.scrollWidth, zoom], text: slide.innerText,
    lives: slide.querySelector(".live") !== null,
  }};
}})"""


# Without formulas, code, and all questions but two.
WITHOUT_WHAT_IS_ALIKE = """() => {
  const questions = [...document.querySelectorAll(".live[data-kind=question]")].slice(2);
  const taken = [...questions, ...document.querySelectorAll("math, pre")].map((one) => {
    const inside = [...one.childNodes];
    one.replaceChildren("x");
    return [one, inside];
  });
  window.putBack = () => taken.forEach(([one, inside]) => one.replaceChildren(...inside));
}"""


# In the page: what a browser keeps, and hands on to the next page, without what may be lost there:
# on one machine Chromium forgot it now and then. `tests/book` has what it keeps itself.
STORAGE = """class Kept {
  getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; }
  setItem(key, value) { this[key] = String(value); }
  removeItem(key) { delete this[key]; }
}
Object.defineProperty(window, "localStorage", { value: new Kept() });"""
KEPT = "JSON.stringify(localStorage)"


# In the kernel: from now on figures are made and not drawn; and drawn again.
UNDRAWN = """
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
if not hasattr(FigureCanvasBase, "as_they_were"):
    FigureCanvasBase.as_they_were = FigureCanvasBase.print_figure, FigureCanvasSVG.print_svg
FigureCanvasBase.print_figure = FigureCanvasSVG.print_svg = lambda *_, **__: None
"""
DRAWN = """
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
FigureCanvasBase.print_figure, FigureCanvasSVG.print_svg = FigureCanvasBase.as_they_were
"""

# In the kernel: the labels of all figures are looked at from now on.
WATCHED = f"""
import sys
sys.path.append({str(Path(__file__).parent)!r})
import labels_on_slides
labels_on_slides.end = labels_on_slides.watch()
"""


class Execution:
    """A lesson in a running kernel; each form is executed when it is first asked for."""

    def __init__(self, lesson, folder, kernel):
        self.lesson, self.folder, self.kernel = lesson, folder, kernel

    @cached_property
    def untouched(self):
        """Its figures are made and not drawn: the solved lesson draws the same ones."""
        notebook = nbformat.read(self.lesson.notebook, as_version=4)
        self._forget(UNDRAWN)
        try:
            return self._run(notebook)
        finally:
            self._forget(DRAWN)

    @cached_property
    def solved(self):
        return self._executed(nbformat.read(self.lesson.solved, as_version=4))

    @cached_property
    def deck(self):
        """The path of the deck as one HTML file."""
        self._forget("%config InlineBackend.figure_formats = ['svg']", WATCHED)
        slides = self.lesson.root / "slides"
        notebook = nbformat.read(slides / f"{self.lesson.folder}.ipynb", as_version=4)
        path = self.folder / "deck.html"
        path.write_text(deck_html(notebook, slides / "theme.css", self.kernel), "utf-8")
        self._forget(f"__import__('labels_on_slides').end({str(self.folder / LABELS)!r})")
        return path

    def _executed(self, notebook):
        self._forget()
        return self._run(notebook)

    def _forget(self, *more):
        """What has stayed, modules above all, is looked through for garbage this once alone."""
        lines = "\n".join(["%reset -f", "__import__('gc').freeze()", *more])
        self._run(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(lines)]))

    def _run(self, notebook):
        resources = {"metadata": {"path": self.folder}}
        client = NotebookClient(
            notebook, km=self.kernel, timeout=120, allow_errors=True, resources=resources
        )
        try:
            return client.execute()
        finally:
            client.kc.stop_channels()  # nobody else closes them, and a process has only so many


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    kernel = KernelManager()
    folder = tmp_path_factory.mktemp("kernel")
    quietly = ["--log-level=ERROR", "--HistoryManager.enabled=False"]
    kernel.start_kernel(cwd=folder, extra_arguments=quietly)
    yield kernel
    kernel.shutdown_kernel(now=True)


@pytest.fixture(scope="module", params=all_lessons(), ids=lambda lesson: lesson.folder)
def execution(request, kernel, tmp_path_factory):
    """One lesson after the other, for all tests of this module."""
    return Execution(request.param, tmp_path_factory.mktemp("run"), kernel)


def test_untouched_it_runs_to_its_end_without_a_traceback(execution):
    assert_runs(execution.untouched)
    exercises = of_lesson(execution.lesson.folder)
    assert points(execution.untouched) == {f"check-{name}": 0.0 for name in exercises}


def test_solved_it_has_full_marks(execution):
    assert_runs(execution.solved)
    exercises = of_lesson(execution.lesson.folder)
    full = {f"check-{name}": exercise.max_points for name, exercise in exercises.items()}
    assert points(execution.solved) == full


def test_every_picture_says_what_it_shows(execution):
    for cell in execution.solved.cells:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            for tag in re.findall(r"<img[^>]*>", html):
                said = re.search(r'alt="([^"]*)"', tag)
                assert said and len(said[1].split()) >= 10, f"{cell.source}\n{said and said[1]}"
            bare = {"image/png", "image/svg+xml"} & set(output.get("data", {}))
            assert not bare or len(output.data.get("text/plain", "")) > 40, cell.source


@pytest.mark.browser
def test_its_deck_shows_every_slide_whole(execution, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.context.set_offline(True)
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(execution.deck.as_uri())
    page.wait_for_function("() => Reveal.isReady()")
    wait_until_alive(page)
    slides = page.evaluate(EVERY_SLIDE)
    assert len(slides) == page.evaluate("() => Reveal.getTotalSlides()") > 1
    for slide in slides:
        height, width, zoom = slide["measures"]
        assert height <= 720 and width <= 1280 and zoom >= SMALLEST, slide["text"]
        assert not slide["small"], f"too small for the last row: {slide['small']}"
        if slide["lives"]:
            page.evaluate(TURN_TO, slide["index"])
            for place in page.locator("section.present .live").all():
                move(page, place)
    assert faults == []
    page.close()
    assert json.loads((execution.folder / LABELS).read_text("utf-8")) == []


@pytest.mark.browser
def test_its_page_of_the_book_lives_from_disk(execution, browser):
    """Offline, on a phone: all that moves moves by key, all that asks answers, and keeps."""
    lesson = execution.lesson
    files = dict(Book([lesson], "book").pages(lambda _: execution.solved))
    for name, text in files.items():
        (execution.folder / name).write_text(text, "utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    page, faults, asked = context.new_page(), [], []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    address = (execution.folder / f"{lesson.folder}.html").as_uri()
    page.add_init_script(STORAGE)
    page.goto(address)
    wait_until_alive(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".in-lab").count() == len(of_lesson(lesson.folder)) + manual(execution)
    number = int(lesson.folder[:2])
    if number % 2:  # each page in one theme: what both share is on all of them
        page.locator("#theme").click()
    if number < 3:  # what is not answered yet looks the same on every page
        assert_accessible(page, whole=True)
    folds = page.locator("details.held")
    assert folds.evaluate_all("all => all.every((one) => !one.open)")
    questions = page.locator(".live[data-kind=question]")
    for place in questions.all():
        answer(page, place)
    assert folds.evaluate_all("all => all.every((one) => one.open)")
    for place in page.locator(".live[data-kind=explorable]").all():
        move(page, place)
    assert_accessible(page, whole=False)
    page.add_init_script(f"Object.assign(localStorage, {page.evaluate(KEPT)})")
    carried_over(page, execution, questions.count())
    page.goto(address)
    wait_until_alive(page)
    expect(page.locator(".wb-ask.answered")).to_have_count(questions.count())
    assert folds.evaluate_all("all => all.every((one) => one.open)")
    assert {url.split(":")[0] for url in asked} <= {"file", "blob", "data"} and faults == []
    context.close()


def assert_accessible(page, whole):
    """axe finds nothing on it.

    whole: with its formulas, its code and all of its questions, which are made and coloured the
    same on every page; else these are out of the tree while axe looks, but for two questions, which
    takes two thirds of the time less.
    """
    if not whole:
        page.evaluate(WITHOUT_WHAT_IS_ALIKE)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
    if not whole:
        page.evaluate("() => putBack()")


def carried_over(page, execution, count):
    """The index saves all answers in a file that the course's own memory reads."""
    page.goto((execution.folder / "index.html").as_uri())
    if not count:
        page.locator("#save").click()
        assert page.locator("#forgotten").inner_text() == "Nothing was answered yet."
        return
    with page.expect_download() as download:
        page.locator("#save").click()
    path = execution.folder / "answers.jsonl"
    download.value.save_as(path)
    answers = answers_of(path)
    assert len(answers) == count
    assert {answer.lesson for answer in answers} == {execution.lesson.folder}


def manual(execution):
    """How many texts of a lesson a person marks."""
    return sum(
        cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("grade", False)
        for cell in execution.solved.cells
    )


def assert_runs(notebook):
    """No error and no word on standard error in any cell."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error", f"{cell.source}\n{output.ename}: {output.evalue}"
            assert output.get("name") != "stderr", f"{cell.source}\n{output.text}"


def points(notebook):
    """What each check cell shows, by its id."""
    return {
        cell.id: float(cell.outputs[-1].data["text/plain"])
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code"
    }

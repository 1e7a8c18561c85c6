"""`autograder feedback`, and the pages that it and nbgrader's own commands make."""

import base64
import io
import json
import os
import shutil
from copy import deepcopy
from types import SimpleNamespace

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook
from PIL import Image

from autograder.cli import NOT_EVERYTHING
from autograder.grading import card_seal
from autograder.grading.nbgrader import read_marks
from autograder.grading.nbgrader.read_marks import ShownMark

from ..commands import command
from .conftest import LESSON, ROOT

CAPSTONE = "13-capstone"
SECRET, TIME = "submission_secret.txt", "timestamp.txt"


def picture(colour):
    data = io.BytesIO()
    Image.new("RGB", (900, 300), colour).save(data, "PNG")
    return data.getvalue()


@pytest.fixture(scope="module")
def graded(tmp_path_factory, write_in, solutions, lesson):
    """Lesson 03 of three students, graded: Ada is right, Bob is partly so, Cy cannot be read."""
    course = tmp_path_factory.mktemp("feedback")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(ROOT / "solutions" / LESSON, course / "solutions" / LESSON)
    wide = f"    # {'a long line ' * 30}"
    bob = solutions | {
        "relu": f"def relu(z):\n{wide}\n    return np.where(z > 0, z, 0.01 * z)",
        "tanh": "def tanh(z):\n    return 1 / 0",
    }
    for student, notebook in (("ada", write_in(**solutions)), ("bob", write_in(**bob))):
        draws = "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()\nprint('x' * 500)"
        notebook.cells.insert(2, nbformat.v4.new_code_cell(draws))
        hand_in(course, student, notebook)
    hand_in(course, "cy", "{ cut off")
    done = command("autograder", "grade", "3", "--jobs", "1", cwd=course)
    assert "2 graded" in done.stdout, done.stderr
    assert command("autograder", "feedback", "3", cwd=course).returncode == 0
    return course


def hand_in(course, student, notebook):
    folder = course / "submitted" / student / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, str):
        (folder / "activations.ipynb").write_text(notebook)
    else:
        nbformat.write(notebook, folder / "activations.ipynb")


def page_of(course, student):
    return course / "feedback" / student / LESSON / "activations.html"


@pytest.fixture
def tab(browser):
    """A function: a page as it is seen at a width, light or dark."""
    contexts = []

    def opened(path, width=1200, scheme="light"):
        size = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=size, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("student", "width", "scheme"),
    (
        ("bob", 390, "light"),  # nothing is on Ada's page that is not on his
        ("bob", 1200, "dark"),
        ("cy", 390, "light"),
    ),
)
def test_a_page_can_be_read_by_everybody(graded, tab, student, width, scheme):
    page = tab(page_of(graded, student), width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert page.locator("html").get_attribute("lang") == "en"


def test_long_code_scrolls_in_its_box(graded, tab):
    page = tab(page_of(graded, "bob"), 390)
    boxes = page.locator("pre.code", has_text="a long line")
    assert boxes.first.evaluate("box => box.scrollWidth > box.clientWidth")


def test_the_index_leads_to_each_exercise(graded, tab, released):
    page = tab(page_of(graded, "bob"), 390)
    names = page.locator("nav li a").all_inner_texts()
    checks = [cell.id for cell in released.cells if cell.id.startswith("check-")]
    assert [f"check-{name}" for name in names] == checks
    said = dict(zip(names, page.locator("nav li span").all_inner_texts(), strict=True))
    assert (said["relu"], said["softmax"], said["elu"]) == (
        "0 of 2",
        "2 of 2",
        "stretch, no points",
    )
    for name in ("relu", "softmax"):
        page.locator(f"nav a:text-is('{name}')").click()
        target = page.locator(":target")
        assert target.locator("h2").inner_text() == name
        assert target.locator("pre.code").count() == 1  # the answer
        assert target.get_by_role("region").count() == 1  # and the card
    assert page.locator(".total").inner_text() == "16 of 20 points"


def test_figures_are_in_the_page(graded, tab):
    page = tab(page_of(graded, "ada"))
    figure = page.locator(".output.figure img")
    assert figure.first.evaluate("image => image.naturalWidth > 100")


def test_no_mark_is_not_zero(graded, tab):
    page = tab(page_of(graded, "cy"))
    assert "no mark yet" in page.locator(".total").inner_text()
    assert "0 of" not in page.locator("header").inner_text()
    assert set(page.locator("nav li span").all_inner_texts()) <= {
        "waits for a person (2)",
        "waits for a person (0)",
    }
    assert "could not be graded" in page.locator("main").inner_text()


@pytest.mark.nbgrader
def test_pages_are_those_of_the_last_grading(graded, tmp_path, write_in, solutions):
    """By both commands, each of which finds the pages that it made before."""
    course = shutil.copytree(graded, tmp_path / "course")
    commands = (("autograder", "feedback", "3"), ("nbgrader", "generate_feedback", LESSON))
    shutil.copytree(course / "feedback", tmp_path / "autograder")
    (course / "feedback").rename(tmp_path / "nbgrader")
    relu = solutions["relu"] + "\n# the second attempt"
    for notebook, score in ((write_in(relu=relu), 2), (write_in(), 0)):
        hand_in(course, "bob", notebook)
        graded_again = command("autograder", "grade", "3", cwd=course)
        assert graded_again.returncode in (0, NOT_EVERYTHING), graded_again.stderr
        for program, *words in commands:
            (tmp_path / program).rename(course / "feedback")
            done = command(program, *words, cwd=course)
            assert done.returncode == 0, done.stderr
            text = page_of(course, "bob").read_text("utf-8")
            assert f"<strong>{score} of 20 points</strong>" in text, program
            assert ("the second attempt" in text) == bool(score), program
            (course / "feedback").rename(tmp_path / program)


def test_one_page_that_cannot_be_made_costs_itself(graded, tmp_path):
    course = shutil.copytree(graded, tmp_path / "course")
    shutil.rmtree(course / "feedback")
    (course / "autograded" / "ada" / LESSON / "activations.ipynb").write_text("no notebook")
    done = command("autograder", "feedback", "3", cwd=course)
    assert done.returncode == 1
    why = "no page could be made for ada: Notebook does not appear to be JSON: 'no notebook'\n"
    assert why in done.stdout and "Traceback" not in done.stderr
    assert page_of(course, "bob").is_file() and not page_of(course, "ada").exists()


def test_nothing_graded_is_one_line(course):
    done = command("autograder", "feedback", "3", cwd=course)
    assert done.returncode == 1 and "Nothing has been graded" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.nbgrader
def test_feedback_is_released_to_those_who_can_fetch_it(graded, tmp_path):
    """Ada handed in through the exchange, with files beside; the others did not."""
    course = shutil.copytree(graded, tmp_path / "course")
    kept = course / "autograded" / "ada" / LESSON
    (kept / SECRET).write_text("a secret")
    (kept / TIME).write_text("2026-11-28 09:00:00.000000 UTC")
    (kept / "figure.png").write_bytes(picture("red"))
    (kept / "notes").mkdir()
    (kept / "notes" / "more.txt").write_text("more")
    assert command("nbgrader", "generate_feedback", LESSON, cwd=course).returncode == 0
    done = command("nbgrader", "release_feedback", LESSON, cwd=course)
    assert done.returncode == 0, done.stderr
    (released,) = (course / "exchange" / "neural-networks" / "feedback").glob("*.html")
    assert released.read_text("utf-8") == page_of(course, "ada").read_text("utf-8")
    assert f"bob/{LESSON} has no {SECRET}" in done.stderr
    released.unlink()
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        grade = book.find_grade("check-relu", "activations", LESSON, "ada")
        before, grade.manual_score = grade.manual_score, 1.5
        book.db.commit()
        done = command("nbgrader", "release_feedback", LESSON, cwd=course)
        assert not list(released.parent.glob("*.html")) and "before the last mark" in done.stderr
        grade.manual_score = before
        book.db.commit()
    assert command("nbgrader", "release_feedback", LESSON, cwd=course).returncode == 0
    released.unlink()
    os.utime(kept / "activations.ipynb")  # graded again, and no page made since
    done = command("nbgrader", "release_feedback", LESSON, cwd=course)
    assert not list(released.parent.glob("*.html")) and "before the last grading" in done.stderr


def test_the_judges_card_keeps_its_look_and_an_imitation_does_not(graded, tmp_path):
    course = shutil.copytree(graded, tmp_path / "course")
    path = course / "autograded" / "ada" / LESSON / "activations.ipynb"
    notebook = nbformat.read(path, as_version=4)
    card = next(c for c in notebook.cells if c.id == "check-relu").outputs[0]
    assert card_seal.is_sealed(card, course)
    imitation = deepcopy(card)
    imitation.data["text/html"] = card.data["text/html"].replace("2 of 2", "200 of 2")
    assert not card_seal.is_sealed(imitation, course)
    notebook.cells.append(nbformat.v4.new_code_cell("1", outputs=[imitation]))
    nbformat.write(notebook, path)
    assert command("autograder", "feedback", "3", cwd=course).returncode == 0
    text = page_of(course, "ada").read_text("utf-8")
    assert text.count('role="region"') == 16
    assert "200 of 2" in text  # in a frame, where it can look as it likes
    frame = text[text.index("200 of 2") - 5000 : text.index("200 of 2")]
    assert 'sandbox=""' in frame


def test_pictures_pasted_and_beside_are_kept(graded, tmp_path):
    course = shutil.copytree(graded, tmp_path / "course")
    folder = course / "autograded" / "ada" / LESSON
    notebook = nbformat.read(folder / "activations.ipynb", as_version=4)
    pasted = base64.b64encode(picture("blue")).decode()
    text = (
        "![pasted](attachment:image.png) ![beside](figures/plot%201.png) "
        "![gone](attachment:gone.png) ![up](../../bob/secret.png) ![link](link.png)"
    )
    cell = nbformat.v4.new_markdown_cell(text, attachments={"image.png": {"image/png": pasted}})
    notebook.cells.append(cell)
    nbformat.write(notebook, folder / "activations.ipynb")
    (folder / "figures").mkdir()
    (folder / "figures" / "plot 1.png").write_bytes(picture("green"))
    (course / "autograded" / "bob" / "secret.png").write_bytes(picture("red"))
    (folder / "link.png").symlink_to(course / "autograded" / "bob" / "secret.png")
    assert command("autograder", "feedback", "3", cwd=course).returncode == 0
    text = page_of(course, "ada").read_text("utf-8")
    assert pasted in text
    assert base64.b64encode(picture("green")).decode() in text
    assert base64.b64encode(picture("red")).decode() not in text
    assert text.count('alt="gone"') == text.count('alt="up"') == 1


@pytest.mark.nbgrader
def test_a_text_waits_and_the_marker_sees_what_the_learner_saw(tmp_path):
    course = tmp_path
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(ROOT / "solutions" / CAPSTONE, course / "solutions" / CAPSTONE)
    notebook = nbformat.read(ROOT / "lessons" / CAPSTONE / "capstone.ipynb", as_version=4)
    next(c for c in notebook.cells if c.id == "gallery-text").source = "Thick ones look like 8."
    own = nbformat.v4.new_code_cell("errors.gallery(X_val, y_val, probs, rows[:2])", id="my-own")
    at = next(n for n, cell in enumerate(notebook.cells) if cell.id == "gallery-text")
    notebook.cells.insert(at, own)
    slow = ("errors.confusions", "errors.calibrated")  # they train ten networks
    notebook.cells = [cell for cell in notebook.cells if not cell.source.startswith(slow)]
    folder = course / "submitted" / "ada" / CAPSTONE
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "capstone.ipynb")
    done = command("autograder", "grade", "13", "--json", "records.json", cwd=course)
    assert done.returncode == 0, done.stderr
    (record,) = json.loads((course / "records.json").read_text())
    assert record["score"] == 0  # the library that the pictures need lent no exercise anything
    graded = nbformat.read(
        course / "autograded" / "ada" / CAPSTONE / "capstone.ipynb", as_version=4
    )
    shown = {cell.id: cell.outputs for cell in graded.cells if cell.cell_type == "code"}
    assert shown["my-own"][0].data["image/png"]
    galleries = [c for c in graded.cells if c.source == "errors.gallery(X_val, y_val, probs, rows)"]
    assert all(cell.outputs[0].data["image/png"] for cell in galleries) and galleries
    elsewhere = next(c for c in graded.cells if c.source == "plots.differences(results)")
    assert elsewhere.outputs == []  # of a text that was not written
    assert command("autograder", "feedback", "13", cwd=course).returncode == 0
    page = (course / "feedback" / "ada" / CAPSTONE / "capstone.html").read_text("utf-8")
    assert "waits for a person (15)" in page and "15 more points wait for a person" in page
    assert page.count("data:image/png") >= 2  # the learner's own, and the lesson's
    with Gradebook(f"sqlite:///{course}/gradebook.db", "neural-networks") as book:
        book.find_grade("gallery-text", "capstone", CAPSTONE, "ada").manual_score = 12
        book.db.commit()
    assert command("autograder", "feedback", "13", cwd=course).returncode == 0
    page = (course / "feedback" / "ada" / CAPSTONE / "capstone.html").read_text("utf-8")
    assert "12 of 15" in page and "waits for a person" not in page


def test_a_total_is_what_the_gradebook_says():
    """Never below nothing, never rounded to another mark, and that of one notebook among others."""
    mark = ShownMark(0.0, 12.0)
    notebook = SimpleNamespace(
        late_submission_penalty=1.0, assignment=SimpleNamespace(notebooks=[1])
    )
    total = read_marks.total_of({"a": mark}, notebook)
    assert (total.words, total.is_part) == ("0 of 12 points", False)
    assert total.is_late == "Handed in late: 1 point is taken off."
    notebook = SimpleNamespace(
        late_submission_penalty=None, assignment=SimpleNamespace(notebooks=[1, 2])
    )
    total = read_marks.total_of({"a": ShownMark(100.25, 110.0), "b": mark}, notebook)
    assert (total.words, total.is_part, total.is_late) == ("100.25 of 122 points", True, "")
    assert ShownMark(100.25, 100.25).words == "100.25 of 100.25"

"""The book: what stands on its pages, what must not, and what a folder is spared."""

import json
import re
from types import SimpleNamespace

import bs4
import nbformat
import pytest

from autograder.authoring import book as making
from autograder.authoring import glossary
from autograder.authoring.book import LIST, Book, lighter, write_book
from autograder.authoring.book_page import chapter, to_run
from autograder.course import CourseError, find_lessons
from workbook import style
from workbook.checkpoints import find

LESSON = find_lessons(("03",))[0]
QUESTION = "a4-sigmoid-of-40"


@pytest.fixture(scope="module")
def solved():
    return nbformat.read(LESSON.solved, as_version=4)


@pytest.fixture(scope="module")
def soup(solved):
    """Lesson 03 as a page, of a notebook that was not run: its words, without figures."""
    page = dict(Book([LESSON], "book").pages(lambda lesson: to_run(solved)))
    return bs4.BeautifulSoup(page["03-activations.html"], "html.parser")


def _cell(kind, source, **metadata):
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return new(source, metadata=metadata)


# What stands on a page ----------------------------------------------------------------------------


def test_no_reference_is_in_it(solved, soup):
    """No line that only a solution has. (A hint may come near to one.)"""
    text = "".join(
        part for part in soup.find_all(string=True) if not part.find_parent(class_="hints")
    )
    bodies = [
        re.search(r"### BEGIN SOLUTION\n(.*?)\s*### END", cell.source, re.DOTALL)[1]
        for cell in solved.cells
        if "### BEGIN SOLUTION" in cell.source
    ]
    lines = {line.strip() for body in bodies for line in body.splitlines() if len(line) > 24}
    given = "\n".join(
        cell.metadata.get("starter", cell.source)
        for cell in solved.cells
        if not cell.metadata.get("nbgrader", {}).get("solution") or "starter" in cell.metadata
    )
    only_there = {line for line in lines if line not in given}
    assert len(only_there) > 5
    assert not [line for line in only_there if line in text]
    assert "BEGIN SOLUTION" not in text and "raise NotImplementedError()" in text


def test_an_exercise_has_its_statement_its_stub_its_hints_and_its_cell(soup):
    code = soup.find(id="cell-relu")
    assert "def relu(z):" in code.get_text() and "Example:" in code.get_text()
    after = soup.find(id="cell-check-relu")
    hints = after.select(".hints details")
    assert len(hints) >= 2 and not any(hint.has_attr("open") for hint in hints)
    assert hints[1] in hints[0].descendants, "one is seen after the other"
    link = after.find("a", attrs={"data-lab": True})
    assert link["data-lab"] == "lessons/03-activations/activations.ipynb#cell-id=relu"
    assert "Write it in JupyterLab" in link.get_text()
    heads = [head.get_text() for head in soup.find_all("h3")]
    assert any("relu" in head for head in heads)


def test_what_decides_a_question_is_folded_behind_it(soup, solved):
    held = [cell for cell in solved.cells if "held" in cell.metadata.get("workbook", {})]
    folds = soup.find_all("details", class_="held")
    assert not any(fold.has_attr("open") for fold in folds)
    for cell in held:
        place = soup.find(id=f"cell-{cell.id}")
        fold = place.find_parent("details", class_="held")
        assert fold["data-held"] == cell.metadata["workbook"]["held"]
    assert len(folds) <= len(held)
    assert not soup.select(".held summary ~ .cell details summary:-soup-contains('Answered?')")


def test_what_code_shows_is_held_by_the_prediction_before_it(soup, solved):
    """In a notebook it has to be run first; on a page it has been."""
    ids = [cell.id for cell in solved.cells]
    at = ids.index(next(c.id for c in solved.cells if "a2-three-plain-layers" in c.source))
    picture = solved.cells[at + 1]
    assert picture.cell_type == "code" and "held" not in picture.metadata.get("workbook", {})
    fold = soup.find(id=f"cell-{picture.id}").find_parent("details", class_="held")
    assert fold["data-held"] == "a2-three-plain-layers"
    assert not soup.find(id=f"cell-{ids[at]}").find_parent("details"), "the question itself is seen"
    heading = next(c for c in solved.cells[at:] if c.source.startswith("## "))
    assert not soup.find(id=f"cell-{heading.id}").find_parent("details")


def test_ids_are_given_once_and_sections_lead_to_them(soup):
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    links = soup.select(".sections a")
    assert len(links) > 8 and all(link["href"][1:] in ids for link in links)


def test_links_to_notebooks_lead_to_pages():
    cell = _cell("markdown", "See [losses](../04-losses/losses.ipynb#x).")
    made = chapter(LESSON, "T", nbformat.v4.new_notebook(cells=[cell]))
    assert 'href="04-losses.html"' in made.html


def test_a_text_that_a_person_marks_is_not_given():
    told = {"nbgrader": {"grade": True, "solution": True, "grade_id": "model-card", "points": 5}}
    made = chapter(
        LESSON, "T", nbformat.v4.new_notebook(cells=[_cell("markdown", "A model answer", **told)])
    )
    assert "model answer" not in made.html and "Write your text in JupyterLab" in made.html


def test_a_bug_is_there_until_its_section_ends():
    marks = {"solution": True, "grade_id": "f"}
    cells = [
        _cell("code", "def f(): return 1", nbgrader=marks, starter="def f(): return 2"),
        _cell("code", "check(f)", nbgrader={"grade": True, "grade_id": "check-f"}),
        _cell("code", "print(f())"),
        _cell("markdown", "## Next"),
        _cell("code", "print(f())"),
    ]
    run, printed, scope = to_run(nbformat.v4.new_notebook(cells=cells)), [], {}
    scope["print"] = printed.append
    for cell in run.cells:
        if cell.cell_type == "code":
            exec(cell.source, scope)
    assert printed == [2, 1], "and no check was run"


def test_search_knows_the_sections_and_not_the_answers(solved):
    files = dict(Book([LESSON], "book").pages(lambda lesson: to_run(solved)))
    listed = json.loads(files["search.js"].removeprefix("window.found(").rstrip("\n);"))
    titles = [title for _, _, title, _ in listed]
    assert any("Dead" in title or "ReLU" in title for title in titles)
    words = " ".join(text for *_, text in listed)
    right = find(QUESTION).options[find(QUESTION).answer]
    assert right.why[:40] not in words and "True on paper, then, and false" not in words
    page = bs4.BeautifulSoup(files["03-activations.html"], "html.parser")
    ids = {tag["id"] for tag in page.find_all(id=True)}
    assert all(anchor in ids for page_, anchor, *_ in listed if page_.startswith("03"))


def test_drawings_are_lighter_and_the_same_to_the_eye():
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().plot([0.123456789, 2.3456789], [1 / 3, 2 / 3])
    shown = style.picture(figure, "A line.").to_html()
    less = lighter(shown)
    assert len(less) < 0.9 * len(shown)
    assert 'alt="A line."' in less and less.count("<img") == 1


# The glossary -------------------------------------------------------------------------------------


def test_the_glossary_is_the_courses_own(solved):
    files = dict(Book([LESSON], "book").pages(lambda lesson: to_run(solved)))
    page = bs4.BeautifulSoup(files["glossary.html"], "html.parser")
    terms = glossary.load().terms
    assert len(page.find_all("dt")) == len(terms) > 100
    told = {term.find("a") and term.find("a")["href"] for term in page.find_all("dd")}
    assert told == {None, "03-activations.html"}, "only what the book holds has a link"
    (own, *_) = [term for term in terms if term.lesson == LESSON.folder]
    assert f"Glossary · {own.term}" in files["search.js"]
    assert page.find("dt").find_next("dd").get_text().strip()


# The folder ---------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch):
    """A book of two files, without a kernel."""
    pages = {"index.html": "one", "search.js": "two"}
    monkeypatch.setattr(making, "Book", lambda *_: SimpleNamespace(pages=pages.items))
    return pages


def test_a_folder_with_other_files_is_left_alone(tmp_path, quick):
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "novel.txt").write_text("chapter one")
    (folder / "index.html").write_text("mine")
    with pytest.raises(CourseError, match=r"holds index.html, .* Nothing was written\.") as error:
        write_book([], folder)
    assert "\n" not in str(error.value)
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "novel.txt": "chapter one", "index.html": "mine",
    }  # fmt: skip


def test_a_book_is_written_again_and_forgets_pages_that_are_gone(tmp_path, quick):
    folder = tmp_path / "book"
    assert write_book([], folder) == ["index.html", "search.js"]
    del quick["search.js"]
    quick["05-new.html"] = "three"
    write_book([], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["05-new.html", LIST, "index.html"]


def test_a_list_that_was_tampered_with_deletes_nothing_outside(tmp_path, quick):
    folder, precious = tmp_path / "book", tmp_path / "precious.html"
    precious.write_text("mine")
    folder.mkdir()
    (folder / LIST).write_text(json.dumps({"files": ["../precious.html"]}))
    write_book([], folder)
    assert precious.read_text() == "mine"


def test_a_file_in_its_place_is_named(tmp_path, quick):
    (tmp_path / "book").write_text("a file")
    with pytest.raises(CourseError, match="is a file"):
        write_book([], tmp_path / "book")


def test_a_page_that_is_too_large_is_refused(solved, monkeypatch):
    monkeypatch.setattr(making, "LARGEST", 10_000)
    with pytest.raises(CourseError, match=r"03-activations.html has \d+ bytes; at most 10000"):
        list(Book([LESSON], "book").pages(lambda lesson: to_run(solved)))

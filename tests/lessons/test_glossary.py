"""The glossary: every word stands where it says, every letter of a formula is in it once."""

import re
from functools import cache
from pathlib import Path

import nbformat
import pytest

from autograder.authoring import build
from autograder.authoring.glossary import Term, build_page, load, with_hints
from autograder.authoring.wording import first_uses, passages, prose, symbols_in
from autograder.course import CourseError, Lesson, all_lessons

TERMS = load().terms
SYMBOLS = load().symbols
expand = cache(build.expand)  # read only


@cache
def course():
    """All passages of the course: where, the cell, and its prose."""
    return [
        (f"{lesson.folder} {section}", cell, text)
        for lesson in all_lessons()
        for section, cell, text in passages(expand(lesson))
    ]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term)
def test_a_word_is_first_used_where_the_glossary_says(term):
    named, used = first_uses(term.pattern, [(where, text) for where, _, text in course()])
    assert term.where in (named, used)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term)
def test_a_word_stands_out_where_it_is_explained(term):
    """In bold or italics, so that it is seen that here is its place."""
    either = f"{term.pattern.pattern}|{re.escape(term.term)}"
    stands_out = re.compile(rf"\*[^*\n]*(?:{either})[^*\n]*\*", re.I)
    assert any(stands_out.search(cell.source) for where, cell, _ in course() if where == term.where)


def test_meanings_are_short_sentences():
    for term in TERMS:
        assert term.meaning[0].isupper() and term.meaning.endswith(".")
        assert 3 <= len(term.meaning.split()) <= 40 and "$" not in term.meaning


# Letters ------------------------------------------------------------------------------------------


def test_every_letter_of_a_formula_is_listed_with_the_lesson_where_it_first_stands():
    first = {}
    for lesson in all_lessons():
        for letter in symbols_in(expand(lesson)):
            first.setdefault(letter, lesson.folder)
    assert first == {one.letter: one.lesson for one in SYMBOLS}


def test_a_letter_means_one_thing_and_what_else_it_means_is_said_with_its_place():
    letters = [one.letter for one in SYMBOLS]
    assert len(set(letters)) == len(letters)
    meanings = [one.meaning for one in SYMBOLS]
    assert len(set(meanings)) == len(meanings), "and one thing has one letter"
    for one in SYMBOLS:
        assert not one.also or re.search(r"lesson|Toolbox|index|upright|rules|any", one.also)


def test_letters_are_read_from_formulas_alone():
    text = (
        r"The $x_{nd}$ of `a = b`, $$\alpha_f \cdot \mathrm{relu}(z) = \frac{1}{N}\sum_{i=1} w_i$$"
    )
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell("q = 1")]
    assert list(symbols_in(cells)) == ["x", r"\alpha", "z", "N", "w"]


# Hints --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lesson", all_lessons()[1:], ids=lambda lesson: lesson.folder)
def test_a_lesson_explains_each_earlier_word_once_in_passing(lesson):
    notebook = nbformat.read(lesson.notebook, as_version=4)
    hints = re.findall(
        r'<abbr title="([^"]+)">([^<]+)</abbr>', "\n".join(c.source for c in notebook.cells)
    )
    titles = [title for title, _ in hints]
    assert len(set(titles)) == len(titles)
    earlier = {term for term in TERMS if term.lesson < lesson.folder}
    assert len(hints) >= min(3, len(earlier))
    for _, word in hints:
        assert any(term.pattern.fullmatch(word) for term in earlier), word


def hinted(source, folder="09-optimizers"):
    cell = nbformat.v4.new_markdown_cell(source)
    with_hints(Lesson(folder, Path()), [cell])
    return cell.source


def test_a_hint_stands_at_the_first_use_only_and_leaves_the_words_alone():
    source = "# Epochs\n\nOne epoch, two epochs. `epoch` and $epoch$ and [epoch](x.ipynb)."
    meaning = next(term.meaning for term in TERMS if term.term == "epoch")
    shown = hinted(source)
    assert shown == source.replace("One epoch", f'One <abbr title="{meaning}">epoch</abbr>')
    assert re.sub(r"</?abbr[^>]*>", "", shown) == source


def test_a_word_that_means_something_else_gets_no_hint():
    """Each phrase is in a lesson, and it holds the word whose other meaning it is."""
    source = "**Bias\ncorrection** is none. A bias is."
    assert hinted(source).endswith(">bias</abbr> is.")
    for term in TERMS:
        for phrase in term.other:
            found = term.pattern.search(phrase)
            assert found and any(has(cell.source, phrase) for _, cell, _ in course()), phrase


def has(source, phrase):
    return phrase.lower() in " ".join(source.lower().split())


def test_no_hint_breaks_a_table_a_formula_or_code():
    source = "| epoch | batch |\n|---|---|\n| $\\text{epoch}$ | `batch` |\n\n```\nepoch\n```"
    assert hinted(source) == source


def test_a_lesson_gets_no_hint_for_what_it_explains_itself():
    assert "abbr" not in hinted("An epoch.", "01-neuron")
    assert "abbr" in hinted("An epoch.", "02-forward-propagation")


# The machinery ------------------------------------------------------------------------------------


def test_a_mention_that_points_ahead_names_and_does_not_use():
    pattern = Term("dropout", "x", "").pattern
    texts = [("a 1", "no dropouts here"), ("b 1", "dropout (section 7) helps"), ("b 3", "Dropout.")]
    assert first_uses(pattern, texts[1:]) == ("b 1", "b 3")
    assert first_uses(pattern, texts) == ("a 1", "a 1")
    assert first_uses(pattern, []) == ("", "")


def test_prose_leaves_places_as_they_were():
    text = "## A heading\n\nA `code` word, $x$ too.\n\n```\nblock\n```\nEnd [link](there.ipynb)."
    left = prose(text)
    assert len(left) == len(text) and left.index("End") == text.index("End")
    assert not re.search("heading|code|x|block|there", left) and "link" in left


def test_a_word_that_stands_twice_is_refused(tmp_path):
    twice = '[[term]]\nterm = "a"\nmeaning = "x"\nwhere = "01-neuron 1"\n' * 2
    (tmp_path / "glossary.toml").write_text(twice, "utf-8")
    with pytest.raises(CourseError, match="twice: a"):
        load(tmp_path / "glossary.toml")


def test_the_page_is_up_to_date_and_its_links_lead_somewhere(tmp_path):
    assert build_page(Path(), check=True) == []
    assert build_page(tmp_path, check=True) and build_page(tmp_path) and not build_page(tmp_path)
    page = nbformat.read("lessons/glossary.ipynb", as_version=4)
    links = {link for cell in page.cells for link in re.findall(r"\]\(([^)]+)\)", cell.source)}
    assert len(links) >= 40
    for path, _, place in (link.partition("#cell-id=") for link in links):
        lesson = nbformat.read(Path("lessons", path), as_version=4)
        assert not place or place in {cell.id for cell in lesson.cells}, (path, place)

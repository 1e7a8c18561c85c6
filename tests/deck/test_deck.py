"""The deck's notebook, and the one file that is made of it: what is in them, what is refused."""

import copy
import json
import os
import re

import bs4
import nbformat
import pytest
from jupyter_client.manager import KernelManager

from autograder.authoring.deck import deck_html, deck_notebook
from autograder.authoring.executed import PageError, executed

PICTURE = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="a dot">'


def _types(notebook):
    return [cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.cells]


def _cell(source, kind="code", **metadata):
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return new(source, metadata={"slide": "slide", **metadata})


# The notebook ---------------------------------------------------------------------------------


def test_notebook_is_valid_and_the_same_each_time(cells, deck, question):
    nbformat.validate(deck)
    again = deck_notebook(
        copy.deepcopy(cells), "Activation functions", {"output-layer": question}.get
    )
    assert nbformat.writes(again) == nbformat.writes(deck)


def test_only_cells_with_a_slide_are_in_the_deck(deck):
    text = "\n".join(cell.source for cell in deck.cells)
    assert "What a unit does" in text and "in the notebook alone" not in text


def test_slide_types_are_the_standard_ones(deck):
    assert set(_types(deck)) == {"slide", "subslide", "fragment", "notes", "skip", None}


def test_cell_with_hidden_input_is_hidden_in_jupyterlab_too(deck):
    hidden = [cell for cell in deck.cells if "hide-input" in cell.metadata.get("tags", ())]
    assert len(hidden) == 2
    assert all(cell.metadata["jupyter"]["source_hidden"] for cell in hidden)


def test_question_becomes_think_vote_answer_and_reasons(deck, question):
    asked = [cell for cell in deck.cells if cell.metadata.get("deck", {}).get("question")]
    assert [cell.metadata["deck"]["part"] for cell in asked] == [
        "think", "quiet", "vote", "listen", "answer", "why", "why", "why",
    ]  # fmt: skip
    assert _types(nbformat.v4.new_notebook(cells=asked)) == [
        "slide", "notes", "slide", "notes", "slide", "fragment", "fragment", "fragment",
    ]  # fmt: skip
    think, _, vote, listen, answer, *whys = asked
    assert "45 seconds" in think.source and question.scenario in think.source
    assert question.scenario in vote.source
    places = [vote.source.index(option.text) for option in question.options]
    assert places == sorted(places)
    assert question.listen_for in listen.source
    assert "C is right" in answer.source and question.options[2].why in answer.source
    assert [cell.metadata["deck"]["option"] for cell in whys] == ["A", "B", "D"]


def test_nothing_before_the_answer_gives_it_away(deck, question):
    """Neither in words nor in metadata: each option is treated alike whichever is right."""

    def shown(right):
        changed = copy.deepcopy(question)
        for option in changed.options:
            option.right = option.text == right
        cells = deck_notebook([_cell("", question="q")], "", {"q": changed}.get).cells
        return [
            json.dumps(cell) for cell in cells if cell.metadata["deck"]["part"] in ("think", "vote")
        ]

    assert len({str(shown(option.text)) for option in question.options}) == 1
    for option in question.options:
        assert not any(json.dumps(option.why)[1:-1] in text for text in shown(option.text))


def test_questions_come_from_the_course_unless_told_otherwise(monkeypatch, question):
    checkpoints = pytest.importorskip("workbook.checkpoints")
    monkeypatch.setattr(checkpoints, "find", {"q": question}.get)
    assert len(deck_notebook([_cell("", question="q")], "Title").cells) == 8


def test_lesson_without_slides_has_a_title():
    deck = deck_notebook([nbformat.v4.new_markdown_cell("text")], "Start here")
    assert [cell.source for cell in deck.cells] == ["# Start here"]
    nbformat.validate(deck)


def test_unknown_slide_type_is_named():
    with pytest.raises(PageError, match=r"«# One».*slides.*fragment"):
        deck_notebook([_cell("# One", "markdown", slide="slides")], "Title")


# The file -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def soup(deck_file):
    return bs4.BeautifulSoup(deck_file.read_text("utf-8"), "html.parser")


def test_file_holds_everything_it_needs(soup):
    assert all(link["href"].startswith("data:") for link in soup.find_all("link"))
    assert not [tag for tag in soup.find_all(src=True) if not tag["src"].startswith("data:")]
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'") and "http" not in policy
    styles = "".join(style.get_text() for style in soup.find_all("style"))
    assert not re.search(r"@import|url\(\s*['\"]?(?!data:|#)", styles)
    scripts = "".join(script.get_text() for script in soup.find_all("script"))
    assert "Reveal.initialize" in scripts and "RevealNotes" in scripts
    for network in ("cdn.", "cdnjs", "unpkg", "jsdelivr", "mathjax", "googleapis"):
        assert network not in styles.lower() + scripts.lower()


def test_every_picture_has_its_text(soup):
    pictures = [img for img in soup.find_all("img") if not img.find_parent(class_="live")]
    assert len(pictures) == 1
    assert pictures[0]["alt"].startswith("An S-shaped curve")
    assert pictures[0]["src"].startswith("data:image/svg+xml;base64,")


def test_formulas_are_mathml(soup):
    slides = soup.find(class_="slides")
    assert len(slides.find_all("math")) > 8
    assert not re.search(r"\$|\\[a-z(\[]", slides.get_text())


def test_input_is_shown_or_hidden(soup):
    text = soup.find(class_="slides").get_text()
    assert "def relu(z):" in text and "[0. 0. 3.]" in text
    assert "np.linspace" not in text and "import" not in text


def test_widget_without_a_still_is_described(soup):
    assert soup.find(class_="elsewhere").get_text() == (
        "Live in JupyterLab: A slider for z and the value of sigmoid there."
    )


def test_explorable_brings_its_script_once_and_a_still(soup):
    place = soup.find(class_="live")
    told = json.loads(place.find(class_="live-state").get_text())
    assert told["state"]["surface"] == "bowl" and "key" not in told, "a deck remembers no class"
    assert not {"_esm", "_css"} & set(told["state"])
    assert "each with the path" in place.find(class_="still").find("img")["alt"]
    modules = soup.find_all(class_="live-module")
    assert len(modules) == 1 and "export default" in modules[0].get_text()
    assert not place.find_previous_sibling("div", class_="highlight"), "its one line takes no room"


def test_notes_are_notes(soup):
    notes = [aside.get_text().strip() for aside in soup.select("aside.notes")]
    assert notes[0].startswith("Welcome")
    assert any("Listen for: Whether they see" in note for note in notes)


def test_deck_is_left_as_it_was(deck, deck_file):
    assert not any(cell.get("outputs") or "execution" in cell.metadata for cell in deck.cells)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """A running kernel's manager, for all whose cells leave nothing behind that another meets."""
    kernel = KernelManager()
    arguments = ["--InlineBackend.figure_formats=svg", "--log-level=ERROR"]
    kernel.start_kernel(cwd=tmp_path_factory.mktemp("kernel"), extra_arguments=arguments)
    yield kernel
    kernel.shutdown_kernel(now=True)


@pytest.fixture
def build(theme, kernel):
    """A function: the HTML of a deck of these cells."""
    return lambda *cells: deck_html(deck_notebook(cells, "Title"), theme, kernel)


SHOW = "from IPython.display import *; "
REFUSED = {
    "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()": "without a text alternative",
    "1 / 0": "ZeroDivisionError: division by zero",
    SHOW + 'HTML(\'<img src="x.png" alt="x">\')': "would fetch x.png",
    SHOW + "HTML('<img src=\"data:,\">')": "no text alternative",
    SHOW + "Latex(r'$\\frca$')": r"\frca",
    SHOW + "Javascript('1')": "cannot: application/javascript",
}


@pytest.mark.notebooks
@pytest.mark.parametrize(("source", "said"), REFUSED.items())
def test_what_a_lecture_hall_would_notice_is_refused(source, said, build):
    with pytest.raises(PageError, match=re.escape(said)):
        build(_cell(source))


def test_refused_formula_names_its_cell(build):
    with pytest.raises(PageError, match=r"«# Sum».*unknown command"):
        build(_cell("# Sum\n\n$\\smu$", "markdown"))


def test_still_of_a_widget_stands_for_it(build):
    html = build(
        _cell(
            "from IPython.display import display\n"
            "display({'application/vnd.jupyter.widget-view+json': {'model_id': 'x'},\n"
            f"         'text/html': '{PICTURE}', 'text/plain': 'Widget()'}}, raw=True)",
            tags=["hide-input"],
        ),
    )
    assert PICTURE in html and "Widget()" not in html and "widget-view" not in html


def test_notebooks_that_share_a_kernel_leave_no_connection_open(kernel, tmp_path):
    """Each has seven; a process has a thousand, and then nothing works that waits for any."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    executed(notebook, tmp_path, kernel)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        executed(notebook, tmp_path, kernel)
    assert len(os.listdir("/proc/self/fd")) <= before

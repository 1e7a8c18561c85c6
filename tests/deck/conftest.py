"""A small deck with one of everything: title, formulas, picture, code, table, question, widget."""

import tomllib
from pathlib import Path
from types import SimpleNamespace

import jupytext
import pytest

from autograder.authoring.deck import deck_html, deck_notebook

HERE = Path(__file__).parent
THEME = HERE.parents[1] / "slides" / "theme.css"


@pytest.fixture(scope="session")
def question():
    """The question of `sample.toml`, in the form of `workbook.checkpoints`."""
    data = tomllib.loads((HERE / "sample.toml").read_text("utf-8"))["question"][0]
    options = [SimpleNamespace(**option) for option in data.pop("option")]
    return SimpleNamespace(**data, options=options)


@pytest.fixture(scope="session")
def cells():
    """The cells of `sample.py`, each with an id, as the build hands them over."""
    cells = jupytext.read(HERE / "sample.py").cells
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return cells


@pytest.fixture(scope="session")
def deck(cells, question):
    """The sample as a deck's notebook."""
    return deck_notebook(cells, "Activation functions", {"output-layer": question}.get)


@pytest.fixture(scope="session")
def theme():
    """The path of the decks' style sheet."""
    return THEME


@pytest.fixture(scope="session")
def deck_file(deck, theme, tmp_path_factory):
    """The sample as one HTML file."""
    path = tmp_path_factory.mktemp("deck") / "sample.html"
    path.write_text(deck_html(deck, theme), "utf-8")
    return path

"""Take the README's pictures from a real JupyterLab: `make pictures`.

Not a test, but run by pytest for its fixtures.
"""

import re

import nbformat
import pytest
from playwright.sync_api import expect

from autograder.authoring.stub import code_of
from workbook import nn
from workbook.plots import review_simulation

from ..conftest import ROOT

FOLDER = ROOT / "docs"
CARD = '''\
from autograder import check

def relu(z):
    """Keep what is positive and turn the rest into 0."""
    return abs(z)

check(relu)'''
PAIRS = {"sigmoid": "sigmoid", "tanh": "tanh", "ReLU": "relu"}


@pytest.fixture
def cell(lab, page):
    """A function: run this code in a notebook and give the area that shows its output."""

    def show(source):
        code = nbformat.v4.new_code_cell(source)
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(cells=[code], metadata={"kernelspec": kernel})
        nbformat.write(notebook, lab.root / "picture.ipynb")
        page.set_viewport_size({"width": 1300, "height": 1500})
        lab.open(page, "picture.ipynb")
        page.locator(".jp-CodeCell .cm-content").click()
        page.keyboard.press("Shift+Enter")
        return page.locator(".jp-OutputArea-output").first

    return show


def test_card(cell):
    output = cell(CARD)
    card = output.get_by_role("region", name="relu")
    expect(card).to_be_visible(timeout=20_000)
    FOLDER.mkdir(exist_ok=True)
    card.screenshot(path=FOLDER / "feedback-card.png")


def test_gallery(cell, page):
    names = [name for base in PAIRS.values() for name in (base, f"{base}_grad")]
    functions = "\n".join(code_of(getattr(nn, name)) for name in names)
    pairs = ", ".join(f'"{shown}": ({base}, {base}_grad)' for shown, base in PAIRS.items())
    output = cell(
        "import numpy as np\nfrom workbook.explore import ActivationGallery\n"
        f"{functions}\nActivationGallery({{{pairs}}})"
    )
    slider = output.get_by_role("slider").first
    expect(slider).to_be_visible(timeout=20_000)
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    FOLDER.mkdir(exist_ok=True)
    output.screenshot(path=FOLDER / "activation-gallery.png")


def test_playground(cell, page):
    output = cell(
        "from workbook.explore import Playground\n"
        'Playground(data="spirals", layers=2, units=8, lr=0.3)'
    )
    train = output.get_by_role("button", name="Start")
    expect(train).to_be_visible(timeout=20_000)
    train.click()
    expect(output.locator(".words")).to_contain_text(re.compile(r"9[89] %|100 %"), timeout=90_000)
    output.get_by_role("button", name="Stop").click()
    output.screenshot(path=FOLDER / "playground.png")


def test_optimizer_race(cell):
    output = cell('from workbook.explore import OptimizerRace\nOptimizerRace(surface="ravine")')
    expect(output.locator(".words")).to_contain_text("In order of their cost", timeout=20_000)
    output.screenshot(path=FOLDER / "optimizer-race.png")


def test_review_simulation():
    """What the documentation shows of reviewing, drawn from the simulation and no measurement."""
    FOLDER.mkdir(exist_ok=True)
    drawn = review_simulation.drawn()
    drawn.savefig(FOLDER / "review-simulation.png", dpi=110, metadata={"Software": None})

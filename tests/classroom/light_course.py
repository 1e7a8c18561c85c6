"""A course of one lesson whose deck is quickly built: its figures are left out."""

import shutil
from pathlib import Path

import nbformat

from autograder.authoring.deck import deck_html
from autograder.authoring.deck_stamp import stamped
from autograder.course import Lesson

ROOT = Path(__file__).resolve().parents[2]
LESSON = "05-gradient-descent"


def light_course(root):
    """Lesson 05 in `root`, with its source, its live deck, and a page of the deck."""
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions" / LESSON, root / "solutions" / LESSON)
    (root / "slides").mkdir()
    for name in (f"{LESSON}.ipynb", "theme.css"):
        shutil.copy(ROOT / "slides" / name, root / "slides")
    lesson = Lesson(LESSON, root)
    deck = nbformat.read(lesson.deck, as_version=4)
    deck.cells = [cell for cell in deck.cells if cell.cell_type == "markdown"]
    page = deck_html(deck, root / "slides" / "theme.css")
    lesson.deck_html.write_text(stamped(page, lesson), "utf-8")
    return lesson

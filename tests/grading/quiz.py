"""An assignment of plain nbgrader notebooks, `quiz`, and what students hand in for it."""

from copy import deepcopy

import nbformat

BLANK = "# YOUR CODE HERE\nraise NotImplementedError()"


def cell(source, grade_id=None, kind="code", **marks):
    """A source cell; with a grade_id, one that nbgrader knows."""
    made = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    new = made[kind](source, id=grade_id or "given")
    if grade_id:
        kinds = {"grade": False, "solution": False, "locked": False, "task": False} | marks
        new.metadata["nbgrader"] = {"schema_version": 3, "grade_id": grade_id, **kinds}
    return new


SOURCE = [
    cell("import numpy as np\nimport helper", "imports", locked=True),
    cell("### BEGIN SOLUTION\ndef double(x):\n    return 2 * x\n### END SOLUTION", "double",
         solution=True),
    cell("assert double(2) == 4", "doubles", grade=True, locked=True, points=2),
    cell("helper.part(double)", "parts", grade=True, locked=True, points=3),
    cell("assert open('data.csv').read() == '1,2\\n'", "reads", grade=True, locked=True, points=1),
    cell("It doubles.", "why", "markdown", grade=True, solution=True, points=2),
    cell("Say it in other words.", "task", "markdown", locked=True, task=True, points=4),
]  # fmt: skip
HELPER = """
def part(function):
    return sum(function(x) == 2 * x for x in (1, 2.5, "a"))
"""
RIGHT = "def double(x):\n    return 2 * x"
WARNS = """
import sys, warnings
def double(x):
    warnings.warn("!")
    print("?", file=sys.stderr)
    return 2 * x
"""
FULL = {"doubles": 2, "parts": 3, "reads": 1, "why": None, "task": None}


def make_quiz(course):
    """Put the assignment among a course's sources."""
    folder = course / "solutions" / "quiz"
    folder.mkdir(parents=True)
    write(folder / "quiz.ipynb", SOURCE)
    (folder / "helper.py").write_text(HELPER)
    (folder / "data.csv").write_text("1,2\n")


def write(path, cells):
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=deepcopy(cells), metadata=metadata)
    nbformat.write(notebook, path)


def handed_in(double=RIGHT, why="Because.", change=None):
    """A student's cells. change: a function that does something to the list of cells."""
    cells = deepcopy(SOURCE)
    cells[1].source, cells[5].source = double, why
    for each in cells:
        each.metadata["nbgrader"]["locked"] = True
    if change:
        change(cells)
    return cells


def submit(quiz, student, cells, name="quiz.ipynb", assignment="quiz"):
    folder = quiz / "submitted" / student / assignment
    folder.mkdir(parents=True, exist_ok=True)
    if cells is not None:
        write(folder / name, cells)
    return folder

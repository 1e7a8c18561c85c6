"""What is run once more for whoever marks a text: apart, bounded, and of no account."""

from copy import deepcopy

import nbformat
import pytest

from autograder.course import Lesson
from autograder.grading import evidence
from autograder.grading.intake.mending import Skeleton, mend
from autograder.grading.process.child import ChildLost
from autograder.grading.process.isolation import choose

from .conftest import ROOT

LESSON = Lesson("13-capstone", ROOT)


@pytest.fixture(scope="module")
def source():
    return nbformat.read(LESSON.solved, as_version=4)


@pytest.fixture(scope="module")
def runs(source):
    """A function: a notebook of the capstone with a first text, and cells of a learner's before it,
    as it is after the evidence was added."""
    made = evidence.Evidence(source, choose())

    def run(*cells, text="Ones that are thick."):
        submitted = nbformat.read(LESSON.notebook, as_version=4)
        submitted.cells = [cell for cell in submitted.cells if is_kept(cell)]
        at = next(n for n, cell in enumerate(submitted.cells) if cell.id == "gallery-text")
        submitted.cells[at].source = text
        own = [nbformat.v4.new_code_cell(code, id=f"own-{n}") for n, code in enumerate(cells)]
        submitted.cells[at:at] = own
        notebook, _ = mend(submitted, Skeleton(deepcopy(source)))
        made.add(notebook)
        return notebook

    yield run
    made.close()


def is_kept(cell):
    """Of the capstone's experiments those alone that lead to a gallery: the others train much."""
    first = ("from workbook", "train_set", "errors.gallery")
    return "explore" not in cell.metadata.get("tags", []) or cell.source.startswith(first)


def outputs_of(notebook, start):
    return next(c.outputs for c in notebook.cells if c.source.startswith(start))


def text_of(notebook, cell):
    outputs = next(each.outputs for each in notebook.cells if each.id == cell)
    return "".join(out.get("text", "") or out.get("evalue", "") for out in outputs)


def test_nothing_is_run_for_a_text_that_was_not_written(source):
    made = evidence.Evidence(source, choose())
    notebook, _ = mend(nbformat.read(LESSON.notebook, as_version=4), Skeleton(deepcopy(source)))
    before = deepcopy(notebook)
    made.add(notebook)
    assert notebook == before and made._sandbox is None


def test_a_lesson_without_texts_has_none():
    other = nbformat.read(Lesson("03-activations", ROOT).solved, as_version=4)
    assert evidence.Evidence(other, choose())._sections == {}


def test_pictures_are_drawn_with_all_of_the_library_and_none_of_the_judge(runs):
    notebook = runs(
        "import importlib\n"
        "for name in ('autograder.exercises', 'autograder.judging', 'autograder.grading'):\n"
        "    try:\n        importlib.import_module(name)\n        print('found', name)\n"
        "    except ImportError:\n        print('none')",
        "import glob\nprint(glob.glob('/course/**/sealed*', recursive=True))",
        "import socket\nsocket.create_connection(('127.0.0.1', 9), 1)",
    )
    (gallery,) = outputs_of(notebook, "errors.gallery")
    assert gallery.data["image/png"] and gallery.data["text/plain"].startswith("Picture: ")
    assert text_of(notebook, "own-0").split() == ["none"] * 3
    assert text_of(notebook, "own-1") == "[]\n"
    assert "found" not in text_of(notebook, "own-2")


def test_what_a_cell_came_to_when_it_was_marked_stays(runs):
    """A mark's own outputs are not exchanged, but for a picture that was missing then."""
    notebook = runs("print('once')", "errors.confusions()")
    assert text_of(notebook, "own-0") == "once\n"
    assert next(c for c in notebook.cells if c.id == "own-1").outputs[0].data["image/png"]
    solution = next(c for c in notebook.cells if c.id == "confident_errors")
    assert solution.outputs == []


@pytest.mark.parametrize("code", ("import os\nos._exit(1)", "x = 'y' * 10**11"))
def test_a_cell_that_ends_it_leaves_what_was_shown_before(runs, code):
    notebook = runs(code)
    assert outputs_of(notebook, "errors.gallery")[0].data["image/png"]


def test_what_takes_too_long_ends_it():
    """Each cell has what is left of the time; behind the first that has none, no other is asked."""

    class Slow:
        def __init__(self):
            self.sent, self.allowed = 0, []

        def send(self, _command):
            self.sent += 1

        def receive(self, seconds):
            self.allowed.append(seconds)
            if self.sent == 3:
                raise ChildLost("it was still running", limit=True)
            return {"outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]}

    cells = [nbformat.v4.new_code_cell(f"{number}") for number in range(5)]
    child = Slow()
    shown = list(evidence._run(child, cells))
    assert [cell.source for cell, _ in shown] == ["0", "1"] and child.sent == 3
    assert all(0 < seconds <= evidence.SECONDS for seconds in child.allowed)
    assert child.allowed == sorted(child.allowed, reverse=True)


def test_only_what_the_text_speaks_of_is_run_and_what_that_needs(source, monkeypatch):
    """Most of the capstone's cells for looking train networks, which takes a marker's time."""
    ran = []

    def note(_child, cells):
        ran.extend(cell.source for cell in cells)
        return []

    monkeypatch.setattr(evidence, "_run", note)
    made = evidence.Evidence(source, choose())
    notebook, _ = mend(nbformat.read(LESSON.notebook, as_version=4), Skeleton(deepcopy(source)))
    next(cell for cell in notebook.cells if cell.id == "gallery-text").source = "Thick ones."
    notebook.cells.append(nbformat.v4.new_code_cell("print('my own')"))
    made.add(notebook)
    made.close()
    seen = [source.splitlines()[0] for source in ran]
    assert {"errors.confusions()", "errors.calibrated()", "print('my own')"} <= set(seen)
    assert "train_set, (X_val, y_val) = measured.my_split()" in seen  # which the gallery needs
    assert not {"plots.some_digits()", "results = {}", "plots.differences(results)"} & set(seen)


def test_pictures_are_bounded(runs, monkeypatch):
    monkeypatch.setattr(evidence, "MOST", 200_000)
    lots = (
        "import matplotlib.pyplot as plt, numpy as np\n"
        "for seed in range(8):\n"
        "    plt.imshow(np.random.default_rng(seed).random((300, 300)))\n    plt.show()"
    )
    notebook = runs(lots)
    size = sum(len(str(out)) for c in notebook.cells for out in c.get("outputs", ()))
    assert size < 300_000

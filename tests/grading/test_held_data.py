"""Data that comes with code that is to learn: shown to a person, however it is brought."""

import base64
import random

import nbformat
import numpy as np
import pytest

from autograder.course import all_lessons, find_lessons
from autograder.grading.engine import Graded, stage_for
from autograder.grading.intake.held_data import data_held
from autograder.grading.outcome import Plan
from autograder.grading.process.isolation import NONE
from autograder.grading.submissions import LessonWorker
from autograder.judging.verdict import Verdict

RANDOM = random.Random(5)
IMAGES = RANDOM.randbytes(3_000)
DIGITS = [RANDOM.randrange(10) for _ in range(5_000)]
ENCODED = base64.b64encode(IMAGES).decode()
LINES = "\n".join(ENCODED[at : at + 76] for at in range(0, len(ENCODED), 76))

BROUGHT = {
    "a text": f"table = {ENCODED!r}",
    "a text in lines": f'table = """\n{LINES}"""',
    "a text in pieces": "table = (" + "\n".join(map(repr, [ENCODED[:2000], ENCODED[2000:]])) + ")",
    "bytes": f"table = {IMAGES!r}",
    "a list": f"labels = {DIGITS}",
    "a list of lists": f"rows = {[DIGITS[at : at + 64] for at in range(0, 5_000, 64)]}",
    "an array": f"labels = np.array({DIGITS})",
    "a dictionary": f"labels = {dict(enumerate(DIGITS))}",
    "a set": f"places = {set(RANDOM.sample(range(100_000), 1_000))}",
    "an argument": f"def read(X, table={ENCODED!r}):\n    return X",
    "inside of a function": f"def read(X):\n    table = {ENCODED!r}\n    return table",
    "a file written": f"%%writefile table.txt\n{LINES}",
    "a module written": f"%%writefile table.py\nTABLE = {ENCODED!r}",
    "timed": f"%%time\ntable = {ENCODED!r}",
    "a docstring": f'def read(X):\n    """{ENCODED}"""\n    return X',
    "a comment": f"x = 1  # {ENCODED}",
    "names": "\n".join(f"_{IMAGES[at : at + 40].hex()} = 1" for at in range(0, 3_000, 40)),
}
HONEST = {
    "docstring": f'def f(x):\n    """{"what it does, in words. " * 300}"""\n    return x',
    "a digit": "digit = np.array(" + repr(np.eye(8, dtype=int).tolist()) + ")",
    "a long message": "print('" + "The validation cost falls, and so on and so forth. " * 30 + "')",
    "a grid": f"rates = {[round(0.01 * i, 2) for i in range(100)]}",
    "comments": "# https://numpy.org/doc/stable/reference/generated/numpy.einsum.html\n" * 20
    + "# ------------------------------ what it does, in words\n" * 20,
}


def cell(source):
    return nbformat.v4.new_code_cell(source)


@pytest.mark.parametrize("source", BROUGHT.values(), ids=BROUGHT)
def test_data_in_a_cell_is_found(source):
    (said,) = data_held([cell("x = 1"), cell(source)], {})
    assert said.startswith("its cells hold ") and said.endswith(" bytes of it")


def test_data_in_many_small_cells_is_found():
    pieces = [ENCODED[at : at + 400] for at in range(0, len(ENCODED), 400)]
    assert data_held([cell(f"part{i} = {piece!r}") for i, piece in enumerate(pieces)], {})


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST)
def test_what_is_none_is_not(source):
    assert data_held([cell(source)], {}) == []


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.folder)
def test_no_lesson_of_ours_holds_any(lesson):
    assert data_held(nbformat.read(lesson.solved, as_version=4).cells, {}) == []


def test_files_that_are_used_are_looked_at(tmp_path):
    for name, content in (("table.npz", IMAGES), ("one.py", b"x = 1\n" * 3_000),
                          ("two.py", f"T = {ENCODED!r}".encode())):  # fmt: skip
        (tmp_path / name).write_bytes(content)
    files = {path.name: path for path in tmp_path.iterdir()}
    said = data_held([], files | {"gone.csv": tmp_path / "gone.csv"})
    assert sorted(each.split(" ")[0] for each in said) == ["table.npz", "two.py"]


@pytest.mark.parametrize("points, flagged", [(14.0, True), (0.0, False)])
def test_it_is_a_flag_where_the_function_has_points(points, flagged):
    (lesson,) = find_lessons(("13",))
    notebook = nbformat.v4.new_notebook(cells=[cell(BROUGHT["a text"])])
    with stage_for(lesson) as stage:
        worker = LessonWorker(Plan(lesson, 7, NONE), stage)
        verdicts = {name: Verdict(name, "passed", points, 14.0) for name in worker.grader.sheets}
        flags = worker._brings_data(Graded(notebook, verdicts), {})
        worker.close()
    assert [flag.split(" ")[0] for flag in flags] == ["read_digits"] * flagged

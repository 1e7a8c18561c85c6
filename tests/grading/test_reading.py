"""A file that is a notebook to everybody who looks into it is read; what was put right is said."""

import json

import pytest

from autograder.course import CourseError
from autograder.grading.intake.reading import notebook_in, take_odd

NOTEBOOK = {
    "cells": [{"cell_type": "code", "source": "# so\ndef relu(z):\n    return z", "outputs": []}],
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3"}},
}
SOURCE = NOTEBOOK["cells"][0]["source"]
TEXT = json.dumps(NOTEBOOK, indent=1)
LETTERS, BEHIND = "some of its letters are in no known encoding", "behind its end was left out"

READ = {
    "a remark in Latin letters of another encoding": (
        TEXT.replace("# so", "# déjà vu").encode("latin-1"), LETTERS,
    ),
    "a remark in Cyrillic letters": (TEXT.replace("# so", "# привет").encode("cp1251"), LETTERS),
    "a remark in Chinese letters": (TEXT.replace("# so", "# 你好").encode("gbk"), LETTERS),
    "one brace too many": (f"{TEXT}\n}}\n".encode(), BEHIND),
    "the end of an older, longer file": (f"{TEXT}{TEXT[-60:]}".encode(), BEHIND),
    "a server's remark behind it": (f"{TEXT}\n<!-- served in 3 ms -->".encode(), BEHIND),
    "tabs in its strings": (TEXT.replace("    return", "\treturn").encode(), ""),
    "ends of lines in its strings": (TEXT.replace("\\n", "\n").encode(), ""),
    "as a server hands it out": (json.dumps({"content": NOTEBOOK, "size": 1}).encode(), ""),
    "numbers that are none": (TEXT.replace('"python3"', "NaN").encode(), ""),
    "zeros behind it": (TEXT.encode() + b"\0" * 999, ""),
}  # fmt: skip


@pytest.mark.parametrize("what", READ)
def test_what_can_be_read_is_read(what):
    raw, said = READ[what]
    notebook = notebook_in(raw, "relu.ipynb")
    (cell,) = notebook.cells
    assert "def relu(z):\n" in cell.source and cell.source.endswith("return z")
    assert [each.endswith(said) for each in take_odd(notebook)] == [True] * bool(said)
    assert take_odd(notebook) == []


def test_a_file_of_windows_is_read_letter_by_letter():
    raw = TEXT.replace("# so", "# “so” – ça va").encode("cp1252")
    (cell,) = notebook_in(raw, "relu.ipynb").cells
    assert cell.source.startswith("# “so” – ça va\n")


REFUSED = {
    "two notebooks": (f"{TEXT}{TEXT}".encode(), "another one behind it"),
    "bytes of something else": (b"\x28\xb5\x2f\xfd" + TEXT.encode(), "not text"),
    "both sides of a merge": (
        TEXT.replace(' "nbformat": 4', '<<<<<<< HEAD\n "nbformat": 4').encode(), "merge conflict",
    ),
    "one that is cut off": (TEXT[:-20].encode(), "cut off"),
    "a web page with one in it": (f"<html>{TEXT}".encode(), "web page"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_clear_is_not_guessed(what):
    raw, why = REFUSED[what]
    with pytest.raises(CourseError, match=why):
        notebook_in(raw, "relu.ipynb")

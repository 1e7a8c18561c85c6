"""Archives that grow without end, and folders that are looked at before anything is graded."""

import io
import zipfile

import pytest

from autograder.course import Lesson
from autograder.grading import hand_ins
from autograder.grading.intake import unpacking

from .conftest import LESSON, ROOT


def packed(*entries):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()


@pytest.fixture
def nested(tmp_path):
    """A zip of five zips of five zips, in each of which is a notebook."""
    inner = packed(("work.ipynb", "{}"))
    middle = packed(*((f"{number}.zip", inner) for number in range(5)))
    path = tmp_path / "work.zip"
    path.write_bytes(packed(*((f"{number}.zip", middle) for number in range(5))))
    return path


def test_what_is_in_other_archives_is_found(nested):
    found = unpacking.packed_in(nested)
    assert len(found) == 25 and found[0].name == "0.zip/0.zip/work.ipynb"
    assert unpacking.unpack(nested, found[-1], 100) == b"{}"


def test_all_archives_in_one_are_read_up_to_a_bound(nested, monkeypatch):
    """Each may be a hundred megabytes, and they multiply from one to the next."""
    read, stock = [], unpacking._read

    def counted(stream, member, most):
        read.append(len(content := stock(stream, member, most)))
        return content

    monkeypatch.setattr(unpacking, "_read", counted)
    monkeypatch.setattr(unpacking, "_TOGETHER", 3_000)
    found = unpacking.packed_in(nested)
    assert sum(read) <= 3_000 and 1 <= len(found) < 25


@pytest.mark.parametrize("trouble", [ValueError, RecursionError, MemoryError, hand_ins.LimitMet])
def test_what_cannot_be_read_is_not_untouched_and_stops_nobody(tmp_path, monkeypatch, trouble):
    def fail(*_):
        raise trouble

    lesson = Lesson(LESSON, ROOT)
    (tmp_path / "activations.ipynb").write_bytes(lesson.notebook.read_bytes())
    assert hand_ins._is_untouched({LESSON: lesson}, LESSON, tmp_path)
    monkeypatch.setattr(hand_ins, "choose_notebook", fail)
    assert not hand_ins._is_untouched({LESSON: lesson}, LESSON, tmp_path)

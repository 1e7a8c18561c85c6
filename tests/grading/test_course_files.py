"""The course's own small files, when something else is in their place: one line, and no waiting."""

import os

import pytest

from autograder.course import CONFIG, CourseError, find_lessons
from autograder.grading.class_run import grade_class
from autograder.grading.gradebook import extensions
from autograder.grading.secret_seed import FILE as SEED
from autograder.grading.secret_seed import secret_seed

READ = {SEED: secret_seed, extensions.FILE: extensions.extensions_of}
INSTEAD = {
    "bytes of something else": lambda path: path.write_bytes(bytes(range(256))),
    "text in another encoding": lambda path: path.write_text("déjà,vu\n", "utf-16"),
    "one line without an end": lambda path: path.write_text("x" * 200_000),
    "a pipe": os.mkfifo,
    "a folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("what", INSTEAD)
@pytest.mark.parametrize("name", [SEED, extensions.FILE])
def test_what_is_no_such_file_is_said_in_one_line(tmp_path, name, what):
    INSTEAD[what](tmp_path / name)
    with pytest.raises(CourseError) as caught:
        READ[name](tmp_path)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("what", ["bytes of something else", "text in another encoding"])
def test_a_configuration_that_is_no_text_is_said_in_one_line(course, submit, write_in, what):
    submit("ada", write_in())
    (course / CONFIG).unlink()
    INSTEAD[what](course / CONFIG)
    with pytest.raises(CourseError, match=CONFIG):
        grade_class(find_lessons(("3",), course), course / "submitted", course, 1, 7)

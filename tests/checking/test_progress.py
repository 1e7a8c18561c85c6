"""The progress view: what it reads from a learner's saved notebooks, and what it says of them."""

import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbook.progress
from autograder.cli import main
from autograder.exercises import of_lesson
from autograder.judging.feedback import Feedback
from autograder.judging.judge import judge
from autograder.judging.verdict import stopped
from autograder.judging.words import HEADLINES
from workbook import nn
from workbook.progress import ProgressError, progress
from workbook.progress.reading import STATES, UNCHECKED, UnreadableError, read_lesson

from ..conftest import ROOT

START, ACTIVATIONS = "00-start-here/start-here.ipynb", "03-activations/activations.ipynb"


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    """Two lessons as they were released, in a course's folder of their own, and of these alone."""
    folder = tmp_path / "course" / "lessons"
    for name in (START, ACTIVATIONS):
        (folder / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / "lessons" / name, folder / name)
    (folder.parent / "solutions").mkdir()
    monkeypatch.chdir(folder.parent)
    released = [name.split("/")[0] for name in (START, ACTIVATIONS)]
    monkeypatch.setattr(workbook.progress, "_course_lessons", lambda: released)
    return folder


def work(path, name, implementation=None, source=None, when=None):
    """Write an exercise in a saved notebook as a learner does, and check it where there is one."""
    notebook = nbformat.read(path, as_version=4)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    cells[name].source = source or f"def {name}(x):\n    return mine(x)"
    if implementation is not None:
        exercise = of_lesson(notebook.metadata["workbook"]["lesson"])[name]
        save_check(cells[f"check-{name}"], judge(exercise, implementation, np.random.default_rng()))
    nbformat.write(notebook, path)
    if when:
        os.utime(path, (when, when))


def save_check(cell, verdict):
    """Give a cell the output that JupyterLab saves of a check."""
    feedback = Feedback(verdict)
    shown = {"text/plain": repr(feedback), "text/html": feedback._repr_html_()}
    cell.outputs = [nbformat.v4.new_output("execute_result", shown, execution_count=7)]
    cell.execution_count = 7


def state_of(path, name):
    return next(e for e in read_lesson(path).exercises if e.name == name)


# What is read -------------------------------------------------------------------------------------


def test_every_headline_of_a_card_is_a_state():
    assert set(STATES) == {*HEADLINES.values(), UNCHECKED}


@pytest.mark.parametrize(
    ("write", "state", "points"),
    [
        (nn.relu, "right", 2),
        (lambda z: np.maximum(z, 0, out=z), "partly right", None),
        (lambda z: z - 1, "not right yet", 0),
    ],
)
def test_an_exercise_stands_as_its_saved_card_says(lessons, write, state, points):
    work(lessons / ACTIVATIONS, "relu", write)
    relu = state_of(lessons / ACTIVATIONS, "relu")
    assert (relu.state, relu.max_points, relu.changed) == (state, 2, True)
    assert relu.points == points if points is not None else 0 < relu.points < 2


def test_a_stretch_exercise_is_read_though_it_has_no_points(lessons):
    name = next(n for n, e in of_lesson("03-activations").items() if e.stretch)
    work(lessons / ACTIVATIONS, name, getattr(nn, name))
    exercise = state_of(lessons / ACTIVATIONS, name)
    assert (exercise.state, exercise.max_points) == ("right", 0)


def test_a_check_that_was_stopped_is_told_from_a_wrong_one(lessons):
    notebook = nbformat.read(lessons / START, as_version=4)
    check = next(c for c in notebook.cells if c.source == "check(double)")
    save_check(check, stopped(of_lesson("00-start-here")["double"], "It never ended."))
    nbformat.write(notebook, lessons / START)
    assert state_of(lessons / START, "double").state == "could not be checked"


def test_untouched_and_unchecked_are_told_apart(lessons):
    assert state_of(lessons / START, "double").state == "not written yet"
    assert not any(e.changed for e in read_lesson(lessons / ACTIVATIONS).exercises)
    work(lessons / START, "double")
    assert state_of(lessons / START, "double").state == "not checked yet"


def test_texts_that_a_person_marks_are_counted_and_carry_no_points_here(lessons):
    path = lessons / "13-capstone" / "capstone.ipynb"
    path.parent.mkdir()
    shutil.copy(ROOT / "lessons" / "13-capstone" / "capstone.ipynb", path)
    fresh = read_lesson(path)
    assert len(fresh.texts) == 4 and not any(fresh.texts.values()) and not fresh.begun
    assert fresh.max_points == 40
    work(path, "model-card", source="It reads digits.")
    begun = read_lesson(path)
    assert begun.begun and begun.texts["model-card"] and sum(begun.texts.values()) == 1
    assert "texts 1 of 4 written" in str(progress())


def test_a_lesson_without_points_is_neither_done_nor_left_to_do(lessons):
    path = lessons / "00-toolbox" / "toolbox.ipynb"
    path.parent.mkdir()
    shutil.copy(ROOT / "lessons" / "00-toolbox" / "toolbox.ipynb", path)
    work(path, "row_shares", nn.row_shares)
    text = str(progress())
    assert "0 of 2 lessons done" in text and "as you need it, 1 of 11 right" in text
    assert "Next: lesson 00, Start here" in text


def test_points_are_never_more_than_there_are(lessons):
    work(lessons / START, "double", nn.double)
    text = (lessons / START).read_text("utf-8")
    (lessons / START).write_text(text.replace('"text/plain": "1"', '"text/plain": "99"'), "utf-8")
    assert state_of(lessons / START, "double").points == 1


def test_a_notebook_of_somebody_elses_is_none_of_the_courses(lessons):
    nbformat.write(nbformat.v4.new_notebook(), lessons / "03-activations" / "scratch.ipynb")
    assert read_lesson(lessons / "03-activations" / "scratch.ipynb") is None
    assert [r.folder for r in progress().lessons] == ["00-start-here", "03-activations"]


RELEASED = json.loads((ROOT / "lessons" / START).read_text("utf-8"))
PLACES = st.lists(st.integers(0, 10**6), min_size=1, max_size=7)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(steps=PLACES, anything=ANYTHING)
def test_whatever_a_file_holds_is_read_or_refused(tmp_path_factory, steps, anything):
    notebook = holder = json.loads(json.dumps(RELEASED))
    for step in steps:
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        key = keys[step % len(keys)]
        inner = holder[key]
        if not isinstance(inner, dict | list) or not inner or step == steps[-1]:
            holder[key] = anything
            break
        holder = inner
    path = tmp_path_factory.mktemp("any") / "start-here.ipynb"
    path.write_text(json.dumps(notebook))
    try:
        record = read_lesson(path)
    except UnreadableError:
        return
    assert record is None or 0 <= record.points <= record.max_points


# What is said -------------------------------------------------------------------------------------


def test_a_fresh_course_begins_with_its_first_exercise(lessons):
    text = str(progress())
    assert text.startswith("Your progress: 0 of 21 points, 0 of 2 lessons done\nNext: lesson 00, ")
    assert "exercise double (not written yet), in lessons/00-start-here/start-here.ipynb" in text
    assert "not begun, 1 exercise " in text and "not begun, 10 exercises and 6 stretch" in text
    assert progress().notes == []


def test_done_partly_and_unwritten_are_counted(lessons):
    work(lessons / START, "double", nn.double)
    work(lessons / ACTIVATIONS, "sigmoid", nn.sigmoid)
    work(lessons / ACTIVATIONS, "relu", lambda z: np.maximum(z, 0, out=z))
    text = str(progress())
    assert "1 of 2 lessons done" in text and "1 of 1 right" in text
    assert "1 of 10 right, 1 partly right, 8 not written yet, stretch 0 of 6" in text


def test_next_is_in_the_furthest_lesson_begun_then_in_those_left_behind(lessons):
    work(lessons / ACTIVATIONS, "relu", nn.relu)
    lesson, exercise = progress().next
    assert (lesson.number, exercise.name) == ("03", "collapse_linear")
    for name, exercise in of_lesson("03-activations").items():
        if not exercise.stretch:
            work(lessons / ACTIVATIONS, name, getattr(nn, name))
    assert progress().next[1].name == "double"
    work(lessons / START, "double", nn.double)
    assert progress().next is None
    assert "nothing is left" in str(progress()) and "nothing is left" in progress()._repr_html_()


def test_the_page_says_what_the_text_says_and_links_to_each_exercise(lessons, monkeypatch):
    work(lessons / ACTIVATIONS, "relu", nn.relu)
    (lessons / "00-start-here" / "torn.ipynb").write_text("{")
    monkeypatch.chdir(lessons / "00-start-here")
    view = progress()
    html = view._repr_html_()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    for line in (view.headline, *(note.replace("`", "") for note in view.notes)):
        assert line in said
    assert "1 of 10 right, 9 not written yet, stretch 0 of 6" in said
    cell = state_of(lessons / ACTIVATIONS, "collapse_linear").cell
    assert f'href="../03-activations/activations.ipynb#cell-id={cell}"' in html
    assert html.count('scope="row"') == 2 and html.count('scope="col"') == 5
    assert "<style" not in html and "src=" not in html


def test_a_notebooks_words_are_escaped(lessons):
    text = (lessons / START).read_text("utf-8").replace("# Start here", "# <b>Start", 1)
    (lessons / START).write_text(text, "utf-8")
    assert "&lt;b&gt;Start" in progress()._repr_html_()
    assert "<b>" not in progress()._repr_html_()


# What is not as it should be ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"\xff\xfe\x00", b"[" * 100_000, b'{"metadata": {"workbook": 1}}'],
)
def test_a_damaged_notebook_is_one_line_and_the_others_are_shown(lessons, content):
    path = lessons / ACTIVATIONS
    path.write_bytes(content)
    view = progress()
    assert [record.folder for record in view.lessons] == ["00-start-here"]
    assert len(view.notes) == 1 and "\n" not in view.notes[0]
    assert "activations" in view.notes[0] and "`autograder " in view.notes[0]


def test_a_folder_where_a_notebook_should_be_is_one_line(lessons):
    (lessons / ACTIVATIONS).unlink()
    (lessons / ACTIVATIONS).mkdir()
    assert len(progress().notes) == 1


def test_a_missing_notebook_is_named_with_what_makes_it_anew(lessons):
    (lessons / ACTIVATIONS).unlink()
    (note,) = progress().notes
    assert "03-activations" in note and "`autograder build 03-activations`" in note


def test_only_damaged_notebooks_are_still_this_course(lessons):
    for name in (START, ACTIVATIONS):
        (lessons / name).write_text("{")
    view = progress()
    assert view.lessons == [] and len(view.notes) == 2
    for shown in (str(view), view._repr_html_()):
        assert "0 of 0 points" in shown and "No notebook could be read" in shown


def test_what_was_checked_since_the_last_save_is_named(lessons, monkeypatch):
    ran = {"check(double)": 9}
    monkeypatch.setattr(workbook.progress, "_checked_here", lambda: ran)
    (note,) = progress().notes
    assert note.startswith("Save first") and note.endswith("checked double.")
    work(lessons / START, "double", nn.double)  # saved, but an earlier run
    assert len(progress().notes) == 1
    ran["check(double)"] = 7
    assert progress().notes == []


# Copies -------------------------------------------------------------------------------------------


def test_a_duplicate_counts_when_it_was_saved_last(lessons):
    copy = lessons / "00-start-here" / "start-here-Copy1.ipynb"
    shutil.copy(lessons / START, copy)
    os.utime(copy, (1, 1))
    assert progress().lessons[0].path == lessons / START  # nobody has worked in either
    work(copy, "double", nn.double, when=1000)
    assert progress().lessons[0].path == copy and progress().notes == []
    work(lessons / START, "double", when=2000)
    view = progress()
    assert view.lessons[0].path == lessons / START
    (note,) = view.notes
    assert "several notebooks" in note and "start-here-Copy1.ipynb (1 of 1 point)" in note


def test_what_reset_has_set_aside_no_longer_counts(lessons):
    aside = lessons / "00-start-here" / "start-here-mine-1.ipynb"
    shutil.copy(lessons / START, aside)
    work(aside, "double", nn.double)
    view = progress()
    assert view.lessons[0].points == 0 and "start-here-mine-1.ipynb (1 of 1" in view.notes[0]


def test_in_a_copy_of_the_course_the_copy_counts(lessons, monkeypatch):
    copy = lessons.parent.parent / "my copy"
    shutil.copytree(lessons, copy)
    work(copy / START, "double", nn.double)
    monkeypatch.chdir(copy / "00-start-here")
    view = progress()
    assert view.lessons[0].points == 1
    monkeypatch.chdir(lessons / "00-start-here")
    assert progress().lessons[0].points == 0
    assert progress(copy).lessons[0].points == 1
    assert '"../../../my%20copy/03-activations' in progress(copy)._repr_html_()


def test_a_notebook_moved_to_where_one_works_counts(lessons):
    moved = lessons.parent / "my own.ipynb"
    (lessons / START).rename(moved)
    work(moved, "double", nn.double)
    assert progress().lessons[0].path == moved


def test_far_from_any_lessons_the_courses_own_are_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert progress().lessons[0].path == ROOT / "lessons" / START


def test_jupyterlabs_own_checkpoints_are_no_copies(lessons, monkeypatch):
    hidden = lessons / "00-start-here" / ".ipynb_checkpoints"
    hidden.mkdir()
    shutil.copy(lessons / START, hidden / "start-here-checkpoint.ipynb")
    work(hidden / "start-here-checkpoint.ipynb", "double", nn.double)
    monkeypatch.chdir(lessons / "00-start-here")
    assert progress().lessons[0].points == 0 and progress().notes == []


def test_what_jupyter_keeps_while_it_saves_is_no_copy(lessons):
    saving = (lessons / START).with_name(".~start-here.ipynb")
    shutil.copy(lessons / START, saving)
    work(lessons / START, "double", nn.double)
    os.utime(saving, (9e9, 9e9))
    assert "1 of 1" in str(progress(lessons)) and ".~" not in progress(lessons)._repr_html_()
    shutil.copy(lessons / START, saving)
    (lessons / START).unlink()
    assert ".~" not in progress(lessons)._repr_html_()


# The command, and what stands below it ------------------------------------------------------------


def test_command_shows_it(lessons):
    work(lessons / START, "double", nn.double)
    result = CliRunner().invoke(main, ["progress"])
    assert result.exit_code == 0 and result.output == f"{progress()}\n"


def test_command_fails_when_a_notebook_could_not_be_read(lessons):
    (lessons / START).write_text("{")
    result = CliRunner().invoke(main, ["progress"])
    assert result.exit_code == 1 and "start-here.ipynb cannot be read" in result.output


@pytest.mark.parametrize(
    ("folder", "says"), [("nowhere", "is no folder"), ("..", "holds no lessons")]
)
def test_command_says_in_one_line_that_there_are_no_lessons(lessons, folder, says):
    result = CliRunner().invoke(main, ["progress", folder])
    assert result.exit_code == 1 and says in result.output
    assert len(result.output.strip().splitlines()) == 1
    with pytest.raises(ProgressError, match=says):
        progress(folder)


def test_workbook_never_imports_autograder(lessons):
    code = (
        "import sys; from workbook.progress import progress; progress()._repr_html_(); "
        "assert not {'autograder', 'nbgrader', 'numpy'} & set(sys.modules)"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )

"""What of the course's library a submission may import, by the lesson that is graded."""

import ast
import os
import subprocess
import sys
from inspect import getsource

import pytest

from autograder.exercises import LESSONS, of_lesson
from autograder.grading.process import stage

LATER = "99-later"


def imported(stage_folder, source):
    """What a fresh Python prints that imports from the stage."""
    return subprocess.run(
        [sys.executable, "-c", source],
        cwd=stage_folder,
        env={**os.environ, "PYTHONPATH": str(stage_folder)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize(
    "lesson, there",
    [
        ("03-activations", "standardize_fit"),
        ("11-choosing", "train MLP adam"),
        ("12-keras", "train MLP adam confusion_matrix smote conv2d rnn_step"),
        (LATER, "train MLP adam confusion_matrix smote conv2d rnn_step Dense Sequential"),
    ],
)
def test_solutions_of_earlier_lessons_alone_can_be_imported(lesson, there, tmp_path, monkeypatch):
    """Also where a lesson's functions fill a folder, as lesson 11's do."""
    monkeypatch.setattr(stage, "LESSONS", (*LESSONS, LATER))
    monkeypatch.setattr(stage, "of_lesson", lambda name: {} if name == LATER else of_lesson(name))
    stage.make_stage(tmp_path, lesson)
    asked = "double train standardize_fit relu MLP adam confusion_matrix smote conv2d rnn_step "
    asked = (asked + "Dense Sequential").split()
    source = (
        "from workbook import nn\n"
        f"assert nn.__file__.startswith({str(tmp_path)!r})\n"
        f"print([name for name in {asked} if hasattr(nn, name)])"
    )
    names = set(eval(imported(tmp_path, source)))
    assert names >= {"double", *there.split()}
    assert ("relu" in names) is (lesson != "03-activations")
    assert ("Dense" in names) is (lesson == LATER)


@pytest.mark.parametrize("lesson", LESSONS)
def test_nothing_there_is_named_like_what_is_asked_or_says_the_same(lesson, tmp_path):
    """Of this lesson and of later ones, in all the files that a submission may read."""
    stage.make_stage(tmp_path, lesson)
    functions = {}
    for path in tmp_path.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        kinds = ast.FunctionDef, ast.ClassDef
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        methods = {id(node) for each in classes for node in each.body}
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                name = f"a method, {node.name}" if id(node) in methods else node.name
                functions.setdefault(name, []).append(node)
    bodies = {body(node) for nodes in functions.values() for node in nodes}
    for later in LESSONS[LESSONS.index(lesson) :]:
        for name, exercise in of_lesson(later).items():
            assert name not in functions, f"{name} of {later}"
            assert body(ast.parse(getsource(exercise.reference)).body[0]) not in bodies


def body(function):
    """What a function or a class does, without its name and its words."""
    words = isinstance(function.body[0], ast.Expr)
    return "\n".join(ast.unparse(statement) for statement in function.body[words:])


def test_what_lessons_show_is_there_in_name_only(tmp_path):
    stage.make_stage(tmp_path, "11-choosing")
    source = """
import workbook.explore.surfaces
from workbook import style
from workbook.checkpoints import ask
from workbook.explore import HowManySamples
from workbook.explore.how_many_samples import logistic
from workbook.plots import choosing as plots, choosing_measured as measured
from workbook.memory import plan, review
from workbook.progress import progress

style.use()
shown = [HowManySamples(), ask("o1"), plots.draw(), measured.tables(1), logistic(1), progress(),
         review(), plan("2027-03-01 18:00")]
print({type(thing).__name__ for thing in shown})
"""
    assert imported(tmp_path, source) == "{'MagicMock'}\n"

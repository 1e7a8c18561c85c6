"""Building: what is committed is what the sources say, and no release gives a solution away."""

import ast
import inspect
import shutil
import sys

import nbformat
import pytest

from autograder.authoring.build import build, build_review, digest, expand, reset, worked_in
from autograder.authoring.stub import BEGIN, END, code_of
from autograder.course import CourseError, all_lessons, find_lessons
from autograder.exercises import of_lesson
from workbook.checkpoints import load

from ..conftest import ROOT

LESSONS = all_lessons()
every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A course of one lesson, built."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy("nbgrader_config.py", root)
    shutil.copytree("solutions/00-start-here", root / "solutions" / "00-start-here")
    (lesson,) = all_lessons(root)
    build(lesson)
    return root


@pytest.fixture
def course(built, tmp_path):
    """A built course of one lesson in a folder of its own."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    (lesson,) = all_lessons(tmp_path)
    return lesson


@every_lesson
@pytest.mark.notebooks
def test_committed_notebooks_are_up_to_date(lesson):
    assert build(lesson, check=True) == []


@every_lesson
def test_every_exercise_stands_in_its_lesson(lesson):
    placed = [c.metadata["exercise"] for c in expand(lesson) if "exercise" in c.metadata]
    assert sorted(placed) == sorted(of_lesson(lesson.folder))


@every_lesson
def test_released_notebook_holds_no_solution(lesson):
    """Neither the marked bodies nor anything else that only the solved notebook has."""
    released = nbformat.read(lesson.notebook, as_version=4)
    text = "\n".join(cell.source + str(cell.metadata) for cell in released.cells)
    assert BEGIN not in text and "starter" not in text
    for name, exercise in of_lesson(lesson.folder).items():
        source = next(cell.source for cell in released.cells if cell.id == name)
        node = ast.parse(source).body[0]
        if exercise.starter is None:
            assert "raise NotImplementedError()" in source
            for function in bodies(node, exercise.given):
                assert len(function.body) <= 2, "a docstring and the stub"
                assert isinstance(function.body[-1], ast.Raise)
        assert ast.dump(node) != ast.dump(ast.parse(code_of(exercise.reference)).body[0])


def bodies(node, given):
    """The functions that a learner has to fill: this one, or a class's methods."""
    if isinstance(node, ast.FunctionDef):
        return [node]
    methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
    return [method for method in methods if method.name not in given]


@every_lesson
def test_notebooks_are_committed_without_outputs(lesson):
    for path in (lesson.solved, lesson.notebook, lesson.deck):
        cells = nbformat.read(path, as_version=4).cells
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


@every_lesson
def test_solutions_run_as_they_are_shown(lesson):
    """What the solved notebook shows is the tested function, whole."""
    for exercise in of_lesson(lesson.folder).values():
        shown = code_of(exercise.reference)
        assert shown.count(BEGIN) == shown.count(END) >= 1
        without_marks = "\n".join(x for x in shown.split("\n") if x.strip() not in (BEGIN, END))
        module = sys.modules[exercise.reference.__module__]
        assert f"{without_marks}\n" in inspect.getsource(module)


def test_nbgraders_own_release_copies_no_source(course, monkeypatch):
    """nbgrader copies every other file of a source folder into the release; ours stays behind."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import PyFileConfigLoader

    monkeypatch.chdir(course.root)
    (course.source.parent / "my-answers.jsonl").write_text("{}")
    config = PyFileConfigLoader("nbgrader_config.py", str(course.root)).load_config()
    outcome = NbGraderAPI(config=config).generate_assignment(course.folder)
    assert outcome["success"], outcome["log"]
    released = [p.name for p in (course.root / "release" / course.folder).rglob("*")]
    assert released == ["start-here.ipynb"]


def test_the_notebook_review_is_up_to_date_and_noticed_when_it_is_not(course):
    assert build_review(ROOT, check=True) == []
    source = course.root / "solutions" / "review.py"
    assert build_review(course.root) == [] and not source.exists()
    shutil.copy(ROOT / "solutions" / "review.py", source)
    assert build_review(course.root, check=True) == [
        "lessons/review.ipynb: out of date; run `autograder build`"
    ]
    assert build_review(course.root) == ["lessons/review.ipynb: written"]
    made = (course.root / "lessons" / "review.ipynb").read_bytes()
    assert made == (ROOT / "lessons" / "review.ipynb").read_bytes()
    assert build_review(course.root) == []


def test_building_twice_changes_nothing(course):
    assert build(course) == []
    assert build(course, check=True) == []


def test_a_changed_source_is_noticed_and_built(course):
    course.source.write_text(course.source.read_text() + "\n# %% [markdown]\n# One more line.\n")
    stale = build(course, check=True)
    assert len(stale) == 2 and all("out of date" in line for line in stale)
    assert "One more line." not in course.notebook.read_text()
    build(course)
    assert "One more line." in course.notebook.read_text()


def add(course, text):
    course.source.write_text(f"{course.source.read_text()}\n{text}")


def test_what_decides_a_question_is_folded_in_the_notebook_and_not_in_the_deck(course):
    question = next(q.id for q in load("00-start-here") if q.kind == "predict")
    add(course, f'# %% [markdown] held="{question}" slide="slide"\n# It is *seven*.\n')
    add(course, f'# %% held="{question}" tags=["explore"]\n3 + 4\n')
    build(course)
    for path in (course.solved, course.notebook):
        text, code = nbformat.read(path, as_version=4).cells[-2:]
        assert text.source.startswith("<details><summary>") and "\n\nIt is *seven*." in text.source
        assert code.metadata.jupyter.source_hidden is True
    assert nbformat.read(course.deck, as_version=4).cells[-1].source == "It is *seven*."


def test_what_is_held_for_no_question_above_it_is_not_built(course):
    add(course, '# %% [markdown] held="no-such-question"\n# It is seven.\n')
    with pytest.raises(CourseError, match="held='no-such-question'"):
        build(course)


def test_code_that_is_only_plumbing_is_folded(course):
    add(course, '# %% tags=["explore", "hide-input"]\nprint(7)\n')
    build(course)
    last = nbformat.read(course.notebook, as_version=4).cells[-1]
    assert last.metadata.jupyter.source_hidden is True


@pytest.mark.parametrize("how", ["edited", "run", "renamed metadata", "broken"])
def test_a_notebook_that_was_worked_in_is_kept(course, how):
    notebook = nbformat.read(course.notebook, as_version=4)
    if how == "edited":
        notebook.cells[0].source += " mine"
    elif how == "run":
        code = next(cell for cell in notebook.cells if cell.cell_type == "code")
        code.outputs = [nbformat.v4.new_output("stream", text="42")]
    elif how == "renamed metadata":
        del notebook.metadata["workbook"]
    nbformat.write(notebook, course.notebook)
    if how == "broken":
        course.notebook.write_text("{")
    mine = course.notebook.read_bytes()
    assert worked_in(course.notebook)
    assert "kept as it is" in build(course)[0]
    assert course.notebook.read_bytes() == mine
    kept = reset(course)
    assert kept.read_bytes() == mine
    assert not worked_in(course.notebook)


def test_saving_without_a_change_is_not_work(course):
    notebook = nbformat.read(course.notebook, as_version=4)
    notebook.metadata["language_info"] = {"name": "python", "version": "3.13.0"}
    notebook.metadata["widgets"] = {}
    nbformat.write(notebook, course.notebook)
    assert not worked_in(course.notebook)


def test_digest_sees_a_moved_cell(course):
    notebook = nbformat.read(course.notebook, as_version=4)
    before = digest(notebook)
    notebook.cells.reverse()
    assert digest(notebook) != before


def test_unknown_exercise_in_a_source_is_one_clear_line(course):
    course.source.write_text(course.source.read_text() + '\n# %% exercise="treble"\n')
    with pytest.raises(CourseError, match="'treble'"):
        build(course)


def test_forgotten_exercise_is_one_clear_line(course):
    course.source.write_text(course.source.read_text().replace('exercise="double"', ""))
    with pytest.raises(CourseError, match="no placeholder for: double"):
        build(course)


@pytest.mark.parametrize(
    "name", ["3", "03", "03-activations", "activations", "lessons/03-activations/"]
)
def test_a_lesson_is_named_by_folder_number_or_path(name):
    assert [lesson.folder for lesson in find_lessons((name,))] == ["03-activations"]

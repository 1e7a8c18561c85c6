"""How fast a class is graded: this engine against stock nbgrader and against the bare cells.

Run by `make bench`, never by `make test`. All rivals grade the same class of lesson 03 in the same
run: solved, untouched, partly right and partly wrong notebooks in a realistic mix.
"""

import inspect
import json
import random
import resource
import shutil
import subprocess
import sys
import textwrap
import time
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest

from autograder.course import Lesson
from autograder.exercises import of_lesson
from autograder.judge import Sheet, seeded
from autograder.sandbox import probes
from autograder.stub import code_of

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sys.executable).parent
LESSON = Lesson("03-activations", ROOT)
STUDENTS = 40
STOCK = 6  # nbgrader needs seconds for each: a few are enough to know how many
SEED = 11


def sources_of(exercise, rng):
    """What one student wrote: mostly right, some wrong in a known way, some nothing."""
    kind = rng.choices(["right", "wrong", "nothing"], [70, 18, 12])[0]
    if kind == "nothing":
        return None
    if kind == "right":
        return code_of(exercise.reference)
    wrong = rng.choice(exercise.misconceptions).wrong
    source = textwrap.dedent(inspect.getsource(wrong))
    source = source[source.index("def ") :]
    return source.replace(f"def {wrong.__name__}(", f"def {exercise.name}(", 1)


def make_class(folder, students):
    """Write submissions; the notebooks by student."""
    released = nbformat.read(LESSON.notebook, as_version=4)
    made = {}
    for number in range(students):
        rng = random.Random(number)
        notebook = deepcopy(released)
        for cell in notebook.cells:
            exercise = of_lesson(LESSON.folder).get(cell.id)
            if exercise is not None and cell.cell_type == "code":
                cell.source = sources_of(exercise, rng) or cell.source
        student = f"student{number:04}"
        target = folder / "submitted" / student / LESSON.folder
        target.mkdir(parents=True)
        nbformat.write(notebook, target / LESSON.notebook.name)
        made[student] = notebook
    return made


@pytest.fixture
def course(tmp_path):
    """A course folder with the lesson and a class's submissions."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "solutions" / LESSON.folder).mkdir(parents=True)
    for path in (LESSON.source, LESSON.solved):
        shutil.copy(path, tmp_path / "solutions" / LESSON.folder)
    return tmp_path


def run(course, *words):
    """Seconds that a command takes."""
    started = time.perf_counter()
    subprocess.run([SCRIPTS / words[0], *words[1:]], cwd=course, check=False, capture_output=True)
    return time.perf_counter() - started


def engine(course, jobs):
    """Seconds per submission, and the records."""
    out = course / "records.json"
    shutil.rmtree(course / "autograded", ignore_errors=True)
    (course / "gradebook.db").unlink(missing_ok=True)
    seconds = run(
        course, "autograder", "grade", "3", "--jobs", str(jobs), "--seed", str(SEED), "--json", out
    )
    records = json.loads(out.read_text())
    return seconds / len(records), records


def floor(notebooks):
    """Seconds per submission for the bare cells and the checks' calls, in this process."""
    exercises = of_lesson(LESSON.folder)
    sheets = {name: Sheet.draw(e, seeded(SEED, e)) for name, e in exercises.items()}
    started = time.perf_counter()
    for notebook in notebooks:
        space = {}
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "").removeprefix("check-")
            if cell.cell_type != "code" or "explore" in cell.metadata.get("tags", []):
                continue
            if not cell.source.startswith("check("):
                exec(compile(cell.source, "cell", "exec"), space)
            else:
                for call in sheets[name].calls:
                    probes.observe(space[name], *call)
    return (time.perf_counter() - started) / len(notebooks)


def test_a_class_of_lesson_03(course):
    notebooks = make_class(course, STUDENTS)
    bare = floor(list(notebooks.values()))
    one, records = engine(course, 1)
    two, again = engine(course, 2)
    assert [r["score"] for r in records] == [r["score"] for r in again]

    stock_course = course / "stock"
    stock_course.mkdir()
    config = (course / "nbgrader_config.py").read_text()
    (stock_course / "nbgrader_config.py").write_text(f"{config}\ndel c.Autograde\n")
    shutil.copytree(course / "solutions", stock_course / "solutions")
    for student in list(notebooks)[:STOCK]:
        shutil.copytree(course / "submitted" / student, stock_course / "submitted" / student)
    run(stock_course, "nbgrader", "generate_assignment", LESSON.folder)
    stock = run(stock_course, "nbgrader", "autograde", LESSON.folder) / STOCK
    rows = [
        ("bare cells, one warm interpreter (floor)", bare, STUDENTS),
        ("autograder grade --jobs 1", one, STUDENTS),
        ("autograder grade --jobs 2", two, STUDENTS),
        ("nbgrader autograde, stock", stock, STOCK),
    ]
    print(
        f"\n{'lesson 03, whole commands':44} {'s/submission':>12} {'nbgrader ÷':>11} {'÷ floor':>8}"
    )
    for name, seconds, count in rows:
        print(
            f"{name:44} {seconds:12.4f} {stock / seconds:11.1f} {seconds / bare:8.1f}   ({count})"
        )
    graded = sorted(r["seconds"] for r in records)
    print(f"inside the engine, median of one submission: {graded[len(graded) // 2]:.3f} s")


@pytest.mark.parametrize("students", [100, 1000])
def test_memory_is_flat_and_cost_constant(course, students):
    make_class(course, students)
    seconds, _ = engine(course, 2)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"\n{students:5} submissions: {seconds:.4f} s each, largest process {peak:.0f} MB"
    )

"""How fast a class is graded: this engine against nbgrader, otter and the bare cells.

Run by `make bench`, never by `make test`. All rivals grade the same class of lesson 03 in the same
run: solved, untouched, partly right and partly wrong notebooks in a realistic mix. otter-grader
joins where OTTER names its command (it wants an environment of its own); it gets the same cells and
one public test per exercise.
"""

import inspect
import json
import os
import random
import shutil
import subprocess
import sys
import textwrap
import time
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.stub import code_of
from autograder.course import Lesson
from autograder.exercises import of_lesson
from autograder.judging.sheet import Sheet, seeded
from autograder.judging.words import call_text
from autograder.sandbox import probes

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


def make_class(folder, students, first=0):
    """Write submissions, the `first` of which are there; the notebooks by student."""
    released = nbformat.read(LESSON.notebook, as_version=4)
    made = {}
    for number in range(first, students):
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


MEASURED = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
seconds = time.perf_counter() - started
print(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def run(course, *words, **environment):
    """Seconds that a command takes, and MB of its largest process.

    A small process starts it: what a process holds at its start counts as its child's memory.
    """
    measure = [sys.executable, "-c", MEASURED, *words]
    done = subprocess.run(
        measure, cwd=course, env=os.environ | environment, check=True, capture_output=True
    )
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def engine(course, jobs):
    """Seconds, MB of the largest process, and the records."""
    out = course / "records.json"
    shutil.rmtree(course / "autograded", ignore_errors=True)
    (course / "gradebook.db").unlink(missing_ok=True)
    words = ("grade", "3", "--jobs", str(jobs), "--seed", str(SEED), "--json", str(out))
    seconds, memory = run(course, SCRIPTS / "autograder", *words)
    return seconds, memory, json.loads(out.read_text())


def stock(course, students):
    """Seconds and MB of nbgrader's own autograder."""
    (folder := course / "stock").mkdir()
    config = (course / "nbgrader_config.py").read_text()
    (folder / "nbgrader_config.py").write_text(f"{config}\ndel c.Autograde\n")
    shutil.copytree(course / "solutions", folder / "solutions")
    for student in students:
        shutil.copytree(course / "submitted" / student, folder / "submitted" / student)
    run(folder, SCRIPTS / "nbgrader", "generate_assignment", LESSON.folder)
    return run(folder, SCRIPTS / "nbgrader", "autograde", LESSON.folder)


def otter(course, notebooks):
    """Seconds and MB of `otter run`, one submission after the other."""
    command = os.environ["OTTER"]
    path = f"{Path(command).parent}{os.pathsep}{os.environ['PATH']}"
    (folder := course / "otter").mkdir()
    (folder / "tests").mkdir()
    for name, exercise in of_lesson(LESSON.folder).items():
        call = Sheet.draw(exercise, seeded(SEED, exercise)).calls[0]
        case = f">>> type({call_text(name, call)}) is not None\nTrue"
        suite = {"cases": [{"code": case}], "scored": True, "type": "doctest"}
        test = {"name": name, "points": 1, "suites": [suite]}
        (folder / "tests" / f"{name}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
    run(
        folder,
        command,
        "generate",
        "--no-environment",
        "-t",
        "tests",
        "-o",
        "autograder.zip",
        PATH=path,
    )
    seconds, memory = [], []
    for notebook in notebooks:
        bare = deepcopy(notebook)
        bare.cells = [c for c in bare.cells if is_run(c) and not c.source.startswith("check(")]
        bare.cells[0].source = "import numpy as np"
        nbformat.write(bare, folder / "submission.ipynb")
        words = ("run", "-a", "autograder.zip", "-o", ".", "submission.ipynb")
        took = run(folder, command, *words, PATH=path)
        assert (folder / "results.json").is_file(), "otter graded nothing"
        seconds.append(took[0])
        memory.append(took[1])
    return sum(seconds), max(memory)


def is_run(cell):
    """Whether grading runs a cell."""
    return cell.cell_type == "code" and "explore" not in cell.metadata.get("tags", [])


def floor(notebooks):
    """Seconds per submission for the bare cells and the checks' calls, in this process."""
    exercises = of_lesson(LESSON.folder)
    sheets = {name: Sheet.draw(e, seeded(SEED, e)) for name, e in exercises.items()}
    started = time.perf_counter()
    for notebook in notebooks:
        space = {}
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "").removeprefix("check-")
            if not is_run(cell):
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
    rows = [("bare cells, one warm interpreter (floor)", bare, None, STUDENTS)]
    marks = []
    for jobs in (1, 2):
        seconds, memory, records = engine(course, jobs)
        rows.append((f"autograder grade --jobs {jobs}", seconds / STUDENTS, memory, STUDENTS))
        marks.append([record["score"] for record in records])
    assert marks[0] == marks[1]
    seconds, memory = stock(course, list(notebooks)[:STOCK])
    rows.append(("nbgrader autograde, stock", seconds / STOCK, memory, STOCK))
    nbgraders = seconds / STOCK
    if "OTTER" in os.environ:
        seconds, memory = otter(course, list(notebooks.values())[:STOCK])
        rows.append(("otter run", seconds / STOCK, memory, STOCK))
    print(f"\n{'whole commands, lesson 03':42} s/submission  nbgrader ÷  ÷ floor   MB  submissions")
    for name, seconds, memory, count in rows:
        ratios = f"{nbgraders / seconds:11.1f} {seconds / bare:8.1f}"
        print(f"{name:42} {seconds:12.4f} {ratios} {memory or 0:4.0f} {count:12}")


def test_memory_is_flat_and_cost_constant(course):
    """Classes of 100, 1,000 and 5,000: what each further submission costs, and the memory."""
    before, most = (0.0, 0), 0
    bare = floor(list(make_class(course, 40).values()))
    shutil.rmtree(course / "submitted")
    print("\n  class  s in all  s per further one  ÷ floor  MB of the largest process")
    for students in (100, 1000, 5000):
        make_class(course, students, most)
        most = students
        seconds, memory, _ = engine(course, 2)
        each = (seconds - before[0]) / (students - before[1])
        print(f"{students:7} {seconds:9.1f} {each:18.4f} {each / bare:8.1f} {memory:10.0f}")
        before = seconds, students

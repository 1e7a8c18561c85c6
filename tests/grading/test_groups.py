"""A class with mistakes that the course does not know: grouped, named, and told to all."""

import os
import sys
from collections import Counter

import nbformat
import numpy as np
import pytest

from autograder.exercises.found_in_class import (
    Found,
    NotTaken,
    add,
    all_found,
    must_only_reckon,
)
from autograder.grading.gradebook.records import load
from workbook import nn

from ..commands import command

pytestmark = pytest.mark.nbgrader

STYLES = (
    "def {name}({parameters}):\n    return {answer}\n",
    "def {name}({parameters}):\n    # my own way\n    answer = {answer}\n    return answer\n",
    "{name}_of = lambda {parameters}: {answer}\n\ndef {name}({parameters}):\n"
    "    return {name}_of({arguments})\n",
)
MISTAKES = {
    "silent beyond two": ("sigmoid", "z", "np.where(np.abs(z) > 2, 0.25, 1 / (1 + np.exp(-z)))"),
    "half as steep": ("tanh", "z", "np.tanh(np.asarray(z, float) / 2) * 1.5"),
    "cut at seven": ("relu", "z", "np.clip(np.asarray(z, float), 0, 7) + 0.125"),
    "leaks by a square": ("leaky_relu", "z, alpha=0.01", "np.where(np.asarray(z) > 0, z, "
                          "alpha * np.square(z))"),
}  # fmt: skip
STUDENTS = 24
OF_EACH = STUDENTS // len(MISTAKES)


def written(mistake, style):
    name, parameters, answer = MISTAKES[mistake]
    arguments = ", ".join(word.split("=")[0] for word in parameters.split(", "))
    return name, STYLES[style].format(
        name=name, parameters=parameters, answer=answer, arguments=arguments
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory, write_in, solutions):
    """A class of submissions: each mistake by six students, in three styles."""
    from .conftest import ROOT

    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    (root / "solutions").symlink_to(ROOT / "solutions")
    for number in range(STUDENTS):
        name, source = written(list(MISTAKES)[number % len(MISTAKES)], number % len(STYLES))
        folder = root / "submitted" / f"student{number:02}" / "03-activations"
        folder.mkdir(parents=True)
        notebook = write_in(**{**solutions, name: source})
        nbformat.write(notebook, folder / "activations.ipynb")
    done = run(root, "grade", "3", "--seed", "7", "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def run(root, *words):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return command("autograder", *words, cwd=root, env=environment)


def records(root):
    return [load(path) for path in sorted(root.glob("autograded/*/03-activations/record.json"))]


def told(root):
    """How often each exercise's mistake was named, by exercise."""
    return Counter(e.name for record in records(root) for e in record.exercises if e.misconception)


def test_a_mistake_is_named_for_all_who_made_it(course):
    (course / ".autograder-seed").write_text("7\n")
    listed = run(course, "groups", "3").stdout
    heads = [row for row in listed.splitlines() if " submissions: " in row]
    counts = [int(row.split("  ")[1].split(" ")[0]) for row in heads]
    assert counts == [OF_EACH] * len(MISTAKES), listed
    assert sum("the card says: " in row for row in listed.splitlines()) == len(MISTAKES)

    group = next(row.split("  ")[0] for row in heads if row.startswith("sigmoid-"))
    why = "Beyond ±2 this gives 0.25 for every z; the sigmoid goes on rising to 1."
    named = run(course, "name", "3", group, "--why", why)
    assert named.returncode == 0 and f"{OF_EACH} submissions have it" in named.stdout, named.stderr
    assert why in (course / "found-in-class.toml").read_text("utf-8")
    assert not told(course)["sigmoid"]

    assert run(course, "grade", "3", "--seed", "7", "--jobs", "1").returncode == 0
    assert told(course)["sigmoid"] == OF_EACH
    graded = next(course.glob("autograded/student00/03-activations/*.ipynb")).read_text("utf-8")
    assert why in graded
    assert "sigmoid-" not in run(course, "groups", "3").stdout


@pytest.mark.parametrize(
    "words, said",
    [
        (["name", "3", "relu-zzzz", "--why", "It is."], "has no group 'relu-zzzz'"),
        (["groups", "4"], "Nothing has been graded for 04-losses"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(course, words, said):
    done = run(course, *words)
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr


def test_whom_nbgraders_command_graded_is_named_as_not_among_them(course):
    """It writes a notebook, and no record."""
    for student, lesson in (("zoe", "03-activations"), ("ada", "05-gradient-descent")):
        (course / "autograded" / student / lesson).mkdir(parents=True)
    done = run(course, "groups", "3")
    assert done.returncode == 0 and "no record of mistakes: zoe." in done.stdout
    done = run(course, "groups", "5")
    assert done.returncode == 1 and "graded 05-gradient-descent, which keeps no" in done.stderr


REFUSED = (
    "import os\ndef f(x):\n    return x",
    "def f(x):\n    return ().__class__.__bases__",
    "def f(x):\n    return open('gradebook.db').read()",
    "def f(x):\n    return np.load('solutions.npy')",
    "def f(x):\n    return eval('1 + 1')",
    "def f(x):\n    return getattr(np, 'load')('x')",
    "def f(x):\n    return '{0.__class__}'.format(x)",
    "def f(x):\n    x.tofile('gradebook.db')\n    return x",
    "def f(x):\n    return nn.np.lib.npyio",
    "@np.vectorize\ndef f(x):\n    return x",
    "def f(x):\n    global np\n    return x",
    "def f(x, __builtins__=None):\n    return x",
    "def f(x):\n    try:\n        return 1\n    except Exception as e:\n        return e.args",
    "def f(x):\n    return (g for g in [1]).gi_frame",
    "class f:\n    def __getattr__(self, name):\n        return 1",
    "def f(x:",
    "def f(x):\n    self = x\n    return self.ctypes",
    "def f(x):\n    self = (g for g in [1])\n    return self.gi_frame",
    "def f(x):\n    self = np.random.default_rng()\n    return self.bit_generator",
    "def f(x):\n    self = '{0.__class__}'\n    return self.format(x)",
    "class f:\n    def mro(self):\n        return int.mro()",
    "def f(x):\n    return nn.activations.np",
)


UNREACHED = (
    "def relu(x):\n    if False:\n        self.ctypeslib\n    return np.ctypeslib",
    "def relu(x):\n    def save():\n        pass\n    return np.save",
)


@pytest.mark.parametrize("code", UNREACHED)
def test_an_own_name_leads_to_nothing_of_others(code):
    with pytest.raises((NotTaken, AttributeError)):
        Found("relu", "", "It is.", code).implementation()(np.zeros(2))


CHANGES = (
    "def relu(x):\n    np.abs = np.where = np.linalg.norm = np.random.rand = min\n    return x",
    "def relu(x):\n    np.finfo(float).eps = 1\n    return x",
    "class relu:\n    def __init__(self, x):\n        nn.Dense.forward = nn.relu = min",
)


@pytest.mark.parametrize("code", REFUSED)
def test_code_that_may_do_more_than_reckon_is_not_taken(code):
    with pytest.raises(NotTaken):
        must_only_reckon(code)


@pytest.mark.parametrize("code", CHANGES)
def test_what_it_changes_is_its_own(code):
    """It runs where the judge is, which must not reckon with what it put into NumPy."""
    before = np.abs, np.where, np.linalg.norm, np.random.rand, nn.Dense.forward, nn.relu
    Found("relu", "", "It is.", code).implementation()(np.zeros(2))
    assert before == (np.abs, np.where, np.linalg.norm, np.random.rand, nn.Dense.forward, nn.relu)
    assert np.finfo(float).eps < 1e-10


def test_whatever_letters_code_holds_it_is_read_again(tmp_path):
    letters = "".join(map(chr, (*range(1, 0x100), 0x2028, 0xFEFF, 0x1F600)))
    found = Found("relu", "values", letters, "def relu(z):\n    return z  # \x7f\x85\\")
    add(found, tmp_path)
    assert all_found(tmp_path) == [found]


def test_a_learners_class_keeps_names_of_its_own():
    code = (
        "class relu:\n    def __init__(self, data):\n        self.data, self.beta = data, 2.0\n\n"
        "    def backward(self):\n        return self.beta * self.data"
    )
    assert Found("relu", "", "It is.", code).implementation()(3.0).backward() == 6.0

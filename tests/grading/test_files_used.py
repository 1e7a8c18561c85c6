"""Files that were handed in beside a lesson's notebook are there for its code, as in a kernel."""

import os

import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure

from autograder.grading.engine import check_notebook
from autograder.grading.intake.belonging import Wanted
from autograder.grading.intake.choosing import choose_notebook
from autograder.grading.intake.files_beside import in_the_way, kept_beside, used_beside, would_run
from autograder.grading.intake.finding import list_files
from autograder.grading.outcome import is_the_graders

HELPER = "import numpy as np\ndef helper(z):\n    return np.maximum(z, 0)\n"


def used(folder, notebook, flags=None):
    kept = kept_beside(list_files(folder), [])
    return used_beside(folder, kept, notebook.cells, [] if flags is None else flags)


@pytest.fixture
def hand_in(tmp_path, write_in, solutions):
    """A function: a notebook with one function and files beside it, in a folder."""

    def write(relu, **files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_py", ".py")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content)
        notebook = write_in(**{**solutions, "relu": relu})
        nbformat.write(notebook, tmp_path / "activations.ipynb")
        return tmp_path, notebook

    return write


@pytest.mark.parametrize(
    "relu, files",
    [
        ("from tools import helper", {"tools_py": HELPER}),
        ("from pack.tools import helper", {"pack__init_py": "", "pack__tools_py": HELPER}),
        (
            "from tools import helper",
            {"tools_py": "from inner import helper", "inner_py": HELPER},
        ),
        ("%run tools.py", {"tools_py": HELPER}),
    ],
    ids=["module", "package", "of a module", "run"],
)
def test_a_module_beside_the_notebook_can_be_used(grader, hand_in, relu, files):
    folder, notebook = hand_in(f"{relu}\ndef relu(z):\n    return helper(z)", **files)
    graded = grader.grade(notebook, beside=used(folder, notebook))
    assert (graded.points, graded.flags) == (graded.max_points, [])


def test_so_can_data(grader, hand_in):
    load = "floor = np.load('learnt.npz')['floor']"
    folder, notebook = hand_in(f"{load}\ndef relu(z):\n    return np.maximum(z, floor)")
    np.savez(folder / "learnt.npz", floor=0.0)
    graded = grader.grade(notebook, beside=used(folder, notebook))
    assert (graded.points, graded.flags) == (graded.max_points, [])


def test_what_no_code_speaks_of_stays_outside(hand_in):
    folder, notebook = hand_in(
        "from tools import helper", tools_py="import inner", inner_py="", other_py=""
    )
    (folder / "figure.png").write_bytes(b"picture")
    assert set(used(folder, notebook)) == {"tools.py", "inner.py"}


MADE = {
    "a field": "f'{name}_1.npz'",
    "a number": "'tools_%d.npz' % 1",
    "a format": "'tools_{}.npz'.format(1)",
    "an ending": "name + '_1' + '.npz'",
    "a path": "pathlib.Path(name + '_1').with_suffix('.NPZ'.lower())",
}


@pytest.mark.parametrize("what", MADE)
def test_a_file_whose_name_is_made_at_run_time_is_there(grader, hand_in, what):
    load = f"import pathlib\nname = 'tools'\nfloor = np.load({MADE[what]})['floor']"
    folder, notebook = hand_in(f"{load}\ndef relu(z):\n    return np.maximum(z, floor)")
    np.savez(folder / "tools_1.npz", floor=0.0)
    (folder / "picture.png").write_bytes(b"picture")
    there = used(folder, notebook)
    assert set(there) == {"tools_1.npz"}
    graded = grader.grade(notebook, beside=there)
    assert (graded.points, graded.flags) == (graded.max_points, [])


def test_a_file_hides_nothing_that_the_course_has(grader, hand_in):
    folder, notebook = hand_in(
        "import random, workbook.nn\ndef relu(z):\n    return np.maximum(z, 0)",
        random_py="raise RuntimeError", workbook__nn_py="raise RuntimeError",
    )  # fmt: skip
    graded = grader.grade(notebook, beside=used(folder, notebook))
    assert (graded.points, graded.flags) == (graded.max_points, [])


def test_a_learners_own_check_has_them_too(hand_in):
    folder, _ = hand_in("from tools import helper as relu", tools_py=HELPER)
    graded = check_notebook(folder / "activations.ipynb")
    assert (graded.points, graded.flags) == (graded.max_points, [])


ELSEWHERE = {
    "a mounted drive": "exec(open('/content/drive/MyDrive/nn/tools.py').read())",
    "a data set of a host": "exec(open('/kaggle/input/mine/tools.py').read())",
    "a home": "import os\nexec(open(os.path.expanduser('~/course/tools.py')).read())",
    "a disk of Windows": r"exec(open(r'C:\Users\ada\tools.py').read())",
    "the folder above": "exec(open('../tools.py').read())",
    "other capitals": "exec(open('Tools.py').read())",
    "whatever there is": "import glob\nfor each in glob.glob('*.py'):\n    exec(open(each).read())",
    "no identifier": "import importlib\nhelper = importlib.import_module('my-tools').helper",
    "letters taken apart": "from wërkzeug import helper",
}


@pytest.mark.parametrize("what", ELSEWHERE)
def test_a_file_that_code_looks_for_elsewhere_is_the_one_beside(grader, hand_in, what):
    """On the learner's machine it lay there; what is shown of the cell stays as it was written."""
    source = f"{ELSEWHERE[what]}\ndef relu(z):\n    return helper(z)"
    folder, notebook = hand_in(source)
    name = {"no identifier": "my-tools", "letters taken apart": "we\u0308rkzeug"}.get(what, "tools")
    (folder / f"{name}.py").write_text(HELPER)
    graded = grader.grade(notebook, beside=used(folder, notebook))
    assert (graded.points, graded.flags) == (graded.max_points, [])
    assert any(cell.source == source for cell in graded.notebook.cells)


RUN = {
    "beside": ("%run tools.ipynb", ["tools.ipynb"]),
    "with another beside": ("%run tools.ipynb", ["tools.ipynb", "scratch.ipynb"]),
    "in a folder": ("%run parts/tools.ipynb", ["parts/tools.ipynb", "tools.ipynb"]),
}


IMPORTED = {
    "import_ipynb": ("import import_ipynb\nfrom my_tools import helper", "my_tools"),
    "import_ipynb, with a space": ("import import_ipynb\nfrom my_tools import helper", "my tools"),
    "nbimporter": ("import nbimporter\nfrom my_tools import helper", "my_tools"),
    "ipynb, all of it": ("from ipynb.fs.full.my_tools import helper", "my_tools"),
    "ipynb, its definitions": ("from ipynb.fs.defs.my_tools import helper", "my_tools"),
}
OF_DEFINITIONS = ("nbimporter", "ipynb, its definitions")


@pytest.mark.parametrize("what", IMPORTED)
def test_a_notebook_can_be_imported_as_a_module(grader, hand_in, what):
    imported, name = IMPORTED[what]
    folder, _ = hand_in(f"{imported}\ndef relu(z):\n    return helper(z)")
    cells = ["%matplotlib inline", HELPER, *(["1 / 0"] if what in OF_DEFINITIONS else [])]
    sibling = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    nbformat.write(sibling, folder / f"{name}.ipynb")
    notebook = nbformat.read(folder / "activations.ipynb", as_version=4)
    graded = grader.grade(notebook, beside=used(folder, notebook))
    assert (graded.points, graded.flags) == (graded.max_points, [])


@pytest.mark.parametrize("what", IMPORTED)
def test_one_that_was_not_handed_in_is_named(grader, hand_in, what):
    imported, _ = IMPORTED[what]
    _, notebook = hand_in(f"{imported}\ndef relu(z):\n    return np.maximum(z, 0)")
    graded = grader.grade(notebook)
    assert graded.points == graded.max_points
    assert len(graded.flags) == 1 and "No module named" in graded.flags[0]


@pytest.mark.parametrize("newer", [True, False], ids=["newer", "as old"])
@pytest.mark.parametrize("where", RUN)
def test_a_notebook_that_it_runs_is_not_taken_for_it(grader, lesson, hand_in, where, newer):
    run, names = RUN[where]
    folder, _ = hand_in(f"{run}\ndef relu(z):\n    return helper(z)")
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        right = HELPER if name in run else "def helper(z):\n    return z"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(right)]),
                       folder / name)  # fmt: skip
        if newer:
            os.utime(folder / name, (2e9, 2e9))
    wanted = Wanted.of_lesson(lesson, grader.source)
    chosen, flags = choose_notebook(list_files(folder), wanted)
    assert [flag.partition(",")[0] for flag in flags] == [
        "several notebooks: activations.ipynb was graded"
    ]
    graded = grader.grade(chosen, beside=used(folder, chosen))
    assert graded.points == graded.max_points


DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="http://www.w3.org/2000/svg">{}</svg>'
RUNS = {
    "a script": DRAWN.format("<script>1</script>").encode(),
    "a script of another prefix": DRAWN.format("<s:script>1</s:script>").encode(),
    "in two bytes a letter": DRAWN.format("<script>1</script>").encode("utf-16"),
    "an attribute": DRAWN.format('<g onclick = "1"/>').encode(),
    "a declared word": b'<!DOCTYPE svg [<!ENTITY x "&#60;script>1&#60;/script>">]>'
    + DRAWN.format("&x;").encode(),
}


@pytest.mark.parametrize("what", RUNS)
def test_a_drawing_that_runs_something_is_told_in_any_letters(tmp_path, what):
    path = tmp_path / "figure.svg"
    path.write_bytes(RUNS[what])
    assert would_run(path)


def test_a_figure_runs_nothing(tmp_path):
    """One that Matplotlib drew, with its document type and its styles."""
    path = tmp_path / "figure.svg"
    figure = Figure()
    figure.subplots().plot([1, 2], label="only = 2")
    figure.legend()
    figure.savefig(path)
    assert not would_run(path)


@pytest.mark.parametrize(
    "name, other",
    [
        ("helper.py", ""),
        ("helper/data.csv", ""),
        ("helpers/__init__.py", ""),
        ("helper/__init__.py", "helper.py"),
        ("helper/__init__.pyc", "helper.py"),
        ("helper.so", "helper.py"),
        ("data.csv/more", "data.csv"),
        ("parts", "parts/one.csv"),
        ("parts/two.csv", ""),
    ],
)
def test_what_stands_in_the_way_of_an_instructors_file(name, other):
    given = ("helper.py", "data.csv", "parts/one.csv", "pack/__init__.py")
    assert in_the_way([name], given) == ({name: other} if other else {})


@pytest.mark.parametrize("name", ["record.json", "record.json/x", "timestamp.txt/x", "a.html/x"])
def test_where_the_graders_own_files_are_to_lie_no_others_are_kept(name):
    assert is_the_graders(name, ["a.ipynb"])
    assert not any(is_the_graders(f"own/{name}{end}", ["a.ipynb"]) for end in ("", ".txt"))
    assert not is_the_graders("timestamp.txt", ["a.ipynb"])

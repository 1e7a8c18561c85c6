"""What a learner's machine had and the grader's has not costs the line that asks for it, no more.

Each stands in the function's own cell.
"""

import pytest

RIGHT = "def relu(z):\n    return np.maximum(z, 0)"

BEFORE = {
    "somebody who types": ("name = input('Name: ')\nprint('Hello', name.strip())", "EOFError"),
    "a hidden answer": ("import getpass\nkey = getpass.getpass()\nprint(len(key))", "EOFError"),
    "a processor for graphics": (
        "import torch\n"
        "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\nprint(device)",
        "'device' is not defined",
    ),
    "a table": ("import pandas as pd\ndf = pd.read_csv('a.csv')\ndf.head()", "'df' is not"),
    "a file of settings": (
        "import json\nwith open('/kaggle/input/a.json') as file:\n    settings = json.load(file)\n"
        "print(settings['rate'])",
        "'settings' is not defined",
    ),
    "another system": (
        "import asyncio\nasyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())",
        "WindowsSelectorEventLoopPolicy",
    ),
    "an older NumPy": ("number = np.float(3)", "float"),
    "a program": ("import subprocess\nsubprocess.run('exit 3', shell=True, check=True)", "exit 3"),
    "pip": (
        "import subprocess, sys\n"
        "subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'no-such-package'])",
        "CalledProcessError",
    ),
    "a language": ("import locale\nlocale.setlocale(locale.LC_ALL, 'de_AT.ISO-8859-15')", "locale"),
    "a package, and it says so": (
        "try:\n    import torch\nexcept ImportError as error:\n"
        "    raise RuntimeError('install torch') from error",
        "install torch",
    ),
    "a package, and it ends": (
        "import sys\ntry:\n    import torch\nexcept ImportError:\n    sys.exit('install torch')",
        "install torch",
    ),
    "a package, beside an await": (
        "import asyncio\nimport seaborn as sns\nawait asyncio.sleep(0)\nsns.set_theme()",
        "seaborn",
    ),
    "a variable of another system": (
        "import os\nuser = os.environ['USERNAME']\nprint(user.title())",
        "USERNAME",
    ),
    "an editor's own name": (
        "from pathlib import Path\nhere = Path(__vsc_ipynb_file__).parent",
        "__vsc_ipynb_file__",
    ),
    "a style of an older Matplotlib": (
        "import matplotlib.pyplot as plt\nplt.style.use('seaborn-whitegrid')",
        "seaborn-whitegrid",
    ),
    "a screen": (
        "class TclError(Exception):\n    pass\nraise TclError('no display')",
        "no display",
    ),
    "a program for films": (
        "raise RuntimeError('Requested MovieWriter (ffmpeg) not available')",
        "MovieWriter",
    ),
    "a database": (
        "import sqlite3\nsqlite3.connect('/content/digits.db').execute('select 1')",
        "database",
    ),
    "a kernel": ("print(get_ipython().kernel.session)", "kernel"),
}

AROUND = {
    "a decorator": ("from numba import njit", f"@njit\n{RIGHT}", "@njit"),
    "a decorator that is called": (
        "import torch",
        "@torch.no_grad()\n" + RIGHT,
        "@torch.no_grad()",
    ),
    "annotations": (
        "import torch",
        "def relu(z: torch.Tensor) -> 'torch.Tensor':\n    return np.maximum(z, 0)",
        ": torch.Tensor",
    ),
    "annotations of a class": (
        "from jaxtyping import Float",
        "class Floor:\n    at: Float = 0.0\n    def under(self, z: Float) -> Float:\n"
        "        return np.maximum(z, self.at)\ndef relu(z):\n    return Floor().under(z)",
        ": Float",
    ),
}


@pytest.fixture
def graded(write_in, solutions, grader):
    def grade(source):
        return grader.grade(write_in(**{**solutions, "relu": source}))

    return grade


@pytest.mark.parametrize("name", BEFORE)
def test_a_line_that_lacks_something_costs_itself(name, graded):
    line, why = BEFORE[name]
    found = graded(f"{line}\n{RIGHT}")
    assert found.points == found.max_points, found.reason
    assert any(why in flag for flag in found.flags), found.flags


@pytest.mark.parametrize("name", AROUND)
def test_a_function_goes_without_what_is_missing_around_it(name, graded):
    line, source, taken = AROUND[name]
    found = graded(f"{line}\n{source}")
    assert found.points == found.max_points, found.reason
    assert any(f"stepped over “{taken}" in flag for flag in found.flags), found.flags


@pytest.mark.parametrize("magic", ["%%heat", "%%memit", "%%wandb --project x", "\n%%skip False"])
def test_a_magic_over_its_cell_that_is_missing_costs_itself(magic, graded):
    found = graded(f"{magic}\n{RIGHT}")
    assert (found.points, found.status) == (found.max_points, "graded")
    name = magic.split()[0]
    assert found.flags == [
        f"stepped over “{magic.strip()}”: UsageError: Cell magic `{name}` not found."
    ]


@pytest.mark.parametrize("source", ["%%R\nrelu <- function(z) z", f"%%html\n{RIGHT}"])
def test_what_a_magic_takes_elsewhere_is_not_run_here(source, graded):
    found = graded(source)
    assert found.verdicts["relu"].points == 0 and "relu is not there" in found.reason


@pytest.mark.parametrize("line", ["{}['a']", "1 / 0", "number = 1 / 0", "undefined_name"])
def test_a_mistake_above_a_function_costs_it_nothing_and_is_told(line, graded):
    """In the kernel the function was there before the line was, or what the line names."""
    found = graded(f"{line}\n{RIGHT}")
    assert (found.points, found.status) == (found.max_points, "graded")
    (flag,) = found.flags
    assert flag.startswith("relu: its cell ended with ") and flag.endswith(" was run all the same")


@pytest.mark.parametrize(
    "line",
    [
        "floor = None + 1\ndef relu(z):\n    return np.maximum(z, floor)",
        f"raise SystemExit\n{RIGHT}",
    ],
    ids=["it needs it", "an end"],
)
def test_what_a_function_cannot_do_without_ends_its_cell(line, graded):
    found = graded(line)
    assert found.verdicts["relu"].points == 0 and "relu is not there" in found.reason


def test_pip_is_told_at_once_that_there_is_no_network(graded):
    found = graded(f"import os\nos.system('pip install no-such-package > said.txt 2>&1')\n{RIGHT}")
    assert (found.points, found.flags) == (found.max_points, [])

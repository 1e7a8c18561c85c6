"""What people do in notebooks, and a kernel takes: none of it costs a point (rows 2 and 27).

A habit is a change of a solved notebook, whatever the lesson: cells put around the target, lines on
top of the given imports, code in a cell that is only for looking. Each is tried on several lessons.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from autograder.exercises import LESSONS

from .case import NOTHING, Case, Material, code_cell, index, save

Change = Callable[[dict, Material], None]

EVERY_ONE, THIRD = "09-optimizers", 3
"""The lesson on which every habit is tried; on others each third one is, not always the same."""

OFFLINE = "there is no network in grading"
HELPED = "def TARGET(*args, **kwargs):\n    return my_helper(*args, **kwargs)"

#: Lines above the given imports, and the flag that says what became of them.
ON_TOP = {
    "pandas": ("import pandas as pd", "import pandas"),
    "torch": ("import torch, torch.nn as tnn\ndevice = torch.device('cpu')", "import torch"),
    "tensorflow": ("from tensorflow import keras\nkeras.utils.set_random_seed(1)", "tensorflow"),
    "several-on-one-line": ("import seaborn as sns; sns.set_theme()", "seaborn"),
    "widget-backend": ("%matplotlib widget", ""),
    "an-extension-that-is-not-there": ("%load_ext no_such_extension", "no_such_extension"),
    "a-magic-that-is-not-there": ("%autosave 30\n%qtconsole", ""),
    "colab-drive": ("from google.colab import drive\ndrive.mount('/content/drive')", "drive"),
    "colab-folder": ("import os\nos.chdir('/content/drive/MyDrive/course')", "os.chdir"),
    "colab-cd": ("%cd /content/drive/MyDrive", ""),
    "kaggle": ("import os\nfor folder, _, _ in os.walk('/kaggle/input'):\n    print(folder)", ""),
    "kaggle-file": ("rows = open('/kaggle/input/digits/train.csv').readlines()", "/kaggle"),
    "pip": ("!pip install -q torch torchvision", OFFLINE),
    "pip-magic": ("%pip install ipympl", OFFLINE),
    "python-m-pip": ("import sys\n!{sys.executable} -m pip install tqdm", OFFLINE),
    "conda": ("%conda install -y numpy", ""),
    "apt": ("!sudo apt-get install -y graphviz", OFFLINE),
    "wget": ("!wget -q https://example.org/digits.csv", OFFLINE),
    "git-clone": ("!git clone https://example.org/course.git", OFFLINE),
    "time-over-all": ("%%time\nimport torch", "import torch"),
    "capture-over-all": ("%%capture\n!pip install -q torch\nimport torch", "import torch"),
    "a-failing-assertion": ("assert False, 'restart the kernel'", "restart the kernel"),
}  # fmt: skip

#: Cells at the very end, behind every check.
AT_THE_END = {
    "name-for-a-number": "TARGET = (np.array([1, 2]) == np.array([1, 3])).mean()",
    "name-for-a-result": "TARGET = round(0.98765, 2)",
    "name-in-a-loop": "for TARGET in [1, 2, 3]:\n    print(TARGET)",
    "name-unpacked": "TARGET, other = 1, 2",
    "name-in-a-with": "with open('log.txt', 'w') as TARGET:\n    TARGET.write('done')",
    "name-imported": "from math import pi as TARGET",
    "name-for-another-function": "TARGET = len",
    "name-with-a-walrus": "if (TARGET := 3) > 2:\n    print(TARGET)",
    "name-deleted": "del TARGET",
    "numpy-rebound": "np = 'no problem'",
    "everything-reset": "%reset -f",
}

#: Where a helper of the target's stands, and how; HELPER is its definition.
HELPERS = {
    "in-a-cell": "HELPER",
    "behind-a-line-that-fails": "import no_such_package\nno_such_package.use()\nHELPER",
    "behind-a-mistake": "print(undefined_name)\nHELPER",
    "in-a-file": "%%writefile my_tools.py\nimport numpy as np\nNN\nHELPER",
    "behind-time": "%%time\nHELPER",
    "behind-capture": "%%capture output\nprint('unseen')\nHELPER",
    "behind-time-and-a-failing-import": "%%time\nimport no_such_package\nHELPER",
    "behind-display": "from IPython.display import HTML\ndisplay(HTML('<b>x</b>'))\nHELPER",
    "behind-await": "import asyncio\nawait asyncio.sleep(0)\nHELPER",
}


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    m = material
    found = [
        *(_case(m, f"on-top-{id}", _on_top(lines), flag) for id, (lines, flag) in ON_TOP.items()),
        *(_case(m, f"at-the-end-{id}", _at_the_end(code)) for id, code in AT_THE_END.items()),
        *(_case(m, f"helper-{id}", _helped(code)) for id, code in HELPERS.items()),
        _case(m, "helper-in-an-explore-cell", _in_explore),
        _case(m, "helper-run-from-a-file", _run_from_file),
        _case(m, "number-between-function-and-check", _rebound_in_the_gap),
        _case(m, "made-anew-between-function-and-check", _wrapped_in_the_gap),
        _case(m, "import-in-its-own-cell-fails", _import_fails),
        _case(m, "folder-changed-and-used", _folder_changed),
        _case(m, "endless-scratch-cells", _endless),
    ]
    wrong = m.expected(NOTHING)
    found.append(_case(m, "wrong-and-the-name-used-again", _wrong_and_reused, "", wrong))
    return found if m.lesson == EVERY_ONE else found[LESSONS.index(m.lesson) % THIRD :: THIRD]


def _case(m: Material, id: str, change: Change, flag: str = "", expected=None) -> Case:
    def fill(folder: Path) -> None:
        notebook = m.notebook()
        change(notebook, m)
        save(notebook, folder / m.file)

    return Case(id, (2, 27), m.lesson, fill, expected or m.expected(flag=flag), isolated=True)


def _on_top(lines: str) -> Change:
    def change(notebook: dict, _m: Material) -> None:
        given = next(c for c in notebook["cells"] if c["source"].startswith(("import", "from")))
        given["source"] = f"{lines}\n{given['source']}"

    return change


def _at_the_end(code: str) -> Change:
    def change(notebook: dict, m: Material) -> None:
        notebook["cells"].append(code_cell(m.code(code)))

    return change


def _helper_of(m: Material) -> str:
    """The target's solution under the name of a helper."""
    return re.sub(rf"\b{m.target}\b", "my_helper", m.solutions[m.target])


def _put_before(notebook: dict, m: Material, source: str) -> None:
    notebook["cells"].insert(index(notebook, m.target), code_cell(source, id="my-helper"))


def _set(notebook: dict, m: Material, source: str) -> None:
    notebook["cells"][index(notebook, m.target)]["source"] = m.code(source)


def _helped(code: str) -> Change:
    def change(notebook: dict, m: Material) -> None:
        source = code.replace("HELPER", _helper_of(m)).replace("NN", "from workbook import nn")
        _put_before(notebook, m, source)
        is_file = "%%writefile" in code
        _set(notebook, m, f"from my_tools import my_helper\n{HELPED}" if is_file else HELPED)

    return change


def _in_explore(notebook: dict, m: Material) -> None:
    at = index(notebook, m.target)
    explore = [
        cell for cell in notebook["cells"][:at] if "explore" in cell["metadata"].get("tags", [])
    ]
    explore[-1]["source"] += f"\n\n{_helper_of(m)}"
    _set(notebook, m, HELPED)


def _run_from_file(notebook: dict, m: Material) -> None:
    text = f"import numpy as np\nfrom workbook import nn\n{_helper_of(m)}\n"
    _put_before(notebook, m, f"open('part.py', 'w').write({text!r})")
    _set(notebook, m, f"%run part.py\n{HELPED}")


def _rebound_in_the_gap(notebook: dict, m: Material) -> None:
    at = index(notebook, f"check-{m.target}")
    notebook["cells"].insert(at, code_cell(m.code("TARGET = len('abc') / 2")))


def _wrapped_in_the_gap(notebook: dict, m: Material) -> None:
    _put_before(notebook, m, _helper_of(m).replace("my_helper", "honest"))
    _set(notebook, m, "def TARGET(*args, **kwargs):\n    return None")
    at = index(notebook, f"check-{m.target}")
    wrap = "from functools import partial\nTARGET = partial(honest)"
    notebook["cells"].insert(at, code_cell(m.code(wrap), id="my-wrapper"))


def _import_fails(notebook: dict, m: Material) -> None:
    lines = "import torch\nfrom google.colab import files\n%matplotlib widget\n"
    _set(notebook, m, lines + m.solutions[m.target])


def _folder_changed(notebook: dict, m: Material) -> None:
    text = f"import numpy as np\nfrom workbook import nn\n{_helper_of(m)}\n"
    lines = "import os\nos.makedirs('work', exist_ok=True)\nos.chdir('work')\n"
    _put_before(notebook, m, f"{lines}open('tools_of_mine.py', 'w').write({text!r})")
    _set(notebook, m, f"from tools_of_mine import my_helper\n{HELPED}")


def _endless(notebook: dict, m: Material) -> None:
    # what keeps a processor busy is no more endless than what sleeps: one cell has to be enough
    for number in range(2):
        step = "pass" if m.lesson == EVERY_ONE and number else "time.sleep(1)"
        cell = code_cell(f"import time\nwhile {number} >= 0: {step}", id=f"endless-{number}")
        notebook["cells"].insert(index(notebook, m.target), cell)


def _wrong_and_reused(notebook: dict, m: Material) -> None:
    _set(notebook, m, "def TARGET(*args, **kwargs):\n    return None")
    notebook["cells"].append(code_cell(m.code("TARGET = 1.0")))

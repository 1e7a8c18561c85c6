"""What a student's process can import of this project: a folder with the parts that may be seen.

It holds the sandbox's own modules under the name `autograder`, and of `workbook` the data and the
solutions of earlier lessons. Figures, explorables and questions may hold as much as a solution, and
grading shows nobody anything: they are there in name only.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import workbook

from ...exercises import LESSONS, module_name, of_lesson
from .starting import lay_sandbox, open_to_all

IN_NAME_ONLY = ("checkpoints", "explore", "memory", "plots", "progress", "style")

SHOW_NO_FIGURE = ("checkpoints", "explore", "memory", "progress", "lab")
"""What is there in name only also where the rest of `workbook` is whole."""

PICTURES_AS_PNG = """

# Added by the grader: what is shown crosses as text of a limited length, or as a picture.
LARGEST_SVG = 0
Picture._repr_mimebundle_ = lambda self, include=None, exclude=None: {
    "image/png": base64.b64encode(self.data).decode(),
    "text/plain": repr(self),
}
"""

SILENT = '''"""Grading shows nothing: what is imported from here can be called, and does nothing."""

from unittest.mock import MagicMock


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return MagicMock(name=name)
'''

OWN = '''

def __getattr__(name):
    """This lesson's functions are not here. In the notebook, `nn.relu` is the learner's own."""
    own = getattr(sys.modules.get("__main__"), name, None)
    if callable(own) and (name in OWN or getattr(own, "__module__", "") == "__main__"):
        return own
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
'''

KERAS_SINCE = "11-choosing"
"""The lesson from which on `workbook.keras_parts` is there; its Adam would solve an earlier one.

Lesson 12 is the one that needs it. Notebooks of before lesson 11 was divided import it as well.
"""


def make_stage(folder: Path, lesson: str) -> None:
    """Fill a folder, in which a sandbox may have been laid, with what a submission may import.

    lesson: of an assignment that is no lesson, anything else; then every solution is left out.
    """
    leave = shutil.ignore_patterns("__pycache__")
    if not (folder / "autograder").exists():
        lay_sandbox(folder)
    library, stage = Path(workbook.__file__).parent, folder / "workbook"
    shutil.copytree(library / "data", stage / "data", ignore=leave)
    shutil.copy(library / "__init__.py", stage)
    for name in IN_NAME_ONLY:
        _silence(library / name, stage / name)
    before = LESSONS[: LESSONS.index(lesson)] if lesson in LESSONS else ()
    earlier = [module_name(name) for name in before]
    (stage / "nn").mkdir()
    for module in earlier:
        _copy_module(library / "nn" / module, stage / "nn", leave)
    imports = "".join(f"from .{module} import *\n" for module in earlier)
    names = sorted(of_lesson(lesson)) if lesson in LESSONS else []
    head = f'"""The library up to this lesson."""\n\nimport sys\n\n{imports}OWN = {names}\n'
    (stage / "nn" / "__init__.py").write_text(head + OWN)
    if KERAS_SINCE in (*before, lesson):
        _copy_module(library / "keras_parts", stage, leave)
    open_to_all(folder)


def make_whole_stage(folder: Path) -> None:
    """Fill an empty folder with all of `workbook`, for a run that no mark depends on.

    It has what a learner's own machine has but for questions, explorables and progress: every
    figure, and the library with every solution.
    """
    lay_sandbox(folder)
    library, stage = Path(workbook.__file__).parent, folder / "workbook"
    shutil.copytree(library, stage, ignore=shutil.ignore_patterns("__pycache__", *SHOW_NO_FIGURE))
    for name in SHOW_NO_FIGURE:
        if (library / name).exists():
            _silence(library / name, stage / name)
    with (stage / "style.py").open("a", encoding="utf-8") as style:
        style.write(PICTURES_AS_PNG)
    open_to_all(folder)


def _copy_module(module: Path, target: Path, leave) -> None:
    """Copy a module, named without its suffix, into a folder; a package with all that is in it."""
    if module.is_dir():
        shutil.copytree(module, target / module.name, ignore=leave)
    else:
        shutil.copy(module.with_suffix(".py"), target)


def _silence(module: Path, target: Path) -> None:
    """Write a module or package, named without its suffix, that has all names and does nothing."""
    if not module.is_dir():
        target.with_suffix(".py").write_text(SILENT)
        return
    target.mkdir()
    for path in module.glob("*.py"):
        (target / path.name).write_text(SILENT)
